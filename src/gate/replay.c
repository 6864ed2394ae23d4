/* SPDX-License-Identifier: MIT */
/* The commits are listed backwards and gone through forwards; the plan is read
 * again only where it has changed. */
#include "replay.h"

#include "base/seal.h"
#include "tick.h"

static const struct place whole_file = {0};

enum {
	COMMITS_MAX = 1000000,
	COMMITS_A_LAW = 256, /* so that what they leave in memory goes */
};

struct run {
	struct replay *replay;
	const struct store *store;
	struct report *report;
	struct arena arena;   /* of one plan */
	struct arena scratch; /* of one commit */
	struct law law;
	struct str signer;
	struct oid head; /* the end of main */
	struct oid plan; /* the tree of the plan that was read */
	unsigned used;	 /* for how many commits */
};

static int fault(struct run *run, const struct oid *commit, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

static int fault(
    struct run *run, const struct oid *commit, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(run->report, FINDING_REPLAY, oid_str(commit), whole_file,
	    format, args);
	va_end(args);
	return -1;
}

/* The law as of `main`, on this day. */
static int law_step(struct run *run, const struct oid *main, int64_t seconds)
{
	struct date today = date_from_seconds(seconds);
	struct oid plan;

	if (store_folder(
		&plan, run->store, main, STR("content/plan"), run->report))
		return -1;
	if (!oid_is_none(&run->plan) && oid_equal(&plan, &run->plan) &&
	    run->used++ < COMMITS_A_LAW) {
		run->law.main = *main;
		run->law.today = today;
		return 0;
	}
	law_release(&run->law);
	arena_clear(&run->arena);
	run->plan = plan;
	run->used = 0;
	return law_read_at(
	    &run->law, &run->arena, run->store, main, today, run->report);
}

/* "收到 mzj/2026-11/window 0001" */
static bool subject_parse(struct door *door, unsigned *number,
    enum event_sort *sort, struct arena *a, struct str subject)
{
	static const enum act acts[] = {
	    ACT_SUBMIT, ACT_RETURN, ACT_APPROVE, ACT_REMOVE, ACT_REMOVE};
	struct str rest = subject, name, object;
	int64_t n;
	unsigned i;

	if (!str_next(&rest, ' ', &name) || !str_next(&rest, ' ', &object) ||
	    !str_integer(rest, &n) || n < 1 || n > JOURNAL_MAX)
		return false;
	for (i = 0; i < EVENT_OTHER; i++)
		if (str_is(name, event_name((enum event_sort)i)))
			break;
	if (i == EVENT_OTHER)
		return false;
	*sort = (enum event_sort)i;
	*number = (unsigned)n;
	if (!event_is_deed(*sort)) {
		door_make_clock(door, a, object);
		return door_is_clock(object);
	}
	return door_make(door, a, acts[i], object);
}

/* The event that the commit adds, as it stands in its tree. */
static int event_read(struct event *e, struct run *run,
    const struct oid *commit, const struct door *door, unsigned number)
{
	struct arena *a = &run->scratch;
	struct str path =
	    arena_printf(a, "%.*s/%04u.yml", STR_ARGS(door->journal), number);
	struct journal j = {0};
	struct str text;

	if (store_file(
		&text, run->store, a, commit, path, TREE_TEXT_MAX, run->report))
		return -1;
	if (!text.data || journal_add(&j, a, number, text, path, run->report))
		return fault(run, commit, "没有它说的那份流水");
	*e = j.events[0];
	return 0;
}

static bool is_removed_later(
    struct run *run, const struct door *door, const struct event *e)
{
	const struct law head = {
	    .store = run->store, .arena = &run->scratch, .main = run->head};
	struct journal j = {0};
	size_t i;

	if (law_journal(&j, &head, door, 0, run->report))
		return false;
	for (i = 0; i < j.count; i++)
		if (j.events[i].sort == EVENT_REMOVED &&
		    j.events[i].number > e->number)
			return true;
	return false;
}

/* Is what was decided on here? 0 where it need not be: a draft that nobody
 * accepted, or what was taken down later; or -1. */
static int is_here(struct run *run, const struct oid *commit,
    const struct door *door, const struct event *e, const struct oid *what)
{
	int status;

	if (!store_has_commit(run->store, what))
		return 0;
	status =
	    store_is_whole(run->store, what, door->folders[0], run->report);
	if (status)
		return status;
	return is_removed_later(run, door, e)
	    ? 0
	    : fault(run, commit, "它的内容不在了，又没有撤下过");
}

/* Had whoever did it the right to, by the commit before? */
static int right_check(struct run *run, const struct oid *commit,
    const struct door *door, const struct event *e)
{
	struct wish w = {.door = *door, .who = e->who, .comment = e->comment};
	struct event same = {.sort = e->sort};
	struct case_of at;
	struct report why;
	int status;

	if (!oid_parse(&w.commit, e->commit))
		return fault(run, commit, "流水里的提交号不完整");
	if (e->is_late != (days_late(e->seconds, e->due) > 0))
		return fault(run, commit, "迟报判得不对");
	report_init(&why, &run->scratch);
	if (e->sort == EVENT_RECEIVED) {
		status = law_case(&at, &run->law, door, &why);
		if (!status && !chain_submitter(&at.matter, e->who, &why))
			status = -1;
	} else {
		status = door->act == ACT_REMOVE
		    ? 1
		    : is_here(run, commit, door, e, &w.commit);
		run->replay->unseen += !status;
		if (status <= 0)
			return status;
		status = gate_judge(&same, &run->scratch, &run->law, &w, &why);
	}
	if (!status && (same.number || same.sort != e->sort))
		return fault(run, commit, "已经有过这件事，或者还轮不到");
	if (!status)
		return 0;
	return fault(run, commit, "%.*s",
	    STR_ARGS(why.count ? why.findings[0].message : STR("无权")));
}

/* Was it the turn of this day or deadline, and was just this missing? It
 * becomes what time would have made of it. */
static int clock_check(struct run *run, const struct oid *commit,
    const struct door *door, struct event *e)
{
	struct door due_at;
	struct event due;
	int status = tick_next(
	    &due_at, &due, &run->scratch, &run->law, e->seconds, run->report);

	if (status < 0)
		return -1;
	if (!status || !str_equal(due_at.object, door->object) ||
	    due.number != e->number)
		return fault(run, commit, "这时候还轮不到这件事");
	*e = due;
	return 0;
}

static int commit_check(
    struct run *run, const struct oid *commit, const struct oid *parent)
{
	struct arena *a = &run->scratch;
	struct str subject, signature, text;
	struct oid made, above;
	enum event_sort sort;
	int64_t time, before;
	struct door door;
	unsigned number;
	struct event e;

	if (store_parent(
		&above, &subject, run->store, a, commit, run->report) ||
	    store_time(&time, run->store, commit, run->report) ||
	    store_time(&before, run->store, parent, run->report))
		return -1;
	if (!subject_parse(&door, &number, &sort, a, subject))
		return fault(run, commit, "不是服务器记下的一件事");
	if (time < before)
		return fault(run, commit, "时间比前一个提交早");
	if (event_read(&e, run, commit, &door, number) ||
	    law_step(run, parent, time))
		return -1;
	if (e.sort != sort || e.seconds > time)
		return fault(run, commit, "流水和提交说的不一样");
	if (event_is_deed(sort) ? right_check(run, commit, &door, &e)
				: clock_check(run, commit, &door, &e))
		return -1;
	if (store_signature(
		&signature, &text, run->store, a, commit, run->report))
		return -1;
	if (gate_commit(
		&made, a, &run->law, &door, &e, time, &signature, run->report))
		return -1;
	if (!oid_equal(&made, commit))
		return fault(run, commit,
		    "内容和它的流水对不上：除了这件事，还改了别的");
	if (run->signer.len && !seal_check(signature, run->signer, text))
		return fault(run, commit, "没有服务器的签名，或者签名不对");
	return 0;
}

int replay_run(struct replay *re, const struct store *s, const struct oid *from,
    struct str signer, struct report *r)
{
	struct run run = {
	    .replay = re, .store = s, .report = r, .signer = signer};
	struct arena a = {0};
	struct oid *commits = NULL, at, parent;
	size_t n = 0, cap = 0;
	struct str subject;
	int status = store_main(&at, s, r);

	*re = (struct replay){0};
	run.head = at;
	while (!status && !oid_equal(&at, from)) {
		if (oid_is_none(&at) || n == COMMITS_MAX) {
			status = fault(&run, from, "不在 main 的历史里");
			break;
		}
		commits = arena_grow(&a, commits, n, &cap, sizeof *commits);
		commits[n++] = at;
		status = store_parent(&parent, &subject, s, &a, &at, r);
		at = parent;
	}
	for (at = *from; n-- && !status; at = commits[n]) {
		status = commit_check(&run, &commits[n], &at);
		re->commits += !status;
		arena_clear(&run.scratch);
	}
	law_release(&run.law);
	arena_release(&run.scratch);
	arena_release(&run.arena);
	arena_release(&a);
	return status;
}
