/* SPDX-License-Identifier: MIT */
/* Like those of buf.c: runs are copied between what must change. */
#include "template_op.h"
#include "utf8.h"

enum template_escape template_escape_of(struct str path)
{
	static const struct {
		const char *ending;
		enum template_escape escape;
	} table[] = {
	    {".html", ESCAPE_HTML},
	    {".xml", ESCAPE_HTML},
	    {".atom", ESCAPE_HTML},
	    {".svg", ESCAPE_HTML},
	    {".json", ESCAPE_JSON},
	    {".webmanifest", ESCAPE_JSON},
	    {".ics", ESCAPE_ICAL},
	    {".yaml", ESCAPE_YAML},
	    {".md", ESCAPE_MARKDOWN},
	};
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		if (str_ends(path, str_from(table[i].ending)))
			return table[i].escape;
	return ESCAPE_NONE;
}

/* RFC 8259, section 7: what must be escaped, and nothing else. */
static void escape_json(struct buf *out, struct str text)
{
	size_t from = 0, i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		buf_add(out, text.data + from, i - from);
		from = i + 1;
		if (c == '\n')
			buf_text(out, "\\n");
		else if (c < ' ')
			buf_printf(out, "\\u%04x", c);
		else
			buf_printf(out, "\\%c", c);
	}
	buf_add(out, text.data + from, text.len - from);
}

/* RFC 5545, section 3.3.11. Control characters have no escape there and are
 * left out; lines are folded by who writes the file. */
static void escape_ical(struct buf *out, struct str text)
{
	size_t from = 0, i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if ((c >= ' ' || c == '\t') && c != ',' && c != ';' &&
		    c != '\\' && c != 0x7f)
			continue;
		buf_add(out, text.data + from, i - from);
		from = i + 1;
		if (c == '\n')
			buf_text(out, "\\n");
		else if (c >= ' ' && c != 0x7f)
			buf_printf(out, "\\%c", c);
	}
	buf_add(out, text.data + from, text.len - from);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Needs no quotes, wherever it stands: Han, ASCII letters and digits, and
 * between them . _ and -. Full-width marks are left to the quotes, since a
 * look at a head (front.h) may take them for mistyped ones. */
static bool is_plain_mark(uint32_t cp, bool is_first)
{
	if (cp == '.' || cp == '_' || cp == '-')
		return !is_first;
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 'a' && cp <= 'z') || (cp >= 0x4e00 && cp <= 0x9fff);
}

static bool is_plain_scalar(struct str text)
{
	size_t at, step;
	uint32_t cp;

	for (at = 0; at < text.len; at += step) {
		step = utf8_decode(str_slice(text, at, text.len), &cp);
		if (!step || !is_plain_mark(cp, !at))
			return false;
	}
	return text.len > 0;
}

/* JSON's strings are YAML's, too. */
static void escape_yaml(struct buf *out, struct str text)
{
	if (is_plain_scalar(text))
		buf_str(out, text);
	else
		buf_json(out, text);
}

/* Would this begin a list, a heading or a rule, at the head of a line? What
 * stands at the head of a value may stand there. */
static bool is_block_mark(struct str text, size_t at)
{
	size_t i;

	if (strchr("-+=", text.data[at]))
		return !at;
	if (!strchr(".)", text.data[at]))
		return false;
	for (i = 0; i < at; i++)
		if (!is_digit(text.data[i]))
			return false;
	return true;
}

/* A run of stars: between digits it is a mask, and our Markdown leaves it in
 * peace (book/markdown.h). Returns where it ends. */
static size_t stars_put(struct buf *out, struct str text, size_t at)
{
	size_t end = at, i;
	bool is_mask;

	while (end < text.len && text.data[end] == '*')
		end++;
	is_mask = at && end < text.len && is_digit(text.data[at - 1]) &&
	    (is_digit(text.data[end]) || text.data[end] == 'X');
	for (i = at; i < end; i++)
		buf_text(out, is_mask ? "*" : "\\*");
	return end;
}

/* CommonMark 0.30, section 2.4: any mark of ASCII may have a backslash before
 * it. What separates words becomes one space: no line may end in a value. */
static void escape_markdown(struct buf *out, struct str text)
{
	bool is_gap = false;
	size_t i;

	text = str_trim(text);
	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c <= ' ' || c == 0x7f) {
			is_gap = true;
			continue;
		}
		if (is_gap)
			buf_byte(out, ' ');
		is_gap = false;
		if (c == '*') {
			i = stars_put(out, text, i) - 1;
			continue;
		}
		if (strchr("\\`_[]<>&#~|", c) || is_block_mark(text, i))
			buf_byte(out, '\\');
		buf_byte(out, (char)c);
	}
}

void template_escape(struct buf *out, enum template_escape e, struct str text)
{
	switch (e) {
	case ESCAPE_HTML:
		buf_html(out, text);
		break;
	case ESCAPE_JSON:
		escape_json(out, text);
		break;
	case ESCAPE_ICAL:
		escape_ical(out, text);
		break;
	case ESCAPE_YAML:
		escape_yaml(out, text);
		break;
	case ESCAPE_MARKDOWN:
		escape_markdown(out, text);
		break;
	case ESCAPE_NONE:
		buf_str(out, text);
		break;
	}
}
