/* SPDX-License-Identifier: MIT */
/* A query is one prepared statement; its column names are kept once and
 * shared by all rows. */
#include "query.h"

#include "book_parts.h"

struct query {
	struct connection *connection;
	sqlite3_stmt *statement;
	enum finding_id id;
	struct str path;
	struct place place;
	struct str *columns;
	size_t column_count;
	struct str *parameters;
	size_t parameter_count;
	struct query *next; /* of the same connection */
};

struct connection {
	struct database database;
	struct query *queries;
};

/* Attaches the schema, unless nothing is in it. */
static int read_schema(
    struct database *d, const char *schema, struct str bytes, struct report *r)
{
	return bytes.len &&
		(database_attach(d, schema, r) ||
		    database_read(d, schema, bytes, r))
	    ? -1
	    : 0;
}

struct connection *connection_open(
    const struct book *b, enum edition edition, struct report *r)
{
	struct connection *c = memory_resize(NULL, sizeof *c);
	struct database *d = &c->database;
	bool is_public = edition == EDITION_PUBLIC;

	*c = (struct connection){0};
	if (database_open(d, &b->clock, &b->texts, is_public, r))
		goto failed;
	if (is_public ? database_read(d, "main", b->public_bytes, r) ||
		    read_schema(d, "shown", b->shown_bytes, r)
		      : database_read(d, "main", b->main_bytes, r) ||
		    read_schema(d, "kept", b->kept_bytes, r) ||
		    read_schema(d, "public", b->public_bytes, r))
		goto failed;
	if (views_repeat(b, d, r))
		goto failed;
	if (b->options.is_reversed && database_reverse(d, r))
		goto failed;
	if (database_only_read(d, r))
		goto failed;
	return c;
failed:
	connection_close(c);
	return NULL;
}

void connection_close(struct connection *c)
{
	if (!c)
		return;
	for (; c->queries; c->queries = c->queries->next)
		sqlite3_finalize(c->queries->statement);
	database_close(&c->database);
	memory_free(c);
}

static int only_one(struct query *q, const char *tail, const char *end)
{
	for (; tail < end; tail++)
		if (!strchr(" \t\n;", *tail))
			return 0;
	return sqlite3_stmt_readonly(q->statement) &&
	    sqlite3_column_count(q->statement) > 0;
}

static void names_take(struct query *q, struct arena *a)
{
	size_t i;

	q->column_count = (size_t)sqlite3_column_count(q->statement);
	q->columns = arena_array(a, q->column_count, sizeof *q->columns);
	for (i = 0; i < q->column_count; i++)
		q->columns[i] = arena_str(
		    a, str_from(sqlite3_column_name(q->statement, (int)i)));
	q->parameter_count = (size_t)sqlite3_bind_parameter_count(q->statement);
	q->parameters =
	    arena_array(a, q->parameter_count, sizeof *q->parameters);
	for (i = 0; i < q->parameter_count; i++) {
		struct str name = str_from(
		    sqlite3_bind_parameter_name(q->statement, (int)i + 1));

		q->parameters[i] = arena_str(a, str_slice(name, 1, name.len));
	}
}

/* Where in a query of many lines the fault is. */
static struct place place_in(struct place at, struct str sql, int offset)
{
	size_t lines =
	    offset > 0 ? str_count(str_slice(sql, 0, (size_t)offset), '\n') : 0;

	if (!lines)
		return at;
	return (struct place){at.line + (uint32_t)lines, 1, 0};
}

static bool parameters_are_good(const struct query *q, struct report *r)
{
	int n = sqlite3_bind_parameter_count(q->statement), i;

	for (i = 1; i <= n; i++)
		if (!sqlite3_bind_parameter_name(q->statement, i)) {
			report_add(r, q->id, q->path, q->place,
			    "查询里的参数要有名字，如 :id");
			return false;
		}
	if (n <= QUERY_PARAMETERS_MAX)
		return true;
	report_add(r, q->id, q->path, q->place,
	    "查询里的参数有 %d 个，最多 %d 个", n, QUERY_PARAMETERS_MAX);
	return false;
}

