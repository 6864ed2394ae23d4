/* SPDX-License-Identifier: MIT */
/*
 * A walk over the picture's parts: each is copied, cut or left out. Exif by
 * CIPA DC-008 (TIFF 6.0 inside), JFIF by ITU-T T.871, chunks by ISO/IEC 15948
 * and its third edition.
 */
#include "metadata.h"

#include "picture.h"

enum {
	TAG_ORIENTATION = 0x0112,
	TAG_OWN = 0x8769,   /* the directory of Exif's own tags */
	TAG_TAKEN = 0x9003, /* when the picture was taken */
	TAG_PLACE = 0x8825, /* the GPS directory */
	TAKEN_SIZE = 20,    /* "2026:11:12 09:30:00" and a NUL */
	DAY_SIZE = 10,
	TIFF_ENTRY = 12, /* bytes */
	JFIF_SIZE = 14,	 /* of its body without a thumbnail */
	ADOBE_SIZE = 12,
	MARKER_APP0 = 0xE0,
	MARKER_APP15 = 0xEF,
	MARKER_COMMENT = 0xFE,
};

static const struct str exif_head = {"Exif\0\0", 6};

struct strip {
	struct metadata *m;
	struct buf *out;
	enum picture_format format;
	bool is_public; /* colour profile and day go, too */
};

/* What an Exif block says that may stay. */
struct exif {
	unsigned orientation; /* 2 to 8; 0: none */
	char day[DAY_SIZE];   /* "2026:11:12"; empty: none */
	bool has_place;
};

/* --- Exif ----------------------------------------------------------------- */

/* `len` bytes of a TIFF, of either byte order. */
static uint32_t tiff_number(struct str s, size_t at, size_t len)
{
	bool is_little = s.data[0] == 'I';
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < len; i++)
		n = n << 8 |
		    (unsigned char)
			s.data[is_little ? at + len - 1 - i : at + i];
	return n;
}

/* The day of a text as Exif writes it; anything else is none. */
static void day_read(struct exif *e, struct str s, size_t at)
{
	static const char form[DAY_SIZE + 1] = "0000:00:00";
	size_t i;

	if (at > s.len || s.len - at < TAKEN_SIZE)
		return;
	for (i = 0; i < DAY_SIZE; i++) {
		bool is_digit = s.data[at + i] >= '0' && s.data[at + i] <= '9';

		if (form[i] == ':' ? s.data[at + i] != ':' : !is_digit)
			return;
	}
	memcpy(e->day, s.data + at, DAY_SIZE);
}

/* An entry of the directory `own`, or of the first. */
static void entry_read(
    struct exif *e, struct str s, size_t at, bool is_own, size_t *own)
{
	uint32_t tag = tiff_number(s, at, 2), type = tiff_number(s, at + 2, 2);
	uint32_t count = tiff_number(s, at + 4, 4);
	uint32_t n = tiff_number(s, at + 8, 2);

	if (is_own) {
		if (tag == TAG_TAKEN && type == 2 && count == TAKEN_SIZE)
			day_read(e, s, tiff_number(s, at + 8, 4));
		return;
	}
	e->has_place |= tag == TAG_PLACE;
	if (tag == TAG_OWN && type == 4 && count == 1)
		*own = tiff_number(s, at + 8, 4);
	if (tag == TAG_ORIENTATION && type == 3 && count == 1 && n >= 2 &&
	    n <= 8)
		e->orientation = n;
}

/* The directory at `at`; where that of Exif's own is, or 0. */
static size_t directory_read(
    struct exif *e, struct str s, size_t at, bool is_own)
{
	size_t count, own = 0, i;

	if (at > s.len || s.len - at < 2)
		return 0;
	count = tiff_number(s, at, 2);
	at += 2;
	for (i = 0; i < count && s.len - at >= TIFF_ENTRY; i++) {
		entry_read(e, s, at, is_own, &own);
		at += TIFF_ENTRY;
	}
	return own;
}

/* What is not as it must be says nothing. */
static void exif_read(struct exif *e, struct str s)
{
	size_t own;

	*e = (struct exif){0};
	if (str_begins(s, exif_head))
		s = str_slice(s, exif_head.len, s.len);
	if (s.len < 8 ||
	    (!str_begins(s, STR("II*\0")) && !str_begins(s, STR("MM\0*"))))
		return;
	own = directory_read(e, s, tiff_number(s, 4, 4), false);
	if (own)
		directory_read(e, s, own, true);
}

