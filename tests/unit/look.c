/* SPDX-License-Identifier: MIT */
/*
 * What the look finds and how it mends; that mended text means what was meant
 * and is not mended again; and what it must leave alone.
 */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/look.h"
#include "book/mend.h"
#include "book/yaml.h"

struct fault {
	const char *text;
	const char *findings; /* "id line:column" joined by blanks */
	const char *mended;   /* NULL: stays as it is */
	const char *meant;    /* the value of the mended text */
};

static const struct fault faults[] = {
    /* colons */
    {"单位：县民政局\n", "head-colon 1:3", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位：县民政局\n日期：2026-11-12\n", "head-colon 1:3 head-colon 2:3",
	"单位: 县民政局\n日期: 2026-11-12\n",
	"{单位=县民政局,日期=2026-11-12}"},
    {"单位:县民政局\n", "head-colon 1:3", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位： 县民政局\n地点: x\n", "head-colon 1:3",
	"单位: 县民政局\n地点: x\n", "{单位=县民政局,地点=x}"},
    {"环节：\n  - 名称：审批\n    情况: 好\n", "head-colon 1:3 head-colon 2:7",
	"环节:\n  - 名称: 审批\n    情况: 好\n",
	"{环节=[{名称=审批,情况=好}]}"},
    {"环节:\n  - 名称: 甲\n  - 名称：乙\n", "head-colon 3:7",
	"环节:\n  - 名称: 甲\n  - 名称: 乙\n", "{环节=[{名称=甲},{名称=乙}]}"},
    {"环节:\n  - 名称：甲\n    情况：好\n", "head-colon 2:7 head-colon 3:7",
	"环节:\n  - 名称: 甲\n    情况: 好\n", "{环节=[{名称=甲,情况=好}]}"},
    {"标题: 走流程: 县民政局\n", "head-colon 1:8",
	"标题: \"走流程: 县民政局\"\n", "{标题=走流程: 县民政局}"},
    {"标题：走流程: 县民政局\n", "head-colon 1:3 head-colon 1:7",
	"标题: \"走流程: 县民政局\"\n", "{标题=走流程: 县民政局}"},
    {"a: {名称：取号，体验人：张}\n",
	"head-colon 1:7 head-comma 1:10 head-colon 1:14",
	"a: {名称: 取号, 体验人: 张}\n", "{a={名称=取号,体验人=张}}"},
    {"a: {名称:取号, 体验人:张}\n", "head-colon 1:7 head-colon 1:15",
	"a: {名称: 取号, 体验人: 张}\n", "{a={名称=取号,体验人=张}}"},
    {"a: {\"名称\"：取号}\n", "head-colon 1:9", "a: {\"名称\": 取号}\n",
	"{a={名称=取号}}"},
    {"a: {描述: 走流程: 县局, b: c}\n", "head-colon 1:12",
	"a: {描述: \"走流程: 县局\", b: c}\n", "{a={描述=走流程: 县局,b=c}}"},
    /* spaces and tabs */
    {"单位:　县民政局\n", "head-space 1:4", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位：　县民政局\n", "head-colon 1:3", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位　: 县民政局\n", "head-space 1:3", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位:\xC2\xA0县民政局\n", "head-space 1:4", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"单位:\t县民政局\n", "head-tab 1:4", "单位: 县民政局\n",
	"{单位=县民政局}"},
    {"环节:\n　- 名称: 甲\n", "head-space 2:1", "环节:\n  - 名称: 甲\n",
	"{环节=[{名称=甲}]}"},
    {"环节:\n\t- 名称: 甲\n\t  情况: 好\n", "head-tab 2:1 head-tab 3:1",
	"环节:\n  - 名称: 甲\n    情况: 好\n", "{环节=[{名称=甲,情况=好}]}"},
    {"环节:\n  -　取号\n", "head-space 2:4", "环节:\n  - 取号\n",
	"{环节=[取号]}"},
    {"情况: 第一行\n　　第二行\n", "head-space 2:1",
	"情况: 第一行\n    第二行\n", "{情况=第一行 第二行}"},
    {"情况: |\n　　第一行：好\n　　第二行\n", "head-space 2:1 head-space 3:1",
	"情况: |\n    第一行：好\n    第二行\n", "{情况=第一行：好\n第二行\n}"},
    {"甲: [取号,　填表]\n", "head-space 1:8", "甲: [取号, 填表]\n",
	"{甲=[取号,填表]}"},
    {"甲: x\n　\n乙: y\n", "head-space 2:1", "甲: x\n\n乙: y\n", "{甲=x,乙=y}"},
    /* commas */
    {"甲: [取号，填表]\n", "head-comma 1:7", "甲: [取号, 填表]\n",
	"{甲=[取号,填表]}"},
    {"甲: [取号、填表，受理]\n", "head-comma 1:7 head-comma 1:10",
	"甲: [取号, 填表, 受理]\n", "{甲=[取号,填表,受理]}"},
    {"甲: [取号, 填表，受理]\n", "head-comma 1:11", "甲: [取号, 填表, 受理]\n",
	"{甲=[取号,填表,受理]}"},
    {"甲: [\"取，号\"，填表]\n", "head-comma 1:10", "甲: [\"取，号\", 填表]\n",
	"{甲=[取，号,填表]}"},
    {"甲: [{名: a}，{名: b}]\n", "head-comma 1:11", "甲: [{名: a}, {名: b}]\n",
	"{甲=[{名=a},{名=b}]}"},
    {"甲: {描述: 写两份，收一份，环节: 检查}\n", "head-comma 1:16",
	"甲: {描述: 写两份，收一份, 环节: 检查}\n",
	"{甲={描述=写两份，收一份,环节=检查}}"},
    {"环节: x\n甲: {描述: 写两份，环节：检查}\n",
	"head-comma 2:12 head-colon 2:15",
	"环节: x\n甲: {描述: 写两份, 环节: 检查}\n",
	"{环节=x,甲={描述=写两份,环节=检查}}"},
    /* dashes */
    {"事项:\n  -取号\n  -填表\n", "head-dash 2:3 head-dash 3:3",
	"事项:\n  - 取号\n  - 填表\n", "{事项=[取号,填表]}"},
    {"事项:\n- 取号\n-填表\n", "head-dash 3:1", "事项:\n- 取号\n- 填表\n",
	"{事项=[取号,填表]}"},
    {"事项:\n  － 取号\n  —填表\n", "head-dash 2:3 head-dash 3:3",
	"事项:\n  - 取号\n  - 填表\n", "{事项=[取号,填表]}"},
    {"事项:\n  * 取号\n  * 填表\n", "head-dash 2:3 head-dash 3:3",
	"事项:\n  - 取号\n  - 填表\n", "{事项=[取号,填表]}"},
    {"事项:\n  -名称：甲\n    情况: 好\n", "head-dash 2:3 head-colon 2:6",
	"事项:\n  - 名称: 甲\n    情况: 好\n", "{事项=[{名称=甲,情况=好}]}"},
    {"事项:\n  -名称: 甲\n   情况: 好\n", "head-dash 2:3", NULL, NULL},
    /* hash */
    {"事项: 工单 #20220601 处理\n", "head-hash 1:8",
	"事项: \"工单 #20220601 处理\"\n", "{事项=工单 #20220601 处理}"},
    {"事项: #20220601\n", "head-hash 1:5", "事项: \"#20220601\"\n",
	"{事项=#20220601}"},
    {"甲: [工单 #12, b]\n", "head-hash 1:8", "甲: [\"工单 #12\", b]\n",
	"{甲=[工单 #12,b]}"},
    {"甲: [b, #12]\n", "head-hash 1:8", "甲: [b, \"#12\"]\n", "{甲=[b,#12]}"},
    /* quotes */
    {"标题: \"一把手\"走流程\n", "head-quote 1:10",
	"标题: '\"一把手\"走流程'\n", "{标题=\"一把手\"走流程}"},
    {"标题: '一把手'走'流程\n", "head-quote 1:10",
	"标题: \"'一把手'走'流程\"\n", "{标题='一把手'走'流程}"},
    {"甲: {标题: \"一\"走, b: c}\n", "head-quote 1:12",
	"甲: {标题: '\"一\"走', b: c}\n", "{甲={标题=\"一\"走,b=c}}"},
    /* marks */
    {"比: %5\n", "head-mark 1:4", "比: \"%5\"\n", "{比=%5}"},
    {"a: @张\nb: *重*\nc: &d e\nd: !x\ne: `x`\n",
	"head-mark 1:4 head-mark 2:4 head-mark 3:4 head-mark 4:4 head-mark "
	"5:4",
	"a: \"@张\"\nb: \"*重*\"\nc: \"&d e\"\nd: \"!x\"\ne: \"`x`\"\n",
	"{a=@张,b=*重*,c=&d e,d=!x,e=`x`}"},
    {"率: >90%\n", "head-mark 1:4", "率: \">90%\"\n", "{率=>90%}"},
    {"甲: [县局] 走流程\n", "head-mark 1:9", "甲: \"[县局] 走流程\"\n",
	"{甲=[县局] 走流程}"},
    {"甲: [*重, b]\n", "head-mark 1:5", "甲: [\"*重\", b]\n", "{甲=[*重,b]}"},
    {"甲: [l/{{月}}/p.html, b]\n", "head-mark 1:7",
	"甲: [\"l/{{月}}/p.html\", b]\n", "{甲=[l/{{月}}/p.html,b]}"},
    /* several on a line, and what cannot be mended */
    {"　单位　：　@县\n",
	"head-space 1:1 head-space 1:4 head-colon 1:5 "
	"head-mark 1:7",
	"  单位: \"@县\"\n", "{单位=@县}"},
    {"甲: \"没有结束\n乙: x\n", "head-syntax 1:4", NULL, NULL},
    {"甲: [一, 二\n乙: x\n", "head-syntax 1:4", NULL, NULL},
    {"甲: 走: 流程\n  接着写\n", "head-colon 1:5", NULL, NULL},
    {"甲: x\r\n乙：y\r\n", "head-colon 2:2", "甲: x\n乙: y\n", "{甲=x,乙=y}"},
};

