/* SPDX-License-Identifier: MIT */
/* submit: hands in what a unit has written: checked here as the server will,
 * shown, committed without touching the user's branches, pushed by git. What is
 * cut off anywhere is gone on with by running it again. */
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "base/pool.h"
#include "git/repo.h"
#include "hook.h"
#include "print.h"
#include "source.h"
#include "tell.h"
#include "work.h"

enum {
	OPTION_FOLDER,
	OPTION_TODAY,
	OPTION_YES,
	OPTION_DRY,
	OPTION_OVER,
	OPTION_JSON
};

static const struct option_row submit_options[] = {
    {"C", "目录", "从服务器取来的目录，默认当前目录"},
    {"today", "日期", "按哪天检查，默认今天；服务器收到时按它自己的钟"},
    {"yes", NULL, "不问，直接送"},
    {"dry-run", NULL, "只检查、只看要送什么，不送"},
    {"over", NULL, "服务器上有别处送来的更新的一份，也以本机的为准"},
    {"json", NULL, "给脚本用的 JSON"},
    {NULL, NULL, NULL},
};

/* What became of one. The names are those of --json. */
enum outcome {
	OUTCOME_CLEAN,
	OUTCOME_RECEIVED,
	OUTCOME_FINDINGS,
	OUTCOME_REFUSED,
	OUTCOME_UNSENT,
	OUTCOME_DECLINED,
	OUTCOME_CONFLICT,
};
static const char *const outcome_names[] = {"clean", "received", "findings",
    "refused", "unsent", "declined", "conflict"};

struct job {
	const struct options *options;
	struct arena arena, report_arena;
	struct report report;
	struct clone clone;
	struct works works;
	bool is_json, is_gone; /* he does not answer any more */
	size_t shown;
	int status;
};

/* One that is handed in. */
struct parcel {
	struct job *job;
	struct work *work;
	struct oid commit;
	struct str due, turn;
	struct report found;
	enum outcome outcome;
	struct str said; /* by the server */
};

static void worst(struct job *j, int status)
{
	if (status > j->status)
		j->status = status;
}

/* --- showing -------------------------------------------------------------- */

static void file_print(const char *how, const struct tree *t,
    const struct entry *e, struct arena *a)
{
	struct report quiet;
	struct str bytes;

	report_init(&quiet, a);
	if (!t || tree_read_once(t, e, a, &bytes, &quiet))
		printf("  %s %.*s\n", how, STR_ARGS(path_name(e->path)));
	else
		printf("  %s %.*s（%zu KB）\n", how,
		    STR_ARGS(path_name(e->path)), (bytes.len + 1023) / 1024);
}

/* What is new, changed or gone in the folder since the server has it. */
static void files_print(const struct parcel *p)
{
	const struct clone *c = &p->job->clone;
	struct str folder = p->work->door.folders[0];
	struct tree_part now = {.commit = p->commit.hex, .path = folder},
			 then = {.path = folder};
	struct tree new = {0}, old = {0};
	struct arena own = {0};
	struct report quiet;
	size_t i;

	report_init(&quiet, &own);
	then.commit =
	    oid_is_none(&p->work->tip) ? c->law.main.hex : p->work->tip.hex;
	if (repo_compose(&new, &own, c->git, STR(""), &now, 1, &quiet) ||
	    repo_compose(&old, &own, c->git, STR(""), &then, 1, &quiet))
		new.count = old.count = 0;
	for (i = 0; i < new.count; i++) {
		const struct entry *e = &new.entries[i],
				   *was = tree_find(&old, e->path);

		if (!was)
			file_print("新", &new, e, &own);
		else if (memcmp(was->id, e->id, sizeof e->id))
			file_print("改", &new, e, &own);
	}
	for (i = 0; i < old.count; i++)
		if (!tree_find(&new, old.entries[i].path))
			file_print("删", NULL, &old.entries[i], &own);
	if (new.source)
		tree_release(&new);
	if (old.source)
		tree_release(&old);
	arena_release(&own);
}

