/* SPDX-License-Identifier: MIT */
/* A reading is all that one look at the folder has given. It is counted by how
 * many have a use for it, and goes when the last one lets it go. */
#include "preview.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/disk.h"
#include "http.h"
#include "preview_parts.h"

struct reading {
	struct arena arena, words; /* words: of the report */
	struct tree tree;
	struct site *site; /* NULL: it could not be made */
	struct report report;
	bool has_faults; /* some names of the folder are not in the tree */
	size_t holders;
};

struct preview {
	struct str folder;
	struct site_options options;
	struct http *http;
	pthread_mutex_t lock;  /* of all below, and of the last one's report */
	struct reading *last;  /* whatever came of it */
	struct reading *now;   /* the newest with a site */
	struct reading *whole; /* the newest in which all could be read */
	uint64_t shown, found; /* counts: sites shown, changes of the report */
};

/* --- readings ------------------------------------------------------------- */

/* For nobody yet. */
static struct reading *reading_new(void)
{
	struct reading *rd = memory_resize(NULL, sizeof *rd);

	*rd = (struct reading){0};
	report_init(&rd->report, &rd->words);
	return rd;
}

/* Its tree: as it was, but for what has changed. */
static int tree_make(
    const struct preview *p, struct reading *rd, const struct watch_changes *c)
{
	const struct tree *before = &p->last->tree;

	if (!p->last->has_faults && before->count && c &&
	    disk_tree_again(&rd->tree, &rd->arena, before, c->paths, c->count))
		return 0;
	if (disk_tree(&rd->tree, &rd->arena, p->folder, &rd->report))
		return -1;
	/* Names that do not fit are told by looking at all again. */
	rd->has_faults = rd->report.count;
	disk_tree_mark(
	    &rd->tree, before, c ? c->paths : NULL, c ? c->count : 0);
	return 0;
}

static struct reading *reading_make(
    const struct preview *p, const struct watch_changes *c)
{
	struct reading *rd = reading_new();

	if (!tree_make(p, rd, c))
		rd->site = site_open(&rd->tree, &p->options, &rd->report);
	report_sort(&rd->report);
	report_hide(&rd->report);
	return rd;
}

static void reading_free(struct reading *rd)
{
	site_close(rd->site);
	tree_release(&rd->tree);
	arena_release(&rd->words);
	arena_release(&rd->arena);
	memory_free(rd);
}

/* Under the lock. */
static struct reading *hold(struct reading *rd)
{
	if (rd)
		rd->holders++;
	return rd;
}

static void let_go(struct preview *p, struct reading *rd)
{
	bool is_last;

	if (!rd)
		return;
	pthread_mutex_lock(&p->lock);
	is_last = !--rd->holders;
	pthread_mutex_unlock(&p->lock);
	if (is_last)
		reading_free(rd);
}

/* What an answer is made from. */
struct held {
	struct reading *last, *now, *whole;
	uint64_t shown;
};

static struct held held_take(struct preview *p)
{
	struct held s;

	pthread_mutex_lock(&p->lock);
	s = (struct held){
	    hold(p->last), hold(p->now), hold(p->whole), p->shown};
	pthread_mutex_unlock(&p->lock);
	return s;
}

static void held_let_go(struct preview *p, const struct held *s)
{
	let_go(p, s->last);
	let_go(p, s->now);
	let_go(p, s->whole);
}

/* Says to the browsers where things stand. */
static void tell(struct preview *p)
{
	struct buf b = {0};

	pthread_mutex_lock(&p->lock);
	buf_printf(&b, "{\"shown\":%llu,\"found\":%llu}",
	    (unsigned long long)p->shown, (unsigned long long)p->found);
	pthread_mutex_unlock(&p->lock);
	http_tell(p->http, buf_view(&b));
	buf_release(&b);
}

void preview_read(
    struct preview *p, struct date today, const struct watch_changes *changed)
{
	struct reading *rd, *old[3] = {NULL};

	p->options.today = today;
	rd = reading_make(p, changed);

	pthread_mutex_lock(&p->lock);
	old[0] = p->last;
	p->last = hold(rd);
	if (rd->site) {
		old[1] = p->now;
		p->now = hold(rd);
		p->shown++;
	}
	if (rd->site && !site_unread(rd->site)) {
		old[2] = p->whole;
		p->whole = hold(rd);
	}
	p->found++;
	pthread_mutex_unlock(&p->lock);
	tell(p);
	let_go(p, old[0]);
	let_go(p, old[1]);
	let_go(p, old[2]);
}

/* Adds to the last reading's report. */
static void found_add(struct preview *p, const struct report *r)
{
	struct report *all = &p->last->report;

	pthread_mutex_lock(&p->lock);
	report_join(all, r);
	report_sort(all);
	report_hide(all);
	p->found++;
	pthread_mutex_unlock(&p->lock);
	tell(p);
}

bool preview_check(struct preview *p)
{
	unsigned workers = p->options.workers;
	const struct reading *rd = p->last;
	struct arena a = {0};
	struct report r;

	if (!rd->site)
		return true;
	report_init(&r, &a);
	/* One processor is left to the page that is asked for meanwhile. */
	site_rules(rd->site, workers > 1 ? workers - 1 : 1, &r);
	found_add(p, &r);
	report_init(&r, &a);
	if (!progress_is_stopped(p->options.progress))
		site_pages(rd->site, &r);
	if (!progress_is_stopped(p->options.progress))
		found_add(p, &r);
	arena_release(&a);
	return !progress_is_stopped(p->options.progress);
}

