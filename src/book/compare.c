/* SPDX-License-Identifier: MIT */
/* What alike.c and twin.c find becomes the tables alike and twin. Lines are
 * looked for in the files, which is dear and asked for seldom. */
#include "base/pool.h"
#include "book_parts.h"

static const struct place whole_file = {0};

static const char tables[] =
    "CREATE TABLE main.alike (id INTEGER, field TEXT, line INTEGER,"
    " other INTEGER, other_field TEXT, other_line INTEGER, length INTEGER,"
    " share INTEGER, date TEXT);"
    "CREATE TABLE main.twin (id INTEGER, field TEXT, file TEXT, other INTEGER,"
    " other_field TEXT, other_file TEXT, difference INTEGER)";

struct compare {
	struct book *book;
	struct report *report;
	sqlite3_stmt *insert;
	void *handle; /* of the tree */
	const struct likeness *likenesses;
	const struct twin *twins;
	size_t likeness_count, twin_count;
	int indexed; /* what book_index() said */
};

static int64_t row_id(size_t record, size_t row)
{
	return (int64_t)(record + 1) << ROW_BITS | (int64_t)row;
}

static void bind_name(sqlite3_stmt *s, int at, struct str text)
{
	sqlite3_bind_text(s, at, text.data, (int)text.len, SQLITE_STATIC);
}

static int inserted(struct compare *c)
{
	int code = sqlite3_step(c->insert);

	sqlite3_reset(c->insert);
	sqlite3_clear_bindings(c->insert);
	return code == SQLITE_DONE
	    ? 0
	    : database_fault(&c->book->whole, FINDING_DATABASE, STR(""),
		  whole_file, c->report);
}

/* --- texts ---------------------------------------------------------------- */

/* The line of a record's file where these symbols begin: the last such place
 * for a body, which is behind all else, or the first; 0: nowhere. */
static uint32_t line_of_symbols(
    struct str file, const uint32_t *symbols, size_t n, bool is_body)
{
	uint32_t *all = memory_resize(NULL, (file.len + 1) * sizeof *all);
	uint32_t *at = memory_resize(NULL, (file.len + 1) * sizeof *at);
	size_t count = symbols_make(all, at, file), i;
	uint32_t line = 0;

	for (i = 0; i + n <= count && (!line || is_body); i++)
		if (!memcmp(all + i, symbols, n * sizeof *all))
			line = 1 +
			    (uint32_t)str_count(
				str_slice(file, 0, at[i]), '\n');
	memory_free(all);
	memory_free(at);
	return line;
}

/* The line of this text's symbols [from, to) in the file of its record. */
static uint32_t line_find(struct compare *c, size_t record, struct str text,
    const struct field *field, size_t from, size_t to)
{
	const struct source *s = &c->book->sources[record];
	uint32_t *symbols =
	    memory_resize(NULL, (text.len + 1) * sizeof *symbols);
	size_t n = symbols_make(symbols, NULL, text);
	struct arena a = {0};
	struct str file;
	uint32_t line = 0;

	if (to > n)
		to = n;
	if (to > from + PRINT_SYMBOLS)
		to = from + PRINT_SYMBOLS;
	if (from < to &&
	    !tree_read(
		c->book->tree, c->handle, s->entry, &a, &file, c->report))
		line = line_of_symbols(file, symbols + from, to - from,
		    field == s->match.kind->body);
	memory_free(symbols);
	arena_release(&a);
	return line;
}

static int insert_likeness(struct compare *c, const struct likeness *l)
{
	const struct passage *p = &l->passage;
	sqlite3_stmt *s = c->insert;
	char date[DATE_SIZE];

	date_print(date, l->date);
	sqlite3_bind_int64(s, 1, row_id(l->record, l->row));
	bind_name(s, 2, l->field->name);
	sqlite3_bind_int64(
	    s, 3, line_find(c, l->record, l->text, l->field, p->begin, p->end));
	sqlite3_bind_int64(s, 4, row_id(l->other, l->other_row));
	bind_name(s, 5, l->other_field->name);
	sqlite3_bind_int64(s, 6,
	    line_find(c, l->other, l->other_text, l->other_field, p->other,
		p->other + p->end - p->begin));
	sqlite3_bind_int64(s, 7, (int64_t)(p->end - p->begin));
	sqlite3_bind_int64(
	    s, 8, (int64_t)((p->end - p->begin) * 100 / l->length));
	sqlite3_bind_text(s, 9, date, -1, SQLITE_TRANSIENT);
	return inserted(c);
}

