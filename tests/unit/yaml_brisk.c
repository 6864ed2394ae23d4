/* SPDX-License-Identifier: MIT */
/* What is read without libyaml is read as by libyaml; what else there may be
 * is left to it. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "book/yaml.h"
#include "book/yaml_brisk.h"
#include "value_same.h"

static struct arena arena;

/* A comment is enough to have libyaml read it. */
static const struct value *by_libyaml(struct str text)
{
	struct str commented =
	    arena_printf(&arena, "%.*s\n#\n", STR_ARGS(text));
	struct report r;

	assert_null(yaml_brisk(&arena, commented, 7));
	report_init(&r, &arena);
	return yaml_parse(&arena, commented, STR("a.yaml"), 7, &r);
}

static void test_read(void **state)
{
	static const char *const texts[] = {
	    "a: b",
	    "日期: 2026-11-12\n\n地点: 二楼（东侧） 3 号窗\n",
	    "a: 12:30\nc: a, b] c}\nd: x - y\n",
	    "a: \"\"\nb: ''\nc: \"他说: 好 # 好\"\n",
	    "a_b-1: 说“好”……\xF0\xA0\x80\x80 é\n",
	    "a:\n  b: c\n  d:\n    e: f\ng: h\n",
	    "a:\n  - b\n  - \"c\"\n  - [d, {e: f}]\ng: h\n",
	    "a:\n  - 名称: b\n    c:\n      - {d: e, f: [g, 'h']}\n      - x\n"
	    "    i: j\n  - 名称: k\nl: [m,n,  o]\n",
	    "a:\n - b: c\n   d: e\n",
	    "a: [[[[[[[x]]]]]]]\n",
	    "a: {b: \"c, d\", e: f}\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct str text = str_from(texts[i]);
		const struct value *v = yaml_brisk(&arena, text, 7);

		assert_non_null(v);
		assert_true(value_same(v, by_libyaml(text)));
	}
}

static void test_left(void **state)
{
	static const char *const texts[] = {
	    "",
	    "\n",
	    "a\n",
	    "- a\n",
	    " a: b\n",
	    "a:\n",
	    "a: \n",
	    "a: b\nc:\n",
	    "a: b \n",
	    "a: b\n  \nc: d\n",
	    "a: b\r\n",
	    "a: b\tc\n",
	    "a: b\n  c\n",
	    "a: b\n  c: d\n",
	    "a: b\n  - c\n",
	    "a:\n- b\n",
	    "a:\n  - - b\n",
	    "a:\n  -\n",
	    "a:\n  - \n",
	    "a:\n  - b\n    c: d\n",
	    "a:\n  - b: c\n  d: e\n",
	    "a:\n  - b: c\n   d: e\n",
	    "a:\n    b: c\n  d: e\n",
	    "a:\n  b: c\n - d\n",
	    "a: b\na: c\n",
	    "a: {b: c, b: d}\n",
	    "a:\n  b: c\n  b: d\ne: f\n",
	    "a: b: c\n",
	    "a: b:\n",
	    "a: b #c\n",
	    "a: b#c\n",
	    "a: # c\n",
	    "# a\nb: c\n",
	    "a: &b c\n",
	    "a: *b\n",
	    "a: !b c\n",
	    "a: |\n  b\n",
	    "a: >\n  b\n",
	    "a: -1\n",
	    "a: -\n",
	    "a: ?\n",
	    "a: [b\n",
	    "a: [b] c\n",
	    "a: [b]: c\n",
	    "a: []\n",
	    "a: [b,]\n",
	    "a: [b, , c]\n",
	    "a: [b ]\n",
	    "a: [b: c]\n",
	    "a: [b[c]]\n",
	    "a: {b}\n",
	    "a: {b:c}\n",
	    "a: {b: }\n",
	    "a: {b: 12:30}\n",
	    "a: {\"b\": c}\n",
	    "a: \"b\n",
	    "a: \"b\\n\"\n",
	    "a: 'b''c'\n",
	    "a: 'b\\c'\n",
	    "a: \"b\" c\n",
	    "\"a\": b\n",
	    "a b: c\n",
	    "<<: a\n",
	    "--- a\n",
	    "%a: b\n",
	    "a: [[[[[[[[x]]]]]]]]\n",
	    "a: b\xC2\x85"
	    "c: d\n",
	    "a: b\xE2\x80\xA8"
	    "c: d\n",
	    "a: b\xE2\x80\x8B\n",
	    "a: b\xEF\xBB\xBF\n",
	    "a: \xE4\xB8\n",
	    "a: \xE4 b\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_null(yaml_brisk(&arena, str_from(texts[i]), 1));
}

/* Deeper than libyaml is asked for, by lines. */
static void test_deep(void **state)
{
	struct buf text = {0};
	int depth, i;

	(void)state;
	for (depth = 1; depth <= YAML_DEPTH_MAX + 1; depth++) {
		struct value *v;

		buf_clear(&text);
		for (i = 1; i < depth; i++)
			buf_printf(&text, "%*sa:\n", i - 1, "");
		buf_printf(&text, "%*sa: b\n", depth - 1, "");
		v = yaml_brisk(&arena, buf_view(&text), 7);
		assert_int_equal(v != NULL, depth <= YAML_DEPTH_MAX);
		if (v)
			assert_true(value_same(v, by_libyaml(buf_view(&text))));
	}
	buf_release(&text);
}

/* A key behind 24 others is still compared, by libyaml. */
static void test_many(void **state)
{
	struct buf text = {0};
	int i;

	(void)state;
	for (i = 0; i < 25; i++) {
		assert_int_equal(
		    i > 0, yaml_brisk(&arena, buf_view(&text), 1) != NULL);
		buf_printf(&text, "k%d: v\n", i);
	}
	assert_null(yaml_brisk(&arena, buf_view(&text), 1));
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_left),
	    cmocka_unit_test(test_deep),
	    cmocka_unit_test(test_many),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
