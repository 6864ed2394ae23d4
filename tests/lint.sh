#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every script in tests/lint/: each prints what is wrong, and nothing where
# all is well. The last line: N passed, N failed.
#
#     tests/lint.sh             all
#     tests/lint.sh layers      some, by name
set -u

ROOT=$(cd "$(dirname "$0")/.." && pwd)
cd "$ROOT" || exit 2
export ROOT LC_ALL=C.UTF-8
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
export BUILD
passed=0 failed=0
[ $# -gt 0 ] || set -- tests/lint/*.sh
for script; do
	name=$(basename "$script" .sh)
	if said=$(sh "tests/lint/$name.sh" 2>&1) && [ -z "$said" ]; then
		passed=$((passed + 1))
		echo "ok $name"
	else
		failed=$((failed + 1))
		echo "not ok $name"
		echo "$said" | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
