/* SPDX-License-Identifier: MIT */
/*
 * The gate: nothing else moves main, or the branch of what is handed in
 * forward. Whoever comes, by a push or at the desk, what he wants goes through
 * here:
 *
 *   received    one commit on main, with the event in its journal; then the
 *               branch of the object moves to what was handed in
 *   returned    one commit on main, with the event and its reason
 *   accepted    one commit on main with two parents, main and what was handed
 *               in: main's tree, with that one folder replaced and the event
 *   taken down  two commits by two persons: the first says why, the second is
 *               main's tree without that folder, with the event; then the
 *               branch goes
 *
 * Main goes first, the branch follows, and what a killed process left between
 * the two is put right by the next who comes to the object: doing the same
 * again ends as if nothing had happened, with the time of the first receipt.
 *
 * The same state, event and time make the same commit, signed by the server's
 * key where it has one. Times on main never run
 * backwards.
 */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include "law.h"

/* What somebody wants. */
struct wish {
	struct door door; /* says what is to be done with which object */
	struct str who;
	struct oid commit; /* handed in, or decided on */
	struct oid was; /* handing in: the branch as he knows it; none: new */
	struct str comment; /* the reason of a return, the word with a yes */
	int64_t received;   /* when all of it had come; seconds since 1970 */
};

struct clock_source {
	int64_t (*now)(void *self); /* seconds since 1970 UTC */
	void *self;
	unsigned patience; /* milliseconds in the queue */
};

struct answer {
	struct event event; /* as it stands on main, with its number */
	bool is_again;	    /* it was there already: the same wish again */
	struct str turn; /* handed in: the unit that decides; empty: nobody */
	struct str turn_name; /* what people call it */
	struct oid main;      /* after it */
};

/*
 * Does what `w` wants, or says in the report why not. What is handed in has
 * been checked (check.h); who may do what is judged here, by main as it is
 * under the lock. 0 or -1.
 */
int gate(struct answer *answer, struct arena *a, const struct store *s,
    const struct wish *w, const struct clock_source *clock, struct report *r);

/* The same judgement without the deed, to say no before it is the wisher's
 * turn. *e is the event that it would become, by its sort alone, or with its
 * number where it stands on main already. */
int gate_judge(struct event *e, struct arena *a, const struct law *law,
    const struct wish *w, struct report *r);

/* The lock under which alone refs move: 0, and *fd holds it until it is closed;
 * or -1. */
int gate_lock(int *fd, struct arena *a, const struct store *s,
    const struct clock_source *clock, struct report *r);

/* A turn to check what is pushed, as gate_lock(). As many have one at a time as
 * there are places: all at once, on the last day, would be in each other's way
 * and fill the memory. */
int gate_turn(int *fd, struct arena *a, const struct store *s, unsigned places,
    const struct clock_source *clock, struct report *r);

/* What has come to stand on main by time alone (tick.h). */
struct passed {
	struct event event;
	struct passed *next;
};

enum { PASSED_DAYS = 62 }; /* more than that is a clock set forward */

/*
 * Notes on main all that time has done since, in order, each as a commit. What
 * is cut off is gone on with the next time. More days than `days` at once are
 * refused. 0 or -1; *passed is what was done either way.
 */
int gate_tick(struct passed **passed, struct arena *a, const struct store *s,
    int64_t days, const struct clock_source *clock, struct report *r);

/* The commit that says so on main: the event, at this time, on main as the law
 * has it, with this signature (NULL: the server's). Nothing names it yet. */
int gate_commit(struct oid *made, struct arena *a, const struct law *law,
    const struct door *door, const struct event *e, int64_t seconds,
    const struct str *signature, struct report *r);

#endif
