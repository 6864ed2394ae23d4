/* SPDX-License-Identifier: MIT */
/*
 * SQLite as the book uses it: in memory, with our own idea of what day it is,
 * with what a query may do laid down by its purpose, and with errors in the
 * report. Only the modules of book/ see this header.
 */
#ifndef BOOK_DATABASE_H
#define BOOK_DATABASE_H

#include <sqlite3.h>

#include "base/date.h"
#include "base/report.h"
#include "words.h"

/*
 * SQLite's clock stands at noon of this day (UTC), so date('now') in a rule is
 * the day the book is made for. It must outlive every database opened with it.
 */
struct clock {
	sqlite3_vfs vfs;
	char name[32];
	sqlite3_int64 milliseconds; /* of the Julian day */
};

int clock_start(struct clock *c, struct date today, struct report *r);
void clock_stop(struct clock *c);

/* A row's id: the record's number + 1 above, the row's index below. */
enum { ROW_BITS = 20 };

/* The words and the HTML of the Markdown columns: see book.h. */
struct text {
	struct str html, plain;
	struct str *pictures; /* their paths in the portal */
	size_t picture_count;
	bool is_public; /* a public table or view holds its key */
};

/* What rows stand for but do not hold. */
struct texts {
	struct arena arena;
	struct text *texts; /* by key */
	size_t count, cap;
	struct str *files; /* by record */
	size_t file_count;
};

/* What the statements of a database may do. */
enum duty {
	DUTY_WRITE, /* all */
	DUTY_READ,  /* SELECT, without chance, files or pragmas */
};

struct database {
	sqlite3 *db;
	const struct texts *texts;
	bool is_public; /* sees public texts alone */
	enum duty duty;
	sqlite3_int64 steps_left; /* of the virtual machine, in thousands */
	struct words words;	  /* the list that has_word() was last given */
};

/* An empty database in memory. It must not move while it is open. */
int database_open(struct database *d, const struct clock *c,
    const struct texts *texts, bool is_public, struct report *r);

/* Another beside it, under this schema name. */
int database_attach(struct database *d, const char *schema, struct report *r);

/* Gives a schema a memory that grows, for one writer. */
int database_grow(struct database *d, const char *schema, struct report *r);

/* Lets a schema read the bytes of another (database_bytes), in place. */
int database_read(
    struct database *d, const char *schema, struct str bytes, struct report *r);

/* Rows without an ORDER BY come the other way round. */
int database_reverse(struct database *d, struct report *r);

/* Nothing but questions from now on. */
int database_only_read(struct database *d, struct report *r);

/* The bytes of a schema, without a copy: until it is written to or closed. */
struct str database_bytes(struct database *d, const char *schema);

void database_close(struct database *d);

/* Runs statements of our own that cannot fail but by the machine. */
int database_run(struct database *d, const char *sql, struct report *r);

/* Gives the next statement its full measure of steps. */
void database_refill(struct database *d);

/* What SQLite says is wrong, as a finding. */
int database_fault(struct database *d, enum finding_id id, struct str path,
    struct place place, struct report *r);

/* The key of a Markdown value is a BLOB of this size. */
enum { TEXT_KEY_SIZE = 8 };
void text_key(unsigned char out[TEXT_KEY_SIZE], size_t key);

/* The number of the text that a key stands for; SIZE_MAX: it is no key, or
 * one that this database may not see. A database must not move while open. */
size_t text_of_key(const struct database *d, const void *blob, int size);

/* A column's TEXT where it lies, until the next step: sqlite3_column_text()
 * would copy it for the sake of a NUL behind it. */
static inline struct str text_in_place(sqlite3_stmt *s, int column)
{
	const char *bytes = sqlite3_column_blob(s, column);
	size_t len = (size_t)sqlite3_column_bytes(s, column);

	return bytes ? (struct str){bytes, len} : STR("");
}

#endif
