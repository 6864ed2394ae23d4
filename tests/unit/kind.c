/* SPDX-License-Identifier: MIT */
/* Kinds from YAML: their tables, whose file a path is, and every fault. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/kind.h"
#include "book/match.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct tree tree;
	struct schema schema;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	free(f);
	return 0;
}

/* Reads these kinds; the second may be NULL. */
static int read_kinds(struct fixture *f, const char *a, const char *b)
{
	report_init(&f->report, &f->arena);
	tree_init_memory(&f->tree);
	if (a)
		tree_add(&f->tree, &f->arena, STR("content/plan/kinds/a.yaml"))
		    ->bytes = str_from(a);
	if (b)
		tree_add(&f->tree, &f->arena, STR("content/plan/kinds/b.yaml"))
		    ->bytes = str_from(b);
	tree_sort(&f->tree);
	return schema_read(&f->schema, &f->arena, &f->tree, &f->report);
}

static void read_good(struct fixture *f, const char *a, const char *b)
{
	if (read_kinds(f, a, b))
		fail_msg("%.*s", STR_ARGS(f->report.findings[0].message));
	assert_int_equal(f->report.count, 0);
}

static const char units[] = "name: 名册\n"
			    "files: plan/units.yaml\n"
			    "fields:\n"
			    "  单位:\n"
			    "    type: list\n"
			    "    public: yes\n"
			    "    help: h\n"
			    "    fields:\n"
			    "      代码: {type: text, key: yes, help: h}\n"
			    "      名称: {type: text, public: yes, help: h}\n";

static const char activity[] =
    "name: 活动\n"
    "help: h\n"
    "files: units/{单位}/{月}/{类:window|enforce}[-{次}]/index.md\n"
    "path:\n"
    "  单位: {type: reference, to: 名册_单位, public: yes, help: h}\n"
    "  月: {type: month, help: h}\n"
    "  类: {type: text, help: h}\n"
    "  次: {type: integer, help: h}\n"
    "fields:\n"
    "  编号: {type: id, help: h}\n"
    "  日期: {type: date, required: yes, public: yes, help: h}\n"
    "  人数: {type: integer, min: -1, max: 500, help: h}\n"
    "  触发:\n"
    "    type: group\n"
    "    help: h\n"
    "    fields:\n"
    "      事由: {type: choice, choices: [甲, 乙], help: h}\n"
    "      次数: {type: decimal, help: h}\n"
    "  问题:\n"
    "    type: list\n"
    "    help: h\n"
    "    fields:\n"
    "      序号: {type: integer, key: yes, help: h}\n"
    "      渠道: {type: list, of: choice, choices: [线上, 线下], help: h}\n"
    "  措施:\n"
    "    type: list\n"
    "    help: h\n"
    "    fields:\n"
    "      针对: {type: list, of: reference, to: 活动_问题, help: h}\n"
    "      环节: {type: reference, to: [活动_问题, 名册_单位], help: h}\n"
    "  说明: {type: map, explains: yes, help: h}\n"
    "body: {name: 正文, type: markdown, public: yes, help: h}\n";

static void assert_columns(
    struct fixture *f, const char *table, const char *wanted)
{
	const struct table *t = schema_table(&f->schema, str_from(table));
	struct buf b = {0};
	size_t i;

	assert_non_null(t);
	for (i = COLUMN_FIRST; i < t->column_count; i++)
		buf_printf(&b, "%s%.*s:%c%s%s", i > COLUMN_FIRST ? " " : "",
		    STR_ARGS(t->columns[i].name), "tirb"[t->columns[i].type],
		    t -> columns[i].is_public ? "+" : "",
		    t->columns[i].is_indexed ? "#" : "");
	if (!str_is(buf_view(&b), wanted))
		fail_msg("%s: %.*s", table, (int)b.len, b.data);
	buf_release(&b);
}

