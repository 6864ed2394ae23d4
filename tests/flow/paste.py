#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A paste-ready article in Chromium, driven over its debugging pipe.

    paste.py CHROMIUM PROFILE PORTAL PAGE [SHOTS]

PORTAL is a folder, PAGE the path of the article in it. Prints lines of TAP
without numbers.
With SHOTS, a folder, pictures of the page go there.
"""

import base64
import functools
import http.server
import json
import os
import subprocess
import sys
import threading

chromium, profile, portal, page = sys.argv[1:5]
shots = sys.argv[5] if len(sys.argv) > 5 else None

# What the editor does to what is pasted, as those who met it say: elements
# and attributes that go, styles that go, links and pictures that go, a list
# in a list that moves out of its item.
STRIP = r"""
function strip(root) {
  let changes = 0;
  const change = (f) => { changes++; f(); };
  for (const e of [...root.querySelectorAll('script, style, link, iframe, form, input, button')])
    change(() => e.remove());
  for (const e of [...root.querySelectorAll('*')]) {
    if (e.localName.includes('-') || ['article', 'figure', 'figcaption', 'footer', 'header', 'aside', 'main', 'nav'].includes(e.localName))
      change(() => e.replaceWith(...e.childNodes));
  }
  for (const e of [...root.querySelectorAll('*')]) {
    for (const a of [...e.attributes]) {
      const keeps = a.name === 'style' || (e.localName === 'img' && ['src', 'alt'].includes(a.name)) ||
        (e.localName === 'a' && a.name === 'href' && a.value.startsWith('https://mp.weixin.qq.com/'));
      if (!keeps) change(() => e.removeAttribute(a.name));
    }
    for (const name of [...e.style]) {
      if (/^(position|transform|animation|transition|top|left|right|bottom|inset|z-index|float|filter|--)/.test(name) ||
          (name === 'background-image' && e.style.backgroundImage !== 'initial') || /var\(|url\(/.test(e.style.getPropertyValue(name)))
        change(() => e.style.removeProperty(name));
    }
  }
  for (const e of [...root.querySelectorAll('li ul, li ol')])
    change(() => e.closest('li').after(e));
  return changes;
}
function compare(html, width) {
  const make = () => {
    const box = document.createElement('div');
    box.style.cssText = `width:${width}px;font-size:17px;position:absolute;top:0;left:0`;
    box.innerHTML = html;
    document.body.append(box);
    return box;
  };
  const before = make();
  const look = (box) => [...box.querySelectorAll('*')].map((e) => {
    const s = getComputedStyle(e);
    return e.localName + ' ' + [...s].map((n) => n + ':' + s.getPropertyValue(n)).join(';');
  });
  const was = look(before);
  const words = before.textContent;
  const changes = strip(before);
  const is = look(before);
  const differ = was.filter((x, i) => x !== is[i]).length + Math.abs(was.length - is.length);
  const wide = [...before.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest('pre')).length;
  const same = words === before.textContent;
  before.remove();
  return { elements: was.length, changes, differ, wide, same };
}
function contrasts(root) {
  const light = (c) => c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const low = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (!walk.currentNode.textContent.trim()) continue;
    const color = getComputedStyle(walk.currentNode.parentElement).color.match(/\d+/g).slice(0, 3).map(Number);
    const ratio = 1.05 / (light(color) + .05);
    /* Black itself would be lost where only the ground is turned dark. */
    if (ratio < 4.5 || ratio > 20) low.push(walk.currentNode.textContent.slice(0, 10) + ' ' + ratio.toFixed(1));
  }
  return low;
}
"""


class Browser:
    """One Chromium; messages are JSON ended by a NUL."""

    def __init__(self):
        there, self.out = os.pipe()
        self.back, back = os.pipe()
        # Chromium reads descriptor 3 and writes 4.
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" 3<&%d 4>&%d' % (there, back), "sh",
             chromium, "--headless", "--no-sandbox", "--disable-gpu",
             "--remote-debugging-pipe", "--user-data-dir=" + profile,
             "--hide-scrollbars", "about:blank"],
            pass_fds=(there, back), stderr=subprocess.DEVNULL)
        os.close(there)
        os.close(back)
        self.number = 0
        self.rest = b""

    def message(self):
        while b"\0" not in self.rest:
            piece = os.read(self.back, 1 << 16)
            if not piece:
                raise EOFError("the browser has gone")
            self.rest += piece
        text, _, self.rest = self.rest.partition(b"\0")
        return json.loads(text)

    def call(self, method, session=None, **params):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": params}
        if session:
            asked["sessionId"] = session
        os.write(self.out, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]


class Page:
    def __init__(self, browser, width, address, before=None):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")
        self.session = browser.call(
            "Target.attachToTarget", targetId=target["targetId"],
            flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=900, deviceScaleFactor=1, mobile=False)
        if before:
            self.call("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.call("Page.navigate", url=address)
        self.ask("new Promise((done) => document.readyState === 'complete' "
                 "? done() : addEventListener('load', done))")

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def ask(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression,
                           awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def click(self, selector):
        x, y = self.ask(
            "(() => { const e = document.querySelector(%s);"
            " e.scrollIntoView({block: 'center'});"
            " const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
            % json.dumps(selector))
        for kind in "mousePressed", "mouseReleased":
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y,
                      button="left", clickCount=1)
        self.ask("new Promise((done) => { const at = setInterval(() => {"
                 " if (document.querySelector('.said').textContent) {"
                 " clearInterval(at); done(); } }, 20);"
                 " setTimeout(done, 5000); })")
        return self.ask("document.querySelector('.said').textContent")

    def clipboard(self):
        return self.ask(
            "navigator.clipboard.read().then(async ([item]) => {"
            " const all = {}; for (const type of item.types)"
            " all[type] = await (await item.getType(type)).text();"
            " return all; })")

    def shot(self, name):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        made = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                         clip=dict(size, scale=1))
        with open(os.path.join(shots, name), "wb") as file:
            file.write(base64.b64decode(made["data"]))


def result(name, is_so, shown=""):
    print(("ok - " if is_so else "not ok - ") + name)
    if not is_so:
        print("# %s" % (shown,))


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


server = http.server.ThreadingHTTPServer(
    ("127.0.0.1", 0), functools.partial(Handler, directory=portal))
threading.Thread(target=server.serve_forever, daemon=True).start()
origin = "http://127.0.0.1:%d" % server.server_port
browser = Browser()
threading.Timer(240, browser.process.kill).start()

try:
    browser.call("Browser.grantPermissions", permissions=[
        "clipboardReadWrite", "clipboardSanitizedWrite"])
    at = Page(browser, 1440, "%s/%s" % (origin, page))
    at.ask(STRIP + "; window.compare = compare; window.contrasts = contrasts;"
           " 0")
    said = at.click("button[data-copy=article]")
    got = at.clipboard()
    html = got.get("text/html", "")
    result("the button says that it has copied", "已复制" in said, said)
    result("rich text is on the clipboard", "<section" in html, html[:200])
    result("with pictures where they can be fetched",
           'src="%s/pictures/' % origin in html, html[:200])
    result("and none of the page around it",
           "wechat-article" not in html and "button" not in html, html)
    plain = got.get("text/plain", "")
    result("plain text beside it", "办法" in plain and "<" not in plain, plain)
    for width in 390, 677:
        seen = at.ask("compare(%s, %d)" % (
            json.dumps(at.ask("document.querySelector('wechat-article')"
                              ".innerHTML")), width))
        result("%d pixels: many elements" % width, seen["elements"] > 40, seen)
        result("%d pixels: nothing is stripped" % width,
               seen["changes"] == 0, seen)
        result("%d pixels: every style stays" % width, seen["differ"] == 0,
               seen)
        result("%d pixels: nothing is wider" % width, seen["wide"] == 0, seen)
    # What the clipboard has went through the browser's own cleaning.
    seen = at.ask("compare(%s, 677)" % json.dumps(html))
    result("from the clipboard, too", seen["differ"] == 0 and seen["same"],
           seen)
    bad = ('<div class="a" style="position:absolute;color:red"><ul><li>x'
           '<ul><li>y</li></ul></li></ul><style>.a{margin:9px}</style>'
           '<p style="color:var(--x)" id="p">z</p></div>')
    seen = at.ask("compare(%s, 677)" % json.dumps(bad))
    result("the stripping strips", seen["changes"] >= 6 and seen["differ"] > 2,
           seen)
    low = at.ask("contrasts(document.querySelector('wechat-article'))")
    result("every colour can be read, on white and turned dark", low == [],
           low)
    at.click("button[data-copy=title]")
    result("the title alone", at.clipboard() == {
        "text/plain": at.ask("document.querySelector('wechat-article')"
                             ".dataset.title")}, at.clipboard())
    listed = at.ask("document.querySelectorAll('.steps ul a').length")
    images = at.ask("document.querySelectorAll('wechat-article img').length")
    result("each picture is listed", listed == images > 1, (listed, images))

    at.ask("navigator.clipboard.writeText('x')")
    old = Page(browser, 390, "%s/%s" % (origin, page),
               "Object.defineProperty(navigator, 'clipboard', "
               "{value: undefined});")
    said = old.click("button[data-copy=article]")
    result("without the clipboard interface, the old way",
           "已复制" in said and "<section" in at.clipboard()["text/html"], said)
    result("at 390 pixels nothing is wider than the page", old.ask(
        "document.documentElement.scrollWidth") <= 390)

    folder = Page(browser, 1440, "file://%s/%s" % (portal, page))
    said = folder.click("button[data-copy=article]")
    html = at.clipboard().get("text/html", "")
    result("from a folder a word stands for each picture",
           "（在这里上传图1）" in html and "<img" not in html, html[-400:])
    if shots:
        at.shot("1440.png")
        old.shot("390.png")
finally:
    browser.process.terminate()
    browser.process.wait()
    os._exit(0 if sys.exc_info()[0] is None else 1)
