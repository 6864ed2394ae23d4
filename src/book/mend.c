/* SPDX-License-Identifier: MIT */
/* Edits are kept in order and applied once, at the end of the line. */
#include "mend.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum { NAME_MAX_POINTS = 12 };

void mend_begin(struct mend *m, struct str line, uint32_t number)
{
	m->line = line;
	m->number = number;
	m->first = m->r ? m->r->count : 0;
	m->at_start = m->faults;
	m->is_hopeless = false;
	m->count = 0;
}

void mend_report(struct mend *m, enum finding_id id, size_t from, size_t to,
    const char *format, ...)
{
	struct place place;
	char text[512];
	va_list args;

	m->faults++;
	if (!m->r || m->r->count - m->before >= MEND_FINDINGS_MAX)
		return;
	place.line = m->number;
	place.column = (uint32_t)utf8_count(str_slice(m->line, 0, from)) + 1;
	place.width = (uint32_t)utf8_count(str_slice(m->line, from, to));
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	report_add(m->r, id, m->path, place, "%s", text);
}

static void edit_add(struct mend *m, struct edit e)
{
	size_t last = m->count ? m->edits[m->count - 1].to : 0;

	if (m->count == MEND_EDITS_MAX || e.from < last)
		m->is_hopeless = true;
	else
		m->edits[m->count++] = e;
}

void mend_text(struct mend *m, size_t from, size_t to, const char *text)
{
	edit_add(m,
	    (struct edit){
		.how = EDIT_TEXT, .from = from, .to = to, .text = text});
}

void mend_spaces(struct mend *m, size_t from, size_t to, size_t count)
{
	edit_add(m,
	    (struct edit){
		.how = EDIT_SPACES, .from = from, .to = to, .count = count});
}

void mend_quote(struct mend *m, size_t from, size_t to)
{
	edit_add(m, (struct edit){.how = EDIT_QUOTE, .from = from, .to = to});
}

void mend_give_up(struct mend *m)
{
	m->is_hopeless = true;
}

static void add_quoted(struct buf *out, struct str s)
{
	size_t i;

	if (str_find_byte(s, '"', 0) == s.len &&
	    str_find_byte(s, '\\', 0) == s.len) {
		buf_byte(out, '"');
		buf_str(out, s);
		buf_byte(out, '"');
		return;
	}
	buf_byte(out, '\'');
	for (i = 0; i < s.len; i++) {
		if (s.data[i] == '\'')
			buf_byte(out, '\'');
		buf_byte(out, s.data[i]);
	}
	buf_byte(out, '\'');
}

static void edit_apply(struct buf *out, const struct mend *m)
{
	size_t at = 0, i, n;

	for (i = 0; i < m->count; i++) {
		const struct edit *e = &m->edits[i];

		buf_str(out, str_slice(m->line, at, e->from));
		at = e->to;
		if (e->how == EDIT_TEXT)
			buf_text(out, e->text);
		else if (e->how == EDIT_QUOTE)
			add_quoted(out, str_slice(m->line, e->from, e->to));
		else
			for (n = 0; n < e->count; n++)
				buf_byte(out, ' ');
	}
	buf_str(out, str_slice(m->line, at, m->line.len));
}

void mend_end(struct mend *m, struct buf *out)
{
	size_t from = out->len, i;
	struct str mended;

	if (m->faults == m->at_start || m->is_hopeless) {
		m->is_whole &= m->faults == m->at_start;
		buf_str(out, m->line);
		return;
	}
	edit_apply(out, m);
	if (!m->r || m->first == m->r->count)
		return;
	mended =
	    arena_str(m->r->arena, str_slice(buf_view(out), from, out->len));
	for (i = m->first; i < m->r->count; i++)
		if (m->r->findings[i].place.line == m->number)
			m->r->findings[i].mended = mended;
}

