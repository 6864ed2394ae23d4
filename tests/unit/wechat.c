/* SPDX-License-Identifier: MIT */
/* What becomes of each thing an article can hold, by a theme without styles,
 * and themes that the editor would not keep. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "web/wechat.h"

static const char theme_text[] =
    "styles:\n"
    "  article: {as: section}\n  section:\n  p:\n  h2: {color: red}\n  ul:\n"
    "  ol:\n  li:\n  li p: {as: section}\n  li li: {as: section}\n"
    "  blockquote:\n  blockquote p: {margin: 0}\n  pre:\n  code:\n"
    "  pre code: {white-space: nowrap}\n  strong:\n  em:\n  a:\n  sup:\n"
    "  br:\n  hr:\n  img: {width: 100%}\n  figure: {as: section}\n"
    "  figcaption: {as: p}\n  table:\n  tr:\n  th: {as: td}\n"
    "  td: {margin: 0}\n  notes: {as: section}\n  notes p:\n";

struct fixture {
	struct arena arena;
	struct report report;
	struct theme theme;
	struct buf page, out;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	*state = f;
	return theme_parse(&f->theme, &f->arena, str_from(theme_text),
	    STR("layouts/wechat/theme.yaml"), &f->report);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	buf_release(&f->page);
	buf_release(&f->out);
	arena_release(&f->arena);
	free(f);
	return 0;
}

/* The inside of an article with these attributes that holds this. */
static struct str made(
    struct fixture *f, const char *attributes, const char *html)
{
	struct str out;
	size_t from;

	buf_clear(&f->page);
	buf_clear(&f->out);
	buf_printf(&f->page, "<p>a</p><wechat-article%s>%s</wechat-article>b",
	    attributes, html);
	wechat_page(&f->out, buf_view(&f->page), &f->theme,
	    STR("layouts/wechat/x.html"), &f->report);
	out = buf_view(&f->out);
	assert_true(str_begins(out, STR("<p>a</p><wechat-article")));
	assert_true(str_ends(out, STR("</wechat-article>b")));
	from = str_find_byte(out, '>', sizeof "<p>a</p>") + 1;
	return str_slice(out, from, out.len - sizeof "</wechat-article>b" + 1);
}

static void assert_made(struct fixture *f, const char *html, const char *want)
{
	struct str got = made(f, " data-base=\"https://p.example/\"", html);

	if (!str_is(got, want))
		fail_msg("%s\nbecomes  %.*s\nand not  %s", html, STR_ARGS(got),
		    want);
	assert_int_equal(f->report.count, 0);
}

static void test_elements(void **state)
{
	struct fixture *f = *state;

	assert_made(f,
	    "<article>\n<p>一</p>\n<h2 id=\"x\" class=\"y\">二</h2>\n</article>",
	    "<section><p>一</p><h2 style=\"color:red\">二</h2></section>");
	assert_made(f, "<p>a<br />\nb<!-- raw HTML omitted --></p><hr />",
	    "<p>a<br> b</p><hr>");
	assert_made(f, "<blockquote>\n<p>q</p>\n</blockquote>",
	    "<blockquote><p style=\"margin:0\">q</p></blockquote>");
	assert_made(f, "<p>a &amp; b\nc</p>", "<p>a &amp; b c</p>");
	assert_made(f,
	    "<table><thead><tr><th align=\"right\">a</th></tr></thead>\n"
	    "<tbody>\n<tr><td>1</td></tr></tbody></table>",
	    "<table><tr><td style=\"text-align:right\">a</td></tr>"
	    "<tr><td style=\"margin:0\">1</td></tr></table>");
	assert_made(f, "<p>x</q></p></p>", "<p>x</p>");
}

static void test_code(void **state)
{
	struct fixture *f = *state;

	assert_made(f,
	    "<pre><code class=\"language-c\">if (a)\n\tb;\n</code></pre>",
	    "<pre><code style=\"white-space:nowrap\">if&nbsp;(a)<br>"
	    "&nbsp;&nbsp;&nbsp;&nbsp;b;</code></pre>");
	assert_made(f, "<p><code>a b</code></p>", "<p><code>a b</code></p>");
}

