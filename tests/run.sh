#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every suite and adds up what they say in TAP; what failed is shown with
# the lines around it. The last line is "N passed, N failed" (", N skipped"
# where some were, or are known to fail: "not ok … # TODO why"). A suite that
# ends without its plan, or otherwise than its lines say, is one failed test
# more.
#
#     tests/run.sh                  all
#     tests/run.sh unit flow        some groups: unit, case, handbook, flow, fault
#     tests/run.sh release submit   suites by name
#
# A suite finds TAIZHANG (the program), ROOT (of the source), BUILD, and a
# TMPDIR of its own. TAIZHANG_WRAP is put before unit tests and cases.
set -u

ROOT=$(cd "$(dirname "$0")/.." && pwd)
cd "$ROOT" || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
TAIZHANG=$BUILD/taizhang
CMOCKA_MESSAGE_OUTPUT=tap
export ROOT BUILD TAIZHANG CMOCKA_MESSAGE_OUTPUT
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE CDPATH

scratch=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
: >"$scratch/counts"

# Is this group or suite asked for?
asked() {
	[ -n "$only" ] || return 0
	for one in $only; do
		if [ "$one" = "$1" ] || [ "$one" = "$2" ]; then
			return 0
		fi
	done
	return 1
}

# run GROUP NAME COMMAND …
run() {
	group=$1 name=$2
	asked "$group" "$name" || return 0
	shift 2
	log=$scratch/log
	mkdir "$scratch/tmp"
	began=$(date +%s)
	TMPDIR=$scratch/tmp "$@" >"$log" 2>&1 </dev/null
	status=$?
	took=$(($(date +%s) - began))
	chmod -R u+w "$scratch/tmp" 2>/dev/null
	rm -rf "$scratch/tmp"
	awk -v suite="$group/$name" -v status="$status" -v took="$took" \
		-v counts="$scratch/counts" -f tests/tap.awk "$log"
}

only=$*
for test in "$BUILD"/tests/unit/*; do
	source=tests/unit/$(basename "$test").c
	if [ -f "$source" ] && [ -x "$test" ]; then
		# shellcheck disable=SC2086
		run unit "$(basename "$test")" ${TAIZHANG_WRAP-} "$test"
	fi
done
if [ -f tests/case/case.c ]; then
	# shellcheck disable=SC2086
	run case case ${TAIZHANG_WRAP-} "$BUILD/tests/case"
fi
if [ -f tests/handbook/handbook.c ]; then
	# shellcheck disable=SC2086
	run handbook handbook ${TAIZHANG_WRAP-} "$BUILD/tests/handbook"
fi
for test in tests/flow/*.sh tests/fault/*.sh; do
	if [ -x "$test" ] && [ "$(basename "$test")" != lib.sh ]; then
		group=$(basename "$(dirname "$test")")
		run "$group" "$(basename "$test" .sh)" "$ROOT/$test"
	fi
done

awk '
	{ passed += $1; failed += $2; skipped += $3 }
	END {
		if (!(passed + failed + skipped)) {
			print "no suite was run"
			failed = 1
		}
		printf "%d passed, %d failed", passed, failed
		if (skipped)
			printf ", %d skipped", skipped
		print ""
		exit failed != 0
	}' "$scratch/counts"
