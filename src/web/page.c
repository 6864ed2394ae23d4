/* SPDX-License-Identifier: MIT */
/* A page's queries run when its template asks for their rows. The answer to
 * the same question is kept: for the page, or, where the question has no
 * parameters, for all pages that a worker makes. */
#include "page.h"

#include <stdlib.h>

#include "base/pool.h"
#include "base/version.h"
#include "sheet.h"

/* --- the list ------------------------------------------------------------- */

void page_row_complete(
    struct value *row, struct arena *a, const struct page_options *o)
{
	char day[DATE_SIZE];
	struct str values[PAGE_NAMES] = {{day, sizeof day - 1},
	    str_from(o->edition == EDITION_PUBLIC ? "" : "internal"),
	    str_from(TAIZHANG_VERSION), o->commit, o->moment, STR("")};
	size_t i;

	date_print(day, o->today);
	for (i = 0; i < PAGE_NAMES; i++)
		value_put(a, row, str_from(page_names[i]),
		    value_text(a, arena_str(a, values[i])));
}

/* What making the list needs. */
struct lister {
	struct pages *pages;
	struct arena *arena;
	const struct page_options *options;
	struct connection *connection;
	struct query *count; /* of a layout's table */
};

static struct page *page_put(struct pages *ps, struct arena *a,
    const struct layout *l, struct str path, struct value *row)
{
	struct page *p;

	ps->pages =
	    arena_grow(a, ps->pages, ps->count, &ps->cap, sizeof *ps->pages);
	p = &ps->pages[ps->count++];
	*p = (struct page){
	    .layout = l, .path = path, .file = l->file, .row = row};
	return p;
}

/* The rows of a layout's table that belong to a page's row. */
static int table_rows(struct query *q, struct arena *a, const struct value *row,
    struct value **rows, struct report *r)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL};
	size_t i;

	for (i = 0; i < query_parameter_count(q); i++)
		values[i] = value_find(row, query_parameter(q, i));
	return query_run(q, a, values, 0, rows, r);
}

/* The parts and the other forms of a table, whose first page is the last of
 * the list. */
static int group_add(struct lister *ls, const struct layout *l,
    struct value *row, struct report *r)
{
	struct page *first = &ls->pages->pages[ls->pages->count - 1];
	struct page_group *g = arena_alloc(ls->arena, sizeof *g);
	struct value *rows;
	int64_t n = 0;
	size_t i;

	/* Counting takes as long as asking: not where it tells nothing. */
	if (table_parts(l->table, row, SIZE_MAX) > 1) {
		if (!ls->count ||
		    table_rows(ls->count, ls->arena, row, &rows, r))
			return -1;
		str_integer(value_find_text(rows->items[0], "n"), &n);
	}
	g->base = str_slice(first->path, 0, first->path.len - 5);
	g->parts = table_parts(l->table, row, (size_t)n);
	first->group = g;
	for (i = 2; i <= g->parts; i++)
		page_put(ls->pages, ls->arena, l,
		    table_part_path(ls->arena, g->base, i), row)
		    ->group = g;
	for (i = TABLE_CSV; i < TABLE_FORMATS; i++)
		if (table_has(l->table, row, (enum table_format)i))
			page_put(ls->pages, ls->arena, l,
			    arena_printf(ls->arena, "%.*s%s", STR_ARGS(g->base),
				table_endings[i]),
			    row)
			    ->group = g;
	return 0;
}

static int page_add(struct lister *ls, const struct layout *l,
    struct value *row, struct report *r)
{
	struct template_options options = {.is_strict = true};
	const struct page_options *o = ls->options;
	struct arena *a = ls->arena;
	struct buf path = {0};
	struct page *p;
	int status = -1;

	page_row_complete(row, a, o);
	if (template_render(
		&path, &o->layouts->templates, l->path, row, &options, r))
		goto done;
	if (!path_is_good(buf_view(&path)) ||
	    str_is(buf_view(&path), "manifest.json")) {
		report_add(r, FINDING_PAGE_PATH, l->file, (struct place){0},
		    "页面路径“%.*s”不能用", (int)path.len, path.data);
		goto done;
	}
	p = page_put(ls->pages, a, l, arena_str(a, buf_view(&path)), row);
	row->pairs[row->count - 1].value->text = p->path;
	status = l->table ? group_add(ls, l, row, r) : 0;
done:
	buf_release(&path);
	return status;
}

