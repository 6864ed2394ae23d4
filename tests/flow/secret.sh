#!/bin/sh
# SPDX-License-Identifier: MIT
# What is not public stays out of the public portal: a secret in every field
# of every kind that is not public (secret.py reads the kinds), and then every
# byte of the portal is looked at, Excel files unpacked. So that this proves
# something, each secret must be in the book.
. "$(dirname "$0")/lib.sh"

tree=$work/tree
mkdir -p "$tree/content"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"
rm "$tree/content/plan/roster.yaml"
ok "a record of every kind" python3 "$ROOT/tests/flow/secret.py" \
	"$tree/content/plan/kinds" "$tree/content"
cp "$work/ok.out" "$work/secrets"
like "there are secrets" '^[5-9][0-9]$|^[0-9]{3}' "$(wc -l <"$work/secrets")"

# Rules may find what they like; the records themselves are whole.
run "$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 --out "$work/out"
unlike "no record is left out" \
	'\[(field|value|reference|key|picture|path)-' "$err$out"
ok "there is a portal" test -s "$work/out/ledgers/problems.html"
run "$TAIZHANG" build --quiet -C "$tree" --edition internal \
	--today 2026-11-22 --out "$work/internal"
ok "and an internal one" test -s "$work/internal/ledgers/problems.html"

"$TAIZHANG" query -C "$tree" --today 2026-11-22 --csv "SELECT name
	FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'" |
	tr -d '\r' | tail -n +2 >"$work/tables"
while read -r table; do
	"$TAIZHANG" query -C "$tree" --today 2026-11-22 --csv \
		"SELECT * FROM \"$table\""
done <"$work/tables" >"$work/book" 2>&1
lost=$(while read -r secret; do
	grep -qF -e "$secret" "$work/book" || echo "$secret"
done <"$work/secrets")
is "every secret is in the book" "" "$lost"

# unpacked FOLDER: its Excel files beside themselves, in pieces.
# shellcheck disable=SC2317 # ok() runs it
unpacked() {
	find "$1" -name '*.xlsx' | while read -r file; do
		python3 -m zipfile -e "$file" "$file.d" || return 1
	done
}
ok "Excel files" unpacked "$work/out"
ok "and there are some" test -s \
	"$work/out/ledgers/problems.xlsx.d/xl/sharedStrings.xml"
is "no secret is in the portal" "" \
	"$(grep -raFo -f "$work/secrets" "$work/out" | sort -u | head -20)"
is "no name of a file is one" "" \
	"$(find "$work/out" | grep -F -f "$work/secrets")"
like "the internal one has secrets" . \
	"$(grep -rFl -f "$work/secrets" "$work/internal")"

# The internal edition says so everywhere.
ok "Excel files of the internal edition" unpacked "$work/internal"
is "every page says 内部" "" "$(find "$work/internal" -name '*.html' \
	-exec grep -FL 内部 {} +)"
is "every other file does" "" "$(find "$work/internal" -name '*.csv' \
	-exec grep -FL 内部 {} + -o -name '*.json' -exec grep -FL 内部 {} + \
	-o -name sharedStrings.xml -exec grep -FL 内部 {} + \
	-o -name '*.ics' -exec grep -FL 内部 {} + \
	-o -name '*.atom' -exec grep -FL 内部 {} + \
	-o -path '*/search/index.js' -exec grep -FL 内部，请 {} +)"
is "and no public one" "" "$(find "$work/out" -name '*.csv' \
	-exec grep -Fl 内部，请 {} + -o -name '*.json' -exec grep -Fl 内部，请 {} + \
	-o -path '*/search/index.js' -exec grep -Fl 内部，请 {} +)"

finish
