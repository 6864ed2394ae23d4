/* SPDX-License-Identifier: MIT */
/* Signatures are OpenSSH's to the byte, and nothing else is taken for one. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/seal.h"

/* RFC 8032, 7.1, TEST 1. */
#define KEY "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
/* What ssh-keygen -y says of it. */
#define PUBLIC         \
	"ssh-ed25519 " \
	"AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"

static void test_public(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_true(str_is(seal_public(&a, STR(KEY)), PUBLIC));
	assert_int_equal(seal_public(&a, STR("9d61")).len, 0);
	assert_int_equal(seal_public(&a, STR("")).len, 0);
	arena_release(&a);
}

static void test_check(void **state)
{
	struct arena a = {0};
	struct str s = seal_make(&a, STR(KEY), STR("a text\n")), other;
	char made[SEAL_KEY_SIZE + 1], again[SEAL_KEY_SIZE + 1];
	char *bytes;
	size_t i;

	(void)state;
	assert_true(str_equal(s, seal_make(&a, STR(KEY), STR("a text\n"))));
	assert_true(seal_check(s, STR(PUBLIC), STR("a text\n")));
	assert_false(seal_check(s, STR(PUBLIC), STR("a text")));
	assert_false(seal_check(s, STR(""), STR("a text\n")));
	assert_false(seal_check(STR(""), STR(PUBLIC), STR("a text\n")));
	assert_true(seal_key_make(made) && seal_key_make(again));
	assert_string_not_equal(made, again);
	other = seal_make(&a, str_from(made), STR("a text\n"));
	assert_false(seal_check(other, STR(PUBLIC), STR("a text\n")));
	assert_true(seal_check(
	    other, seal_public(&a, str_from(made)), STR("a text\n")));
	/* Whatever is another byte is no signature. */
	bytes = arena_alloc(&a, s.len);
	for (i = 0; i < s.len; i++) {
		memcpy(bytes, s.data, s.len);
		bytes[i] = bytes[i] == 'A' ? 'B' : 'A';
		if (seal_check((struct str){bytes, s.len}, STR(PUBLIC),
			STR("a text\n")))
			fail_msg("byte %zu", i);
		if (seal_check(
			str_slice(s, 0, i), STR(PUBLIC), STR("a text\n")))
			fail_msg("%zu bytes", i);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_public),
	    cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
