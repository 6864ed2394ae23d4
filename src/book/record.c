/* SPDX-License-Identifier: MIT */
/* A walk over the kind's fields and the head's values side by side: each type
 * has one function that turns a text into a cell or says what is wrong. */
#include "record.h"

#include "base/utf8.h"
#include "form.h"

struct maker {
	struct record *record;
	struct arena *arena;
	struct report *report;
	struct cell_maker cells;
};

static int fault(struct maker *mk, enum finding_id id, struct place place,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

static int fault(struct maker *mk, enum finding_id id, struct place place,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(mk->report, id, mk->record->path, place, format, args);
	va_end(args);
	return -1;
}

static size_t row_add(struct maker *mk, const struct table *t, size_t parent,
    uint32_t seq, const struct value *v)
{
	struct record *rec = mk->record;
	struct row *row;

	rec->rows = arena_grow(mk->arena, rec->rows, rec->row_count,
	    &rec->row_cap, sizeof *rec->rows);
	row = &rec->rows[rec->row_count];
	*row = (struct row){
	    .table = t,
	    .parent = parent,
	    .seq = seq,
	    .place = v->place,
	    .value = v,
	    .cells = arena_array(
		mk->arena, t->column_count - COLUMN_FIRST, sizeof *row->cells),
	};
	if (!row->place.line)
		row->place.line = 1;
	return rec->row_count++;
}

static struct cell *cell_at(struct maker *mk, size_t row, size_t column)
{
	return &mk->record->rows[row].cells[column - COLUMN_FIRST];
}

static void make_field(
    struct maker *mk, size_t row, const struct field *f, const struct value *v);

static bool is_empty(const struct value *v)
{
	return !v || v->type == VALUE_NULL ||
	    (v->type == VALUE_TEXT && !str_trim(v->text).len) ||
	    ((v->type == VALUE_LIST || v->type == VALUE_MAP) && !v->count);
}

/* --- maps ----------------------------------------------------------------- */

static void check_key(struct maker *mk, const struct field *fields,
    size_t count, const struct pair *p)
{
	const struct field *f = fields_find(fields, count, p->key);
	struct str meant;

	if (f && f->type == FIELD_ID) {
		fault(mk, FINDING_KEY_DERIVED, p->place,
		    "“%.*s”由系统生成，不要填写", STR_ARGS(p->key));
		return;
	}
	if (f)
		return;
	f = kind_capture(mk->record->kind, p->key);
	if (f && fields == mk->record->kind->fields) {
		fault(mk, FINDING_KEY_DERIVED, p->place,
		    "“%.*s”由文件所在目录得出，不要填写", STR_ARGS(p->key));
		return;
	}
	meant = nearest_name(p->key, NULL, fields, count);
	if (meant.len)
		fault(mk, FINDING_KEY_UNKNOWN, p->place,
		    "没有“%.*s”这一栏，是不是“%.*s”？", STR_ARGS(p->key),
		    STR_ARGS(meant));
	else
		fault(mk, FINDING_KEY_UNKNOWN, p->place, "没有“%.*s”这一栏",
		    STR_ARGS(p->key));
}

/* `at`: the place of what the fields belong to. */
static void make_fields(struct maker *mk, size_t row,
    const struct field *fields, size_t count, const struct value *v,
    struct place at)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		check_key(mk, fields, count, &v->pairs[i]);
	for (i = 0; i < count; i++) {
		const struct field *f = &fields[i];
		const struct pair *p = value_pair(v, f->name);

		if (p && f->type != FIELD_ID && !is_empty(p->value)) {
			make_field(mk, row, f, p->value);
			continue;
		}
		if (!f->is_required)
			continue;
		fault(mk, FINDING_FIELD_MISSING, p ? p->place : at,
		    p ? "“%.*s”是必填栏，没有填" : "缺少必填栏“%.*s”",
		    STR_ARGS(f->name));
		field_remedy(mk->report, f);
	}
}

