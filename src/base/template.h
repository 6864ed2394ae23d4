/* SPDX-License-Identifier: MIT */
/*
 * Mustache, as its standard has it (all modules but lambdas, inheritance and
 * dynamic names included). Templates are compiled once into a set and then
 * only read, so many threads may render from one set at once.
 *
 * What a template reads is a stack of values: a map pushed by each section
 * around the tag. A name that no map on the stack has goes to `resolve`, if
 * there is one: so a page's queries run only where a template asks for them.
 *
 * Two manners. By the standard (`taizhang render`): an unknown name is empty,
 * {{{ }}} takes anything. Strict (pages): template_check() finds unknown names
 * before anything is rendered, and {{{ }}} takes only finished HTML
 * (value.is_html), so no text of a record can bring markup into a page.
 */
#ifndef BASE_TEMPLATE_H
#define BASE_TEMPLATE_H

#include "base/report.h"

struct template;

struct template_set {
	struct arena *arena;
	struct template **templates; /* by name */
	size_t count, cap;
};

/* An empty set; everything compiled lives in `a`. */
void template_set_init(struct template_set *s, struct arena *a);

/*
 * Compiles `text`, which is lines `first_line` and on of the file at `path`,
 * under `name`. Text and path must outlive the set. 0, or -1 with findings
 * (FINDING_TEMPLATE: an unclosed tag, a section that does not match, …).
 */
int template_add(struct template_set *s, struct str name, struct str text,
    struct str path, uint32_t first_line, struct report *r);

/* Ties partials and parents to what they name; none is added after this. */
void template_set_seal(struct template_set *s);

/* How a text is made safe where {{ }} puts it. */
enum template_escape {
	ESCAPE_NONE,
	ESCAPE_HTML,	 /* and XML */
	ESCAPE_JSON,	 /* the inside of a JSON string */
	ESCAPE_ICAL,	 /* the TEXT of RFC 5545 */
	ESCAPE_YAML,	 /* a whole scalar, in quotes where it needs them */
	ESCAPE_MARKDOWN, /* words of a line, with nothing of CommonMark's */
};

/* By the ending of the path that is written: .html, .xml, .atom, .svg: HTML;
 * .json, .webmanifest: JSON; .ics: iCalendar; .yaml: YAML; .md: Markdown;
 * anything else: none. */
enum template_escape template_escape_of(struct str path);

/* Adds a text, made safe so. */
void template_escape(struct buf *out, enum template_escape e, struct str text);

/* The stack that a tag sees: innermost first. */
struct template_frame {
	const struct value *value;
	const struct template_frame *below;
};

/* The value of this name on the stack; NULL: no frame has it. */
const struct value *template_frame_find(
    const struct template_frame *top, struct str name);

struct template_options {
	enum template_escape escape;
	bool is_strict;
	/* A value for a name that no frame has, or NULL: there is none (in
	 * strict manner a finding) or it failed (*status is set to -1). */
	const struct value *(*resolve)(void *self,
	    const struct template_frame *top, struct str name, int *status);
	void *self;
};

/*
 * Renders the template of this name. False for sections: nothing, VALUE_NULL,
 * an empty list, empty text in the strict manner, and, by the standard, plain
 * (unquoted) "false" and "null". 0, or -1 with findings.
 */
int template_render(struct buf *out, const struct template_set *s,
    struct str name, const struct value *root,
    const struct template_options *options, struct report *r);

/* The names a tag sees, innermost first: for template_check(). */
struct template_scope {
	const struct str *names;
	size_t count;
	bool is_any; /* its names are not known: any may be there */
	const struct template_scope *below;
};

/* Is it one of this scope's own names? */
bool template_scope_has(const struct template_scope *s, struct str name);

struct template_shapes {
	/*
	 * Called for a name that no scope has. True: it is known; where it is
	 * a list of rows, *inner is set to the names each row has, which must
	 * stay where they are until the check is over.
	 */
	bool (*resolve)(void *self, const struct template_scope *top,
	    struct str name, struct template_scope *inner);
	void *self;
};

/*
 * Walks the template of this name with all its partials, parents and blocks,
 * and finds every name that is not known where it stands
 * (FINDING_TEMPLATE_UNKNOWN, with "did you mean" where one is near, at its own
 * file, line and column), partials that are not in the set, and what would not
 * be shown: a block passed to a parent that has none of this name, and anything
 * but blocks right inside a parent tag. A section over a known name of a scope
 * pushes no scope, since that is one value.
 */
int template_check(const struct template_set *s, struct str name,
    const struct template_scope *root, const struct template_shapes *shapes,
    struct report *r);

#endif
