/* SPDX-License-Identifier: MIT */
/*
 * content/plan/views.sql holds CREATE VIEW statements, each with comment lines
 * before it that may say which of its columns the public sees and by which it
 * is looked up:
 *
 *     -- public: 编号, 描述
 *     -- index: 编号
 *     CREATE VIEW …
 *
 * `public: *` is all of them. A view with an index is worked out once and kept
 * as a table: the book does not change any more. One without is worked out
 * whenever it is asked, from public tables alone where the public asks. What
 * nobody will ask (book.h) is not worked out, but its faults are told, unless
 * the plan is trusted.
 */
#include "book_parts.h"

static const struct str views_path = {"content/plan/views.sql", 22};

/* Offset behind blanks and comments; those that say something are taken. */
static size_t view_head(struct view *v, struct str text, size_t at)
{
	for (;;) {
		struct str line, said;

		while (at < text.len && strchr(" \t\n;", text.data[at]))
			at++;
		if (!str_begins(str_slice(text, at, text.len), STR("--")))
			return at;
		line = str_slice(text, at + 2, str_find_byte(text, '\n', at));
		at += line.len + 2;
		line = str_trim(line);
		said = str_trim(
		    str_slice(line, str_find_byte(line, ':', 0) + 1, line.len));
		if (str_begins(line, STR("public:")))
			v->public_columns = said;
		else if (str_begins(line, STR("index:")))
			v->index_columns = said;
	}
}

/* Takes a word (a keyword in any case) off the front. */
static bool take_word(struct str *rest, const char *word)
{
	size_t len = strlen(word);

	*rest = str_trim(*rest);
	if (rest->len <= len || sqlite3_strnicmp(rest->data, word, (int)len) ||
	    !strchr(" \t\n(", rest->data[len]))
		return false;
	*rest = str_trim(str_slice(*rest, len, rest->len));
	return true;
}

/* CREATE VIEW name AS select: its parts. */
static bool view_parts(struct view *v, struct str statement)
{
	struct str rest = statement;
	size_t n = 0;

	if (!take_word(&rest, "CREATE") || !take_word(&rest, "VIEW"))
		return false;
	while (n < rest.len && !strchr(" \t\n(", rest.data[n]))
		n++;
	v->name = str_slice(rest, 0, n);
	rest = str_slice(rest, n, rest.len);
	if (!take_word(&rest, "AS"))
		return false;
	v->select = rest;
	return true;
}

static int view_fault(struct book *b, const struct view *v, struct report *r)
{
	return database_fault(&b->whole, FINDING_VIEW, views_path,
	    (struct place){v->line, 1, 0}, r);
}

static int view_run(
    struct book *b, const struct view *v, struct buf *sql, struct report *r)
{
	int status = 0;

	buf_byte(sql, '\0');
	b->whole.steps_left = INT64_MAX;
	if (sqlite3_exec(b->whole.db, sql->data, NULL, NULL, NULL))
		status = view_fault(b, v, r);
	buf_clear(sql);
	return status;
}

static void view_index(struct buf *sql, const char *schema, size_t view,
    size_t number, struct str table, struct str column)
{
	buf_printf(
	    sql, "CREATE INDEX %s.\"view_%zu_%zu\" ON ", schema, view, number);
	sql_name(sql, table);
	buf_text(sql, " (");
	sql_name(sql, str_trim(column));
	buf_text(sql, ");");
}

/* A table of the view's name with these rows, and its indexes. */
static void view_table(struct buf *sql, const struct view *v, size_t number,
    const char *schema, struct str select)
{
	struct str rest = v->index_columns, column;
	size_t i = 0;

	buf_printf(sql, "CREATE TABLE %s.", schema);
	sql_name(sql, v->name);
	buf_text(sql, " AS ");
	buf_str(sql, select);
	buf_byte(sql, ';');
	while (str_next(&rest, ',', &column))
		view_index(sql, schema, number, i++, v->name, column);
	buf_printf(sql, "ANALYZE %s.", schema);
	sql_name(sql, v->name);
}

/* The view's rows as a table in its place. Its SELECT has been looked at by
 * the authorizer when the view was asked. */
static int view_keep(
    struct book *b, const struct view *v, size_t number, struct report *r)
{
	struct buf sql = {0};
	int status;

	buf_text(&sql, "DROP VIEW temp.");
	sql_name(&sql, v->name);
	buf_byte(&sql, ';');
	view_table(
	    &sql, v, number, view_is_open(v) ? "public" : "kept", v->select);
	status = view_run(b, v, &sql, r);
	buf_release(&sql);
	return status;
}

