/* SPDX-License-Identifier: MIT */
/* A site of three parts: plan, layouts, one record. */
#include "showing.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/lock.h"
#include "base/release.h"
#include "gate/server.h"
#include "git/repo.h"
#include "hook.h"
#include "publish.h"
#include "web/site.h"

enum { SHOWING_MILLISECONDS = 60 * 1000 };

static const struct str index_path = {"index.html", 10};

/* What the child in the background is told. */
struct showing {
	struct str repository, folder; /* where it is made */
	struct door door;
	struct str name;   /* mzj-2026-11-window */
	struct str notice; /* what each page says first */
	struct oid main, commit;
};

struct marking {
	struct sink sink; /* first: put() knows it by it */
	struct folder_sink to;
	const struct showing *showing;
	struct arena *arena;
	struct str page; /* the record's own; empty: none yet */
};

static int put(
    struct sink *s, struct str path, struct str bytes, struct report *r)
{
	struct marking *m = (struct marking *)s;
	size_t body = str_find(bytes, STR("<body"), 0);
	struct buf marked = {0};
	int status;

	if (str_equal(path, index_path))
		return 0;
	if (!str_ends(path, STR(".html")) || body == bytes.len)
		return m->to.sink.put(&m->to.sink, path, bytes, r);
	if (str_equal(str_slice(path_name(path), 0, path_name(path).len - 5),
		m->showing->name))
		m->page = arena_str(m->arena, path);
	body = str_find_byte(bytes, '>', body) + 1;
	buf_str(&marked, str_slice(bytes, 0, body));
	buf_str(&marked, m->showing->notice);
	buf_str(&marked, str_slice(bytes, body, bytes.len));
	status = m->to.sink.put(&m->to.sink, path, buf_view(&marked), r);
	buf_release(&marked);
	return status;
}

static int index_put(struct marking *m, struct report *r)
{
	struct str page = m->page.len
	    ? arena_printf(r->arena,
		  "<meta http-equiv=\"refresh\" content=\"0; url=%.*s\">"
		  "<a href=\"%.*s\">%.*s</a>",
		  STR_ARGS(m->page), STR_ARGS(m->page),
		  STR_ARGS(m->showing->name))
	    : STR("<p>这种材料在门户上没有单独的一页。</p>");

	return m->to.sink.put(&m->to.sink, index_path,
	    arena_printf(r->arena,
		"<!DOCTYPE html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\">"
		"<meta name=\"robots\" content=\"noindex\">"
		"<title>未审核</title>\n%.*s\n%.*s\n",
		STR_ARGS(m->showing->notice), STR_ARGS(page)),
	    r);
}

static void site_make(const struct showing *s, struct report *r)
{
	struct tree_part parts[] = {
	    {.commit = s->main.hex, .path = STR("content/plan")},
	    {.commit = s->main.hex, .path = STR("layouts")},
	    {.commit = s->commit.hex, .path = s->door.folders[0]}};
	struct site_options o = {.today = date_from_seconds(clock_now(NULL)),
	    .commit = oid_str(&s->commit),
	    .workers = 1,
	    .cache = server_cache(r->arena, s->repository),
	    .is_cache_only_read = true};
	struct marking m = {.sink = {put}, .showing = s, .arena = r->arena};
	struct site_result result;
	struct tree t;

	if (repo_compose(&t, r->arena, s->repository, STR(""), parts, 3, r))
		return;
	if (!folder_sink_begin(&m.to, s->folder, r)) {
		if (!site_build(&result, r->arena, &t, &o, &m.sink, r) &&
		    !index_put(&m, r))
			folder_sink_finish(
			    &m.to, result.paths, result.path_count, r);
		folder_sink_release(&m.to);
	}
	tree_release(&t);
}

/* Was it decided while this was made? Then nobody else removes it. */
static bool is_decided(const struct showing *s, struct report *r)
{
	struct law law = {.arena = r->arena};
	struct journal j = {0};
	struct store *store;
	bool is = false;

	if (store_open(&store, s->repository, STR(""), r))
		return false;
	law.store = store;
	if (!store_main(&law.main, store, r) &&
	    !law_journal(&j, &law, &s->door, 0, r))
		is = journal_decision(&j) != NULL;
	store_close(store);
	return is;
}

static void show(const void *data)
{
	const struct showing *s = data;
	struct arena a = {0};
	struct report r;
	int fd;

	report_init(&r, &a);
	if (lock_take(&fd,
		arena_printf(
		    &a, "%.*s/taizhang/preview.lock", STR_ARGS(s->repository)),
		SHOWING_MILLISECONDS, &r) == 1) {
		site_make(s, &r);
		if (is_decided(s, &r))
			disk_remove(AT_FDCWD, s->folder.data);
		close(fd);
	}
	arena_release(&a);
}

/* Where it stands; empty: nowhere. */
static struct str folder_of(
    struct arena *a, const struct store *s, const struct door *door)
{
	struct str previews = store_setting(s, a, "taizhang.previews");

	return previews.len && !door->is_plan
	    ? arena_printf(a, "%.*s/%.*s", STR_ARGS(previews),
		  STR_ARGS(path_dashed(a, door->object)))
	    : (struct str){0};
}

struct str showing_start(struct arena *a, const struct store *s,
    const struct door *door, const struct event *receipt)
{
	struct str time = moment_text(a, receipt->seconds);
	struct showing showing = {.repository = store_path(s),
	    .folder = folder_of(a, s, door),
	    .door = *door,
	    .name = path_dashed(a, door->object)};
	struct str url = store_setting(s, a, "taizhang.previewUrl");
	struct report quiet;

	report_init(&quiet, a);
	if (!showing.folder.len || !url.len ||
	    !oid_parse(&showing.commit, receipt->commit) ||
	    store_main(&showing.main, s, &quiet))
		return (struct str){0};
	showing.notice = arena_printf(a,
	    "<aside class=\"notice\"><strong>未审核</strong>：%.*s，"
	    "%.10s %.8s 收到，不公开</aside>",
	    STR_ARGS(door->object), time.data, time.data + 11);
	publish_detached(show, &showing);
	return arena_printf(
	    a, "%.*s/%.*s/", STR_ARGS(url), STR_ARGS(showing.name));
}

void showing_end(
    struct arena *a, const struct store *s, const struct door *door)
{
	struct str folder = folder_of(a, s, door);

	if (folder.len)
		disk_remove(AT_FDCWD, folder.data);
}
