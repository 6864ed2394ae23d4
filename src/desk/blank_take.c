/* SPDX-License-Identifier: MIT */
/* What was posted is put together along the kind, as the form was; findings
 * find their input by where it stands in the text. */
#include "base/utf8.h"
#include "blank_parts.h"
#include "book/front.h"
#include "book/scribe.h"

/* --- taking ---------------------------------------------------------------- */

struct taking {
	const struct http_request *request;
	struct arena *arena;
	struct str without;
};

static const struct http_field *posted(
    const struct taking *t, struct str name, const char *more)
{
	size_t n = strlen(more), i;

	for (i = 0; i < t->request->field_count; i++) {
		const struct http_field *f = &t->request->fields[i];

		if (!f->file.data && f->name.len == name.len + n &&
		    !memcmp(f->name.data, name.data, name.len) &&
		    !memcmp(f->name.data + name.len, more, n))
			return f;
	}
	return NULL;
}

struct str blank_clean(struct arena *a, struct str text)
{
	struct buf out = {0};
	struct str made;
	size_t at, step;
	uint32_t cp;

	text = str_trim(text);
	for (at = 0; at < text.len; at += step) {
		step = utf8_decode(str_slice(text, at, text.len), &cp);
		if (!step) {
			step = 1;
			continue;
		}
		if (cp == '\r' &&
		    (at + 1 == text.len || text.data[at + 1] != '\n'))
			buf_byte(&out, '\n');
		else if (cp != '\r' && !utf8_is_forbidden(cp))
			buf_str(&out, str_slice(text, at, at + step));
	}
	made = arena_str(a, str_trim(buf_view(&out)));
	buf_release(&out);
	return made;
}

static struct value *lines_take(struct taking *t, struct str text)
{
	struct value *list = value_list(t->arena);
	struct str line;

	text = blank_clean(t->arena, text);
	while (str_next(&text, '\n', &line))
		if (str_trim(line).len)
			value_append(t->arena, list,
			    value_text(t->arena, str_trim(line)));
	return list;
}

static struct value *fields_take(struct taking *t, const struct field *fields,
    size_t count, struct str prefix, const struct value *before);

static const struct value *item_before(
    const struct value *before, struct str number)
{
	int64_t n;

	if (!before || before->type != VALUE_LIST || !str_integer(number, &n) ||
	    n < 0 || (size_t)n >= before->count)
		return NULL;
	return before->items[n];
}

static struct value *list_take(struct taking *t, const struct field *f,
    struct str name, const struct value *before)
{
	struct value *list = value_list(t->arena), *item;
	const struct http_field *mark;
	struct str own;
	size_t i;

	for (i = 0; i < BLANK_ITEMS_MAX; i++) {
		own = blank_item(t->arena, name, i);
		mark = posted(t, own, ".#");
		if (!mark)
			break;
		if (str_equal(own, t->without))
			continue;
		item = fields_take(t, f->fields, f->field_count,
		    blank_name(t->arena, own, STR(".")),
		    item_before(before, mark->value));
		if (!scribe_is_empty(item))
			value_append(t->arena, list, item);
	}
	return list;
}

/* Choices: an input each; else a line each. */
static struct value *values_take(struct taking *t, struct str name)
{
	struct value *list = value_list(t->arena);
	size_t i;

	for (i = 0; i < t->request->field_count; i++) {
		const struct http_field *p = &t->request->fields[i];
		struct value *lines;
		size_t k;

		if (p->file.data || !str_equal(p->name, name))
			continue;
		lines = lines_take(t, p->value);
		for (k = 0; k < lines->count; k++)
			value_append(t->arena, list, lines->items[k]);
	}
	return list;
}

static struct value *map_take(
    struct taking *t, struct str name, const struct value *before)
{
	struct value *map = value_map(t->arena);
	const struct http_field *key, *value;
	const struct value *was;
	struct value *lines;
	struct str own, k;
	size_t i;

