/* SPDX-License-Identifier: MIT */
/*
 * When the head is mended it is read, and its values are held against the
 * kind's fields, as record.c does it; a value that is to be written otherwise
 * is an edit at its place. A head that cannot be read as a whole is read a
 * field at a time.
 */
#include "repair.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "cell.h"
#include "front.h"
#include "yaml.h"

struct change {
	size_t from, to; /* bytes of the text */
	struct str text;
};

struct repair {
	struct arena arena;
	struct str text;
	size_t *lines; /* offsets of their beginnings */
	size_t line_count, line_cap;
	struct change *changes;
	size_t count, cap;
};

static void lines_find(struct repair *rp)
{
	size_t at = 0;

	do {
		rp->lines = arena_grow(&rp->arena, rp->lines, rp->line_count,
		    &rp->line_cap, sizeof *rp->lines);
		rp->lines[rp->line_count++] = at;
		at = str_find_byte(rp->text, '\n', at) + 1;
	} while (at < rp->text.len);
}

/* --- dates ---------------------------------------------------------------- */

static void visit_single(
    struct repair *rp, const struct field *f, const struct value *v)
{
	char text[DATE_SIZE];
	struct str meant;
	size_t from;

	if (v->type != VALUE_TEXT || !v->is_plain || !v->place.line ||
	    v->place.line > rp->line_count)
		return;
	meant = cell_meant(text, f, v->text);
	if (!meant.len)
		return;
	from = rp->lines[v->place.line - 1];
	from += utf8_offset(
	    str_slice(rp->text, from, rp->text.len), v->place.column);
	/* It must stand there just so. */
	if (!str_begins(str_slice(rp->text, from, rp->text.len), v->text))
		return;
	rp->changes = arena_grow(
	    &rp->arena, rp->changes, rp->count, &rp->cap, sizeof *rp->changes);
	rp->changes[rp->count++] = (struct change){
	    from, from + v->text.len, arena_str(&rp->arena, meant)};
}

static void visit_singles(
    struct repair *rp, const struct field *f, const struct value *v)
{
	size_t i;

	if (v->type != VALUE_LIST) {
		visit_single(rp, f, v);
		return;
	}
	for (i = 0; i < v->count; i++)
		visit_single(rp, f, v->items[i]);
}

static void visit(struct repair *rp, const struct field *fields, size_t count,
    const struct value *v);

static void visit_field(
    struct repair *rp, const struct field *f, const struct value *v)
{
	size_t i;

	if (f->type == FIELD_GROUP) {
		visit(rp, f->fields, f->field_count, v);
	} else if (f->type == FIELD_LIST && f->item) {
		visit_singles(rp, f->item, v);
	} else if (f->type == FIELD_LIST && v->type == VALUE_LIST) {
		for (i = 0; i < v->count; i++)
			visit(rp, f->fields, f->field_count, v->items[i]);
	} else if (f->type == FIELD_MAP && v->type == VALUE_MAP) {
		for (i = 0; i < v->count; i++)
			visit_singles(rp, f->item, v->pairs[i].value);
	} else {
		visit_single(rp, f, v);
	}
}

static void visit(struct repair *rp, const struct field *fields, size_t count,
    const struct value *v)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct value *found = value_find(v, fields[i].name);

		if (found)
			visit_field(rp, &fields[i], found);
	}
}

/* Reads a YAML text that begins in this line. NULL: it has faults. */
static const struct value *read_text(
    struct repair *rp, struct str text, uint32_t line)
{
	struct report r;

	report_init(&r, &rp->arena);
	return yaml_parse(&rp->arena, text, STR(""), line, &r);
}

/* Does a field of the head begin in this line? */
static bool is_start(struct str line)
{
	return line.len && !memchr(" \t#-[]{}\"'", line.data[0], 10);
}

static void find_dates(
    struct repair *rp, const struct kind *k, struct str head, uint32_t line)
{
	const struct value *v = read_text(rp, head, line);
	struct str rest = head, s;
	size_t from = 0, at = 0;
	uint32_t first = line;

	if (v) {
		visit(rp, k->fields, k->field_count, v);
		return;
	}
	for (; str_next(&rest, '\n', &s); line++) {
		if (is_start(s) && at > from) {
			v = read_text(rp, str_slice(head, from, at), first);
			visit(rp, k->fields, k->field_count, v);
			from = at;
			first = line;
		}
		at = head.len - rest.len;
	}
	v = read_text(rp, str_slice(head, from, head.len), first);
	visit(rp, k->fields, k->field_count, v);
}

static int by_place(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* --- the whole file ------------------------------------------------------- */

void repair_text(
    struct buf *out, const struct kind *k, struct str path, struct str text)
{
	bool is_yaml = !str_ends(path, STR(".md")), is_whole = true;
	struct buf mended = {0};
	struct repair rp = {0};
	struct str head, body = {0};
	uint32_t line = 1;
	size_t at = 0, i;

	(is_yaml ? front_mend_yaml : front_mend)(&mended, text);
	rp.text = head = buf_view(&mended);
	if (!is_yaml)
		is_whole = front_split(&head, &line, &body, rp.text);
	is_whole &= utf8_check(rp.text) == rp.text.len;
	if (!k || !is_whole || !rp.text.len) {
		buf_str(out, rp.text);
		buf_release(&mended);
		return;
	}
	lines_find(&rp);
	find_dates(&rp, k, head, line);
	if (rp.count)
		qsort(rp.changes, rp.count, sizeof *rp.changes, by_place);
	for (i = 0; i < rp.count; i++) {
		buf_str(out, str_slice(rp.text, at, rp.changes[i].from));
		buf_str(out, rp.changes[i].text);
		at = rp.changes[i].to;
	}
	buf_str(out, str_slice(rp.text, at, rp.text.len - body.len));
	if (k->body)
		markdown_mend(out, body);
	else
		buf_str(out, body);
	arena_release(&rp.arena);
	buf_release(&mended);
}

int repair_schema(
    struct schema *s, struct arena *a, const struct tree *t, struct report *r)
{
	struct tree kinds;
	size_t i, from, to;
	struct str text;
	int status = 0;

	tree_init_memory(&kinds);
	tree_range(t, STR("content/plan/kinds/"), &from, &to);
	for (i = from; i < to; i++) {
		struct buf mended = {0};

		if (tree_read_once(t, &t->entries[i], a, &text, r)) {
			status = -1;
			continue;
		}
		repair_text(&mended, NULL, t->entries[i].path, text);
		tree_add(&kinds, a, t->entries[i].path)->bytes =
		    arena_str(a, buf_view(&mended));
		buf_release(&mended);
	}
	tree_sort(&kinds);
	if (schema_read(s, a, &kinds, r))
		status = -1;
	tree_release(&kinds);
	return status;
}
