#!/bin/sh
# SPDX-License-Identifier: MIT
# The gate, by real pushes through a real sshd on loopback: receipts, refusals,
# returns, corrections, decisions, who may and who may not, and what becomes
# of a push where something is missing on the server.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

sshd_find

# --- a small county ----------------------------------------------------------

source=$work/source
county_make "$source"
{
	users_make <<'END'
mzj-a mzj 报送
mzj-b mzj 报送, 联络员
wjj-a wjj 报送
spj-a spj 报送
spj-r spj 审核
sfj-r sfj 审核
ysb-a ysb 统筹
ysb-b ysb 统筹
END
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/old" </dev/null
	echo "  - {用户: mzj-old, 单位: mzj, 角色: [报送], 止: 2020-01-01," \
		"公钥: [$(cut -d' ' -f1,2 "$work/old.pub")]}"
} >"$source/content/plan/roster.yaml"
commit_make "$source" 1700000000
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE

# --- a server ----------------------------------------------------------------

repo=$work/county.git
run "$TAIZHANG" init --server "$repo" --from "$source" --publish "$work/site"
is "init --server" 0 "$code"
[ "$code" = 0 ] || note "$out$err"
is "its main is the source's HEAD" "$(git -C "$source" rev-parse HEAD)" \
	"$(git -C "$repo" rev-parse main)"
is "the hooks are links to the program" "$(realpath "$TAIZHANG")" \
	"$(readlink "$repo/hooks/proc-receive")"
exits "init --server takes no folder that is not empty" 2 \
	"$TAIZHANG" init --server "$repo" --from "$source"
"$TAIZHANG" keys -C "$repo" >"$work/authorized_keys"
is "keys: a line a key" 8 "$(wc -l <"$work/authorized_keys")"
like "restricted, and with a command" \
	'^command="/[^"]* shell mzj-a -C /[^"]*county.git",restrict ssh-ed25519 ' \
	"$(cat "$work/authorized_keys")"
unlike "none for a user who has gone" 'mzj-old' "$(cat "$work/authorized_keys")"

sshd_start
ok "sshd answers" test -n "$sshd_pid"

# --- a record, from the unit to the portal -----------------------------------

object=mzj/$month/window
ref=refs/heads/u/$object
clone mzj-a
w=$work/w-mzj-a
cp -R "$w" "$work/behind"
folder=$w/content/units/$object

walk "$folder" 短
printf '电话 13812345678\n' >>"$folder/index.md"
commit "$w" bad
push mzj-a "$w" "HEAD:$ref"
refused "a record with faults" '说明太短|“短”太短'
like "all of them at once" '个人信息|手机' "$err"
like "with the line" '3:5 错误' "$err"
like "and says that nothing came in" '未收到' "$err"
unlike "the datum is not shown" 13812345678 "$err"
unlike "nor what is to be said of others" 走得不够 "$err"

walk "$folder" 在窗口等了一刻钟
commit "$w" good
push mzj-a "$w" "HEAD:$ref"
refused "what a commit before had and the last has not" 'gate-history'
git -C "$w" reset -q --soft origin/main
commit "$w" clean
push mzj-a "$w" "HEAD:$ref"
accepted "a good record is received"
like "with the number" '收到：mzj/.*/window，回执 0001 号' "$err"
like "the time" "时间 $(date +%Y)-" "$err"
like "whether it is late" '期限 .*，按时' "$err"
like "and who decides" '由 spj 审核' "$err"
first=$(git -C "$w" rev-parse HEAD)
is "the branch is there" "$first" "$(git -C "$repo" rev-parse "$ref")"
event=$(main_file "content/journal/$object/0001.yml")
like "main says so" "^提交: $first\$" "$event"
like "by whom" '^报送人: mzj-a$' "$event"
is "in one commit" "$before" "$(git -C "$repo" rev-parse main^)"
like "which is the server's" '^taizhang ' \
	"$(git -C "$repo" log -1 --format='%cn %an' main)"
is "and changes the journal alone" "content/journal/$object/0001.yml" \
	"$(git -C "$repo" diff --name-only main^ main)"
like "the record itself is not on main" 'exist' \
	"$(main_file "content/units/$object/index.md")"

