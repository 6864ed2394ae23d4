#!/bin/sh
# SPDX-License-Identifier: MIT
# Every finding of the catalogue is used, and has its case, but for those of
# the machine.
sed -n 's/^FINDING(\([A-Z_]*\), "\([a-z-]*\)", \([A-Z_]*\).*/\1 \2 \3/p' \
	src/base/finding.def |
	while read -r symbol id level; do
		grep -qw "FINDING_$symbol" src/*/*.c ||
			echo "FINDING_$symbol is used nowhere"
		[ "$level" = LEVEL_FAILURE ] || [ ! -f tests/case/case.c ] ||
			grep -rqw -- "$id" tests/case tests/unit tests/flow ||
			echo "$id has no case and no test"
	done
