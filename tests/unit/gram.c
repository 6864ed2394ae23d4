/* SPDX-License-Identifier: MIT */
/* Which documents have which pairs; the bytes do not tell who counted them. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "web/gram.h"

static void units_of(uint16_t *units, const char *text)
{
	while (*text)
		*units++ = (unsigned char)*text++;
}

static void add(struct grams *g, unsigned worker, uint32_t document,
    const char *text, size_t title_end)
{
	uint16_t units[64];

	units_of(units, text);
	grams_add(g, worker, document, units, strlen(text), 0, title_end);
}

static void test_fold(void **state)
{
	(void)state;
	assert_int_equal(gram_fold('A'), 'a');
	assert_int_equal(gram_fold('z'), 'z');
	assert_int_equal(gram_fold(0xFF21), 'a');
	assert_int_equal(gram_fold(0xFF08), '(');
	assert_int_equal(gram_fold(0xFF5E), '~');
	assert_int_equal(gram_fold(0xFF5F), 0xFF5F);
	assert_int_equal(gram_fold('\n'), ' ');
	assert_int_equal(gram_fold(0x3000), ' ');
	assert_int_equal(gram_fold(0xA0), ' ');
	assert_int_equal(gram_fold(0x6C11), 0x6C11);
}

static void assert_shard(const struct grams *g, struct str expected)
{
	struct buf b = {0};

	assert_int_equal(grams_shards(g), 1);
	grams_shard_bytes(g, 0, &b);
	assert_int_equal(b.len, expected.len);
	assert_memory_equal(b.data, expected.data, b.len);
	buf_release(&b);
}

static void test_shard(void **state)
{
	struct grams *g = grams_new(20);

	(void)state;
	/* "ab" in 3 and, as its title, in 4, where it is often. */
	add(g, 0, 4, "AB ab\nab", 2);
	add(g, 1, 3, "ab", 0);
	grams_pack(g, 2);
	assert_int_equal(grams_shard_key(g, 0), 'a' << 16 | ' ');
	/* Key, count << 2 | often << 1 | titles, the gaps of the set, then one
	 * that is often: the second of two; one titled, the same. As a set of
	 * 1 among 2 that is a bit each. */
	assert_shard(g,
	    STR("\xA0\x80\x84\x03\x0B\x03\x00\x01\x02\x01\x02"
		"\x42\x0B\x03\x00\x01\x02\x01\x02"
		"\xBE\xFF\x03\x0B\x03\x00\x01\x02\x01\x02"));
	grams_free(g);
}

static uint32_t first_key(const uint16_t *units, size_t len, size_t *entries)
{
	struct grams *g = grams_new(1);
	uint32_t key;

	grams_add(g, 0, 0, units, len, 0, 0);
	grams_pack(g, 1);
	key = grams_shard_key(g, 0);
	*entries = grams_shard_entries(g, 0);
	grams_free(g);
	return key;
}

/* Three that stand together are an entry; of ASCII it takes five. */
static void test_long(void **state)
{
	static const uint16_t han[] = {0x4E00, 'B', 0x4E02},
			      apart[] = {0x4E00, 'B', ' ', 0x4E02},
			      ascii[] = {'a', 'b', 'c', 'd', 'e'};
	uint64_t five = 0;
	size_t entries, i;

	(void)state;
	assert_int_equal(first_key(han, 3, &entries),
	    ((uint64_t)0x4E00 << 32 | 'b' << 16 | 0x4E02) % 1999993 + 1);
	assert_int_equal(entries, 1 + 3 + 2);
	assert_int_equal(first_key(apart, 4, &entries), 'b' << 16 | ' ');
	assert_int_equal(first_key(ascii, 4, &entries), 'a' << 16 | ' ');
	assert_int_equal(entries, 4 + 3);
	for (i = 0; i < 5; i++)
		five = five << 7 | ascii[i];
	assert_int_equal(first_key(ascii, 5, &entries), five % 1999993 + 1);
	assert_int_equal(entries, 1 + 5 + 4);
}

/* The same documents by one worker and by three, the other way round. */
static void test_workers(void **state)
{
	static const char *const texts[] = {
	    "the quick brown fox", "jumps over", "", "the lazy dog", "the the"};
	struct grams *one = grams_new(5), *many = grams_new(5);
	struct buf a = {0}, b = {0};
	uint32_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		add(one, 0, i, texts[i], 3 * (*texts[i] != 0));
		add(many, i % 3, 4 - i, texts[4 - i], 3 * (*texts[4 - i] != 0));
	}
	grams_pack(one, 1);
	grams_pack(many, 3);
	assert_int_equal(grams_shards(one), 1);
	assert_int_equal(grams_shards(many), 1);
	grams_shard_bytes(one, 0, &a);
	grams_shard_bytes(many, 0, &b);
	assert_true(str_equal(buf_view(&a), buf_view(&b)));
	buf_release(&a);
	buf_release(&b);
	grams_free(one);
	grams_free(many);
}

/* Shards are no larger than they may be, and their keys ascend. */
static void test_size(void **state)
{
	struct grams *g = grams_new(2);
	uint16_t units[40000];
	struct buf b = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 40000; i++)
		units[i] = (uint16_t)(0x4E00 + i * 7919 % 20000);
	grams_add(g, 0, 1, units, 40000, 0, 0);
	grams_pack(g, 2);
	assert_true(grams_shards(g) > 10);
	for (i = 0; i < grams_shards(g); i++) {
		buf_clear(&b);
		grams_shard_bytes(g, i, &b);
		assert_true(b.len > 0 && b.len <= GRAM_SHARD);
		if (i)
			assert_true(
			    grams_shard_key(g, i) > grams_shard_key(g, i - 1));
	}
	buf_release(&b);
	grams_free(g);
}

static void test_nothing(void **state)
{
	struct grams *g = grams_new(0);

	(void)state;
	grams_pack(g, 1);
	assert_int_equal(grams_shards(g), 0);
	grams_free(g);
	grams_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fold),
	    cmocka_unit_test(test_shard),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_workers),
	    cmocka_unit_test(test_size),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
