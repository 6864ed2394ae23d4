/* SPDX-License-Identifier: MIT */
/*
 * A sheet is the form of a record on its way between a person and the
 * repository: what is in it, what was said of it, and the page that shows it.
 */
#ifndef DESK_SHEET_H
#define DESK_SHEET_H

#include "blank.h"
#include "work.h"

/* A form about to be shown. */
struct sheet {
	struct work work;
	struct value *head; /* never NULL */
	struct str body;
	struct oid base;    /* what it was made from: the draft's commit */
	struct report said; /* what the check found */
	struct remarks remarks;
	bool is_checked, is_refused;
	struct str text;	   /* of the record, as it was checked */
	const struct value *hints; /* see prefill.h; NULL: none */
	struct str other; /* what another has saved since; or no data */
};

/* Head and body of a text. 0, or -1 with findings: its head cannot be read. */
int sheet_parse(struct sheet *s, struct visit *v, struct str text);

/* A body without the blank lines around it, which are the scribe's. */
struct str sheet_body(struct str text);

/* What is known of a record before anybody has written a word, and what else
 * there is to know (web/prefill.h). */
void sheet_prefill(struct sheet *s, struct visit *v);

/* What people call the input of this name (blank.h): "环节 2 名称", "正文". */
struct str sheet_where(struct arena *a, const struct kind *k, struct str name);

/* Answers with its page. */
void sheet_show(struct visit *v, struct sheet *s, unsigned status);

#endif