# The same again: as if the answer had been lost on the way.
before=$(main_now)
git -C "$repo" update-ref -d "$ref"
push mzj-a "$w" "HEAD:$ref"
accepted "the same again after the branch was not moved"
like "is told the earlier receipt" '先前已经收到.*0001' "$err"
is "main has no second one" "$before" "$(main_now)"
like "nor is the first another now" "^时间: \"$today" "$event"
is "and the branch is there" "$first" "$(git -C "$repo" rev-parse "$ref")"

# Returned, corrected.
clone spj-r
s=$work/w-spj-r
as spj-r git -C "$s" fetch -q "$url" "$ref"
push spj-r "$s" "$first:refs/return/$object"
refused "a return without a reason" '\[gate-reason\]'
push sfj-r "$s" "$first:refs/return/$object" -o reason=不清楚
refused "by the other lead" '由 spj 审核'
push spj-r "$s" "$first:refs/return/$object" \
	-o 'reason=等了多久，写清楚 "分钟"'
accepted "returned"
event=$(main_file "content/journal/$object/0002.yml")
like "with the reason" '^意见: "等了多久，写清楚 \\"分钟\\""$' "$event"
like "by whom" '^审核人: spj-r$' "$event"
push spj-r "$s" "$first:refs/approve/$object"
refused "what was returned is decided" '已经审核过了'

walk "$folder" 在窗口等了十五分钟
commit "$w" corrected
push mzj-b "$w" "HEAD:$ref"
accepted "the correction, by another of the unit"
second=$(git -C "$w" rev-parse HEAD)
event=$(main_file "content/journal/$object/0003.yml")
like "takes the place of the first" '^替换: "0001"$' "$event"
push spj-r "$s" "$first:refs/approve/$object"
refused "an approval of what is not the latest" '\[gate-stale\]'
as spj-r git -C "$s" fetch -q "$url" "$ref"
push mzj-a "$w" "$second:refs/approve/$object"
refused "an approval by whoever handed it in" '自己报送过|没有审核|由 spj'
push spj-r "$s" "$second:refs/approve/$object" -o comment=属实
accepted "accepted by the lead"
is "main has two parents: itself" "$before" \
	"$(git -C "$repo" rev-parse main^1)"
is "and what was handed in" "$second" "$(git -C "$repo" rev-parse main^2)"
is "its folder is on main" \
	"$(git -C "$w" rev-parse "HEAD:content/units/$object")" \
	"$(git -C "$repo" rev-parse "main:content/units/$object")"
push spj-r "$s" "$second:refs/approve/$object" -o comment=属实
accepted "the same approval again"
is "changes nothing" "$before" "$(main_now)"

# The portal follows by itself.
# shellcheck disable=SC2317 # called by its name
published() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		grep -qs "$1" "$work/site/current/index.html" && return 0
		sleep 0.5
	done
	return 1
}
ok "the portal is published" published 十五分钟
commit_of() {
	sed -n 's/.*"commit": "\(.*\)".*/\1/p' \
		"$work/site/current/manifest.json"
}
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ "$(commit_of)" = "$(main_now)" ] && break
	sleep 0.5
done
is "of main as it is now" "$(main_now)" "$(commit_of)"

# A correction of what was accepted.
git -C "$w" rm -q --cached -r "content/units/$object"
printf -- '---\n日期: %s\n说明: 又去看了一次\n问题:\n  - {序号: 2, 描述: 找不到门}\n---\n' \
	"$today" >"$folder/index.md"
commit "$w" renumbered
push mzj-a "$w" "HEAD:$ref"
refused "a number that was accepted does not go away" '\[gate-number\]'
like "and is named" 'p01 不见了' "$err"
git -C "$w" reset -q --hard "$second"
walk "$folder" 又去看了一次
commit "$w" again
push mzj-a "$w" "HEAD:$ref"
accepted "a correction of what was accepted"
like "is a submission of its own" '^替换: 无$' \
	"$(main_file "content/journal/$object/0005.yml")"
git -C "$w" commit -q --amend -m forced
push mzj-a "$w" "+HEAD:$ref"
refused "history is not written again" '改写了历史'
git -C "$w" reset -q --hard "$second"

# --- who may what ------------------------------------------------------------

