#!/bin/sh
# SPDX-License-Identifier: MIT
# A clerk who knows of git that one clones: new, photo, submit through sshd,
# refused, mended, received; returned and corrected; cut off in the middle.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

sshd_find
source=$work/source
county_make "$source"
{
	echo 用户:
	users_make <<'END'
mzj-a mzj 报送
mzj-b mzj 报送
wjj-a wjj 报送
spj-r spj 审核
sfj-r sfj 审核
ysb-a ysb 统筹
ysb-b ysb 统筹
END
} | awk '!seen[$0]++' >"$source/content/plan/roster.yaml"
repo=$work/county.git
server_make ''
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
"$TAIZHANG" keys -C "$repo" >"$work/authorized_keys"
sshd_start
ok "sshd answers" test -n "$sshd_pid"

# t USER ARGUMENT...: taizhang, in that user's clone.
t() {
	_as=$1
	shift
	# shellcheck disable=SC2016
	run as "$_as" sh -c 'cd "$1" && shift && exec "$@"' - \
		"$work/w-$_as" "$TAIZHANG" "$@"
}
journal() {
	git -C "$repo" ls-tree --name-only "main:content/journal/$1" 2>/dev/null |
		wc -l
}

# --- the first record -----------------------------------------------------------

clone mzj-a
w=$work/w-mzj-a
t mzj-a submit
is "nobody knows who it is" 2 "$code"
like "and says how to tell" 'git config taizhang.user' "$err"
# The key tells it.
mkdir -p "$work/.ssh"
cp "$work/mzj-a.pub" "$work/.ssh/id_ed25519.pub"
t mzj-a submit
is "nothing to hand in" 0 "$code"
like "says so" '没有要送的' "$out"
t mzj-a new window 日期="$today"
is "begun" 0 "$code"
file=content/units/mzj/$month/window/index.md
like "in its place, of its own unit" "$file" "$out"
like "with what was said" "^日期: $today$" "$(cat "$w/$file")"
t mzj-a new window
is "what is there stays" 2 "$code"
t mzj-a submit
is "with gaps it is not sent" 1 "$code"
like "what is missing" 'gap-left' "$out"
sed -i 's/^说明: .*/说明: 短/' "$w/$file"
t mzj-a submit
is "nor with what the server would refuse" 1 "$code"
like "the rule that the server has" '太短' "$out"
is "nothing came" 0 "$(journal "mzj/$month/window")"
sed -i 's/短$/看了取号机和窗口/; /【待填/d' "$w/$file"
t mzj-a submit --dry-run
is "it would be good" 0 "$code"
like "what would be sent" '新 index.md' "$out"
like "by when" '还有 3 天' "$out"
like "who decides" '由spj审核' "$out"
is "nothing came yet" 0 "$(journal "mzj/$month/window")"
for typed in . index.md ../window "$w/${file%/*}"; do
	# shellcheck disable=SC2016
	run as mzj-a sh -c 'cd "$1" && exec "$2" submit --dry-run "$3"' - \
		"$w/${file%/*}" "$TAIZHANG" "$typed"
	is "in its folder: $typed" 0 "$code"
	like "is this record" "mzj/$month/window" "$out"
done
t mzj-a submit
is "handed in" 0 "$code"
like "with a receipt" '已收到：mzj-a，回执 0001 号，.*按时，由spj审核' "$out"
is "which main has" 1 "$(journal "mzj/$month/window")"
is "the user's branch stands" "$(git -C "$w" rev-parse origin/main)" \
	"$(git -C "$w" rev-parse main)"
t mzj-a submit
is "again: nothing to do" 0 "$code"
like "says so again" '没有要送的' "$out"
is "one receipt" 1 "$(journal "mzj/$month/window")"

# --- returned, corrected, accepted ------------------------------------------------

