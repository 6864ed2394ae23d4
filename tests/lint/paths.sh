#!/bin/sh
# SPDX-License-Identifier: MIT
# What the pages for those who work on this name is there: paths in backticks
# (content/journal/ is the server's), and the modules in ARCHITECTURE.md's
# tables.

for page in README.md ARCHITECTURE.md CONTRIBUTING.md; do
	# shellcheck disable=SC2016
	grep -o '`[^` ]*`' "$page" | tr -d '`' | sort -u |
		grep -v '^content/journal/' | grep -E '^(src|tests|docs|layouts|content|\.ci)/[A-Za-z0-9_./*-]*$' |
		while read -r path; do
			# shellcheck disable=SC2086 # a pattern is meant
			ls -d $path >/dev/null 2>&1 ||
				echo "$page names $path, which is not there"
		done
done

# The first column of a floor's table.
awk -F '|' '
	/^\*\*[a-z]+\/\*\*/ { floor = substr($0, 3, index($0, "/") - 3) }
	/^#/ { floor = "" }
	floor && /^\| `/ {
		n = split($2, names, /[`, ]+/)
		for (i = 1; i <= n; i++)
			if (names[i] != "")
				print floor "/" names[i]
	}' ARCHITECTURE.md | while read -r module; do
	[ -f "src/$module" ] || ls "src/$module".* >/dev/null 2>&1 ||
		echo "ARCHITECTURE.md names the module $module, which is not there"
done
