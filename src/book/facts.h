/* SPDX-License-Identifier: MIT */
/*
 * What large pictures show (image.h), kept from run to run in a file by the
 * SHA-256 of their bytes. The facts depend on those bytes alone, so it makes
 * no difference to any result whether they were kept: where the file cannot be
 * opened, read or written, it is done without, in silence. Any worker may ask.
 */
#ifndef BOOK_FACTS_H
#define BOOK_FACTS_H

#include "base/digest.h"
#include "image.h"

enum {
	FACTS_WORTH = 32 * 1024, /* bytes: a smaller one is as soon decoded */
	FACTS_MAX = 200000,	 /* pictures kept, those added last */
};

struct facts;

/* `path` ends in a NUL; its folder must be there. Never NULL. */
struct facts *facts_open(struct str path);

bool facts_find(struct facts *f, struct image *im, const char *digest);
void facts_add(struct facts *f, const struct image *im, const char *digest);
void facts_close(struct facts *f);

#endif
