/* SPDX-License-Identifier: MIT */
/* What the strict reader takes, where it says things stand, what it refuses. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/tree.h"
#include "book/yaml.h"

static struct arena arena;

static struct value *parse(struct str text, struct report *r)
{
	report_init(r, &arena);
	return yaml_parse(&arena, text, STR("a.yaml"), 1, r);
}

static void assert_place(
    struct place p, uint32_t line, uint32_t column, uint32_t width)
{
	assert_int_equal(p.line, line);
	assert_int_equal(p.column, column);
	assert_int_equal(p.width, width);
}

static void test_places(void **state)
{
	struct str text = STR("日期: 2026-11-12\n空:\n参加人:\n"
			      "  - {姓名: 张某某, \"职务\": '局长'}\n"
			      "长: |\n  一\n  二\n无: ''\n");
	struct report r;
	struct value *v, *item;

	(void)state;
	report_init(&r, &arena);
	v = yaml_parse(&arena, text, STR("a"), 11, &r);
	assert_non_null(v);
	assert_int_equal(v->count, 5);
	assert_place(v->pairs[0].place, 11, 1, 2);
	assert_place(v->pairs[0].value->place, 11, 5, 10);
	assert_true(v->pairs[0].value->is_plain);
	assert_int_equal(v->pairs[1].value->type, VALUE_NULL);
	assert_place(v->pairs[1].value->place, 12, 3, 0);
	item = value_find(v, STR("参加人"))->items[0];
	assert_int_equal(item->type, VALUE_MAP);
	assert_place(item->pairs[0].value->place, 14, 10, 3);
	assert_place(item->pairs[1].place, 14, 15, 4);
	assert_place(item->pairs[1].value->place, 14, 21, 4);
	assert_false(item->pairs[1].value->is_plain);
	assert_true(str_is(value_find_text(v, "长"), "一\n二\n"));
	assert_int_equal(value_find(v, STR("无"))->type, VALUE_TEXT);
	assert_int_equal(value_find(v, STR("无"))->text.len, 0);
}

static void test_empty(void **state)
{
	static const char *const texts[] = {"", "\n\n", "# 注释\n", "---\n"};
	struct report r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct value *v = parse(str_from(texts[i]), &r);

		assert_non_null(v);
		assert_int_equal(v->type, VALUE_MAP);
		assert_int_equal(v->count, 0);
	}
	assert_non_null(parse((struct str){0}, &r));
}

static void test_plain_types(void **state)
{
	struct report r;
	struct value *v =
	    parse(STR("a: no\nb: 012\nc: 12:30\nd: ~\ne: true\n"), &r);
	size_t i;

	(void)state;
	assert_non_null(v);
	for (i = 0; i < v->count; i++)
		assert_int_equal(v->pairs[i].value->type, VALUE_TEXT);
}

static void test_json(void **state)
{
	struct report r;
	struct value *v = parse(
	    STR("{\"a\":[1,2,{\"b\":\"\\u4e2d\\n\\/\"}],\"c\":{},\n\"d\":\"\"}"),
	    &r);

	(void)state;
	assert_non_null(v);
	assert_true(str_is(
	    value_find_text(value_find(v, STR("a"))->items[2], "b"), "中\n/"));
}

struct refused {
	const char *text;
	const char *findings;
};

static const struct refused refused[] = {
    {"a: &x 1\n", "head-feature 1:4"},
    {"a: &x [1]\nb: &y {c: d}\n", "head-feature 1:4 head-feature 2:4"},
    {"a: *x\n", "head-feature 1:4"},
    {"<<: {a: b}\n", "head-feature 1:1"},
    {"a: !!python/object:os.system x\n", "head-feature 1:4"},
    {"a: !x [b]\n", "head-feature 1:4"},
    {"a: !e!x b\n", "head-feature 1:4"},
    {"a: 1\nb: 2\na: 3\n", "key-twice 3:1"},
    {"a: {b: 1, b: 2, b: 3}\n", "key-twice 1:11 key-twice 1:17"},
    {"---\na: 1\n---\nb: 2\n", "head-feature 3:1"},
    {"a: 1\n...\n", "head-feature 2:1"},
    {"%YAML 1.1\n---\na: 1\n", "head-feature 1:1"},
    {"[a, b]: c\n", "head-feature 1:1"},
    {"? {a: b}\n: c\n", "head-feature 1:3"},
    {": a\n", "head-syntax 1:1"},
    {"a: \"\\0\"\n", "text-control 1:4"},
    {"a: \"\\x1b[1m\"\n\"\\u202e\": x\n", "text-control 1:4 text-control 2:1"},
    {"a: b\n  c: d\n", "head-syntax 2:4"},
    {"a:\n  - b\n c: d\n", "head-syntax 3:2"},
    {"a: [b, c\n", "head-syntax 1:4"},
    {"a: {b: c\nd: e\n", "head-syntax 1:4"},
    {"a: \"b\nc: d\n", "head-syntax 1:4"},
    {"a：b\nc: d\n", "head-syntax 2:2"},
    {"a: @b\n", "head-mark 1:4"},
    {"a: \"\\q\"\n", "head-syntax 1:5"},
    {"a: \xC4\xE3\n", "text-encoding 1:5"},
    {"\n\na: \x01\n", "text-control 3:4"},
    {"a: - b\n", "head-syntax 1:4"},
    {"a: [[[[[[[[b]]]]]]]]\n", "head-size 1:11"},
};

static void list(struct buf *b, struct report *r)
{
	size_t i;

	report_sort(r);
	for (i = 0; i < r->count; i++)
		buf_printf(b, "%s%.*s %u:%u", i ? " " : "",
		    STR_ARGS(r->findings[i].id),
		    (unsigned)r->findings[i].place.line,
		    (unsigned)r->findings[i].place.column);
}

static bool is_chinese(struct str s)
{
	/* English stands in brackets at the end, if at all. */
	return s.len && (unsigned char)s.data[0] >= 0xE2;
}

