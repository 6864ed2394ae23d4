#!/bin/sh
# SPDX-License-Identifier: MIT
# The charts in a browser, on a phone and on a desk, light and dark: each has a
# name, its texts lie inside and apart and are large enough, its marks stand
# out, and its figures and lengths are those of the table behind it.
. "$(dirname "$0")/lib.sh"

browser_need

# The sample, and a year that is hard to draw: months of 1,188 problems between
# small ones, months of none, one without any walk, a long type of tickets.
mkdir -p "$work/www" "$work/tree/content"
"$TAIZHANG" build --quiet -C "$ROOT" --today 2026-11-22 \
	--out "$work/www/sample" >"$work/built" 2>&1
cp -R "$ROOT/content/plan" "$work/tree/content/plan"
cp -R "$ROOT/layouts" "$work/tree/layouts"
# record UNIT MONTH COUNT [FOLDER]: a walk with so many problems, two of three
# open.
record() {
	folder=$work/tree/content/units/$1/$2/${4-window}
	mkdir -p "$folder"
	{
		printf -- '---\n日期: %s-12\n体验类型: 定期体验\n' "$2"
		printf '场所: 政务服务中心\n地点: 二楼\n'
		printf '参加人: [{姓名: 张某某, 职务: 局长, 身份: 主要负责同志}]\n'
		printf '环节: [{名称: 审批服务, 情况: 看了}, {名称: 业务检查, 情况: 看了}]\n'
		[ "$3" = 0 ] || echo '问题:'
		i=1
		while [ $i -le "$3" ]; do
			case $((i % 3)) in
			0) how="整改方式: 立行立改, 完成日期: $2-13, 结果: 好" ;;
			1) how="整改方式: 挂账销号, 完成时限: 2026-12-31, 整改计划: 改" ;;
			*) how="整改方式: 挂账销号, 完成时限: 2026-11-01, 整改计划: 改" ;;
			esac
			step=审批服务
			[ $((i % 7)) -lt 6 ] || step=业务检查
			printf '  - {序号: %d, 描述: 第%d件, 环节: %s, %s}\n' $i $i $step "$how"
			i=$((i + 1))
		done
		printf -- '---\n看了。\n'
	} >"$folder/index.md"
}
# crowd MONTH: 1,188 problems, of three units.
crowd() {
	for unit in mzj gaj zjj; do
		for folder in window window-2 window-3 window-4; do
			record $unit "$1" 99 $folder
		done
	done
}
record mzj 2025-10 3
record mzj 2025-12 7
record mzj 2026-01 0
crowd 2026-02
record mzj 2026-03 9
record mzj 2026-04 0
record mzj 2026-06 88
record mzj 2026-07 1
record mzj 2026-08 1
record mzj 2026-09 2
crowd 2026-10
record mzj 2026-11 1
record gaj 2026-11 0
record rsj 2026-11 1
mkdir -p "$work/tree/content/units/spj/2026-11/assignment"
cat >"$work/tree/content/units/spj/2026-11/assignment/index.md" <<'E2'
---
日期: 2026-10-28
统计月: 2026-10
工单:
  - {单位: mzj, 跟单: 是, 件数: 12345, 领域: 民政, 类型: [{类型: 低保, 件数: 12345}, {类型: 农村留守儿童和困境儿童关爱服务, 件数: 7}, {类型: 社会救助, 件数: 1}]}
---
E2
"$TAIZHANG" build --quiet -C "$work/tree" --today 2026-11-22 \
	--out "$work/www/hard" >>"$work/built" 2>&1
ok "both are built" test -f "$work/www/hard/manifest.json" \
	-a -f "$work/www/sample/manifest.json"

cat >"$work/www/ask.html" <<'E2'
<!DOCTYPE html><meta charset="utf-8"><title>ask</title><pre id="out"></pre>
<script>
const out = document.getElementById('out');
const say = (text) => { out.textContent += `${text}\n`; };
const number = (text) => parseInt(text.replace(/^\D+/, ''), 10);
const near = (a, b, by) => Math.abs(a - b) <= by;
let where, page, charts;
const must = (is, what) => { if (!is) say(`fault: ${where}: ${what}`); };

