// SPDX-License-Identifier: MIT
// What docs/manual/desk.md tells, done in a browser, told as TAP:
//     manual.mjs URL USER MANUAL [FOLDER]
// Every word that stands bold in it has to be seen on the way. FOLDER gets the
// pictures that it shows. DECIDE as for desk.mjs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './pages.mjs';

const [url, user, manual, folder] = process.argv.slice(2);
const unit = user.split('-')[0];
const object = `${unit}/mechanism/8`;
const browser = await launch();
const page = await browser.newPage();
await page.authenticate({ username: user, password: user });
await page.setViewport({ width: 760, height: 560 });
page.on('dialog', (dialog) => dialog.accept());
if (folder) mkdirSync(folder, { recursive: true });

let seen = '';
// What can be read here; a picture of its upper part, by that name.
const look = async (name, from = 'body') => {
  seen += await page.evaluate(() => [document.body.innerText,
    ...[...document.querySelectorAll('[placeholder]')].map((e) => e.placeholder)].join('\n'));
  if (!folder || !name) return;
  await page.$eval(from, (e) => e.scrollIntoView({ block: from === 'body' ? 'start' : 'center' })).catch(() => {});
  await page.screenshot({ path: join(folder, `${name}.png`), captureBeyondViewport: false });
};
const go = (act) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
const press = (what) => go(() => page.click(`.bar button[value="${what}"]`));
const fill = async (values) => {
  for (const [name, value] of Object.entries(values)) {
    await page.$eval(`[name="${name}"]:not([type="hidden"])`, (e, v) => {
      e.value = v;
      e.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  }
};

await page.goto(url, { waitUntil: 'load' });
await look('desk-home');
await page.goto(`${url}/begin`);
await look();
await go(() => page.click('a[href="/begin?kind=mechanism"]'));
await page.type('#c1', object.split('/').pop());
await look();
await go(() => page.click('.bar button'));
await look('desk-form');
await fill({ 名称: '体验问题跟踪办法', 印发日期: '2026-11-01' });
await press('save');
await look();
await press('submit');
await look('desk-refused');
await fill({ 起: '2026-11-02', 分析研判: '局务会每月一次，逐条过问题清单', 跟踪问效: '办公室每周督一次，逾期的在局务会上说明' });
await press('check');
await look();
await press('submit');
await look('desk-receipt');
execFileSync(process.env.DECIDE, ['return', object, '没有写多久研判一次'], { stdio: 'pipe' });
await page.goto(url);
await look('desk-returned');
await go(() => page.click('.list li .button'));
await look();
await fill({ 分析研判: '局务会每月五日研判一次' });
await press('submit');
await look();
execFileSync(process.env.DECIDE, ['approve', object, '同意'], { stdio: 'pipe' });
await page.goto(url);
await look();
await browser.close();

const words = [...readFileSync(manual, 'utf8').matchAll(/\*\*(.+?)\*\*/g)].map((m) => m[1]);
let failed = 0;
words.forEach((word, i) => {
  const is = seen.includes(word);
  if (!is) failed += 1;
  console.log(`${is ? 'ok' : 'not ok'} ${i + 1} - ${word}`);
});
if (process.env.MANUAL_SHOWS) console.log(seen.replace(/^/gm, '# '));
console.log(`1..${words.length}`);
process.exit(failed || !words.length ? 1 : 0);
