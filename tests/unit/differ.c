/* SPDX-License-Identifier: MIT */
/* Two heads, field by field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "book/yaml.h"
#include "desk/differ.h"

static void differs(const char *theirs, const char *mine, const char *wanted)
{
	struct value *list;
	struct arena a = {0};
	struct buf out = {0};
	struct report r;
	size_t i;

	report_init(&r, &a);
	list = differ(&a, yaml_parse(&a, str_from(theirs), STR("a"), 1, &r),
	    yaml_parse(&a, str_from(mine), STR("b"), 1, &r));
	for (i = 0; i < list->count; i++)
		buf_printf(&out, "%.*s: %.*s / %.*s\n",
		    STR_ARGS(value_find_text(list->items[i], "where")),
		    STR_ARGS(value_find_text(list->items[i], "theirs")),
		    STR_ARGS(value_find_text(list->items[i], "mine")));
	assert_string_equal(arena_str(&a, buf_view(&out)).data, wanted);
	assert_int_equal(r.count, 0);
	buf_release(&out);
	arena_release(&a);
}

static void test_differ(void **state)
{
	(void)state;
	differs("甲: 一\n", "甲: 一\n", "");
	differs("甲: 一\n乙: 二\n", "甲: 三\n丙: 四\n",
	    "甲: 一 / 三\n乙: 二 / \n丙:  / 四\n");
	differs("甲: [一, 二]\n", "甲: [一]\n", "甲: 一、二 / 一\n");
	differs("甲:\n  - {乙: 一}\n  - {乙: 二}\n", "甲:\n  - {乙: 三}\n",
	    "甲 1 乙: 一 / 三\n甲 2 乙: 二 / \n");
	differs("甲: {乙: 一}\n", "甲: 一句\n", "甲: 乙：一 / 一句\n");
}

static void test_name(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_string_equal(differ_name(&a, STR("环节[0].事项[11].名称")).data,
	    "环节 1 事项 12 名称");
	assert_string_equal(differ_name(&a, STR("日期")).data, "日期");
	assert_string_equal(differ_name(&a, STR("坏[")).data, "坏[");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_differ),
	    cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
