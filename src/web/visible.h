/* SPDX-License-Identifier: MIT */
/*
 * What a reader sees of a page: the text of its <main> in UTF-16 (as scripts
 * in a browser count it), without tags. Blank runs are one blank; where
 * anything but a tag inside a sentence (a, b, code, del, em, i, strong, wbr)
 * begins or ends, the line ends. What is in nav, script, style, svg and
 * template is left out: it is no text of this page.
 *
 * It takes the HTML that templates and cmark write: ">" in an attribute is
 * &gt; there. Of other bytes it makes some text, and never more units than
 * there were bytes. All zeros is an empty one; release it when done.
 */
#ifndef WEB_VISIBLE_H
#define WEB_VISIBLE_H

#include "base/buf.h"

struct visible_line {
	size_t from, to;
};

struct visible {
	uint16_t *units;
	size_t len, cap;
	size_t title, title_end; /* the first <h1>: units [title, title_end) */
	/* Lines that do not stand like this in the HTML, where a tag, an
	 * entity or a line's end parts them. */
	struct visible_line *joined;
	size_t joined_count, joined_cap;
};

void visible_release(struct visible *v);

/* Reads a page into *v, over what it had. */
void visible_read(struct visible *v, struct str html);

/* Adds the text of a line as UTF-8. */
void visible_text(
    struct buf *out, const struct visible *v, struct visible_line line);

#endif