clone spj-r
git -C "$work/w-spj-r" config taizhang.user spj-r
t spj-r review
is "the queue" 0 "$code"
like "has it" "^mzj/$month/window  走访  mzj" "$out"
like "with its deadline" '还有 3 天' "$out"
t spj-r review return "mzj/$month/window" 写详细些
is "what nobody has seen is not returned" 2 "$code"
like "says how" "taizhang review show mzj/$month/window" "$err"
t spj-r review show "mzj/$month/window"
is "shown" 0 "$code"
like "as it is written" '^  说明: 看了取号机和窗口' "$out"
t spj-r review return "mzj/$month/window" 写详细些
is "returned" 0 "$code"
like "the server says so" "退回补正：mzj/$month/window" "$out"
t spj-r review return "mzj/$month/window" 写详细些
is "once more is the same" 0 "$code"
like "and said" '先前已经退回补正' "$out"
t mzj-a status
is "the unit sees it" 0 "$code"
like "with the reason" '退回补正 .*spj-r：写详细些' "$out"
t mzj-a submit
like "and that it is still the same" '退回了，还没有改' "$out"
sed -i 's/取号机和窗口/取号机、窗口和填单台，等了十分钟/' "$w/$file"
t mzj-a submit
is "corrected" 0 "$code"
like "what changed" '改 index.md' "$out"
like "a second receipt" '回执 0003 号' "$out"
t spj-r review approve "mzj/$month/window"
is "what came after it was seen is not accepted" 2 "$code"
like "says why" '又报来了新的一份' "$err"
t spj-r review show "mzj/$month/window"
like "the change is shown" '^  -说明: 看了取号机和窗口$' "$out"
t spj-r review approve "mzj/$month/window"
is "accepted" 0 "$code"
t mzj-a status --json
is "status for programs" 0 "$code"
is "says so, too" "accepted accepted" "$(printf '%s' "$out" | python3 -c '
import json, sys
r = json.load(sys.stdin)["records"]
print(r[0]["state"], r[0]["last"]["event"])')"
is "the files have come up to main" "$(main_now)" \
	"$(git -C "$w" rev-parse main)"
is "and nothing is left over" "" "$(git -C "$w" status --porcelain)"
sed -i 's/十分钟/十二分钟/
s/^#问题:$/问题:\n  - {序号: 1, 描述: 找不到门}/' "$w/$file"
t mzj-a submit
is "a correction of what was accepted" 0 "$code"
like "is received" '已收到：mzj-a，回执 0005 号' "$out"

# --- cut off ----------------------------------------------------------------------

t mzj-a new enforce 日期="$today" 说明=跟着去了一趟执法现场
file=content/units/mzj/$month/enforce/index.md
sed -i '/【待填/d' "$w/$file"
# Nobody listens there.
git -C "$w" config remote.origin.url "ssh://$(id -un)@127.0.0.2/county.git"
t mzj-a submit
is "offline" 3 "$code"
like "it says that nothing is lost" '写好的都还在' "$out"
like "what ssh said" '^ssh: ' "$err"
unlike "in lines like any other" 'u\{d\}' "$err"
is "no receipt" 0 "$(journal "mzj/$month/enforce")"
t mzj-a status
is "status goes by what was fetched" 0 "$code"
like "says so" '上次取来的' "$err"
like "the draft" "走访 mzj/$month/enforce" "$out"
git -C "$w" config remote.origin.url "$url"
commit=$(git -C "$w" rev-parse "refs/taizhang/sent/mzj/$month/enforce")
for wait in 0.05 0.2 0.4 0.7 1.1; do
	as mzj-a sh -c "cd '$w' && exec timeout -s KILL $wait '$TAIZHANG' submit" \
		>/dev/null 2>&1
done
t mzj-a submit
is "killed at several steps, and run again" 0 "$code"
# What a killed git had begun on the server may end a little later.
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ "$(journal "mzj/$month/enforce")" = 0 ] || break
	sleep 0.5
done
is "there is one receipt" 1 "$(journal "mzj/$month/enforce")"
is "of the commit of the first attempt" "$commit" \
	"$(git -C "$repo" rev-parse "refs/heads/u/mzj/$month/enforce")"

# --- on a terminal -----------------------------------------------------------------

# typed USER ANSWER... -- ARGUMENT...: taizhang on a terminal, in that clone.
typed() {
	_as=$1
	shift
	(cd "$work/w-$_as" && as "$_as" python3 "$ROOT/tests/flow/type.py" "$@") \
		>"$work/typed" 2>&1
	code=$? out=$(cat "$work/typed")
}
sed -i 's/跟着去了/今天跟着去了/' "$w/$file"
before=$(main_now)
typed mzj-a n -- "$TAIZHANG" submit
is "no" 0 "$code"
like "it is asked" '送出吗？\[y/N\]' "$out"
like "is a no" '^没有送。' "$out"
typed mzj-a ^C -- "$TAIZHANG" submit
ok "nor does it go where the question is cut off" test "$code" -ne 0
typed mzj-a ^D -- "$TAIZHANG" submit
like "nor where nobody answers" '^没有送。' "$out"
is "main stands" "$before" "$(main_now)"
typed mzj-a y -- "$TAIZHANG" submit
is "yes" 0 "$code"
like "is a yes" '已收到：mzj-a，回执 0002 号' "$out"
unlike "no colours where nobody sees them" "$(printf '\033')" \
	"$(cd "$w" && "$TAIZHANG" status --offline)"

