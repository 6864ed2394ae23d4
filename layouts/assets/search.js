/* SPDX-License-Identifier: MIT */
/* Finds any text that a page of the portal shows, from the files that the build
 * wrote under search/ (src/web/search.h says how). They are scripts, because a
 * page opened from a folder may load scripts and nothing else. What is looked
 * for stands in the address, behind "#?", or "?q=" where another page asked. */
'use strict';

// --- reading: numbers, sets and texts as src/web/pack.h has them ---------------

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  static of(base64) {
    return new Reader(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  }

  // 15 bits a letter; at the end there may be a zero too many.
  static dense(text) {
    const bytes = new Uint8Array(text.length * 15 >> 3);
    let held = 0;
    for (let i = 0, n = 0, bits = 0; i < text.length; i++) {
      held = (held << 15 | text.charCodeAt(i) - 0x3400) & 0x7FFFFF;
      for (bits += 15; bits >= 8; bits -= 8) bytes[n++] = held >> bits - 8;
    }
    return new Reader(bytes);
  }

  get isDone() {
    return this.at >= this.bytes.length;
  }

  number() {
    let n = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.bytes[this.at++];
      n += (byte & 127) * unit;
      if (!(byte >= 128)) return n; // behind the end: 0
    }
  }

  // `count` members among the numbers below `all`, ascending.
  set(count, all) {
    const few = Math.floor((all + 7) / 8);
    const members = new Uint32Array(count);
    let n = 0;
    let next = 0;
    if (count < few) {
      for (; n < count; n++) {
        members[n] = next + this.number();
        next = members[n] + 1;
      }
    } else if (all - count < few) {
      for (let left = all - count; left >= 0; left--) {
        const none = left ? next + this.number() : all;
        while (next < none) members[n++] = next++;
        next++;
      }
    } else {
      for (let i = 0; i < all; i++) {
        if (this.bytes[this.at + (i >> 3)] >> (i & 7) & 1) members[n++] = i;
      }
      this.at += few;
    }
    return members;
  }

  // An LZ4 block, with the number of its bytes before it.
  unpack(before = new Uint8Array()) {
    const from = this.bytes;
    const end = before.length + this.number();
    const out = new Uint8Array(end);
    let at = before.length;
    const length = (short) => {
      let n = short;
      for (let byte = short === 15 ? 255 : 0; byte === 255; n += byte) byte = from[this.at++];
      return n;
    };
    out.set(before);
    while (at < end) {
      const token = from[this.at++];
      const literals = length(token >> 4);
      out.set(from.subarray(this.at, this.at + literals), at);
      this.at += literals;
      at += literals;
      if (at >= end) break;
      const back = from[this.at] | from[this.at + 1] << 8;
      this.at += 2;
      for (let left = length(token & 15) + 4; left > 0; left--, at++) out[at] = out[at - back];
    }
    return out.subarray(before.length);
  }
}

// --- the index ------------------------------------------------------------------

// As gram_fold() in src/web/gram.c: each unit for itself, so that places stay.
const fold = (text) => text
  .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xFEE0))
  .replace(/[A-Z]/g, (c) => c.toLowerCase())
  .replace(/[\0- \x7F\xA0\u3000]/g, ' ');

const wordsOf = (text) => [...new Set(fold(text).split(/\s+/).filter(Boolean))];

