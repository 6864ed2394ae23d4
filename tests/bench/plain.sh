#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes the ledgers out of a corpus, for a comparison with a generator that
# makes no CSV, Excel or JSON: two plain lists of problems stand for them, and
# the links lead there: plain.sh CORPUS
set -eu

if [ $# -ne 1 ]; then
	echo "usage: tests/bench/plain.sh CORPUS" >&2
	exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
layouts=$1/layouts

rm -r "$layouts/ledgers"
cp -r "$here/plain" "$layouts/ledgers"
sed -i -e 's|"/ledgers\.html"|"/ledgers/problems.html"|' \
	-e 's|"/ledgers/rectification\.html"|"/ledgers/problems.html"|' \
	-e 's#、<a href="/ledgers/[^"]*/\(needs\|measures\)\.html">[^<]*</a>##g' \
	-e '/<p class="remark">本单位的<a href="\/ledgers\/unit-/d' \
	"$layouts"/*.html
