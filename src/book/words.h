/* SPDX-License-Identifier: MIT */
/*
 * A list of words that is looked for in many texts. What it costs to look
 * through a text does not grow with the list, as long as few of its words
 * begin with the same character.
 *
 * The list is kept as it was given, so that the same one is not taken apart
 * again for the next text. A word has two bytes at least; shorter ones are
 * never found. Zero-initialised is an empty list.
 */
#ifndef BOOK_WORDS_H
#define BOOK_WORDS_H

#include "base/arena.h"

struct words {
	struct arena arena;
	struct str list;   /* a word a line */
	struct str *words; /* 1 and on */
	uint16_t *next;	   /* the next word with the same first two bytes */
	uint16_t *heads;   /* by these bytes; 0: none */
};

/* Makes it the list of these words, a line each, of which 65,535 at most are
 * taken. Does nothing where it is that already. */
void words_make(struct words *w, struct str list);

/* Does one of the words occur in the text? */
bool words_occur(const struct words *w, struct str text);

void words_free(struct words *w);

#endif
