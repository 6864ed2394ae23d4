/* SPDX-License-Identifier: MIT */
/* A kind's YAML is turned into fields, the fields into tables; references are
 * joined to their tables when all kinds are there. */
#include "kind.h"

#include "front.h"

struct reader {
	struct schema *schema;
	struct kind *kind;
	struct arena *arena;
	struct report *report;
	bool failed;
};

static void fault(struct reader *rd, struct place place, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

static void fault(
    struct reader *rd, struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(
	    rd->report, FINDING_KIND, rd->kind->path, place, format, args);
	va_end(args);
	rd->failed = true;
}

static const struct {
	const char *name;
	enum field_type type;
} type_names[] = {
    {"text", FIELD_TEXT},
    {"markdown", FIELD_MARKDOWN},
    {"date", FIELD_DATE},
    {"month", FIELD_MONTH},
    {"moment", FIELD_MOMENT},
    {"integer", FIELD_INTEGER},
    {"decimal", FIELD_DECIMAL},
    {"yes-no", FIELD_YES_NO},
    {"choice", FIELD_CHOICE},
    {"reference", FIELD_REFERENCE},
    {"picture", FIELD_PICTURE},
    {"id", FIELD_ID},
    {"group", FIELD_GROUP},
    {"list", FIELD_LIST},
    {"map", FIELD_MAP},
};

static bool type_parse(enum field_type *type, struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(type_names) / sizeof *type_names; i++)
		if (str_is(name, type_names[i].name)) {
			*type = type_names[i].type;
			return true;
		}
	return false;
}

static bool read_flag(struct reader *rd, const struct value *v, const char *key)
{
	const struct pair *p = value_pair(v, str_from(key));

	if (!p)
		return false;
	if (p->value->type == VALUE_TEXT && str_is(p->value->text, "yes"))
		return true;
	if (p->value->type != VALUE_TEXT || !str_is(p->value->text, "no"))
		fault(rd, p->place, "%.*s 只写 yes 或 no", STR_ARGS(p->key));
	return false;
}

static bool read_number(
    struct reader *rd, const struct value *v, const char *key, int64_t *number)
{
	const struct pair *p = value_pair(v, str_from(key));

	if (!p)
		return false;
	if (p->value->type == VALUE_TEXT && str_integer(p->value->text, number))
		return true;
	fault(rd, p->place, "%.*s 要写整数", STR_ARGS(p->key));
	return false;
}

/* A list of texts, or one text as a list. */
static const struct value *read_texts(
    struct reader *rd, const struct value *v, const char *key)
{
	const struct pair *p = value_pair(v, str_from(key));
	struct value *list;
	size_t i;

	if (!p)
		return NULL;
	if (p->value->type == VALUE_TEXT) {
		list = value_list(rd->arena);
		value_append(rd->arena, list, p->value);
		return list;
	}
	if (p->value->type != VALUE_LIST || !p->value->count) {
		fault(rd, p->place, "%.*s 要写列表", STR_ARGS(p->key));
		return NULL;
	}
	for (i = 0; i < p->value->count; i++)
		if (p->value->items[i]->type != VALUE_TEXT)
			fault(rd, p->place, "%.*s 的各项要写文字",
			    STR_ARGS(p->key));
	return p->value;
}

