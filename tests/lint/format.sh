#!/bin/sh
# SPDX-License-Identifier: MIT
# Every C file is laid out by .clang-format: `make format` does it.
${CLANG_FORMAT:-clang-format} --dry-run -Werror src/*/*.[ch] tests/*/*.[ch] \
	2>&1 | awk '/error: code should be clang-formatted/ {
		split($1, place, ":")
		if (!(place[1] in seen))
			print place[1] ":" place[2] ": not as make format has it"
		seen[place[1]] = 1
		next
	}
	/error/ { print }'
