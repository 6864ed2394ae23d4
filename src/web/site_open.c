/* SPDX-License-Identifier: MIT */
/* A site whose files are made when they are asked for. */
#include <pthread.h>

#include "book/personal.h"
#include "site_parts.h"

/* The index of the search: what site_pages() has read, or where it is asked for
 * before, what is read then. */
struct lazy {
	pthread_mutex_t lock;
	struct search *search; /* NULL: not yet, or it cannot be made */
	bool is_packed;
};

struct site *site_open(
    const struct tree *t, const struct site_options *o, struct report *r)
{
	struct arena first = {0};
	struct site *s = arena_alloc(&first, sizeof *s);
	int status;

	*s = (struct site){.options = o, .tree = t, .own = first, .report = r};
	s->arena = &s->own;
	s->lazy = arena_alloc(s->arena, sizeof *s->lazy);
	pthread_mutex_init(&s->lazy->lock, NULL);
	status = site_read(s);
	if (!status && site_list(s)) {
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
	search_free(s->search);
	search_free(s->lazy->search);
	pthread_mutex_destroy(&s->lazy->lock);
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
	bool is_whole;

	s->search = search_make(&s->pages, &s->layouts, s->options->edition, r);
	is_whole =
	    !site_render(s, r) && !progress_is_stopped(s->options->progress);
	pthread_mutex_lock(&s->lazy->lock);
	if (is_whole && !s->lazy->search) {
		s->lazy->search = s->search;
		s->search = NULL;
	}
	pthread_mutex_unlock(&s->lazy->lock);
	search_free(s->search);
	s->search = NULL;
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
	int status = site_finish(asked->site, p, NULL, &text, words, &done, r);

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

/* A page on its way into the index. */
struct indexing {
	const struct site *site;
	struct search *search;
};

static int index_take(void *self, unsigned worker, const struct page *p,
    struct str text, struct str words, struct report *r)
{
	const struct indexing *in = self;
	const struct visible *v;
	struct buf done = {0};

	if (!site_finish(in->site, p, NULL, &text, words, &done, r) &&
	    !site_look(in->site, in->search, worker, p, text, &v, r) && v)
		site_find(in->site, in->search, worker, p, text);
	buf_release(&done);
	return 0;
}

/* What is kept back is not found; why it is, site_pages() tells. */
static struct search *index_make(const struct site *s)
{
	struct page_options po = s->page_options;
	struct indexing in = {.site = s};
	struct arena a = {0};
	struct report r;

	report_init(&r, &a);
	po.progress = NULL;
	in.search =
	    search_make(&s->pages, &s->layouts, s->options->edition, &r);
	if (in.search && pages_render(&s->pages, &po, index_take, &in, &r)) {
		search_free(in.search);
		in.search = NULL;
	}
	arena_release(&a);
	return in.search;
}

static int index_get(const struct site *s, struct str path, struct buf *out)
{
	struct search *search;
	struct buf name = {0};
	size_t number;
	bool is_there;

	pthread_mutex_lock(&s->lazy->lock);
	if (!s->lazy->search)
		s->lazy->search = index_make(s);
	search = s->lazy->search;
	if (search && !s->lazy->is_packed)
		search_pack(search, s->options->workers);
	s->lazy->is_packed = search != NULL;
	pthread_mutex_unlock(&s->lazy->lock);
	is_there = search && search_find(search, path, &number);
	if (is_there)
		search_file(search, number, &name, out);
	buf_release(&name);
	return is_there;
}

int site_get(
    const struct site *s, struct str path, struct buf *out, struct report *r)
{
	const struct page *p = page_find(&s->pages, path);
	struct page_options po = s->page_options;
	struct asked asked = {s, out};
	int status;

	if (!p && str_begins(path, STR("search/")))
		return index_get(s, path, out);
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

const struct book *site_book(const struct site *s)
{
	return s->book;
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
