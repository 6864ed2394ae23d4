/* SPDX-License-Identifier: MIT */
/*
 * A decoded picture, upright and in the colours of sRGB: read from a JPEG or
 * PNG, scaled, and written as one without any metadata. Equal bytes give equal
 * bytes: nothing here depends on the machine but the versions of libjpeg,
 * libpng and lcms (pixels_version). Bytes live in the arena given.
 */
#ifndef BOOK_PIXELS_H
#define BOOK_PIXELS_H

#include "base/arena.h"
#include "base/buf.h"
#include "picture.h"

struct pixels {
	uint32_t width, height;
	/* Bytes of a pixel: grey; grey and alpha; red, green and blue; those
	 * and alpha. Colours are as bright as alpha lets them be. */
	unsigned channels;
	unsigned char *data; /* rows from the top, without gaps */
};

/*
 * Decodes it, at no less than `width` pixels across once it is upright, where
 * it has as many. `p` is what picture_parse() says, `orientation` Exif's (0:
 * none). What a JPEG lacks is grey. False: it cannot be decoded.
 */
bool pixels_read(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes, unsigned orientation, uint32_t width);

/* How much memory that takes at most, in bytes. */
uint64_t pixels_need(const struct picture *p);

/* Would it look different without its colour profile? */
bool pixels_are_foreign(const struct picture *p, struct str bytes);

/* What shines through is white from then on. */
void pixels_flatten(struct pixels *px);

/* The same in another size, bicubic; sides from 1 to PICTURE_SIDE_MAX. */
void pixels_scale(struct pixels *out, struct arena *a, const struct pixels *in,
    uint32_t width, uint32_t height);

/* Adds it to `out` as JPEG (quality 1 to 100) or as PNG. A JPEG has no alpha:
 * for pixels that come from one. False: the library refused. */
bool pixels_jpeg(struct buf *out, const struct pixels *px, int quality);
bool pixels_png(struct buf *out, const struct pixels *px);

/* Adds the versions of all that these bytes follow from. */
void pixels_version(struct buf *out);

#endif
