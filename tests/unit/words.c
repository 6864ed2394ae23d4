/* SPDX-License-Identifier: MIT */
/* Words of a list in texts: at the ends, within characters, after another
 * list. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/words.h"

static bool occurs(struct words *w, const char *list, const char *text)
{
	words_make(w, str_from(list));
	return words_occur(w, str_from(text));
}

static void test_occur(void **state)
{
	struct words w = {0};

	(void)state;
	assert_false(words_occur(&w, STR("销号")));
	assert_false(occurs(&w, "", "销号"));
	assert_false(occurs(&w, "消号\n布署", ""));
	assert_true(occurs(&w, "消号\n布署", "消号"));
	assert_true(occurs(&w, "消号\n布署", "作了布署"));
	assert_false(occurs(&w, "消号\n布署", "作了布"));
	assert_false(occurs(&w, "消号\n布署", "取消，编号"));
	/* The first of two words that begin alike must not hide the other. */
	assert_true(occurs(&w, "消号\n消除号", "消除号"));
	assert_true(occurs(&w, "消除号\n消号", "消号"));
	/* Another list forgets the last one. */
	assert_false(occurs(&w, "布署", "消号"));
	assert_true(occurs(&w, "\n\nab", "cab"));
	assert_false(occurs(&w, "a", "a"));
	/* The two last bytes of 一 and the two first of 丁. */
	assert_false(occurs(&w, "\xB8\x80\xE4", "一丁"));
	words_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_occur)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
