/* SPDX-License-Identifier: MIT */
/* Which kind a file is of, by where it lies, and what its path says. */
#ifndef BOOK_MATCH_H
#define BOOK_MATCH_H

#include "base/buf.h"
#include "kind.h"

struct match {
	const struct kind *kind;
	struct str captures[CAPTURES_MAX]; /* by capture; empty: left out */
	struct str id;
};

/* Whose file is this? `path` is below content/. False: nobody's. */
bool schema_match(
    struct match *m, struct arena *a, const struct schema *s, struct str path);

/*
 * The other way round: adds the path below content/ of a record whose path says
 * this, by capture. What may be left out is, where nothing is said of it. The
 * capture that is missing; NULL: none is.
 */
const struct field *match_path(
    struct buf *out, const struct kind *k, const struct str *captures);

#endif
