/* SPDX-License-Identifier: MIT */
/* Faults and their places, the strict manner, escapes, the static check. What
 * tags mean is in the cases that mustache_spec.c runs. */
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/template_op.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct template_set set;
	struct buf out;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	template_set_init(&f->set, &f->arena);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	buf_release(&f->out);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static int add(struct fixture *f, const char *name, const char *text)
{
	return template_add(&f->set, str_from(name), str_from(text),
	    str_from(name), 1, &f->report);
}

static int render(
    struct fixture *f, const struct value *root, struct template_options o)
{
	template_set_seal(&f->set);
	buf_clear(&f->out);
	return template_render(
	    &f->out, &f->set, STR("page"), root, &o, &f->report);
}

static const struct template_options strict = {
    .escape = ESCAPE_HTML, .is_strict = true};

static struct value *text(struct fixture *f, const char *s)
{
	return value_text(&f->arena, str_from(s));
}

static struct value *put(
    struct fixture *f, struct value *map, const char *key, struct value *v)
{
	value_put(&f->arena, map, str_from(key), v);
	return v;
}

/* The report holds this finding, at this place, with this in its message. */
static void expect(struct fixture *f, size_t at, const char *id,
    const char *path, uint32_t line, uint32_t column, const char *message)
{
	const struct finding *found;

	assert_true(at < f->report.count);
	found = &f->report.findings[at];
	assert_string_equal(found->id.data, id);
	assert_string_equal(found->path.data, path);
	assert_int_equal(found->place.line, line);
	assert_int_equal(found->place.column, column);
	assert_non_null(strstr(found->message.data, message));
}

static void expect_out(struct fixture *f, const char *want)
{
	buf_byte(&f->out, '\0');
	assert_string_equal(f->out.data, want);
}

static void test_parse_faults(void **state)
{
	static const struct {
		const char *text;
		uint32_t line, column;
		const char *message;
	} table[] = {
	    {"台账：{{名称", 1, 4, "没有写完"},
	    {"{{{名称}}", 1, 1, "“}}}”"},
	    {"一\n  {{#活动}}\n", 2, 3, "“{{#活动}}”没有结束标签"},
	    {"{{<*x}}", 1, 1, "“{{<*x}}”没有结束标签"},
	    {"中{{/活动}}", 1, 2, "没有对应的开始标签"},
	    {"{{}}", 1, 1, "没有名称"},
	    {"{{# }}{{/ }}", 1, 1, "没有名称"},
	    {"{{单位 名称}}", 1, 1, "不能有空格"},
	    {"{{单位..名称}}", 1, 1, "点前后"},
	    {"{{.名称}}", 1, 1, "点前后"},
	    {"{{=<%=}}", 1, 1, "换分隔符"},
	    {"{{=a= b=}}", 1, 1, "换分隔符"},
	    {"{{<p}}{{$a}}{{/a}}{{$a}}{{/a}}{{/p}}", 1, 19, "写了两次"},
	    {"{{#a}}{{#b}}{{/a}}", 1, 7, "“{{#b}}”没有结束标签"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct fixture *f;

		setup((void **)&f);
		assert_int_equal(add(f, "page", table[i].text), -1);
		assert_int_equal(f->report.count, 1);
		expect(f, 0, "template", "page", table[i].line, table[i].column,
		    table[i].message);
		/* A faulty template does no harm. */
		render(f, NULL, (struct template_options){0});
		teardown((void **)&f);
	}
}

static void test_all_faults_at_once(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(template_add(&f->set, STR("page"),
			     STR("{{a b}}\n中文{{/x}} {{}}\n{{#y}}"),
			     STR("page"), 11, &f->report),
	    -1);
	assert_int_equal(f->report.count, 4);
	expect(f, 0, "template", "page", 11, 1, "空格");
	expect(f, 1, "template", "page", 12, 3, "{{/x}}");
	expect(f, 2, "template", "page", 12, 10, "没有名称");
	expect(f, 3, "template", "page", 13, 1, "{{#y}}");
	assert_int_equal(f->report.findings[1].place.width, 6);
}

static void test_names_in_findings_are_short(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	int i;

	buf_text(&b, "{{/");
	for (i = 0; i < 5000; i++)
		buf_text(&b, "长");
	buf_text(&b, "}}");
	assert_int_equal(template_add(&f->set, STR("page"), buf_view(&b),
			     STR("page"), 1, &f->report),
	    -1);
	assert_true(f->report.findings[0].message.len < 300);
	assert_non_null(strstr(f->report.findings[0].message.data, "长…"));
	buf_release(&b);
}

static void test_same_name_twice(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "b", ""), 0);
	assert_int_equal(add(f, "a", ""), 0);
	assert_int_equal(add(f, "b", ""), -1);
	expect(f, 0, "template", "b", 0, 0, "已经有了");
}

