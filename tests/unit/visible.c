/* SPDX-License-Identifier: MIT */
/* The text of a page, line by line, and which lines its HTML has in pieces. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "web/visible.h"

/* `|` stands for a line's end; title and joined lines as text. */
static void assert_visible(
    const char *html, const char *text, const char *title, const char *joined)
{
	struct visible v = {0};
	struct buf b = {0};
	size_t i;

	visible_read(&v, str_from(html));
	visible_text(&b, &v, (struct visible_line){0, v.len});
	for (i = 0; i < b.len; i++)
		if (b.data[i] == '\n')
			b.data[i] = '|';
	buf_byte(&b, '\0');
	assert_string_equal(b.data, text);
	buf_clear(&b);
	visible_text(&b, &v, (struct visible_line){v.title, v.title_end});
	buf_byte(&b, '\0');
	assert_string_equal(b.data, title);
	buf_clear(&b);
	for (i = 0; i < v.joined_count; i++) {
		if (i)
			buf_byte(&b, '|');
		visible_text(&b, &v, v.joined[i]);
	}
	buf_byte(&b, '\0');
	assert_string_equal(b.data, joined);
	buf_release(&b);
	visible_release(&v);
}

static void test_lines(void **state)
{
	(void)state;
	assert_visible("", "", "", "");
	assert_visible("<p>头</p>", "", "", "");
	assert_visible(
	    "<p>头</p><main id=\"m\"><p>a</p>\n\n <p>b </p></main>尾", "a|b",
	    "", "");
	assert_visible(
	    "<main><li>一 \t 二<br>三</li></main>", "一 二|三", "", "");
	assert_visible("<main>一<nav>二<ul></ul></nav>三<svg><text>x</text>"
		       "</svg><script>a<b</script></main>",
	    "一|三", "", "");
	assert_visible("<main>笑😀é", "笑😀é", "", "");
	assert_visible(
	    "<main>a\xFF\x80z", "a\xEF\xBF\xBD\xEF\xBF\xBDz", "", "");
}

static void test_title(void **state)
{
	(void)state;
	assert_visible("<main>a<h1>县<i>·</i><wbr>局</h1>b<h1>c</h1></main>",
	    "a|县·局|b|c", "县·局", "县·局");
	assert_visible("<main><h1></h1>b</main>", "b", "", "");
	assert_visible("<main>a<h1>b", "a|b", "", "");
}

static void test_joined(void **state)
{
	(void)state;
	assert_visible("<main><p>138<b>1234</b>5678</p><p>1</p><p>138\n1234</p>"
		       "<p>a &amp; &lt;b&gt; &quot;&#39;</p><p>&nbsp;</p>",
	    "13812345678|1|138 1234|a & <b> \"'|&nbsp;", "",
	    "13812345678|138 1234|a & <b> \"'");
	/* At the ends of a line nothing is joined. */
	assert_visible(
	    "<main><p><b>a</b></p>\n<p>\n<a>b</a>\n</p>", "a|b", "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_title),
	    cmocka_unit_test(test_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