clone wjj-a
x=$work/w-wjj-a
git -C "$x" fetch -q "$repo" main
git -C "$x" reset -q --hard FETCH_HEAD
walk "$x/content/units/wjj/$month/window" 在窗口等了半天
commit "$x" own
push wjj-a "$x" "HEAD:refs/heads/u/mzj/$month/enforce"
refused "a ref of another unit" '\[gate-right\]'
push wjj-a "$x" "HEAD:refs/heads/u/wjj/$month/enforce"
refused "another folder than the ref's" 'gate-outside'
push wjj-a "$x" HEAD:refs/heads/main
refused "main" '\[gate-ref\]'
push ysb-a "$x" HEAD:refs/heads/main
refused "main, by the office" '没有这个入口'
for odd in refs/heads/u/wjj refs/heads/other refs/tags/v1 refs/notes/x \
	refs/heads/u/wjj/../mzj refs/for/main "refs/heads/u/wjj/$month/nothing" \
	refs/approve/wjj refs/heads/u/plan; do
	push wjj-a "$x" "HEAD:$odd"
	refused "$odd" '没有这个入口|没有哪种材料|remote rejected|remote error|invalid|funny|not a valid ref'
done
push wjj-a "$x" ":refs/heads/u/wjj/$month/window" ":$ref"
refused "a deletion" '不能删除|not exist|deny|rejected'
push wjj-a "$x" --mirror
refused "--mirror" '没有这个入口'
push mzj-a "$w" ":$ref"
refused "a deletion of one's own" '不能删除'
walk "$x/content/units/mzj/$month/enforce" 替别人写的一份
commit "$x" foreign
push wjj-a "$x" "HEAD:refs/heads/u/wjj/$month/window"
refused "another unit's folder beside one's own" 'gate-outside'
git -C "$x" rm -q -r "content/units/mzj/$month/enforce"
commit "$x" undone
push wjj-a "$x" "HEAD:refs/heads/u/wjj/$month/window"
refused "even where the last commit takes it back" 'gate-outside'
git -C "$x" reset -q --hard HEAD~2

# Drafts of others.
run as wjj-a git -C "$x" ls-remote "$url"
is "a unit sees main and nothing of others" "refs/heads/main" \
	"$(printf '%s\n' "$out" | sed 's/^[^	]*	//' | grep -v HEAD)"
run as mzj-a git -C "$x" ls-remote "$url"
like "but its own" "$ref" "$out"
draft=$(git -C "$repo" rev-parse "$ref")
run as wjj-a git -C "$x" -c protocol.version=2 fetch "$url" "$draft:refs/stolen"
ok "a draft is not to be had by its id" test "$code" != 0
stolen=$(printf 'tree %s\nparent %s\nauthor a <a@e> 1 +0000\ncommitter a <a@e> 1 +0000\n\nx\n' \
	"$(git -C "$x" rev-parse 'HEAD^{tree}')" "$draft" |
	git -C "$x" hash-object -t commit -w --stdin --literally)
# Only the commit itself is sent: its parent lies on the server.
printf '%s\n' "$draft" >"$x/.git/shallow"
push wjj-a "$x" "$stolen:refs/heads/u/wjj/$month/window"
refused "nor by a commit that is built on it" 'gate-outside|shallow|rejected'
rm -f "$x/.git/shallow"

# Nobody but the roster's, and nothing but git.
run as old git ls-remote "$url"
ok "a key that is not in the roster" test "$code" != 0
run as mzj-a ssh -F /dev/null -p "$port" -i "$work/mzj-a" -o BatchMode=yes \
	-o UserKnownHostsFile="$work/known" 127.0.0.1 'cat /etc/passwd'
like "no other command" '只能用 git' "$err"
unlike "indeed" root: "$out"
run as mzj-a ssh -F /dev/null -p "$port" -i "$work/mzj-a" -o BatchMode=yes \
	-o UserKnownHostsFile="$work/known" 127.0.0.1 \
	"git-upload-pack '/other.git'"
like "no other repository" '只能用 git' "$err"
run git -C "$w" push --receive-pack="$(undoored '')" "$repo" \
	"HEAD:refs/heads/u/mzj/$month/enforce"
like "without a name, nothing" '不知道是谁在推送' "$err"

listed() {
	as "$1" git ls-remote "$url" 2>&1
}
reading
git init -q "$work/empty"
for version in 0 1 2; do
	run as wjj-a git -C "$work/empty" -c protocol.version=$version \
		fetch -q "$url" "$(git -C "$repo" for-each-ref \
		--format='%(objectname)' refs/heads/u/mzj | head -n 1)"
	ok "a hidden draft is not had by its id, by protocol $version" \
		test "$code" != 0
done

# --- the lead's own, the office's own ----------------------------------------

