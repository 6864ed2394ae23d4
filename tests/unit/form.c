/* SPDX-License-Identifier: MIT */
/* The forms of the project's own kinds: filled in as they stand, they are
 * records whose only faults are what they refer to. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/disk.h"
#include "book/form.h"
#include "book/record.h"
#include "book/yaml.h"

static struct str root(void)
{
	const char *set = getenv("ROOT");

	return str_from(set ? set : ".");
}

/* A path that the pattern of the kind takes. */
static struct str path_of(struct arena *a, const struct kind *k)
{
	static const struct {
		const char *from, *to;
	} fill[] = {{"{单位}", "mzj"}, {"{活动月}", "2026-11"},
	    {"{报送月}", "2026-11"},
	    {"{类:window|enforce|complaint}", "window"}, {"[-{次}]", ""},
	    {"{次}", "1"}, {"{序}", "1"}, {"{名}", "a"},
	    {"{台账}", "mzj-2026-11-window-p01"}, {"{对象:**}", "mzj/a"}};
	struct str s = k->files;
	size_t i, at;

	for (i = 0; i < sizeof fill / sizeof *fill; i++)
		while ((at = str_find(s, str_from(fill[i].from), 0)) < s.len)
			s = arena_printf(a, "%.*s%s%.*s", (int)at, s.data,
			    fill[i].to,
			    STR_ARGS(str_slice(
				s, at + strlen(fill[i].from), s.len)));
	return s;
}

static void assert_form(struct arena *a, const struct schema *schema,
    const struct kind *k, const struct tree *t)
{
	struct str path = path_of(a, k);
	struct buf form = {0};
	struct record rec;
	struct report r;
	struct match m;
	size_t i;

	report_init(&r, a);
	form_example(&form, k);
	if (!schema_match(&m, a, schema, path) || m.kind != k)
		fail_msg("%.*s is not of its kind", STR_ARGS(path));
	if (str_ends(path, STR(".md"))) {
		assert_int_equal(
		    record_make(&rec, a, &m, buf_view(&form),
			arena_printf(a, "content/%.*s", STR_ARGS(path)), t, &r),
		    0);
		for (i = 0; i < r.count; i++)
			if (!str_is(r.findings[i].id, "picture-missing") &&
			    !str_is(r.findings[i].id, "reference-unknown"))
				fail_msg("%.*s:%u: %.*s", STR_ARGS(path),
				    r.findings[i].place.line,
				    STR_ARGS(r.findings[i].message));
	}
	buf_release(&form);
}

/* To be filled in, it parses, and only the gaps are wrong with it, and what
 * gaps that are left leave open. */
static void assert_blank(struct arena *a, const struct schema *schema,
    const struct kind *k, const struct tree *t)
{
	static const char *const left[] = {
	    "gap-left", "field-missing", "reference-unknown"};
	struct str path = path_of(a, k);
	struct buf form = {0};
	struct record rec;
	struct report r;
	struct match m;
	size_t i, n;

	if (!str_ends(path, STR(".md")))
		return;
	report_init(&r, a);
	buf_text(&form, "---\n");
	form_head(&form, k, NULL);
	buf_text(&form, "---\n");
	form_body(&form, k);
	assert_true(schema_match(&m, a, schema, path));
	assert_int_equal(
	    record_make(&rec, a, &m, buf_view(&form),
		arena_printf(a, "content/%.*s", STR_ARGS(path)), t, &r),
	    0);
	for (i = 0; i < r.count; i++) {
		for (n = 0; n < sizeof left / sizeof *left; n++)
			if (str_is(r.findings[i].id, left[n]))
				break;
		if (n == sizeof left / sizeof *left)
			fail_msg("%.*s:%u: %.*s", STR_ARGS(path),
			    r.findings[i].place.line,
			    STR_ARGS(r.findings[i].message));
	}
	buf_release(&form);
}

