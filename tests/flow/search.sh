#!/bin/sh
# SPDX-License-Identifier: MIT
# The search in a browser, over HTTP and from a folder: what it finds is what
# looking through every page finds; what it loads; what it makes of texts that
# look like markup; filters, the address, the keyboard.
. "$(dirname "$0")/lib.sh"

browser_need

tree=$work/tree
portal=$work/www/p
mkdir -p "$tree" "$work/www"
cp -R "$ROOT/content" "$ROOT/layouts" "$tree"
folder=$tree/content/units/mzj/2026-10/window
cat >>"$folder/index.md" <<'E2'

窗口说<b>“&lt;img src=x onerror=alert(1)&gt;”</b>，`<script>alert(1)</script>` 和 `&amp;` 都是字。ＡＢＣ与abc、App是一样的，笑😀脸也算，100%。
E2
"$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 --out "$portal" \
	>"$work/built" 2>&1

like "what lists have, pages have that are searched" \
	'^[0-9]{3,} words, 0 lost' \
	"$(python3 "$ROOT/tests/flow/search.py" lists "$portal")"

drawn=$(python3 "$ROOT/tests/flow/search.py" draw "$portal" 226)
like "words are drawn from many pages" '^[0-9]{3} 226 [12][0-9]{2}$' "$drawn"

# The page itself, with a script behind its own that asks all of them.
cat >"$work/ask.js" <<'E2'
(async () => {
  const out = {};
  await search.open();
  for (const query of ASKED) {
    const words = wordsOf(query);
    const { documents, isSure } = await search.candidates(words);
    const found = [];
    for (const d of documents) {
      const { address, folded } = await search.textOf(d);
      const has = words.every((word) => folded.includes(word));
      if (isSure && !has) throw new Error(`not so sure: ${query}`);
      if (has) found.push(address.slice(new URL('.', location).href.length));
    }
    out[query] = found.sort();
  }
  return JSON.stringify(out);
})().catch(String).then((text) => {
  document.body.replaceChildren(Object.assign(document.createElement('pre'),
    { id: 'out', textContent: encodeURIComponent(text) }));
});
E2
asking() { # PORTAL
	cp "$work/ask.js" "$1"
	sed 's|</body>|<script src="asked.js"></script><script src="ask.js"></script></body>|' \
		"$1/search.html" >"$1/ask.html"
}
asking "$portal"

profile=asking
dump() { # ADDRESS
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/$profile" --virtual-time-budget=60000 \
		--dump-dom "$1" 2>/dev/null
}
answers() { # ADDRESS
	dump "$1" | sed -n 's/.*<pre id="out">\(.*\)<\/pre>.*/\1/p' |
		python3 -c 'import sys, urllib.parse
print(urllib.parse.unquote(sys.stdin.read()))' >"$work/said"
	python3 "$ROOT/tests/flow/search.py" compare "$work/said" \
		"$work/www/expected" 2>&1
}

timeout 600 python3 "$ROOT/tests/flow/search.py" serve "$work/www" \
	>"$work/port" 2>>"$work/log" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
while ! [ -s "$work/port" ]; do sleep 0.1; done
http=http://127.0.0.1:$(cat "$work/port")/p

is "over HTTP all are found, and nothing else" "226 right 0 wrong" \
	"$(answers "$http/ask.html")"
is "from a folder, too" "226 right 0 wrong" \
	"$(answers "file://$portal/ask.html")"

"$TAIZHANG" build --quiet -C "$tree" --edition internal --today 2026-11-22 \
	--out "$work/www/i" >"$work/built" 2>&1
python3 "$ROOT/tests/flow/search.py" draw "$work/www/i" 126 >"$work/drawn"
asking "$work/www/i"
is "what is internal alone is found there" "126 right 0 wrong" \
	"$(answers "file://$work/www/i/ask.html")"

# --- what a reader sees -------------------------------------------------------

page() { # QUERY [BASE]: the part of the page that the script has made
	dump "${2:-$http}/search.html$1" | sed -n '/<main/,/<\/main>/p'
}
profile=empty # nothing in its cache
: >"$work/log"
like "a table is found" \
	'<a href="[^"]*/p/hotline/types\.html#:~:text=[^"]*"><mark>12345工单类型</mark></a>' \
	"$(page '#?q=12345工单类型')"
said=$(page '#?q=走流程')
like "results are counted" 'role="status">(找到|可能有) [0-9]+ 条' "$said"
is "six at a time" 6 "$(printf '%s' "$said" | grep -o '<li><h2>' | wc -l)"
like "words are marked" '<mark>走流程</mark>' "$said"
like "links lead to the page and the place" \
	'href="http://[^"]*/p/activities/[a-z0-9-]+\.html#:~:text=%E8%B5%B0' "$said"
like "there are more" 'class="more" type="button">再看6条' "$said"
like "filters say how many" '<option value="县民政局">县民政局（[0-9]+）' "$said"
like "newest month first" '全部</option><option value="2026-11">' "$said"
loaded=$(awk '{ s += $1 } END { print s + 0 }' "$work/log")
searched=$(awk '/search\// { s += $1 } END { print s + 0 }' "$work/log")
note "a first query loads $searched bytes of the index, $loaded in all"
ok "a first query loads something" test "$searched" -gt 10000
ok "and less than 170 KB" test "$loaded" -lt 170000

