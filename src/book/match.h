/* SPDX-License-Identifier: MIT */
/* Which kind a file is of, by where it lies, and what its path says. */
#ifndef BOOK_MATCH_H
#define BOOK_MATCH_H

#include "kind.h"

struct match {
	const struct kind *kind;
	struct str captures[CAPTURES_MAX]; /* by capture; empty: left out */
	struct str id;
};

/* Whose file is this? `path` is below content/. False: nobody's. */
bool schema_match(
    struct match *m, struct arena *a, const struct schema *s, struct str path);

#endif