static void parcel_show(const struct parcel *p)
{
	const struct clone *c = &p->job->clone;
	struct str due = tell_due(c->arena, p->due, c->law.today);

	printf("%.*s %.*s%s%.*s", STR_ARGS(p->work->kind->name),
	    STR_ARGS(p->work->door.object), due.len ? "，期限 " : "",
	    STR_ARGS(due));
	if (p->turn.len)
		printf("，由%.*s审核", STR_ARGS(p->turn));
	putchar('\n');
	files_print(p);
}

/* --- a parcel ------------------------------------------------------------- */

/* As the server will: its rules, its rights. */
static int parcel_check(struct parcel *p, struct tree *t)
{
	struct clone *c = &p->job->clone;
	struct check_options o = {
	    .workers = pool_workers(), .cache = source_cache(c->arena)};
	struct wish wish = {.door = p->work->door,
	    .who = c->user.name,
	    .commit = p->commit,
	    .was = p->work->tip};
	int status = 0;

	if (!chain_submitter(&p->work->at.matter, c->user.name, &p->found))
		status = -1;
	if (check_push(t, c->arena, &c->law, &wish, 1, &o, &p->found))
		status = -1;
	if (!status)
		status = law_ask(
		    &p->work->at, &p->due, &c->law, &p->commit, &p->found);
	if (!status)
		p->turn =
		    law_unit_name(&c->law, chain_decider(&p->work->at.matter));
	report_sort(&p->found);
	report_hide(&p->found);
	return status;
}

/* The receipt that main has for the commit; NULL: none that is known of. */
static const struct event *receipt_of(const struct parcel *p)
{
	const struct event *e = journal_receipt(&p->work->at.journal);

	return e && str_equal(e->commit, oid_str(&p->commit)) ? e : NULL;
}

/* The same, after another look at main. */
static bool receipt_find(struct parcel *p)
{
	struct clone *c = &p->job->clone;
	struct journal j = {0};

	if (clone_fetch(c) || !c->has_fetched ||
	    law_journal(&j, &c->law, &p->work->door, 0, c->report))
		return false;
	p->work->at.journal = j;
	return receipt_of(p) != NULL;
}

static void parcel_send(struct parcel *p)
{
	struct clone *c = &p->job->clone;
	struct buf said = {0}, failed = {0};
	enum pushed pushed;

	if (clone_mark_set(c, "sent", p->work->door.object, &p->commit)) {
		p->outcome = OUTCOME_UNSENT;
		return;
	}
	pushed = clone_push(
	    c, &p->commit, p->work->door.branch, NULL, &said, &failed);
	p->said = arena_str(c->arena, buf_view(&said));
	p->outcome = pushed == PUSH_REFUSED ? OUTCOME_REFUSED : OUTCOME_UNSENT;
	/* Where git says nothing sure, it counts what stands on main. */
	if (pushed != PUSH_REFUSED && (receipt_find(p) || pushed == PUSH_TAKEN))
		p->outcome = OUTCOME_RECEIVED;
	if (p->outcome == OUTCOME_UNSENT)
		c->offline = arena_str(c->arena, str_trim(buf_view(&failed)));
	if (p->outcome == OUTCOME_REFUSED && !p->said.len)
		p->said = arena_str(c->arena, buf_view(&failed));
	buf_release(&said);
	buf_release(&failed);
}

/* --- telling -------------------------------------------------------------- */

static void receipt_print(const struct parcel *p)
{
	const struct event *e = receipt_of(p);
	struct str time;

	/* Received, and gone before anybody could look. */
	if (!e) {
		tell_lines(stdout, p->said);
		return;
	}
	time = moment_text(p->job->clone.arena, e->seconds);
	printf("已收到：%.*s，回执 %04u 号，%.10s %.8s", STR_ARGS(e->who),
	    e->number, time.data, time.data + 11);
	if (e->due.len)
		printf("，%s", e->is_late ? "迟报" : "按时");
	if (p->turn.len)
		printf("，由%.*s审核", STR_ARGS(p->turn));
	putchar('\n');
}

