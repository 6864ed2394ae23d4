#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What stands where on the pages of a PDF, as poppler's pdftotext sees it:

    paper.py FILE.pdf MIRRORED

holds it against GB/T 9704-2012: A4, type area 156 x 225 mm, 37 mm from the
top and 28 mm from the binding, at most 22 lines of 28 characters a page, some
page that is full, page numbers outside and below. MIRRORED (yes, no): is the
binding on the right of even pages?"""
import html
import re
import subprocess
import sys

MM = 25.4 / 72
SLACK = 1.0  # mm


def pages_of(path):
    text = subprocess.run(["pdftotext", "-bbox-layout", path, "-"],
                          check=True, capture_output=True, text=True).stdout
    for page in text.split("<page ")[1:]:
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
        words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" '
                           r'xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
                           page)
        yield ([float(x) * MM for x in size.groups()],
               [([float(x) * MM for x in w[:4]], html.unescape(w[4]))
                for w in words])


def lines_of(words):
    """The words of one height, from the top; their middles are compared,
    since fonts differ in how much they reach up and down."""
    lines = []
    for (x0, y0, x1, y1), text in sorted(words, key=lambda w: w[0][1] +
                                         w[0][3]):
        middle = (y0 + y1) / 2
        if lines and middle - lines[-1]["middle"] < 3:
            line = lines[-1]
        else:
            line = {"middle": middle, "x0": x0, "x1": x1, "words": []}
            lines.append(line)
        line["x0"], line["x1"] = min(line["x0"], x0), max(line["x1"], x1)
        line["words"].append((x0, text))
    for line in lines:
        line["text"] = "".join(t for _, t in sorted(line["words"]))
    return lines


def main(path, is_mirrored):
    longest = most = 0
    for number, (size, words) in enumerate(pages_of(path), 1):
        where = f"page {number}"
        assert abs(size[0] - 210) < SLACK and abs(size[1] - 297) < SLACK, size
        lines = lines_of(words)
        foot = lines.pop()
        assert foot["text"] == f"—{number}—", (where, foot)
        assert foot["middle"] > 297 - 35 + 7 - SLACK, (where, foot)
        is_left = number % 2 == 0
        left, right = (26, 28) if is_left and is_mirrored else (28, 26)
        assert abs(foot["x0"] - left - 5) < 3 if is_left else \
            abs(210 - right - 5 - foot["x1"]) < 3, (where, foot)
        most = max(most, len(lines))
        for line in lines:
            assert line["x0"] > left - SLACK, (where, line)
            # A comma at the end may hang over the edge in LibreOffice.
            assert line["x1"] < 210 - right + SLACK + \
                (0 if is_mirrored else 6), (where, line)
            assert 37 < line["middle"] < 297 - 35, (where, line)
            longest = max(longest, sum(ord(c) > 0x2000
                                       for c in line["text"]))
        if len(lines) > 15:
            rows = [b["middle"] - a["middle"]
                    for a, b in zip(lines, lines[1:])]
            assert abs(sorted(rows)[len(rows) // 2] - 225 / 22) < .2, \
                (where, rows)
    assert most == 22, f"the fullest page has {most} lines"
    assert 28 <= longest <= 28 + (not is_mirrored), \
        f"the longest line has {longest} characters"


main(sys.argv[1], sys.argv[2] == "yes")
