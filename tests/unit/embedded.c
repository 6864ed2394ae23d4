/* SPDX-License-Identifier: MIT */
/* All that the program holds is what the source tree has, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/disk.h"
#include "base/embedded.h"

static void test_all(void **state)
{
	const char *root = getenv("ROOT");
	struct arena a = {0};
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, &a);
	assert_true(embedded_count > 0);
	for (i = 0; i < embedded_count; i++) {
		struct str path = str_from(embedded_files[i].path), bytes;
		struct str held = embedded_file(path);

		assert_int_equal(
		    disk_read(&bytes, &a,
			arena_printf(&a, "%s/%s", root ? root : ".",
			    embedded_files[i].path),
			1 << 20, &r),
		    0);
		assert_ptr_equal(held.data, embedded_files[i].from);
		assert_true(str_equal(held, bytes));
		assert_int_equal(held.data[held.len], 0);
		if (i)
			assert_true(
			    str_compare(str_from(embedded_files[i - 1].path),
				path) < 0);
	}
	arena_release(&a);
}

static void test_none(void **state)
{
	(void)state;
	assert_null(embedded_file(STR("")).data);
	assert_null(embedded_file(STR("layouts")).data);
	assert_null(embedded_file(STR("zzz")).data);
	/* The roster says who is who here and nowhere else. */
	assert_null(embedded_file(STR("content/plan/roster.yaml")).data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all),
	    cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
