/* SPDX-License-Identifier: MIT */
/*
 * What is all public lies in the schema `public` already. Of the other tables
 * the public columns are copied to a database of its own, `shown`, beside the
 * making of the views; of each view the columns it names as public are copied
 * when it is made. What a public value brings with it (the text behind a key,
 * a picture) becomes public too, and nothing else.
 */
#include "book_parts.h"

struct publisher {
	struct book *book;
	sqlite3_stmt *picture; /* makes one public */
	struct report *report;
};

static void publish_picture(struct publisher *p, struct str path)
{
	sqlite3_bind_text(
	    p->picture, 1, path.data, (int)path.len, SQLITE_STATIC);
	sqlite3_step(p->picture);
	sqlite3_reset(p->picture);
}

/* What a public value brings with it: the text behind a key, pictures. */
static void publish_value(struct publisher *p, sqlite3_stmt *s, int column)
{
	struct book *b = p->book;
	struct str path;
	size_t key, i;

	if (sqlite3_column_type(s, column) == SQLITE_TEXT) {
		path = text_in_place(s, column);
		if (str_begins(path, STR("pictures/")))
			publish_picture(p, path);
		return;
	}
	if (sqlite3_column_type(s, column) != SQLITE_BLOB)
		return;
	key = text_of_key(&b->whole, sqlite3_column_blob(s, column),
	    sqlite3_column_bytes(s, column));
	if (key == SIZE_MAX)
		return;
	b->texts.texts[key].is_public = true;
	for (i = 0; i < b->texts.texts[key].picture_count; i++)
		publish_picture(p, b->texts.texts[key].pictures[i]);
}

static int fault(struct publisher *p)
{
	return database_fault(&p->book->shown, FINDING_DATABASE, STR(""),
	    (struct place){0}, p->report);
}

/* Looks through a public table's column (empty: all of them). */
static int publish_values(struct publisher *p, const char *schema,
    struct str table, struct str column)
{
	struct database *d = &p->book->shown;
	struct buf sql = {0};
	sqlite3_stmt *s;
	int i, code;

	buf_text(&sql, "SELECT ");
	if (column.len)
		sql_name(&sql, column);
	else
		buf_byte(&sql, '*');
	buf_printf(&sql, " FROM %s.", schema);
	sql_name(&sql, table);
	d->steps_left = INT64_MAX;
	code = sqlite3_prepare_v2(d->db, sql.data, (int)sql.len, &s, NULL);
	buf_release(&sql);
	while (!code && (code = sqlite3_step(s)) == SQLITE_ROW) {
		for (i = 0; i < sqlite3_column_count(s); i++)
			publish_value(p, s, i);
		code = SQLITE_OK;
	}
	if (code != SQLITE_DONE)
		fault(p);
	sqlite3_finalize(s);
	return code == SQLITE_DONE ? 0 : -1;
}

/* May a value of this column bring something with it? */
static bool brings(const struct column *c)
{
	return c->field &&
	    (c->field->type == FIELD_MARKDOWN ||
		c->field->type == FIELD_PICTURE);
}

/* The tables that are all public, or those that were copied. */
static int publish_tables(struct publisher *p, bool is_open, const char *schema)
{
	size_t i, c;

	for (i = 0; i < p->book->schema.table_count; i++) {
		const struct table *t = p->book->schema.tables[i];

		for (c = 0; c < t->column_count; c++)
			if (t->is_public && t->is_open == is_open &&
			    t->columns[c].is_public && brings(&t->columns[c]) &&
			    publish_values(
				p, schema, t->name, t->columns[c].name))
				return -1;
	}
	return 0;
}

static const char picture_table[] =
    "CREATE TABLE picture (path TEXT PRIMARY KEY, width INTEGER,"
    " height INTEGER, size INTEGER) WITHOUT ROWID";
static const char picture_publish[] =
    "INSERT OR IGNORE INTO main.picture"
    " SELECT path, width, height, size FROM whole.picture WHERE path = ?";

static int publisher_open(struct publisher *p, struct book *b, struct report *r)
{
	*p = (struct publisher){.book = b, .report = r};
	if (sqlite3_prepare_v2(
		b->shown.db, picture_publish, -1, &p->picture, NULL))
		return fault(p);
	return 0;
}

static void publisher_close(struct publisher *p)
{
	sqlite3_finalize(p->picture);
}

/* --- the public columns of tables ----------------------------------------- */

static void shown_table(struct buf *sql, const struct table *t)
{
	size_t c;

	table_sql(sql, "main", t, true);
	buf_text(sql, "; INSERT INTO main.");
	sql_name(sql, t->name);
	buf_text(sql, " SELECT id");
	for (c = COLUMN_ID + 1; c < t->column_count; c++) {
		if (!t->columns[c].is_public)
			continue;
		buf_text(sql, ", ");
		sql_name(sql, t->columns[c].name);
	}
	buf_text(sql, " FROM whole.");
	sql_name(sql, t->name);
	buf_byte(sql, ';');
	for (c = 0; c < t->column_count; c++)
		if (t->columns[c].is_public && wants_index(t, c)) {
			index_sql(sql, "main", t, c);
			buf_byte(sql, ';');
		}
}

int shown_make(struct book *b, struct report *r)
{
	struct database *d = &b->shown;
	struct publisher p;
	struct buf sql = {0};
	int status;
	size_t i;

	if (database_open(d, &b->clock, &b->texts, false, r) ||
	    database_grow(d, "main", r) || database_attach(d, "whole", r) ||
	    database_read(d, "whole", database_bytes(&b->whole, "main"), r))
		return -1;
	for (i = 0; i < b->schema.table_count; i++)
		if (b->schema.tables[i]->is_public &&
		    !b->schema.tables[i]->is_open)
			shown_table(&sql, b->schema.tables[i]);
	buf_text(&sql, picture_table);
	buf_byte(&sql, '\0');
	status = database_run(d, sql.data, r);
	buf_release(&sql);
	if (status || publisher_open(&p, b, r))
		return -1;
	status = publish_tables(&p, false, "main");
	publisher_close(&p);
	return status ? -1 : database_run(d, ANALYZE " main", r);
}

/* Lie its public values in a table of the schema `public`? Those of a view
 * that is worked out when it is asked come from other tables. */
static bool is_table(const struct view *v)
{
	return view_is_open(v) ? view_is_kept(v)
			       : v->is_asked && v->public_columns.len;
}

int book_publish(struct book *b, struct report *r)
{
	struct publisher p;
	size_t i;
	int status;

	if (database_attach(&b->shown, "public", r) ||
	    database_read(
		&b->shown, "public", database_bytes(&b->whole, "public"), r) ||
	    publisher_open(&p, b, r))
		return -1;
	status = publish_tables(&p, true, "public");
	for (i = 0; i < b->view_count && !status; i++)
		if (is_table(&b->views[i]))
			status = publish_values(
			    &p, "public", b->views[i].name, STR(""));
	publisher_close(&p);
	return status;
}
