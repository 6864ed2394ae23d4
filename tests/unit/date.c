/* SPDX-License-Identifier: MIT */
/* Real days only; and every day of ten thousand years there and back. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/date.h"

static void test_parse(void **state)
{
	static const char *const good[] = {"2026-11-12", "2024-02-29",
	    "2000-02-29", "0001-01-01", "9999-12-31"};
	static const char *const bad[] = {"", "2026-11-1", "2026-1-12",
	    "26-11-12", "2026-11-31", "2026-02-29", "1900-02-29", "2026-00-10",
	    "2026-13-10", "2026-11-00", "0000-01-01", "2026-11-12 ",
	    " 2026-11-12", "2026/11/12", "2026-11-12T", "-026-11-12",
	    "2026-+1-12", "２０２６-11-12", "2026-11", "20261112"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		char back[DATE_SIZE];
		struct date d;

		assert_true(date_parse(&d, str_from(good[i])));
		date_print(back, d);
		assert_string_equal(back, good[i]);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct date d = {1, 2, 3};

		if (date_parse(&d, str_from(bad[i])))
			fail_msg("“%s” is no day", bad[i]);
		assert_int_equal(d.year, 1);
	}
	assert_false(date_parse(&(struct date){0}, STR("2026-11-12\0")));
}

static void test_loose(void **state)
{
	static const char *const good[] = {"2026-6-5", "2026-06-05", "2026/6/5",
	    "2026.6.5", "2026.06.5", "2026年6月5日", "2026年06月05日"};
	static const char *const bad[] = {"2026-6/5", "2026年6月5",
	    "2026-6-5日", "26.6.5", "2026.6", "2026-6-31", "2026-16-5",
	    "2026年2月29日", "2026-6-5 ", "2026-006-5", ""};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		struct date d;

		assert_true(date_parse_loose(&d, str_from(good[i])));
		assert_int_equal(
		    date_days(d), date_days((struct date){2026, 6, 5}));
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (date_parse_loose(&(struct date){0}, str_from(bad[i])))
			fail_msg("“%s” is no day", bad[i]);
}

static void test_month_loose(void **state)
{
	static const char *const good[] = {"2026-06", "2026-6", "2026/06",
	    "2026/6", "2026年6月", "2026年06月"};
	static const char *const bad[] = {"2026.6", "2026.1", "2026年6",
	    "26年6月", "2026年13月", "2026年0月", "2026年6月5日",
	    "2026 年 6 月", "", "6月"};
	struct date d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		d = (struct date){0};
		assert_true(month_parse_loose(&d, str_from(good[i])));
		assert_true(d.year == 2026 && d.month == 6 && d.day == 1);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (month_parse_loose(&d, str_from(bad[i])))
			fail_msg("%s", bad[i]);
}

static void test_month(void **state)
{
	static const char *const bad[] = {"2026-1", "2026-13", "2026-00",
	    "2026-11-", "2026-11-01", "0000-01"};
	struct date d;
	size_t i;

	(void)state;
	assert_true(month_parse(&d, STR("2026-11")));
	assert_int_equal(d.year, 2026);
	assert_int_equal(d.month, 11);
	assert_int_equal(d.day, 1);
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(month_parse(&d, str_from(bad[i])));
}

static void test_moment(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} good[] = {
	    {"1970-01-01T08:00:00+08:00", 0},
	    {"1970-01-01T08:00+08:00", 0},
	    {"1970-01-01T00:00:01+00:00", 1},
	    {"1969-12-31T23:59:59-00:00", -1},
	    {"2026-11-20T17:41:09+08:00", 1795167669},
	    {"2026-11-20T04:11:09-05:30", 1795167669},
	    {"2026-11-19T24:00+08:00", 1795104000},
	    {"2026-11-20T00:00+08:00", 1795104000},
	};
	static const char *const bad[] = {"2026-11-20", "2026-11-20T",
	    "2026-11-20T17:41:09", "2026-11-20T17:41:09Z",
	    "2026-11-20T17:41:09+0800", "2026-11-20T17:41:09+08",
	    "2026-11-20T17:41:60+08:00", "2026-11-20T17:60:09+08:00",
	    "2026-11-20T25:00:00+08:00", "2026-11-20T24:00:01+08:00",
	    "2026-11-20T24:01+08:00", "2026-11-20T17:41:09+15:00",
	    "2026-11-20T17:41:09+08:60", "2026-11-20 17:41:09+08:00",
	    "2026-11-31T17:41:09+08:00", "2026-11-20T17:41:09.5+08:00",
	    "2026-11-20T17:41:+08:00", "2026-11-20T17:41:09+08:00 "};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t seconds = 0;

		assert_true(moment_parse(&seconds, str_from(good[i].text)));
		if (seconds != good[i].seconds)
			fail_msg("%s: %lld", good[i].text, (long long)seconds);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (moment_parse(&(int64_t){0}, str_from(bad[i])))
			fail_msg("“%s” is no moment", bad[i]);
}

static void test_days(void **state)
{
	struct date last = {0, 12, 31};
	int64_t first = date_days((struct date){1, 1, 1});
	int64_t end = date_days((struct date){9999, 12, 31});
	int64_t day;

	(void)state;
	assert_int_equal(date_days((struct date){1970, 1, 1}), 0);
	assert_int_equal(date_days((struct date){2000, 3, 1}), 11017);
	assert_int_equal(end - first + 1, 3652059);
	for (day = first; day <= end; day++) {
		struct date d = date_from_days(day);
		struct date again;
		char text[DATE_SIZE];

		assert_int_equal(date_days(d), day);
		/* It comes right behind the day before. */
		if (d.day != 1)
			assert_true(d.day == last.day + 1 &&
			    d.month == last.month && d.year == last.year);
		else if (d.month != 1)
			assert_true(
			    d.month == last.month + 1 && d.year == last.year);
		else
			assert_true(d.year == last.year + 1 &&
			    last.month == 12 && last.day == 31);
		date_print(text, d);
		assert_true(date_parse(&again, str_from(text)));
		last = d;
	}
}

static void test_seconds(void **state)
{
	char text[DATE_SIZE];

	(void)state;
	/* 15:59:59 UTC is the last second of the county's day. */
	date_print(text, date_from_seconds(1795190399));
	assert_string_equal(text, "2026-11-20");
	date_print(text, date_from_seconds(1795190400));
	assert_string_equal(text, "2026-11-21");
	date_print(text, date_from_seconds(-8 * 3600 - 1));
	assert_string_equal(text, "1969-12-31");
	date_print(text, date_from_seconds(-8 * 3600));
	assert_string_equal(text, "1970-01-01");
}

static void test_moment_print(void **state)
{
	char text[MOMENT_SIZE];

	(void)state;
	moment_print(text, 1795190399);
	assert_string_equal(text, "2026-11-20 23:59");
	moment_print(text, 1795190400);
	assert_string_equal(text, "2026-11-21 00:00");
	moment_print(text, -8 * 3600 - 1);
	assert_string_equal(text, "1969-12-31 23:59");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_loose),
	    cmocka_unit_test(test_month),
	    cmocka_unit_test(test_month_loose),
	    cmocka_unit_test(test_moment),
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_seconds),
	    cmocka_unit_test(test_moment_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
