// SPDX-License-Identifier: MIT
// Looks at each sort of page as a reader would, and tells it as TAP:
//     check.mjs PORTAL
// axe (WCAG 2.2 AA) in light, dark and large type, at 390 and 1440 pixels; that
// nothing is wider than the screen; headings in order; the whole of it by the
// keyboard; the large type that is remembered; the portal below another site's
// path and its 404 page there.
import { axe, launch, look, looks, pages, serve } from './pages.mjs';

const portal = process.argv[2];
let number = 0;
let failed = 0;
const told = (name, faults) => {
  number += 1;
  if (faults.length) failed += 1;
  console.log(`${faults.length ? 'not ok' : 'ok'} ${number} - ${name}`);
  for (const fault of faults) console.log(`# ${fault}`);
};

const base = '/zt/zlc/';
const root = await serve(portal, base);
const browser = await launch();
const source = axe();
const outside = [];

const open = async () => {
  const page = await browser.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(root)) outside.push(request.url());
  });
  page.on('requestfailed', (request) => {
    if (request.failure().errorText !== 'net::ERR_ABORTED') outside.push(`failed: ${request.url()}`);
  });
  return page;
};

// Dark and large pages are the same page: what their look can break.
const asked = {
  light: {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
  },
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
  large: { runOnly: { type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'color-contrast'] } },
};

