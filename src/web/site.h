/* SPDX-License-Identifier: MIT */
/*
 * The whole pipe: a source tree in, the portal out, a report on the side. It
 * reads no clock, no environment and no files but the tree's, so equal inputs
 * give equal bytes, whoever runs it and however many workers there are.
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "base/date.h"
#include "base/progress.h"
#include "book/book.h"

struct site_options {
	enum edition edition;
	struct date today;
	struct str commit; /* 40 hex digits, or "worktree" */
	unsigned workers;
	const struct progress *progress;
	struct str cache; /* see struct book_options; empty: none */
	bool is_reversed; /* for tests: see struct book_options */
};

struct site_result {
	size_t records, pages;
	struct str *paths; /* of all files put, sorted; in the arena given */
	size_t path_count;
};

/*
 * Builds. With `sink` NULL nothing is written: that is `check`. Findings that
 * keep the portal back (report_blocks) make it -1; other findings do not.
 */
int site_build(struct site_result *result, struct arena *a,
    const struct tree *t, const struct site_options *o, struct sink *sink,
    struct report *r);

#endif
