# SPDX-License-Identifier: MIT
"""Uses the search as a person does: find.py CHROMIUM ADDRESS PROFILE. Writes
lines NAME, EXPECTED, ACTUAL."""

import sys

from browser import Browser

chromium, address, profile = sys.argv[1:]
CODES = {'Tab': 9, 'Enter': 13, 'ArrowDown': 40}
STATUS = "document.querySelector('.found').textContent"
SETTLED = "document.querySelector('.hits mark') && !/正在/.test(%s) && %s" % (STATUS, STATUS)
# The least contrast of any text among the results with what is behind it.
CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => color.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    const color = node ? rgb(getComputedStyle(node).backgroundColor) : [255, 255, 255, 255];
    return color[3] === 255 ? color : behind(node.parentElement);
  };
  const nodes = document.querySelectorAll('.find *, .found, .hits *, .more');
  return Math.min(...[...nodes].filter((node) => node.checkVisibility()).map((node) => {
    const [low, high] = [rgb(getComputedStyle(node).color), behind(node)].map(light)
      .sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }));
})()"""


def say(name, expected, actual):
    print(name, expected, str(actual).replace('\n', ' '), sep='\t', flush=True)


def press(key):
    for kind in 'keyDown', 'keyUp':
        b.call('Input.dispatchKeyEvent', type=kind, key=key, code=key,
               windowsVirtualKeyCode=CODES[key], text='\r' if key == 'Enter' else '')


def write(text):
    b.call('Input.insertText', text=text)


def at():
    return b.ask("document.activeElement.name || document.activeElement.className"
                 " || document.activeElement.localName")


def question():
    return b.ask('decodeURIComponent(location.hash)')


b = Browser(chromium, profile)
try:
    b.call('Page.enable')
    b.call('Emulation.setDeviceMetricsOverride', width=390, height=800,
           deviceScaleFactor=1, mobile=False)
    b.call('Page.navigate', url=address)
    b.until("document.readyState === 'complete' && document.querySelector('form.find')")
    b.ask("document.querySelector('.find [name=q]').focus()")
    write('窗口')
    all_ = b.until(SETTLED)
    say('what is typed is looked for', 'True', str(all_).startswith('找到'))
    say('and stands in the address', '#?q=窗口', question())

    for _ in range(2):
        press('Tab')
    say('Tab leads from the question to the filters', 'True',
        b.ask("document.activeElement.localName") == 'select')
    b.ask("document.querySelector('[name=类别]').focus()")
    press('ArrowDown')
    some = b.until(f'{STATUS} !== {all_!r} && {SETTLED}')
    chosen = b.ask("document.querySelector('[name=类别]').value")
    say('a filter narrows what is found', 'True', bool(some and chosen))
    say('and stands in the address', f'#?q=窗口&类别={chosen}', question())
    say('and has the focus still', '类别', at())
    say('and says as many as are found', str(some),
        b.ask("'找到 ' + document.querySelector('[name=类别]').selectedOptions[0].text"
              ".match(/（(\\d+)）/)[1] + ' 条'"))

    b.ask("history.back()")
    say('back takes the filter away', all_, b.until(f'{STATUS} === {all_!r} && {SETTLED}'))
    say('and shows it', 'True', b.ask("document.querySelector('[name=类别]').value") == '')
    b.ask("history.forward()")
    say('forward brings it again', some, b.until(f'{STATUS} === {some!r} && {SETTLED}'))
    b.ask("history.back()")
    b.until(f'{STATUS} === {all_!r} && {SETTLED}')

    b.ask("document.querySelector('.more').focus()")
    press('Enter')
    say('more are shown', 'True', bool(b.until(
        "document.querySelectorAll('.hits > li h2').length > 6")))
    say('and the first of them has the focus', 'True', bool(b.until(
        "document.activeElement === document.querySelector('.hits > li:nth-child(7) a')")))

    for scheme in 'light', 'dark':
        b.call('Emulation.setEmulatedMedia',
               features=[{'name': 'prefers-color-scheme', 'value': scheme}])
        contrast = b.ask(CONTRAST)
        say(f'{scheme}: text stands out by 4.5', 'True',
            isinstance(contrast, (int, float)) and contrast >= 4.5 or contrast)
    for width in 390, 1440:
        b.call('Emulation.setDeviceMetricsOverride', width=width, height=800,
               deviceScaleFactor=1, mobile=False)
        say(f'nothing is wider than {width} pixels', 'True',
            b.ask('document.documentElement.scrollWidth <= innerWidth'))

    link = b.ask("document.querySelector('.hits a').href")
    b.ask("document.querySelector('.hits a').focus()")
    b.ask("document.querySelector('.hits a').click()")
    say('a result leads to its page', 'True', bool(b.until(
        "!document.querySelector('form.find') && document.readyState === 'complete'")) and
        b.ask('location.href') == link.split('#')[0])
    b.ask("history.back()")
    say('and back to what was found', all_, b.until(SETTLED))
finally:
    b.close()
print('end', flush=True)
