/* SPDX-License-Identifier: MIT */
/* One pass from tag to tag; what is open is a stack, and a tag that does not
 * fit is told and stepped over, so that all of them are told at once. */
#include "template_op.h"

#include <stdarg.h>

#include "base/utf8.h"

/* A tag whose end has not come yet. */
struct open {
	uint32_t op;
	uint32_t lead;	   /* of a parent: the op of the text before, or none */
	struct str dedent; /* what was taken off lines outside of it */
	char sigil;
	bool is_left_blank, is_right_blank;
};

static const uint32_t NO_LEAD = UINT32_MAX;

struct parser {
	struct template *template;
	struct arena *arena;
	struct arena *scratch;
	struct report *report;
	struct str text;
	size_t pos; /* all before it is compiled */
	struct str opening, closing;
	struct template_op *ops;
	size_t count, cap;
	struct open opens[TEMPLATE_NESTING_MAX];
	size_t depth;
	struct str dedent; /* taken off the front of each line */
	/* How far lines and columns have been counted. */
	size_t counted;
	uint32_t line, column;
	unsigned findings;
};

struct tag {
	size_t from, to;
	char sigil; /* '{' for {{{, 0 for a plain name */
	struct str content;
	struct place place;
	struct str lead; /* blanks before, where nothing else is */
	bool is_left_blank, is_right_blank;
	size_t after; /* behind it, with blanks and the line end behind it */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool begins_line(const struct parser *p, size_t at)
{
	return at == 0 || p->text.data[at - 1] == '\n';
}

/* Where `at` is; asked in order, so that the text is counted once. */
static struct place place_at(struct parser *p, size_t at, size_t to)
{
	struct str passed = str_slice(p->text, p->counted, at);
	size_t end;

	while ((end = str_find_byte(passed, '\n', 0)) < passed.len) {
		p->line++;
		p->column = 1;
		passed = str_slice(passed, end + 1, passed.len);
	}
	p->column += (uint32_t)utf8_count(passed);
	p->counted = at;
	return (struct place){
	    .line = p->line,
	    .column = p->column,
	    .width = (uint32_t)utf8_count(str_slice(p->text, at, to)),
	};
}

__attribute__((format(printf, 3, 4))) static int fault(
    struct parser *p, struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(p->report, FINDING_TEMPLATE, p->template->path, place,
	    format, args);
	va_end(args);
	p->findings++;
	return -1;
}

static struct template_op *op_add(
    struct parser *p, enum template_op_type type, struct str name)
{
	struct template_op *op;

	p->ops =
	    arena_grow(p->scratch, p->ops, p->count, &p->cap, sizeof *p->ops);
	op = &p->ops[p->count++];
	*op = (struct template_op){
	    .type = type,
	    .name = name,
	    .end = (uint32_t)p->count,
	};
	return op;
}

/* Right inside a parent tag, where only blocks count? */
static bool is_in_parent(const struct parser *p)
{
	return p->depth && p->ops[p->opens[p->depth - 1].op].type == OP_PARENT;
}

/* s without what it has in common with the front of `dedent`. */
static struct str strip(struct str s, struct str dedent)
{
	size_t n = 0;

	while (n < s.len && n < dedent.len && s.data[n] == dedent.data[n])
		n++;
	return str_slice(s, n, s.len);
}

/* A text op for [from, to), or several where lines lose their front. Where a
 * tag shares the line that begins at `to`, an empty one begins that line. */
static void text_add(
    struct parser *p, size_t from, size_t to, bool is_before_tag)
{
	size_t end;

