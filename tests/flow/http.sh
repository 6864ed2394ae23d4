#!/bin/sh
# SPDX-License-Identifier: MIT
# The door over http: git pushes and fetches through a web server that has a
# login of its own and runs `taizhang http` by CGI.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

programs_need python3
county_small
commit_make "$source" 1700000000
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
exits "there are two sources of names" 2 "$TAIZHANG" init --server "$repo" \
	--from "$source" --identity gitea
exits "a server by http" 0 "$TAIZHANG" init --server "$repo" \
	--from "$source" --publish "$work/site" --identity http
like "which is told of" 'taizhang http -C' "$out"
is "and noted" http "$(git -C "$repo" config taizhang.identity)"
git -C "$repo" config taizhang.identity ssh
git -C "$repo" config --unset taizhang.publish

# Whoever gives his name as his password has logged in.
python3 "$ROOT/tests/flow/cgi.py" "$work/port" "$TAIZHANG" http -C "$repo" \
	2>"$work/cgi.log" &
server=$!
trap 'kill $server 2>/dev/null; chmod -R u+w "$work"; rm -rf "$work"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -s "$work/port" ] && break
	sleep 0.2
done
port=$(cat "$work/port")
# url USER
url() {
	echo "http://$1:$1@127.0.0.1:$port/git/county.git"
}
# web USER ARGUMENT...: git, with nothing asked at a terminal.
web() {
	_user=$1
	shift
	run env GIT_TERMINAL_PROMPT=0 timeout 60 git -C "$w" "$@"
}
# push USER REF...
push() {
	before=$(main_now)
	refs_before=$(refs_now)
	_who=$1
	shift
	web "$_who" push "$(url "$_who")" "$@"
}
w=$work

# --- who ---------------------------------------------------------------------

web mzj-a clone -q "$(url mzj-a)" "$work/w"
ok "with the wrong source of names, nothing" test "$code" != 0
git -C "$repo" config taizhang.identity http
web mzj-a clone -q "$(url mzj-a)" "$work/w"
is "a clone" 0 "$code"
[ "$code" = 0 ] || note "$err$(tail -5 "$work/cgi.log")"
w=$work/w
web nobody ls-remote "$(url nobody)"
ok "who is not in the roster has nothing" test "$code" != 0
web mzj-a ls-remote "http://127.0.0.1:$port/git/county.git"
ok "nor who has not logged in" test "$code" != 0
run env SSH_ORIGINAL_COMMAND="git-upload-pack 'county.git'" \
	"$TAIZHANG" shell mzj-a -C "$repo"
like "nor who comes by the other door" '不知道是谁' "$err"
# asked METHOD PATH QUERY: by CGI, without a server.
asked() {
	run env REMOTE_USER=mzj-a REQUEST_METHOD="$1" PATH_INFO="$2" \
		QUERY_STRING="$3" "$TAIZHANG" http -C "$repo" </dev/null
}
for path in /county.git/HEAD /county.git/config /county.git/objects/info/packs \
	/county.git/info/refs /county.git/../county.git/taizhang/built; do
	asked GET $path ""
	like "no file as such: $path" '^Status: 404' "$out"
done
asked GET /other.git/info/refs service=git-upload-pack
like "no other repository" '^Status: 404' "$out"
asked GET /county.git/info/refs service=git-upload-archive
like "no other service" '^Status: 404' "$out"
asked GET /county.git/info/refs service=git-upload-pack
unlike "the one there is" '^Status: 4' "$out"

# --- a record ------------------------------------------------------------------

object=mzj/$month/window
walk "$w/content/units/$object" 短
commit "$w" bad
push mzj-a "HEAD:refs/heads/u/$object"
refused "a record with faults" '“短”太短'
like "and says that nothing came in" '未收到' "$err"
walk "$w/content/units/$object" 在窗口等了一刻钟
git -C "$w" commit -q -a --amend -m good
picture "$w/content/units/$object/a.png"
printf '![门口](a.png)\n' >>"$w/content/units/$object/index.md"
commit "$w" picture
push mzj-a "HEAD:refs/heads/u/$object"
accepted "a good record is received"
like "with the number" '回执 0001 号' "$err"
like "by whom the server said" '^报送人: mzj-a$' \
	"$(main_file "content/journal/$object/0001.yml")"
first=$(git -C "$w" rev-parse HEAD)
push wjj-a "HEAD:refs/heads/u/mzj/$month/enforce"
refused "a ref of another unit" '\[gate-right\]|gate-outside'

# --- who sees what ----------------------------------------------------------------

for user in mzj-a spj-r ysb-a; do
	web $user ls-remote "$(url $user)"
	like "$user sees it" "u/$object" "$out"
done
web wjj-a ls-remote "$(url wjj-a)"
unlike "wjj-a does not" "u/$object" "$out"
git init -q "$work/empty"
for version in 0 1 2; do
	run git -C "$work/empty" -c protocol.version=$version \
		fetch -q "$(url wjj-a)" "$first"
	ok "nor has it by its id, by protocol $version" test "$code" != 0
done
GIT_TRACE_PACKET=$work/trace git -C "$w" -c protocol.version=2 \
	ls-remote "$(url mzj-a)" >"$work/refs" 2>&1
unlike "version 2 is not spoken" 'ls-remote< version 2' "$(cat "$work/trace")"

listed() {
	git -C "$w" ls-remote "$(url "$1")" 2>&1
}
reading
push spj-r "$first:refs/approve/$object" -o comment=属实
accepted "the lead accepts it"
is "it is on main" "$(git -C "$w" rev-parse "HEAD:content/units/$object")" \
	"$(git -C "$repo" rev-parse "main:content/units/$object")"
exits "verify" 0 "$TAIZHANG" verify -C "$repo"

# --- handing in ----------------------------------------------------------------

git clone -q "$(url wjj-a)" "$work/clone" 2>"$work/clone.err" ||
	note "$(cat "$work/clone.err")"
walk "$work/clone/content/units/wjj/$month/window" 从网页那边也看了一趟
run "$TAIZHANG" submit -C "$work/clone"
is "submit, by the name in the address" 0 "$code"
like "has its receipt" '已收到：wjj-a，回执 0001 号' "$out"
[ "$code" = 0 ] || note "$out$err"

finish