/* Table and column names stand in SQL as they are. */
static bool name_is_good(struct str name)
{
	size_t i;

	if (!name.len || (name.data[0] >= '0' && name.data[0] <= '9'))
		return false;
	for (i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.data[i];

		if (c < 0x80 && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return true;
}

static struct field *fields_read(
    struct reader *rd, const struct value *v, size_t *count);

static void check_keys(struct reader *rd, const struct value *v,
    const char *const *known, const char *where)
{
	size_t i, k;

	for (i = 0; i < v->count; i++) {
		for (k = 0; known[k]; k++)
			if (str_is(v->pairs[i].key, known[k]))
				break;
		if (!known[k])
			fault(rd, v->pairs[i].place, "%s里没有“%.*s”这一项",
			    where, STR_ARGS(v->pairs[i].key));
	}
}

static void field_read_parts(
    struct reader *rd, struct field *f, const struct value *v)
{
	struct str of = value_find_text(v, "of");

	if (f->type == FIELD_LIST && of.len) {
		f->item = arena_alloc(rd->arena, sizeof *f->item);
		*f->item = *f;
		f->item->item = NULL;
		f->item->is_required = true;
		if (!type_parse(&f->item->type, of) ||
		    f->item->type >= FIELD_ID)
			fault(rd, f->place, "“%.*s”的 of 不是单值类型",
			    STR_ARGS(f->name));
		return;
	}
	if (f->type != FIELD_GROUP && f->type != FIELD_LIST)
		return;
	f->fields =
	    fields_read(rd, value_find(v, STR("fields")), &f->field_count);
	if (!f->field_count)
		fault(
		    rd, f->place, "“%.*s”要写 fields 或 of", STR_ARGS(f->name));
}

static void field_read(struct reader *rd, struct field *f, const struct pair *p)
{
	static const char *const known[] = {"type", "required", "public", "key",
	    "explains", "allows", "dated", "help", "example", "choices", "to",
	    "of", "fields", "min", "max", "prefix", "from", NULL};
	const struct value *v = p->value;

	*f = (struct field){.name = p->key, .place = p->place};
	if (!name_is_good(p->key))
		fault(rd, p->place, "栏目名“%.*s”只用汉字、字母和数字",
		    STR_ARGS(p->key));
	if (v->type != VALUE_MAP) {
		fault(rd, p->place, "“%.*s”要写成 {type: …}", STR_ARGS(p->key));
		return;
	}
	check_keys(rd, v, known, "栏目定义");
	if (!type_parse(&f->type, value_find_text(v, "type")))
		fault(rd, p->place, "“%.*s”的 type 不认识", STR_ARGS(p->key));
	f->is_required = read_flag(rd, v, "required");
	f->is_public = read_flag(rd, v, "public");
	f->is_key = read_flag(rd, v, "key");
	f->explains = read_flag(rd, v, "explains");
	f->allows = read_flag(rd, v, "allows");
	f->is_dated = read_flag(rd, v, "dated");
	if (f->is_dated && f->type != FIELD_DATE)
		fault(rd, p->place, "“%.*s”：dated 只用于 date",
		    STR_ARGS(p->key));
	f->help = value_find_text(v, "help");
	f->example = value_find_text(v, "example");
	f->prefix = value_find_text(v, "prefix");
	f->from = value_find_text(v, "from");
	f->has_min = read_number(rd, v, "min", &f->min);
	f->has_max = read_number(rd, v, "max", &f->max);
	f->choices = read_texts(rd, v, "choices");
	f->to = read_texts(rd, v, "to");
	if (!f->help.len)
		fault(rd, p->place, "“%.*s”没有 help 说明", STR_ARGS(p->key));
	field_read_parts(rd, f, v);
	if ((f->type == FIELD_CHOICE ||
		(f->item && f->item->type == FIELD_CHOICE)) != !!f->choices)
		fault(rd, p->place, "“%.*s”：choice 要有 choices，别的不要",
		    STR_ARGS(p->key));
	if ((f->type == FIELD_REFERENCE ||
		(f->item && f->item->type == FIELD_REFERENCE)) != !!f->to)
		fault(rd, p->place, "“%.*s”：reference 要有 to，别的不要",
		    STR_ARGS(p->key));
}

static struct field *fields_read(
    struct reader *rd, const struct value *v, size_t *count)
{
	struct field *fields;
	size_t i;

	*count = 0;
	if (!v || v->type != VALUE_MAP)
		return NULL;
	fields = arena_array(rd->arena, v->count, sizeof *fields);
	for (i = 0; i < v->count; i++)
		field_read(rd, &fields[i], &v->pairs[i]);
	*count = v->count;
	return fields;
}

/* --- patterns ----------------------------------------------------------- */

const struct field *fields_find(
    const struct field *fields, size_t count, struct str name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (str_equal(fields[i].name, name))
			return &fields[i];
	return NULL;
}

const struct field *kind_capture(const struct kind *k, struct str name)
{
	return fields_find(k->captures, k->capture_count, name);
}

static void capture_read(
    struct reader *rd, struct piece *piece, struct str inside)
{
	size_t colon = str_find_byte(inside, ':', 0);
	struct str name = str_slice(inside, 0, colon);
	struct str more = str_slice(inside, colon + 1, inside.len);

	piece->type = PIECE_CAPTURE;
	piece->field = kind_capture(rd->kind, name);
	if (!piece->field)
		fault(rd, (struct place){0}, "files 里的“%.*s”在 path 里没有",
		    STR_ARGS(name));
	piece->is_deep = str_is(more, "**");
	if (!piece->is_deep)
		piece->text = more;
}

static void pattern_read(struct reader *rd, struct str files)
{
	struct kind *k = rd->kind;
	size_t at = 0, cap = 0, open = SIZE_MAX;

	while (at < files.len) {
		struct piece *p;
		size_t end = at;

		k->pieces = arena_grow(
		    rd->arena, k->pieces, k->piece_count, &cap, sizeof *p);
		p = &k->pieces[k->piece_count];
		if (files.data[at] == '{') {
			end = str_find_byte(files, '}', at);
			if (end == files.len)
				fault(rd, (struct place){0},
				    "files 的花括号没有关上：%.*s",
				    STR_ARGS(files));
			capture_read(rd, p, str_slice(files, at + 1, end));
			at = end + 1;
		} else if (files.data[at] == '[' && open == SIZE_MAX) {
			p->type = PIECE_OPTIONAL;
			open = k->piece_count;
			at++;
		} else if (files.data[at] == ']' && open != SIZE_MAX) {
			p->type = PIECE_END;
			k->pieces[open].end = k->piece_count;
			open = SIZE_MAX;
			at++;
		} else if (strchr("[]", files.data[at])) {
			fault(rd, (struct place){0},
			    "files 的方括号不成对，或者套在另一对里面：%.*s",
			    STR_ARGS(files));
			return;
		} else {
			while (
			    end < files.len && !strchr("{[]", files.data[end]))
				end++;
			p->type = PIECE_TEXT;
			p->text = str_slice(files, at, end);
			at = end;
		}
		k->piece_count++;
	}
	if (open != SIZE_MAX)
		fault(rd, (struct place){0}, "files 的方括号没有关上：%.*s",
		    STR_ARGS(files));
}

/* --- tables ------------------------------------------------------------- */

static size_t column_add(struct reader *rd, struct table *t,
    const struct field *f, struct str name, enum column_type type)
{
	size_t i;

	for (i = 0; i < t->column_count; i++)
		if (str_equal(t->columns[i].name, name))
			fault(rd, f->place, "表里有两列“%.*s”", STR_ARGS(name));
	t->columns = arena_grow(rd->arena, t->columns, t->column_count,
	    &t->column_cap, sizeof *t->columns);
	t->columns[t->column_count] = (struct column){
	    .name = name,
	    .type = type,
	    .field = f,
	    .is_public = f && f->is_public,
	};
	return t->column_count++;
}

static struct table *table_add(
    struct reader *rd, struct str name, const struct table *parent)
{
	static const struct {
		const char *name;
		enum column_type type;
		bool is_public, is_indexed;
	} own[COLUMN_FIRST] = {
	    {"id", COLUMN_INTEGER, true, false},
	    {"parent", COLUMN_INTEGER, true, true},
	    {"seq", COLUMN_INTEGER, true, false},
	    {"file", COLUMN_TEXT, false, false},
	    {"line", COLUMN_INTEGER, false, false},
	};
	struct schema *s = rd->schema;
	struct table *t = arena_alloc(rd->arena, sizeof *t);
	size_t i;

	*t = (struct table){.name = name,
	    .number = s->table_count,
	    .kind = rd->kind,
	    .parent = parent};
	if (schema_table(s, name))
		fault(
		    rd, (struct place){0}, "有两张表叫“%.*s”", STR_ARGS(name));
	s->tables = arena_grow(rd->arena, s->tables, s->table_count,
	    &s->table_cap, sizeof *s->tables);
	s->tables[s->table_count++] = t;
	for (i = 0; i < COLUMN_FIRST; i++) {
		column_add(rd, t, NULL, str_from(own[i].name), own[i].type);
		t->columns[i].is_public = own[i].is_public;
		t->columns[i].is_indexed = own[i].is_indexed && parent;
	}
	return t;
}

static enum column_type column_type_of(enum field_type type)
{
	if (type == FIELD_INTEGER)
		return COLUMN_INTEGER;
	if (type == FIELD_DECIMAL)
		return COLUMN_REAL;
	return type == FIELD_MARKDOWN ? COLUMN_BLOB : COLUMN_TEXT;
}

static bool is_in_record(const struct reader *rd, const struct field *f)
{
	size_t i;

	for (i = 0; i < f->to->count; i++) {
		struct str to = f->to->items[i]->text;

		if (str_begins(to, rd->kind->name) &&
		    to.len > rd->kind->name.len &&
		    to.data[rd->kind->name.len] == '_')
			return true;
	}
	return false;
}

static struct str joined(struct arena *a, struct str left, struct str right)
{
	if (!left.len)
		return right;
	return arena_printf(a, "%.*s_%.*s", STR_ARGS(left), STR_ARGS(right));
}

static void scalar_column(
    struct reader *rd, struct table *t, struct field *f, struct str name)
{
	f->column = column_add(rd, t, f, name, column_type_of(f->type));
	if (f->type == FIELD_REFERENCE && f->to && is_in_record(rd, f))
		f->id_column = column_add(rd, t, f,
		    joined(rd->arena, name, STR("id")), COLUMN_INTEGER);
	if (f->id_column)
		t->columns[f->id_column].is_indexed = true;
	else if (f->type == FIELD_ID || f->type == FIELD_REFERENCE)
		t->columns[f->column].is_indexed = true;
	if (f->is_key)
		t->key = f;
	if (f->type == FIELD_ID)
		t->id = f;
}

static void fields_to_columns(struct reader *rd, struct table *t,
    struct field *fields, size_t count, struct str prefix);

static void child_table(
    struct reader *rd, struct table *t, struct field *f, struct str name)
{
	struct table *child =
	    table_add(rd, joined(rd->arena, t->name, name), t);
	struct field *key;

	child->is_public = t->is_public && f->is_public;
	f->table = child;
	if (f->item) {
		scalar_column(rd, child, f->item, STR("值"));
		return;
	}
	if (f->type == FIELD_MAP) {
		key = arena_alloc(rd->arena, sizeof *key);
		*key = *f;
		key->item = NULL;
		key->type = FIELD_TEXT;
		key->name = STR("键");
		f->item = arena_alloc(rd->arena, sizeof *f->item);
		*f->item = *key;
		f->item->name = f->name;
		scalar_column(rd, child, key, key->name);
		scalar_column(rd, child, f->item, STR("值"));
		return;
	}
	child->fields = f->fields;
	child->field_count = f->field_count;
	fields_to_columns(rd, child, f->fields, f->field_count, STR(""));
}

static void fields_to_columns(struct reader *rd, struct table *t,
    struct field *fields, size_t count, struct str prefix)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct field *f = &fields[i];
		struct str name = joined(rd->arena, prefix, f->name);

		if (f->explains)
			rd->kind->explains = f;
		if (f->is_dated && t == rd->kind->table)
			rd->kind->dated = f;
		switch (f->type) {
		case FIELD_GROUP:
			fields_to_columns(
			    rd, t, f->fields, f->field_count, name);
			break;
		case FIELD_LIST:
		case FIELD_MAP:
			child_table(rd, t, f, name);
			if (f->item)
				f->column =
				    column_add(rd, t, f, name, COLUMN_TEXT);
			break;
		case FIELD_TEXT:
		case FIELD_MARKDOWN:
		case FIELD_DATE:
		case FIELD_MONTH:
		case FIELD_MOMENT:
		case FIELD_INTEGER:
		case FIELD_DECIMAL:
		case FIELD_YES_NO:
		case FIELD_CHOICE:
		case FIELD_REFERENCE:
		case FIELD_PICTURE:
		case FIELD_ID:
		default:
			scalar_column(rd, t, f, name);
		}
	}
}

