/* SPDX-License-Identifier: MIT */
/*
 * What main says, read once and held in memory for all who ask: its tree, the
 * book, the desk's layouts. A thread of its own reads it anew when main has
 * moved or a day has turned; whoever does not want to wait so long is given
 * the one before. One that is held stays as it is until it is let go.
 */
#ifndef DESK_READING_H
#define DESK_READING_H

#include "git/store.h"
#include "pages.h"
#include "web/draft.h"

struct reading {
	struct arena arena;
	struct report report; /* what was found in reading it */
	struct oid main;
	struct date today;
	struct tree tree;
	struct book *book; /* NULL: the plan of main is broken */
	struct desk_pages pages;
	struct drafts drafts; /* how records are begun */
	unsigned holders;
};

struct readings;

enum {
	READING_PATIENCE =
	    2000, /* milliseconds that a newer one is waited for */
	READING_FIRST = 60 * 1000, /* the same of the first */
};

/* `cache`: see struct book_options; empty: none. */
struct readings *readings_open(
    struct str repository, struct str cache, unsigned workers);
void readings_close(struct readings *rs);

/* The reading of main at this commit on this day, or the one before; NULL:
 * there is none yet. To be let go. */
struct reading *reading_take(
    struct readings *rs, const struct oid *main, struct date today);
void reading_let_go(struct readings *rs, struct reading *rd);

#endif
