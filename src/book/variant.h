/* SPDX-License-Identifier: MIT */
/*
 * What is published of a picture: itself, bounded in size, and smaller ones
 * for smaller screens; upright, in the colours of sRGB, and without metadata.
 * How many and how large follows from the picture's size alone (the plan), so
 * that pages can be written before a pixel is read. A picture that is as it
 * should be is copied as it is, less its metadata.
 */
#ifndef BOOK_VARIANT_H
#define BOOK_VARIANT_H

#include <pthread.h>

#include "base/arena.h"
#include "picture.h"

enum { VARIANTS_MAX = 8 };

/* Pixels across, rising. The last bounds every picture: so wide, and so many
 * pixels as it would have at 4:3. */
struct variant_widths {
	uint32_t widths[VARIANTS_MAX];
	size_t count;
};

struct variant {
	uint32_t width, height; /* 0: not known */
	struct str bytes;
};

/* Rising in width; the last is the picture itself. */
struct variants {
	struct variant items[VARIANTS_MAX + 1];
	size_t count;
};

/* `p`: with the width and height that are seen, 0 where it is unusable;
 * `size`: of its file. The bytes are not made. */
void variants_plan(struct variants *v, const struct variant_widths *w,
    const struct picture *p, uint64_t size);

/* Makes them; may be asked by any thread. */
struct variant_maker {
	struct cache *cache;
	pthread_mutex_t
	    large; /* one picture that takes much memory at a time */
};

/* `cache`: a folder, ends in a NUL; empty: none. */
void variant_maker_open(struct variant_maker *m, struct str cache);
void variant_maker_close(struct variant_maker *m);

/* The bytes of what was planned. Where the picture cannot be decoded they are
 * the picture's own, less its metadata. */
void variants_make(struct variants *v, struct arena *a, struct str bytes,
    struct variant_maker *m);

/* The picture itself as it is published, bounded by `widest`. */
struct str variant_alone(struct arena *a, struct str bytes, uint32_t widest);

#endif
