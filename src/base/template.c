/* SPDX-License-Identifier: MIT */
/* The set is kept sorted; rendering runs over the ops and calls itself for
 * their bodies, with all that changes in one struct on the stack. */
#include "template_op.h"

#include "base/utf8.h"

void template_set_init(struct template_set *s, struct arena *a)
{
	*s = (struct template_set){.arena = a};
}

/* Index of the template of this name, or where it belongs. */
static size_t set_search(
    const struct template_set *s, struct str name, bool *is_found)
{
	size_t from = 0, to = s->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = str_compare(name, s->templates[middle]->name);

		if (!order) {
			*is_found = true;
			return middle;
		}
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	*is_found = false;
	return from;
}

struct str template_clip(struct arena *a, struct str name)
{
	enum { CLIP = 40 };
	size_t end = utf8_offset(name, CLIP + 1);

	if (end == name.len)
		return name;
	return arena_printf(a, "%.*s…", (int)end, name.data);
}

int template_add(struct template_set *s, struct str name, struct str text,
    struct str path, uint32_t first_line, struct report *r)
{
	struct template *t = arena_alloc(s->arena, sizeof *t);
	bool is_found;
	size_t at = set_search(s, name, &is_found);

	*t = (struct template){.name = name, .path = path};
	if (is_found)
		return report_add(r, FINDING_TEMPLATE, path, (struct place){0},
		    "模板“%.*s”已经有了，在 %.*s",
		    STR_ARGS(template_clip(r->arena, name)),
		    STR_ARGS(s->templates[at]->path));
	s->templates = arena_grow(
	    s->arena, s->templates, s->count, &s->cap, sizeof *s->templates);
	memmove(s->templates + at + 1, s->templates + at,
	    (s->count - at) * sizeof *s->templates);
	s->templates[at] = t;
	s->count++;
	return template_parse(t, s->arena, text, first_line, r);
}

void template_set_seal(struct template_set *s)
{
	size_t i, j;

	for (i = 0; i < s->count; i++)
		for (j = 0; j < s->templates[i]->count; j++) {
			struct template_op *op = &s->templates[i]->ops[j];

			if ((op->type == OP_PARTIAL || op->type == OP_PARENT) &&
			    !op->is_dynamic)
				op->target = template_find(s, op->name);
		}
}

const struct template *template_find(
    const struct template_set *s, struct str name)
{
	bool is_found;
	size_t at = set_search(s, name, &is_found);

	return is_found ? s->templates[at] : NULL;
}

const struct template_op *template_argument(
    const struct template *t, const struct template_op *parent, struct str name)
{
	uint32_t i;

	for (i = (uint32_t)(parent - t->ops) + 1; i < parent->end;
	     i = t->ops[i].end)
		if (t->ops[i].type == OP_BLOCK &&
		    str_equal(t->ops[i].name, name))
			return &t->ops[i];
	return NULL;
}

/* The outermost has its way: a page over its layout, that over the base. */
const struct template_arguments *template_override(
    const struct template_arguments *arguments, struct str name,
    const struct template_op **body)
{
	const struct template_arguments *found = NULL;
	const struct template_op *op;

	for (; arguments; arguments = arguments->outer) {
		op =
		    template_argument(arguments->from, arguments->parent, name);
		if (op) {
			found = arguments;
			*body = op;
		}
	}
	return found;
}

struct renderer {
	struct buf *out;
	const struct template_set *set;
	const struct template_options *options;
	struct report *report;
	/* What changes on the way down, and back on the way up. */
	const struct template *template;
	const struct template_frame *top;
	const struct template_arguments *arguments;
	struct buf indent;
	size_t indent_from; /* what of `indent` lines get here */
	unsigned depth;
	unsigned findings;
	int status;
	bool is_stopped;
};

static void ops_render(struct renderer *r, uint32_t from, uint32_t to);

/* FINDING_TEMPLATE… at a tag, around its name. */
static void fault(struct renderer *r, enum finding_id id,
    const struct template_op *op, const char *before, const char *after)
{
	struct str name = template_clip(r->report->arena, op->name);

	r->status = report_add(r->report, id, r->template->path, op->place,
	    "%s“%.*s”%s", before, STR_ARGS(name), after);
	if (++r->findings == TEMPLATE_FINDINGS_MAX)
		r->is_stopped = true;
}

