/* SPDX-License-Identifier: MIT */
/*
 * Personal data on their way into the book: workers look at what they read
 * anyway; names, layouts and pictures that no record shows are looked at in
 * the end. What the plan allows is known once the rows are in, so each datum
 * comes with its key until then.
 */
#include "base/utf8.h"
#include "book_parts.h"
#include "picture_text.h"

enum { DATA_MAX = 200 }; /* of one file */

static const struct place whole_file = {0};

static void traces_add(struct traces *d, struct arena *a,
    enum personal_kind kind, struct place place, struct str datum)
{
	struct buf key = {0};

	if (d->count == DATA_MAX)
		return;
	personal_key(&key, datum);
	d->data = arena_grow(a, d->data, d->count, &d->cap, sizeof *d->data);
	d->data[d->count++] = (struct datum){
	    .kind = kind, .place = place, .key = arena_str(a, buf_view(&key))};
	buf_release(&key);
}

void traces_read(struct traces *d, struct arena *a, struct str text)
{
	struct personal_scan s;
	struct personal p;
	struct cursor cursor = {.text = text, .line = 1};

	personal_begin(&s, text, true);
	while (d->count < DATA_MAX && personal_next(&s, &p)) {
		struct str datum = str_slice(text, p.at, p.at + p.len);
		struct place place = cursor_place(&cursor, p.at);

		place.width = (uint32_t)utf8_count(datum);
		traces_add(d, a, p.kind, place, datum);
	}
}

/* --- typed numbers -------------------------------------------------------- */

static bool is_at(const struct value *v, struct place place)
{
	return v->place.line == place.line && v->place.column <= place.column &&
	    place.column <= v->place.column + utf8_count(v->text);
}

static bool is_number(const struct field *f, const struct value *v)
{
	int64_t n;
	size_t i;

	if (f->type == FIELD_INTEGER)
		return str_integer(v->text, &n);
	for (i = 0; i < v->text.len; i++)
		if (!strchr("0123456789.-", v->text.data[i]))
			return false;
	return f->type == FIELD_DECIMAL;
}

static bool is_typed_value(
    const struct field *f, const struct value *v, struct place place);

/* Does a number of these fields stand here? */
static bool is_typed(const struct field *fields, size_t count,
    const struct value *map, struct place place)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct value *v = value_find(map, fields[i].name);

		if (v && is_typed_value(&fields[i], v, place))
			return true;
	}
	return false;
}

static bool is_typed_value(
    const struct field *f, const struct value *v, struct place place)
{
	size_t i;

	switch (v->type) {
	case VALUE_TEXT:
		return is_at(v, place) && is_number(f->item ? f->item : f, v);
	case VALUE_LIST:
		for (i = 0; i < v->count; i++)
			if (is_typed_value(f, v->items[i], place))
				return true;
		return false;
	case VALUE_MAP:
		return is_typed(f->fields, f->field_count, v, place);
	case VALUE_NULL:
	default:
		return false;
	}
}

void traces_drop_typed(struct traces *d, const struct record *rec)
{
	const struct kind *k = rec->kind;
	size_t i, kept = 0;

	for (i = 0; i < d->count; i++)
		if (!is_typed(k->fields, k->field_count, rec->rows[0].value,
			d->data[i].place))
			d->data[kept++] = d->data[i];
	d->count = kept;
}

/* --- pictures ------------------------------------------------------------- */

void traces_read_picture(struct traces *d, struct arena *a, struct str bytes)
{
	struct picture_text m;
	struct str text;

	picture_text_begin(&m, bytes);
	while (picture_text_next(&m, &text)) {
		struct personal_scan s;
		struct personal p;

		personal_begin(&s, text, false);
		while (d->count < DATA_MAX && personal_next(&s, &p))
			traces_add(d, a, p.kind, whole_file,
			    str_slice(text, p.at, p.at + p.len));
	}
	if (m.has_position)
		traces_add(d, a, PERSONAL_POSITION, whole_file, STR(""));
}

/* --- the book's ----------------------------------------------------------- */

void traces_note(
    struct book *b, const struct traces *d, struct str path, int64_t record)
{
	size_t i;

	for (i = 0; i < d->count; i++) {
		struct book_datum *note;

		b->data = arena_grow(&b->arena, b->data, b->data_count,
		    &b->data_cap, sizeof *b->data);
		note = &b->data[b->data_count++];
		*note = (struct book_datum){
		    d->data[i], arena_str(&b->arena, path), record};
		note->datum.key = arena_str(&b->arena, d->data[i].key);
	}
}

/* The name of a file, and those of its folders where they are new. */
static void names_read(struct book *b, struct str path, struct str before)
{
	struct str folder = path_folder(path);
	struct traces d = {0};

	traces_read(&d, &b->arena, path_name(path));
	if (d.count) {
		d.data[0].place = whole_file;
		d.count = 1;
		traces_note(b, &d, path, 0);
	}
	/* A folder comes once: the paths are in order. */
	for (; folder.len; folder = path_folder(folder)) {
		if (str_begins(before, folder) && before.len > folder.len &&
		    before.data[folder.len] == '/')
			return;
		d.count = 0;
		traces_read(&d, &b->arena, path_name(folder));
		if (d.count) {
			d.data[0].place = whole_file;
			d.count = 1;
			traces_note(b, &d, folder, 0);
		}
	}
}

static bool is_layout(struct str path)
{
	return !str_begins(path, STR("layouts/assets/"));
}

