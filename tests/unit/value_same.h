/* SPDX-License-Identifier: MIT */
/* Are two values equal, to the last place? For the tests of the readers. */
#ifndef TESTS_VALUE_SAME_H
#define TESTS_VALUE_SAME_H

#include "base/value.h"

static bool place_same(struct place a, struct place b)
{
	return a.line == b.line && a.column == b.column && a.width == b.width;
}

static bool value_same(const struct value *a, const struct value *b);

static bool pair_same(const struct pair *a, const struct pair *b)
{
	return str_equal(a->key, b->key) && place_same(a->place, b->place) &&
	    value_same(a->value, b->value);
}

static bool value_same(const struct value *a, const struct value *b)
{
	bool same = a->type == b->type && a->is_plain == b->is_plain &&
	    a->count == b->count && place_same(a->place, b->place) &&
	    str_equal(a->text, b->text);
	size_t i;

	for (i = 0; same && i < a->count; i++)
		same = a->type == VALUE_LIST
		    ? value_same(a->items[i], b->items[i])
		    : pair_same(&a->pairs[i], &b->pairs[i]);
	return same;
}

#endif
