#!/bin/sh
# SPDX-License-Identifier: MIT
# Taking down: two persons, by real pushes; the portal after it; the history
# without its bytes; and main, which is verified from its beginning all along.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

sshd_find
source=$work/source
county_make "$source"
users_make >"$source/content/plan/roster.yaml" <<'END'
mzj-a mzj 报送
wjj-a wjj 报送
spj-r spj 审核
spj-s spj 审核
ysb-a ysb 统筹
ysb-b ysb 统筹
END
# One that was there before the gate.
walk "$source/content/units/mzj/2023-01/window" 建库以前就有的 2023-01-10
repo=$work/county.git
server_make "$work/site"
"$TAIZHANG" keys -C "$repo" >"$work/authorized_keys"
sshd_start
ok "sshd answers" test -n "$sshd_pid"
verified() {
	run "$TAIZHANG" verify -C "$repo"
	is "$1: verify" 0 "$code"
	like "$1: from the beginning" "核对了 $(git -C "$repo" ls-tree -r \
		--name-only main content/journal | wc -l) 件事" "$out"
	[ "$code" = 0 ] || note "$out"
}

# handed NAME USER OBJECT SAID [DAY]: a walk, on main as it is; as $commit.
handed() {
	clone "$2"
	_from=$work/w-$2
	walk "$_from/content/units/$3" "$4" "${5:-}"
	commit "$_from"
	push "$2" "$_from" "HEAD:refs/heads/u/$3"
	accepted "$1"
	commit=$(git -C "$_from" rev-parse HEAD)
}
# approved NAME OBJECT COMMIT: by the lead, who looks at it first.
approved() {
	clone spj-r
	as spj-r git -C "$work/w-spj-r" fetch -q "$url" "refs/heads/u/$2"
	push spj-r "$work/w-spj-r" "$3:refs/approve/$2"
	accepted "$1"
}

clean=wjj/2023-05/window
handed "one is handed in before" wjj-a $clean 五月在窗口等了半天 2023-05-10
draft=$commit

# --- a record with a picture, accepted ------------------------------------------

object=mzj/$month/window
path=content/units/$object
clone mzj-a
w=$work/w-mzj-a
walk "$w/$path" 张大爷住在三楼
picture "$w/$path/a.png"
printf '![门口](a.png)\n' >>"$w/$path/index.md"
commit "$w"
push mzj-a "$w" "HEAD:refs/heads/u/$object"
accepted "a record"
bad=$(git -C "$w" rev-parse HEAD)
text=$(git -C "$w" rev-parse "HEAD:$path/index.md")
photo=$(git -C "$w" rev-parse "HEAD:$path/a.png")
approved "is accepted" "$object" "$bad"
built ''
like "it is on the portal" 张大爷 "$(cat "$work/site/current/index.html")"
handed "another is handed in, on a main that has it" \
	wjj-a "wjj/$month/window" 在窗口等了半天

# --- two persons ---------------------------------------------------------------

clone ysb-a
o=$work/w-ysb-a
# remove USER [ARGUMENT...]
remove() {
	_by=$1
	shift
	push "$_by" "$o" "$bad:refs/remove/$object" "$@"
}
remove mzj-a -o reason=写了住址
refused "a unit takes nothing down" '没有审核或统筹的角色'
remove spj-r
refused "nor anybody without a reason" '要写明原因'
remove spj-r -o reason=13812345678
refused "or with one that says it again" '要遮盖'
push spj-r "$o" "main:refs/remove/$object" -o reason=写了住址
refused "what is named is what was received" '不是最近收到的'
push spj-r "$o" "main:refs/remove/plan" -o reason=不要了
refused "the plan is not taken down" '方案不能撤下'
remove spj-r -o reason=写了住址
accepted "the first asks for it"
like "which is noted" '申请撤下：mzj.*流水 0003 号' "$err"
like "and not more" '还在原处' "$err"
ok "it is still there" git -C "$repo" cat-file -e "main:$path/index.md"
remove spj-r -o reason=写了住址
like "asked again it is as it was" '先前已经申请撤下' "$err"
remove spj-s
refused "the second is one of the office" '由统筹的人定'
remove ysb-a
accepted "who does it"
like "says so" '撤下：mzj.*流水 0004 号' "$err"
is "it is gone from main" "" \
	"$(git -C "$repo" ls-tree -r --name-only main "$path")"