static void text_read(struct book *b, const struct entry *e)
{
	struct arena scratch = {0};
	struct report ignored;
	struct traces d = {0};
	struct str text;

	/* Whoever shows it tells that it cannot be read. */
	report_init(&ignored, &scratch);
	if (!tree_read_once(b->tree, e, &scratch, &text, &ignored)) {
		if (path_is_picture(e->path))
			traces_read_picture(&d, &scratch, text);
		else
			traces_read(&d, &scratch, text);
		traces_note(b, &d, e->path, 0);
	}
	arena_release(&scratch);
}

static int others_read(struct book *b, struct report *r)
{
	struct str before = {0};
	sqlite3_stmt *s;
	size_t i, from, to;
	bool has_row;

	/* Those that a record shows have been looked at. */
	b->whole.steps_left = INT64_MAX;
	if (sqlite3_prepare_v2(b->whole.db,
		"SELECT DISTINCT file FROM picture ORDER BY file", -1, &s,
		NULL))
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), whole_file, r);
	has_row = sqlite3_step(s) == SQLITE_ROW;
	tree_range(b->tree, STR("content/"), &from, &to);
	for (i = from; i < to; i++) {
		const struct entry *e = &b->tree->entries[i];

		names_read(b, e->path, before);
		before = e->path;
		if (!path_is_picture(e->path))
			continue;
		if (has_row &&
		    str_is(e->path, (const char *)sqlite3_column_text(s, 0)))
			has_row = sqlite3_step(s) == SQLITE_ROW;
		else
			text_read(b, e);
	}
	sqlite3_finalize(s);
	tree_range(b->tree, STR("layouts/"), &from, &to);
	for (i = from; i < to; i++)
		if (is_layout(b->tree->entries[i].path))
			text_read(b, &b->tree->entries[i]);
	return 0;
}

/* --- what is allowed ------------------------------------------------------ */

static int allowances_of(
    struct book *b, const struct column *c, struct str table, struct report *r)
{
	struct buf sql = {0};
	sqlite3_stmt *s;
	int code;

	buf_text(&sql, "SELECT id, ");
	sql_name(&sql, c->name);
	buf_text(&sql, " FROM ");
	sql_name(&sql, table);
	buf_text(&sql, " ORDER BY id");
	code =
	    sqlite3_prepare_v2(b->whole.db, sql.data, (int)sql.len, &s, NULL);
	buf_release(&sql);
	while (!code && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct str value = {(const char *)sqlite3_column_text(s, 1),
		    (size_t)sqlite3_column_bytes(s, 1)};
		struct buf key = {0};

		personal_key(&key, value);
		b->allowances =
		    arena_grow(&b->arena, b->allowances, b->allowance_count,
			&b->allowance_cap, sizeof *b->allowances);
		b->allowances[b->allowance_count++] =
		    (struct allowance){arena_str(&b->arena, buf_view(&key)),
			sqlite3_column_int64(s, 0)};
		buf_release(&key);
		code = SQLITE_OK;
	}
	if (code != SQLITE_DONE)
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), whole_file, r);
	sqlite3_finalize(s);
	return 0;
}

static int allowances_read(struct book *b, struct report *r)
{
	size_t i, c;

	for (i = 0; i < b->schema.table_count; i++) {
		const struct table *t = b->schema.tables[i];

		for (c = COLUMN_FIRST; c < t->column_count; c++)
			if (t->columns[c].field->allows &&
			    allowances_of(b, &t->columns[c], t->name, r))
				return -1;
	}
	return 0;
}

/* The row that allows it; 0: none. */
static int64_t allowed(const struct book *b, struct str key)
{
	size_t i;

	for (i = 0; key.len && i < b->allowance_count; i++)
		if (personal_key_is(key, b->allowances[i].key))
			return b->allowances[i].id;
	return 0;
}

bool book_allows(
    const struct book *b, struct str text, const struct personal *found)
{
	struct buf key = {0};
	bool is_allowed;

	personal_key(&key, str_slice(text, found->at, found->at + found->len));
	is_allowed = allowed(b, buf_view(&key)) != 0;
	buf_release(&key);
	return is_allowed;
}

/* --- the table ------------------------------------------------------------ */

static void bind_or_null(sqlite3_stmt *s, int at, int64_t n)
{
	if (n)
		sqlite3_bind_int64(s, at, n);
	else
		sqlite3_bind_null(s, at);
}

static int datum_insert(sqlite3_stmt *s, const struct book *b,
    const struct book_datum *d, enum personal_kind kind)
{
	const char *name = personal_name(kind);
	int code;

	bind_or_null(s, 1, d->record);
	sqlite3_bind_text(s, 2, d->path.data, (int)d->path.len, SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, d->datum.place.line);
	sqlite3_bind_int64(s, 4, d->datum.place.column);
	sqlite3_bind_int64(s, 5, d->datum.place.width);
	sqlite3_bind_text(s, 6, name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 7, kind >= PERSONAL_MASK_PHONE);
	bind_or_null(s, 8, allowed(b, d->datum.key));
	code = sqlite3_step(s);
	sqlite3_reset(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

int book_privacy(struct book *b, struct report *r)
{
	sqlite3_stmt *s;
	size_t i;
	int code;

	if (others_read(b, r) || allowances_read(b, r) ||
	    database_run(&b->whole,
		"CREATE TABLE personal (record INTEGER, file TEXT,"
		" line INTEGER, column INTEGER, width INTEGER, kind TEXT,"
		" is_mask INTEGER, allowed INTEGER)",
		r))
		return -1;
	code = sqlite3_prepare_v2(b->whole.db,
	    "INSERT INTO personal VALUES (?,?,?,?,?,?,?,?)", -1, &s, NULL);
	for (i = 0; i < b->data_count && !code; i++)
		code = datum_insert(s, b, &b->data[i], b->data[i].datum.kind);
	if (code)
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), whole_file, r);
	sqlite3_finalize(s);
	return 0;
}