/* How many rows a table has, before they are asked for. */
static struct query *count_query(
    const struct lister *ls, const struct table_layout *t, struct report *r)
{
	struct str sql = t->rows;

	while (sql.len && strchr("; \t\n", sql.data[sql.len - 1]))
		sql.len--;
	return query_make(ls->connection, ls->arena,
	    arena_printf(
		ls->arena, "SELECT count(*) AS n FROM (%.*s\n)", STR_ARGS(sql)),
	    FINDING_QUERY, t->file, t->rows_place, r);
}

static int layout_list(
    struct lister *ls, const struct layout *l, struct report *r)
{
	struct arena *a = ls->arena;
	struct value *rows;
	struct query *q;
	int status = 0;
	size_t i;

	ls->count = l->table ? count_query(ls, l->table, r) : NULL;
	if (!l->each.len)
		return page_add(ls, l, value_map(a), r);
	q = query_make(ls->connection, a, l->each, FINDING_QUERY, l->file,
	    l->each_place, r);
	if (!q || query_run(q, a, NULL, 0, &rows, r))
		return -1;
	for (i = 0; i < rows->count; i++)
		if (page_add(ls, l, rows->items[i], r))
			status = -1;
	return status;
}

static int page_order(const void *left, const void *right)
{
	const struct page *a = left, *b = right;
	int order = str_compare(a->path, b->path);

	return order ? order : str_compare(a->file, b->file);
}

