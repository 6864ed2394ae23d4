/* SPDX-License-Identifier: MIT */
/*
 * Passages of a record's texts that stand, word for word or nearly, in a text
 * of an earlier record. Compared are the texts of kinds with a `dated` field,
 * in the order of those dates and then of paths; what stands in the data of
 * content/plan (*.yaml) may be quoted by anybody.
 *
 * A text counts in symbols: its letters and characters, full-width forms and
 * capitals folded, numbers each a single symbol whatever they say, white space
 * and punctuation left out.
 *
 * Workers take prints of each text by winnowing (Schleimer, Wilkerson, Aiken:
 * "Winnowing: Local Algorithms for Document Fingerprinting", 2003): any run of
 * PRINT_RUN symbols that two texts share gives them a print in common. Then one
 * pass over the prints in order, in which each meets only the latest of its
 * kind before it, so the work grows with the length of the texts, however often
 * they repeat themselves.
 */
#ifndef BOOK_ALIKE_H
#define BOOK_ALIKE_H

#include "record.h"

enum {
	PRINT_SYMBOLS = 10, /* a print is taken of so many */
	PRINT_WINDOW = 12,  /* and the least of so many is kept */
	PRINT_RUN = PRINT_SYMBOLS + PRINT_WINDOW - 1,
	PASSAGE_MIN = 50, /* symbols; a rule may ask for more */
	PASSAGES_MAX = 8, /* of one record, the longest */
};

/* Writes the symbols of a text, at most as many as it has bytes, and where
 * each begins in it (NULL: not wanted). Returns their number. */
size_t symbols_make(uint32_t *out, uint32_t *at, struct str text);

struct print {
	uint32_t hash, at; /* at: its first symbol */
};

/* The prints of n symbols into `out`, which has room for n; their number. */
size_t prints_make(struct print *out, const uint32_t *symbols, size_t n);

/* What two texts share: symbols [begin, end) of the one and those from `other`
 * on in the other, `equal` of them the same. */
struct passage {
	size_t begin, end, other, equal;
};

/* The longest passage around these two places, at which equal symbols stand. */
struct passage passage_extend(const uint32_t *text, size_t len, size_t at,
    const uint32_t *other, size_t other_len, size_t other_at);

/* One text of a record, with its prints. */
struct printed {
	size_t row;
	const struct field *field;
	const struct cell *cell;
	struct print *prints;
	size_t count;
};

/* What a worker makes of a record. */
struct printed_record {
	struct date date; /* year 0: it is not compared */
	struct printed *texts;
	size_t count;
};

void printed_make(
    struct printed_record *p, struct arena *a, const struct record *rec);

/* All that was added, until it is compared. */
struct alike;

struct alike *alike_open(void);

/* The record with this number. Texts of Markdown cells must last; of others
 * copies are kept. */
void alike_add(struct alike *al, const struct printed_record *p, size_t number);

/* A text that may be quoted. */
void alike_add_plan(struct alike *al, struct str text);

struct likeness {
	size_t record, other; /* numbers */
	size_t row, other_row;
	const struct field *field, *other_field;
	struct date date; /* of the record */
	struct passage passage;
	size_t length;	 /* symbols of the whole text */
	struct str text; /* the whole text; of the other: */
	struct str other_text;
};

/* In the order of dates and paths; of one record the longest first. Lasts
 * until alike_close(). */
const struct likeness *alike_find(struct alike *al, size_t *count);

void alike_close(struct alike *al);

#endif
