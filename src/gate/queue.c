/* SPDX-License-Identifier: MIT */
/* Refs are many and most are decided on, which the last event alone tells; the
 * plan's views are asked of the others. */
#include "queue.h"

/* With its receipt, where there is one; NULL: there is no such object. */
static struct waiting *waiting_begin(const struct law *law, struct str object)
{
	static const struct event none = {.sort = EVENT_RECEIVED};
	struct waiting *w = arena_alloc(law->arena, sizeof *w);
	struct report quiet;

	*w = (struct waiting){0};
	report_init(&quiet, law->arena);
	if (!door_make(&w->door, law->arena, ACT_APPROVE, object) ||
	    law_case(&w->at, law, &w->door, &quiet))
		return NULL;
	w->receipt = journal_receipt(&w->at.journal);
	if (!w->receipt)
		w->receipt = &none;
	return w;
}

struct waiting *waiting_make(const struct law *law, struct str object)
{
	struct waiting *w = waiting_begin(law, object);

	if (!w || !law_received(&w->commit, law, w->receipt))
		return NULL;
	w->due = w->receipt->due;
	return w;
}

struct waiting *waiting_published(const struct law *law, struct str object)
{
	struct waiting *w = waiting_begin(law, object);
	const struct event *asked;
	struct report quiet;
	struct oid folder;

	report_init(&quiet, law->arena);
	if (!w || w->door.is_plan ||
	    (w->receipt->number && waiting_is_open(w)) ||
	    store_folder(
		&folder, law->store, &law->main, w->door.folders[0], &quiet) ||
	    oid_is_none(&folder))
		return NULL;
	asked = journal_removal(&w->at.journal);
	if (!law_received(&w->commit, law, asked))
		w->commit = law->main;
	w->is_published = true;
	return w;
}

bool waiting_is_open(const struct waiting *w)
{
	return !journal_decision(&w->at.journal);
}

struct oid waiting_before(const struct waiting *w, const struct law *law)
{
	const struct journal *all = &w->at.journal;
	struct oid before;
	size_t i;

	for (i = all->count; i; i--) {
		const struct event *e = &all->events[i - 1];

		if (e->sort == EVENT_RECEIVED &&
		    e->number < w->receipt->number &&
		    law_received(&before, law, e))
			return before;
	}
	return law->main;
}

void waiting_check(struct report *found, struct tree *t,
    const struct waiting *w, const struct law *law,
    const struct check_options *o)
{
	struct wish wish = {.who = w->receipt->who, .commit = w->commit};
	struct oid before = waiting_before(w, law);

	*t = (struct tree){0};
	if (!door_make(&wish.door, law->arena, ACT_SUBMIT, w->door.object))
		return;
	if (!oid_equal(&before, &law->main))
		wish.was = before;
	check_push(t, law->arena, law, &wish, 1, o, found);
	report_sort(found);
	report_hide(found);
}

/* Has the last receipt of it not been decided on? */
static bool is_open(const struct law *law, struct str object)
{
	struct journal last = {0};
	struct report quiet;
	struct door d;

	report_init(&quiet, law->arena);
	return door_make(&d, law->arena, ACT_APPROVE, object) &&
	    !law_journal(&last, law, &d, 1, &quiet) && last.count &&
	    last.events[0].sort == EVENT_RECEIVED;
}

static void item_add(struct queue *q, const struct law *law, struct waiting *w)
{
	q->items = arena_grow(
	    law->arena, q->items, q->count, &q->cap, sizeof *q->items);
	q->items[q->count++] = w;
}

static void object_add(
    struct queue *all, const struct law *law, struct str object)
{
	struct waiting *w;

	if (!is_open(law, object))
		return;
	w = waiting_make(law, object);
	if (w)
		item_add(all, law, w);
}

/* Whose turn is it? All are asked about at once. */
static int leads_ask(
    const struct queue *all, const struct law *law, struct report *r)
{
	struct law_question *questions =
	    arena_array(law->arena, all->count, sizeof *questions);
	size_t i;

	for (i = 0; i < all->count; i++) {
		struct waiting *w = all->items[i];

		questions[i] = (struct law_question){
		    &w->at, w->due.len ? NULL : &w->due, &w->commit};
	}
	return law_ask_all(questions, all->count, law, r);
}

static int by_need(const void *one, const void *other)
{
	const struct waiting *a = *(struct waiting *const *)one;
	const struct waiting *b = *(struct waiting *const *)other;
	int order;

	if (!a->due.len != !b->due.len)
		return a->due.len ? -1 : 1;
	order = str_compare(a->due, b->due);
	if (order)
		return order;
	if (a->receipt->seconds != b->receipt->seconds)
		return a->receipt->seconds < b->receipt->seconds ? -1 : 1;
	return str_compare(a->door.object, b->door.object);
}

int queue_read(struct queue *q, const struct law *law, struct str branches,
    const struct user *who, struct report *r)
{
	struct queue all = {0}, barred = {0};
	struct report quiet;
	struct str *names;
	size_t n, i;

	*q = (struct queue){0};
	report_init(&quiet, law->arena);
	if (store_refs(&names, &n, law->store, law->arena, branches, r))
		return -1;
	for (i = 0; i < n; i++)
		object_add(
		    &all, law, str_slice(names[i], branches.len, names[i].len));
	object_add(&all, law, STR("plan"));
	if (leads_ask(&all, law, r))
		return -1;
	if (all.count)
		qsort(all.items, all.count, sizeof(struct waiting *), by_need);
	for (i = 0; i < all.count; i++) {
		struct waiting *w = all.items[i];
		const struct matter *m = &w->at.matter;

		if (chain_reviewer(m, who->name, &quiet))
			item_add(q, law, w);
		else if (journal_has_pusher(m->journal, who->name) &&
		    str_equal(chain_decider(m), who->unit))
			item_add(&barred, law, w);
	}
	for (i = 0; i < barred.count; i++)
		item_add(q, law, barred.items[i]);
	q->barred = barred.count;
	q->count -= barred.count;
	return 0;
}
