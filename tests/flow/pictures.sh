#!/bin/sh
# SPDX-License-Identifier: MIT
# Photographs as a camera leaves them: what is published of them, from the
# bytes and from the cache, and what a browser takes of it.
. "$(dirname "$0")/lib.sh"

PHOTO=${BUILD:-$ROOT/build}/tests/bench/photo
tree=$work/tree
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
mkdir -p "$tree/content" "$XDG_CACHE_HOME"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"

# A walk with a tall photograph in its text and three below it: a wide one, a
# small one that stands upright, one that is cut short.
folder=$tree/content/units/mzj/2026-11/window
mkdir -p "$folder"
cat >"$folder/index.md" <<'END'
---
日期: 2026-11-12
体验类型: 定期体验
场所: 政务服务中心
地点: 二楼
参加人: [{姓名: 张某某, 职务: 局长, 身份: 主要负责同志}]
环节: [{名称: 审批服务, 情况: 看了}]
未发现问题: 没有发现
影像:
  - {文件: wide.jpg, 说明: 大厅}
  - {文件: small.jpg, 说明: 窗口}
  - {文件: short.jpg, 说明: 没有传完}
---
上午到大厅。

![取号](tall.jpg)
END
"$PHOTO" "$folder/wide.jpg" 2400 1600 1 1
"$PHOTO" "$folder/tall.jpg" 2000 1500 2 6
"$PHOTO" "$folder/small.jpg" 300 200 3 1
head -c 30000 "$folder/wide.jpg" >"$folder/short.jpg"

# build NAME: into $work/NAME; findings do not keep the portal back.
# shellcheck disable=SC2317 # called by its name
build() {
	"$TAIZHANG" build -C "$tree" --today 2026-11-22 --quiet \
		--out "$work/$1" >"$work/$1.out" 2>&1
	[ $? -le 1 ] && [ -s "$work/$1/manifest.json" ]
}

ok "builds" build cold
page=$work/cold/activities/mzj-2026-11-window.html
at=../pictures
is "the wide one" "<img src=\"$at/mzj-2026-11-window_wide.jpg\" alt=\"大厅\" sizes=\"(min-width: 44rem) 20rem, 100vw\" srcset=\"$at/480/mzj-2026-11-window_wide.jpg 480w, $at/960/mzj-2026-11-window_wide.jpg 960w, $at/1440/mzj-2026-11-window_wide.jpg 1440w, $at/mzj-2026-11-window_wide.jpg 1920w\" width=\"1920\" height=\"1280\" loading=\"lazy\" decoding=\"async\">" \
	"$(grep -o '<img [^>]*wide.jpg[^>]*>' "$page")"
like "the tall one, in the text" \
	'tall.jpg 1440w" sizes="\(min-width: 44rem\) 40rem, 100vw" width="1440" height="1920" loading="lazy" decoding="async" />' \
	"$(grep -o '<img [^>]*tall.jpg[^>]*>' "$page")"
is "the small one" "<img src=\"$at/mzj-2026-11-window_small.jpg\" alt=\"窗口\" sizes=\"(min-width: 44rem) 20rem, 100vw\" width=\"300\" height=\"200\" loading=\"lazy\" decoding=\"async\">" \
	"$(grep -o '<img [^>]*small.jpg[^>]*>' "$page")"
ok "every link leads somewhere" python3 "$ROOT/tests/flow/links.py" "$work/cold"

# Nothing of the camera in any file.
grep -rl -a -e SECRET -e ICC_PROFILE -e Exif "$work/cold" >"$work/found"
is "no metadata" "" "$(cat "$work/found")"
if command -v exiftool >/dev/null; then
	ok "there was some" sh -c "exiftool -a -G0 -s '$folder/tall.jpg' |
		grep -q 'EXIF.*GPSLatitude '"
	exiftool -r -a -G0 -s "$work/cold/pictures" >"$work/said" 2>&1
	is "exiftool finds none" "" \
		"$(grep '^\[' "$work/said" |
			grep -Ev '^\[(ExifTool|File|JFIF|Composite)\]')"
	# shellcheck disable=SC2016 # exiftool's own
	is "and they are as large as they say" \
		"1440x1920 1440x960 1920x1280 300x200 480x320 480x640 960x1280 960x640" \
		"$(exiftool -q -r -s3 -ImageSize -if '$FileName !~ /short/' \
			"$work/cold/pictures" | grep -v '^=' | sort -u | xargs)"
fi

# The cache changes nothing, but for the time it takes.
entries() {
	find "$XDG_CACHE_HOME/taizhang/pictures" -type f | wc -l
}
is "two pictures were worth keeping, and the small one's colours" 3 "$(entries)"
ok "builds again" build warm
ok "the same from the cache" diff -r "$work/cold" "$work/warm"
find "$XDG_CACHE_HOME" -type f -size +2k | while read -r file; do
	printf 'spoilt' | dd of="$file" bs=1 seek=900 conv=notrunc 2>/dev/null
