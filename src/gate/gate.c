/* SPDX-License-Identifier: MIT */
/* A wish is judged; an event is made of it, a commit of that; then main moves
 * and the branch after it. */
#include "gate.h"

#include <unistd.h>

#include "base/lock.h"
#include "book/front.h"
#include "book/personal.h"
#include "past.h"
#include "tick.h"

static const struct place whole_file = {0};

/* How far back main's time may lie ahead of the clock: it was set a little. */
enum { CLOCK_SLACK = 5 };

struct deed {
	const struct wish *wish;
	const struct law *law;
	struct arena *arena;
	struct report *report;
	struct case_of at;
	struct oid branch; /* where what was handed in stands now */
	struct event event;
	struct str due;
};

static int refuse(struct deed *d, enum finding_id id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int refuse(struct deed *d, enum finding_id id, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(
	    d->report, id, d->wish->door.folders[0], whole_file, format, args);
	va_end(args);
	return -1;
}

/* --- judging -------------------------------------------------------------- */

/* What main has in the folders has to be what the commit came from: else it
 * would undo what was accepted since. */
static int base_check(struct deed *d)
{
	const struct store *s = d->law->store;
	const struct door *door = &d->wish->door;
	struct oid base, now, then;
	size_t i;

	if (store_base(&base, s, &d->law->main, &d->wish->commit, d->report))
		return -1;
	if (oid_is_none(&base))
		return refuse(d, FINDING_GATE_STALE,
		    "这个分支不是从服务器的 main 开始的");
	for (i = 0; i < door->folder_count; i++) {
		if (store_folder(
			&now, s, &d->law->main, door->folders[i], d->report) ||
		    store_folder(&then, s, &base, door->folders[i], d->report))
			return -1;
		if (!oid_equal(&now, &then))
			return refuse(d, FINDING_GATE_STALE,
			    "main 上的 %.*s 后来改过了，请先合并 main",
			    STR_ARGS(door->folders[i]));
	}
	return 0;
}

static int branch_check(struct deed *d)
{
	const struct wish *w = d->wish;
	int status;

	if (!store_has_commit(d->law->store, &w->commit))
		return refuse(d, FINDING_GATE_REF, "推送的不是提交");
	if (!oid_equal(&d->branch, &w->was))
		return refuse(d, FINDING_GATE_STALE,
		    "服务器上的 %.*s 已经有了新的报送",
		    STR_ARGS(w->door.object));
	if (oid_is_none(&w->was))
		return 0;
	status = store_descends(d->law->store, &w->commit, &w->was, d->report);
	if (status < 0)
		return -1;
	return status ? 0
		      : refuse(d, FINDING_GATE_STALE,
			    "推送的不是接着上次报送的，改写了历史");
}

static int submit_judge(struct deed *d)
{
	const struct event *receipt = journal_receipt(&d->at.journal);
	const struct user *u =
	    chain_submitter(&d->at.matter, d->wish->who, d->report);

	d->event.sort = EVENT_RECEIVED;
	if (!u)
		return -1;
	if (receipt && str_equal(receipt->commit, oid_str(&d->wish->commit))) {
		d->event = *receipt;
		return 0;
	}
	return branch_check(d) || base_check(d) ? -1 : 0;
}

/* One line that people may read on main for ever. */
static int comment_check(struct deed *d)
{
	enum event_sort sort = d->event.sort;
	struct str text = str_trim(d->wish->comment);
	struct personal_scan scan;
	struct personal found;

	if (!text.len) {
		if (sort == EVENT_RETURNED || sort == EVENT_ASKED)
			return refuse(d, FINDING_GATE_REASON, "%s要写明原因",
			    sort == EVENT_ASKED ? "撤下" : "退回");
		if (sort == EVENT_ACCEPTED &&
		    d->at.matter.handling->wants_comment)
			return refuse(d, FINDING_GATE_REASON,
			    "这种材料审核通过要写意见（核查结论）");
		return 0;
	}
	if (text.len > COMMENT_MAX)
		return refuse(
		    d, FINDING_GATE_REASON, "意见超过 %d 字节", COMMENT_MAX);
	if (front_check_text(text, d->wish->door.folders[0], d->report))
		return -1;
	if (str_has_any(text, "\n\t"))
		return refuse(d, FINDING_GATE_REASON, "意见只写一行");
	personal_begin(&scan, text, false);
	if (personal_next(&scan, &found))
		return refuse(d, FINDING_GATE_REASON, "意见里有%s，要遮盖",
		    personal_name(found.kind));
	return 0;
}

static int decide_judge(struct deed *d)
{
	const struct wish *w = d->wish;
	enum event_sort sort =
	    w->door.act == ACT_APPROVE ? EVENT_ACCEPTED : EVENT_RETURNED;
	const struct event *receipt = journal_receipt(&d->at.journal);
	const struct event *decision = journal_decision(&d->at.journal);
	struct oid commit;

	d->event.sort = sort;
	if (!receipt)
		return refuse(d, FINDING_GATE_STALE, "没有收到过这份材料");
	if (!str_equal(receipt->commit, oid_str(&w->commit)))
		return refuse(d, FINDING_GATE_STALE,
		    "要审核的不是最近收到的那一份（%.12s）",
		    receipt->commit.data);
	if (decision && decision->sort == sort &&
	    str_equal(decision->who, w->who)) {
		d->event = *decision;
		return 0;
	}
	if (decision)
		return refuse(d, FINDING_GATE_STALE, "这一份 %.*s 已经审核过了",
		    STR_ARGS(decision->who));
	/* Only a receipt of the gate's own names a whole commit. */
	if (!oid_parse(&commit, receipt->commit) ||
	    law_ask(&d->at, NULL, d->law, &commit, d->report) ||
	    !chain_reviewer(&d->at.matter, w->who, d->report) ||
	    comment_check(d))
		return -1;
	return sort == EVENT_ACCEPTED ? base_check(d) : 0;
}

/* What was there before there was a gate has no receipt, or one of a commit that
 * nobody here has: then it is the folder as main has it, and any commit of
 * main's that has it so. */
static int removal_names(struct deed *d)
{
	const struct event *receipt = journal_receipt(&d->at.journal);
	const struct oid *commit = &d->wish->commit, *main = &d->law->main;
	const struct store *s = d->law->store;
	struct str folder = d->wish->door.folders[0];
	struct oid now, then;
	int status;

	if (receipt && str_equal(receipt->commit, oid_str(commit)))
		return 0;
	if (law_received(&now, d->law, receipt))
		return refuse(d, FINDING_GATE_STALE,
		    "要撤下的不是最近收到的那一份（%.12s）",
		    receipt->commit.data);
	if (!store_has_commit(s, commit))
		return refuse(d, FINDING_GATE_REF, "推送的不是提交");
	status = store_descends(s, main, commit, d->report);
	if (status < 0 || store_folder(&now, s, main, folder, d->report) ||
	    store_folder(&then, s, commit, folder, d->report))
		return -1;
	if (!status || oid_is_none(&now) || !oid_equal(&now, &then))
		return refuse(d, FINDING_GATE_STALE,
		    "没有收到过这份材料，这个提交也不是 main 上的");
	return 0;
}

static int remove_judge(struct deed *d)
{
	const struct event *before = journal_removal(&d->at.journal);
	struct str who = d->wish->who;

	d->event.sort = before ? EVENT_REMOVED : EVENT_ASKED;
	if (d->wish->door.is_plan)
		return refuse(d, FINDING_GATE_REF, "方案不能撤下，只能修改");
	if (!before && removal_names(d))
		return -1;
	if (before && !str_equal(before->commit, oid_str(&d->wish->commit)))
		return refuse(d, FINDING_GATE_STALE,
		    "申请撤下的是另一份（%.12s）", before->commit.data);
	if (before && str_equal(before->who, who)) {
		d->event = *before;
		return 0;
	}
	if (before && before->sort == EVENT_REMOVED)
		return refuse(d, FINDING_GATE_STALE, "%.*s 已经撤下了",
		    STR_ARGS(before->who));
	if (!chain_remover(&d->at.matter, who, before, d->report))
		return -1;
	return comment_check(d);
}

/* d->event has its sort, and a number where the wish was fulfilled before. */
static int judge(struct deed *d)
{
	if (law_case(&d->at, d->law, &d->wish->door, d->report) ||
	    store_ref(
		&d->branch, d->law->store, d->wish->door.branch, d->report))
		return -1;
	d->event = (struct event){0};
	if (d->wish->door.act == ACT_SUBMIT)
		return submit_judge(d);
	return d->wish->door.act == ACT_REMOVE ? remove_judge(d)
					       : decide_judge(d);
}

int gate_judge(struct event *e, struct arena *a, const struct law *law,
    const struct wish *w, struct report *r)
{
	struct deed d = {.wish = w, .law = law, .arena = a, .report = r};
	int status = judge(&d);

	*e = d.event;
	return status;
}

/* --- doing ---------------------------------------------------------------- */

/* Now, and no earlier than main; nor than what had come at `received`. */
static int now_find(int64_t *now, const struct law *law, int64_t received,
    const struct clock_source *clock, struct report *r)
{
	int64_t last;

	*now = clock->now(clock->self);
	if (store_time(&last, law->store, &law->main, r))
		return -1;
	if (last > *now + CLOCK_SLACK || received > *now + CLOCK_SLACK)
		return report_add(r, FINDING_GATE_CLOCK, STR(""), whole_file,
		    "现在 %s，main 上已经是 %s",
		    moment_text(law->arena, *now).data,
		    moment_text(law->arena, last).data);
	if (last > *now)
		*now = last;
	return 0;
}

/* The number of the receipt that this one takes the place of. */
static unsigned replaced(const struct journal *j)
{
	size_t i;

	for (i = j->count; i-- && j->events[i].sort != EVENT_ACCEPTED;)
		if (j->events[i].sort == EVENT_RECEIVED)
			return j->events[i].number;
	return 0;
}

static bool has_name(const struct str *names, size_t n, struct str name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_equal(names[i], name))
			return true;
	return false;
}

