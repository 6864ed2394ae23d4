#!/bin/sh
# SPDX-License-Identifier: MIT
# A ledger in a browser: 1,200 problems on three pages; the filter reaches all
# of them over HTTP, and those of the page from a folder.
. "$(dirname "$0")/lib.sh"

browser_need

tree=$work/tree
mkdir -p "$tree/content" "$work/www"
cp -R "$ROOT/content/plan" "$tree/content/plan"
cp -R "$ROOT/layouts" "$tree/layouts"
# record NUMBER: a walk with 60 problems, every tenth of them open.
record() {
	mkdir -p "$tree/content/units/$2/2026-$3/window"
	{
		printf -- '---\n日期: 2026-%s-12\n体验类型: 定期体验\n' "$3"
		printf '场所: 政务服务中心\n地点: 二楼\n'
		printf '参加人: [{姓名: 张某某, 职务: 局长, 身份: 主要负责同志}]\n'
		printf '环节: [{名称: 审批服务, 情况: 看了}]\n问题:\n'
		i=1
		while [ $i -le 60 ]; do
			if [ $((i % 10)) = 0 ]; then
				how='整改方式: 挂账销号, 完成时限: 2026-12-31, 整改计划: 改'
			else
				how="整改方式: 立行立改, 完成日期: 2026-$3-13, 结果: 好"
			fi
			printf '  - {序号: %d, 描述: "第%d件<b>&", 环节: 审批服务, %s}\n' \
				$i $((i + $1 * 60)) "$how"
			i=$((i + 1))
		done
		printf '措施:\n  - {序号: 1, 针对: [问题1, 问题10], 内容: 改}\n'
		printf -- '---\n'
	} >"$tree/content/units/$2/2026-$3/window/index.md"
}
n=0
for unit in mzj gaj rsj zjj cgj jtj swj wjj sj ybj; do
	record $n $unit 09
	record $((n + 1)) $unit 10
	n=$((n + 2))
done
"$TAIZHANG" build --quiet -C "$tree" --today 2026-11-22 --out "$work/www/p" \
	>"$work/built" 2>&1
is "three pages" "problems-2.html problems-3.html problems.html" \
	"$(cd "$work/www/p/ledgers" && echo problems*.html)"

# Asks the page in a frame, step by step, and writes down what it says.
cat >"$work/www/ask.html" <<'E2'
<!DOCTYPE html><meta charset="utf-8"><title>ask</title><pre id="out"></pre>
<script>
const out = document.getElementById('out');
const say = (name, what) => { out.textContent += `${name}: ${what}\n`; };
const until = (is) => new Promise((done) => {
  const timer = setInterval(() => { if (is()) { clearInterval(timer); done(); } }, 10);
});
const frame = document.createElement('iframe');
frame.src = 'p/ledgers/problems.html';
frame.onload = async () => {
  const page = frame.contentDocument;
  const at = frame.contentWindow.location;
  const found = () => page.querySelector('[role=status]').textContent;
  const rows = () => page.querySelectorAll('.sheet tbody tr');
  const first = () => rows()[0].cells[0].textContent;
  const fixed = rows()[0];
  const cells = (row) => [...row.cells].map((c) => `${c.className}|${c.textContent}|` +
    [...c.querySelectorAll('a')].map((a) => a.href).join(' ')).join('; ');
  say('still', `${rows().length} ${found()}`);
  say('pages', page.querySelectorAll('nav.pages ol a').length);
  const name = fixed.cells[0].textContent;
  const before = cells(fixed);
  at.hash = `#?q=${name}`;
  await until(() => found());
  say('one', `${found()} ${rows().length} ${cells(rows()[0]) === before}`);
  if (cells(rows()[0]) !== before) say('differ', `${before} / ${cells(rows()[0])}`);
  at.hash = '#?状态=已登记';
  await until(() => found().includes('120'));
  say('state', `${found()} ${rows().length}`);
  say('label', [...page.querySelectorAll('.filter label span')].map((s) => s.textContent).join(' '));
  const unit = [...page.querySelectorAll('select')].find((s) => s.name === '发现单位');
  unit.value = '县民政局';
  unit.dispatchEvent(new Event('change', { bubbles: true }));
  await until(() => found().includes(' 12 '));
  say('unit', `${found()} ${decodeURIComponent(at.hash)}`);
  const head = page.querySelectorAll('.sheet thead button')[0];
  head.click();
  await until(() => page.querySelector('[aria-sort=ascending]'));
  say('up', `${first()} ${decodeURIComponent(at.hash)}`);
  head.click();
  await until(() => page.querySelector('[aria-sort=descending]'));
  say('down', first());
  at.hash = '#?sort=问题';
  await until(() => found().includes('1200'));
  say('all', `${found()} ${rows().length} ${rows()[0].cells[1].textContent}`);
  page.querySelector('nav.pages:not([hidden]) button:last-child').click();
  await until(() => found().includes('第 2 页'));
  say('second', `${rows()[0].cells[1].textContent} ${decodeURIComponent(at.hash)}`);
  [...page.querySelectorAll('.filter button')].find((b) => b.textContent === '清除').click();
  await until(() => !found());
  say('clear', `${rows().length} ${first() === name} ${at.hash}`);
  say('end', 'yes');
};
document.body.append(frame);
</script>
E2

# asked ADDRESS
asked() {
	timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/browser" --virtual-time-budget=60000 \
		--allow-file-access-from-files --dump-dom "$1" 2>/dev/null |
		sed -n '/<pre/,/<\/pre>/p' | sed 's/<[^>]*>//g'
}
python3 - "$work/www" >"$work/port" 2>"$work/log" <<'E2' &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
E2
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
while ! [ -s "$work/port" ]; do sleep 0.1; done

said=$(asked "http://127.0.0.1:$(cat "$work/port")/ask.html")
# has NAME LINE: it was said.
has() {
	like "$1" "^$2\$" "$said"
}
has "the page opens as it is" '(ask)?still: 500 '
has "its pages are linked" 'pages: 2'
has "a row made by the script is as the page had it" 'one: 筛出 1 条 1 true'
has "a state, of all pages" 'state: 筛出 120 条 120'
has "what can be chosen has labels" \
	'label: 查找 活动月 发现单位 整改方式 责任单位 状态'
has "a unit too, and the address keeps it" \
	'unit: 筛出 12 条 #\?状态=已登记&amp;发现单位=县民政局'
has "sorted upwards" 'up: mzj-2026-09-window-p10 .*&amp;sort=编号'
has "and downwards" 'down: mzj-2026-10-window-p60'
has "all of them, sorted by numbers in texts" \
	'all: 筛出 1200 条，第 1 页，共 3 页 500 第1件&lt;b&gt;&amp;'
has "the next page" 'second: 第501件&lt;b&gt;&amp; #\?sort=问题&amp;page=2'
has "as it was" 'clear: 500 true '
has "to the end" 'end: yes'

# From a folder: the frame's page, opened by itself with a question.
said=$(timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
	--user-data-dir="$work/browser" --virtual-time-budget=10000 --dump-dom \
	"file://$work/www/p/ledgers/problems.html#?q=第7件" 2>/dev/null |
	sed -n 's/.*role="status">\([^<]*\)<.*/\1/p')
like "from a folder it filters the page and says so" \
	'^筛出 [0-9]+ 条。只筛了本页的 500 条' "$said"

finish
