/* SPDX-License-Identifier: MIT */
/*
 * Bytes that are costly to make and follow from a name alone, kept from run to
 * run as files of a folder. It makes no difference to any result whether they
 * were kept: what cannot be read or written is done without, in silence, and
 * what is not as it was written is removed. Runs side by side share it, and so
 * may threads.
 */
#ifndef BASE_CACHE_H
#define BASE_CACHE_H

#include "digest.h"

struct arena;
struct cache;

/* `folder` ends in a NUL and is made where missing; empty: nothing is kept.
 * Beyond `max` bytes those used longest ago go when it is closed. Never NULL. */
struct cache *cache_open(struct str folder, uint64_t max);

/* `name` is a digest of all that the bytes follow from. */
bool cache_find(const struct cache *c, struct arena *a, struct str *bytes,
    const char *name);
void cache_add(struct cache *c, struct str bytes, const char *name);
void cache_close(struct cache *c);

#endif