static void test_tables(void **state)
{
	struct fixture *f = *state;
	const struct table *t;

	read_good(f, activity, units);
	assert_int_equal(f->schema.table_count, 8);
	assert_columns(f, "活动",
	    "单位:t+# 月:t# 类:t# 次:i# 编号:t# 日期:t+ 人数:i 触发_事由:t "
	    "触发_次数:r 说明:t 正文:b+");
	assert_columns(f, "活动_问题", "序号:i 渠道:t");
	assert_columns(f, "活动_问题_渠道", "值:t");
	assert_columns(f, "活动_措施", "针对:t 环节:t 环节_id:i#");
	assert_columns(f, "活动_措施_针对", "值:t 值_id:i#");
	assert_columns(f, "活动_说明", "键:t 值:t");
	assert_columns(f, "名册", "");
	assert_columns(f, "名册_单位", "代码:t# 名称:t+");
	t = schema_table(&f->schema, STR("活动"));
	assert_true(t->is_public);
	assert_null(t->parent);
	assert_true(str_is(t->id->name, "编号"));
	assert_true(str_is(t->kind->explains->name, "说明"));
	assert_true(t->kind->fields[2].has_min);
	assert_int_equal(t->kind->fields[2].min, -1);
	assert_int_equal(t->kind->fields[2].max, 500);
	t = schema_table(&f->schema, STR("活动_问题_渠道"));
	assert_true(str_is(t->parent->name, "活动_问题"));
	assert_false(t->is_public);
	t = schema_table(&f->schema, STR("活动_问题"));
	assert_true(str_is(t->key->name, "序号"));
	assert_true(schema_table(&f->schema, STR("名册_单位"))->is_public);
	assert_null(schema_table(&f->schema, STR("没有")));
}

static void assert_match(
    struct fixture *f, const char *path, const char *wanted)
{
	struct match m;
	struct buf b = {0};
	size_t i;

	if (schema_match(&m, &f->arena, &f->schema, str_from(path))) {
		buf_str(&b, m.id);
		for (i = 0; i < m.kind->capture_count; i++)
			buf_printf(&b, " %.*s", STR_ARGS(m.captures[i]));
	}
	if (!str_is(buf_view(&b), wanted))
		fail_msg("%s: %.*s", path, (int)b.len, b.data);
	buf_release(&b);
}

static void test_match(void **state)
{
	struct fixture *f = *state;

	read_good(f, activity, units);
	assert_match(f, "units/mzj/2026-11/window/index.md",
	    "mzj-2026-11-window mzj 2026-11 window ");
	assert_match(f, "units/mzj/2026-11/enforce-2/index.md",
	    "mzj-2026-11-enforce-2 mzj 2026-11 enforce 2");
	assert_match(f, "units/mzj/2026-11/window-2-3/index.md",
	    "mzj-2026-11-window-2-3 mzj 2026-11 window 2-3");
	assert_match(f, "plan/units.yaml", "plan-units");
	assert_match(f, "units/mzj/2026-11/complaint/index.md", "");
	assert_match(f, "units/mzj/2026-11/window-/index.md", "");
	assert_match(f, "units/mzj/2026-11/windows/index.md", "");
	assert_match(f, "units/mzj/2026-11/window/index.mdx", "");
	assert_match(f, "units/mzj/2026-11/window/01.jpg", "");
	assert_match(f, "units//2026-11/window/index.md", "");
	assert_match(f, "units/a/b/2026-11/window/index.md", "");
	assert_match(f, "xunits/mzj/2026-11/window/index.md", "");
	assert_match(f, "units/mzj/2026-11/window", "");
	assert_match(f, "plan/units.yaml/x", "");
	assert_match(f, "", "");
}

#define KIND(files, path)                                  \
	"name: 甲\nfiles: '" files "'\npath: {" path "}\n" \
	"fields: {乙: {type: text, help: h}}\n"
#define TEXT_FIELD "{type: text, help: h}"

static void test_patterns(void **state)
{
	struct fixture *f = *state;

	read_good(f,
	    KIND("log/{所:**}/{号}.yml", "所: " TEXT_FIELD ", 号: " TEXT_FIELD),
	    NULL);
	assert_match(f, "log/a/b/c/0001.yml", "a-b-c-0001 a/b/c 0001");
	assert_match(f, "log/a/1.yml", "a-1 a 1");
	assert_match(f, "log/1.yml", "");
	/* Only what the plan says is optional is. */
	read_good(f, KIND("a[/{丙}]/x.md", "丙: " TEXT_FIELD), NULL);
	assert_match(f, "a/b/x.md", "b-x b");
	/* Its id begins where the first capture does: there is none. */
	assert_match(f, "a/x.md", "a-x ");
	read_good(f, KIND("a[b]c[d]e", ""), NULL);
	assert_match(f, "ace", "ace");
	assert_match(f, "abcde", "abcde");
	assert_match(f, "abce", "abce");
	assert_match(f, "abc", "");
	/* A choice that begins like another. */
	read_good(f, KIND("{丙:a|ab|abc}x", "丙: " TEXT_FIELD), NULL);
	assert_match(f, "abcx", "abcx abc");
	assert_match(f, "abx", "abx ab");
	assert_match(f, "abcdx", "");
}

