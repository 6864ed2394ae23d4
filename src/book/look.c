/* SPDX-License-Identifier: MIT */
/*
 * One pass over the lines with a stack of open blocks, as YAML indents them.
 * A line that surely holds a key is one at a map's own indentation; elsewhere
 * the lines around it must say so before a colon is found fault with.
 */
#include "look.h"

#include "base/utf8.h"
#include "flow.h"

enum {
	BLOCKS_MAX = 32,
	AHEAD_MAX = 50, /* lines read to see what a line belongs to */
	ROUNDS_MAX = 16,
};

enum state {
	STATE_LINES,
	STATE_TEXT,  /* a plain text may go on */
	STATE_BLOCK, /* behind "|" or ">" */
	STATE_QUOTE, /* inside quotes */
	STATE_FLOW,  /* inside brackets */
};

struct block {
	size_t indent;
	bool is_list;
};

struct look {
	struct mend m;
	struct flow flow;
	struct str text;
	size_t next; /* offset of the line behind this one */
	enum look_at at;
	struct block blocks[BLOCKS_MAX];
	size_t depth;
	bool is_fresh; /* a key or dash without a value came last */
	bool is_lost;
	enum state state;
	long parent;	/* what goes on is indented further than this */
	size_t content; /* indentation of a block's text; 0: not known */
	char quote;
	struct place opened; /* the quote or bracket that goes on */
};

static size_t spaces(struct str line)
{
	size_t n = 0;

	while (n < line.len && line.data[n] == ' ')
		n++;
	return n;
}

/* Offset of the first byte that is no blank; *width counts the blanks as the
 * spaces that they stand for. */
static size_t blanks(struct str line, size_t *width)
{
	enum finding_id id;
	size_t at = 0, step, wide;

	*width = 0;
	while (at < line.len) {
		step = wide = 1;
		if (line.data[at] != ' ')
			step = mend_blank(
			    str_slice(line, at, line.len), &id, &wide);
		if (!step)
			break;
		at += step;
		*width += wide;
	}
	return at;
}

static bool is_dash(struct str line, size_t at)
{
	return at < line.len && line.data[at] == '-' &&
	    (at + 1 == line.len || mend_skip(line, at + 1) > at + 1);
}

/* The key of a line: where its colon is and how it is written. */
static enum colon key_find(struct str line, size_t from, size_t *at)
{
	enum colon how;

	for (*at = from; *at < line.len; ++*at) {
		char c = line.data[*at];

		if (c == '#' && *at && line.data[*at - 1] == ' ')
			break;
		if (c != ':' && c != '\xEF')
			continue;
		how = mend_colon_at(line, *at);
		if (how == COLON_PROPER)
			return how;
		if (how != COLON_NONE &&
		    mend_is_key(str_slice(line, from, *at)))
			return how;
	}
	return COLON_NONE;
}

/* The next line that says something; empty where it is indented less than
 * `indent` or there is none. Lines indented further are passed over. */
static struct str line_ahead(const struct look *l, size_t indent)
{
	size_t at = l->next, n, width;
	struct str line;

	for (n = 0; n < AHEAD_MAX && at < l->text.len; n++) {
		line = str_line(l->text, &at);
		if (blanks(line, &width) == line.len || width > indent)
			continue;
		if (width == indent)
			return line;
		break;
	}
	return (struct str){0};
}

/* The indentation of the next line that says something; 0: none. */
static size_t indent_ahead(const struct look *l)
{
	size_t at = l->next, n, width;
	struct str line;

	for (n = 0; n < AHEAD_MAX && at < l->text.len; n++) {
		line = str_line(l->text, &at);
		if (blanks(line, &width) < line.len)
			return width;
	}
	return 0;
}

/*
 * A colon that YAML takes for text, in a line that may be a text: is a key
 * meant? It is where the next line beside it is one, or where the same name
 * is a proper key elsewhere.
 */
static bool is_key_meant(
    struct look *l, struct str name, size_t indent, enum colon how)
{
	struct str ahead;
	size_t at, from;
	enum colon next;

	if (!mend_is_name(name))
		return false;
	if (flow_knows(&l->flow, name))
		return true;
	ahead = line_ahead(l, indent);
	from = mend_skip(ahead, 0);
	next = key_find(ahead, from, &at);
	if (next == COLON_NONE || !mend_is_name(str_slice(ahead, from, at)))
		return false;
	return next == COLON_PROPER || next == how;
}