/* Of what is added to: the files that main does not have. */
static int items_find(struct deed *d, const struct oid *commit)
{
	struct str folder = d->wish->door.folders[0], *new, *old, *items;
	size_t new_count, old_count, i, n = 0;

	if (!d->at.matter.handling->is_appended)
		return 0;
	if (store_names(&new, &new_count, d->law->store, d->arena, commit,
		folder, d->report) ||
	    store_names(&old, &old_count, d->law->store, d->arena,
		&d->law->main, folder, d->report))
		return -1;
	items = arena_array(d->arena, new_count, sizeof *items);
	for (i = 0; i < new_count; i++)
		if (str_ends(new[i], STR(".md")) &&
		    !has_name(old, old_count, new[i]))
			items[n++] = new[i];
	d->event.items = items;
	d->event.item_count = n;
	return 0;
}

static int event_make(struct deed *d, int64_t now)
{
	const struct wish *w = d->wish;
	const struct journal *j = &d->at.journal;
	struct event *e = &d->event;

	*e = (struct event){.number = journal_next(j),
	    .sort = e->sort,
	    .commit = arena_str(d->arena, oid_str(&w->commit)),
	    .who = w->who,
	    .seconds = now};
	if (e->number > JOURNAL_MAX)
		return refuse(d, FINDING_GATE_LIMIT, "这个目录的流水满了");
	if (e->sort != EVENT_RECEIVED)
		e->comment = str_trim(w->comment);
	if (e->sort == EVENT_REMOVED && !e->comment.len)
		e->comment = journal_removal(j)->comment;
	if (e->sort == EVENT_ASKED || e->sort == EVENT_REMOVED)
		return 0;
	if (e->sort != EVENT_RECEIVED)
		return items_find(d, &w->commit);
	if (w->received && w->received < now)
		e->seconds = w->received;
	if (j->count && j->events[j->count - 1].seconds > e->seconds)
		e->seconds = j->events[j->count - 1].seconds;
	if (law_ask(&d->at, &d->due, d->law, &w->commit, d->report))
		return -1;
	e->due = d->due;
	e->is_late = d->due.len && days_late(e->seconds, d->due) > 0;
	e->replaces = replaced(j);
	return items_find(d, &w->commit);
}

