/* SPDX-License-Identifier: MIT */
/* Who may hand in, whose turn it is, who may decide: offices and persons, users
 * who have gone, chains that are exhausted. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "gate/chain.h"

static const char users[] =
    "用户:\n"
    "  - {用户: mzj-a, 单位: mzj, 角色: [报送, 联络员]}\n"
    "  - {用户: mzj-x, 单位: mzj, 角色: [联络员]}\n"
    "  - {用户: mzj-old, 单位: mzj, 角色: [报送], 止: 2026-11-20}\n"
    "  - {用户: spj-a, 单位: spj, 角色: [报送]}\n"
    "  - {用户: spj-r, 单位: spj, 角色: [审核]}\n"
    "  - {用户: spj-s, 单位: spj, 角色: [审核]}\n"
    "  - {用户: sfj-a, 单位: sfj, 角色: [报送]}\n"
    "  - {用户: sfj-r, 单位: sfj, 角色: [报送, 审核]}\n"
    "  - {用户: sfj-old, 单位: sfj, 角色: [审核], 止: 2026-01-01}\n"
    "  - {用户: ysb-a, 单位: ysb, 角色: [统筹]}\n"
    "  - {用户: ysb-b, 单位: ysb, 角色: [统筹]}\n"
    "  - {用户: ysb-c, 单位: ysb, 角色: [报送]}\n";

struct scene {
	struct arena arena;
	struct report report;
	struct roster roster;
	struct journal journal;
	struct door door;
	struct handling handling;
	struct str leads[2];
	struct matter matter;
};

static void scene_make(struct scene *s, const char *object,
    enum submitter submitter, const char *steps)
{
	struct str rest = str_from(steps), step;
	struct value *list;

	*s = (struct scene){0};
	report_init(&s->report, &s->arena);
	assert_int_equal(
	    roster_parse(&s->roster, &s->arena, str_from(users), &s->report),
	    0);
	assert_true(
	    door_make(&s->door, &s->arena, ACT_SUBMIT, str_from(object)));
	list = value_list(&s->arena);
	while (str_next(&rest, ' ', &step))
		value_append(&s->arena, list, value_text(&s->arena, step));
	s->handling =
	    (struct handling){.submitter = submitter, .deciders = list};
	s->leads[0] = STR("spj");
	s->matter = (struct matter){.door = &s->door,
	    .handling = &s->handling,
	    .unit = s->door.unit,
	    .leads = s->leads,
	    .lead_count = 1,
	    .roster = &s->roster,
	    .journal = &s->journal,
	    .today = {2026, 11, 22}};
}

static void happened(struct scene *s, enum event_sort sort, const char *who)
{
	s->journal.events = arena_grow(&s->arena, s->journal.events,
	    s->journal.count, &s->journal.cap, sizeof *s->journal.events);
	s->journal.events[s->journal.count] =
	    (struct event){.number = (unsigned)s->journal.count + 1,
		.sort = sort,
		.who = str_from(who)};
	s->journal.count++;
}

static bool may_submit(struct scene *s, const char *who)
{
	return chain_submitter(&s->matter, str_from(who), &s->report) != NULL;
}

static bool may_decide(struct scene *s, const char *who)
{
	return chain_reviewer(&s->matter, str_from(who), &s->report) != NULL;
}

static void turn_is(struct scene *s, const char *unit)
{
	struct str turn = chain_decider(&s->matter);

	if (!str_is(turn, unit))
		fail_msg("%.*s, not %s", STR_ARGS(turn), unit);
}

static void test_submit(void **state)
{
	struct scene s;

	(void)state;
	scene_make(&s, "mzj/2026-11/window", SUBMIT_UNIT, "lead office");
	assert_true(may_submit(&s, "mzj-a"));
	assert_false(may_submit(&s, "mzj-x")); /* no role for it */
	assert_false(may_submit(&s, "mzj-old"));
	assert_false(may_submit(&s, "spj-a")); /* another unit */
	assert_false(may_submit(&s, "ysb-a"));
	assert_false(may_submit(&s, "nobody"));
	assert_false(may_submit(&s, ""));
	s.handling.submitter = SUBMIT_NOBODY;
	assert_false(may_submit(&s, "mzj-a"));
	s.handling.submitter = SUBMIT_LEAD;
	assert_false(may_submit(&s, "mzj-a"));
	arena_release(&s.arena);

	scene_make(&s, "spj/2026-11/summary", SUBMIT_LEAD, "office");
	assert_true(may_submit(&s, "spj-a"));
	assert_false(may_submit(&s, "spj-r")); /* reviews, does not hand in */
	arena_release(&s.arena);

	scene_make(&s, "ysb/2026-11/bulletin", SUBMIT_OFFICE, "second");
	assert_true(may_submit(&s, "ysb-a"));
	assert_true(may_submit(&s, "ysb-c"));
	arena_release(&s.arena);
	scene_make(&s, "mzj/2026-11/bulletin", SUBMIT_OFFICE, "second");
	assert_false(may_submit(&s, "mzj-a"));
	assert_false(may_submit(&s, "ysb-a"));
	arena_release(&s.arena);
}

