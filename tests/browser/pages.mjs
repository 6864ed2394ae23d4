// SPDX-License-Identifier: MIT
// The sorts of pages of the sample's portal, one of each, and a browser to
// look at them in. MODULES is the folder where npm put its packages.
import { createRequire } from 'node:module';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const modules = createRequire(join(process.env.MODULES, 'x.js'));
export const axe = () => readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8');

// By name: what it shows, and where it is.
export const pages = {
  home: 'index.html',
  activities: 'activities.html',
  'activities-all': 'activities/window.html',
  activity: 'activities/mzj-2026-11-window.html',
  removed: 'activities/mzj-2026-10-window-9.html',
  months: 'months.html',
  month: 'months/2026-11.html',
  units: 'units.html',
  unit: 'units/mzj.html',
  'unit-year': 'units/mzj-2026.html',
  ledgers: 'ledgers.html',
  problems: 'ledgers/problems.html',
  needs: 'ledgers/needs.html',
  measures: 'ledgers/measures.html',
  rectification: 'ledgers/rectification.html',
  figures: 'figures.html',
  'figures-month': 'figures/2026-11.html',
  'figures-all': 'figures/months.html',
  matrix: 'reports/2026.html',
  report: 'reports/2026-11.html',
  summaries: 'reports/summaries.html',
  tickets: 'hotline/tickets.html',
  types: 'hotline/types.html',
  plan: 'plan.html',
  handbook: 'handbook.html',
  manual: 'manual/index.html',
  keeper: 'manual/keeper.html',
  desk: 'manual/desk.html',
  data: 'data.html',
  dictionary: 'data/dictionary.html',
  about: 'about.html',
  verify: 'verify.html',
  allowed: 'allowed.html',
  sitemap: 'sitemap.html',
  search: 'search.html',
  articles: 'articles.html',
  article: 'articles/huaxu-articles-queue-desk.html',
  paste: 'articles/huaxu-articles-queue-desk/wechat.html',
  paper: 'papers/sfj-2026-11-summary.html',
  missing: '404.html',
};

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript',
  '.svg': 'image/svg+xml', '.json': 'application/json', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.xml': 'application/xml',
};

// Serves a folder on the loopback under `base` (/, or /a/b/), with its
// 404.html where there is no file. Ends with the process.
export const serve = (folder, base = '/') => new Promise((done) => {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    let file = path.startsWith(base) ? normalize(join(folder, path.slice(base.length))) : '';
    let status = 200;
    if (file.endsWith('/') || file === normalize(folder)) file = join(file, 'index.html');
    try {
      if (!file.startsWith(normalize(folder)) || !statSync(file).isFile()) throw new Error('none');
    } catch {
      file = join(folder, '404.html');
      status = 404;
    }
    response.writeHead(status, { 'content-type': types[extname(file)] || 'application/octet-stream' });
    response.end(request.method === 'HEAD' ? undefined : readFileSync(file));
  });
  server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}${base}`));
  server.unref();
});

export const launch = () => modules('puppeteer-core').launch({
  executablePath: process.env.BROWSER,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});

// The looks a page has: its medium, and the large type that a reader chose.
export const looks = {
  light: { scheme: 'light' },
  dark: { scheme: 'dark' },
  large: { scheme: 'light', large: true },
};

export const look = async (page, { scheme, large }, width) => {
  await page.setViewport({ width, height: width < 600 ? 844 : 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.evaluate((on) => {
    document.documentElement.classList.toggle('large', Boolean(on));
  }, large);
};