struct preview_state preview_state(const struct preview *p)
{
	const struct reading *rd = p->last;

	return (struct preview_state){
	    .report = &rd->report,
	    .tree = &rd->tree,
	    .records = rd->site ? site_records(rd->site) : 0,
	    .is_shown = rd->site != NULL,
	};
}

/* --- answers -------------------------------------------------------------- */

/* The page's record, in the reading that the page is from. */
static struct str record_of(const struct reading *rd, struct str path)
{
	const struct page *page =
	    rd && rd->site ? page_find(site_listed(rd->site), path) : NULL;

	return page ? site_record(rd->site, page) : (struct str){0};
}

/* Has the page gone only because its record, or some record, cannot be read
 * any more? Then it stays as it was. */
static bool is_kept(const struct held *s, struct str path)
{
	struct str record;

	if (!s->whole || s->whole == s->now ||
	    !page_find(site_listed(s->whole->site), path))
		return false;
	record = record_of(s->whole, path);
	return !record.len || tree_find(&s->last->tree, record);
}

/* What the portal has at this path, as it would be now, or as it was last. */
static enum preview_page page_get(
    const struct held *s, struct str path, struct buf *out, struct report *r)
{
	int status;

	if (!s->now)
		return PREVIEW_NONE_YET;
	status = site_get(s->now->site, path, out, r);
	if (status > 0)
		return s->now == s->last ? PREVIEW_NOW : PREVIEW_HELD;
	if (status < 0)
		return PREVIEW_FAULTY;
	if (is_kept(s, path) && site_get(s->whole->site, path, out, r) > 0)
		return PREVIEW_KEPT;
	return PREVIEW_MISSING;
}

static void answer_page(
    struct preview *p, struct str path, struct http_reply *reply)
{
	struct held s = held_take(p);
	struct arena a = {0};
	struct report r;
	enum preview_page is;

	if (!path.len || path.data[path.len - 1] == '/')
		path = arena_printf(&a, "%.*sindex.html", STR_ARGS(path));
	report_init(&r, &a);
	is = page_get(&s, path, &reply->body, &r);
	reply->status = preview_status(is);
	reply->type = preview_type(path);
	if (reply->status != 200) {
		buf_clear(&reply->body);
		preview_instead(&reply->body, is, path,
		    s.now ? site_listed(s.now->site) : NULL);
		reply->type = preview_type(STR(".html"));
	}
	if (reply->status != 200 || str_ends(path, STR(".html")))
		preview_inject(&reply->body, path, s.shown);
	arena_release(&a);
	held_let_go(p, &s);
}

static void answer_findings(
    struct preview *p, struct str path, struct http_reply *reply)
{
	struct held s = held_take(p);
	struct findings_of f = {.page = path};
	struct arena a = {0};
	struct buf page = {0};
	struct report r;

	report_init(&r, &a);
	f.is = page_get(&s, path, &page, &r);
	f.record = record_of(f.is == PREVIEW_KEPT ? s.whole : s.now, path);
	f.site = s.now ? s.now->site : NULL;
	f.tree = &s.last->tree;
	f.report = &r;
	pthread_mutex_lock(&p->lock);
	report_join(&r, &s.last->report);
	f.shown = p->shown;
	f.found = p->found;
	pthread_mutex_unlock(&p->lock);
	report_sort(&r);
	report_hide(&r);
	preview_findings(&reply->body, &f);
	reply->status = 200;
	reply->type = preview_type(STR(".json"));
	buf_release(&page);
	arena_release(&a);
	held_let_go(p, &s);
}

static void answer(
    void *self, const struct http_request *rq, struct http_reply *reply)
{
	static const char name[] = "/.taizhang/";
	struct str own = {name, sizeof name - 1};
	struct preview *p = self;
	struct str path = rq->path;

	if (!str_begins(path, own)) {
		answer_page(p, str_slice(path, 1, path.len), reply);
		return;
	}
	path = str_slice(path, own.len, path.len);
	reply->status = 200;
	if (str_is(path, "events")) {
		reply->is_stream = true;
	} else if (str_is(path, "findings")) {
		answer_findings(p, http_query(rq, "page"), reply);
	} else {
		preview_own(&reply->body, path);
		reply->type = preview_type(path);
		if (!reply->body.len)
			reply->status = 404;
	}
}

/* --- life ----------------------------------------------------------------- */

struct preview *preview_open(unsigned *port, struct str folder,
    const struct site_options *o, uint64_t first, struct report *r)
{
	struct preview *p = memory_resize(NULL, sizeof *p);

	*p = (struct preview){
	    .folder = folder, .options = *o, .shown = first, .found = first};
	p->options.shelf = shelf_open();
	pthread_mutex_init(&p->lock, NULL);
	p->last = hold(reading_new());
	p->http = http_open(port, answer, p, r);
	if (p->http)
		return p;
	preview_close(p);
	return NULL;
}

void preview_close(struct preview *p)
{
	if (!p)
		return;
	http_close(p->http);
	let_go(p, p->last);
	let_go(p, p->now);
	let_go(p, p->whole);
	shelf_close(p->options.shelf);
	pthread_mutex_destroy(&p->lock);
	memory_free(p);
}
