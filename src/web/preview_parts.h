/* SPDX-License-Identifier: MIT */
/* What the preview says beside the portal's own pages; shared by preview.c and
 * preview_text.c alone. */
#ifndef WEB_PREVIEW_PARTS_H
#define WEB_PREVIEW_PARTS_H

#include "site.h"

/* What a browser is given for a path. */
enum preview_page {
	PREVIEW_NOW,	  /* the file as it would be now */
	PREVIEW_HELD,	  /* as it was: plan or layouts are broken */
	PREVIEW_KEPT,	  /* as it was: its record cannot be read */
	PREVIEW_FAULTY,	  /* a note: it cannot be made */
	PREVIEW_MISSING,  /* a note: there is none */
	PREVIEW_NONE_YET, /* a note: there is no portal */
};

/* HTTP's status for it. */
unsigned preview_status(enum preview_page is);

/* The media type, by the path's ending. */
const char *preview_type(struct str path);

/* Adds the note, as a page; `pages` to choose from, or NULL. */
void preview_instead(struct buf *out, enum preview_page is, struct str path,
    const struct pages *pages);

/* Puts the script's element into a page that was read at number `shown`. */
void preview_inject(struct buf *page, struct str path, uint64_t shown);

/* Adds the preview's own file of this name, if there is one. */
void preview_own(struct buf *out, struct str name);

/* Adds the findings for a page as JSON: those that concern it, and all. */
struct findings_of {
	struct str page, record; /* record: the file it is about; or empty */
	enum preview_page is;
	const struct site *site; /* where pages of records are; or NULL */
	const struct tree *tree; /* where their lines are */
	const struct report *report;
	uint64_t shown, found;
};

void preview_findings(struct buf *out, const struct findings_of *f);

#endif
