/* SPDX-License-Identifier: MIT */
/*
 * What a unit has in a working copy (clone.h) and at the server: one object
 * (gate/door.h) each, and how the two stand to each other.
 *
 * Trees of one folder are compared: on the disk; as it was checked out; on the
 * server's main; as it was handed in last. What the server has and this working
 * copy has neither checked out nor handed in itself, is somebody else's, and is
 * not written over without a word.
 */
#ifndef CMD_WORK_H
#define CMD_WORK_H

#include "clone.h"

enum work_state {
	WORK_DONE,	/* on the disk as the server has it on main */
	WORK_DRAFT,	/* something to be handed in */
	WORK_WAITING,	/* handed in, not decided */
	WORK_RETURNED,	/* returned, and not changed since */
	WORK_ELSEWHERE, /* the server has it, this working copy does not */
	WORK_CONFLICT,	/* changed here, and at the server by another way */
	WORK_REMOVED,	/* taken down, and still on the disk as it was */
};

struct work {
	struct door door; /* ACT_SUBMIT */
	const struct kind *kind;
	struct case_of at;
	struct oid disk, head, main, sent; /* trees of its folder; none */
	struct oid tip; /* the commit that was handed in last; none */
	struct oid tip_tree;
	enum work_state state;
};

struct works {
	struct work *items; /* by object */
	size_t count, cap;
	struct tree tree;   /* of the disk */
	struct str *others; /* paths on the disk that cannot be handed in */
};

/* All of the user's unit; 0 or -1. works_release() either way. */
int works_read(struct works *w, struct clone *c);
void works_release(struct works *w);

/* The one that a path or an object's name means; NULL: none. */
struct work *works_find(
    const struct works *w, const struct clone *c, const char *typed);

/* What the journal says last of it: returned, received, accepted; NULL. */
const struct event *work_event(const struct work *w);

/* The commit that hands it in as it is on the disk: that of the last attempt,
 * if nothing has changed since. 0 or -1. */
int work_commit(
    struct oid *commit, const struct work *w, struct clone *c, int64_t seconds);

/*
 * Brings the files on the disk up to the server's main, as far as that takes
 * nothing away. False: they stay as they are.
 */
bool works_forward(const struct works *w, struct clone *c);

#endif
