/* SPDX-License-Identifier: MIT */
/*
 * A record as a paper that goes up the line: what stands in <article> of the
 * page papers/<id>.html, where a layout makes one (of the public edition if it
 * has that page), else the kind's name and the record's body. As HTML for
 * word_write(): its pictures are in it, and no link leads into the portal.
 */
#ifndef WEB_PAPER_H
#define WEB_PAPER_H

#include "book/book.h"
#include "book/match.h"

/* `path`: of the record, in `t`, of which the book is. 0, or -1 with findings. */
int paper_html(struct buf *out, const struct tree *t, const struct book *b,
    const struct match *m, struct str path, struct report *r);

#endif
