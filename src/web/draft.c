/* SPDX-License-Identifier: MIT */
/* A draft is a layout of two templates: its head is escaped as YAML, its body
 * as Markdown. */
#include "draft.h"

#include "book/front.h"
#include "page.h"

static const struct str folder = {"content/plan/drafts/", 20};

static size_t lines_of(struct str text)
{
	size_t n = 0, at = 0;

	while ((at = str_find_byte(text, '\n', at)) < text.len) {
		at++;
		n++;
	}
	return n;
}

/* A record's fences part its head and its body. */
static int templates_add(struct drafts *ds, const struct layout *l,
    const struct front *front, struct report *r)
{
	struct str head, body;
	uint32_t line;
	int status;

	if (!front_split(&head, &line, &body, front->body))
		return report_add(r, FINDING_LAYOUT, l->file,
		    (struct place){front->body_line, 1, 0},
		    "查询以后要写一份记录：---、栏目、---、正文");
	line += front->body_line - 1;
	status = template_add(&ds->templates, l->path, head, l->file, line, r);
	line += (uint32_t)lines_of(head) + 1;
	if (template_add(&ds->templates, l->name, body, l->file, line, r))
		status = -1;
	return status;
}

/* What only a draft says; the rest is as in a layout. */
static const struct value *own_keys_read(
    struct draft *d, struct arena *a, const struct value *head)
{
	struct value *rest = value_map(a);
	size_t i;

	for (i = 0; i < head->count; i++) {
		const struct pair *p = &head->pairs[i];
		bool is_text = p->value->type == VALUE_TEXT;

		if (is_text && str_is(p->key, "hints")) {
			d->hints = p->value->text;
			d->hints_place = p->value->place;
		} else if (is_text && str_is(p->key, "form") &&
		    str_is(p->value->text, "yes")) {
			d->is_form = true;
		} else {
			value_put(a, rest, p->key, p->value)->place = p->place;
		}
	}
	return rest;
}

static int draft_read(struct drafts *ds, struct arena *a, const struct tree *t,
    const struct entry *e, struct report *r)
{
	struct draft d = {.layout = {.file = e->path, .is_draft = true}};
	struct front front;
	struct str text;
	int status;

	if (tree_read_once(t, e, a, &text, r) ||
	    front_parse(&front, a, text, e->path, r))
		return -1;
	d.kind = str_slice(e->path, folder.len, e->path.len - 3);
	d.layout.name = e->path;
	d.layout.path = arena_printf(a, "%.*s head", STR_ARGS(e->path));
	ds->drafts =
	    arena_grow(a, ds->drafts, ds->count, &ds->cap, sizeof *ds->drafts);
	status = layout_queries_read(
	    &d.layout, a, own_keys_read(&d, a, front.head), r);
	if (!d.layout.each.len && !status)
		status = report_add(r, FINDING_LAYOUT, e->path,
		    (struct place){1, 1, 0}, "草稿要写 each");
	if (templates_add(ds, &d.layout, &front, r))
		status = -1;
	if (!status)
		ds->drafts[ds->count++] = d;
	return status;
}

int drafts_read(
    struct drafts *ds, struct arena *a, const struct tree *t, struct report *r)
{
	size_t from, to;
	int status = 0;

	*ds = (struct drafts){0};
	template_set_init(&ds->templates, a);
	tree_range(t, folder, &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];

		if (!str_ends(e->path, STR(".md")))
			status = report_add(r, FINDING_LAYOUT, e->path,
			    (struct place){0}, "草稿是 .md 文件");
		else if (draft_read(ds, a, t, e, r))
			status = -1;
	}
	template_set_seal(&ds->templates);
	return status;
}

