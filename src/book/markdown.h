/* SPDX-License-Identifier: MIT */
/*
 * Markdown to HTML, by cmark in its safe manner, with what Chinese text and a
 * public portal need: lines of Chinese are joined without a space, masked
 * numbers such as 138****1234 keep their stars, headings begin below the
 * page's own, pictures must lie beside the record, links lead to https or into
 * the portal. What would silently not work (a bold that does not close before
 * a Chinese quotation mark, a table) is told to the author.
 */
#ifndef BOOK_MARKDOWN_H
#define BOOK_MARKDOWN_H

#include "base/tree.h"

struct markdown_source {
	struct str text;
	struct str path;	 /* of the record, for findings */
	uint32_t first_line;	 /* of the text in that file */
	const struct tree *tree; /* where pictures must be */
	struct str pictures; /* what a picture's address in the portal begins
				with: its file name comes behind it */
};

/* A link into the portal, and where it stands in the file. */
struct markdown_link {
	struct str address; /* as written; its own page: from "#" on */
	struct place place;
};

struct markdown {
	struct str html;
	struct str plain;     /* the words alone, a line a block */
	struct str *pictures; /* names of the files it shows */
	size_t picture_count, picture_cap;
	struct markdown_link *links;
	size_t link_count, link_cap;
};

/* 0, or -1 with findings; the HTML is made all the same. */
int markdown_render(struct markdown *m, struct arena *a,
    const struct markdown_source *source, struct report *r);

/*
 * Adds the text to `out` with the stars of masked numbers written plainly:
 * some editors make 138\*\*\*\*1234 of them. Not in code, addresses and the
 * like; what the text looks like does not change.
 */
void markdown_mend(struct buf *out, struct str text);

#endif
