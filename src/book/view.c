/* SPDX-License-Identifier: MIT */
/*
 * content/plan/views.sql holds CREATE VIEW statements, each with comment lines
 * before it that may say which of its columns the public sees and which of
 * those are looked up:
 *
 *     -- public: 编号, 描述
 *     -- index: 编号
 *     CREATE VIEW …
 *
 * The public book has tables under the names of the public kinds and views.
 */
#include "book_parts.h"

static const struct str views_path = {"content/plan/views.sql", 22};

static uint32_t line_of(struct str text, size_t at)
{
	uint32_t line = 1;
	size_t i;

	for (i = 0; i < at && i < text.len; i++)
		line += text.data[i] == '\n';
	return line;
}

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

/* The word behind CREATE VIEW. */
static struct str view_name(struct str text, size_t at)
{
	static const char *const words[] = {"CREATE", "VIEW"};
	struct str rest = str_slice(text, at, text.len);
	size_t i, n;

	for (i = 0; i < 2; i++) {
		size_t len = strlen(words[i]);

		if (rest.len < len ||
		    sqlite3_strnicmp(rest.data, words[i], (int)len))
			return STR("");
		rest = str_trim(str_slice(rest, len, rest.len));
	}
	for (n = 0; n < rest.len; n++)
		if (strchr(" \t\n(", rest.data[n]))
			break;
	return str_slice(rest, 0, n);
}

static int views_create(struct book *b, struct str text, struct report *r)
{
	size_t at = 0;

	for (;;) {
		struct view v = {0};
		struct place place = {0};
		sqlite3_stmt *s = NULL;
		const char *tail;

		at = view_head(&v, text, at);
		if (at >= text.len)
			return 0;
		place.line = v.line = line_of(text, at);
		place.column = 1;
		v.name = view_name(text, at);
		if (!v.name.len)
			return report_add(r, FINDING_VIEW, views_path, place,
			    "这里只写 CREATE VIEW 语句");
		if (sqlite3_prepare_v2(b->whole.db, text.data + at,
			(int)(text.len - at), &s, &tail) ||
		    (sqlite3_step(s), sqlite3_finalize(s)))
			return database_fault(
			    &b->whole, FINDING_VIEW, views_path, place, r);
		b->views = arena_grow(&b->arena, b->views, b->view_count,
		    &b->view_cap, sizeof *b->views);
		b->views[b->view_count++] = v;
		at = (size_t)(tail - text.data);
	}
}

/* A view's faults show when it is asked, so each is asked. */
static int view_check(struct book *b, const struct view *v, struct report *r)
{
	struct place place = {v->line, 1, 0};
	struct buf sql = {0};
	sqlite3_stmt *s;
	int status = 0;

	buf_text(&sql, "SELECT ");
	if (v->public_columns.len) {
		buf_str(&sql, v->public_columns);
		buf_text(&sql, ", ");
	}
	buf_text(&sql, "* FROM ");
	sql_name(&sql, v->name);
	if (sqlite3_prepare_v2(b->whole.db, sql.data, (int)sql.len, &s, NULL))
		status = database_fault(
		    &b->whole, FINDING_VIEW, views_path, place, r);
	else
		sqlite3_finalize(s);
	buf_release(&sql);
	return status;
}

int views_make(struct book *b, struct report *r)
{
	const struct entry *e = tree_find(b->tree, views_path);
	struct str text;
	int status = 0;
	size_t i;

	if (!e)
		return 0;
	if (tree_read_once(b->tree, e, &b->arena, &text, r))
		return -1;
	b->whole.duty = DUTY_VIEWS;
	if (views_create(b, text, r))
		status = -1;
	for (i = 0; i < b->view_count && !status; i++)
		status = view_check(b, &b->views[i], r);
	b->whole.duty = DUTY_WRITE;
	return status;
}

/* --- the public book ------------------------------------------------------ */

static int public_run(
    struct book *b, struct buf *sql, struct place place, struct report *r)
{
	int status = 0;