/* Has this row anything that the public may see? */
static bool any_public(const struct field *fields, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (fields[i].is_public)
			return true;
	return false;
}

static void kind_to_tables(struct reader *rd)
{
	struct kind *k = rd->kind;
	struct table *t = table_add(rd, k->name, NULL);
	size_t i;

	k->table = t;
	t->fields = k->fields;
	t->field_count = k->field_count;
	t->is_public = any_public(k->fields, k->field_count);
	for (i = 0; i < k->capture_count; i++) {
		scalar_column(rd, t, &k->captures[i], k->captures[i].name);
		t->columns[k->captures[i].column].is_indexed = true;
	}
	fields_to_columns(rd, t, k->fields, k->field_count, STR(""));
	if (k->body)
		scalar_column(rd, t, k->body, k->body->name);
	if (k->capture_count > CAPTURES_MAX)
		fault(rd, (struct place){0}, "“%.*s”的 path 项太多",
		    STR_ARGS(k->name));
}

/* --- references --------------------------------------------------------- */

struct str kind_stem(const struct kind *k)
{
	struct str file = path_name(k->path);

	return str_slice(file, 0, str_find_byte(file, '.', 0));
}

const struct kind *schema_kind(const struct schema *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->kind_count; i++)
		if (str_equal(s->kinds[i]->name, name) ||
		    str_equal(kind_stem(s->kinds[i]), name))
			return s->kinds[i];
	return NULL;
}

