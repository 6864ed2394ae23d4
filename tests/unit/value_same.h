/* SPDX-License-Identifier: MIT */
/* Are two values equal, to the last place? For the tests of the readers. */
#ifndef TESTS_VALUE_SAME_H
#define TESTS_VALUE_SAME_H

#include "base/value.h"

static bool place_same(struct place a, struct place b)
{
	return a.line == b.line && a.column == b.column && a.width == b.width;
}

static bool value_same(const struct value *a, const struct value *b)
{
	size_t i;

	if (a->type != b->type || a->is_plain != b->is_plain ||
	    a->count != b->count || !place_same(a->place, b->place) ||
	    !str_equal(a->text, b->text))
		return false;
	for (i = 0; i < a->count; i++) {
		const struct pair *p = &a->pairs[i], *q = &b->pairs[i];

		if (a->type == VALUE_LIST
			? !value_same(a->items[i], b->items[i])
			: !str_equal(p->key, q->key) ||
			    !place_same(p->place, q->place) ||
			    !value_same(p->value, q->value))
			return false;
	}
	return true;
}

#endif
