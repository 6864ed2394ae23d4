/* SPDX-License-Identifier: MIT */
/* Every code point there and back, and every way of being no UTF-8. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/utf8.h"

static void test_all(void **state)
{
	uint32_t cp, back;

	(void)state;
	for (cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[5] = {0};
		size_t len = utf8_encode(cp, bytes);
		struct str s = {bytes, len};
		size_t i;

		assert_int_equal(len,
		    cp < 0x80	       ? 1
			: cp < 0x800   ? 2
			: cp < 0x10000 ? 3
				       : 4);
		if (cp >= 0xD800 && cp <= 0xDFFF) {
			/* Half a pair of UTF-16 is not to be read. */
			assert_int_equal(utf8_decode(s, &back), 0);
			assert_int_equal(utf8_check(s), 0);
			continue;
		}
		assert_int_equal(utf8_decode(s, &back), len);
		assert_int_equal(back, cp);
		assert_int_equal(utf8_last(s), cp);
		assert_int_equal(utf8_check(s), len);
		for (i = 1; i < len; i++)
			assert_int_equal(
			    utf8_decode((struct str){bytes, i}, &back), 0);
	}
}

static void test_broken(void **state)
{
	static const char *const broken[] = {
	    "\x80",		/* a tail alone */
	    "\xBF\xBF",		/* two */
	    "\xC0\x80",		/* NUL, overlong */
	    "\xC1\xBF",		/* overlong */
	    "\xE0\x80\xAF",	/* "/", overlong */
	    "\xE0\x9F\xBF",	/* overlong by one */
	    "\xED\xA0\x80",	/* a surrogate */
	    "\xF0\x8F\xBF\xBF", /* overlong by one */
	    "\xF4\x90\x80\x80", /* over U+10FFFF */
	    "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF",
	    "\xE4\xB8",	    /* cut */
	    "\xE4\xB8z",    /* cut by a letter */
	    "\xE4z\xAD",    /* a letter inside */
	    "\xF0\x9F\x98", /* cut */
	};
	uint32_t cp;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof broken / sizeof *broken; i++) {
		assert_int_equal(utf8_decode(str_from(broken[i]), &cp), 0);
		assert_int_equal(utf8_check(str_from(broken[i])), 0);
	}
	assert_int_equal(utf8_decode(STR(""), &cp), 0);
	assert_int_equal(utf8_check(STR("台账\xFF账")), 6);
	assert_int_equal(utf8_check(STR("")), 0);
}

static void test_last(void **state)
{
	(void)state;
	assert_int_equal(utf8_last(STR("")), 0);
	assert_int_equal(utf8_last(STR("a台")), 0x53F0);
	assert_int_equal(utf8_last(STR("台a")), 'a');
	assert_int_equal(utf8_last(STR("台\xB0")), 0);
	assert_int_equal(utf8_last(STR("\x80\x80\x80")), 0);
	assert_int_equal(utf8_last(STR("a\xE5\x8F")), 0);
}

static void test_columns(void **state)
{
	struct str s = STR("a台\xFF😀b");

	(void)state;
	assert_int_equal(utf8_count(s), 5);
	assert_int_equal(utf8_count(STR("")), 0);
	assert_int_equal(utf8_count(STR("\xE5\x8F")), 2);
	assert_int_equal(utf8_offset(s, 0), 0);
	assert_int_equal(utf8_offset(s, 1), 0);
	assert_int_equal(utf8_offset(s, 2), 1);
	assert_int_equal(utf8_offset(s, 3), 4);
	assert_int_equal(utf8_offset(s, 4), 5);
	assert_int_equal(utf8_offset(s, 5), 9);
	assert_int_equal(utf8_offset(s, 6), s.len);
	assert_int_equal(utf8_offset(s, SIZE_MAX), s.len);
}

static void test_forbidden(void **state)
{
	static const uint32_t yes[] = {0, 1, 8, 0xB, 0xD, 0x1B, 0x1F, 0x7F,
	    0x80, 0x9F, 0x61C, 0x200B, 0x200D, 0x200F, 0x202A, 0x202E, 0x2060,
	    0x2066, 0x2069, 0xFDD0, 0xFDEF, 0xFEFF, 0xFFF9, 0xFFFE, 0xFFFF,
	    0x1FFFE, 0x10FFFF, 0xE0001, 0xE007F};
	static const uint32_t no[] = {'\t', '\n', ' ', '~', 0xA0, 0x4E2D,
	    0x3000, 0x2014, 0x2026, 0x200A, 0x2010, 0x2029, 0x202F, 0x205F,
	    0x206A, 0xFDCF, 0xFDF0, 0xFFFD, 0x1F600, 0x20000, 0xE0100};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!utf8_is_forbidden(yes[i]))
			fail_msg("U+%04X may stand", (unsigned)yes[i]);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		if (utf8_is_forbidden(no[i]))
			fail_msg("U+%04X may not stand", (unsigned)no[i]);
}

static void test_cjk(void **state)
{
	static const uint32_t yes[] = {0x4E00, 0x9FFF, 0x3400, 0x3002, 0x3042,
	    0x30FF, 0xFF0C, 0xFF01, 0x201C, 0x201D, 0x2014, 0x2026, 0x20000};
	static const uint32_t no[] = {
	    'a', ' ', '0', 0xAC00, 0xD7A3, 0x2013, 0x1F600, 0xFFFF, 0, 0x3130};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(utf8_is_cjk(yes[i]));
	for (i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(utf8_is_cjk(no[i]));
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0xE9), 1);
	assert_int_equal(utf8_width(0x301), 0);
	assert_int_equal(utf8_width(0xFE0F), 0);
	assert_int_equal(utf8_width(0x4E2D), 2);
	assert_int_equal(utf8_width(0xFF0C), 2);
	assert_int_equal(utf8_width(0x3000), 2);
	assert_int_equal(utf8_width(0xAC00), 2);
	assert_int_equal(utf8_width(0x303F), 1);
	assert_int_equal(utf8_width(0x2026), 1);
}

static void test_columns_of_terminal(void **state)
{
	struct str s = STR("a中e\xCC\x81\xFF，");

	(void)state;
	assert_int_equal(utf8_columns(STR("")), 0);
	assert_int_equal(utf8_columns(s), 1 + 2 + 1 + 0 + 1 + 2);
	assert_int_equal(utf8_fit(s, 0), 0);
	assert_int_equal(utf8_fit(s, 1), 1);
	assert_int_equal(utf8_fit(s, 2), 1);
	assert_int_equal(utf8_fit(s, 3), 4);
	assert_int_equal(utf8_fit(s, 4), 7);
	assert_int_equal(utf8_fit(s, 6), 8);
	assert_int_equal(utf8_fit(s, 7), s.len);
	assert_int_equal(utf8_fit(s, 100), s.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_last),
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_forbidden),
	    cmocka_unit_test(test_cjk),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_columns_of_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
