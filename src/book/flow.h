/* SPDX-License-Identifier: MIT */
/*
 * A flow is a list in square brackets or a map in braces, looked at byte by
 * byte before libyaml reads it: what Chinese commas, colons, spaces and "#"
 * do in there. It may go on over several lines. A comma of Chinese prose
 * inside one value is no fault, so a full-width comma is taken for a separator
 * only where what stands around it leaves no doubt.
 */
#ifndef BOOK_FLOW_H
#define BOOK_FLOW_H

#include "mend.h"

enum { FLOW_DEPTH_MAX = 16 };

enum flow_want {
	FLOW_ENTRY, /* an element of a list, a key of a map */
	FLOW_VALUE, /* what stands behind a key's colon */
	FLOW_AFTER, /* a comma or a closing bracket */
};

struct flow {
	struct {
		bool is_map;
		bool has_full; /* this entry's colon was full-width */
	} levels[FLOW_DEPTH_MAX];
	size_t depth; /* 0: all brackets are closed */
	enum flow_want want;
	char quote;   /* a quoted text goes on from the line before; or 0 */
	bool is_lost; /* brackets too deep to follow */

	struct str text; /* the whole head: names are looked up there */
	unsigned lookups;
};

/* Begins at an opening bracket. */
void flow_begin(struct flow *f);

/* Goes on at `at`; returns the offset behind the last closing bracket, or the
 * line's length where some are open still. */
size_t flow_line(struct flow *f, struct mend *m, size_t at);

/* Is this name written as a proper key anywhere in the head? */
bool flow_knows(struct flow *f, struct str name);

#endif