static void add_number(struct buf *out, uint32_t n, unsigned bytes)
{
	while (bytes--)
		buf_byte(out, (char)(n >> 8 * bytes & 0xFF));
}

static void add_entry(struct buf *out, uint32_t tag, uint32_t type,
    uint32_t count, uint32_t value)
{
	add_number(out, tag, 2);
	add_number(out, type, 2);
	add_number(out, count, 4);
	add_number(out, value, 4);
}

/* A TIFF that says nothing but that: of the time of day, as the standard has
 * it for what is not known, spaces. */
static void exif_make(struct buf *out, const struct exif *e)
{
	static const uint32_t head = 8;
	uint32_t count = (e->orientation ? 1u : 0u) + (e->day[0] ? 1u : 0u);
	uint32_t own = head + 2 + count * TIFF_ENTRY + 4;

	buf_add(out, "MM\0*", 4);
	add_number(out, head, 4);
	add_number(out, count, 2);
	if (e->orientation)
		add_entry(out, TAG_ORIENTATION, 3, 1, e->orientation << 16);
	if (!e->day[0]) {
		add_number(out, 0, 4);
		return;
	}
	add_entry(out, TAG_OWN, 4, 1, own);
	add_number(out, 0, 4);
	add_number(out, 1, 2);
	add_entry(out, TAG_TAKEN, 2, TAKEN_SIZE, own + 2 + TIFF_ENTRY + 4);
	add_number(out, 0, 4);
	buf_add(out, e->day, DAY_SIZE);
	buf_add(out, "   :  :  ", TAKEN_SIZE - DAY_SIZE);
}

/* --- writing parts -------------------------------------------------------- */

/* The checksum of a chunk's name and body (ISO/IEC 15948, annex D). */
static uint32_t checksum(struct str s)
{
	uint32_t sum = 0xFFFFFFFF;
	size_t i;
	int bit;

	for (i = 0; i < s.len; i++) {
		sum ^= (unsigned char)s.data[i];
		for (bit = 0; bit < 8; bit++)
			sum = sum & 1 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
	}
	return ~sum;
}

static void add_segment(struct buf *out, unsigned marker, struct str body)
{
	buf_byte(out, '\xFF');
	buf_byte(out, (char)marker);
	add_number(out, (uint32_t)body.len + 2, 2);
	buf_str(out, body);
}

static void add_chunk(struct buf *out, const char *name, struct str body)
{
	size_t from;

	add_number(out, (uint32_t)body.len, 4);
	from = out->len;
	buf_text(out, name);
	buf_str(out, body);
	add_number(out, checksum(str_slice(buf_view(out), from, out->len)), 4);
}

/*
 * What is added from `from` on is all that stays of `was`. Where it says the
 * same, what was there stays as it was, with the fill bytes ahead of it.
 */
static void taken(
    struct strip *s, enum metadata_sort sort, struct str was, size_t from)
{
	size_t kept = s->out->len - from;

	if (kept &&
	    str_ends(was, str_slice(buf_view(s->out), from, s->out->len))) {
		s->out->len = from;
		buf_str(s->out, was);
		return;
	}
	s->m->blocks[sort]++;
	s->m->bytes[sort] += was.len > kept ? was.len - kept : 0;
}

static void drop(struct strip *s, enum metadata_sort sort, struct str was)
{
	taken(s, sort, was, s->out->len);
}

/* Exif is left out, but for the orientation and the day, once. */
static void strip_exif(struct strip *s, const struct picture_part *part)
{
	size_t from = s->out->len;
	struct buf body = {0};
	struct exif e;

	exif_read(&e, part->body);
	s->m->has_place[METADATA_EXIF] |= e.has_place;
	if (s->is_public)
		e.day[0] = '\0';
	if ((e.orientation || e.day[0]) && !s->m->has_exif) {
		s->m->has_exif = true;
		s->m->orientation = e.orientation;
		s->m->has_day = e.day[0] != '\0';
		if (s->format == PICTURE_JPEG)
			buf_str(&body, exif_head);
		exif_make(&body, &e);
		if (s->format == PICTURE_JPEG)
			add_segment(s->out, part->marker, buf_view(&body));
		else
			add_chunk(s->out, "eXIf", buf_view(&body));
		buf_release(&body);
	}
	taken(s, METADATA_EXIF, part->bytes, from);
}

