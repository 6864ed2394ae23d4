/* SPDX-License-Identifier: MIT */
/* A line is cut as late as it may be, and never inside a character. */
#include "calendar.h"

/* How much of `line` goes on a line that has room for `room` octets. */
static size_t cut_at(struct str line, size_t room)
{
	size_t n = room;

	if (line.len <= room)
		return line.len;
	while (n && ((unsigned char)line.data[n] & 0xC0) == 0x80)
		n--;
	return n ? n : room;
}

static void fold_line(struct buf *out, struct str line)
{
	size_t n = cut_at(line, CALENDAR_LINE);

	buf_add(out, line.data, n);
	while ((line = str_slice(line, n, line.len)).len) {
		buf_text(out, "\r\n ");
		n = cut_at(line, CALENDAR_LINE - 1);
		buf_add(out, line.data, n);
	}
	buf_text(out, "\r\n");
}

void calendar_fold(struct buf *out, struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t end = str_find_byte(text, '\n', at);
		struct str line = str_slice(text, at, end);

		if (line.len && line.data[line.len - 1] == '\r')
			line.len--;
		if (line.len)
			fold_line(out, line);
		at = end + 1;
	}
}