static void test_strict_unknown(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);

	put(f, put(f, root, "单位", value_map(&f->arena)), "名", text(f, "x"));
	add(f, "page", "{{单位.名}}\n{{单位.名称}}\n中{{^没有}}y{{/没有}}");
	assert_int_equal(render(f, root, strict), -1);
	assert_int_equal(f->report.count, 2);
	expect(f, 0, "template-unknown", "page", 2, 1, "单位.名称");
	expect(f, 1, "template-unknown", "page", 3, 2, "没有");
	/* By the standard both are empty. */
	assert_int_equal(
	    render(f, root, (struct template_options){.escape = ESCAPE_HTML}),
	    0);
	expect_out(f, "x\n\n中y");
}

static void test_strict_raw(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena), *v;
	struct template_options o = strict;

	v = put(f, root, "正文", text(f, "<p>"));
	put(f, root, "空", text(f, ""));
	add(f, "page", "{{{正文}}}{{空}}{{&空}}");
	assert_int_equal(render(f, root, strict), -1);
	expect(f, 0, "template-raw", "page", 1, 1, "正文");
	expect_out(f, "");
	v->is_html = true;
	assert_int_equal(render(f, root, strict), 0);
	expect_out(f, "<p>");
	/* HTML between the quotes of JSON must be escaped as well. */
	o.escape = ESCAPE_JSON;
	assert_int_equal(render(f, root, o), -1);
	expect(f, 1, "template-raw", "page", 1, 1, "JSON");
	expect_out(f, "");
}

static void test_html_is_escaped_between_two_braces(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);

	put(f, root, "正文", text(f, "<p>"))->is_html = true;
	add(f, "page", "{{正文}}");
	assert_int_equal(render(f, root, strict), 0);
	expect_out(f, "&lt;p&gt;");
}

static void test_truth(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);

	put(f, root, "e", text(f, ""));
	put(f, root, "f", text(f, "false"))->is_plain = true;
	put(f, root, "n", text(f, "null"))->is_plain = true;
	put(f, root, "l", value_list(&f->arena));
	put(f, root, "m", value_map(&f->arena));
	put(f, root, "q", text(f, "false"));
	add(f, "page",
	    "{{#e}}e{{/e}}{{#f}}f{{/f}}{{#n}}n{{/n}}{{#l}}l{{/l}}"
	    "{{#m}}m{{/m}}{{#q}}q{{/q}}[{{n}}]");
	assert_int_equal(render(f, root, strict), 0);
	expect_out(f, "fnmq[null]");
	assert_int_equal(render(f, root, (struct template_options){0}), 0);
	expect_out(f, "emq[]");
}

static void test_strict_text_of_a_list(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);

	put(f, root, "l", value_list(&f->arena));
	add(f, "page", " {{l}}{{>没有}}");
	assert_int_equal(render(f, root, strict), -1);
	expect(f, 0, "template", "page", 1, 2, "一组数据");
	expect(f, 1, "template", "page", 1, 7, "不存在");
}

static void test_findings_of_a_rendering_are_few(void **state)
{
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);
	struct value *list = put(f, root, "l", value_list(&f->arena));
	int i;

	for (i = 0; i < 1000; i++)
		value_append(&f->arena, list, text(f, "x"));
	add(f, "page", "{{#l}}{{y}}{{/l}}");
	assert_int_equal(render(f, root, strict), -1);
	assert_int_equal(f->report.count, TEMPLATE_FINDINGS_MAX);
}

/* A YAML scalar is plain where nothing in it could mean anything, and no value
 * begins or ends a block of Markdown. */
