/* SPDX-License-Identifier: MIT */
/* One of the queue, and the decision on the very commit that was shown. After
 * it comes the next of the queue. */
#include "review.h"

#include "blank.h"
#include "desk.h"
#include "handed.h"

struct review {
	struct waiting *w;
	struct queue queue;
	size_t at;	    /* in the queue; its count: it is not in it */
	struct str comment; /* that was typed and not taken */
	bool is_refused, is_other;
};

/* --- who may look ------------------------------------------------------------- */

/* Is it the visitor's unit's to decide at any step of the chain? */
static bool is_in_chain(const struct visit *v, const struct matter *m)
{
	const struct value *steps = m->handling->deciders;
	struct str unit = v->user->unit;
	size_t i, k;

	for (i = 0; steps && i < steps->count; i++) {
		struct str step = steps->items[i]->text;

		if (str_equal(step, unit) ||
		    (str_is(step, "second") && str_equal(m->unit, unit)))
			return true;
		for (k = 0; str_is(step, "lead") && k < m->lead_count; k++)
			if (str_equal(m->leads[k], unit))
				return true;
	}
	return false;
}

/* NULL: it has answered. */
static struct waiting *waiting_find(struct visit *v, struct str object)
{
	struct waiting *w;

	if (!review_is_open_to(v))
		return NULL;
	w = waiting_make(v->law, object);
	if (!w)
		w = waiting_published(v->law, object);
	if (!w || law_ask(&w->at, NULL, v->law, &w->commit, v->report)) {
		visit_refuse(v, 404, "没有这份材料",
		    "没有收到过它，或者已经撤下了。请从清单进来。");
		return NULL;
	}
	if (visit_is_office(v) || is_in_chain(v, &w->at.matter) ||
	    str_equal(w->door.unit, v->user->unit))
		return w;
	visit_refuse(v, 403, "不能打开", "这份材料不由%.*s审核。",
	    STR_ARGS(visit_unit_name(v, v->user->unit)));
	return NULL;
}

/* --- showing ------------------------------------------------------------------ */

static void events_put(
    struct visit *v, struct value *root, const struct waiting *w)
{
	struct value *list = value_list(v->arena), *map;
	struct arena *a = v->arena;
	size_t i;

	for (i = 0; i < w->at.journal.count; i++) {
		const struct event *e = &w->at.journal.events[i];
		const char *name = event_name(e->sort);

		if (!name)
			continue;
		map = value_map(a);
		put_text(a, map, "time", visit_moment(v, e->seconds));
		put_text(a, map, "event", str_from(name));
		put_text(a, map, "by", e->who);
		put_text(a, map, "word", e->comment);
		value_append(a, list, map);
	}
	value_put(a, root, STR("events"), list);
}

/* What has been decided, or why the visitor may not; told before he tries. */
static void right_put(
    struct visit *v, struct value *root, const struct waiting *w)
{
	const struct event *e = journal_decision(&w->at.journal);
	struct arena *a = v->arena;
	struct report said;
	bool may;

	report_init(&said, a);
	may = !e && !w->is_published &&
	    chain_reviewer(&w->at.matter, v->user->name, &said);
	put_flag(a, root, "may_decide", may);
	put_text(a, root, "why_not",
	    said.count ? said.findings[0].message : STR(""));
	put_flag(a, root, "is_decided", e);
	put_text(
	    a, root, "decision", e ? str_from(event_name(e->sort)) : STR(""));
	put_text(a, root, "decided_by", e ? e->who : STR(""));
	put_text(
	    a, root, "decided_time", e ? visit_moment(v, e->seconds) : STR(""));
	put_text(a, root, "decided_word", e ? e->comment : STR(""));
	put_flag(
	    a, root, "wants_comment", w->at.matter.handling->wants_comment);
}

/* Taking down: the first says why, a second of the office does it. */
static void removal_put(
    struct visit *v, struct value *root, const struct waiting *w)
{
	const struct event *e = journal_removal(&w->at.journal);
	const struct event *d = journal_decision(&w->at.journal);
	struct arena *a = v->arena;
	struct report quiet;
	bool is_asked = e && e->sort == EVENT_ASKED, may;

	report_init(&quiet, a);
	may = !w->door.is_plan &&
	    (is_asked ? !str_equal(e->who, v->user->name)
		      : w->is_published || (d && d->sort == EVENT_ACCEPTED)) &&
	    chain_remover(&w->at.matter, v->user->name, is_asked, &quiet);
	put_flag(a, root, "is_removal", is_asked);
	put_text(a, root, "removal_by", is_asked ? e->who : STR(""));
	put_text(a, root, "removal_word", is_asked ? e->comment : STR(""));
	put_flag(a, root, "may_remove", may);
}

static void place_put(struct visit *v, struct value *root, struct review *rv)
{
	struct arena *a = v->arena;
	bool is_in = rv->at < rv->queue.count;
	size_t next = is_in ? rv->at + 1 : 0;

	put_text(a, root, "place",
	    is_in ? arena_printf(
			a, "第 %zu 份，共 %zu 份", rv->at + 1, rv->queue.count)
		  : STR(""));
	put_text(a, root, "next",
	    next < rv->queue.count ? rv->queue.items[next]->door.object
				   : STR(""));
}

/* The input for what is said of it, and what was wrong with that. */
static void reason_put(
    struct visit *v, struct value *root, const struct review *rv)
{
	const char *id = finding_sorts[FINDING_GATE_REASON].id;
	struct value *list = value_list(v->arena), *map, *wrong;
	struct remarks said = {0};
	struct arena *a = v->arena;
	size_t i;

