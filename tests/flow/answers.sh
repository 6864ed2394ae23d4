#!/bin/sh
# SPDX-License-Identifier: MIT
# How findings are answered: what `check` prints, its SARIF, what has changed
# since a commit, and what `explain` says.
. "$(dirname "$0")/lib.sh"

T=$TAIZHANG
tree=$work/tree
tree_make "$tree"
cd "$tree" || exit 1
note=content/notes/b/index.md
rule=content/plan/rules/short.md
cat >"$rule" <<'END'
# 标题太长

标题写到十个字以内。

```yaml bad b/index.md
题: 这个标题长得超过了十个字
```
END

# The line and its caret, wherever in a line.
printf -- '---\n题: 取号\n内部: "一二三" 四五\n---\n' >"$note"
run "$T" check
like "two columns a Chinese character" '^    3 │ 内部: "一二三" 四五$' "$out"
like "the caret stands below" '^      │              *\^' "$out"
caret() { # what stands above the carets
	printf '%s\n' "$out" | python3 -c '
import sys, unicodedata
def columns(s):
    return "".join(c + ("\0" if unicodedata.east_asian_width(c) in "WF" else "")
                   for c in s)
lines = sys.stdin.read().split("\n")
for line, below in zip(lines, lines[1:]):
    if "│ " in line and set(below.split("│ ")[-1].strip()) == {"^"}:
        a = columns(line.split("│ ", 1)[1])
        b = below.split("│ ", 1)[1]
        print(a[b.index("^"):b.rindex("^") + 1].replace("\0", ""))
'
}
printf -- '---\n题: 取号\n备注: 无\n---\n' >"$note"
run "$T" check
is "the caret is under the key" "备注" "$(caret)"
# A line of 200 characters, with the fault at its end and at its start.
long=$(printf '字%.0s' 1 2 3 4 5 6 7 8 9 10)
long=$long$long$long$long$long$long$long$long$long$long
printf -- '---\n题: 取号\n内部: %s\n---\n' "$long #工单" >"$note"
run "$T" check
is "far to the right" "#" "$(caret)"
like "the line is cut before it" '│ …字' "$out"
printf -- '---\n题: 取号\n内部： %s\n---\n' "$long" >"$note"
run "$T" check
is "far to the left" "：" "$(caret)"
like "the line is cut behind" '字…$' "$out"
ok "no line is too long" python3 - "$work/run.out" <<'END'
import sys
for line in open(sys.argv[1], encoding="utf-8"):
    if "│" in line:
        assert len(line) <= 120, line
END
printf -- '---\n题: 取\033[31m号\n---\n' >"$note"
run "$T" check
unlike "no control character comes through" "$(printf '\033')" "$out"
like "it is shown" 'u\{1b\}' "$out"

# Colours: on a terminal, and only there.
on_terminal() {
	python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' "$@" </dev/null
}
printf -- '---\n题： 取号\n---\n' >"$note"
unset NO_COLOR
TERM=xterm
export TERM
like "colours on a terminal" "$(printf '\033')\[1;31m错误" \
	"$(on_terminal "$T" check 2>/dev/null)"
unlike "not where NO_COLOR is set" "$(printf '\033')\[1;31m" \
	"$(NO_COLOR=1 on_terminal "$T" check 2>/dev/null)"
unlike "not on a dumb one" "$(printf '\033')\[1;31m" \
	"$(TERM=dumb on_terminal "$T" check 2>/dev/null)"
unlike "not in a pipe" "$(printf '\033')" "$("$T" check)"

