/* SPDX-License-Identifier: MIT */
/* Each item once, each worker one thing at a time, and a line in its order,
 * whatever the numbers of workers, items and slots. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/pool.h"

enum { ITEMS_MAX = 500 };

struct tally {
	atomic_uint times[ITEMS_MAX];
	atomic_uint busy[POOL_WORKERS_MAX];
	atomic_uint wrong;
	unsigned workers;
	/* of a line */
	size_t slots, next, made[POOL_WORKERS_MAX * 4];
	atomic_uint full[POOL_WORKERS_MAX * 4];
	pthread_t owner;
};

/* Threads take turns often enough to show what is shared. */
static void dawdle(size_t item)
{
	if (item % 7 == 0)
		sched_yield();
}

static void work(void *self, unsigned worker, size_t item)
{
	struct tally *t = self;

	if (worker >= POOL_WORKERS_MAX || atomic_fetch_add(&t->busy[worker], 1))
		atomic_fetch_add(&t->wrong, 1);
	dawdle(item);
	atomic_fetch_add(&t->times[item], 1);
	atomic_fetch_sub(&t->busy[worker], 1);
}

static const unsigned worker_counts[] = {0, 1, 2, 5, 16, 100};
static const size_t item_counts[] = {0, 1, 2, 17, ITEMS_MAX};

static void test_run(void **state)
{
	size_t w, n, i;

	(void)state;
	for (w = 0; w < sizeof worker_counts / sizeof *worker_counts; w++)
		for (n = 0; n < sizeof item_counts / sizeof *item_counts; n++) {
			static struct tally t;

			memset(&t, 0, sizeof t);
			pool_run(worker_counts[w], item_counts[n], work, &t);
			assert_int_equal(t.wrong, 0);
			for (i = 0; i < ITEMS_MAX; i++)
				assert_int_equal(
				    t.times[i], i < item_counts[n]);
		}
}

static void make(void *self, unsigned worker, size_t item, size_t slot)
{
	struct tally *t = self;

	/* The slot is free, and this worker's. */
	if (slot >= t->slots || atomic_exchange(&t->full[slot], 1))
		atomic_fetch_add(&t->wrong, 1);
	t->made[slot] = item;
	work(self, worker, item);
}

static void take(void *self, size_t item, size_t slot)
{
	struct tally *t = self;

	if (item != t->next++ || t->made[slot] != item ||
	    !pthread_equal(t->owner, pthread_self()))
		atomic_fetch_add(&t->wrong, 1);
	dawdle(item + 3);
	atomic_store(&t->full[slot], 0);
}

static void test_produce(void **state)
{
	static const size_t slot_counts[] = {1, 2, 3, 32};
	size_t w, n, s, i;

	(void)state;
	for (w = 0; w < sizeof worker_counts / sizeof *worker_counts; w++)
		for (n = 0; n < sizeof item_counts / sizeof *item_counts; n++)
			for (s = 0; s < 4; s++) {
				static struct tally t;
				const struct pool_line line = {make, take, &t};

				memset(&t, 0, sizeof t);
				t.slots = slot_counts[s];
				t.owner = pthread_self();
				pool_produce(worker_counts[w], item_counts[n],
				    slot_counts[s], &line);
				assert_int_equal(t.wrong, 0);
				assert_int_equal(t.next, item_counts[n]);
				for (i = 0; i < item_counts[n]; i++)
					assert_int_equal(t.times[i], 1);
			}
}

static void test_workers(void **state)
{
	(void)state;
	assert_true(pool_workers() >= 1);
	assert_true(pool_workers() <= POOL_WORKERS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_run),
	    cmocka_unit_test(test_produce),
	    cmocka_unit_test(test_workers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