static int shape_fault(struct maker *mk, const struct field *f,
    const struct value *v, const char *wanted)
{
	fault(mk, FINDING_FIELD_SHAPE, v->place, "“%.*s”要写成%s",
	    STR_ARGS(f->name), wanted);
	field_remedy(mk->report, f);
	return -1;
}

/* --- lists ---------------------------------------------------------------- */

static size_t single_row(struct maker *mk, size_t parent, uint32_t seq,
    const struct field *f, const struct value *v, struct str key)
{
	const struct field *item = f->item;
	size_t row;

	if (v->type != VALUE_TEXT) {
		shape_fault(mk, f, v, "文字，或文字的列表");
		return 0;
	}
	row = row_add(mk, f->table, parent, seq, v);
	if (f->type == FIELD_MAP)
		*cell_at(mk, row, COLUMN_FIRST) = text_cell(key);
	cell_make(&mk->cells, cell_at(mk, row, item->column), item, v);
	return row;
}

/* Adds a value to the text that stands for the whole list. */
static void joined_add(struct buf *joined, const struct value *v)
{
	if (v->type != VALUE_TEXT)
		return;
	buf_text(joined, joined->len ? "、" : "");
	buf_str(joined, v->text);
}

static void joined_set(
    struct maker *mk, size_t row, const struct field *f, struct buf *joined)
{
	*cell_at(mk, row, f->column) =
	    text_cell(arena_str(mk->arena, buf_view(joined)));
	buf_release(joined);
}

static void make_list(struct maker *mk, size_t parent, const struct field *f,
    const struct value *v)
{
	struct buf joined = {0};
	size_t i;

	if (v->type != VALUE_LIST) {
		shape_fault(mk, f, v,
		    f->item ? "列表，如 [甲, 乙]" : "列表，每项以“- ”开头");
		return;
	}
	for (i = 0; i < v->count; i++) {
		const struct value *item = v->items[i];
		uint32_t seq = (uint32_t)i + 1;

		if (f->item) {
			single_row(mk, parent, seq, f, item, STR(""));
			joined_add(&joined, item);
		} else if (item->type != VALUE_MAP) {
			shape_fault(mk, f, item, "分项，每项写“栏目: 值”");
		} else {
			make_fields(mk,
			    row_add(mk, f->table, parent, seq, item), f->fields,
			    f->field_count, item, item->place);
		}
	}
	if (f->item)
		joined_set(mk, parent, f, &joined);
}

/* One key's value or values; returns the last seq given. */
static uint32_t make_entry(struct maker *mk, size_t parent, uint32_t seq,
    const struct field *f, const struct pair *p, struct buf *joined)
{
	struct buf values = {0};
	size_t i;

	if (p->value->type == VALUE_LIST) {
		for (i = 0; i < p->value->count; i++) {
			single_row(
			    mk, parent, ++seq, f, p->value->items[i], p->key);
			joined_add(&values, p->value->items[i]);
		}
	} else {
		size_t row = single_row(mk, parent, ++seq, f, p->value, p->key);

		if (row)
			mk->record->rows[row].place = p->place;
		joined_add(&values, p->value);
	}
	buf_printf(joined, "%s%.*s：%.*s", joined->len ? "\n" : "",
	    STR_ARGS(p->key), STR_ARGS(buf_view(&values)));
	buf_release(&values);
	return seq;
}

static void make_map(struct maker *mk, size_t parent, const struct field *f,
    const struct value *v)
{
	struct buf joined = {0};
	uint32_t seq = 0;
	size_t i;

	if (v->type != VALUE_MAP) {
		shape_fault(mk, f, v, "“名称: 值”的样子");
		return;
	}
	for (i = 0; i < v->count; i++)
		seq = make_entry(mk, parent, seq, f, &v->pairs[i], &joined);
	joined_set(mk, parent, f, &joined);
}

