/* SPDX-License-Identifier: MIT */
/*
 * A picture small enough for a service with a limit: as it is where it fits,
 * else upright, in sRGB, over white, without metadata, and saved as JPEG,
 * coarser and smaller until it fits.
 */
#ifndef BOOK_SHRINK_H
#define BOOK_SHRINK_H

#include "base/arena.h"
#include "picture.h"

enum { SHRINK_WIDTH = 1440 }; /* pixels: wider than any phone shows */

/*
 * The picture in fewer than `max` bytes, in `a`, or `bytes` itself. False: it
 * cannot be decoded, or not made so small.
 */
bool shrink(struct str *out, enum picture_format *format, struct arena *a,
    struct str bytes, size_t max);

#endif
