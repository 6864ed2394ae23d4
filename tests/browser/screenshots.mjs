// SPDX-License-Identifier: MIT
// Pictures of each sort of page for people to look at:
//     screenshots.mjs PORTAL FOLDER [NAME …]
// as a phone and as a desk shows it, light and dark, in large type, in print.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, look, looks, pages, serve } from './pages.mjs';

const [portal, folder, ...names] = process.argv.slice(2);
// Not every portal has all: what was taken down, say.
const wanted = (names.length ? names : Object.keys(pages))
  .filter((name) => existsSync(join(portal, pages[name])));
mkdirSync(folder, { recursive: true });
const root = await serve(portal);
const browser = await launch();
const page = await browser.newPage();
for (const name of wanted) {
  await page.goto(root + pages[name], { waitUntil: 'load' });
  for (const [how, what] of Object.entries(looks)) {
    for (const width of [390, 1440]) {
      await look(page, what, width);
      await page.screenshot({ path: join(folder, `${name}-${how}-${width}.png`), fullPage: true });
    }
  }
  await look(page, looks.light, 1440);
  await page.pdf({ path: join(folder, `${name}.pdf`), preferCSSPageSize: true });
}
await browser.close();
