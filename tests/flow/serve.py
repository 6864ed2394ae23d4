# SPDX-License-Identifier: MIT
"""Follows one page of `taizhang serve` in Chromium while its files change:
serve.py CHROMIUM PORT TREE PROFILE. Writes lines NAME, EXPECTED, ACTUAL."""

import json
import os
import subprocess
import sys
import time

chromium, port, tree, profile = sys.argv[1:]
note = os.path.join(tree, 'content/notes/a/index.md')
layout = os.path.join(tree, 'layouts/note.html')


class Browser:
    """DevTools over a pipe: messages are JSON, each with a NUL behind it."""

    def __init__(self):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        def pipes():
            # Through copies out of the way: either may be 3 or 4.
            a, b = os.dup(theirs_in), os.dup(theirs_out)
            a, b = os.dup(a), os.dup(b)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [chromium, '--headless=new', '--no-sandbox', '--disable-gpu',
             '--disable-dev-shm-usage', '--remote-debugging-pipe',
             '--user-data-dir=' + profile, 'about:blank'],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pipes)
        os.close(theirs_in)
        os.close(theirs_out)
        self.input, self.output = os.fdopen(ours_in, 'rb'), ours_out
        self.rest, self.number, self.session = b'', 0, None
        target = self.call('Target.createTarget', url='about:blank')
        self.session = self.call('Target.attachToTarget', flatten=True,
                                 targetId=target['targetId'])['sessionId']

    def call(self, method, **params):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.output, json.dumps(message).encode() + b'\0')
        while True:
            while b'\0' not in self.rest:
                more = os.read(self.input.fileno(), 65536)
                if not more:
                    raise EOFError
                self.rest += more
            one, self.rest = self.rest.split(b'\0', 1)
            answer = json.loads(one)
            if answer.get('id') == self.number:
                return answer.get('result', {})

    def ask(self, what):
        result = self.call('Runtime.evaluate', expression=what,
                           returnByValue=True, awaitPromise=True)
        return result.get('result', {}).get('value')

    def until(self, what, seconds=20):
        """The value of `what` once it is truthy, or None."""
        end = time.time() + seconds
        while time.time() < end:
            value = self.ask(f'(() => {{ try {{ return {what} }} catch {{}} }})()')
            if value:
                return value
            time.sleep(0.05)
        return None

    def close(self):
        self.session = None
        try:
            self.call('Browser.close')
        except (EOFError, OSError):
            pass
        self.process.wait(20)


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

b = Browser()
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
