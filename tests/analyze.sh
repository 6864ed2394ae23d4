#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the analyzers over src/: gcc's, clang-tidy (.clang-tidy) and cppcheck.
# What they are wrong about stands in tests/analyze.txt, with the reason. The
# last line: N passed, N failed.
set -u

ROOT=$(cd "$(dirname "$0")/.." && pwd)
cd "$ROOT" || exit 2
out=$BUILD/analyze
mkdir -p "$out" || exit 2
jobs=$(nproc 2>/dev/null || echo 1)
passed=0 failed=0

# Shows the findings in the file $out/NAME, but for those that are listed.
tell() {
	awk -v root="$ROOT/" '
		FNR == NR {
			if ($1 !~ /^#/)
				known[$1, $2] = 1
			next
		}
		/^[^ ].*: (error|warning): .*\[[^ ]*\]$/ {
			at = $0
			if (index(at, root) == 1)
				at = substr(at, length(root) + 1)
			sub(/^\.\//, "", at)
			file = substr(at, 1, index(at, ":") - 1)
			what = $0
			sub(/.*\[/, "", what)
			sub(/[],].*/, "", what)
			is_shown = !((file, what) in known)
		}
		/^[^ ].*: error: / && !/\]$/ { is_shown = 1 }
		/: In function / { is_shown = 0 }
		is_shown { print }
	' tests/analyze.txt "$out/$1" >"$out/$1.txt"
	if [ -s "$out/$1.txt" ]; then
		failed=$((failed + 1))
		echo "not ok $1"
		sed 's/^/    /' "$out/$1.txt"
	else
		passed=$((passed + 1))
		echo "ok $1"
	fi
}

# The analyzer of gcc 12 does not know what a call returns that it has no body
# of, and takes every pointer from there for NULL.
# shellcheck disable=SC2086
printf '%s\n' src/*/*.c | xargs -P "$jobs" -n 1 gcc $CPPFLAGS $WARN \
	$PACKAGE_CFLAGS -O1 -fanalyzer -fdiagnostics-plain-output \
	-Wno-analyzer-possible-null-dereference \
	-Wno-analyzer-possible-null-argument \
	-c -o /dev/null >"$out/gcc" 2>&1
tell gcc

# shellcheck disable=SC2016
printf '%s\n' src/*/*.c | xargs -P "$jobs" -n 4 sh -c '
	flags=$1 && shift
	clang-tidy --quiet "$@" -- $flags 2>/dev/null
' clang-tidy "$CPPFLAGS $PACKAGE_CFLAGS -std=c11" >"$out/clang-tidy"
tell clang-tidy

cppcheck --quiet --std=c11 --enable=warning,portability,performance \
	-j "$jobs" -D_GNU_SOURCE -Isrc --template=gcc src >"$out/cppcheck" 2>&1
tell cppcheck

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
