/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, strictly: no overlong forms, no surrogates, nothing over U+10FFFF.
 * A column is a 1-based count of code points, everywhere in this program.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "str.h"

/* Bytes of the first code point of s, which goes to *cp; 0 where s is empty
 * or does not begin with valid UTF-8. */
size_t utf8_decode(struct str s, uint32_t *cp);

/* Writes cp as UTF-8 to `out` (4 bytes at most) and returns the bytes. */
size_t utf8_encode(uint32_t cp, char *out);

/* The last code point of s; 0 where s is empty or ends in something else. */
uint32_t utf8_last(struct str s);

/* Code points in s; a byte that is no UTF-8 counts as one. */
size_t utf8_count(struct str s);

/* Offset of the first byte that is not UTF-8; s.len where all of it is. */
size_t utf8_check(struct str s);

/* Byte offset in s of the code point with this 1-based column; s.len where
 * s is shorter. */
size_t utf8_offset(struct str s, size_t column);

/*
 * May this code point not stand in any text? C0 controls but tab and newline,
 * DEL, C1, bidirectional and zero-width controls, tags, noncharacters
 * (attacks of the "Trojan Source" kind, and our own private marks).
 */
bool utf8_is_forbidden(uint32_t cp);

/* Han, kana, CJK punctuation and full-width forms: between two of these a line
 * end is no space. Hangul, which is written with spaces, is not among them. */
bool utf8_is_cjk(uint32_t cp);

/* Columns of a terminal: 0 for combining marks, 2 for wide forms, else 1. */
unsigned utf8_width(uint32_t cp);

/* Columns that s takes on a terminal; a byte that is no UTF-8 takes one. */
size_t utf8_columns(struct str s);

/* Bytes of as much of the beginning of s as goes into so many columns. */
size_t utf8_fit(struct str s, size_t columns);

#endif
