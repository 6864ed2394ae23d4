/* SPDX-License-Identifier: MIT */
/*
 * A buf is text that grows, on the heap. All zeros is an empty one; release it
 * when done. Its bytes are the owner's until it grows again.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "str.h"

struct buf {
	char *data;
	size_t len, cap;
};

void buf_release(struct buf *b);

/* Empty again, memory kept. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, const void *data, size_t len);
void buf_str(struct buf *b, struct str s);
void buf_text(struct buf *b, const char *text);
void buf_byte(struct buf *b, char c);
void buf_utf8(struct buf *b, uint32_t cp);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* s as a JSON string, quotes included: raw UTF-8, and only what RFC 8259
 * demands is escaped. */
void buf_json(struct buf *b, struct str s);

/* s with & < > " ' as entities: safe in HTML and XML, text and attributes. */
void buf_html(struct buf *b, struct str s);

static inline struct str buf_view(const struct buf *b)
{
	return (struct str){b->data, b->len};
}

#endif
