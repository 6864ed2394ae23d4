#!/bin/sh
# SPDX-License-Identifier: MIT
# The desk without a browser: who is let in, whose records, forged and replayed
# forms, two people at one draft, a line that is cut, what is too large; and
# that what is handed in there is handed in like a push.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"
. "$(dirname "$0")/desk_lib.sh"

programs_need curl
desk_users="  - {用户: mzj-b, 单位: mzj, 角色: [报送]}"
desk_make
sock=$work/desk.sock
object=mzj/mechanism/7
form=/record/$object
branch=refs/heads/u/$object
draft=refs/drafts/mzj-dong/$object

ref() {
	git -C "$repo" rev-parse -q --verify "$1" || :
}
good="-F 名称=跟踪办法 -F 印发日期=2026-11-01 -F 起=2026-11-02
	-F 分析研判=每月一次，局长主持 -F 跟踪问效=办公室督办"

# --- who ---------------------------------------------------------------------

is "the socket is its owner's and group's" 660 "$(stat -c %a "$sock")"
is "so is the key" 600 "$(stat -c %a "$repo/taizhang/desk.key")"
anybody() {
	code=$(curl -s -o "$work/page" -w '%{http_code}' -m 60 \
		--unix-socket "$sock" "$@" http://desk/)
	out=$(cat "$work/page")
}
anybody
is "nobody's name: refused" 403 "$code"
anybody -H 'X-Remote-User: mzj-dong' -H 'X-Remote-User: spj-lei'
is "two names: refused" 403 "$code"
anybody -H 'X-Remote-User: nobody'
is "a name that the roster has not: refused" 403 "$code"
like "and told so" '不在人员名册里' "$out"
get mzj-dong / -H 'X-Remote-User: ysb-fan' -D "$work/head"
is "a clerk comes in" 200 "$code"
like "as himself, whatever he says" '县民政局　<span>mzj-dong' "$out"
for header in "default-src 'none'" "frame-ancestors 'none'" nosniff \
	'Referrer-Policy: same-origin' 'Cache-Control: no-store'; do
	like "header: $header" "$header" "$(cat "$work/head")"
done
unlike "nothing inline" '<style|<script>| style=| on[a-z]+=' "$out"
get mzj-dong /none
is "no such page" 404 "$code"
get mzj-dong / -X PUT
is "no such method" 405 "$code"
get mzj-dong /record/mzj
is "no such object" 404 "$code"
get mzj-dong /record/wjj/mechanism/1
is "another unit's record" 403 "$code"
get spj-lei $form
is "nor may a reviewer write it" 403 "$code"

# --- beginning something -------------------------------------------------------

get mzj-dong /begin
like "what a unit may hand in" 'kind=mechanism' "$out"
unlike "not what a lead does" 'kind=assignment|kind=summary' "$out"
get mzj-dong '/begin?kind=mechanism'
like "the next number is offered" 'name="c1" value="2"' "$out"
get mzj-dong '/begin?kind=mechanism&go=1&c1='
like "and not in the place of an answer" 'name="c1" value=""' "$out"
get mzj-dong '/begin?kind=activity&go=1&c1=26.11&c2=enforce&c3=0'
like "an answer that will not do is told so" \
	'<p class="wrong">写成 2026-11 的样子' "$out"
like "each of them" '<p class="wrong">只写数字，如 2' "$out"
like "and what was typed stays" 'value="26.11"' "$out"
like "and chosen" 'value="enforce" selected' "$out"
get mzj-dong '/begin?kind=activity&go=1&c1=&c2=enforce'
like "what is missing is told" '<p class="wrong">还没有填' "$out"
get mzj-dong '/begin?kind=activity&go=1&c1=2026-12&c2=enforce&c3=2' -D "$work/head"
like "all is well: the form" 'ocation: /record/mzj/2026-12/enforce-2' \
	"$(cat "$work/head")"

# --- forged forms ------------------------------------------------------------

open_form mzj-b $form
before=$(git -C "$repo" for-each-ref)
curl -s -o /dev/null -u mzj-dong:mzj-dong -F do=save -F 名称=甲 "$url$form"
is "a form without a token does nothing" "$before" \
	"$(git -C "$repo" for-each-ref)"
post mzj-dong $form -F do=save -F 名称=甲
is "another's token" 403 "$code"
open_form mzj-dong $form
post mzj-dong $form -H 'Sec-Fetch-Site: cross-site' -F do=save -F 名称=甲
is "sent from another site" 403 "$code"
post wjj-fu $form -F do=save -F 名称=甲
is "by another unit" 403 "$code"
is "nothing of it is kept" "$before" "$(git -C "$repo" for-each-ref)"

# --- saving ------------------------------------------------------------------

post mzj-dong $form -F do=save -F 名称=跟踪办法
is "saved" "303 $form?saved=1" "$code $location"
like "as a commit of its own" '跟踪办法' "$(git -C "$repo" show "$draft:index.md")"
like "which nobody is shown" refs/drafts \
	"$(git -C "$repo" config --get-all transfer.hideRefs)"
first=$(ref $draft)
post mzj-dong $form -F do=save -F 名称=跟踪办法
is "the same form again is saved once" "303 $first" "$code $(ref $draft)"
get wjj-fu $form
is "another unit's draft" 403 "$code"

# Two at one draft: both have it open, one is quicker.
get mzj-b /
like "a colleague finds it" '第 7 份 机制' "$out"
open_form mzj-b $form
like "and opens it" 'value="跟踪办法"' "$out"
cp "$work/form" "$work/late"
open_form mzj-dong $form
post mzj-dong $form -F do=save -F 名称=跟踪办法 -F 分析研判=每月一次
second=$(ref $draft)
cp "$work/late" "$work/form"
post mzj-b $form -F do=save -F 名称=跟踪办法（试行）
is "the later one is told" 409 "$code"
is "and what was saved stands" "$second" "$(ref $draft)"
like "both are shown: his" '分析研判</th><td>每月一次</td><td>（空）' "$out"
like "and what he wrote" 'value="跟踪办法（试行）"' "$out"
cp "$work/page" "$work/form"
post mzj-b $form -F do=save -F 名称=跟踪办法（试行） -F 分析研判=每月一次
is "who has seen both may save" "303 $second" \
	"$code $(git -C "$repo" rev-parse "$draft^")"

# The answer is lost on its way: what was sent is there, and once.
open_form mzj-dong $form
touch "$work/port.cut"
post mzj-dong $form -F do=save -F 名称=断线以前
is "a line that is cut" 000 "$code"
like "loses nothing" 断线以前 "$(git -C "$repo" show "$draft:index.md")"
cut=$(ref $draft)
post mzj-dong $form -F do=save -F 名称=断线以前
is "sent again it is the same" "303 $cut" "$code $(ref $draft)"

# --- pictures and sizes --------------------------------------------------------

head -c 104857600 /dev/zero >"$work/large"
open_form mzj-dong $form
began=$(date +%s)
post mzj-dong $form -F do=save -F "影像=@$work/large"
is "100 MB: refused" 413 "$code"
like "in words" '一次最多传 64 MB' "$out"
ok "at once" [ $(($(date +%s) - began)) -le 10 ]
is "and nothing saved" "$cut" "$(ref $draft)"
walk=/record/mzj/2026-12/window
head -c 22020096 /dev/zero >"$work/photo.jpg"
open_form mzj-dong $walk
post mzj-dong $walk -F do=save -F 地点=大厅 -F "影像=@$work/photo.jpg"
is "a photo of 21 MB" 422 "$code"
like "is told of" 'photo.jpg”没有收下：超过 20 MB' "$out"
printf 'GIF89a' >"$work/a.jpg"
open_form mzj-dong $walk
post mzj-dong $walk -F do=save -F 地点=大厅 -F "影像=@$work/a.jpg"
like "what is no photo, too" 'a.jpg”没有收下' "$out"
like "all else is saved" '地点: 大厅' \
	"$(git -C "$repo" show refs/drafts/mzj-dong/mzj/2026-12/window:index.md)"
get mzj-dong "$walk?check=1"
like "a finding of no field says how to mend it" \
	'<li>没有活动影像<small>' "$out"
get mzj-dong /record/mzj/ledger/mzj-2026-11-window-n01
like "a step is called by what it is of" \
	'<h1>mzj-2026-11-window-n01 进展</h1>' "$out"
picture "$work/one.png"
open_form mzj-dong $walk
post mzj-dong $walk -F do=save -F 地点=大厅 -F "影像=@$work/one.png" \
	-F "影像=@$work/one.png"
is "two at once" 303 "$code"
like "each is an item" '文件: 02.png' \
	"$(git -C "$repo" show refs/drafts/mzj-dong/mzj/2026-12/window:index.md)"
# A photo as a phone takes it: on its side, with the place in it.
photo=$(dirname "$TAIZHANG")/tests/bench/photo
if [ -x "$photo" ]; then
	"$photo" "$work/p.jpg" 3000 2000 1 6
	open_form mzj-dong $walk
	post mzj-dong $walk -F do=save -F 地点=大厅 \
		-F '影像[0].#=0' -F '影像[0].文件=01.png' \
		-F '影像[1].#=1' -F '影像[1].文件=02.png' \
		-F "影像=@$work/p.jpg"
	git -C "$repo" show \
		refs/drafts/mzj-dong/mzj/2026-12/window:03.jpg >"$work/p2.jpg"
	ok "it had its secrets" grep -aq SECRET "$work/p.jpg"
	ok "they are gone" sh -c "! grep -aq SECRET '$work/p2.jpg'"
	! command -v exiftool >/dev/null || like "it stands upright and is small" \
		'^1[0-9]*x2[0-9]*$' "$(exiftool -s3 -ImageSize "$work/p2.jpg")"
else
	note "there is no photo: make build/tests/bench/photo"
fi
get mzj-dong /picture/mzj/2026-12/window/01.png
is "and shown" 200 "$code"
get wjj-fu /picture/mzj/2026-12/window/01.png
is "to nobody else" 403 "$code"
open_form mzj-dong $walk
post mzj-dong $walk -F do=remove:影像[0] -F 地点=大厅 \
	-F '影像[0].#=0' -F '影像[0].文件=01.png' \
	-F '影像[1].#=1' -F '影像[1].文件=02.png'
is "an item taken out takes its picture along" "02.png index.md" \
	"$(git -C "$repo" ls-tree --name-only \
		refs/drafts/mzj-dong/mzj/2026-12/window | tr '\n' ' ' | sed 's/ $//')"

# A draft that somebody has changed since is not thrown away.
open_form mzj-dong $walk
cp "$work/form" "$work/late"
post mzj-dong $walk -F do=save -F 地点=二楼
cp "$work/late" "$work/form"
post mzj-dong $walk -F do=discard
is "a draft is kept that its reader has not seen" 409 "$code"
open_form mzj-b $walk
post mzj-b $walk -F do=discard
is "and goes when he has" "303 / " \
	"$code $location $(ref refs/drafts/mzj-dong/mzj/2026-12/window)"

# --- handing in ----------------------------------------------------------------

main=$(ref main)
open_form mzj-dong $form
# Words of it are options.
# shellcheck disable=SC2086
post mzj-dong $form -F do=submit -F 名称=跟踪办法 -F 印发日期=2026-11-01
is "not whole: refused" 422 "$code"
like "with a link to the place" '<a href="#f3">起</a>：缺少必填栏' "$out"
like "an input is told with what is wrong with it" \
	'aria-describedby="f3-help f3-wrong' "$(tr -d '\n' <"$work/page")"
like "which is beside it" '<div id="f3-wrong"><p class="wrong">缺少必填栏“起”' \
	"$(tr -d '\n' <"$work/page")"
is "main stands" "$main" "$(ref main)"
cp "$work/page" "$work/form"
# shellcheck disable=SC2086
post mzj-dong $form -F do=check $good
get mzj-dong "$form?check=1"
like "checked" '检查过了，没有要改的' "$out"
open_form mzj-dong $form
# shellcheck disable=SC2086
post mzj-dong $form -F do=submit $good
is "handed in" "303 /receipt/$object/1" "$code $location"
is "one commit on main" "$main" "$(git -C "$repo" rev-parse main^)"
is "no draft is left" "" "$(ref $draft)"
handed=$(ref $branch)
# shellcheck disable=SC2086
post mzj-dong $form -F do=submit $good
is "the same form again: the same receipt" \
	"303 /receipt/$object/1 $handed" "$code $location $(ref $branch)"
is "and nothing twice" "$main" "$(git -C "$repo" rev-parse main^)"
get mzj-dong "$location"
like "the receipt" '回执号</dt><dd>0001' "$out"
like "says whose turn it is" '县行政审批局' "$out"
get wjj-fu "/receipt/$object/1"
is "another unit's receipt" 403 "$code"
like "the journal has it" '报送人: mzj-dong' \
	"$(git -C "$repo" show "main:content/journal/$object/0001.yml")"
run git -C "$repo" show -s --format='%an %cn' "$handed"
is "by whom" "mzj-dong taizhang" "$out"

# Something newer was handed in while a draft lay there.
open_form mzj-dong $form
# shellcheck disable=SC2086
post mzj-dong $form -F do=save $good -F '#正文=旧的草稿'
git -C "$repo" update-ref refs/drafts/keep "$draft"
open_form mzj-b $form
# shellcheck disable=SC2086
post mzj-b $form -F do=submit $good -F '#正文=新的'
git -C "$repo" update-ref "$draft" refs/drafts/keep
git -C "$repo" update-ref -d refs/drafts/keep
open_form mzj-dong $form
like "a draft that is older than what was handed in says so" \
	'这份材料又报送过新的' "$out"
like "and shows it" '正文</th><td>新的</td><td>旧的草稿' "$out"

# What is begun has its number.
open_form mzj-b /record/mzj/mechanism/2
post mzj-b /record/mzj/mechanism/2 -F do=save -F 名称=第二个办法
get mzj-dong '/begin?kind=mechanism'
like "a colleague is offered another" 'name="c1" value="3"' "$out"

# The receipt itself is lost on its way.
other=mzj/mechanism/8
open_form mzj-dong /record/$other
touch "$work/port.cut"
# shellcheck disable=SC2086
post mzj-dong /record/$other -F do=submit $good -F 名称=另一个办法
is "a receipt that got lost" 000 "$code"
# shellcheck disable=SC2086
post mzj-dong /record/$other -F do=submit $good -F 名称=另一个办法
is "is had by sending it again" "303 /receipt/$other/1 0001.yml" \
	"$code $location $(git -C "$repo" ls-tree --name-only \
		"main:content/journal/$other" | tr '\n' ' ' | sed 's/ $//')"

is "verify has nothing to say" 0 "$("$TAIZHANG" verify -C "$repo" \
	>"$work/verify" 2>&1; echo $?)"

# --- its end -------------------------------------------------------------------

kill "$desk_pid"
wait "$desk_pid"
is "told to end, it ends well" 0 $?
ok "and takes its socket along" [ ! -e "$sock" ]
desk_start
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -S "$sock" ] && break
	sleep 0.3
done
open_form mzj-dong $form
like "and drafts outlive it" '旧的草稿' "$out"
finish