static void make_field(
    struct maker *mk, size_t row, const struct field *f, const struct value *v)
{
	/* That it is a gap is told; what it is not goes without saying. */
	if (f->type != FIELD_TEXT && v->type == VALUE_TEXT &&
	    str_begins(v->text, STR(FORM_GAP)))
		return;
	if (f->type == FIELD_LIST) {
		make_list(mk, row, f, v);
	} else if (f->type == FIELD_MAP) {
		make_map(mk, row, f, v);
	} else if (f->type == FIELD_GROUP) {
		if (v->type == VALUE_MAP)
			make_fields(
			    mk, row, f->fields, f->field_count, v, v->place);
		else
			shape_fault(mk, f, v, "分项，每项写“栏目: 值”");
	} else if (v->type != VALUE_TEXT) {
		shape_fault(mk, f, v, "一个值，不是列表或分项");
	} else {
		cell_make(&mk->cells, cell_at(mk, row, f->column), f, v);
	}
}

/* --- when all rows are there ---------------------------------------------- */

static bool cell_is(const struct cell *c, struct str text)
{
	int64_t n;

	if (c->type == CELL_INTEGER)
		return str_integer(text, &n) && n == c->integer;
	return c->type == CELL_TEXT && str_equal(c->text, text);
}

/* Is this row what `text` names: its key, "<list><key>", or its id? */
static bool row_is_named(
    const struct record *rec, const struct row *row, struct str text)
{
	const struct table *t = row->table;
	struct str list =
	    str_slice(t->name, rec->kind->name.len + 1, t->name.len);

	if (t->id && cell_is(&row->cells[t->id->column - COLUMN_FIRST], text))
		return true;
	if (!t->key)
		return false;
	if (cell_is(&row->cells[t->key->column - COLUMN_FIRST], text))
		return true;
	return str_begins(text, list) &&
	    cell_is(&row->cells[t->key->column - COLUMN_FIRST],
		str_slice(text, list.len, text.len));
}

static void names_of(
    struct buf *out, const struct record *rec, const struct field *f)
{
	size_t i, k;

	for (i = 0; i < rec->row_count; i++)
		for (k = 0; k < f->target_count; k++) {
			const struct row *row = &rec->rows[i];
			const struct cell *c;

			if (row->table != f->targets[k] || !row->table->key)
				continue;
			c = &row->cells[row->table->key->column - COLUMN_FIRST];
			buf_text(out, out->len ? "、" : "");
			if (f->target_count > 1)
				buf_str(out,
				    str_slice(row->table->name,
					rec->kind->name.len + 1,
					row->table->name.len));
			if (c->type == CELL_INTEGER)
				buf_printf(out, "%lld", (long long)c->integer);
			else
				buf_str(out, c->text);
		}
}

/* Finds the row of this record that a reference means. */
static void reference_resolve(
    struct maker *mk, size_t row, const struct field *f)
{
	struct record *rec = mk->record;
	struct cell *c = cell_at(mk, row, f->column);
	size_t found = 0, count = 0, i, k;
	struct buf names = {0};
	bool is_twice = false;
	struct place place;

	for (i = 1; i < rec->row_count; i++)
		for (k = 0; k < f->target_count; k++)
			if (rec->rows[i].table == f->targets[k] &&
			    row_is_named(rec, &rec->rows[i], c->text)) {
				/* That a list has a key twice is told there. */
				is_twice = count &&
				    rec->rows[i].table ==
					rec->rows[found].table;
				found = i;
				count++;
			}
	if (count == 1 || is_twice) {
		/* Row numbers become ids when the book knows its own. */
		*cell_at(mk, row, f->id_column) = (struct cell){
		    .type = CELL_INTEGER, .integer = (int64_t)found};
		return;
	}
	place = record_place(rec, row, f->name);
	if (count) {
		fault(mk, FINDING_REFERENCE_AMBIGUOUS, place,
		    "“%.*s”指的不止一项", STR_ARGS(c->text));
		return;
	}
	for (k = 0; k < f->target_count; k++)
		if (f->targets[k]->kind != rec->kind)
			return; /* the book looks for it elsewhere */
	names_of(&names, rec, f);
	fault(mk, FINDING_REFERENCE_UNKNOWN, place,
	    "“%.*s”所指的“%.*s”在本记录里没有", STR_ARGS(f->name),
	    STR_ARGS(c->text));
	report_last(mk->report)->remedy = arena_printf(mk->report->arena,
	    names.len ? "已有：%.*s" : "先写好被指的那张清单%.*s",
	    STR_ARGS(buf_view(&names)));
	buf_release(&names);
}

