/* SPDX-License-Identifier: MIT */
/* Slices at their edges, and the distance that "did you mean" goes by. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/str.h"

static const struct str none = {0};

static void test_equal(void **state)
{
	(void)state;
	assert_true(str_equal(none, STR("")));
	assert_true(str_equal(STR("a\0b"), STR("a\0b")));
	assert_false(str_equal(STR("a\0b"), STR("a\0c")));
	assert_false(str_equal(STR("a"), STR("ab")));
	assert_true(str_is(STR("台账"), "台账"));
	assert_false(str_is(STR("台账\0"), "台账"));
	assert_int_equal(str_from(NULL).len, 0);
}

static void test_compare(void **state)
{
	/* In order; bytes over 0x7F come last, whatever char's sign is. */
	static const struct str order[] = {{NULL, 0}, {"\0", 1}, {"a", 1},
	    {"a\0", 2}, {"a-", 2}, {"a/", 2}, {"aa", 2}, {"b", 1}, {"\xE4", 1}};
	size_t n = sizeof order / sizeof *order, i, k;

	(void)state;
	for (i = 0; i < n; i++)
		for (k = 0; k < n; k++) {
			int sign = str_compare(order[i], order[k]);

			assert_int_equal(
			    (sign > 0) - (sign < 0), (i > k) - (i < k));
		}
}

static void test_begins_ends(void **state)
{
	(void)state;
	assert_true(str_begins(STR("abc"), STR("ab")));
	assert_true(str_begins(STR("abc"), none));
	assert_true(str_begins(none, none));
	assert_false(str_begins(STR("ab"), STR("abc")));
	assert_true(str_ends(STR("a.md"), STR(".md")));
	assert_false(str_ends(STR("md"), STR(".md")));
	assert_true(str_ends(STR("a"), none));
}

static void test_find(void **state)
{
	struct str s = STR("aab\0aab");

	(void)state;
	assert_int_equal(str_find(s, STR("ab"), 0), 1);
	assert_int_equal(str_find(s, STR("ab"), 2), 5);
	assert_int_equal(str_find(s, STR("ab"), 6), s.len);
	assert_int_equal(str_find(s, STR("b\0a"), 0), 2);
	assert_int_equal(str_find(s, STR("aabb"), 0), s.len);
	assert_int_equal(str_find(s, none, 3), 3);
	assert_int_equal(str_find(s, none, 99), s.len);
	assert_int_equal(str_find(s, STR("a"), SIZE_MAX), s.len);
	assert_int_equal(str_find(none, STR("a"), 0), 0);
	assert_int_equal(str_find_byte(s, '\0', 0), 3);
	assert_int_equal(str_find_byte(s, 'b', 3), 6);
	assert_int_equal(str_find_byte(s, 'b', 7), s.len);
	assert_int_equal(str_find_byte(none, 'x', 0), 0);
}

static void test_slice(void **state)
{
	struct str s = STR("abcdef");

	(void)state;
	assert_true(str_is(str_slice(s, 1, 3), "bc"));
	assert_true(str_is(str_slice(s, 4, SIZE_MAX), "ef"));
	assert_int_equal(str_slice(s, 6, 6).len, 0);
	assert_int_equal(str_slice(s, 3, 2).len, 0);
	assert_int_equal(str_slice(s, SIZE_MAX, SIZE_MAX).len, 0);
	assert_int_equal(str_slice(none, 0, 5).len, 0);
}

static void test_trim(void **state)
{
	(void)state;
	assert_true(str_is(str_trim(STR(" \t\r\na b\n ")), "a b"));
	assert_int_equal(str_trim(STR(" \n\t")).len, 0);
	assert_int_equal(str_trim(none).len, 0);
	/* A full-width space is no blank: the look tells of it instead. */
	assert_true(str_is(str_trim(STR("　a")), "　a"));
}