// "rgb(1, 2, 3)" or "color(srgb 0.1 0.2 0.3)" to luminance.
const luminance = (color) => {
  const whole = color.startsWith('color') ? 1 : 255;
  const [r, g, b] = color.match(/[\d.]+/g).map((n) => Number(n) / whole)
    .map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

// The ink of a line is less high than its box.
const box = (text) => {
  const r = text.getBoundingClientRect();
  return { l: r.left, r: r.right, t: r.top + r.height * 0.16, b: r.bottom - r.height * 0.16, text: text.textContent };
};
const texts = (svg) => {
  const frame = svg.getBoundingClientRect();
  const all = [...svg.querySelectorAll('text')];
  const boxes = all.map(box);
  boxes.forEach((a, i) => {
    must(a.l >= frame.left - 1 && a.r <= frame.right + 1 && a.t >= frame.top - 1 && a.b <= frame.bottom + 1,
      `“${a.text}” runs out`);
    for (const b of boxes.slice(i + 1))
      must(a.r <= b.l + 0.5 || b.r <= a.l + 0.5 || a.b <= b.t + 0.5 || b.b <= a.t + 0.5,
        `“${a.text}” and “${b.text}” overlap`);
  });
  must(parseFloat(page.defaultView.getComputedStyle(svg).fontSize) >= 12, 'small text');
};
const marks = (svg) => {
  const style = (e) => page.defaultView.getComputedStyle(e);
  const paper = style(page.body).backgroundColor;
  for (const r of svg.querySelectorAll('.part')) must(contrast(style(r).fill, paper) >= 3, 'pale mark');
  for (const r of svg.querySelectorAll('.all')) must(contrast(style(r).stroke, paper) >= 3, 'pale frame');
  for (const r of svg.querySelectorAll('rect.w1')) must(contrast(style(r).stroke, paper) >= 3, 'pale cell');
};
const cells = (row) => [...row.cells].map((c) => c.textContent.trim());
const table = (t) => [...t.querySelectorAll('tbody tr')].map(cells);

const bars = (figure, svg) => {
  const rows = table(figure.querySelector('details table'));
  const names = [...svg.querySelectorAll('.name')];
  const labels = names.map((n) => n.nextElementSibling.nextElementSibling.nextElementSibling.textContent);
  const wide = (q) => [...svg.querySelectorAll(q)].map((r) => r.getBoundingClientRect().width);
  const all = wide('.all'), part = wide('.part');
  const isShare = figure.dataset.chart === '按时';
  must(rows.length === names.length, 'rows');
  const top = Math.max(...rows.map((r) => Number(r[1])));
  const full = Math.max(...all);
  rows.forEach((r, i) => {
    const [value, inner] = [Number(r[1]), Number(r.length > 2 ? r[2] : r[1])];
    must(r[0] === names[i].textContent || r[0].startsWith(names[i].textContent.replace('…', '')), `name ${r[0]}`);
    must(number(labels[i]) === (isShare ? Math.floor(inner * 100 / value) : value), `label ${labels[i]}`);
    const scale = isShare ? full / value : full / top;
    must(near(all[i], value * scale, 1) && near(part[i], inner * scale, 1), `length of ${r[0]}`);
  });
  say(`bars: ${where} ${figure.dataset.chart}`);
};
const trend = (figure, svg) => {
  const t = figure.querySelector('details table') || page.querySelector('#months ~ .scroll table, #year ~ .scroll table');
  const heads = [...t.querySelectorAll('thead th')].map((h) => h.textContent);
  const [at, done] = [['发现', '问题'], ['已了结']].map((any) => heads.findIndex((h) => any.includes(h)));
  const rows = new Map(table(t).map((r) => [r[0], r]));
  const ticks = [...svg.querySelectorAll('.ticks text')].map((n) => Number(n.textContent));
  let drawn = 0;
  for (const g of svg.querySelectorAll('g:has(> title)')) {
    const [, year, month, found, solved] = g.querySelector('title').textContent
      .match(/^(\d+)年(\d+)月：发现(\d+)，已了结(\d+)$/).map(Number);
    const row = rows.get(`${year}-${String(month).padStart(2, '0')}`);
    must(row ? Number(row[at]) === found && Number(row[done]) === solved : found === 0, `${year}-${month}`);
    const tall = (q) => g.querySelector(q).getBoundingClientRect().height;
    const em = parseFloat(page.defaultView.getComputedStyle(svg).fontSize);
    must(near(tall('.all'), 9 * em * found / ticks[0], 1.5) && near(tall('.part'), 9 * em * solved / ticks[0], 1.5), 'height');
    drawn += 1;
  }
  must(drawn > 0 && drawn <= 12, 'months');
  must(ticks.length < 3 || ticks[1] * 2 === ticks[0], 'ticks');
  say(`trend: ${where} ${drawn}`);
};
const word = (text) => {
  for (const [whole, sign] of [['按时', '✓'], ['未经回执', '？'], ['已说明', '说'], ['未到期', '未'], ['缺报', '缺']])
    if (text === whole) return sign;
  return text.startsWith('迟') ? '迟' : text;
};
const heat = (figure) => {
  const t = figure.querySelector('details table') || page.querySelector('table.matrix');
  const heads = [...t.querySelectorAll('thead th')].map((h) => h.textContent);
  const expected = [], found = [];
  for (const r of table(t))
    heads.forEach((h, i) => { if (/^\d+月$/.test(h) && r[i]) expected.push(`${parseInt(h, 10)} ${word(r[i])}`); });
  for (const svg of figure.querySelectorAll('svg')) {
    const months = [...svg.querySelectorAll('.soft')].map((n) => [n.getAttribute('x'), parseInt(n.textContent, 10)]);
    for (const c of svg.querySelectorAll('rect + text'))
      found.push(`${new Map(months).get(c.getAttribute('x'))} ${c.textContent}`);
  }
  must(expected.sort().join() === found.sort().join(), 'cells');
  say(`heat: ${where} ${found.length > 0}`);
};
const look = () => {
  charts = 0;
  must(page.documentElement.scrollWidth <= page.defaultView.innerWidth, 'the page is too wide');
  for (const figure of page.querySelectorAll('figure.chart')) {
    for (const d of figure.querySelectorAll('details')) d.open = false;
    for (const svg of figure.querySelectorAll('svg')) {
      const name = (svg.getAttribute('aria-labelledby') || '').split(' ')
        .map((id) => page.getElementById(id)?.textContent || '').join('');
      must(svg.getAttribute('role') === 'img' && name.length > 8, `no name: ${name}`);
      must(figure.classList.contains('heat') || svg.parentNode.scrollWidth <= svg.parentNode.clientWidth, 'scrolls');
      texts(svg);
      marks(svg);
      charts += 1;
    }
    if (figure.classList.contains('heat')) heat(figure);
    else if (figure.dataset.chart) bars(figure, figure.querySelector('svg'));
    else trend(figure, figure.querySelector('svg'));
  }
  must(charts > 0, 'no chart');
  must(new Set([...page.querySelectorAll('[id]')].map((e) => e.id)).size === page.querySelectorAll('[id]').length, 'ids twice');
};
const open = (path, width) => new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.style.cssText = `border: 0; width: ${width}px; height: 900px`;
  frame.src = path;
  frame.onload = () => { page = frame.contentDocument; where = `${path} ${width}`; look(); frame.remove(); done(); };
  document.body.append(frame);
});
(async () => {
  say('');
  const pages = ['index', 'figures', 'ledgers', 'figures/2026', 'figures/2026-11', 'reports/2026',
    'reports/due-2026', 'hotline/types', 'units/mzj', 'units/rsj'];
  for (const site of ['sample', 'hard'])
    for (const name of pages)
      for (const width of [390, 1440]) await open(`${site}/${name}.html`, width);
  say(`dark: ${matchMedia('(prefers-color-scheme: dark)').matches}`);
  say('end: yes');
})();
</script>
E2

# ask FLAG...: what the page says.
ask() {
	timeout 300 "$browser" --headless --no-sandbox --disable-gpu \
		--user-data-dir="$work/browser" --virtual-time-budget=60000 \
		--allow-file-access-from-files --dump-dom "$@" \
		"file://$work/www/ask.html" 2>/dev/null |
		sed -n '/<pre/,/<\/pre>/p' | sed 's/<[^>]*>//g'
}
light=$(ask)
like "to the end" '^end: yes' "$light"
is "no fault in light" '' "$(printf '%s\n' "$light" | grep '^fault' | head -40)"
is "ages, steps, reports, types, on each page and width" 32 \
	"$(printf '%s\n' "$light" | grep -c '^bars: .*/[a-z].*')"
is "trends" 16 "$(printf '%s\n' "$light" | grep -c '^trend: ')"
is "heat maps" 8 "$(printf '%s\n' "$light" | grep -c '^heat: .* true')"
dark=$(ask --force-dark-mode --blink-settings=preferredColorScheme=0)
like "it is dark" '^dark: true' "$dark"
is "no fault in the dark" '' "$(printf '%s\n' "$dark" | grep '^fault' | head -40)"

finish
