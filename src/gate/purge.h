/* SPDX-License-Identifier: MIT */
/*
 * What was taken down leaves the history too (git/sweep.h): all that main and
 * the drafts have ever had in those folders.
 */
#ifndef GATE_PURGE_H
#define GATE_PURGE_H

#include "gate.h"
#include "git/sweep.h"

/* How many times something was taken down since `since` (none: since main
 * began). 0 or -1. */
int purge_count(size_t *count, const struct store *s, const struct oid *since,
    struct report *r);

/* Does what is pushed bring back what was swept? 0, or -1 with a finding. */
int purge_check(const struct store *s, struct report *r);

/* Sweeps, under the gate's lock. *main is where it stood. */
int gate_purge(struct swept *swept, struct oid *main, struct arena *a,
    const struct store *s, const struct clock_source *clock, struct report *r);

#endif
