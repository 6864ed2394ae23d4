/* SPDX-License-Identifier: MIT */
/* Reading takes layouts apart; checking prepares their queries, so that a
 * wrong column or variable is told with file and line before any page is. */
#include "layout.h"

#include "book/front.h"
#include "photo.h"

const char *const page_names[PAGE_NAMES] = {
    "today", "edition", "version", "commit", "moment", "path"};

#define WECHAT_FOLDER "layouts/wechat/"

struct reader {
	struct arena *arena;
	struct report *report;
	struct layouts *layouts;
	bool failed;
};

static void fault(
    struct reader *rd, struct str file, struct place place, const char *what)
{
	report_add(rd->report, FINDING_LAYOUT, file, place, "%s", what);
	rd->failed = true;
}

/* The text of a head's value and where it begins; a block scalar begins on
 * the line after its mark. */
static struct str text_of(const struct value *v, struct place *place)
{
	*place = v->place;
	if (!v->is_plain && str_find_byte(v->text, '\n', 0) < v->text.len)
		*place = (struct place){v->place.line + 1, 1, 0};
	return v->type == VALUE_TEXT ? v->text : (struct str){0};
}

static void data_read(
    struct reader *rd, struct layout *l, const struct value *v)
{
	size_t i;

	if (v->type != VALUE_MAP) {
		fault(rd, l->file, v->place, "data 要写“名称: 查询”");
		return;
	}
	l->data = arena_array(rd->arena, v->count, sizeof *l->data);
	for (i = 0; i < v->count; i++) {
		struct data *d = &l->data[l->data_count++];

		d->name = v->pairs[i].key;
		d->sql = text_of(v->pairs[i].value, &d->place);
		if (!d->sql.len)
			fault(rd, l->file, v->pairs[i].place, "查询要写成文字");
	}
}

static void table_take(
    struct reader *rd, struct layout *l, const struct value *v)
{
	l->table = arena_alloc(rd->arena, sizeof *l->table);
	if (table_read(l->table, rd->arena, &rd->layouts->templates, l->name,
		l->file, v, rd->report))
		rd->failed = true;
}

static void search_take(
    struct reader *rd, struct layout *l, const struct value *v)
{
	struct search_layout *s = arena_alloc(rd->arena, sizeof *s);
	size_t i;

	if (v->type != VALUE_MAP) {
		fault(rd, l->file, v->place,
		    "search 要写“筛选项: 取值”，日期写作 date");
		return;
	}
	l->search = s;
	s->facets = arena_array(rd->arena, v->count, sizeof *s->facets);
	for (i = 0; i < v->count; i++) {
		const struct pair *p = &v->pairs[i];
		struct place place;
		struct str text = text_of(p->value, &place), name;

		name = arena_printf(rd->arena, "%.*s search %.*s",
		    STR_ARGS(l->name), STR_ARGS(p->key));
		if (!text.len)
			fault(rd, l->file, p->place, "筛选项的取值要写成文字");
		else if (template_add(&rd->layouts->templates, name, text,
			     l->file, place.line, rd->report))
			rd->failed = true;
		if (str_is(p->key, "date"))
			s->date = name;
		else
			s->facets[s->count++] =
			    (struct search_facet){p->key, name};
	}
}

/* What a partial asks, everybody may ask. */
static void shared_add(struct reader *rd, const struct layout *l)
{
	struct layouts *ls = rd->layouts;
	size_t i, k;

	for (i = 0; i < l->data_count; i++) {
		for (k = 0; k < ls->shared_count; k++)
			if (str_equal(ls->shared[k].data.name, l->data[i].name))
				fault(rd, l->file, l->data[i].place,
				    "别的版式已经有同名的公用查询");
		ls->shared = arena_grow(rd->arena, ls->shared, ls->shared_count,
		    &ls->shared_cap, sizeof *ls->shared);
		ls->shared[ls->shared_count++] =
		    (struct shared){l->data[i], l->file};
	}
}

static void head_read(
    struct reader *rd, struct layout *l, const struct value *head)
{
	struct place place = {1, 1, 0};
	struct str path = {0};
	size_t i;

	for (i = 0; i < head->count; i++) {
		const struct pair *p = &head->pairs[i];

		if (str_is(p->key, "path"))
			path = text_of(p->value, &place);
		else if (str_is(p->key, "each"))
			l->each = text_of(p->value, &l->each_place);
		else if (str_is(p->key, "data"))
			data_read(rd, l, p->value);
		else if (str_is(p->key, "edition") &&
		    p->value->type == VALUE_TEXT &&
		    str_is(p->value->text, "internal"))
			l->is_internal = true;
		else if (str_is(p->key, "table"))
			table_take(rd, l, p->value);
		else if (str_is(p->key, "search"))
			search_take(rd, l, p->value);
		else if (str_is(p->key, "book") && p->value->type == VALUE_LIST)
			l->book = p->value;
		else
			fault(rd, l->file, p->place,
			    "版式头只写 path、each、data、table、book、search、"
			    "edition: internal");
	}
	if (!path.len && l->data_count && head->count == 1) {
		shared_add(rd, l);
		return;
	}
	if (!path.len) {
		fault(rd, l->file, place, "版式头里没有 path");
		return;
	}
	if (l->table && !str_ends(path, STR(".html")))
		fault(
		    rd, l->file, place, "有 table 的版式，path 以 .html 结尾");
	l->path = arena_printf(rd->arena, "%.*s path", STR_ARGS(l->name));
	if (template_add(&rd->layouts->templates, l->path, path, l->file,
		place.line, rd->report))
		rd->failed = true;
}

