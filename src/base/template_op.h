/* SPDX-License-Identifier: MIT */
/*
 * What a template is compiled to: one flat array of ops, where the body of a
 * section, parent or block is the run of ops between it and its `end`. Private
 * to template.c, template_parse.c and template_check.c; the unit test looks at
 * it to count. Texts are slices of the template's own text.
 *
 * Lines and indentation. The standard indents "each line of the partial before
 * rendering", so only lines of templates are ever indented, never a line end
 * inside a value. A text op that begins a line of its file says so (is_line);
 * a tag that begins a line without being alone on it has an empty text op
 * before it. What stands before a tag that is alone on its line is in `indent`.
 */
#ifndef BASE_TEMPLATE_OP_H
#define BASE_TEMPLATE_OP_H

#include "template.h"

enum {
	TEMPLATE_SIZE_MAX = 16 * 1024 * 1024, /* bytes of a template */
	TEMPLATE_NESTING_MAX = 100, /* sections open at once in a template */
	TEMPLATE_DEPTH_MAX = 300,   /* bodies inside each other at a time */
	TEMPLATE_FINDINGS_MAX = 20, /* of one template, or one rendering */
};

enum template_op_type {
	OP_TEXT,
	OP_VALUE,    /* {{name}} */
	OP_RAW,	     /* {{{name}}} and {{&name}} */
	OP_SECTION,  /* {{#name}} */
	OP_INVERTED, /* {{^name}} */
	OP_PARTIAL,  /* {{>name}} */
	OP_PARENT,   /* {{<name}}: only the blocks right inside it are used */
	OP_BLOCK,    /* {{$name}} */
};

/* Where the opening tag of a block stands on its line. */
enum template_op_start {
	START_INLINE,	/* behind something; for an argument: not START_ALONE */
	START_INDENTED, /* first on it, the content follows */
	START_ALONE,	/* alone on it, the content has lines of its own */
};

struct template_op {
	enum template_op_type type;
	enum template_op_start start;
	bool is_line;	    /* OP_TEXT: begins a line of the file */
	bool is_dynamic;    /* {{>*name}}: the name is looked up */
	bool is_standalone; /* partial, parent: alone on its line */
	uint32_t end;	    /* index of the first op behind this and its body */
	uint32_t part_count;
	const struct str *parts;       /* of a dotted name; none: "." */
	struct str name;	       /* or the text of OP_TEXT */
	struct str indent;	       /* for each line of what is put here */
	struct place place;	       /* of the tag */
	const struct template *target; /* partial, parent: once sealed */
};

struct template
{
	struct str name, path;
	struct template_op *ops;
	uint32_t count;
};

/* The blocks that a parent tag passes on, and those passed from further out,
 * which come first. */
struct template_arguments {
	const struct template *from;
	const struct template_op *parent; /* its tag, in `from` */
	const struct template_arguments *outer;
};

/* The block of this name right inside a parent tag, or NULL. */
const struct template_op *template_argument(const struct template *t,
    const struct template_op *parent, struct str name);

/* Who overrides the block of this name, or NULL; *body is its block. */
const struct template_arguments *template_override(
    const struct template_arguments *arguments, struct str name,
    const struct template_op **body);

const struct template *template_find(
    const struct template_set *s, struct str name);

/* Makes t->ops, in `a`. 0, or -1 with findings; the ops are sound even so. */
int template_parse(struct template *t, struct arena *a, struct str text,
    uint32_t first_line, struct report *r);

/* A name as it may stand in a finding: whole, or its head and "…". */
struct str template_clip(struct arena *a, struct str name);

#endif
