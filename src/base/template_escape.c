/* SPDX-License-Identifier: MIT */
/* Like those of buf.c: runs are copied between what must change. */
#include "template_op.h"

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
	case ESCAPE_NONE:
		buf_str(out, text);
		break;
	}
}
