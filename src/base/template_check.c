/* SPDX-License-Identifier: MIT */
/*
 * The walk follows the same paths as rendering, with names for values. What is
 * seen from a body depends on two chains, the scopes and the arguments around
 * it; equal chains are one object, and a body is walked once for each pair. A
 * scope or a parent tag that is in its chain already adds nothing and is not
 * added again, so templates that include themselves come to an end.
 */
#include "template_op.h"

#include "base/utf8.h"

/* Chains, each link with all that hang below it found in one list. */
struct scope_link {
	struct template_scope scope;
	struct scope_link *next;
};

struct argument_link {
	struct template_arguments arguments;
	struct argument_link *next;
};

struct visit {
	const struct template_op *body;
	const struct template_scope *scope;
	const struct template_arguments *arguments;
};

struct checker {
	const struct template_set *set;
	const struct template_shapes *shapes;
	struct report *report;
	struct arena scratch;
	struct scope_link *scopes;
	struct argument_link *arguments;
	struct visit *visits;
	size_t visit_count, visit_cap;
	/* Tags told about, and blocks that override something. */
	const struct template_op **told, **used;
	size_t told_count, told_cap, used_count, used_cap;
	bool has_dynamic; /* some template could not be followed */
	bool is_stopped;
	unsigned depth;
	int status;
};

/* Where the walk is. */
struct spot {
	const struct template *template;
	const struct template_scope *scope;
	const struct template_arguments *arguments;
};

enum {
	/* Pairs of body and chains that are looked at: far more than any portal
	 * has, and few enough to end soon. */
	VISITS_MAX = 1000,
	FAULTS_MAX = 200, /* told of one layout */
};

static void ops_check(
    struct checker *c, struct spot s, uint32_t from, uint32_t to);

static bool is_listed(const struct template_op *const *list, size_t count,
    const struct template_op *op)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (list[i] == op)
			return true;
	return false;
}

/* The known name that is most like the one written. */
struct likely {
	struct str wanted, name;
	unsigned distance; /* as far as it may be, at first */
};

static struct likely likely_make(struct str wanted)
{
	size_t n = utf8_count(wanted);

	/* One character is all of a short name: nothing is like it. */
	return (struct likely){
	    .wanted = wanted,
	    .distance = n < 2 ? 0 : (unsigned)(n < 6 ? 1 : n / 3),
	};
}

static void likely_try(struct likely *l, struct str name)
{
	unsigned distance = str_distance(l->wanted, name);

	if (distance < l->distance + !l->name.len) {
		l->distance = distance;
		l->name = name;
	}
}

/* Tells about a tag, once. */
static void fault(struct checker *c, const struct template *t,
    enum finding_id id, const struct template_op *op, const char *what,
    const struct likely *l)
{
	struct arena *a = &c->scratch;
	struct str name = template_clip(a, op->name);

	c->status = -1;
	if (c->told_count == FAULTS_MAX ||
	    is_listed(c->told, c->told_count, op))
		return;
	c->told = arena_grow(
	    a, c->told, c->told_count, &c->told_cap, sizeof(*c->told));
	c->told[c->told_count++] = op;
	if (l && l->name.len)
		report_add(c->report, id, t->path, op->place,
		    "“%.*s”%s；是不是“%.*s”？", STR_ARGS(name), what,
		    STR_ARGS(template_clip(a, l->name)));
	else
		report_add(c->report, id, t->path, op->place, "“%.*s”%s",
		    STR_ARGS(name), what);
}

bool template_scope_has(const struct template_scope *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (str_equal(s->names[i], name))
			return true;
	return false;
}

static bool scope_equal(
    const struct template_scope *a, const struct template_scope *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; a->names != b->names && i < a->count; i++)
		if (!str_equal(a->names[i], b->names[i]))
			return false;
	return true;
}

static const struct template_scope *scope_push(struct checker *c,
    const struct template_scope *top, const struct template_scope *inner)
{
	const struct template_scope *s;
	struct scope_link *link;

	for (s = top; s; s = s->below)
		if (scope_equal(s, inner))
			return top;
	for (link = c->scopes; link; link = link->next)
		if (link->scope.below == top &&
		    scope_equal(&link->scope, inner))
			return &link->scope;
	link = arena_alloc(&c->scratch, sizeof *link);
	link->scope = *inner;
	link->scope.below = top;
	link->next = c->scopes;
	c->scopes = link;
	return &link->scope;
}

