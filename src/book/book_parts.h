/* SPDX-License-Identifier: MIT */
/* What the modules that make and ask a book share of its inside. */
#ifndef BOOK_BOOK_PARTS_H
#define BOOK_BOOK_PARTS_H

#include "alike.h"
#include "book.h"
#include "cell.h"
#include "database.h"
#include "match.h"
#include "personal.h"
#include "record.h"
#include "twin.h"

/* A personal datum: what it is and where, and its key (personal.h). */
struct datum {
	enum personal_kind kind;
	struct place place; /* line 0: the file as a whole, or its name */
	struct str key;
};

struct traces {
	struct datum *data;
	size_t count, cap;
};

/* One of the book, with its file. */
struct book_datum {
	struct datum datum;
	struct str path;
	int64_t record; /* id of the record's row; 0: it is in none */
};

/* One file of the tree that is a record. */
struct source {
	const struct entry *entry;
	struct match match;
	bool is_read; /* its rows are in the book */
};

/* What is no personal datum, since it is public. */
struct allowance {
	struct str key;
	int64_t id; /* of its row */
};

/* A view of the plan. */
struct view {
	struct str name, select;
	uint32_t line;
	struct str public_columns; /* "a, b" or "*"; empty: not public */
	struct str index_columns;  /* then kept as a table */
	bool is_asked; /* otherwise it is only held against the book */
};

/* Is it worked out once, and kept as a table? */
static inline bool view_is_kept(const struct view *v)
{
	return v->is_asked && v->index_columns.len;
}

/* May the public see all of it? */
static inline bool view_is_open(const struct view *v)
{
	return str_is(v->public_columns, "*");
}

struct book {
	struct arena arena;
	bool *has_rows;	  /* by the table's number, when all is read */
	bool is_compared; /* are the tables alike and twin asked for? */
	const struct tree *tree;
	struct book_options options;
	struct schema schema;
	struct kinds *kinds;	/* whose that is, where a shelf has it */
	struct source *sources; /* in path order */
	size_t source_count, source_cap;
	struct clock clock;
	struct texts texts;
	struct database whole; /* schemas main, public, kept */
	struct database shown; /* public columns of the tables in main */
	/* For readers, a run of bytes each: */
	struct str main_bytes, public_bytes, kept_bytes, shown_bytes;
	struct explanation *explanations; /* by record */
	size_t explanation_count, explanation_cap;
	struct book_link *links; /* by record */
	size_t link_count, link_cap;
	struct book_datum *data; /* by record, then of other files */
	size_t data_count, data_cap;
	struct allowance *allowances;
	size_t allowance_count, allowance_cap;
	struct view *views;
	size_t view_count, view_cap;
	struct alike *alike; /* until they are compared */
	struct twins *twins; /* the same */
};

/* `name` as an SQL identifier, quoted. */
void sql_name(struct buf *b, struct str name);

/* Adds the SQL that makes a table, or the public part of one. */
void table_sql(
    struct buf *sql, const char *schema, const struct table *t, bool is_public);

bool wants_index(const struct table *t, size_t column);

/* Adds the SQL that makes the index on a table's column. */
void index_sql(
    struct buf *sql, const char *schema, const struct table *t, size_t column);

/* The personal data of a text, at most some hundred (privacy.c). */
void traces_read(struct traces *d, struct arena *a, struct str text);

/* Without those that are the value of a typed number. */
void traces_drop_typed(struct traces *d, const struct record *rec);

/* Those of a picture's metadata. */
void traces_read_picture(struct traces *d, struct arena *a, struct str bytes);

/* Keeps them in the book. */
void traces_note(
    struct book *b, const struct traces *d, struct str path, int64_t record);

/* Looks at all else that may hold personal data, and makes the table
 * personal. */
int book_privacy(struct book *b, struct report *r);

/* Reads all sources and puts their rows into the tables (fill.c). */
int book_fill(struct book *b, struct report *r);

/* Keeps the text of a cell; the number that is its key (fill.c). */
size_t text_add(struct texts *t, const struct cell *c);

/* Is this book for those questions and nothing else? */
static inline bool book_is_only_asked(const struct book *b)
{
	return b->options.asked && b->options.asked->is_only;
}

/* Makes and fills the table handbook (handbook.c). */
int handbook_make(struct book *b, struct report *r);

/* Makes and fills the table dictionary (dictionary.c). */
int dictionary_make(struct book *b, struct report *r);

/* Makes the indexes of all tables. */
int book_index(struct book *b, struct report *r);

/* Compares texts and pictures with earlier ones: the tables alike and twin;
 * meanwhile the indexes are made (compare.c). */
int book_compare(struct book *b, struct report *r);

/* Finds references to what no record has (reference.c). */
int book_check_references(struct book *b, struct report *r);

/* The schema that a table lies in. */
static inline const char *schema_of(const struct table *t)
{
	return t->is_open ? "public" : "main";
}

/* May something that will be asked mean this table or view? A comment that
 * names it is as good as a question. */
bool book_is_asked(const struct book *b, struct str name);

/* Reads the views of content/plan/views.sql, and does not make them yet
 * (view.c). */
int views_read(struct book *b, struct report *r);
int views_make(struct book *b, struct report *r);

/* Makes those that are not kept as tables for another connection; for one to
 * the public book those that are `public: *`, over its own tables. */
int views_repeat(const struct book *b, struct database *d, struct report *r);

/* So that the planner knows which index is worth its while: without figures
 * it takes a column with few values for as good a way in as a parent's id. A
 * sample of the rows is enough. */
#define ANALYZE "PRAGMA analysis_limit = 1000; ANALYZE"

/* Copies the public columns of the tables that are not all public to the
 * database `shown`; only reads the schema `main` (publish.c). */
int shown_make(struct book *b, struct report *r);

/* Makes public what the public values bring with them; writes to `shown` and
 * only reads the schema `public` (publish.c). */
int book_publish(struct book *b, struct report *r);

#endif