const struct table *schema_table(const struct schema *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->table_count; i++)
		if (str_equal(s->tables[i]->name, name))
			return s->tables[i];
	return NULL;
}

static void target_add(
    const struct reader *rd, struct field *f, const struct table *t)
{
	f->targets[f->target_count++] = t;
	/* Within a record keys are looked up before they are in the book. */
	if (!t->id && t->kind != rd->kind)
		t->columns[t->key->column].is_indexed = true;
}

static void field_link(struct reader *rd, struct field *f)
{
	size_t i;

	if (f->item)
		field_link(rd, f->item);
	for (i = 0; i < f->field_count; i++)
		field_link(rd, &f->fields[i]);
	if (f->type != FIELD_REFERENCE || !f->to)
		return;
	f->targets = arena_array(rd->arena, f->to->count, sizeof *f->targets);
	for (i = 0; i < f->to->count; i++) {
		const struct table *t =
		    schema_table(rd->schema, f->to->items[i]->text);

		if (t && (t->id || t->key))
			target_add(rd, f, t);
		else
			fault(rd, f->place, "没有“%.*s”这张表，或者它没有 key",
			    STR_ARGS(f->to->items[i]->text));
	}
}

static void kind_link(struct reader *rd)
{
	struct kind *k = rd->kind;
	size_t i;

	for (i = 0; i < k->capture_count; i++)
		field_link(rd, &k->captures[i]);
	for (i = 0; i < k->field_count; i++)
		field_link(rd, &k->fields[i]);
}