/* Heads as they should be: nothing to say, and as written. */
static const char *const good[] = {
    "",
    "日期: 2026-11-12\n体验类型: 定期体验\n地点: 县政务服务中心二楼 17 号窗口\n",
    "时间: 9:30\n网址: https://example.gov.cn/a?b=c#d\n电话: 138****1234\n",
    "标题: “一把手”走流程：县民政局，【审批】—— 一网通办\n",
    "标题: '\"一把手\"走流程'\n",
    "标题: \"问题: 见 #12\"\n",
    "标题: \"问题\" # 注释\n",
    "# 一行注释：#，\n甲: x\n  # 再一行\n",
    "环节: # 以下各环节\n  - 名称: 甲\n",
    "参加人:\n  - {姓名: 张某某, 职务: 局长, 身份: 主要负责同志}\n",
    "甲: {描述: 指南要求两份，窗口只收一份, 环节: 业务检查}\n",
    "甲: {描述: 群众说，主要问题：排队, 环节: 业务检查}\n",
    "甲: {描述: 线上、线下两条渠道：都走了一遍。, 环节: 检查}\n",
    "要素: {线下: [咨询引导, 办事手续], 线上: [注册登录, 明细填写]}\n",
    "事项: [{名称: 城市最低生活保障对象认定, 体验人: 张某某}]\n",
    "甲: [\"取号，填表\", '受理、审批']\n",
    "甲: [指南要求两份，但是窗口的同志说只收一份就可以了, 另一项]\n",
    "甲: [群众说：“排队，太久”, 另一项]\n",
    "情况:\n  从取号到受理：共 26 分钟\n",
    "情况:\n  从取号到受理：共 26 分钟，\n  线上三次。\n",
    "情况: 从取号到受理\n  共 26 分钟：线上填报，三次跳转\n  -5 度\n",
    "情况: |\n  甲：乙\n  -取号 #1: x: y\n\n   　\"全角\n  @ % [，\n下: x\n",
    "情况: >-\n  甲：乙\n\n  {\n下: x\n",
    "意见:\n  - 问题一：指南不一致\n  - 问题二：线上重复\n",
    "意见:\n  - 9:30 开门\n  - http://a.b/c\n  - 1：1 配备\n",
    "意见:\n- 甲\n- 乙\n下: -5\n",
    "意见:\n  - - a\n    - b\n  -\n    名称: x\n",
    "甲: {a: 1, b: [x, y],\n  c: {d: e}}\n乙:\n",
    "甲: [\n  a,\n  b\n]\n乙: x\n",
    "甲: \"第一行\n  第二行：x，y #z\"\n乙: x\n",
    "比分: 3:2\n比例: 1：2\n路径: C:\\a\n算式: 5*3*2\n",
    "单位 : 县民政局\n\"键\": 值\n",
    "甲: \"x\\\"y: z\"\n乙: 'a''b: c'\n",
    "本年: SELECT a FROM b WHERE c = :代码 ORDER BY d\n",
};