int drafts_check(
    const struct drafts *ds, const struct book *b, struct report *r)
{
	struct arena own = {0};
	struct connection *c;
	int status = 0;
	size_t i;

	if (!ds->count)
		return 0;
	c = connection_open(b, EDITION_INTERNAL, r);
	if (!c)
		return -1;
	for (i = 0; i < ds->count; i++) {
		const struct draft *d = &ds->drafts[i];

		if (layout_check(&ds->templates, &d->layout, c, r) ||
		    (d->hints.len &&
			!query_make(c, &own, d->hints, FINDING_QUERY,
			    d->layout.file, d->hints_place, r)))
			status = -1;
	}
	connection_close(c);
	arena_release(&own);
	return status;
}

const struct draft *drafts_find(const struct drafts *ds, const struct kind *k)
{
	size_t i;

	for (i = 0; i < ds->count; i++)
		if (str_equal(ds->drafts[i].kind, kind_stem(k)))
			return &ds->drafts[i];
	return NULL;
}

static int rows_ask(struct value **rows, struct connection *c, struct arena *a,
    struct str sql, struct str file, struct place place,
    const struct template_frame *top, struct report *r)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL};
	struct query *q = query_make(c, a, sql, FINDING_QUERY, file, place, r);
	size_t i;

	if (!q)
		return -1;
	for (i = 0; i < query_parameter_count(q); i++)
		values[i] = template_frame_find(top, query_parameter(q, i));
	return query_run(q, a, values, 0, rows, r);
}

static int rows_of(struct value **rows, const struct draft *d, struct str sql,
    struct place place, const struct book *b, struct arena *a,
    const struct value *known, struct report *r)
{
	struct template_frame top = {.value = known};
	struct connection *c = connection_open(b, EDITION_INTERNAL, r);
	int status;

	if (!c)
		return -1;
	status = rows_ask(rows, c, a, sql, d->layout.file, place, &top, r);
	connection_close(c);
	return status;
}

int draft_rows(struct value **rows, const struct draft *d, const struct book *b,
    struct arena *a, const struct value *given, struct report *r)
{
	return rows_of(
	    rows, d, d->layout.each, d->layout.each_place, b, a, given, r);
}

int draft_hints(struct value **hints, const struct draft *d,
    const struct book *b, struct arena *a, const struct value *row,
    struct report *r)
{
	*hints = value_list(a);
	if (!d->hints.len)
		return 0;
	return rows_of(hints, d, d->hints, d->hints_place, b, a, row, r);
}

/* What the names of a draft are resolved for. */
struct question {
	const struct layout *layout;
	struct connection *connection;
	struct arena *arena;
	struct report *report;
};

static const struct value *resolve(
    void *self, const struct template_frame *top, struct str name, int *status)
{
	struct question *q = self;
	const struct layout *l = q->layout;
	struct value *rows;
	size_t i;

	for (i = 0; i < l->data_count; i++)
		if (str_equal(l->data[i].name, name))
			break;
	if (i == l->data_count)
		return NULL;
	if (!rows_ask(&rows, q->connection, q->arena, l->data[i].sql, l->file,
		l->data[i].place, top, q->report))
		return rows;
	*status = -1;
	return NULL;
}

int draft_write(struct buf *out, const struct drafts *ds, const struct draft *d,
    const struct book *b, struct arena *a, struct value *row, struct report *r)
{
	struct question q = {.layout = &d->layout, .arena = a, .report = r};
	struct template_options o = {
	    .is_strict = true, .resolve = resolve, .self = &q};
	struct page_options page = {
	    .edition = EDITION_INTERNAL, .today = book_today(b)};
	int status;

	q.connection = connection_open(b, EDITION_INTERNAL, r);
	if (!q.connection)
		return -1;
	page_row_complete(row, a, &page);
	buf_text(out, "---\n");
	o.escape = ESCAPE_YAML;
	status =
	    template_render(out, &ds->templates, d->layout.path, row, &o, r);
	buf_text(out, "---\n");
	o.escape = ESCAPE_MARKDOWN;
	if (template_render(out, &ds->templates, d->layout.name, row, &o, r))
		status = -1;
	connection_close(q.connection);
	return status;
}