// Within the page: what axe finds.
const examine = (options) => window.axe.run(document, options).then(({ violations }) => (
  violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1] ?? ''}`))));

// What sticks out, headings out of order.
const whole = () => {
  const faults = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) faults.push(`${over} pixels wider than the screen`);
  let last = 0;
  let firsts = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(h.ariaLevel ?? h.tagName[1]);
    firsts += level === 1;
    if (level > last + 1) faults.push(`heading ${level} after ${last}: ${h.textContent}`);
    last = level;
  }
  if (firsts !== 1) faults.push('not one first heading');
  // A title is broken where it says so, and there alone.
  for (const { nextSibling: words } of document.querySelectorAll('h1 wbr')) {
    const range = document.createRange();
    range.selectNodeContents(words);
    if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) faults.push(`broken: ${words.textContent}`);
  }
  // Carets stand below what they are for: nothing is put between letters.
  for (const e of document.querySelectorAll('pre')) {
    if (getComputedStyle(e).textAutospace !== 'no-autospace') faults.push(`spaces that are not there: ${e.textContent.slice(0, 40)}`);
  }
  return faults;
};

// Leaves two of the rows, items, … in one place that have the same elements of
// the same classes: axe takes its time for each.
const thin = () => {
  const parts = 'tr, li, section, dl > div, svg rect, svg text, svg line, svg g';
  for (const parent of new Set([...document.querySelectorAll(parts)].map((e) => e.parentElement))) {
    const seen = {};
    for (const part of [...parent.children].filter((e) => e.matches(parts))) {
      const shape = part.outerHTML.replace(/>[^<]+/g, '>')
        .replace(/ (?!class|data-)[-\w]+="[^"]*"/g, '');
      seen[shape] = (seen[shape] ?? 0) + 1;
      if (seen[shape] > 2) part.remove();
    }
  }
};

const sort = async (page, name) => {
  await page.goto(root + pages[name], { waitUntil: 'load' });
  const faults = Object.fromEntries(Object.keys(looks).map((how) => [how, []]));
  const each = async (what) => {
    for (const [how, as] of Object.entries(looks)) {
      for (const width of [390, 1440]) {
        await look(page, as, width);
        faults[how].push(...(await what(how)).map((fault) => `${width}: ${fault}`));
      }
    }
  };
  await each(() => page.evaluate(whole));
  await page.evaluate(thin);
  await page.evaluate(source);
  await each((how) => page.evaluate(examine,
    { ...asked[how], resultTypes: ['violations'], preload: false }));
  for (const how of Object.keys(looks)) told(`${name}, ${how}`, faults[how]);
};

const names = Object.keys(pages);
const worker = async () => {
  const page = await open();
  for (let name = names.shift(); name; name = names.shift()) await sort(page, name);
  await page.close();
};
await Promise.all([worker(), worker()]);

// By the keyboard: each stop is seen, has an outline, and Tab gets to the end.
const keys = async (name) => {
  const page = await open();
  await page.goto(root + pages[name]);
  await look(page, looks.light, 1440);
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter((e) => e.checkVisibility() && !e.disabled).length);
  const faults = [];
  let stops = 0;
  for (; stops <= wanted; stops += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return {
        what: e.outerHTML.slice(0, 80),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    if (!at) break;
    if (!at.ring) faults.push(`no ring: ${at.what}`);
    if (!at.seen) faults.push(`not on screen: ${at.what}`);
    if (!stops && !at.what.includes('skip')) faults.push(`first is ${at.what}`);
  }
  if (stops !== wanted) faults.push(`${stops} stops of ${wanted}`);
  told(`${name}, by the keyboard`, faults.slice(0, 5));
  await page.close();
};
await Promise.all(['home', 'activity', 'rectification', 'plan'].map(keys));

{
  const page = await open();
  const faults = [];
  await page.goto(root + pages.home);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  if (await page.evaluate(() => document.activeElement.id) !== 'main') faults.push('the skip link does not skip');
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const before = await size();
  await page.click('.larger');
  const after = await size();
  if (after < before * 1.2) faults.push(`${before} to ${after} pixels`);
  await page.goto(root + pages.activity);
  if (await size() !== after) faults.push('not remembered');
  if (await page.$eval('.larger', (b) => b.getAttribute('aria-pressed')) !== 'true') faults.push('not said');
  await page.click('.larger');
  if (await size() !== before) faults.push('not taken back');
  told('skip link; large type, remembered', faults);
  await page.setJavaScriptEnabled(false);
  await page.goto(root + pages.home);
  told('without scripts', await page.evaluate(() => (
    document.querySelector('.larger') || !document.querySelector('h1') ? ['not as it should be'] : [])));
  await page.close();
}

// On paper, whose text is 166 mm wide.
{
  const page = await open();
  await page.goto(root + pages.home);
  await page.emulateMediaType('print');
  await page.setViewport({ width: 627, height: 900 });
  told('in print, lists side by side and all below the head', await page.evaluate(() => {
    const box = (what) => document.querySelector(what).getBoundingClientRect();
    const faults = [];
    if (box('main').top + 8 > box('main > *').top) faults.push('the text hangs on the head');
    if (box('.pair > :first-child').right > box('.pair > :last-child').left) faults.push('lists one below the other');
    const ways = [...document.querySelectorAll('nav, .seek, .larger, .skip, .doors, .ways')];
    if (ways.some((e) => e.checkVisibility())) faults.push('what leads elsewhere is printed');
    return faults;
  }));
  await page.close();
}

// A page that is not there, two floors down.
{
  const page = await browser.newPage();
  const answer = await page.goto(`${root}activities/none/at/all.html`);
  await page.waitForSelector('html[data-root]', { timeout: 5000 });
  const seen = await page.evaluate(() => ({
    root: document.documentElement.dataset.root,
    links: [...document.querySelectorAll('a')].map((a) => a.href),
  }));
  const faults = [];
  if (answer.status() !== 404) faults.push(`status ${answer.status()}`);
  if (seen.root !== root) faults.push(`${seen.root} is not ${root}`);
  for (const link of seen.links) {
    const there = await page.evaluate((l) => fetch(l).then((a) => a.status), link);
    if (there !== 200) faults.push(`${link}: ${there}`);
  }
  told('404 finds its way below any path', faults);
}
told('nothing is asked for outside the portal', [...new Set(outside)]);
console.log(`1..${number}`);
await browser.close();
process.exit(failed ? 1 : 0);
