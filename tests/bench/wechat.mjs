// SPDX-License-Identifier: MIT
// wechat.mjs TEXTS PAGES: each text by Wenyan, held against our page of it.
import fs from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { renderStyledContent } from '@wenyan-md/core/wrapper';

const [texts, pages] = process.argv.slice(2);
const bare = (s) => s.replace(/[\s\u00a0\u200b]|\[\d+\]|[•:：]|图\d+/g, '');

// What an article says and shows, as pairs of a kind and a text.
function facts(root) {
  const found = [];
  const all = (selector) => [...root.querySelectorAll(selector)];
  const leaves = (selector) => all(selector).filter((e) => !e.querySelector('p, li, ul, ol, section, pre'));
  for (const e of leaves('p, li, section, td')) found.push(['words', bare(e.textContent)]);
  for (const e of all('h1, h2, h3, h4, h5, h6')) found.push(['heading', bare(e.textContent)]);
  for (const e of all('strong')) found.push(['strong', bare(e.textContent)]);
  for (const e of all('em')) if (!/^\[/.test(e.textContent)) found.push(['em', bare(e.textContent)]);
  for (const e of all('blockquote')) found.push(['quote', bare(e.textContent)]);
  for (const e of all('pre')) {
    const copy = e.cloneNode(true);
    copy.querySelectorAll('br').forEach((br) => br.replaceWith('\n'));
    for (const line of copy.textContent.split('\n')) found.push(['code', line.replace(/\u00a0/g, ' ').trimEnd()]);
  }
  for (const e of all('code')) if (!e.closest('pre')) found.push(['code', e.textContent]);
  all('img').forEach((e) => found.push(['picture', e.getAttribute('alt')]));
  all('hr').forEach(() => found.push(['line', '']));
  for (const [url] of root.textContent.matchAll(/https:\/\/[\w./?=&-]+|(?<!\w)\/[\w./]+\.html/g)) found.push(['address', url]);
  // Addresses are held on their own; their heading is ours to word.
  return found.filter(([kind, text]) => (text || kind === 'line' || kind === 'picture') &&
    text !== '引用链接' && !(kind === 'words' && /https\/\/|\.html/.test(text)));
}

let lost = 0;
for (const file of fs.readdirSync(texts).sort()) {
  const name = path.basename(file, '.md');
  const markdown = fs.readFileSync(path.join(texts, file), 'utf8');
  const theirs = facts(new JSDOM(await renderStyledContent(markdown, { isAddFootnote: true })).window.document.body);
  const page = new JSDOM(fs.readFileSync(path.join(pages, `mzj-articles-${name}`, 'wechat.html'), 'utf8'));
  const article = page.window.document.querySelector('wechat-article');
  const ours = facts(article);
  const words = bare(article.textContent);
  const addresses = article.innerHTML.replaceAll('&amp;', '&');
  const count = {};
  for (const [kind, text] of ours) count[`${kind} ${text}`] = (count[`${kind} ${text}`] ?? 0) + 1;
  const missing = theirs.filter(([kind, text]) => {
    if (kind === 'words') return !words.includes(text.replace(/^\d+\./, ''));
    if (kind === 'address') return !addresses.includes(text);
    if (kind === 'quote') return !ours.some((o) => o[0] === kind && o[1].includes(text));
    return !count[`${kind} ${text}`] || count[`${kind} ${text}`]-- <= 0;
  });
  console.log(`${name}: Wenyan keeps ${theirs.length} things, ours lacks ${missing.length}`);
  for (const [kind, text] of missing) console.log(`  ${kind}: ${text}`);
  lost += missing.length;
}
process.exit(lost ? 1 : 0);
