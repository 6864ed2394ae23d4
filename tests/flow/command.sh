#!/bin/sh
# SPDX-License-Identifier: MIT
# What each command says, where, and with which status: 0 clean, 1 findings,
# 2 wrong usage, 3 the machine failed.
. "$(dirname "$0")/lib.sh"

good=$work/good
bad=$work/bad
tree_make "$good"
tree_make "$bad"
printf -- '---\n题： 取号\n---\n' >"$bad/content/notes/b/index.md"
cd "$good" || exit 1
T=$TAIZHANG

# Help, everywhere, on stdout.
commands=$("$T" help | sed -n 's/^  \([a-z]*\) .*/\1/p')
like "help lists commands" check "$commands"
for c in $commands; do
	for call in "$c --help" "$c -h" "help $c"; do
		# shellcheck disable=SC2086
		run "$T" $call
		is "$call" "0 用法：taizhang $c" \
			"$code $(printf '%s\n' "$out" | sed -n '1s/\(taizhang [a-z]*\).*/\1/p')"
		is "$call: nothing on stderr" "" "$err"
	done
	usage=$("$T" "$c" --help | sed -n 1p)
	for option in $("$T" "$c" --help | sed -n 's/^  \(--*[A-Za-z-]*\).*/\1/p'); do
		[ "$option" = --help ] ||
			like "$c: $option stands in the usage" \
				"[[| ]${option}[] |]" "$usage "
	done
	exits "$c: unknown option" 2 "$T" "$c" --unknown
	is "$c: nothing on stdout" "" "$out"
	like "$c: the option is named" '--unknown' "$err"
	like "$c: the usage follows" "^用法：taizhang $c" "$err"
done
exits "--help with other options" 0 "$T" check --rev HEAD --help
exits "no command is help" 0 "$T"
exits "--version" 0 "$T" --version
like "is a name and a number" '^taizhang [0-9]+\.[0-9]+\.[0-9]+$' "$out"

# Wrong usage: 2, on stderr, nothing on stdout.
while read -r call; do
	# shellcheck disable=SC2086
	exits "wrong usage: $call" 2 "$T" $call
	is "$call: nothing on stdout" "" "$out"
	like "$call: one line says what" '^taizhang: .' "$err"
done <<'END'
unknown
help unknown
help check build
version more
check --rev
check -C
check --today 2026-13-01
check --today 22.11.2026
check --format xml
check content/notes/none
fix content/notes/none
fix -C
build more
build --out
build --out a --site b
build --edition secret
query
query --csv --json x
query a b
render
render a b
END

# check
exits "check: clean" 0 "$T" check
like "check: says so" '没有发现错误；检查了 2 份文件' "$out"
is "check: nothing on stderr" "" "$err"
exits "check: findings" 1 "$T" check -C "$bad"
like "check: the file" '^content/notes/b/index.md$' "$out"
like "check: place, level, name, id" '^2:2 错误 冒号写法不对 \[head-colon\]$' "$out"
like "check: the sentence" '^      栏目名后面是全角冒号' "$out"
like "check: the line" '^ +2 │ 题： 取号$' "$out"
like "check: the caret" '^ +│   \^\^$' "$out"
like "check: the mended line" '├ 改为 题: 取号$' "$out"
like "check: the remedy" '└ 办法 ' "$out"
like "check: the count" '^1 个文件，错误 1，提醒 0；检查了 2 份文件$' "$out"
like "check: where to read more" '^逐条说明：taizhang explain head-colon$' "$out"
exits "check: another file is clean" 0 \
	"$T" check -C "$bad" content/notes/a
exits "check: the file" 1 "$T" check -C "$bad" content/notes/b/index.md
exits "check: its folder" 1 "$T" check -C "$bad" content/notes/b
exits "check: with a slash" 1 "$T" check -C "$bad" content/notes/b/
exits "check: the path as typed with -C" 1 "$T" check -C "$bad" "$bad/content/notes/b"
exits "check: two paths" 1 \
	"$T" check -C "$bad" content/notes/a content/notes/b
