/* SPDX-License-Identifier: MIT */
/* What is added, how it is ordered, and what it amounts to. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>

#include "base/report.h"
#include "base/utf8.h"

static const struct place nowhere = {0};
static struct arena arena;
static struct report r;

static int setup(void **state)
{
	(void)state;
	report_init(&r, &arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* Each sort is told apart, and says what to do. */
static void test_catalogue(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < FINDING_COUNT; i++) {
		const struct finding_sort *f = &finding_sorts[i];

		assert_true(strlen(f->name) > 0 && strlen(f->remedy) > 0);
		assert_int_equal(strspn(f->id, "abcdefghijklmnopqrstuvwxyz-"),
		    strlen(f->id));
		for (k = 0; k < i; k++) {
			assert_string_not_equal(f->id, finding_sorts[k].id);
			assert_string_not_equal(f->name, finding_sorts[k].name);
		}
		/* When the machine fails there is no portal. */
		if (f->level == LEVEL_FAILURE)
			assert_int_equal(f->blocks, BLOCKS_PORTAL);
	}
}

static void test_add(void **state)
{
	char path[] = "a.md";
	const struct finding *f;

	(void)state;
	assert_int_equal(report_status(&r), 0);
	assert_false(report_blocks(&r));
	assert_int_equal(report_add(&r, FINDING_FIELD_VALUE, str_from(path),
			     (struct place){3, 4, 5}, "%s不对", "日期"),
	    -1);
	path[0] = 'x'; /* the report has its own */
	f = report_last(&r);
	assert_true(str_is(f->path, "a.md"));
	assert_true(str_is(f->message, "日期不对"));
	assert_true(str_is(f->id, "field-value"));
	assert_int_equal(f->level, LEVEL_ERROR);
	assert_int_equal(f->place.line, 3);
	assert_int_equal(report_status(&r), 1);
	assert_false(report_blocks(&r));
	report_add(&r, FINDING_RULE, STR("b"), nowhere, "x");
	assert_true(report_blocks(&r));
	assert_int_equal(report_status(&r), 1);
	errno = ENOSPC;
	assert_int_equal(report_system(&r, STR("c"), "不能写入"), -1);
	f = report_last(&r);
	assert_non_null(strstr(f->message.data, "不能写入："));
	assert_true(f->message.len > strlen("不能写入："));
	assert_true(str_is(f->message, "不能写入：磁盘满了"));
	/* What is not there may only be misspelt. */
	errno = ENOENT;
	report_system(&r, STR("d"), "不能读取文件");
	f = report_last(&r);
	assert_true(str_begins(f->remedy, STR("核对这个路径")));
	/* One that nobody meets is still said. */
	assert_string_equal(system_words(EXDEV), strerror(EXDEV));
	assert_true(strlen(system_words(-1)) > 0);
	assert_int_equal(report_status(&r), 3);
}

static void test_warnings_pass(void **state)
{
	(void)state;
	report_add(&r, FINDING_PICTURE_UNUSED, STR("a"), nowhere, "x");
	assert_int_equal(report_status(&r), 0);
	assert_false(report_blocks(&r));
	assert_int_equal(report_count(&r, LEVEL_WARNING), 1);
	/* A sort that blocks, made a warning, blocks no more. */
	report_add(&r, FINDING_RULE, STR("a"), nowhere, "x");
	report_last(&r)->level = LEVEL_WARNING;
	assert_false(report_blocks(&r));
	assert_int_equal(report_status(&r), 0);
}

/* Cut where it is too long, never inside a character: at every offset. */
static void test_long(void **state)
{
	char text[1200];
	size_t shift, i;

	(void)state;
	for (shift = 0; shift < 4; shift++) {
		struct str m;

		memset(text, 'a', sizeof text);
		for (i = shift; i + 4 < sizeof text; i += 4)
			memcpy(text + i, "😀", 4);
		text[sizeof text - 1] = '\0';
		report_add(&r, FINDING_KIND, STR("a"), nowhere, "%s", text);
		m = report_last(&r)->message;
		assert_true(m.len > 1000 && m.len < 1024);
		assert_int_equal(utf8_check(m), m.len);
	}
	memset(text, 'a', sizeof text);
	text[1023] = '\0';
	report_add(&r, FINDING_KIND, STR("a"), nowhere, "%s", text);
	assert_int_equal(report_last(&r)->message.len, 1023);
}

