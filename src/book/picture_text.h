/* SPDX-License-Identifier: MIT */
/*
 * What a picture says beside its pixels: the printable texts of a JPEG's
 * application segments and comments (Exif, XMP, IPTC) and of a PNG's text
 * chunks, and whether it says where it was taken. The bytes may be anything;
 * compressed chunks (zTXt) are not read.
 */
#ifndef BOOK_PICTURE_TEXT_H
#define BOOK_PICTURE_TEXT_H

#include "base/str.h"

struct picture_text {
	struct str bytes;
	size_t at;	    /* of the next segment or chunk */
	struct str segment; /* what is left of the one at hand */
	bool has_position;  /* GPS coordinates were in one of those seen */
};

void picture_text_begin(struct picture_text *m, struct str bytes);

/* The next run of printable text; false: no more. Zero bytes between letters
 * (UTF-16) are part of it. */
bool picture_text_next(struct picture_text *m, struct str *text);

#endif