struct query *query_make(struct connection *c, struct arena *a, struct str sql,
    enum finding_id id, struct str path, struct place place, struct report *r)
{
	struct query *q = arena_alloc(a, sizeof *q);
	const char *tail;

	*q = (struct query){
	    .connection = c, .id = id, .path = path, .place = place};
	if (sqlite3_prepare_v3(c->database.db, sql.data, (int)sql.len,
		SQLITE_PREPARE_PERSISTENT, &q->statement, &tail)) {
		database_fault(&c->database, id, path,
		    place_in(place, sql, sqlite3_error_offset(c->database.db)),
		    r);
		return NULL;
	}
	q->next = c->queries;
	c->queries = q;
	if (!q->statement || !only_one(q, tail, sql.data + sql.len)) {
		report_add(r, id, path, place, "这里要写一条 SELECT 查询");
		return NULL;
	}
	if (!parameters_are_good(q, r))
		return NULL;
	names_take(q, a);
	return q;
}

size_t query_column_count(const struct query *q)
{
	return q->column_count;
}

struct str query_column(const struct query *q, size_t i)
{
	return q->columns[i];
}

size_t query_parameter_count(const struct query *q)
{
	return q->parameter_count;
}

struct str query_parameter(const struct query *q, size_t i)
{
	return q->parameters[i];
}

static void value_take(
    struct value *v, struct query *q, struct arena *a, int column)
{
	const struct database *d = &q->connection->database;
	sqlite3_stmt *s = q->statement;
	size_t key;

	switch (sqlite3_column_type(s, column)) {
	case SQLITE_NULL:
		break;
	case SQLITE_BLOB:
		key = text_of_key(d, sqlite3_column_blob(s, column),
		    sqlite3_column_bytes(s, column));
		if (key == SIZE_MAX)
			break;
		v->type = VALUE_TEXT;
		v->is_html = true;
		v->text = d->texts->texts[key].html;
		break;
	case SQLITE_INTEGER:
	case SQLITE_FLOAT:
		v->is_plain = true;
		v->type = VALUE_TEXT;
		v->text.data = (const char *)sqlite3_column_text(s, column);
		v->text.len = (size_t)sqlite3_column_bytes(s, column);
		v->text = arena_str(a, v->text);
		break;
	default:
		v->type = VALUE_TEXT;
		v->text = arena_str(a, text_in_place(s, column));
	}
}

static struct value *row_take(struct query *q, struct arena *a)
{
	struct value *row = value_map(a), *cells;
	size_t room = 4, i;

	/* As much as value_put() takes for granted: pages add to their row. */
	while (room < q->column_count)
		room *= 2;
	row->pairs = arena_array(a, room, sizeof *row->pairs);
	row->count = q->column_count;
	cells = arena_array(a, q->column_count, sizeof *cells);
	for (i = 0; i < q->column_count; i++) {
		value_take(&cells[i], q, a, (int)i);
		row->pairs[i] =
		    (struct pair){.key = q->columns[i], .value = &cells[i]};
	}
	return row;
}

static void bind(struct query *q, const struct value *const *parameters)
{
	size_t i;

	for (i = 0; i < q->parameter_count; i++) {
		const struct value *v = parameters[i];
		int64_t n;

		if (!v || v->type != VALUE_TEXT)
			sqlite3_bind_null(q->statement, (int)i + 1);
		else if (v->is_plain && str_integer(v->text, &n))
			sqlite3_bind_int64(q->statement, (int)i + 1, n);
		else
			sqlite3_bind_text(q->statement, (int)i + 1,
			    v->text.data, (int)v->text.len, SQLITE_STATIC);
	}
}

int query_run(struct query *q, struct arena *a,
    const struct value *const *parameters, size_t max, struct value **rows,
    struct report *r)
{
	int code, status = 0;

	*rows = value_list(a);
	database_refill(&q->connection->database);
	bind(q, parameters);
	while ((code = sqlite3_step(q->statement)) == SQLITE_ROW) {
		value_append(a, *rows, row_take(q, a));
		if (max && (*rows)->count == max)
			break;
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		status = database_fault(
		    &q->connection->database, q->id, q->path, q->place, r);
	sqlite3_reset(q->statement);
	return status;
}