clone spj-a
p=$work/w-spj-a
walk "$p/content/units/spj/$month/window" 牵头单位自己走一遍
commit "$p" own
push spj-a "$p" "HEAD:refs/heads/u/spj/$month/window"
accepted "the lead's own"
like "goes to the office" '由 ysb 审核' "$err"
own=$(git -C "$p" rev-parse HEAD)
as spj-r git -C "$s" fetch -q "$url" "refs/heads/u/spj/$month/window"
push spj-r "$s" "$own:refs/approve/spj/$month/window"
refused "not to a colleague" '由 ysb 审核'
clone ysb-a
o=$work/w-ysb-a
as ysb-a git -C "$o" fetch -q "$url" "refs/heads/u/spj/$month/window"
push ysb-a "$o" "$own:refs/approve/spj/$month/window"
accepted "the office accepts it"

mkdir -p "$o/content/units/ysb/$month/bulletin"
git -C "$o" fetch -q "$repo" main
git -C "$o" reset -q --hard FETCH_HEAD
mkdir -p "$o/content/units/ysb/$month/bulletin"
printf -- '---\n说明: 十一月的通报\n---\n' \
	>"$o/content/units/ysb/$month/bulletin/index.md"
commit "$o" bulletin
push wjj-a "$o" "HEAD:refs/heads/u/wjj/$month/bulletin"
refused "a unit sends no bulletin" '由统筹单位报送'
push ysb-a "$o" "HEAD:refs/heads/u/ysb/$month/bulletin"
accepted "the office does"
own=$(git -C "$o" rev-parse HEAD)
push ysb-a "$o" "$own:refs/approve/ysb/$month/bulletin"
refused "and needs a second person" '自己报送过'
push ysb-b "$o" "$own:refs/approve/ysb/$month/bulletin"
accepted "who accepts it"
git -C "$o" fetch -q "$repo" main
git -C "$o" reset -q --hard FETCH_HEAD
bulletin=$o/content/units/ysb/2024-01/bulletin
mkdir -p "$bulletin"
printf -- '---\n说明: 一月的通报\n---\n' >"$bulletin/index.md"
commit "$o" bulletin
push ysb-a "$o" "HEAD:refs/heads/u/ysb/2024-01/bulletin"
like "one of two hands in: the other decides" '由 ysb 审核' "$err"
printf -- '---\n说明: 一月的通报，改了\n---\n' >"$bulletin/index.md"
commit "$o" bulletin
push ysb-b "$o" "HEAD:refs/heads/u/ysb/2024-01/bulletin"
like "where both have, nobody does" '待协调确定' "$err"
own=$(git -C "$o" rev-parse HEAD)
push ysb-a "$o" "$own:refs/approve/ysb/2024-01/bulletin"
refused "and it stays so" '自己报送过'

# --- the ledger: steps are added ----------------------------------------------

clone mzj-a
w=$work/w-mzj-a
entry=mzj-$month-window-p01
ledger=mzj/ledger/$entry
mkdir -p "$w/content/units/$ledger"
printf -- '---\n情况: 门口挂了牌子\n---\n' >"$w/content/units/$ledger/01.md"
commit "$w" step
push mzj-a "$w" "HEAD:refs/heads/u/$ledger"
accepted "a step of the ledger"
like "says which file" '^件: \[01.md\]$' \
	"$(main_file "content/journal/$ledger/0001.yml")"
step=$(git -C "$w" rev-parse HEAD)
as spj-r git -C "$s" fetch -q "$url" "refs/heads/u/$ledger"
push spj-r "$s" "$step:refs/approve/$ledger"
refused "is not accepted without a word" '要写意见'
push spj-r "$s" "$step:refs/approve/$ledger" -o comment=看过了
accepted "but with one"
printf -- '---\n情况: 门口没有挂牌子\n---\n' >"$w/content/units/$ledger/01.md"
commit "$w" changed
push mzj-a "$w" "HEAD:refs/heads/u/$ledger"
refused "an accepted step is not changed" '只能另加一步'

# --- late ---------------------------------------------------------------------

git -C "$w" fetch -q "$repo" main
git -C "$w" reset -q --hard FETCH_HEAD
late=$(TZ=Asia/Shanghai date -d '-10 days' +%Y-%m-%d)
walk "$w/content/units/mzj/${late%-??}/enforce" 执法那边走了一遍 "$late"
commit "$w" late
push mzj-a "$w" "HEAD:refs/heads/u/mzj/${late%-??}/enforce"
accepted "what is late is received"
like "and marked by the days" '迟报 7 天' "$err"
like "on main too" '^迟报: 是$' \
	"$(main_file "content/journal/mzj/${late%-??}/enforce/0001.yml")"

