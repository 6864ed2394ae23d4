#!/bin/sh
# SPDX-License-Identifier: MIT
# serve: what a browser is given, and when; what is refused; how it ends; and
# in Chromium, that a page follows its file and shows its findings.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
note=$tree/content/notes/a/index.md
tree_make "$tree"
# Pages in a whole document, and a broken record of whose page we know.
sed -i 's/each: SELECT 名/each: SELECT id, 名/' "$tree/layouts/note.html"

pids=
# shellcheck disable=SC2086
trap 'kill $pids 2>/dev/null; rm -rf "$work"' EXIT

# serve NAME OPTION...: starts it; $pid, $port, its words in $work/NAME.
serve() {
	_said=$work/$1
	shift
	: >"$_said"
	"$TAIZHANG" serve -C "$tree" --today 2026-11-22 "$@" >"$_said" 2>&1 &
	pid=$!
	pids="$pids $pid"
	until_said '全部：' || note "$(cat "$_said")"
	port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$_said")
}

# until_true COMMAND...: it succeeds within half a minute.
until_true() {
	_left=600
	while ! "$@" >/dev/null 2>&1; do
		_left=$((_left - 1))
		[ $_left -gt 0 ] || return 1
		sleep 0.05
	done
}

until_said() {
	until_true grep -q "$1" "$_said"
}

get() {
	curl -s --max-time 10 "http://127.0.0.1:$port/$1"
}

status_of() { # PATH OPTION...
	_path=$1
	shift
	curl -s -o /dev/null --max-time 10 --path-as-is -w '%{http_code}' "$@" \
		"http://127.0.0.1:$port$_path"
}

# shellcheck disable=SC2317 # called by their names
shows() { # PATH TEXT
	get "$1" | grep -q -e "$2"
}

# shellcheck disable=SC2317
has_status() { # PATH STATUS
	[ "$(status_of "$1")" = "$2" ]
}

serve first --port 0
ok "it is there" test -n "$port"
like "the address is told" '^预览：http://127.0.0.1:[0-9]+/$' \
	"$(cat "$work/first")"
like "a page is given" 取号 "$(get index.html)"
like "/ is the first page" 取号 "$(get "")"
like "with the script" '<script src="/.taizhang/preview.js" data-page="notes/a.html"' \
	"$(get notes/a.html)"
style=$(get index.html | sed -n 's|.*href="\(assets/style[^"]*\)".*|\1|p')
is "an asset" 'body { color: black }' "$(get "$style")"
get pictures/a_01.png >"$work/got.png"
ok "a picture" cmp "$work/got.png" "$tree/content/notes/a/01.png"
head=$(curl -sI "http://127.0.0.1:$port/" | tr -d '\r')
like "HEAD" '^HTTP/1.1 200' "$head"
like "nothing is kept" '^Cache-Control: no-store$' "$head"
like "nothing is guessed" '^X-Content-Type-Options: nosniff$' "$head"
like "scripts of its own alone" \
	"^Content-Security-Policy: default-src 'self';" "$head"
"$TAIZHANG" build -C "$tree" --today 2026-11-22 --quiet --out "$work/built"
unlike "built pages have no script" taizhang/preview \
	"$(cat "$work"/built/*.html "$work"/built/notes/*.html)"
is "but for it, a page is as it is built" "$(cat "$work/built/notes/a.html")" \
	"$(get notes/a.html | sed '/<script src="\/.taizhang/d')"

# What is refused.
is "another name for this machine" 403 \
	"$(status_of / -H 'Host: evil.example')"
is "another port" 403 "$(status_of / -H 'Host: 127.0.0.1:1')"
is "no name" 403 "$(status_of / -H 'Host:')"
is "localhost" 200 "$(status_of / -H "Host: localhost:$port")"
is "POST" 405 "$(status_of / -X POST -d x=1)"
is "DELETE" 405 "$(status_of / -X DELETE)"
for path in /../content/notes/a/index.md /..%2fcontent/notes/a/index.md \
	/notes/../../content/notes/a/index.md /content/notes/a/index.md \
	//etc/passwd /.taizhang/ /.taizhang/../layouts/base.html \
	/manifest.json /notes/%61.html; do
	is "no $path" 404 "$(status_of "$path")"
done
like "what is not there is said, with what is like it" 'href="/notes/a.html"' \
	"$(get notes/zz.html)"
if [ -r /proc/net/tcp ]; then
	hex=$(printf %04X "$port")
	tables=/proc/net/tcp
	[ ! -r /proc/net/tcp6 ] || tables="$tables /proc/net/tcp6"
	# shellcheck disable=SC2086
	is "it listens on the loopback alone" "" "$(awk -v port=":$hex" '
		$4 == "0A" && index($2, port) && $2 !~ /^0100007F:/ &&
		$2 !~ /^00000000000000000000000001000000:/ { print $2 }' $tables)"
fi

# A file is saved, in the ways that editors do.
sed 's/题: 取号/题: 排队/' "$note" >"$work/a.md"
cat "$work/a.md" >"$note"
ok "written in place" until_true shows notes/a.html 排队
sed 's/题: 排队/题: 叫号/' "$work/a.md" >"$tree/content/notes/a/.new"
mv "$tree/content/notes/a/.new" "$note"
ok "renamed over" until_true shows notes/a.html 叫号
ok "is told" until_said '改了 content/notes/a/index.md（'
mv "$note" "$note~"
sed 's/叫号/过号/' "$note~" >"$note"
rm "$note~"
ok "the old one moved away first" until_true shows notes/a.html 过号
mkdir "$tree/content/notes/c"
printf -- '---\n题: 新的\n---\n看图\n\n![图](02.png)\n' \
	>"$tree/content/notes/c/index.md"
