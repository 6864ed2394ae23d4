#!/bin/sh
# SPDX-License-Identifier: MIT
# No space at the end of a line, no spaces before a tab, LF, one line end at
# the end.
for file in Makefile src/*/* tests/*.sh tests/*/*.[ch] tests/*/*.sh \
	layouts/*.html; do
	[ -f "$file" ] || continue
	awk -v file="$file" '
		/[ \t]+$/ { print file ":" NR ": space at the end" }
		/^\t* +\t/ { print file ":" NR ": spaces before a tab" }
		/\r/ { print file ":" NR ": CRLF" }
		END { if (NR && $0 == "") print file ": empty line at the end" }
	' "$file"
	[ -z "$(tail -c 1 "$file")" ] || echo "$file: no line end at the end"
done
