#!/bin/sh
# SPDX-License-Identifier: MIT
# A command's usage line, its list of options and the manual page's synopsis
# name the same options.
taizhang=$BUILD/taizhang
page=docs/taizhang.1

# The options after "Fl" in the synopsis of a command, as they are typed.
of_page() {
	awk -v name="$1" '
		/^\.Sh/ { is_synopsis = $2 == "SYNOPSIS" }
		/^\.Nm/ { is_ours = 0 }
		is_synopsis && $1 == ".Cm" { is_ours = $2 == name }
		is_synopsis && is_ours {
			for (i = 1; i < NF; i++)
				if ($i == "Fl")
					print "-" $(i + 1)
		}' $page | sort -u
}

of_usage() {
	sed -n 's/^用法：//p' "$help" | tr '][| ' '\n' |
		grep -E '^--?[A-Za-z]' | sort -u
}

of_list() {
	awk '/^选项：/ { is_list = 1 }
		is_list && $1 ~ /^-/ && $1 != "--help" { print $1 }' "$help" |
		sort -u
}

compare() {
	[ "$2" = "$4" ] ||
		echo "$1: $3 has [$(echo "$2" | tr '\n' ' ')]," \
			"$5 has [$(echo "$4" | tr '\n' ' ')]"
}

help=$(mktemp)
trap 'rm -f "$help"' EXIT
"$taizhang" help | sed -n 's/^  \([a-z-]*\) .*/\1/p' | while read -r name; do
	"$taizhang" "$name" --help >"$help"
	compare "$name" "$(of_usage)" "the usage line" "$(of_list)" "the list"
	if [ -f $page ]; then
		grep -q "^\.Cm $name\$" $page ||
			echo "$name is not in $page"
		compare "$name" "$(of_list)" "the list" "$(of_page "$name")" \
			"$page"
	fi
done
