#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every link of every page of a portal is relative and leads to a file, so
that the portal can be read from file:// and from any folder of a server."""
import html.parser
import os
import sys
import urllib.parse

ATTRIBUTES = {"href", "src", "action", "poster", "data", "srcset"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ATTRIBUTES:
                parts = [value or ""]
                if name == "srcset":
                    parts = [c.split()[0] for c in parts[0].split(",")]
                self.links += [(tag, name, part) for part in parts]
            if name in ("id", "name") and value:
                self.ids.add(value)


def main(root):
    pages, faults = {}, []
    for folder, _, files in os.walk(root):
        for name in files:
            if name.endswith(".html"):
                path = os.path.join(folder, name)
                pages[path] = page = Page()
                with open(path, encoding="utf-8") as f:
                    page.feed(f.read())
    for path, page in sorted(pages.items()):
        for tag, name, link in page.links:
            url = urllib.parse.urlsplit(link)
            where = f"{os.path.relpath(path, root)}: <{tag} {name}={link!r}>"
            if url.scheme in ("https", "mailto", "tel", "data"):
                continue
            if url.scheme or url.netloc or url.path.startswith("/"):
                faults.append(f"{where} is not relative")
                continue
            to = path
            if url.path:
                to = os.path.normpath(os.path.join(
                    os.path.dirname(path), urllib.parse.unquote(url.path)))
            if not os.path.isfile(to):
                faults.append(f"{where} leads nowhere")
            elif os.path.relpath(to, root).startswith(".."):
                faults.append(f"{where} leads out of the portal")
            # "#?…" asks the filter of a ledger; it names no place.
            elif url.fragment and url.fragment[0] != "?" and \
                    to in pages and \
                    urllib.parse.unquote(url.fragment) not in pages[to].ids:
                faults.append(f"{where} has no such place")
    for fault in faults[:20]:
        print(fault)
    if not pages:
        print("no pages")
    return 1 if faults or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