is "with its branch" "" "$(git -C "$repo" for-each-ref "refs/heads/u/mzj")"
tomb=$(main_file "content/journal/$object/0004.yml")
like "a tombstone stays: what" '^事件: 撤下$' "$tomb"
like "who" '^审核人: ysb-a$' "$tomb"
like "why, as was asked" '^意见: "写了住址"$' "$tomb"
remove ysb-b
refused "it is done once" '已经撤下了'
push spj-r "$o" "$bad:refs/approve/$object"
refused "and not accepted again" '已经审核过了'
verified "taken down"
built ''
unlike "it has left the portal" 张大爷 "$(cat "$work/site/current/index.html")"
exits "doctor is not content" 3 "$TAIZHANG" doctor -C "$repo"
like "since history has it" '历史里还有：运行 taizhang purge' "$out"
ok "as is true" git -C "$repo" cat-file -e "$text"
ok "as have the portals before" \
	grep -rq 张大爷 "$work/site/releases"
ok "and what the builder has kept of its reading" \
	grep -rq 张大爷 "$repo/taizhang/cache"

# --- the history ----------------------------------------------------------------

verified "before purge"
commits=$(git -C "$repo" rev-list main | sort)
built ''
before=$(main_now)
# Killed where it writes, it goes on the next time.
exits "purge" 0 "$TAIZHANG" purge -C "$repo"
[ "$code" = 0 ] || note "$out$err"
like "says how much went" '清除了 2 个文件' "$out"
like "and who has to hand in again" \
	"refs/heads/u/wjj/$month/window 里也有" "$out"
is "main stands where it stood" "$before" "$(main_now)"
is "and for git begins there" "$before refs/past/start" \
	"$(git -C "$repo" for-each-ref --format='%(objectname) %(refname)' refs/past)"
ok "its bytes are gone" test -z "$(
	for oid in "$text" "$photo"; do
		git -C "$repo" cat-file -e "$oid" 2>/dev/null && echo "$oid"
	done)"
is "and from the portals" "" "$(grep -rl 张大爷 "$work/site")"
is "and from what is kept" "" "$(grep -rl 张大爷 "$repo/taizhang")"
is "the portal is there" "$before" \
	"$(sed -n 's/.*"commit": "\(.*\)".*/\1/p' "$work/site/current/manifest.json")"
is "nor is anything kept of it beside the objects" "" \
	"$(grep -rl 张大爷 "$repo")"
ok "all commits are as they were" test -z "$(
	for oid in $commits; do
		git -C "$repo" cat-file -e "$oid" 2>/dev/null || echo "$oid"
	done)"
verified "purged"
like "which says what it could not see" '其中 [12] 件的内容不在这里' "$out"
clone spj-r
s=$work/w-spj-r
run as spj-r git -C "$s" fetch -q "$url" "refs/heads/u/$clean"
is "who reviews what was handed in before has it" 0 "$code"
[ "$code" = 0 ] || note "$err"
push spj-r "$s" "$draft:refs/approve/$clean"
accepted "and accepts it"
ok "git finds the repository whole" git -C "$repo" fsck --no-dangling
ok "and leaves it so when it collects garbage" \
	git -C "$repo" gc -q --prune=now
verified "collected"
built ''
exits "doctor is content" 0 "$TAIZHANG" doctor -C "$repo"
[ "$code" = 0 ] || note "$out"
# An old clone has it all.
remove ysb-a
refused "an old clone brings nothing back" gate-removed
ok "indeed" test -z "$(
	git -C "$repo" cat-file -e "$text" 2>/dev/null && echo there)"
cp -R "$o" "$work/old-clone"
# Without a receipt: what main has.
clone ysb-a
old=$(git -C "$o" rev-parse HEAD)
push ysb-a "$o" "$old:refs/remove/mzj/2023-02/window" -o reason=没有的
refused "what is nowhere is not taken down" '不是 main 上的|没有收到过'
push ysb-a "$o" "$old:refs/remove/mzj/2023-01/window" -o reason=写错了
accepted "what was there before the gate is asked for by main itself"
push ysb-b "$o" "$old:refs/remove/mzj/2023-01/window"
accepted "and taken down"
is "the folder above it goes with it" "" \
	"$(git -C "$repo" ls-tree main content/units/mzj)"

