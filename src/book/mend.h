/* SPDX-License-Identifier: MIT */
/*
 * A mend is one line under repair: the findings on it, and the edits that
 * would put it right. A line is mended as a whole or not at all: where one
 * fault of it has no certain correction, its findings come without one and
 * the line stays as it is.
 */
#ifndef BOOK_MEND_H
#define BOOK_MEND_H

#include "base/report.h"

enum {
	MEND_EDITS_MAX = 128,	 /* a line */
	MEND_FINDINGS_MAX = 100, /* a file */
};

enum edit_how {
	EDIT_TEXT,   /* put `text` there */
	EDIT_SPACES, /* put `count` spaces there */
	EDIT_QUOTE,  /* put quotes around what is there */
};

struct edit {
	enum edit_how how;
	size_t from, to; /* bytes of the line */
	const char *text;
	size_t count;
};

struct mend {
	struct str path;
	struct report *r; /* NULL: nobody wants to know */
	size_t before;	  /* findings there were before the first line */
	bool is_whole;	  /* every faulty line so far could be mended */
	size_t faults;	  /* in all lines so far */

	/* of this line */
	struct str line; /* without its end */
	uint32_t number;
	size_t first;	 /* index of its first finding */
	size_t at_start; /* value of `faults` */
	bool is_hopeless;
	struct edit edits[MEND_EDITS_MAX];
	size_t count;
};

void mend_begin(struct mend *m, struct str line, uint32_t number);

/* A fault in the bytes [from, to) of the line. */
void mend_report(struct mend *m, enum finding_id id, size_t from, size_t to,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Corrections, from left to right; none may reach into the one before. */
void mend_text(struct mend *m, size_t from, size_t to, const char *text);
void mend_spaces(struct mend *m, size_t from, size_t to, size_t count);
void mend_quote(struct mend *m, size_t from, size_t to);

/* What is meant here is not certain. */
void mend_give_up(struct mend *m);

/* Adds the line, mended, to `out` and to its findings. */
void mend_end(struct mend *m, struct buf *out);

/*
 * Bytes of one blank that YAML does not take for one at the front of s
 * (full-width, no-break and other spaces, tab); 0: none there. *id is the
 * finding it is, *width how many spaces it stands for.
 */
size_t mend_blank(struct str s, enum finding_id *id, size_t *width);

/*
 * Steps over all blanks at `at` of the line, reports those that are not
 * spaces, and puts `count` spaces in their place. Returns where they end.
 */
size_t mend_blanks(struct mend *m, size_t at, size_t count);

/* Offset behind the quote that closes the one before `at`; 0: not there. */
size_t mend_close(struct str line, size_t at, char quote);

/* Offset of the first byte at or after `at` that is no blank of any kind. */
size_t mend_skip(struct str line, size_t at);

/* The colon at `at` of `len` bytes and the blanks behind it become ": ". */
size_t mend_colon(struct mend *m, size_t at, size_t len);

/* Could this be the name of a field? Han, letters and digits, and few. */
bool mend_is_name(struct str s);

/* The same where a name must stand: anything short that is no sentence. */
bool mend_is_key(struct str s);

/* How a colon at `at` of the line is written. */
enum colon {
	COLON_NONE,   /* there is none, or it is part of a text: 9:30, :// */
	COLON_PROPER, /* a blank or the line's end behind it */
	COLON_TIGHT,  /* half-width, and a text at once behind it */
	COLON_FULL,   /* full-width */
};

enum colon mend_colon_at(struct str line, size_t at);

#endif
