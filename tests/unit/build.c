/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/build.h"

static void test_same(void **state)
{
	char one[DIGEST_SIZE], two[DIGEST_SIZE];

	(void)state;
	memset(two, 'x', sizeof two);
	assert_true(build_digest(one));
	assert_true(build_digest(two));
	assert_string_equal(one, two);
	/* Of nothing: no id was found. */
	assert_string_not_equal(one,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
