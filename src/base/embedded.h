/* SPDX-License-Identifier: MIT */
/*
 * Files of the source tree that the program holds, byte for byte: those that
 * the Makefile names under EMBEDDED. The list is written by embed.sh.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "str.h"

struct embedded {
	const char *path;      /* in the source tree */
	const char *from, *to; /* a NUL stands behind it */
};

static inline struct str embedded_bytes(const struct embedded *e)
{
	return (struct str){e->from, (size_t)(e->to - e->from)};
}

/* By path. */
extern const struct embedded embedded_files[];
extern const size_t embedded_count;

/* The bytes of the file at this path; without data: there is none. */
struct str embedded_file(struct str path);

#endif