const struct page *page_find(const struct pages *ps, struct str path)
{
	size_t low = 0, high = ps->count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = str_compare(ps->pages[mid].path, path);

		if (!order)
			return &ps->pages[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* A path cannot be a page and a folder. */
static int check_folders(const struct pages *ps, struct report *r)
{
	int status = 0;
	size_t i;

	for (i = 0; i < ps->count; i++) {
		const struct page *p = &ps->pages[i], *above;
		struct str folder = path_folder(p->path);

		for (; folder.len; folder = path_folder(folder))
			if ((above = page_find(ps, folder)))
				status = report_add(r, FINDING_PAGE_PATH,
				    p->file, (struct place){0},
				    "%.*s 要写 %.*s，%.*s 要写 %.*s：%.*s "
				    "不能又是页面又是目录",
				    STR_ARGS(above->file),
				    STR_ARGS(above->path), STR_ARGS(p->file),
				    STR_ARGS(p->path), STR_ARGS(folder));
	}
	return status;
}

static int check_twice(const struct pages *ps, struct report *r)
{
	int status = 0;
	size_t i;

	for (i = 1; i < ps->count; i++) {
		const struct page *a = &ps->pages[i - 1], *b = &ps->pages[i];

		if (!str_equal(a->path, b->path))
			continue;
		status = report_add(r, FINDING_PAGE_TWICE, b->file,
		    (struct place){0}, "%.*s 和 %.*s 都要写 %.*s",
		    STR_ARGS(a->file), STR_ARGS(b->file), STR_ARGS(b->path));
	}
	return status;
}

/* Layouts are listed side by side, each worker's pages for itself. */
struct listing {
	const struct page_options *options;
	struct lister listers[POOL_WORKERS_MAX];
	struct pages pages[POOL_WORKERS_MAX];
	struct arena arenas[POOL_WORKERS_MAX], words[POOL_WORKERS_MAX];
	struct report reports[POOL_WORKERS_MAX];
	bool failed[POOL_WORKERS_MAX];
};

static void list_one(void *self, unsigned worker, size_t number)
{
	struct listing *all = self;
	const struct page_options *o = all->options;
	struct lister *ls = &all->listers[worker];
	struct report *r = &all->reports[worker];

	if (!ls->options) {
		report_init(r, &all->words[worker]);
		*ls = (struct lister){
		    .pages = &all->pages[worker],
		    .arena = &all->arenas[worker],
		    .options = o,
		    .connection = connection_open(o->book, o->edition, r),
		};
	}
	if (!ls->connection || layout_list(ls, &o->layouts->layouts[number], r))
		all->failed[worker] = true;
}

int pages_list(struct pages *ps, struct arena *a, const struct page_options *o,
    struct report *r)
{
	struct listing *all = memory_resize(NULL, sizeof *all);
	int status = 0;
	size_t i, k;

	*ps = (struct pages){0};
	*all = (struct listing){.options = o};
	pool_run(o->workers, o->layouts->count, list_one, all);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		for (k = 0; k < all->pages[i].count; k++) {
			ps->pages = arena_grow(a, ps->pages, ps->count,
			    &ps->cap, sizeof *ps->pages);
			ps->pages[ps->count++] = all->pages[i].pages[k];
		}
		if (all->failed[i])
			status = -1;
		connection_close(all->listers[i].connection);
		report_join(r, &all->reports[i]);
		arena_release(&all->words[i]);
		arena_join(a, &all->arenas[i]);
	}
	memory_free(all);
	if (ps->count)
		qsort(ps->pages, ps->count, sizeof *ps->pages, page_order);
	if (check_twice(ps, r) || check_folders(ps, r))
		return -1;
	return status;
}

/* --- their text ----------------------------------------------------------- */

static const char STAGE[] = "生成页面";

enum { KEPT_MAX = 4 };

/* An answer and the question's parameters. */
struct kept {
	size_t page; /* SIZE_MAX: empty */
	struct str parameters[QUERY_PARAMETERS_MAX];
	struct value *rows;
};

/* A layout's query as one worker has it. */
struct asked {
	struct query *query; /* NULL: not prepared yet */
	struct kept kept[KEPT_MAX];
	size_t next; /* of kept, to be replaced */
};

struct worker {
	struct connection *connection;
	struct asked **asked;  /* by layout, by data */
	struct asked *shared;  /* by shared data */
	struct value *listed;  /* the list of pages; NULL: not asked for yet */
	struct query **tables; /* by layout */
	struct arena arena;    /* for the run */
	struct arena page;     /* for one page */
	struct buf text, words;
	struct report report;
};

struct render {
	const struct pages *pages;
	const struct page *only; /* NULL: all are wanted */
	const struct page_options *options;
	page_done *done;
	void *self;
	struct worker workers[POOL_WORKERS_MAX];
	size_t first;	 /* number of the page that is item 0 */
	size_t finished; /* atomic */
};

/* A table's title, for one row of its layout. */
static struct str page_title(
    const struct render *rd, struct worker *w, const struct page *p)
{
	struct template_options options = {.is_strict = true};
	struct buf title = {0};
	struct str text;

	template_render(&title, &rd->options->layouts->templates,
	    p->layout->table->title, p->row, &options, &w->report);
	text = arena_str(&w->arena, buf_view(&title));
	buf_release(&title);
	return text;
}

/* What a template's names are resolved for. */
struct question {
	struct render *render;
	struct worker *worker;
	const struct page *page;
	size_t number; /* of the page */
};

static const struct value *asked_kept(const struct asked *asked, size_t n,
    const struct value *const *values, size_t page)
{
	size_t k, i;

	for (k = 0; k < KEPT_MAX; k++) {
		const struct kept *kept = &asked->kept[k];

		if (!kept->rows || (n && kept->page != page))
			continue;
		for (i = 0; i < n; i++)
			if (!str_equal(kept->parameters[i],
				values[i] ? values[i]->text : STR("")))
				break;
		if (i == n)
			return kept->rows;
	}
	return NULL;
}

static const struct value *ask(struct question *q, struct asked *asked,
    const struct template_frame *top, int *status)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL}, *known;
	size_t n = query_parameter_count(asked->query), i;
	struct worker *w = q->worker;
	struct kept *kept;
	struct value *rows;

	for (i = 0; i < n; i++)
		values[i] =
		    template_frame_find(top, query_parameter(asked->query, i));
	known = asked_kept(asked, n, values, q->number);
	if (known)
		return known;
	if (query_run(asked->query, n ? &w->page : &w->arena, values, 0, &rows,
		&w->report)) {
		*status = -1;
		return NULL;
	}
	kept = &asked->kept[asked->next++ % KEPT_MAX];
	*kept = (struct kept){.page = q->number, .rows = rows};
	for (i = 0; i < n; i++)
		if (values[i])
			kept->parameters[i] = values[i]->text;
	return rows;
}

/* The list of pages, as templates see it. */
static struct value *pages_value(struct question *q)
{
	const struct render *rd = q->render;
	struct worker *w = q->worker;
	struct arena *a = &w->arena;
	struct value *list = value_list(a), *none = value_list(a);
	size_t i;

