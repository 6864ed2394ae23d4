#!/bin/sh
# SPDX-License-Identifier: MIT
# Is the cost linear? Counts the instructions of a build of 1,000 and of 2,000
# records: twice the records, about twice the instructions, whatever else the
# machine is doing. Fails beyond 2.2 times.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
if ! command -v valgrind >/dev/null; then
	echo "no valgrind here: instructions are not counted"
	exit 0
fi
disk=/dev/shm
[ -d "$disk" ] && [ -w "$disk" ] || disk=${TMPDIR:-/tmp}
work=$(mktemp -d "$disk/taizhang-profile.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

for count in 1000 2000; do
	"$ROOT/tests/bench/corpus" "$count" "$work/$count"
	valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
		--log-file="$work/log" "$TAIZHANG" build -C "$work/$count" \
		--today 2026-11-22 --quiet --out "$work/portal" >/dev/null
	awk '/I *refs:/ { gsub(",", ""); print $NF }' "$work/log"
	rm -rf "$work/portal"
done | awk '
	{ n[NR] = $1 }
	END {
		if (NR != 2 || !n[1])
			exit 1
		printf "instructions: %.2f thousand million for 1,000 records, " \
			"%.2f for 2,000, %.2f times\n",
			n[1] / 1e9, n[2] / 1e9, n[2] / n[1]
		exit n[2] / n[1] > 2.2
	}'
