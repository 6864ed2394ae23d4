// SPDX-License-Identifier: MIT
// 公众号排版稿：把正文作为富文本放进剪贴板，列出正文里的图。
'use strict';
(() => {
  const article = document.querySelector('wechat-article');
  const said = document.querySelector('.said');
  const isOnline = location.protocol === 'http:' || location.protocol === 'https:';

  // 编辑器能从网上取图；从文件夹打开时取不到，原处留一行字。
  function html() {
    const copy = article.cloneNode(true);
    const images = article.querySelectorAll('img');
    copy.querySelectorAll('img').forEach((image, i) => {
      if (isOnline) {
        image.setAttribute('src', images[i].src);
      } else {
        const mark = document.createElement('span');
        mark.textContent = `（在这里上传图${i + 1}）`;
        image.replaceWith(mark);
      }
    });
    return copy.innerHTML.trim();
  }

  function plain() {
    return article.innerText.replace(/\n{3,}/g, '\n\n').trim();
  }

  // 不在安全上下文里（没有 https 的内网）就用旧办法。
  function copyOld(types) {
    const put = (event) => {
      for (const [type, text] of Object.entries(types)) event.clipboardData.setData(type, text);
      event.preventDefault();
    };
    document.addEventListener('copy', put);
    const done = document.execCommand('copy');
    document.removeEventListener('copy', put);
    if (!done) throw new Error('copy');
  }

  async function copy(types) {
    if (!navigator.clipboard || !window.ClipboardItem) return copyOld(types);
    const blobs = {};
    for (const [type, text] of Object.entries(types)) blobs[type] = new Blob([text], { type });
    try {
      await navigator.clipboard.write([new ClipboardItem(blobs)]);
    } catch {
      copyOld(types);
    }
  }

  for (const button of document.querySelectorAll('button[data-copy]')) {
    const what = button.dataset.copy;
    button.addEventListener('click', async () => {
      try {
        await copy(what === 'article' ? { 'text/html': html(), 'text/plain': plain() }
          : { 'text/plain': article.dataset[what] });
        said.textContent = what === 'article' ? '已复制，到公众号编辑器里粘贴' : '已复制';
      } catch {
        said.textContent = '浏览器不让复制，请换一个浏览器';
      }
    });
  }

  const images = article.querySelectorAll('img');
  const place = document.querySelector('.pictures');
  if (!images.length) place.textContent = '这篇没有图。';
  const list = document.createElement('ul');
  images.forEach((image, i) => {
    const link = document.createElement('a');
    link.href = image.src;
    link.download = '';
    link.textContent = `图${i + 1}　${image.alt}`;
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  });
  place.after(list);
})();
