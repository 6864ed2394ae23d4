/* SPDX-License-Identifier: MIT */
/* Growth doubles; escapes copy the runs between what must change. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "utf8.h"

void buf_release(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
	b->len = 0;
}

static void buf_reserve(struct buf *b, size_t more)
{
	if (b->cap - b->len >= more)
		return;
	b->cap = b->cap < 128 ? 256 : 2 * b->cap;
	if (b->cap - b->len < more)
		b->cap = b->len + more;
	b->data = memory_resize(b->data, b->cap);
}

void buf_add(struct buf *b, const void *data, size_t len)
{
	if (!len)
		return;
	buf_reserve(b, len);
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.data, s.len);
}

void buf_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_byte(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->data[b->len++] = c;
}

void buf_utf8(struct buf *b, uint32_t cp)
{
	buf_reserve(b, 4);
	b->len += utf8_encode(cp, b->data + b->len);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return;
	buf_reserve(b, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
	va_end(args);
	b->len += (size_t)len;
}

void buf_json(struct buf *b, struct str s)
{
	size_t from = 0, i;

	buf_byte(b, '"');
	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		buf_add(b, s.data + from, i - from);
		from = i + 1;
		if (c == '\n')
			buf_text(b, "\\n");
		else if (c < ' ')
			buf_printf(b, "\\u%04x", c);
		else {
			buf_byte(b, '\\');
			buf_byte(b, (char)c);
		}
	}
	buf_str(b, str_slice(s, from, s.len));
	buf_byte(b, '"');
}

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void buf_html(struct buf *b, struct str s)
{
	size_t from = 0, i;

	for (i = 0; i < s.len; i++) {
		const char *entity = html_entity(s.data[i]);

		if (!entity)
			continue;
		buf_add(b, s.data + from, i - from);
		buf_text(b, entity);
		from = i + 1;
	}
	buf_str(b, str_slice(s, from, s.len));
}
