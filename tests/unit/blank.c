/* SPDX-License-Identifier: MIT */
/* Every record of the sample, through the form of its kind: nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../fuzz/posted.h"
#include "base/disk.h"
#include "book/front.h"
#include "book/scribe.h"

static struct str root(void)
{
	const char *set = getenv("ROOT");

	return str_from(set ? set : ".");
}

/* Fields come back in the order of the kind, and empty ones not at all. */
static bool is_same(const struct value *one, const struct value *other)
{
	size_t i;

	if (scribe_is_empty(one) || scribe_is_empty(other))
		return scribe_is_empty(one) && scribe_is_empty(other);
	if (one->type != other->type)
		return false;
	if (one->type == VALUE_TEXT)
		return str_equal(str_trim(one->text), other->text);
	if (one->type == VALUE_LIST && one->count != other->count)
		return false;
	for (i = 0; i < one->count; i++)
		if (!is_same(one->type == VALUE_LIST ? one->items[i]
						     : one->pairs[i].value,
			one->type == VALUE_LIST
			    ? other->items[i]
			    : value_find(other, one->pairs[i].key)))
			return false;
	return true;
}

static void test_sample(void **state)
{
	struct arena a = {0};
	struct schema schema;
	struct report r;
	struct tree t;
	size_t i, seen = 0;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(disk_tree(&t, &a, root(), &r), 0);
	assert_int_equal(schema_read(&schema, &a, &t, &r), 0);
	for (i = 0; i < t.count; i++) {
		const struct entry *e = &t.entries[i];
		struct front front;
		struct match m;
		struct str text;

		if (!str_begins(e->path, STR("content/units/")) ||
		    !str_ends(e->path, STR(".md")) ||
		    !schema_match(
			&m, &a, &schema, str_slice(e->path, 8, e->path.len)))
			continue;
		assert_int_equal(tree_read_once(&t, e, &a, &text, &r), 0);
		assert_int_equal(front_parse(&front, &a, text, e->path, &r), 0);
		if (!is_same(front.head,
			posted_back(&a, m.kind, &m, front.head, &r)))
			fail_msg("%.*s", STR_ARGS(e->path));
		seen++;
	}
	assert_true(seen > 100);
	tree_release(&t);
	arena_release(&a);
}

/* A record of a small kind, its head written by hand. */
struct small {
	struct arena arena;
	struct report report;
	struct schema schema;
	struct tree tree;
	struct match match;
	struct front front;
};

static const char kind_text[] =
    "name: 试\nhelp: 试\nfiles: t/{名}.md\n"
    "path:\n  名: {type: text, help: 名}\n"
    "fields:\n"
    "  日期: {type: date, required: yes, help: 日}\n"
    "  触发:\n    type: group\n    help: 组\n    fields:\n"
    "      事由: {type: text, required: yes, help: 文}\n"
    "  案例: {type: list, of: text, help: 文}\n"
    "  环节:\n    type: list\n    help: 表\n    fields:\n"
    "      名称: {type: text, required: yes, help: 文}\n"
    "      人数: {type: integer, help: 数}\n"
    "  影像:\n    type: list\n    help: 表\n    fields:\n"
    "      文件: {type: picture, help: 图}\n"
    "      说明: {type: text, help: 文}\n"
    "body: {name: 正文, type: markdown, help: 正文}\n";

static void small_open(struct small *s, const char *text)
{
	*s = (struct small){0};
	report_init(&s->report, &s->arena);
	tree_init_memory(&s->tree);
	tree_add(&s->tree, &s->arena, STR("content/plan/kinds/t.yaml"))->bytes =
	    str_from(kind_text);
	tree_sort(&s->tree);
	assert_int_equal(
	    schema_read(&s->schema, &s->arena, &s->tree, &s->report), 0);
	assert_true(
	    schema_match(&s->match, &s->arena, &s->schema, STR("t/a.md")));
	assert_int_equal(front_parse(&s->front, &s->arena, str_from(text),
			     STR("a.md"), &s->report),
	    0);
}

static void small_close(struct small *s)
{
	tree_release(&s->tree);
	arena_release(&s->arena);
}

/* The head that these fields make of it, as text. */
static void takes(struct small *s, const struct http_field *fields,
    size_t count, const char *without, const char *wanted)
{
	struct http_request rq = {
	    .is_post = true, .fields = fields, .field_count = count};
	struct buf out = {0};

	scribe_write(&out,
	    blank_take(s->match.kind, &s->arena, &rq, s->front.head,
		str_from(without)),
	    STR(""));
	assert_string_equal(arena_str(&s->arena, buf_view(&out)).data, wanted);
	buf_release(&out);
}

#define FIELD(n, v)                                                     \
	{                                                               \
		.name = {n, sizeof n - 1}, .value = { v, sizeof v - 1 } \
	}

static void test_take(void **state)
{
	static const struct http_field fields[] = {
	    FIELD("日期", " 2026-11-12 "), FIELD("触发.事由", ""),
	    FIELD("案例", "甲\r\n\r\n 乙 \r\n"), FIELD("环节[0].#", "1"),
	    FIELD("环节[0].名称", "审批：一"), FIELD("环节[1].#", ""),
	    FIELD("环节[1].名称", ""), FIELD("环节[2].#", ""),
	    FIELD("环节[2].名称", "检查"), FIELD("环节[2].人数", "3"),
	    FIELD("不认识", "不要")};
	struct small s;

	(void)state;
	small_open(&s,
	    "---\n环节:\n  - {名称: 一}\n  - {名称: 二, 手写: 留着}\n"
	    "另外: [一, 二]\n---\n");
	takes(&s, fields, sizeof fields / sizeof *fields, "",
	    "---\n日期: 2026-11-12\n案例: [甲, 乙]\n环节:\n"
	    "  - 名称: \"审批：一\"\n    手写: 留着\n"
	    "  - 名称: 检查\n    人数: 3\n另外: [一, 二]\n---\n");
	takes(&s, fields, sizeof fields / sizeof *fields, "环节[2]",
	    "---\n日期: 2026-11-12\n案例: [甲, 乙]\n环节:\n"
	    "  - 名称: \"审批：一\"\n    手写: 留着\n另外: [一, 二]\n---\n");
	small_close(&s);
}

