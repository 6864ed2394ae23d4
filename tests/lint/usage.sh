#!/bin/sh
# SPDX-License-Identifier: MIT
# A command's usage line names each of its options, and no other.
taizhang=$BUILD/taizhang
"$taizhang" help | sed -n 's/^  \([a-z-]*\) .*/\1/p' | while read -r name; do
	"$taizhang" "$name" --help | awk -v name="$name" '
		/^用法：/ { usage = $0; next }
		/^选项：/ { is_list = 1; next }
		is_list && $1 ~ /^-/ && $1 != "--help" { listed[$1] = 1 }
		END {
			if (!usage)
				print name ": no usage line"
			n = split(usage, words, /[][ |（）]+/)
			for (i = 1; i <= n; i++)
				if (words[i] ~ /^--?[A-Za-z]/)
					used[words[i]] = 1
			for (option in listed)
				if (!(option in used))
					print name ": " option \
						" is not in the usage line"
			for (option in used)
				if (!(option in listed))
					print name ": " option \
						" is not in the list"
		}'
	[ ! -f "docs/man/taizhang-$name.1" ] ||
		"$taizhang" "$name" --help |
		sed -n 's/^  \(--\{0,1\}[A-Za-z][a-z-]*\).*/\1/p' |
			while read -r option; do
				grep -q -- "$(echo "$option" |
					sed 's/-/\\\\-/g')" \
					"docs/man/taizhang-$name.1" ||
					echo "$name: $option is not in the" \
						"manual page"
			done
done
