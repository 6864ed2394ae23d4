#!/bin/sh
# SPDX-License-Identifier: MIT
# How long a reviewer waits at the desk: the list of thirty records, and each of
# them, on the county's own plan and records. `make bench` gives TAIZHANG and
# ROOT.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
. "$ROOT/tests/flow/lib.sh"
. "$ROOT/tests/flow/gate_lib.sh"
. "$ROOT/tests/flow/desk_lib.sh"
set +e
WANTED=30
reviewer=spj-lei

# timed PATH: seconds until all of the page is there; the page is $work/page.
timed() {
	curl -s -o "$work/page" -w '%{time_total}\n' -m 60 \
		-u "$reviewer:$reviewer" "$url$1"
}
listed() {
	sed -n 's,.*href="/review/\([^"]*\)">看一看.*,\1,p' "$work/page"
}
# What the desk has used of the processors, ms. timeout(1) is its parent.
used() {
	awk '{ print ($14 + $15) * 10 }' "/proc/$server/stat"
}
# row NAME: pages by their paths, a line each: how long the middle one took, and
# the worst; and the processors' time for one.
row() {
	before=$(used)
	while read -r path; do
		timed "$path"
	done >"$work/times"
	sort -n "$work/times" | awk -v name="$1" -v cpu=$(($(used) - before)) '
		{ ms[NR] = $1 * 1000 }
		END {
			printf "  %-30s %6d ms, worst %6d ms, processor %5d ms (%d)\n",
				name,
				(ms[int((NR + 1) / 2)] + ms[int(NR / 2) + 1]) / 2,
				ms[NR], cpu / NR, NR
		}'
}

desk_make
for walk in "$source"/content/units/*/2026-11/window; do
	unit=${walk%/2026-11/window}
	unit=${unit##*/}
	user=$(sed -n "s/.*{用户: \([a-z-]*\), 单位: $unit, 角色: \[报送.*/\1/p" \
		"$source/content/plan/roster.yaml" | head -n 1)
	[ -n "$user" ] || continue
	hand "$user" "$unit/2026-11/window-9" "$walk"
	[ "$(git -C "$repo" for-each-ref refs/heads/u | wc -l)" -lt $WANTED ] ||
		break
done
# What was looked at on the way is known to a desk that runs.
kill "$desk_pid"
wait "$desk_pid"
desk_start
until timed /none >/dev/null && grep -qs '<html' "$work/page"; do
	sleep 0.2
	kill -0 "$desk_pid" || exit 1
done
server=$(ps -o pid= --ppid "$desk_pid" | tr -d ' ')
echo
echo "The desk: $(git -C "$repo" for-each-ref refs/heads/u | wc -l) records" \
	"wait; $(nproc) processors, load $(cut -d ' ' -f 1 /proc/loadavg)."
echo
echo /queue | row "the list, eight are checked"
printf '/queue\n/queue\n/queue\n' | row "again, until all are known"
for _ in $(seq 11); do
	echo /queue
done | row "the list, all are known"
listed | sed 's,^,/review/,' >"$work/objects"
row "one of them" <"$work/objects"
row "one of them, again" <"$work/objects"
awk '/VmRSS/ { printf "  memory then: %d MB\n", $2 / 1024 }' \
	"/proc/$server/status"