static void add_at(const char *path, uint32_t line, uint32_t column,
    enum finding_id id, const char *message)
{
	report_add(&r, id, str_from(path), (struct place){line, column, 0},
	    "%s", message);
}

static void test_sort(void **state)
{
	static const char *const wanted[] = {
	    "1", "2", "3", "4", "5", "6", "7", "8"};
	size_t i;

	(void)state;
	report_sort(&r);
	assert_int_equal(r.count, 0);
	add_at("b", 0, 0, FINDING_RULE, "8");
	add_at("a", 2, 1, FINDING_RULE, "7");
	add_at("a", 1, 10, FINDING_RULE, "6");
	add_at("a", 1, 9, FINDING_RULE, "5");
	add_at("a", 1, 9, FINDING_RULE, "5");
	add_at("a", 1, 9, FINDING_RULE, "4");
	add_at("a", 1, 9, FINDING_KIND, "3");
	add_at("a", 0, 0, FINDING_RULE, "2");
	add_at("", 9, 9, FINDING_RULE, "1");
	add_at("a", 1, 9, FINDING_RULE, "5");
	report_sort(&r);
	assert_int_equal(r.count, sizeof wanted / sizeof *wanted);
	for (i = 0; i < r.count; i++)
		assert_true(str_is(r.findings[i].message, wanted[i]));
}

static void test_join(void **state)
{
	struct arena other_arena = {0};
	struct report other;
	struct finding *f;

	(void)state;
	report_init(&other, &other_arena);
	report_add(&other, FINDING_RULE, STR("a"), nowhere, "消息");
	report_last(&other)->clause =
	    arena_printf(&other_arena, "二（一）%d", 3);
	report_last(&other)->mended = arena_printf(&other_arena, "改%d", 1);
	report_add(&other, FINDING_KIND, STR("b"), nowhere, "2");
	add_at("z", 1, 1, FINDING_RULE, "first");
	report_join(&r, &other);
	arena_release(&other_arena);
	assert_int_equal(r.count, 3);
	f = &r.findings[1];
	assert_true(str_is(f->message, "消息"));
	assert_true(str_is(f->clause, "二（一）3"));
	assert_true(str_is(f->mended, "改1"));
	assert_true(str_is(r.findings[2].path, "b"));
}

static void test_hides(void **state)
{
	size_t i;

	(void)state;
	add_at("a", 1, 1, FINDING_RULE, "another line");
	add_at("a", 2, 1, FINDING_RULE, "before it on its line");
	add_at("a", 2, 5, FINDING_RULE, "private");
	report_last(&r)->is_private = true;
	add_at("a", 2, 9, FINDING_RULE, "behind it");
	add_at("b", 2, 1, FINDING_RULE, "another file");
	add_at("c", 2, 1, FINDING_RULE, "by its id");
	report_last(&r)->id = STR("no-personal-data");
	for (i = 0; i < r.count; i++)
		r.findings[i].mended = STR("13800001111");
	report_sort(&r);
	report_hide(&r);
	assert_int_equal(r.count, 6);
	for (i = 0; i < r.count; i++) {
		const struct finding *f = &r.findings[i];
		bool is_hidden = (i >= 1 && i <= 3) || i == 5;

		assert_int_equal(f->is_private, is_hidden);
		assert_int_equal(f->mended.len > 0, !is_hidden);
	}
	assert_true(str_is(r.findings[2].message, "private"));
	assert_true(str_is(r.findings[5].message, "by its id"));
	assert_false(str_is(r.findings[1].message, "before it on its line"));
	assert_false(str_is(r.findings[3].message, "behind it"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_catalogue),
	    TEST(test_add),
	    TEST(test_warnings_pass),
	    TEST(test_long),
	    TEST(test_sort),
	    TEST(test_join),
	    TEST(test_hides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
