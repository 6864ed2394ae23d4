#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the fuzzers named as arguments, each for FUZZ_SECONDS, beginning with
# what earlier runs found worth keeping and with the texts of the tests; as
# many at a time as TAIZHANG_JOBS says, or there are processors. What breaks
# one is kept in $BUILD/found/. With FUZZ_SEED they try the same again each
# time. The last line: N passed, N failed.
set -u

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT
cd "$ROOT" || exit 2

# run NAME: one fuzzer; what it says is told at once when it is done.
run() {
	name=$1
	mkdir -p "$BUILD/corpus/$name" "$BUILD/found"
	log=$BUILD/$name.log
	set -- "$BUILD/corpus/$name"
	cases=tests/case
	# Those with the whole plan take it half a second each.
	[ "$name" != build ] || cases="tests/case/layout tests/case/front"
	for seeds in $cases tests/spec "tests/fuzz/seeds/$name" \
		content/units/mzj content/journal/mzj content/plan/kinds
	do
		[ -d "$seeds" ] && set -- "$@" "$seeds"
	done
	if "$BUILD/$name" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=20 \
		-rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 \
		-seed="${FUZZ_SEED:-0}" \
		-artifact_prefix="$BUILD/found/$name-" "$@" >"$log" 2>&1
	then
		awk -v name="$name" '
			/number_of_executed_units/ { runs = $2 }
			END { printf "ok %-12s %9d runs\n", name, runs }' "$log"
	else
		{
			echo "not ok $name"
			grep -n -m 1 -A 25 'ERROR\|deadly signal\|runtime error' \
				"$log" || tail -n 20 "$log"
		} >"$log.told"
		cat "$log.told"
	fi
}

if [ "${1-}" = --one ]; then
	run "$2"
	exit 0
fi

told=$(mktemp) || exit 2
trap 'rm -f "$told"' EXIT
printf '%s\n' "$@" | xargs -d '\n' -n 1 \
	-P "${TAIZHANG_JOBS:-$(nproc 2>/dev/null || echo 1)}" \
	sh tests/fuzz/run.sh --one | tee "$told"
passed=$(grep -c '^ok ' "$told")
echo "$passed passed, $(($# - passed)) failed"
[ "$passed" = $# ]
