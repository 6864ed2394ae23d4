/* SPDX-License-Identifier: MIT */
/* Nothing is read ahead: what follows may be somebody else's to read. */
#include "pkt.h"

#include <errno.h>
#include <unistd.h>

/* How many of the bytes came; fewer only at the end or on a failure. */
static size_t read_all(int fd, char *to, size_t len)
{
	size_t have = 0;

	while (have < len) {
		ssize_t n = read(fd, to + have, len - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	return have;
}

/* The number that four hex digits say; -1: they are none. */
static int length_parse(const char digits[4])
{
	int n = 0, i;

	for (i = 0; i < 4; i++) {
		char c = digits[i];
		int digit = c >= '0' && c <= '9' ? c - '0'
		    : c >= 'a' && c <= 'f'	 ? c - 'a' + 10
		    : c >= 'A' && c <= 'F'	 ? c - 'A' + 10
						 : -1;

		if (digit < 0)
			return -1;
		n = n * 16 + digit;
	}
	return n;
}

enum pkt pkt_read(struct buf *line, int fd)
{
	char digits[4], bytes[PKT_MAX];
	size_t have = read_all(fd, digits, 4), len;
	int n;

	buf_clear(line);
	if (!have)
		return PKT_END;
	n = have == 4 ? length_parse(digits) : -1;
	if (!n)
		return PKT_FLUSH;
	if (n < 4 || n > PKT_MAX)
		return PKT_BAD;
	len = (size_t)n - 4;
	if (read_all(fd, bytes, len) != len)
		return PKT_BAD;
	if (len && bytes[len - 1] == '\n')
		len--;
	buf_add(line, bytes, len);
	return PKT_LINE;
}

void pkt_add(struct buf *out, struct str line)
{
	buf_printf(out, "%04zx", line.len + 5);
	buf_str(out, line);
	buf_byte(out, '\n');
}

void pkt_add_flush(struct buf *out)
{
	buf_text(out, "0000");
}
