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
};

/* NULL, or in Chinese what is wrong with it. */
const char *picture_parse(struct picture *p, struct str bytes);

#endif
