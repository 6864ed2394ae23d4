#!/bin/sh
# SPDX-License-Identifier: MIT
# The preview of what was handed in: its address in the answer, the record as
# the portal would show it, marked as not reviewed, and gone with the decision.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

county_real
server_make ''
w=$work/w
git clone -q "$repo" "$w"
object=cgj/2026-10/window
# hand USER REF [ARGUMENT...]
hand() {
	_as=$1 _ref=$2
	shift 2
	run git -C "$w" push --receive-pack="$(undoored "$_as")" "$@" \
		"$repo" "HEAD:$_ref"
}
# user UNIT ROLE
user() {
	sed -n "s/.*用户: \($1-[a-z]*\), 单位: $1, 角色: \[$2.*/\1/p" \
		"$source/content/plan/roster.yaml" | head -n 1
}
printf '\n再看了一遍流程。\n' >>"$w/content/units/$object/index.md"
commit "$w"
hand "$(user cgj 报送)" "refs/heads/u/$object"
accepted "a record is handed in"
unlike "where the keeper wants no previews there are none" 预览 "$err"

previews=$work/previews
mkdir "$previews"
git -C "$repo" config taizhang.previews "$previews"
git -C "$repo" config taizhang.previewUrl https://county.example/previews
printf '\n又看了一遍流程。\n' >>"$w/content/units/$object/index.md"
commit "$w"
hand "$(user cgj 报送)" "refs/heads/u/$object"
accepted "and again"
like "the answer says where it can be seen" \
	'预览（未审核，不公开）：https://county.example/previews/cgj-2026-10-window/' \
	"$err"
page=$previews/cgj-2026-10-window/activities/cgj-2026-10-window.html
# The way to it comes last.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
	21 22 23 24 25 26 27 28 29 30; do
	[ -s "$previews/cgj-2026-10-window/index.html" ] && break
	sleep 1
done
like "it is shown as the portal would" 又看了一遍流程 "$(cat "$page")"
like "and says that nobody has reviewed it" \
	"<strong>未审核</strong>：$object，20[0-9-]* [0-9:]* 收到，不公开" \
	"$(cat "$page")"
like "the address leads to it" 'url=activities/cgj-2026-10-window.html' \
	"$(cat "$previews/cgj-2026-10-window/index.html")"
like "with what it needs" '\.css$' "$(ls "$previews/cgj-2026-10-window/assets")"
is "every page says so" "" \
	"$(grep -rL 未审核 --include='*.html' "$previews/cgj-2026-10-window")"
is "nobody else's record is in it" "cgj-2026-10-window.html" \
	"$(find "$previews/cgj-2026-10-window/activities" -name '*-20*' \
		-exec basename {} ';')"
hand "$(user spj 审核)" "refs/approve/$object" -o comment=属实
accepted "the decision"
ok "takes it away" test ! -e "$previews/cgj-2026-10-window"

finish
