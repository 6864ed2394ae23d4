// SPDX-License-Identifier: MIT
// What the manual tells of the desk, done in a browser, told as TAP:
//     manual.mjs URL MANUAL CLERK REVIEWER OFFICE WALK [FOLDER]
// Every word that stands bold in desk.md, desk-review.md and desk-office.md, of
// the folder MANUAL, has to be seen on the way by whom the page is for. WALK is
// an object that waits for the reviewer, with copied texts; a plan waits, too.
// FOLDER gets the pictures that they show.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choose, end, fill, go, is, press, run, text, told, visit } from './desk_page.mjs';

const [url, manual, ...rest] = process.argv.slice(2);
const [clerk, reviewer, office, walk, folder] = rest;
const unit = clerk.split('-')[0];
const paper = `${unit}/mechanism/8`;
const steps = `${unit}/ledger/${unit}-2026-11-window-n01`;
if (folder) mkdirSync(folder, { recursive: true });

const come = async (user) => {
  const page = await visit(user, 760);
  await page.setViewport({ width: 760, height: 560 });
  await page.goto(url, { waitUntil: 'load' });
  return { page, seen: '' };
};
// What he can read there; a picture of that name, from its head or with that
// element at its top.
const look = async (who, name, from) => {
  const { page } = who;
  await page.bringToFront();
  who.seen += await page.evaluate(() => [document.body.innerText,
    ...[...document.querySelectorAll('[placeholder]')].map((e) => e.placeholder)].join('\n'));
  if (!folder || !name) return;
  await page.evaluate((at) => (at ? document.querySelector(at).scrollIntoView() : scrollTo(0, 0)), from);
  await page.screenshot({ path: join(folder, `${name}.png`), captureBeyondViewport: false });
};
const follow = async (who, selector) => {
  await who.page.bringToFront();
  await go(who.page, () => who.page.click(selector));
};
// Fills in, presses, looks at what comes.
const hand = async (who, values, what, ...picture) => {
  await fill(who.page, values);
  await press(who.page, what);
  await look(who, ...picture);
};
const open = async (who, path, ...picture) => {
  await who.page.goto(`${url}${path}`, { waitUntil: 'load' });
  await look(who, ...picture);
};

const his = await come(clerk);
const hers = await come(reviewer);
const theirs = await come(office);

await run('a record', async () => {
  await look(his, 'desk-home');
  await open(his, '/begin');
  await follow(his, 'a[href="/begin?kind=mechanism"]');
  await fill(his.page, { c1: paper.split('/').pop() });
  await look(his);
  await follow(his, '.bar button');
  await look(his, 'desk-form');
  await hand(his, { 名称: '体验问题跟踪办法', 印发日期: '2026-11-01' }, 'save');
  await hand(his, {}, 'submit', 'desk-refused');
  await hand(his, { 起: '2026-11-02', 分析研判: '局务会每月一次，逐条过问题清单', 跟踪问效: '办公室每周督一次，逾期的在局务会上说明' }, 'check');
  await hand(his, {}, 'submit', 'desk-receipt');
});

await run('it is looked at and returned', async () => {
  await look(hers);
  await open(hers, '/queue', 'desk-queue');
  await follow(hers, 'main .bar a.button');
  is('the first one of the queue', `${url}/review/${walk}`, hers.page.url());
  await look(hers, 'desk-review', 'main h3');
  await open(hers, `/review/${paper}`);
  await hand(hers, {}, 'return');
  is('without a reason', '没有办理', await text(hers.page, '#result h2'));
  await hand(hers, { comment: '没有写多久研判一次' }, 'return');
  is('the next one is open', true, hers.page.url().startsWith(`${url}/review/${walk}`));
});

await run('it is mended and accepted', async () => {
  await open(his, '/', 'desk-returned');
  await follow(his, '.list li .button');
  await look(his);
  await hand(his, { 分析研判: '局务会每月五日研判一次' }, 'submit');
  await open(hers, `/review/${paper}`);
  await open(his, `/record/${paper}`);
  await hand(his, { 分析研判: '局务会每月五日研判一次，有记录' }, 'submit');
  await hand(hers, {}, 'approve');
  is('something newer has come', true, (await text(hers.page, '#result h2')).startsWith('没有办理'));
  await hand(hers, {}, 'approve');
  await open(his, '/');
  is('accepted', '审核通过', await text(his.page, '#receipts + ul .state'));
});

await run('a step of the ledger', async () => {
  await open(his, `/record/${steps}`);
  await choose(his.page, '事由', '整改进展');
  await hand(his, { 日期: '2026-11-22', 情况: '系统里加了推送，正在试' }, 'submit');
  await open(hers, `/review/${steps}`);
  await hand(hers, { comment: '看过推送记录，属实' }, 'approve');
  await open(hers, `/review/${steps}`);
  is('its conclusion is there', true, (await text(hers.page, 'main')).includes('看过推送记录，属实'));
});

await run('the office', async () => {
  await look(theirs);
  await open(theirs, '/office', 'desk-office');
  await look(theirs, 'desk-remind', '#remind');
  await follow(theirs, 'a[href="/review/plan"]');
  await look(theirs);
  await hand(theirs, { comment: '同意' }, 'approve');
  is('the plan holds', '审核通过：方案的修改', await text(theirs.page, '#result'));
  await open(theirs, '/office');
});

await run('taken down', async () => {
  const take = async (who, why) => {
    await open(who, `/review/${paper}`);
    await who.page.bringToFront();
    await who.page.click('details summary');
    await who.page.type('details [name="comment"]', why);
    await look(who);
    await follow(who, 'button[value="remove"]');
    await look(who);
  };
  await open(hers, '/queue');
  await follow(hers, `a[href="/review/${paper}"]`);
  await take(hers, '附件里有个人的电话');
  await open(theirs, '/office');
  await follow(theirs, `a[href="/review/${paper}"]`);
  await take(theirs, '情况属实');
  is('both have done their part', '撤下：第 8 份 机制', await text(theirs.page, '#result'));
});

for (const [name, who] of [['desk', his], ['desk-review', hers], ['desk-office', theirs]]) {
  const words = [...readFileSync(join(manual, `${name}.md`), 'utf8').matchAll(/\*\*(.+?)\*\*/g)].map((m) => m[1]);
  if (!words.length) told(`${name}.md: nothing is bold`, ['nothing to look for']);
  for (const word of words) told(`${name}.md: ${word}`, who.seen.includes(word) ? [] : ['it was not on the screen']);
  if (process.env.MANUAL_SHOWS) console.log(`# ${name}\n${who.seen.replace(/^/gm, '# ')}`);
}
await end();
