#!/bin/sh
# SPDX-License-Identifier: MIT
# How long it takes from saving a record to having its page from `taizhang
# serve`, with 1,000 records: the median and the worst of 20. `make bench` gives
# TAIZHANG and ROOT.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
disk=/dev/shm
[ -d "$disk" ] && [ -w "$disk" ] || disk=${TMPDIR:-/tmp}
work=$(mktemp -d "$disk/taizhang-serve.XXXXXX")
pid=
trap '[ -z "$pid" ] || kill "$pid"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$ROOT/tests/bench/corpus" 1000 "$work/tree"
"$TAIZHANG" serve -C "$work/tree" --today 2026-11-22 --port 0 >"$work/said" &
pid=$!
until grep -q '^全部' "$work/said"; do
	sleep 0.1
	kill -0 "$pid"
done
port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/said")
record=$(find "$work/tree/content/units" -path '*/2026-10/window/index.md' |
	LC_ALL=C sort | head -1)
unit=${record%/2026-10/window/index.md}
PAUSE=1 python3 "$ROOT/tests/bench/serve.py" "$port" "$record" \
	"activities/${unit##*/}-2026-10-window.html" 20 | sort -n | awk '
	{ ms[NR] = $1 }
	END {
		if (NR != 20)
			exit 1
		printf "save to page, 1,000 records: median %d ms, worst %d ms\n",
			(ms[10] + ms[11]) / 2, ms[20]
	}'
awk '/VmRSS/ { printf "  memory then: %d MB\n", $2 / 1024 }' "/proc/$pid/status"
