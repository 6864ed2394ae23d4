# SPDX-License-Identifier: MIT
"""The other way to search: reads the pages as a browser would, draws substrings
of them, and looks for each in every page.

    search.py draw PORTAL COUNT    writes PORTAL/asked.js and PORTAL/../expected
    search.py lists PORTAL         what lists show and no page that is searched
    search.py compare SAID EXPECTED
    search.py serve FOLDER         on loopback; prints the port, and to stderr
                                   the bytes and path of each answer
"""
import functools
import html
import html.parser
import http.server
import json
import pathlib
import random
import re
import sys

WITHIN = {"a", "b", "code", "del", "em", "i", "strong", "wbr"}
APART = {"nav", "script", "style", "svg", "template"}


class Page(html.parser.HTMLParser):
    """The lines of <main>."""

    def __init__(self):
        super().__init__()
        self.parts, self.is_main, self.apart = [], False, 0

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.is_main = True
        if tag in APART:
            self.apart += 1
        if tag not in WITHIN:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag == "main":
            self.is_main = False
        if tag in APART:
            self.apart -= 1
        if tag not in WITHIN:
            self.parts.append("\n")

    def handle_data(self, data):
        if self.is_main and not self.apart:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def lines_of(path):
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return [line.strip(" ") for line in "".join(page.parts).split("\n") if line.strip(" ")]


FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0xA0: " "}


def fold(text):
    return re.sub("[A-Z]", lambda m: m[0].lower(), text.translate(FOLD))


def widen(text):
    """The same for whoever types full-width letters, or large ones."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


# All pages are searched but lists of what other pages have.
LISTS = re.compile(r"(404|activities|articles|index|months|papers|search|sitemap|units)\.html"
                   r"|activities/[a-z]*(-p\d*)?\.html|ledgers/.*|articles/.*/wechat\.html|ask\.html"
                   r"|reports/.*-\d\d\.html|units/.*-\d{4}\.html")


def pages_of(portal):
    """By path: is it searched, and its lines."""
    pages = {str(p.relative_to(portal)): p for p in sorted(portal.rglob("*.html"))}
    return {path: (not LISTS.fullmatch(path), lines_of(p)) for path, p in pages.items()}


def lists(portal):
    pages = pages_of(portal)
    searched = "\n".join(fold(line) for is_searched, lines in pages.values() if is_searched for line in lines)
    words = set()
    for path, (is_searched, _) in pages.items():
        text = "" if is_searched else (portal / path).read_text(encoding="utf-8")
        for cell in re.findall(r'<t(?:d|h scope="row") class="(?:id|what)"[^>]*>(.*?)</t[dh]>', text):
            words.update(re.split("[ ；]", html.unescape(re.sub(r"<[^>]*>", " ", cell))))
    lost = sorted(word for word in words if fold(word).strip() not in searched)
    print(len(words), "words,", len(lost), "lost", *lost[:5])


def draw(portal, count):
    chance = random.Random(20261122)
    pages = {path: lines for path, (is_searched, lines) in pages_of(portal).items() if is_searched}
    folded = {path: "\n".join(map(fold, lines)) for path, lines in pages.items()}
    asked = [
        "民", "1", "，", "（", "a", "P", "走流程", "县民政局", "MZJ", "ｍｚｊ", "ＡＢＣ", "abc", "App", "没有的话",
        "<b>", "&amp;", "</script>", "<img", "😀", "笑😀脸", "2026 窗口", "12　月", "。”", "：", "%", "龘",
    ]
    while len(asked) < count:
        path = chance.choice(list(pages))
        line = chance.choice(pages[path])
        size = chance.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40])
        at = chance.randrange(max(1, len(line) - size + 1))
        word = line[at:at + size].strip(" \u3000\xa0")
        if word and word not in asked:
            asked.append(word)
            other = chance.choice([word, widen(word), word.upper()])
            if other not in asked:
                asked.append(other)
    asked = asked[:count]
    expected = {}
    for query in asked:
        words = fold(query).split()
        expected[query] = sorted(p for p, text in folded.items() if all(w in text for w in words))
    (portal / "asked.js").write_text("const ASKED = %s;\n" % json.dumps(asked), encoding="utf-8")
    (portal.parent / "expected").write_text(json.dumps(expected), encoding="utf-8")
    print(len(pages), len(asked), sum(1 for v in expected.values() if v))


def compare(said, expected):
    said, expected = json.loads(said.read_text()), json.loads(expected.read_text())
    wrong = [q for q in expected if said.get(q) != expected[q]]
    for query in wrong[:5]:
        print(repr(query), "found", len(said.get(query, [])), "of", len(expected[query]),
              sorted(set(expected[query]) ^ set(said.get(query, [])))[:3])
    print(len(expected) - len(wrong), "right", len(wrong), "wrong")


class Handler(http.server.SimpleHTTPRequestHandler):
    def copyfile(self, source, outputfile):
        data = source.read()
        # In one piece: other threads write, too.
        sys.stderr.write(f"{len(data)} {self.path}\n")
        outputfile.write(data)

    def log_message(self, *args):
        pass


def serve(folder):
    handler = functools.partial(Handler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1] == "draw":
        draw(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "lists":
        lists(pathlib.Path(sys.argv[2]))
    elif sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        compare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
