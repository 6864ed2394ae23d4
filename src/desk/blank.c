/* SPDX-License-Identifier: MIT */
/* Kind and record are walked side by side, as record_make() does. Each map for
 * the template has every name, since a name that is missing would be looked up
 * in the field around it. */
#include "blank_parts.h"

#include "base/utf8.h"

enum {
	RADIOS_MAX = 5,
	OPTIONS_MAX = 80,    /* in a list to choose from */
	SUGGESTED_MAX = 400, /* offered while one types */
	LONG = 16, /* symbols of an example: beyond it, a text has lines */
	LINES = 3,
};

struct shown {
	const struct blank *blank;
	const struct remarks *said;
	unsigned number; /* of inputs so far: their ids */
};

static void put(
    struct arena *a, struct value *map, const char *key, struct str text)
{
	value_put(a, map, str_from(key), value_text(a, text));
}

struct str blank_name(struct arena *a, struct str prefix, struct str name)
{
	return arena_printf(a, "%.*s%.*s", STR_ARGS(prefix), STR_ARGS(name));
}

struct str blank_item(struct arena *a, struct str list, size_t i)
{
	return arena_printf(a, "%.*s[%zu]", STR_ARGS(list), i);
}

/* Words that stand in one line as they are. */
static bool is_line(struct str s)
{
	return s.len && str_find_byte(s, '\n', 0) == s.len &&
	    str_equal(s, str_trim(s));
}

static bool are_lines(const struct value *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i]->type != VALUE_TEXT ||
		    !is_line(list->items[i]->text))
			return false;
	return list->count > 0;
}

static bool map_fits(const struct value *v)
{
	size_t i;

	for (i = 0; i < v->count; i++) {
		const struct value *own = v->pairs[i].value;

		if (!is_line(v->pairs[i].key) ||
		    !(own->type == VALUE_LIST
			    ? are_lines(own)
			    : own->type == VALUE_TEXT && is_line(own->text)))
			return false;
	}
	return v->count <= BLANK_ITEMS_MAX;
}

static bool list_fits(const struct field *f, const struct value *v)
{
	size_t i;

	if (f->item)
		return !v->count || are_lines(v);
	for (i = 0; i < v->count; i++)
		if (v->items[i]->type != VALUE_MAP)
			return false;
	return v->count <= BLANK_ITEMS_MAX;
}

bool blank_fits(const struct field *f, const struct value *v)
{
	if (!v || v->type == VALUE_NULL)
		return true;
	if (f->type == FIELD_GROUP)
		return v->type == VALUE_MAP;
	if (f->type == FIELD_MAP)
		return v->type == VALUE_MAP && map_fits(v);
	if (f->type == FIELD_LIST)
		return v->type == VALUE_LIST && list_fits(f, v);
	return v->type == VALUE_TEXT;
}

/* --- showing: remarks ------------------------------------------------------ */

struct value *blank_wrong(
    struct arena *a, const struct remarks *said, struct str name)
{
	struct value *list = value_list(a);
	size_t i;

	for (i = 0; said && i < said->count; i++) {
		const struct remark *rk = &said->remarks[i];
		struct value *map;

		if (!str_equal(rk->name, name))
			continue;
		map = value_map(a);
		put(a, map, "message", rk->finding->message);
		put(a, map, "remedy", rk->finding->remedy);
		put(a, map, "is_warning",
		    rk->finding->level == LEVEL_WARNING ? STR("yes") : STR(""));
		value_append(a, list, map);
	}
	return list;
}

/* --- showing: options ------------------------------------------------------ */

static void option_add(struct arena *a, struct value *list, struct str value,
    struct str label, bool is_on)
{
	struct value *map = value_map(a);

	put(a, map, "option", value);
	put(a, map, "words", label.len ? label : value);
	put(a, map, "is_on", is_on ? STR("yes") : STR(""));
	put(a, map, "option_id", STR(""));
	value_append(a, list, map);
}

static bool is_among(const struct value *v, struct str text)
{
	size_t i;

	if (!v)
		return false;
	if (v->type == VALUE_TEXT)
		return str_equal(v->text, text);
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++)
		if (str_equal(v->items[i]->text, text))
			return true;
	return false;
}