picture "$tree/content/notes/c/02.png"
ok "a new folder" until_true shows notes/c.html 新的
ok "and its picture" until_true has_status /pictures/c_02.png 200
printf -- '---\n题: 又改\n---\n' >"$tree/content/notes/c/index.md"
ok "a file in the new folder" until_true shows notes/c.html 又改
rm -r "$tree/content/notes/c"
ok "a record that is gone is no page" until_true has_status /notes/c.html 404
mv "$tree/content/notes/b" "$tree/content/notes/d"
ok "a folder is renamed" until_true has_status /notes/d.html 200
printf -- '---\n题: 挪了\n---\n' >"$tree/content/notes/d/index.md"
ok "and followed" until_true shows notes/d.html 挪了
echo 'body { color: red }' >"$tree/layouts/assets/style.css"
ok "an asset" until_true sh -c "curl -s http://127.0.0.1:$port/ |
	sed -n 's|.*href=\"\\(assets/style[^\"]*\\)\".*|\\1|p' |
	xargs -I{} curl -s http://127.0.0.1:$port/{} | grep -q red"

# What is broken.
cp "$note" "$work/good.md"
sed 's/^题: /题：/' "$work/good.md" >"$note"
ok "a broken record is told" until_said 冒号写法不对
like "its page stays" 过号 "$(get notes/a.html)"
like "and has the finding" '"is":"kept"' \
	"$(get '.taizhang/findings?page=notes/a.html')"
like "with its line" '"text":\["题","：","过号"\]' \
	"$(get '.taizhang/findings?page=notes/a.html')"
like "another page only names it" '"here":\[\]' \
	"$(get '.taizhang/findings?page=notes/d.html' | tr -d '\n')"
rm "$tree/content/notes/d/index.md"
ok "what is deleted goes all the same" until_true has_status /notes/d.html 404
cat "$work/good.md" >"$note"
ok "mended" until_true sh -c "curl -s \
	'http://127.0.0.1:$port/.taizhang/findings?page=notes/a.html' |
	grep -q '\"is\":\"now\"'"
cp "$tree/layouts/note.html" "$work/note.html"
echo '{{没有}}' >>"$tree/layouts/note.html"
ok "a broken layout is told" until_said '页面停在上一次的样子'
like "all pages stay" 过号 "$(get index.html)"
like "and say so" '"is":"held"' \
	"$(get '.taizhang/findings?page=index.html')"
like "with the finding" '"id":"template-unknown"' \
	"$(get '.taizhang/findings?page=index.html')"
cp "$work/note.html" "$tree/layouts/note.html"
ok "mended, too" until_true sh -c "curl -s \
	'http://127.0.0.1:$port/.taizhang/findings?page=index.html' |
	grep -q '\"is\":\"now\"'"
sed 's/题: .*/题: 这个标题长得超过了十个字/' "$work/good.md" >"$note"
ok "a broken rule is found" until_true sh -c "curl -s \
	'http://127.0.0.1:$port/.taizhang/findings?page=notes/a.html' |
	grep -q '\"id\":\"short\"'"
cat "$work/good.md" >"$note"

# However often it is saved, no more memory is taken. (Sanitizers keep what is
# let go.)
memory() {
	awk '/VmRSS/ { print $2 }' "/proc/$pid/status"
}
saves() {
	python3 "$ROOT/tests/bench/serve.py" "$port" "$note" notes/a.html "$1" |
		wc -l | tr -d ' '
}
is "forty saves" 40 "$(saves 40)"
before=$(memory)
is "two hundred more" 200 "$(saves 200)"
grown=$(($(memory) - before))
[ -n "${TAIZHANG_SANITIZED-}" ] ||
	ok "and no more memory ($grown KB)" test "$grown" -lt 3000

# Several at once, and how they end.
was=$port
first=$pid
serve second --port "$was"
ok "a taken port: the next" test "$port" -gt "$was"
serve third --port 0 --edition internal
like "the internal edition says so" '内部版，请勿外传' "$(cat "$work/third")"
curl -sN --max-time 20 "http://127.0.0.1:$port/.taizhang/events" \
	>"$work/events" &
stream=$!
ok "a stream begins with where things stand" \
	until_true grep -q '^data: {"shown":' "$work/events"
# More than there are connections: what is left is noticed at once.
is "streams that were left take no place" "200 200" "$(
	python3 - "$port" <<'END'
import socket, sys
port = int(sys.argv[1])
def ask(path):
    s = socket.create_connection(('127.0.0.1', port), timeout=20)
    s.sendall(f'GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n'.encode())
    return s, s.recv(12).decode()[9:]
for _ in range(150):
    ask('/.taizhang/events')[0].close()
print(ask('/.taizhang/events')[1], ask('/')[1])
END
)"
code=0
kill -INT "$pid" && wait "$pid" || code=$?
is "Ctrl-C ends it" 0 "$code"
code=0
wait "$stream" || code=$?
is "and its streams" 0 "$code"
code=0
kill -TERM "$first" && wait "$first" || code=$?
is "so does SIGTERM" 0 "$code"
exits "no such port" 2 "$TAIZHANG" serve --port 65536
exits "no such folder" 3 "$TAIZHANG" serve -C "$work/none" --port 0
like "is told" 不能 "$err"

browser_find
if [ -n "$browser" ]; then
	port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/second")
	python3 "$ROOT/tests/flow/serve.py" "$browser" "$port" "$tree" \
		"$work/profile" >"$work/seen" 2>"$work/seen.err" ||
		note "$(tail -5 "$work/seen.err")"
	while IFS='	' read -r name expected actual; do
		is "browser: $name" "$expected" "$actual"
	done <"$work/seen"
	is "browser: all steps were taken" "end" \
		"$(tail -1 "$work/seen" | cut -f1)"
fi
finish
