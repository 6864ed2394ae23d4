/* SPDX-License-Identifier: MIT */
/* Each stage stops the run only where the next could not stand on it, so that
 * a broken rule and a broken layout are told in one go. */
#include "site.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/pool.h"
#include "base/release.h"
#include "base/utf8.h"
#include "base/version.h"
#include "book/personal.h"
#include "book/rule.h"
#include "calendar.h"
#include "draft.h"
#include "page.h"
#include "photo.h"
#include "search.h"
#include "wechat.h"

/* A file of the portal and its SHA-256. */
struct written {
	struct str path;
	char digest[DIGEST_SIZE];
};

/* What is to be copied, and its first place in files. */
struct copy {
	const struct target *target;
	size_t first;
};

struct site {
	const struct site_options *options;
	const struct tree *tree;
	struct rules rules;
	struct layouts layouts;
	struct book_asked asked; /* by them */
	struct book *book;
	struct page_options page_options;
	struct sink *sink;
	struct arena *arena, own; /* own: of a site that is opened */
	struct report *report;
	struct drafts drafts;
	struct pages pages;
	struct targets targets;
	struct written *pages_written; /* by page */
	struct photo_rules photos;
	struct variant_maker *variants;
	struct copy *copies; /* assets and pictures */
	size_t copy_count;
	struct written *files; /* what the copies were written to */
	size_t file_count;
	size_t copied; /* atomic */
	struct search *search;
	struct written *indexed; /* the search's files, by number */
	char *indexed_paths;	 /* SEARCH_PATH bytes each */
	size_t indexed_count;
	struct anchors *anchors;
	void *handles[POOL_WORKERS_MAX];
	struct report reports[POOL_WORKERS_MAX];
	struct arena arenas[POOL_WORKERS_MAX];
};

static int put(struct site *s, struct written *w, struct str path,
    struct str bytes, struct report *r)
{
	w->path = path;
	digest_hex(w->digest, bytes);
	return s->sink->put(s->sink, path, bytes, r);
}

/* style.css with these bytes is style.1a2b3c4d.css. */
static struct str asset_name(struct arena *a, struct str path, struct str bytes)
{
	struct str name = path_name(path);
	size_t dot = name.len, cut;
	char digest[DIGEST_SIZE];

	while (dot && name.data[dot - 1] != '.')
		dot--;
	cut = path.len - name.len + (dot ? dot - 1 : name.len);
	digest_hex(digest, bytes);
	return arena_printf(a, "%.*s.%.8s%.*s", (int)cut, path.data, digest,
	    STR_ARGS(str_slice(path, cut, path.len)));
}

static int assets_list(struct site *s)
{
	static const struct str folder = {"layouts/", 8};
	size_t from, to;

	tree_range(s->tree, STR("layouts/assets/"), &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &s->tree->entries[from];
		struct arena scratch = {0};
		struct target *t;
		struct str bytes;

		if (tree_read_once(s->tree, e, &scratch, &bytes, s->report)) {
			arena_release(&scratch);
			return -1;
		}
		t = target_add(&s->targets, s->arena,
		    str_slice(e->path, folder.len, e->path.len));
		t->written = asset_name(s->arena, t->path, bytes);
		t->file = e->path;
		t->is_linked = true;
		arena_release(&scratch);
	}
	return 0;
}

static struct value *ask_all(
    struct site *s, const struct book *b, enum edition edition, struct str sql)
{
	struct connection *c = connection_open(b, edition, s->report);
	struct value *rows = NULL;
	struct query *q;

	if (!c)
		return NULL;
	q = query_make(c, s->arena, sql, FINDING_DATABASE, STR(""),
	    (struct place){0}, s->report);
	if (q && query_run(q, s->arena, NULL, 0, &rows, s->report))
		rows = NULL;
	connection_close(c);
	return rows;
}

