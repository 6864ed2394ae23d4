/* SPDX-License-Identifier: MIT */
/*
 * A str is a run of bytes that somebody else owns: a pointer and a length,
 * passed by value. It is not NUL-terminated unless its maker says so, and it
 * may hold any bytes. {NULL, 0} is the empty string.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *data;
	size_t len;
};

/* A str from a string literal, without a run of strlen(). */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* For printf's "%.*s". */
#define STR_ARGS(s) (int)(s).len, (s).data

static inline struct str str_from(const char *text)
{
	return (struct str){text, text ? strlen(text) : 0};
}

static inline bool str_equal(struct str a, struct str b)
{
	/* Words of one language differ at their end sooner than in front. */
	return a.len == b.len &&
	    (a.len == 0 ||
		(a.data[a.len - 1] == b.data[a.len - 1] &&
		    !memcmp(a.data, b.data, a.len)));
}

/* Is s the text of this literal? */
static inline bool str_is(struct str s, const char *literal)
{
	return str_equal(s, str_from(literal));
}

/* Byte order, shorter first where one begins with the other. */
int str_compare(struct str a, struct str b);

/* The same of two places with a text each, for qsort() and bsearch(). */
int str_order(const void *a, const void *b);

/* The part [from, to), both cut to s. */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from >= to)
		return (struct str){s.data, 0};
	return (struct str){s.data + from, to - from};
}

static inline bool str_begins(struct str s, struct str head)
{
	return s.len >= head.len && str_equal(str_slice(s, 0, head.len), head);
}

static inline bool str_ends(struct str s, struct str tail)
{
	return s.len >= tail.len &&
	    str_equal(str_slice(s, s.len - tail.len, s.len), tail);
}

/* Offset of the first `what` in s at or after `from`; s.len where none. */
size_t str_find(struct str s, struct str what, size_t from);

/* Offset of the first byte c in s at or after `from`; s.len where none. */
size_t str_find_byte(struct str s, char c, size_t from);

/* How many bytes c are in s. */
size_t str_count(struct str s, char c);

/* Without spaces, tabs and line ends on both sides. */
struct str str_trim(struct str s);

/*
 * Takes the text up to the next `c` off the front of *rest, and the `c` with
 * it. False when nothing is left; an empty last piece is not returned.
 */
bool str_next(struct str *rest, char c, struct str *piece);

/* The line that begins at *at, without its end (\n or \r\n); *at becomes the
 * offset behind it. */
struct str str_line(struct str text, size_t *at);

/* A plain decimal number that fills s: "-12" but not "+1", "1 " or "". */
bool str_integer(struct str s, int64_t *number);

/* Digits, with a minus before and a fraction behind them or not: "-1.5". */
bool str_is_decimal(struct str s);

/* Has it any of these bytes? */
bool str_has_any(struct str s, const char *bytes);

/* The last component of a path, and all before it without the slash. */
struct str path_name(struct str path);
struct str path_folder(struct str path);

/*
 * How many edits (insert, delete, replace, swap neighbours), counted in code
 * points, turn a into b. Texts over 64 code points count as far apart.
 */
unsigned str_distance(struct str a, struct str b);

#endif
