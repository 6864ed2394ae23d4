/* SPDX-License-Identifier: MIT */
/*
 * What a picture shows, decoded small: its look, by which the same picture is
 * known again when it was scaled or saved once more, and the days its metadata
 * name. All of it depends on the bytes alone. A picture that cannot be decoded
 * whole has no look; that is no fault of the record's.
 */
#ifndef BOOK_IMAGE_H
#define BOOK_IMAGE_H

#include "base/date.h"
#include "picture.h"

enum {
	LOOK_ROWS = 16,
	LOOK_FIELDS = 17,   /* in a row */
	LOOK_SIDE_MIN = 32, /* pixels: a smaller one is an icon */
	LOOK_NEAR = 12,	    /* see look_difference() */
};

/* Brightness, averaged over fields of equal size: what saving a picture again,
 * smaller or coarser, changes least. */
struct look {
	unsigned char fields[LOOK_ROWS][LOOK_FIELDS];
};

/* A difference hash: bit x of row y says whether field x of that row is clearly
 * darker than the one to its right. */
struct look_hash {
	uint16_t rows[LOOK_ROWS];
};

struct image {
	bool has_look;
	struct look look;
	struct date taken; /* Exif: DateTimeOriginal; year 0: not said */
	struct date saved; /* Exif: DateTime; PNG: tIME. Taken no later. */
};

/* `p`: what picture_parse() says of the same bytes. */
void image_read(struct image *im, const struct picture *p, struct str bytes);

void look_hash(struct look_hash *h, const struct look *look);

/* By how much the brightness of two looks differs in the field where it
 * differs most: 0 to 255. Beyond `limit` any number beyond it will do. */
unsigned look_difference(
    const struct look *a, const struct look *b, unsigned limit);

#endif
