/* SPDX-License-Identifier: MIT */
/* Fences, bytes, and the order in which the look and libyaml are heard. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/front.h"
#include "book/yaml.h"

static struct arena arena;

struct row {
	const char *text;
	const char *findings;
	const char *mended; /* by front_mend; NULL: stays as it is */
};

static const struct row rows[] = {
    {"---\na: b\n---\n正文\n", "", NULL},
    {"---  \na: b\n---\t\n正文\n", "", "---\na: b\n---\n正文\n"},
    {"---\na: b\n---", "", "---\na: b\n---\n"},
    {"", "head-missing 1:1", NULL},
    {"a: b\n", "head-missing 1:1", NULL},
    {"# 标题\n\n正文\n", "head-missing 1:1", NULL},
    {"---\na: b\n\n正文：好，\n", "head-missing 1:1", NULL},
    {"---\na：b\n\n正文：好\n", "head-missing 1:1 head-colon 2:2", NULL},
    {"---\n---\n正文\n", "head-missing 2:1", NULL},
    {"---\n# 空\n---\n", "head-missing 2:1", NULL},
    {"\n\n---\na: b\n---\n", "head-missing 3:1", "---\na: b\n---\n"},
    {"———\na: b\n----\n正文\n\n---\n", "head-missing 1:1 head-missing 3:1",
	"---\na: b\n---\n正文\n\n---\n"},
    {"---\na: b\n...\n正文\n", "head-missing 3:1", "---\na: b\n---\n正文\n"},
    {"\xEF\xBB\xBF---\na: b\n---\n", "head-bom 1:1", "---\na: b\n---\n"},
    {"---\r\na: b\r\n---\r\n正文\r\n", "head-crlf 1:4",
	"---\na: b\n---\n正文\n"},
    {"---\na: b\n---\n好\r\n", "head-crlf 4:2", "---\na: b\n---\n好\n"},
    {"\xEF\xBB\xBF---\r\na：b\r\n---\r\n",
	"head-bom 1:1 head-crlf 1:5 head-colon 2:2", "---\na: b\n---\n"},
    {"---\na: b\n---\n\xB0\xEC\xCA\xC2\n", "text-encoding 4:1", NULL},
    {"---\na: \xFF\n---\n", "text-encoding 2:4", NULL},
    {"\xFF\xFE-x", "text-encoding 1:1", NULL},
    {"---\na: b\xE2\x80\x8B\n---\nx\xE2\x80\xAEy\n",
	"text-control 2:5 text-control 4:2", NULL},
    {"---\na: b\n---\na\rb\n", "text-control 4:2", NULL},
    {"---\n- a\n---\n", "head-syntax 2:1", NULL},
    {"---\n甲\n---\n", "head-syntax 2:1", NULL},
    /* libyaml is heard on what the look did not mend */
    {"---\na：b\nc: d\nc: e\n---\n", "head-colon 2:2 key-twice 4:1",
	"---\na: b\nc: d\nc: e\n---\n"},
    {"---\na：b\na：e\n---\n", "head-colon 2:2 key-twice 3:1 head-colon 3:2",
	"---\na: b\na: e\n---\n"},
    {"---\na: x: y\n  z\nc: d\nc: e\n---\n", "head-colon 2:5", NULL},
    {"---\na: b\n c: d\n---\n", "head-syntax 3:3", NULL},
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

static void assert_same(
    const char *text, const struct buf *got, const char *wanted)
{
	if (!str_is(buf_view(got), wanted))
		fail_msg("%s\nwanted: %s\ngot: %.*s", text, wanted,
		    (int)got->len, got->data);
}

static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct buf told = {0}, mended = {0}, again = {0};
		struct front f;
		struct report r;
		int rc;

		report_init(&r, &arena);
		rc = front_parse(
		    &f, &arena, str_from(row->text), STR("a.md"), &r);
		assert_int_equal(rc, r.count ? -1 : 0);
		assert_true((f.head != NULL) == (rc == 0));
		list(&told, &r);
		front_mend(&mended, str_from(row->text));
		front_mend(&again, buf_view(&mended));
		assert_same(row->text, &told, row->findings);
		assert_same(
		    row->text, &mended, row->mended ? row->mended : row->text);
		assert_true(str_equal(buf_view(&again), buf_view(&mended)));
		buf_release(&told);
		buf_release(&mended);
		buf_release(&again);
	}
}

static void test_body(void **state)
{
	struct str text = STR("---\na: b\n---\n\n正文\n");
	struct front f;
	struct report r;

	(void)state;
	report_init(&r, &arena);
	assert_int_equal(front_parse(&f, &arena, text, STR("a.md"), &r), 0);
	assert_true(str_is(f.body, "\n正文\n"));
	assert_int_equal(f.body_line, 4);
	assert_int_equal(f.head->pairs[0].place.line, 2);
	assert_true(f.body.data == text.data + 13);
}

static void test_gbk(void **state)
{
	struct report r;

	(void)state;
	report_init(&r, &arena);
	assert_int_equal(
	    front_check_text(STR("a: \xB0\xEC\xCA\xC2\n"), STR("a"), &r), -1);
	assert_true(str_find(r.findings[0].message, STR("GBK"), 0) <
	    r.findings[0].message.len);
}

static void test_limits(void **state)
{
	struct buf text = {0};
	struct report r;
	struct front f;
	size_t i;

	(void)state;
	buf_text(&text, "---\na: ");
	for (i = 0; i < 33 * 1024; i++)
		buf_byte(&text, 'x');
	buf_text(&text, "\n---\n");
	report_init(&r, &arena);
	assert_int_equal(
	    front_parse(&f, &arena, buf_view(&text), STR("a"), &r), -1);
	assert_true(str_is(r.findings[0].id, "head-size"));
	/* A file of YAML may be longer. */
	report_init(&r, &arena);
	assert_non_null(front_parse_yaml(
	    &arena, str_slice(buf_view(&text), 4, text.len - 4), STR("a"), &r));
	/* A thousand control characters are told ten times. */
	buf_clear(&text);
	for (i = 0; i < 1000; i++)
		buf_byte(&text, '\x01');
	report_init(&r, &arena);
	assert_int_equal(front_check_text(buf_view(&text), STR("a"), &r), -1);
	assert_int_equal(r.count, 10);
	buf_release(&text);
}

static void test_yaml_file(void **state)
{
	struct report r;
	struct buf mended = {0};

	(void)state;
	report_init(&r, &arena);
	assert_non_null(front_parse_yaml(&arena,
	    STR("# 说明\nname: 活动 # 注释\nfields:\n"
		"  日期:   {type: date, help: 当天，不是前一天}\n"),
	    STR("a.yaml"), &r));
	assert_int_equal(r.count, 0);
	assert_null(front_parse_yaml(
	    &arena, STR("\xEF\xBB\xBF甲：乙\r\n"), STR("a.yaml"), &r));
	assert_int_equal(r.count, 3);
	front_mend_yaml(&mended, STR("\xEF\xBB\xBF甲：乙\r\n"));
	assert_true(str_is(buf_view(&mended), "甲: 乙\n"));
	buf_release(&mended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_body),
	    cmocka_unit_test(test_gbk),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_yaml_file),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
