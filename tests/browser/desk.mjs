// SPDX-License-Identifier: MIT
// A clerk at the desk, in a browser, told as TAP:
//     desk.mjs URL USER
// records, is refused with findings, mends, has the receipt; it comes back and
// is corrected; at 390 and 1440 pixels, by keyboard alone, without scripts, and
// over a line that is cut. axe (WCAG 2.2 AA) looks at each page on the way.
// DECIDE is a program that a reviewer's decision is made with: DECIDE act
// object reason. SCREENSHOTS: a folder for pictures of the pages.
import { execFileSync } from 'node:child_process';
import { end, examine, fill, go, is, press, run, tabTo, text, told, visit } from './desk_page.mjs';

const [url, user] = process.argv.slice(2);
const unit = user.split('-')[0];
const open = (width) => visit(user, width);
const decide = (act, object, reason) => execFileSync(process.env.DECIDE, [act, object, reason], { stdio: 'pipe' });

const good = { 名称: '体验问题跟踪办法', 印发日期: '2026-11-01', 起: '2026-11-02', 分析研判: '局务会每月一次，逐条过问题清单', 跟踪问效: '办公室每周督一次，逾期的在局务会上说明' };

// A month's work, once on a phone and once on a desk.
const month = async (width, object) => {
  const page = await open(width);
  const form = `${url}/record/${object}`;
  await page.goto(url, { waitUntil: 'load' });
  await examine(page, 'home', width);
  await page.goto(`${url}/begin`);
  await examine(page, 'begin', width);
  await go(page, () => page.click('a[href="/begin?kind=mechanism"]'));
  is(`a number is offered, ${width}`, true, /^[1-9]/.test(await page.$eval('#c1', (e) => e.value)));
  await fill(page, { c1: object.split('/').pop() });
  await examine(page, 'begin mechanism', width);
  await go(page, () => page.click('.bar button'));
  is(`begun, ${width}`, form, page.url());
  await examine(page, 'form', width);

  await fill(page, { 名称: good.名称, 印发日期: good.印发日期 });
  await press(page, 'submit');
  is(`refused, ${width}`, '没有收到：有 3 处要改', await text(page, '#result h2'));
  is(`it is read out at once, ${width}`, 'result', await page.evaluate(() => document.activeElement.id));
  await examine(page, 'refused', width);
  await page.click('#result li a');
  is(`a finding leads into its input, ${width}`, '起', await page.evaluate(() => document.activeElement.name));
  is(`beside it the same is said, ${width}`, '缺少必填栏“起”', await page.evaluate(() => document.activeElement.closest('.field').querySelector('.wrong').firstChild.textContent));
  await fill(page, good);
  await press(page, 'check');
  is(`checked, ${width}`, '检查过了，没有要改的', await text(page, '#result h2'));
  await press(page, 'submit');
  is(`received, ${width}`, '收到了', await text(page, 'h1'));
  await examine(page, 'receipt', width);
  await page.reload();
  is(`loaded again it is the same, ${width}`, '0001', await text(page, '.receipt dd'));

  decide('return', object, '没有写多久研判一次');
  await page.goto(url);
  is(`returned, and why, ${width}`, '没有写多久研判一次', await text(page, '.reason'));
  await examine(page, 'home returned', width);
  await go(page, () => page.click('.list li .button'));
  is(`the reason is on the form, ${width}`, '没有写多久研判一次', await text(page, '.notice.is-wrong p'));
  await examine(page, 'form returned', width);
  await fill(page, { 分析研判: '局务会每月五日研判一次' });
  await press(page, 'submit');
  is(`corrected, ${width}`, '0003', await text(page, '.receipt dd'));
  decide('approve', object, '同意');
  await page.goto(url);
  is(`approved, ${width}`, '审核通过', await text(page, '#receipts + ul .state'));
  await page.close();
};

// A record of many lists and a long text, through the form and the gate.
const whole = async (object) => {
  const page = await open(1440);
  await page.goto(`${url}/record/${object}`);
  await press(page, 'submit');
  is('a whole activity goes through the form', '收到了', await text(page, 'h1').then(async (h) => (h === '收到了' ? h : text(page, '#result'))));
  await page.close();
};

// No mouse. What has the focus has a ring, and the end is reached.
const keyboard = async (object) => {
  const page = await open(1440);
  const faults = [];
  const to = (wanted) => tabTo(page, wanted, faults);
  await page.goto(`${url}/record/${object}`);
  for (const [name, value] of Object.entries(good)) {
    await to(name);
    // A date is typed as the browser's language has it.
    const [year, month, day] = value.split('-');
    await page.keyboard.type(day && name !== '名称' && value.length === 10 ? `${month}${day}${year}` : value);
  }
  await to('submit');
  await go(page, () => page.keyboard.press('Enter'));
  if (await text(page, 'h1') !== '收到了') faults.push(`not received: ${await text(page, 'main')}`);
  told('by the keyboard alone', [...new Set(faults)]);
  await page.close();
};

