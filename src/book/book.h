/* SPDX-License-Identifier: MIT */
/*
 * The book (总册) is a SQLite database in memory that holds every record of a
 * source tree: the tables that the kinds ask for (kind.h), the plan's views
 * (content/plan/views.sql), and the engine's own
 *
 *   picture(path, file, width, height, size, digest, taken, saved, id, field,
 *           near, is_png) every picture that a record shows; path: in the
 *                         portal; width, height: as it is seen, upright;
 *                         digest: SHA-256; taken, saved: the days that
 *                         its metadata name (image.h); id, field: where it is
 *                         shown; near: the record's day nearest to taken; where
 *                         that is not said, its last day up to saved, or else
 *                         its first
 *   alike(id, field, line, other, other_field, other_line, length, share, date)
 *                         passages of a text that stand in one of an earlier
 *                         record (alike.h); other: the row there; length: in
 *                         symbols; share: percent of its text; date: of the
 *                         record
 *   twin(id, field, file, other, other_field, other_file, difference)
 *                         pictures that an earlier record has shown (twin.h);
 *                         difference: look_difference() of image.h, NULL
 *                         for the same bytes
 *   handbook(id, part, seq, name, level, clause, remedy, text)
 *                                              what each rule of the plan
 *                                              (part: rule) and finding of this
 *                                              program (finding) means; the
 *                                              pages of the manual (manual)
 *   dictionary(seq, kind, purpose, record, name, type, help)
 *                                              what each public column (name)
 *                                              of the tables (record) means
 *   personal(record, file, line, column, width, kind, is_mask, allowed)
 *       every personal datum (personal.h) in a record, a picture's metadata,
 *       a name or a layout: the record's id or NULL, the place (line 0: the
 *       file as a whole), what it is, 1 where it is masked wrongly, and the
 *       row that allows it or NULL. The datum itself is not there.
 *
 *   texts(id, field, plain)                    every text that somebody wrote:
 *                                              a field's, or a record's words
 *                                              below its head; internal only
 *
 * On each row: `id` (a number without meaning outside one book), `parent` (the
 * id of the row it stands in), `seq` (1 and on, in its list), `file`, `line`.
 *
 * A Markdown column holds a key (a BLOB, which no record can forge); the HTML
 * is kept beside the database. plain(column) in SQL gives its words, and
 * shows(column, path) says whether it shows that picture. has_word(text, words)
 * says whether a text has one of the words, a line each; fold(text) gives it
 * without punctuation, space and case, each number as 0.
 *
 * There are several databases, so that the public pages are made from those
 * alone that hold what the public may see (ARCHITECTURE.md): the tables whose
 * columns are all public, copies of the public columns of the others, and the
 * views that name their public columns. No layout can show what is not there.
 */
#ifndef BOOK_BOOK_H
#define BOOK_BOOK_H

#include "base/buf.h"
#include "base/date.h"
#include "base/progress.h"
#include "base/tree.h"
#include "kind.h"

enum edition { EDITION_PUBLIC, EDITION_INTERNAL };

struct book;
struct rules;

/* What reading records has given, for a next book (shelf.h). */
struct shelf;
struct shelf *shelf_open(void);
void shelf_close(struct shelf *s);

struct book_options {
	struct date today;
	unsigned workers;
	const struct progress *progress;
	/* A folder for what files gave (archive.h) and what large pictures
	 * show (facts.h); empty: none. */
	struct str cache;
	/* What files give is taken from there, but not added. */
	bool is_cache_only_read;
	/* For tests: rows whose order a query leaves open come the other way
	 * round, so that what leans on it is seen. */
	bool is_reversed;
	/* Kept from book to book; NULL: nothing is. */
	struct shelf *shelf;
	/* Shown in the table handbook; NULL: none. */
	const struct rules *rules;
	/* All that will be asked, as SQL, so that views and comparisons that
	 * nobody asks for cost nothing; NULL: anything may be. */
	const struct book_asked *asked;
};

struct book_asked {
	struct str *texts;
	size_t count, cap;
	/* The plan has been held against itself before: what nobody asks is
	 * left out, faults and all. */
	bool is_trusted;
	/* Of the whole book alone: nothing is made for the public. */
	bool is_only;
	/* Nor of what pictures show, or whether they show anything: none is
	 * looked at. Not for a book that is kept (`cache`, `shelf`). */
	bool is_blind;
};

/* Adds a query to what will be asked; the text must outlive the book. */
void book_asked_add(struct book_asked *asked, struct arena *a, struct str sql);

/*
 * Makes the book of a tree, which must outlive it. Faults of records are
 * findings and the book is made without what cannot be read; NULL only where
 * the plan is broken or the machine failed.
 */
struct book *book_make(
    const struct tree *t, const struct book_options *o, struct report *r);

void book_free(struct book *b);

struct date book_today(const struct book *b);
const struct progress *book_progress(const struct book *b);

size_t book_record_count(const struct book *b);

/* How many of them could not be read: they have no row. */
size_t book_unread(const struct book *b);

/* The rows of all records in this folder have ids of [*from, *to). */
void book_rows(
    const struct book *b, struct str folder, int64_t *from, int64_t *to);

/* The file of the record that row `id` is in; empty: there is none. */
struct str book_file(const struct book *b, int64_t id);

/*
 * Where row `id` (and this field of it, if not empty) stands: reads that one
 * record again. False: there is no such row. `a` gets the path.
 */
struct book_place {
	struct str path;
	struct place place;
	size_t record; /* number of the record: 0 and on */
};

/* Finds places one after the other, keeping the record read last. */
struct locator;
struct locator *locator_open(const struct book *b, struct report *r);
bool locator_find(
    struct locator *l, int64_t id, struct str field, struct book_place *found);
void locator_close(struct locator *l);

/* A reason that a record gives for missing a rule (情况说明). */
struct explanation {
	size_t record;
	struct str rule, reason;
	struct str path; /* of the record */
	struct place place;
};

/* All of them, in the order of the records. */
const struct explanation *book_explanations(
    const struct book *b, size_t *count);

struct personal;

/* Is this datum of the text one that the public may see: a field that says
 * `allows` in its kind holds it? */
bool book_allows(
    const struct book *b, struct str text, const struct personal *found);

/*
 * What the public may see of the book as the bytes of an SQLite file: the
 * tables of the records, and of those views that the list names; Markdown as
 * words. Equal books give equal bytes. `words` gets every
 * text in it, a line each. 0, or -1 with a finding.
 */
int book_export(struct buf *out, struct buf *words, const struct book *b,
    const struct value *views, struct report *r);

/* A link of a record's text into the portal, or ("#…") into its own page. */
struct book_link {
	struct str address, path;
	struct place place;
};

const struct book_link *book_links(const struct book *b, size_t *count);

/* Why the record of this row says that it misses this rule (情况说明);
 * {NULL, 0}: it says nothing. */
struct str book_explanation(
    const struct book *b, size_t record, struct str rule);

#endif