static void test_escapes_of_records(void **state)
{
	static const struct {
		const char *text, *yaml, *markdown;
	} table[] = {
	    {"", "", ""},
	    {"取号", "取号", "取号"},
	    {"mzj-2026-11-window-p01", "mzj-2026-11-window-p01",
		"mzj-2026-11-window-p01"},
	    {"2026-11-12", "2026-11-12", "2026-11-12"},
	    {"a: b #c", "\"a: b #c\"", "a: b \\#c"},
	    {"取号，填表", "\"取号，填表\"", "取号，填表"},
	    {"- 一", "\"- 一\"", "\\- 一"},
	    {"-1", "\"-1\"", "\\-1"},
	    {"+ 一 + 二", "\"+ 一 + 二\"", "\\+ 一 + 二"},
	    {"2022. 总结 1. 二", "\"2022. 总结 1. 二\"", "2022\\. 总结 1. 二"},
	    {"1)", "\"1)\"", "1\\)"},
	    {". x", "\". x\"", "\\. x"},
	    {"   四格", "\"   四格\"", "四格"},
	    {"一\n\n# 二\n", "\"一\\n\\n# 二\\n\"", "一 \\# 二"},
	    {"*a* _b_ [c](d) `e`", "\"*a* _b_ [c](d) `e`\"",
		"\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\`"},
	    {"138****1234 **", "\"138****1234 **\"", "138****1234 \\*\\*"},
	    {"&lt;<b>", "\"&lt;<b>\"", "\\&lt;\\<b\\>"},
	    {"\xff", "\"\xff\"", "\xff"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		buf_clear(&f->out);
		template_escape(&f->out, ESCAPE_YAML, str_from(table[i].text));
		expect_out(f, table[i].text[0] ? table[i].yaml : "\"\"");
		buf_clear(&f->out);
		template_escape(
		    &f->out, ESCAPE_MARKDOWN, str_from(table[i].text));
		expect_out(f, table[i].markdown);
	}
}

static void test_escapes(void **state)
{
	static const struct {
		const char *path;
		enum template_escape escape;
		const char *want;
	} table[] = {
	    {"a/b.html", ESCAPE_HTML, "&lt;&#39;&quot;\\,;\n\x01中&gt;"},
	    {"feed.xml", ESCAPE_HTML, "&lt;&#39;&quot;\\,;\n\x01中&gt;"},
	    {"a.svg", ESCAPE_HTML, "&lt;&#39;&quot;\\,;\n\x01中&gt;"},
	    {"a.json", ESCAPE_JSON, "<'\\\"\\\\,;\\n\\u0001中>"},
	    {"a.webmanifest", ESCAPE_JSON, "<'\\\"\\\\,;\\n\\u0001中>"},
	    {"a.ics", ESCAPE_ICAL, "<'\"\\\\\\,\\;\\n中>"},
	    {"a.yaml", ESCAPE_YAML, "\"<'\\\"\\\\,;\\n\\u0001中>\""},
	    {"a.md", ESCAPE_MARKDOWN, "\\<'\"\\\\,; 中\\>"},
	    {"a.txt", ESCAPE_NONE, "<'\"\\,;\n\x01中>"},
	    {"html", ESCAPE_NONE, "<'\"\\,;\n\x01中>"},
	};
	struct fixture *f = *state;
	struct value *root = value_map(&f->arena);
	size_t i;

	put(f, root, "x", text(f, "<'\"\\,;\n\x01中>"));
	add(f, "page", "{{x}}");
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct template_options o = {
		    .escape = template_escape_of(str_from(table[i].path))};

		assert_int_equal(o.escape, table[i].escape);
		assert_int_equal(render(f, root, o), 0);
		expect_out(f, table[i].want);
	}
}

/* Answers "查询" with a row for the unit that the innermost frame is. */
static const struct value *resolve_query(
    void *self, const struct template_frame *top, struct str name, int *status)
{
	struct fixture *f = self;
	struct value *list, *row;

	if (str_is(name, "坏")) {
		*status = report_system(&f->report, STR("x"), "不能查询");
		return NULL;
	}
	if (!str_is(name, "查询"))
		return NULL;
	list = value_list(&f->arena);
	row = value_map(&f->arena);
	value_append(&f->arena, list, row);
	put(f, row, "件",
	    value_text(&f->arena, value_find_text(top->value, "单位")));
	return list;
}

