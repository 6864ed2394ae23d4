/* SPDX-License-Identifier: MIT */
/* The examples of FIPS 180-2, appendix B, and the empty text; of HMAC those of
 * RFC 4231. */
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

static void test_hmac(void **state)
{
	char sum[DIGEST_SIZE];

	(void)state;
	digest_hmac(sum, STR("Jefe"), STR("what do ya want for nothing?"));
	assert_string_equal(sum,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	digest_hmac(sum,
	    STR("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
		"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"),
	    STR("Hi There"));
	assert_string_equal(sum,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	assert_true(digest_equal(str_from(sum), str_from(sum)));
	assert_false(digest_equal(STR("ab"), STR("ac")));
	assert_false(digest_equal(STR("ab"), STR("abc")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_examples),
	    cmocka_unit_test(test_hmac),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
