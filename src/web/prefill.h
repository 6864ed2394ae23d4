/* SPDX-License-Identifier: MIT */
/*
 * What is known of a record before anybody has written a word of it: where it
 * lies, which of its fields the book can tell, what else a person should know.
 * It comes from the plan's draft of that kind (draft.h), where there is one,
 * and else from what is given alone. `new` writes it as a file; a form on a
 * page takes the same values.
 *
 *   prefill_rows()     the records that may be begun, for one to be chosen
 *   prefill_make()     one of them
 */
#ifndef WEB_PREFILL_H
#define WEB_PREFILL_H

#include "draft.h"

/* What it is known from. */
struct prefill_source {
	const struct schema *schema;
	const struct drafts *drafts;
	const struct book *book; /* NULL will do for a kind without a draft */
	struct date today;
};

struct prefill {
	const struct kind *kind;
	struct str path; /* of the record, below content/ */
	/* Fields that are known, as the head of a record has them: a map. */
	const struct value *head;
	struct str body; /* Markdown, with gaps; empty: nothing is known */
	/* What else there is to know, a list of maps: `话` says it; where there
	 * is a `种类`, it is about a record of that kind, and the columns of
	 * its path say which. NULL: nothing. */
	const struct value *hints;
	struct str text; /* the whole file, to be filled in */
	bool is_form;	 /* it is the kind's form; else the draft's own */
};

/*
 * The records of this kind that may be begun where the path says what `given`,
 * a map of texts, does: a list of maps, which name the parts of the path and
 * maybe more. A month that nobody gives is this one. Without a draft it is one
 * row, and the path may still lack something (prefill_lacks). 0, or -1.
 */
int prefill_rows(struct value **rows, struct arena *a,
    const struct prefill_source *s, const struct kind *k,
    const struct value *given, struct report *r);

/* The part of the path that the row does not say; NULL: none is lacking. */
const struct field *prefill_lacks(
    const struct kind *k, const struct value *row);

/*
 * Makes the one that this row stands for. `said`: fields that the person has
 * said already, a map as a record's head is one, or NULL. 0, or -1 with
 * findings: also where the row says no good path (FINDING_PATH_UNKNOWN).
 */
int prefill_make(struct prefill *p, struct arena *a,
    const struct prefill_source *s, const struct kind *k, struct value *row,
    const struct value *said, struct report *r);

/* Adds the command that begins it: "taizhang new summary --unit spj …". */
void prefill_command(
    struct buf *out, const struct kind *k, const struct value *row);

/* The option of `new` that says this part of a path: the first reference is
 * the unit, a month the month; NULL: 栏=值. */
const char *prefill_option(const struct kind *k, const struct field *f);

#endif
