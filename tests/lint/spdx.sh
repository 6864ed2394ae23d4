#!/bin/sh
# SPDX-License-Identifier: MIT
# The licence is named in the first two lines of each file that is written by
# hand, and a C file says in a comment what it is.
for file in Makefile .ci/run src/*/*.[ch] src/*/*.def tests/*.sh tests/*.awk \
	tests/*/*.[ch] tests/*/*.sh tests/*/*.awk tests/*/*.py; do
	[ -f "$file" ] || continue
	head -n 2 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
		echo "$file: no SPDX line"
done
