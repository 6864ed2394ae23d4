/* SPDX-License-Identifier: MIT */
/* 大字: large type, for whoever wants it, remembered in this browser. It runs
 * before the page is drawn. Without this file the page is as it is. */
'use strict';

(() => {
  const root = document.documentElement;
  const key = 'taizhang-type';
  const recall = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };

  root.classList.toggle('large', recall() === 'large');
  document.addEventListener('DOMContentLoaded', () => {
    const bar = document.querySelector('.top .wrap');
    if (!bar) return;
    const button = document.createElement('button');
    const show = () => button.setAttribute('aria-pressed', root.classList.contains('large'));
    button.type = 'button';
    button.className = 'larger';
    button.textContent = '大字';
    button.addEventListener('click', () => {
      keep(root.classList.toggle('large') ? 'large' : '');
      show();
    });
    show();
    bar.append(button);
  });
})();