/* A number of a row; 0 where it has none. */
static uint32_t row_number(const struct value *row, const char *name)
{
	int64_t n = 0;

	str_integer(value_find_text(row, name), &n);
	return (uint32_t)n;
}

static void picture_add(
    struct site *s, struct str path, const struct value *row)
{
	struct variants *v = arena_alloc(s->arena, sizeof *v);
	struct target *t = target_add(&s->targets, s->arena, path);
	struct picture p = {
	    .format = row_number(row, "is_png") ? PICTURE_PNG : PICTURE_JPEG,
	    .width = row_number(row, "width"),
	    .height = row_number(row, "height"),
	};
	struct buf other = {0};
	size_t i;

	variants_plan(v, &s->photos.widths, &p, row_number(row, "size"));
	t->file = value_find_text(row, "file");
	t->picture = v;
	for (i = 0; i + 1 < v->count; i++) {
		buf_clear(&other);
		photo_path(&other, path, v->items[i].width);
		target_add(&s->targets, s->arena,
		    arena_str(s->arena, buf_view(&other)))
		    ->whole = path;
	}
	buf_release(&other);
}

/* The pictures that this edition may show, and where their bytes are. */
static int pictures_list(struct site *s, const struct book *b)
{
	const struct value *files = ask_all(s, b, EDITION_INTERNAL,
	    STR("SELECT path, file, width, height, size, is_png FROM picture"
		" ORDER BY path"));
	const struct value *shown = ask_all(s, b, s->options->edition,
	    STR("SELECT path FROM picture ORDER BY path"));
	size_t i, k = 0;

	if (!files || !shown)
		return -1;
	for (i = 0; i < shown->count; i++) {
		struct str path = value_find_text(shown->items[i], "path");

		while (
		    !str_equal(value_find_text(files->items[k], "path"), path))
			k++;
		picture_add(s, path, files->items[k]);
	}
	return 0;
}

/* Links in records that lead nowhere are told where they are written; the
 * portal then has no link there. */
static void dead_links_check(struct site *s, const struct book *b)
{
	size_t n, i;
	const struct book_link *links = book_links(b, &n);

	for (i = 0; i < n; i++) {
		struct str path = link_path(links[i].address);
		struct target *t = target_find(
		    &s->targets, path.len ? path : STR("index.html"));

		if (t && !t->is_dead)
			continue;
		report_add(s->report, FINDING_LINK_DEAD, links[i].path,
		    links[i].place, "链接 %.*s 没有去处",
		    STR_ARGS(links[i].address));
		if (t)
			continue;
		t = target_add(&s->targets, s->arena, path);
		t->is_dead = true;
		targets_sort(&s->targets);
	}
}

static int targets_list(struct site *s, const struct book *b)
{
	size_t i;

	for (i = 0; i < s->pages.count; i++)
		target_add(&s->targets, s->arena, s->pages.pages[i].path);
	target_add(&s->targets, s->arena, STR("manifest.json"));
	if (assets_list(s) || pictures_list(s, b))
		return -1;
	targets_sort(&s->targets);
	dead_links_check(s, b);
	return 0;
}

/* The first personal datum in a text that is not allowed to be public. */
static bool personal_in(
    const struct site *s, struct str text, struct personal *found)
{
	struct personal_scan scan;

	personal_begin(&scan, text, false);
	do
		if (!personal_next(&scan, found))
			return false;
	while (book_allows(s->book, text, found));
	return true;
}

/* The last gate: no page of the public edition goes out with a personal datum
 * in it, wherever that came from. The first one is told. */
static int page_check(const struct site *s, const struct page *p,
    struct str text, struct report *r)
{
	struct personal found;
	struct cursor cursor = {.text = text, .line = 1};

	if (s->options->edition != EDITION_PUBLIC ||
	    !personal_in(s, text, &found))
		return 0;
	return report_add(r, FINDING_PERSONAL_PAGE, p->path,
	    cursor_place(&cursor, found.at), "%.*s 生成的页面里有%s",
	    STR_ARGS(p->file), personal_name(found.kind));
}

