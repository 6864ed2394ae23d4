/* SPDX-License-Identifier: MIT */
/* Plain threads, started for one job and joined at its end. */
#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "arena.h"

unsigned pool_workers(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n > POOL_WORKERS_MAX ? POOL_WORKERS_MAX : (unsigned)n;
}

struct run {
	void (*work)(void *self, unsigned worker, size_t item);
	void *self;
	size_t n;
	atomic_size_t next;
};

struct thread {
	pthread_t id;
	unsigned worker;
	void *job;
};

static void *run_main(void *argument)
{
	struct thread *t = argument;
	struct run *run = t->job;

	for (;;) {
		size_t item = atomic_fetch_add(&run->next, 1);

		if (item >= run->n)
			return NULL;
		run->work(run->self, t->worker, item);
	}
}

/* Starts up to `workers` threads numbered from `first`; returns how many. */
static unsigned start(struct thread *threads, unsigned first, unsigned workers,
    void *(*body)(void *), void *job)
{
	unsigned i;

	for (i = 0; i < workers; i++) {
		threads[i] = (struct thread){.worker = first + i, .job = job};
		if (pthread_create(&threads[i].id, NULL, body, &threads[i]))
			break;
		pthread_setname_np(threads[i].id, "worker");
	}
	return i;
}

static void join(struct thread *threads, unsigned n)
{
	while (n)
		pthread_join(threads[--n].id, NULL);
}

void pool_run(unsigned workers, size_t n,
    void (*work)(void *self, unsigned worker, size_t item), void *self)
{
	struct run run = {.work = work, .self = self, .n = n};
	struct thread threads[POOL_WORKERS_MAX], own = {.job = &run};
	unsigned started;

	if (workers > POOL_WORKERS_MAX)
		workers = POOL_WORKERS_MAX;
	/* The caller's thread is worker 0. */
	started =
	    start(threads, 1, workers > 1 ? workers - 1 : 0, run_main, &run);
	run_main(&own);
	join(threads, started);
}

struct line {
	const struct pool_line *how;
	size_t n, slots;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t next;  /* item that a worker begins with */
	size_t taken; /* items that have left their slot */
	bool *is_made;
};

static void *line_main(void *argument)
{
	struct thread *t = argument;
	struct line *line = t->job;

	pthread_mutex_lock(&line->lock);
	while (line->next < line->n) {
		size_t item;

		if (line->next - line->taken >= line->slots) {
			pthread_cond_wait(&line->moved, &line->lock);
			continue;
		}
		item = line->next++;
		pthread_mutex_unlock(&line->lock);
		line->how->make(
		    line->how->self, t->worker, item, item % line->slots);
		pthread_mutex_lock(&line->lock);
		line->is_made[item % line->slots] = true;
		pthread_cond_broadcast(&line->moved);
	}
	pthread_mutex_unlock(&line->lock);
	return NULL;
}

void pool_produce(
    unsigned workers, size_t n, size_t slots, const struct pool_line *how)
{
	struct line line = {.how = how, .n = n, .slots = slots};
	struct thread threads[POOL_WORKERS_MAX];
	struct arena a = {0};
	unsigned started;
	size_t item;

	if (workers > POOL_WORKERS_MAX)
		workers = POOL_WORKERS_MAX;
	line.is_made = arena_array(&a, slots, sizeof *line.is_made);
	pthread_mutex_init(&line.lock, NULL);
	pthread_cond_init(&line.moved, NULL);
	started = start(threads, 0, workers, line_main, &line);
	for (item = 0; item < n; item++) {
		size_t slot = item % slots;

		if (!started)
			how->make(how->self, 0, item, slot);
		pthread_mutex_lock(&line.lock);
		while (started && !line.is_made[slot])
			pthread_cond_wait(&line.moved, &line.lock);
		line.is_made[slot] = false;
		pthread_mutex_unlock(&line.lock);
		how->take(how->self, item, slot);
		pthread_mutex_lock(&line.lock);
		line.taken++;
		pthread_cond_broadcast(&line.moved);
		pthread_mutex_unlock(&line.lock);
	}
	join(threads, started);
	pthread_cond_destroy(&line.moved);
	pthread_mutex_destroy(&line.lock);
	arena_release(&a);
}
