/* SPDX-License-Identifier: MIT */
/* Ranges are written out from the Unicode charts; decoding is by table 3-7 of
 * the Unicode standard. */
#include "utf8.h"

static bool is_tail(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

size_t utf8_decode(struct str s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.data;
	unsigned char low = 0x80, high = 0xBF;
	size_t len, i;

	if (!s.len)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (s.len < len)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	if (p[0] == 0xED)
		high = 0x9F;
	if (p[0] == 0xF0)
		low = 0x90;
	if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	*cp = p[0] & (0xFFu >> (len + 1));
	for (i = 1; i < len; i++) {
		if (!is_tail(p[i]))
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3Fu);
	}
	return len;
}

size_t utf8_encode(uint32_t cp, char *out)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

uint32_t utf8_last(struct str s)
{
	size_t at = s.len;
	uint32_t cp;

	while (at && is_tail((unsigned char)s.data[at - 1]))
		at--;
	if (!at)
		return 0;
	s = str_slice(s, at - 1, s.len);
	return utf8_decode(s, &cp) == s.len ? cp : 0;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;
	uint32_t cp;

	while (s.len) {
		size_t step = utf8_decode(s, &cp);

		s = str_slice(s, step ? step : 1, s.len);
		n++;
	}
	return n;
}

size_t utf8_check(struct str s)
{
	size_t at = 0;
	uint32_t cp;

	while (at < s.len) {
		size_t step;

		if ((unsigned char)s.data[at] < 0x80) {
			at++;
			continue;
		}
		step = utf8_decode(str_slice(s, at, s.len), &cp);
		if (!step)
			return at;
		at += step;
	}
	return at;
}

size_t utf8_offset(struct str s, size_t column)
{
	size_t at = 0;
	uint32_t cp;

	while (at < s.len && column > 1) {
		size_t step = utf8_decode(str_slice(s, at, s.len), &cp);

		at += step ? step : 1;
		column--;
	}
	return at;
}

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t cp, const struct range *ranges, size_t n)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (cp > ranges[mid].last)
			low = mid + 1;
		else if (cp < ranges[mid].first)
			high = mid;
		else
			return true;
	}
	return false;
}

#define IN(cp, ranges) is_in(cp, ranges, sizeof(ranges) / sizeof *(ranges))

bool utf8_is_forbidden(uint32_t cp)
{
	static const struct range ranges[] = {
	    {0x0000, 0x0008},
	    {0x000B, 0x001F},
	    {0x007F, 0x009F},
	    {0x061C, 0x061C},
	    {0x200B, 0x200F},
	    {0x202A, 0x202E},
	    {0x2060, 0x2069},
	    {0xFDD0, 0xFDEF},
	    {0xFEFF, 0xFEFF},
	    {0xFFF9, 0xFFFB},
	    {0xE0000, 0xE007F},
	};

	if (cp >= ' ' && cp < 0x7F)
		return false;
	return IN(cp, ranges) || (cp & 0xFFFE) == 0xFFFE;
}

bool utf8_is_cjk(uint32_t cp)
{
	static const struct range ranges[] = {
	    {0x2014, 0x2014}, /* em dash, as Chinese sets it */
	    {0x2018, 0x201D}, /* quotation marks */
	    {0x2026, 0x2026}, /* ellipsis */
	    {0x2E80, 0x2FDF}, /* radicals */
	    {0x3000, 0x30FF}, /* punctuation, kana */
	    {0x3105, 0x312F}, /* bopomofo */
	    {0x31A0, 0x31FF},
	    {0x3200, 0x33FF},
	    {0x3400, 0x4DBF},
	    {0x4E00, 0x9FFF},
	    {0xF900, 0xFAFF},
	    {0xFE30, 0xFE4F},
	    {0xFF01, 0xFF60},
	    {0xFFE0, 0xFFE6},
	    {0x20000, 0x3FFFD},
	};

	return cp >= 0x2014 && IN(cp, ranges);
}

unsigned utf8_width(uint32_t cp)
{
	static const struct range none[] = {
	    {0x0300, 0x036F},
	    {0x200B, 0x200F},
	    {0x202A, 0x202E},
	    {0x2060, 0x2069},
	    {0x20D0, 0x20FF},
	    {0xFE00, 0xFE0F},
	    {0xFE20, 0xFE2F},
	    {0xFEFF, 0xFEFF},
	};
	static const struct range wide[] = {
	    {0x1100, 0x115F},
	    {0x231A, 0x231B},
	    {0x2E80, 0x303E},
	    {0x3041, 0x4DBF},
	    {0x4E00, 0xA4CF},
	    {0xA960, 0xA97F},
	    {0xAC00, 0xD7A3},
	    {0xF900, 0xFAFF},
	    {0xFE30, 0xFE6F},
	    {0xFF01, 0xFF60},
	    {0xFFE0, 0xFFE6},
	    {0x1F300, 0x1F64F},
	    {0x1F900, 0x1F9FF},
	    {0x20000, 0x3FFFD},
	};

	if (cp < 0x300)
		return 1;
	if (IN(cp, none))
		return 0;
	return IN(cp, wide) ? 2 : 1;
}

size_t utf8_columns(struct str s)
{
	size_t columns = 0;

	while (s.len) {
		uint32_t cp = 0;
		size_t step = utf8_decode(s, &cp);

		columns += step ? utf8_width(cp) : 1;
		s = str_slice(s, step ? step : 1, s.len);
	}
	return columns;
}

size_t utf8_fit(struct str s, size_t columns)
{
	size_t at = 0;

	while (at < s.len) {
		uint32_t cp = 0;
		size_t step = utf8_decode(str_slice(s, at, s.len), &cp);
		size_t width = step ? utf8_width(cp) : 1;

		if (width > columns)
			break;
		columns -= width;
		at += step ? step : 1;
	}
	return at;
}
