/* SPDX-License-Identifier: MIT */
/* Tokens of another person, day or key are none; the key is its owner's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/token.h"

static void test_token(void **state)
{
	struct date day = {2026, 11, 30}, next = {2026, 12, 1};
	struct date later = {2026, 12, 2}, before = {2026, 11, 29};
	struct str key = STR("k"), user = STR("mzj-dong");
	char text[DIGEST_SIZE];
	struct str token;

	(void)state;
	token_make(text, key, user, day);
	token = str_from(text);
	assert_true(token_is_good(token, key, user, day));
	assert_true(token_is_good(token, key, user, next));
	assert_false(token_is_good(token, key, user, later));
	assert_false(token_is_good(token, key, user, before));
	assert_false(token_is_good(token, key, STR("mzj-don"), day));
	assert_false(token_is_good(token, STR("l"), user, day));
	assert_false(token_is_good(STR(""), key, user, day));
	assert_false(token_is_good(str_slice(token, 0, 63), key, user, day));
}

static void test_once(void **state)
{
	char one[ONCE_SIZE], other[ONCE_SIZE];

	(void)state;
	once_make(one);
	once_make(other);
	assert_true(once_is_good(str_from(one)));
	assert_string_not_equal(one, other);
	assert_false(once_is_good(STR("")));
	assert_false(once_is_good(STR("0123456789abcdef0123456789abcdeg")));
	assert_false(once_is_good(STR("0123456789ABCDEF0123456789abcdef")));
}

static void test_key(void **state)
{
	char path[] = "/tmp/token.XXXXXX";
	struct str key, again;
	struct arena a = {0};
	struct report r;
	struct stat st;

	(void)state;
	report_init(&r, &a);
	assert_true(close(mkstemp(path)) == 0);
	unlink(path);
	assert_int_equal(token_key(&key, &a, str_from(path), &r), 0);
	assert_int_equal(token_key(&again, &a, str_from(path), &r), 0);
	assert_true(str_equal(key, again));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(token_key(&again, &a, str_from(path), &r), -1);
	unlink(path);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_token),
	    cmocka_unit_test(test_once),
	    cmocka_unit_test(test_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