/* Long names do not take longer than they should: it ends. */
static void test_long_path(void **state)
{
	struct fixture *f = *state;
	struct match m;
	char path[201];

	read_good(f,
	    KIND("{丙}-{丁}-{戊}.md",
		"丙: " TEXT_FIELD ", 丁: " TEXT_FIELD ", 戊: " TEXT_FIELD),
	    NULL);
	memset(path, '-', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	assert_false(schema_match(&m, &f->arena, &f->schema, str_from(path)));
}

#define FIELD(text) "name: 甲\nfiles: a.md\nfields:\n  乙: " text "\n"

static const struct {
	const char *yaml, *message;
	uint32_t line;
} faults[] = {
    /* the file */
    {"name: [\n", "", 2},
    {"name：甲\n", "冒号", 1},
    {"- name: 甲\n", "一行一栏", 1},
    {"-", "一行一栏", 1},
    {"甲", "一行一栏", 1},
    {"nome: 甲\nfiles: a\n", "没有“nome”", 1},
    {"name: 1a\nfiles: a\n", "name 只用汉字", 1},
    {"name: a b\nfiles: a\n", "name 只用汉字", 1},
    {"name: a\"b\nfiles: a\n", "name 只用汉字", 1},
    {"files: a\n", "name 只用汉字", 1},
    {"name: 甲\n", "没有写 files", 1},
    {"name: 甲\nfiles: [a]\n", "没有写 files", 1},
    {"name: 甲\nfiles: a\nbody: {type: markdown}\n", "没有好的 name", 3},
    {"name: 甲\nfiles: a\nbody: {name: 正文, tipe: x}\n", "没有“tipe”", 3},
    {"name: 甲\nfiles: a\nbody: {name: 正文, public: 是}\n", "只写 yes 或 no",
	3},
    /* the pattern */
    {KIND("a/{丙}", ""), "“丙”在 path 里没有", 0},
    {KIND("a[b", ""), "方括号", 0},
    {KIND("a]b", ""), "方括号", 0},
    {KIND("a[b[c]d]e", ""), "方括号", 0},
    {KIND("x[[a]b]", ""), "方括号", 0},
    {KIND("a/{丙", "丙: " TEXT_FIELD), "花括号", 0},
    {KIND("a",
	 "1: " TEXT_FIELD ", 2: " TEXT_FIELD ", 3: " TEXT_FIELD
	 ", 4: " TEXT_FIELD ", 5: " TEXT_FIELD ", 6: " TEXT_FIELD
	 ", 7: " TEXT_FIELD ", 8: " TEXT_FIELD ", 9: " TEXT_FIELD),
	"栏目名", 3},
    {KIND("a",
	 "a: " TEXT_FIELD ", b: " TEXT_FIELD ", c: " TEXT_FIELD
	 ", d: " TEXT_FIELD ", e: " TEXT_FIELD ", f: " TEXT_FIELD
	 ", g: " TEXT_FIELD ", h: " TEXT_FIELD ", i: " TEXT_FIELD),
	"path 项太多", 0},
    /* a field */
    {FIELD("text"), "要写成 {type: …}", 4},
    {FIELD("{type: text}"), "没有 help", 4},
    {FIELD("{help: h}"), "type 不认识", 4},
    {FIELD("{type: txt, help: h}"), "type 不认识", 4},
    {FIELD("{type: [text], help: h}"), "type 不认识", 4},
    {FIELD("{type: text, help: h, colour: red}"), "没有“colour”", 4},
    {FIELD("{type: text, help: h, required: true}"), "只写 yes 或 no", 4},
    {FIELD("{type: text, help: h, public: [yes]}"), "只写 yes 或 no", 4},
    {FIELD("{type: integer, help: h, min: a}"), "要写整数", 4},
    {FIELD("{type: integer, help: h, max: [1]}"), "要写整数", 4},
    {FIELD("{type: choice, help: h}"), "choice 要有 choices", 4},
    {FIELD("{type: text, help: h, choices: [a]}"), "choice 要有 choices", 4},
    {FIELD("{type: choice, help: h, choices: []}"), "要写列表", 4},
    {FIELD("{type: choice, help: h, choices: {a: b}}"), "要写列表", 4},
    {FIELD("{type: choice, help: h, choices: [[a]]}"), "要写文字", 4},
    {FIELD("{type: reference, help: h}"), "reference 要有 to", 4},
    {FIELD("{type: text, help: h, to: 甲}"), "reference 要有 to", 4},
    {FIELD("{type: reference, help: h, to: 没有}"), "没有“没有”这张表", 4},
    {FIELD("{type: reference, help: h, to: 甲}"), "没有 key", 4},
    {FIELD("{type: reference, help: h, to: [[甲]]}"), "要写文字", 4},
    {FIELD("{type: list, help: h}"), "要写 fields 或 of", 4},
    {FIELD("{type: list, help: h, fields: []}"), "要写 fields 或 of", 4},
    {FIELD("{type: list, help: h, of: list}"), "不是单值类型", 4},
    {FIELD("{type: list, help: h, of: id}"), "不是单值类型", 4},
    {FIELD("{type: list, help: h, of: nichts}"), "不是单值类型", 4},
    {FIELD("{type: group, help: h}"), "要写 fields 或 of", 4},
    {FIELD("{type: group, help: h, fields: {丙: {type: text}}}"),
	"“丙”没有 help", 4},
    /* the tables */
    {FIELD(TEXT_FIELD "\n  '乙 丙': " TEXT_FIELD), "栏目名", 5},
    {FIELD("{type: group, help: h, fields: {丙: " TEXT_FIELD
	   "}}\n  乙_丙: " TEXT_FIELD),
	"栏目名", 5},
    {FIELD(TEXT_FIELD) "  id: " TEXT_FIELD "\n", "两列“id”", 5},
    {FIELD(TEXT_FIELD) "body: {name: 乙}\n", "两列“乙”", 5},
    {FIELD("{type: list, of: text, help: h}") "  file: " TEXT_FIELD "\n",
	"两列“file”", 5},
};

static void test_faults(void **state)
{
	struct fixture *f = *state;
	size_t i, k;

	for (i = 0; i < sizeof faults / sizeof *faults; i++) {
		bool is_told = false;

		assert_int_equal(read_kinds(f, faults[i].yaml, NULL), -1);
		for (k = 0; k < f->report.count; k++) {
			const struct finding *d = &f->report.findings[k];

			if (strstr(d->message.data, faults[i].message) &&
			    d->place.line == faults[i].line &&
			    str_is(d->path, "content/plan/kinds/a.yaml"))
				is_told = true;
		}
		if (!is_told)
			fail_msg("%s\n%zu findings, first: %u %.*s",
			    faults[i].yaml, f->report.count,
			    f->report.count
				? (unsigned)f->report.findings[0].place.line
				: 0,
			    f->report.count
				? (int)f->report.findings[0].message.len
				: 0,
			    f->report.count ? f->report.findings[0].message.data
					    : "");
	}
}

static void test_between_kinds(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_kinds(f, NULL, NULL), -1);
	assert_true(str_is(f->report.findings[0].id, "kind"));
	assert_true(report_blocks(&f->report));
	assert_int_equal(read_kinds(f, units, units), -1);
	assert_non_null(
	    strstr(f->report.findings[0].message.data, "有两张表叫“名册”"));
	/* Faults of both are told in one go. */
	assert_int_equal(read_kinds(f, "name: 甲\n", "name: 乙\n"), -1);
	assert_int_equal(f->report.count, 2);
	assert_true(
	    str_is(f->report.findings[1].path, "content/plan/kinds/b.yaml"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_tables),
	    TEST(test_match),
	    TEST(test_patterns),
	    TEST(test_long_path),
	    TEST(test_faults),
	    TEST(test_between_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
