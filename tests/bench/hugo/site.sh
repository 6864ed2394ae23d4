#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes a Hugo site that reads the content of a corpus: site.sh CORPUS SITE
# Pages that stem from no file of the content (a unit, a month, a ledger) need
# one: Hugo 0.111 knows no other way.
set -eu

if [ $# -ne 2 ]; then
	echo "usage: tests/bench/hugo/site.sh CORPUS SITE" >&2
	exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
corpus=$(CDPATH='' cd -- "$1" && pwd)
site=$2
stubs=$site/stubs

mkdir -p "$stubs/units" "$stubs/months" "$stubs/ledgers" "$site/data/plan"
cp -r "$here/layouts" "$site/layouts"
sed "s|@CORPUS@|$corpus|" "$here/config.toml" >"$site/config.toml"

# stub FILE TYPE [NAME VALUE]…
stub() {
	file=$stubs/$1.md
	{
		printf -- '---\ntype: %s\n' "$2"
		shift 2
		while [ $# -gt 0 ]; do
			printf '%s: %s\n' "$1" "$2"
			shift 2
		done
		printf -- '---\n'
	} >"$file"
}

for name in units programme settings; do
	cp "$corpus/content/plan/$name.yaml" "$site/data/plan"
done
cp -r "$corpus/content/journal" "$site/data/journal"
stub units units at units
stub months months at months
stub about about at about
sed -n 's/^ *- {代码: \([a-z]*\),.*/\1/p' \
	"$corpus/content/plan/units.yaml" >"$site/units.txt"
while read -r unit; do
	stub "units/$unit" unit at units unit "$unit"
done <"$site/units.txt"

# "MONTH problems open" and, at last, "all problems open".
closed=$(find "$corpus/content/units" -path '*/ledger/*.md' -exec \
	grep -l '^事由: 申请销号' {} + | wc -l)
find "$corpus/content/units" -name index.md -exec awk -v closed="$closed" '
	FNR == 1 {
		n = split(FILENAME, part, "/")
		month = part[n - 2]
		count[month] += 0
		inside = 0
	}
	/^[^ ]/ { inside = /^问题:/ }
	inside && /整改方式: / {
		count[month]++
		all++
		if (!/整改方式: 立行立改/)
			open++
	}
	END {
		for (month in count)
			print month, count[month]
		print "open", open - closed
	}' {} + | awk '
	{ count[$1] += $2 }
	END { for (key in count) print key, count[key] }' |
	sort >"$site/counts.txt"
while read -r key count; do
	page=1
	while :; do
		tail=
		[ $page = 1 ] || tail=-$page
		if [ "$key" = open ]; then
			stub "ledgers/problems$tail" open at ledgers page $page
		else
			mkdir -p "$stubs/ledgers/$key"
			stub "ledgers/$key/problems$tail" ledger \
				at ledgers month "\"$key\"" page $page
		fi
		page=$((page + 1))
		[ $(((page - 1) * 500)) -lt "$count" ] || break
	done
	[ "$key" = open ] || stub "months/$key" month at months month "\"$key\""
done <"$site/counts.txt"