/* The same for the text that can be found, where tags part it on the page. */
static int visible_check(const struct site *s, const struct page *p,
    const struct visible *v, struct report *r)
{
	struct personal found;
	struct buf line = {0};
	int status = 0;
	size_t i;

	if (s->options->edition != EDITION_PUBLIC)
		return 0;
	for (i = 0; i < v->joined_count && !status; i++) {
		buf_clear(&line);
		visible_text(&line, v, v->joined[i]);
		if (personal_in(s, buf_view(&line), &found))
			status = report_add(r, FINDING_PERSONAL_PAGE, p->path,
			    (struct place){0}, "%.*s 生成的页面里有%s",
			    STR_ARGS(p->file), personal_name(found.kind));
	}
	buf_release(&line);
	return status;
}

/* The bytes of a page as they are put, in `done` or where they were. `anchors`
 * is NULL where not all pages are made. */
static int page_finish(const struct site *s, const struct page *p,
    struct anchors *anchors, struct str *text, struct str words,
    struct buf *done, struct report *r)
{
	struct buf made = {0};

	if (str_ends(p->path, STR(".html"))) {
		/* An article for the account has its pictures as they are. */
		if (p->layout->is_wechat)
			wechat_page(
			    &made, *text, &s->layouts.theme, p->file, r);
		if (p->layout->is_wechat ||
		    photo_complete(&made, *text, &s->targets, &s->photos))
			*text = buf_view(&made);
		link_relative(
		    done, *text, p->path, &s->targets, anchors, p->file, r);
		*text = buf_view(done);
		buf_release(&made);
	} else if (str_ends(p->path, STR(".ics"))) {
		calendar_fold(done, *text);
		*text = buf_view(done);
	}
	return page_check(s, p, words.len ? words : *text, r);
}

static int page_take(void *self, unsigned worker, const struct page *p,
    struct str text, struct str words, struct report *r)
{
	struct site *s = self;
	size_t number = (size_t)(p - s->pages.pages);
	const struct visible *v = NULL;
	struct buf done = {0};
	int status = page_finish(s, p, s->anchors, &text, words, &done, r);

	if (!status && s->search && str_ends(p->path, STR(".html")))
		v = search_read(s->search, worker, number, text);
	if (!status && v)
		status = visible_check(s, p, v, r);
	if (!status && s->sink)
		status = put(s, &s->pages_written[number], p->path, text, r);
	if (!status && s->sink && v)
		search_add(
		    s->search, worker, number, s->pages_written[number].digest);
	buf_release(&done);
	return status;
}

/* Places that links ask for and no page has: where a record asks, it is told
 * there. */
static void anchors_check(struct site *s, struct report *r)
{
	size_t n, i;
	const struct book_link *links = book_links(s->book, &n);

	anchors_settle(s->anchors);
	for (i = 0; i < n; i++) {
		struct str path = link_path(links[i].address);

		if (anchors_claim(s->anchors,
			path.len ? path : STR("index.html"), links[i].address))
			report_add(r, FINDING_ANCHOR_DEAD, links[i].path,
			    links[i].place, "链接 %.*s 指向的位置不在那一页上",
			    STR_ARGS(links[i].address));
	}
	anchors_tell(s->anchors, r);
}

/* --- assets and pictures -------------------------------------------------- */

static struct report *worker_report(struct site *s, unsigned worker)
{
	struct report *r = &s->reports[worker];

	if (!r->arena)
		report_init(r, &s->arenas[worker]);
	return r;
}

static int worker_reports_join(struct site *s)
{
	int status = 0;
	size_t i;

	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		if (!s->reports[i].arena)
			continue;
		if (report_blocks(&s->reports[i]))
			status = -1;
		report_join(s->report, &s->reports[i]);
		arena_release(&s->arenas[i]);
		s->reports[i] = (struct report){0};
	}
	return status;
}