static bool has_option(const struct value *options, struct str text)
{
	size_t i;

	for (i = 0; i < options->count; i++)
		if (str_equal(
			value_find_text(options->items[i], "option"), text))
			return true;
	return false;
}

/* What somebody has written stays to be chosen. */
static void written_add(
    struct arena *a, struct value *options, const struct value *v)
{
	size_t i;

	if (v && v->type == VALUE_TEXT && v->text.len &&
	    !has_option(options, v->text))
		option_add(a, options, v->text, STR(""), true);
	for (i = 0; v && v->type == VALUE_LIST && i < v->count; i++)
		if (!has_option(options, v->items[i]->text))
			option_add(
			    a, options, v->items[i]->text, STR(""), true);
}

static const struct field *field_of(const struct table *t, struct str name)
{
	size_t i;

	for (i = COLUMN_FIRST; i < t->column_count; i++)
		if (str_equal(t->columns[i].name, name))
			return t->columns[i].field;
	return NULL;
}

/* The rows of the record itself that a reference may mean: by their key, with
 * the list's name before it where it may mean several lists. */
static void own_options(struct shown *s, struct value *options,
    const struct field *f, const struct table *t, const struct value *head,
    const struct value *v)
{
	const struct blank *b = s->blank;
	struct str list =
	    str_slice(t->name, b->kind->name.len + 1, t->name.len);
	const struct value *rows = value_find(head, list);
	size_t i;

	for (i = 0; rows && rows->type == VALUE_LIST && i < rows->count; i++) {
		struct str key = {0}, value, words;
		const struct value *k =
		    t->key ? value_find(rows->items[i], t->key->name) : NULL;

		if (k && k->type == VALUE_TEXT)
			key = k->text;
		if (!key.len)
			continue;
		value = f->target_count > 1 ? arena_printf(b->arena, "%.*s%.*s",
						  STR_ARGS(list), STR_ARGS(key))
					    : key;
		words = value_find_text(rows->items[i], "描述");
		option_add(b->arena, options, value,
		    words.len ? arena_printf(b->arena, "%.*s　%.*s",
				    STR_ARGS(value), STR_ARGS(words))
			      : value,
		    is_among(v, value));
	}
}

/* A part of the path that rows of the table have, too, is the same there. */
static void where_add(
    struct buf *sql, const struct blank *b, const struct table *t)
{
	size_t i;

	for (i = 0; i < b->kind->capture_count; i++) {
		const struct field *c = &b->kind->captures[i];

		if (c->type != FIELD_REFERENCE || !field_of(t, c->name))
			continue;
		buf_printf(sql, " AND \"%.*s\" = :%.*s", STR_ARGS(c->name),
		    STR_ARGS(c->name));
	}
}

static struct value *captures_map(const struct blank *b)
{
	struct value *map = value_map(b->arena);
	size_t i;

	for (i = 0; i < b->kind->capture_count; i++)
		value_put(b->arena, map, b->kind->captures[i].name,
		    value_text(b->arena, b->match->captures[i]));
	return map;
}

static void book_options_add(struct shown *s, struct value *options,
    const struct table *t, const struct value *v)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL};
	const struct blank *b = s->blank;
	const struct field *key = t->key ? t->key : t->id;
	struct value *rows, *given = captures_map(b);
	struct buf sql = {0};
	struct query *q;
	bool has_name =
	    t->key && field_of(t, STR("名称")) && !str_is(t->key->name, "名称");
	size_t i;

	if (!key || !b->connection)
		return;
	buf_printf(&sql, "SELECT \"%.*s\" AS k, %s AS n FROM \"%.*s\" WHERE 1",
	    STR_ARGS(key->name), has_name ? "\"名称\"" : "NULL",
	    STR_ARGS(t->name));
	where_add(&sql, b, t);
	buf_printf(&sql, " GROUP BY 1 ORDER BY %s, 1",
	    t->key ? "min(id)" : "max(id) DESC");
	q = query_make(b->connection, b->arena,
	    arena_str(b->arena, buf_view(&sql)), FINDING_QUERY, b->kind->path,
	    (struct place){0}, b->report);
	buf_release(&sql);
	for (i = 0; q && i < query_parameter_count(q); i++)
		values[i] = value_find(given, query_parameter(q, i));
	if (!q ||
	    query_run(q, b->arena, values, SUGGESTED_MAX, &rows, b->report))
		return;
	for (i = 0; i < rows->count; i++) {
		struct str k = value_find_text(rows->items[i], "k");
		struct str n = value_find_text(rows->items[i], "n");

		option_add(b->arena, options, k,
		    n.len ? arena_printf(b->arena, "%.*s（%.*s）", STR_ARGS(n),
				STR_ARGS(k))
			  : k,
		    is_among(v, k));
	}
}