verified "another is taken down"
built ''
exits "purge again" 0 "$TAIZHANG" purge -C "$repo"
like "takes what is new" '清除了 1 个文件' "$out"
exits "and again" 0 "$TAIZHANG" purge -C "$repo"
like "has nothing to do" '清除了 0 个文件' "$out"
verified "purged twice"

# --- and on -----------------------------------------------------------------------

clone mzj-a
w=$work/w-mzj-a
ok "a clone has main" test "$(git -C "$w" rev-parse HEAD)" = "$(main_now)"
ok "and not those bytes" test -z "$(
	git -C "$w" cat-file -e "$text" 2>/dev/null && echo there)"
handed "it is handed in again, without" mzj-a "$object" 老人住在三楼
approved "and accepted" "$object" "$commit"
built ''
like "and on the portal" 老人 "$(cat "$work/site/current/index.html")"
push mzj-a "$work/old-clone" "$bad:refs/heads/u/mzj/$month/enforce"
refused "who has it still cannot bring it back" gate-removed
handed "the other is handed in again" \
	wjj-a "wjj/$month/window" 在窗口等了半天
like "its first time stays on main" '^事件: 收到$' \
	"$(main_file "content/journal/wjj/$month/window/0001.yml")"
verified "at last"

# --- the county's own portal ----------------------------------------------------------

# With a tombstone, and a deadline that found somebody missing.
county=$work/county
mkdir "$county"
cp -R "$ROOT/content" "$ROOT/layouts" "$county"
journal=$county/content/journal
for step in 0008:申请撤下 0009:撤下; do
	printf '事件: %s\n提交: 4a4b71bb9e10\n审核人: ysb-fan\n时间: "%s"\n意见: %s\n' \
		"${step#*:}" 2026-11-21T10:00:00+08:00 写了群众的住址 \
		>"$journal/cgj/2026-10/window/${step%:*}.yml"
done
rm -r "$county/content/units/cgj/2026-10/window"
mkdir "$journal/close"
printf '事件: 截止\n时间: "%s"\n期限: "%s"\n期: "2026-11"\n事: 报送\n缺报: [%s]\n' \
	2026-11-21T00:00:05+08:00 2026-11-20T24:00:00+08:00 \
	mzj-2026-10-window >"$journal/close/0001.yml"
"$TAIZHANG" build --quiet -C "$county" --today 2026-11-22 \
	--out "$work/portal" >"$work/build.out" 2>&1
like "where it was, it says why it is not" '<dd>写了群众的住址</dd>' \
	"$(cat "$work/portal/activities/cgj-2026-10-window.html")"
like "it was handed in, and is not missing" '走流程坐窗口,2026-10,.*,已撤下,' \
	"$(cat "$work/portal/reports/2026-10.csv")"
like "who was missing at the deadline is shown beside how it stands now" \
	'县民政局</a> 2026-10走流程坐窗口：现在(按时|迟报)' \
	"$(cat "$work/portal/reports/due-2026-11.html")"

# --- what verify is there for -------------------------------------------------------

# Bytes that are missing without a tombstone.
lost=$(git -C "$repo" rev-parse "main:$path/index.md")
"$TAIZHANG" verify -C "$repo" >"$work/verify.out"
find "$repo/objects" -name "*.pack" -exec sh -c '
	mv "$1" "$2/a.pack" && rm -f "${1%.pack}".* &&
	git -C "$3" unpack-objects -q <"$2/a.pack"' \
	- {} "$work" "$repo" ';'
chmod -R u+w "$repo/objects"
rm -f "$repo/objects/$(echo "$lost" | cut -c1-2)/$(echo "$lost" | cut -c3-)"
run "$TAIZHANG" verify -C "$repo"
is "bytes that are missing, and were not taken down" 1 "$code"
like "are named" '又没有撤下过' "$out"

finish