const search = (() => {
  const root = new URL('..', document.currentScript.src);
  const ROUND = 3;     // shards asked for at a time
  const FEW = 6;       // candidates whose texts are less to load than more shards
  const MANY = 150;    // candidates among which some are right, likely
  const SHARDS_MAX = 12;
  let waiting = {}; // by name: the functions of a promise
  let files = {};   // by name: the promise
  let loaded = 0;   // bytes
  let index = null;

  window.taizhangSearch = (name, data) => {
    loaded += 2 * (data.length ?? 0);
    waiting[name]?.done(data);
  };

  function load(name, path) {
    files[name] ??= new Promise((done, fail) => {
      const script = document.createElement('script');
      waiting[name] = { done };
      script.src = new URL(path, root);
      script.onload = script.onerror = () => {
        script.remove();
        fail(new Error(path)); // means nothing where it is done
      };
      document.head.append(script);
    });
    return files[name];
  }

  const part = (name) => load(name, `search/${index.id}/${name}.js`);

  async function open(query = '') {
    const raw = await load('index', `search/index.js${query}`);
    const columns = new Reader(Reader.of(raw.columns).unpack());
    const shards = Reader.of(raw.shards);
    const chunks = Reader.of(raw.chunks);
    index = {
      id: raw.id,
      documents: raw.documents,
      facets: raw.facets.map((facet) => ({
        ...facet,
        of: Uint16Array.from({ length: raw.documents }, () => columns.number()),
      })).sort((a, b) => b.values.length - a.values.length),
      shards: [],  // the first key of each
      entries: [], // how many each has: the more, the rarer
      chunks: [0], // the first document of each, and where the last ends
      dictionary: Reader.of(raw.dictionary).unpack(),
    };
    for (let key = 0; !shards.isDone;) {
      index.shards.push(key += shards.number());
      index.entries.push(shards.number());
    }
    for (let first = 0; !chunks.isDone;) index.chunks.push(first += chunks.number());
  }

  // Another portal has taken the place of the one whose index we have.
  async function reopen() {
    const { id } = index;
    waiting = {};
    files = {};
    await open(`?${Date.now()}`);
    return index.id !== id;
  }

  const placeOf = (firsts, wanted) => {
    let low = 0;
    let high = firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= wanted) low = middle;
      else high = middle;
    }
    return low;
  };

  const parsed = new Map(); // by data: the entries of a shard by key

  function entriesOf(data) {
    if (parsed.has(data)) return parsed.get(data);
    const reader = Reader.dense(data);
    const entries = new Map();
    for (let key = 0, more; (more = reader.number());) {
      key += more;
      const head = reader.number();
      const count = Math.floor(head / 4);
      const subset = (is) => (is ? reader.set(reader.number(), count) : []);
      const documents = reader.set(count, index.documents);
      entries.set(key, { documents, often: subset(head & 2), titles: subset(head & 1) });
    }
    parsed.set(data, entries);
    return entries;
  }

  // What the index has of a word: fives of ASCII, other threes, the pairs that
  // are in none of them; one letter. Both ends and the middle first: neighbours
  // mostly stand together anyway.
  function gramsOf(word) {
    const long = word.split('').map((_, at) => {
      if (/^[!-~]{5}/.test(word.slice(at))) return 5;
      return at + 3 <= word.length && /[^!-~]/.test(word.slice(at, at + 3)) ? 3 : 0;
    });
    const grams = word.length < 2 ? [word] : [];
    for (let i = 0; i + 1 < word.length; i++) {
      if (long[i]) grams.push(word.slice(i, i + long[i]));
      else if (![1, 2, 3].some((n) => long[i - n] > n + 1)) grams.push(word.slice(i, i + 2));
    }
    const spread = [0, grams.length - 1, grams.length >> 1].map((at) => grams[at]);
    return [...new Set([...spread, ...grams])];
  }

  function keyOf(gram) {
    const units = gram.split('').map((unit) => unit.charCodeAt(0));
    if (units.length < 3) return units[0] * 65536 + (units[1] ?? 32);
    const bits = units.length > 3 ? 128 : 65536;
    return units.reduce((n, unit) => n * bits + unit, 0) % 1999993 + 1;
  }

  // Which documents may have all the words, best first. The rarest pairs are
  // asked for until few candidates are left or more pairs help little; then the
  // texts must be looked into, unless each word was one pair.
  async function candidates(words) {
    const n = index.documents;
    const rank = new Uint16Array(n);
    const all = words.map((word) => ({
      grams: gramsOf(word), asked: 0, titles: new Uint16Array(n), often: new Uint16Array(n),
    }));
    const rarity = (shard) => Math.round(Math.log2(index.entries[shard]));
    const shards = new Set();
    let found = Array.from({ length: n }, (_, d) => d);
    let left = all.flatMap((word) => word.grams.map((gram) => {
      const key = keyOf(gram);
      return { word, key, shard: placeOf(index.shards, key) };
    })).sort((a, b) => rarity(b.shard) - rarity(a.shard));
    for (let had = Infinity; left.length && shards.size < SHARDS_MAX;) {
      if (found.length <= FEW || found.length > Math.max(MANY, had * 0.7)) break;
      had = shards.size ? found.length : Infinity;
      for (const { shard } of left.slice(0, ROUND)) shards.add(shard);
      const round = left.filter(({ shard }) => shards.has(shard));
      left = left.filter(({ shard }) => !shards.has(shard));
      await Promise.all([...shards].map((shard) => part(`g${shard}`)));
      for (const { word, key, shard } of round) {
        const entry = entriesOf(await part(`g${shard}`)).get(key);
        const { documents, often, titles } = entry ?? { documents: [], often: [], titles: [] };
        const has = new Uint8Array(n);
        for (const d of documents) has[d] = 1;
        for (const i of titles) word.titles[documents[i]]++;
        for (const i of often) word.often[documents[i]]++;
        word.asked++;
        found = found.filter((d) => has[d]);
      }
    }
    for (const { asked, titles, often } of all) {
      for (const d of found) {
        rank[d] += (titles[d] === asked ? 2 : 0) + (often[d] === asked ? 1 : 0);
      }
    }
    return {
      documents: found.sort((a, b) => rank[b] - rank[a] || b - a),
      isSure: !left.length && words.every((word) => word.length < 3),
    };
  }

  // { path, title, text, folded } of a document.
  async function textOf(document_) {
    const chunk = placeOf(index.chunks, document_);
    const bytes = Reader.dense(await part(`t${chunk}`)).unpack(index.dictionary);
    const texts = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes).split('\u0002');
    const [path, title, text] = texts[document_ - index.chunks[chunk]].split('\u0001');
    return { address: new URL(path, root).href, title, text, folded: fold(text) };
  }

  // Bytes to load for a document, about: one that has a file of its own is long.
  function weightOf(document_) {
    const chunk = placeOf(index.chunks, document_);
    return index.chunks[chunk + 1] - index.chunks[chunk] > 1 ? 5600 : 22400;
  }

  return {
    open: () => (index ? Promise.resolve() : open()),
    reopen,
    candidates,
    textOf,
    weightOf,
    loaded: () => loaded,
    facets: () => index.facets,
  };
})();