	buf_byte(sql, '\0');
	b->whole.steps_left = INT64_MAX;
	if (sqlite3_exec(b->whole.db, sql->data, NULL, NULL, NULL))
		status = database_fault(
		    &b->whole, FINDING_VIEW, views_path, place, r);
	buf_clear(sql);
	return status;
}

static void public_index(
    struct buf *sql, const char *kind, size_t i, size_t c, struct str table)
{
	buf_printf(sql, "CREATE INDEX public.\"%s_%zu_%zu\" ON ", kind, i, c);
	sql_name(sql, table);
	buf_text(sql, " (");
}

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

static int public_table(
    struct publisher *p, size_t number, struct buf *sql, struct report *r)
{
	struct book *b = p->book;
	const struct table *t = b->schema.tables[number];
	struct place none = {0};
	size_t c;

	buf_text(sql, "CREATE TABLE public.");
	sql_name(sql, t->name);
	buf_text(sql, " (id INTEGER PRIMARY KEY");
	for (c = COLUMN_ID + 1; c < t->column_count; c++)
		if (t->columns[c].is_public) {
			buf_text(sql, ", ");
			sql_name(sql, t->columns[c].name);
		}
	buf_text(sql, "); INSERT INTO public.");
	sql_name(sql, t->name);
	buf_text(sql, " SELECT id");
	for (c = COLUMN_ID + 1; c < t->column_count; c++)
		if (t->columns[c].is_public) {
			buf_text(sql, ", ");
			sql_name(sql, t->columns[c].name);
		}
	buf_text(sql, " FROM main.");
	sql_name(sql, t->name);
	if (public_run(b, sql, none, r))
		return -1;
	for (c = 0; c < t->column_count; c++) {
		if (t->columns[c].is_public && brings(&t->columns[c]) &&
		    publish_values(p, t->name, t->columns[c].name, r))
			return -1;
		if (!t->columns[c].is_public || !t->columns[c].is_indexed)
			continue;
		public_index(sql, "table", number, c, t->name);
		sql_name(sql, t->columns[c].name);
		buf_text(sql, ")");
		if (public_run(b, sql, none, r))
			return -1;
	}
	return 0;
}

static int public_view(
    struct publisher *p, size_t number, struct buf *sql, struct report *r)
{
	struct book *b = p->book;
	const struct view *v = &b->views[number];
	struct place place = {v->line, 1, 0};
	struct str rest = v->index_columns, column;
	size_t c = 0;

	buf_text(sql, "CREATE TABLE public.");
	sql_name(sql, v->name);
	buf_text(sql, " AS SELECT ");
	buf_str(sql, v->public_columns);
	buf_text(sql, " FROM main.");
	sql_name(sql, v->name);
	if (public_run(b, sql, place, r) ||
	    publish_values(p, v->name, STR(""), r))
		return -1;
	while (str_next(&rest, ',', &column)) {
		public_index(sql, "view", number, c++, v->name);
		sql_name(sql, str_trim(column));
		buf_text(sql, ")");
		if (public_run(b, sql, place, r))
			return -1;
	}
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

	progress_tell(b->options.progress, "公开版总册", 0, 0);
	if (database_attach(&b->whole, "public", r) ||
	    database_run(&b->whole, picture_table, r))
		return -1;
	if (sqlite3_prepare_v2(
		b->whole.db, picture_publish, -1, &p.picture, NULL))
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), (struct place){0}, r);
	for (i = 0; i < b->schema.table_count && !status; i++)
		if (b->schema.tables[i]->is_public)
			status = public_table(&p, i, &sql, r);
	for (i = 0; i < b->view_count && !status; i++)
		if (b->views[i].public_columns.len)
			status = public_view(&p, i, &sql, r);
	sqlite3_finalize(p.picture);
	buf_release(&sql);
	b->public_bytes = database_bytes(&b->whole, "public");
	return status;
}
