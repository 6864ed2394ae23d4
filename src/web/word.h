/* SPDX-License-Identifier: MIT */
/*
 * A Word file of a paper in the look of GB/T 9704-2012: HTML, as
 * paper_html() makes it, through pandoc. What it looks like is said by the
 * reference document that pandoc is given, whose parts lie in src/web/word/.
 * A block in <div data-custom-style="署名"> has the style of that name.
 */
#ifndef WEB_WORD_H
#define WEB_WORD_H

#include "base/buf.h"
#include "base/date.h"
#include "base/report.h"

/* Adds a .docx, whose times are all those of `day`: equal inputs give equal
 * bytes. 0, or -1 with a finding. */
int word_write(
    struct buf *out, struct str html, struct date day, struct report *r);

#endif
