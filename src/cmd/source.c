/* SPDX-License-Identifier: MIT */
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/pool.h"
#include "book/query.h"
#include "git/repo.h"

static int64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool today_find(struct date *d, const char *given)
{
	if (given)
		return date_parse(d, str_from(given));
	*d = date_from_seconds(now(CLOCK_REALTIME) / 1000000000);
	return true;
}

int source_open(struct source_tree *s, struct arena *a, const struct command *c,
    const struct options *o, struct report *r)
{
	const char *folder = o->values[SOURCE_FOLDER];
	const char *today = o->values[SOURCE_TODAY];
	const char *rev = o->values[SOURCE_REV];
	struct commit commit = {.id = "worktree"};
	int status;

	*s = (struct source_tree){.folder = str_from(folder ? folder : ".")};
	if (!today_find(&s->today, today))
		return command_usage(
		    c, "日期要写成 2026-11-22 的样子：%s", today);
	if (rev)
		status = repo_tree(
		    &s->tree, &commit, a, s->folder, str_from(rev), r);
	else
		status = disk_tree(&s->tree, a, s->folder, r);
	memcpy(s->commit, commit.id, sizeof s->commit);
	if (rev && !status)
		moment_print(s->moment, commit.seconds);
	if (!today && rev && !status)
		s->today = date_from_seconds(commit.seconds);
	return status ? report_status(r) : EXIT_CLEAN;
}

struct str source_path(struct str folder, struct str path)
{
	if (str_begins(path, STR("./")))
		path = str_slice(path, 2, path.len);
	if (folder.len && !str_is(folder, ".") && str_begins(path, folder) &&
	    path.len > folder.len && path.data[folder.len] == '/')
		path = str_slice(path, folder.len + 1, path.len);
	while (path.len && path.data[path.len - 1] == '/')
		path.len--;
	return str_is(path, ".") ? STR("") : path;
}

struct str source_typed(struct arena *a, struct str folder, const char *typed)
{
	char *root = realpath(arena_str(a, folder).data, NULL);
	char *path = realpath(typed, NULL);
	struct str in_tree = source_path(folder, str_from(typed)), below;

	if (root && path) {
		below = source_path(str_from(root), str_from(path));
		if (below.len < strlen(path))
			in_tree = below;
	}
	in_tree = arena_str(a, in_tree);
	free(root);
	free(path);
	return in_tree;
}

bool source_has(const struct tree *t, struct str path)
{
	size_t from, to;

	tree_range(t, path, &from, &to);
	for (; from < to; from++)
		if (source_is_asked(t->entries[from].path, &path, 1))
			return true;
	return false;
}

bool source_is_asked(struct str path, const struct str *paths, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (!paths[i].len || str_equal(path, paths[i]) ||
		    (str_begins(path, paths[i]) &&
			path.data[paths[i].len] == '/'))
			return true;
	return !n;
}

int source_ask(struct value **rows, struct arena *a, const struct tree *t,
    struct date today, struct str sql, struct report *unasked, struct report *r)
{
	struct book_options o = {.today = today,
	    .workers = pool_workers(),
	    .cache = source_cache(a)};
	struct book_asked asked = {0};
	struct connection *c = NULL;
	struct query *q = NULL;
	struct arena own = {0};
	struct report quiet;
	struct book *b;
	int status = -1;

	*rows = NULL;
	report_init(&quiet, &own);
	book_asked_add(&asked, &own, sql);
	o.asked = &asked;
	b = book_make(t, &o, &quiet);
	if (!b)
		report_join(r, &quiet);
	else
		c = connection_open(b, EDITION_INTERNAL, r);
	if (c) {
		q = query_make(c, a, sql, FINDING_VIEW,
		    STR("content/plan/views.sql"), (struct place){0}, unasked);
		status = q ? query_run(q, a, NULL, 0, rows, r) : 0;
	}
	connection_close(c);
	book_free(b);
	arena_release(&own);
	return status;
}

