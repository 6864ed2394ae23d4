#!/bin/sh
# SPDX-License-Identifier: MIT
# Reviewer and office at the desk, without a browser: who sees what, what is
# shown of a record, decisions on what was shown and nothing else, conflicts of
# interest, forms that are forged or sent again, a close-out, taking down.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

programs_need curl
desk_users="  - {用户: spj-x, 单位: spj, 角色: [报送, 审核]}"
desk_old=wjj/mechanism/1
desk_make
units=$ROOT/content/units

# The last event of an object, and how many there are.
events() {
	git -C "$repo" ls-tree --name-only "main:content/journal/$1" |
		grep -c '^[0-9]*\.yml$'
}
last() {
	git -C "$repo" show "main:content/journal/$1/$(printf %04d "$(events "$1")").yml" |
		sed -n "s/^$2: //p" | tr -d '"'
}

walk=mzj/2026-11/window-2
paper=wjj/mechanism/9
hand wjj-fu $paper "$units/wjj/mechanism/1"
hand mzj-dong $walk "$units/mzj/2026-11/window" 's/2026-11-06/2026-11-19/'

# --- who ------------------------------------------------------------------------

for page in /queue /review/$walk /handed/$walk/01.png /office; do
	get mzj-dong "$page"
	is "a clerk: $page" 403 "$code"
done
get sfj-tian /review/$walk
is "a lead whose it is not" 403 "$code"
get sfj-tian /handed/$walk/01.png
is "nor its pictures" 403 "$code"
get spj-lei /office
is "a lead at the office's page" 403 "$code"
get ysb-fan /review/$walk
is "the office sees all" 200 "$code"
like "and is told whose turn it is" '您不能审核这一份：这份材料由 spj 审核' "$out"
unlike "before it tries" 'value="approve"' "$out"
get spj-lei /review/mzj/2026-11/nothing
is "what has not come" 404 "$code"
get spj-lei /review/../../etc
is "what is no object" 404 "$code"

# --- the queue --------------------------------------------------------------------

get spj-lei / -D "$work/head"
is "whoever hands nothing in begins there" 303 "$code"
like "with the queue" '^[Ll]ocation: /queue' "$(cat "$work/head")"
get ysb-shi / -D "$work/head"
like "or the office" '^[Ll]ocation: /office' "$(cat "$work/head")"
get spj-lei /queue
is "the queue" 200 "$code"
is "the one with a deadline first" "$walk $paper" "$(printf '%s\n' "$out" |
	sed -n 's,.*href="/review/\([^"?]*\)">看一看.*,\1,p' | tr '\n' ' ' | sed 's/ $//')"
like "says how many warnings there are" '提醒 6' "$out"
like "and how near it is" 'is-near' "$out"

# --- one of it --------------------------------------------------------------------

open_form spj-lei /review/$walk
like "its place" '第 1 份，共 2 份' "$out"
like "what the check says" '几乎一样，占这一栏的 100%' "$out"
like "which field it is about" '</strong>　影像 1 文件：01.png' "$out"
like "a record is called what people call it" \
	'的记录 县民政局 2026 年 11 月 走流程坐窗口 活动 第 49 行' "$out"
unlike "and not by its path" 'content/' "$out"
like "what is the same is marked" '<mark>为看清' "$out"
like "beside what it was copied from" '<h4>县民政局 2026 年 11 月 走流程坐窗口 活动</h4>' "$out"
like "what will be published, by its own layout" '<dt>地点</dt><dd>县政务服务中心一楼' "$out"
like "with its pictures" '<img src="/handed/mzj/2026-11/window-2/01.png"' "$out"
get spj-lei /handed/$walk/01.png
is "which are shown" "200 $(sha256sum <"$units/mzj/2026-11/window/01.png")" \
	"$code $(sha256sum <"$work/page")"
out=$(cat "$work/form")
like "and what will not" '<dt>环节 3 回访 1 对象</dt><dd>吴先生' "$out"
unlike "no link leads out of it" 'href="\.\./' "$out"