int gate_commit(struct oid *made, struct arena *a, const struct law *law,
    const struct door *door, const struct event *e, int64_t seconds,
    const struct str *signature, struct report *r)
{
	struct buf text = {0};
	struct store_change c = {.parent = law->main,
	    .seconds = seconds,
	    .signature = signature,
	    .path = arena_printf(
		a, "%.*s/%04u.yml", STR_ARGS(door->journal), e->number),
	    .message = arena_printf(a, "%s %.*s %04u\n", event_name(e->sort),
		STR_ARGS(door->object), e->number)};
	int status;

	if (e->sort == EVENT_ACCEPTED) {
		if (!oid_parse(&c.other, e->commit))
			return report_add(r, FINDING_GATE_CLOSED, c.path,
			    whole_file, "流水里的提交号不完整");
	}
	if (e->sort == EVENT_ACCEPTED || e->sort == EVENT_REMOVED) {
		c.folders = door->folders;
		c.folder_count = door->folder_count;
	}
	event_print(&text, e);
	c.bytes = buf_view(&text);
	status = store_write(made, law->store, a, &c, r);
	buf_release(&text);
	return status;
}

/* law->main stays what it was. */
static int main_move(struct arena *a, const struct law *law,
    const struct oid *made, struct report *r)
{
	if (store_move(law->store, a, store_main_ref, &law->main, made, r))
		return -1;
	past_keep(law->store, &law->main);
	return 0;
}

