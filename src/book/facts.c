/* SPDX-License-Identifier: MIT */
/* One table in a SQLite file, one transaction a run. Its name says which rules
 * the looks were made by. */
#include "facts.h"

#include <pthread.h>
#include <sqlite3.h>

#include "base/arena.h"

struct facts {
	pthread_mutex_t lock;
	sqlite3 *db; /* NULL: done without */
	sqlite3_stmt *find, *add;
};

static const char begin[] =
    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS picture_1 (digest TEXT UNIQUE,"
    " look BLOB, taken INTEGER, saved INTEGER);"
    "BEGIN";
static const char find_sql[] =
    "SELECT look, taken, saved FROM picture_1 WHERE digest = ?";
static const char add_sql[] =
    "INSERT OR IGNORE INTO picture_1 VALUES (?,?,?,?)";

static void facts_drop(struct facts *f)
{
	sqlite3_finalize(f->find);
	sqlite3_finalize(f->add);
	sqlite3_close(f->db);
	f->find = f->add = NULL;
	f->db = NULL;
}

struct facts *facts_open(struct str path)
{
	struct facts *f = memory_resize(NULL, sizeof *f);

	*f = (struct facts){0};
	pthread_mutex_init(&f->lock, NULL);
	if (!path.len ||
	    sqlite3_open_v2(path.data, &f->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX,
		NULL) ||
	    sqlite3_exec(f->db, begin, NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(f->db, find_sql, -1, &f->find, NULL) ||
	    sqlite3_prepare_v2(f->db, add_sql, -1, &f->add, NULL))
		facts_drop(f);
	return f;
}

/* Days since 1970 of a date, or NULL. */
static void bind_date(sqlite3_stmt *s, int at, struct date d)
{
	if (d.year)
		sqlite3_bind_int64(s, at, date_days(d));
	else
		sqlite3_bind_null(s, at);
}

static struct date column_date(sqlite3_stmt *s, int at)
{
	if (sqlite3_column_type(s, at) != SQLITE_INTEGER)
		return (struct date){0};
	return date_from_days(sqlite3_column_int64(s, at));
}

static bool found(struct facts *f, struct image *im, const char *digest)
{
	sqlite3_stmt *s = f->find;
	bool is_found;

	sqlite3_bind_text(s, 1, digest, -1, SQLITE_STATIC);
	is_found = sqlite3_step(s) == SQLITE_ROW;
	if (is_found) {
		*im = (struct image){
		    .taken = column_date(s, 1),
		    .saved = column_date(s, 2),
		};
		im->has_look =
		    sqlite3_column_bytes(s, 0) == (int)sizeof im->look;
		if (im->has_look)
			memcpy(im->look.fields, sqlite3_column_blob(s, 0),
			    sizeof im->look);
	}
	sqlite3_reset(s);
	return is_found;
}

bool facts_find(struct facts *f, struct image *im, const char *digest)
{
	bool is_found = false;

	pthread_mutex_lock(&f->lock);
	if (f->db)
		is_found = found(f, im, digest);
	pthread_mutex_unlock(&f->lock);
	return is_found;
}

void facts_add(struct facts *f, const struct image *im, const char *digest)
{
	sqlite3_stmt *s;

	pthread_mutex_lock(&f->lock);
	s = f->add;
	if (s) {
		sqlite3_bind_text(s, 1, digest, -1, SQLITE_STATIC);
		sqlite3_bind_null(s, 2);
		if (im->has_look)
			sqlite3_bind_blob(s, 2, im->look.fields,
			    (int)sizeof im->look, SQLITE_STATIC);
		bind_date(s, 3, im->taken);
		bind_date(s, 4, im->saved);
		sqlite3_step(s);
		sqlite3_reset(s);
	}
	pthread_mutex_unlock(&f->lock);
}

void facts_close(struct facts *f)
{
	char *sql;

	if (!f)
		return;
	if (f->db && sqlite3_total_changes(f->db)) {
		sql = sqlite3_mprintf("DELETE FROM picture_1 WHERE rowid <="
				      " (SELECT max(rowid) FROM picture_1)"
				      " - %d; COMMIT",
		    FACTS_MAX);
		sqlite3_exec(f->db, sql, NULL, NULL, NULL);
		sqlite3_free(sql);
	}
	facts_drop(f);
	pthread_mutex_destroy(&f->lock);
	memory_free(f);
}
