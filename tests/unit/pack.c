/* SPDX-License-Identifier: MIT */
/* Numbers, sets and bytes come back as they were. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <lz4.h>

#include "web/pack.h"

static uint64_t number(struct str *s)
{
	uint64_t n = 0;
	unsigned shift = 0;
	unsigned char c;

	do {
		assert_true(s->len > 0);
		c = (unsigned char)*s->data;
		*s = str_slice(*s, 1, s->len);
		n |= (uint64_t)(c & 127) << shift;
		shift += 7;
	} while (c & 128);
	return n;
}

static void test_number(void **state)
{
	static const uint64_t numbers[] = {
	    0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
	static const size_t sizes[] = {1, 1, 1, 2, 2, 3, 5, 10};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct buf b = {0};
		struct str s;

		pack_number(&b, numbers[i]);
		assert_int_equal(b.len, sizes[i]);
		s = buf_view(&b);
		assert_true(number(&s) == numbers[i]);
		assert_int_equal(s.len, 0);
		buf_release(&b);
	}
}

/* Reads a set the way pack.h tells it, into a byte each. */
static void set_read(
    unsigned char *is, struct str s, size_t count, uint32_t all)
{
	size_t few = (all + 7) / 8, i;
	uint64_t next = 0;

	if (count >= few && all - count >= few) {
		assert_int_equal(s.len, few);
		for (i = 0; i < all; i++)
			is[i] = (unsigned char)s.data[i / 8] >> i % 8 & 1;
		return;
	}
	memset(is, count >= few, all);
	for (i = 0; i < (count < few ? count : all - count); i++) {
		next += number(&s);
		is[next++] = count < few;
	}
	assert_int_equal(s.len, 0);
}

static void check_set(uint32_t all, uint32_t every, bool is_turned)
{
	static uint32_t members[1000];
	static unsigned char is[1000];
	struct buf b = {0};
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < all; i++)
		if ((i % every == every / 2) != is_turned)
			members[count++] = i;
	pack_set(&b, members, count, all);
	assert_true(b.len <= (all + 7) / 8 * 2);
	set_read(is, buf_view(&b), count, all);
	for (i = 0; i < all; i++)
		assert_int_equal(is[i], (i % every == every / 2) != is_turned);
	buf_release(&b);
}

static void test_set(void **state)
{
	uint32_t all, every;

	(void)state;
	for (all = 1; all <= 1000; all = all * 3 / 2 + 1)
		for (every = 1; every <= 1000; every = every * 2 + 1) {
			check_set(all, every, false);
			check_set(all, every, true);
		}
	check_set(0, 1, false);
}

static void test_base64(void **state)
{
	/* RFC 4648, section 10. */
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg=="},
	    {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
	    {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
	    {"\xFB\xFF\xBF", "+/+/"}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buf b = {0};

		pack_base64(&b, str_from(pairs[i][0]));
		assert_true(str_is(buf_view(&b), pairs[i][1]));
		buf_release(&b);
	}
}

static void test_script(void **state)
{
	struct buf b = {0};

	(void)state;
	pack_script(&b, "g0", STR("\xFF\xFF\x01"));
	/* 15 ones; one, seven zeros, one, six zeros to fill up. */
	assert_true(str_equal(str_slice(buf_view(&b), 36, b.len),
	    STR("0\0\"\0,\0\"\0\xFF\xB3\x40\x74\"\0)\0")));
	assert_true(str_begins(buf_view(&b), STR("\xFF\xFEt\0a\0")));
	buf_release(&b);
}

static void test_bytes(void **state)
{
	struct str before = STR("县民政局走流程坐窗口，县民政局跟执法");
	struct str bytes = STR("县民政局走流程坐窗口，2026年；县民政局跟执法");
	struct buf alone = {0}, both = {0};
	char out[200];
	struct str s;
	int n;

	(void)state;
	pack_bytes(&alone, bytes, STR(""));
	pack_bytes(&both, bytes, before);
	assert_true(both.len < alone.len);
	s = buf_view(&both);
	assert_int_equal(number(&s), bytes.len);
	n = LZ4_decompress_safe_usingDict(
	    s.data, out, (int)s.len, sizeof out, before.data, (int)before.len);
	assert_int_equal(n, bytes.len);
	assert_memory_equal(out, bytes.data, bytes.len);
	buf_release(&alone);
	buf_release(&both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_number),
	    cmocka_unit_test(test_set),
	    cmocka_unit_test(test_base64),
	    cmocka_unit_test(test_script),
	    cmocka_unit_test(test_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
