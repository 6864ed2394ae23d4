/* SPDX-License-Identifier: MIT */
/*
 * What a ref that is pushed asks for. There are five doors and no other:
 *
 *   refs/heads/u/<p>    a record, content/units/<p>/, is handed in
 *   refs/heads/plan     the plan and the layouts are
 *   refs/approve/<p>    "I accept this commit": nothing is stored
 *   refs/return/<p>     it is sent back, with a reason; nothing is stored
 *   refs/remove/<p>     it is to be taken down; nothing is stored
 *
 * where <p> is a path of good names (base/tree.h); behind the last three it may
 * also be `plan`. What is decided on is called its object: "plan", or <p>.
 */
#ifndef GATE_DOOR_H
#define GATE_DOOR_H

#include "base/arena.h"

enum act { ACT_NONE, ACT_SUBMIT, ACT_APPROVE, ACT_RETURN, ACT_REMOVE };

enum { DOOR_FOLDERS = 2 };

struct door {
	enum act act; /* ACT_NONE: there is no such door */
	bool is_plan;
	struct str object; /* "mzj/2026-11/window", "plan" */
	struct str unit;   /* "mzj"; of the plan empty */
	struct str branch; /* where what is handed in stands: refs/heads/… */
	struct str folders[DOOR_FOLDERS]; /* what it may change */
	size_t folder_count;
	struct str journal; /* the folder of its events */
};

/* False: nothing is taken there. */
bool door_parse(struct door *d, struct arena *a, struct str ref);

/* The door of an object, by what is to be done. */
bool door_make(
    struct door *d, struct arena *a, enum act act, struct str object);

/*
 * Where the server notes what time does (tick.h): a journal, `day` or `close`,
 * that no ref leads to. Like the plan's it stands above those of a unit that is
 * called so.
 */
void door_make_clock(struct door *d, struct arena *a, struct str object);
bool door_is_clock(struct str object);

#endif
