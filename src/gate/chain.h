/* SPDX-License-Identifier: MIT */
/*
 * Who may hand something in, and who decides on it: judged from plain structs,
 * without a repository. The kind says the chain (book/kind.h); the first
 * office of it that is not the submitter decides, by somebody who has not
 * handed in any of it himself. Where nobody is left, nobody decides.
 */
#ifndef GATE_CHAIN_H
#define GATE_CHAIN_H

#include "book/kind.h"
#include "door.h"
#include "journal.h"
#include "roster.h"

/* One object, and what main says about it. */
struct matter {
	const struct door *door;
	const struct handling *handling;
	struct str unit;	 /* whose it is; of the plan: the submitter's */
	const struct str *leads; /* units that review it, in turn */
	size_t lead_count;
	const struct roster *roster;
	const struct journal *journal;
	struct date today;
};

/* The plan's own: the office hands it in, a second person decides. */
extern const struct handling handling_plan;

/* The user, if he may hand this in; NULL: a finding says why not. */
const struct user *chain_submitter(
    const struct matter *m, struct str who, struct report *r);

/* The unit whose turn it is; {NULL, 0}: nobody is left. */
struct str chain_decider(const struct matter *m);

/* The user, if he may decide on this now; NULL: a finding. */
const struct user *chain_reviewer(
    const struct matter *m, struct str who, struct report *r);

/* The user, if he may ask that it be taken down: whoever reviews or
 * coordinates. The second, who does it, is one of the office (`is_second`).
 * NULL: a finding. */
const struct user *chain_remover(
    const struct matter *m, struct str who, bool is_second, struct report *r);

#endif