static const char COPYING[] = "整理图片";

static void copy_put(struct site *s, const struct copy *c, struct arena *a,
    struct str bytes, struct report *r)
{
	const struct target *t = c->target;
	struct written *w = &s->files[c->first];
	struct buf path = {0};
	struct variants made;
	size_t i;

	if (!t->picture) {
		put(s, w, t->written, bytes, r);
		return;
	}
	made = *t->picture;
	variants_make(&made, a, bytes, s->variants);
	put(s, w, t->written, made.items[made.count - 1].bytes, r);
	for (i = 0; i + 1 < made.count; i++) {
		buf_clear(&path);
		photo_path(&path, t->written, made.items[i].width);
		put(s, ++w, target_find(&s->targets, buf_view(&path))->path,
		    made.items[i].bytes, r);
	}
	buf_release(&path);
}

static void copy_one(void *self, unsigned worker, size_t number)
{
	struct site *s = self;
	const struct copy *c = &s->copies[number];
	bool is_first = !s->reports[worker].arena;
	struct report *r = worker_report(s, worker);
	struct arena scratch = {0};
	struct str bytes;

	if (is_first && tree_open(s->tree, &s->handles[worker], r))
		return;
	if (!report_blocks(r) &&
	    !tree_read(s->tree, s->handles[worker],
		tree_find(s->tree, c->target->file), &scratch, &bytes, r))
		copy_put(s, c, &scratch, bytes, r);
	arena_release(&scratch);
	progress_tell(s->options->progress, COPYING,
	    __atomic_add_fetch(&s->copied, 1, __ATOMIC_RELAXED), s->copy_count);
}

static void copies_list(struct site *s)
{
	size_t i;

	s->copies = arena_array(s->arena, s->targets.count, sizeof *s->copies);
	for (i = 0; i < s->targets.count; i++) {
		const struct target *t = &s->targets.targets[i];

		if (!t->file.len || !t->is_linked)
			continue;
		s->copies[s->copy_count++] = (struct copy){t, s->file_count};
		s->file_count += t->picture ? t->picture->count : 1;
	}
	s->files = arena_array(s->arena, s->file_count, sizeof *s->files);
}

static int copy_all(struct site *s)
{
	size_t i;

	copies_list(s);
	progress_tell(s->options->progress, COPYING, 0, s->copy_count);
	pool_run(s->options->workers, s->copy_count, copy_one, s);
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		if (s->reports[i].arena)
			tree_close(s->tree, s->handles[i]);
	return worker_reports_join(s);
}

/* --- the search ----------------------------------------------------------- */

static void index_one(void *self, unsigned worker, size_t number)
{
	struct site *s = self;
	struct report *r = worker_report(s, worker);
	struct buf path = {0}, bytes = {0};
	struct str name;

	search_file(s->search, number, &path, &bytes);
	name = (struct str){s->indexed_paths + number * SEARCH_PATH, path.len};
	memcpy(s->indexed_paths + number * SEARCH_PATH, path.data, path.len);
	put(s, &s->indexed[number], name, buf_view(&bytes), r);
	buf_release(&path);
	buf_release(&bytes);
}

static int index_all(struct site *s)
{
	size_t n;

	progress_tell(s->options->progress, "编制索引", 0, 0);
	n = search_pack(s->search, s->options->workers);
	s->indexed = arena_array(s->arena, n + 1, sizeof *s->indexed);
	s->indexed_paths = arena_alloc(s->arena, (n + 1) * SEARCH_PATH);
	s->indexed_count = n;
	pool_run(s->options->workers, n, index_one, s);
	return worker_reports_join(s);
}

/* --- the manifest --------------------------------------------------------- */

static int written_order(const void *a, const void *b)
{
	return str_compare(((const struct written *)a)->path,
	    ((const struct written *)b)->path);
}