static void block_push(struct look *l, size_t indent, bool is_list)
{
	struct block *top = l->depth ? &l->blocks[l->depth - 1] : NULL;

	if (top && top->indent == indent && top->is_list == is_list)
		return;
	if (l->depth == BLOCKS_MAX)
		l->is_lost = true;
	else
		l->blocks[l->depth++] = (struct block){indent, is_list};
}

static struct place place_here(const struct look *l, size_t at)
{
	return (struct place){l->m.number,
	    (uint32_t)utf8_count(str_slice(l->m.line, 0, at)) + 1, 1};
}

static void goes_on(struct look *l, enum state state, size_t at)
{
	l->state = state;
	if (state == STATE_QUOTE || state == STATE_FLOW)
		l->opened = place_here(l, at);
}

/* Puts the rest of the line from `at` into quotes. */
static void quote_rest(struct look *l, size_t at)
{
	size_t end = l->m.line.len;

	while (end > at && l->m.line.data[end - 1] == ' ')
		end--;
	/* What goes on in the next line cannot be put right in this one. */
	if ((long)indent_ahead(l) > l->parent)
		mend_give_up(&l->m);
	mend_quote(&l->m, at, end);
}

/* Is the "#" at `at` one that cuts a value off, against the writer's will? */
static bool is_cut(const struct look *l, size_t at)
{
	struct str line = l->m.line;

	if (line.data[at] != '#' || !at || line.data[at - 1] != ' ')
		return false;
	return l->at == LOOK_HEAD || at + 1 == line.len ||
	    (line.data[at + 1] != ' ' && line.data[at + 1] != '#');
}

/* Behind a value that is closed: nothing or a comment. */
static void look_after(struct look *l, size_t from, size_t at)
{
	struct mend *m = &l->m;
	size_t next = mend_skip(m->line, at);
	bool is_quote =
	    m->line.data[at - 1] == '"' || m->line.data[at - 1] == '\'';

	l->state = STATE_LINES;
	if (next == m->line.len || (m->line.data[next] == '#' && next > at))
		return;
	if (is_quote)
		mend_report(m, FINDING_HEAD_QUOTE, next, m->line.len,
		    "引号已经结束，后面不能再有字");
	else
		mend_report(m, FINDING_HEAD_MARK, next, m->line.len,
		    "括号已经结束，后面不能再有字");
	if (from == SIZE_MAX)
		mend_give_up(m);
	else
		quote_rest(l, from);
}

static void look_flow(struct look *l, size_t from, size_t at)
{
	at = flow_line(&l->flow, &l->m, at);
	l->is_lost |= l->flow.is_lost;
	if (l->flow.depth) {
		if (l->state != STATE_FLOW)
			goes_on(l, STATE_FLOW, from);
		return;
	}
	/* What was mended inside cannot be quoted as a whole too. */
	look_after(l, l->m.count ? SIZE_MAX : from, at);
}

static void look_plain(struct look *l, size_t from)
{
	struct mend *m = &l->m;
	size_t i;

	goes_on(l, STATE_TEXT, from);
	for (i = from; i < m->line.len; i++) {
		char c = m->line.data[i];

		if (c == '#' && i > from && m->line.data[i - 1] == ' ') {
			l->state = STATE_LINES;
			if (!is_cut(l, i))
				return;
			mend_report(m, FINDING_HEAD_HASH, i, i + 1,
			    "空格加井号是注释，从井号起这一行后面的字都会丢掉");
			quote_rest(l, from);
			return;
		}
		if (c == ':' && mend_colon_at(m->line, i) == COLON_PROPER) {
			mend_report(m, FINDING_HEAD_COLON, i, i + 1,
			    "值里又有一个半角冒号，要用全角冒号，或者把整个值括起来");
			quote_rest(l, from);
			l->state = STATE_LINES;
			return;
		}
	}
}

/* "|" and ">" with what may follow them. */
static bool is_block_header(struct str line, size_t at)
{
	size_t i = at + 1;

	while (i < line.len && memchr("+-123456789", line.data[i], 11))
		i++;
	i = mend_skip(line, i);
	return i == line.len ||
	    (line.data[i] == '#' && line.data[i - 1] == ' ');
}

