/* SPDX-License-Identifier: MIT */
/*
 * A look at a YAML text before libyaml reads it, line by line: what Chinese
 * typing habits do to it, at the place where it was typed, with the corrected
 * line. Prose is left alone: where a text could be meant as it stands, nothing
 * is said.
 *
 * Lines keep their numbers when they are mended.
 */
#ifndef BOOK_LOOK_H
#define BOOK_LOOK_H

#include "base/report.h"

enum look_at {
	LOOK_HEAD, /* a record's head: "#" behind a value is a fault */
	LOOK_YAML, /* a file of its own: "# " behind a value is a comment */
};

struct look_result {
	size_t faults;
	bool is_mended; /* every faulty line has its correction */
	bool is_lost;	/* nested too deep to look at the rest */
};

/*
 * Looks at `text`, whose first line is line `first_line` of the file at
 * `path`, and adds the mended text to `mended`, always with LF line ends.
 * `r` may be NULL.
 */
struct look_result look_text(struct buf *mended, struct str text,
    enum look_at at, struct str path, uint32_t first_line, struct report *r);

/*
 * Adds the text with all that is certain mended, and mended again until
 * nothing changes: one correction may make sure of another.
 */
void look_mend(struct buf *out, struct str text, enum look_at at);

#endif