# --- at once --------------------------------------------------------------------

clone mzj-a
w=$work/w-mzj-a
base=$(git -C "$w" rev-parse HEAD)
pids=
for n in 01 02 03 04 05 06 07 08; do
	git -C "$w" checkout -q --detach "$base"
	walk "$w/content/units/mzj/2023-$n/window" "第 $n 份"
	commit "$w" "$n"
	git -C "$w" branch "at-$n"
done
before=$(git -C "$repo" rev-list --first-parent --count main)
for n in 01 02 03 04 05 06 07 08; do
	as mzj-a git -C "$w" push "$url" \
		"at-$n:refs/heads/u/mzj/2023-$n/window" \
		>"$work/at-$n.out" 2>&1 &
	pids="$pids $!"
done
# shellcheck disable=SC2086
all_well $pids
is "eight at once are all received" 0 "$bad"
[ "$bad" = 0 ] || note "$(cat "$work"/at-*.out)"
is "in eight commits" $((before + 8)) \
	"$(git -C "$repo" rev-list --first-parent --count main)"
object=mzj/2023-01/window
as spj-r git -C "$s" fetch -q "$url" "refs/heads/u/$object"
both=$(git -C "$s" rev-parse FETCH_HEAD)
as spj-r git -C "$s" push -q "$url" "$both:refs/approve/$object" \
	>"$work/approve.out" 2>&1 &
one=$!
as spj-r git -C "$s" push -q "$url" "$both:refs/return/$object" \
	-o reason=再看看 >"$work/return.out" 2>&1 &
other=$!
said=
wait $one && said=approved
wait $other && said=$said.returned
like "of two decisions at once one holds" '^(approved|.returned)$' "$said"
like "the other is told" '已经审核过了' \
	"$(cat "$work/approve.out" "$work/return.out")"
# Somebody hands in again what somebody else accepts: one is first.
object=mzj/2023-02/window
as spj-r git -C "$s" fetch -q "$url" "refs/heads/u/$object"
both=$(git -C "$s" rev-parse FETCH_HEAD)
git -C "$w" checkout -q --detach at-02
walk "$w/content/units/$object" 第二份改了
commit "$w" again
as spj-r git -C "$s" push -q "$url" "$both:refs/approve/$object" \
	>"$work/approve.out" 2>&1 &
one=$!
as mzj-a git -C "$w" push -q "$url" "HEAD:refs/heads/u/$object" \
	>"$work/again.out" 2>&1 &
other=$!
said=
wait $one && said=approved
wait $other || note "$(cat "$work/again.out")"
is "what is handed in again is received either way" \
	"$(git -C "$w" rev-parse HEAD)" \
	"$(git -C "$repo" rev-parse "refs/heads/u/$object")"
case $said in
approved) like "what was accepted is what was looked at" '第 02 份' \
	"$(main_file "content/units/$object/index.md")" ;;
*) like "or nothing is, since it has changed" '不是最近收到的' \
	"$(cat "$work/approve.out")" ;;
esac
refs=
for n in 1 2 3 4 5 6 7 8 9; do
	refs="$refs HEAD:refs/heads/u/mzj/2022-0$n/window"
done
# shellcheck disable=SC2086
push mzj-a "$w" $refs
refused "nine refs at once" '超过 8 个引用'

# --- the plan -----------------------------------------------------------------

clone ysb-a
o=$work/w-ysb-a
sed -i 's/wjj-a, 单位: wjj/wjj-a, 单位: mzj/' "$o/content/plan/roster.yaml"
commit "$o" roster
push wjj-a "$o" HEAD:refs/heads/plan
refused "the plan is the office's" '由统筹单位报送'
push ysb-a "$o" HEAD:refs/heads/plan
accepted "who hands it in"
is "of the warnings of a rule the first three" 3 \
	"$(printf '%s\n' "$err" | grep -c '提醒 .*\[lonely\]')"