	if (is_in_parent(p))
		return;
	for (; from < to; from = end) {
		bool is_line = begins_line(p, from);
		struct str text;

		end = to;
		if (p->dedent.len) {
			end = str_find_byte(
			    str_slice(p->text, 0, to), '\n', from);
			end += end < to;
		}
		text = str_slice(p->text, from, end);
		if (is_line)
			text = strip(text, p->dedent);
		op_add(p, OP_TEXT, text)->is_line = is_line;
	}
	if (is_before_tag && begins_line(p, to))
		op_add(p, OP_TEXT, (struct str){0})->is_line = true;
}

/* The text before a tag, and a step behind it. True: it stood alone on its
 * line, which is gone. */
static bool step_over(struct parser *p, const struct tag *t, bool may_be_alone)
{
	bool is_alone = may_be_alone && t->is_left_blank && t->is_right_blank;

	if (is_alone)
		text_add(p, p->pos, t->from - t->lead.len, false);
	else
		text_add(p, p->pos, t->from, true);
	p->pos = is_alone ? t->after : t->to;
	return is_alone;
}

/* Where `sign` (0: none) and the closing delimiter are, from `at` on. */
static size_t closing_find(const struct parser *p, char sign, size_t at)
{
	if (!sign)
		return str_find(p->text, p->closing, at);
	for (; (at = str_find_byte(p->text, sign, at)) < p->text.len; at++)
		if (str_begins(
			str_slice(p->text, at + 1, p->text.len), p->closing))
			return at;
	return at;
}

static void blanks_find(const struct parser *p, struct tag *t)
{
	struct str rest;
	size_t i = t->from;

	while (i > p->pos && is_blank(p->text.data[i - 1]))
		i--;
	t->is_left_blank = begins_line(p, i);
	t->lead = str_slice(p->text, i, t->is_left_blank ? t->from : i);
	for (i = t->to; i < p->text.len && is_blank(p->text.data[i]);)
		i++;
	rest = str_slice(p->text, i, p->text.len);
	t->after = i;
	if (str_begins(rest, STR("\r\n")))
		t->after += 2;
	else if (str_begins(rest, STR("\n")))
		t->after += 1;
	t->is_right_blank = t->after > i || !rest.len;
}

/* The next tag. 1; 0: there is none; -1: it has no end. */
static int tag_find(struct parser *p, struct tag *t)
{
	size_t end, from = str_find(p->text, p->opening, p->pos);
	size_t inside = from + p->opening.len;
	char sign = 0;

	*t = (struct tag){.from = from};
	if (from == p->text.len)
		return 0;
	if (inside < p->text.len &&
	    memchr("#^/><$&{!=", p->text.data[inside], 10))
		t->sigil = p->text.data[inside++];
	if (t->sigil == '{')
		sign = '}';
	else if (t->sigil == '=')
		sign = '=';
	end = closing_find(p, sign, inside);
	if (end == p->text.len) {
		t->place = place_at(p, from, inside);
		return fault(p, t->place, "标签没有写完，后面没有“%.*s%.*s”",
		    sign != 0, &sign,
		    STR_ARGS(template_clip(p->scratch, p->closing)));
	}
	t->content = str_trim(str_slice(p->text, inside, end));
	t->to = end + (sign != 0) + p->closing.len;
	t->place = place_at(p, from, t->to);
	blanks_find(p, t);
	return 1;
}

static size_t name_end(struct str s)
{
	size_t i = 0;

	while (i < s.len && !strchr(" \t\r\n", s.data[i]))
		i++;
	return i;
}

/* Is the content a name? If not, it is told. */
static bool name_is_good(struct parser *p, const struct tag *t, struct str name)
{
	if (name.len && name_end(name) == name.len)
		return true;
	if (!name.len)
		fault(p, t->place, "标签里没有名称");
	else
		fault(p, t->place, "名称“%.*s”里不能有空格或换行",
		    STR_ARGS(template_clip(
			p->scratch, str_slice(name, 0, name_end(name)))));
	return false;
}

/* Splits a dotted name. */
static void parts_make(
    struct parser *p, const struct tag *t, struct template_op *op)
{
	struct str rest = op->name, piece, *parts;
	uint32_t n = 1;
	size_t i;

	if (str_is(op->name, "."))
		return;
	for (i = 0; i < rest.len; i++)
		n += rest.data[i] == '.';
	parts = arena_array(p->arena, n, sizeof *parts);
	op->parts = parts;
	op->part_count = n;
	for (i = 0; i < n; i++) {
		size_t dot = str_find_byte(rest, '.', 0);

		piece = str_slice(rest, 0, dot);
		rest = str_slice(rest, dot + 1, rest.len);
		parts[i] = piece;
		if (!piece.len) {
			fault(p, t->place, "名称“%.*s”里的点前后要有字",
			    STR_ARGS(template_clip(p->scratch, op->name)));
			return;
		}
	}
}

static struct template_op *tag_add(struct parser *p, enum template_op_type type,
    const struct tag *t, struct str name)
{
	struct template_op *op = op_add(p, type, name);

	op->place = t->place;
	return op;
}

/* The index of the last op is open from here on. */
static int open_add(struct parser *p, const struct tag *t, uint32_t lead)
{
	if (p->depth == TEMPLATE_NESTING_MAX)
		return fault(
		    p, t->place, "标签嵌套超过 %d 层", TEMPLATE_NESTING_MAX);
	p->opens[p->depth++] = (struct open){
	    .op = (uint32_t)p->count - 1,
	    .lead = lead,
	    .dedent = p->dedent,
	    .sigil = t->sigil,
	    .is_left_blank = t->is_left_blank,
	    .is_right_blank = t->is_right_blank,
	};
	return 0;
}

static void value_tag(struct parser *p, const struct tag *t)
{
	bool is_raw = t->sigil == '{' || t->sigil == '&';

	step_over(p, t, false);
	if (name_is_good(p, t, t->content))
		parts_make(p, t,
		    tag_add(p, is_raw ? OP_RAW : OP_VALUE, t, t->content));
}

static int section_tag(struct parser *p, const struct tag *t)
{
	struct template_op *op;

	step_over(p, t, true);
	op = tag_add(
	    p, t->sigil == '#' ? OP_SECTION : OP_INVERTED, t, t->content);
	if (name_is_good(p, t, t->content))
		parts_make(p, t, op);
	return open_add(p, t, NO_LEAD);
}

/* The name of a partial or a parent, which may be dynamic. */
static struct template_op *target_add(
    struct parser *p, enum template_op_type type, const struct tag *t)
{
	struct str name = t->content;
	bool is_dynamic = name.len && name.data[0] == '*';
	struct template_op *op;