static struct value *options_of(struct shown *s, const struct field *f,
    const struct value *v, const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct value *options = value_list(a);
	size_t i;

	for (i = 0; f->choices && i < f->choices->count; i++)
		option_add(a, options, f->choices->items[i]->text, STR(""),
		    is_among(v, f->choices->items[i]->text));
	if (f->type == FIELD_YES_NO) {
		option_add(
		    a, options, STR("是"), STR(""), is_among(v, STR("是")));
		option_add(
		    a, options, STR("否"), STR(""), is_among(v, STR("否")));
	}
	for (i = 0; i < f->target_count; i++) {
		const struct table *t = f->targets[i];

		if (t->kind == s->blank->kind && t->parent)
			own_options(s, options, f, t, head, v);
		else
			book_options_add(s, options, t, v);
	}
	return options;
}

/* --- showing: fields ------------------------------------------------------- */

/* Which input a field has; a section of the template each. */
static const char *const inputs[] = {"is_line", "is_text", "is_date",
    "is_number", "is_radio", "is_select", "is_checks", "is_suggest",
    "is_picture", "is_lines", "is_group", "is_list", "is_map", "is_kept",
    "is_month"};

/* A map with every name that layouts/desk/field.html asks for. */
static struct value *node_make(
    struct shown *s, const struct field *f, struct str name)
{
	struct arena *a = s->blank->arena;
	struct value *map = value_map(a),
		     *wrong = blank_wrong(a, s->said, name);
	size_t i;

	s->number++;
	put(a, map, "name", name);
	put(a, map, "id", arena_printf(a, "f%u", s->number));
	put(a, map, "label", f->name);
	put(a, map, "help", f->help);
	put(a, map, "example", f->example);
	put(a, map, "required", f->is_required ? STR("yes") : STR(""));
	put(a, map, "public", f->is_public ? STR("yes") : STR(""));
	put(a, map, "value", STR(""));
	put(a, map, "file", STR(""));
	put(a, map, "src", STR(""));
	put(a, map, "rows", STR("3"));
	put(a, map, "takes_pictures", STR(""));
	for (i = 0; i < sizeof inputs / sizeof *inputs; i++)
		put(a, map, inputs[i], STR(""));
	put(a, map, "has_wrong", wrong->count ? STR("yes") : STR(""));
	value_put(a, map, STR("wrong"), wrong);
	value_put(a, map, STR("options"), value_list(a));
	value_put(a, map, STR("items"), value_list(a));
	value_put(a, map, STR("fields"), value_list(a));
	return map;
}

static void node_set(struct value *map, const char *key, struct value *v)
{
	value_pair(map, str_from(key))->value = v;
}

static void node_text(
    struct arena *a, struct value *map, const char *key, struct str text)
{
	node_set(map, key, value_text(a, text));
}

static void node_is(struct arena *a, struct value *map, const char *input)
{
	node_text(a, map, input, STR("yes"));
}

static struct value *fields_show(struct shown *s, const struct field *fields,
    size_t count, struct str prefix, const struct value *map,
    const struct value *head);

/* A list's items as lines of one text. */
static struct str lines_of(struct arena *a, const struct value *v)
{
	struct buf text = {0};
	struct str made;
	size_t i;

