#!/bin/sh
# SPDX-License-Identifier: MIT
# The ledger of the real plan, through the gate: an extension that is granted,
# a close-out that is returned and then granted, an entry that was handed on,
# and a lead's own; at each step what the portal says.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

case $(printf '%s\n' "$today" 2026-11-22 | sort | head -1) in
2026-11-22) ;;
*)
	echo "1..0 # SKIP the sample is of November 2026"
	exit 0
	;;
esac

county_real
commit_make "$source" 1700000000
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
run "$TAIZHANG" init --server "$repo" --from "$source" --publish "$work/site"
is "a server" 0 "$code"
# The portal is built where it is looked at.
git -C "$repo" config taizhang.publish ''
git clone -q "$repo" "$work/w"
w=$work/w

# push USER REF [OPTION...]: HEAD of $w, as the door would let it in.
push() {
	_who=$1 _ref=$2
	shift 2
	run timeout 60 git -C "$w" push "$@" \
		--receive-pack="$(undoored "$_who")" "$repo" "HEAD:$_ref"
}
accepted() {
	is "$1" 0 "$code"
	[ "$code" = 0 ] || note "$(printf '%s\n' "$err" | head -30)"
}
refused() {
	ok "$1" test "$code" != 0
	like "$1: why" "$2" "$err"
}
# step OBJECT NUMBER LINE...: such a step, of today, in a commit of its own.
step() {
	_file=$w/content/units/$1/$2.md
	shift 2
	mkdir -p "${_file%/*}"
	{
		printf -- '---\n日期: %s\n' "$today"
		printf '%s\n' "$@" ---
	} >"$_file"
	commit "$w" step
}
# afresh: on main as it is now.
afresh() {
	git -C "$w" fetch -q "$repo" main
	git -C "$w" checkout -q --detach FETCH_HEAD
}
# says NAME ID STATE: main's ledger has state, deadline and end of the entry so.
says() {
	is "$1" "状态,完成时限,完成日期
$3" "$("$TAIZHANG" query -C "$repo" --rev main --csv \
		"SELECT 状态, 完成时限, 完成日期 FROM 台账 WHERE 编号 = '$2'" |
		tr -d '\r')"
}
# portal NAME PATTERN: the entry's row in the public ledger, built from main.
portal() {
	rm -rf "$work/portal"
	ok "$1: the portal is built" "$TAIZHANG" build --quiet -C "$repo" \
		--rev main --out "$work/portal"
	like "$1" "$2" "$(grep "^$id," "$work/portal/ledgers/rectification.csv")"
}

id=mzj-2026-10-window-p01
object=mzj/ledger/$id
ref=refs/heads/u/$object
says "an entry on the ledger" $id "整改中,2026-12-15,"

# --- more time -----------------------------------------------------------------

step "$object" 02 '事由: 申请延期' '情况: 接口联调要等省里开通端口'
push mzj-dong "$ref"
refused "an extension without a day" '申请延期没有写新完成时限'
git -C "$w" reset -q --hard origin/main
step "$object" 02 '事由: 申请延期' '情况: 接口联调要等省里开通端口' \
	'新完成时限: 2031-01-31'
push mzj-dong "$ref"
accepted "an extension is asked for"
says "which changes nothing yet" $id "整改中,2026-12-15,"
push sfj-tian "refs/approve/$object" -o comment=同意
refused "the other lead does not grant it" '由 spj 审核'
push spj-lei "refs/approve/$object"
refused "nor does its own without a word" '要写意见'
push spj-lei "refs/approve/$object" -o comment=同意延期
accepted "its lead grants it"
says "then it counts" $id "整改中,2031-01-31,"
portal "and shows" ",2031-01-31,1,整改中,.*$today 同意延期"

# --- the end -------------------------------------------------------------------

afresh
step "$object" 03 '事由: 申请销号' '情况: 端口开通了，三件试办都成功' \
	"完成日期: $today"
push mzj-dong "$ref"
accepted "a close-out is asked for"
push spj-qin "refs/return/$object" -o reason=举一反三没有写，另外十一份呢
accepted "and returned"
says "the entry stays" $id "整改中,2031-01-31,"
portal "the return shows" ",整改中,.*$today 退回补正"
is "its reason does not" "" "$(grep -rl 另外十一份呢 "$work/portal")"
ok "the internal edition is built" "$TAIZHANG" build --quiet -C "$repo" \
	--rev main --edition internal --out "$work/internal"
like "there it does" 另外十一份呢 \
	"$(cat "$work/internal/entries/$id.html")"
push spj-qin "refs/approve/$object" -o comment=属实
refused "what was returned is not granted" '已经审核过了'
step "$object" 03 '事由: 申请销号' '情况: 端口开通了，三件试办都成功' \
	"完成日期: $today" '举一反三: 一并核对了其余十一份指南'
push mzj-dong "$ref"
accepted "asked for again, with what was missing"
push mzj-dong "refs/approve/$object" -o comment=属实
refused "the unit does not close its own" '自己报送过|由 spj 审核'
push spj-qin "refs/approve/$object" -o comment=属实，同意销号
accepted "and granted"
says "it is closed" $id "销号,2031-01-31,$today"
portal "and shows, with whose word and what else was looked at" \
	",销号,.*,$today,县行政审批局,$today,一并核对了其余十一份指南,"
afresh
step "$object" 04 '事由: 整改进展' '情况: 又做了一点事'
push mzj-dong "$ref"
refused "nothing comes behind the end" '已经销号'

# --- handed on -----------------------------------------------------------------

id=jtj-2026-10-window-p02
afresh
step "jtj/ledger/$id" 01 '事由: 整改进展' '情况: 已经和公安局对接'
push jtj-fu "refs/heads/u/jtj/ledger/$id"
refused "who found it has handed it on" '不归县交通局'
afresh
step "gaj/ledger/$id" 02 '事由: 申请销号' '情况: 两家的清单对过，合成一份' \
	"完成日期: $today" '举一反三: 另外四份联办清单也对过'
push gaj-zhu "refs/heads/u/gaj/ledger/$id"
accepted "who has it asks to close it"
push spj-lei "refs/approve/gaj/ledger/$id" -o comment=清单看过，同意销号
accepted "the lead grants it"
portal "it is closed" ",销号,.*,县行政审批局,$today,"

# --- a lead's own --------------------------------------------------------------

id=spj-2026-11-window-n01
afresh
step "spj/ledger/$id" 01 '事由: 申请销号' '情况: 自助机已经装好，能打印' \
	"完成日期: $today" '举一反三: 各镇街便民中心也问过'
push spj-yang "refs/heads/u/spj/ledger/$id"
accepted "a lead's own"
like "goes to the office" '由 县营商办 审核' "$err"
push spj-lei "refs/approve/spj/ledger/$id" -o comment=属实
refused "not to a colleague" '由 ysb 审核'
push ysb-fan "refs/approve/spj/ledger/$id" -o comment=现场看过，同意销号
accepted "which grants it"
portal "it is closed" ",销号,.*,县营商办,$today,"

exits "verify" 0 "$TAIZHANG" verify -C "$repo"
finish
