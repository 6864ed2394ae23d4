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
static const char *const trailing = "图片结束之后还有别的内容";

static const char *png_parse(struct picture *p, struct str s)
{
	size_t at = 8;

	if (s.len < 33 || !str_equal(str_slice(s, 12, 16), STR("IHDR")))
		return broken;
	p->format = PICTURE_PNG;
	p->width = number(s, 16, 4);
	p->height = number(s, 20, 4);
	for (;;) {
		size_t left = s.len - at;
		uint32_t len;

		if (left < 12)
			return broken;
		len = number(s, at, 4);
		if (len > left - 12)
			return broken;
		if (str_equal(str_slice(s, at + 4, at + 8), STR("IEND"))) {
			at += 12 + (size_t)len;
			return at == s.len ? NULL : trailing;
		}
		at += 12 + (size_t)len;
	}
}

/* Does this marker begin a frame (SOF0 to SOF15, less DHT, JPG, DAC)? */
static bool is_frame(unsigned marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
	    marker != 0xC8 && marker != 0xCC;
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

static const char *jpeg_parse(struct picture *p, struct str s)
{
	bool has_frame = false;
	size_t at = 2;

	p->format = PICTURE_JPEG;
	for (;;) {
		unsigned marker;
		uint32_t len;

		while (at + 1 < s.len && (unsigned char)s.data[at] == 0xFF &&
		    (unsigned char)s.data[at + 1] == 0xFF)
			at++;
		if (s.len - at < 2 || (unsigned char)s.data[at] != 0xFF)
			return broken;
		marker = (unsigned char)s.data[at + 1];
		at += 2;
		if (marker == 0xD9)
			return !has_frame ? broken
			    : at == s.len ? NULL
					  : trailing;
		if (s.len - at < 2)
			return broken;
		len = number(s, at, 2);
		if (len < 2 || len > s.len - at)
			return broken;
		if (is_frame(marker)) {
			if (len < 8)
				return broken;
			p->height = number(s, at + 3, 2);
			p->width = number(s, at + 5, 2);
			has_frame = true;
		}
		at += len;
		if (marker == 0xDA && (at = scan_end(s, at)) >= s.len)
			return broken;
	}
}

const char *picture_parse(struct picture *p, struct str bytes)
{
	const char *wrong;

	*p = (struct picture){0};
	if (str_begins(bytes, STR("\x89PNG\r\n\x1a\n")))
		wrong = png_parse(p, bytes);
	else if (str_begins(bytes, STR("\xFF\xD8\xFF")))
		wrong = jpeg_parse(p, bytes);
	else
		return "不是 JPEG 或 PNG 图片";
	if (wrong)
		return wrong;
	if (!p->width || !p->height)
		return "图片没有写明宽和高";
	if (p->width > PICTURE_SIDE_MAX || p->height > PICTURE_SIDE_MAX ||
	    (uint64_t)p->width * p->height > PICTURE_AREA_MAX)
		return "图片的像素太多";
	return NULL;
}