static const struct cell *sibling(
    const struct record *rec, size_t row, struct str name)
{
	const struct table *t = rec->rows[row].table;
	size_t i;

	for (i = COLUMN_FIRST; i < t->column_count; i++)
		if (str_equal(t->columns[i].name, name))
			return &rec->rows[row].cells[i - COLUMN_FIRST];
	return NULL;
}

static void id_fill(struct maker *mk, size_t row, const struct field *f)
{
	struct record *rec = mk->record;
	const struct cell *from;

	if (!f->from.len) {
		*cell_at(mk, row, f->column) = text_cell(rec->id);
		return;
	}
	from = sibling(rec, row, f->from);
	if (from && from->type == CELL_INTEGER)
		*cell_at(mk, row, f->column) = text_cell(arena_printf(mk->arena,
		    "%.*s-%.*s%02lld", STR_ARGS(rec->id), STR_ARGS(f->prefix),
		    (long long)from->integer));
}

/* In a list, each key once. */
static void check_key_twice(struct maker *mk, size_t row)
{
	const struct record *rec = mk->record;
	const struct row *here = &rec->rows[row];
	const struct field *key = here->table->key;
	const struct cell *c;
	struct str text;
	size_t i;

	if (!key || !row)
		return;
	c = &here->cells[key->column - COLUMN_FIRST];
	if (c->type != CELL_TEXT && c->type != CELL_INTEGER)
		return;
	text = c->type == CELL_TEXT
	    ? c->text
	    : arena_printf(mk->arena, "%lld", (long long)c->integer);
	for (i = 1; i < row; i++)
		if (rec->rows[i].table == here->table &&
		    rec->rows[i].parent == here->parent &&
		    cell_is(&rec->rows[i].cells[key->column - COLUMN_FIRST],
			text)) {
			fault(mk, FINDING_KEY_VALUE_TWICE,
			    record_place(rec, row, key->name),
			    "“%.*s”重复：第 %u 行已经有“%.*s”",
			    STR_ARGS(key->name), rec->rows[i].place.line,
			    STR_ARGS(text));
			return;
		}
}

static void finish_rows(struct maker *mk)
{
	struct record *rec = mk->record;
	size_t i, c;

	for (i = 0; i < rec->row_count; i++) {
		const struct table *t = rec->rows[i].table;

		if (t->id)
			id_fill(mk, i, t->id);
		check_key_twice(mk, i);
	}
	for (i = 0; i < rec->row_count; i++) {
		const struct table *t = rec->rows[i].table;

		for (c = COLUMN_FIRST; c < t->column_count; c++) {
			const struct field *f = t->columns[c].field;

			if (f->type == FIELD_REFERENCE && f->id_column &&
			    c == f->column &&
			    cell_at(mk, i, c)->type == CELL_TEXT)
				reference_resolve(mk, i, f);
		}
	}
}

static void make_captures(struct maker *mk, const struct match *m)
{
	size_t i;

	for (i = 0; i < m->kind->capture_count; i++) {
		const struct field *f = &m->kind->captures[i];
		struct value v = {.type = VALUE_TEXT, .text = m->captures[i]};

		if (!v.text.len)
			continue;
		/* 0001 in a file's name is 1. */
		while (f->type == FIELD_INTEGER && v.text.len > 1 &&
		    v.text.data[0] == '0')
			v.text = str_slice(v.text, 1, v.text.len);
		v.text = path_dashed(mk->arena, v.text);
		if (cell_make(&mk->cells, cell_at(mk, 0, f->column), f, &v))
			report_last(mk->report)->remedy =
			    STR("把文件移到正确的目录，目录名按规定书写");
	}
}