/* The value that begins at `at`, where no blank is. */
static void look_value(struct look *l, size_t at)
{
	struct mend *m = &l->m;
	char c = m->line.data[at];
	size_t close;

	l->is_fresh = false;
	if (c == '[' || c == '{') {
		flow_begin(&l->flow);
		look_flow(l, at, at);
	} else if (c == '"' || c == '\'') {
		l->quote = c;
		close = mend_close(m->line, at + 1, c);
		if (close)
			look_after(l, at, close);
		else
			goes_on(l, STATE_QUOTE, at);
	} else if ((c == '|' || c == '>') && is_block_header(m->line, at)) {
		goes_on(l, STATE_BLOCK, at);
		l->content = 0;
	} else if (memchr("%@`&*!|>,]}", c, 11) ||
	    (c == '?' && mend_skip(m->line, at + 1) > at + 1)) {
		mend_report(
		    m, FINDING_HEAD_MARK, at, at + 1, "值不能以“%c”开头", c);
		quote_rest(l, at);
		l->state = STATE_LINES;
	} else if (c == '#' && at && m->line.data[at - 1] == ' ') {
		l->is_fresh = true;
		if (at + 1 == m->line.len || m->line.data[at + 1] == ' ' ||
		    m->line.data[at + 1] == '#')
			return;
		mend_report(m, FINDING_HEAD_HASH, at, at + 1,
		    "空格加井号是注释，从井号起这一行后面的字都会丢掉");
		quote_rest(l, at);
		l->is_fresh = false;
	} else
		look_plain(l, at);
}

/* Behind a key's colon. */
static void look_key_value(struct look *l, size_t at, size_t indent)
{
	block_push(l, indent, false);
	l->parent = (long)indent;
	if (at >= l->m.line.len)
		l->is_fresh = true;
	else
		look_value(l, at);
}

/* Is there a quoted key at `at`? Returns where its colon is. */
static size_t quoted_key(struct str line, size_t at)
{
	size_t close, colon;

	if (line.data[at] != '"' && line.data[at] != '\'')
		return 0;
	close = mend_close(line, at + 1, line.data[at]);
	if (!close)
		return 0;
	colon = mend_skip(line, close);
	return mend_colon_at(line, colon) == COLON_NONE ? 0 : colon;
}

/* Blanks of other kinds at the end of a key become part of it. */
static void look_key_end(struct look *l, size_t from, size_t colon)
{
	size_t end = from, at, step;
	uint32_t cp;

	for (at = from; at < colon; at += step) {
		step = utf8_decode(str_slice(l->m.line, at, colon), &cp);
		if (!step)
			return;
		if (mend_skip(str_slice(l->m.line, at, at + step), 0) == 0)
			end = at + step;
	}
	for (at = end; at < colon; at++)
		if (l->m.line.data[at] != ' ') {
			mend_report(&l->m, FINDING_HEAD_SPACE, end, colon,
			    "栏目名和冒号之间有全角空格或制表符");
			mend_text(&l->m, end, colon, "");
			return;
		}
}

/*
 * What stands behind the indentation and the dashes: a key with its value, or
 * a value. `is_sure` says that a key must stand here.
 */
static void look_content(struct look *l, size_t at, size_t indent, bool is_sure)
{
	struct str line = l->m.line;
	size_t colon = quoted_key(line, at);
	enum colon how;

	if (colon) {
		how = mend_colon_at(line, colon);
		if (how == COLON_FULL)
			at = mend_colon(&l->m, colon, 3);
		else
			at = mend_blanks(&l->m, colon + 1, 1);
		look_key_value(l, at, indent);
		return;
	}
	if (memchr("\"'[{|>%@`&*!", line.data[at], 12)) {
		look_value(l, at);
		return;
	}
	how = key_find(line, at, &colon);
	if (how == COLON_NONE ||
	    (how != COLON_PROPER && !is_sure &&
		!is_key_meant(l, str_slice(line, at, colon), indent, how))) {
		look_value(l, at);
		return;
	}
	look_key_end(l, at, colon);
	if (how == COLON_PROPER)
		at = mend_blanks(&l->m, colon + 1, 1);
	else
		at = mend_colon(&l->m, colon, how == COLON_FULL ? 3 : 1);
	look_key_value(l, at, indent);
}

/* Bytes of what was typed for the dash of a list; 0: nothing of the kind. */
static size_t wrong_dash(struct str line, size_t at, bool is_list)
{
	static const char *const dashes[] = {"－", "—", "–", "﹣", "−"};
	struct str rest = str_slice(line, at, line.len);
	size_t i;

	if (rest.len < 2)
		return 0;
	if (rest.data[0] == '*')
		return rest.data[1] == ' ';
	if (rest.data[0] == '-') {
		if (rest.data[1] == '-' || is_dash(line, at))
			return 0;
		return is_list || rest.data[1] < '0' || rest.data[1] > '9';
	}
	for (i = 0; i < sizeof dashes / sizeof *dashes; i++) {
		struct str dash = str_from(dashes[i]);

		if (str_begins(rest, dash) &&
		    !str_begins(str_slice(rest, dash.len, rest.len), dash))
			return dash.len;
	}
	return 0;
}