/* Whatever is known stands there as it is known. */
static void assert_same(const struct value *was, const struct value *is)
{
	size_t i;

	assert_non_null(is);
	assert_int_equal(was->type, is->type);
	assert_true(str_equal(was->text, is->text));
	assert_int_equal(was->count, is->count);
	for (i = 0; was->type == VALUE_LIST && i < was->count; i++)
		assert_same(was->items[i], is->items[i]);
	for (i = 0; was->type == VALUE_MAP && i < was->count; i++)
		assert_same(
		    was->pairs[i].value, value_find(is, was->pairs[i].key));
}

static void test_known(void **state)
{
	static const char head[] =
	    "日期: 2026-11-12\n"
	    "地点: \"二楼：#17 'a' - {b}\"\n"
	    "参加人:\n"
	    "  - {姓名: 张某某, 职务: 局长, 身份: 主要负责同志}\n"
	    "  - {姓名: 李某某, 职务: \"副: 局长\", 身份: 分管负责同志, 委托: 多}\n"
	    "触发: {事由: 其他}\n"
	    "环节:\n"
	    "  - {名称: 审批服务, 情况: 好, 角色: [企业群众, 工作人员],\n"
	    "     要素: {线下: [咨询引导, 办事手续], 线上: 不错}}\n"
	    "情况说明: {a-b: \"为什么：不\"}\n";
	struct arena a = {0};
	struct buf form = {0};
	struct schema schema;
	struct report r;
	struct tree t;
	struct value *known, *again;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(disk_tree(&t, &a, root(), &r), 0);
	assert_int_equal(schema_read(&schema, &a, &t, &r), 0);
	known = yaml_parse(&a, str_from(head), STR("a"), 1, &r);
	assert_non_null(known);
	form_head(&form, schema_kind(&schema, STR("activity")), known);
	again = yaml_parse(&a, buf_view(&form), STR("a"), 1, &r);
	assert_int_equal(r.count, 0);
	/* Beside it are the gaps of what must be there. */
	assert_true(again->count > known->count);
	assert_same(
	    value_find(known, STR("参加人")), value_find(again, STR("参加人")));
	assert_same(
	    value_find(known, STR("地点")), value_find(again, STR("地点")));
	assert_same(
	    value_find(known, STR("触发")), value_find(again, STR("触发")));
	assert_same(
	    value_find(known, STR("环节")), value_find(again, STR("环节")));
	assert_same(value_find(known, STR("情况说明")),
	    value_find(again, STR("情况说明")));
	tree_release(&t);
	buf_release(&form);
	arena_release(&a);
}

static void test_own_kinds(void **state)
{
	struct arena a = {0};
	struct schema schema;
	struct report r;
	struct tree t;
	size_t i;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(disk_tree(&t, &a, root(), &r), 0);
	assert_int_equal(schema_read(&schema, &a, &t, &r), 0);
	assert_true(schema.kind_count > 15);
	for (i = 0; i < schema.kind_count; i++) {
		assert_form(&a, &schema, schema.kinds[i], &t);
		assert_blank(&a, &schema, schema.kinds[i], &t);
	}
	tree_release(&t);
	arena_release(&a);
}

static size_t gap_at(const char *text)
{
	return form_gap_find(str_from(text), 0);
}

/* What a comment of the head says is none. */
static void test_gaps(void **state)
{
	struct buf b = {0};
	int i;

	(void)state;
	assert_int_equal(gap_at(""), 0);
	assert_int_equal(gap_at("a: 【待填】"), 3);
	assert_int_equal(gap_at("#【待填【待填\na: 【待填】"), 23);
	assert_int_equal(gap_at(" # 【待填】"), 15);
	assert_int_equal(gap_at("---\n# 【待填】\n---\n# 【待填】\n"), 25);
	assert_int_equal(
	    form_gap_find(STR("【待填】\n#【待填\n【待填】"), 1), 24);
	/* Many in one comment take no longer than one in each of many. */
	buf_byte(&b, '#');
	for (i = 0; i < 1000000; i++)
		buf_text(&b, FORM_GAP);
	assert_int_equal(form_gap_find(buf_view(&b), 0), b.len);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_own_kinds),
	    cmocka_unit_test(test_known),
	    cmocka_unit_test(test_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