# --- who ---------------------------------------------------------------------------

# who: as whom status takes the user.
who() {
	"$TAIZHANG" status -C "$w" --offline --json | python3 -c '
import json, sys
print(json.load(sys.stdin)["user"])'
}
is "by the key" mzj-a "$(who)"
git -C "$w" config remote.origin.url https://wjj-a:x@gate.example/county.git
is "by the address" wjj-a "$(who)"
git -C "$w" config remote.origin.url https://gate.example/wjj-a@county.git
is "which is not its path" mzj-a "$(who)"
git -C "$w" config taizhang.user mzj-b
is "by what is set" mzj-b "$(who)"
git -C "$w" config taizhang.user nobody
exits "somebody the roster does not know" 2 "$TAIZHANG" status -C "$w" --offline
like "is told so" '人员名册里没有用户 nobody' "$err"
git -C "$w" config --unset taizhang.user
git -C "$w" config remote.origin.url "$url"
cp "$work/wjj-a.pub" "$work/.ssh/other.pub"
exits "two keys of two people" 2 "$TAIZHANG" status -C "$w" --offline
rm "$work/.ssh/other.pub"
exits "no working copy" 2 "$TAIZHANG" status -C "$work/source/.."
like "says what to do" 'git clone' "$err"

mkdir "$work/bare"
exits "where there is no git" 3 env PATH="$work/bare" "$TAIZHANG" status -C "$w"
like "says that, and how to have it" '没有安装 git.*apt-get install git' "$err"

# --- two of one unit ---------------------------------------------------------------

clone mzj-b
git -C "$work/w-mzj-b" config taizhang.user mzj-b
t mzj-b status
like "the other's is known" '服务器上有，本机没有最新的' "$out"
walk "$work/w-mzj-b/content/units/mzj/$month/enforce" 另一个人也去了执法现场
t mzj-b submit
is "is not written over" 1 "$code"
like "without a word" '另一份更新的' "$out"
t mzj-b submit --over "mzj/$month/enforce"
is "but with one" 0 "$code"
sed -i 's/跟着去/我跟着去/' "$w/$file"
t mzj-a submit
is "nor is that one" 1 "$code"

# --- rights -------------------------------------------------------------------------

clone wjj-a
git -C "$work/w-wjj-a" config taizhang.user wjj-a
walk "$work/w-wjj-a/content/units/mzj/$month/window-2" 别人家的窗口
t wjj-a submit
like "another unit's folder is not one's own" '没有要送的' "$out"
git -C "$work/w-wjj-a" config taizhang.user mzj-a
walk "$work/w-wjj-a/content/units/mzj/$month/window" 冒充的人也去看了
t wjj-a submit --over "mzj/$month/window"
is "who says he is another" 1 "$code"
like "is known by the server" '用户 wjj-a 是 wjj 的' "$out"
rm -r "$work/w-wjj-a/content/units/mzj"
git -C "$work/w-wjj-a" config taizhang.user wjj-a

# --- pictures -----------------------------------------------------------------------

walk "$work/w-wjj-a/content/units/wjj/$month/window" 看了预约挂号的窗口
cp "$ROOT/content/units/mzj/2026-11/window/01.png" "$work/照 片.PNG"
t wjj-a photo --to "content/units/wjj/$month/window" "$work/照 片.PNG" \
	"$work/照 片.PNG" /dev/null
is "one that is none" 1 "$code"
like "the others are named" "→ content/units/wjj/$month/window/02.png" "$out"
like "the words to paste" '^!\[【待填】\]\(01.png\)$' "$out"
like "which was none" '不是 JPEG 或 PNG' "$err"
ok "they are there" test -s "$work/w-wjj-a/content/units/wjj/$month/window/02.png"
rm "$work/w-wjj-a/content/units/wjj/$month/window/02.png"
# Of two counties side by side it is the one that is named.
mkdir -p "$work/w-wjj-a-old/content/units/wjj/$month"
cp -R "$work/w-wjj-a/content/units/wjj/$month/window" \
	"$work/w-wjj-a-old/content/units/wjj/$month/"