static void test_resolve(void **state)
{
	struct fixture *f = *state;
	struct template_options o = strict;
	struct value *root = value_map(&f->arena);

	o.resolve = resolve_query;
	o.self = f;
	put(f, root, "单位", text(f, "民政局"));
	add(f, "page", "{{#查询}}{{件}}:{{单位}}{{/查询}}");
	assert_int_equal(render(f, root, o), 0);
	expect_out(f, "民政局:民政局");
	add(f, "bad", "{{#坏}}{{/坏}}");
	template_set_seal(&f->set);
	assert_int_equal(
	    template_render(&f->out, &f->set, STR("bad"), root, &o, &f->report),
	    -1);
	/* It failed, so it is not also unknown. */
	assert_int_equal(f->report.count, 1);
	expect(f, 0, "system", "x", 0, 0, "");
}

static void test_endless_recursion(void **state)
{
	static const char *const pages[] = {
	    "中{{>page}}{{>page}}",
	    "中{{<page}}{{/page}}",
	    "中{{#x}}{{>page}}{{/x}}",
	    "中{{>*x}}",
	    "中{{<page}}{{$a}}{{>page}}{{/a}}{{/page}}{{$a}}{{/a}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct fixture *f;
		struct value *root;
		struct str names[] = {STR("x")};
		struct template_scope scope = {.names = names, .count = 1};

		setup((void **)&f);
		root = value_map(&f->arena);
		put(f, root, "x", text(f, "page"));
		assert_int_equal(add(f, "page", pages[i]), 0);
		assert_int_equal(render(f, root, strict), -1);
		assert_int_equal(f->report.count, 1);
		assert_non_null(
		    strstr(f->report.findings[0].message.data, "嵌套过深"));
		/* The check sees each body once, and comes to an end. */
		assert_int_equal(template_check(&f->set, STR("page"), &scope,
				     NULL, &f->report),
		    0);
		teardown((void **)&f);
	}
}

static void test_nesting(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	int i;

	for (i = 0; i < 100000; i++)
		buf_text(&b, "{{#a}}");
	assert_int_equal(template_add(&f->set, STR("page"), buf_view(&b),
			     STR("page"), 1, &f->report),
	    -1);
	assert_int_equal(f->report.count, 1);
	expect(f, 0, "template", "page", 1, 601, "嵌套超过 100 层");
	buf_release(&b);
}

/* Ops of `text` n times over. */
static uint32_t ops_of(struct fixture *f, const char *text_, int n)
{
	struct template t = {.path = STR("x")};
	struct buf b = {0};

	while (n--)
		buf_text(&b, text_);
	template_parse(&t, &f->arena, buf_view(&b), 1, &f->report);
	buf_release(&b);
	return t.count;
}

static void test_size_is_linear(void **state)
{
	static const char *const parts[] = {"中文\n", "{{a}}", "  {{a}}\n",
	    "{{#a}}\n x\n{{/a}}\n", "{{<p}}{{$a}}\n    x\n    y\n{{/a}}{{/p}}",
	    "  {{>p}}\n", "{{! x }}\n", "{{=<% %>=}}x<%={{ }}=%>",
	    "{{$a}}\n\n x{{/a}}\n"};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof parts / sizeof *parts; i++) {
		uint32_t once = ops_of(f, parts[i], 1000);
		uint32_t twice = ops_of(f, parts[i], 2000);

		assert_true(twice <= 2 * once + 2);
	}
	assert_int_equal(f->report.count, 0);
	/* Lines of text are one op, however many. */
	assert_int_equal(ops_of(f, "一行字\n", 5000), 1);
	assert_int_equal(ops_of(f, "  {{#a}}\n  {{/a}}\n", 100), 100);
}

static void test_columns_on_a_long_line(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	int i;

	for (i = 0; i < 20000; i++)
		buf_text(&b, "中{{x}}");
	buf_text(&b, "{{}}");
	template_add(
	    &f->set, STR("page"), buf_view(&b), STR("page"), 1, &f->report);
	expect(f, 0, "template", "page", 1, 20000 * 6 + 1, "没有名称");
	buf_release(&b);
}