said=$(page '#?q=县民政局&类别=单位')
like "a filter of the address holds" '找到 1 条' "$said"
like "and shows" '<select name="类别"' "$said"
said=$(page '?q=县民政局')
like "a question from another page" '<mark>县民政局</mark>' "$said"
like "whose title has it comes first" \
	'^ *<ol class="hits"><li><h2><a href="[^"]*">[^/]*<mark>县民政局</mark>' "$said"
like "what can be asked is said" '可以查' "$(page '')"
said=$(page '#?q=没有这样的话')
like "nothing found is said" '没有找到' "$said"
said=$(page '#?q=onerror=alert')
like "markup in a text is text" \
	'&lt;img src=x <mark>onerror=alert</mark>\(1\)&gt;' "$said"
unlike "and makes no element" '<img src="?x' "$said"
said=$(page '#?q=<script>')
like "markup in a question, too" '<mark>&lt;script&gt;</mark>alert' "$said"
said=$(page '#?q=走流程' "file://$portal")
like "from a folder it looks the same" '<mark>走流程</mark>' "$said"

# --- as a person uses it --------------------------------------------------------

seen() { # COMMAND…: says lines NAME, EXPECTED, ACTUAL, then "end"
	"$@" >"$work/seen" 2>"$work/seen.err" ||
		note "$(tail -5 "$work/seen.err")"
	while IFS='	' read -r name expected actual; do
		[ "$name" = end ] || is "browser: $name" "$expected" "$actual"
	done <"$work/seen"
	is "browser: all steps were taken" end "$(tail -1 "$work/seen")"
}
seen timeout 120 python3 "$ROOT/tests/flow/find.py" "$browser" \
	"$http/search.html" "$work/hands"

# --- the preview has it, too ----------------------------------------------------

"$TAIZHANG" serve -C "$tree" --today 2026-11-22 --port 0 \
	>"$work/served" 2>&1 &
serve=$!
trap 'kill $server $serve; rm -rf "$work"' EXIT
while ! grep -q '预览' "$work/served"; do sleep 0.1; done
preview=$(sed -n 's|.*\(http://127.0.0.1:[0-9]*\)/.*|\1|p' "$work/served")
# shellcheck disable=SC2317 # called by ok
given() { # PATH: the same as was built
	curl -s --max-time 60 "$preview/$1" | cmp - "$portal/$1"
}
# Before all has been looked at, likely.
while ! curl -sf --max-time 60 -o "$work/early" "$preview/search/index.js"; do
	sleep 0.1
done
ok "serve gives it at once" cmp "$work/early" "$portal/search/index.js"
while ! grep -q '全部：' "$work/served"; do sleep 0.1; done
printf '\n又写了一句。\n' >>"$folder/index.md"
while ! [ "$(grep -c '全部：' "$work/served")" = 2 ]; do sleep 0.1; done
unlike "and another after a change" "$(find "$portal/search" -mindepth 1 \
	-type d -printf '%f')" "$(curl -s --max-time 60 "$preview/search/index.js")"
sed -i '$d' "$folder/index.md"
sed -i '$d' "$folder/index.md"
while ! [ "$(grep -c '全部：' "$work/served")" = 3 ]; do sleep 0.1; done
id=$(find "$portal/search" -mindepth 1 -type d -printf '%f')
for name in index "$id/g0" "$id/g7" "$id/t0" "$id/t5"; do
	ok "serve gives ${name#"$id/"}" given "search/$name.js"
done
for name in "$id/g" "$id/g99999" "$id/x1" "$id/t1x" none/g0; do
	is "serve has no ${name#"$id/"}" 404 "$(curl -s -o /dev/null \
		-w '%{http_code}' "$preview/search/$name.js")"
done
kill -INT $serve
wait $serve
trap 'kill $server; rm -rf "$work"' EXIT

# --- an index that is no more ---------------------------------------------------

old=$(find "$portal/search" -mindepth 1 -type d -printf '%f')
sed "s/$old/000000000000/" "$portal/search/index.js" >"$work/stale"
mv "$portal/search/index.js" "$work/fresh"
python3 - "$work" "$portal" <<'E2'
import pathlib, sys
work, portal = map(pathlib.Path, sys.argv[1:])
# The first answer is the old index, the next ones are the new.
(portal / "search/index.js").write_text(
    "if (document.currentScript.src.includes('?')) {\n%s} else {\n%s}\n"
    % ((work / "fresh").read_text(), (work / "stale").read_text()))
E2
like "an index that is no more is asked for again" '<mark>走流程</mark>' \
	"$(page '#?q=走流程')"
rm "$portal/search/index.js"
like "no index at all is said" '读不到搜索的文件' "$(page '#?q=走流程')"

# --- without a script -------------------------------------------------------------

like "without scripts the page says where to look" \
	'<noscript><p>搜索要用浏览器的脚本.*units\.html' \
	"$(cat "$portal/search.html")"

finish
