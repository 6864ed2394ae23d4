/* SPDX-License-Identifier: MIT */
/* One pass over the bytes, with a stack of open brackets. */
#include "flow.h"

#include "base/utf8.h"

enum {
	LOOKUPS_MAX = 200, /* each reads the head once */
	PIECE_MAX = 5,	   /* code points between two separators, at most */
};

void flow_begin(struct flow *f)
{
	f->depth = 0;
	f->want = FLOW_ENTRY;
	f->quote = 0;
}

bool flow_knows(struct flow *f, struct str name)
{
	size_t at = 0;

	if (f->lookups == LOOKUPS_MAX)
		return false;
	f->lookups++;
	for (; (at = str_find(f->text, name, at)) < f->text.len; at++) {
		size_t end = at + name.len;
		char before = at ? f->text.data[at - 1] : '\n';

		if (end + 1 < f->text.len && f->text.data[end] == ':' &&
		    memchr(" \n", f->text.data[end + 1], 2) &&
		    memchr(" \n{,", before, 4))
			return true;
	}
	return false;
}

/* Bytes that may end a plain text or be a fault of it; most are none. */
static const unsigned char marks[256] = {[','] = 1,
    ['['] = 1,
    [']'] = 1,
    ['{'] = 1,
    ['}'] = 1,
    [':'] = 1,
    ['#'] = 1,
    [0xE3] = 1,
    [0xEF] = 1};