	for (i = 0; i < rd->pages->count; i++) {
		const struct page *p = &rd->pages->pages[i];
		struct value *row = value_map(a), *files = none;
		bool is_table = p->group &&
		    str_equal(p->path, table_part_path(a, p->group->base, 1));

		/* What asks not to be indexed is none of them. */
		if (!str_ends(p->path, STR(".html")) ||
		    str_is(p->path, "404.html") || p->layout->is_wechat)
			continue;
		value_append(a, list, row);
		value_put(a, row, STR("path"), value_text(a, p->path));
		if (is_table)
			files = table_files(
			    a, p->layout->table, p->row, p->group->base);
		value_put(a, row, STR("title"),
		    value_text(
			a, files->count ? page_title(rd, w, p) : STR("")));
		value_put(a, row, STR("files"), files);
	}
	return list;
}

/* The answer to one of the queries `data`, prepared the first time. */
static const struct value *answer(struct question *q, struct asked *asked,
    const struct data *data, struct str file, const struct template_frame *top,
    int *status)
{
	struct worker *w = q->worker;

	if (!asked->query)
		asked->query = query_make(w->connection, &w->arena, data->sql,
		    FINDING_QUERY, file, data->place, &w->report);
	if (!asked->query) {
		*status = -1;
		return NULL;
	}
	return ask(q, asked, top, status);
}

static const struct value *resolve(
    void *self, const struct template_frame *top, struct str name, int *status)
{
	struct question *q = self;
	const struct layout *l = q->page->layout;
	const struct layouts *ls = q->render->options->layouts;
	struct worker *w = q->worker;
	struct asked **asked = &w->asked[l - ls->layouts];
	size_t i;

	for (i = 0; i < l->data_count; i++) {
		if (!str_equal(l->data[i].name, name))
			continue;
		if (!*asked)
			*asked = arena_array(
			    &w->arena, l->data_count, sizeof **asked);
		return answer(
		    q, &(*asked)[i], &l->data[i], l->file, top, status);
	}
	for (i = 0; i < ls->shared_count; i++)
		if (str_equal(ls->shared[i].data.name, name))
			return answer(q, &w->shared[i], &ls->shared[i].data,
			    ls->shared[i].file, top, status);
	if (!str_is(name, PAGE_LIST))
		return NULL;
	if (!w->listed)
		w->listed = pages_value(q);
	return w->listed;
}

static bool is_wanted(const struct render *rd, const struct page *p)
{
	return p && (!rd->only || rd->only == p);
}

static void hand_over(struct render *rd, struct worker *w, const struct page *p)
{
	rd->done(rd->self, (unsigned)(w - rd->workers), p, buf_view(&w->text),
	    buf_view(&w->words), &w->report);
}

static int body_render(struct render *rd, struct worker *w,
    const struct page *p, const struct value *row)
{
	struct question q = {rd, w, p, (size_t)(p - rd->pages->pages)};
	struct template_options options = {
	    .escape = template_escape_of(p->path),
	    .is_strict = true,
	    .resolve = resolve,
	    .self = &q,
	};

	buf_clear(&w->text);
	buf_clear(&w->words);
	return template_render(&w->text, &rd->options->layouts->templates,
	    p->layout->name, row, &options, &w->report);
}

static int form_render(
    struct worker *w, const struct table_filled *f, enum table_format format)
{
	buf_clear(&w->text);
	buf_clear(&w->words);
	if (format == TABLE_XLSX) {
		table_words(&w->words, f, format);
		return sheet_write(&w->text, f, &w->report);
	}
	if (format == TABLE_CSV)
		table_csv(&w->text, f);
	else
		table_json(&w->text, f);
	return 0;
}

static int filled_make(struct render *rd, struct worker *w,
    const struct page *p, struct table_filled *f)
{
	const struct table_layout *t = p->layout->table;
	struct query **q =
	    &w->tables[p->layout - rd->options->layouts->layouts];
	struct value *rows;

	if (!*q)
		*q = query_make(w->connection, &w->arena, t->rows,
		    FINDING_QUERY, t->file, t->rows_place, &w->report);
	if (!*q || table_rows(*q, &w->page, p->row, &rows, &w->report))
		return -1;
	*f = (struct table_filled){.table = t,
	    .title = page_title(rd, w, p),
	    .rows = rows,
	    .is_internal = rd->options->edition == EDITION_INTERNAL,
	    .today = rd->options->today};
	table_fill(f, &w->page);
	return 0;
}