# Personal data are not shown, whichever finding the line has.
cat >content/plan/rules/no-personal-data.sql <<'END'
-- name: 有个人信息
-- level: error
-- clause: 系统约定
-- says: 这里有手机号
-- remedy: 删去
SELECT id, '内部' AS field FROM 便条 WHERE 内部 GLOB '*1[3-9][0-9][0-9][0-9]*'
END
cat >content/plan/rules/other.sql <<'END'
-- name: 别的
-- level: warning
-- clause: 系统约定
-- says: 内部是 {{内部}}
-- remedy: 改掉 {{内部}}
SELECT id, '内部' AS field, 内部 FROM 便条 WHERE 内部 IS NOT NULL
END
printf -- '---\n题: 取号\n内部: 13800001111\n---\n' >"$note"
for format in text json sarif; do
	exits "personal data, $format" 1 "$T" check --format $format "$note"
	like "$format: is told" 'no-personal-data' "$out"
	like "$format: and the other" 'other' "$out"
	unlike "$format: not shown" '13800001111' "$out"
done
exits "build" 1 "$T" build --out "$work/portal"
unlike "build: not shown" '13800001111' "$out$err"
# Of a name or a picture there is no line to speak of.
printf -- '-- name: 名\n-- level: error\n-- clause: 一\n-- says: 有\n-- remedy: 改\n%s\n' \
	"SELECT file, 0 AS line, 0 AS column FROM 便条" \
	>content/plan/rules/no-personal-data.sql
exits "a name" 1 "$T" check "$note"
unlike "no line of it" '0 │' "$out"
rm content/plan/rules/no-personal-data.sql content/plan/rules/other.sql

# SARIF 2.1.0, held against its schema.
printf -- '---\n题： 取号\n内部: %s\n---\n' "$long #1" >"$note"
printf -- '---\r\n题: 填表😀😀\r\n无: 1\r\n---\r\n' >content/notes/a/index.md
mkdir content/notes/c 'content/notes/C d'
printf -- '---\n题: 这个“标题”长得超过了十个字\n---\n' >content/notes/c/index.md
printf -- '---\n题: 取号\n---\n' >'content/notes/C d/号.md'
# shellcheck disable=SC2317 # called by its name
sarif() { # FILE: of the tree as it is
	"$T" check --format sarif >"$1"
}
run sarif "$work/one.sarif"
is "sarif: findings" 1 "$code"
cat >"$work/sarif.py" <<'END'
import json, os, sys, urllib.parse
import jsonschema
schema = json.load(open(os.path.join(os.environ["ROOT"],
    "tests/sarif/sarif-2.1.0-rtm.5.json"), encoding="utf-8"))
check = jsonschema.Draft4Validator(
    schema, format_checker=jsonschema.FormatChecker())
log = json.load(open(sys.argv[1], encoding="utf-8"))
wrong = [e.message[:300] for e in check.iter_errors(log)]
assert not wrong, wrong
run, = log["runs"]
assert run["columnKind"] == "unicodeCodePoints"
rules = run["tool"]["driver"]["rules"]
assert len({r["id"] for r in rules}) == len(rules)
prints = set()
for r in run["results"]:
    rule = rules[r["ruleIndex"]]
    assert rule["id"] == r["ruleId"], r
    assert rule["help"]["text"] and rule["help"]["markdown"], rule
    assert r["level"] in ("warning", "error")
    assert r["message"]["text"]
    print_ = r["partialFingerprints"]["taizhangLine/v1"]
    assert print_ not in prints, r
    prints.add(print_)
    for place in r["locations"]:
        where = place["physicalLocation"]
        uri = where["artifactLocation"]["uri"]
        path = urllib.parse.unquote(uri)
        assert os.path.exists(path), path
        assert uri.isascii() and " " not in uri, uri
    for fix in r.get("fixes", []):
        for change in fix["artifactChanges"]:
            for new in change["replacements"]:
                cut = new["deletedRegion"]
                assert cut["startColumn"] == 1
                text = open(path, encoding="utf-8", newline="").read()
                line = text.split("\n")[cut["startLine"] - 1]
                assert cut["endColumn"] == len(line) + 1, (cut, line)
                print(new["insertedContent"]["text"])
