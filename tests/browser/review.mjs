// SPDX-License-Identifier: MIT
// A month between a clerk and a reviewer at the desk, in a browser, told as TAP:
//     review.mjs URL CLERK REVIEWER OFFICE WALK
// handed in, returned, corrected, accepted; progress; a close-out returned and
// granted; at 390 and 1440 pixels and by keyboard alone. WALK is an object that
// waits for the reviewer, with copied texts and a picture.
import { choose, end, examine, fill, go, is, press, run, tabTo, text, told, visit } from './desk_page.mjs';

const [url, clerk, reviewer, office, walk] = process.argv.slice(2);
const unit = clerk.split('-')[0];

const good = { 名称: '体验问题跟踪办法', 印发日期: '2026-11-01', 起: '2026-11-02', 分析研判: '局务会每月一次，逐条过问题清单', 跟踪问效: '办公室每周督一次，逾期的在局务会上说明' };

const decide = async (page, what, words) => {
  await fill(page, { comment: words });
  await press(page, what);
};

const month = async (width, paper, entry) => {
  const his = await visit(clerk, width);
  const hers = await visit(reviewer, width);
  const form = `${url}/record/${paper}`;
  const queue = `${url}/queue`;

  await his.goto(form);
  await fill(his, good);
  await press(his, 'submit');
  is(`received, ${width}`, '收到了', await text(his, 'h1'));

  await hers.goto(queue);
  await examine(hers, 'queue', width);
  const listed = await hers.$$eval('.list h2', (all) => all.length);
  await hers.goto(`${url}/review/${paper}`);
  is(`its place, ${width}`, true, (await text(hers, 'main')).includes(`共 ${listed} 份`));
  await examine(hers, 'review paper', width);
  await press(hers, 'return');
  is(`without a reason, ${width}`, '没有办理', await text(hers, '#result h2'));
  is(`she may type it at once, ${width}`, 'comment', await hers.evaluate(() => document.activeElement.name));
  is(`and is told why, ${width}`, 'true 退回要写明原因', await hers.evaluate(() => {
    const e = document.activeElement;
    const told = e.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent.trim());
    return `${e.ariaInvalid} ${told.at(-1)}`;
  }));
  await examine(hers, 'review refused', width);
  await decide(hers, 'return', '没有写每月几号研判');
  is(`returned, and what was done is said, ${width}`, true, (await text(hers, '#result')).startsWith('退回补正：'));
  is(`the next one is open, ${width}`, true, hers.url().includes('/review/') && !hers.url().includes(`${paper}?`));

  await his.goto(url);
  is(`the clerk reads why, ${width}`, '没有写每月几号研判', await text(his, '.reason'));
  await go(his, () => his.click('.list li .button'));
  await fill(his, { 分析研判: '局务会每月五号，逐条过问题清单' });
  await press(his, 'submit');
  await hers.goto(`${url}/review/${paper}`);
  is(`what changed, ${width}`, '分析研判局务会每月一次五号，逐条过问题清单', await text(hers, '.changes > div'));
  is(`what went and what came, ${width}`, '一次 五号', `${await text(hers, '.changes del')} ${await text(hers, '.changes ins')}`);
  await examine(hers, 'review changed', width);
  await decide(hers, 'approve', '');
  await his.goto(url);
  is(`accepted, ${width}`, '审核通过', await text(his, '#receipts + ul .state'));

  const steps = `${unit}/ledger/${entry}`;
  const step = async (values, name) => {
    await his.goto(`${url}/record/${steps}`);
    await choose(his, '事由', name);
    await fill(his, values);
    await press(his, 'submit');
    is(`${name} is received, ${width}`, '收到了', await text(his, 'h1'));
    await hers.goto(`${url}/review/${steps}`);
  };
  await step({ 日期: '2026-11-22', 情况: '系统里加了推送，正在试' }, '整改进展');
  await examine(hers, 'review step', width);
  await decide(hers, 'approve', '继续推进');
  const last = { 日期: '2026-11-23', 完成日期: '2026-11-23', 举一反三: '其余三项津贴一并看了' };
  await step({ ...last, 情况: '已经推送' }, '申请销号');
  await decide(hers, 'return', '请写推送了几次');
  await step({ ...last, 情况: '已经推送三次' }, '申请销号');
  await decide(hers, 'approve', '看过推送记录，属实');
  await his.goto(url);
  is(`closed: it is on the ledger no more, ${width}`, false, (await his.$eval('main', (e) => e.innerHTML)).includes(`/record/${steps}"`));
  await his.close();
  await hers.close();
};

const looks = async (width) => {
  const page = await visit(reviewer, width);
  await page.goto(`${url}/review/${walk}`);
  const pictures = await page.$$eval('.shown img', (all) => all.map((i) => i.complete && i.naturalWidth > 0).join());
  is(`pictures are there, ${width}`, 'true', pictures);
  await examine(page, 'review walk', width);
  is(`copied text beside its source, ${width}`, width > 1000, await page.$$eval('.pair > div', ([a, b]) => a.getBoundingClientRect().top === b.getBoundingClientRect().top));
  await page.close();
  const theirs = await visit(office, width);
  await theirs.goto(`${url}/office`);
  await examine(theirs, 'office', width);
  is(`words to be sent, ${width}`, true, (await theirs.$eval('.message textarea', (e) => e.value)).startsWith('【'));
  await theirs.goto(`${url}/review/plan`);
  await examine(theirs, 'review plan', width);
  // A record that was there before the server was.
  await go(theirs, async () => {
    await theirs.goto(`${url}/office`);
    await theirs.click('table .state[href$="/window"]');
  });
  await theirs.click('#remove summary');
  await examine(theirs, 'review published', width);
  await go(theirs, () => theirs.click('#remove button'));
  is(`no reason, ${width}`, '撤下要写明原因', await text(theirs, '#remove .wrong'));
  is(`the cursor is in it, ${width}`, 'comment', await theirs.evaluate(() => document.activeElement.name));
  await examine(theirs, 'review remove refused', width);
  await theirs.goto(`${url}/review/${walk}`);
  is(`who may not decide has no button, ${width}`, 0, (await theirs.$$('button')).length);
  await examine(theirs, 'review barred', width);
  await theirs.close();
};

const keyboard = async () => {
  const page = await visit(reviewer, 1440);
  const faults = [];
  const first = async () => {
    await page.goto(`${url}/queue`);
    const href = await page.$eval('main a.button', (e) => e.getAttribute('href'));
    await tabTo(page, href, faults);
    await go(page, () => page.keyboard.press('Enter'));
  };
  await first();
  const object = new URL(page.url()).pathname;
  await tabTo(page, '#decide', faults);
  await page.keyboard.press('Enter');
  await tabTo(page, 'comment', faults);
  await page.keyboard.type('写得不清楚');
  await tabTo(page, 'return', faults);
  await go(page, () => page.keyboard.press('Enter'));
  if (!(await text(page, '#result')).startsWith('退回补正：')) faults.push(`not returned: ${await text(page, 'main')}`);
  if (new URL(page.url()).pathname === object) faults.push('the same again');
  told('by the keyboard alone', [...new Set(faults)]);
  await page.close();
};

await run('pages on a phone', () => looks(390));
await run('pages on a desk', () => looks(1440));
await run('a month on a phone', () => month(390, `${unit}/mechanism/11`, 'mzj-2026-10-window-n01'));
await run('a month on a desk', () => month(1440, `${unit}/mechanism/12`, 'mzj-2026-11-window-n01'));
await run('by the keyboard alone', keyboard);
await end();
