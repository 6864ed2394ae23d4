#!/bin/sh
# SPDX-License-Identifier: MIT
# A push is judged by what is near it. Of the county's own records, whole and
# with parts taken out, the door says what `check` says of all the tree; and
# where what is near is not enough, all is looked at.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/gate_lib.sh"

# --- the county's ------------------------------------------------------------

county_real
server_make ''
# pre-receive looks and says; what it lets pass goes no further.
rm "$repo/hooks/proc-receive"

# said: level, place and sort of each finding, from what is told of a file.
said() {
	sed 's/^remote: //' | grep -Eo \
		'^[0-9]+:[0-9]+ [^ ]+ .*\[[a-z0-9-]+\]' | sort
}
# of FILE: what is told of that one.
of() {
	awk -v file="$1" '
		/^content\// || /^layouts\// { on = $1 == file }
		on { print }'
}
# without FILE BLOCK: the head of a record without its nth key.
without() {
	awk -v block="$2" '
		/^---$/ { fences++ }
		fences == 1 && /^[^ -]/ { n++ }
		fences != 1 || n != block || /^---$/ { print }' "$1" >"$work/cut"
	cp "$work/cut" "$1"
}

# same NAME OBJECT BLOCK USER: the door says of it what check says.
refusals=0 found=0
same() {
	_file=content/units/$2/index.md
	[ "$3" = 0 ] || without "$source/$_file" "$3"
	printf '\n再看一遍。\n' >>"$source/$_file"
	judged "$1" "$2" "$4"
}
# step NAME UNIT ENTRY LINE: one more step of an entry, with this line in it.
step() {
	_file=$(find "$source/content/units/$2/ledger/$3" -name '*.md' | wc -l)
	_file=content/units/$2/ledger/$3/$(printf '%02d' "$((_file + 1))").md
	printf -- '---\n日期: 2026-11-21\n%s\n情况: 又看了一遍。\n---\n' "$4" \
		>"$source/$_file"
	judged "$1" "$2/ledger/$3" "$(user_of "$2")"
}
# judged NAME OBJECT USER: $_file, in it.
judged() {
	"$TAIZHANG" check -C "$source" 2>&1 | of "$_file" | said >"$work/all"
	commit "$source"
	run git -C "$source" push --receive-pack="$(undoored "${2%%/*}-$3")" \
		"$repo" "HEAD:refs/heads/u/$2"
	printf '%s\n' "$err" | sed 's/^remote: //; s/ *$//' |
		of "$_file" | said >"$work/near"
	found=$((found + $(wc -l <"$work/near")))
	if printf '%s\n' "$err" | grep -q 未收到; then
		refusals=$((refusals + 1))
	fi
	like "$1: it was looked at" '未收到|proc-receive' "$err"
	is "$1" "$(cat "$work/all")" "$(cat "$work/near")"
	git -C "$source" reset -q --hard HEAD^
}
# the name of a unit's user, behind the dash
user_of() {
	sed -n "s/.*用户: $1-\([a-z]*\), 单位: $1, 角色: \[报送.*/\1/p" \
		"$source/content/plan/roster.yaml" | head -1
}
number=0
for object in cgj/2026-10/window cgj/2026-09/complaint ancun/2026-11/window \
	cgj/2026-11/enforce; do
	user=$(user_of "${object%%/*}")
	# A part less each time.
	for block in 0 $((6 + number)); do
		same "$object without part $block" "$object" "$block" "$user"
	done
	number=$((number + 1))
done
# Every fifth will do.
count=0 steps=0
for entry in "$source"/content/units/*/ledger/*; do
	unit=${entry#"$source"/content/units/}
	unit=${unit%%/*} entry=${entry##*/}
	count=$((count + 1))
	if [ $((count % 5)) != 0 ] || [ -z "$(user_of "$unit")" ]; then
		continue
	fi
	step "a step of $entry by $unit" "$unit" "$entry" '事由: 整改进展'
	step "its end" "$unit" "$entry" '事由: 申请销号'
	steps=$((steps + 1))
done
ok "there are steps" test "$steps" -ge 4
for article in "$source"/content/units/*/articles/*; do
	object=${article#"$source"/content/units/}
	same "an article, $object" "$object" 0 "$(user_of "${object%%/*}")"
	same "without its source" "$object" 4 "$(user_of "${object%%/*}")"
done
ok "some were refused" test "$refusals" -ge 3
ok "and something was said of more" test "$found" -gt "$((refusals + 2))"

# --- what is far -------------------------------------------------------------

far=$work/far
county_make "$far"
sed -i 's/due: yes}/due: yes, near: yes}/
	s/^  说明: .*/&\n  见: {type: reference, to: 走访, help: 另一次}/' \
	"$far/content/plan/kinds/walk.yaml"
printf '用户:\n  - {用户: mzj-a, 单位: mzj, 角色: [报送]}\n' \
	>"$far/content/plan/roster.yaml"
walk "$far/content/units/wjj/2023-01/window" 在窗口等了半天 2023-01-10
source=$far repo=$work/far.git
server_make ''
folder=$far/content/units/mzj/$month/window
# refer RECORD: in what is pushed, to that one.
refer() {
	walk "$folder" 又去看了一次
	sed -i "2s/^/见: $1\n/" "$folder/index.md"
	commit "$far"
	run git -C "$far" push --receive-pack="$(undoored mzj-a)" "$repo" \
		"HEAD:refs/heads/u/mzj/$month/window"
	git -C "$far" reset -q --hard HEAD^
}
refer wjj-2023-02-window
like "a reference to what is nowhere is refused" '所指的' "$err"
unlike "and not received" '回执' "$err"
refer wjj-2023-01-window
is "a reference to what is not near is good" 0 "$code"
like "and received" '收到：mzj' "$err"

finish