ids = sorted({r["ruleId"] for r in run["results"]})
print(*ids)
END
ok "sarif: valid" python3 "$work/sarif.py" "$work/one.sarif"
said=$(cat "$work/ok.out")
like "sarif: the findings" 'head-colon.* path-name.* short' "$said"
like "sarif: the mended line" '^题: 取号$' "$said"
fingerprints() {
	python3 -c '
import json, sys
for r in json.load(open(sys.argv[1]))["runs"][0]["results"]:
    if r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] \
            == "content/notes/c/index.md":
        print(r["partialFingerprints"])' "$1"
}
printf -- '---\n内部: 一行\n题: 这个“标题”长得超过了十个字\n---\n' >content/notes/c/index.md
run sarif "$work/two.sarif"
is "sarif: the same print where the line has moved" \
	"$(fingerprints "$work/one.sarif")" "$(fingerprints "$work/two.sarif")"
printf -- '---\n题: 这个“标题”长得超过了十二个字\n---\n' >content/notes/c/index.md
run sarif "$work/three.sarif"
ok "sarif: another where it says something else" test \
	"$(fingerprints "$work/one.sarif")" != "$(fingerprints "$work/three.sarif")"
rm -r 'content/notes/C d' content/notes/c
tree_make "$tree"
exits "sarif: clean" 0 "$T" check --format sarif
ok "sarif: valid, without findings" python3 "$work/sarif.py" "$work/run.out"
exits "sarif: the machine failed" 3 "$T" check -C "$work/none" --format sarif
like "sarif: it says so" '"executionSuccessful": false' "$out"

# What has changed since a commit. Both notes are faulty from the start.
bad='---\n题： 取号\n---\n'
# shellcheck disable=SC2059 # it is a format
printf -- "$bad" >content/notes/a/index.md
# shellcheck disable=SC2059
printf -- "$bad" >"$note"
commit_make "$tree"
git tag first
exits "changed: nothing" 0 "$T" check --changed first
like "changed: says so" '没有发现错误；检查了改动的 0 份文件' "$out"
printf '\n正文。\n' >>"$note"
exits "changed: a file that is not committed" 1 "$T" check --changed first
is "changed: this one alone" "$note" \
	"$(printf '%s\n' "$out" | grep '^content/')"
git add -A
exits "changed: one that is staged" 1 "$T" check --changed first
commit_make "$tree"
exits "changed: one that is committed" 1 "$T" check --changed first
exits "changed: since then nothing" 0 "$T" check --changed HEAD
exits "changed: between two commits" 1 "$T" check --rev HEAD --changed first
like "changed: the other commit's line" '题： 取号' "$out"
exits "changed: and none" 0 "$T" check --rev first --changed first
exits "changed: back" 1 "$T" check --rev first --changed HEAD
exits "changed: with a path" 0 "$T" check --changed first content/notes/a
exits "changed: json" 1 "$T" check --changed first --format json
ok "changed: one finding" python3 -c '
import json, sys
found = json.load(open(sys.argv[1]))
assert {f["path"] for f in found} == {sys.argv[2]}, found' \
	"$work/run.out" "$note"
# A file that is new, and not known to git, or to be ignored.
mkdir content/notes/c
# shellcheck disable=SC2059
printf -- "$bad" >content/notes/c/index.md
exits "changed: a new file" 1 "$T" check --changed HEAD
printf 'content/notes/c\n' >.gitignore
exits "changed: a new file that git ignores" 1 "$T" check --changed HEAD
rm -r content/notes/c .gitignore
# Gone: the picture that a record shows, then a record.
printf -- '---\n题: 取号\n---\n![号](01.png)\n' >content/notes/a/index.md
commit_make "$tree"
rm content/notes/a/01.png
exits "changed: a picture is gone" 1 "$T" check --changed HEAD
like "changed: its record is told" '\[picture-missing\]' "$out"
commit_make "$tree"
exits "changed: gone, between commits" 1 \
	"$T" check --rev HEAD --changed HEAD~1
