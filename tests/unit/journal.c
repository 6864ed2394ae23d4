/* SPDX-License-Identifier: MIT */
/* Events as the server writes them are read again as they were. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "gate/journal.h"

#define COMMIT "4a4b71bb9e104a4b71bb9e104a4b71bb9e104a4b"

static void test_print(void **state)
{
	static const struct str items[] = {{"01.md", 5}, {"02.md", 5}};
	const struct event e = {.number = 3,
	    .sort = EVENT_RECEIVED,
	    .commit = STR(COMMIT),
	    .who = STR("mzj-dong"),
	    .seconds = 1795254069,
	    .due = STR("2026-11-20T24:00:00+08:00"),
	    .is_late = true,
	    .replaces = 1,
	    .items = items,
	    .item_count = 2};
	struct buf out = {0};

	(void)state;
	event_print(&out, &e);
	buf_byte(&out, '\0');
	assert_string_equal(out.data,
	    "事件: 收到\n"
	    "提交: " COMMIT "\n"
	    "报送人: mzj-dong\n"
	    "时间: \"2026-11-21T17:41:09+08:00\"\n"
	    "期限: \"2026-11-20T24:00:00+08:00\"\n"
	    "迟报: 是\n"
	    "替换: \"0001\"\n"
	    "件: [01.md, 02.md]\n");
	buf_release(&out);
}

/* What time has done names no commit and no person. */
static void test_clock(void **state)
{
	static const struct str items[] = {
	    {"mzj-2026-10-window", 18}, {"a\"]\n", 4}};
	const struct event e = {.number = 1,
	    .sort = EVENT_CLOSED,
	    .seconds = 1795254069,
	    .due = STR("2026-11-20T24:00:00+08:00"),
	    .period = STR("2026-11"),
	    .matter = STR("报送"),
	    .items = items,
	    .item_count = 2};
	struct journal j = {0};
	struct arena a = {0};
	struct buf out = {0};
	struct report r;

	(void)state;
	report_init(&r, &a);
	event_print(&out, &e);
	assert_int_equal(
	    journal_add(&j, &a, 1, buf_view(&out), STR("x"), &r), 0);
	assert_int_equal(j.events[0].sort, EVENT_CLOSED);
	assert_int_equal(j.events[0].item_count, 2);
	assert_true(str_equal(j.events[0].items[1], items[1]));
	assert_true(str_equal(j.events[0].period, e.period));
	assert_null(journal_decision(&j));
	buf_byte(&out, '\0');
	assert_string_equal(out.data,
	    "事件: 截止\n"
	    "时间: \"2026-11-21T17:41:09+08:00\"\n"
	    "期限: \"2026-11-20T24:00:00+08:00\"\n"
	    "期: \"2026-11\"\n"
	    "事: \"报送\"\n"
	    "缺报: [\"mzj-2026-10-window\", \"a\\\"]\\n\"]\n");
	buf_release(&out);
	arena_release(&a);
}

static void test_again(void **state)
{
	static const char *const comments[] = {"属实", "a: b # c", "\"“", "- x",
	    "{x}", "&a *a !!x", "冒号：逗号，", "\\n\\", "'", "2026-11-20",
	    "是", "  边上  ", "%", "@", "|", "~"};
	struct arena a = {0};
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, &a);
	for (i = 0; i < sizeof comments / sizeof *comments; i++) {
		struct event e = {.number = 1,
		    .sort = EVENT_RETURNED,
		    .commit = STR(COMMIT),
		    .who = STR("spj-lei"),
		    .seconds = 1795254069,
		    .comment = str_from(comments[i])};
		struct journal j = {0};
		struct buf out = {0};

		event_print(&out, &e);
		if (journal_add(&j, &a, 1, buf_view(&out), STR("x"), &r) ||
		    !str_is(j.events[0].comment, comments[i]) ||
		    j.events[0].seconds != e.seconds ||
		    j.events[0].sort != e.sort ||
		    !str_equal(j.events[0].who, e.who) ||
		    !str_equal(j.events[0].commit, e.commit))
			fail_msg("%s", comments[i]);
		buf_release(&out);
	}
	assert_int_equal(r.count, 0);
	arena_release(&a);
}

static void test_faults(void **state)
{
	static const char *const texts[] = {"", "x", "事件: 收到\n",
	    "事件: 收到\n时间: 2026\n提交: a\n报送人: b\n",
	    "事件: 收到\n时间: \"2026-11-21T17:41:09+08:00\"\n报送人: b\n",
	    "事件: 审核通过\n时间: \"2026-11-21T17:41:09+08:00\"\n提交: a\n报送人: b\n"};
	struct arena a = {0};
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, &a);
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct journal j = {0};

		if (!journal_add(&j, &a, 1, str_from(texts[i]), STR("x"), &r))
			fail_msg("%s", texts[i]);
	}
	arena_release(&a);
}

static void test_number(void **state)
{
	(void)state;
	assert_int_equal(event_number(STR("0001.yml")), 1);
	assert_int_equal(event_number(STR("9999.yml")), 9999);
	assert_int_equal(event_number(STR("0000.yml")), 0);
	assert_int_equal(event_number(STR("-001.yml")), 0);
	assert_int_equal(event_number(STR("00001.yml")), 0);
	assert_int_equal(event_number(STR("001.yml")), 0);
	assert_int_equal(event_number(STR("0001.yaml")), 0);
	assert_int_equal(event_number(STR("2026-11")), 0);
}

static void test_late(void **state)
{
	static const struct str due = {"2026-11-20T24:00:00+08:00", 25};
	int64_t limit = 1795190400; /* that very moment */

	(void)state;
	assert_int_equal(days_late(limit - 1, due), 0);
	assert_int_equal(days_late(limit, due), 0);
	assert_int_equal(days_late(limit + 1, due), 1);
	assert_int_equal(days_late(limit + 86399, due), 1);
	assert_int_equal(days_late(limit + 86400, due), 2);
	assert_int_equal(days_late(limit + 86400, STR("")), 0);
	assert_int_equal(
	    days_late(limit - 3600, STR("2026-11-20T12:00:00+08:00")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_print),
	    cmocka_unit_test(test_clock), cmocka_unit_test(test_again),
	    cmocka_unit_test(test_faults), cmocka_unit_test(test_number),
	    cmocka_unit_test(test_late)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
