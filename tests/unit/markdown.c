/* SPDX-License-Identifier: MIT */
/* What Chinese text becomes, what is told to its author, and that nothing of
 * his reaches a page as markup. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "book/markdown.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct tree tree;
	struct markdown made;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	tree_init_memory(&f->tree);
	tree_add(&f->tree, &f->arena, STR("content/u/index.md"));
	tree_add(&f->tree, &f->arena, STR("content/u/01.jpg"));
	tree_add(&f->tree, &f->arena, STR("content/v/02.jpg"));
	tree_sort(&f->tree);
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

static int render(struct fixture *f, struct str text)
{
	struct markdown_source source = {
	    .text = text,
	    .path = STR("content/u/index.md"),
	    .first_line = 10,
	    .tree = &f->tree,
	    .pictures = STR("pictures/u/"),
	};

	report_init(&f->report, &f->arena);
	return markdown_render(&f->made, &f->arena, &source, &f->report);
}

static void assert_html(struct fixture *f, const char *text, const char *html)
{
	assert_int_equal(render(f, str_from(text)), 0);
	if (f->report.count || !str_is(f->made.html, html))
		fail_msg("%s\nwant: %shave: %.*s%s", text, html,
		    STR_ARGS(f->made.html),
		    f->report.count ? f->report.findings[0].message.data : "");
}

/* One finding of this sort at this place. */
static void assert_told(struct fixture *f, const char *text, const char *id,
    uint32_t line, uint32_t column)
{
	const struct finding *d = f->report.findings;
	int status = render(f, str_from(text));

	d = f->report.findings;
	if (f->report.count != 1 || !str_is(d->id, id) ||
	    d->place.line != line || d->place.column != column)
		fail_msg("%s\n%zu findings, first %s at %u:%u", text,
		    f->report.count, f->report.count ? d->id.data : "",
		    f->report.count ? (unsigned)d->place.line : 0,
		    f->report.count ? (unsigned)d->place.column : 0);
	assert_int_equal(status, d->level == LEVEL_ERROR ? -1 : 0);
	assert_true(d->remedy.len > 0);
	assert_int_equal(utf8_check(d->message), d->message.len);
}

static void test_text(void **state)
{
	struct fixture *f = *state;

	assert_html(f, "", "");
	assert_html(f, "你好", "<p>你好</p>\n");
	assert_html(
	    f, "a < b & \"c\"", "<p>a &lt; b &amp; &quot;c&quot;</p>\n");
	assert_html(f, "- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n");
	assert_html(f, "**甲**乙", "<p><strong>甲</strong>乙</p>\n");
	assert_html(f, "[站](https://a.cn/x)",
	    "<p><a href=\"https://a.cn/x\">站</a></p>\n");
	assert_html(f, "[站](/units/mzj.html#a)",
	    "<p><a href=\"/units/mzj.html#a\">站</a></p>\n");
}

static void test_line_ends(void **state)
{
	struct fixture *f = *state;

	assert_html(f, "甲，\n乙", "<p>甲，乙</p>\n");
	assert_html(f, "甲\nb", "<p>甲\nb</p>\n");
	assert_html(f, "a\nb", "<p>a\nb</p>\n");
	assert_html(f, "한국\n어", "<p>한국\n어</p>\n");
	assert_html(
	    f, "甲**乙**\n*丙*", "<p>甲<strong>乙</strong><em>丙</em></p>\n");
	assert_html(f, "甲  \n乙", "<p>甲<br />\n乙</p>\n");
	assert_html(f, "甲\n乙\n丙\n丁", "<p>甲乙丙丁</p>\n");
	assert_true(str_is(f->made.plain, "甲乙丙丁\n"));
}

static void test_masks(void **state)
{
	struct fixture *f = *state;

	assert_html(f, "138****1234 与 139****5678",
	    "<p>138****1234 与 139****5678</p>\n");
	assert_true(str_is(f->made.plain, "138****1234 与 139****5678\n"));
	assert_html(f, "610122********003X 和 1*2 和 3*4",
	    "<p>610122********003X 和 1*2 和 3*4</p>\n");
	assert_html(f, "`138****1234`", "<p><code>138****1234</code></p>\n");
	assert_html(f, "**重点**", "<p><strong>重点</strong></p>\n");
	assert_html(f, "5**重**5", "<p>5<strong>重</strong>5</p>\n");
}

