/* SPDX-License-Identifier: MIT */
/* Sorts and filters a ledger: the rows of all its pages, which it takes from
 * the JSON beside the page when somebody first asks for them. Where that
 * cannot be read (a folder opened from a disk) it works on the rows of the page,
 * and says so. What is asked for stands in the address, behind "#?". Without
 * this file the page is whole: all rows are on its pages and in its files. */
'use strict';

(() => {
  const table = document.querySelector('table.sheet');
  if (!table || !table.tBodies[0]) return;

  const PAGE = 500;
  const body = table.tBodies[0];
  const still = [...body.rows]; // the page as it came
  const pages = document.querySelector('nav.pages');
  const file = document.querySelector('a[data-format="json"]');
  const root = new URL('..', document.currentScript.src);
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const heads = [...table.tHead.rows[0].cells].map((cell) => ({
    cell,
    name: cell.textContent.trim(),
    class: cell.className,
    filter: 'filter' in cell.dataset,
  }));

  // --- rows: { values, node, text }; columns: { name, column, type, … } ------

  let columns = heads.map((h) => ({ name: h.name, filter: h.filter, type: h.class }));
  let rows = still.map((node) => ({ values: [...node.cells].map((c) => c.textContent.trim()), node }));
  let isWhole = !pages && !document.querySelector('[data-left]');
  let loading = null;

  // By heading; by what links call it, which is another name where there are two.
  const indexOf = (name) => columns.findIndex((c) => c.name === name);
  const fieldOf = (name) => columns.findIndex((c) => (c.column ?? c.name) === name);

  async function read() {
    const answer = await fetch(file.href);
    if (!answer.ok) throw new Error(answer.status);
    const all = await answer.json();
    columns = all.columns;
    rows = all.rows.map((values) => ({ values, node: null }));
    isWhole = true;
  }

  // Once; what fails leaves the rows of the page.
  function load() {
    if (!loading) {
      const can = file && location.protocol !== 'file:';
      loading = (can ? read() : Promise.resolve()).catch(() => {}).then(fillChoices);
    }
    return loading;
  }

  const textOf = (value) => (value === null || value === undefined ? '' : String(value));

  const addressOf = (template, row, name, part) => {
    let isKnown = true;
    const path = template.replace(/\{\{(.*?)\}\}/g, (_, wanted) => {
      const at = fieldOf(wanted);
      const value = wanted === name ? part : at < 0 ? '' : textOf(row.values[at]);
      isKnown = isKnown && value !== '';
      return encodeURIComponent(value);
    });
    return isKnown ? new URL(path.replace(/^\//, ''), root).href : '';
  };

  function fillCell(cell, column, row, text) {
    const parts = column.split && text ? text.split(column.split) : [text];
    for (const part of parts) {
      const address = column.link && part &&
        addressOf(column.link, row, column.column || column.name, part);
      if (address) {
        const link = document.createElement('a');
        link.href = address;
        link.textContent = part;
        cell.append(link);
      } else {
        cell.append(part);
      }
    }
  }

  function nodeOf(row) {
    if (row.node) return row.node;
    row.node = document.createElement('tr');
    row.node.className = textOf(row.values[fieldOf('class')]);
    heads.forEach((head, i) => {
      const at = indexOf(head.name);
      const text = at < 0 ? '' : textOf(row.values[at]);
      const cell = document.createElement(i ? 'td' : 'th');
      if (!i) cell.scope = 'row';
      if (head.class) cell.className = head.class;
      cell.dataset.label = head.name;
      if (at >= 0) fillCell(cell, columns[at], row, text);
      row.node.append(cell);
    });
    return row.node;
  }

  // --- what is asked for ------------------------------------------------------

  const fresh = () => ({ words: '', sort: '', isDown: false, page: 1, chosen: {} });
  let state = fresh();
  const isAsked = () => Boolean(state.words || state.sort || Object.keys(state.chosen).length);

  function stateRead() {
    state = fresh();
    if (!location.hash.startsWith('#?')) return;
    for (const [name, value] of new URLSearchParams(location.hash.slice(2))) {
      if (!value) continue;
      if (name === 'q') state.words = value;
      else if (name === 'page') state.page = Math.max(1, Number.parseInt(value, 10) || 1);
      else if (name === 'sort') state.sort = value;
      else if (name === 'down') state.isDown = true;
      else state.chosen[name] = value;
    }
  }

  function stateWrite() {
    const asked = new URLSearchParams();
    if (state.words) asked.set('q', state.words);
    for (const [name, value] of Object.entries(state.chosen)) asked.set(name, value);
    if (state.sort) asked.set('sort', state.sort);
    if (state.sort && state.isDown) asked.set('down', '1');
    if (state.page > 1) asked.set('page', state.page);
    const hash = asked.toString();
    history.replaceState(null, '', hash ? `#?${hash}` : location.pathname + location.search);
  }

  function found() {
    const words = state.words.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = Object.entries(state.chosen)
      .map(([name, value]) => [indexOf(name), value]).filter(([at]) => at >= 0);
    const hits = rows.filter((row) => {
      if (!chosen.every(([at, value]) => textOf(row.values[at]) === value)) return false;
      if (!words.length) return true;
      row.text ??= row.values.map(textOf).join('\n').toLowerCase();
      return words.every((word) => row.text.includes(word));
    });
    const at = state.sort ? indexOf(state.sort) : -1;
    if (at < 0) return hits;
    const isNumber = ['integer', 'number', 'decimal'].includes(columns[at].type);
    const isDate = columns[at].type === 'date';
    const sign = state.isDown ? -1 : 1;
    return hits.sort((a, b) => {
      const x = textOf(a.values[at]);
      const y = textOf(b.values[at]);
      if (x === y) return 0;
      if (!x || !y) return x ? -1 : 1; // what is empty comes last
      if (isNumber) return sign * (Number(x) - Number(y));
      if (isDate) return x < y ? -sign : sign;
      return sign * collator.compare(x, y);
    });
  }

  // --- controls ---------------------------------------------------------------

  const make = (name, properties, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };
  const form = make('form', { className: 'filter' });
  const choices = make('div', { className: 'choices' });
  const words = make('input', { type: 'search', autocomplete: 'off', spellcheck: false });
  const clear = make('button', { type: 'button', textContent: '清除', hidden: true });
  const save = make('button', { type: 'button', textContent: '筛选结果存为 CSV', hidden: true });
  const count = make('p', { className: 'found' });
  const turn = make('nav', { className: 'pages', hidden: true });
  count.setAttribute('role', 'status');
  form.setAttribute('role', 'search');
  form.setAttribute('aria-label', '筛选');
  turn.setAttribute('aria-label', '筛选结果分页');
  form.append(make('label', {}, make('span', { textContent: '查找' }), words), choices, clear, save);

  function fillChoices() {
    choices.replaceChildren();
    columns.forEach((column, at) => {
      if (!column.filter) return;
      const values = [...new Set(rows.map((row) => textOf(row.values[at])))].filter(Boolean);
      if (values.length < 2 && !state.chosen[column.name]) return;
      values.sort(collator.compare);
      if (/^\d{4}-\d{2}$/.test(values[0])) values.reverse(); // newest month first
      const select = make('select', { name: column.name }, new Option('全部', ''),
        ...values.map((value) => new Option(value)));
      select.value = state.chosen[column.name] ?? '';
      choices.append(make('label', {}, make('span', { textContent: column.name }), select));
    });
  }

  function showTurn(last) {
    const step = (text, page) => make('button', {
      type: 'button',
      textContent: text,
      disabled: page < 1 || page > last,
      onclick: () => {
        state.page = page;
        update();
        table.scrollIntoView();
      },
    });
    turn.hidden = last < 2;
    turn.replaceChildren(step('上一页', state.page - 1), step('下一页', state.page + 1));
  }

  function showHeads() {
    for (const head of heads) {
      if (head.name !== state.sort) head.cell.removeAttribute('aria-sort');
      else head.cell.setAttribute('aria-sort', state.isDown ? 'descending' : 'ascending');
    }
  }

  function show() {
    const asked = isAsked();
    const hits = asked ? found() : [];
    const last = Math.max(1, Math.ceil(hits.length / PAGE));
    state.page = Math.min(state.page, last);
    const part = hits.slice((state.page - 1) * PAGE, state.page * PAGE);
    body.replaceChildren(...(asked ? part.map(nodeOf) : still));
    if (pages) pages.hidden = asked;
    clear.hidden = save.hidden = !asked;
    count.textContent = asked
      ? `筛出 ${hits.length} 条${last > 1 ? `，第 ${state.page} 页，共 ${last} 页` : ''}` +
        `${isWhole ? '' : `。只筛了本页的 ${rows.length} 条：从文件夹里打开时读不到其余各页`}`
      : '';
    showHeads();
    if (asked) showTurn(last);
    else turn.hidden = true;
  }

  function update() {
    stateWrite();
    load().then(show);
  }

  // --- the rows that were found, as a file --------------------------------------

  function csv() {
    const cell = (value) => {
      let text = textOf(value);
      // As in the other files: no program may take a text for a formula.
      if (typeof value !== 'number' && /^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = `'${text}`;
      return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const notice = document.querySelector('.notice.internal') ? ['内部，请勿外传'] : [];
    const lines = [[...columns.map((c) => c.name), ...notice],
      ...found().map((row) => [...row.values, ...notice])];
    return `\uFEFF${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
  }

  save.onclick = () => {
    const address = URL.createObjectURL(new Blob([csv()], { type: 'text/csv' }));
    make('a', { href: address, download: `${document.querySelector('h1').textContent}（筛选）.csv` }).click();
    URL.revokeObjectURL(address);
  };

  // --- events -------------------------------------------------------------------

  let waiting = 0;
  form.onsubmit = (event) => event.preventDefault();
  form.addEventListener('focusin', load, { once: true });
  form.addEventListener('pointerenter', load, { once: true });
  words.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.words = words.value.trim();
      state.page = 1;
      update();
    }, 150);
  };
  choices.onchange = ({ target }) => {
    if (target.value) state.chosen[target.name] = target.value;
    else delete state.chosen[target.name];
    state.page = 1;
    update();
  };
  clear.onclick = () => {
    state = fresh();
    words.value = '';
    fillChoices();
    update();
    words.focus();
  };
  for (const head of heads) {
    const button = make('button', { type: 'button', textContent: head.name, title: `按${head.name}排序` });
    button.onclick = () => {
      if (state.sort !== head.name) [state.sort, state.isDown] = [head.name, false];
      else if (!state.isDown) state.isDown = true;
      else [state.sort, state.isDown] = ['', false];
      state.page = 1;
      update();
    };
    head.cell.replaceChildren(button);
  }

  function restore() {
    stateRead();
    words.value = state.words;
    if (isAsked()) load().then(() => { fillChoices(); show(); });
    else show();
  }
  addEventListener('hashchange', restore);

  fillChoices();
  table.before(form, count);
  table.after(turn);
  restore();
})();