static int manifest_put(struct site *s, struct site_result *result)
{
	bool is_public = s->options->edition == EDITION_PUBLIC;
	size_t n = s->pages.count, i;
	struct written *all = arena_array(
	    s->arena, n + s->file_count + s->indexed_count + 1, sizeof *all);
	char day[DATE_SIZE];
	struct buf b = {0};
	int status;

	if (n)
		memcpy(all, s->pages_written, n * sizeof *all);
	for (i = 0; i < s->file_count; i++)
		all[n++] = s->files[i];
	for (i = 0; i < s->indexed_count; i++)
		all[n++] = s->indexed[i];
	qsort(all, n, sizeof *all, written_order);
	date_print(day, s->options->today);
	buf_text(&b, RELEASE_MARK ",\n  \"commit\": ");
	buf_json(&b, s->options->commit);
	buf_printf(&b,
	    ",\n  \"day\": \"%s\",\n  \"edition\": \"%s\",\n"
	    "%s  \"version\": \"%s\",\n  \"files\": {",
	    day, is_public ? "public" : "internal",
	    is_public ? "" : "  \"notice\": \"" TABLE_NOTICE "\",\n",
	    TAIZHANG_VERSION);
	for (i = 0; i < n; i++) {
		buf_text(&b, i ? ",\n    " : "\n    ");
		buf_json(&b, all[i].path);
		buf_printf(&b, ": \"%s\"", all[i].digest);
	}
	buf_text(&b, "\n  }\n}\n");
	status = put(s, &all[n], STR("manifest.json"), buf_view(&b), s->report);
	buf_release(&b);
	qsort(all, n + 1, sizeof *all, written_order);
	result->paths = arena_array(s->arena, n + 1, sizeof *result->paths);
	for (i = 0; i <= n; i++)
		result->paths[i] = all[i].path;
	result->path_count = n + 1;
	return status;
}

/* --- the pipe ------------------------------------------------------------- */

static void layout_asks(struct site *s, const struct layout *l)
{
	size_t i;

	book_asked_add(&s->asked, s->arena, l->each);
	for (i = 0; i < l->data_count; i++)
		book_asked_add(&s->asked, s->arena, l->data[i].sql);
	if (l->table)
		book_asked_add(&s->asked, s->arena, l->table->rows);
	for (i = 0; l->book && i < l->book->count; i++)
		book_asked_add(&s->asked, s->arena, l->book->items[i]->text);
}

/* What the rules, the pages and the drafts ask. */
static void asked_list(struct site *s)
{
	size_t i;

	for (i = 0; i < s->rules.count; i++)
		book_asked_add(&s->asked, s->arena, s->rules.rules[i].sql);
	for (i = 0; i < s->layouts.shared_count; i++)
		book_asked_add(
		    &s->asked, s->arena, s->layouts.shared[i].data.sql);
	for (i = 0; i < s->layouts.count; i++)
		layout_asks(s, &s->layouts.layouts[i]);
	for (i = 0; i < s->drafts.count; i++)
		layout_asks(s, &s->drafts.drafts[i].layout);
}

/* The plan, the layouts, the records. */
static int site_read(struct site *s)
{
	const struct site_options *o = s->options;
	struct book_options bo = {
	    .today = o->today,
	    .workers = o->workers,
	    .progress = o->progress,
	    .cache = o->cache,
	    .shelf = o->shelf,
	    .is_reversed = o->is_reversed,
	    .rules = &s->rules,
	};
	int status = 0;

	s->variants = arena_alloc(s->arena, sizeof *s->variants);
	variant_maker_open(s->variants,
	    o->cache.len
		? arena_printf(s->arena, "%.*s/pictures", STR_ARGS(o->cache))
		: o->cache);
	if (rules_read(&s->rules, s->arena, s->tree, s->report))
		status = -1;
	if (layouts_read(&s->layouts, s->arena, s->tree, o->edition, s->report))
		status = -1;
	if (photo_rules_read(&s->photos, s->arena, s->tree, s->report))
		status = -1;
	if (drafts_read(&s->drafts, s->arena, s->tree, s->report))
		status = -1;
	asked_list(s);
	bo.asked = &s->asked;
	s->book = book_make(s->tree, &bo, s->report);
	return s->book ? status : -1;
}