	if (is_dynamic)
		name = str_trim(str_slice(name, 1, name.len));
	op = tag_add(p, type, t, name);
	op->is_dynamic = is_dynamic;
	if (name_is_good(p, t, name) && is_dynamic)
		parts_make(p, t, op);
	return op;
}

static void partial_tag(struct parser *p, const struct tag *t)
{
	bool is_alone = step_over(p, t, true);
	struct template_op *op = target_add(p, OP_PARTIAL, t);

	op->is_standalone = is_alone;
	if (is_alone)
		op->indent = strip(t->lead, p->dedent);
}

/* Whether a parent is alone on its lines is only known at its end: what stands
 * before it becomes an op of its own, and close_parent() decides. */
static int parent_tag(struct parser *p, const struct tag *t)
{
	size_t lead = p->count;

	text_add(p, p->pos, t->from - t->lead.len, false);
	if (t->is_left_blank) {
		lead = p->count;
		text_add(p, t->from - t->lead.len, t->from, true);
	}
	p->pos = t->to;
	if (!t->is_left_blank || lead == p->count)
		lead = NO_LEAD;
	target_add(p, OP_PARENT, t);
	return open_add(p, t, (uint32_t)lead);
}

/*
 * The blanks before the first line of a block's content that starts at `at`:
 * its lines are indented so. `none` where the block's end comes first.
 */
static struct str content_indent(
    const struct parser *p, size_t at, struct str none)
{
	size_t from, to, inside;

	for (from = at; from < p->text.len; from = to + 1) {
		struct str line;

		to = str_find_byte(p->text, '\n', from);
		line = str_trim(str_slice(p->text, from, to));
		if (!line.len)
			continue;
		inside = p->opening.len;
		if (str_begins(line, p->opening) && inside < line.len &&
		    line.data[inside] == '/')
			return none;
		return str_slice(
		    p->text, from, (size_t)(line.data - p->text.data));
	}
	return none;
}

/* A block that a parent tag passes on. */
static int argument_tag(struct parser *p, const struct tag *t)
{
	uint32_t parent = p->opens[p->depth - 1].op, i;
	struct template_op *op;
	int status;

	for (i = parent + 1; i < p->count; i = p->ops[i].end)
		if (p->ops[i].type == OP_BLOCK &&
		    str_equal(p->ops[i].name, t->content)) {
			fault(p, t->place, "区块“%.*s”写了两次",
			    STR_ARGS(template_clip(p->scratch, t->content)));
			break;
		}
	op = tag_add(p, OP_BLOCK, t, t->content);
	name_is_good(p, t, t->content);
	p->pos = t->to;
	status = open_add(p, t, NO_LEAD);
	p->dedent = (struct str){0};
	if (t->is_right_blank) {
		op->start = START_ALONE;
		p->pos = t->after;
		p->dedent = content_indent(p, p->pos, p->dedent);
	}
	return status;
}

/* A place that may be overridden, with what is there if it is not. */
static int block_tag(struct parser *p, const struct tag *t)
{
	struct template_op *op;
	struct str indent = t->lead;

	text_add(p, p->pos, t->from - t->lead.len, false);
	op = tag_add(p, OP_BLOCK, t, t->content);
	name_is_good(p, t, t->content);
	p->pos = t->to;
	if (t->is_left_blank && t->is_right_blank) {
		op->start = START_ALONE;
		p->pos = t->after;
		indent = content_indent(p, p->pos, indent);
	} else if (t->is_left_blank) {
		op->start = START_INDENTED;
	}
	op->indent = strip(indent, p->dedent);
	return open_add(p, t, NO_LEAD);
}

static void delimiter_tag(struct parser *p, const struct tag *t)
{
	size_t end = name_end(t->content);
	struct str opening = str_slice(t->content, 0, end);
	struct str closing =
	    str_trim(str_slice(t->content, end, t->content.len));

	step_over(p, t, true);
	if (!opening.len || !closing.len || name_end(closing) < closing.len ||
	    str_find_byte(t->content, '=', 0) < t->content.len) {
		fault(p, t->place,
		    "换分隔符要写成“{{=<%% %%>=}}”：两个符号，中间一个空格");
		return;
	}
	p->opening = opening;
	p->closing = closing;
}

static bool closes(
    const struct parser *p, const struct open *open, struct str content)
{
	const struct template_op *op = &p->ops[open->op];

	if (op->is_dynamic) {
		if (!content.len || content.data[0] != '*')
			return false;
		content = str_trim(str_slice(content, 1, content.len));
	}
	return str_equal(op->name, content);
}

/* The innermost open tag ends here. */
static struct open open_end(struct parser *p)
{
	struct open open = p->opens[--p->depth];