static void handling_read(
    struct reader *rd, struct handling *p, const struct pair *gate)
{
	static const char *const known[] = {
	    "submit", "decide", "due", "append", "comment", "near", NULL};
	static const char *const names[] = {"unit", "lead", "office"};
	const struct value *v = gate->value;
	struct str submit = value_find_text(v, "submit");
	int i;

	if (v->type != VALUE_MAP) {
		fault(rd, gate->place, "gate 要写成 {submit: …, decide: […]}");
		return;
	}
	check_keys(rd, v, known, "gate ");
	for (i = 0; i < 3; i++)
		if (str_is(submit, names[i]))
			p->submitter = (enum submitter)(SUBMIT_UNIT + i);
	if (p->submitter == SUBMIT_NOBODY)
		fault(
		    rd, gate->place, "gate 的 submit 写 unit、lead 或 office");
	p->deciders = read_texts(rd, v, "decide");
	if (!p->deciders)
		fault(rd, gate->place, "gate 没有写 decide");
	p->is_due = read_flag(rd, v, "due");
	p->is_appended = read_flag(rd, v, "append");
	p->wants_comment = read_flag(rd, v, "comment");
	p->is_near = read_flag(rd, v, "near");
}

static void kind_read(struct reader *rd, const struct value *v)
{
	static const char *const known[] = {"name", "help", "files", "required",
	    "path", "fields", "body", "gate", NULL};
	static const char *const body_known[] = {
	    "name", "type", "public", "required", "help", NULL};
	struct kind *k = rd->kind;
	const struct value *body = value_find(v, STR("body"));
	const struct pair *gate = value_pair(v, STR("gate"));

	check_keys(rd, v, known, "种类定义");
	k->name = value_find_text(v, "name");
	k->help = value_find_text(v, "help");
	k->files = value_find_text(v, "files");
	k->is_required = read_flag(rd, v, "required");
	if (!name_is_good(k->name))
		fault(rd, v->place, "name 只用汉字、字母和数字：%.*s",
		    STR_ARGS(k->name));
	if (!k->files.len)
		fault(rd, v->place, "没有写 files");
	k->captures =
	    fields_read(rd, value_find(v, STR("path")), &k->capture_count);
	k->fields =
	    fields_read(rd, value_find(v, STR("fields")), &k->field_count);
	pattern_read(rd, k->files);
	if (gate)
		handling_read(rd, &k->handling, gate);
	if (body && body->type == VALUE_MAP) {
		check_keys(rd, body, body_known, "body ");
		k->body = arena_alloc(rd->arena, sizeof *k->body);
		*k->body = (struct field){
		    .name = value_find_text(body, "name"),
		    .type = FIELD_MARKDOWN,
		    .is_public = read_flag(rd, body, "public"),
		    .is_required = read_flag(rd, body, "required"),
		    .help = value_find_text(body, "help"),
		    .place = body->place,
		};
		if (!name_is_good(k->body->name))
			fault(rd, body->place, "body 没有好的 name");
	}
}

