#!/bin/sh
# SPDX-License-Identifier: MIT
# What the search costs at 10,000 records: time to build with and without it,
# its size, what questions load; and the same for Pagefind, from npm, where
# there is an npx. `make bench` gives TAIZHANG and ROOT.
set -eu

: "${TAIZHANG:?}" "${ROOT:?}"
count=${COUNT:-10000}
disk=/dev/shm
[ -d "$disk" ] && [ -w "$disk" ] || disk=${TMPDIR:-/tmp}
work=$(mktemp -d "$disk/taizhang-search.XXXXXX")
server=
trap '[ -z "$server" ] || kill $server; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

seconds() { # COMMAND …: the least CPU time of three runs
	for _ in 1 2 3; do
		rm -rf "$work/portal"
		/usr/bin/time -f '%U %S' -o "$work/time" "$@" >/dev/null 2>&1
		awk '{ print $1 + $2 }' "$work/time"
	done | sort -n | head -n 1
}
files() { # FOLDER
	find "$1" -type f -printf '%s\n' |
		awk '{ s += $1 } END { printf "%.1f MB in %d files\n", s / 1e6, NR }'
}

"$ROOT/tests/bench/corpus" "$count" "$work/tree"
cp -r "$work/tree" "$work/without"
find "$work/without/layouts" -name '*.html' -exec sed -i \
	'/^search:/,/^[^ ]/{/^search:/d;/^  /d}' {} +
build() { # TREE
	seconds "$TAIZHANG" build -C "$1" --today 2026-11-22 --quiet \
		--out "$work/portal"
}
if [ -x /usr/bin/time ]; then
	without=$(build "$work/without")
	with=$(build "$work/tree")
	echo "build of $count records: $without CPU s without search," \
		"$with with it"
else
	"$TAIZHANG" build -C "$work/tree" --today 2026-11-22 --quiet \
		--out "$work/portal" >/dev/null
fi
echo "the index: $(files "$work/portal/search")"

browser=$(command -v chromium || command -v chromium-browser || :)
if [ -n "$browser" ]; then
	python3 "$ROOT/tests/flow/search.py" serve "$work" \
		>"$work/port" 2>>"$work/log" &
	server=$!
	while ! [ -s "$work/port" ]; do sleep 0.1; done
fi
# query WORDS: what a fresh browser loads for it.
query() {
	rm -rf "$work/browser"
	: >"$work/log"
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/browser" --virtual-time-budget=20000 \
		--dump-dom "http://127.0.0.1:$(cat "$work/port")/portal/search.html#?q=$1" \
		2>/dev/null | sed -n 's/.*role="status">\([^<]*\)<.*/\1/p' >"$work/said"
	awk -v words="$1" -v said="$(cat "$work/said")" '
		/search/ { first += $1 }
		/search\/[0-9a-f]*\// { later += $1; n++ }
		{ all += $1 }
		END {
			printf "%s: %s; %.0f KB first (%.0f with the page), " \
				"%.0f KB in %d files later\n", words, said,
				first / 1e3, all / 1e3, later / 1e3, n
		}' "$work/log"
}
# drawn: one phrase of each length from 1 to 30, and two records' numbers.
drawn() {
	python3 - "$ROOT/tests/flow" "$work/portal" <<'E2'
import pathlib, random, sys
sys.path.insert(0, sys.argv[1])
import search
chance = random.Random(1)
pages = sorted(pathlib.Path(sys.argv[2], "activities").glob("*-[0-9]*.html"))
for size in range(1, 31):
    lines = []
    while not lines:
        lines = [l for l in search.lines_of(chance.choice(pages)) if len(l) >= size]
    line = chance.choice(lines)
    at = chance.randrange(len(line) - size + 1)
    print(line[at:at + size].replace("%", "%25").replace("&", "%26").replace("+", "%2B"))
for page in chance.sample(pages, 2):
    print(page.stem)
E2
}
if [ -n "$browser" ]; then
	{
		printf '%s\n' 窗口 营业执照 县民政局 内地居民婚姻登记 \
			2024年12月 mzj-2024-12-window-2-p01 \
			一位开小饭馆的人先问综合窗口 '医保 邮寄 章程' 民
		drawn
	} | while IFS= read -r words; do
		query "$words"
	done
fi

command -v npx >/dev/null || exit 0
rm -rf "$work/portal/search"
/usr/bin/time -f '%e s, %U + %S CPU s, %M KB' timeout 300 npx --yes pagefind@1 \
	--site "$work/portal" >"$work/pagefind" 2>&1 || :
echo "Pagefind: $(tail -n 1 "$work/pagefind")"
echo "its index: $(files "$work/portal/pagefind")"