static int event_put(struct oid *made, struct deed *d, int64_t now)
{
	if (gate_commit(made, d->arena, d->law, &d->wish->door, &d->event, now,
		NULL, d->report))
		return -1;
	return main_move(d->arena, d->law, made, d->report);
}

/*
 * The branch to the last receipt's commit, where main already says so: the
 * second step of a receipt, and what mends one that was cut off behind the
 * first. Nothing to do where the branch is there, or what became of it is
 * known; of what was taken down it goes.
 */
static int branch_move(struct deed *d)
{
	const struct event *receipt = journal_receipt(&d->at.journal);
	const struct event *decision = journal_decision(&d->at.journal);
	const struct store *s = d->law->store;
	struct oid commit;
	int status;

	if (decision && decision->sort == EVENT_REMOVED)
		return oid_is_none(&d->branch)
		    ? 0
		    : store_drop(s, d->arena, d->wish->door.branch, &d->branch,
			  d->report);
	if (decision)
		return 0;
	/* What was not received through this gate has no branch here. */
	if (!law_received(&commit, d->law, receipt) ||
	    oid_equal(&commit, &d->branch))
		return 0;
	status = oid_is_none(&d->branch)
	    ? 1
	    : store_descends(s, &commit, &d->branch, d->report);
	if (status <= 0)
		return status;
	if (store_move(s, d->arena, d->wish->door.branch, &d->branch, &commit,
		d->report))
		return -1;
	d->branch = commit;
	return 0;
}

/* What the last who came was about to do when he was cut off. */
static int mend(struct deed *d)
{
	if (law_case(&d->at, d->law, &d->wish->door, d->report) ||
	    store_ref(
		&d->branch, d->law->store, d->wish->door.branch, d->report))
		return -1;
	return branch_move(d);
}

static int turn_find(struct answer *answer, struct deed *d)
{
	if (d->event.sort != EVENT_RECEIVED)
		return 0;
	if (!d->at.is_asked &&
	    law_ask(&d->at, NULL, d->law, &d->wish->commit, d->report))
		return -1;
	if (d->wish->door.is_plan)
		d->at.matter.unit =
		    roster_find(&d->law->roster, d->wish->who, d->law->today)
			->unit;
	answer->turn = chain_decider(&d->at.matter);
	answer->turn_name = law_unit_name(d->law, answer->turn);
	return 0;
}

static int deed_do(
    struct answer *answer, struct deed *d, const struct clock_source *clock)
{
	struct wish same = *d->wish;
	int64_t now;

