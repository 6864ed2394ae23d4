/* SPDX-License-Identifier: MIT */
/*
 * The queue of whoever decides: the objects whose last receipt nobody has
 * decided on and where it is his unit's turn, nearest to the deadline first,
 * of these the oldest. What waits is asked of main at one moment; nothing is
 * written. All of it lives in the arena of the law.
 */
#ifndef GATE_QUEUE_H
#define GATE_QUEUE_H

#include "check.h"

struct waiting {
	struct door door; /* ACT_APPROVE */
	struct case_of at;
	const struct event *receipt; /* the last; where none ever came, one
					without a number */
	struct oid commit;	     /* of the receipt */
	bool is_published;	     /* see waiting_published() */
	struct str due;		     /* a moment; empty: none */
};

/* The object with its last receipt; NULL: nothing has come, or its commit is
 * not here. */
struct waiting *waiting_make(const struct law *law, struct str object);

/* The same of what main has and nobody received here, such as a county's
 * records from before its server: its commit is main's, or the one that
 * somebody asked to have taken down. NULL: main has it not, or what came last
 * is not decided on. */
struct waiting *waiting_published(const struct law *law, struct str object);

/* Has nobody decided on it yet? */
bool waiting_is_open(const struct waiting *w);

/* What was handed in before this; where there is none that is here, main. */
struct oid waiting_before(const struct waiting *w, const struct law *law);

/* What the gate would find in it today, warnings too, sorted and with private
 * lines hidden; *t as check_push() has it. */
void waiting_check(struct report *found, struct tree *t,
    const struct waiting *w, const struct law *law,
    const struct check_options *o);

struct queue {
	struct waiting **items; /* what he may decide on, then what he may
				   not: he handed some of it in himself */
	size_t count, barred, cap;
};

/* `branches` is what the refs of what was handed in begin with, up to `u/`.
 * 0 or -1. */
int queue_read(struct queue *q, const struct law *law, struct str branches,
    const struct user *who, struct report *r);

#endif