static void test_refused(void **state)
{
	struct report r;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct buf told = {0};

		assert_null(parse(str_from(refused[i].text), &r));
		list(&told, &r);
		if (!str_is(buf_view(&told), refused[i].findings))
			fail_msg("%s\nwanted: %s\ngot: %.*s", refused[i].text,
			    refused[i].findings, (int)told.len, told.data);
		for (k = 0; k < r.count; k++)
			assert_true(is_chinese(r.findings[k].message));
		buf_release(&told);
	}
}

static void test_utf16(void **state)
{
	struct report r;

	(void)state;
	assert_null(parse(STR("\xFF\xFE"
			      "a\0:\0 \0b\0"),
	    &r));
	assert_null(parse(STR("\xFE\xFF"
			      "\0a\0:\0 \0b"),
	    &r));
	assert_null(parse(STR("a: b\0c\n"), &r));
}

static void test_hostile(void **state)
{
	static const char *const pieces[] = {
	    "[", "{a: ", "- ", "[a,", "? ", "a: ", "&a ", "{a,", "\"", "'"};
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf text = {0};
		struct report r;

		for (n = 0; n < 49999; n++)
			buf_text(&text, pieces[i]);
		assert_null(parse(buf_view(&text), &r));
		assert_true(r.count > 0);
		buf_release(&text);
	}
}

/* Thousands of keys, once in order and once all the same. */
static void test_many_keys(void **state)
{
	struct buf text = {0};
	struct report r;
	size_t n;

	(void)state;
	for (n = 0; n < 20000; n++)
		buf_printf(&text, "k%zu:\n", n);
	assert_non_null(parse(buf_view(&text), &r));
	buf_clear(&text);
	for (n = 0; n < 20000; n++)
		buf_text(&text, "k: v\n");
	assert_null(parse(buf_view(&text), &r));
	assert_true(r.count <= 100);
	assert_int_equal(r.findings[0].place.line, 2);
	buf_release(&text);
}

static void test_bomb(void **state)
{
	struct report r;

	(void)state;
	assert_null(parse(STR("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"), &r));
}

static void test_size(void **state)
{
	static char text[TREE_TEXT_MAX + 1];
	struct report r;

	(void)state;
	memset(text, '#', sizeof text);
	assert_null(parse((struct str){text, sizeof text}, &r));
	assert_true(str_is(r.findings[0].id, "file-size"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_plain_types),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_utf16),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_many_keys),
	    cmocka_unit_test(test_bomb),
	    cmocka_unit_test(test_size),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
