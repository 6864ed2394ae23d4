/* SPDX-License-Identifier: MIT */
/* The tables are made again, without what only the engine knows, in a database
 * that then is one run of bytes. Equal books give equal bytes: a record's rows
 * come in the order of the records, a view's are sorted, and nothing is ever
 * deleted. */
#include "book_parts.h"

struct exporter {
	struct database database; /* main: what is made; public, shown: from */
	const struct book *book;
	const struct value *views; /* names of those wanted */
	struct buf *words;
	struct report *report;
};

static int fault(struct exporter *x)
{
	return database_fault(&x->database, FINDING_DATABASE, STR(""),
	    (struct place){0}, x->report);
}

static sqlite3_stmt *prepared(struct exporter *x, const char *sql)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(x->database.db, sql, -1, &s, NULL))
		fault(x);
	return s;
}

static struct str column_text(sqlite3_stmt *s, int column)
{
	struct str text = {(const char *)sqlite3_column_text(s, column),
	    (size_t)sqlite3_column_bytes(s, column)};

	return text;
}

/* The SQL that makes a table, and those that read and fill it. */
struct copying {
	struct buf create, read, fill;
	int columns;
	bool is_view; /* its Markdown is that of a record, which is here too */
};

/* The rows of a view lie as its query found them, and it says no order. */
static void order_add(struct copying *c)
{
	int i;

	for (i = 1; i <= c->columns; i++)
		buf_printf(&c->read, "%s%d", i == 1 ? " ORDER BY " : ", ", i);
}

static int copying_make(
    struct exporter *x, struct copying *c, const char *schema, struct str table)
{
	sqlite3_stmt *s = prepared(x,
	    "SELECT name, CASE WHEN type IN ('INTEGER', 'INT', 'REAL', 'NUM')"
	    " THEN type ELSE 'TEXT' END, pk = 1 AND name = 'id'"
	    " FROM pragma_table_info(?, ?)"
	    " WHERE name NOT IN ('file', 'line') ORDER BY cid");
	bool is_first = true;

	if (!s)
		return -1;
	sqlite3_bind_text(s, 1, table.data, (int)table.len, SQLITE_TRANSIENT);
	sqlite3_bind_text(s, 2, schema, -1, SQLITE_STATIC);
	buf_text(&c->create, "CREATE TABLE main.");
	sql_name(&c->create, table);
	buf_text(&c->read, "SELECT ");
	buf_text(&c->fill, "INSERT INTO main.");
	sql_name(&c->fill, table);
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct str name = column_text(s, 0);

		buf_text(&c->create, is_first ? " (" : ", ");
		sql_name(&c->create, name);
		buf_printf(&c->create, " %s%s", sqlite3_column_text(s, 1),
		    sqlite3_column_int(s, 2) ? " PRIMARY KEY" : "");
		buf_text(&c->read, is_first ? "" : ", ");
		sql_name(&c->read, name);
		buf_text(&c->fill, is_first ? " VALUES (?" : ", ?");
		c->columns++;
		is_first = false;
	}
	buf_text(&c->create, ")");
	buf_printf(&c->read, " FROM %s.", schema);
	sql_name(&c->read, table);
	if (c->is_view)
		order_add(c);
	buf_text(&c->fill, ")");
	buf_byte(&c->create, '\0');
	buf_byte(&c->read, '\0');
	buf_byte(&c->fill, '\0');
	return sqlite3_finalize(s) ? fault(x) : 0;
}

/* A value as people read it: Markdown as its words. */
static void value_copy(struct exporter *x, const struct copying *c,
    sqlite3_stmt *from, sqlite3_stmt *to, int column)
{
	const struct texts *texts = x->database.texts;
	struct str text = {0};
	size_t key;

	switch (sqlite3_column_type(from, column)) {
	case SQLITE_TEXT:
		text = column_text(from, column);
		break;
	case SQLITE_BLOB:
		key =
		    text_of_key(&x->database, sqlite3_column_blob(from, column),
			sqlite3_column_bytes(from, column));
		if (key == SIZE_MAX || c->is_view)
			return;
		text = texts->texts[key].plain;
		break;
	default:
		sqlite3_bind_value(
		    to, column + 1, sqlite3_column_value(from, column));
		return;
	}
	sqlite3_bind_text(
	    to, column + 1, text.data, (int)text.len, SQLITE_STATIC);
	buf_str(x->words, text);
	buf_byte(x->words, '\n');
}

static int rows_copy(struct exporter *x, const struct copying *c)
{
	sqlite3_stmt *from = prepared(x, c->read.data);
	sqlite3_stmt *to = from ? prepared(x, c->fill.data) : NULL;
	int code = SQLITE_ERROR, i;

	x->database.steps_left = INT64_MAX;
	while (to && (code = sqlite3_step(from)) == SQLITE_ROW) {
		for (i = 0; i < c->columns; i++)
			value_copy(x, c, from, to, i);
		sqlite3_step(to);
		if (sqlite3_reset(to))
			break;
		sqlite3_clear_bindings(to);
	}
	if (code != SQLITE_DONE)
		fault(x);
	sqlite3_finalize(from);
	sqlite3_finalize(to);
	return code == SQLITE_DONE ? 0 : -1;
}

/* A record's table, the dictionary, or a view that is asked for. */
static bool is_wanted(const struct exporter *x, struct str table)
{
	size_t i;

	if (schema_table(&x->book->schema, table) ||
	    str_is(table, "dictionary"))
		return true;
	for (i = 0; i < x->views->count; i++)
		if (str_equal(x->views->items[i]->text, table))
			return true;
	return false;
}

static int table_copy(struct exporter *x, const char *schema, struct str table)
{
	struct copying c = {
	    .is_view = !schema_table(&x->book->schema, table),
	};
	int status = copying_make(x, &c, schema, table) ||
		database_run(&x->database, c.create.data, x->report) ||
		rows_copy(x, &c)
	    ? -1
	    : 0;

	buf_release(&c.create);
	buf_release(&c.read);
	buf_release(&c.fill);
	return status;
}

static int tables_copy(struct exporter *x)
{
	sqlite3_stmt *s = prepared(x,
	    "SELECT name, 'public' FROM public.sqlite_master WHERE"
	    " type = 'table' AND name NOT LIKE 'sqlite%' UNION ALL"
	    " SELECT name, 'shown' FROM shown.sqlite_master WHERE"
	    " type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1");
	int status = s ? 0 : -1, code = SQLITE_DONE;

	while (!status && (code = sqlite3_step(s)) == SQLITE_ROW)
		if (is_wanted(x, column_text(s, 0)))
			status = table_copy(x,
			    (const char *)sqlite3_column_text(s, 1),
			    column_text(s, 0));
	sqlite3_finalize(s);
	return !status && code != SQLITE_DONE ? fault(x) : status;
}

int book_export(struct buf *out, struct buf *words, const struct book *b,
    const struct value *views, struct report *r)
{
	struct exporter x = {
	    .book = b, .views = views, .words = words, .report = r};
	struct database *d = &x.database;
	int status = -1;

	if (!database_open(d, &b->clock, &b->texts, true, r) &&
	    !database_grow(d, "main", r) && !database_attach(d, "public", r) &&
	    !database_read(d, "public", b->public_bytes, r) &&
	    !database_attach(d, "shown", r) &&
	    !database_read(d, "shown", b->shown_bytes, r) &&
	    !database_run(d, "BEGIN", r) && !tables_copy(&x) &&
	    !database_run(d, "COMMIT", r)) {
		buf_str(out, database_bytes(d, "main"));
		status = 0;
	}
	database_close(d);
	return status;
}