	for (i = 0; v && v->type == VALUE_LIST && i < v->count; i++) {
		buf_text(&text, i ? "\n" : "");
		buf_str(&text, v->items[i]->text);
	}
	if (v && v->type == VALUE_TEXT)
		buf_str(&text, v->text);
	made = arena_str(a, buf_view(&text));
	buf_release(&text);
	return made;
}

static struct value *item_make(
    struct shown *s, struct str name, size_t number, struct str was)
{
	struct arena *a = s->blank->arena;
	struct value *map = value_map(a),
		     *wrong = blank_wrong(a, s->said, name);

	put(a, map, "item", name);
	put(a, map, "item_id", arena_printf(a, "i%u", ++s->number));
	put(a, map, "number", arena_printf(a, "%zu", number));
	put(a, map, "was", was);
	put(a, map, "is_added", STR(""));
	put(a, map, "key", STR(""));
	put(a, map, "values", STR(""));
	put(a, map, "item_has_wrong", wrong->count ? STR("yes") : STR(""));
	value_put(a, map, STR("item_wrong"), wrong);
	value_put(a, map, STR("fields"), value_list(a));
	return map;
}

static void list_show(struct shown *s, struct value *node,
    const struct field *f, struct str name, const struct value *v,
    const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct value *items = value_list(a), *item;
	size_t n = v && v->type == VALUE_LIST ? v->count : 0, i, all;

	all = n + (str_equal(s->blank->more, name) || (!n && f->is_required));
	for (i = 0; i < all; i++) {
		struct str own = blank_item(a, name, i);

		item = item_make(
		    s, own, i + 1, i < n ? arena_printf(a, "%zu", i) : STR(""));
		value_pair(item, STR("fields"))->value = fields_show(s,
		    f->fields, f->field_count, blank_name(a, own, STR(".")),
		    i < n ? v->items[i] : NULL, head);
		value_append(a, items, item);
	}
	if (str_equal(s->blank->more, name))
		node_is(a, items->items[all - 1], "is_added");
	for (i = 0; i < f->field_count; i++)
		if (f->fields[i].type == FIELD_PICTURE)
			node_is(a, node, "takes_pictures");
	node_is(a, node, "is_list");
	node_set(node, "items", items);
}

static void map_show(
    struct shown *s, struct value *node, struct str name, const struct value *v)
{
	struct arena *a = s->blank->arena;
	struct value *items = value_list(a), *item;
	size_t n = v && v->type == VALUE_MAP ? v->count : 0, i, all;

	all = n + (str_equal(s->blank->more, name) || !n);
	for (i = 0; i < all; i++) {
		item = item_make(s, blank_item(a, name, i), i + 1, STR(""));
		if (i < n) {
			node_text(a, item, "key", v->pairs[i].key);
			node_text(
			    a, item, "values", lines_of(a, v->pairs[i].value));
		}
		value_append(a, items, item);
	}
	if (str_equal(s->blank->more, name))
		node_is(a, items->items[all - 1], "is_added");
	node_is(a, node, "is_map");
	node_set(node, "items", items);
}

static void picture_show(struct shown *s, struct value *node, struct str file)
{
	struct arena *a = s->blank->arena;

	node_is(a, node, "is_picture");
	node_text(a, node, "file", file);
	if (file.len)
		node_text(a, node, "src",
		    arena_printf(a, "%.*s%.*s", STR_ARGS(s->blank->pictures),
			STR_ARGS(file)));
}

/* A single value, or a list of values that are chosen. */
static void choice_show(struct shown *s, struct value *node,
    const struct field *f, const struct field *of, const struct value *v,
    const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct value *options = options_of(s, of, v, head);
	bool is_list = f->type == FIELD_LIST;
	size_t i;

	if (options->count > OPTIONS_MAX) {
		node_is(a, node, is_list ? "is_lines" : "is_suggest");
		if (is_list)
			node_text(a, node, "value", lines_of(a, v));
		else
			node_set(node, "options", options);
		return;
	}
	written_add(a, options, v);
	if (!is_list && options->count > RADIOS_MAX) {
		node_is(a, node, "is_select");
	} else if (!is_list && !options->count) {
		node_is(a, node, "is_line");
	} else if (is_list && !options->count) {
		node_is(a, node, "is_lines");
	} else {
		if (!is_list && !f->is_required)
			option_add(a, options, STR(""), STR("不填"),
			    !v || !v->text.len);
		node_is(a, node, is_list ? "is_checks" : "is_radio");
	}
	for (i = 0; i < options->count; i++)
		node_text(a, options->items[i], "option_id",
		    arena_printf(a, "%.*s-%zu",
			STR_ARGS(value_find_text(node, "id")), i));
	node_set(node, "options", options);
}