	p->ops[open.op].end = (uint32_t)p->count;
	p->dedent = open.dedent;
	return open;
}

static void open_unclosed(struct parser *p)
{
	struct open open = open_end(p);
	const struct template_op *op = &p->ops[open.op];

	fault(p, op->place, "“{{%c%s%.*s}}”没有结束标签", open.sigil,
	    op->is_dynamic ? "*" : "",
	    STR_ARGS(template_clip(p->scratch, op->name)));
}

static void close_parent(struct parser *p, const struct tag *t)
{
	struct open open = open_end(p);
	struct template_op *op = &p->ops[open.op];

	p->pos = t->to;
	if (t->is_right_blank && (t->is_left_blank || open.is_left_blank))
		p->pos = t->after;
	if (!open.is_left_blank || !(open.is_right_blank || t->is_right_blank))
		return;
	op->is_standalone = true;
	if (open.lead == NO_LEAD)
		return;
	op->indent = p->ops[open.lead].name;
	p->ops[open.lead].name.len = 0;
	p->ops[open.lead].is_line = false;
}

static void close_tag(struct parser *p, const struct tag *t)
{
	const struct template_op *op;
	size_t at = p->depth;

	while (at && !closes(p, &p->opens[at - 1], t->content))
		at--;
	if (!at) {
		step_over(p, t, true);
		fault(p, t->place, "“{{/%.*s}}”没有对应的开始标签",
		    STR_ARGS(template_clip(p->scratch, t->content)));
		return;
	}
	while (p->depth > at)
		open_unclosed(p);
	op = &p->ops[p->opens[at - 1].op];
	if (op->type == OP_PARENT) {
		close_parent(p, t);
		return;
	}
	if (op->type == OP_BLOCK && at > 1 &&
	    p->ops[p->opens[at - 2].op].type == OP_PARENT) {
		text_add(p, p->pos, t->from - t->lead.len, false);
		p->pos = t->to;
	} else {
		step_over(p, t, true);
	}
	open_end(p);
}

static int tag_parse(struct parser *p, const struct tag *t)
{
	switch (t->sigil) {
	case '!':
		step_over(p, t, true);
		return 0;
	case '=':
		delimiter_tag(p, t);
		return 0;
	case '#':
	case '^':
		return section_tag(p, t);
	case '/':
		close_tag(p, t);
		return 0;
	case '>':
		partial_tag(p, t);
		return 0;
	case '<':
		return parent_tag(p, t);
	case '$':
		return is_in_parent(p) ? argument_tag(p, t) : block_tag(p, t);
	default:
		value_tag(p, t);
		return 0;
	}
}

int template_parse(struct template *t, struct arena *a, struct str text,
    uint32_t first_line, struct report *r)
{
	struct arena scratch = {0};
	struct parser p = {
	    .template = t,
	    .arena = a,
	    .scratch = &scratch,
	    .report = r,
	    .text = text,
	    .opening = STR("{{"),
	    .closing = STR("}}"),
	    .line = first_line,
	    .column = 1,
	};
	struct tag tag;
	int found;

	if (text.len > TEMPLATE_SIZE_MAX)
		return fault(&p, (struct place){0}, "模板超过 %d MB",
		    TEMPLATE_SIZE_MAX / (1024 * 1024));
	while ((found = tag_find(&p, &tag)) > 0)
		if (tag_parse(&p, &tag) < 0 ||
		    p.findings >= TEMPLATE_FINDINGS_MAX)
			break;
	if (!found)
		text_add(&p, p.pos, text.len, false);
	while (p.depth && !found)
		open_unclosed(&p);
	while (p.depth)
		open_end(&p);
	t->count = (uint32_t)p.count;
	t->ops = arena_array(a, p.count, sizeof *t->ops);
	if (p.count)
		memcpy(t->ops, p.ops, p.count * sizeof *t->ops);
	arena_release(&scratch);
	return p.findings ? -1 : 0;
}
