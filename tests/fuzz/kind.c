/* SPDX-License-Identifier: MIT */
/* Any text as the definition of a kind, and as a path held against it. */
#include "book/kind.h"
#include "book/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {
	    "", "a", "units/mzj/2026-11/window-2/index.md", "plan/units.yaml"};
	struct str text = {(const char *)data, size};
	struct arena a = {0};
	struct schema s;
	struct report r;
	struct tree t;
	struct match m;
	size_t i;

	report_init(&r, &a);
	tree_init_memory(&t);
	tree_add(&t, &a, STR("content/plan/kinds/a.yaml"))->bytes = text;
	tree_sort(&t);
	if (schema_read(&s, &a, &t, &r)) {
		if (!r.count)
			abort();
	} else {
		for (i = 0; i < sizeof paths / sizeof *paths; i++)
			schema_match(&m, &a, &s, str_from(paths[i]));
	}
	arena_release(&a);
	return 0;
}