static void text_show(
    struct shown *s, struct value *node, const struct field *f, struct str text)
{
	struct arena *a = s->blank->arena;
	size_t lines = utf8_columns(text) / 60 + 1 + str_count(text, '\n');

	node_text(a, node, "value", text);
	if (utf8_count(f->example) <= LONG && utf8_count(text) <= 2 * LONG &&
	    str_find_byte(text, '\n', 0) == text.len &&
	    f->type != FIELD_MARKDOWN) {
		node_is(a, node, "is_line");
		return;
	}
	node_is(a, node, "is_text");
	node_text(a, node, "rows",
	    arena_printf(a, "%zu", lines < LINES ? (size_t)LINES : lines));
}

static void value_show(struct shown *s, struct value *node,
    const struct field *f, const struct value *v, const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct str text = v && v->type == VALUE_TEXT ? v->text : STR("");
	struct date d;

	switch (f->type) {
	case FIELD_CHOICE:
	case FIELD_REFERENCE:
	case FIELD_YES_NO:
		node_text(a, node, "value", text);
		choice_show(s, node, f, f, v, head);
		return;
	case FIELD_PICTURE:
		picture_show(s, node, text);
		return;
	case FIELD_DATE:
		node_text(a, node, "value", text);
		/* Written otherwise, a browser's calendar would not show it. */
		node_is(a, node,
		    !text.len || date_parse(&d, text) ? "is_date" : "is_line");
		return;
	case FIELD_MONTH:
		node_text(a, node, "value", text);
		node_is(a, node, "is_month");
		return;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
		node_text(a, node, "value", text);
		node_is(a, node, "is_number");
		return;
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
	case FIELD_MOMENT:
	case FIELD_ID:
	case FIELD_GROUP:
	case FIELD_LIST:
	case FIELD_MAP:
	default:
		text_show(s, node, f, text);
	}
}

static struct value *field_show(struct shown *s, const struct field *f,
    struct str prefix, const struct value *v, const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct str name = blank_name(a, prefix, f->name);
	struct value *node = node_make(s, f, name);

	if (!blank_fits(f, v)) {
		node_is(a, node, "is_kept");
	} else if (f->type == FIELD_GROUP) {
		node_is(a, node, "is_group");
		node_set(node, "fields",
		    fields_show(s, f->fields, f->field_count,
			blank_name(a, name, STR(".")), v, head));
	} else if (f->type == FIELD_MAP) {
		map_show(s, node, name, v);
	} else if (f->type != FIELD_LIST) {
		value_show(s, node, f, v, head);
	} else if (!f->item) {
		list_show(s, node, f, name, v, head);
	} else if (f->item->choices || f->item->target_count) {
		choice_show(s, node, f, f->item, v, head);
		if (!value_find_text(node, "value").len)
			node_text(a, node, "value", lines_of(a, v));
	} else {
		node_is(a, node, "is_lines");
		node_text(a, node, "value", lines_of(a, v));
	}
	return node;
}

static struct value *fields_show(struct shown *s, const struct field *fields,
    size_t count, struct str prefix, const struct value *map,
    const struct value *head)
{
	struct arena *a = s->blank->arena;
	struct value *list = value_list(a);
	size_t i;

	for (i = 0; i < count; i++)
		if (fields[i].type != FIELD_ID)
			value_append(a, list,
			    field_show(s, &fields[i], prefix,
				value_find(map, fields[i].name), head));
	return list;
}

struct value *blank_show(
    const struct blank *b, const struct value *head, const struct remarks *said)
{
	struct shown s = {.blank = b, .said = said};

	return fields_show(
	    &s, b->kind->fields, b->kind->field_count, STR(""), head, head);
}