/* The pieces of s, each in brackets. */
static void assert_pieces(struct str s, const char *wanted)
{
	char got[128] = "";
	size_t len = 0;
	struct str piece;

	while (str_next(&s, '/', &piece))
		len += (size_t)snprintf(
		    got + len, sizeof got - len, "[%.*s]", STR_ARGS(piece));
	assert_string_equal(got, wanted);
	assert_int_equal(s.len, 0);
}

static void test_next(void **state)
{
	(void)state;
	assert_pieces(none, "");
	assert_pieces(STR("a"), "[a]");
	assert_pieces(STR("a/b"), "[a][b]");
	assert_pieces(STR("a/"), "[a]");
	assert_pieces(STR("/"), "[]");
	assert_pieces(STR("//a"), "[][][a]");
}

static void test_integer(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int64_t number;
	} table[] = {
	    {"0", true, 0},
	    {"-0", true, 0},
	    {"007", true, 7},
	    {"-12", true, -12},
	    {"999999999999999999", true, 999999999999999999},
	    {"-99999999999999999", true, -99999999999999999},
	    {"1000000000000000000", false, 0},
	    {"99999999999999999999999", false, 0},
	    {"", false, 0},
	    {"-", false, 0},
	    {"--1", false, 0},
	    {"+1", false, 0},
	    {"1 ", false, 0},
	    {" 1", false, 0},
	    {"1.0", false, 0},
	    {"0x1", false, 0},
	    {"１", false, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		int64_t number = 42;
		bool is_number = str_integer(str_from(table[i].text), &number);

		if (is_number != table[i].is_number ||
		    number != (is_number ? table[i].number : 42))
			fail_msg("“%s”: %d %lld", table[i].text, is_number,
			    (long long)number);
	}
	assert_false(str_integer(STR("1\0"), &(int64_t){0}));
}

static void test_path(void **state)
{
	(void)state;
	assert_true(str_is(path_name(STR("a/b/c.md")), "c.md"));
	assert_true(str_is(path_folder(STR("a/b/c.md")), "a/b"));
	assert_true(str_is(path_name(STR("c.md")), "c.md"));
	assert_int_equal(path_folder(STR("c.md")).len, 0);
	assert_int_equal(path_name(STR("a/")).len, 0);
	assert_true(str_is(path_folder(STR("a/")), "a"));
	assert_int_equal(path_name(none).len, 0);
	assert_int_equal(path_folder(none).len, 0);
}

static void test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} table[] = {
	    {"", "", 0}, {"", "问题", 2}, {"问题", "问题", 0},
	    {"问题", "问提", 1}, {"问题", "题问", 1}, /* neighbours swapped */
	    {"整改方式", "整改", 2}, {"整改方式", "方式", 2},
	    {"kitten", "sitting", 3}, {"abc", "cba", 2},
	    {"ca", "abc", 3}, /* no text between what is swapped */
	};
	char longest[65], longer[66];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct str a = str_from(table[i].a), b = str_from(table[i].b);

		assert_int_equal(str_distance(a, b), table[i].distance);
		assert_int_equal(str_distance(b, a), table[i].distance);
	}
	memset(longest, 'x', sizeof longest);
	memset(longer, 'x', sizeof longer);
	assert_int_equal(
	    str_distance((struct str){longest, 64}, (struct str){longest, 63}),
	    1);
	assert_true(str_distance((struct str){longer, 65},
			(struct str){longer, 65}) > 64);
	/* What is no UTF-8 is like nothing. */
	assert_true(str_distance(STR("\xFF"), STR("\xFF")) > 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_equal),
	    cmocka_unit_test(test_compare),
	    cmocka_unit_test(test_begins_ends),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_slice),
	    cmocka_unit_test(test_trim),
	    cmocka_unit_test(test_next),
	    cmocka_unit_test(test_integer),
	    cmocka_unit_test(test_path),
	    cmocka_unit_test(test_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
