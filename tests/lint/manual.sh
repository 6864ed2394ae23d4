#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual: each page with a block in it is run (tests/manual/order), each can
# be reached from its first page, and its links and pictures lead somewhere.

cd docs/manual || exit 1
order=../../tests/manual/order
while read -r page; do
	[ -f "$page" ] || echo "tests/manual/order names $page, which is not there"
done <$order
for page in *.md; do
	if grep -q '^```' "$page" && ! grep -qx "$page" $order; then
		echo "docs/manual/$page is not run: put it into tests/manual/order"
	fi
	[ "$page" = index.md ] || grep -q "]($page)" index.md ||
		echo "docs/manual/index.md does not lead to $page"
	awk '/^```/ { code = !code; next } !code' "$page" |
		grep -o ']([^)]*)' | sed 's/^](//; s/)$//' | sort -u |
		while read -r link; do
			case $link in
			https://*) ;;
			*) [ -f "$link" ] ||
				echo "docs/manual/$page: there is no $link" ;;
			esac
		done
done
for picture in ../../layouts/assets/manual/*.png; do
	grep -q "$(basename "$picture")" ./*.md ||
		echo "${picture#../../} is in no manual"
done
