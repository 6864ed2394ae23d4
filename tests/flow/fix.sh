#!/bin/sh
# SPDX-License-Identifier: MIT
# fix: shows first, writes when told to, changes nothing else, and says with
# its status what is left to do.
. "$(dirname "$0")/lib.sh"

T=$TAIZHANG
good=$work/good
tree_make "$good"
cat >"$good/content/plan/kinds/note.yaml" <<'END'
name: 便条
help: 一张便条
files: notes/{名}/index.md
path:
  名: {type: text, public: yes, help: 目录名}
fields:
  题:   {type: text, required: yes, public: yes, help: 一句话, example: 取号}
  内部: {type: text, help: 内部备注}
  日期: {type: date, public: yes, help: 哪天}
  步骤: {type: list, of: text, public: yes, help: 各步}
body: {name: 正文, type: markdown, public: yes, help: 正文}
END
cd "$good" || exit 1

# gps FILE: the picture with texts, and something behind its end.
gps() {
	picture "$1"
	python3 - "$1" <<'END'
import struct, sys, zlib
def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + \
        struct.pack(">I", zlib.crc32(name + body))
data = open(sys.argv[1], "rb").read()
tiff = b"MM\0*\0\0\0\x08\0\x02" + \
    struct.pack(">HHIHH", 0x112, 3, 1, 6, 0) + \
    struct.pack(">HHII", 0x8825, 4, 1, 0) + b"\0\0\0\0"
data = data[:33] + chunk(b"tEXt", b"Author\0secret") + \
    chunk(b"eXIf", tiff) + data[33:] + b"secret behind"
open(sys.argv[1], "wb").write(data)
END
}

state() {
	(cd "$1" && find . -type f ! -path './.git/*' | LC_ALL=C sort |
		xargs ls -l --time-style=full-iso && find . -type f \
		! -path './.git/*' -exec sha256sum {} + | LC_ALL=C sort)
}

exits "a clean tree" 0 "$T" fix
is "says so" "没有要改的，看了 4 份文件" "$out"
is "nothing on stderr" "" "$err"

bad=$work/bad
cp -a "$good" "$bad"
printf '\357\273\277---\r\n题：取号\r\n日期: 2026年6月5日\r\n步骤: [取号，填表]\r\n---\r\n正文：138\\*\\*\\*\\*1234\r\n\r\n![号](01.png)\r\n' \
	>"$bad/content/notes/a/index.md"
# shellcheck disable=SC2016
printf -- '---\n题: 甲\n内部: "2026/6/5"\n说明: 乙: 丙\n日期:2026/6/5\n---\n`138\\*\\*\\*\\*1234`\n' \
	>"$bad/content/notes/b/index.md"
chmod 640 "$bad/content/notes/b/index.md"
gps "$bad/content/notes/a/01.png"
printf 'a： b\n' >"$bad/layouts/assets/x.yaml"
gps "$bad/layouts/assets/x.png"
cd "$bad" || exit 1
commit_make .
before=$(state .)

# It only shows.
exits "something to mend" 1 "$T" fix
is "nothing is written" "$before" "$(state .)"
is "nothing on stderr" "" "$err"
is "the pictures" \
	"content/notes/a/01.png：去掉 EXIF（含拍摄地点）1 块 12 字节、注释文字 1 块 25 字节、图片结束之后的内容 1 块 13 字节；保留了方向" \
	"$(printf '%s\n' "$out" | grep '^content.*01.png')"
like "the count" '^3 份文件要改，文字 10 行，图片 1 张（去掉 50 字节）。还没有写入，要写入请加 --write$' "$out"
is "the diff" "--- a/content/notes/b/index.md
+++ b/content/notes/b/index.md
@@ -1,7 +1,7 @@
 ---
 题: 甲
 内部: \"2026/6/5\"
-说明: 乙: 丙
-日期:2026/6/5
+说明: \"乙: 丙\"
+日期: 2026-06-05
 ---
 \`138\\*\\*\\*\\*1234\`" \
	"$(printf '%s\n' "$out" | sed -n '/^--- a.*notes.b/,/`$/p')"
unlike "layouts are not looked at" layouts "$out"

# The diff is one that git takes.
"$T" fix >"$work/patch"
cp -a "$bad" "$work/applied"
ok "git applies it" git -C "$work/applied" apply "$work/patch"

# Paths.
exits "another file" 0 "$T" fix content/plan
is "is clean" "没有要改的，看了 1 份文件" "$out"
exits "one file" 1 "$T" fix content/notes/b/index.md
like "alone" '^1 份文件要改，文字 2 行。' "$out"
exits "by -C and from elsewhere" 1 "$T" fix -C "$bad" "$bad/content/notes/b/"
like "alone, too" '^1 份文件要改，文字 2 行。' "$out"
exits "half a name" 2 "$T" fix content/note
exits "no such file" 2 "$T" fix content/none
like "is named" '没有这个文件或目录：content/none' "$err"
exits "nowhere" 1 "$T" fix -C "$work" .
exits "no folder at all" 3 "$T" fix -C "$work/none"