static struct arena arena;

static void dump(struct buf *b, const struct value *v)
{
	size_t i;

	switch (v->type) {
	case VALUE_NULL:
		buf_byte(b, '~');
		break;
	case VALUE_TEXT:
		buf_str(b, v->text);
		break;
	case VALUE_LIST:
		buf_byte(b, '[');
		for (i = 0; i < v->count; i++) {
			buf_text(b, i ? "," : "");
			dump(b, v->items[i]);
		}
		buf_byte(b, ']');
		break;
	case VALUE_MAP:
		buf_byte(b, '{');
		for (i = 0; i < v->count; i++) {
			buf_text(b, i ? "," : "");
			buf_str(b, v->pairs[i].key);
			buf_byte(b, '=');
			dump(b, v->pairs[i].value);
		}
		buf_byte(b, '}');
		break;
	}
}

static void list(struct buf *b, struct report *r)
{
	size_t i;

	report_sort(r);
	for (i = 0; i < r->count; i++)
		buf_printf(b, "%s%.*s %u:%u", i ? " " : "",
		    STR_ARGS(r->findings[i].id),
		    (unsigned)r->findings[i].place.line,
		    (unsigned)r->findings[i].place.column);
	buf_byte(b, '\0');
}

static void assert_same(
    const char *text, const struct buf *got, const char *wanted)
{
	if (!str_is(buf_view(got), wanted))
		fail_msg("%s\nwanted: %s\ngot: %.*s", text, wanted,
		    (int)got->len, got->data);
}