/* What a head is with a picture that came for this input. */
static void pictures(const char *text, struct str name, const char *wanted)
{
	struct buf out = {0};
	struct small s;

	small_open(&s, text);
	blank_picture(
	    s.match.kind, &s.arena, s.front.head, name, STR("09.jpg"));
	scribe_write(&out, s.front.head, STR(""));
	assert_string_equal(arena_str(&s.arena, buf_view(&out)).data, wanted);
	buf_release(&out);
	small_close(&s);
}

static void test_picture(void **state)
{
	(void)state;
	pictures("---\n日期: 无\n---\n", STR("影像"),
	    "---\n日期: 无\n影像:\n  - 文件: 09.jpg\n---\n");
	pictures("---\n影像: [{说明: 一}, {说明: 二}]\n---\n",
	    STR("影像[1].文件"),
	    "---\n影像:\n  - 说明: 一\n  - 说明: 二\n    文件: 09.jpg\n---\n");
	pictures("---\n影像: [{文件: 01.jpg}]\n---\n", STR("影像[0].文件"),
	    "---\n影像:\n  - 文件: 01.jpg\n  - 文件: 09.jpg\n---\n");
	pictures("---\n影像: [{文件: 01.jpg}]\n---\n", STR("影像[9]"),
	    "---\n影像:\n  - 文件: 01.jpg\n  - 文件: 09.jpg\n---\n");
	/* Not what the form cannot show, nor what the kind does not have. */
	pictures("---\n影像:\n  - [1, 2, 3]\n---\n", STR("影像[0].文件"),
	    "---\n影像:\n  - [1, 2, 3]\n---\n");
	pictures(
	    "---\n影像: 没有\n---\n", STR("影像"), "---\n影像: 没有\n---\n");
	pictures("---\n日期: 无\n---\n", STR("环节[0].名称"),
	    "---\n日期: 无\n---\n");
	pictures("---\n日期: 无\n---\n", STR("别的"), "---\n日期: 无\n---\n");
}

/* Line ends of any system; what came along with a copy from elsewhere. */
static void test_clean(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_string_equal(
	    blank_clean(&a, STR(" 一\r\n\r\n二\r三\n\r\n")).data,
	    "一\n\n二\n三");
	assert_string_equal(
	    blank_clean(&a, STR("\xef\xbb\xbf甲\xe2\x80\x8b乙\x01\xff丙")).data,
	    "甲乙丙");
	arena_release(&a);
}

/* What the form cannot show is not touched by it. */
static void test_kept(void **state)
{
	static const struct http_field fields[] = {FIELD("日期", "2026-11-12"),
	    FIELD("环节[0].#", ""), FIELD("环节[0].名称", "新")};
	struct small s;

	(void)state;
	small_open(&s, "---\n日期: [2026-11-12]\n环节: 一句话\n---\n");
	takes(&s, fields, sizeof fields / sizeof *fields, "",
	    "---\n日期: [2026-11-12]\n环节: 一句话\n---\n");
	small_close(&s);
}

static const char *said_of(
    struct small *s, const char *text, struct place place, const char *message)
{
	struct remarks out;
	struct report r;

	report_init(&r, &s->arena);
	report_add(
	    &r, FINDING_FIELD_MISSING, STR("a.md"), place, "%s", message);
	blank_remarks(
	    &out, &s->arena, s->match.kind, str_from(text), STR("a.md"), &r);
	assert_int_equal(out.count, 1);
	return arena_str(&s->arena, out.remarks[0].name).data;
}

static void test_remarks(void **state)
{
	static const char text[] =
	    "---\n日期: 2026-11-12\n触发:\n  事由: 一\n环节:\n"
	    "  - 名称: 甲\n    人数: 三\n  - 人数: 4\n---\n\n正文\n";
	struct small s;

	(void)state;
	small_open(&s, text);
	assert_string_equal(
	    said_of(&s, text, (struct place){2, 5, 1}, "不对"), "日期");
	assert_string_equal(
	    said_of(&s, text, (struct place){4, 7, 1}, "不对"), "触发.事由");
	assert_string_equal(
	    said_of(&s, text, (struct place){7, 9, 1}, "不对"), "环节[0].人数");
	assert_string_equal(
	    said_of(&s, text, (struct place){8, 5, 0}, "缺少必填栏“名称”"),
	    "环节[1].名称");
	assert_string_equal(
	    said_of(&s, text, (struct place){2, 1, 0}, "缺少必填栏“案例”"),
	    "案例");
	assert_string_equal(
	    said_of(&s, text, (struct place){11, 1, 1}, "不对"), BLANK_BODY);
	assert_string_equal(
	    said_of(&s, text, (struct place){0, 0, 0}, "不对"), "");
	small_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sample),
	    cmocka_unit_test(test_take),
	    cmocka_unit_test(test_picture),
	    cmocka_unit_test(test_clean),
	    cmocka_unit_test(test_kept),
	    cmocka_unit_test(test_remarks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