int layout_queries_read(struct layout *l, struct arena *a,
    const struct value *head, struct report *r)
{
	struct reader rd = {.arena = a, .report = r};
	size_t i;

	for (i = 0; i < head->count; i++) {
		const struct pair *p = &head->pairs[i];

		if (str_is(p->key, "each"))
			l->each = text_of(p->value, &l->each_place);
		else if (str_is(p->key, "data"))
			data_read(&rd, l, p->value);
		else
			fault(&rd, l->file, p->place,
			    "这里只写 each、data、hints、form");
	}
	return rd.failed ? -1 : 0;
}

/* Also one that Windows wrote: what is wrong with it is then told. */
static bool has_head(struct str text)
{
	if (str_begins(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.len);
	return str_begins(text, STR("---\n")) ||
	    str_begins(text, STR("---\r\n"));
}

static void layout_read(struct reader *rd, const struct entry *e,
    struct str text, enum edition edition)
{
	struct layouts *ls = rd->layouts;
	struct layout l = {.file = e->path,
	    .is_wechat = str_begins(e->path, STR(WECHAT_FOLDER))};
	struct front front = {.body = text, .body_line = 1};
	size_t dot = e->path.len - sizeof ".html" + 1;

	l.name = str_slice(e->path, sizeof "layouts/" - 1, dot);
	if (has_head(text)) {
		if (front_parse(&front, rd->arena, text, e->path, rd->report)) {
			rd->failed = true;
			return;
		}
		head_read(rd, &l, front.head);
	}
	if (template_add(&ls->templates, l.name, front.body, e->path,
		front.body_line, rd->report))
		rd->failed = true;
	if (!l.path.len || (l.is_internal && edition == EDITION_PUBLIC))
		return;
	ls->layouts = arena_grow(
	    rd->arena, ls->layouts, ls->count, &ls->cap, sizeof *ls->layouts);
	ls->layouts[ls->count++] = l;
}

int layouts_read(struct layouts *ls, struct arena *a, const struct tree *t,
    enum edition edition, struct report *r)
{
	struct reader rd = {.arena = a, .report = r, .layouts = ls};
	size_t from, to;

	*ls = (struct layouts){0};
	template_set_init(&ls->templates, a);
	tree_range(t, STR("layouts/"), &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];
		struct str text;
		bool is_theme;

		/* What is not the portal's: see desk/pages.h. */
		if (str_begins(e->path, STR("layouts/assets/")) ||
		    str_begins(e->path, STR("layouts/desk/")) ||
		    str_is(e->path, PHOTO_FILE))
			continue;
		is_theme = str_is(e->path, WECHAT_FOLDER "theme.yaml");
		if (!is_theme && !str_ends(e->path, STR(".html"))) {
			fault(&rd, e->path, (struct place){0},
			    "版式是 .html 文件；样式和脚本放在 layouts/assets/");
			continue;
		}
		if (tree_read_once(t, e, a, &text, r)) {
			rd.failed = true;
			continue;
		}
		if (!is_theme)
			layout_read(&rd, e, text, edition);
		else if (theme_parse(&ls->theme, a, text, e->path, r))
			rd.failed = true;
	}
	template_set_seal(&ls->templates);
	return rd.failed ? -1 : 0;
}

struct checker {
	const struct layouts *layouts;
	const struct layout *layout;
	struct query **queries; /* by data; NULL: broken, already told */
	struct query **shared;	/* the same */
	struct arena *arena;
	struct report *report;
	bool failed;
};

static bool is_in_sight(const struct template_scope *s, struct str name)
{
	for (; s; s = s->below)
		if (template_scope_has(s, name))
			return true;
	return false;
}

static struct str *columns_of(
    struct arena *a, const struct query *q, size_t more, size_t *count)
{
	size_t n = q ? query_column_count(q) : 0, i;
	struct str *names = arena_array(a, n + more, sizeof *names);

	for (i = 0; i < n; i++)
		names[i] = query_column(q, i);
	*count = n;
	return names;
}

/* Holds a query's parameters against the names around the place where it is
 * asked; its columns are the names within. */
static void check_query(struct checker *ck, const struct template_scope *top,
    const struct data *data, const struct query *q,
    struct template_scope *inner)
{
	const struct layout *l = ck->layout;
	size_t k;