static void outcome_print(const struct parcel *p)
{
	switch (p->outcome) {
	case OUTCOME_CLEAN:
		puts("检查通过，没有送。");
		break;
	case OUTCOME_RECEIVED:
		receipt_print(p);
		break;
	case OUTCOME_FINDINGS:
		printf("没有送：%.*s 先照上面的办法改好，再运行 taizhang "
		       "submit\n",
		    STR_ARGS(p->work->door.object));
		break;
	case OUTCOME_REFUSED:
		tell_lines(stdout, p->said);
		puts("服务器没有收。");
		break;
	case OUTCOME_UNSENT:
		tell_lines(stderr, p->job->clone.offline);
		puts("没有送到：连不上服务器，或者中途断了。写好的都还在，"
		     "网络好了再运行一次 taizhang submit，会接着送。");
		break;
	case OUTCOME_DECLINED:
		puts("没有送。");
		break;
	case OUTCOME_CONFLICT:
	default:
		printf("没有送：%.*s 在服务器上有另一份更新的，"
		       "不是从这里送的。先看服务器上的那一份；要以本机的为准，"
		       "加 --over\n",
		    STR_ARGS(p->work->door.object));
		break;
	}
}

static void outcome_json(const struct parcel *p)
{
	struct job *j = p->job;
	const struct event *e =
	    p->outcome == OUTCOME_RECEIVED ? receipt_of(p) : NULL;
	struct buf out = {0};

	buf_text(&out, j->shown++ ? ",\n {" : "\n {");
	tell_pair(&out, "object", p->work->door.object);
	tell_pair(&out, "kind", kind_stem(p->work->kind));
	tell_pair(&out, "outcome", str_from(outcome_names[p->outcome]));
	tell_pair(&out, "commit", oid_str(&p->commit));
	tell_pair(&out, "due", p->due);
	tell_pair(&out, "reviewer", p->turn);
	if (e)
		buf_printf(&out, ", \"receipt\": %u", e->number);
	tell_pair(&out, "time",
	    e ? moment_text(j->clone.arena, e->seconds) : STR(""));
	tell_pair(&out, "said", p->said);
	buf_text(&out, ", \"findings\": ");
	fwrite(out.data, 1, out.len, stdout);
	report_print_json(stdout, &p->found);
	putchar('}');
	buf_release(&out);
}

static int status_of(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_CLEAN:
	case OUTCOME_RECEIVED:
	case OUTCOME_DECLINED:
		return EXIT_CLEAN;
	case OUTCOME_UNSENT:
		return EXIT_FAILED;
	case OUTCOME_FINDINGS:
	case OUTCOME_REFUSED:
	case OUTCOME_CONFLICT:
	default:
		return EXIT_FINDINGS;
	}
}

/* --- all ------------------------------------------------------------------ */

static bool wants(struct job *j)
{
	if (j->options->values[OPTION_DRY])
		return false;
	if (j->options->values[OPTION_YES] || j->is_json || !ask_can())
		return true;
	return ask_yes("送出吗？");
}

static void parcel_do(struct parcel *p)
{
	struct job *j = p->job;
	const char *over = j->options->values[OPTION_OVER];
	struct tree t = {0};
	bool is_good;

	if (p->work->state == WORK_CONFLICT && !over) {
		p->outcome = OUTCOME_CONFLICT;
		return;
	}
	if (work_commit(&p->commit, p->work, &j->clone, clock_now(NULL))) {
		p->outcome = OUTCOME_UNSENT;
		return;
	}
	is_good = !parcel_check(p, &t);
	if (!j->is_json) {
		parcel_show(p);
		report_print(
		    stdout, &p->found, LEVEL_WARNING, t.source ? &t : NULL);
	}
	if (t.source)
		tree_release(&t);
	if (!is_good)
		p->outcome = OUTCOME_FINDINGS;
	else if (wants(j))
		parcel_send(p);
	else
		p->outcome = j->options->values[OPTION_DRY] ? OUTCOME_CLEAN
							    : OUTCOME_DECLINED;
}

static void work_do(struct job *j, struct work *k)
{
	struct parcel p = {.job = j, .work = k};

	report_init(&p.found, &j->report_arena);
	parcel_do(&p);
	if (j->is_json)
		outcome_json(&p);
	else
		outcome_print(&p);
	worst(j, status_of(p.outcome));
}

static bool is_due(const struct work *k)
{
	return k->state == WORK_DRAFT || k->state == WORK_CONFLICT;
}