# It writes.
exits "written" 0 "$T" fix --write
like "says what" '^改好 3 份文件，文字 10 行，图片 1 张（去掉 50 字节）$' "$out"
like "shows it all the same" '^\+日期: 2026-06-05$' "$out"
is "the record" "---
题: 取号
日期: 2026-06-05
步骤: [取号, 填表]
---
正文：138****1234

![号](01.png)" "$(cat content/notes/a/index.md)"
is "without CR" 0 "$(tr -dc '\r' <content/notes/a/index.md | wc -c)"
ok "as the patch had it" cmp content/notes/a/index.md \
	"$work/applied/content/notes/a/index.md"
ok "and the other" cmp content/notes/b/index.md \
	"$work/applied/content/notes/b/index.md"
is "with its mode" 640 "$(stat -c %a content/notes/b/index.md)"
unlike "no secret in the picture" secret "$(strings -a content/notes/a/01.png 2>/dev/null ||
	tr -cd '[:print:]' <content/notes/a/01.png)"
is "the other picture is as it was" 3 \
	"$(tr -c '[:alpha:]' '\n' <layouts/assets/x.png | grep -c 'secret\|eXIf')"
is "no file came or went" "$(git ls-files)" \
	"$(git ls-files --cached --others)"
after=$(state .)
exits "again" 0 "$T" fix
exits "and again" 0 "$T" fix --write
is "changes nothing" "$after" "$(state .)"
like "check is content with what could be mended" 'key-unknown' \
	"$("$T" check content/notes)"
unlike "and finds nothing of it" 'head-|field-value|picture-format' \
	"$("$T" check content/notes)"

# Kinds that are written wrongly themselves are mended, and used mended.
git checkout -q .
sed -i 's/^fields:/fields：/; s/^files: /files：/' content/plan/kinds/note.yaml
exits "kinds" 0 "$T" fix --write
is "the fields are known" "日期: 2026-06-05" \
	"$(grep 日期 content/notes/b/index.md)"
exits "all at once" 0 "$T" fix
# A kind past help: no fields, and what needs none is mended.
git checkout -q .
echo 'name: [' >content/plan/kinds/note.yaml
exits "a broken kind" 0 "$T" fix --write
like "is told" '种类的定义' "$err"
is "dates are left" "日期: 2026/6/5" "$(grep 日期 content/notes/b/index.md)"
is "heads are not" "题: 取号" "$(grep 题 content/notes/a/index.md)"
git checkout -q .

# Links, names, sizes: what is not looked at is told, and is not mended.
printf -- '---\n题：链\n---\n' >"$work/outside.md"
mkdir content/notes/c
ln -s "$work/outside.md" content/notes/c/index.md
ln -s "$work" content/notes/d
gps content/notes/a/IMG.JPG
head -c 6000000 /dev/zero >content/notes/a/02.jpg
exits "with links" 1 "$T" fix --write
like "a link" 'content/notes/c/index.md' "$out"
like "a name" 'content/notes/a/IMG.JPG' "$out"
like "a size" 'content/notes/a/02.jpg' "$out"
is "what the link leads to" "题：链" "$(sed -n 2p "$work/outside.md")"
ok "it is a link still" test -L content/notes/c/index.md
is "the others are written" "日期: 2026-06-05" \
	"$(grep 日期 content/notes/b/index.md)"
exits "a link that is asked for" 2 "$T" fix --write content/notes/c/index.md
like "is refused" '不改链接' "$err"
exits "another file is no business of theirs" 0 "$T" fix content/notes/b

# Nobody can be made to write elsewhere, and faults are told.
rm -r content/notes/c content/notes/d content/notes/a/IMG.JPG \
	content/notes/a/02.jpg
git checkout -q .
if [ "$(id -u)" != 0 ]; then
	chmod 555 content/notes/a
	exits "a folder that cannot be written to" 3 "$T" fix --write
	chmod 755 content/notes/a
	like "the count of it" '^改好 1 份文件.*；2 份没有写成$' "$out"
	is "the other is written" "日期: 2026-06-05" \
		"$(grep 日期 content/notes/b/index.md)"
fi

# On a terminal what nobody sees is shown, and nothing is obeyed.
git checkout -q .
printf -- '---\r\n题：\033[31m\r\n内部:	x\r\n---\r\n' >content/notes/b/index.md
if command -v script >/dev/null; then
	script -qec "$T fix content/notes/b" /dev/null >"$work/tty" </dev/null
	like "CR" '^-题：.*\\r' "$(tr -d '\r' <"$work/tty")"
	like "tab" '→' "$(cat "$work/tty")"
	unlike "no escape" "$(printf '\033')" "$(cat "$work/tty")"
fi
finish
