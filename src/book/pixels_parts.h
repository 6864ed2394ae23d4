/* SPDX-License-Identifier: MIT */
/* What the modules that read and write pixels share. */
#ifndef BOOK_PIXELS_PARTS_H
#define BOOK_PIXELS_PARTS_H

#include "pixels.h"

/* How the colours of a row come, before they are sRGB. */
enum colors { COLORS_RGB, COLORS_RGBA, COLORS_CMYK };

struct color;

/* Turns colours of this ICC profile into sRGB. NULL: it is no profile for
 * them, or makes no difference that could be seen. */
struct color *color_open(struct str profile, enum colors colors);

/* `n` pixels, to 3 bytes each, or 4 with alpha; in place where they are RGB. */
void color_row(const struct color *c, unsigned char *to,
    const unsigned char *from, uint32_t n);
void color_close(struct color *c);

/* As it is stored, no less than `width` across where it has as many. */
bool jpeg_pixels(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes, uint32_t width);
bool png_pixels(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes);

bool jpeg_is_foreign(struct str bytes);
bool png_is_foreign(struct str bytes);

void jpeg_version(struct buf *out);
void png_version(struct buf *out);
void color_version(struct buf *out);

#endif
