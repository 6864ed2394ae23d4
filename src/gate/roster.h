/* SPDX-License-Identifier: MIT */
/*
 * Who is who: the users of content/plan/roster.yaml, as main has it before a
 * push, never as the push would have it. A user whose 止 has come is nobody
 * any more, but stays known by name.
 */
#ifndef GATE_ROSTER_H
#define GATE_ROSTER_H

#include "base/date.h"
#include "base/report.h"

enum {
	ROLE_SUBMIT = 1, /* 报送 */
	ROLE_REVIEW = 2, /* 审核 */
	ROLE_OFFICE = 4, /* 统筹 */
};

struct user {
	struct str name, unit;
	unsigned roles;
	struct date until; /* year 0: no end */
	const struct str *keys;
	size_t key_count;
	struct place place;
};

struct roster {
	struct user *users; /* as they stand in the file */
	size_t count;
};

extern const struct str roster_path;

/* Takes the file apart; what is faulty is a finding and no user. 0, or -1. */
int roster_parse(
    struct roster *ro, struct arena *a, struct str text, struct report *r);

/* NULL: no such user, or not on this day any more. */
const struct user *roster_find(
    const struct roster *ro, struct str name, struct date today);

static inline bool user_is_current(const struct user *u, struct date today)
{
	return !u->until.year || date_days(today) < date_days(u->until);
}

/* Has the unit somebody who coordinates: is it the office? */
bool roster_is_office(
    const struct roster *ro, struct str unit, struct date today);

/* Has it somebody who reviews: is it a lead? */
bool roster_is_lead(
    const struct roster *ro, struct str unit, struct date today);

/* A key as authorized_keys takes it: type and base64 alone, without options,
 * comment or line end. */
bool key_is_good(struct str key);

#endif
