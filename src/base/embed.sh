#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes the C source of embedded.h's list: each file byte for byte.
#
#   embed.sh FILE... >embedded.c
set -eu

echo '#include "base/embedded.h"'
printf '%s\n' "$@" | LC_ALL=C sort -u | awk '
	{
		printf "__asm__(\".section .rodata\\nembedded_%d:\\n", NR
		printf ".incbin \\\"%s\\\"\\n", $0
		printf "embedded_%d_end:\\n.byte 0\\n.previous\\n\");\n", NR
		printf "extern const char embedded_%d[], embedded_%d_end[];\n",
			NR, NR
		row[NR] = sprintf("{\"%s\", embedded_%d, embedded_%d_end},",
			$0, NR, NR)
	}
	END {
		print "const struct embedded embedded_files[] = {"
		for (i = 1; i <= NR; i++)
			print row[i]
		print "};"
		printf "const size_t embedded_count = %d;\n", NR
	}'