// --- the page ---------------------------------------------------------------------

(() => {
  const form = document.querySelector('form.find');
  if (!form) return;

  const MORE = 6;         // results at a time
  const LOOK_MAX = 80000; // bytes to load for them
  const input = form.elements.q;
  const choices = form.querySelector('.choices');
  const status = document.querySelector('.found');
  const list = document.querySelector('.hits');
  const more = document.querySelector('.more');
  const collator = new Intl.Collator('zh-CN', { numeric: true });

  const make = (name, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };

  // --- what is asked for: { q, chosen: { facet: value } } -------------------------

  let state = { q: '', chosen: {} };
  let isNew = true; // the next change is a step of its own for the back button

  function stateRead() {
    const asked = new URLSearchParams(
      location.hash.startsWith('#?') ? location.hash.slice(2) : location.search);
    state = { q: asked.get('q') ?? '', chosen: {} };
    for (const [name, value] of asked) if (name !== 'q' && value) state.chosen[name] = value;
  }

  function stateWrite(isStep) {
    const asked = new URLSearchParams();
    if (state.q) asked.set('q', state.q);
    for (const [name, value] of Object.entries(state.chosen)) asked.set(name, value);
    const hash = `#?${asked}`;
    if (hash === location.hash) return;
    if (isStep) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }

  // --- results ---------------------------------------------------------------------

  let turn = 0; // which question is the last one
  let found = null; // { words, documents, isSure, left, shown, dropped }

  const valueOf = (facet, document_) => facet.values[facet.of[document_] - 1] ?? '';
  const isChosen = (document_, but) => search.facets().every((facet) => facet === but ||
    !state.chosen[facet.name] || valueOf(facet, document_) === state.chosen[facet.name]);

  // Where the words stand in a folded text, [from, to), without overlaps.
  function hitsIn(folded, words) {
    const hits = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        hits.push([at, at + word.length]);
      }
    }
    hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return hits.filter(([, to], i) => !hits.slice(Math.max(0, i - words.length * 2), i)
      .some((other) => other[1] >= to));
  }

  // The part [from, to) of a text, its words in <mark>.
  function marked(text, from, to, hits) {
    const nodes = [];
    let at = from;
    const plain = (end) => text.slice(at, end).replaceAll('\n', '　');
    for (const [begin, end] of hits) {
      if (begin < at || begin >= to) continue;
      nodes.push(plain(begin), make('mark', { textContent: text.slice(begin, Math.min(end, to)) }));
      at = Math.min(end, to);
    }
    nodes.push(plain(to));
    return nodes;
  }

  // As much around a hit as two or three lines hold: where most of the words
  // are, and rather in a sentence than in a list.
  function snippet(text, hits, title) {
    const head = text.indexOf(title);
    const worth = ([at]) => {
      const near = hits.filter(([other]) => other >= at && other < at + 88);
      const line = text.indexOf('\n', at) - text.lastIndexOf('\n', at);
      return new Set(near.map((h) => fold(text.slice(...h)))).size * 2 + (Math.abs(line) > 60);
    };
    const body = hits.filter(([at]) => at < head || at >= head + title.length).slice(0, 40);
    const hit = body.reduce((best, h) => (worth(h) > worth(best) ? h : best), body[0] ?? hits[0]);
    let from = Math.max(0, hit[0] - 32);
    const to = Math.min(text.length, from + 120);
    const stop = Math.max(...['\n', '。'].map((c) => text.lastIndexOf(c, hit[0] - 1)));
    if (stop >= from) from = stop + 1;
    return make('p', {}, from && text[from - 1] !== '\n' && text[from - 1] !== '。' ? '……' : '',
      ...marked(text, from, to, hits), to < text.length ? '……' : '');
  }

  const by = (document_, ...others) => make('p', { className: 'by' },
    ...[...search.facets().map((facet) => valueOf(facet, document_)), ...others]
      .filter(Boolean).map((text) => make('span', { textContent: text })));

  function fill(item, document_, { address, title, text, folded }, words) {
    const hits = hitsIn(folded, words);
    // Browsers that know text fragments scroll to the first hit on the page.
    const first = encodeURIComponent(text.slice(...hits[0])).replaceAll('-', '%2D');
    const link = make('a', { href: `${address}#:~:text=${first}` },
      ...marked(title, 0, title.length, hitsIn(fold(title), words)));
    item.replaceChildren(make('h2', {}, link), snippet(text, hits, title),
      by(document_, hits.length > 1 ? `${hits.length}处` : ''));
  }

  function say(isLooking) {
    const { dropped, shown, left, isSure } = found;
    const count = found.documents.length - dropped;
    if (!count) status.textContent = '没有找到。可以少输几个字，或者用空格隔开几个词';
    else if (isSure || shown === count) status.textContent = `找到 ${count} 条`;
    else if (!isLooking) status.textContent = `可能有 ${count} 条，先列出 ${shown} 条`;
    else if (!dropped) status.textContent = `可能有 ${count} 条`;
    else status.textContent = `正在查找，看过 ${dropped} 条，还有 ${count} 条`;
    more.hidden = isLooking || !left.length;
    more.textContent = `再看${Math.min(MORE, left.length)}条`;
  }

  // Puts more results on the page: what is known at once, then the text. What
  // only looked like a hit is taken away again, and the next one looked into,
  // as long as not too much is loaded since `from`, and longer while nothing is
  // found at all.
  async function showMore(from = search.loaded()) {
    const mine = turn;
    const now = found;
    let wanted = MORE;
    while (wanted > 0 && now.left.length) {
      let room = LOOK_MAX + from - search.loaded();
      const over = now.left.findIndex((d) => (room -= search.weightOf(d)) < 0);
      const looks = over < 0 || !now.shown ? wanted : Math.min(wanted, over);
      if (!looks) break;
      say(true);
      const batch = now.left.splice(0, looks).map((document_) => {
        const item = make('li', {}, by(document_));
        list.append(item);
        return { document_, item };
      });
      const texts = await Promise.all(batch.map(({ document_ }) => search.textOf(document_)));
      if (mine !== turn) return;
      batch.forEach(({ document_, item }, i) => {
        if (now.words.every((word) => texts[i].folded.includes(word))) {
          fill(item, document_, texts[i], now.words);
          wanted--;
          now.shown++;
        } else {
          item.remove();
          now.dropped++;
        }
      });
    }
    say();
  }

  function fillChoices() {
    const had = document.activeElement?.name;
    choices.replaceChildren();
    for (const facet of search.facets()) {
      const counts = new Map();
      for (const document_ of found.all) {
        const value = valueOf(facet, document_);
        if (value && isChosen(document_, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const chosen = state.chosen[facet.name];
      if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
      if (counts.size < 2 && !chosen) continue;
      const values = [...counts.keys()].sort(collator.compare);
      if (/^\d{4}-\d{2}$/.test(values[0])) values.reverse(); // newest month first
      const select = make('select', { name: facet.name }, new Option('全部', ''),
        ...values.map((value) => new Option(`${value}（${counts.get(value)}）`, value)));
      select.value = chosen ?? '';
      choices.append(make('label', {}, make('span', { textContent: facet.name }), select));
    }
    if (had && had !== 'q') form.elements[had]?.focus();
  }

  async function ask() {
    const mine = ++turn;
    const words = wordsOf(state.q);
    if (!words.length) {
      found = null;
      list.replaceChildren();
      choices.replaceChildren();
      status.textContent = '活动、单位、文章和方案里的字都可以查。一个字、一个编号也行';
      more.hidden = true;
      return;
    }
    const slow = setTimeout(() => { if (mine === turn) status.textContent = '正在查找'; }, 400);
    try {
      await search.open();
      const from = search.loaded();
      const { documents, isSure } = await search.candidates(words);
      if (mine !== turn) return;
      const left = documents.filter((document_) => isChosen(document_));
      found = {
        words, isSure, all: documents, documents: left, left: [...left], shown: 0, dropped: 0,
      };
      list.replaceChildren();
      fillChoices();
      await showMore(from);
    } catch (error) {
      if (mine !== turn) return;
      if (await search.reopen().catch(() => false)) ask();
      else status.textContent = `读不到搜索的文件：${error.message}`;
    } finally {
      clearTimeout(slow);
    }
  }

  // --- events ------------------------------------------------------------------------

  let typing = 0;
  function typed() {
    clearTimeout(typing);
    const q = input.value.trim();
    if (q === state.q) return;
    state.q = q;
    stateWrite(isNew);
    isNew = false;
    ask();
  }
  input.oninput = (event) => {
    clearTimeout(typing);
    if (!event.isComposing) typing = setTimeout(typed, 250);
  };
  input.addEventListener('compositionend', () => { typing = setTimeout(typed, 250); });
  input.onchange = () => {
    typed();
    isNew = true;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    typed();
    isNew = true;
  };
  choices.onchange = ({ target }) => {
    if (target.value) state.chosen[target.name] = target.value;
    else delete state.chosen[target.name];
    stateWrite(true);
    isNew = true;
    ask();
  };
  more.onclick = async () => {
    const last = list.lastElementChild;
    await showMore().catch((error) => { status.textContent = `读不到搜索的文件：${error.message}`; });
    last?.nextElementSibling?.querySelector('a')?.focus();
  };

  function restore() {
    stateRead();
    input.value = state.q;
    isNew = true;
    ask();
  }
  addEventListener('popstate', restore);
  restore();
  search.open().catch(() => {}); // before the first letter is typed
})();
