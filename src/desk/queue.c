/* SPDX-License-Identifier: MIT */
/* The list of what waits for the visitor, and what is said of each. */
#include "desk.h"
#include "review.h"
#include "verdict.h"
#include "work.h"

bool review_is_open_to(struct visit *v)
{
	if (v->user->roles & (ROLE_REVIEW | ROLE_OFFICE))
		return true;
	visit_refuse(v, 403, "不能打开",
	    "审核由牵头单位和统筹单位的人办，用户 %.*s 没有审核的角色。",
	    STR_ARGS(v->user->name));
	return false;
}

int review_queue(struct queue *q, struct visit *v)
{
	return queue_read(q, v->law, STR("refs/heads/u/"), v->user, v->report);
}

struct str review_title(struct visit *v, const struct waiting *w)
{
	if (w->door.is_plan)
		return object_title(v, w->door.object);
	return arena_printf(v->arena, "%.*s %.*s",
	    STR_ARGS(visit_unit_name(v, w->door.unit)),
	    STR_ARGS(object_title(v, w->door.object)));
}

/* Whole days from one day to another, as text. */
static struct str days_text(struct visit *v, int64_t days)
{
	return arena_printf(v->arena, "%lld", (long long)days);
}

static void due_put(struct visit *v, struct value *map, struct str due)
{
	struct arena *a = v->arena;
	struct str left = STR(""), day = STR("");
	int64_t days = 0;
	struct date d;
	bool has_due = date_parse(&d, str_slice(due, 0, DATE_SIZE - 1));

	if (has_due) {
		days = date_days(d) - date_days(v->law->today);
		day = arena_printf(a, "%d 月 %d 日", d.month, d.day);
		left = days > 0
		    ? arena_printf(a, "还有 %lld 天", (long long)days)
		    : days ? arena_printf(a, "已过 %lld 天", (long long)-days)
			   : STR("今天截止");
	}
	put_text(a, map, "due", day);
	put_text(a, map, "left", left);
	put_flag(a, map, "is_near", has_due && days <= 3);
}

void review_put(struct visit *v, struct value *map, const struct waiting *w)
{
	struct arena *a = v->arena;
	int64_t waited = date_days(v->law->today) -
	    date_days(date_from_seconds(w->receipt->seconds));

	put_text(a, map, "object", w->door.object);
	put_text(a, map, "title", review_title(v, w));
	put_text(a, map, "unit_name", visit_unit_name(v, w->at.matter.unit));
	put_text(a, map, "what", w->at.kind ? w->at.kind->name : STR("方案"));
	put_text(a, map, "received", visit_moment(v, w->receipt->seconds));
	put_text(a, map, "waited", waited > 0 ? days_text(v, waited) : STR(""));
	put_flag(a, map, "is_late", w->receipt->is_late);
	put_text(a, map, "number", arena_printf(a, "%04u", w->receipt->number));
	put_flag(a, map, "has_receipt", w->receipt->number > 0);
	put_text(a, map, "who", w->receipt->who);
	due_put(v, map, w->due);
}

void review_check(
    struct report *found, struct visit *v, const struct waiting *w)
{
	struct check_options o = {
	    .workers = v->desk->options.workers, .cache = v->desk->cache};
	struct tree t;

	pthread_mutex_lock(&v->desk->heavy);
	waiting_check(found, &t, w, v->law, &o);
	pthread_mutex_unlock(&v->desk->heavy);
	if (t.source)
		tree_release(&t);
	verdict_keep(v->desk->verdicts, &w->commit, found);
}

void review_done_put(struct visit *v, struct value *root)
{
	struct str done = visit_query(v, "done"), as = visit_query(v, "as");

	put_text(
	    v->arena, root, "done", done.len ? object_title(v, done) : STR(""));
	put_text(v->arena, root, "done_as",
	    str_is(as, "return")	? STR("退回补正")
		: str_is(as, "remove")	? STR("申请撤下")
		: str_is(as, "removed") ? STR("撤下")
					: STR("审核通过"));
}