/* That there is nothing to hand in is said with what became of it. */
static void state_say(const struct work *k)
{
	static const char *const says[] = {
	    [WORK_DONE] = "已经审核通过，本机没有改动",
	    [WORK_DRAFT] = "",
	    [WORK_WAITING] = "已经送了，等审核",
	    [WORK_RETURNED] = "退回了，还没有改",
	    [WORK_ELSEWHERE] = "服务器上有更新的，本机没有改动",
	    [WORK_CONFLICT] = "",
	    [WORK_REMOVED] = "撤下了，不会再送；本机的这一份请删去",
	};

	printf("%.*s：%s\n", STR_ARGS(k->door.object), says[k->state]);
}

static int asked_do(struct job *j)
{
	struct work *k;
	int i;

	for (i = 0; i < j->options->rest_count; i++) {
		k = works_find(&j->works, &j->clone, j->options->rest[i]);
		if (!k)
			return command_usage(&command_submit,
			    "%s 不是本单位可以报送的记录", j->options->rest[i]);
		if (is_due(k))
			work_do(j, k);
		else if (!j->is_json)
			state_say(k);
	}
	return EXIT_CLEAN;
}

static int all_do(struct job *j)
{
	size_t i, n = 0;

	if (j->options->rest_count)
		return asked_do(j);
	for (i = 0; i < j->works.count; i++) {
		if (!is_due(&j->works.items[i]))
			continue;
		if (n++ && !j->is_json)
			putchar('\n');
		work_do(j, &j->works.items[i]);
	}
	for (i = 0; i < j->works.count && !j->is_json; i++)
		if (j->works.items[i].state == WORK_RETURNED) {
			n++;
			state_say(&j->works.items[i]);
		}
	if (!n && !j->is_json)
		puts("没有要送的：写好的都送过了。");
	return EXIT_CLEAN;
}

static void submit_do(struct job *j)
{
	int status;

	if (j->clone.offline.len && !j->is_json) {
		fputs("连不上服务器，照上次取来的检查：\n", stderr);
		tell_lines(stderr, j->clone.offline);
	}
	/* What cannot be read of the disk is told below; the rest goes on. */
	works_read(&j->works, &j->clone);
	if (j->is_json)
		putchar('[');
	status = all_do(j);
	if (j->is_json)
		puts("\n]");
	worst(j, status);
	if (j->options->values[OPTION_DRY] || !j->clone.has_fetched)
		return;
	works_release(&j->works);
	if (!works_read(&j->works, &j->clone))
		works_forward(&j->works, &j->clone);
}

static int submit_run(const struct options *o)
{
	struct job j = {.options = o};

	j.is_json = o->values[OPTION_JSON] != NULL;
	report_init(&j.report, &j.report_arena);
	j.status = clone_open(&j.clone, &j.arena, &command_submit,
	    o->values[OPTION_FOLDER], o->values[OPTION_TODAY], true, &j.report);
	if (!j.status)
		j.status = clone_want_user(&j.clone);
	if (!j.status)
		submit_do(&j);
	report_sort(&j.report);
	report_hide(&j.report);
	report_print(stderr, &j.report, LEVEL_WARNING, NULL);
	if (j.status != EXIT_USAGE)
		worst(&j, report_status(&j.report));
	works_release(&j.works);
	clone_close(&j.clone);
	arena_release(&j.report_arena);
	arena_release(&j.arena);
	return j.status;
}

const struct command command_submit = {
    .name = "submit",
    .usage = "[-C 目录] [--today 日期] [--yes] [--dry-run] [--over] [--json] "
	     "[记录…]",
    .summary = "报送：检查，给您看要送什么，送到服务器，拿回执",
    .about =
	"在 git clone 取来的目录里运行。不写记录就是本单位写了还没有送的全部，一份一份\n"
	"来。检查和服务器收的时候一样：有错误的不送，改好再运行一次。在终端里送以前先\n"
	"问；不是终端就直接送。断了网、关了机都不要紧，再运行一次会接着做，不会重复。\n"
	"自己是谁：git config taizhang.user 登录名；用 https://登录名@… 或者名册里有\n"
	"自己公钥的，不用写。不动自己的分支，报送的提交推到 refs/heads/u/记录的目录。\n"
	"退出状态：0 都收到了（或没有要送的），1 有的没有收，3 没有送到。\n",
    .options = submit_options,
    .rest_max = -1,
    .run = submit_run,
};
