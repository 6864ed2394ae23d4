/* SPDX-License-Identifier: MIT */
/* Each step of a chain is a few units; the first that has an eligible person
 * has its turn. */
#include "chain.h"

static const struct place whole_file = {0};

static struct value second = {.type = VALUE_TEXT, .text = {"second", 6}};
static struct value *plan_steps[] = {&second};
static const struct value plan_deciders = {
    .type = VALUE_LIST, .count = 1, .items = plan_steps};

const struct handling handling_plan = {
    .submitter = SUBMIT_OFFICE,
    .deciders = &plan_deciders,
    .wants_comment = true,
};

static const struct user *refuse(const struct matter *m, struct report *r,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

static const struct user *refuse(
    const struct matter *m, struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(r, FINDING_GATE_RIGHT, m->door->folders[0], whole_file,
	    format, args);
	va_end(args);
	return NULL;
}

const struct user *chain_submitter(
    const struct matter *m, struct str who, struct report *r)
{
	const struct user *u = roster_find(m->roster, who, m->today);
	enum submitter by = m->handling->submitter;

	if (!u)
		return refuse(m, r, "用户 %.*s 不在人员名册里，或者已经停用",
		    STR_ARGS(who));
	if (!m->door->is_plan && !str_equal(u->unit, m->door->unit))
		return refuse(m, r,
		    "用户 %.*s 是 %.*s 的，不能报送 %.*s 的材料", STR_ARGS(who),
		    STR_ARGS(u->unit), STR_ARGS(m->door->unit));
	if (by == SUBMIT_NOBODY)
		return refuse(m, r, "这种文件不由单位报送");
	if (by == SUBMIT_OFFICE &&
	    !roster_is_office(m->roster, u->unit, m->today))
		return refuse(m, r, "这种材料由统筹单位报送，%.*s 不是",
		    STR_ARGS(u->unit));
	if (by == SUBMIT_LEAD && !roster_is_lead(m->roster, u->unit, m->today))
		return refuse(m, r, "这种材料由牵头单位报送，%.*s 不是",
		    STR_ARGS(u->unit));
	if (!(u->roles & ROLE_SUBMIT) &&
	    !(by == SUBMIT_OFFICE && u->roles & ROLE_OFFICE))
		return refuse(m, r, "用户 %.*s 没有报送的角色", STR_ARGS(who));
	return u;
}

/* May this user decide for his unit, as far as he himself goes? */
static bool is_eligible(const struct matter *m, const struct user *u)
{
	unsigned wanted = roster_is_office(m->roster, u->unit, m->today)
	    ? ROLE_OFFICE
	    : ROLE_REVIEW;

	return u->roles & wanted && user_is_current(u, m->today) &&
	    !journal_has_pusher(m->journal, u->name);
}

static bool has_eligible(const struct matter *m, struct str unit)
{
	size_t i;

	for (i = 0; i < m->roster->count; i++)
		if (str_equal(m->roster->users[i].unit, unit) &&
		    is_eligible(m, &m->roster->users[i]))
			return true;
	return false;
}

/* May the unit decide on what another has handed in? */
static bool is_turn(const struct matter *m, struct str unit)
{
	return !str_equal(unit, m->unit) && has_eligible(m, unit);
}

static struct str step_unit(const struct matter *m, struct str step)
{
	const struct roster *ro = m->roster;
	size_t i;

	if (str_is(step, "second"))
		return has_eligible(m, m->unit) ? m->unit : (struct str){0};
	if (str_is(step, "lead")) {
		for (i = 0; i < m->lead_count; i++)
			if (is_turn(m, m->leads[i]))
				return m->leads[i];
	} else if (str_is(step, "office")) {
		for (i = 0; i < ro->count; i++)
			if (roster_is_office(ro, ro->users[i].unit, m->today) &&
			    is_turn(m, ro->users[i].unit))
				return ro->users[i].unit;
	} else if (is_turn(m, step)) {
		return step;
	}
	return (struct str){0};
}

struct str chain_decider(const struct matter *m)
{
	const struct value *steps = m->handling->deciders;
	size_t i;

	for (i = 0; steps && i < steps->count; i++) {
		struct str unit = step_unit(m, steps->items[i]->text);

		if (unit.len)
			return unit;
	}
	return (struct str){0};
}

const struct user *chain_reviewer(
    const struct matter *m, struct str who, struct report *r)
{
	const struct user *u = roster_find(m->roster, who, m->today);
	struct str turn = chain_decider(m);

	if (!u)
		return refuse(m, r, "用户 %.*s 不在人员名册里，或者已经停用",
		    STR_ARGS(who));
	if (journal_has_pusher(m->journal, who))
		return refuse(
		    m, r, "%.*s 自己报送过这份材料，不能再审核", STR_ARGS(who));
	if (!turn.len)
		return refuse(
		    m, r, "能审核的单位和人都报送过这份材料，待协调确定");
	if (!str_equal(u->unit, turn))
		return refuse(m, r, "这份材料由 %.*s 审核，%.*s 是 %.*s 的",
		    STR_ARGS(turn), STR_ARGS(who), STR_ARGS(u->unit));
	if (!is_eligible(m, u))
		return refuse(m, r, "用户 %.*s 没有审核的角色", STR_ARGS(who));
	return u;
}

const struct user *chain_remover(
    const struct matter *m, struct str who, bool is_second, struct report *r)
{
	const struct user *u = roster_find(m->roster, who, m->today);
	unsigned wanted = is_second ? ROLE_OFFICE : ROLE_OFFICE | ROLE_REVIEW;

	if (!u)
		return refuse(m, r, "用户 %.*s 不在人员名册里，或者已经停用",
		    STR_ARGS(who));
	if (!(u->roles & wanted))
		return refuse(m, r,
		    is_second ? "撤下由统筹的人定，%.*s 没有统筹的角色"
			      : "%.*s 没有审核或统筹的角色，不能申请撤下",
		    STR_ARGS(who));
	return u;
}