/* What stands behind a dash was moved: lines that were set by the eye to
 * where it stood would not fit any more. */
static void check_moved(struct look *l, size_t indent)
{
	size_t ahead = indent_ahead(l);

	if (ahead > indent && ahead != indent + 2)
		mend_give_up(&l->m);
}

/* A dash that is none, and the blanks behind it, become "- ". */
static size_t fix_dash(struct look *l, size_t at, size_t len, size_t indent)
{
	size_t end = mend_skip(l->m.line, at + len);

	mend_report(&l->m, FINDING_HEAD_DASH, at, at + len, "%s",
	    l->m.line.data[at] == '-' ? "列表的短横线后面要空一格"
		: l->m.line.data[at] == '*'
		? "列表要用半角短横线加一个空格，不用星号"
		: "列表的短横线是全角的，要用半角短横线加一个空格");
	mend_text(&l->m, at, end, "- ");
	check_moved(l, indent);
	return end;
}

/* A line's own dashes: "- - x" opens two lists. */
static void look_item(struct look *l, size_t at, size_t indent)
{
	struct str line = l->m.line;
	size_t len, next;

	for (;;) {
		block_push(l, indent, true);
		l->parent = (long)indent;
		l->is_fresh = true;
		if (is_dash(line, at)) {
			next = spaces(str_slice(line, at + 1, line.len));
			len = mend_skip(line, at + 1) - at - 1;
			at = mend_blanks(&l->m, at + 1, 1);
			if (len != next)
				check_moved(l, indent);
			indent += len == next ? 1 + next : 2;
		} else {
			len = wrong_dash(line, at, true);
			at = fix_dash(l, at, len, indent);
			indent += 2;
		}
		if (at >= line.len)
			return;
		if (!is_dash(line, at))
			break;
	}
	look_content(l, at, indent, false);
}

static void look_indent(struct look *l, size_t at, size_t width)
{
	bool is_tab = str_find_byte(l->m.line, '\t', 0) < at;

	if (spaces(l->m.line) >= at)
		return;
	mend_report(&l->m, is_tab ? FINDING_HEAD_TAB : FINDING_HEAD_SPACE, 0,
	    at, "%s",
	    is_tab ? "缩进里有制表符，要用半角空格"
		   : "缩进里有全角空格，要用半角空格");
	mend_spaces(&l->m, 0, at, at == l->m.line.len ? 0 : width);
}

/* A line that begins something. */
static void look_line(struct look *l)
{
	struct str line = l->m.line;
	size_t indent, at = blanks(line, &indent);
	bool is_list, is_sure, was_fresh = l->is_fresh;

	l->state = STATE_LINES;
	look_indent(l, at, indent);
	if (at == line.len || line.data[at] == '#')
		return;
	while (l->depth && l->blocks[l->depth - 1].indent > indent)
		l->depth--;
	/* Beside nothing that was there: how far to move it is not known. */
	if (!was_fresh && spaces(line) < at && l->depth &&
	    l->blocks[l->depth - 1].indent != indent)
		mend_give_up(&l->m);
	is_list = l->depth && l->blocks[l->depth - 1].is_list &&
	    l->blocks[l->depth - 1].indent == indent;
	if (is_dash(line, at) ||
	    ((is_list || was_fresh) && wrong_dash(line, at, is_list))) {
		look_item(l, at, indent);
		return;
	}
	if (is_list)
		l->depth--;
	is_sure = !l->depth || l->blocks[l->depth - 1].indent == indent;
	l->parent = -1;
	if (l->depth)
		l->parent = (long)l->blocks[l->depth - 1].indent;
	look_content(l, at, indent, is_sure);
}

