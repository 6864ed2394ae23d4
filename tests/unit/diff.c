/* SPDX-License-Identifier: MIT */
/* Hunks and their numbers, line ends that are not there, lines that go. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/diff.h"

static const struct row {
	const char *was, *is;
	size_t changed;
	const char *hunks;
} rows[] = {
    {"", "", 0, ""},
    {"a\nb\n", "a\nb\n", 0, ""},
    {"a\nb\nc\n", "a\nB\nc\n", 1, "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
    {"a\nb\nc\n", "A\nB\nc\n", 2, "@@ -1,3 +1,3 @@\n-a\n-b\n+A\n+B\n c\n"},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", 1,
	"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
    /* six lines between: one hunk; seven: two */
    {"a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n", 2,
	"@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"},
    {"a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n", 2,
	"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
	"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
    {"\n\na\nb\n", "a\nB\n", 3, "@@ -1,4 +1,2 @@\n-\n-\n a\n-b\n+B\n"},
    {"\n1\n2\n3\n4\nb\n", "1\n2\n3\n4\nB\n", 2,
	"@@ -1,6 +1,5 @@\n-\n 1\n 2\n 3\n 4\n-b\n+B\n"},
    {"\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nB\n", 2,
	"@@ -1,4 +1,3 @@\n-\n 1\n 2\n 3\n"
	"@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
    {"a\nb", "a\nb\n", 1,
	"@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"},
    {"a\nb", "A\nb", 1,
	"@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n"},
    {"a\n", "a\nb\n", 1, "@@ -1,1 +1,2 @@\n a\n+b\n"},
    {"", "a\n", 1, "@@ -0,0 +1,1 @@\n+a\n"},
    {"a\n", "", 1, "@@ -1,1 +0,0 @@\n-a\n"},
    /* what comes in the middle leaves all behind it as it was */
    {"a\nb\nc\n", "a\nx\ny\nb\nc\n", 2,
	"@@ -1,3 +1,5 @@\n a\n+x\n+y\n b\n c\n"},
    {"a\nb\nc\nd\n", "a\nc\nD\n", 2, "@@ -1,4 +1,3 @@\n a\n-b\n c\n-d\n+D\n"},
    {"a\r\n", "a\n", 1, "@@ -1,1 +1,1 @@\n-a\r\n+a\n"},
};

static void test_rows(void **state)
{
	static const char head[] = "--- a/x/y.md\n+++ b/x/y.md\n";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct buf out = {0};
		struct str hunks;

		assert_int_equal(diff_print(&out, STR("x/y.md"),
				     str_from(row->was), str_from(row->is)),
		    row->changed);
		hunks = buf_view(&out);
		if (row->changed) {
			assert_true(str_begins(hunks, str_from(head)));
			hunks = str_slice(hunks, sizeof head - 1, hunks.len);
		}
		if (!str_is(hunks, row->hunks))
			fail_msg("row %zu: %.*s", i, STR_ARGS(hunks));
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