like "changed: its record is told" '\[picture-missing\]' "$out"
git rm -q -r content/notes/a
exits "changed: a record is gone" 0 "$T" check --changed HEAD
# Moved: the fault goes along.
git mv content/notes/b content/notes/d
exits "changed: moved" 1 "$T" check --changed HEAD
is "changed: at its new place" content/notes/d/index.md \
	"$(printf '%s\n' "$out" | grep '^content/')"
commit_make "$tree"
exits "changed: moved, between commits" 1 \
	"$T" check --rev HEAD --changed HEAD~1
# A rule that is broken keeps all from being judged.
printf 'SELEC' >>content/plan/rules/short.sql
commit_make "$tree"
exits "changed: a broken plan is told all the same" 1 \
	"$T" check --changed HEAD
git checkout -q first
# From elsewhere, and from below the repository's root.
cd "$work" || exit 1
printf '\n正文。\n' >>"$tree/$note"
exits "changed: -C" 1 "$T" check -C "$tree" --changed first
mkdir -p "$work/outer/inner"
cp -R "$tree/content" "$tree/layouts" "$work/outer/inner/"
commit_make "$work/outer"
exits "changed: below the root, nothing" 0 \
	"$T" check -C "$work/outer/inner" --changed HEAD
printf '\n正文。\n' >>"$work/outer/inner/$note"
exits "changed: below the root" 1 \
	"$T" check -C "$work/outer/inner" --changed HEAD
# What cannot be compared.
exits "changed: no such commit" 3 "$T" check -C "$tree" --changed none
like "changed: it is named" '版本库里没有“none”这个版本' "$out"
like "changed: and what to look at" '办法 核对写的分支、标签或提交号' "$out"
cp -R "$tree/content" "$work/plain-content"
mkdir "$work/plain"
mv "$work/plain-content" "$work/plain/content"
exits "changed: no repository" 3 "$T" check -C "$work/plain" --changed HEAD
like "changed: it says so" '没有 git 版本库' "$out"
like "changed: and how to name another" '办法 .*用 -C 写明' "$out"
git clone -q --bare "$tree" "$work/bare.git"
exits "changed: a bare one" 1 \
	"$T" check -C "$work/bare.git" --rev main --changed first
cd "$tree" || exit 1

# explain
exits "explain: all" 0 "$T" explain
like "explain: a rule" '^  short +标题太长$' "$out"
like "explain: a finding" '^  head-colon +冒号写法不对$' "$out"
for id in $(printf '%s\n' "$out" | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
	run "$T" explain "$id"
	is "explain $id" "0 " "$code $err"
	like "explain $id: says more than its head" '^.{12,}$' \
		"$(printf '%s\n' "$out" | sed 1,5d)"
done
exits "explain: a rule" 0 "$T" explain short
is "explain: as it is written, without fences" "标题太长 [short]

级别：错误（可以说明情况）
依据：系统约定
办法：写到十个字以内

标题写到十个字以内。

    题: 这个标题长得超过了十个字" "$out"
exits "explain: by its name" 0 "$T" explain 标题太长
like "explain: is the same" '\[short\]$' "$out"
exits "explain: misspelt" 2 "$T" explain head-coln
like "explain: did you mean" '是不是“head-colon”' "$err"
exits "explain: nothing like it" 2 "$T" explain xyzzy
like "explain: where to look" 'taizhang explain$' "$err"
git rm -q --cached "$rule"
exits "explain: of a commit" 0 "$T" explain --rev first short
like "explain: its section" '^标题写到十个字以内' "$out"
exits "explain: no such commit" 3 "$T" explain --rev none short
cd "$work" || exit 1
exits "explain: anywhere" 0 "$T" explain head-colon
exits "explain: all, anywhere" 0 "$T" explain
exits "explain: a rule, anywhere" 2 "$T" explain short
like "explain: says where" '用 -C 写明' "$err"

finish
