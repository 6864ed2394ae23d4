/* SPDX-License-Identifier: MIT */
/* The kinds say all of it; here it becomes rows that a layout can ask for. */
#include "book_parts.h"

static const char dictionary_table[] =
    "CREATE TABLE public.dictionary (seq INTEGER PRIMARY KEY, kind TEXT,"
    " purpose TEXT, record TEXT, name TEXT, type TEXT, help TEXT)";

static const char *type_text(const struct field *f)
{
	switch (f->type) {
	case FIELD_DATE:
		return "日期";
	case FIELD_MONTH:
		return "月份";
	case FIELD_MOMENT:
		return "时刻";
	case FIELD_INTEGER:
		return "整数";
	case FIELD_DECIMAL:
		return "小数";
	case FIELD_YES_NO:
		return "是或否";
	case FIELD_CHOICE:
		return "选项";
	case FIELD_REFERENCE:
		return "所指的编号或名称";
	case FIELD_PICTURE:
		return "图片的地址";
	case FIELD_ID:
		return "编号";
	case FIELD_LIST:
	case FIELD_MAP:
		return "几个值，连成一段文字";
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
	case FIELD_GROUP:
	default:
		return "文字";
	}
}

/* "从 a、b 里选" behind what the field's help says. */
static struct str help_text(struct arena *a, const struct field *f)
{
	struct buf b = {0};
	struct str text;
	size_t i;

	buf_str(&b, f->help);
	for (i = 0; f->choices && i < f->choices->count; i++) {
		buf_text(&b, i ? "、" : b.len ? "：" : "");
		buf_str(&b, f->choices->items[i]->text);
	}
	text = arena_str(a, buf_view(&b));
	buf_release(&b);
	return text;
}

static void bind(sqlite3_stmt *s, int at, struct str text)
{
	sqlite3_bind_text(
	    s, at, text.data ? text.data : "", (int)text.len, SQLITE_TRANSIENT);
}

static int table_add(sqlite3_stmt *s, const struct table *t)
{
	struct arena a = {0};
	int status = 0;
	size_t i;

	for (i = COLUMN_FIRST; i < t->column_count && !status; i++) {
		const struct column *c = &t->columns[i];

		if (!c->is_public || !c->field)
			continue;
		bind(s, 1, t->kind->name);
		bind(s, 2, t->kind->help);
		bind(s, 3, t->name);
		bind(s, 4, c->name);
		bind(s, 5, str_from(type_text(c->field)));
		bind(s, 6, help_text(&a, c->field));
		sqlite3_step(s);
		status = sqlite3_reset(s);
	}
	arena_release(&a);
	return status;
}

int dictionary_make(struct book *b, struct report *r)
{
	sqlite3_stmt *s = NULL;
	int status;
	size_t i;

	if (database_run(&b->whole, dictionary_table, r))
		return -1;
	status = sqlite3_prepare_v2(b->whole.db,
	    "INSERT INTO dictionary (kind, purpose, record, name, type, help)"
	    " VALUES (?,?,?,?,?,?)",
	    -1, &s, NULL);
	for (i = 0; i < b->schema.table_count && !status; i++)
		if (b->schema.tables[i]->is_public)
			status = table_add(s, b->schema.tables[i]);
	sqlite3_finalize(s);
	return status ? database_fault(&b->whole, FINDING_DATABASE, STR(""),
			    (struct place){0}, r)
		      : 0;
}
