#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes the C source of starter.h's list: the plan and the layouts of this
# project and the files of starter/, each held in the program byte for byte.
#
#   starter.sh ROOT >starter.c
set -eu
cd "$1"

# SOURCE NAME: a file of the project and what it is called in a new repository.
list() {
	find content/plan layouts -type f ! -name '.*' \
		! -path content/plan/roster.yaml | LC_ALL=C sort |
		sed 's/.*/& &/'
	echo "src/cmd/starter/roster.yaml content/plan/roster.yaml"
	echo "src/cmd/starter/README.md README.md"
	echo "src/cmd/starter/gitignore .gitignore"
	echo "src/cmd/starter/gitattributes .gitattributes"
}

echo '#include "cmd/starter.h"'
list | awk '{
	printf "__asm__(\".section .rodata\\nstarter_%d:\\n", NR
	printf ".incbin \\\"%s\\\"\\nstarter_%d_end:\\n.byte 0\\n", $1, NR
	printf ".previous\\n\");\n"
	printf "extern const char starter_%d[], starter_%d_end[];\n", NR, NR
}'
echo 'const struct starter starters[] = {'
list | awk '{ printf "{\"%s\", starter_%d, starter_%d_end},\n", $2, NR, NR }'
echo '{0, 0, 0}};'
