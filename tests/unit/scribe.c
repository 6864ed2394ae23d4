/* SPDX-License-Identifier: MIT */
/* What is written is read again as it was meant, and looks as people write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "book/front.h"
#include "book/scribe.h"

/* A text of one field, written and read again. */
static void comes_back(const char *text)
{
	struct value *head;
	struct arena a = {0};
	struct buf out = {0};
	struct front front;
	struct report r;

	report_init(&r, &a);
	head = value_map(&a);
	value_put(&a, head, STR("情况"), value_text(&a, str_from(text)));
	scribe_write(&out, head, STR("正文"));
	assert_int_equal(
	    front_parse(&front, &a, buf_view(&out), STR("a.md"), &r), 0);
	assert_int_equal(r.count, 0);
	assert_string_equal(
	    arena_str(&a, value_find_text(front.head, "情况")).data, text);
	assert_string_equal(arena_str(&a, str_trim(front.body)).data, "正文");
	buf_release(&out);
	arena_release(&a);
}

static void test_texts(void **state)
{
	static const char *const texts[] = {"取号", "地点：二楼", "a: b",
	    "工单 #20220601", "- 取号", "[取号，填表]", "\"引号\"", "'", "null",
	    "~", "是", "0127", "2026-11-12", "！", "%", "@", "*甲*", "&甲", "|",
	    ">-", "---", "两行\n文字", "两段\n\n文字", " 前面有空格",
	    "第一行\n  缩进的", "第一行\n#像注释", "第一行\n---\n第三行",
	    "第一行\n- 像列表", "第一行\n键: 值", "末尾有换行\n",
	    "\n开头有换行", "制\t表\n符", "反\\斜", "“中文引号”",
	    "甲，乙：丙；丁"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		comes_back(texts[i]);
}

static void test_look(void **state)
{
	static const char text[] = "---\n"
				   "日期: 2026-11-12\n"
				   "角色: [企业群众, 工作人员]\n"
				   "环节:\n"
				   "  - 名称: 审批服务\n"
				   "    要素:\n"
				   "      线下: [咨询引导, \"甲，乙\"]\n"
				   "    情况: |-\n"
				   "      第一行\n"
				   "\n"
				   "      第三行\n"
				   "  - 名称: 业务检查\n"
				   "---\n"
				   "\n"
				   "正文一行。\n";
	struct arena a = {0};
	struct buf out = {0};
	struct front front;
	struct report r;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(
	    front_parse(&front, &a, str_from(text), STR("a.md"), &r), 0);
	scribe_write(&out, front.head, str_trim(front.body));
	assert_string_equal(arena_str(&a, buf_view(&out)).data, text);
	buf_release(&out);
	arena_release(&a);
}

static void test_empty(void **state)
{
	struct value *head, *list, *map;
	struct arena a = {0};
	struct buf out = {0};

	(void)state;
	head = value_map(&a);
	list = value_list(&a);
	map = value_map(&a);
	value_put(&a, map, STR("空"), value_text(&a, STR("")));
	value_append(&a, list, map);
	value_put(&a, head, STR("环节"), list);
	value_put(&a, head, STR("地点"), value_text(&a, STR("")));
	assert_true(scribe_is_empty(head));
	scribe_write(&out, head, STR(""));
	assert_string_equal(arena_str(&a, buf_view(&out)).data, "---\n---\n");
	buf_release(&out);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_texts),
	    cmocka_unit_test(test_look),
	    cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
