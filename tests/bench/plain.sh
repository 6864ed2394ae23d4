#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes of a corpus what a generator of pages does, for a comparison with one:
# the pages of tests/bench/plain, which tests/bench/hugo makes too, without
# rules, drafts, figures, files and search, and of activities and their ledgers
# alone: plain.sh CORPUS
set -eu

if [ $# -ne 1 ]; then
	echo "usage: tests/bench/plain.sh CORPUS" >&2
	exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

mv "$1/layouts/assets" "$1/assets"
rm -r "$1/layouts" "$1/content/plan/rules" "$1/content/plan/drafts"
cp -r "$here/plain" "$1/layouts"
mv "$1/assets" "$1/layouts/assets"
find "$1/content/units" "$1/content/journal" -depth -type d \
	\( -name plan -o -name summary -o -name mechanism \) -exec rm -r {} +
