// SPDX-License-Identifier: MIT
// What makes the desk easier where there are scripts; all of it works without.
'use strict';

// To what is to be typed, to what has just happened, or to the item that was added.
const first = document.querySelector('[autofocus]') ?? document.querySelector('#result') ?? document.querySelector('#added')?.closest('.item');
if (first) {
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: first.matches('.item') ? 'start' : 'center' });
}

// A link of the summary goes into the input, not only to it.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('#result a[href^="#"]');
  const at = link && document.getElementById(link.hash.slice(1));
  if (!at) return;
  event.preventDefault();
  const input = at.matches('fieldset') ? at.querySelector('input:not([type="hidden"]), select, textarea') ?? at : at;
  input.focus({ preventScroll: true });
  at.closest('.field, fieldset').scrollIntoView({ block: 'start' });
});

// Texts are as high as they are long.
const grow = (text) => {
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight + 4}px`;
};
for (const text of document.querySelectorAll('textarea')) grow(text);
document.addEventListener('input', (event) => {
  if (event.target.matches?.('textarea')) grow(event.target);
});

// Too large is said before it is sent.
const FILE = 20 * 1024 * 1024;
const ALL = 60 * 1024 * 1024;
document.addEventListener('change', (event) => {
  const input = event.target;
  if (input.type !== 'file') return;
  const large = [...input.files].find((file) => file.size > FILE);
  const all = [...document.querySelectorAll('input[type="file"]')]
    .reduce((sum, i) => sum + [...i.files].reduce((s, file) => s + file.size, 0), 0);
  input.setCustomValidity(large ? `“${large.name}”超过 20 MB，请换一张小一些的`
    : all > ALL ? '这次选的照片加起来超过 60 MB，请分几次传' : '');
  input.reportValidity();
});

// What is typed stays in this tab until the server has it: a line that is cut,
// a page that is closed by mistake.
const form = document.querySelector('form.record');
if (form) {
  const key = `desk ${form.dataset.object}`;
  const own = new Set(['token', 'once', 'base', 'branch', 'folder']);
  const now = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !own.has(name));
  const same = (a, b) => JSON.stringify(a.filter(([, v]) => v)) === JSON.stringify(b.filter(([, v]) => v));
  const start = now();
  let dirty = false;
  let timer;
  const keep = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify({ base: form.dataset.base, fields: now() }));
    } catch { /* A full store is no reason not to go on. */ }
  };
  form.addEventListener('input', () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    keep();
    dirty = false;
  });
  form.addEventListener('click', (event) => {
    if (event.target.value === 'discard' && !confirm('真的不要这份草稿吗？删掉以后找不回来。')) event.preventDefault();
  });
  addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });

  const restore = (kept) => {
    const used = new Map();
    for (const box of form.querySelectorAll('input[type="checkbox"], input[type="radio"]')) {
      box.checked = kept.fields.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const [name, value] of kept.fields) {
      const inputs = [...form.elements].filter((e) => e.name === name && !['checkbox', 'radio', 'submit', 'file'].includes(e.type));
      const at = used.get(name) ?? 0;
      used.set(name, at + 1);
      if (inputs[at]) {
        inputs[at].value = value;
        if (inputs[at].matches('textarea')) grow(inputs[at]);
      } else if (![...form.elements].some((e) => e.name === name)) {
        // An item that this page does not show goes along unseen.
        const more = document.createElement('input');
        Object.assign(more, { type: 'hidden', name, value });
        form.append(more);
      }
    }
    // The server compares it with what was saved since.
    form.elements.namedItem('base').value = kept.base;
    form.dataset.base = kept.base;
    dirty = true;
  };

  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch { /* Nothing that can be read. */ }
  if (kept && (same(kept.fields, start) || document.querySelector('#result.is-wrong'))) {
    sessionStorage.removeItem(key);
  } else if (kept) {
    const note = document.createElement('div');
    note.className = 'notice is-warning';
    note.setAttribute('role', 'status');
    note.innerHTML = '<h2>刚才填的有没存上的</h2><p>可能是网络断了，或者页面关掉了。</p>'
      + '<p><button type="button" class="second">恢复刚才填的</button> <button type="button" class="quiet">不要了</button></p>';
    const [yes, no] = note.querySelectorAll('button');
    yes.addEventListener('click', () => {
      restore(kept);
      note.remove();
      form.querySelector('.bar button').focus();
    });
    no.addEventListener('click', () => {
      sessionStorage.removeItem(key);
      note.remove();
      form.scrollIntoView();
    });
    form.before(note);
  }
}

// What is to be sent on is copied by a button.
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = '已复制';
    setTimeout(() => { button.textContent = '复制'; }, 2000);
  });
}
