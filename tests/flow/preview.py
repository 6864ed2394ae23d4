# SPDX-License-Identifier: MIT
"""Changes a tree that is served, in many ways, and compares what is given with
what a build writes: preview.py TAIZHANG TREE WORK. Serve's words are in
WORK/said. Writes lines: a change, and what differs after it."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time

taizhang, tree, work = sys.argv[1:]
SCRIPT = re.compile(rb'<script src="/\.taizhang/preview\.js"[^>]*></script>\n')
DAY = ['-C', tree, '--today', '2026-11-22']


def path(name):
    return os.path.join(tree, name)


def edit(name, old, new):
    with open(path(name), encoding='utf-8') as f:
        text = f.read()
    assert old in text, (name, old)
    with open(path(name) + '.new', 'w', encoding='utf-8') as f:
        f.write(text.replace(old, new, 1))
    os.rename(path(name) + '.new', path(name))


def port():
    """Once serve has said what it found in the first reading."""
    for _ in range(1200):
        with open(os.path.join(work, 'said'), encoding='utf-8') as f:
            said = f.read()
        if '\n全部：' in said:
            return int(re.search(r'127\.0\.0\.1:(\d+)/', said)[1])
        time.sleep(0.05)
    raise TimeoutError


def built():
    """What a build writes now, by path."""
    out = os.path.join(work, 'built')
    subprocess.run([taizhang, 'build', *DAY, '--quiet', '--out', out],
                   check=False, stderr=subprocess.DEVNULL)
    files = {}
    for folder, _, names in os.walk(out):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as f:
                files[os.path.relpath(f.name, out)] = f.read()
    del files['manifest.json']
    return files


def counted():
    """How many errors and warnings a check finds now."""
    found = json.loads(subprocess.run(
        [taizhang, 'check', *DAY, '--format', 'json'], check=False,
        capture_output=True).stdout)
    errors = sum(f['level'] != 'warning' for f in found)
    return errors, len(found) - errors


def get(url):
    server.request('GET', '/' + url)
    answer = server.getresponse()
    return answer.status, SCRIPT.sub(b'', answer.read())


def differences(files, wanted, count):
    differ = []
    for url in wanted:
        status = 200 if url in files else 404
        got = get(url)
        if got[0] != status or (status == 200 and got[1] != files[url]):
            differ.append(url)
    state = json.loads(get('.taizhang/findings?page=-')[1])
    if (state['errors'], state['warnings']) != count:
        differ.append(f"{state['errors']}+{state['warnings']} of {count}")
    return differ


def compare(change):
    """What has changed since the last time, and each twentieth file."""
    global last
    files, count = built(), counted()
    wanted = sorted(u for u in {*files, *last} if files.get(u) != last.get(u))
    wanted = wanted[:200] + sorted(files)[::20]
    last = files
    # Serve may still be reading; what is wrong stays wrong.
    for _ in range(40):
        differ = differences(files, wanted, count)
        if not differ:
            break
        time.sleep(0.25)
    print(change, ' '.join(differ[:5]), sep='\t', flush=True)


server = http.client.HTTPConnection('127.0.0.1', port(), timeout=60)
last = {}
RECORD = 'content/units/gaj/2026-11/window/'
compare('nothing')
edit(RECORD + 'index.md', '体验类型: 定期体验', '体验类型: 主题体验')
compare('a field')
edit(RECORD + 'index.md', '办理日期: 2026-10-15', '办理日期: 2026-09-15')
compare('a broken rule')
edit('content/plan/units.yaml', '名称: 县公安局', '名称: 县公安局（试）')
compare('a name that many pages have')
pictures = sorted(n for n in os.listdir(path(RECORD)) if n != 'index.md')
os.rename(path(RECORD + pictures[0]), os.path.join(work, 'picture'))
compare('a picture goes')
shutil.copy(os.path.join(work, 'picture'), path(RECORD + pictures[0]))
compare('and comes back')
shutil.copy(os.path.join(work, 'picture'), path(RECORD + 'more.png'))
compare('a picture too many')
os.remove(path(RECORD + 'more.png'))
shutil.copytree(path(RECORD), path('content/units/gaj/2026-11/window-2'))
compare('a new record, which moves the numbers of all behind it')
shutil.rmtree(path('content/units/gaj/2026-11/window-2'))
compare('and is gone again')
edit('content/plan/kinds/activity.yaml', 'public: yes', 'public: no')
compare('a kind')
edit('content/plan/kinds/activity.yaml', 'public: no', 'public: yes')
edit('content/plan/views.sql', '-- public:', '-- a remark\n-- public:')
compare('a view')
edit('layouts/units.html', '<h1>', '<h1>各')
edit('layouts/assets/style.css', '\n', '\n/* new */\n')
compare('a layout and an asset')
shutil.copy(path(RECORD + 'index.md'), path('content/units/gaj/2026-11/A.md'))
compare('a name that does not fit')
edit(RECORD + 'index.md', '体验类型: 主题体验', '体验类型: 定期体验')
compare('a field, while that name is there')
print('end')
