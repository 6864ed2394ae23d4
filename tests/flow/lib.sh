# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the flow tests share: TAP, a folder of their own that goes away again,
# and a small source tree. TAIZHANG is the program, ROOT the project.

set -u
ROOT=${ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
TAIZHANG=${TAIZHANG:-$ROOT/build/taizhang}
export ROOT
work=$(mktemp -d "${TMPDIR:-/tmp}/flow.XXXXXX") || exit 1
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Nothing of whoever runs this shows in the results.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE TAIZHANG_TIMES
HOME=$work
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com
GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
export HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

tests=0
failures=0

# result NAME STATUS: one line of TAP.
result() {
	tests=$((tests + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $tests - $1"
	else
		failures=$((failures + 1))
		echo "not ok $tests - $1"
	fi
	return "$2"
}

# note TEXT: diagnostics.
note() {
	printf '%s\n' "$1" | sed 's/^/# /'
}

# ok NAME COMMAND...: it succeeds.
ok() {
	_name=$1
	shift
	if "$@" >"$work/ok.out" 2>&1; then
		result "$_name" 0
	else
		result "$_name" 1
		note "$* failed:"
		note "$(head -20 "$work/ok.out")"
	fi
}

# is NAME EXPECTED ACTUAL: they are the same text.
is() {
	if [ "$2" = "$3" ]; then
		result "$1" 0
	else
		result "$1" 1
		note "expected: $2"
		note "actual:   $3"
	fi
}

# like NAME PATTERN TEXT: some line matches this extended pattern.
like() {
	if printf '%s\n' "$3" | grep -Eq -e "$2"; then
		result "$1" 0
	else
		result "$1" 1
		note "no line matches: $2"
		note "$(printf '%s\n' "$3" | head -20)"
	fi
}

# unlike NAME PATTERN TEXT: no line does.
unlike() {
	if printf '%s\n' "$3" | grep -Eq -e "$2"; then
		result "$1" 1
		note "a line matches: $2"
		note "$(printf '%s\n' "$3" | head -20)"
	else
		result "$1" 0
	fi
}

# todo NAME WHY COMMAND...: known to fail.
todo() {
	_name=$1
	_why=$2
	shift 2
	tests=$((tests + 1))
	if "$@" >/dev/null 2>&1; then
		echo "ok $tests - $_name # TODO $_why"
	else
		echo "not ok $tests - $_name # TODO $_why"
	fi
}

# run COMMAND...: $code, $out and $err are what came of it.
run() {
	code=0
	"$@" >"$work/run.out" 2>"$work/run.err" || code=$?
	out=$(cat "$work/run.out")
	err=$(cat "$work/run.err")
}

# exits NAME CODE COMMAND...: ends with this status.
exits() {
	_name=$1
	_code=$2
	shift 2
	run "$@"
	is "$_name" "$_code" "$code"
	if [ "$_code" != "$code" ]; then
		note "$(printf '%s\n' "$out" "$err" | head -20)"
	fi
}

# programs_need NAME...: where one is not there, the whole test is skipped.
programs_need() {
	for _program; do
		command -v "$_program" >/dev/null && continue
		echo "1..0 # SKIP there is no $_program"
		exit 0
	done
}

# browser_find: $browser is Chromium, or empty.
browser_find() {
	browser=$(command -v chromium || command -v chromium-browser || :)
}

# browser_need: the same; without one the whole test is skipped.
browser_need() {
	browser_find
	if [ -z "$browser" ]; then
		echo "1..0 # SKIP no chromium here"
		exit 0
	fi
}

# node_find: $BROWSER and $MODULES, for the scripts of tests/browser. False, and
# $why says it, where they cannot run.
node_find() {
	browser_find
	why="no chromium or node here, or sanitized"
	[ -z "${TAIZHANG_SANITIZED:-}" ] && [ -n "$browser" ] &&
		command -v node >/dev/null || return 1
	if ! HOME=${HOME_OF_USER:-$work} sh "$ROOT/tests/browser/npm.sh" \
		2>"$work/npm"; then
		why="npm cannot install: $(tail -n 1 "$work/npm")"
		return 1
	fi
	MODULES=$ROOT/build/npm BROWSER=$browser
	export MODULES BROWSER
}

# node_need: the same; without them the whole test is skipped.
node_need() {
	node_find && return
	echo "1..0 # SKIP $why"
	exit 0
}

# browse SCRIPT ARGUMENT...: a script of tests/browser, its TAP as ours.
browse() {
	_script=$1
	shift
	run timeout 600 node "$ROOT/tests/browser/$_script" "$@"
	printf '%s\n' "$out" | sed -n 's/^ok [0-9]* - //p' >"$work/good"
	while read -r _name; do
		result "$_name" 0
	done <"$work/good"
	bad=$(printf '%s\n' "$out" | grep -v '^ok\|^1\.\.')
	is "nothing is wrong in the browser" "0 " "$code $bad$err"
}

finish() {
	echo "1..$tests"
	[ "$failures" -eq 0 ]
	exit
}

# picture FILE: a small valid PNG.
picture() {
	{
		printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\000\001'
		printf '\000\000\000\001\010\000\000\000\000\072\176\233\125'
		printf '\000\000\000\nIDATx\234c`\000\000\000\002\000\001'
		printf '\110\257\244\161\000\000\000\000IEND\256B`\202'
	} >"$1"
}

# tree_make FOLDER: a small source tree without findings.
tree_make() {
	mkdir -p "$1/content/plan/kinds" "$1/content/plan/rules" \
		"$1/content/notes/a" "$1/content/notes/b" \
		"$1/layouts/assets"
	cat >"$1/content/plan/kinds/note.yaml" <<'END'
name: 便条
help: 一张便条
files: notes/{名}/index.md
path:
  名: {type: text, public: yes, help: 目录名}
fields:
  题:   {type: text, required: yes, public: yes, help: 一句话, example: 取号}
  内部: {type: text, help: 内部备注}
body: {name: 正文, type: markdown, public: yes, help: 正文}
END
	cat >"$1/content/plan/rules/short.sql" <<'END'
-- name: 标题太长
-- level: error unless explained
-- scope: record
-- clause: 系统约定
-- says: “{{题}}”有 {{长}} 个字
-- remedy: 写到十个字以内
SELECT id, '题' AS field, 题, length(题) AS 长 FROM 便条 WHERE length(题) > 10
END
	printf -- '---\n题: 取号\n内部: 机密\n---\n等了一刻钟。\n\n![号](01.png)\n' \
		>"$1/content/notes/a/index.md"
	picture "$1/content/notes/a/01.png"
	printf -- '---\n题: 填表\n---\n写了 138****1234。\n' \
		>"$1/content/notes/b/index.md"
	printf 'body { color: black }\n' >"$1/layouts/assets/style.css"
	cat >"$1/layouts/base.html" <<'END'
<!DOCTYPE html>
<link rel="stylesheet" href="/assets/style.css">
<title>{{$title}}{{/title}}</title>
{{$main}}{{/main}}
END
	cat >"$1/layouts/index.html" <<'END'
---
path: index.html
data:
  条: SELECT 名, 题 FROM 便条 ORDER BY 名
---
{{<base}}{{$title}}{{today}}{{/title}}{{$main}}
{{#条}}
<a href="/notes/{{名}}.html">{{题}}</a>
{{/条}}
{{/main}}{{/base}}
END
	cat >"$1/layouts/note.html" <<'END'
---
path: notes/{{名}}.html
each: SELECT 名, 题, 正文 FROM 便条
---
{{<base}}{{$title}}{{题}}{{/title}}{{$main}}
<a href="/">首页</a>
{{{正文}}}
{{/main}}{{/base}}
END
}

# commit_make FOLDER [SECONDS]: all of it as a commit made at this time.
commit_make() {
	GIT_AUTHOR_DATE="@${2:-1795000000} +0000"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	[ -d "$1/.git" ] || git init -q -b main "$1"
	git -C "$1" add -A
	git -C "$1" commit -q --allow-empty -m commit
}

# same A B: two folders hold the same files, the manifest's commit aside.
same() {
	rm -rf "$work/same"
	mkdir "$work/same"
	cp -RL "$1" "$work/same/a"
	cp -RL "$2" "$work/same/b"
	for _side in a b; do
		sed -i 's/"commit": "[0-9a-z]*"/"commit": ""/' \
			"$work/same/$_side/manifest.json"
	done
	diff -r "$work/same/a" "$work/same/b"
}
