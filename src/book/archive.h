/* SPDX-License-Identifier: MIT */
/*
 * What reading the files of a commit gave, kept in a folder from run to run:
 * an entry a record (base/cache.h), whose name is the digest of all that it
 * follows from: the file's path and id in git, those of the pictures beside
 * it, the kinds, this program and its libraries. So an entry cannot be out of
 * date, and one that is missing or damaged is made again.
 *
 * Entries are of the machine that made them: numbers are as it has them.
 */
#ifndef BOOK_ARCHIVE_H
#define BOOK_ARCHIVE_H

#include "shelf.h"

struct archive;

/* Of the book's folder; nothing is kept where it has none, or where its tree
 * is none of git's. Never NULL; may be used by any thread. */
struct archive *archive_open(const struct book *b);
void archive_close(struct archive *ar);

/* Is anything kept at all? */
bool archive_is_open(const struct archive *ar);

/* What the source gave, into `a`, and its findings into `r`. */
bool archive_find(const struct archive *ar, struct read *read, struct arena *a,
    const struct source *s, struct report *r);

/* Keeps it, with the findings that came of it; unless the machine failed. */
void archive_add(struct archive *ar, const struct source *s,
    const struct read *read, const struct report *r);

/* For tests: the bytes of an entry, and what they say. False where they are
 * none; nothing in them is believed that has not been looked at. */
void reading_print(
    struct buf *out, const struct read *read, const struct report *r);
bool reading_parse(struct read *read, struct arena *a, struct str bytes,
    const struct kind *kind, const struct schema *schema, struct report *r);

#endif
