/* SPDX-License-Identifier: MIT */
/*
 * An arena owns all memory that lives as long as one run, one worker's share
 * or one batch: it is given out piece by piece and let go at once. Memory is
 * zeroed and aligned for any type. There is no failure to handle: when the
 * machine has no more memory the program says so and ends with exit status 3,
 * which leaves the portal and the repository as they were, since nothing of
 * either is changed in place. An arena belongs to one thread at a time.
 *
 * In builds with AddressSanitizer each piece is a block of its own, so that
 * a step over its end is seen.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "str.h"

/* Is this a build with AddressSanitizer? */
#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

struct arena_block;

struct arena {
	struct arena_block *last; /* newest block; they are chained */
	char *next, *end;	  /* what is free in it */
};

/* An arena of all zeros is empty and ready. */
void arena_release(struct arena *a);

/* Empty again, with its newest block kept for what comes next. */
void arena_clear(struct arena *a);

/* What is in `from` belongs to `a` from now on; `from` is empty. */
void arena_join(struct arena *a, struct arena *from);

/* Bytes taken from the system so far. */
size_t arena_size(const struct arena *a);

void *arena_alloc(struct arena *a, size_t size);

/* n elements of `size` bytes; checked for overflow. */
void *arena_array(struct arena *a, size_t n, size_t size);

/*
 * Room for one more: returns `array`, or a larger copy of it, such that
 * index `len` may be written. *cap is the count of elements it has room for.
 */
void *arena_grow(
    struct arena *a, void *array, size_t len, size_t *cap, size_t size);

/* A copy, with a NUL behind it that is not counted. */
struct str arena_str(struct arena *a, struct str s);

struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For malloc'd memory elsewhere: the same promise as above. */
void *memory_resize(void *memory, size_t size);
void memory_free(void *memory);

#endif
