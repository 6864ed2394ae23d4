/* SPDX-License-Identifier: MIT */
/*
 * A record as a person reads it who did not write it: a line a field, in the
 * order of its kind, each with what the field is called on the way to it; and
 * what became of these lines when it was handed in anew.
 */
#ifndef DESK_READER_H
#define DESK_READER_H

#include "book/kind.h"

struct reader_line {
	struct str label; /* "环节 2 名称" */
	struct str key;	  /* the same without numbers */
	struct str text;
	bool is_public;
};

struct reader_lines {
	struct reader_line *lines;
	size_t count, cap;
};

/* A record's text, taken apart; a head that cannot be read gives no lines. */
void reader_record(struct reader_lines *out, struct arena *a,
    const struct kind *k, struct str text, struct str path);

/* A text that is no record, line by line. */
void reader_text(struct reader_lines *out, struct arena *a, struct str text);

/* The lines as a list of maps for templates: label, text, is_public. */
struct value *reader_show(const struct reader_lines *lines, struct arena *a);

/*
 * What changed, as a list of maps: label, is_gone or is_new where a whole line
 * went or came, and `pieces`, a list of maps: piece, is_gone, is_new. `around`
 * is how many lines that stayed are shown before and after (`is_same`); where
 * others lie between, a map says `is_gap`.
 */
struct value *reader_compare(struct arena *a, const struct reader_lines *was,
    const struct reader_lines *is, size_t around);

#endif