/* A view that nobody asks, and would be kept: a table without rows is quicker
 * for those after it to be held against. */
static int view_blank(struct book *b, const struct view *v, struct report *r)
{
	struct buf sql = {0};
	int status;

	buf_text(&sql, "CREATE TABLE kept.");
	sql_name(&sql, v->name);
	buf_text(&sql, " AS SELECT * FROM ");
	sql_name(&sql, v->name);
	buf_text(&sql, " LIMIT 0; DROP VIEW temp.");
	sql_name(&sql, v->name);
	status = view_run(b, v, &sql, r);
	buf_release(&sql);
	return status;
}

/* The public columns of a view that has others. */
static int view_show(
    struct book *b, const struct view *v, size_t number, struct report *r)
{
	struct buf sql = {0}, select = {0};
	int status;

	buf_text(&select, "SELECT ");
	buf_str(&select, v->public_columns);
	buf_text(&select, " FROM ");
	sql_name(&select, v->name);
	view_table(&sql, v, number, "public", buf_view(&select));
	status = view_run(b, v, &sql, r);
	buf_release(&select);
	buf_release(&sql);
	return status;
}

/* A view's faults show when it is asked, so each is asked: for the columns
 * that it is looked up by, among those that the public sees. */
static int view_check(struct book *b, const struct view *v, struct report *r)
{
	struct buf sql = {0};
	sqlite3_stmt *s;
	int status = 0;

	buf_text(&sql, "SELECT ");
	buf_str(&sql, v->index_columns.len ? v->index_columns : STR("*"));
	buf_text(&sql, " FROM (SELECT ");
	buf_str(&sql, v->public_columns.len ? v->public_columns : STR("*"));
	buf_text(&sql, " FROM ");
	sql_name(&sql, v->name);
	buf_byte(&sql, ')');
	b->whole.duty = DUTY_READ;
	if (sqlite3_prepare_v2(b->whole.db, sql.data, (int)sql.len, &s, NULL))
		status = view_fault(b, v, r);
	else
		sqlite3_finalize(s);
	b->whole.duty = DUTY_WRITE;
	buf_release(&sql);
	return status;
}

/* Views see both schemas, which only a temporary one may. */
static void view_create_sql(struct buf *sql, const struct view *v)
{
	buf_text(sql, "CREATE TEMP VIEW ");
	sql_name(sql, v->name);
	buf_text(sql, " AS ");
	buf_str(sql, v->select);
}

/* Are its values somebody's words? Those of a list or a map stand joined in
 * the row above, so their own table is not asked. What the path says is not
 * typed. */
static bool is_words(const struct table *t, const struct column *c)
{
	const struct field *f = c->field;

	if (!f || (t->parent && !t->fields) || kind_captures(t->kind, f))
		return false;
	return f->type == FIELD_TEXT || f->type == FIELD_MARKDOWN ||
	    f->type == FIELD_MAP ||
	    (f->type == FIELD_LIST && f->item && f->item->type == FIELD_TEXT);
}

/* One column for the view texts. All of them must be alike in what SQLite calls
 * affinity, or it would copy every row before a query sees it: so "+". */
static void texts_add(
    struct buf *sql, const struct table *t, const struct column *c)
{
	buf_text(sql, sql->len ? " UNION ALL SELECT id" : "SELECT id");
	buf_text(sql, " AS id, '");
	buf_str(sql, c->name);
	buf_text(sql, "' AS field, ");
	buf_text(sql, c->type == COLUMN_BLOB ? "plain(" : "+(");
	sql_name(sql, c->name);
	buf_text(sql, ") AS plain FROM ");
	sql_name(sql, t->name);
	buf_text(sql, " WHERE ");
	sql_name(sql, c->name);
	buf_text(sql, " IS NOT NULL");
}

/* The view texts (book.h), of the tables that have rows: what a push is held
 * against has few, and each takes SQLite some time. */
static int texts_make(
    const struct book *b, struct database *d, struct report *r)
{
	struct buf sql = {0}, select = {0};
	size_t i, c;
	int status;

	for (i = 0; i < b->schema.table_count; i++) {
		const struct table *t = b->schema.tables[i];

		for (c = COLUMN_FIRST; c < t->column_count; c++)
			if (b->has_rows[i] && is_words(t, &t->columns[c]))
				texts_add(&select, t, &t->columns[c]);
	}
	if (!select.len)
		buf_text(&select,
		    "SELECT 0 AS id, '' AS field, '' AS plain"
		    " WHERE 0");
	buf_text(&sql, "CREATE TEMP VIEW texts AS ");
	buf_str(&sql, buf_view(&select));
	buf_byte(&sql, '\0');
	status = database_run(d, sql.data, r);
	buf_release(&select);
	buf_release(&sql);
	return status;
}