like "the others are counted" '“没有走访”的提醒还有 2 条，运行 taizhang check' "$err"
change=$(git -C "$o" rev-parse HEAD)
push wjj-a "$x" "HEAD:refs/heads/u/mzj/$month/enforce"
refused "it holds only when it is accepted" '不能报送 mzj'
push ysb-a "$o" "$change:refs/approve/plan" -o comment=同意
refused "by a second person" '自己报送过'
push ysb-b "$o" "$change:refs/approve/plan" -o comment=同意
accepted "who accepts it"
like "it is on main" 'wjj-a, 单位: mzj' "$(main_file content/plan/roster.yaml)"
sed -i 's/^name: 走访/name：走访/' "$o/content/plan/kinds/walk.yaml"
commit "$o" broken
push ysb-a "$o" HEAD:refs/heads/plan
refused "a broken plan" 'walk.yaml'

# --- hostile trees -------------------------------------------------------------

clone mzj-a
w=$work/w-mzj-a
enforce=mzj/2024-02/enforce
base=$(git -C "$w" rev-parse HEAD)
# hostile NAME PATTERN: what is staged in $w, as a commit.
hostile() {
	git -C "$w" commit -q -m hostile
	push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
	refused "$1" "$2"
	git -C "$w" reset -q --hard "$base"
}
good() {
	walk "$w/content/units/$enforce" 执法那边走了一遍
	git -C "$w" add -A
}
stage() { # MODE PATH CONTENT
	git -C "$w" update-index --add --cacheinfo \
		"$1,$(printf '%s' "$3" | git -C "$w" hash-object -w --stdin),content/units/$enforce/$2"
}
good
stage 120000 link.md /etc/passwd
hostile "a link" '不放链接'
good
stage 100755 run.md x
hostile "a file that can be run" '可执行'
good
git -C "$w" update-index --add --cacheinfo \
	"160000,$base,content/units/$enforce/sub"
hostile "a submodule" '子模块'
good
stage 100644 .gitattributes x
hostile "a name with a dot" 'path-name'
good
stage 100644 INDEX.md x
hostile "capitals" 'path-name'
good
stage 100644 con.md x
hostile "a device of Windows" 'path-name'
good
stage 100644 deep/index.md x
hostile "a folder in it" '下一层目录'
good
head -c 300000 /dev/zero | tr '\0' a >"$w/content/units/$enforce/big.md"
git -C "$w" add -A
hostile "a file that is too large" 'file-size'
good
printf '<svg/>' >"$w/content/units/$enforce/a.png"
git -C "$w" add -A
hostile "a picture that is none" 'picture-format'
good
picture "$w/content/units/$enforce/a.png"
printf '<script>' >>"$w/content/units/$enforce/a.png"
git -C "$w" add -A
hostile "a picture with something behind it" 'picture-format'
good
printf '%s\n' "$(printf 'x\342\200\256y')" >>"$w/content/units/$enforce/index.md"
git -C "$w" add -A
hostile "text that turns round" 'text-control'
good
git -C "$w" rm -q -r --cached content/plan >/dev/null
hostile "the plan taken away on the way" 'gate-outside|不见了'
n=0
good
git -C "$w" commit -q -m many
while [ $n -lt 201 ]; do
	git -C "$w" commit -q --allow-empty -m "$n"
	n=$((n + 1))
done
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
refused "two hundred commits" '\[gate-limit\]'
git -C "$w" reset -q --hard "$base"

# --- the server, broken --------------------------------------------------------

good
git -C "$w" commit -q -m good
for hook in pre-receive proc-receive; do
	target=$(readlink "$repo/hooks/$hook")
	rm "$repo/hooks/$hook"
	push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
	refused "without $hook" '钩子不在'
	: >"$repo/hooks/$hook"
	chmod 755 "$repo/hooks/$hook"
	push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
	refused "an empty $hook" '钩子不是这个程序'
	chmod 644 "$repo/hooks/$hook"
	push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
	refused "$hook that cannot be run" '钩子'
	# Past the door: as if it had not looked.
	run git -C "$w" push --receive-pack="$(undoored mzj-a)" \
		"$repo" "HEAD:refs/heads/u/$enforce"
	refused "$hook that cannot be run, and no door" \
		'没有经过检查|proc-receive|remote rejected'
	rm "$repo/hooks/$hook"
	run git -C "$w" push --receive-pack="$(undoored mzj-a)" \
		"$repo" "HEAD:refs/heads/u/$enforce"
	refused "no $hook, and no door" \
		'没有经过检查|proc-receive|remote rejected'
	ln -s "$target" "$repo/hooks/$hook"