/* Which files there will be. */
static int files_list(struct site *s)
{
	const struct site_options *o = s->options;

	s->page_options = (struct page_options){
	    .book = s->book,
	    .layouts = &s->layouts,
	    .edition = o->edition,
	    .today = o->today,
	    .moment = o->moment,
	    .workers = o->workers,
	    .progress = o->progress,
	};
	if (o->commit.len == 40)
		s->page_options.commit = str_slice(o->commit, 0, 12);
	progress_tell(o->progress, "核对版式", 0, 0);
	return layouts_check(&s->layouts, s->book, o->edition, s->report) ||
		drafts_check(&s->drafts, s->book, s->report) ||
		pages_list(&s->pages, s->arena, &s->page_options, s->report) ||
		targets_list(s, s->book)
	    ? -1
	    : 0;
}

/* Makes all pages, and holds the places within them against their links. */
static int pages_all(struct site *s, struct report *r)
{
	int status;

	s->anchors = anchors_open();
	status = pages_render(&s->pages, &s->page_options, page_take, s, r);
	if (!status)
		anchors_check(s, r);
	anchors_close(s->anchors);
	s->anchors = NULL;
	return status;
}

static int pages_make(struct site *s, struct site_result *result)
{
	if (files_list(s))
		return -1;
	result->pages = s->pages.count;
	s->pages_written =
	    arena_array(s->arena, s->pages.count, sizeof *s->pages_written);
	s->search = search_make(&s->pages, &s->layouts, s->report);
	if (!s->search)
		return -1;
	if (pages_all(s, s->report))
		return -1;
	if (!s->sink)
		return 0;
	if (copy_all(s) || index_all(s) || report_blocks(s->report))
		return -1;
	return manifest_put(s, result);
}

/* Rules and pages only read the book, so they are done side by side; where a
 * rule turns out to be broken, the pages are thrown away. */
struct halves {
	struct site *site;
	struct site_result *result;
	struct arena arena; /* of the rules' report */
	struct report report;
	int status[2];
};

static void half(void *self, unsigned worker, size_t number)
{
	struct halves *h = self;

	(void)worker;
	if (number)
		h->status[1] = rules_run(&h->site->rules, h->site->book,
		    h->site->options->workers, &h->report);
	else
		h->status[0] = pages_make(h->site, h->result);
}

static int read_book(struct site *s, struct site_result *result)
{
	struct halves h = {.site = s, .result = result};

	report_init(&h.report, &h.arena);
	pool_run(2, 2, half, &h);
	report_join(s->report, &h.report);
	arena_release(&h.arena);
	return h.status[0] || h.status[1] ? -1 : 0;
}

int site_build(struct site_result *result, struct arena *a,
    const struct tree *t, const struct site_options *o, struct sink *sink,
    struct report *r)
{
	struct site *s = arena_alloc(a, sizeof *s);
	int status;

	*result = (struct site_result){0};
	*s = (struct site){
	    .options = o, .tree = t, .sink = sink, .arena = a, .report = r};
	status = site_read(s);
	if (s->book)
		result->records = book_record_count(s->book);
	if (!status)
		status = read_book(s, result);
	search_free(s->search);
	variant_maker_close(s->variants);
	book_free(s->book);
	personal_hide_report(r);
	return status || report_blocks(r) ? -1 : 0;
}

/* --- page by page --------------------------------------------------------- */