static void test_turn(void **state)
{
	struct scene s;

	(void)state;
	scene_make(&s, "mzj/2026-11/window", SUBMIT_UNIT, "lead office");
	happened(&s, EVENT_RECEIVED, "mzj-a");
	turn_is(&s, "spj");
	assert_true(may_decide(&s, "spj-r"));
	assert_false(may_decide(&s, "spj-a")); /* no role */
	assert_false(may_decide(&s, "sfj-r")); /* not its turn */
	assert_false(may_decide(&s, "ysb-a"));
	assert_false(may_decide(&s, "mzj-a"));
	assert_false(may_decide(&s, "nobody"));
	/* No lead at all: the next in the chain. */
	s.matter.lead_count = 0;
	turn_is(&s, "ysb");
	assert_true(may_decide(&s, "ysb-b"));
	assert_false(may_decide(&s, "ysb-c"));
	arena_release(&s.arena);

	/* A lead does not decide on its own. */
	scene_make(&s, "spj/2026-11/window", SUBMIT_UNIT, "lead office");
	happened(&s, EVENT_RECEIVED, "spj-a");
	turn_is(&s, "ysb");
	assert_false(may_decide(&s, "spj-r"));
	assert_true(may_decide(&s, "ysb-a"));
	/* Where another lead reviews it as well, that one does. */
	s.leads[1] = STR("sfj");
	s.matter.lead_count = 2;
	turn_is(&s, "sfj");
	arena_release(&s.arena);

	/* A unit by its code. */
	scene_make(&s, "mzj/articles/a", SUBMIT_UNIT, "spj office");
	turn_is(&s, "spj");
	arena_release(&s.arena);
	scene_make(&s, "spj/articles/a", SUBMIT_UNIT, "spj office");
	turn_is(&s, "ysb");
	arena_release(&s.arena);
}

static void test_person(void **state)
{
	struct scene s;

	(void)state;
	/* Somebody handed it in for a unit and sits in the lead by now. */
	scene_make(&s, "mzj/2026-11/window", SUBMIT_UNIT, "lead office");
	happened(&s, EVENT_RECEIVED, "spj-r");
	assert_false(may_decide(&s, "spj-r"));
	assert_true(may_decide(&s, "spj-s"));
	happened(&s, EVENT_RETURNED, "spj-s");
	happened(&s, EVENT_RECEIVED, "mzj-a");
	assert_false(may_decide(&s, "spj-r")); /* any receipt of it counts */
	happened(&s, EVENT_RECEIVED, "spj-s");
	turn_is(&s, "ysb"); /* nobody is left in the lead */
	assert_true(may_decide(&s, "ysb-a"));
	/* What was accepted is done with. */
	happened(&s, EVENT_ACCEPTED, "ysb-a");
	happened(&s, EVENT_RECEIVED, "mzj-a");
	turn_is(&s, "spj");
	assert_true(may_decide(&s, "spj-r"));
	arena_release(&s.arena);

	scene_make(&s, "ysb/2026-11/bulletin", SUBMIT_OFFICE, "second");
	happened(&s, EVENT_RECEIVED, "ysb-a");
	turn_is(&s, "ysb");
	assert_false(may_decide(&s, "ysb-a"));
	assert_false(may_decide(&s, "ysb-c"));
	assert_true(may_decide(&s, "ysb-b"));
	happened(&s, EVENT_RECEIVED, "ysb-b");
	turn_is(&s, ""); /* exhausted */
	assert_false(may_decide(&s, "ysb-a"));
	assert_false(may_decide(&s, "ysb-b"));
	arena_release(&s.arena);

	/* A lead whose only reviewer has gone. */
	scene_make(&s, "mzj/2026-11/enforce", SUBMIT_UNIT, "lead office");
	s.leads[0] = STR("sfj");
	turn_is(&s, "sfj");
	happened(&s, EVENT_RECEIVED, "sfj-r");
	turn_is(&s, "ysb");
	assert_false(may_decide(&s, "sfj-old"));
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_submit),
	    cmocka_unit_test(test_turn), cmocka_unit_test(test_person)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