# --- refused ----------------------------------------------------------------------

post spj-lei /review/$walk -F do=return -F 'comment= '
is "returned without a reason" 409 "$code"
like "is told" '退回要写明原因' "$out"
out=$(tr '\n' ' ' <"$work/page")
like "beside the input" '<div id="comment-wrong"> <p class="wrong">退回要写明原因' "$out"
unlike "in words for the desk" 'git push' "$out"
like "which says so, and has the cursor" \
	'aria-describedby="comment-help comment-wrong" +aria-invalid="true" +autofocus' "$out"
post spj-qin /review/$walk -F do=approve
is "another's form" 403 "$code"
get spj-lei /review/$walk -F do=approve -F "commit=$(hidden commit)"
is "without a token" 403 "$code"
sed -i 's/\(name="commit" value="\)[^"]*/\1main/' "$work/form"
post spj-lei /review/$walk -F do=approve
is "a form with a commit that is none" 400 "$code"
is "nothing was decided" "1 收到" "$(events $walk) $(last $walk 事件)"

# --- stale, returned, corrected, accepted --------------------------------------------

open_form spj-lei /review/$walk
hand mzj-dong $walk "$units/mzj/2026-11/window" \
	's/2026-11-06/2026-11-19/; s/聊通5位/聊通了四位/'
post spj-lei /review/$walk -F do=approve
is "something newer came in" 409 "$code"
like "that is told" '您看的时候又报来了新的一份' "$out"
like "and shown, with what is other" '聊通<del>5</del><ins>了四</ins>位' "$out"
is "nothing is decided" "2 收到" "$(events $walk) $(last $walk 事件)"
cp "$work/page" "$work/form"
post spj-lei /review/$walk -F do=return -F 'comment=回访只通了四位，
请写明为什么'
is "returned: the next of the queue opens" \
	"303 /review/$paper?done=$walk&as=return" "$code $location"
is "on main" "3 退回补正 回访只通了四位， 请写明为什么" \
	"$(events $walk) $(last $walk 事件) $(last $walk 意见)"
post spj-lei /review/$walk -F do=return -F 'comment=回访只通了四位'
is "the same form again" "303 3" "$code $(events $walk)"
get spj-lei "/review/$paper?done=$walk&as=return"
like "and it is said what was done" '退回补正：2026 年 11 月 走流程坐窗口' "$out"
like "what the public sees nothing of is shown as it is written" \
	'<h2>报送的内容</h2>' "$out"
get mzj-dong /
like "the clerk reads why" '回访只通了四位， 请写明为什么' "$out"
get spj-lei /queue
unlike "it waits no more" "/review/$walk" "$out"
open_form spj-lei /review/$walk
like "it may still be looked at" 'spj-lei 在 .* 退回补正' "$out"
hand mzj-dong $walk "$units/mzj/2026-11/window" \
	's/2026-11-06/2026-11-19/; s/聊通5位/聊通了四位，一位空号/'
open_form spj-lei /review/$walk
like "corrected: what changed since" '聊通了四位<ins>，一位空号</ins>' "$out"
like "and all that happened" '退回补正　spj-lei<span>：回访只通了四位' "$out"
post spj-lei /review/$walk -F do=approve
is "accepted" "303 5 审核通过" "$code $(events $walk) $(last $walk 事件)"
ok "main has it" git -C "$repo" cat-file -e "main:content/units/$walk/index.md"
main=$(git -C "$repo" rev-parse main)
post spj-lei /review/$walk -F do=approve
is "the same form again does nothing" "303 $main" \
	"$code $(git -C "$repo" rev-parse main)"
post spj-lei /review/$walk -F do=return -F comment=不对
is "nor is it undone" "409 $main" "$code $(git -C "$repo" rev-parse main)"

# --- a conflict of interest ------------------------------------------------------------