static bool is_stop(char c)
{
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

/* Bytes of a full-width comma or enumeration comma at `at`; 0: none. */
static size_t comma_at(struct str line, size_t at)
{
	if (at + 3 > line.len || (unsigned char)line.data[at] < 0xE3)
		return 0;
	if (!memcmp(line.data + at, "，", 3) ||
	    !memcmp(line.data + at, "、", 3))
		return 3;
	return 0;
}

static bool is_comment(struct str line, size_t at)
{
	return line.data[at] == '#' &&
	    (!at || line.data[at - 1] == ' ' || line.data[at - 1] == '\t');
}

/* Where an element that is to be quoted ends; 0: not in this line. */
static size_t element_end(struct str line, size_t at)
{
	size_t depth = 0;

	for (; at < line.len; at++) {
		char c = line.data[at];

		if (c == '{' || c == '[')
			depth++;
		else if (depth && (c == '}' || c == ']'))
			depth--;
		else if (!depth && is_stop(c))
			return at;
	}
	return 0;
}

/* Quotes the element that begins at `from`; it goes on at `at` at least. */
static size_t quote_element(struct mend *m, size_t from, size_t at)
{
	size_t end = element_end(m->line, at), to = end;

	if (!end) {
		mend_give_up(m);
		return m->line.len;
	}
	while (to > from && m->line.data[to - 1] == ' ')
		to--;
	mend_quote(m, from, to);
	return end;
}

static size_t fix_comma(struct flow *f, struct mend *m, size_t at)
{
	size_t end = mend_skip(m->line, at + 3);

	mend_report(m, FINDING_HEAD_COMMA, at, at + 3, "%s",
	    memcmp(m->line.data + at, "、", 3)
		? "各项之间是全角逗号，要用半角逗号加一个空格"
		: "各项之间是顿号，要用半角逗号加一个空格");
	mend_text(m, at, end, end == m->line.len ? "," : ", ");
	f->want = FLOW_ENTRY;
	return end;
}

/* A full-width comma in a value of a map is a separator only where a key of
 * its own follows. */
static bool begins_entry(struct flow *f, struct str line, size_t at)
{
	size_t from = mend_skip(line, at), i;

	for (i = from; i < line.len && !is_stop(line.data[i]); i++) {
		struct str name = str_slice(line, from, i);

		if (comma_at(line, i))
			return false;
		switch (mend_colon_at(line, i)) {
		case COLON_PROPER:
			return mend_is_name(name);
		case COLON_TIGHT:
			return mend_is_name(name) && flow_knows(f, name);
		case COLON_FULL:
			return mend_is_name(name) &&
			    (f->levels[f->depth - 1].has_full ||
				flow_knows(f, name));
		case COLON_NONE:
			break;
		}
	}
	return false;
}

/* Short pieces with nothing of a sentence in them are a list. */
static bool is_series(struct str line, size_t from, size_t end)
{
	static const char *const prose[] = {
	    "。", "；", "！", "？", "：", "“", "”", "（", "…", "—"};
	struct str text = str_slice(line, from, end);
	size_t i, piece = 0;

	for (i = 0; i < sizeof prose / sizeof *prose; i++)
		if (str_find(text, str_from(prose[i]), 0) < text.len)
			return false;
	for (i = 0; i <= text.len; i++) {
		size_t n;

		if (i < text.len && !comma_at(text, i))
			continue;
		n = utf8_count(str_trim(str_slice(text, piece, i)));
		if (!n || n > PIECE_MAX)
			return false;
		piece = i + 3;
	}
	return true;
}

/* Offset of the full-width comma at or after `first` that is a separator of
 * the text [from, end); `end` where none is. */
static size_t find_comma(
    struct flow *f, struct str line, size_t first, size_t end, size_t from)
{
	bool is_map = f->levels[f->depth - 1].is_map;
	size_t i;

	for (i = first; i < end; i++) {
		if (!comma_at(line, i))
			continue;
		if (!is_map)
			return is_series(line, from, end) ? i : end;
		if (begins_entry(f, line, i + 3))
			return i;
	}
	return end;
}

/* All full-width commas of a series are separators. */
static size_t split_series(
    struct flow *f, struct mend *m, size_t at, size_t end)
{
	for (; at < end; at++)
		if (comma_at(m->line, at))
			at = fix_comma(f, m, at) - 1;
	f->want = FLOW_AFTER;
	return end;
}

/* A plain element or value. */
static size_t flow_plain(struct flow *f, struct mend *m, size_t from)
{
	struct str line = m->line;
	bool is_map = f->levels[f->depth - 1].is_map;
	bool is_value = is_map || f->want == FLOW_VALUE;
	size_t end = from, colon = SIZE_MAX, comma = SIZE_MAX;

	for (; end < line.len; end++) {
		if (!marks[(unsigned char)line.data[end]])
			continue;
		if (is_stop(line.data[end]) || is_comment(line, end))
			break;
		if (colon == SIZE_MAX && line.data[end] == ':' &&
		    mend_colon_at(line, end) == COLON_PROPER)
			colon = end;
		if (comma == SIZE_MAX && comma_at(line, end))
			comma = end;
	}
	f->want = FLOW_AFTER;
	comma = find_comma(f, line, comma < end ? comma : end, end, from);
	if (comma < end && !is_map)
		return split_series(f, m, from, end);
	if (comma < end)
		return fix_comma(f, m, comma);
	if (end < line.len && line.data[end] == '#') {
		mend_report(m, FINDING_HEAD_HASH, end, end + 1,
		    "空格加井号是注释，从井号起这一行后面的字都会丢掉");
		return quote_element(m, from, end);
	}
	if (colon != SIZE_MAX && is_value) {
		mend_report(m, FINDING_HEAD_COLON, colon, colon + 1,
		    "值里又有一个半角冒号，要用全角冒号，或者把整个值括起来");
		return quote_element(m, from, end);
	}
	if (colon != SIZE_MAX) {
		f->want = FLOW_VALUE;
		return colon + 1;
	}
	if (end < line.len &&
	    (line.data[end] == '{' || line.data[end] == '[')) {
		mend_report(m, FINDING_HEAD_MARK, end, end + 1,
		    "值里带有括号，会被当成新的一组");
		return quote_element(m, from, end);
	}
	return end;
}

/* The key of an entry, without quotes. */
static size_t flow_key(struct flow *f, struct mend *m, size_t from)
{
	struct str line = m->line;
	size_t i;

	for (i = from; i < line.len && !is_stop(line.data[i]); i++) {
		struct str name = {line.data + from, i - from};
		enum colon how;

		if (is_comment(line, i))
			break;
		if (line.data[i] != ':' && line.data[i] != '\xEF')
			continue;
		how = mend_colon_at(line, i);
		if (how == COLON_NONE ||
		    (how != COLON_PROPER && !mend_is_key(name)))
			continue;
		f->want = FLOW_VALUE;
		f->levels[f->depth - 1].has_full = how == COLON_FULL;
		if (how == COLON_PROPER)
			return i + 1;
		return mend_colon(m, i, how == COLON_FULL ? 3 : 1);
	}
	f->want = FLOW_AFTER;
	return i;
}

static size_t flow_quoted(struct flow *f, struct mend *m, size_t from)
{
	struct str line = m->line;
	size_t close = mend_close(line, from + 1, line.data[from]), next;

	if (!close) {
		f->quote = line.data[from];
		return line.len;
	}
	next = mend_skip(line, close);
	f->want = FLOW_AFTER;
	if (next == line.len || memchr(",]}:#", line.data[next], 5) ||
	    comma_at(line, next) || mend_colon_at(line, next) == COLON_FULL)
		return close;
	mend_report(m, FINDING_HEAD_QUOTE, next, line.len,
	    "引号已经结束，后面不能再有字");
	return quote_element(m, from, close);
}

/* A comment may follow only what it cannot be a part of. */
static size_t flow_hash(struct flow *f, struct mend *m, size_t at)
{
	if (f->want == FLOW_AFTER || !element_end(m->line, at))
		return m->line.len;
	mend_report(m, FINDING_HEAD_HASH, at, at + 1,
	    "空格加井号是注释，从井号起这一行后面的字都会丢掉");
	f->want = FLOW_AFTER;
	return quote_element(m, at, at);
}

static size_t flow_open(struct flow *f, struct mend *m, size_t at)
{
	if (f->depth == FLOW_DEPTH_MAX) {
		f->is_lost = true;
		return m->line.len;
	}
	f->levels[f->depth].is_map = m->line.data[at] == '{';
	f->levels[f->depth].has_full = false;
	f->depth++;
	f->want = FLOW_ENTRY;
	return at + 1;
}

/* Behind an element. */
static size_t flow_after(struct flow *f, struct mend *m, size_t at)
{
	struct str line = m->line;

	if (comma_at(line, at))
		return fix_comma(f, m, at);
	if (line.data[at] == ':') {
		f->want = FLOW_VALUE;
		return at + 1;
	}
	if (mend_colon_at(line, at) == COLON_FULL) {
		f->want = FLOW_VALUE;
		return mend_colon(m, at, 3);
	}
	/* A plain text that goes on in its second line. */
	while (at < line.len && !is_stop(line.data[at]))
		at++;
	return at;
}

static size_t flow_token(struct flow *f, struct mend *m, size_t at)
{
	char c = m->line.data[at];

	if (c == ',') {
		f->want = FLOW_ENTRY;
		return at + 1;
	}
	if (c == ']' || c == '}') {
		f->depth--;
		f->want = FLOW_AFTER;
		return at + 1;
	}
	if (is_comment(m->line, at))
		return flow_hash(f, m, at);
	if (c == '[' || c == '{')
		return flow_open(f, m, at);
	if (f->want == FLOW_AFTER)
		return flow_after(f, m, at);
	if (c == '"' || c == '\'')
		return flow_quoted(f, m, at);
	if (memchr("%@`&*!|>", c, 8)) {
		mend_report(
		    m, FINDING_HEAD_MARK, at, at + 1, "值不能以“%c”开头", c);
		f->want = FLOW_AFTER;
		return quote_element(m, at, at);
	}
	if (f->want == FLOW_ENTRY && f->levels[f->depth - 1].is_map)
		return flow_key(f, m, at);
	return flow_plain(f, m, at);
}

size_t flow_line(struct flow *f, struct mend *m, size_t at)
{
	if (f->quote) {
		at = mend_close(m->line, at, f->quote);
		if (!at)
			return m->line.len;
		f->quote = 0;
		f->want = FLOW_AFTER;
	} else if (!f->depth)
		at = flow_open(f, m, at);
	while (f->depth && !f->is_lost) {
		at = mend_blanks(m, at, 1);
		if (at >= m->line.len)
			return m->line.len;
		at = flow_token(f, m, at);
		/* Whoever has that many faults in a line means harm. */
		f->is_lost |= m->faults - m->at_start > MEND_EDITS_MAX;
	}
	return at;
}