	if (now_find(&now, d->law, d->wish->received, clock, d->report) ||
	    mend(d))
		return -1;
	/* Who was cut off knows the branch as it was before; it has arrived
	 * since. */
	if (oid_equal(&d->branch, &same.commit))
		same.was = d->branch;
	d->wish = &same;
	if (judge(d))
		return -1;
	answer->is_again = d->event.number > 0;
	answer->main = d->law->main;
	if (!answer->is_again) {
		if (event_make(d, now) || event_put(&answer->main, d, now))
			return -1;
		d->at.journal.events = arena_grow(d->arena,
		    d->at.journal.events, d->at.journal.count,
		    &d->at.journal.cap, sizeof *d->at.journal.events);
		d->at.journal.events[d->at.journal.count++] = d->event;
		if ((d->event.sort == EVENT_RECEIVED ||
			d->event.sort == EVENT_REMOVED) &&
		    branch_move(d))
			return -1;
	}
	answer->event = d->event;
	return turn_find(answer, d);
}

/* What a lock said: 0, or -1 with findings. */
static int queued(
    int status, const struct clock_source *clock, struct report *r)
{
	if (!status)
		return report_add(r, FINDING_GATE_BUSY, STR(""), whole_file,
		    "排队等了 %u 秒，还没有轮到", clock->patience / 1000);
	return status < 0 ? -1 : 0;
}

int gate_lock(int *fd, struct arena *a, const struct store *s,
    const struct clock_source *clock, struct report *r)
{
	struct str path =
	    arena_printf(a, "%.*s/taizhang/lock", STR_ARGS(store_path(s)));

	return queued(lock_take(fd, path, clock->patience, r), clock, r);
}

int gate_turn(int *fd, struct arena *a, const struct store *s, unsigned places,
    const struct clock_source *clock, struct report *r)
{
	struct str path =
	    arena_printf(a, "%.*s/taizhang/turn-", STR_ARGS(store_path(s)));

	return queued(
	    lock_take_one_of(fd, path, places, clock->patience, r), clock, r);
}

/* The lock, and what main says under it: law_release() and close(*fd). */
static int gate_enter(int *fd, struct law *law, struct arena *a,
    const struct store *s, const struct clock_source *clock, struct report *r)
{
	if (gate_lock(fd, a, s, clock, r))
		return -1;
	if (!law_read(law, a, s, date_from_seconds(clock->now(clock->self)), r))
		return 0;
	law_release(law);
	close(*fd);
	return -1;
}

int gate(struct answer *answer, struct arena *a, const struct store *s,
    const struct wish *w, const struct clock_source *clock, struct report *r)
{
	struct law law;
	struct deed d = {.wish = w, .law = &law, .arena = a, .report = r};
	int fd, status;

	*answer = (struct answer){0};
	if (gate_enter(&fd, &law, a, s, clock, r))
		return -1;
	status = deed_do(answer, &d, clock);
	law_release(&law);
	close(fd);
	return status;
}

/* --- what time does ------------------------------------------------------- */

static int days_check(
    const struct law *law, int64_t now, int64_t most, struct report *r)
{
	int64_t days = tick_days(law, now, r);

	if (days > most)
		report_add(r, FINDING_GATE_CLOCK, STR(""), whole_file,
		    "现在 %s，离上次日结 %lld 天",
		    moment_text(law->arena, now).data, (long long)days);
	return days < 0 || days > most ? -1 : 0;
}

static int tick_do(
    struct passed **end, struct law *law, int64_t now, struct report *r)
{
	struct arena *a = law->arena;
	struct passed *p;
	struct door door;
	struct event e;
	struct oid made;
	int status;

	while ((status = tick_next(&door, &e, a, law, now, r)) > 0) {
		if (gate_commit(&made, a, law, &door, &e, now, NULL, r) ||
		    main_move(a, law, &made, r))
			return -1;
		/* The plan is as it was. */
		law->main = made;
		p = arena_array(a, 1, sizeof *p);
		*p = (struct passed){.event = e};
		*end = p;
		end = &p->next;
	}
	return status;
}

int gate_tick(struct passed **passed, struct arena *a, const struct store *s,
    int64_t days, const struct clock_source *clock, struct report *r)
{
	struct law law;
	int64_t now;
	int fd, status;

	*passed = NULL;
	if (gate_enter(&fd, &law, a, s, clock, r))
		return -1;
	status = now_find(&now, &law, 0, clock, r);
	if (!status)
		status = days_check(&law, now, days, r);
	if (!status)
		status = tick_do(passed, &law, now, r);
	law_release(&law);
	close(fd);
	return status;
}