	for (k = 0; q && k < query_parameter_count(q); k++) {
		struct str wanted = query_parameter(q, k);

		if (is_in_sight(top, wanted))
			continue;
		report_add(ck->report, FINDING_TEMPLATE_UNKNOWN, l->file,
		    data->place,
		    "用到“%.*s”的地方没有“%.*s”，查询里的 :%.*s 取不到值",
		    STR_ARGS(data->name), STR_ARGS(wanted), STR_ARGS(wanted));
		ck->failed = true;
	}
	inner->names = columns_of(ck->arena, q, 0, &inner->count);
	/* A broken query is told once, not once more for each column. */
	inner->is_any = !q;
}

static int search_check(const struct template_set *set,
    const struct search_layout *s, const struct template_scope *root,
    const struct template_shapes *shapes, struct report *r)
{
	int status = 0;
	size_t i;

	if (s->date.len && template_check(set, s->date, root, shapes, r))
		status = -1;
	for (i = 0; i < s->count; i++)
		if (template_check(set, s->facets[i].value, root, shapes, r))
			status = -1;
	return status;
}

static bool check_resolve(void *self, const struct template_scope *top,
    struct str name, struct template_scope *inner)
{
	static const struct str listed[] = {{"path", 4}, {"title", 5}};
	struct checker *ck = self;
	const struct layouts *ls = ck->layouts;
	const struct layout *l = ck->layout;
	size_t i;

	for (i = 0; i < l->data_count; i++)
		if (str_equal(l->data[i].name, name)) {
			check_query(
			    ck, top, &l->data[i], ck->queries[i], inner);
			return true;
		}
	for (i = 0; ls && i < ls->shared_count; i++)
		if (str_equal(ls->shared[i].data.name, name)) {
			check_query(
			    ck, top, &ls->shared[i].data, ck->shared[i], inner);
			return true;
		}
	if (ls && str_is(name, PAGE_LIST)) {
		inner->names = listed;
		inner->count = sizeof listed / sizeof *listed;
		return true;
	}
	return (l->table || is_in_sight(top, STR("title"))) &&
	    table_shape(name, inner);
}

static int check_one(struct checker *ck, const struct template_set *set,
    const struct layout *l, struct connection *c, struct report *r)
{
	struct template_shapes shapes = {check_resolve, ck};
	struct template_scope root = {0};
	struct query *each = NULL;
	struct str *names;
	size_t i;

	ck->layout = l;
	if (l->each.len) {
		each = query_make(c, r->arena, l->each, FINDING_QUERY, l->file,
		    l->each_place, r);
		if (!each)
			return -1;
		if (!l->is_draft && query_parameter_count(each))
			ck->failed = report_add(r, FINDING_LAYOUT, l->file,
			    l->each_place, "each 的查询不能有参数");
	}
	ck->queries = arena_array(r->arena, l->data_count, sizeof *ck->queries);
	for (i = 0; i < l->data_count; i++) {
		ck->queries[i] = query_make(c, r->arena, l->data[i].sql,
		    FINDING_QUERY, l->file, l->data[i].place, r);
		if (!ck->queries[i])
			ck->failed = true;
	}
	names =
	    columns_of(r->arena, each, PAGE_NAMES + TABLE_NAMES, &root.count);
	for (i = 0; i < PAGE_NAMES; i++)
		names[root.count++] = str_from(page_names[i]);
	root.names = names;
	if (template_check(set, l->path, &root, &shapes, r) ||
	    (l->table && table_check(l->table, set, c, &root, r)) ||
	    (l->search && search_check(set, l->search, &root, &shapes, r)))
		ck->failed = true;
	for (i = 0; l->table && i < TABLE_NAMES; i++)
		names[root.count++] = str_from(table_names[i]);
	if (template_check(set, l->name, &root, &shapes, r))
		ck->failed = true;
	return ck->failed ? -1 : 0;
}

int layout_check(const struct template_set *set, const struct layout *l,
    struct connection *c, struct report *r)
{
	struct checker ck = {.arena = r->arena, .report = r};

	return check_one(&ck, set, l, c, r);
}

int layouts_check(const struct layouts *ls, const struct book *b,
    enum edition edition, struct report *r)
{
	struct connection *c = connection_open(b, edition, r);
	struct checker ck = {.layouts = ls, .arena = r->arena, .report = r};
	int status = c ? 0 : -1;
	size_t i;

	ck.shared = arena_array(r->arena, ls->shared_count, sizeof *ck.shared);
	for (i = 0; c && i < ls->shared_count; i++) {
		const struct shared *s = &ls->shared[i];

		ck.shared[i] = query_make(c, r->arena, s->data.sql,
		    FINDING_QUERY, s->file, s->data.place, r);
		if (!ck.shared[i])
			status = -1;
	}
	for (i = 0; c && i < ls->count; i++) {
		ck.failed = false;
		if (check_one(&ck, &ls->templates, &ls->layouts[i], c, r))
			status = -1;
	}
	connection_close(c);
	return status;
}