static const struct template_arguments *arguments_push(
    struct checker *c, struct spot s, const struct template_op *parent)
{
	const struct template_arguments *a;
	struct argument_link *link;

	for (a = s.arguments; a; a = a->outer)
		if (a->parent == parent)
			return s.arguments;
	for (link = c->arguments; link; link = link->next)
		if (link->arguments.outer == s.arguments &&
		    link->arguments.parent == parent)
			return &link->arguments;
	link = arena_alloc(&c->scratch, sizeof *link);
	link->arguments = (struct template_arguments){
	    .from = s.template,
	    .parent = parent,
	    .outer = s.arguments,
	};
	link->next = c->arguments;
	c->arguments = link;
	return &link->arguments;
}

static void unknown_fault(
    struct checker *c, struct spot s, const struct template_op *op)
{
	const struct template_scope *scope;
	struct likely l = likely_make(op->parts[0]);
	size_t i;

	for (scope = s.scope; scope; scope = scope->below)
		for (i = 0; i < scope->count; i++)
			likely_try(&l, scope->names[i]);
	fault(c, s.template, FINDING_TEMPLATE_UNKNOWN, op,
	    "在这里不是已知的变量", &l);
}

/* Is the name of a tag known? For a list of rows, *inner has names then. */
static bool name_check(struct checker *c, struct spot s,
    const struct template_op *op, struct template_scope *inner)
{
	const struct template_scope *scope;
	struct likely l;
	size_t i;

	*inner = (struct template_scope){0};
	if (!op->part_count)
		return true;
	for (scope = s.scope; scope; scope = scope->below)
		if (scope->is_any || template_scope_has(scope, op->parts[0]))
			return true; /* what is in it cannot be known */
	if (!c->shapes || !c->shapes->resolve ||
	    !c->shapes->resolve(
		c->shapes->self, s.scope, op->parts[0], inner)) {
		unknown_fault(c, s, op);
		return false;
	}
	if (op->part_count < 2)
		return true;
	if (inner->names && !template_scope_has(inner, op->parts[1])) {
		l = likely_make(op->parts[1]);
		for (i = 0; i < inner->count; i++)
			likely_try(&l, inner->names[i]);
		fault(c, s.template, FINDING_TEMPLATE_UNKNOWN, op,
		    "里点后面的一段不是已知的变量", &l);
		return false;
	}
	*inner = (struct template_scope){0};
	return true;
}

/* The ops [from, to) of s.template, one level down; `by` is the tag in `caller`
 * that leads there. */
static void inner_check(struct checker *c, struct spot s,
    const struct template *caller, const struct template_op *by, uint32_t from,
    uint32_t to)
{
	if (c->depth == TEMPLATE_DEPTH_MAX || c->visit_count == VISITS_MAX) {
		fault(c, caller, FINDING_TEMPLATE, by, "嵌套过深或过多", NULL);
		c->is_stopped = true;
		return;
	}
	c->depth++;
	ops_check(c, s, from, to);
	c->depth--;
}

/* The same for a body that is reached by several ways, or from in itself. */
static void body_check(struct checker *c, struct spot s,
    const struct template *caller, const struct template_op *by, uint32_t from,
    uint32_t to)
{
	struct visit v = {
	    .body = s.template->ops + from,
	    .scope = s.scope,
	    .arguments = s.arguments,
	};
	size_t i;

	if (from == to)
		return;
	for (i = 0; i < c->visit_count; i++)
		if (c->visits[i].body == v.body &&
		    c->visits[i].scope == v.scope &&
		    c->visits[i].arguments == v.arguments)
			return;
	c->visits = arena_grow(&c->scratch, c->visits, c->visit_count,
	    &c->visit_cap, sizeof *c->visits);
	c->visits[c->visit_count++] = v;
	inner_check(c, s, caller, by, from, to);
}

static void section_check(
    struct checker *c, struct spot s, const struct template_op *op, uint32_t at)
{
	struct template_scope inner;
	bool is_known = name_check(c, s, op, &inner);

	if (op->type == OP_SECTION) {
		if (!is_known)
			return; /* one fault, not one for each name inside */
		if (inner.names)
			s.scope = scope_push(c, s.scope, &inner);
	}
	inner_check(c, s, s.template, op, at + 1, op->end);
}

/* Only blocks count inside a parent tag; what else is there is not shown. */
static void parent_content_check(
    struct checker *c, struct spot s, const struct template_op *parent)
{
	const struct template *t = s.template;
	uint32_t i;

