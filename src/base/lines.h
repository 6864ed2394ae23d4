/* SPDX-License-Identifier: MIT */
/*
 * The lines of a tree's files that findings speak of, asked for one after the
 * other: the file asked for last is kept, and how far it was read.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include "tree.h"

struct lines {
	const struct tree *tree; /* NULL: there are no lines */
	struct arena arena;
	struct str path, text; /* of the file read last */
	size_t at;	       /* offset of the line asked for last, */
	uint32_t number;       /* and its number */
};

/* Line `number`, from 1 on, without its line end. False: there is none, or it
 * is a picture. *line is good until another file is asked for. */
bool lines_find(
    struct lines *l, struct str path, uint32_t number, struct str *line);

void lines_release(struct lines *l);

#endif