static void test_headings(void **state)
{
	struct fixture *f = *state;

	assert_html(f, "# 甲\n\n## 乙", "<h2>甲</h2>\n<h3>乙</h3>\n");
	assert_html(f, "### 甲\n\n#### 乙", "<h2>甲</h2>\n<h3>乙</h3>\n");
	assert_html(f, "# 甲\n\n###### 乙", "<h2>甲</h2>\n<h6>乙</h6>\n");
	assert_html(f, "## 甲\n\n# 乙", "<h3>甲</h3>\n<h2>乙</h2>\n");
}

static void test_pictures(void **state)
{
	struct fixture *f = *state;

	assert_html(f, "![说明](01.jpg)",
	    "<p><img src=\"/pictures/u/01.jpg\" alt=\"说明\" /></p>\n");
	assert_int_equal(f->made.picture_count, 1);
	assert_true(str_is(f->made.pictures[0], "01.jpg"));
	assert_told(f, "见\n![x](02.jpg)", "picture-missing", 11, 1);
	assert_int_equal(f->made.picture_count, 0);
	assert_null(memmem(f->made.html.data, f->made.html.len, "02.jpg", 6));
	assert_told(f, "![x](../v/02.jpg)", "markdown-picture", 10, 1);
	assert_told(f, "![x](https://a.cn/1.jpg)", "markdown-picture", 10, 1);
	assert_told(f, "![x](01.svg)", "markdown-picture", 10, 1);
	assert_told(f, "![x](/01.jpg)", "markdown-picture", 10, 1);
	assert_told(f, "![x]()", "markdown-picture", 10, 1);
	assert_told(f, "![x](index.md)", "markdown-picture", 10, 1);
}

static void test_links(void **state)
{
	static const char *const bad[] = {"[x](http://a.cn)",
	    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
	    "[x](data:text/html,x)", "[x](//a.cn)", "[x](../a.html)",
	    "[x](a.html)", "[x](/a/../b)", "[x]()", "[x](mailto:a@b.cn)",
	    "<http://a.cn>", "[x](file:///etc/passwd)"};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_told(f, bad[i], "markdown-link", 10, 1);
	render(f, STR("[x](javascript:alert(1))"));
	assert_null(
	    memmem(f->made.html.data, f->made.html.len, "javascript", 10));
	/* Browsers take a backslash for a slash, and two for another host. */
	assert_html(f, "[x](/\\a.cn)", "<p><a href=\"/%5Ca.cn\">x</a></p>\n");
}

/* Whatever is tried, no tag but ours comes out. */
static void test_no_markup(void **state)
{
	static const char *const bad[] = {"<script>alert(1)</script>",
	    "a <b>x</b>", "<!-- x -->", "<div>\n\n甲\n\n</div>",
	    "<img src=x onerror=alert(1)>", "</p><script>", "<?php x ?>",
	    "<a href=\"https://a.cn\">x</a>"};
	struct fixture *f = *state;
	size_t i, k;

	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(render(f, str_from(bad[i])), -1);
		assert_true(f->report.count > 0);
		for (k = 0; k < f->report.count; k++)
			assert_true(
			    str_is(f->report.findings[k].id, "markdown-html"));
		assert_null(
		    memmem(f->made.html.data, f->made.html.len, "<script", 7));
		assert_null(
		    memmem(f->made.html.data, f->made.html.len, "<img", 4));
		assert_null(
		    memmem(f->made.html.data, f->made.html.len, "<b>", 3));
	}
	/* In code it is text. */
	assert_html(f, "`<b>`", "<p><code>&lt;b&gt;</code></p>\n");
}