done
ok "builds from a spoilt cache" build spoilt
ok "the same from that" diff -r "$work/cold" "$work/spoilt"
is "which is mended" 3 "$(entries)"
rm -rf "$XDG_CACHE_HOME"
ok "side by side" sh -c "
	'$TAIZHANG' build -C '$tree' --today 2026-11-22 --quiet --out '$work/one' 2>/dev/null &
	'$TAIZHANG' build -C '$tree' --today 2026-11-22 --quiet --out '$work/two' 2>/dev/null
	wait; diff -r '$work/one' '$work/two' && diff -r '$work/cold' '$work/one'"
XDG_CACHE_HOME=/dev/null
ok "builds without a cache" build none
ok "the same without one" diff -r "$work/cold" "$work/none"
if taskset -c 0 true 2>/dev/null; then
	taskset -c 0 "$TAIZHANG" build -C "$tree" --today 2026-11-22 \
		--quiet --out "$work/single" >/dev/null 2>&1
	ok "the same on one processor" diff -r "$work/cold" "$work/single"
fi

# The preview makes the same, one by one.
if command -v curl >/dev/null; then
	: >"$work/serve"
	"$TAIZHANG" serve -C "$tree" --today 2026-11-22 --port 0 \
		>"$work/serve" 2>&1 &
	server=$!
	trap 'kill $server; rm -rf "$work"' EXIT
	left=600
	while ! grep -q '全部：' "$work/serve" && [ $left -gt 0 ]; do
		left=$((left - 1))
		sleep 0.1
	done
	port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/serve")
	for path in 480/mzj-2026-11-window_wide.jpg \
		mzj-2026-11-window_tall.jpg mzj-2026-11-window_short.jpg; do
		curl -s --max-time 20 -o "$work/got" \
			"http://127.0.0.1:$port/pictures/$path"
		ok "serve: $path" cmp "$work/got" "$work/cold/pictures/$path"
	done
	kill $server
	trap 'rm -rf "$work"' EXIT
fi

browser_find
if [ -z "$browser" ]; then
	finish
fi

# The page in a frame of the screen's width: which files it took, and whether
# what stands behind its pictures moved when they came.
cat >"$work/ask.html" <<'END'
<!DOCTYPE html><meta charset="utf-8"><title>ask</title><pre id="out"></pre>
<script>
const out = document.getElementById('out');
const width = Number(location.hash.slice(1));
const frame = document.createElement('iframe');
frame.style = `width: ${width}px; height: 9000px; border: 0`;
frame.src = 'cold/activities/mzj-2026-11-window.html';
const tops = () => [...frame.contentDocument.querySelectorAll('h2, figcaption')]
  .map((e) => e.getBoundingClientRect().top).join();
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
frame.onload = async () => {
  const images = () => [...frame.contentDocument.querySelectorAll('.body img')];
  const before = tops();
  for (let i = 0; i < 100 && !images().every((e) => e.complete); i++) await wait(50);
  for (const e of images()) out.textContent += `${e.alt}: ${e.currentSrc.replace(/.*pictures/, '')}\n`;
  out.textContent += `moved: ${before !== tops()}\n`;
  out.textContent += `over: ${frame.contentDocument.documentElement.scrollWidth > width}\nend\n`;
};
document.body.append(frame);
</script>
END
(cd "$work" && exec python3 -c '
import http.server
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
print(server.server_port, flush=True)
server.serve_forever()') >"$work/port" 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
while ! [ -s "$work/port" ]; do sleep 0.1; done

# asked WIDTH
asked() {
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/browser" --virtual-time-budget=20000 \
		--window-size="$1",900 --dump-dom \
		"http://127.0.0.1:$(cat "$work/port")/ask.html#$1" 2>/dev/null |
		sed -n '/<pre/,/<\/pre>/p' | sed 's/<[^>]*>//g'
}
for width in 390 1440; do
	said=$(asked $width)
	like "$width: to the end" '^end$' "$said"
	like "$width: nothing moves" '^moved: false$' "$said"
	like "$width: nothing is too wide" '^over: false$' "$said"
	[ $width = 390 ] && of=480 || of=960
	like "$width: the one in the text" \
		"取号: /$of/mzj-2026-11-window_tall.jpg" "$said"
	like "$width: of three in a row" \
		'^大厅: /480/mzj-2026-11-window_wide.jpg$' "$said"
	like "$width: the small one" \
		'^窗口: /mzj-2026-11-window_small.jpg$' "$said"
done

finish