done
git -C "$repo" config core.hooksPath /nowhere
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
refused "hooks looked for elsewhere" 'core.hooksPath'
git -C "$repo" config --unset core.hooksPath
git -C "$repo" config receive.procReceiveRefs refs/tags
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
refused "a setting that lets refs pass" 'procReceiveRefs'
git -C "$repo" config receive.procReceiveRefs refs
git -C "$repo" config taizhang.identity none
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
refused "no source of names" 'taizhang.identity'
git -C "$repo" config taizhang.identity http
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
refused "names from another source" '不知道是谁'
git -C "$repo" config taizhang.identity ssh
printf 'x' >"$repo/refs/heads/main.lock"
push mzj-a "$w" "HEAD:refs/heads/u/$enforce"
accepted "a lock that somebody left who was killed"
like "the portal's last build is noted" '^[0-9a-f]{40} [01]$' \
	"$(cat "$repo/taizhang/built")"
# Nobody is to build what is forged below.
built ''
exits "verify" 0 "$TAIZHANG" verify -C "$repo"
like "has looked at all" \
	"核对了 $(($(git -C "$repo" rev-list --first-parent --count main) - 1)) 件事" \
	"$out"

# tampered NAME PATTERN TREE MESSAGE [SECONDS]: such a commit on main.
tampered() {
	was=$(main_now)
	main_forge "$3" "$4" "${5:-}"
	run "$TAIZHANG" verify -C "$repo"
	is "verify: $1" 1 "$code"
	like "verify: $1: is named" "$forged" "$out"
	like "verify: $1: as a finding" '\[replay\]' "$out"
	like "verify: $1: why" "$2" "$out"
	git -C "$repo" update-ref refs/heads/main "$was"
}
next=content/journal/$enforce/0002.yml
said="事件: 收到
提交: $(git -C "$w" rev-parse HEAD)
报送人: mzj-a
时间: \"$(TZ=Asia/Shanghai date +%Y-%m-%dT%H:%M:%S+08:00)\"
替换: 无"
tampered "an edit by hand" '不是服务器记下的' \
	"$(tree_with content/units.md x)" "修改"
tampered "an event that is not there" '没有它说的那份流水' \
	"$(git -C "$repo" rev-parse 'main^{tree}')" "收到 $enforce 0002"
tampered "an event from the past" '时间比前一个' \
	"$(tree_with "$next" "$said")" "收到 $enforce 0002" 1700000001
tampered "an event by nobody" '不在人员名册里' \
	"$(tree_with "$next" "$(echo "$said" | sed s/mzj-a/mzj-z/)")" \
	"收到 $enforce 0002"
sleep 1
tampered "an event that is said otherwise" '对不上' \
	"$(tree_with "$next" "$said # x")" "收到 $enforce 0002"
tampered "an acceptance by the wrong office" '由 sfj 审核' \
	"$(tree_with "$next" "$(echo "$said" |
		sed 's/收到/审核通过/; s/报送人: mzj-a/审核人: spj-r/')")" \
	"审核通过 $enforce 0002"
# The last commit as it is, but for its signature.
was=$(main_now)
git -C "$repo" cat-file commit main >"$work/signed"
like "main is signed" '^gpgsig -----BEGIN SSH SIGNATURE-----$' \
	"$(cat "$work/signed")"
echo "gate $(git -C "$repo" config taizhang.signer)" >"$work/signers"
ok "as git can see" git -C "$repo" \
	-c gpg.ssh.allowedSignersFile="$work/signers" verify-commit main
ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/other" </dev/null
sed '/^gpgsig/,/END SSH SIGNATURE/d' "$work/signed" >"$work/unsigned"
ssh-keygen -q -Y sign -n git -f "$work/other" <"$work/unsigned" \
	>"$work/other.sig" 2>/dev/null
{
	sed '/^$/,$d' "$work/unsigned"
	sed '1s/^/gpgsig /; 1!s/^/ /' "$work/other.sig"
	sed -n '/^$/,$p' "$work/unsigned"
} >"$work/forged"
for forged in unsigned forged; do
	git -C "$repo" update-ref refs/heads/main "$(git -C "$repo" \
		hash-object -t commit -w --stdin <"$work/$forged")"
	exits "verify: a commit that is $forged" 1 "$TAIZHANG" verify -C "$repo"
	like "verify: $forged: why" '没有服务器的签名' "$out"
