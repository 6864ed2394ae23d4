# SPDX-License-Identifier: MIT
"""Follows one page of `taizhang serve` in Chromium while its files change:
serve.py CHROMIUM PORT TREE PROFILE. Writes lines NAME, EXPECTED, ACTUAL."""

import os
import sys

from browser import Browser

chromium, port, tree, profile = sys.argv[1:]
note = os.path.join(tree, 'content/notes/a/index.md')
layout = os.path.join(tree, 'layouts/note.html')


def save(path, text):
    """As many editors do."""
    with open(path + '.new', 'w', encoding='utf-8') as f:
        f.write(text)
    os.rename(path + '.new', path)


def say(name, expected, actual):
    print(name, expected, str(actual).replace('\n', ' '), sep='\t', flush=True)


ROOT = "document.querySelector('taizhang-preview').shadowRoot"
LIST = ROOT + ".querySelector('.list')"
BAR = ROOT + ".querySelector('.bar')"
with open(note, encoding='utf-8') as f:
    good = f.read()
with open(layout, encoding='utf-8') as f:
    good_layout = f.read()
tall = '\n\n'.join(f'第{i}段' for i in range(200))
save(note, good.rstrip() + '\n\n' + tall + '\n')

b = Browser(chromium, profile)
try:
    b.call('Emulation.setDeviceMetricsOverride', width=390, height=800,
           deviceScaleFactor=1, mobile=False)
    b.call('Page.enable')
    b.call('Page.navigate', url=f'http://127.0.0.1:{port}/notes/a.html')
    say('the page is there', True,
        bool(b.until("document.body.textContent.includes('第199段')")))
    say('the bar is folded', 'false',
        b.until(BAR + ".getAttribute('aria-expanded')"))
    b.ask('scrollTo(0, 1500)')
    save(note, good.replace('---\n', '---\n', 1).rstrip() + '\n\n刚保存\n\n'
         + tall + '\n')
    say('the page follows its file', True,
        bool(b.until("document.body.textContent.includes('刚保存')")))
    say('and stays where it was scrolled to', 1500,
        b.until('scrollY === 1500 && scrollY'))

    save(note, good.replace('题: ', '题：', 1))
    say('a broken record unfolds the findings', 'true',
        b.until(BAR + ".getAttribute('aria-expanded') === 'true' && 'true'"))
    text = b.until(LIST + '.innerText') or ''
    for part in ('停在上一次', 'content/notes/a/index.md:2:2', '冒号写法不对',
                 '改为', '办法'):
        say(f'they say {part}', True, part in text)
    say('with the place marked', '：',
        b.until(LIST + ".querySelector('mark').textContent"))
    say('the page stays', True,
        bool(b.until("document.body.textContent.includes('刚保存')")))
    save(note, good)
    say('mended, they are folded again', 'false',
        b.until(BAR + ".getAttribute('aria-expanded') === 'false' && 'false'"))
    say('and the page is new', True,
        bool(b.until("!document.body.textContent.includes('刚保存')")))

    save(note, good.replace('题: ', '题: 一二三四五六七八九十', 1))
    say('a rule shows in the bar', True,
        bool(b.until(BAR + ".textContent.includes('本页 1 条')")))
    say('which stays folded', 'false',
        b.ask(BAR + ".getAttribute('aria-expanded')"))
    b.ask(BAR + '.click()')
    say('until it is clicked', True,
        bool(b.until(LIST + ".innerText.includes('标题太长')")))
    save(note, good)
    save(layout, good_layout + '{{没有}}\n')
    b.call('Page.navigate', url=f'http://127.0.0.1:{port}/index.html')
    say('a broken layout shows on every page', True,
        bool(b.until(LIST + ".innerText.includes('模板里没有这个变量')")))
    save(layout, good_layout)
    say('until it is mended', True,
        bool(b.until(BAR + ".textContent === '没有发现错误'")))
    say('end', '', '')
finally:
    b.close()
