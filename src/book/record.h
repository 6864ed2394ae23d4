/* SPDX-License-Identifier: MIT */
/*
 * A record is one file held against its kind: rows ready for the book's
 * tables. Row 0 is the record itself; each list's item is a row behind its
 * parent's. Making one from the same text gives the same rows, so the place
 * of any row or field is found again by making its record again.
 */
#ifndef BOOK_RECORD_H
#define BOOK_RECORD_H

#include "base/date.h"
#include "front.h"
#include "cell.h"
#include "match.h"

struct row {
	const struct table *table;
	size_t parent; /* index of a row before; its own for row 0 */
	uint32_t seq;  /* 1-based, in its list; 0 for row 0 */
	struct place place;
	const struct value *value; /* what it was made from */
	struct cell *cells; /* the table's columns from COLUMN_FIRST on */
};

struct record {
	const struct kind *kind;
	struct str path; /* of its file */
	struct str id;
	struct row *rows;
	size_t row_count, row_cap;
	struct shown *pictures;
	size_t picture_count;
	struct markdown_link *links; /* of all its texts */
	size_t link_count;
};

/*
 * Reads `text`, the file at `path`, as a record of the kind that matched.
 * Every fault is a finding; what is not faulty is in the rows all the same.
 * 0, or -1 where there is no record at all (its head cannot be read).
 */
int record_make(struct record *rec, struct arena *a, const struct match *m,
    struct str text, struct str path, const struct tree *t, struct report *r);

/* The day that its kind's `dated` field says; year 0: it says none. */
struct date record_date(const struct record *rec);

/* Where this field of a row stands in the file, or where the row does. */
struct place record_place(
    const struct record *rec, size_t row, struct str field);

#endif
