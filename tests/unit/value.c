/* SPDX-License-Identifier: MIT */
/* Maps keep their order and their first of two equal keys. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/value.h"

static void test_list(void **state)
{
	struct arena a = {0};
	struct value *list = value_list(&a);
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		struct str text = arena_printf(&a, "%zu", i);

		value_append(&a, list, value_text(&a, text));
		assert_int_equal(list->count, i + 1);
	}
	for (i = 0; i < 1000; i++)
		assert_true(str_equal(
		    list->items[i]->text, arena_printf(&a, "%zu", i)));
	assert_int_equal(list->type, VALUE_LIST);
	assert_int_equal(list->place.line, 0);
	arena_release(&a);
}

static void test_map(void **state)
{
	struct arena a = {0};
	struct value *map = value_map(&a);
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++) {
		struct str key = arena_printf(&a, "键%zu", i);
		struct value *v = value_text(&a, key);
		struct pair *p = value_put(&a, map, key, v);

		assert_ptr_equal(p->value, v);
		p->place.line = (uint32_t)i + 1;
	}
	for (i = 0; i < 100; i++) {
		struct str key = arena_printf(&a, "键%zu", i);

		assert_true(str_equal(value_find(map, key)->text, key));
		assert_int_equal(value_pair(map, key)->place.line, i + 1);
		assert_ptr_equal(value_pair(map, key), &map->pairs[i]);
	}
	value_put(&a, map, STR("键0"), value_map(&a));
	assert_int_equal(value_find(map, STR("键0"))->type, VALUE_TEXT);
	assert_null(value_find(map, STR("键")));
	assert_null(value_find(map, STR("")));
	assert_null(value_pair(map, STR("键00")));
	arena_release(&a);
}

/* Asking what is no map is no fault. */
static void test_find(void **state)
{
	struct arena a = {0};
	struct value *map = value_map(&a);

	(void)state;
	assert_null(value_find(NULL, STR("a")));
	assert_null(value_find(value_text(&a, STR("a")), STR("a")));
	assert_null(value_find(value_list(&a), STR("a")));
	assert_null(value_find(map, STR("a")));
	value_put(&a, map, STR("a"), value_list(&a));
	value_put(&a, map, STR("b"), value_text(&a, STR("丙")));
	assert_null(value_find_text(map, "a").data);
	assert_null(value_find_text(map, "c").data);
	assert_null(value_find_text(NULL, "c").data);
	assert_true(str_is(value_find_text(map, "b"), "丙"));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_map),
	    cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
