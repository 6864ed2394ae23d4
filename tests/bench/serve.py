# SPDX-License-Identifier: MIT
"""Saves a record again and again and waits for its page, as a browser under
`taizhang serve` does: serve.py PORT FILE PAGE COUNT. Each time a number is
written behind the first "---" line's next key; the page must show it. Writes
the milliseconds of each, from saving to having the page, a line each."""

import http.client
import json
import os
import sys
import time

port, path, page, count = sys.argv[1:]
events = http.client.HTTPConnection('127.0.0.1', int(port), timeout=60)
events.request('GET', '/.taizhang/events')
stream = events.getresponse()
pages = http.client.HTTPConnection('127.0.0.1', int(port), timeout=60)


def shown():
    while True:
        line = stream.readline().decode()
        if not line:
            raise EOFError('the stream has ended')
        if line.startswith('data: '):
            return json.loads(line[6:])['shown']


with open(path, encoding='utf-8') as f:
    text = f.read()
at = text.index('\n---\n') + 5
before = shown()
for number in range(int(count)):
    word = f'第{number}次保存'
    began = time.monotonic()
    with open(path + '.new', 'w', encoding='utf-8') as f:
        f.write(text[:at] + word + '。\n\n' + text[at:])
    os.rename(path + '.new', path)
    while True:
        now = shown()
        if now == before:
            continue
        before = now
        pages.request('GET', '/' + page)
        if word in pages.getresponse().read().decode():
            break
    print(f'{(time.monotonic() - began) * 1000:.0f}', flush=True)
    # So that what is looked for in the background has ended, too.
    time.sleep(float(os.environ.get('PAUSE', '0')))
with open(path, 'w', encoding='utf-8') as f:
    f.write(text)
