/* SPDX-License-Identifier: MIT */
/* One pass. A blank or a line's end is remembered and written with the next
 * letter, so that none is doubled and none stands at an end. */
#include "visible.h"

#include "base/arena.h"
#include "base/utf8.h"

struct reader {
	struct visible *v;
	struct str html;
	size_t at;
	uint16_t gap;	/* to be written before the next letter; 0: none */
	bool is_parted; /* something stood there that is not shown */
	bool is_joined; /* and there was text before and behind it */
	size_t line;	/* where the line begins */
};

void visible_release(struct visible *v)
{
	memory_free(v->units);
	memory_free(v->joined);
	*v = (struct visible){0};
}

static void line_end(struct reader *rd)
{
	struct visible *v = rd->v;

	if (rd->is_joined) {
		if (v->joined_count == v->joined_cap) {
			v->joined_cap = 2 * v->joined_cap + 16;
			v->joined = memory_resize(
			    v->joined, v->joined_cap * sizeof *v->joined);
		}
		v->joined[v->joined_count++] =
		    (struct visible_line){rd->line, v->len};
	}
	rd->is_joined = false;
}

static void gap_write(struct reader *rd)
{
	struct visible *v = rd->v;

	if (rd->gap == '\n')
		line_end(rd);
	if (v->len)
		v->units[v->len++] = rd->gap;
	if (rd->gap == '\n') {
		rd->line = v->len;
		rd->is_parted = false;
	}
	rd->gap = 0;
}

static void letter(struct reader *rd, uint32_t cp)
{
	struct visible *v = rd->v;

	if (rd->gap)
		gap_write(rd);
	if (rd->is_parted) {
		rd->is_joined = rd->is_joined || v->len > rd->line;
		rd->is_parted = false;
	}
	if (cp >= 0x10000) {
		v->units[v->len++] = (uint16_t)(0xD7C0 + (cp >> 10));
		cp = 0xDC00 + (cp & 0x3FF);
	}
	v->units[v->len++] = (uint16_t)cp;
}

static void blank(struct reader *rd)
{
	if (!rd->gap)
		rd->gap = ' ';
}

enum tag {
	TAG_LINE,   /* ends the line */
	TAG_WITHIN, /* a sentence goes on through it */
	TAG_APART,  /* left out with all that is in it */
	TAG_TITLE,
	TAG_MAIN,
};

static enum tag tag_of(struct str name)
{
	switch (name.len ? *name.data : 0) {
	case 'a':
	case 'b':
	case 'i':
		return name.len == 1 ? TAG_WITHIN : TAG_LINE;
	case 'c':
		return str_is(name, "code") ? TAG_WITHIN : TAG_LINE;
	case 'd':
		return str_is(name, "del") ? TAG_WITHIN : TAG_LINE;
	case 'e':
		return str_is(name, "em") ? TAG_WITHIN : TAG_LINE;
	case 'h':
		return str_is(name, "h1") ? TAG_TITLE : TAG_LINE;
	case 'm':
		return str_is(name, "main") ? TAG_MAIN : TAG_LINE;
	case 'n':
		return str_is(name, "nav") ? TAG_APART : TAG_LINE;
	case 's':
		if (str_is(name, "strong"))
			return TAG_WITHIN;
		return str_is(name, "script") || str_is(name, "style") ||
			str_is(name, "svg")
		    ? TAG_APART
		    : TAG_LINE;
	case 't':
		return str_is(name, "template") ? TAG_APART : TAG_LINE;
	case 'w':
		return str_is(name, "wbr") ? TAG_WITHIN : TAG_LINE;
	default:
		return TAG_LINE;
	}
}

/* Behind the end tag of an element that is left out. */
static size_t skip(struct str html, size_t from, struct str name)
{
	while ((from = str_find(html, STR("</"), from)) < html.len) {
		from += 2;
		if (str_begins(str_slice(html, from, html.len), name))
			break;
	}
	return str_find_byte(html, '>', from);
}

