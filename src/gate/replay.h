/* SPDX-License-Identifier: MIT */
/*
 * Main once more, commit by commit: is each what the gate would have made of
 * its event, by the roster and the plan of the commit before it? Since the
 * same state, event and time make the same commit, it is made again, in
 * memory, and has to have the same id; so nothing else can have been changed
 * by the way.
 */
#ifndef GATE_REPLAY_H
#define GATE_REPLAY_H

#include "gate.h"

struct replay {
	size_t commits; /* that were made again */
	size_t unseen;	/* events whose commit is not in this repository (a
			   draft that was never accepted), or its files
			   were taken down: who decided is not looked at
			   there */
};

/*
 * From the commit `from`, which is taken as given, to the end of main; each
 * signed by this public key (empty: signatures are not looked at). `s` has
 * been told to rehearse (store.h). 0, or -1 with the first commit that breaks
 * a promise.
 */
int replay_run(struct replay *re, const struct store *s, const struct oid *from,
    struct str signer, struct report *r);

#endif
