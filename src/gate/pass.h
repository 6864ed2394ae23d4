/* SPDX-License-Identifier: MIT */
/*
 * A pass is what pre-receive leaves for proc-receive: these commands, by this
 * user, had all come at this time and were checked. git runs pre-receive only
 * where it finds it, and says nothing where it does not; without a pass
 * proc-receive takes nothing.
 */
#ifndef GATE_PASS_H
#define GATE_PASS_H

#include "base/report.h"

struct pass {
	struct str key; /* of the process that runs both hooks */
	struct str who;
	struct str commands; /* "old new ref\n" for each */
	int64_t seconds;     /* since 1970 UTC */
};

/* Leaves it in `folder`, which is made where missing. 0 or -1. */
int pass_leave(const struct pass *p, struct str folder, struct report *r);

/* Takes the one with this key away: its time goes to p->seconds. -1: there is
 * none, or it is of other commands or another user. */
int pass_take(struct pass *p, struct str folder, struct report *r);

#endif