	for (i = 0; i < BLANK_ITEMS_MAX; i++) {
		own = blank_item(t->arena, name, i);
		key = posted(t, own, ".键");
		value = posted(t, own, ".值");
		if (!key || !value)
			break;
		k = blank_clean(t->arena, key->value);
		lines = lines_take(t, value->value);
		/* Words without a name are not lost either. */
		if (!k.len && lines->count)
			k = arena_printf(t->arena, "第%zu项", i + 1);
		if (!k.len || str_equal(own, t->without) || value_find(map, k))
			continue;
		was = value_find(before, k);
		value_put(t->arena, map, k,
		    lines->count == 1 && !(was && was->type == VALUE_LIST)
			? lines->items[0]
			: lines);
	}
	return map;
}

static struct value *field_take(struct taking *t, const struct field *f,
    struct str prefix, const struct value *before)
{
	struct str name = blank_name(t->arena, prefix, f->name);
	const struct http_field *p;

	if (f->type == FIELD_GROUP)
		return fields_take(t, f->fields, f->field_count,
		    blank_name(t->arena, name, STR(".")), before);
	if (f->type == FIELD_MAP)
		return map_take(t, name, before);
	if (f->type == FIELD_LIST)
		return f->item ? values_take(t, name)
			       : list_take(t, f, name, before);
	p = posted(t, name, "");
	return p ? value_text(t->arena, blank_clean(t->arena, p->value)) : NULL;
}

static struct value *fields_take(struct taking *t, const struct field *fields,
    size_t count, struct str prefix, const struct value *before)
{
	struct value *map = value_map(t->arena), *v;
	size_t i;

	for (i = 0; i < count; i++) {
		struct value *was = value_find(before, fields[i].name);

		v = fields[i].type == FIELD_ID || !blank_fits(&fields[i], was)
		    ? was
		    : field_take(t, &fields[i], prefix, was);
		if (!scribe_is_empty(v))
			value_put(t->arena, map, fields[i].name, v);
	}
	for (i = 0; before && before->type == VALUE_MAP && i < before->count;
	     i++)
		if (!fields_find(fields, count, before->pairs[i].key))
			value_put(t->arena, map, before->pairs[i].key,
			    before->pairs[i].value);
	return map;
}

struct value *blank_take(const struct kind *k, struct arena *a,
    const struct http_request *rq, const struct value *before,
    struct str without)
{
	struct taking t = {.request = rq, .arena = a, .without = without};

	return fields_take(&t, k->fields, k->field_count, STR(""), before);
}

static const struct field *picture_field(const struct field *list)
{
	size_t i;

	for (i = 0; i < list->field_count; i++)
		if (list->fields[i].type == FIELD_PICTURE)
			return &list->fields[i];
	return NULL;
}

/* "影像[2].文件": the item of that number, where it is there and has no picture
 * yet; any other name, a new one. */
static struct value *picture_item(
    struct arena *a, struct value *items, struct str name, struct str field)
{
	size_t from = str_find_byte(name, '[', 0) + 1;
	struct value *item;
	int64_t at;

	if (str_integer(
		str_slice(name, from, str_find_byte(name, ']', 0)), &at) &&
	    at >= 0 && (size_t)at < items->count &&
	    !value_find(items->items[at], field))
		return items->items[at];
	item = value_map(a);
	value_append(a, items, item);
	return item;
}

void blank_picture(const struct kind *k, struct arena *a, struct value *head,
    struct str name, struct str file)
{
	struct str own = str_slice(name, 0, str_find_byte(name, '[', 0));
	const struct field *f = fields_find(k->fields, k->field_count, own);
	struct value *was = value_find(head, own);
	const struct field *picture;

	if (!f || !blank_fits(f, was))
		return;
	if (f->type == FIELD_PICTURE && !was)
		value_put(a, head, own, value_text(a, file));
	picture = f->type == FIELD_LIST ? picture_field(f) : NULL;
	if (!picture)
		return;
	if (!was) {
		was = value_list(a);
		value_put(a, head, own, was);
	}
	value_put(a, picture_item(a, was, name, picture->name), picture->name,
	    value_text(a, file));
}

