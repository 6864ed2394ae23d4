/* SPDX-License-Identifier: MIT */
/*
 * Metadata is what a picture's file carries besides the picture: where and
 * with what it was taken, by whom, small copies of it, texts, and whatever
 * hides behind its end. A portal has no use for it, and the people in the
 * picture have reasons against it.
 *
 * Taken out are all parts that do not change how the picture looks. What is
 * left is copied byte for byte: the compressed pixels, the colour profile. If
 * the Exif block says that the picture is to be turned, or on which day it was
 * taken, a block that says nothing else stands in its place.
 */
#ifndef BOOK_METADATA_H
#define BOOK_METADATA_H

#include "base/buf.h"

enum metadata_sort {
	METADATA_EXIF,
	METADATA_XMP,
	METADATA_IPTC,
	METADATA_TEXT,	    /* comments, a PNG's texts */
	METADATA_TIME,	    /* when a PNG was changed */
	METADATA_THUMBNAIL, /* small copies of the picture */
	METADATA_OTHER,	    /* of makers and programs */
	METADATA_TRAILING,  /* behind the end of the picture */
	METADATA_SORTS,
};

struct metadata {
	size_t blocks[METADATA_SORTS]; /* that were taken out */
	size_t bytes[METADATA_SORTS];
	bool has_place[METADATA_SORTS]; /* said where it was taken */
	/* Kept: how it is to be turned (2 to 8; 0: it stands upright), the day
	 * it was taken. */
	bool has_exif, has_day;
	unsigned orientation;
};

/*
 * Adds the picture without its metadata to `out` and says what was taken out.
 * Doing it again changes nothing. False, with nothing added: it is no JPEG or
 * PNG, or is cut short.
 */
bool metadata_strip(struct buf *out, struct metadata *m, struct str bytes);

/*
 * The same for the public: without the day and the colour profile, and as far
 * as the file can be followed. Of what is no JPEG or PNG nothing is left.
 */
void metadata_clear(struct buf *out, struct str bytes);

/*
 * Adds the picture `bytes`, in which there is no Exif block, and in it the day
 * on which `from` says that it was taken, where it does.
 */
void metadata_date(struct buf *out, struct str bytes, struct str from);

/* How the picture is to be turned: 2 to 8, as Exif has it; 0: it is not. */
unsigned metadata_orientation(struct str bytes);

/* What was taken out, in Chinese: "EXIF（含拍摄地点）1 块 9532 字节、…". */
void metadata_print(struct buf *out, const struct metadata *m);

#endif
