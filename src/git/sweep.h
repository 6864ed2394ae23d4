/* SPDX-License-Identifier: MIT */
/*
 * Taking files out of the history of a served repository without rewriting it:
 * commits and trees stay as they are, under the ids that they have, and so do
 * all other files; what is swept has no bytes any more. git cannot send a
 * history with such gaps. So from then on it is told (by `shallow`, see
 * gitformat-shallow) that history begins at main as it is; what lies before
 * stays in a pack of its own (.keep), where verify reads it and git collects
 * no garbage.
 *
 * Drafts that main has, or in which something that is swept stands, are
 * dropped. Cut off at any place, it leaves a repository that works, and the
 * next goes on. The caller holds the lock under which refs move.
 */
#ifndef GIT_SWEEP_H
#define GIT_SWEEP_H

#include "store.h"

struct sweep_wish {
	const struct str *folders; /* all that has ever been in these … */
	size_t folder_count;
	const struct oid *tips; /* … in main's history, or in that of these
				   commits, where they are here */
	size_t tip_count;
};

struct swept {
	size_t files;	    /* whose bytes went now */
	struct str *drafts; /* refs that were dropped though nobody had
			       decided on them */
	size_t draft_count, draft_cap;
};

/* What main has now, somewhere, is not swept. What is, is listed in the file
 * `list`, an id a line. 0 or -1. */
int store_sweep(struct swept *swept, const struct store *s, struct arena *a,
    const struct sweep_wish *w, struct str list, struct report *r);

/* Has the store, with what is in quarantine, a file of that list? 1, 0 or
 * -1. */
int store_has_swept(const struct store *s, struct str list, struct report *r);

#endif
