/* SPDX-License-Identifier: MIT */
/* Texts that people wrote are printed in quotes, with JSON's escapes, which
 * are YAML's; all else has an alphabet that needs none. */
#include "journal.h"

#include "base/date.h"
#include "book/front.h"

static const char *const sort_names[] = {
    "收到", "退回补正", "审核通过", "申请撤下", "撤下", "截止", "日结"};

const char *event_name(enum event_sort sort)
{
	return sort_names[sort];
}

unsigned event_number(struct str name)
{
	int64_t number;

	if (name.len != 8 || !str_ends(name, STR(".yml")) ||
	    !str_integer(str_slice(name, 0, 4), &number) || number < 1)
		return 0;
	return (unsigned)number;
}

static int fault(struct report *r, struct str path, const char *what)
{
	return report_add(r, FINDING_GATE_CLOSED, path, (struct place){0},
	    "流水坏了：%s", what);
}

static void items_parse(
    struct event *e, struct arena *a, const struct value *list)
{
	struct str *items;
	size_t i;

	if (!list || list->type != VALUE_LIST)
		return;
	items = arena_array(a, list->count, sizeof *items);
	for (i = 0; i < list->count; i++)
		items[i] = list->items[i]->text;
	e->items = items;
	e->item_count = list->count;
}

int journal_add(struct journal *j, struct arena *a, unsigned number,
    struct str text, struct str path, struct report *r)
{
	const struct value *v = front_parse_yaml(a, text, path, r);
	struct str name = value_find_text(v, "事件");
	struct str before = value_find_text(v, "替换");
	struct event e = {.number = number};
	int64_t replaces = 0;
	unsigned i;

	if (!v)
		return fault(r, path, "不能读取");
	for (i = 0; i < EVENT_OTHER; i++)
		if (str_is(name, sort_names[i]))
			break;
	e.sort = (enum event_sort)i;
	e.commit = value_find_text(v, "提交");
	e.who =
	    value_find_text(v, e.sort == EVENT_RECEIVED ? "报送人" : "审核人");
	if (!moment_parse(&e.seconds, value_find_text(v, "时间")))
		return fault(r, path, "没有时间");
	if (event_is_deed(e.sort) && (!e.commit.len || !e.who.len))
		return fault(r, path, "没有写提交和人");
	e.due = value_find_text(v, "期限");
	e.is_late = str_is(value_find_text(v, "迟报"), "是");
	str_integer(before, &replaces);
	if (before.len == 4 && replaces > 0)
		e.replaces = (unsigned)replaces;
	items_parse(&e, a,
	    value_find(v, e.sort == EVENT_CLOSED ? STR("缺报") : STR("件")));
	e.period = value_find_text(v, "期");
	e.matter = value_find_text(v, "事");
	e.comment = value_find_text(v, "意见");
	j->events =
	    arena_grow(a, j->events, j->count, &j->cap, sizeof *j->events);
	j->events[j->count++] = e;
	return 0;
}

struct str moment_text(struct arena *a, int64_t seconds)
{
	int64_t local = seconds + 8 * 3600, rest = local % 86400;
	char day[DATE_SIZE];

	if (rest < 0)
		rest += 86400;
	date_print(day, date_from_seconds(seconds));
	return arena_printf(a, "%sT%02d:%02d:%02d+08:00", day,
	    (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}

static void text_print(struct buf *out, const char *key, struct str text)
{
	buf_printf(out, "%s: ", key);
	buf_json(out, text);
	buf_byte(out, '\n');
}

/* Names of files need no quotes; what a view of the plan says may. */
static void items_print(struct buf *out, const struct event *e)
{
	bool is_closed = e->sort == EVENT_CLOSED;
	size_t i;

	if (!e->item_count)
		return;
	buf_text(out, is_closed ? "缺报: [" : "件: [");
	for (i = 0; i < e->item_count; i++) {
		if (i)
			buf_text(out, ", ");
		if (is_closed)
			buf_json(out, e->items[i]);
		else
			buf_str(out, e->items[i]);
	}
	buf_text(out, "]\n");
}

void event_print(struct buf *out, const struct event *e)
{
	bool is_receipt = e->sort == EVENT_RECEIVED;
	struct arena a = {0};

	buf_printf(out, "事件: %s\n", sort_names[e->sort]);
	if (event_is_deed(e->sort))
		buf_printf(out, "提交: %.*s\n%s: %.*s\n", STR_ARGS(e->commit),
		    is_receipt ? "报送人" : "审核人", STR_ARGS(e->who));
	buf_printf(out, "时间: \"%s\"\n", moment_text(&a, e->seconds).data);
	if (e->due.len)
		buf_printf(out, "期限: \"%.*s\"\n", STR_ARGS(e->due));
	if (e->due.len && is_receipt)
		buf_printf(out, "迟报: %s\n", e->is_late ? "是" : "否");
	if (e->period.len)
		text_print(out, "期", e->period);
	if (e->matter.len)
		text_print(out, "事", e->matter);
	if (is_receipt && e->replaces)
		buf_printf(out, "替换: \"%04u\"\n", e->replaces);
	else if (is_receipt)
		buf_text(out, "替换: 无\n");
	items_print(out, e);
	if (e->comment.len)
		text_print(out, "意见", e->comment);
	arena_release(&a);
}

const struct event *journal_receipt(const struct journal *j)
{
	size_t i;

	for (i = j->count; i--;)
		if (j->events[i].sort == EVENT_RECEIVED)
			return &j->events[i];
	return NULL;
}

const struct event *journal_decision(const struct journal *j)
{
	size_t i;

	for (i = j->count; i-- && j->events[i].sort != EVENT_RECEIVED;)
		if (event_is_deed(j->events[i].sort) &&
		    j->events[i].sort != EVENT_ASKED)
			return &j->events[i];
	return NULL;
}

const struct event *journal_removal(const struct journal *j)
{
	size_t i;

	for (i = j->count; i-- && j->events[i].sort != EVENT_RECEIVED;)
		if (j->events[i].sort == EVENT_ASKED ||
		    j->events[i].sort == EVENT_REMOVED)
			return &j->events[i];
	return NULL;
}

bool journal_has_pusher(const struct journal *j, struct str user)
{
	size_t i, n = j->count;

	/* What was accepted last belongs to what is handed in up to it. */
	if (n && j->events[n - 1].sort == EVENT_ACCEPTED)
		n--;
	for (i = n; i-- && j->events[i].sort != EVENT_ACCEPTED;)
		if (j->events[i].sort == EVENT_RECEIVED &&
		    str_equal(j->events[i].who, user))
			return true;
	return false;
}

unsigned journal_next(const struct journal *j)
{
	return j->count ? j->events[j->count - 1].number + 1 : 1;
}

int64_t days_late(int64_t seconds, struct str due)
{
	int64_t limit, days;

	if (!moment_parse(&limit, due) || seconds <= limit)
		return 0;
	/* A deadline at 24:00 is of the day before. */
	days = date_days(date_from_seconds(seconds)) -
	    date_days(date_from_seconds(limit - 1));
	return days > 0 ? days : 1;
}
