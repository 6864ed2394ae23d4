/* SPDX-License-Identifier: MIT */
/*
 * Where main was. git sends what it cannot find from the refs it is shown; who
 * pushes from a copy that is one step behind knows none of them, and would
 * send all of main again. So some of the commits that main has left are shown
 * as well, refs/past/<level>-<place>: near main many, and fewer the further
 * back, so that a push brings little more than main has gone since the copy.
 */
#ifndef GATE_PAST_H
#define GATE_PAST_H

#include "git/store.h"

enum { PAST_LEVELS = 4 };

/*
 * Keeps a commit that main has just left. A commit's level is the number of
 * noughts its id ends with: each is a sixteenth as common as the one before,
 * and all of one level share sixteen places, the newer over the older. A
 * failure is not told: what is shown is a help, and main has moved.
 */
void past_keep(const struct store *s, const struct oid *left);

/* Where main begins for git - at init, and again when `purge` has cut it off -
 * is always shown. 0, or -1 with findings. */
int past_begin(const struct store *s, const struct oid *main, struct report *r);

#endif
