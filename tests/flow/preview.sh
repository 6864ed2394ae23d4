#!/bin/sh
# SPDX-License-Identifier: MIT
# What serve keeps from one reading to the next never shows: after each of many
# changes every file it gives is the one that a new build writes, and it has
# found what a new check finds.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir "$tree"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree"
"$TAIZHANG" serve -C "$tree" --today 2026-11-22 --port 0 >"$work/said" 2>&1 &
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
python3 "$ROOT/tests/flow/preview.py" "$TAIZHANG" "$tree" "$work" \
	>"$work/seen" 2>"$work/seen.err" || note "$(tail -5 "$work/seen.err")"
while IFS='	' read -r name what; do
	is "$name" "" "$what"
done <"$work/seen"
is "all changes were made" "end" "$(tail -1 "$work/seen" | cut -f1)"
kill -INT "$pid"
ok "it ends well" wait "$pid"
finish