/* 活动 is rows with 名称 and 编号; 环节 is one only inside 活动. */
static bool resolve_names(void *self, const struct template_scope *top,
    struct str name, struct template_scope *inner)
{
	static const struct str event[] = {
	    {"名称", sizeof "名称" - 1}, {"编号", sizeof "编号" - 1}};
	static const struct str step[] = {{"步骤", sizeof "步骤" - 1}};
	unsigned *calls = self;
	size_t i;

	if (calls)
		++*calls;
	if (str_is(name, "活动")) {
		inner->names = event;
		inner->count = 2;
		return true;
	}
	if (str_is(name, "今天"))
		return true;
	if (!str_is(name, "环节"))
		return false;
	for (; top; top = top->below)
		for (i = 0; i < top->count; i++)
			if (str_is(top->names[i], "编号")) {
				inner->names = step;
				inner->count = 1;
				return true;
			}
	return false;
}

static int check(struct fixture *f)
{
	struct str names[] = {STR("单位"), STR("标题")};
	struct template_scope root = {.names = names, .count = 2};
	struct template_shapes shapes = {.resolve = resolve_names};

	template_set_seal(&f->set);
	return template_check(&f->set, STR("page"), &root, &shapes, &f->report);
}

static void test_check_scopes(void **state)
{
	struct fixture *f = *state;

	add(f, "page",
	    "{{单位}}{{.}}{{今天}}\n"
	    "{{#活动}}{{名称}}{{标题}}{{#环节}}{{步骤}}{{名称}}{{/环节}}"
	    "{{/活动}}\n"
	    "{{#标题}}{{.}}{{单位}}{{/标题}}{{活动.名称}}{{标题.任何}}\n");
	assert_int_equal(check(f), 0);
	assert_int_equal(f->report.count, 0);
}

static void test_check_unknown(void **state)
{
	struct fixture *f = *state;

	add(f, "page",
	    "{{标提}}\n"
	    "中{{名称}}{{^活动}}{{名称}}{{/活动}}\n"
	    "{{#活动}}{{名字}}{{/活动}}\n"
	    "{{#环节}}{{步骤}}{{/环节}}\n"
	    "{{活动.编码}}{{>*哪个}}\n"
	    "{{#标题}}{{名称}}{{/标题}}{{三}}\n");
	assert_int_equal(check(f), -1);
	assert_int_equal(f->report.count, 9);
	expect(f, 0, "template-unknown", "page", 1, 1, "“标题”？");
	expect(f, 1, "template-unknown", "page", 2, 2, "名称");
	expect(f, 2, "template-unknown", "page", 2, 15, "名称");
	expect(f, 3, "template-unknown", "page", 3, 8, "“名称”？");
	expect(f, 4, "template-unknown", "page", 4, 1, "环节");
	expect(f, 5, "template-unknown", "page", 5, 1, "“编号”？");
	expect(f, 6, "template-unknown", "page", 5, 10, "哪个");
	expect(f, 7, "template-unknown", "page", 6, 8, "名称");
	expect(f, 8, "template-unknown", "page", 6, 21, "三");
	assert_null(strstr(f->report.findings[8].message.data, "？"));
}

static void test_check_follows_partials(void **state)
{
	struct fixture *f = *state;

	add(f, "page",
	    "{{#活动}}{{>row}}{{/活动}}\n{{>row}}\n{{>rwo}}\n"
	    "{{<base}}{{$main}}{{缺}}{{/main}}{{$mian}}x{{/mian}}"
	    "{{名称}}{{/base}}");
	add(f, "row", "\n{{名称}}");
	add(f, "base", "{{$main}}{{默认}}{{/main}}");
	assert_int_equal(check(f), -1);
	assert_int_equal(f->report.count, 4);
	/* In `row` the name is known the first time and not the second. */
	expect(f, 0, "template-unknown", "row", 2, 1, "名称");
	expect(f, 1, "template", "page", 3, 1, "“row”？");
	expect(f, 2, "template", "page", 4, 52, "不会显示");
	/* What is overridden is not looked at, what overrides is. */
	expect(f, 3, "template-unknown", "page", 4, 19, "缺");
}

