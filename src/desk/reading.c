/* SPDX-License-Identifier: MIT */
/* Whoever asks says what he wants; the thread reads whatever was wanted last. */
#include "reading.h"

#include <pthread.h>
#include <time.h>

#include "git/repo.h"

struct readings {
	struct arena arena;
	struct str repository, cache;
	unsigned workers;
	struct shelf *shelf;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct reading *now; /* NULL: none yet */
	struct oid main;     /* wanted */
	struct date today;
	bool is_ended, is_failed;
};

static bool is_of(
    const struct reading *rd, const struct oid *main, struct date today)
{
	return rd && oid_equal(&rd->main, main) &&
	    date_days(rd->today) == date_days(today);
}

static void reading_free(struct reading *rd)
{
	struct arena own = rd->arena;

	book_free(rd->book);
	if (rd->tree.source)
		tree_release(&rd->tree);
	arena_release(&own);
}

static struct reading *reading_make(
    struct readings *rs, const struct oid *main, struct date today)
{
	struct arena first = {0};
	struct reading *rd = arena_alloc(&first, sizeof *rd);
	struct tree_part part = {.commit = NULL};
	struct book_options o = {.today = today,
	    .workers = rs->workers,
	    .cache = rs->cache,
	    .shelf = rs->shelf};
	const struct tree *own = NULL;

	*rd = (struct reading){
	    .arena = first, .main = *main, .today = today, .holders = 1};
	report_init(&rd->report, &rd->arena);
	part.commit = rd->main.hex;
	if (!repo_compose(&rd->tree, &rd->arena, rs->repository, STR(""), &part,
		1, &rd->report)) {
		rd->book = book_make(&rd->tree, &o, &rd->report);
		own = &rd->tree;
		/* Those that can be used. */
		drafts_read(&rd->drafts, &rd->arena, own, &rd->report);
	}
	if (!desk_pages_read(&rd->pages, &rd->arena, own, &rd->report))
		return rd;
	reading_free(rd);
	return NULL;
}

/* The caller has the lock. */
static void drop(struct reading *rd)
{
	if (rd && !--rd->holders)
		reading_free(rd);
}

static void *work(void *self)
{
	struct readings *rs = self;
	struct reading *made;
	struct oid main;
	struct date today;

	pthread_mutex_lock(&rs->lock);
	for (;;) {
		while (!rs->is_ended &&
		    (oid_is_none(&rs->main) ||
			is_of(rs->now, &rs->main, rs->today)))
			pthread_cond_wait(&rs->changed, &rs->lock);
		if (rs->is_ended)
			break;
		main = rs->main;
		today = rs->today;
		pthread_mutex_unlock(&rs->lock);
		made = reading_make(rs, &main, today);
		pthread_mutex_lock(&rs->lock);
		rs->is_failed = !made;
		if (made) {
			drop(rs->now);
			rs->now = made;
		} else {
			rs->main = (struct oid){0};
		}
		pthread_cond_broadcast(&rs->changed);
	}
	pthread_mutex_unlock(&rs->lock);
	return NULL;
}

struct readings *readings_open(
    struct str repository, struct str cache, unsigned workers)
{
	struct readings *rs = memory_resize(NULL, sizeof *rs);

	*rs = (struct readings){.workers = workers, .shelf = shelf_open()};
	rs->repository = arena_str(&rs->arena, repository);
	rs->cache = arena_str(&rs->arena, cache);
	pthread_mutex_init(&rs->lock, NULL);
	pthread_cond_init(&rs->changed, NULL);
	if (!pthread_create(&rs->thread, NULL, work, rs))
		return rs;
	rs->is_ended = true;
	readings_close(rs);
	return NULL;
}

void readings_close(struct readings *rs)
{
	if (!rs)
		return;
	if (!rs->is_ended) {
		pthread_mutex_lock(&rs->lock);
		rs->is_ended = true;
		pthread_cond_broadcast(&rs->changed);
		pthread_mutex_unlock(&rs->lock);
		pthread_join(rs->thread, NULL);
	}
	drop(rs->now);
	shelf_close(rs->shelf);
	pthread_cond_destroy(&rs->changed);
	pthread_mutex_destroy(&rs->lock);
	arena_release(&rs->arena);
	memory_free(rs);
}

/* Until it is there, or one before will do. */
static void reading_wait(
    struct readings *rs, const struct oid *main, struct date today)
{
	struct timespec until;
	int64_t end;

	timespec_get(&until, TIME_UTC);
	end = (int64_t)until.tv_sec * 1000 + until.tv_nsec / 1000000 +
	    (rs->now ? READING_PATIENCE : READING_FIRST);
	until.tv_sec = end / 1000;
	until.tv_nsec = end % 1000 * 1000000;
	while (!is_of(rs->now, main, today) && !rs->is_failed && !rs->is_ended)
		if (pthread_cond_timedwait(&rs->changed, &rs->lock, &until))
			break;
}

struct reading *reading_take(
    struct readings *rs, const struct oid *main, struct date today)
{
	struct reading *rd;

	pthread_mutex_lock(&rs->lock);
	if (!is_of(rs->now, main, today)) {
		rs->main = *main;
		rs->today = today;
		rs->is_failed = false;
		pthread_cond_broadcast(&rs->changed);
		reading_wait(rs, main, today);
	}
	rd = rs->now;
	if (rd)
		rd->holders++;
	pthread_mutex_unlock(&rs->lock);
	return rd;
}

void reading_let_go(struct readings *rs, struct reading *rd)
{
	if (!rd)
		return;
	pthread_mutex_lock(&rs->lock);
	drop(rd);
	pthread_mutex_unlock(&rs->lock);
}