/* --- remarks --------------------------------------------------------------- */

/* Where an input's value begins in the file. */
struct anchor {
	struct str name;
	struct place place;
	bool is_whole; /* an item, or the record: what fields stand in */
};

struct anchors {
	struct arena *arena;
	struct anchor *anchors; /* as they come in the file */
	size_t count, cap;
};

static void anchor_add(
    struct anchors *an, struct str name, struct place place, bool is_whole)
{
	an->anchors = arena_grow(
	    an->arena, an->anchors, an->count, &an->cap, sizeof *an->anchors);
	an->anchors[an->count++] = (struct anchor){name, place, is_whole};
}

static void anchors_find(struct anchors *an, const struct field *fields,
    size_t count, struct str prefix, const struct value *map)
{
	struct arena *a = an->arena;
	size_t i, k;

	for (i = 0; map && map->type == VALUE_MAP && i < map->count; i++) {
		const struct pair *p = &map->pairs[i];
		const struct field *f = fields_find(fields, count, p->key);
		struct str name = blank_name(a, prefix, p->key);

		if (!f)
			continue;
		anchor_add(an, name, p->place, false);
		if (f->type == FIELD_GROUP) {
			anchor_add(an, name, p->value->place, true);
			anchors_find(an, f->fields, f->field_count,
			    blank_name(a, name, STR(".")), p->value);
		}
		for (k = 0; f->type == FIELD_LIST && !f->item &&
		     p->value->type == VALUE_LIST && k < p->value->count;
		     k++) {
			struct str own = blank_item(a, name, k);

			anchor_add(an, own, p->value->items[k]->place, true);
			anchors_find(an, f->fields, f->field_count,
			    blank_name(a, own, STR(".")), p->value->items[k]);
		}
	}
}

static bool is_before(struct place one, struct place other)
{
	return one.line < other.line ||
	    (one.line == other.line && one.column <= other.column);
}

/* 缺少必填栏“日期”: what is missing has no place of its own. */
static struct str missing_name(const struct finding *f)
{
	struct str mark = STR("缺少必填栏“");
	size_t from = mark.len;

	if (!str_is(f->id, finding_sorts[FINDING_FIELD_MISSING].id) ||
	    !str_begins(f->message, mark))
		return STR("");
	return str_slice(
	    f->message, from, str_find(f->message, STR("”"), from));
}

static struct str anchor_name(const struct anchors *an, const struct finding *f)
{
	struct str missing = missing_name(f), name = STR("");
	size_t i;

	for (i = 0; i < an->count; i++) {
		const struct anchor *at = &an->anchors[i];

		if (!is_before(at->place, f->place))
			break;
		if (missing.len && !at->is_whole)
			continue;
		name = at->name;
	}
	if (!missing.len)
		return name;
	return name.len ? arena_printf(an->arena, "%.*s.%.*s", STR_ARGS(name),
			      STR_ARGS(missing))
			: missing;
}

void blank_remarks(struct remarks *out, struct arena *a, const struct kind *k,
    struct str text, struct str path, const struct report *r)
{
	struct anchors an = {.arena = a};
	struct front front = {0};
	struct report quiet;
	size_t i;

	report_init(&quiet, a);
	*out = (struct remarks){0};
	if (!front_parse(&front, a, text, path, &quiet)) {
		anchor_add(&an, STR(""), front.head->place, true);
		anchors_find(
		    &an, k->fields, k->field_count, STR(""), front.head);
	}
	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];
		struct str name = STR("");

		if (str_equal(f->path, path) && f->place.line)
			name = front.head && f->place.line >= front.body_line
			    ? STR(BLANK_BODY)
			    : anchor_name(&an, f);
		out->remarks = arena_grow(a, out->remarks, out->count,
		    &out->cap, sizeof *out->remarks);
		out->remarks[out->count++] = (struct remark){name, f};
	}
}
