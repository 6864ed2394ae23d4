/* SPDX-License-Identifier: MIT */
/* Each stage stops the run only where the next could not stand on it, so that
 * a broken rule and a broken layout are told in one go. */
#include "book/personal.h"
#include "calendar.h"
#include "site_parts.h"
#include "wechat.h"

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

int site_finish(const struct site *s, const struct page *p,
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

int site_look(const struct site *s, struct search *search, unsigned worker,
    const struct page *p, struct str text, const struct visible **v,
    struct report *r)
{
	*v = search && str_ends(p->path, STR(".html"))
	    ? search_read(search, worker, (size_t)(p - s->pages.pages), text)
	    : NULL;
	return *v ? visible_check(s, p, *v, r) : 0;
}

void site_find(const struct site *s, struct search *search, unsigned worker,
    const struct page *p, struct str text)
{
	size_t number = (size_t)(p - s->pages.pages);
	char digest[DIGEST_SIZE];

	if (!s->sink)
		digest_hex(digest, text);
	search_add(search, worker, number,
	    s->sink ? s->pages_written[number].digest : digest);
}

static int page_take(void *self, unsigned worker, const struct page *p,
    struct str text, struct str words, struct report *r)
{
	struct site *s = self;
	size_t number = (size_t)(p - s->pages.pages);
	const struct visible *v = NULL;
	struct buf done = {0};
	int status = site_finish(s, p, s->anchors, &text, words, &done, r);

	if (!status)
		status = site_look(s, s->search, worker, p, text, &v, r);
	if (!status && s->sink)
		status =
		    site_put(s, &s->pages_written[number], p->path, text, r);
	if (!status && v && (s->sink || s->lazy))
		site_find(s, s->search, worker, p, text);
	buf_release(&done);
	return status;
}

static void anchor_tell(const struct book_link *link, struct report *r)
{
	report_add(r, FINDING_ANCHOR_DEAD, link->path, link->place,
	    "链接 %.*s 指向的位置不在那一页上", STR_ARGS(link->address));
}

/* What the record of that page asks of its own page. False: it does not. */
static bool anchor_tell_own(
    const struct site *s, const struct anchor_dead *dead, struct report *r)
{
	const struct page *p = page_find(&s->pages, dead->path);
	struct str record = p ? site_record(s, p) : (struct str){0};
	bool is_told = false;
	size_t n, i;
	const struct book_link *links = book_links(s->book, &n);

	for (i = 0; i < n; i++)
		if (str_equal(links[i].address, dead->address) &&
		    str_equal(links[i].path, record)) {
			anchor_tell(&links[i], r);
			is_told = true;
		}
	return is_told;
}

/* Places that links ask for and no page has: where a record asks, it is told
 * there. */
static void anchors_check(struct site *s, struct report *r)
{
	struct anchor_dead dead;
	size_t n, at = 0, i;
	const struct book_link *links = book_links(s->book, &n);

	anchors_settle(s->anchors);
	for (i = 0; i < n; i++) {
		struct str path = link_path(links[i].address);

		if (links[i].address.data[0] == '/' &&
		    anchors_claim(s->anchors,
			path.len ? path : STR("index.html"), links[i].address))
			anchor_tell(&links[i], r);
	}
	while (anchors_next(s->anchors, &at, &dead))
		if (dead.address.data[0] != '#' ||
		    !anchor_tell_own(s, &dead, r))
			report_add(r, FINDING_ANCHOR_DEAD, dead.file,
			    (struct place){0},
			    "页面 %.*s 里的链接 %.*s 指向的位置不在那一页上",
			    STR_ARGS(dead.path), STR_ARGS(dead.address));
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

	s->asked.is_trusted = s->options->is_trusted;
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

int site_read(struct site *s)
{
	const struct site_options *o = s->options;
	struct book_options bo = {
	    .today = o->today,
	    .workers = o->workers,
	    .progress = o->progress,
	    .cache = o->cache,
	    .is_cache_only_read = o->is_cache_only_read,
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

int site_list(struct site *s)
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
		site_list_targets(s)
	    ? -1
	    : 0;
}

int site_render(struct site *s, struct report *r)
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
	if (site_list(s))
		return -1;
	result->pages = s->pages.count;
	s->pages_written =
	    arena_array(s->arena, s->pages.count, sizeof *s->pages_written);
	s->search =
	    search_make(&s->pages, &s->layouts, s->options->edition, s->report);
	if (!s->search)
		return -1;
	if (site_render(s, s->report))
		return -1;
	if (!s->sink)
		return 0;
	if (site_copy(s) || site_index(s) || report_blocks(s->report))
		return -1;
	return site_put_manifest(s, result);
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
