/* SPDX-License-Identifier: MIT */
/* What a browser posts of a form that blank_show() made and nobody touched. */
#ifndef FUZZ_POSTED_H
#define FUZZ_POSTED_H

#include "desk/blank.h"

struct posted {
	struct arena *arena;
	struct http_field *fields;
	size_t count, cap;
};

static void posted_add(
    struct posted *p, struct str name, const char *more, struct str value)
{
	p->fields = arena_grow(
	    p->arena, p->fields, p->count, &p->cap, sizeof *p->fields);
	p->fields[p->count++] = (struct http_field){
	    .name = arena_printf(p->arena, "%.*s%s", STR_ARGS(name), more),
	    .value = value};
}

static bool posted_is(const struct value *node, const char *input)
{
	return value_find_text(node, input).len > 0;
}

static void posted_options(struct posted *p, const struct value *node)
{
	const struct value *options = value_find(node, STR("options"));
	size_t i;

	for (i = 0; i < options->count; i++)
		if (posted_is(options->items[i], "is_on"))
			posted_add(p, value_find_text(node, "name"), "",
			    value_find_text(options->items[i], "option"));
}

static void posted_form(struct posted *p, const struct value *nodes)
{
	size_t i, k;

	for (i = 0; i < nodes->count; i++) {
		const struct value *node = nodes->items[i];
		const struct value *items = value_find(node, STR("items"));
		struct str name = value_find_text(node, "name");

		if (posted_is(node, "is_kept"))
			continue;
		if (posted_is(node, "is_group"))
			posted_form(p, value_find(node, STR("fields")));
		else if (posted_is(node, "is_radio") ||
		    posted_is(node, "is_select") ||
		    posted_is(node, "is_checks"))
			posted_options(p, node);
		else if (posted_is(node, "is_picture"))
			posted_add(p, name, "", value_find_text(node, "file"));
		else if (!posted_is(node, "is_list") &&
		    !posted_is(node, "is_map"))
			posted_add(p, name, "", value_find_text(node, "value"));
		for (k = 0; k < items->count; k++) {
			const struct value *item = items->items[k];
			struct str own = value_find_text(item, "item");

			if (posted_is(node, "is_map")) {
				posted_add(p, own, ".键",
				    value_find_text(item, "key"));
				posted_add(p, own, ".值",
				    value_find_text(item, "values"));
				continue;
			}
			posted_add(p, own, ".#", value_find_text(item, "was"));
			posted_form(p, value_find(item, STR("fields")));
		}
	}
}

/* The head as it comes back from the form that was made of it. */
static inline struct value *posted_back(struct arena *a, const struct kind *k,
    const struct match *m, const struct value *head, struct report *r)
{
	struct blank b = {.kind = k, .match = m, .arena = a, .report = r};
	struct posted p = {.arena = a};
	struct http_request rq = {.is_post = true};

	posted_form(&p, blank_show(&b, head, NULL));
	rq.fields = p.fields;
	rq.field_count = p.count;
	return blank_take(k, a, &rq, head, STR(""));
}

#endif
