#!/bin/sh
# SPDX-License-Identifier: MIT
# The paste-ready article in a browser: its button, what is on the clipboard,
# and that it looks the same when the editor has taken what it takes.
. "$(dirname "$0")/lib.sh"

browser_need

tree=$work/tree
mkdir -p "$tree/content/units"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"
cp -R "$ROOT/content/units/huaxu" "$tree/content/units/huaxu"
folder=$tree/content/units/huaxu/articles/queue-desk
cat "$ROOT/tests/flow/articles/rich.md" >>"$folder/index.md"
cp "$ROOT/content/units/rsj/articles/sample-sheet/01.png" "$folder/02.png"
sed -i 's/^影像:/&\n  - {文件: 02.png, 说明: 样本}/' "$folder/index.md"
exits "built" 0 "$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 \
	--out "$work/portal"
# A child that lives on would hold the test's output open.
timeout 300 python3 "$ROOT/tests/flow/paste.py" "$browser" "$work/profile" \
	"$work/portal" articles/huaxu-articles-queue-desk/wechat.html \
	${SHOTS:+"$SHOTS"} >"$work/paste" 2>"$work/paste.err"
is "to the end" 0 $?
note "$(tail -5 "$work/paste.err")"
while read -r line; do
	case $line in
	"ok - "*) result "${line#ok - }" 0 ;;
	"not ok - "*) result "${line#not ok - }" 1 ;;
	*) echo "$line" ;;
	esac
done <"$work/paste"
finish