/* Does a quote or bracket that is still open swallow a line of its own? */
static bool is_swallowed(struct look *l)
{
	struct str line = l->m.line;
	size_t width, at = blanks(line, &width), colon;

	if (at == line.len || (long)width > l->parent)
		return false;
	if (!is_dash(line, at) &&
	    (key_find(line, at, &colon) == COLON_NONE ||
		!mend_is_key(str_slice(line, at, colon))))
		return false;
	l->m.faults++;
	l->m.at_start++;
	l->m.is_whole = false;
	if (l->m.r)
		report_add(l->m.r, FINDING_HEAD_SYNTAX, l->m.path, l->opened,
		    l->state == STATE_QUOTE ? "这个引号没有配对的另一半"
					    : "这个括号没有配对的另一半");
	l->m.first = l->m.r ? l->m.r->count : 0;
	return true;
}

static void look_block(struct look *l)
{
	struct str line = l->m.line;
	size_t width, plain = spaces(line), at = blanks(line, &width);

	if (plain == line.len || (long)plain > l->parent) {
		if (!l->content && plain < line.len)
			l->content = plain;
		return;
	}
	if (at < line.len && (long)width <= l->parent) {
		look_line(l);
		return;
	}
	/* Paragraphs that begin with two full-width spaces. */
	look_indent(l, at, l->content ? l->content : width);
	if (!l->content && at < line.len)
		l->content = width;
}

static void look_text_on(struct look *l)
{
	struct str line = l->m.line;
	size_t plain = spaces(line), width, at = blanks(line, &width), i;

	if (at == line.len) {
		if ((long)plain <= l->parent)
			look_indent(l, at, 0);
		return;
	}
	if (line.data[plain] == '#')
		return;
	if ((long)plain <= l->parent) {
		if ((long)width <= l->parent) {
			look_line(l);
			return;
		}
		look_indent(l, at, width);
		if (key_find(line, at, &i) != COLON_NONE)
			mend_give_up(&l->m);
	}
	for (i = at; i < line.len; i++)
		if (is_cut(l, i)) {
			mend_report(&l->m, FINDING_HEAD_HASH, i, i + 1,
			    "空格加井号是注释，从井号起这一行后面的字都会丢掉");
			mend_give_up(&l->m);
			return;
		}
}

static void look_any(struct look *l)
{
	size_t close;

	switch (l->state) {
	case STATE_LINES:
		look_line(l);
		return;
	case STATE_TEXT:
		look_text_on(l);
		return;
	case STATE_BLOCK:
		look_block(l);
		return;
	case STATE_QUOTE:
		if (is_swallowed(l)) {
			look_line(l);
			return;
		}
		close = mend_close(l->m.line, 0, l->quote);
		if (close)
			look_after(l, SIZE_MAX, close);
		return;
	case STATE_FLOW:
		if (is_swallowed(l))
			look_line(l);
		else
			look_flow(l, SIZE_MAX, 0);
		return;
	}
}

struct look_result look_text(struct buf *mended, struct str text,
    enum look_at at, struct str path, uint32_t first_line, struct report *r)
{
	struct look l = {
	    .m = {.path = path,
		.r = r,
		.before = r ? r->count : 0,
		.is_whole = true},
	    .flow.text = text,
	    .text = text,
	    .at = at,
	    .parent = -1,
	    .is_fresh = true,
	};
	uint32_t number = first_line;
	size_t copied = 0; /* what stands before is in `mended` */

	while (l.next < text.len && !l.is_lost) {
		size_t start = l.next;

		mend_begin(&l.m, str_line(text, &l.next), number++);
		look_any(&l);
		if (l.m.faults == l.m.at_start &&
		    l.next - start <= l.m.line.len + 1)
			continue;
		buf_str(mended, str_slice(text, copied, start));
		mend_end(&l.m, mended);
		if (l.next <= text.len)
			buf_byte(mended, '\n');
		copied = l.next;
	}
	buf_str(mended, str_slice(text, copied, text.len));
	return (struct look_result){
	    .faults = l.m.faults,
	    .is_mended = l.m.is_whole && !l.is_lost,
	    .is_lost = l.is_lost,
	};
}

void look_mend(struct buf *out, struct str text, enum look_at at)
{
	struct buf rounds[2] = {{0}};
	struct str before = text;
	unsigned n;

	for (n = 0; n < ROUNDS_MAX; n++) {
		struct buf *b = &rounds[n % 2];

		buf_clear(b);
		look_text(b, before, at, (struct str){0}, 1, NULL);
		if (str_equal(buf_view(b), before))
			break;
		before = buf_view(b);
	}
	/* What does not come to rest was not understood. */
	buf_str(out, n < ROUNDS_MAX ? before : text);
	buf_release(&rounds[0]);
	buf_release(&rounds[1]);
}
