/* SPDX-License-Identifier: MIT */
/*
 * The normalised view of a text that the parts of the scanner share: one
 * glyph at a time, with its place in the text, so that nothing is copied.
 * Full-width letters and digits are ASCII, all blanks " ", dashes "-" and
 * dots "."; a Chinese digit has its value; what is not seen, and Markdown's
 * marks of emphasis, can be stepped over.
 */
#ifndef BOOK_PERSONAL_PARTS_H
#define BOOK_PERSONAL_PARTS_H

#include "personal.h"

struct glyph {
	uint32_t cp;   /* normalised; 0xFFFD: no UTF-8; 0: the text's end */
	int digit;     /* 0 to 9; -1: none */
	bool is_hanzi; /* a digit written in Chinese */
	size_t at, end;
};

/* These do the work where a byte is no plain ASCII. */
struct glyph glyph_decode(struct str text, size_t at);
size_t glyph_unseen(struct str text, size_t at);

/* The glyph at this offset, and the one that ends there. */
static inline struct glyph glyph_at(struct str text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.data[at] : 0;
	struct glyph g = {c, -1, false, at, at + 1};

	if (c >= 0x80 || c <= '\t')
		return glyph_decode(text, at);
	if (c >= '0' && c <= '9')
		g.digit = c - '0';
	return g;
}

struct glyph glyph_before(struct str text, size_t end);

/* Behind what is not seen: zero-width, up to three "*", tags of emphasis. */
static inline size_t glyph_skip(struct str text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.data[at] : 'a';

	/* Digits and letters, and Han. */
	if ((c >= '0' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return c == '<' ? glyph_unseen(text, at) : at;
	return c >= 0xE3 && c <= 0xE9 ? at : glyph_unseen(text, at);
}

/* glyph_at() behind glyph_skip(). */
static inline struct glyph glyph_next(struct str text, size_t at)
{
	return glyph_at(text, glyph_skip(text, at));
}

/* How many glyphs of masking (* x X × ● • #) begin here; *end is behind. */
size_t glyph_masks(struct str text, size_t at, size_t *end);

static inline bool glyph_is_letter(const struct glyph *g)
{
	return (g->cp >= 'A' && g->cp <= 'Z') || (g->cp >= 'a' && g->cp <= 'z');
}

static inline bool glyph_is_han(const struct glyph *g)
{
	return (g->cp >= 0x4E00 && g->cp <= 0x9FFF) ||
	    (g->cp >= 0x3400 && g->cp <= 0x4DBF);
}

/* The text of at most `count` glyphs that ends here, without a line end or a
 * mark that ends a clause. */
struct str text_before(struct str text, size_t end, size_t count);

/* Does the text at this offset begin with this, or end there with it? */
bool text_has(struct str text, size_t at, const char *word);
bool text_ends(struct str text, size_t end, const char *word);

/* Is it one of the characters of this literal? */
bool glyph_is_in(const struct glyph *g, const char *set);

/* Each looks at the text around a trigger and says what it found, and where
 * the scan goes on. */
bool number_find(const struct personal_scan *s, size_t at,
    struct personal *found, size_t *next);
bool address_find(
    const struct personal_scan *s, size_t at, struct personal *found);
bool address_room_find(
    struct str text, size_t at, size_t end, struct personal *found);
bool person_find(const struct personal_scan *s, size_t at,
    struct personal *found, size_t *next);
bool person_mask_find(
    const struct personal_scan *s, size_t at, struct personal *found);

#endif