exits "check: ." 1 "$T" check -C "$bad" .
exits "check: ./content" 1 "$T" check -C "$bad" ./content
exits "check: half a name is no path" 2 "$T" check -C "$bad" content/note
printf -- '---\n题: 取号\n---\n' >"$bad/content/notes/b/index.md"
printf -- '---\n题: 这个标题长得超过了十个字\n---\n' >"$bad/content/notes/a/index.md"
exits "check: a rule" 1 "$T" check -C "$bad"
like "check: its clause" '├ 依据 系统约定$' "$out"
like "check: a picture nobody uses" '^提醒 .*\[picture-unused\]' "$out"
like "check: counted by file" '^2 个文件，错误 1，提醒 1；' "$out"
rm "$bad/content/notes/a/index.md" "$bad/content/notes/a/01.png"
ln "$good/content/notes/a/01.png" "$bad/content/notes/b/01.png"
exits "check: warnings alone are clean" 0 "$T" check -C "$bad"
like "check: and told" '^1 个文件，错误 0，提醒 1；' "$out"

# check --format json
printf -- '---\n题: 这个“标题”长得超过了十个字\n---\n' \
	>"$bad/content/notes/b/index.md"
exits "json" 1 "$T" check -C "$bad" --format json
ok "json: valid, with its fields" python3 - "$work/run.out" <<'END'
import json, sys
found = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(found) == 2, found
for f in found:
    for key in ("id", "level", "path", "line", "column", "message", "remedy",
                "clause"):
        assert key in f, (key, f)
    assert f["level"] in ("warning", "error", "failure"), f
    assert isinstance(f["line"], int) and isinstance(f["column"], int), f
rule = [f for f in found if f["id"] == "short"][0]
assert rule["clause"] == "系统约定", rule
assert (rule["path"], rule["line"], rule["column"]) == \
    ("content/notes/b/index.md", 2, 4), rule
assert "“标题”" in rule["message"], rule
END
exits "json: clean" 0 "$T" check --format json
is "json: an empty list" "[]" "$out"
exits "json: the machine failed" 3 "$T" check -C "$work/none" --format json
ok "json: valid all the same" python3 -m json.tool "$work/run.out"

# Where there is no content, every command says so alike.
mkdir "$work/elsewhere"
for c in check remind "new note 名=a" "query SELECT" fix; do
	# shellcheck disable=SC2086
	exits "no content: $c" 1 "$T" $c -C "$work/elsewhere"
	like "no content: $c says it" '这个目录里没有 content' "$out$err"
done

# query
exits "query" 0 "$T" query 'SELECT 名, 题 FROM 便条 ORDER BY 名'
is "query: a table" "名  题
a   取号
b   填表
（2 行）" "$out"
exits "query --csv" 0 "$T" query --csv \
	"SELECT 'a,b' AS x, '一\"二' AS y, NULL AS z, 1 AS n"
printf 'x,y,z,n\r\n"a,b","一""二",,1\r\n' >"$work/expected"
ok "query: RFC 4180" cmp "$work/expected" "$work/run.out"
exits "query --json" 0 "$T" query --json \
	"SELECT '一\"二' AS x, NULL AS y, 3 AS n, 1.5 AS r, '07' AS t"
ok "query: JSON with types" python3 - "$work/run.out" <<'END'
import json, sys
rows = json.load(open(sys.argv[1], encoding="utf-8"))
assert rows == [{"x": '一"二', "y": None, "n": 3, "r": 1.5, "t": "07"}], rows
END
exits "query --json, no rows" 0 "$T" query --json 'SELECT 1 AS x WHERE 0'
is "query: an empty list" "[]" "$out"
exits "query: the whole book" 0 "$T" query --csv \
	'SELECT 内部 FROM 便条 WHERE 内部 IS NOT NULL'
like "query: non-public too" 机密 "$out"
exits "query: today" 0 "$T" query --csv --today 2026-11-22 \
	"SELECT date('now') AS d"
like "query: is the day asked for" '^2026-11-22' "$out"
exits "query: the words of a text" 0 "$T" query --csv \
	"SELECT plain(正文) AS 话 FROM 便条 WHERE 名 = 'b'"
like "query: are plain" '写了 138\*\*\*\*1234。' "$out"
exits "query: faults of records" 0 "$T" query -C "$bad" 'SELECT 1 AS x'
while read -r sql; do
	exits "query refuses: $sql" 1 "$T" query "$sql"
	is "and says nothing on stdout" "" "$out"
	like "but on stderr" '\[query\]' "$err"