int views_repeat(const struct book *b, struct database *d, struct report *r)
{
	struct buf sql = {0};
	int status = 0;
	size_t i;

	if (!d->is_public && texts_make(b, d, r))
		return -1;
	for (i = 0; i < b->view_count; i++) {
		const struct view *v = &b->views[i];

		if (!v->is_asked || view_is_kept(v) ||
		    (d->is_public && !view_is_open(v)))
			continue;
		view_create_sql(&sql, v);
		buf_byte(&sql, ';');
	}
	if (sql.len) {
		buf_byte(&sql, '\0');
		status = database_run(d, sql.data, r);
	}
	buf_release(&sql);
	return status;
}

static int view_make(
    struct book *b, const struct view *v, size_t number, struct report *r)
{
	struct buf sql = {0};
	int status;

	view_create_sql(&sql, v);
	status = view_run(b, v, &sql, r);
	buf_release(&sql);
	if (status || view_check(b, v, r))
		return -1;
	if (view_is_kept(v) && view_keep(b, v, number, r))
		return -1;
	if (!v->is_asked && v->index_columns.len)
		return view_blank(b, v, r);
	return v->is_asked && v->public_columns.len && !view_is_open(v) &&
		!book_is_only_asked(b)
	    ? view_show(b, v, number, r)
	    : 0;
}

/* --- reading -------------------------------------------------------------- */

/* One statement: SQLite tells where it ends. */
static int view_read(struct book *b, struct str text, size_t *at,
    struct view *v, struct report *r)
{
	sqlite3_stmt *s = NULL;
	struct str statement;
	const char *tail;

	if (sqlite3_prepare_v2(
		b->whole.db, text.data + *at, (int)(text.len - *at), &s, &tail))
		return view_fault(b, v, r);
	sqlite3_finalize(s);
	statement = str_slice(text, *at, (size_t)(tail - text.data));
	while (statement.len &&
	    strchr("; \t\n", statement.data[statement.len - 1]))
		statement.len--;
	*at = (size_t)(tail - text.data);
	if (!view_parts(v, statement))
		return report_add(r, FINDING_VIEW, views_path,
		    (struct place){v->line, 1, 0},
		    "这里只写 CREATE VIEW 名称 AS SELECT …");
	return 0;
}

bool book_is_asked(const struct book *b, struct str name)
{
	const struct book_asked *asked = b->options.asked;
	size_t i;

	for (i = 0; asked && i < asked->count; i++)
		if (str_find(asked->texts[i], name, 0) < asked->texts[i].len)
			return true;
	for (i = 0; i < b->view_count; i++)
		if (b->views[i].is_asked &&
		    str_find(b->views[i].select, name, 0) <
			b->views[i].select.len)
			return true;
	return !asked;
}

/* Those that nobody asks. */
static void views_leave_out(struct book *b)
{
	size_t n = 0, i;

	for (i = 0; i < b->view_count; i++)
		if (b->views[i].is_asked)
			b->views[n++] = b->views[i];
	b->view_count = n;
}

int views_read(struct book *b, struct report *r)
{
	const struct entry *e = tree_find(b->tree, views_path);
	struct str text;
	size_t at = 0, i;

	if (!e)
		return 0;
	if (tree_read_once(b->tree, e, &b->arena, &text, r))
		return -1;
	for (;;) {
		struct view v = {0};

		at = view_head(&v, text, at);
		if (at >= text.len)
			break;
		v.line = 1 + (uint32_t)str_count(str_slice(text, 0, at), '\n');
		if (view_read(b, text, &at, &v, r))
			return -1;
		b->views = arena_grow(&b->arena, b->views, b->view_count,
		    &b->view_cap, sizeof *b->views);
		b->views[b->view_count++] = v;
	}
	/* A view asks those before it. */
	for (i = b->view_count; i-- > 0;)
		b->views[i].is_asked = book_is_asked(b, b->views[i].name);
	if (b->options.asked && b->options.asked->is_trusted)
		views_leave_out(b);
	return 0;
}

int views_make(struct book *b, struct report *r)
{
	const struct progress *p = b->options.progress;
	size_t i;

	if (texts_make(b, &b->whole, r))
		return -1;
	for (i = 0; i < b->view_count; i++) {
		const struct view *v = &b->views[i];

		progress_part(p, "视图", v->name, false);
		if (view_make(b, v, i, r))
			return -1;
		progress_part(p, "视图", v->name, true);
	}
	return 0;
}
