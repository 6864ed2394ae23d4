#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the fuzzers named as arguments, each for FUZZ_SECONDS, beginning with
# what earlier runs found worth keeping and with the texts of the tests. What
# breaks one is kept in $BUILD/found/. The last line: N passed, N failed.
set -u

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export ROOT
cd "$ROOT" || exit 2
mkdir -p "$BUILD/found" || exit 2
passed=0 failed=0
for name; do
	mkdir -p "$BUILD/corpus/$name"
	log=$BUILD/$name.log
	set -- "$BUILD/corpus/$name"
	for seeds in tests/case tests/spec "tests/fuzz/seeds/$name" \
		content/units/mzj content/journal/mzj content/plan/kinds
	do
		[ -d "$seeds" ] && set -- "$@" "$seeds"
	done
	if "$BUILD/$name" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=20 \
		-rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 \
		-artifact_prefix="$BUILD/found/$name-" "$@" >"$log" 2>&1
	then
		passed=$((passed + 1))
		runs=$(awk '/number_of_executed_units/ { print $2 }' "$log")
		printf 'ok %-12s %9d runs\n' "$name" "${runs:-0}"
	else
		failed=$((failed + 1))
		printf 'not ok %s\n' "$name"
		grep -n -m 1 -A 25 'ERROR\|deadly signal\|runtime error' "$log" ||
			tail -n 20 "$log"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
