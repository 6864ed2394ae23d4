/* SPDX-License-Identifier: MIT */
/*
 * Pictures that an earlier record has shown: the same bytes, or the same look
 * (image.h) in the same proportions. Earlier is by the records' days, then by
 * paths. Each picture is held against the earlier ones whose hash is the same in
 * one of its rows, the latest few of them, so the work grows with
 * the number of pictures, however alike they are.
 */
#ifndef BOOK_TWIN_H
#define BOOK_TWIN_H

#include "sight.h"

struct twin {
	size_t sight, other; /* numbers, as they were added */
	bool is_same;	     /* in every byte */
	unsigned difference; /* look_difference() */
};

struct twins;

struct twins *twins_open(void);
/* Keeps a copy, of its file's name too; the field's name must last. Those of
 * records of no day are not compared. */
void twins_add(struct twins *t, const struct sight *s);

/* In the order of days and records; each picture at most once. They and the
 * sights last until twins_close(). */
const struct twin *twins_find(struct twins *t, size_t *count);
const struct sight *twins_sight(const struct twins *t, size_t number);

void twins_close(struct twins *t);

#endif
