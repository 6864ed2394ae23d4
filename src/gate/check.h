/* SPDX-License-Identifier: MIT */
/*
 * What is handed in, held against everything that keeps it off main: the
 * commits one by one (git/push.h), then the tree as it would be, main with
 * those folders replaced, through the book and the rules. Only findings inside
 * what is pushed refuse it; what is wrong elsewhere is not the pusher's. It
 * reads and writes nothing, and works on objects in quarantine.
 */
#ifndef GATE_CHECK_H
#define GATE_CHECK_H

#include "gate.h"

struct check_options {
	unsigned workers;
	struct str cache; /* see struct book_options; empty: none */
};

/*
 * All wishes of one push that hand something in. Adds what is found, warnings
 * too, and *t is the tree that the lines of findings are in (its source NULL:
 * there is none), for the caller to release. 0, or -1 where the push is
 * refused.
 */
int check_push(struct tree *t, struct arena *a, const struct law *law,
    const struct wish *wishes, size_t count, const struct check_options *o,
    struct report *r);

#endif