static void test_check_unused_block(void **state)
{
	struct fixture *f = *state;

	add(f, "page",
	    "{{<base}}{{$main}}{{$side}}{{/side}}{{/main}}"
	    "{{$mian}}x{{/mian}}{{/base}}");
	add(f, "base", "{{>inner}}");
	add(f, "inner", "{{$main}}{{/main}}");
	assert_int_equal(check(f), -1);
	assert_int_equal(f->report.count, 1);
	expect(f, 0, "template", "page", 1, 46, "不是上层模板里的区块");
}

static void test_check_block_sees_its_place(void **state)
{
	struct fixture *f = *state;

	add(f, "page", "{{<base}}{{$row}}{{名称}}{{/row}}{{/base}}");
	add(f, "base", "{{#活动}}{{$row}}{{/row}}{{/活动}}");
	assert_int_equal(check(f), 0);
	add(f, "flat", "{{$row}}{{/row}}");
	add(f, "next", "{{<flat}}{{$row}}{{名称}}{{/row}}{{/flat}}");
	template_set_seal(&f->set);
	assert_int_equal(
	    template_check(&f->set, STR("next"), NULL, NULL, &f->report), -1);
	expect(f, 0, "template-unknown", "next", 1, 18, "名称");
}

/* Templates that each include the next one twice: 2^n ways, n bodies. */
static void test_check_walks_a_body_once(void **state)
{
	struct fixture *f = *state;
	struct template_shapes shapes = {.resolve = resolve_names};
	unsigned calls = 0;
	int i;

	for (i = 0; i < 40; i++) {
		struct str name =
		    i ? arena_printf(&f->arena, "t%d", i) : STR("page");
		struct str text_ = arena_printf(
		    &f->arena, "{{今天}}{{>t%d}}{{>t%d}}", i + 1, i + 1);

		template_add(&f->set, name, text_, name, 1, &f->report);
	}
	add(f, "t40", "");
	shapes.self = &calls;
	template_set_seal(&f->set);
	assert_int_equal(
	    template_check(&f->set, STR("page"), NULL, &shapes, &f->report), 0);
	assert_int_equal(calls, 40);
}

static void test_check_recursive_rows(void **state)
{
	struct fixture *f = *state;

	add(f, "page", "{{#活动}}{{名称}}{{#环节}}{{>page}}{{/环节}}{{/活动}}");
	assert_int_equal(check(f), 0);
	add(f, "other", "{{<other}}{{$a}}{{名}}{{/a}}{{/other}}{{$a}}{{/a}}");
	template_set_seal(&f->set);
	assert_int_equal(
	    template_check(&f->set, STR("other"), NULL, NULL, &f->report), -1);
	expect(f, 0, "template-unknown", "other", 1, 17, "名");
}

static void test_no_such_template(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(render(f, NULL, strict), -1);
	assert_int_equal(check(f), -1);
	assert_int_equal(f->report.count, 2);
	assert_string_equal(
	    f->report.findings[0].message.data, "没有名为“page”的模板");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse_faults),
	    TEST(test_all_faults_at_once),
	    TEST(test_names_in_findings_are_short),
	    TEST(test_same_name_twice),
	    TEST(test_strict_unknown),
	    TEST(test_strict_raw),
	    TEST(test_html_is_escaped_between_two_braces),
	    TEST(test_truth),
	    TEST(test_strict_text_of_a_list),
	    TEST(test_findings_of_a_rendering_are_few),
	    TEST(test_escapes),
	    TEST(test_escapes_of_records),
	    TEST(test_resolve),
	    cmocka_unit_test(test_endless_recursion),
	    TEST(test_nesting),
	    TEST(test_size_is_linear),
	    TEST(test_columns_on_a_long_line),
	    TEST(test_check_scopes),
	    TEST(test_check_unknown),
	    TEST(test_check_follows_partials),
	    TEST(test_check_unused_block),
	    TEST(test_check_block_sees_its_place),
	    TEST(test_check_walks_a_body_once),
	    TEST(test_check_recursive_rows),
	    TEST(test_no_such_template),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
