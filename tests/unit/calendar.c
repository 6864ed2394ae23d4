/* SPDX-License-Identifier: MIT */
/* Lines of every length come back whole, and none is too long. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "web/calendar.h"

static void assert_folded(const char *text, const char *expected)
{
	struct buf b = {0};

	calendar_fold(&b, str_from(text));
	buf_byte(&b, '\0');
	assert_string_equal(b.data, expected);
	buf_release(&b);
}

static void test_line_ends(void **state)
{
	(void)state;
	assert_folded("", "");
	assert_folded("A:1", "A:1\r\n");
	assert_folded("A:1\n\nB:2\r\n\r\nC:3\n", "A:1\r\nB:2\r\nC:3\r\n");
}

/* Takes the folds out again; every line is looked at on the way. */
static void unfold(struct buf *out, struct str folded)
{
	size_t at = 0;

	while (at < folded.len) {
		size_t end = str_find_byte(folded, '\n', at);
		struct str line = str_slice(folded, at, end - 1);

		assert_int_equal(folded.data[end - 1], '\r');
		assert_true(line.len && line.len <= CALENDAR_LINE);
		assert_int_equal(utf8_check(line), line.len);
		if (line.data[0] == ' ')
			line = str_slice(line, 1, line.len);
		buf_str(out, line);
		at = end + 1;
	}
}

static void test_every_length(void **state)
{
	static const char *const letters[] = {"a", "é", "县", "𠀀", "a县"};
	size_t i, n, k;

	(void)state;
	for (i = 0; i < sizeof letters / sizeof *letters; i++) {
		for (n = 1; n < 160; n++) {
			struct buf text = {0}, folded = {0}, back = {0};

			for (k = 0; k < n; k++)
				buf_text(&text, letters[i]);
			calendar_fold(&folded, buf_view(&text));
			unfold(&back, buf_view(&folded));
			assert_true(
			    str_equal(buf_view(&back), buf_view(&text)));
			buf_release(&text);
			buf_release(&folded);
			buf_release(&back);
		}
	}
}

/* No more lines than needed: 75 and then 74 to a line. */
static void test_full_lines(void **state)
{
	struct buf text = {0}, folded = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 75 + 74; i++)
		buf_byte(&text, 'x');
	calendar_fold(&folded, buf_view(&text));
	assert_int_equal(folded.len, 75 + 74 + 5);
	buf_release(&text);
	buf_release(&folded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_line_ends),
	    cmocka_unit_test(test_every_length),
	    cmocka_unit_test(test_full_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
