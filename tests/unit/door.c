/* SPDX-License-Identifier: MIT */
/* Which refs are doors, and what stands behind them. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "gate/door.h"

static const struct row {
	const char *ref;
	enum act act;
	const char *object;
} rows[] = {
    {"refs/heads/u/mzj/2026-11/window", ACT_SUBMIT, "mzj/2026-11/window"},
    {"refs/heads/u/mzj/2026-11/window-2", ACT_SUBMIT, "mzj/2026-11/window-2"},
    {"refs/heads/plan", ACT_SUBMIT, "plan"},
    {"refs/approve/mzj/mechanism/1", ACT_APPROVE, "mzj/mechanism/1"},
    {"refs/approve/plan", ACT_APPROVE, "plan"},
    {"refs/return/plan", ACT_RETURN, "plan"},
    {"refs/return/mzj/2026-11/window", ACT_RETURN, "mzj/2026-11/window"},
    {"refs/heads/main", ACT_NONE, NULL},
    {"HEAD", ACT_NONE, NULL},
    {"", ACT_NONE, NULL},
    {"refs/heads/plan/x", ACT_NONE, NULL},
    {"refs/heads/u/plan", ACT_NONE, NULL},
    {"refs/heads/u/mzj", ACT_NONE, NULL},
    {"refs/heads/u/", ACT_NONE, NULL},
    {"refs/heads/u", ACT_NONE, NULL},
    {"refs/heads/u/mzj/", ACT_NONE, NULL},
    {"refs/heads/u/mzj//window", ACT_NONE, NULL},
    {"refs/heads/u//window", ACT_NONE, NULL},
    {"refs/heads/u/../plan/x", ACT_NONE, NULL},
    {"refs/heads/u/mzj/../wjj", ACT_NONE, NULL},
    {"refs/heads/u/mzj/2026-11/Window", ACT_NONE, NULL},
    {"refs/heads/u/mzj/2026-11/窗口", ACT_NONE, NULL},
    {"refs/heads/u/mzj/.git", ACT_NONE, NULL},
    {"refs/heads/u/mzj/-rf", ACT_NONE, NULL},
    {"refs/heads/u/mzj/con", ACT_NONE, NULL},
    {"refs/heads/u/mzj/x.lock", ACT_NONE, NULL},
    {"refs/heads/u/a/b/c/d/e/f/g/h/i/j", ACT_NONE, NULL},
    {"refs/heads/U/mzj/x", ACT_NONE, NULL},
    {"refs/tags/v1", ACT_NONE, NULL},
    {"refs/notes/commits", ACT_NONE, NULL},
    {"refs/for/main", ACT_NONE, NULL},
    {"refs/heads/day", ACT_NONE, NULL},
    {"refs/heads/u/day", ACT_NONE, NULL},
    {"refs/approve/day", ACT_NONE, NULL},
    {"refs/approve/close", ACT_NONE, NULL},
    {"refs/approve/mzj", ACT_NONE, NULL},
    {"refs/approve/", ACT_NONE, NULL},
    {"refs/heads/approve/mzj/x", ACT_NONE, NULL},
    {"xrefs/heads/u/mzj/x", ACT_NONE, NULL},
};

static void test_parse(void **state)
{
	struct arena a = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct door d;
		bool is_door = door_parse(&d, &a, str_from(rows[i].ref));

		if (is_door != (rows[i].act != ACT_NONE))
			fail_msg("%s", rows[i].ref);
		assert_int_equal(is_door ? d.act : ACT_NONE, rows[i].act);
		if (is_door && !str_is(d.object, rows[i].object))
			fail_msg("%s", rows[i].ref);
	}
	arena_release(&a);
}

static void test_parts(void **state)
{
	struct arena a = {0};
	struct door d;

	(void)state;
	assert_true(door_parse(&d, &a, STR("refs/approve/mzj/2026-11/window")));
	assert_true(str_is(d.unit, "mzj"));
	assert_true(str_is(d.branch, "refs/heads/u/mzj/2026-11/window"));
	assert_int_equal(d.folder_count, 1);
	assert_true(str_is(d.folders[0], "content/units/mzj/2026-11/window"));
	assert_true(str_is(d.journal, "content/journal/mzj/2026-11/window"));
	assert_true(door_parse(&d, &a, STR("refs/return/plan")));
	assert_true(d.is_plan);
	assert_true(str_is(d.branch, "refs/heads/plan"));
	assert_int_equal(d.folder_count, 2);
	assert_true(str_is(d.folders[1], "layouts"));
	assert_true(str_is(d.journal, "content/journal/plan"));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse), cmocka_unit_test(test_parts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
