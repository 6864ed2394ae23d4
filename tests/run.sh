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
#     tests/run.sh case -rule       and what not, of those
#
# As many at a time as TAIZHANG_JOBS says, or there are processors. A suite
# finds TAIZHANG (the program), ROOT (of the source), BUILD, and a TMPDIR of
# its own. TAIZHANG_WRAP is put before unit tests and cases.
set -u

ROOT=$(cd "$(dirname "$0")/.." && pwd)
cd "$ROOT" || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
TAIZHANG=$BUILD/taizhang
CMOCKA_MESSAGE_OUTPUT=tap
export ROOT BUILD TAIZHANG CMOCKA_MESSAGE_OUTPUT
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE CDPATH

# run GROUP NAME COMMAND …: one suite, in the folder $scratch.
run() {
	group=$1 suite=$1/$2
	shift 2
	mkdir -p "$scratch/$suite/tmp"
	began=$(date +%s)
	# shellcheck disable=SC2086
	case $group in
	unit | case) set -- ${TAIZHANG_WRAP-} "$@" ;;
	esac
	TMPDIR=$scratch/$suite/tmp "$@" >"$scratch/$suite/log" 2>&1 </dev/null
	status=$?
	took=$(($(date +%s) - began))
	chmod -R u+w "$scratch/$suite/tmp" 2>/dev/null
	rm -rf "$scratch/$suite/tmp"
	flock "$scratch/counts" awk -v suite="$suite" -v status="$status" \
		-v took="$took" -v counts="$scratch/counts" -f tests/tap.awk \
		"$scratch/$suite/log"
}

tab=$(printf '\t')
if [ "${1-}" = --one ]; then
	IFS=$tab
	# shellcheck disable=SC2086
	set -f -- $2
	unset IFS
	run "$@"
	exit 0
fi

scratch=$(mktemp -d) || exit 2
export scratch
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
: >"$scratch/counts"
only=$*

# add GROUP NAME COMMAND …: to what is to be run, if it is asked for.
add() {
	for one in $only; do
		if [ "$one" = "-$1" ] || [ "$one" = "-$2" ]; then
			return
		fi
	done
	[ -z "$only" ] || for one in $only; do
		if [ "$one" = "$1" ] || [ "$one" = "$2" ]; then
			break
		fi
		false
	done || return 0
	line=$1
	shift
	for word; do
		line=$line$tab$word
	done
	printf '%s\n' "$line"
}

# The long ones first, so that none is waited for alone.
{
	for cases in tests/case/rule tests/case/*/; do
		name=$(basename "$cases")
		case $cases in
		tests/case/base/ | tests/case/rule/) ;;
		*) add case "$name" "$BUILD/tests/case" "$name/" ;;
		esac
	done
	for test in tests/flow/*.sh tests/fault/*.sh; do
		case $test in
		*lib.sh) ;;
		*) add "$(basename "$(dirname "$test")")" \
			"$(basename "$test" .sh)" "$ROOT/$test" ;;
		esac
	done
	add handbook handbook "$BUILD/tests/handbook"
	for test in tests/unit/*.c; do
		name=$(basename "$test" .c)
		add unit "$name" "$BUILD/tests/unit/$name"
	done
} | xargs -r -d '\n' -n 1 -P "${TAIZHANG_JOBS:-$(nproc 2>/dev/null || echo 1)}" \
	sh tests/run.sh --one

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