static void test_fault(const struct fault *f)
{
	struct buf mended = {0}, again = {0}, told = {0}, meant = {0};
	struct str text = str_from(f->text);
	struct look_result look;
	struct report r;
	struct value *v;
	size_t i;

	report_init(&r, &arena);
	look = look_text(&mended, text, LOOK_HEAD, STR("a.md"), 1, &r);
	assert_true(look.faults > 0);
	list(&told, &r);
	told.len--;
	if (look.is_mended != (f->mended != NULL))
		fail_msg("%s is_mended: %d", f->text, look.is_mended);
	assert_same(f->text, &mended, f->mended ? f->mended : f->text);
	assert_true(look_text(&again, buf_view(&mended), LOOK_HEAD, STR("a.md"),
			1, NULL)
			.is_mended == look.is_mended);
	assert_true(str_equal(buf_view(&again), buf_view(&mended)));
	for (i = 0; i < r.count && f->mended; i++)
		assert_true(str_find(buf_view(&mended), r.findings[i].mended,
				0) < mended.len);
	if (f->meant) {
		report_init(&r, &arena);
		v = yaml_parse(&arena, buf_view(&mended), STR("a"), 1, &r);
		if (!v)
			fail_msg("%s: %.*s", f->text,
			    STR_ARGS(r.findings[0].message));
		dump(&meant, v);
		assert_same(f->text, &meant, f->meant);
	}
	assert_same(f->text, &told, f->findings);
	buf_release(&mended);
	buf_release(&again);
	buf_release(&told);
	buf_release(&meant);
}

static void test_faults(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof faults / sizeof *faults; i++)
		test_fault(&faults[i]);
}

static void test_good(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		struct buf mended = {0}, told = {0};
		struct report r;

		report_init(&r, &arena);
		look_text(
		    &mended, str_from(good[i]), LOOK_HEAD, STR("a.md"), 1, &r);
		list(&told, &r);
		if (r.count)
			fail_msg("%s\n%s", good[i], told.data);
		assert_same(good[i], &mended, good[i]);
		if (!yaml_parse(&arena, str_from(good[i]), STR("a"), 1, &r))
			fail_msg("%s: %.*s", good[i],
			    STR_ARGS(r.findings[0].message));
		buf_release(&mended);
		buf_release(&told);
	}
}

/* In a YAML file "# " behind a value is a comment, "#12" is not. */
static void test_comment(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_int_equal(look_text(&b, STR("a: b # c\nd: [e, # f\n  g]\n"),
			     LOOK_YAML, STR("a"), 1, NULL)
			     .faults,
	    0);
	assert_int_equal(
	    look_text(&b, STR("a: b # c\n"), LOOK_HEAD, STR("a"), 1, NULL)
		.faults,
	    1);
	assert_int_equal(
	    look_text(&b, STR("a: b #12\n"), LOOK_YAML, STR("a"), 1, NULL)
		.faults,
	    1);
	buf_release(&b);
}

static void add_times(struct buf *b, const char *piece, size_t n)
{
	while (n--)
		buf_text(b, piece);
}

/* Twice the input may cost about twice the time; here it must only end. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = {"[", "{a: ", "- ", "{名：", "，",
	    "a，b：", "[a：", ": ", "：", "　", "a: b\n ", "\"", "- a：b\n",
	    "#", " #", "a:b:", "[a: ", "{a: x，", "{“:x", "'a'b", "a:\n "};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof pieces / sizeof *pieces; i++)
		for (k = 0; k < 3; k++) {
			struct buf text = {0}, out = {0};
			struct report r;

			buf_text(&text, k == 0 ? "" : k == 1 ? "a: " : "a: {");
			add_times(&text, pieces[i], 50000);
			report_init(&r, &arena);
			look_text(
			    &out, buf_view(&text), LOOK_HEAD, STR("a"), 1, &r);
			assert_true(r.count <= MEND_FINDINGS_MAX + 1);
			buf_release(&text);
			buf_release(&out);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_comment),
	    cmocka_unit_test(test_hostile),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