	for (i = (uint32_t)(parent - t->ops) + 1; i < parent->end;
	     i = t->ops[i].end)
		if (t->ops[i].type != OP_BLOCK)
			fault(c, t, FINDING_TEMPLATE, &t->ops[i],
			    "不会显示：这一层只能放区块 {{$…}}", NULL);
}

static void partial_check(
    struct checker *c, struct spot s, const struct template_op *op)
{
	struct template_scope inner;
	struct spot target = s;
	struct likely l;
	size_t i;

	if (op->type == OP_PARENT)
		parent_content_check(c, s, op);
	if (op->is_dynamic) {
		c->has_dynamic = true;
		name_check(c, s, op, &inner);
		return;
	}
	if (!op->target) {
		c->has_dynamic = true;
		l = likely_make(op->name);
		for (i = 0; i < c->set->count; i++)
			likely_try(&l, c->set->templates[i]->name);
		fault(
		    c, s.template, FINDING_TEMPLATE, op, "不是已有的模板", &l);
		return;
	}
	if (op->type == OP_PARENT)
		target.arguments = arguments_push(c, s, op);
	target.template = op->target;
	body_check(c, target, s.template, op, 0, op->target->count);
}

static void used_add(
    struct checker *c, const struct template_arguments *a, struct str name)
{
	for (; a; a = a->outer) {
		const struct template_op *op =
		    template_argument(a->from, a->parent, name);

		if (!op || is_listed(c->used, c->used_count, op))
			continue;
		c->used = arena_grow(&c->scratch, c->used, c->used_count,
		    &c->used_cap, sizeof(*c->used));
		c->used[c->used_count++] = op;
	}
}

static void block_check(
    struct checker *c, struct spot s, const struct template_op *op, uint32_t at)
{
	const struct template_op *body;
	const struct template_arguments *found;
	struct spot over = s;
	uint32_t from;

	used_add(c, s.arguments, op->name);
	found = template_override(s.arguments, op->name, &body);
	if (!found) {
		inner_check(c, s, s.template, op, at + 1, op->end);
		return;
	}
	from = (uint32_t)(body - found->from->ops) + 1;
	over.template = found->from;
	over.arguments = found->outer;
	body_check(c, over, s.template, op, from, body->end);
}

static void ops_check(
    struct checker *c, struct spot s, uint32_t from, uint32_t to)
{
	struct template_scope inner;
	uint32_t i;

	for (i = from; i < to && !c->is_stopped; i = s.template->ops[i].end) {
		const struct template_op *op = &s.template->ops[i];

		switch (op->type) {
		case OP_TEXT:
			break;
		case OP_VALUE:
		case OP_RAW:
			name_check(c, s, op, &inner);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			section_check(c, s, op, i);
			break;
		case OP_PARTIAL:
		case OP_PARENT:
			partial_check(c, s, op);
			break;
		case OP_BLOCK:
			block_check(c, s, op, i);
			break;
		}
	}
}

/* Blocks that were passed on and that no template on the way has. */
static void unused_check(struct checker *c)
{
	const struct argument_link *link;
	uint32_t i;

	for (link = c->arguments; link; link = link->next) {
		const struct template *t = link->arguments.from;
		const struct template_op *parent = link->arguments.parent;

		for (i = (uint32_t)(parent - t->ops) + 1; i < parent->end;
		     i = t->ops[i].end)
			if (t->ops[i].type == OP_BLOCK &&
			    !is_listed(c->used, c->used_count, &t->ops[i]))
				fault(c, t, FINDING_TEMPLATE, &t->ops[i],
				    "不是上层模板里的区块，不会显示", NULL);
	}
}

int template_check(const struct template_set *s, struct str name,
    const struct template_scope *root, const struct template_shapes *shapes,
    struct report *r)
{
	const struct template *t = template_find(s, name);
	struct checker c = {.set = s, .shapes = shapes, .report = r};
	struct spot start = {.template = t, .scope = root};

	if (!t)
		return report_add(r, FINDING_TEMPLATE, (struct str){0},
		    (struct place){0}, "没有名为“%.*s”的模板",
		    STR_ARGS(template_clip(r->arena, name)));
	body_check(&c, start, t, NULL, 0, t->count);
	if (!c.has_dynamic && !c.is_stopped)
		unused_check(&c);
	arena_release(&c.scratch);
	return c.status;
}
