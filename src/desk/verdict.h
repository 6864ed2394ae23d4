/* SPDX-License-Identifier: MIT */
/*
 * What the check said of commits that wait for a decision, kept in memory for
 * the list of them. It says how many things were found when it was looked at
 * last; the page of the record looks anew. The oldest are forgotten.
 */
#ifndef DESK_VERDICT_H
#define DESK_VERDICT_H

#include "git/store.h"

struct verdict {
	size_t errors, warnings;
};

enum { VERDICTS_KEPT = 512 };

struct verdicts;

struct verdicts *verdicts_open(void);
void verdicts_close(struct verdicts *vs);

/* Any thread may call these. False: nothing is known. */
bool verdict_find(
    struct verdict *v, struct verdicts *vs, const struct oid *commit);
void verdict_keep(
    struct verdicts *vs, const struct oid *commit, const struct report *r);

#endif