/* --- the list ----------------------------------------------------------------- */

enum { CHECKS_AT_ONCE = 8 }; /* a page is not waited for longer */

/* How many were found; looked for where nobody knows, a few times a page. */
static void verdict_put(
    struct visit *v, struct value *map, const struct waiting *w, unsigned *left)
{
	struct arena *a = v->arena;
	struct report found;
	struct verdict said;
	bool is_known = verdict_find(&said, v->desk->verdicts, &w->commit);

	if (!is_known && *left) {
		(*left)--;
		report_init(&found, a);
		review_check(&found, v, w);
		is_known = verdict_find(&said, v->desk->verdicts, &w->commit);
	}
	if (!is_known)
		said = (struct verdict){0};
	put_flag(a, map, "is_checked", is_known);
	put_text(a, map, "errors",
	    said.errors ? arena_printf(a, "%zu", said.errors) : STR(""));
	put_text(a, map, "warnings",
	    said.warnings ? arena_printf(a, "%zu", said.warnings) : STR(""));
}

static struct value *items_list(
    struct visit *v, struct waiting *const *items, size_t count, unsigned *left)
{
	struct value *list = value_list(v->arena), *map;
	size_t i;

	for (i = 0; i < count; i++) {
		map = value_map(v->arena);
		review_put(v, map, items[i]);
		verdict_put(v, map, items[i], left);
		value_append(v->arena, list, map);
	}
	return list;
}

/* What the visitor accepted last, so that he finds it again. */
static void accepted_put(struct visit *v, struct value *root)
{
	static const char sql[] =
	    "SELECT 对象, substr(对象, 1, instr(对象, '-') - 1) AS 单位, 时间,"
	    "       审核人, 事件, max(CAST(次 AS INTEGER)) AS 次"
	    "  FROM 事件 WHERE instr(对象, '-') GROUP BY 对象"
	    " HAVING 事件 = '审核通过' AND 审核人 = :user"
	    " ORDER BY 时间 DESC, 对象 LIMIT 12";
	struct arena *a = v->arena;
	struct value *given = value_map(a), *list = value_list(a), *rows, *map;
	size_t i;

	put_text(a, given, "user", v->user->name);
	rows = visit_ask(v, sql, given);
	for (i = 0; i < rows->count; i++) {
		struct str unit = value_find_text(rows->items[i], "单位");
		struct str object = work_object(
		    a, unit, value_find_text(rows->items[i], "对象"));
		int64_t seconds = 0;

		moment_parse(&seconds, value_find_text(rows->items[i], "时间"));
		map = value_map(a);
		put_text(a, map, "object", object);
		put_text(a, map, "title",
		    arena_printf(a, "%.*s %.*s",
			STR_ARGS(visit_unit_name(v, unit)),
			STR_ARGS(object_title(v, object))));
		put_text(a, map, "time", visit_moment(v, seconds));
		value_append(a, list, map);
	}
	value_put(a, root, STR("accepted"), list);
	put_flag(a, root, "has_accepted", list->count > 0);
}

void queue_show(struct visit *v)
{
	struct value *root = value_map(v->arena);
	struct arena *a = v->arena;
	unsigned left = CHECKS_AT_ONCE;
	struct queue q;

	if (!review_is_open_to(v))
		return;
	if (review_queue(&q, v)) {
		visit_refuse(v, 500, "审核的清单没有读出来", "请告诉管理员。");
		return;
	}
	review_done_put(v, root);
	put_text(a, root, "count", arena_printf(a, "%zu", q.count));
	put_flag(a, root, "has_items", q.count > 0);
	put_text(a, root, "first", q.count ? q.items[0]->door.object : STR(""));
	value_put(
	    a, root, STR("items"), items_list(v, q.items, q.count, &left));
	put_flag(a, root, "has_barred", q.barred > 0);
	left = 0;
	value_put(a, root, STR("barred"),
	    items_list(v, q.items + q.count, q.barred, &left));
	accepted_put(v, root);
	visit_page(v, "queue", root);
}
