/* SPDX-License-Identifier: MIT */
/* The order of making: tables from the kinds, rows from the files, indexes,
 * views; then what no single record can see. */
#include "book.h"

#include "base/pool.h"
#include "book_parts.h"
#include "shelf.h"

static const struct place whole_file = {0};

void sql_name(struct buf *b, struct str name)
{
	size_t i;

	buf_byte(b, '"');
	for (i = 0; i < name.len; i++) {
		if (name.data[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, name.data[i]);
	}
	buf_byte(b, '"');
}

/* Runs the statement in `sql`, which is emptied. */
static int run(struct book *b, struct buf *sql, struct report *r)
{
	int status;

	buf_byte(sql, '\0');
	status = database_run(&b->whole, sql->data, r);
	buf_clear(sql);
	return status;
}

/* --- tables --------------------------------------------------------------- */

static const char *column_type_name(enum column_type type)
{
	switch (type) {
	case COLUMN_INTEGER:
		return "INTEGER";
	case COLUMN_REAL:
		return "REAL";
	case COLUMN_BLOB:
		return "BLOB";
	case COLUMN_TEXT:
	default:
		return "TEXT";
	}
}

void table_sql(
    struct buf *sql, const char *schema, const struct table *t, bool is_public)
{
	size_t c;

	buf_printf(sql, "CREATE TABLE %s.", schema);
	sql_name(sql, t->name);
	buf_printf(sql, " (id INTEGER%s", t->is_leaf ? "" : " PRIMARY KEY");
	for (c = COLUMN_ID + 1; c < t->column_count; c++) {
		if (is_public && !t->columns[c].is_public)
			continue;
		/* Follows from the id, so it is not stored. */
		if (c == COLUMN_FILE) {
			buf_printf(sql, ", file TEXT AS (file_of(%s))",
			    t->is_leaf ? "parent" : "id");
			continue;
		}
		buf_text(sql, ", ");
		sql_name(sql, t->columns[c].name);
		/* Without a type, SQLite would not use an index on it for a
		 * value from another table. */
		buf_printf(sql, " %s", column_type_name(t->columns[c].type));
	}
	/* Rows that nothing refers to lie where their parent's others do. */
	buf_text(sql,
	    t->is_leaf ? ", PRIMARY KEY (parent, seq)) WITHOUT ROWID" : ")");
}

static int tables_make(struct book *b, struct report *r)
{
	struct buf sql = {0};
	size_t i;
	int status = 0;

	for (i = 0; i < b->schema.table_count && !status; i++) {
		const struct table *t = b->schema.tables[i];

		table_sql(&sql, schema_of(t), t, false);
		status = run(b, &sql, r);
	}
	buf_release(&sql);
	if (status)
		return -1;
	return database_run(&b->whole,
	    "CREATE TABLE picture (path TEXT PRIMARY KEY, file TEXT,"
	    " width INTEGER, height INTEGER, size INTEGER, digest TEXT,"
	    " taken TEXT, saved TEXT, id INTEGER, field TEXT, near TEXT,"
	    " is_png INTEGER)"
	    " WITHOUT ROWID",
	    r);
}

bool wants_index(const struct table *t, size_t column)
{
	return t->columns[column].is_indexed &&
	    !(t->is_leaf && column == COLUMN_PARENT);
}

void index_sql(
    struct buf *sql, const char *schema, const struct table *t, size_t column)
{
	buf_printf(sql, "CREATE INDEX %s.\"index_%zu_%zu\" ON ", schema,
	    t->number, column);
	sql_name(sql, t->name);
	buf_text(sql, " (");
	sql_name(sql, t->columns[column].name);
	/* Children are asked for in their order. */
	buf_text(sql, column == COLUMN_PARENT ? ", seq)" : ")");
}

/* Indexes are made when the rows are in: sorting once is cheaper. */
int book_index(struct book *b, struct report *r)
{
	struct buf sql = {0};
	size_t i, c;
	int status = 0;

	for (i = 0; i < b->schema.table_count; i++) {
		const struct table *t = b->schema.tables[i];

		for (c = 0; c < t->column_count && !status; c++) {
			if (!wants_index(t, c))
				continue;
			index_sql(&sql, schema_of(t), t, c);
			status = run(b, &sql, r);
		}
	}
	buf_release(&sql);
	if (status)
		return -1;
	return database_run(&b->whole, ANALYZE, r);
}

/* --- which file is what --------------------------------------------------- */

static bool is_plan_code(struct str path)
{
	return str_begins(path, STR("plan/kinds/")) ||
	    str_begins(path, STR("plan/rules/")) ||
	    str_begins(path, STR("plan/drafts/")) ||
	    str_is(path, "plan/views.sql");
}

/* The number of records whose paths come before this one. */
static size_t records_before(const struct book *b, struct str path)
{
	size_t low = 0, high = b->source_count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (str_compare(b->sources[mid].entry->path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A record in this folder; NULL: none. The sources are in path order. */
static const struct source *record_in(const struct book *b, struct str folder)
{
	size_t low = records_before(b, folder);

	for (; low < b->source_count; low++) {
		struct str path = b->sources[low].entry->path;

		if (!str_begins(path, folder))
			return NULL;
		if (str_equal(path_folder(path), folder))
			return &b->sources[low];
	}
	return NULL;
}

static void source_add(struct book *b, const struct entry *e, struct report *r)
{
	struct str path =
	    str_slice(e->path, sizeof "content/" - 1, e->path.len);
	struct match m;

	if (is_plan_code(path) || path_is_picture(path))
		return;
	if (!schema_match(&m, &b->arena, &b->schema, path)) {
		report_add(r, FINDING_PATH_UNKNOWN, e->path, whole_file,
		    "这个位置不放任何一种记录");
		return;
	}
	b->sources = arena_grow(&b->arena, b->sources, b->source_count,
	    &b->source_cap, sizeof *b->sources);
	b->sources[b->source_count++] = (struct source){e, m, false};
}

static void required_check(const struct book *b, struct report *r)
{
	size_t k, i;

	for (k = 0; k < b->schema.kind_count; k++) {
		const struct kind *kind = b->schema.kinds[k];

		for (i = 0; i < b->source_count; i++)
			if (b->sources[i].match.kind == kind)
				break;
		if (kind->is_required && i == b->source_count)
			report_add(r, FINDING_RECORD_REQUIRED, kind->path,
			    whole_file, "没有 content/%.*s（%.*s）",
			    STR_ARGS(kind->files), STR_ARGS(kind->name));
	}
}

static void sources_find(struct book *b, struct report *r)
{
	size_t from, to, i;

	tree_range(b->tree, STR("content/"), &from, &to);
	for (i = from; i < to; i++)
		source_add(b, &b->tree->entries[i], r);
	required_check(b, r);
	for (i = from; i < to; i++) {
		struct str path = b->tree->entries[i].path;

		if (path_is_picture(path) && !record_in(b, path_folder(path)))
			report_add(r, FINDING_PATH_UNKNOWN, path, whole_file,
			    "图片旁边没有记录");
	}
}

/* For the column `file`. */
static void files_note(struct book *b)
{
	struct texts *t = &b->texts;

	t->files = arena_array(&b->arena, b->source_count, sizeof *t->files);
	for (; t->file_count < b->source_count; t->file_count++)
		t->files[t->file_count] = b->sources[t->file_count].entry->path;
}

/* Pictures of the tree that no record shows. */
static int pictures_check(struct book *b, struct report *r)
{
	const struct source *beside;
	sqlite3_stmt *s;
	size_t i, from, to;
	bool has_row;

	if (sqlite3_prepare_v2(b->whole.db,
		"SELECT file FROM picture ORDER BY file", -1, &s, NULL))
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), whole_file, r);
	has_row = sqlite3_step(s) == SQLITE_ROW;
	tree_range(b->tree, STR("content/"), &from, &to);
	for (i = from; i < to; i++) {
		struct str path = b->tree->entries[i].path;

		if (!path_is_picture(path))
			continue;
		if (has_row &&
		    str_is(path, (const char *)sqlite3_column_text(s, 0)))
			has_row = sqlite3_step(s) == SQLITE_ROW;
		else if ((beside = record_in(b, path_folder(path))) &&
		    beside->is_read)
			report_add(r, FINDING_PICTURE_UNUSED, path, whole_file,
			    "没有哪一处写到这张图片");
	}
	sqlite3_finalize(s);
	return 0;
}

/* Two steps that do not touch the same things: side by side. */
struct both {
	struct book *book;
	int (*steps[2])(struct book *b, struct report *r);
	struct report *reports[2];
	int status[2];
};

static void both_step(void *self, unsigned worker, size_t number)
{
	struct both *p = self;

	(void)worker;
	p->status[number] = p->steps[number](p->book, p->reports[number]);
}

static int both(struct book *b, int (*one)(struct book *b, struct report *r),
    int (*other)(struct book *b, struct report *r), struct report *r)
{
	struct arena a = {0};
	struct report second;
	struct both p = {b, {one, other}, {r, &second}, {0, 0}};

	report_init(&second, &a);
	pool_run(2, 2, both_step, &p);
	report_join(r, &second);
	arena_release(&a);
	return p.status[0] || p.status[1] ? -1 : 0;
}

/* What pages show beside records. */
static int guides_make(struct book *b, struct report *r)
{
	if (book_is_only_asked(b) && !book_is_asked(b, STR("handbook")) &&
	    !book_is_asked(b, STR("dictionary")))
		return 0;
	return handbook_make(b, r) || dictionary_make(b, r) ? -1 : 0;
}

/* Only read the whole book. */
static int checks(struct book *b, struct report *r)
{
	return book_check_references(b, r) || pictures_check(b, r) ? -1 : 0;
}

struct book *book_make(
    const struct tree *t, const struct book_options *o, struct report *r)
{
	struct arena first = {0};
	struct book *b = arena_alloc(&first, sizeof *b);
	bool is_public;

	b->arena = first;
	b->tree = t;
	b->options = *o;
	if ((o->shelf ? shelf_schema(o->shelf, &b->kinds, &b->schema, t, r)
		      : schema_read(&b->schema, &b->arena, t, r)) ||
	    clock_start(&b->clock, o->today, r) ||
	    database_open(&b->whole, &b->clock, &b->texts, false, r) ||
	    (o->is_reversed && database_reverse(&b->whole, r)) ||
	    database_grow(&b->whole, "main", r) ||
	    /* A name that both have means the one in `kept`. */
	    database_attach(&b->whole, "kept", r) ||
	    database_grow(&b->whole, "kept", r) ||
	    database_attach(&b->whole, "public", r) ||
	    database_grow(&b->whole, "public", r) || tables_make(b, r))
		goto failed;
	if (views_read(b, r))
		goto failed;
	b->is_compared =
	    book_is_asked(b, STR("alike")) || book_is_asked(b, STR("twin"));
	sources_find(b, r);
	files_note(b);
	if (book_fill(b, r) || guides_make(b, r))
		goto failed;
	progress_tell(o->progress, "查找个人信息", 0, 0);
	if (book_privacy(b, r))
		goto failed;
	progress_tell(o->progress, "建立索引", 0, 0);
	if (book_compare(b, r))
		goto failed;
	progress_tell(o->progress, "建立视图", 0, 0);
	is_public = !book_is_only_asked(b);
	if (is_public ? both(b, views_make, shown_make, r) : views_make(b, r))
		goto failed;
	progress_tell(o->progress, "核对引用", 0, 0);
	if (is_public ? both(b, checks, book_publish, r) : checks(b, r))
		goto failed;
	b->main_bytes = database_bytes(&b->whole, "main");
	b->public_bytes = database_bytes(&b->whole, "public");
	b->kept_bytes = database_bytes(&b->whole, "kept");
	if (is_public)
		b->shown_bytes = database_bytes(&b->shown, "main");
	return b;
failed:
	book_free(b);
	return NULL;
}

void book_free(struct book *b)
{
	struct arena own;

	if (!b)
		return;
	alike_close(b->alike);
	twins_close(b->twins);
	database_close(&b->whole);
	database_close(&b->shown);
	clock_stop(&b->clock);
	arena_release(&b->texts.arena);
	kinds_let_go(b->kinds);
	own = b->arena;
	arena_release(&own);
}

void book_asked_add(struct book_asked *asked, struct arena *a, struct str sql)
{
	asked->texts = arena_grow(
	    a, asked->texts, asked->count, &asked->cap, sizeof *asked->texts);
	asked->texts[asked->count++] = sql;
}

struct date book_today(const struct book *b)
{
	return b->options.today;
}

const struct progress *book_progress(const struct book *b)
{
	return b->options.progress;
}

size_t book_record_count(const struct book *b)
{
	return b->source_count;
}

size_t book_unread(const struct book *b)
{
	size_t n = 0, i;

	for (i = 0; i < b->source_count; i++)
		n += !b->sources[i].is_read;
	return n;
}

void book_rows(
    const struct book *b, struct str folder, int64_t *from, int64_t *to)
{
	struct arena a = {0};
	/* The character behind the slash. */
	struct str begin = arena_printf(&a, "%.*s/", STR_ARGS(folder)),
		   end = arena_printf(&a, "%.*s0", STR_ARGS(folder));

	*from = (int64_t)(records_before(b, begin) + 1) << ROW_BITS;
	*to = (int64_t)(records_before(b, end) + 1) << ROW_BITS;
	arena_release(&a);
}

struct str book_file(const struct book *b, int64_t id)
{
	int64_t above = (id >> ROW_BITS) - 1;

	if (above < 0 || (uint64_t)above >= b->source_count)
		return (struct str){0};
	return b->sources[above].entry->path;
}

struct str book_explanation(
    const struct book *b, size_t record, struct str rule)
{
	size_t low = 0, high = b->explanation_count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (b->explanations[mid].record < record)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < b->explanation_count &&
	     b->explanations[low].record == record;
	     low++)
		if (str_equal(b->explanations[low].rule, rule))
			return b->explanations[low].reason;
	return (struct str){0};
}

const struct explanation *book_explanations(const struct book *b, size_t *count)
{
	*count = b->explanation_count;
	return b->explanations;
}

const struct book_link *book_links(const struct book *b, size_t *count)
{
	*count = b->link_count;
	return b->links;
}
