#!/bin/sh
# SPDX-License-Identifier: MIT
# The handbook has a section for each finding of the program and each rule of
# the plan, under its name, with a wrong and a right example or the reason why
# there can be none; and no section without a finding or rule.

# section FILE NAME
section() {
	if [ ! -f "$1" ]; then
		echo "$1 is not written"
		return
	fi
	[ "$(head -n 1 "$1")" = "# $2" ] ||
		echo "$1: the first line is not: # $2"
	grep -q '^没有例子：.' "$1" && return
	for which in bad good; do
		grep -Eq "^\`\`\`[a-z]+ $which( |\$)" "$1" ||
			echo "$1: there is no $which example"
	done
}

catalogue=src/base/finding.def
sed -n 's/^FINDING([A-Z_]*, "\([a-z-]*\)", [A-Z_]*, [A-Z_]*, "\([^"]*\)".*/\1 \2/p' \
	$catalogue | while read -r id name; do
	section "docs/findings/$id.md" "$name"
done
for file in docs/findings/*.md; do
	grep -q "\"$(basename "$file" .md)\"" $catalogue ||
		echo "$file: there is no such finding"
done
for rule in content/plan/rules/*.sql; do
	section "${rule%.sql}.md" "$(sed -n 's/^-- name: //p' "$rule")"
done
for file in content/plan/rules/*.md; do
	[ -f "${file%.md}.sql" ] || echo "$file: there is no such rule"
done