static void test_links(void **state)
{
	struct fixture *f = *state;

	assert_made(f,
	    "<p><a href=\"https://mp.weixin.qq.com/s/1\" title=\"t\">上篇</a></p>",
	    "<p><a href=\"https://mp.weixin.qq.com/s/1\" style=\"\">上篇</a></p>");
	assert_made(f,
	    "<p><a href=\"https://a.example/?x=1&amp;y\"><em>办法</em></a>，"
	    "<a href=\"/units/mzj.html\">民政局</a>，"
	    "<a href=\"https://a.example/?x=1&amp;y\">又</a></p>",
	    "<p><em>办法</em><sup>[1]</sup>，民政局<sup>[2]</sup>，又<sup>[1]</sup></p>"
	    "<section><p>[1] 办法：https://a.example/?x=1&amp;y</p>"
	    "<p>[2] 民政局：https://p.example/units/mzj.html</p></section>");
	assert_made(f,
	    "<p><a href=\"https://a.example\">https://a.example</a>"
	    "<a href=\"#x\">下文</a><a href=\"\">空</a></p>",
	    "<p>https://a.example下文空</p>");
	assert_made(f,
	    "<p><a href=\"https://a.example\">甲</a></p>"
	    "<notes title=\"链接\"></notes><p>尾</p>",
	    "<p>甲<sup>[1]</sup></p><section><p>链接</p>"
	    "<p>[1] 甲：https://a.example</p></section><p>尾</p>");
	assert_made(f,
	    "<p><a href='https://a.example/\"<i>'>甲</a></p>"
	    "<notes title='<i>\"'></notes><p><img src='\"' alt='<i>'></p>",
	    "<p>甲<sup>[1]</sup></p><section><p>&lt;i&gt;&quot;</p>"
	    "<p>[1] 甲：https://a.example/&quot;&lt;i&gt;</p></section>"
	    "<section><img src=\"&quot;\" alt=\"&lt;i&gt;\""
	    " style=\"width:100%\"><p>&lt;i&gt;</p></section>");
	/* Without an address of the portal its own links are words. */
	assert_true(str_is(
	    made(f, "", "<p><a href=\"/x.html\">甲</a></p>"), "<p>甲</p>"));
}

static void test_lists(void **state)
{
	struct fixture *f = *state;

	assert_made(f, "<ul>\n<li>一</li>\n<li>\n<p>二</p>\n</li>\n</ul>",
	    "<ul><li><section>一</section></li>"
	    "<li><section><section>二</section></section></li></ul>");
	assert_made(f,
	    "<ol>\n<li>一\n<ul>\n<li>甲\n<ol start=\"3\">\n<li>子</li>\n</ol>\n</li>"
	    "\n<li><p>乙</p>\n<p>丙</p></li>\n</ul>\n</li>\n</ol>",
	    "<ol><li><section>一<section>• 甲<section>3. 子</section></section>"
	    "<section>• 乙<br>丙</section></section></li></ol>");
	assert_made(f, "<ol start=\"2\"><li>a</li><li>b</li></ol>",
	    "<section>2. a</section><section>3. b</section>");
}

static void test_pictures(void **state)
{
	struct fixture *f = *state;

	assert_made(f,
	    "<p><img src=\"/pictures/a.png\" alt=\"甲\" width=\"3\" onload=\"x\" /></p>",
	    "<section><img src=\"/pictures/a.png\" alt=\"甲\" style=\"width:100%\">"
	    "<p>甲</p></section>");
	assert_made(f,
	    "<p><img src=\"/a\" alt=\"甲\" /></p>"
	    "<figure><img src=\"/b\" alt=\"乙\">\n<figcaption>乙</figcaption></figure>"
	    "<p>字<img src=\"/c\" alt=\"\" /></p>",
	    "<section><img src=\"/a\" alt=\"甲\" style=\"width:100%\"><p>图1　甲</p>"
	    "</section><section><img src=\"/b\" alt=\"乙\" style=\"width:100%\">"
	    "<p>图2　乙</p></section>"
	    "<p>字<img src=\"/c\" alt=\"\" style=\"width:100%\"></p>");
}