done
git -C "$repo" update-ref refs/heads/main "$was"
exits "and as it was" 0 "$TAIZHANG" verify -C "$repo"
exits "from what is no commit" 2 "$TAIZHANG" verify -C "$repo" --from HEAD
like "is told" '写全 40 位' "$err"
git clone -q --bare "$repo" "$work/mirror.git" 2>/dev/null
exits "a copy does not know from where" 1 "$TAIZHANG" verify -C "$work/mirror.git"
like "it is told how" '办法 用 --from 写明建库时 main 的提交' "$out"
exits "by another key" 1 "$TAIZHANG" verify -C "$repo" \
	--signer "$(cut -d' ' -f1,2 "$work/other.pub")"

# --- doctor --------------------------------------------------------------------

built ''
exits "doctor: all is well" 0 "$TAIZHANG" doctor -C "$repo"
is "and says so" 都好 "$out"
exits "doctor: not at a server's" 3 "$TAIZHANG" doctor -C "$source"
like "is said" '不是服务器上的版本库' "$out"
is "and nothing else" 1 "$(printf '%s\n' "$out" | grep -c '^故障')"
mkdir "$work/old-git"
printf '#!/bin/sh\necho git version 2.35.9\n' >"$work/old-git/git"
chmod +x "$work/old-git/git"
exits "doctor: an old git" 3 env PATH="$work/old-git:$PATH" \
	"$TAIZHANG" doctor -C "$repo"
like "is too old" 'git 要 2.36' "$out"
target=$(readlink "$repo/hooks/pre-receive")
rm "$repo/hooks/pre-receive"
git -C "$repo" config receive.denyDeletes false
chmod 644 "$repo/taizhang/key"
exits "doctor: not well" 3 "$TAIZHANG" doctor -C "$repo"
like "a hook" '钩子不在' "$out"
like "a key that others may read" '别的用户也能读密钥' "$out"
chmod 600 "$repo/taizhang/key"
like "a setting" 'receive.denyDeletes 要是 true' "$out"
ln -s "$target" "$repo/hooks/pre-receive"
git -C "$repo" config receive.denyDeletes true
git -C "$repo" config taizhang.publish "$work/authorized_keys/site"
walk "$w/content/units/mzj/2024-03/enforce" 三月也走了一遍
git -C "$w" reset -q --soft origin/main
git -C "$w" restore -q --staged .
git -C "$w" add "content/units/mzj/2024-03"
git -C "$w" commit -q -m march
push mzj-a "$w" "HEAD:refs/heads/u/mzj/2024-03/enforce"
accepted "a push whose portal cannot be published"
built "^$(main_now) 3\$"
exits "doctor: the build" 3 "$TAIZHANG" doctor -C "$repo"
like "has failed" '失败了，门户还是原来的' "$out"
ok "and the old portal is there" test -s "$work/site/current/index.html"
git -C "$repo" config taizhang.publish "$work/site"

# --- from a copy of long ago -----------------------------------------------------

b=$work/behind
is "main has gone on" 1 "$(test "$(git -C "$repo" rev-list --count \
	"$(git -C "$b" rev-parse HEAD)..main")" -ge 10 && echo 1)"
walk "$b/content/units/mzj/2024-04/window" 四月走了一遍
commit "$b" april
run as mzj-a git -C "$b" push --progress "$url" \
	HEAD:refs/heads/u/mzj/2024-04/window
is "is received" 0 "$code"
# A commit, the record and the six folders it is in.
like "and only what is new is sent" '^Total 8 ' \
	"$(printf '%s' "$err" | tr '\r' '\n')"
unlike "where main was is shown to nobody who reads" refs/past \
	"$(as mzj-a git ls-remote "$url")"
push mzj-a "$b" +HEAD:refs/past/0-0
refused "and is nobody's to set" '\[gate-ref\]'

# --- a clock that was set back -------------------------------------------------

was=$(main_now)
GIT_COMMITTER_DATE="$(($(date +%s) + 7200)) +0800"
export GIT_COMMITTER_DATE
git -C "$repo" update-ref refs/heads/main "$(git -C "$repo" commit-tree \
	-p "$was" -m later 'main^{tree}')"
unset GIT_COMMITTER_DATE
git -C "$w" commit -q --allow-empty -m clock
push mzj-a "$w" "HEAD:refs/heads/u/mzj/2024-03/enforce"
refused "main is later than now" '\[gate-clock\]'
git -C "$repo" update-ref refs/heads/main "$was"

ok "the repository is whole" git -C "$repo" fsck --strict --no-dangling

finish
