#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes out of a corpus what a generator of pages does not do, for a comparison
# with one: rules, ledgers and figures with their CSV, Excel and JSON, the
# calendar. Two plain lists of problems stand for the ledgers, and the links
# lead there: plain.sh CORPUS
set -eu

if [ $# -ne 1 ]; then
	echo "usage: tests/bench/plain.sh CORPUS" >&2
	exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
layouts=$1/layouts

rm -r "$1/content/plan/rules" "$layouts/ledgers" "$layouts/figures" \
	"$layouts/hotline" "$layouts/reports" "$layouts/score"
for page in allowed calendar entry feed figures handbook transfers; do
	rm "$layouts/$page.html"
done
cp -r "$here/plain" "$layouts/ledgers"
sed -i -e 's|"/ledgers\.html"|"/ledgers/problems.html"|' \
	-e 's|"/ledgers/rectification\.html"|"/ledgers/problems.html"|' \
	-e 's#、<a href="/ledgers/[^"]*/\(needs\|measures\)\.html">[^<]*</a>##g' \
	-e '/<p class="remark">本单位的<a href="\/ledgers\/unit-/d' \
	-e '/feed\.atom/d' -e '/"\/figures\.html"/d' -e '/"\/allowed\.html"/d' \
	"$layouts"/*.html
