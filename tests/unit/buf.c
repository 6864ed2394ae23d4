/* SPDX-License-Identifier: MIT */
/* Growing by every way in, and the two escapes. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"

static void assert_buf(struct buf *b, const char *wanted)
{
	if (!str_is(buf_view(b), wanted))
		fail_msg(
		    "want [%s], have [%.*s]", wanted, (int)b->len, b->data);
	buf_clear(b);
}

static void test_add(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_add(&b, NULL, 0);
	buf_str(&b, (struct str){0});
	buf_text(&b, "");
	assert_null(b.data);
	buf_text(&b, "甲");
	buf_byte(&b, '-');
	buf_utf8(&b, 0x1F600);
	buf_add(&b, "x\0y", 3);
	assert_int_equal(b.len, 3 + 1 + 4 + 3);
	assert_memory_equal(b.data, "甲-😀x\0y", b.len);
	buf_clear(&b);
	buf_printf(&b, "%s%05d", "", 42);
	assert_buf(&b, "00042");
	buf_release(&b);
	assert_int_equal(b.cap, 0);
	buf_release(&b);
}

static void test_growth(void **state)
{
	struct buf b = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++) {
		if (i % 3 == 0)
			buf_byte(&b, (char)('a' + i % 26));
		else if (i % 3 == 1)
			buf_printf(&b, "%c", (int)('a' + i % 26));
		else
			buf_utf8(&b, (uint32_t)('a' + i % 26));
		assert_true(b.cap >= b.len);
	}
	assert_int_equal(b.len, 100000);
	for (i = 0; i < b.len; i++)
		assert_int_equal(b.data[i], 'a' + i % 26);
	buf_release(&b);
	/* One piece far over twice what there is. */
	buf_byte(&b, 'x');
	buf_printf(&b, "%*d", 5000, 1);
	assert_int_equal(b.len, 5001);
	assert_int_equal(b.data[5000], '1');
	buf_release(&b);
}

static void test_json(void **state)
{
	static const struct {
		struct str text;
		const char *json;
	} table[] = {
	    {{NULL, 0}, "\"\""},
	    {{"台账", 6}, "\"台账\""},
	    {{"a\"b\\c/", 6}, "\"a\\\"b\\\\c/\""},
	    {{"\n\t\r\b\x1F\0", 6},
		"\"\\n\\u0009\\u000d\\u0008\\u001f\\u0000\""},
	    {{"\x7F😀", 5}, "\"\x7F😀\""},
	    {{"\\", 1}, "\"\\\\\""},
	};
	struct buf b = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		buf_json(&b, table[i].text);
		assert_buf(&b, table[i].json);
	}
	buf_release(&b);
}

static void test_html(void **state)
{
	static const char *const table[][2] = {
	    {"", ""},
	    {"台账", "台账"},
	    {"<script>\"'&amp;", "&lt;script&gt;&quot;&#39;&amp;amp;"},
	    {"a&", "a&amp;"},
	    {"&a", "&amp;a"},
	};
	struct buf b = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		buf_html(&b, str_from(table[i][0]));
		assert_buf(&b, table[i][1]);
	}
	buf_html(&b, STR("<\0>"));
	assert_int_equal(b.len, 9);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_add),
	    cmocka_unit_test(test_growth),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