struct site *site_open(
    const struct tree *t, const struct site_options *o, struct report *r)
{
	struct arena first = {0};
	struct site *s = arena_alloc(&first, sizeof *s);
	int status;

	*s = (struct site){.options = o, .tree = t, .own = first, .report = r};
	s->arena = &s->own;
	status = site_read(s);
	if (!status && files_list(s)) {
		/* Of a record, too, all is told that is wrong. */
		rules_run(&s->rules, s->book, o->workers, r);
		status = -1;
	}
	personal_hide_report(r);
	s->report = NULL;
	if (!status)
		return s;
	site_close(s);
	return NULL;
}

void site_close(struct site *s)
{
	struct arena own;

	if (!s)
		return;
	variant_maker_close(s->variants);
	book_free(s->book);
	own = s->own;
	arena_release(&own);
}

void site_rules(const struct site *s, unsigned workers, struct report *r)
{
	rules_run(&s->rules, s->book, workers, r);
	personal_hide_report(r);
}

void site_pages(struct site *s, struct report *r)
{
	pages_all(s, r);
	personal_hide_report(r);
}

/* A page on its way to whoever asked for it. */
struct asked {
	const struct site *site;
	struct buf *out;
};

static int asked_take(void *self, unsigned worker, const struct page *p,
    struct str text, struct str words, struct report *r)
{
	struct asked *asked = self;
	struct buf done = {0};
	int status = page_finish(asked->site, p, NULL, &text, words, &done, r);

	(void)worker;
	if (!status)
		buf_str(asked->out, text);
	buf_release(&done);
	return status;
}

/* What is copied to this path, or the picture whose variant lies there. */
static const struct target *copy_find(const struct site *s, struct str path)
{
	const struct target *t = target_find(&s->targets, path);
	size_t i;

	if (t && t->whole.len)
		return target_find(&s->targets, t->whole);
	for (i = 0; i < s->targets.count; i++) {
		t = &s->targets.targets[i];
		if (t->file.len && str_equal(t->written, path))
			return t;
	}
	return NULL;
}

/* The picture itself, or the variant at this path. */
static void picture_get(const struct site *s, const struct target *t,
    struct str path, struct buf *out, struct arena *a, struct str bytes)
{
	struct variants made = *t->picture;
	struct buf other = {0};
	size_t i;

	variants_make(&made, a, bytes, s->variants);
	for (i = 0; i + 1 < made.count; i++) {
		buf_clear(&other);
		photo_path(&other, t->path, made.items[i].width);
		if (str_equal(buf_view(&other), path))
			break;
	}
	buf_str(out, made.items[i].bytes);
	buf_release(&other);
}

static int copy_get(
    const struct site *s, struct str path, struct buf *out, struct report *r)
{
	const struct target *t = copy_find(s, path);
	struct arena scratch = {0};
	struct str bytes;
	int status;

	if (!t)
		return 0;
	status = tree_read_once(
	    s->tree, tree_find(s->tree, t->file), &scratch, &bytes, r);
	if (!status && t->picture)
		picture_get(s, t, path, out, &scratch, bytes);
	else if (!status)
		buf_str(out, bytes);
	arena_release(&scratch);
	return status ? -1 : 1;
}

int site_get(
    const struct site *s, struct str path, struct buf *out, struct report *r)
{
	const struct page *p = page_find(&s->pages, path);
	struct page_options po = s->page_options;
	struct asked asked = {s, out};
	int status;

	if (!p)
		return copy_get(s, path, out, r);
	po.progress = NULL;
	po.workers = 1;
	status = page_render(p, &s->pages, &po, asked_take, &asked, r);
	personal_hide_report(r);
	return status ? -1 : 1;
}

size_t site_records(const struct site *s)
{
	return book_record_count(s->book);
}

const struct pages *site_listed(const struct site *s)
{
	return &s->pages;
}

struct str site_record(const struct site *s, const struct page *p)
{
	int64_t id;

	if (!str_integer(value_find_text(p->row, "id"), &id))
		return (struct str){0};
	return book_file(s->book, id);
}

size_t site_unread(const struct site *s)
{
	return book_unread(s->book);
}