# shellcheck disable=SC2016
run as wjj-a sh -c 'cd "$1-old" && exec "$2" photo -C "$1" --to "$3" "$4"' - \
	"$work/w-wjj-a" "$TAIZHANG" "content/units/wjj/$month/window" \
	"$work/照 片.PNG"
is "beside another county" 0 "$code"
rm "$work/w-wjj-a/content/units/wjj/$month/window/02.png"
printf '\n![预约挂号机](01.png)\n' \
	>>"$work/w-wjj-a/content/units/wjj/$month/window/index.md"
t wjj-a submit --json
is "for programs" 0 "$code"
is "what became of it" "received 1" "$(printf '%s' "$out" | python3 -c '
import json, sys
r = json.load(sys.stdin)[0]
print(r["outcome"], r["receipt"])')"

# --- a queue of three ------------------------------------------------------------------

walk "$work/w-wjj-a/content/units/wjj/$month/window-2" 没有这一种材料
late=$(TZ=Asia/Shanghai date -d '-10 days' +%Y-%m-%d)
mkdir -p "$work/w-wjj-a/content/units/wjj/${late%-??}"
rm -r "$work/w-wjj-a/content/units/wjj/$month/window-2"
t spj-r review list --json
is "three, by their deadlines" "$(printf '%s\n' "mzj/$month/window" \
	"wjj/$month/window")" "$(printf '%s' "$out" | python3 -c '
import json, sys
for r in json.load(sys.stdin): print(r["object"])')"
t spj-r review return "wjj/$month/window" ' '
is "no reason is none" 2 "$code"
like "is said before anything is sent" '退回要写原因' "$err"
t spj-r review approve --offline "wjj/$month/window"
is "nothing is decided without the server" 2 "$code"
like "offline is for looking" '只用于 list 和 show' "$err"
typed spj-r y n 图上看不清 -- "$TAIZHANG" review
is "a queue, one after the other" 0 "$code"
like "the first is accepted" "审核通过：mzj/$month/window" "$out"
like "the second returned" "退回补正：wjj/$month/window" "$out"
t spj-r review list
like "nothing is left" '没有等您审核的' "$out"

# --- a close-out ------------------------------------------------------------------------

id=mzj-$month-window-p01
mkdir -p "$w/content/units/mzj/ledger/$id"
printf -- '---\n情况: 门口挂了牌子\n---\n' \
	>"$w/content/units/mzj/ledger/$id/01.md"
t mzj-a submit "content/units/mzj/ledger/$id/01.md"
is "a step of the ledger" 0 "$code"
[ "$code" = 0 ] || note "$out$err"
t spj-r review show "mzj/ledger/$id"
t spj-r review approve "mzj/ledger/$id"
is "is not accepted without a word" 2 "$code"
t spj-r review verify "mzj/ledger/$id" 去看过了，牌子在
is "but with one" 0 "$code"
like "said" "审核通过：mzj/ledger/$id" "$out"

# --- the plan -----------------------------------------------------------------------------

clone ysb-a
clone ysb-b
echo '  - {代码: czj}' >>"$work/w-ysb-a/content/plan/units.yaml"
git -C "$work/w-ysb-a" -c user.name=a -c user.email=a@example.com commit -qam czj
as ysb-a git -C "$work/w-ysb-a" push -q "$url" HEAD:refs/heads/plan \
	2>"$work/plan.err" || note "$(cat "$work/plan.err")"
git -C "$work/w-ysb-b" config taizhang.user ysb-b
t ysb-b review list
like "the plan waits for a second person" '^plan  方案  ysb' "$out"
t ysb-b review show plan
is "what is other in it" '  +  - {代码: czj}' "$(printf '%s\n' "$out" |
	grep '^  [+-][^+-]')"
unlike "what is not is not shown" '没有变|找不到门' "$out"
t ysb-b review approve plan --comment 增加一个单位
is "accepted" 0 "$code"
like "it is on main" czj "$(main_file content/plan/units.yaml)"

exits "verify" 0 "$TAIZHANG" verify -C "$repo"
finish