static int plan_read(struct compare *c)
{
	const struct tree *t = c->book->tree;
	struct arena a = {0};
	size_t from, to;
	struct str text;
	int status = 0;

	tree_range(t, STR("content/plan/"), &from, &to);
	for (; from < to && !status; from++) {
		/* The handbook's examples are not there to be copied. */
		if (!str_ends(t->entries[from].path, STR(".yaml")))
			continue;
		status = tree_read(
		    t, c->handle, &t->entries[from], &a, &text, c->report);
		if (!status)
			alike_add_plan(c->book->alike, text);
		arena_clear(&a);
	}
	arena_release(&a);
	return status;
}

static int compare_texts(struct compare *c)
{
	size_t i;

	for (i = 0; i < c->likeness_count; i++)
		if (insert_likeness(c, &c->likenesses[i]))
			return -1;
	return 0;
}

/* --- pictures ------------------------------------------------------------- */

static int compare_pictures(struct compare *c)
{
	struct twins *t = c->book->twins;
	const struct twin *found = c->twins;
	sqlite3_stmt *s = c->insert;
	size_t i;

	for (i = 0; i < c->twin_count; i++) {
		const struct sight *a = twins_sight(t, found[i].sight);
		const struct sight *b = twins_sight(t, found[i].other);

		sqlite3_bind_int64(s, 1, row_id(a->record, a->row));
		bind_name(s, 2, a->field);
		bind_name(s, 3, a->file);
		sqlite3_bind_int64(s, 4, row_id(b->record, b->row));
		bind_name(s, 5, b->field);
		bind_name(s, 6, b->file);
		if (!found[i].is_same)
			sqlite3_bind_int64(s, 7, found[i].difference);
		if (inserted(c))
			return -1;
	}
	return 0;
}

static int compare_with(
    struct compare *c, const char *sql, int (*make)(struct compare *))
{
	struct database *d = &c->book->whole;
	int status;

	if (sqlite3_prepare_v2(d->db, sql, -1, &c->insert, NULL))
		return database_fault(
		    d, FINDING_DATABASE, STR(""), whole_file, c->report);
	d->steps_left = INT64_MAX;
	status = make(c);
	sqlite3_finalize(c->insert);
	return status;
}

/* SQLite makes indexes on one thread while the other compares. */
static void half(void *self, unsigned worker, size_t item)
{
	struct compare *c = self;

	(void)worker;
	if (item) {
		c->indexed = book_index(c->book, c->report);
		return;
	}
	c->likenesses = alike_find(c->book->alike, &c->likeness_count);
	c->twins = twins_find(c->book->twins, &c->twin_count);
}

static int compare_all(struct compare *c)
{
	struct book *b = c->book;

	if (!b->is_compared)
		return book_index(b, c->report);
	if (plan_read(c))
		return -1;
	pool_run(b->options.workers < 2 ? 1 : 2, 2, half, c);
	if (c->indexed || database_run(&b->whole, "BEGIN", c->report) ||
	    compare_with(c, "INSERT INTO alike VALUES (?,?,?,?,?,?,?,?,?)",
		compare_texts) ||
	    compare_with(
		c, "INSERT INTO twin VALUES (?,?,?,?,?,?,?)", compare_pictures))
		return -1;
	return database_run(&b->whole, "COMMIT", c->report);
}

int book_compare(struct book *b, struct report *r)
{
	struct compare c = {.book = b, .report = r};
	int status;

	if (database_run(&b->whole, tables, r) ||
	    tree_open(b->tree, &c.handle, r))
		return -1;
	status = compare_all(&c);
	tree_close(b->tree, c.handle);
	alike_close(b->alike);
	twins_close(b->twins);
	b->alike = NULL;
	b->twins = NULL;
	return status;
}