struct str source_cache(struct arena *a)
{
	const char *folder = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	struct str base, own;

	if (folder && folder[0] == '/')
		base = str_from(folder);
	else if (home && home[0] == '/')
		base = arena_printf(a, "%s/.cache", home);
	else
		return (struct str){0};
	base = arena_str(a, base);
	own = arena_printf(a, "%.*s/taizhang", STR_ARGS(base));
	mkdir(base.data, 0700);
	if (mkdir(own.data, 0700) && errno != EEXIST)
		return (struct str){0};
	return own;
}

enum { SHOW_EVERY = 100 * 1000 * 1000 };

static void stage_end(struct progress_line *p, int64_t at)
{
	int64_t cpu = now(CLOCK_PROCESS_CPUTIME_ID);

	if (p->is_times && p->stage)
		fprintf(stderr, "%8.3f 秒 %8.3f CPU秒  %s\n",
		    (double)(at - p->stage_began) / 1e9,
		    (double)(cpu - p->cpu_began) / 1e9, p->stage);
	p->stage_began = at;
	p->cpu_began = cpu;
}

/*
 * A new stage is told by the thread that begins it; while it runs any worker
 * may call, and a line too many or too few does no harm.
 */
static void progress_show(
    void *self, const char *stage, size_t done, size_t total)
{
	struct progress_line *p = self;
	int64_t at = now(CLOCK_MONOTONIC);

	if (__atomic_load_n(&p->stage, __ATOMIC_RELAXED) != stage) {
		stage_end(p, at);
		__atomic_store_n(&p->stage, stage, __ATOMIC_RELAXED);
	} else if (at - __atomic_load_n(&p->shown, __ATOMIC_RELAXED) <
	    SHOW_EVERY) {
		return;
	}
	__atomic_store_n(&p->shown, at, __ATOMIC_RELAXED);
	if (!p->is_line)
		return;
	if (total)
		fprintf(stderr, "\r\033[K%s %zu/%zu", stage, done, total);
	else
		fprintf(stderr, "\r\033[K%s", stage);
	fflush(stderr);
}

/* Each thread does one part at a time. */
static void part_show(
    void *self, const char *what, struct str name, bool has_ended)
{
	static _Thread_local int64_t began;
	int64_t at = now(CLOCK_THREAD_CPUTIME_ID);

	(void)self;
	if (has_ended)
		fprintf(stderr, "%8.3f CPU秒  %s %.*s\n",
		    (double)(at - began) / 1e9, what, STR_ARGS(name));
	began = at;
}

void progress_begin(struct progress_line *p, bool is_quiet)
{
	int64_t at = now(CLOCK_MONOTONIC);

	*p = (struct progress_line){
	    .began = at,
	    .stage_began = at,
	    .cpu_began = now(CLOCK_PROCESS_CPUTIME_ID),
	    .is_times = getenv("TAIZHANG_TIMES") != NULL,
	};
	p->is_line = !is_quiet && !p->is_times && isatty(STDERR_FILENO);
	if (p->is_line || p->is_times)
		p->progress = (struct progress){.tell = progress_show,
		    .part = p->is_times ? part_show : NULL,
		    .self = p};
}

void progress_end(struct progress_line *p)
{
	struct rusage used;

	stage_end(p, now(CLOCK_MONOTONIC));
	if (p->is_line)
		fputs("\r\033[K", stderr);
	if (p->is_times && !getrusage(RUSAGE_SELF, &used))
		fprintf(stderr, "%8.3f 秒 %8.3f CPU秒  合计，内存最多 %ld MB\n",
		    progress_seconds(p),
		    (double)now(CLOCK_PROCESS_CPUTIME_ID) / 1e9,
		    used.ru_maxrss / 1024);
}

double progress_seconds(const struct progress_line *p)
{
	return (double)(now(CLOCK_MONOTONIC) - p->began) / 1e9;
}