static void strip_xmp(struct strip *s, const struct picture_part *part)
{
	s->m->has_place[METADATA_XMP] |=
	    str_find(part->body, STR("GPSL"), 0) < part->body.len;
	drop(s, METADATA_XMP, part->bytes);
}

/* --- JPEG ----------------------------------------------------------------- */

/* The first `size` bytes of the body stay, the last `zeros` of them as zeros. */
static void cut(struct strip *s, const struct picture_part *part, size_t size,
    size_t zeros, enum metadata_sort sort)
{
	struct str body = str_slice(part->body, 0, size);
	size_t from = s->out->len;

	add_segment(s->out, part->marker, body);
	if (body.len == size)
		memset(s->out->data + s->out->len - zeros, 0, zeros);
	taken(s, sort, part->bytes, from);
}

static void strip_segment(struct strip *s, const struct picture_part *part)
{
	struct str body = part->body;
	unsigned app = part->marker - MARKER_APP0;

	if (part->marker == MARKER_COMMENT)
		drop(s, METADATA_TEXT, part->bytes);
	else if (part->marker < MARKER_APP0 || part->marker > MARKER_APP15)
		buf_str(s->out, part->bytes);
	else if (app == 0 && str_begins(body, STR("JFIF\0")))
		/* Without the thumbnail, and its width and height. */
		cut(s, part, JFIF_SIZE, 2, METADATA_THUMBNAIL);
	else if (app == 0 && str_begins(body, STR("JFXX\0")))
		drop(s, METADATA_THUMBNAIL, part->bytes);
	else if (app == 1 && str_begins(body, exif_head))
		strip_exif(s, part);
	else if (app == 1 && str_begins(body, STR("http://ns.adobe.com/x")))
		strip_xmp(s, part);
	else if (app == 2 && !s->is_public &&
	    str_begins(body, STR("ICC_PROFILE\0")))
		buf_str(s->out, part->bytes);
	else if (app == 13 && str_begins(body, STR("Photoshop ")))
		drop(s, METADATA_IPTC, part->bytes);
	else if (app == 14 && str_begins(body, STR("Adobe")))
		/* How the colours are coded; nothing may hide behind it. */
		cut(s, part, ADOBE_SIZE, 0, METADATA_OTHER);
	else
		drop(s, METADATA_OTHER, part->bytes);
}

/* --- PNG ------------------------------------------------------------------ */