hand spj-x spj/mechanism/9 "$units/wjj/mechanism/1"
get spj-x /queue
unlike "one's own is in nobody's queue there" 'spj/mechanism/9' "$out"
get sfj-tian /queue
like "but in the next lead's" 'spj/mechanism/9' "$out"
hand_plan ysb-fan mzj-new
get ysb-fan /queue
like "who handed in the plan finds it apart" '您自己报送过的' "$out"
open_form ysb-fan /review/plan
like "and is told" 'ysb-fan 自己报送过这份材料，不能再审核' "$out"
unlike "there is no button" 'value="approve"' "$out"
like "he sees what changes" '<ins>  - {用户: mzj-new' "$out"
post ysb-fan /review/plan -F do=approve -F comment=同意 \
	-F "commit=$(git -C "$repo" rev-parse refs/heads/plan)"
is "the gate refuses him, too" "403 1" "$code $(events plan)"
get ysb-shi /office
like "the office is told of it" 'ysb-fan 在 .* 报来，您可以审核' "$out"
open_form ysb-shi /review/plan
post ysb-fan /review/plan -F do=approve -F comment=同意
is "by another's form" 403 "$code"
post ysb-shi /review/plan -F do=approve
is "without a word" 409 "$code"
like "what is missing is said" '要写意见' "$out"
post ysb-shi /review/plan -F do=approve -F comment=同意
is "a second person accepts it" "303 审核通过" "$code $(last plan 事件)"
get mzj-new /
is "and it holds at once" 200 "$code"

# --- a close-out -------------------------------------------------------------------------

entry=mzj-2026-11-window-n01
step=mzj/ledger/$entry
mkdir "$work/step"
cat >"$work/step/01.md" <<'END'
---
日期: 2026-11-22
事由: 申请销号
情况: 名单已经按月推给网格员
完成日期: 2026-11-22
举一反三: 一并看了其余三项津贴
---
END
hand mzj-dong $step "$work/step"
open_form spj-lei /review/$step
is "a step of the ledger" 200 "$code"
like "with what it is about" '每月初向网格员推送待认证老人名单' "$out"
like "and what is asked" '<dd>申请销号' "$out"
post spj-lei /review/$step -F do=approve
is "granted without a conclusion" "409 收到" "$code $(last $step 事件)"
post spj-lei /review/$step -F do=return -F comment=请附推送记录
is "returned" "303 退回补正" "$code $(last $step 事件)"
hand mzj-dong $step "$work/step" 's/推给网格员/推给网格员，有推送记录/'
open_form spj-lei /review/$step
post spj-lei /review/$step -F do=approve -F comment=看过推送记录，属实
is "granted" "303 审核通过" "$code $(last $step 事件)"
"$TAIZHANG" query -C "$repo" --rev main \
	"SELECT 状态 FROM 台账 WHERE 编号 = '$entry'" >"$work/state" 2>&1
like "it is closed" '销号' "$(cat "$work/state")"

# --- the office ----------------------------------------------------------------------------

get ysb-shi /office
is "the office's page" 200 "$code"
like "who has not handed in" '<th scope="row">县人防办</th><td><span class="by">未到期' "$out"
like "words to be sent" '【县行政审批局】.* 还没有报、没有办结的，请抓紧' "$out"
like "figures" '<dt>活动</dt><dd>[1-9]' "$out"
get ysb-shi '/office?month=2026-10'
like "of another month" '2026 年 10 月的数字' "$out"
get ysb-shi '/office?month=x'
is "of none: of this one" 200 "$code"

# --- taken down -----------------------------------------------------------------------------

open_form spj-lei /review/$walk
post spj-lei /review/$walk -F do=remove
is "taken down without a reason" 409 "$code"
like "is told beside the input, which is open" \
	'<details class="notice" id="remove" open>.*<p class="wrong">撤下要写明原因' \
	"$(tr '\n' ' ' <"$work/page")"
