/* SPDX-License-Identifier: MIT */
/*
 * Work on several threads. Which thread does what is left to chance; results
 * are put where their number says, so that chance never shows in them.
 * Where no thread can be had, the caller's own does the work.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

enum { POOL_WORKERS_MAX = 16 };

/* How many workers this machine is good for: 1 to POOL_WORKERS_MAX. */
unsigned pool_workers(void);

/* Calls work(self, worker, item) once for each item below n; each worker's
 * calls come one after the other. */
void pool_run(unsigned workers, size_t n,
    void (*work)(void *self, unsigned worker, size_t item), void *self);

/*
 * A line of production: make(self, worker, item, slot) on the workers, then
 * take(self, item, slot) on the caller's thread in the order of the items. A
 * slot (below `slots`) is the place for what passes from one to the other;
 * it is free again when take() returns.
 */
struct pool_line {
	void (*make)(void *self, unsigned worker, size_t item, size_t slot);
	void (*take)(void *self, size_t item, size_t slot);
	void *self;
};

void pool_produce(
    unsigned workers, size_t n, size_t slots, const struct pool_line *line);

#endif