enum { GAPS_MAX = 20, GAP_SHOWN = 60 }; /* a file; code points of one */

/* What a draft or a form left for a person to write, and is still there. */
static void gaps_find(struct str text, struct str path, struct report *r)
{
	enum { GAP = sizeof FORM_GAP - 1 };
	struct place place = {1, 1, 0};
	size_t line = 0, seen = 0, at = 0, end, n;

	for (n = 0; n < GAPS_MAX; n++) {
		at = form_gap_find(text, at);
		if (at == text.len)
			return;
		for (; seen < at; seen++)
			if (text.data[seen] == '\n') {
				place.line++;
				line = seen + 1;
			}
		end = str_find(text, STR("】"), at) + sizeof "】" - 1;
		if (end > text.len || str_find_byte(text, '\n', at) < end ||
		    utf8_count(str_slice(text, at, end)) > GAP_SHOWN)
			end = at + GAP;
		place.column =
		    (uint32_t)utf8_count(str_slice(text, line, at)) + 1;
		place.width = (uint32_t)utf8_count(str_slice(text, at, end));
		report_add(r, FINDING_GAP_LEFT, path, place, "“%.*s%s”还没有填",
		    (int)(end - at), text.data + at, end > at + GAP ? "" : "…");
		at += GAP;
	}
}

int record_make(struct record *rec, struct arena *a, const struct match *m,
    struct str text, struct str path, const struct tree *t, struct report *r)
{
	struct front front = {0};
	struct maker mk = {.record = rec,
	    .arena = a,
	    .report = r,
	    .cells = {.arena = a, .report = r, .tree = t, .path = path}};
	const struct kind *k = m->kind;
	struct place start = {1, 1, 0};

	*rec = (struct record){.kind = k, .path = path, .id = m->id};
	mk.cells.prefix = arena_printf(a, "pictures/%.*s_", STR_ARGS(m->id));
	if (!str_ends(path, STR(".md")))
		front.head = front_parse_yaml(a, text, path, r);
	else if (front_parse(&front, a, text, path, r))
		front.head = NULL;
	if (!front.head)
		return -1;
	gaps_find(text, path, r);
	row_add(&mk, k->table, 0, 0, front.head);
	rec->rows[0].place = start;
	make_captures(&mk, m);
	make_fields(&mk, 0, k->fields, k->field_count, front.head, start);
	if (k->body && str_trim(front.body).len)
		cell_make_markdown(&mk.cells, cell_at(&mk, 0, k->body->column),
		    front.body, front.body_line);
	else if (k->body && k->body->is_required)
		fault(&mk, FINDING_FIELD_MISSING, start, "没有写正文");
	finish_rows(&mk);
	rec->pictures = mk.cells.pictures;
	rec->picture_count = mk.cells.picture_count;
	rec->links = mk.cells.links;
	rec->link_count = mk.cells.link_count;
	return 0;
}

struct date record_date(const struct record *rec)
{
	const struct field *f = rec->kind->dated;
	struct date d = {0};

	if (f && rec->row_count)
		date_parse(
		    &d, rec->rows[0].cells[f->column - COLUMN_FIRST].text);
	return d;
}

struct place record_place(
    const struct record *rec, size_t row, struct str field)
{
	const struct value *v = rec->rows[row].value;
	const struct pair *found = value_pair(v, field);
	struct str rest = field, part;

	/* A column of a group is <group>_<field>. */
	while (!found && str_next(&rest, '_', &part)) {
		const struct pair *group = value_pair(v, part);

		if (!group)
			break;
		v = group->value;
		found = rest.len ? value_pair(v, rest) : group;
	}
	if (!found)
		return rec->rows[row].place;
	/* Of a list or a group its name is shown, not its first item. */
	return found->value->type == VALUE_TEXT ? found->value->place
						: found->place;
}