static void tag(struct reader *rd)
{
	struct visible *v = rd->v;
	size_t from = ++rd->at, end;
	bool is_end = from < rd->html.len && rd->html.data[from] == '/';
	struct str name;
	enum tag kind;

	from += is_end;
	end = from;
	while (end < rd->html.len && (rd->html.data[end] | 32) >= 'a' &&
	    (rd->html.data[end] | 32) <= 'z')
		end++;
	if (end < rd->html.len && rd->html.data[end] >= '1' &&
	    rd->html.data[end] <= '6')
		end++;
	name = str_slice(rd->html, from, end);
	kind = tag_of(name);
	rd->at = str_find_byte(rd->html, '>', end) + 1;
	if (kind == TAG_WITHIN) {
		rd->is_parted = true;
		return;
	}
	rd->gap = '\n';
	if (kind == TAG_APART && !is_end) {
		rd->at = skip(rd->html, rd->at, name) + 1;
	} else if (kind == TAG_MAIN && is_end) {
		rd->at = rd->html.len;
	} else if (kind == TAG_TITLE && !v->title_end) {
		if (is_end) {
			v->title_end = v->len;
			return;
		}
		gap_write(rd);
		v->title = v->len;
	}
}

static void entity(struct reader *rd)
{
	static const struct {
		const char *name;
		char letter;
	} known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
	    {"&quot;", '"'}, {"&#39;", '\''}};
	struct str rest = str_slice(rd->html, rd->at, rd->html.len);
	size_t i;

	rd->is_parted = true;
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		if (!str_begins(rest, str_from(known[i].name)))
			continue;
		rd->at += strlen(known[i].name);
		letter(rd, (unsigned char)known[i].letter);
		rd->is_parted = true;
		return;
	}
	rd->at++;
	letter(rd, '&');
}

/* Most of the text: Han and its punctuation, U+3000 to U+CFFF. */
static bool is_plain(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1],
		      c = (unsigned char)p[2];

	return a >= 0xE3 && a <= 0xEC && (b & 0xC0) == 0x80 &&
	    (c & 0xC0) == 0x80;
}

static uint16_t plain_unit(const char *p)
{
	return (uint16_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
}

/* Goes on behind a letter: no gap is open. */
static void plain_run(struct reader *rd)
{
	const char *p = rd->html.data + rd->at;
	const char *end = rd->html.data + rd->html.len;
	uint16_t *out = rd->v->units + rd->v->len;

	for (; end - p > 2 && is_plain(p); p += 3)
		*out++ = plain_unit(p);
	rd->v->len = (size_t)(out - rd->v->units);
	rd->at = (size_t)(p - rd->html.data);
}

static void read_text(struct reader *rd)
{
	const char *data = rd->html.data;

	while (rd->at < rd->html.len) {
		unsigned char c = (unsigned char)data[rd->at];
		uint32_t cp;
		size_t n;

		if (c >= 0x80) {
			n = utf8_decode(
			    str_slice(rd->html, rd->at, rd->html.len), &cp);
			letter(rd, n ? cp : 0xFFFD);
			rd->at += n ? n : 1;
			plain_run(rd);
		} else if (c == '<') {
			tag(rd);
		} else if (c == '&') {
			entity(rd);
		} else if (c > ' ') {
			letter(rd, c);
			rd->at++;
		} else {
			if (c == '\n')
				rd->is_parted = true;
			blank(rd);
			rd->at++;
		}
	}
}

void visible_read(struct visible *v, struct str html)
{
	struct reader rd = {.v = v};
	v->len = v->title = v->title_end = v->joined_count = 0;
	rd.html = str_slice(html, str_find(html, STR("<main"), 0), html.len);
	/* A gap before a letter stands for a byte or a tag of its own. */
	if (v->cap <= rd.html.len) {
		v->cap = 2 * (rd.html.len + 1);
		v->units = memory_resize(v->units, v->cap * sizeof *v->units);
	}
	read_text(&rd);
	line_end(&rd);
	if (!v->title_end)
		v->title = 0; /* it begins and does not end */
}

void visible_text(
    struct buf *out, const struct visible *v, struct visible_line line)
{
	size_t i;

	for (i = line.from; i < line.to; i++) {
		uint32_t cp = v->units[i];

		/* A high half always has its low one behind it. */
		if (cp >= 0xD800 && cp < 0xDC00 && i + 1 < line.to)
			cp = (cp << 10) + v->units[++i] - 0x35FDC00;
		buf_utf8(out, cp);
	}
}
