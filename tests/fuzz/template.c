/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a template: parsed, rendered in both manners and checked. The
 * part behind the first zero byte is a second template, named "p", so that
 * partials and parents come in.
 */
#include "base/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool resolve(void *self, const struct template_scope *top,
    struct str name, struct template_scope *inner)
{
	static const struct str names[] = {{"a", 1}, {"x", 1}};

	(void)self;
	(void)top;
	if (str_is(name, "l")) {
		inner->names = names;
		inner->count = 2;
	}
	return name.len == 1;
}

static struct value *value_make(struct arena *a)
{
	struct value *root = value_map(a), *list = value_list(a);
	struct value *row = value_map(a), *html = value_text(a, STR("<b>\n"));

	html->is_html = true;
	value_put(a, root, STR("a"), value_text(a, STR("p")));
	value_put(a, root, STR("h"), html);
	value_put(a, root, STR("e"), value_text(a, STR("")));
	value_put(a, root, STR("l"), list);
	value_append(a, list, value_text(a, STR("&\n,")));
	value_append(a, list, row);
	value_put(a, row, STR("x"), value_list(a));
	value_put(a, row, STR("m"), row);
	return root;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct report r;
	struct template_set set;
	struct str all = {(const char *)data, size};
	size_t end = str_find_byte(all, '\0', 0);
	struct value *root = value_make(&a);
	struct str names[] = {STR("a"), STR("h"), STR("e")};
	struct template_scope scope = {.names = names, .count = 3};
	struct template_shapes shapes = {.resolve = resolve};
	struct template_options options = {0};
	struct buf out = {0};
	int i;

	report_init(&r, &a);
	template_set_init(&set, &a);
	template_add(
	    &set, STR("page"), str_slice(all, 0, end), STR("page"), 1, &r);
	template_add(
	    &set, STR("p"), str_slice(all, end + 1, all.len), STR("p"), 1, &r);
	template_set_seal(&set);
	for (i = 0; i < 4; i++) {
		options.escape = (enum template_escape)i;
		options.is_strict = i % 2;
		buf_clear(&out);
		template_render(&out, &set, STR("page"), root, &options, &r);
	}
	template_check(&set, STR("page"), &scope, &shapes, &r);
	for (i = 0; i < (int)r.count; i++)
		if (!r.findings[i].message.len)
			abort();
	buf_release(&out);
	arena_release(&a);
	return 0;
}
