/* SPDX-License-Identifier: MIT */
/* The sections that are built in: one for each finding, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/disk.h"
#include "base/handbook.h"

static void test_sections(void **state)
{
	const char *root = getenv("ROOT");
	struct arena a = {0};
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, &a);
	for (i = 0; i < FINDING_COUNT; i++) {
		struct str id = str_from(finding_sorts[i].id), bytes;
		struct str path = arena_printf(&a, "%s/docs/findings/%s.md",
		    root ? root : ".", finding_sorts[i].id);

		assert_int_equal(disk_read(&bytes, &a, path, 1 << 16, &r), 0);
		assert_true(bytes.len > 0);
		assert_true(str_equal(handbook_section(id), bytes));
	}
	arena_release(&a);
}

static void test_none(void **state)
{
	(void)state;
	assert_int_equal(handbook_section(STR("none")).len, 0);
	assert_int_equal(handbook_section(STR("")).len, 0);
}

static void test_text(void **state)
{
	(void)state;
	assert_true(str_is(handbook_text(STR("# 名\n\n一段\n")), "一段\n"));
	assert_true(str_is(handbook_text(STR("# 名\n一段\n")), "一段\n"));
	assert_true(str_is(handbook_text(STR("一段\n")), "一段\n"));
	assert_true(str_is(handbook_text(STR("# 名")), ""));
	assert_true(str_is(handbook_text(STR("")), ""));
}

static void test_manual(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_true(str_is(handbook_manual(&a,
			       STR("看[服务器](keeper.md)和"
				   "[链接](../findings/link-dead.md)，"
				   "[网](https://a.example/)\n"
				   "![桌](../../layouts/assets/manual/d.png)")),
	    "看[服务器](/manual/keeper.html)和"
	    "[链接](/handbook.html#link-dead)，[网](https://a.example/)\n"
	    "![桌](d.png)"));
	assert_true(str_is(handbook_manual(&a, STR("没有](")), "没有]("));
	assert_true(str_is(handbook_manual(&a, STR("")), ""));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sections),
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