// Lists grow and shrink, pictures come up, and nothing of it needs a script.
const plain = async (object, photo) => {
  const page = await open(390);
  const faults = [];
  await page.setJavaScriptEnabled(false);
  await page.goto(`${url}/record/${object}`);
  await page.type('[name="参加人[0].姓名"]', '张某某');
  await go(page, () => page.click('button[value="add:参加人"]'));
  if (!page.url().endsWith('#added')) faults.push(`not at the new item: ${page.url()}`);
  await page.type('[name="参加人[1].姓名"]', '李某某');
  await go(page, () => page.click('button[value="add:环节"]'));
  await go(page, () => page.click('button[value="add:环节[0].事项"]')).catch(() => faults.push('no list within a list'));
  await (await page.$('input[type="file"][name="影像"]')).uploadFile(photo, photo);
  await press(page, 'save');
  const names = await page.$$eval('.picture img', (all) => all.map((i) => `${new URL(i.src).pathname} ${i.naturalWidth > 0}`));
  if (names.join(', ') !== `/picture/${object}/01.png true, /picture/${object}/02.png true`) faults.push(`pictures: ${names}`);
  await go(page, () => page.click('button[value="remove:参加人[0]"]'));
  const who = await page.$$eval('[name^="参加人"][name$="姓名"]', (all) => all.map((i) => i.value));
  if (who.join() !== '李某某') faults.push(`names: ${who}`);
  told('without scripts', faults);
  await page.setJavaScriptEnabled(true);
  for (const width of [390, 1440]) {
    await page.setViewport({ width, height: 900 });
    await page.goto(`${url}/record/${object}?check=1`);
    await examine(page, 'large form', width);
  }
  await page.close();
};

// The line is cut: before anything arrives, and before the answer comes back.
const cut = async (object) => {
  const page = await open(1440);
  const faults = [];
  const form = `${url}/record/${object}`;
  await page.goto(form);
  await fill(page, { 名称: '断网以前写的', '#正文': '很长的一段' });
  await new Promise((done) => { setTimeout(done, 500); });
  await page.setOfflineMode(true);
  await page.click('.bar button[value="save"]');
  await new Promise((done) => { setTimeout(done, 1000); });
  await page.setOfflineMode(false);
  await page.goto(form);
  if (!(await text(page, '.notice h2')).includes('没存上')) faults.push('nothing is offered');
  await examine(page, 'restore', 1440);
  await page.click('.notice button.second').catch(() => {});
  const back = await page.$eval('[name="名称"]', (e) => e.value);
  if (back !== '断网以前写的') faults.push(`restored: ${back}`);
  await press(page, 'save');
  if (await page.$eval('[name="#正文"]', (e) => e.value) !== '很长的一段') faults.push('not saved');
  if (await page.$('.notice h2')) faults.push(`still offered: ${await text(page, '.notice h2')}`);
  told('a line that is cut loses nothing', faults);
  await page.close();
};

// Two windows on one draft: the later one is shown both.
const two = async (object) => {
  const one = await open(1440);
  const other = await open(1440);
  const form = `${url}/record/${object}`;
  await one.goto(form);
  await fill(one, { 名称: '开头' });
  await press(one, 'save');
  await other.goto(form);
  await fill(one, { 分析研判: '先存的' });
  await press(one, 'save');
  await fill(other, { 跟踪问效: '后存的' });
  await press(other, 'save');
  is('two windows: the later one is told', '没有保存：别人刚刚改过这份草稿', await text(other, '#result h2'));
is('and shown both', '分析研判 先存的 （空）, 跟踪问效 （空） 后存的', (await other.$$eval('.sides tbody tr', (all) => all.map((r) => [...r.cells].map((c) => c.textContent.trim()).join(' ')).join(', '))));
  await examine(other, 'two', 1440);
  await other.setViewport({ width: 390, height: 900 });
  await examine(other, 'two', 390);
  await fill(other, { 分析研判: '先存的' });
  await press(other, 'save');
  await one.goto(form);
  is('who puts both together loses nothing', '先存的 后存的', `${await one.$eval('[name="分析研判"]', (e) => e.value)} ${await one.$eval('[name="跟踪问效"]', (e) => e.value)}`);
  await one.goto(`${url}/record/none/mechanism/1`);
  await examine(one, 'refused at the door', 1440);
  await one.close();
  await other.close();
};

await run('a month on a phone', () => month(390, `${unit}/mechanism/11`));
await run('a month on a desk', () => month(1440, `${unit}/mechanism/12`));
await run('a whole activity', () => whole(`${unit}/2026-11/window`));
await run('by the keyboard alone', () => keyboard(`${unit}/mechanism/13`));
await run('without scripts', () => plain(`${unit}/2026-12/window`, process.env.PHOTO));
await run('a line that is cut', () => cut(`${unit}/mechanism/14`));
await run('two windows', () => two(`${unit}/mechanism/15`));
await end();