/* May the public see every column that people fill in? */
static bool is_open(const struct table *t)
{
	size_t c;

	for (c = COLUMN_FIRST; c < t->column_count; c++)
		if (!t->columns[c].is_public)
			return false;
	return t->is_public;
}

static bool refers_to(const struct table *from, const struct table *to)
{
	size_t c, i;

	for (c = COLUMN_FIRST; c < from->column_count; c++) {
		const struct field *f = from->columns[c].field;

		for (i = 0; f->id_column && i < f->target_count; i++)
			if (f->targets[i] == to)
				return true;
	}
	return from->parent == to;
}

static bool is_leaf(const struct schema *s, const struct table *t)
{
	size_t i;

	for (i = 0; i < s->table_count; i++)
		if (refers_to(s->tables[i], t))
			return false;
	return t->parent != NULL;
}

int schema_read(
    struct schema *s, struct arena *a, const struct tree *t, struct report *r)
{
	struct reader rd = {.schema = s, .arena = a, .report = r};
	size_t from, to, i;

	*s = (struct schema){0};
	tree_range(t, STR("content/plan/kinds/"), &from, &to);
	if (from == to)
		return report_add(r, FINDING_KIND, STR("content/plan/kinds"),
		    (struct place){0}, "没有定义任何记录种类");
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];
		struct value *v;
		struct str text;

		rd.kind = arena_alloc(a, sizeof *rd.kind);
		rd.kind->path = e->path;
		if (tree_read_once(t, e, a, &text, r) ||
		    !(v = front_parse_yaml(a, text, e->path, r))) {
			rd.failed = true;
			continue;
		}
		kind_read(&rd, v);
		kind_to_tables(&rd);
		s->kinds = arena_grow(
		    a, s->kinds, s->kind_count, &s->kind_cap, sizeof *s->kinds);
		s->kinds[s->kind_count++] = rd.kind;
	}
	for (i = 0; i < s->kind_count; i++) {
		rd.kind = s->kinds[i];
		kind_link(&rd);
	}
	for (i = 0; i < s->table_count; i++) {
		s->tables[i]->is_open = is_open(s->tables[i]);
		s->tables[i]->is_leaf = is_leaf(s, s->tables[i]);
	}
	return rd.failed ? -1 : 0;
}