static void test_habits(void **state)
{
	struct fixture *f = *state;

	assert_told(f, "**问题一：**群众", "markdown-habit", 10, 1);
	assert_told(f, "甲\n\n~~乙~~", "markdown-habit", 12, 1);
	assert_told(f, "![照片]（01.jpg）", "markdown-habit", 10, 1);
	assert_told(f, "#标题", "markdown-habit", 10, 1);
	assert_told(f, "＃ 标题", "markdown-habit", 10, 1);
	assert_told(f, "| 甲 | 乙 |", "markdown-habit", 10, 1);
	assert_told(f, "1、甲\n2、乙", "markdown-habit", 11, 1);
	assert_told(f, "    缩进的一段", "markdown-habit", 10, 5);
	/* What is right is not told. */
	assert_html(f, "1、甲\n\n2、乙", "<p>1、甲</p>\n<p>2、乙</p>\n");
	assert_html(f, "    int main(void);",
	    "<pre><code>int main(void);\n</code></pre>\n");
}

static void test_places(void **state)
{
	struct fixture *f = *state;

	/* Columns are code points, behind masks and Chinese too. */
	assert_told(f, "你好[x](a)", "markdown-link", 10, 3);
	assert_told(f, "甲乙\n丙1**2丁[x](a)", "markdown-link", 11, 7);
	assert_told(f, "> - 甲[x](a)", "markdown-link", 10, 6);
}

/* A long sentence in a finding is cut between characters. */
static void test_long(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	size_t i;

	buf_text(&b, "~~");
	for (i = 0; i < 100; i++)
		buf_text(&b, "长");
	assert_int_equal(render(f, buf_view(&b)), 0);
	assert_int_equal(f->report.count, 1);
	assert_int_equal(utf8_check(f->report.findings[0].message),
	    f->report.findings[0].message.len);
	assert_true(f->report.findings[0].message.len < 200);
	buf_release(&b);
}

/* Stars behind backslashes: in texts they go, elsewhere they stay. */
static void test_mend(void **state)
{
	static const char *const rows[][2] = {
	    {"回拨 138\\*\\*\\*\\*1234。", "回拨 138****1234。"},
	    {"1\\*\\*2\\*\\*3 与 001\\*\\*X", "1**2**3 与 001**X"},
	    {"**138\\*\\*1** [1\\*\\*2](/a \"1\\*\\*2\")",
		"**138**1** [1**2](/a \"1\\*\\*2\")"},
	    {"# 1\\*\\*2\n\n- 1\\*\\*2\n\n> 1\\*\\*2\n",
		"# 1**2\n\n- 1**2\n\n> 1**2\n"},
	    /* a single star, other neighbours, no backslash at each */
	    {"2\\*3", NULL},
	    {"138\\*\\*", NULL},
	    {"\\*\\*1", NULL},
	    {"张\\*\\*1", NULL},
	    {"1\\**\\*2", NULL},
	    {"1\\\\\\*\\*2", NULL},
	    {"138****1234", NULL},
	    /* code, and what is no text */
	    {"`1\\*\\*2` 1\\*\\*2", "`1\\*\\*2` 1**2"},
	    {"    1\\*\\*2\n", NULL},
	    {"```\n1\\*\\*2\n```\n1\\*\\*2", "```\n1\\*\\*2\n```\n1**2"},
	    {"<https://a/1\\*\\*2>", NULL},
	    {"[a](/1\\*\\*2)", NULL},
	    {"[1\\*\\*2]: /x\n", NULL},
	    {"a <b c=\"1\\*\\*2\">", NULL},
	    {"", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *wanted = rows[i][1] ? rows[i][1] : rows[i][0];
		struct buf out = {0};

		buf_text(&out, "x");
		markdown_mend(&out, str_from(rows[i][0]));
		if (!str_is(str_slice(buf_view(&out), 1, out.len), wanted))
			fail_msg(
			    "%s: %.*s", rows[i][0], STR_ARGS(buf_view(&out)));
		buf_release(&out);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_mend),
	    TEST(test_text),
	    TEST(test_line_ends),
	    TEST(test_masks),
	    TEST(test_headings),
	    TEST(test_pictures),
	    TEST(test_links),
	    TEST(test_no_markup),
	    TEST(test_habits),
	    TEST(test_places),
	    TEST(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
