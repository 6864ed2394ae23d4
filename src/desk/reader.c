/* SPDX-License-Identifier: MIT */
/* Lines are compared by what they are called and say, so an item put between
 * others changes none of these; of a field that says something else, the words
 * are compared. */
#include "reader.h"

#include "base/revise.h"
#include "book/front.h"
#include "visit.h"

/* --- a record's lines ------------------------------------------------------- */

/* Where in the record: its name with numbers and without, and who may see it. */
struct way {
	struct str label, key;
	bool is_public;
};

static struct way way_to(
    struct arena *a, const struct way *from, const struct field *f)
{
	return (struct way){from->label.len
		? arena_printf(
		      a, "%.*s %.*s", STR_ARGS(from->label), STR_ARGS(f->name))
		: f->name,
	    from->key.len ? arena_printf(a, "%.*s %.*s", STR_ARGS(from->key),
				STR_ARGS(f->name))
			  : f->name,
	    from->is_public && f->is_public};
}

static void line_add(struct reader_lines *out, struct arena *a,
    const struct way *way, struct str text)
{
	out->lines = arena_grow(
	    a, out->lines, out->count, &out->cap, sizeof *out->lines);
	out->lines[out->count++] =
	    (struct reader_line){way->label, way->key, text, way->is_public};
}

static void fields_add(struct reader_lines *out, struct arena *a,
    const struct way *from, const struct field *fields, size_t count,
    const struct value *head);

/* Single values as one line, a map's pairs each as one. */
static void plain_add(struct reader_lines *out, struct arena *a,
    const struct way *way, const struct value *v)
{
	struct buf text = {0};
	size_t i;

	if (v->type == VALUE_TEXT) {
		line_add(out, a, way, v->text);
		return;
	}
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++) {
		buf_text(&text, i ? "、" : "");
		buf_str(&text, v->items[i]->text);
	}
	if (text.len)
		line_add(out, a, way, arena_str(a, buf_view(&text)));
	buf_release(&text);
	for (i = 0; v->type == VALUE_MAP && i < v->count; i++) {
		struct way to = *way;

		to.label = arena_printf(a, "%.*s %.*s", STR_ARGS(way->label),
		    STR_ARGS(v->pairs[i].key));
		to.key = to.label;
		plain_add(out, a, &to, v->pairs[i].value);
	}
}

static void items_add(struct reader_lines *out, struct arena *a,
    const struct way *way, const struct field *f, const struct value *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct way to = *way;

		to.label =
		    arena_printf(a, "%.*s %zu", STR_ARGS(way->label), i + 1);
		fields_add(
		    out, a, &to, f->fields, f->field_count, list->items[i]);
	}
}

static void fields_add(struct reader_lines *out, struct arena *a,
    const struct way *from, const struct field *fields, size_t count,
    const struct value *head)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct field *f = &fields[i];
		const struct value *v = value_find(head, f->name);
		struct way to;

		if (!v || v->type == VALUE_NULL)
			continue;
		to = way_to(a, from, f);
		if (f->type == FIELD_GROUP)
			fields_add(out, a, &to, f->fields, f->field_count, v);
		else if (f->field_count && v->type == VALUE_LIST)
			items_add(out, a, &to, f, v);
		else
			plain_add(out, a, &to, v);
	}
}

void reader_record(struct reader_lines *out, struct arena *a,
    const struct kind *k, struct str text, struct str path)
{
	struct way start = {.is_public = true}, body;
	struct report quiet;
	struct front front;
	struct str line;

	report_init(&quiet, a);
	if (front_parse(&front, a, text, path, &quiet))
		return;
	fields_add(out, a, &start, k->fields, k->field_count, front.head);
	if (!k->body)
		return;
	body = way_to(a, &start, k->body);
	while (str_next(&front.body, '\n', &line))
		if (str_trim(line).len)
			line_add(out, a, &body, str_trim(line));
}

void reader_text(struct reader_lines *out, struct arena *a, struct str text)
{
	struct way way = {.is_public = true};
	struct str line;

	while (str_next(&text, '\n', &line))
		line_add(out, a, &way, line);
}

struct value *reader_show(const struct reader_lines *lines, struct arena *a)
{
	struct value *list = value_list(a);
	size_t i;

