/* SPDX-License-Identifier: MIT */
/*
 * What a picture's bytes say of themselves, read from its headers alone:
 * nothing is decoded. JPEG and PNG by their bytes, never by their name, whole
 * and with nothing behind their own end (such files can be two things at once).
 */
#ifndef BOOK_PICTURE_H
#define BOOK_PICTURE_H

#include "base/str.h"

enum {
	PICTURE_SIDE_MAX = 8000,     /* pixels */
	PICTURE_AREA_MAX = 40000000, /* pixels */
};

enum picture_format { PICTURE_JPEG, PICTURE_PNG };

struct picture {
	enum picture_format format;
	uint32_t width, height; /* as stored, before any turning */
	bool is_progressive;	/* JPEG: in several scans over all of it */
	size_t end; /* of the picture, in bytes; 0: it is not whole */
};

/* NULL, or in Chinese what is wrong with it. */
const char *picture_parse(struct picture *p, struct str bytes);

enum { JPEG_PROGRESSIVE = 0xC2, JPEG_END = 0xD9, JPEG_SCAN = 0xDA };

/* A segment of a JPEG or a chunk of a PNG. */
struct picture_part {
	struct str bytes; /* all of it; of a scan its data too */
	struct str body;  /* what its length counts, less the length itself */
	unsigned marker;  /* of a JPEG: the byte behind 0xFF; else 0 */
	struct str name;  /* of a PNG: four letters */
};

/* From the first part to the last: what stands before `at` has been passed. */
struct picture_walk {
	struct str bytes;
	enum picture_format format;
	size_t at;
	bool is_last; /* the part before `at` ends the picture */
};

/* Stands behind the signature. False: it is neither JPEG nor PNG. */
bool picture_walk_begin(struct picture_walk *w, struct str bytes);

/* The next part; not to be called behind the last. False: it is cut short. */
bool picture_next(struct picture_part *p, struct picture_walk *w);

#endif
