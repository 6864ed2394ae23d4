/* SPDX-License-Identifier: MIT */
/* Command lines as people type them. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/option.h"
#include "base/utf8.h"

enum { FOLDER, REV, QUIET, VERBOSE };

static const struct option_row rows[] = {
    {"C", "目录", "在这个目录里"},
    {"rev", "版本", "读这个版本"},
    {"quiet", NULL, "只说错误"},
    {"v", NULL, "多说一些"},
    {NULL, NULL, NULL},
};

static struct options o;
static struct buf wrong;

/* The words of a line, given in one text with single spaces; "_" is an empty
 * word. */
static bool parse(const char *line)
{
	static char text[256];
	static char *argv[32];
	char *at = text;
	int argc = 0;

	snprintf(text, sizeof text, "%s", line);
	while (at) {
		char *end = strchr(at, ' ');

		if (end)
			*end++ = '\0';
		if (!strcmp(at, "_"))
			*at = '\0';
		argv[argc++] = at;
		at = end;
	}
	argv[argc] = NULL;
	buf_clear(&wrong);
	return option_parse(&o, rows, argc, argv, &wrong);
}

static void test_values(void **state)
{
	(void)state;
	assert_true(parse("build"));
	assert_null(o.values[FOLDER]);
	assert_null(o.values[QUIET]);
	assert_int_equal(o.rest_count, 0);
	assert_true(parse("build -C a --rev HEAD --quiet"));
	assert_string_equal(o.values[FOLDER], "a");
	assert_string_equal(o.values[REV], "HEAD");
	assert_string_equal(o.values[QUIET], "");
	assert_null(o.values[VERBOSE]);
	assert_true(parse("build -Ca --rev=HEAD~3=x"));
	assert_string_equal(o.values[FOLDER], "a");
	assert_string_equal(o.values[REV], "HEAD~3=x");
	/* An empty value is a value. The last one counts. */
	assert_true(parse("build --rev _ -C a -C b -vC c"));
	assert_string_equal(o.values[REV], "");
	assert_string_equal(o.values[FOLDER], "c");
	assert_string_equal(o.values[VERBOSE], "");
	assert_true(parse("build --rev --quiet"));
	assert_string_equal(o.values[REV], "--quiet");
	assert_null(o.values[QUIET]);
}

static void test_rest(void **state)
{
	(void)state;
	assert_true(parse("check a --quiet b -- --rev -C"));
	assert_int_equal(o.rest_count, 4);
	assert_string_equal(o.rest[0], "a");
	assert_string_equal(o.rest[1], "b");
	assert_string_equal(o.rest[2], "--rev");
	assert_string_equal(o.rest[3], "-C");
	assert_string_equal(o.values[QUIET], "");
	assert_null(o.values[REV]);
	assert_true(parse("check - _"));
	assert_int_equal(o.rest_count, 2);
	assert_string_equal(o.rest[0], "-");
	assert_string_equal(o.rest[1], "");
}

static void assert_wrong(const char *line, const char *word)
{
	if (parse(line))
		fail_msg("“%s” is taken", line);
	if (str_find(buf_view(&wrong), str_from(word), 0) == wrong.len)
		fail_msg("“%s”: %.*s", line, (int)wrong.len, wrong.data);
}

static void test_wrong(void **state)
{
	(void)state;
	assert_wrong("build --nothing", "不认识的选项：--nothing");
	assert_wrong("build -x", "不认识的选项：-x");
	assert_wrong("build -vx", "不认识的选项：-x");
	assert_wrong("build a -x b", "不认识的选项：-x");
	assert_wrong("build --rev", "选项缺少值：--rev");
	assert_wrong("build -C", "选项缺少值：-C");
	assert_wrong("build --quiet=yes", "--quiet");
	assert_wrong("build -xv", "不认识的选项：-x");
	assert_wrong("build -照片 a", "不认识的选项：-照片");
	buf_release(&wrong);
}

static void test_help(void **state)
{
	struct buf out = {0};
	struct str rest, line;
	size_t i;

	(void)state;
	option_help(&out, rows);
	rest = buf_view(&out);
	for (i = 0; rows[i].name; i++) {
		size_t width = 0;

		assert_true(str_next(&rest, '\n', &line));
		assert_true(
		    str_find(line, str_from(rows[i].name), 0) < line.len);
		assert_true(str_ends(line, str_from(rows[i].help)));
		line.len -= strlen(rows[i].help);
		while (line.len) {
			uint32_t cp = 0;
			size_t step = utf8_decode(line, &cp);

			width += utf8_width(cp);
			line = str_slice(line, step, line.len);
		}
		assert_int_equal(width, 28);
	}
	assert_int_equal(rest.len, 0);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_rest),
	    cmocka_unit_test(test_wrong),
	    cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