	for (i = 0; i < lines->count; i++) {
		struct value *map = value_map(a);

		put_text(a, map, "label", lines->lines[i].label);
		put_text(a, map, "text", lines->lines[i].text);
		put_flag(a, map, "is_public", lines->lines[i].is_public);
		value_append(a, list, map);
	}
	return list;
}

/* --- what changed ----------------------------------------------------------- */

static void piece_add(
    struct arena *a, struct value *list, enum revised sort, struct str text)
{
	struct value *map = value_map(a);

	put_text(a, map, "piece", text);
	put_flag(a, map, "is_gone", sort == REVISED_GONE);
	put_flag(a, map, "is_new", sort == REVISED_NEW);
	value_append(a, list, map);
}

/* Without a line it stands for all that is passed over. */
static struct value *row_add(struct arena *a, struct value *list,
    const struct reader_line *line, bool is_same)
{
	struct value *map = value_map(a), *pieces = value_list(a);

	put_text(a, map, "label", line ? line->label : STR(""));
	value_put(a, map, STR("pieces"), pieces);
	put_flag(a, map, "is_gap", !line);
	put_flag(a, map, "is_same", is_same);
	value_append(a, list, map);
	return pieces;
}

struct comparison {
	struct arena *arena;
	const struct reader_line *was, *is;
	struct value *list;
};

static void same_add(struct comparison *c, const struct reader_line *line)
{
	piece_add(c->arena, row_add(c->arena, c->list, line, true),
	    REVISED_SAME, line->text);
}

static void changed_add(struct comparison *c, const struct reader_line *was,
    const struct reader_line *is)
{
	struct value *pieces = row_add(c->arena, c->list, is ? is : was, false);
	struct revised_text *made;
	size_t n, i;

	if (!was || !is) {
		piece_add(c->arena, pieces, was ? REVISED_GONE : REVISED_NEW,
		    was ? was->text : is->text);
		return;
	}
	n = revise_text(&made, c->arena, was->text, is->text);
	for (i = 0; i < n; i++)
		piece_add(c->arena, pieces, made[i].sort, made[i].text);
}

/* What went from `was` on and what came from `is` on: lines of one name are
 * held against each other. */
static void stretch_add(
    struct comparison *c, size_t was, size_t was_end, size_t is, size_t is_end)
{
	size_t k;

	for (; was < was_end; was++) {
		for (k = is; k < is_end; k++)
			if (str_equal(c->is[k].key, c->was[was].key))
				break;
		if (k == is_end) {
			changed_add(c, &c->was[was], NULL);
			continue;
		}
		for (; is < k; is++)
			changed_add(c, NULL, &c->is[is]);
		changed_add(c, &c->was[was], &c->is[is++]);
	}
	for (; is < is_end; is++)
		changed_add(c, NULL, &c->is[is]);
}

static struct str *names(const struct reader_lines *lines, struct arena *a)
{
	struct str *made = arena_array(a, lines->count, sizeof *made);
	size_t i;

	for (i = 0; i < lines->count; i++)
		made[i] =
		    arena_printf(a, "%.*s\n%.*s", STR_ARGS(lines->lines[i].key),
			STR_ARGS(lines->lines[i].text));
	return made;
}

/* Lines that stayed: the first few after a change, the last few before one. */
static void stay_add(struct comparison *c, const struct revision *r,
    size_t count, size_t around, bool is_first, bool is_last)
{
	size_t after = is_first ? 0 : around, before = is_last ? 0 : around, i;

	for (i = 0; i < count; i++) {
		if (i < after || i + before >= count)
			same_add(c, &c->is[r[i].is]);
		else if (i == after && around)
			row_add(c->arena, c->list, NULL, false);
	}
}

struct value *reader_compare(struct arena *a, const struct reader_lines *was,
    const struct reader_lines *is, size_t around)
{
	struct comparison c = {a, was->lines, is->lines, value_list(a)};
	struct revision *r;
	size_t n = revise_list(
	    &r, a, names(was, a), was->count, names(is, a), is->count);
	size_t from, to;

	for (from = 0; from < n; from = to) {
		bool is_same = r[from].sort == REVISED_SAME;

		for (to = from;
		     to < n && (r[to].sort == REVISED_SAME) == is_same; to++)
			;
		if (is_same)
			stay_add(
			    &c, r + from, to - from, around, !from, to == n);
		else
			stretch_add(&c, r[from].was,
			    to < n ? r[to].was : was->count, r[from].is,
			    to < n ? r[to].is : is->count);
	}
	return c.list;
}
