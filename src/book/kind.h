/* SPDX-License-Identifier: MIT */
/*
 * Kinds say what a county writes: which fields a record has, of which types,
 * which of them the public may see, and where its files lie. They are data
 * (content/plan/kinds/<name>.yaml) and make the tables of the book:
 *
 *   a kind                   a table of its name, a row a record
 *   a list of maps           a table <parent>_<field>, a row a map
 *   a list of single values  the same, with the column 值
 *   a map with free keys     the same, with the columns 键 and 值
 *   a group                  columns <group>_<field> of the row it stands in
 *
 * Lists of single values and maps are also a column of the row they stand in,
 * under their own name: the values joined by 、, a map's keys a line each. That
 * is what pages and ledgers show; the tables are what rules ask.
 *
 * `required: yes` beside `files` says that such a file must be there.
 *
 * `dated: yes` at a date says that it is the day a record is of: such records
 * are compared with earlier ones (alike.h, twin.h).
 *
 * `gate` says how its records come in and who decides on them (gate/chain.h):
 *
 *   submit: unit | lead | office   who may hand one in, in its own folder
 *   decide: [lead, office]         the first of these that is not the submitter;
 *                                  also second (another person of the same
 *                                  office) and a unit's code
 *   due: yes                       the view 报送期限 knows its deadline
 *   append: yes                    files come, none is changed
 *   comment: yes                   nobody accepts one without a word
 *   near: yes                      what is near it (gate/near.h) is all that
 *                                  its errors depend on
 *
 * Where a file lies says things that are never typed again: the pattern
 * `units/{单位}/{活动月}/{类:window|enforce}[-{次}]/index.md` captures columns.
 * `{名:**}` takes several folders. A record's id is its path from the first
 * capture on, with dashes for slashes: mzj-2026-11-window.
 */
#ifndef BOOK_KIND_H
#define BOOK_KIND_H

#include "base/tree.h"

enum field_type {
	FIELD_TEXT,
	FIELD_MARKDOWN,
	FIELD_DATE,
	FIELD_MONTH,
	FIELD_MOMENT, /* a time of day with its offset */
	FIELD_INTEGER,
	FIELD_DECIMAL,
	FIELD_YES_NO,
	FIELD_CHOICE,
	FIELD_REFERENCE,
	FIELD_PICTURE,
	FIELD_ID, /* derived, never typed */
	FIELD_GROUP,
	FIELD_LIST,
	FIELD_MAP,
};

struct table;

struct field {
	struct str name;
	enum field_type type;
	struct place place; /* in the kind's file */
	bool is_required, is_public, is_key;
	bool explains; /* a map from rules to reasons: 情况说明 */
	bool allows;   /* a text that is no personal data, wherever it stands */
	bool is_dated; /* the day a record is of */
	struct str help, example;
	const struct value *choices; /* list of texts; NULL: not a choice */
	bool has_min, has_max;
	int64_t min, max;
	struct str prefix, from; /* of an id: letter, and the number's field */
	const struct value *to;	 /* list of the tables a reference may mean */
	const struct table **targets; /* those tables */
	size_t target_count;
	struct field *item;   /* list of single values: what each is */
	struct field *fields; /* of a group, or of a list's maps */
	size_t field_count;
	struct table *table; /* of a list or a map */
	size_t column;	     /* in its table; of a list's joined values too */
	size_t id_column;    /* of a reference that may stay in its record: the
				target row's id, or 0 */
};

/* What SQLite keeps in a column. */
enum column_type { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_REAL, COLUMN_BLOB };

struct column {
	struct str name;
	enum column_type type;
	bool is_public, is_indexed;
	const struct field *field; /* NULL: the engine's own */
};

/* The first columns of every table. */
enum {
	COLUMN_ID,
	COLUMN_PARENT,
	COLUMN_SEQ,
	COLUMN_FILE,
	COLUMN_LINE,
	COLUMN_FIRST
};

struct table {
	struct str name;
	size_t number; /* among the schema's tables */
	const struct kind *kind;
	const struct table *parent; /* NULL: a row is a record */
	struct column *columns;
	size_t column_count, column_cap;
	const struct field *key;    /* names a row within its record; or NULL */
	const struct field *id;	    /* names a row in the whole book; or NULL */
	const struct field *fields; /* of a row that is a map */
	size_t field_count;
	bool is_public; /* some of its columns are */
	bool is_open;	/* all are, but for file and line */
	bool is_leaf;	/* nothing refers to its rows by their id */
};

/* A piece of a pattern. */
struct piece {
	enum { PIECE_TEXT, PIECE_CAPTURE, PIECE_OPTIONAL, PIECE_END } type;
	struct str text;	   /* literal, or alternatives a|b|c */
	const struct field *field; /* captured */
	bool is_deep;		   /* may hold slashes */
	size_t end; /* of PIECE_OPTIONAL: index of its PIECE_END */
};

enum submitter { SUBMIT_NOBODY, SUBMIT_UNIT, SUBMIT_LEAD, SUBMIT_OFFICE };

/* What a kind says under `gate`. */
struct handling {
	enum submitter submitter; /* SUBMIT_NOBODY: no record comes that way */
	const struct value *deciders; /* list of texts, in turn */
	bool is_due, is_appended, wants_comment, is_near;
};

struct kind {
	struct str name, help;
	struct str path; /* of the file that defines it */
	struct str files;
	bool is_required; /* a file of it must be there */
	struct piece *pieces;
	size_t piece_count;
	struct field *captures;
	size_t capture_count;
	struct field *fields;
	size_t field_count;
	struct field *body;	      /* NULL: the file has no body */
	const struct field *explains; /* NULL: nothing can be explained */
	const struct field *dated;    /* NULL: its records are of no day */
	struct handling handling;
	struct table *table;
};

struct schema {
	struct kind **kinds; /* by file name */
	size_t kind_count, kind_cap;
	struct table **tables; /* parents before children */
	size_t table_count, table_cap;
};

/* Does the path say this field? */
static inline bool kind_captures(const struct kind *k, const struct field *f)
{
	return k->capture_count && f >= k->captures &&
	    f < k->captures + k->capture_count;
}

/* The field of this name; NULL: none. */
const struct field *fields_find(
    const struct field *fields, size_t count, struct str name);

/* The field of this name that the path says; NULL: none. */
const struct field *kind_capture(const struct kind *k, struct str name);

/* Reads content/plan/kinds/. All faults of all kinds are findings; 0 or -1. */
int schema_read(
    struct schema *s, struct arena *a, const struct tree *t, struct report *r);

/* The kind with this name, or whose file is called so; NULL: none. */
const struct kind *schema_kind(const struct schema *s, struct str name);

/* The name of a kind's file without folder and ending: activity. */
struct str kind_stem(const struct kind *k);

/* The table with this name; NULL: none. */
const struct table *schema_table(const struct schema *s, struct str name);

/* How many parts of a path a kind may capture. */
enum { CAPTURES_MAX = 8 };

#endif
