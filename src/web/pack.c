/* SPDX-License-Identifier: MIT */
/* The only house of liblz4. */
#include "pack.h"

#include <lz4.h>

#include "base/arena.h"

void pack_number(struct buf *out, uint64_t n)
{
	for (; n > 127; n >>= 7)
		buf_byte(out, (char)(n | 128));
	buf_byte(out, (char)n);
}

static void gaps(struct buf *out, const uint32_t *members, size_t count)
{
	uint32_t next = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		pack_number(out, members[i] - next);
		next = members[i] + 1;
	}
}

/* The gaps between those that are no members. */
static void gaps_between(
    struct buf *out, const uint32_t *members, size_t count, uint32_t all)
{
	uint32_t n, next = 0;
	size_t i = 0;

	for (n = 0; n < all; n++) {
		if (i < count && members[i] == n) {
			i++;
			continue;
		}
		pack_number(out, n - next);
		next = n + 1;
	}
}

static void bits(
    struct buf *out, const uint32_t *members, size_t count, uint32_t all)
{
	size_t from = out->len, i;

	for (i = 0; i < (all + 7) / 8; i++)
		buf_byte(out, 0);
	for (i = 0; i < count; i++)
		out->data[from + members[i] / 8] =
		    (char)(out->data[from + members[i] / 8] |
			1 << members[i] % 8);
}

void pack_set(
    struct buf *out, const uint32_t *members, size_t count, uint32_t all)
{
	if (count < (all + 7) / 8)
		gaps(out, members, count);
	else if (all - count < (all + 7) / 8)
		gaps_between(out, members, count, all);
	else
		bits(out, members, count, all);
}

void pack_base64(struct buf *out, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *d = (const unsigned char *)bytes.data;
	size_t i;

	for (i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t n = (uint32_t)d[i] << 16;
		char four[4];

		n |= left > 1 ? (uint32_t)d[i + 1] << 8 : 0;
		n |= left > 2 ? d[i + 2] : 0;
		four[0] = digits[n >> 18];
		four[1] = digits[n >> 12 & 63];
		four[2] = left > 1 ? digits[n >> 6 & 63] : '=';
		four[3] = left > 2 ? digits[n & 63] : '=';
		buf_add(out, four, sizeof four);
	}
}

static void unit(struct buf *out, uint32_t u)
{
	buf_byte(out, (char)(u & 0xFF));
	buf_byte(out, (char)(u >> 8));
}

static void ascii(struct buf *out, const char *text)
{
	for (; *text; text++)
		unit(out, (unsigned char)*text);
}

void pack_script(struct buf *out, const char *name, struct str bytes)
{
	uint32_t held = 0, bits = 0;
	char block[2048];
	size_t n = 0, i;

	unit(out, 0xFEFF);
	ascii(out, "taizhangSearch(\"");
	ascii(out, name);
	ascii(out, "\",\"");
	for (i = 0; i < bytes.len; i++) {
		uint32_t u;

		held = held << 8 | (unsigned char)bytes.data[i];
		bits += 8;
		if (bits < 15)
			continue;
		bits -= 15;
		u = PACK_UNIT + (held >> bits & 0x7FFF);
		block[n++] = (char)(u & 0xFF);
		block[n++] = (char)(u >> 8);
		if (n == sizeof block) {
			buf_add(out, block, n);
			n = 0;
		}
	}
	buf_add(out, block, n);
	if (bits)
		unit(out, PACK_UNIT + (held << (15 - bits) & 0x7FFF));
	ascii(out, "\")");
}

void pack_bytes(struct buf *out, struct str bytes, struct str before)
{
	int room = LZ4_compressBound((int)bytes.len), n;
	LZ4_stream_t *stream = memory_resize(NULL, sizeof *stream);
	char *block = memory_resize(NULL, (size_t)room);

	LZ4_initStream(stream, sizeof *stream);
	LZ4_loadDict(stream, before.data, (int)before.len);
	n = LZ4_compress_fast_continue(
	    stream, bytes.data, block, (int)bytes.len, room, 1);
	pack_number(out, bytes.len);
	buf_add(out, block, (size_t)n);
	memory_free(block);
	memory_free(stream);
}
