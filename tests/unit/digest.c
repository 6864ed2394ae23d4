/* SPDX-License-Identifier: MIT */
/* The examples of FIPS 180-2, appendix B, and the empty text. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/digest.h"

static void assert_digest(struct str s, const char *wanted)
{
	char hex[DIGEST_SIZE];

	memset(hex, 'x', sizeof hex);
	digest_hex(hex, s);
	assert_string_equal(hex, wanted);
}

static void test_examples(void **state)
{
	char *million = test_malloc(1000000);

	(void)state;
	assert_digest((struct str){0},
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_digest(STR("abc"),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	assert_digest(
	    STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1");
	memset(million, 'a', 1000000);
	assert_digest((struct str){million, 1000000},
	    "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0");
	test_free(million);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_examples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
