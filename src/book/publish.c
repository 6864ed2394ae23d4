/* SPDX-License-Identifier: MIT */
/*
 * The public book: what is all public lies there already; of the other tables
 * the public columns are copied, and of each view the columns it names as
 * public. What a public value brings with it (the text behind a key, a
 * picture) becomes public too, and nothing else.
 */
#include "book_parts.h"

struct publisher {
	struct book *book;
	sqlite3_stmt *picture; /* makes one public */
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
		path.data = (const char *)sqlite3_column_text(s, column);
		path.len = (size_t)sqlite3_column_bytes(s, column);
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

/* Looks through a public table's column (empty: all of them). */
static int publish_values(
    struct publisher *p, struct str table, struct str column, struct report *r)
{
	struct database *d = &p->book->whole;
	struct buf sql = {0};
	sqlite3_stmt *s;
	int i, code;

	buf_text(&sql, "SELECT ");
	if (column.len)
		sql_name(&sql, column);
	else
		buf_byte(&sql, '*');
	buf_text(&sql, " FROM public.");
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
		return database_fault(
		    d, FINDING_DATABASE, STR(""), (struct place){0}, r);
	sqlite3_finalize(s);
	return 0;
}

/* May a value of this column bring something with it? */
static bool brings(const struct column *c)
{
	return c->field &&
	    (c->field->type == FIELD_MARKDOWN ||
		c->field->type == FIELD_PICTURE);
}

static int publish_table_values(
    struct publisher *p, const struct table *t, struct report *r)
{
	size_t c;

	for (c = 0; c < t->column_count; c++)
		if (t->columns[c].is_public && brings(&t->columns[c]) &&
		    publish_values(p, t->name, t->columns[c].name, r))
			return -1;
	return 0;
}

static int public_table(struct publisher *p, const struct table *t,
    struct buf *sql, struct report *r)
{
	const struct view none = {0};
	struct buf columns = {0};
	size_t c;

	table_sql(sql, "public", t, true);
	for (c = COLUMN_ID + 1; c < t->column_count; c++) {
		if (!t->columns[c].is_public)
			continue;
		buf_text(&columns, ", ");
		sql_name(&columns, t->columns[c].name);
	}
	buf_text(sql, "; INSERT INTO public.");
	sql_name(sql, t->name);
	buf_text(sql, " SELECT id");
	buf_str(sql, buf_view(&columns));
	buf_text(sql, " FROM main.");
	sql_name(sql, t->name);
	for (c = 0; c < t->column_count; c++)
		if (t->columns[c].is_public && wants_index(t, c)) {
			buf_byte(sql, ';');
			index_sql(sql, "public", t, c);
		}
	buf_release(&columns);
	return view_run(p->book, &none, sql, r);
}

static int public_view(
    struct publisher *p, size_t number, struct buf *sql, struct report *r)
{
	struct book *b = p->book;
	const struct view *v = &b->views[number];
	struct str rest = v->index_columns, column;
	size_t c = 0;

	/* One that shows all it has lies in the public schema, or is worked
	 * out from what does. */
	if (view_is_open(v))
		return v->index_columns.len
		    ? publish_values(p, v->name, STR(""), r)
		    : 0;
	buf_text(sql, "CREATE TABLE public.");
	sql_name(sql, v->name);
	buf_text(sql, " AS SELECT ");
	buf_str(sql, v->public_columns);
	buf_text(sql, " FROM ");
	sql_name(sql, v->name);
	if (view_run(b, v, sql, r) || publish_values(p, v->name, STR(""), r))
		return -1;
	while (str_next(&rest, ',', &column))
		view_index(sql, "public", number, c++, v->name, column);
	if (sql->len && view_run(b, v, sql, r))
		return -1;
	return 0;
}

static const char picture_table[] =
    "CREATE TABLE public.picture (path TEXT PRIMARY KEY, width INTEGER,"
    " height INTEGER, size INTEGER) WITHOUT ROWID";
static const char picture_publish[] =
    "INSERT OR IGNORE INTO public.picture"
    " SELECT path, width, height, size FROM main.picture WHERE path = ?";

int book_publish(struct book *b, struct report *r)
{
	struct publisher p = {.book = b};
	struct buf sql = {0};
	int status = 0;
	size_t i;

	if (database_run(&b->whole, picture_table, r))
		return -1;
	if (sqlite3_prepare_v2(
		b->whole.db, picture_publish, -1, &p.picture, NULL))
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), (struct place){0}, r);
	for (i = 0; i < b->schema.table_count && !status; i++) {
		const struct table *t = b->schema.tables[i];

		if (t->is_public && !t->is_open)
			status = public_table(&p, t, &sql, r);
		if (!status && t->is_public)
			status = publish_table_values(&p, t, r);
	}
	for (i = 0; i < b->view_count && !status; i++)
		if (b->views[i].public_columns.len)
			status = public_view(&p, i, &sql, r);
	sqlite3_finalize(p.picture);
	buf_release(&sql);
	if (!status)
		status = database_run(&b->whole, "ANALYZE public", r);
	return status;
}