static void test_unknown(void **state)
{
	struct fixture *f = *state;

	assert_true(
	    str_is(made(f, "", "<p>a<script>b</script></p>"), "<p>ab</p>"));
	assert_int_equal(f->report.count, 1);
	assert_string_equal(report_last(&f->report)->id.data, "layout");
	/* No end, no article. */
	buf_clear(&f->out);
	wechat_page(&f->out, STR("a<wechat-article><p>b"), &f->theme, STR("x"),
	    &f->report);
	assert_true(str_is(buf_view(&f->out), "a<wechat-article><p>b"));
	assert_true(str_is(made(f, "",
			       "<p><<x>script>a</p>"
			       "<pre><code><<x>b></code></pre>"),
	    "<p>&lt;script>a</p><pre><code style=\"white-space:nowrap\">"
	    "&lt;b></code></pre>"));
	/* No article: nothing is done to it. */
	wechat_page(&f->out,
	    STR("<wechat-articles>a</wechat-article>"
		"<wechat-article/>b</wechat-article>"),
	    &f->theme, STR("layouts/wechat/a.html"), &f->report);
	assert_true(str_ends(buf_view(&f->out),
	    STR("<wechat-articles>a</wechat-article>"
		"<wechat-article/>b</wechat-article>")));
}

static void test_depth(void **state)
{
	struct fixture *f = *state;
	struct buf html = {0};
	int i;

	for (i = 0; i < 20000; i++)
		buf_text(&html, "<blockquote>");
	buf_text(&html, "字");
	for (i = 0; i < 20000; i++)
		buf_text(&html, "</blockquote>");
	buf_byte(&html, '\0');
	assert_true(
	    str_find(made(f, "", html.data), STR("字"), 0) < f->out.len);
	buf_release(&html);
}

static void test_limits(void **state)
{
	struct fixture *f = *state;
	static const char limits[] = " data-record=\"content/a/index.md\""
				     " data-characters-max=\"220\""
				     " data-bytes-max=\"230\"";

	/* 12 characters, and a picture's address counts as 200. */
	made(f, limits, "<p>一二三四五</p>");
	assert_int_equal(f->report.count, 0);
	made(f, limits, "<p>一<img src=\"/a\" alt=\"\"></p>");
	assert_int_equal(f->report.count, 2);
	assert_string_equal(report_last(&f->report)->id.data, "article-long");
	assert_string_equal(
	    report_last(&f->report)->path.data, "content/a/index.md");
}

static void test_themes(void **state)
{
	static const char *const faults[] = {
	    "styles:\n  p: {position: relative}\n",
	    "styles:\n  p: {background-image: none}\n",
	    "styles:\n  p: {transform: none}\n",
	    "styles:\n  p: {--a: 1}\n",
	    "styles:\n  p: {color: var(--a)}\n",
	    "styles:\n  p: {background: url(x)}\n",
	    "styles:\n  p: {font-family: '\"Song\"'}\n",
	    "styles:\n  p: {color: red !important}\n",
	    "styles:\n  p: {color: [red]}\n",
	    "styles:\n  p: {color: }\n",
	    "styles:\n  figure: {margin: 0}\n",
	    "styles:\n  p: {as: div}\n",
	    "styles:\n  p: red\n",
	    "styles: red\n",
	    "p: {}\n",
	    "styles: {p: {}}\nwidth: 677\n",
	};
	struct fixture *f = *state;
	struct theme t;
	size_t i;

	for (i = 0; i < sizeof faults / sizeof *faults; i++) {
		f->report.count = 0;
		if (!theme_parse(&t, &f->arena, str_from(faults[i]),
			STR("layouts/wechat/theme.yaml"), &f->report))
			fail_msg("taken: %s", faults[i]);
		assert_int_equal(f->report.count, 1);
		assert_string_equal(report_last(&f->report)->id.data, "layout");
		assert_true(report_last(&f->report)->place.line);
	}
}

static void test_html(void **state)
{
	struct fixture *f = *state;
	const struct html_node *n = html_parse(&f->arena,
	    STR("<!DOCTYPE html><a b='1>' c d=2 e/><x y=\"&lt;\">1 < 2</x"));
	const struct html_node *x = html_find(n, "x");
	struct buf text = {0};

	n = html_find(n, "a");
	assert_true(str_is(html_attribute(n, "b"), "1>"));
	assert_true(html_attribute(n, "c").data);
	assert_true(str_is(html_attribute(n, "d"), "2"));
	assert_null(html_attribute(n, "z").data);
	assert_true(str_is(x->inner, "1 < 2"));
	html_decode(&text, STR("&lt;a&gt; &amp;amp; &quot;&#39; &nbsp;&x"));
	assert_true(str_is(buf_view(&text), "<a> &amp; \"' \xC2\xA0&x"));
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
	    TEST(elements),
	    TEST(code),
	    TEST(links),
	    TEST(lists),
	    TEST(pictures),
	    TEST(unknown),
	    TEST(depth),
	    TEST(limits),
	    TEST(themes),
	    TEST(html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
