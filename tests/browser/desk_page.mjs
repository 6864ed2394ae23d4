// SPDX-License-Identifier: MIT
// What the tests of the desk in a browser share: TAP, visits of users, a look
// at each page with axe (WCAG 2.2 AA). SCREENSHOTS: a folder for pictures of
// the pages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { axe, launch } from './pages.mjs';

let number = 0;
let failed = 0;
export const told = (name, faults) => {
  number += 1;
  if (faults.length) failed += 1;
  console.log(`${faults.length ? 'not ok' : 'ok'} ${number} - ${name}`);
  for (const fault of faults) console.log(`# ${fault}`);
};
export const is = (name, wanted, actual) => told(name, wanted === actual ? [] : [`wanted ${wanted}`, `is ${actual}`]);

const browser = await launch();
const source = axe();
// A page of this user's; the name is the password. A browser logs in once, so
// each user has one of his own.
const browsers = new Map();
export const visit = async (user, width) => {
  if (!browsers.has(user)) browsers.set(user, await browser.createBrowserContext());
  const page = await browsers.get(user).newPage();
  await page.authenticate({ username: user, password: user });
  await page.setViewport({ width, height: 900 });
  page.on('dialog', (dialog) => dialog.accept());
  return page;
};

const seen = new Set();
// What axe finds on this page, what sticks out of the screen, targets too small.
export const examine = async (page, name, width) => {
  // A policy that lets no script in lets axe in by the debugger alone.
  await page.evaluate(source);
  const faults = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  }).then(({ violations }) => {
    const found = violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1] ?? ''}`));
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) {
      const wide = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
      found.push(`${over} pixels wider than the screen: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' ')}`);
    }
    for (const e of document.querySelectorAll('main button:not(.off), main a.button, main input:not([type="hidden"], .off, [type="radio"], [type="checkbox"]), main select')) {
      const box = e.getBoundingClientRect();
      if (box.height && box.height < 40) found.push(`only ${box.height} pixels high: ${e.outerHTML.slice(0, 80)}`);
    }
    return found;
  }));
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  faults.push(...await page.evaluate(() => window.axe.run(document, {
    runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'],
  }).then(({ violations }) => violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `dark: ${n.html.slice(0, 160)}`)))));
  await page.emulateMediaFeatures([]);
  told(`${name}, ${width}: nothing is wrong with the page`, faults);
  if (process.env.SCREENSHOTS && !seen.has(`${name} ${width}`)) {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `desk-${name.replaceAll(' ', '-')}-${width}.png`) });
    seen.add(`${name} ${width}`);
  }
};

export const go = (page, act) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]);
export const fill = async (page, values) => {
  for (const [name, value] of Object.entries(values)) {
    await page.evaluate((n, v) => {
      const e = document.querySelector(`[name="${n}"]:not([type="hidden"])`);
      e.value = v;
      e.dispatchEvent(new Event('input', { bubbles: true }));
    }, name, value);
  }
};
// One of a field's words, be it a list or buttons.
export const choose = (page, name, value) => page.evaluate((n, v) => {
  const choice = document.querySelector(`[name="${n}"][value="${v}"]`) ?? document.querySelector(`[name="${n}"]`);
  if (choice.type === 'radio') choice.checked = true;
  else choice.value = v;
}, name, value);
export const press = async (page, what) => {
  // In a window behind another nothing can be clicked.
  await page.bringToFront();
  return go(page, () => page.click(`.bar button[value="${what}"]`));
};
export const text = (page, selector) => page.$eval(selector, (e) => e.textContent.replace(/\s+/g, ' ').trim()).catch(() => '(none)');

// With the keyboard alone to what is called so, has this value, or leads there:
// all on the way has a ring, and nothing lies over it.
export const tabTo = async (page, wanted, faults) => {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return {
        names: [e.name, e.value, e.getAttribute('href'), e.id],
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        covered: top && !e.contains(top) && !top.contains(e),
        what: e.outerHTML.slice(0, 80),
      };
    });
    if (!here.ring) faults.push(`no ring: ${here.what}`);
    if (here.covered) faults.push(`covered: ${here.what}`);
    if (here.names.includes(wanted)) return;
  }
  faults.push(`no way to ${wanted}`);
};

export const run = async (name, what) => {
  try {
    await what();
  } catch (error) {
    told(name, [error.stack]);
  }
};
// To be called last.
export const end = async () => {
  console.log(`1..${number}`);
  await browser.close();
  process.exit(failed ? 1 : 0);
};