/* All forms of a table, from one answer to its query. */
static void render_group(
    struct render *rd, struct worker *w, const struct page *first)
{
	const struct page_group *g = first->group;
	const struct template_set *set = &rd->options->layouts->templates;
	const struct page *p;
	struct table_filled f;
	size_t i;

	if (filled_make(rd, w, first, &f))
		return;
	for (i = 1; i <= g->parts; i++) {
		p = page_find(rd->pages, table_part_path(&w->page, g->base, i));
		if (is_wanted(rd, p) &&
		    !body_render(rd, w, p,
			table_page(&f, &w->page, set, p->row, g->base, i,
			    g->parts, &w->report)))
			hand_over(rd, w, p);
	}
	for (i = TABLE_CSV; i < TABLE_FORMATS; i++) {
		if (!table_has(f.table, first->row, (enum table_format)i))
			continue;
		p = page_find(rd->pages,
		    arena_printf(&w->page, "%.*s%s", STR_ARGS(g->base),
			table_endings[i]));
		if (is_wanted(rd, p) &&
		    !form_render(w, &f, (enum table_format)i))
			hand_over(rd, w, p);
	}
}

static void render_book(
    struct render *rd, struct worker *w, const struct page *p)
{
	buf_clear(&w->text);
	buf_clear(&w->words);
	if (!book_export(&w->text, &w->words, rd->options->book,
		p->layout->book, &w->report))
		hand_over(rd, w, p);
	buf_clear(&w->words);
}

static void render_page(void *self, unsigned number, size_t page)
{
	struct render *rd = self;
	struct worker *w = &rd->workers[number];
	const struct page *p = &rd->pages->pages[rd->first + page];
	size_t layouts = rd->options->layouts->count;

	if (progress_is_stopped(rd->options->progress))
		return;
	if (!w->connection) {
		report_init(&w->report, &w->arena);
		w->asked = arena_array(&w->arena, layouts, sizeof *w->asked);
		w->shared = arena_array(&w->arena,
		    rd->options->layouts->shared_count, sizeof *w->shared);
		w->tables = arena_array(&w->arena, layouts, sizeof *w->tables);
		w->connection = connection_open(
		    rd->options->book, rd->options->edition, &w->report);
		if (!w->connection)
			return;
	}
	if (p->layout->book) {
		render_book(rd, w, p);
	} else if (!p->group) {
		if (!body_render(rd, w, p, p->row))
			hand_over(rd, w, p);
	} else if (str_equal(
		       p->path, table_part_path(&w->page, p->group->base, 1))) {
		render_group(rd, w, p);
	}
	arena_clear(&w->page);
	progress_tell(rd->options->progress, STAGE,
	    __atomic_add_fetch(&rd->finished, 1, __ATOMIC_RELAXED),
	    rd->pages->count);
}

/* Renders the `n` pages from `first` on, or of them `only` one. */
static int render(struct render *rd, size_t first, size_t n, struct report *r)
{
	size_t i;

	rd->first = first;
	progress_tell(rd->options->progress, STAGE, 0, n);
	pool_run(rd->options->workers, n, render_page, rd);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		struct worker *w = &rd->workers[i];

		report_join(r, &w->report);
		connection_close(w->connection);
		buf_release(&w->text);
		buf_release(&w->words);
		arena_release(&w->page);
		arena_release(&w->arena);
	}
	memory_free(rd);
	return report_blocks(r) ? -1 : 0;
}

static struct render *render_new(const struct pages *ps,
    const struct page_options *o, page_done *done, void *self)
{
	struct render *rd = memory_resize(NULL, sizeof *rd);

	*rd = (struct render){
	    .pages = ps, .options = o, .done = done, .self = self};
	return rd;
}

int pages_render(const struct pages *ps, const struct page_options *o,
    page_done *done, void *self, struct report *r)
{
	return render(render_new(ps, o, done, self), 0, ps->count, r);
}

int page_render(const struct page *p, const struct pages *ps,
    const struct page_options *o, page_done *done, void *self, struct report *r)
{
	struct render *rd = render_new(ps, o, done, self);
	struct arena a = {0};
	const struct page *first = p;

	/* A table's files are made from the page that they stand beside. */
	if (p->group)
		first = page_find(ps, table_part_path(&a, p->group->base, 1));
	arena_release(&a);
	rd->only = p;
	return render(rd, (size_t)(first - ps->pages), 1, r);
}