/* By the standard, a null of YAML is none. */
static bool is_null(const struct renderer *r, const struct value *v)
{
	return v->type == VALUE_NULL ||
	    (!r->options->is_strict && v->type == VALUE_TEXT && v->is_plain &&
		str_is(v->text, "null"));
}

static bool is_false(const struct renderer *r, const struct value *v)
{
	if (!v || is_null(r, v))
		return true;
	if (v->type == VALUE_LIST)
		return !v->count;
	if (v->type != VALUE_TEXT)
		return false;
	if (r->options->is_strict)
		return !v->text.len;
	return v->is_plain && str_is(v->text, "false");
}

const struct value *template_frame_find(
    const struct template_frame *top, struct str name)
{
	const struct value *v = NULL;

	for (; top && !v; top = top->below)
		v = value_find(top->value, name);
	return v;
}

/* The value a tag names; NULL where there is none. */
static const struct value *value_of(
    struct renderer *r, const struct template_op *op)
{
	const struct template_options *o = r->options;
	const struct value *v;
	int status = 0;
	uint32_t i;

	if (!op->part_count)
		return r->top->value;
	v = template_frame_find(r->top, op->parts[0]);
	if (!v && o->resolve)
		v = o->resolve(o->self, r->top, op->parts[0], &status);
	for (i = 1; v && i < op->part_count; i++)
		v = value_find(v, op->parts[i]);
	if (status < 0)
		r->status = -1;
	else if (!v && o->is_strict)
		fault(r, FINDING_TEMPLATE_UNKNOWN, op, "没有", "这个变量");
	return v;
}

static void value_render(struct renderer *r, const struct template_op *op)
{
	const struct template_options *o = r->options;
	const struct value *v = value_of(r, op);

	if (!v || is_null(r, v))
		return;
	if (v->type != VALUE_TEXT) {
		if (o->is_strict)
			fault(r, FINDING_TEMPLATE, op, "",
			    "是一组数据，不是文字，不能直接显示");
		return;
	}
	if (op->type == OP_VALUE) {
		template_escape(r->out, o->escape, v->text);
		return;
	}
	if (o->is_strict && v->text.len) {
		if (!v->is_html) {
			fault(r, FINDING_TEMPLATE_RAW, op, "", "是普通文字");
			return;
		}
		if (o->escape != ESCAPE_NONE && o->escape != ESCAPE_HTML) {
			fault(r, FINDING_TEMPLATE_RAW, op, "",
			    "在 JSON 等不是网页的文件里也要转义");
			return;
		}
	}
	buf_str(r->out, v->text);
}

static void indent_put(struct renderer *r)
{
	buf_str(r->out,
	    str_slice(buf_view(&r->indent), r->indent_from, r->indent.len));
}

static void text_render(struct renderer *r, const struct template_op *op)
{
	struct str rest = op->name;

	if (r->indent.len == r->indent_from) {
		buf_str(r->out, rest);
		return;
	}
	if (op->is_line)
		indent_put(r);
	for (;;) {
		size_t end = str_find_byte(rest, '\n', 0);

		if (end < rest.len)
			end++;
		buf_add(r->out, rest.data, end);
		rest = str_slice(rest, end, rest.len);
		if (!rest.len)
			return;
		indent_put(r);
	}
}

/* The ops [from, to) of a template, one level down. */
static void body_render(struct renderer *r, const struct template_op *op,
    const struct template *t, uint32_t from, uint32_t to)
{
	const struct template *above = r->template;

	if (r->depth == TEMPLATE_DEPTH_MAX) {
		fault(r, FINDING_TEMPLATE, op, "",
		    "嵌套过深，是不是模板在引用自己");
		r->is_stopped = true;
		return;
	}
	r->depth++;
	r->template = t;
	ops_render(r, from, to);
	r->template = above;
	r->depth--;
}

static void section_render(
    struct renderer *r, const struct template_op *op, uint32_t at)
{
	const struct value *v = value_of(r, op);
	struct template_frame frame = {.below = r->top};
	size_t i, n = 1;

