/* SPDX-License-Identifier: MIT */
/* What a reference names may lie in any record, so this is looked at when all
 * are in the book: one query a reference. */
#include "book_parts.h"

static const struct place whole_file = {0};

/* Does this reference look outside its record? */
static bool looks_outside(const struct table *t, const struct field *f)
{
	size_t i;

	if (!f->id_column)
		return true;
	for (i = 0; i < f->target_count; i++)
		if (f->targets[i]->kind != t->kind)
			return true;
	return false;
}

static void reference_query(
    struct buf *sql, const struct table *t, size_t column)
{
	const struct field *f = t->columns[column].field;
	size_t i;

	buf_text(sql, "SELECT id, ");
	sql_name(sql, t->columns[column].name);
	buf_text(sql, " AS v FROM ");
	sql_name(sql, t->name);
	buf_text(sql, " AS t WHERE v IS NOT NULL");
	if (f->id_column) {
		buf_text(sql, " AND t.");
		sql_name(sql, t->columns[f->id_column].name);
		buf_text(sql, " IS NULL");
	}
	for (i = 0; i < f->target_count; i++) {
		const struct table *to = f->targets[i];
		const struct field *key = to->id ? to->id : to->key;

		buf_text(sql, " AND NOT EXISTS (SELECT 1 FROM ");
		sql_name(sql, to->name);
		buf_text(sql, " AS o WHERE o.");
		sql_name(sql, to->columns[key->column].name);
		buf_text(sql, " = v)");
	}
	buf_text(sql, " ORDER BY id");
}

/* A name of the targets that is near to what was written. */
static struct str name_near(
    struct book *b, const struct field *f, struct str text, struct arena *a)
{
	struct str found = {0};
	struct buf sql = {0};
	unsigned best = 3;
	sqlite3_stmt *s;
	size_t i;

	for (i = 0; i < f->target_count; i++) {
		const struct table *to = f->targets[i];
		const struct field *key = to->id ? to->id : to->key;

		buf_clear(&sql);
		buf_text(&sql, "SELECT DISTINCT ");
		sql_name(&sql, to->columns[key->column].name);
		buf_text(&sql, " AS name FROM ");
		sql_name(&sql, to->name);
		buf_text(&sql, " ORDER BY name LIMIT 1000");
		if (sqlite3_prepare_v2(
			b->whole.db, sql.data, (int)sql.len, &s, NULL))
			continue;
		while (sqlite3_step(s) == SQLITE_ROW) {
			struct str name =
			    str_from((const char *)sqlite3_column_text(s, 0));
			unsigned distance = str_distance(text, name);

			if (distance < best && distance * 2 < name.len) {
				best = distance;
				found = arena_str(a, name);
			}
		}
		sqlite3_finalize(s);
	}
	buf_release(&sql);
	return found;
}

static void reference_fault(struct book *b, struct locator *l, int64_t id,
    const struct table *t, const struct field *f, struct str text,
    struct report *r)
{
	struct str meant = name_near(b, f, text, r->arena);
	struct book_place at;

	if (!locator_find(l, id, f->name, &at))
		return;
	if (kind_captures(t->kind, f))
		at.place = whole_file;
	report_add(r, FINDING_REFERENCE_UNKNOWN, at.path, at.place,
	    meant.len ? "“%.*s”所指的“%.*s”不存在，是不是“%.*s”？"
		      : "“%.*s”所指的“%.*s”不存在%.*s",
	    STR_ARGS(f->name), STR_ARGS(text), STR_ARGS(meant));
	if (kind_captures(t->kind, f))
		report_last(r)->remedy =
		    STR("把文件移到正确的目录，目录名按规定书写");
	else if (f->example.len)
		report_last(r)->remedy = arena_printf(r->arena,
		    "%.*s。例：%.*s", STR_ARGS(f->help), STR_ARGS(f->example));
	else
		report_last(r)->remedy = arena_str(r->arena, f->help);
}

int book_check_references(struct book *b, struct report *r)
{
	struct locator *l = locator_open(b, r);
	struct buf sql = {0};
	sqlite3_stmt *s;
	size_t i, c;
	int status = 0;

	for (i = 0; i < b->schema.table_count && l && !status; i++) {
		const struct table *t = b->schema.tables[i];

		for (c = COLUMN_FIRST; c < t->column_count; c++) {
			const struct field *f = t->columns[c].field;

			if (f->type != FIELD_REFERENCE || c != f->column ||
			    !looks_outside(t, f))
				continue;
			buf_clear(&sql);
			reference_query(&sql, t, c);
			if (sqlite3_prepare_v2(b->whole.db, sql.data,
				(int)sql.len, &s, NULL)) {
				status = database_fault(&b->whole,
				    FINDING_DATABASE, STR(""), whole_file, r);
				break;
			}
			while (sqlite3_step(s) == SQLITE_ROW)
				reference_fault(b, l,
				    sqlite3_column_int64(s, 0), t, f,
				    str_from((const char *)sqlite3_column_text(
					s, 1)),
				    r);
			sqlite3_finalize(s);
		}
	}
	buf_release(&sql);
	locator_close(l);
	return l ? status : -1;
}