post spj-lei /review/$walk -F do=remove -F comment=照片里的人不同意公开
is "asked for by the first" "303 申请撤下" "$code $(last $walk 事件)"
get ysb-shi /office
like "the office is told" "href=\"/review/$walk\">去看" "$out"
open_form spj-lei /review/$walk
unlike "the first does not see it through" '确认撤下' "$out"
open_form ysb-shi /review/$walk
like "the second is told why" '照片里的人不同意公开' "$out"
post ysb-shi /review/$walk -F do=remove -F comment=情况属实
is "and does" "303 撤下" "$code $(last $walk 事件)"
ok "main has it no more" test -z \
	"$(git -C "$repo" ls-tree main "content/units/$walk")"

# --- taken down, from before there was a server ---------------------------------------------

# leads NAME PATTERN: the page has a link to it, and that is opened.
leads() {
	_link=$(printf '%s\n' "$out" | grep -o "href=\"$2[^\"]*\"" | head -n 1 |
		sed 's/href="//; s/"$//; s/#.*//')
	is "$1: there is a link" "${2%%\\*}" "${_link%%\?*}"
}
get mzj-dong /
like "a clerk sees what is published" \
	'<h3>2026 年 11 月 跟执法 活动</h3></div><div class="doors"><a class="button second" href="/record/mzj/2026-11/enforce"' "$out"
unlike "of this month" '<h3>2026 年 10 月 走流程坐窗口 活动</h3></div>' "$out"
unlike "nobody lets him take it down" 'href="/review/' "$out"
get mzj-dong /?month=2026-10
like "of another month" '<h3>2026 年 10 月 走流程坐窗口 活动</h3></div>' "$out"
get mzj-dong /record/mzj/2026-11/enforce
like "he is told whom to ask" '里面有不该公开的：马上打电话给统筹单位' "$out"
get mzj-dong /review/mzj/2026-11/enforce
is "and may not ask by himself" 403 "$code"
get spj-x /
leads "who also decides" /review/spj/2026-11/window
get spj-x /record/spj/2026-11/window
leads "from the record, too" /review/spj/2026-11/window
open_form spj-x "$_link"
is "what nobody received here is shown" 200 "$code"
like "as it is published" '<h2 id="shown">公布的样子' "$out"
unlike "nobody decides on it" 'value="(approve|return)"' "$out"
unlike "nor is it checked" 'id="found"' "$out"
first=spj/2026-11/window
had=$(events $first)
post spj-x /review/$first -F do=approve
is "not by a forged form either" "409 $had" "$code $(events $first)"
post spj-x /review/$first -F do=remove
is "asked for without a reason" "409 $had" "$code $(events $first)"
post spj-x /review/$first -F do=remove -F comment=写了群众的住址
is "asked for" "303 申请撤下" "$code $(last $first 事件)"
get ysb-fan /office
leads "the office" /review/$first
get ysb-fan "/office?month=2026-11"
leads "it finds others in its table" /review/wjj/2026-11/window
get spj-lei /queue
leads "a lead finds what he accepted" /review/huaxu/2026-11/window
get sfj-tian /review/mzj/2026-10/window
is "a lead whose it is not" 403 "$code"
open_form ysb-fan /review/$desk_old
is "what has no receipt at all" 200 "$code"
like "says so" '开始用服务器以前就有的' "$out"
post ysb-fan /review/$desk_old -F do=remove -F comment=写了群众的姓名
is "asked for, too" "303 申请撤下" "$code $(last $desk_old 事件)"
open_form ysb-shi /review/$first
like "main has moved: the second is told why" '写了群众的住址' "$out"
post ysb-shi /review/$first -F do=remove
is "and does" "303 撤下" "$code $(last $first 事件)"
open_form ysb-shi /review/$desk_old
post ysb-shi /review/$desk_old -F do=remove
is "and the other" "303 撤下" "$code $(last $desk_old 事件)"
is "main has neither" "" "$(git -C "$repo" ls-tree main \
	"content/units/$first" "content/units/$desk_old")"
get ysb-shi /review/$first
is "nor is there a page" 404 "$code"

run "$TAIZHANG" verify -C "$repo"
is "verify has nothing to say" 0 "$code"
is "nor has the server" "" "$(sed '1,2d' "$work/desk.log")"
finish
