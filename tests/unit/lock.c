/* SPDX-License-Identifier: MIT */
/* One has it, the other waits and goes; then it is free. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/disk.h"
#include "base/lock.h"

static void test_lock(void **state)
{
	char folder[] = "/tmp/lock.XXXXXX";
	struct arena a = {0};
	struct report r;
	struct str path;
	int one, other;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&a, "%s/lock", folder);
	report_init(&r, &a);
	assert_int_equal(lock_take(&one, path, 0, &r), 1);
	assert_int_equal(lock_take(&other, path, 30, &r), 0);
	assert_int_equal(r.count, 0);
	close(one);
	assert_int_equal(lock_take(&other, path, 0, &r), 1);
	close(other);
	path = arena_printf(&a, "%s/none/lock", folder);
	assert_int_equal(lock_take(&one, path, 0, &r), -1);
	disk_remove(AT_FDCWD, folder);
	arena_release(&a);
}

static void test_places(void **state)
{
	char folder[] = "/tmp/lock.XXXXXX";
	struct arena a = {0};
	struct report r;
	struct str path;
	int one, two, other;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = arena_printf(&a, "%s/turn-", folder);
	report_init(&r, &a);
	assert_int_equal(lock_take_one_of(&one, path, 2, 0, &r), 1);
	assert_int_equal(lock_take_one_of(&two, path, 2, 0, &r), 1);
	assert_int_equal(lock_take_one_of(&other, path, 2, 30, &r), 0);
	assert_int_equal(r.count, 0);
	close(one);
	assert_int_equal(lock_take_one_of(&other, path, 2, 0, &r), 1);
	close(other);
	close(two);
	path = arena_printf(&a, "%s/none/turn-", folder);
	assert_int_equal(lock_take_one_of(&one, path, 2, 0, &r), -1);
	disk_remove(AT_FDCWD, folder);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lock), cmocka_unit_test(test_places)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
