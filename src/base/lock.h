/* SPDX-License-Identifier: MIT */
/* A lock that one process holds at a time: a file under flock(2), which the
 * system lets go of whatever becomes of its holder. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "report.h"

/*
 * Takes the lock `path`, a file that is made where missing; waits this many
 * milliseconds for others. 1: *fd holds it until it is closed; 0: others have
 * it; -1: a finding.
 */
int lock_take(
    int *fd, struct str path, unsigned milliseconds, struct report *r);

/* The same for one of `places` locks, the path with a number behind: as many
 * hold one at a time. */
int lock_take_one_of(int *fd, struct str path, unsigned places,
    unsigned milliseconds, struct report *r);

#endif