	if (is_false(r, v) != (op->type == OP_INVERTED))
		return;
	if (op->type == OP_INVERTED) {
		body_render(r, op, r->template, at + 1, op->end);
		return;
	}
	if (v->type == VALUE_LIST)
		n = v->count;
	for (i = 0; i < n && !r->is_stopped; i++) {
		frame.value = v->type == VALUE_LIST ? v->items[i] : v;
		r->top = &frame;
		body_render(r, op, r->template, at + 1, op->end);
		r->top = frame.below;
	}
}

static const struct template *target_of(
    struct renderer *r, const struct template_op *op)
{
	const struct template *t = op->target;
	const struct value *v;

	if (op->is_dynamic) {
		v = value_of(r, op);
		if (!v || v->type != VALUE_TEXT || !v->text.len)
			return NULL;
		t = template_find(r->set, v->text);
	}
	if (!t && r->options->is_strict)
		fault(r, FINDING_TEMPLATE, op, "", "所指的模板不存在");
	return t;
}

/*
 * A body from elsewhere is put here: alone on its line, it gets the blanks
 * that stand before, and all that lines around it get; amid a line, none.
 */
static void inserted_render(struct renderer *r, const struct template_op *op,
    bool is_indented, const struct template *t, uint32_t from, uint32_t to)
{
	size_t len = r->indent.len, start = r->indent_from;

	if (is_indented)
		buf_str(&r->indent, op->indent);
	else
		r->indent_from = len;
	if (op->type == OP_BLOCK && is_indented &&
	    t->ops[from - 1].start != START_ALONE)
		indent_put(r);
	body_render(r, op, t, from, to);
	r->indent.len = len;
	r->indent_from = start;
}

static void partial_render(struct renderer *r, const struct template_op *op)
{
	const struct template *t = target_of(r, op);
	struct template_arguments arguments = {
	    .from = r->template,
	    .parent = op,
	    .outer = r->arguments,
	};

	if (!t)
		return;
	if (op->type == OP_PARENT)
		r->arguments = &arguments;
	inserted_render(r, op, op->is_standalone, t, 0, t->count);
	r->arguments = arguments.outer;
}

static void block_render(
    struct renderer *r, const struct template_op *op, uint32_t at)
{
	const struct template_op *body;
	const struct template_arguments *inner = r->arguments, *found;
	uint32_t from;

	found = template_override(r->arguments, op->name, &body);
	if (!found) {
		if (op->start == START_INDENTED) {
			indent_put(r);
			buf_str(r->out, op->indent);
		}
		body_render(r, op, r->template, at + 1, op->end);
		return;
	}
	/* Blocks in there are for templates further out to override. */
	r->arguments = found->outer;
	from = (uint32_t)(body - found->from->ops) + 1;
	inserted_render(
	    r, op, op->start != START_INLINE, found->from, from, body->end);
	r->arguments = inner;
}

static void ops_render(struct renderer *r, uint32_t from, uint32_t to)
{
	uint32_t i;

	for (i = from; i < to && !r->is_stopped; i = r->template->ops[i].end) {
		const struct template_op *op = &r->template->ops[i];

		switch (op->type) {
		case OP_TEXT:
			text_render(r, op);
			break;
		case OP_VALUE:
		case OP_RAW:
			value_render(r, op);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			section_render(r, op, i);
			break;
		case OP_PARTIAL:
		case OP_PARENT:
			partial_render(r, op);
			break;
		case OP_BLOCK:
			block_render(r, op, i);
			break;
		}
	}
}

int template_render(struct buf *out, const struct template_set *s,
    struct str name, const struct value *root,
    const struct template_options *options, struct report *r)
{
	static const struct value nothing = {.type = VALUE_NULL};
	struct template_frame frame = {.value = root ? root : &nothing};
	const struct template *t = template_find(s, name);
	struct renderer renderer = {
	    .out = out,
	    .set = s,
	    .options = options,
	    .report = r,
	    .template = t,
	    .top = &frame,
	};

	if (!t)
		return report_add(r, FINDING_TEMPLATE, (struct str){0},
		    (struct place){0}, "没有名为“%.*s”的模板",
		    STR_ARGS(template_clip(r->arena, name)));
	ops_render(&renderer, 0, t->count);
	buf_release(&renderer.indent);
	return renderer.status;
}
