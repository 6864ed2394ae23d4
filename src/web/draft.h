/* SPDX-License-Identifier: MIT */
/*
 * A draft begins a record of a kind: with the figures of the book and what is
 * worth saying, and with gaps for what a person must write. It is a file
 * content/plan/drafts/<kind>.md, <kind> being the name of the kind's file:
 *
 *     ---
 *     each: |                  the records that may be begun, a row each; its
 *       SELECT …               columns name what the path says of them, and
 *     data:                    more. Its parameters are the same names as
 *       各类: SELECT …         people give them, NULL where they do not.
 *                              data: as in a layout (layout.h)
 *     hints: SELECT …          what else there is to know (prefill.h)
 *     form: yes                the head below gives what is known alone; all
 *     ---                      else is the kind's form (book/form.h)
 *     ---
 *     标题: {{标题}}           a value is a whole YAML scalar, in quotes where
 *     ---                      it needs them; so words are put together in SQL
 *
 *     {{开头}}                 a value is words: no mark of Markdown's in it
 *                              means anything
 *
 * Both parts know today, edition, version and path as pages do.
 */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H

#include "layout.h"

struct draft {
	struct str kind;      /* the name of the kind's file, without ending */
	struct layout layout; /* its path is the head, its name the body */
	struct str hints;     /* empty: none */
	struct place hints_place;
	bool is_form;
};

struct drafts {
	struct draft *drafts; /* by file */
	size_t count, cap;
	struct template_set templates;
};

/* Reads content/plan/drafts/. 0, or -1 with every fault of every draft. */
int drafts_read(
    struct drafts *ds, struct arena *a, const struct tree *t, struct report *r);

/* Holds them against the book. */
int drafts_check(
    const struct drafts *ds, const struct book *b, struct report *r);

/* The draft of this kind; NULL: there is none. */
const struct draft *drafts_find(const struct drafts *ds, const struct kind *k);

/* The rows of `each` where the path says what `given`, a map, says. */
int draft_rows(struct value **rows, const struct draft *d, const struct book *b,
    struct arena *a, const struct value *given, struct report *r);

/* Adds the record that one of these rows stands for. 0, or -1. */
int draft_write(struct buf *out, const struct drafts *ds, const struct draft *d,
    const struct book *b, struct arena *a, struct value *row, struct report *r);

/* What its `hints` say of the record of this row; an empty list: nothing. */
int draft_hints(struct value **hints, const struct draft *d,
    const struct book *b, struct arena *a, const struct value *row,
    struct report *r);

#endif