done <<'END'
INSERT INTO 便条 (题) VALUES ('x')
UPDATE 便条 SET 题 = 'x'
DELETE FROM 便条
DROP TABLE 便条
CREATE TEMP TABLE t (x)
PRAGMA table_info(便条)
SELECT * FROM pragma_table_list
ATTACH 'other.db' AS other
DETACH main
VACUUM
BEGIN
SELECT 1; SELECT 2
SELECT random()
SELECT hex(randomblob(4))
SELECT load_extension('x')
SELECT readfile('/etc/passwd')
SELECT writefile('x', 'y')
SELECT "标题"
SELECT * FROM 没有
SELECT 没有 FROM 便条
SELECT :名
SELEC 1
/* nothing */
END
ok "query: and wrote nothing" test ! -e other.db -a ! -e x
exits "query: an endless one is ended" 1 timeout 120 "$T" query \
	'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n'
like "query: and told" '\[query-steps\]' "$err"

# render
printf '你好{{#人}} {{>one}}{{/人}}{{^人}}没有人{{/人}}\n' >"$work/t.mustache"
mkdir -p "$work/parts/deep"
printf '<{{名}}>{{>deep/two}}' >"$work/parts/one.mustache"
printf '！' >"$work/parts/deep/two.html"
printf '人:\n  - {名: 甲&乙}\n' >"$work/d.yaml"
printf '{"人": [{"名": "丙"}, {"名": 4}]}' >"$work/d.json"
exits "render: no data" 0 "$T" render "$work/t.mustache"
is "render: is empty" "你好没有人" "$out"
exits "render: yaml" 0 "$T" render "$work/t.mustache" \
	--data "$work/d.yaml" --partials "$work/parts"
is "render: escaped, with partials" "你好 <甲&amp;乙>！" "$out"
exits "render: json" 0 "$T" render "$work/t.mustache" \
	--data "$work/d.json" --partials "$work/parts"
is "render: each" "你好 <丙>！ <4>！" "$out"
exits "render -o" 0 "$T" render "$work/t.mustache" -o "$work/o.html"
is "render: into the file" "你好没有人" "$(cat "$work/o.html")"
is "render: nothing on stdout" "" "$out"
printf '{{#人}}\n' >"$work/broken.mustache"
exits "render: a broken template" 1 "$T" render "$work/broken.mustache"
like "render: names the file" 'broken.mustache$' "$err"
like "render: names the place" '^1:1 ' "$err"
printf '{"人": [}' >"$work/broken.json"
exits "render: broken data" 1 "$T" render "$work/t.mustache" \
	--data "$work/broken.json"
like "render: names the file" 'broken.json$' "$err"
exits "render: no such template" 3 "$T" render "$work/none.mustache"
exits "render: no such folder for -o" 3 \
	"$T" render "$work/t.mustache" -o "$work/none/o.html"

# build
exits "build: findings of records" 1 "$T" build -C "$bad" --out "$work/b1"
like "build: on stderr" '\[short\]' "$err"
unlike "build: not on stdout" '\[short\]' "$out"
like "build: the portal is out" '^已发布' "$out"
exits "build --quiet" 0 "$T" build --quiet --out "$work/b2"
is "build --quiet: silent" "" "$out$err"
exits "build: no content" 1 "$T" build -C "$work" --out "$work/b3"

# A pipe is no terminal: no progress, no colours, nothing that moves.
for c in check "build --out $work/b4" "query SELECT(1)"; do
	# shellcheck disable=SC2086
	run "$T" $c
	unlike "$c: no progress in a pipe" "$(printf '[\r\033]')" "$out$err"
done

# A full disk is told by the status.
if [ -w /dev/full ]; then
	for c in help version check "check --help" "check --format json" \
		"query SELECT(1)" "query --csv SELECT(1)" \
		"render $work/t.mustache" "build --out $work/b5"; do
		code=0
		# shellcheck disable=SC2086
		"$T" $c >/dev/full 2>"$work/run.err" || code=$?
		is "$c: a full disk" 3 "$code"
		like "$c: in plain words" '磁盘满了' "$(cat "$work/run.err")"
		ok "$c: is told" test -s "$work/run.err"
	done
fi
code=0
"$T" check >&- 2>/dev/null || code=$?
is "a closed stdout" 3 "$code"

finish
