/* SPDX-License-Identifier: MIT */
/* What the office looks after: what waits for it, who owes what, and the
 * month's figures. What the plan's views know is asked by the layout. */
#include "desk.h"
#include "review.h"
#include "web/remind.h"

enum { REMIND_DAYS = 3 };

/* The month before or after. */
static struct str month_beside(struct visit *v, struct date month, int step)
{
	int at = month.year * 12 + month.month - 1 + step;

	return arena_printf(v->arena, "%04d-%02d", at / 12, at % 12 + 1);
}

struct str month_put(struct visit *v, struct value *root)
{
	struct arena *a = v->arena;
	struct date now = v->law->today, month;
	struct str made;

	if (!month_parse(&month, visit_query(v, "month")) ||
	    month.year < 2000 || month.year > now.year)
		month = now;
	made = month_beside(v, month, 0);
	put_text(a, root, "month", made);
	put_text(a, root, "month_name",
	    arena_printf(a, "%d 年 %d 月", month.year, month.month));
	put_text(a, root, "month_before", month_beside(v, month, -1));
	put_text(a, root, "month_after",
	    month.year * 12 + month.month < now.year * 12 + now.month
		? month_beside(v, month, 1)
		: STR(""));
	return made;
}

/* What whoever urges can send as it stands. */
static struct value *messages_list(struct visit *v)
{
	struct arena *a = v->arena;
	struct value *rows =
	    visit_ask(v, remind_sql(a, REMIND_DAYS).data, NULL);
	struct value *list = value_list(a), *map;
	struct buf text = {0};
	size_t i, lines, k;

	for (i = 0; i < rows->count;) {
		map = value_map(a);
		put_text(a, map, "lead",
		    value_find_text(rows->items[i], "牵头单位"));
		buf_clear(&text);
		i = remind_write(&text, rows, i, v->law->today);
		for (lines = 0, k = 0; k < text.len; k++)
			lines += text.data[k] == '\n';
		put_text(a, map, "message", arena_str(a, buf_view(&text)));
		put_text(a, map, "rows",
		    arena_printf(a, "%zu", lines < 12 ? lines + 1 : 12));
		put_text(a, map, "id", arena_printf(a, "m%zu", list->count));
		value_append(a, list, map);
	}
	buf_release(&text);
	return list;
}

/* The plan's changes that wait for a second person, whoever looks. */
static void plan_put(struct visit *v, struct value *root)
{
	const struct waiting *w = waiting_make(v->law, STR("plan"));
	struct arena *a = v->arena;
	bool is_waiting = w && waiting_is_open(w);

	put_flag(a, root, "is_plan_waiting", is_waiting);
	put_text(a, root, "plan_by", is_waiting ? w->receipt->who : STR(""));
	put_text(a, root, "plan_time",
	    is_waiting ? visit_moment(v, w->receipt->seconds) : STR(""));
	put_flag(a, root, "is_plan_own",
	    is_waiting && journal_has_pusher(&w->at.journal, v->user->name));
}

void office_show(struct visit *v)
{
	struct value *root = value_map(v->arena), *messages;
	struct arena *a = v->arena;
	struct queue q;

	if (!visit_is_office(v)) {
		visit_refuse(v, 403, "不能打开",
		    "这一页给统筹单位看，%.*s不是。",
		    STR_ARGS(visit_unit_name(v, v->user->unit)));
		return;
	}
	if (!(v->user->roles & ROLE_OFFICE) || review_queue(&q, v))
		q = (struct queue){0};
	month_put(v, root);
	plan_put(v, root);
	messages = messages_list(v);
	put_text(a, root, "waiting",
	    q.count ? arena_printf(a, "%zu", q.count) : STR(""));
	value_put(a, root, STR("messages"), messages);
	put_flag(a, root, "has_messages", messages->count > 0);
	visit_page(v, "office", root);
}
