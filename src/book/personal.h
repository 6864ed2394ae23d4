/* SPDX-License-Identifier: MIT */
/*
 * Finds personal data in a text: numbers, plates, mailboxes, home addresses,
 * names of those who complain, also where digits are full-width, Chinese or
 * spread out by blanks, dashes, dots, zero-width characters or Markdown's
 * marks. A datum lies within one line. Data masked as they should be
 * (138****1234, 张某某, 王女士) are none; what is masked in another way is
 * found where masks are asked for.
 *
 * The text may be any bytes. Time is linear in it, and a text without digits,
 * "@" and the words that go before a name costs next to nothing. Nothing is
 * allocated but by those that compare and hide.
 */
#ifndef BOOK_PERSONAL_H
#define BOOK_PERSONAL_H

#include "base/report.h"

enum personal_kind {
	PERSONAL_MOBILE,   /* of the mainland */
	PERSONAL_PHONE,	   /* landline with area code, or called a telephone */
	PERSONAL_IDENTITY, /* ID card: GB 11643, 18 or the old 15 digits */
	PERSONAL_CARD,	   /* bank card: ISO/IEC 7812 */
	PERSONAL_PLATE,	   /* of a car: GA 36; not of police or army */
	PERSONAL_MAIL,
	PERSONAL_ADDRESS,  /* below village or estate, or a house in a street */
	PERSONAL_NAME,	   /* behind 投诉人 and its like */
	PERSONAL_POSITION, /* where a picture was taken */
	PERSONAL_MASK_PHONE, /* these are masked, and not as they should be */
	PERSONAL_MASK_NUMBER,
	PERSONAL_MASK_NAME,
	PERSONAL_KINDS
};

/* What the kind is called, in Chinese: a word for sentences and tables. */
const char *personal_name(enum personal_kind kind);

struct personal {
	enum personal_kind kind;
	size_t at, len; /* in the text, bytes; whole code points */
};

struct personal_scan {
	struct str text;
	size_t at;
	bool has_masks;
	uint64_t marks[64]; /* by the last two bytes of a character: look */
};

/* `has_masks`: find what is masked wrongly, too. */
void personal_begin(struct personal_scan *s, struct str text, bool has_masks);

/* The next datum; they do not overlap and come in order. False: no more. */
bool personal_next(struct personal_scan *s, struct personal *found);

/* Adds the datum as it is compared: digits, capital letters and Han alone. */
void personal_key(struct buf *key, struct str datum);

/* Is the datum with the first key the allowed one? A landline also without
 * its area code, an address also with more before it. */
bool personal_key_is(struct str key, struct str allowed);

/* Adds the text with "*" for each character of a datum ("＊" for a wide one,
 * so that columns stay). False: there was none. */
bool personal_hide(struct buf *out, struct str text);

/* Hides them in all that the findings say and quote, and in their paths. */
void personal_hide_report(struct report *r);

#endif
