/* SPDX-License-Identifier: MIT */
/*
 * A shelf keeps what the files of a tree have given when they were read, for
 * the next book of a tree that is mostly the same: a record whose file, kind
 * and pictures have the same entry.id as then is not read again. It makes no
 * difference to any result, and where entries have no id nothing is kept.
 *
 * One book is made with it at a time. What books keep of the shelf (the kinds)
 * lives as long as they do.
 */
#ifndef BOOK_SHELF_H
#define BOOK_SHELF_H

#include "book_parts.h"
#include "sight.h"

/* Bytes kept at most; what is beyond that is read again. */
enum { SHELF_MAX = 512 * 1024 * 1024 };

/* A file as it was read. */
struct read {
	struct record record;
	bool is_read;
	struct traces data;	     /* personal ones in its text */
	struct traces *picture_data; /* and in its pictures */
	struct sight *sights;	     /* of record.pictures */
	struct printed_record printed;
};

struct kept {
	struct arena arena;
	struct report report; /* of reading it */
	struct read read;
	struct str path; /* once it has been read */
	uint64_t key[3]; /* of its own bytes and the pictures beside it */
	bool is_known;	 /* it has a key */
	bool is_there;	 /* `read` is of these bytes */
};

struct kinds; /* a schema that books share */

/* As schema_read(); while no kind has changed it is the same schema. */
int shelf_schema(struct shelf *s, struct kinds **held, struct schema *schema,
    const struct tree *t, struct report *r);
void kinds_let_go(struct kinds *k);

/* Lays out a place for each source of the book, with what is there of it. */
void shelf_begin(struct shelf *s, const struct book *b);

/* The place of the source with this number. */
struct kept *shelf_place(struct shelf *s, size_t source);

/* Can what has been read there be kept? Else shelf_drop() lets it go, when it
 * has been made use of. */
bool shelf_keeps(struct shelf *s, size_t source);
void shelf_drop(struct kept *k);

#endif
