/* SPDX-License-Identifier: MIT */
/*
 * What is near a record: all that the rules of one record look at, so that a
 * push need not make the book of everything. Of main it is
 *
 *   the plan;
 *   all of the unit's own, with its journal;
 *   every unit's records of that month and the one before;
 *   for a step of a ledger entry the month that it comes from, and what others
 *   have written of it;
 *   for an article every unit's articles;
 *   what leads and the office hand in as such: plans, assignments, …
 *
 * A kind says `near: yes` under `gate` where that is enough (book/kind.h).
 */
#ifndef GATE_NEAR_H
#define GATE_NEAR_H

#include "gate.h"

/* Is what is near enough for all of them? */
bool near_suffices(
    const struct law *law, const struct wish *wishes, size_t count);

/* The folders of main; none lies in another, or in what is handed in. 0 or
 * -1. */
int near_folders(struct str **folders, size_t *n, struct arena *a,
    const struct law *law, const struct wish *wishes, size_t count,
    struct report *r);

#endif
