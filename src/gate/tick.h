/* SPDX-License-Identifier: MIT */
/*
 * What time alone does. A day that is over is an event on main (日结), and
 * before it each deadline that passed on it (截止), with what was missing.
 * Which deadlines there are, and what is missing at each, say the plan's views
 * 截止期限 and 截止缺报. Days follow each other without a gap from the first
 * that was turned, which is the day before the first time anybody asked.
 */
#ifndef GATE_TICK_H
#define GATE_TICK_H

#include "law.h"

/*
 * The next event that main is owed at this time (seconds since 1970 UTC), and
 * the door at which it stands: by main as the law has it and by nothing else.
 * 1, 0 where nothing is due, or -1.
 */
int tick_next(struct door *d, struct event *e, struct arena *a,
    const struct law *law, int64_t now, struct report *r);

/* How many days have ended that main does not know of; or -1. */
int64_t tick_days(const struct law *law, int64_t now, struct report *r);

#endif
