/* SPDX-License-Identifier: MIT */
/*
 * What large pictures show (image.h), kept from run to run by the SHA-256 of
 * their bytes in a cache (base/cache.h), which any worker may ask.
 */
#ifndef BOOK_FACTS_H
#define BOOK_FACTS_H

#include "base/cache.h"
#include "image.h"

enum { FACTS_WORTH = 32 * 1024 }; /* bytes: a smaller one is as soon decoded */

/* `folder` as cache_open() takes it. Never NULL. */
struct cache *facts_open(struct str folder);

/* `digest`: of the picture. */
bool facts_find(
    const struct cache *c, struct image *im, const char digest[DIGEST_SIZE]);
void facts_add(
    struct cache *c, const struct image *im, const char digest[DIGEST_SIZE]);

#endif