	for (i = 0; i < v->report->count; i++) {
		struct finding *f;

		if (!str_is(v->report->findings[i].id, id))
			continue;
		/* How to mend it is told for a terminal. */
		f = arena_alloc(a, sizeof *f);
		*f = v->report->findings[i];
		f->remedy = STR("");
		said.remarks = arena_grow(a, said.remarks, said.count,
		    &said.cap, sizeof *said.remarks);
		said.remarks[said.count++] = (struct remark){STR("comment"), f};
	}
	wrong = blank_wrong(a, &said, STR("comment"));
	map = value_map(a);
	put_text(a, map, "id", STR("comment"));
	put_text(a, map, "value", rv->comment);
	put_flag(a, map, "has_wrong", wrong->count > 0);
	value_put(a, map, STR("wrong"), wrong);
	value_append(a, list, map);
	value_put(a, root, STR("reason"), list);
}

static void page_show(struct visit *v, struct review *rv, unsigned status)
{
	struct value *root = value_map(v->arena);
	const struct waiting *w = rv->w;
	struct arena *a = v->arena;

	review_put(v, root, w);
	review_done_put(v, root);
	put_text(a, root, "commit", oid_str(&w->commit));
	put_flag(a, root, "is_refused", rv->is_refused);
	put_flag(a, root, "is_other", rv->is_other);
	value_put(a, root, STR("findings"), visit_findings(v, v->report));
	put_flag(a, root, "is_plan", w->door.is_plan);
	put_flag(a, root, "is_published", w->is_published);
	put_flag(a, root, "is_step", w->at.matter.handling->is_appended);
	put_text(a, root, "folder", path_name(w->door.object));
	events_put(v, root, w);
	right_put(v, root, w);
	removal_put(v, root, w);
	place_put(v, root, rv);
	handed_put(v, root, w);
	reason_put(v, root, rv);
	visit_page_as(v, status, "review", root);
}

/* Where in the queue it is. */
static void queue_find(struct visit *v, struct review *rv)
{
	const struct queue *q = &rv->queue;
	struct report before = *v->report;

	if (review_queue(&rv->queue, v))
		*v->report = before;
	for (rv->at = 0; rv->at < q->count; rv->at++)
		if (str_equal(
			q->items[rv->at]->door.object, rv->w->door.object))
			break;
}

void review_show(struct visit *v)
{
	struct review rv = {.comment = STR("")};

	rv.w = waiting_find(v, v->rest);
	if (!rv.w)
		return;
	queue_find(v, &rv);
	page_show(v, &rv, 200);
}

void review_picture(struct visit *v)
{
	struct str name = path_name(v->rest), bytes;
	struct waiting *w = waiting_find(v, path_folder(v->rest));

	if (!w)
		return;
	if (!path_is_picture(name) || !path_name_is_good(name) ||
	    store_file(&bytes, v->store, v->arena, &w->commit,
		arena_printf(v->arena, "%.*s/%.*s",
		    STR_ARGS(w->door.folders[0]), STR_ARGS(name)),
		TREE_PICTURE_MAX, v->report) ||
	    !bytes.data) {
		visit_refuse(v, 404, "没有这张图片", "它可能已经换掉了。");
		return;
	}
	visit_bytes(
	    v, str_ends(name, STR(".png")) ? "image/png" : "image/jpeg", bytes);
}

/* --- deciding ------------------------------------------------------------------- */

/* What was typed on several lines, as one. */
static struct str one_line(struct visit *v, struct str text)
{
	struct str made = arena_str(v->arena, text);
	char *c = arena_alloc(v->arena, made.len + 1);
	size_t i, n = 0;

	for (i = 0; i < made.len; i++) {
		if (made.data[i] == '\r')
			continue;
		c[n++] = strchr("\n\t", made.data[i]) ? ' ' : made.data[i];
	}
	return (struct str){c, n};
}

static void next_go(struct visit *v, const struct review *rv, struct str as)
{
	const struct queue *q = &rv->queue;
	struct str object = rv->w->door.object, next = {0};
	size_t i = rv->at + 1;

	if (rv->at < q->count && q->count > 1)
		next = q->items[i < q->count ? i : 0]->door.object;
	else if (rv->at == q->count && q->count)
		next = q->items[0]->door.object;
	visit_redirect(v,
	    arena_printf(v->arena, "%s%.*s?done=%.*s&as=%.*s",
		next.len ? "/review/" : "/queue", STR_ARGS(next),
		STR_ARGS(object), STR_ARGS(as)));
}

void review_take(struct visit *v)
{
	struct review rv = {.comment = one_line(v, visit_field(v, "comment"))};
	struct str as = visit_field(v, "do");
	enum act act = str_is(as, "approve") ? ACT_APPROVE
	    : str_is(as, "return")	     ? ACT_RETURN
	    : str_is(as, "remove")	     ? ACT_REMOVE
					     : ACT_NONE;
	struct answer answer;
	struct oid commit;

	rv.w = waiting_find(v, v->rest);
	if (!rv.w)
		return;
	if (!act || !oid_parse(&commit, visit_field(v, "commit"))) {
		visit_refuse(v, 400, "没有办理", "这张表不完整，请重新打开。");
		return;
	}
	queue_find(v, &rv);
	if (!visit_decide(
		v, &answer, act, rv.w->door.object, &commit, rv.comment)) {
		/* Asked for and done are the same wish. */
		next_go(v, &rv,
		    answer.event.sort == EVENT_REMOVED ? STR("removed") : as);
		return;
	}
	rv.is_refused = true;
	rv.is_other = !rv.w->is_published && !oid_equal(&commit, &rv.w->commit);
	page_show(v, &rv, 409);
}
