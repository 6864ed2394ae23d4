/* SPDX-License-Identifier: MIT */
/* The journal `day` says which day is next; the plan, in a book of its own
 * files alone, which deadlines end on it; the whole book, who missed one. */
#include "tick.h"

static const struct place whole_file = {0};
static const struct str views_path = {"content/plan/views.sql", 22};

enum {
	DAY = 86400,
	/* A deadline that the plan moves to a day that is over is still closed,
	 * within so many days. */
	LOOK_BACK = 62,
	/* More closings than look back that far. */
	CLOSINGS_READ = 64,
	MISSING_MAX = 1000,
};

static const char deadlines_sql[] =
    "SELECT 期, 事, 期限 FROM 截止期限 ORDER BY 期限, 期, 事";
static const char missing_sql[] =
    "SELECT 对象 FROM 截止缺报 WHERE 期 = :p AND 事 = :m ORDER BY 对象";

struct turn {
	const struct law *law;
	struct arena *arena;
	struct report *report;
	int64_t now;
	int64_t from;	 /* deadlines later than this count */
	int64_t end;	 /* of the day that is next */
	unsigned number; /* in its journal */
};

/* The end of the day that it is at this time: the next midnight. */
static int64_t day_end(int64_t seconds)
{
	return (date_days(date_from_seconds(seconds)) + 1) * DAY - 8 * 3600;
}

/* Which day is next. */
static int turn_find(struct turn *t)
{
	struct journal days = {0};
	struct door d;
	int64_t first, last;

	door_make_clock(&d, t->arena, STR("day"));
	if (law_journal(&days, t->law, &d, LOOK_BACK, t->report))
		return -1;
	t->number = journal_next(&days);
	if (!days.count) {
		t->end = day_end(t->now) - DAY;
		t->from = t->end - DAY;
		return 0;
	}
	if (!moment_parse(&first, days.events[0].due) ||
	    !moment_parse(&last, days.events[days.count - 1].due))
		return report_add(t->report, FINDING_GATE_CLOSED, d.journal,
		    whole_file, "日结没有写是到哪一刻的");
	t->end = day_end(last);
	t->from = first - DAY;
	return 0;
}

int64_t tick_days(const struct law *law, int64_t now, struct report *r)
{
	struct turn t = {
	    .law = law, .arena = law->arena, .report = r, .now = now};

	if (turn_find(&t))
		return -1;
	return t.end > now ? 0 : (now - t.end) / DAY + 1;
}

/* --- the plan's views ------------------------------------------------------ */

/* Asks a book of main: all of it, or the plan alone. */
static int ask(struct value **rows, struct turn *t, struct str path,
    struct date today, struct str sql, const struct event *e)
{
	struct tree_part part = {.commit = t->law->main.hex, .path = path};
	const struct value *parameters[] = {
	    e ? value_text(t->arena, e->period) : NULL,
	    e ? value_text(t->arena, e->matter) : NULL};
	struct law_book lb;
	int status = law_book(&lb, t->law, &part, 1, today, &sql, 1, t->report);

	if (!status)
		status = law_book_ask(
		    rows, &lb, t->arena, sql, parameters, t->report);
	law_book_release(&lb);
	return status;
}

static bool is_closed(const struct journal *closed, const struct event *e)
{
	size_t i;

	for (i = 0; i < closed->count; i++)
		if (str_equal(closed->events[i].period, e->period) &&
		    str_equal(closed->events[i].matter, e->matter))
			return true;
	return false;
}

static int missing_find(struct event *e, struct turn *t)
{
	struct value *rows;
	struct str *items;
	int64_t due;
	size_t i;

	moment_parse(&due, e->due);
	if (ask(&rows, t, STR(""), date_from_seconds(due),
		str_from(missing_sql), e))
		return -1;
	if (rows->count > MISSING_MAX)
		return report_add(t->report, FINDING_VIEW, views_path,
		    whole_file, "截止缺报超过 %d 件", MISSING_MAX);
	items = arena_array(t->arena, rows->count, sizeof *items);
	for (i = 0; i < rows->count; i++)
		items[i] = value_find_text(rows->items[i], "对象");
	e->items = items;
	e->item_count = rows->count;
	return 0;
}

/* The first deadline up to the end of the day that is not closed yet. */
static int closing_find(struct door *d, struct event *e, struct turn *t)
{
	struct journal closed = {0};
	struct value *rows;
	int64_t due;
	size_t i;

	door_make_clock(d, t->arena, STR("close"));
	if (law_journal(&closed, t->law, d, CLOSINGS_READ, t->report) ||
	    ask(&rows, t, STR("content/plan"), date_from_seconds(t->end),
		str_from(deadlines_sql), NULL))
		return -1;
	for (i = 0; i < rows->count; i++) {
		*e = (struct event){.number = journal_next(&closed),
		    .sort = EVENT_CLOSED,
		    .seconds = t->now,
		    .due = value_find_text(rows->items[i], "期限"),
		    .period = value_find_text(rows->items[i], "期"),
		    .matter = value_find_text(rows->items[i], "事")};
		if (moment_parse(&due, e->due) && due > t->from &&
		    due <= t->end && !is_closed(&closed, e))
			return missing_find(e, t) ? -1 : 1;
	}
	return 0;
}

static void day_make(struct door *d, struct event *e, const struct turn *t)
{
	char day[DATE_SIZE];

	door_make_clock(d, t->arena, STR("day"));
	date_print(day, date_from_seconds(t->end - 1));
	*e = (struct event){.number = t->number,
	    .sort = EVENT_DAY,
	    .seconds = t->now,
	    .due = arena_printf(t->arena, "%sT24:00:00+08:00", day)};
}

int tick_next(struct door *d, struct event *e, struct arena *a,
    const struct law *law, int64_t now, struct report *r)
{
	struct turn t = {.law = law, .arena = a, .report = r, .now = now};
	int status;

	if (turn_find(&t))
		return -1;
	if (t.end > now)
		return 0;
	status = closing_find(d, e, &t);
	if (status < 0)
		return -1;
	if (!status)
		day_make(d, e, &t);
	if (e->number > JOURNAL_MAX)
		return report_add(r, FINDING_GATE_LIMIT, d->journal, whole_file,
		    "%s的流水满了", event_name(e->sort));
	return 1;
}
