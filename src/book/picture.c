/* SPDX-License-Identifier: MIT */
/* JPEG by ITU-T T.81 annex B, PNG by ISO/IEC 15948: only the chain of
 * segments or chunks is followed. */
#include "picture.h"

static uint32_t number(struct str s, size_t at, size_t len)
{
	uint32_t n = 0;

	while (len--)
		n = n << 8 | (unsigned char)s.data[at++];
	return n;
}

static const char *const broken = "文件不完整，可能没有传完";

bool picture_walk_begin(struct picture_walk *w, struct str bytes)
{
	*w = (struct picture_walk){.bytes = bytes};
	if (str_begins(bytes, STR("\x89PNG\r\n\x1a\n"))) {
		w->format = PICTURE_PNG;
		w->at = 8;
	} else if (str_begins(bytes, STR("\xFF\xD8\xFF"))) {
		w->format = PICTURE_JPEG;
		w->at = 2;
	} else {
		return false;
	}
	return true;
}

static bool png_next(struct picture_part *p, struct picture_walk *w)
{
	struct str s = w->bytes;
	size_t at = w->at, left = s.len - at;
	uint32_t len;

	if (left < 12)
		return false;
	len = number(s, at, 4);
	if (len > left - 12)
		return false;
	p->name = str_slice(s, at + 4, at + 8);
	p->body = str_slice(s, at + 8, at + 8 + len);
	w->at = at + 12 + (size_t)len;
	w->is_last = str_is(p->name, "IEND");
	p->bytes = str_slice(s, at, w->at);
	return true;
}

/* Offset of the next marker in a scan's data; s.len where there is none. */
static size_t scan_end(struct str s, size_t at)
{
	for (; at + 1 < s.len; at++) {
		unsigned next = (unsigned char)s.data[at + 1];

		if ((unsigned char)s.data[at] == 0xFF && next && next != 0xFF &&
		    (next < 0xD0 || next > 0xD7))
			return at;
	}
	return s.len;
}

static bool jpeg_next(struct picture_part *p, struct picture_walk *w)
{
	struct str s = w->bytes;
	size_t from = w->at, at = from;
	uint32_t len;

	while (at + 1 < s.len && (unsigned char)s.data[at] == 0xFF &&
	    (unsigned char)s.data[at + 1] == 0xFF)
		at++;
	if (s.len - at < 2 || (unsigned char)s.data[at] != 0xFF)
		return false;
	p->marker = (unsigned char)s.data[at + 1];
	/* Those below are no segments, nor are RST0 to RST7 and SOI. */
	if (p->marker < 0xC0 || (p->marker >= 0xD0 && p->marker <= 0xD8))
		return false;
	at += 2;
	w->is_last = p->marker == JPEG_END;
	if (!w->is_last) {
		if (s.len - at < 2)
			return false;
		len = number(s, at, 2);
		if (len < 2 || len > s.len - at)
			return false;
		p->body = str_slice(s, at + 2, at + len);
		at += len;
		if (p->marker == JPEG_SCAN && (at = scan_end(s, at)) >= s.len)
			return false;
	}
	w->at = at;
	p->bytes = str_slice(s, from, at);
	return true;
}

bool picture_next(struct picture_part *p, struct picture_walk *w)
{
	*p = (struct picture_part){0};
	return w->format == PICTURE_PNG ? png_next(p, w) : jpeg_next(p, w);
}

/* Does this marker begin a frame (SOF0 to SOF15, less DHT, JPG, DAC)? */
static bool is_frame(unsigned marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
	    marker != 0xC8 && marker != 0xCC;
}

/* Takes the size from the part that has it; false: it is cut short. */
static bool size_read(
    struct picture *p, const struct picture_part *part, bool is_first)
{
	if (p->format == PICTURE_PNG) {
		if (!is_first)
			return true;
		if (!str_is(part->name, "IHDR") || part->body.len < 8)
			return false;
		p->width = number(part->body, 0, 4);
		p->height = number(part->body, 4, 4);
		return true;
	}
	if (!is_frame(part->marker))
		return true;
	p->is_progressive = part->marker == JPEG_PROGRESSIVE;
	if (part->body.len < 6)
		return false;
	p->height = number(part->body, 1, 2);
	p->width = number(part->body, 3, 2);
	return true;
}

const char *picture_parse(struct picture *p, struct str bytes)
{
	bool is_first = true, has_frame = false;
	struct picture_walk w;
	struct picture_part part;

	*p = (struct picture){0};
	if (!picture_walk_begin(&w, bytes))
		return "不是 JPEG 或 PNG 图片";
	p->format = w.format;
	for (; !w.is_last; is_first = false) {
		if (!picture_next(&part, &w) || !size_read(p, &part, is_first))
			return broken;
		has_frame |= is_frame(part.marker);
	}
	if (w.format == PICTURE_JPEG && !has_frame)
		return broken;
	p->end = w.at;
	if (w.at < bytes.len)
		return "图片结束之后还有别的内容";
	if (!p->width || !p->height)
		return "图片没有写明宽和高";
	if (p->width > PICTURE_SIDE_MAX || p->height > PICTURE_SIDE_MAX ||
	    (uint64_t)p->width * p->height > PICTURE_AREA_MAX)
		return "图片的像素太多：每边最多 8000，宽乘高最多 4000 万";
	return NULL;
}
