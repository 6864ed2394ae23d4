/* SPDX-License-Identifier: MIT */
/* Segments by ITU-T T.81 annex B, chunks by ISO/IEC 15948, Exif by JEITA
 * CP-3451: the tag 0x8825 points at the GPS directory. */
#include "picture_text.h"

#include "base/utf8.h"

enum { TEXT_MIN = 6 }; /* bytes of a run that is worth a look */

void picture_text_begin(struct picture_text *m, struct str bytes)
{
	bool is_png = str_begins(bytes, STR("\x89PNG\r\n\x1a\n"));

	*m = (struct picture_text){.bytes = bytes, .at = is_png ? 8 : 2};
}

static uint32_t big(struct str s, size_t at, size_t len)
{
	uint32_t n = 0;

	while (len--)
		n = n << 8 | (unsigned char)s.data[at++];
	return n;
}

/* --- Exif ----------------------------------------------------------------- */

struct tiff {
	struct str s;
	bool is_little;
};

/* A number of 2 or 4 bytes; 0 behind the end. */
static uint32_t tiff_number(const struct tiff *t, size_t at, size_t len)
{
	uint32_t n = 0;
	size_t i;

	if (at > t->s.len || t->s.len - at < len)
		return 0;
	if (!t->is_little)
		return big(t->s, at, len);
	for (i = len; i--;)
		n = n << 8 | (unsigned char)t->s.data[at + i];
	return n;
}

/* Offset of the entry with this tag in the directory; 0: there is none. */
static size_t tiff_entry(const struct tiff *t, size_t directory, uint32_t tag)
{
	uint32_t n = tiff_number(t, directory, 2), i;

	for (i = 0; i < n && directory + 2 + (i + 1) * 12 <= t->s.len; i++)
		if (tiff_number(t, directory + 2 + i * 12, 2) == tag)
			return directory + 2 + i * 12;
	return 0;
}

/* Three fractions that are not all zero. */
static bool tiff_is_angle(const struct tiff *t, size_t entry)
{
	size_t at = entry ? tiff_number(t, entry + 8, 4) : 0, i;

	for (i = 0; at && i < 3; i++)
		if (tiff_number(t, at + i * 8, 4))
			return true;
	return false;
}

static bool exif_has_position(struct str s)
{
	struct tiff t = {.s = s};
	size_t entry, gps;

	if (str_begins(s, STR("Exif\0\0")))
		t.s = str_slice(s, 6, s.len);
	t.is_little = str_begins(t.s, STR("II"));
	if (!t.is_little && !str_begins(t.s, STR("MM")))
		return false;
	entry = tiff_entry(&t, tiff_number(&t, 4, 4), 0x8825);
	gps = entry ? tiff_number(&t, entry + 8, 4) : 0;
	return gps &&
	    (tiff_is_angle(&t, tiff_entry(&t, gps, 2)) ||
		tiff_is_angle(&t, tiff_entry(&t, gps, 4)));
}

/* --- segments and chunks -------------------------------------------------- */

/* Takes the segment at m->at; false: no more before the pixels. */
static bool jpeg_next(struct picture_text *m)
{
	struct str s = m->bytes;
	unsigned marker;
	uint32_t len;

	while (m->at + 1 < s.len && s.data[m->at] == '\xFF' &&
	    s.data[m->at + 1] == '\xFF')
		m->at++;
	if (m->at + 4 > s.len || s.data[m->at] != '\xFF')
		return false;
	marker = (unsigned char)s.data[m->at + 1];
	len = big(s, m->at + 2, 2);
	if (marker == 0xDA || marker == 0xD9 || len < 2)
		return false;
	m->segment = (marker & 0xF0) == 0xE0 || marker == 0xFE
	    ? str_slice(s, m->at + 4, m->at + 2 + len)
	    : (struct str){0};
	m->at += 2 + (size_t)len;
	return true;
}

static bool png_next(struct picture_text *m)
{
	struct str s = m->bytes, type;
	uint32_t len;

	if (m->at > s.len || s.len - m->at < 12)
		return false;
	len = big(s, m->at, 4);
	if (len > s.len - m->at - 12)
		return false;
	type = str_slice(s, m->at + 4, m->at + 8);
	m->segment =
	    str_is(type, "tEXt") || str_is(type, "iTXt") || str_is(type, "eXIf")
	    ? str_slice(s, m->at + 8, m->at + 8 + len)
	    : (struct str){0};
	m->at += 12 + (size_t)len;
	return true;
}

static bool segment_next(struct picture_text *m)
{
	bool is_png = str_begins(m->bytes, STR("\x89PNG"));

	while (is_png ? png_next(m) : jpeg_next(m)) {
		if (!m->segment.len)
			continue;
		if (exif_has_position(m->segment) ||
		    str_find(m->segment, STR("GPSLatitude"), 0) <
			m->segment.len)
			m->has_position = true;
		return true;
	}
	return false;
}

/* Bytes of the printable character that s begins with; 0: none. */
static size_t printable(struct str s)
{
	uint32_t cp;
	size_t step = utf8_decode(s, &cp);

	if (step == 1 && cp == 0 && s.len > 1 && s.data[1])
		return 1;
	return step && (cp == '\t' || (cp >= ' ' && cp != 0x7F)) ? step : 0;
}

bool picture_text_next(struct picture_text *m, struct str *text)
{
	for (;;) {
		size_t len = 0, step;

		if (!m->segment.len && !segment_next(m))
			return false;
		while ((step = printable(
			    str_slice(m->segment, len, m->segment.len))))
			len += step;
		*text = str_slice(m->segment, 0, len);
		m->segment =
		    str_slice(m->segment, len ? len : 1, m->segment.len);
		if (len >= TEXT_MIN)
			return true;
	}
}
