/* SPDX-License-Identifier: MIT */
/*
 * What became of a text that was revised, or of a list of lines: what stayed,
 * what went and what came, in the order in which it is read. It is the least
 * that explains the new one (longest common subsequence); where both are very
 * long, between their common beginning and end the n-th is held against the
 * n-th.
 */
#ifndef BASE_REVISE_H
#define BASE_REVISE_H

#include "arena.h"

enum revised { REVISED_SAME, REVISED_GONE, REVISED_NEW };

/* `was` and `is` are numbers in the lists; of what is not in one of them, the
 * place where it would be. */
struct revision {
	enum revised sort;
	size_t was, is;
};

enum { REVISE_CELLS = 4 * 1024 * 1024 }; /* pairs that are looked at */

/* Of lists; what went stands before what came. Returns their number. */
size_t revise_list(struct revision **out, struct arena *a,
    const struct str *was, size_t was_count, const struct str *is,
    size_t is_count);

/* A piece of one of the texts: of the new one where it stayed. */
struct revised_text {
	enum revised sort;
	struct str text;
};

/*
 * Of texts, letter by letter, a run of Latin letters or digits as one. What
 * stayed by chance, a letter between changes, is not torn out of them.
 */
size_t revise_text(
    struct revised_text **out, struct arena *a, struct str was, struct str is);

#endif
