/* SPDX-License-Identifier: MIT */
/* Bytes that a text cannot show, as the cases and the handbook's examples write
 * them: \t \r \n \\, \x41, 300 times over \{300*text}; a line's end behind
 * a backslash is none. */
#ifndef CASE_ESCAPE_H
#define CASE_ESCAPE_H

#include "base/buf.h"

static int digit(char c)
{
	const char *digits = "0123456789abcdef", *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool hex_byte(struct buf *out, struct str s, size_t at)
{
	int high = at + 1 < s.len ? digit(s.data[at]) : -1;
	int low = at + 1 < s.len ? digit(s.data[at + 1]) : -1;

	if (high < 0 || low < 0)
		return false;
	buf_byte(out, (char)(high << 4 | low));
	return true;
}

static bool unescape(struct buf *out, struct str s);

/* "300*text}" at `at`; *at gets behind the brace. */
static bool repeat(struct buf *out, struct str s, size_t *at)
{
	size_t star = str_find_byte(s, '*', *at);
	size_t end = str_find_byte(s, '}', *at);
	int64_t times;

	if (star > end || end == s.len ||
	    !str_integer(str_slice(s, *at, star), &times))
		return false;
	*at = end + 1;
	while (times-- > 0)
		if (!unescape(out, str_slice(s, star + 1, end)))
			return false;
	return true;
}

static bool unescape(struct buf *out, struct str s)
{
	static const char from[] = "trn\\", to[] = "\t\r\n\\";
	size_t i = 0;

	while (i < s.len) {
		const char *known;
		char c = s.data[i++];

		if (c != '\\') {
			buf_byte(out, c);
			continue;
		}
		if (i == s.len)
			return false;
		c = s.data[i++];
		known = strchr(from, c);
		if (c == '{') {
			if (!repeat(out, s, &i))
				return false;
		} else if (c == 'x') {
			if (!hex_byte(out, s, i))
				return false;
			i += 2;
		} else if (known && c)
			buf_byte(out, to[known - from]);
		else if (c != '\n')
			return false;
	}
	return true;
}

#endif