/* What changes how a picture looks, beside the critical chunks. */
static bool is_kept(struct str name)
{
	static const char names[][5] = {"tRNS", "gAMA", "cHRM", "sRGB", "iCCP",
	    "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "hIST", "pHYs", "sPLT",
	    "acTL", "fcTL", "fdAT"};
	size_t i;

	if (name.data[0] >= 'A' && name.data[0] <= 'Z')
		return true;
	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static void strip_chunk(struct strip *s, const struct picture_part *part)
{
	struct str name = part->name;

	if (is_kept(name) && !(s->is_public && str_is(name, "iCCP")))
		buf_str(s->out, part->bytes);
	else if (str_is(name, "eXIf"))
		strip_exif(s, part);
	else if (str_is(name, "iTXt") &&
	    str_begins(part->body, STR("XML:com.adobe.xmp\0")))
		strip_xmp(s, part);
	else if (str_is(name, "tEXt") || str_is(name, "zTXt") ||
	    str_is(name, "iTXt"))
		drop(s, METADATA_TEXT, part->bytes);
	else if (str_is(name, "tIME"))
		drop(s, METADATA_TIME, part->bytes);
	else
		drop(s, METADATA_OTHER, part->bytes);
}

/* Where it ends: at its end, or where it cannot be followed. */
static size_t strip(struct strip *s, struct picture_walk *w)
{
	struct picture_part part;
	size_t at = w->at;

	s->format = w->format;
	buf_str(s->out, str_slice(w->bytes, 0, at));
	while (!w->is_last && picture_next(&part, w)) {
		if (w->format == PICTURE_PNG)
			strip_chunk(s, &part);
		else
			strip_segment(s, &part);
		at = w->at;
	}
	return at;
}

bool metadata_strip(struct buf *out, struct metadata *m, struct str bytes)
{
	struct strip s = {.m = m, .out = out};
	struct picture_walk w;
	struct picture p;

	*m = (struct metadata){0};
	picture_parse(&p, bytes);
	if (!p.end || !picture_walk_begin(&w, bytes))
		return false;
	strip(&s, &w);
	if (p.end < bytes.len)
		drop(&s, METADATA_TRAILING, str_slice(bytes, p.end, bytes.len));
	return true;
}

void metadata_clear(struct buf *out, struct str bytes)
{
	struct metadata m = {0};
	struct strip s = {.m = &m, .out = out, .is_public = true};
	struct picture_walk w;
	struct str rest;

	if (!picture_walk_begin(&w, bytes))
		return;
	rest = str_slice(bytes, strip(&s, &w), bytes.len);
	/* Pixels that are cut short: there is nothing else in them. */
	if (!w.is_last &&
	    (w.format == PICTURE_PNG
		    ? str_begins(str_slice(rest, 4, 8), STR("IDAT"))
		    : str_begins(rest, STR("\xFF\xDA"))))
		buf_str(out, rest);
}

/* What the first Exif block that says any of it says. */
static void exif_find(struct exif *e, struct str bytes, bool wants_day)
{
	struct picture_walk w;
	struct picture_part part;

	*e = (struct exif){0};
	if (!picture_walk_begin(&w, bytes))
		return;
	while (!w.is_last && picture_next(&part, &w)) {
		bool is_exif = w.format == PICTURE_PNG
		    ? str_is(part.name, "eXIf")
		    : part.marker == MARKER_APP0 + 1 &&
			str_begins(part.body, exif_head);

		if (part.marker == JPEG_SCAN || str_is(part.name, "IDAT"))
			return;
		if (is_exif)
			exif_read(e, part.body);
		if (wants_day ? e->day[0] != 0 : e->orientation != 0)
			return;
	}
}

unsigned metadata_orientation(struct str bytes)
{
	struct exif e;

	exif_find(&e, bytes, false);
	return e.orientation;
}

void metadata_date(struct buf *out, struct str bytes, struct str from)
{
	struct picture_part first;
	struct picture_walk w;
	struct buf body = {0};
	struct exif e;
	size_t at = 0;

	exif_find(&e, from, true);
	e.orientation = 0;
	if (!e.day[0] || !picture_walk_begin(&w, bytes)) {
		buf_str(out, bytes);
		return;
	}
	/* Behind JFIF's block or PNG's first chunk, which come first. */
	at = w.at;
	if (picture_next(&first, &w) &&
	    (w.format == PICTURE_PNG || first.marker == MARKER_APP0))
		at = w.at;
	buf_str(out, str_slice(bytes, 0, at));
	if (w.format == PICTURE_JPEG)
		buf_str(&body, exif_head);
	exif_make(&body, &e);
	if (w.format == PICTURE_JPEG)
		add_segment(out, MARKER_APP0 + 1, buf_view(&body));
	else
		add_chunk(out, "eXIf", buf_view(&body));
	buf_release(&body);
	buf_str(out, str_slice(bytes, at, bytes.len));
}

void metadata_print(struct buf *out, const struct metadata *m)
{
	static const char *const names[METADATA_SORTS] = {
	    [METADATA_EXIF] = "EXIF",
	    [METADATA_XMP] = "XMP",
	    [METADATA_IPTC] = "IPTC",
	    [METADATA_TEXT] = "注释文字",
	    [METADATA_TIME] = "修改时间",
	    [METADATA_THUMBNAIL] = "缩略图",
	    [METADATA_OTHER] = "厂商和软件附加信息",
	    [METADATA_TRAILING] = "图片结束之后的内容",
	};
	const char *between = "";
	size_t i;

	for (i = 0; i < METADATA_SORTS; i++) {
		if (!m->blocks[i])
			continue;
		buf_printf(out, "%s%s%s%zu 块 %zu 字节", between, names[i],
		    m->has_place[i] ? "（含拍摄地点）" : " ", m->blocks[i],
		    m->bytes[i]);
		between = "、";
	}
	if (m->has_exif)
		buf_printf(out, "；保留了%s%s%s", m->orientation ? "方向" : "",
		    m->orientation && m->has_day ? "和" : "",
		    m->has_day ? "拍摄日期" : "");
}
