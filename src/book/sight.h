/* SPDX-License-Identifier: MIT */
/*
 * A sight is one picture in one record: where it is shown, what its bytes say
 * and what it shows, and the record's days that it is held against.
 */
#ifndef BOOK_SIGHT_H
#define BOOK_SIGHT_H

#include "facts.h"
#include "record.h"

struct sight {
	struct str file;  /* in the source tree */
	struct str path;  /* in the portal */
	struct str field; /* that shows it, of row `row` */
	size_t row;
	size_t record;	  /* number of the record: in the order of paths */
	struct date date; /* of the record; year 0: it is of no day */
	struct date near; /* see book.h; year 0: there is none */
	uint64_t size;	  /* bytes */
	char digest[DIGEST_SIZE];
	uint32_t width, height; /* as stored; 0: unusable */
	enum picture_format format;
	bool is_turned; /* shown with its sides exchanged */
	struct image image;
};

/* The record's picture with this number; its file is not looked at. */
void sight_make(struct sight *s, const struct record *rec, size_t number);

/* Reads its bytes. NULL, or in Chinese what is wrong with them. */
const char *sight_read(struct sight *s, const struct record *rec,
    struct str bytes, struct cache *facts);

#endif