size_t mend_blank(struct str s, enum finding_id *id, size_t *width)
{
	static const struct {
		const char *bytes;
		size_t len, width;
		enum finding_id id;
	} blanks[] = {
	    {"\t", 1, 2, FINDING_HEAD_TAB},
	    {"\xE3\x80\x80", 3, 2, FINDING_HEAD_SPACE}, /* U+3000 */
	    {"\xC2\xA0", 2, 1, FINDING_HEAD_SPACE},	/* U+00A0 */
	    {"\xE2\x80\x82", 3, 1, FINDING_HEAD_SPACE}, /* U+2002 */
	    {"\xE2\x80\x83", 3, 2, FINDING_HEAD_SPACE}, /* U+2003 */
	    {"\xE2\x80\xAF", 3, 1, FINDING_HEAD_SPACE}, /* U+202F */
	};
	size_t i;

	/* Most bytes are none of the first ones. */
	if (!s.len ||
	    (s.data[0] != '\t' && s.data[0] != '\xE3' && s.data[0] != '\xC2' &&
		s.data[0] != '\xE2'))
		return 0;
	for (i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (s.len >= blanks[i].len &&
		    !memcmp(s.data, blanks[i].bytes, blanks[i].len)) {
			*id = blanks[i].id;
			*width = blanks[i].width;
			return blanks[i].len;
		}
	return 0;
}

size_t mend_blanks(struct mend *m, size_t at, size_t count)
{
	enum finding_id id = FINDING_HEAD_SPACE, first = id;
	size_t from = at, bad = SIZE_MAX, step = 0, width;

	for (; at < m->line.len; at += step) {
		if (m->line.data[at] == ' ') {
			step = 1;
			continue;
		}
		step = mend_blank(
		    str_slice(m->line, at, m->line.len), &id, &width);
		if (!step)
			break;
		if (bad == SIZE_MAX) {
			bad = at;
			first = id;
		}
	}
	if (bad == SIZE_MAX)
		return at;
	mend_report(m, first, bad, at, "%s",
	    first == FINDING_HEAD_TAB ? "这里的间隔是制表符，要用半角空格"
		: str_begins(
		      str_slice(m->line, bad, m->line.len), STR("\xC2\xA0"))
		? "这里的间隔是网页带来的不换行空格，要用半角空格"
		: "这里的间隔是全角空格，要用半角空格");
	mend_spaces(m, from, at, count);
	return at;
}

size_t mend_close(struct str line, size_t at, char quote)
{
	while (at < line.len) {
		char c = line.data[at++];

		if (c == '\\' && quote == '"')
			at++;
		else if (c == quote) {
			if (quote == '"' || at == line.len ||
			    line.data[at] != quote)
				return at;
			at++;
		}
	}
	return 0;
}

static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
		    (cp >= 'A' && cp <= 'Z') || cp == '_' || cp == '-';
	return cp == 0x3007 || (cp >= 0x3400 && cp <= 0x9FFF) ||
	    (cp >= 0xF900 && cp <= 0xFAFF) || cp >= 0x20000;
}

bool mend_is_name(struct str s)
{
	size_t n = 0, step;
	bool is_number = true;
	uint32_t cp;

	for (; s.len; s = str_slice(s, step, s.len)) {
		step = utf8_decode(s, &cp);
		if (!step || !is_letter(cp) || ++n > NAME_MAX_POINTS)
			return false;
		is_number &= cp >= '0' && cp <= '9';
	}
	return n && !is_number;
}

size_t mend_skip(struct str line, size_t at)
{
	enum finding_id id;
	size_t step, width;

	while (at < line.len) {
		step = line.data[at] == ' '
		    ? 1
		    : mend_blank(str_slice(line, at, line.len), &id, &width);
		if (!step)
			break;
		at += step;
	}
	return at;
}

size_t mend_colon(struct mend *m, size_t at, size_t len)
{
	size_t end = mend_skip(m->line, at + len);

	mend_report(m, FINDING_HEAD_COLON, at, at + len, "%s",
	    len == 1 ? "栏目名后面的冒号要空一格"
		     : "栏目名后面是全角冒号，要用半角冒号加一个空格");
	mend_text(m, at, end, end == m->line.len ? ":" : ": ");
	return end;
}

bool mend_is_key(struct str s)
{
	static const char *const marks[] = {
	    "，", "。", "；", "！", "？", "“", "”", "、", "　"};
	size_t i;

	s = str_trim(s);
	while (str_ends(s, STR("　")))
		s = str_trim(str_slice(s, 0, s.len - 3));
	if (!s.len || s.len > 100 || utf8_count(s) > 2 * NAME_MAX_POINTS)
		return false;
	for (i = 0; i < s.len; i++)
		if (memchr("\"'[]{}#,&*!|>%@`/", s.data[i], 18))
			return false;
	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_find(s, str_from(marks[i]), 0) < s.len)
			return false;
	for (i = 0; i < s.len; i++)
		if (s.data[i] < '0' || s.data[i] > '9')
			return true;
	return false;
}

enum colon mend_colon_at(struct str line, size_t at)
{
	struct str rest = str_slice(line, at, line.len);

	if (rest.len && rest.data[0] == '\xEF' && str_begins(rest, STR("：")))
		return COLON_FULL;
	if (!rest.len || rest.data[0] != ':')
		return COLON_NONE;
	if (rest.len == 1 || mend_skip(line, at + 1) > at + 1)
		return COLON_PROPER;
	if (rest.data[1] == '/' || rest.data[1] == ':')
		return COLON_NONE;
	return COLON_TIGHT;
}
