/* SPDX-License-Identifier: MIT */
#include "past.h"

static int level_of(const struct oid *o)
{
	struct str hex = oid_str(o);
	int level = 0;

	while (level < PAST_LEVELS - 1 && hex.data[--hex.len] == '0')
		level++;
	return level;
}

void past_keep(const struct store *s, const struct oid *left)
{
	struct arena a = {0};
	struct report quiet;
	struct oid was;
	struct str ref =
	    arena_printf(&a, "refs/past/%d-%c", level_of(left), left->hex[0]);

	report_init(&quiet, &a);
	if (!store_ref(&was, s, ref, &quiet))
		store_move(s, &a, ref, &was, left, &quiet);
	arena_release(&a);
}

int past_begin(const struct store *s, const struct oid *main, struct report *r)
{
	static const struct str ref = {"refs/past/start", 15};
	struct oid was;

	return store_ref(&was, s, ref, r)
	    ? -1
	    : store_move(s, r->arena, ref, &was, main, r);
}
