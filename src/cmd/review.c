/* SPDX-License-Identifier: MIT */
/* review: the queue of whoever decides, one record of it with all that speaks
 * for and against it, and the decision. What is decided on is the commit that
 * was shown, so nobody says yes to what has come since. */
#include <stdio.h>

#include "ask.h"
#include "base/diff.h"
#include "base/pool.h"
#include "clone.h"
#include "gate/queue.h"
#include "git/repo.h"
#include "print.h"
#include "source.h"
#include "tell.h"

enum {
	OPTION_FOLDER,
	OPTION_TODAY,
	OPTION_COMMENT,
	OPTION_OFFLINE,
	OPTION_JSON
};

static const struct option_row review_options[] = {
    {"C", "目录", "从服务器取来的目录，默认当前目录"},
    {"today", "日期", "按哪天计算，默认今天"},
    {"comment", "意见", "审核通过的意见；台账进展要写"},
    {"offline", NULL, "不连服务器，照上次取来的看（只用于 list 和 show）"},
    {"json", NULL, "给脚本用的 JSON"},
    {NULL, NULL, NULL},
};

struct job {
	const struct options *options;
	struct arena arena, report_arena;
	struct report report;
	struct clone clone;
	struct queue queue;
	size_t shown; /* in JSON */
	bool is_json;
	int status;
};

static void worst(struct job *j, int status)
{
	if (status > j->status)
		j->status = status;
}

/* --- showing -------------------------------------------------------------- */

static struct str kind_name(const struct waiting *item)
{
	return item->at.kind ? item->at.kind->name : STR("方案");
}

static struct str unit_name(const struct job *j, const struct waiting *item)
{
	return law_unit_name(&j->clone.law, item->at.matter.unit);
}

static void item_print(const struct job *j, const struct waiting *item)
{
	const struct clone *c = &j->clone;
	struct str time = moment_text(c->arena, item->receipt->seconds);
	struct str due = tell_due(c->arena, item->due, c->law.today);

	printf("%.*s  %.*s  %.*s\n", STR_ARGS(item->door.object),
	    STR_ARGS(kind_name(item)), STR_ARGS(unit_name(j, item)));
	printf("    %.10s %.5s 收到，回执 %04u 号%s", time.data, time.data + 11,
	    item->receipt->number, item->receipt->is_late ? "，迟报" : "");
	if (due.len)
		printf("，期限 %.*s", STR_ARGS(due));
	putchar('\n');
}

/* What every form of an item says first; the object is left open. */
static void item_json(
    struct buf *out, struct job *j, const struct waiting *item)
{
	buf_text(out, j->shown++ ? ",\n {" : "\n {");
	tell_pair(out, "object", item->door.object);
	tell_pair(out, "kind",
	    item->at.kind ? kind_stem(item->at.kind) : STR("plan"));
	tell_pair(out, "unit", item->at.matter.unit);
	tell_pair(out, "commit", oid_str(&item->commit));
	buf_printf(out, ", \"receipt\": %u", item->receipt->number);
	tell_pair(out, "received",
	    moment_text(j->clone.arena, item->receipt->seconds));
	tell_pair(out, "due", item->due);
	buf_printf(
	    out, ", \"late\": %s", item->receipt->is_late ? "true" : "false");
}

static void list_show(struct job *j)
{
	struct buf out = {0};
	size_t i;

	for (i = 0; i < j->queue.count; i++) {
		if (!j->is_json) {
			item_print(j, j->queue.items[i]);
			continue;
		}
		item_json(&out, j, j->queue.items[i]);
		buf_byte(&out, '}');
	}
	if (j->is_json)
		printf("[%.*s\n]\n", STR_ARGS(buf_view(&out)));
	else if (j->queue.count)
		printf("\n%zu 份等您审核，一份一份看：taizhang review\n",
		    j->queue.count);
	else
		puts("没有等您审核的。");
	buf_release(&out);
}

/* --- one of them ---------------------------------------------------------- */

static bool is_text(struct str path)
{
	return !path_is_picture(path);
}

static void lines_show(struct str text)
{
	struct str line;

	while (str_next(&text, '\n', &line)) {
		fputs("  ", stdout);
		print_safe(stdout, line);
		putchar('\n');
	}
}

/* A record, without the comments in its head: they are the form's. */
static void record_show(struct str text)
{
	struct str line;
	size_t fences = 0;

	while (str_next(&text, '\n', &line)) {
		fences += str_is(line, "---");
		if (fences == 1 && str_begins(str_trim(line), STR("#")))
			continue;
		fputs("  ", stdout);
		print_safe(stdout, line);
		putchar('\n');
	}
}

/* The file as it is, and what is other than it was. Of the plan, which is many
 * files, only that. */
static void file_show(struct job *j, const struct waiting *item,
    const struct tree *now, const struct entry *e, const struct tree *then)
{
	const struct entry *was = tree_find(then, e->path);
	struct str old = {0}, new;
	struct buf diff = {0};

	if (was && !memcmp(was->id, e->id, sizeof e->id)) {
		if (!item->door.is_plan)
			printf("\n%.*s 没有变\n", STR_ARGS(e->path));
		return;
	}
	if (tree_read_once(now, e, &j->arena, &new, &j->report) ||
	    (was && tree_read_once(then, was, &j->arena, &old, &j->report)))
		return;
	if (!is_text(e->path)) {
		printf("\n%.*s 图片，%zu KB\n", STR_ARGS(e->path),
		    (new.len + 1023) / 1024);
		return;
	}
	printf("\n%.*s\n", STR_ARGS(e->path));
	if (!was || !item->door.is_plan)
		record_show(new);
	if (!was)
		return;
	puts("\n和上一次相比：");
	diff_print(&diff, e->path, old, new);
	lines_show(buf_view(&diff));
	buf_release(&diff);
}

static void files_show(struct job *j, const struct waiting *item)
{
	struct clone *c = &j->clone;
	struct oid before = waiting_before(item, &c->law);
	size_t f, i;

	for (f = 0; f < item->door.folder_count; f++) {
		struct tree_part parts[2] = {
		    {.commit = item->commit.hex, .path = item->door.folders[f]},
		    {.commit = before.hex, .path = item->door.folders[f]}};
		struct tree now = {0}, then = {0};

		if (!repo_compose(&now, c->arena, c->git, STR(""), &parts[0], 1,
			c->report) &&
		    !repo_compose(&then, c->arena, c->git, STR(""), &parts[1],
			1, c->report)) {
			for (i = 0; i < now.count; i++)
				file_show(
				    j, item, &now, &now.entries[i], &then);
			for (i = 0; i < then.count; i++)
				if (!tree_find(&now, then.entries[i].path))
					printf("\n%.*s 删去了\n",
					    STR_ARGS(then.entries[i].path));
		}
		if (now.source)
			tree_release(&now);
		if (then.source)
			tree_release(&then);
	}
}

static void item_show(struct job *j, struct waiting *item)
{
	struct check_options o = {
	    .workers = pool_workers(), .cache = source_cache(j->clone.arena)};
	struct report found;
	struct tree t;
	struct buf out = {0};

	report_init(&found, &j->report_arena);
	waiting_check(&found, &t, item, &j->clone.law, &o);
	if (j->is_json) {
		item_json(&out, j, item);
		buf_text(&out, ", \"findings\": ");
		fwrite(out.data, 1, out.len, stdout);
		report_print_json(stdout, &found);
		putchar('}');
	} else {
		item_print(j, item);
		files_show(j, item);
		putchar('\n');
		report_print(
		    stdout, &found, LEVEL_WARNING, t.source ? &t : NULL);
		if (!found.count)
			puts("检查没有发现错误和要提醒的。");
	}
	if (t.source)
		tree_release(&t);
	buf_release(&out);
	clone_mark_set(&j->clone, "seen", item->door.object, &item->commit);
}

/* --- deciding ------------------------------------------------------------- */

static void decided_tell(struct job *j, const struct waiting *item,
    enum pushed pushed, struct str said, struct str failed)
{
	static const char *const names[] = {[PUSH_TAKEN] = "done",
	    [PUSH_REFUSED] = "refused",
	    [PUSH_LOST] = "unsent"};
	struct buf out = {0};

	worst(j,
	    pushed == PUSH_TAKEN	 ? EXIT_CLEAN
		: pushed == PUSH_REFUSED ? EXIT_FINDINGS
					 : EXIT_FAILED);
	if (j->is_json) {
		item_json(&out, j, item);
		tell_pair(&out, "outcome", str_from(names[pushed]));
		tell_pair(&out, "said", said);
		buf_byte(&out, '}');
		fwrite(out.data, 1, out.len, stdout);
		buf_release(&out);
		return;
	}
	tell_lines(stdout, said);
	if (pushed == PUSH_REFUSED && !said.len)
		tell_lines(stdout, failed);
	if (pushed == PUSH_REFUSED)
		puts("服务器没有收。");
	if (pushed != PUSH_LOST)
		return;
	tell_lines(stderr, failed);
	puts("没有送到：连不上服务器，或者中途断了。网络好了再做一次。");
}

static void decide(
    struct job *j, const struct waiting *item, enum act act, struct str words)
{
	struct clone *c = &j->clone;
	bool is_yes = act == ACT_APPROVE;
	struct str ref = arena_printf(c->arena, "refs/%s/%.*s",
	    is_yes ? "approve" : "return", STR_ARGS(item->door.object));
	struct str option = arena_printf(c->arena, "%s=%.*s",
	    is_yes ? "comment" : "reason", STR_ARGS(words));
	struct buf said = {0}, failed = {0};
	enum pushed pushed = clone_push(c, &item->commit, ref,
	    words.len ? option.data : NULL, &said, &failed);

	decided_tell(j, item, pushed, buf_view(&said), buf_view(&failed));
	buf_release(&said);
	buf_release(&failed);
}

static struct str object_typed(const char *typed)
{
	static const char *const before[] = {
	    "./", "content/units/", "refs/heads/u/"};
	struct str object = str_from(typed);
	size_t i;

	for (i = 0; i < sizeof before / sizeof *before; i++)
		if (str_begins(object, str_from(before[i])))
			object =
			    str_slice(object, strlen(before[i]), object.len);
	if (str_ends(object, STR(".md")))
		object = path_folder(object);
	while (object.len && object.data[object.len - 1] == '/')
		object.len--;
	return object;
}

/* The object that is typed, with its last receipt; NULL: said. */
static struct waiting *item_typed(struct job *j, const char *typed)
{
	struct waiting *item = waiting_make(&j->clone.law, object_typed(typed));

	if (!item)
		worst(j,
		    command_usage(&command_review,
			"没有收到过 %s；有哪些：taizhang review list", typed));
	return item;
}

/* Only what was shown to him is decided on. */
static bool is_seen(struct job *j, const struct waiting *item)
{
	struct oid seen;

	if (clone_mark(&seen, &j->clone, "seen", item->door.object))
		return false;
	if (oid_equal(&seen, &item->commit))
		return true;
	worst(j,
	    command_usage(&command_review, "%s：taizhang review show %.*s",
		oid_is_none(&seen) ? "先看过再审核"
				   : "看过以后又报来了新的一份，先看新的",
		STR_ARGS(item->door.object)));
	return false;
}

/* Decided by him before, in an attempt that was cut off? Then it is said. */
static bool was_decided(struct job *j, const struct waiting *item, enum act act)
{
	const struct event *e = journal_decision(&item->at.journal);
	enum event_sort sort =
	    act == ACT_APPROVE ? EVENT_ACCEPTED : EVENT_RETURNED;
	struct str time;

	if (!e || e->sort != sort || !str_equal(e->who, j->clone.user.name))
		return false;
	time = moment_text(j->clone.arena, e->seconds);
	decided_tell(j, item, PUSH_TAKEN,
	    arena_printf(j->clone.arena, "先前已经%s：%.*s，%.10s %.5s\n",
		event_name(sort), STR_ARGS(item->door.object), time.data,
		time.data + 11),
	    STR(""));
	return true;
}

static void typed_decide(
    struct job *j, const char *typed, enum act act, struct str words)
{
	struct waiting *item = item_typed(j, typed);

	if (!item || was_decided(j, item, act) || !is_seen(j, item))
		return;
	if (act == ACT_APPROVE && !words.len &&
	    item->at.matter.handling->wants_comment &&
	    (!ask_can() ||
		!ask_line(&words, &j->arena, "意见（核查结论）："))) {
		worst(j,
		    command_usage(&command_review,
			"这种材料审核通过要写意见：--comment 意见"));
		return;
	}
	decide(j, item, act, words);
}

/* --- one after the other -------------------------------------------------- */

/* False: he has had enough. */
static bool item_ask(struct job *j, struct waiting *item)
{
	struct str answer, words = {0};

	for (;;) {
		if (!ask_line(&answer, &j->arena,
			"通过 y，退回 n，跳过直接回车，结束 q：") ||
		    str_is(answer, "q"))
			return false;
		if (!answer.len)
			return true;
		if (str_is(answer, "n")) {
			if (!ask_line(&words, &j->arena, "退回的原因："))
				return false;
			if (!words.len)
				continue;
			decide(j, item, ACT_RETURN, words);
			return true;
		}
		if (!str_is(answer, "y"))
			continue;
		if (item->at.matter.handling->wants_comment &&
		    !ask_line(&words, &j->arena, "意见（核查结论）："))
			return false;
		decide(j, item, ACT_APPROVE, words);
		return true;
	}
}

static void queue_walk(struct job *j)
{
	size_t i;

	if (!j->queue.count) {
		list_show(j);
		return;
	}
	for (i = 0; i < j->queue.count; i++) {
		struct waiting *item = j->queue.items[i];

		printf("\n== 第 %zu 份，共 %zu 份 ==\n", i + 1, j->queue.count);
		item_show(j, item);
		putchar('\n');
		if (!item_ask(j, item))
			return;
	}
}

/* -------------------------------------------------------------------------- */

static void show(struct job *j)
{
	struct waiting *item;
	int i;

	for (i = 1; i < j->options->rest_count; i++) {
		item = item_typed(j, j->options->rest[i]);
		if (item)
			item_show(j, item);
	}
}

static void approve(struct job *j)
{
	int i;

	for (i = 1; i < j->options->rest_count; i++)
		typed_decide(j, j->options->rest[i], ACT_APPROVE,
		    str_from(j->options->values[OPTION_COMMENT]));
}

/* A step of a ledger, with a conclusion. */
static void verify(struct job *j)
{
	const char *typed = j->options->rest[1];
	struct waiting *item = item_typed(j, typed);

	if (!item)
		return;
	if (!item->at.matter.handling->is_appended)
		worst(j,
		    command_usage(&command_review,
			"%s 不是台账的进展，用 taizhang review approve",
			typed));
	else
		typed_decide(
		    j, typed, ACT_APPROVE, str_from(j->options->rest[2]));
}

static void send_back(struct job *j)
{
	struct str reason = str_trim(str_from(j->options->rest[2]));

	if (reason.len)
		typed_decide(j, j->options->rest[1], ACT_RETURN, reason);
	else
		worst(j, command_usage(&command_review, "退回要写原因"));
}

static int items_read(struct job *j)
{
	struct clone *c = &j->clone;

	return queue_read(&j->queue, &c->law, STR("refs/remotes/origin/u/"),
	    &c->user, c->report);
}

static void list(struct job *j)
{
	if (!items_read(j))
		list_show(j);
}

static void walk(struct job *j)
{
	if (items_read(j))
		return;
	if (ask_can() && !j->is_json)
		queue_walk(j);
	else
		list_show(j);
}

static const struct act_row {
	const char *name;
	int least, most; /* arguments behind it; -1: any number */
	bool is_listed;	 /* in JSON a list of objects of its own making */
	bool decides;	 /* it goes to the server */
	void (*run)(struct job *j);
} acts[] = {
    {"", 0, 0, false, true, walk},
    {"list", 0, 0, false, false, list},
    {"show", 1, -1, true, false, show},
    {"approve", 1, -1, true, true, approve},
    {"return", 2, 2, true, true, send_back},
    {"verify", 2, 2, true, true, verify},
};

static const struct act_row *act_find(const struct options *o)
{
	const char *name = o->rest_count ? o->rest[0] : "";
	int n = o->rest_count ? o->rest_count - 1 : 0;
	size_t i;

	for (i = 0; i < sizeof acts / sizeof *acts; i++) {
		if (strcmp(acts[i].name, name))
			continue;
		return n < acts[i].least ||
			(acts[i].most >= 0 && n > acts[i].most)
		    ? NULL
		    : &acts[i];
	}
	return NULL;
}

static void act_run(struct job *j, const struct act_row *act)
{
	if (j->clone.offline.len && !j->is_json)
		fputs("连不上服务器，下面是上次取来的。\n", stderr);
	if (j->is_json && act->is_listed)
		putchar('[');
	act->run(j);
	if (j->is_json && act->is_listed)
		puts("\n]");
}

static int review_run(const struct options *o)
{
	const struct act_row *act = act_find(o);
	struct job j = {.options = o};

	if (!act)
		return command_usage(&command_review,
		    "写成 list、show 记录、approve 记录、return 记录 原因 "
		    "或 verify 记录 结论");
	if (act->decides && o->values[OPTION_OFFLINE])
		return command_usage(
		    &command_review, "--offline 只用于 list 和 show");
	j.is_json = o->values[OPTION_JSON] != NULL;
	report_init(&j.report, &j.report_arena);
	j.status = clone_open(&j.clone, &j.arena, &command_review,
	    o->values[OPTION_FOLDER], o->values[OPTION_TODAY],
	    !o->values[OPTION_OFFLINE], &j.report);
	if (!j.status)
		j.status = clone_want_user(&j.clone);
	if (!j.status)
		act_run(&j, act);
	report_print(stderr, &j.report, LEVEL_WARNING, NULL);
	if (j.status != EXIT_USAGE)
		worst(&j, report_status(&j.report));
	clone_close(&j.clone);
	arena_release(&j.report_arena);
	arena_release(&j.arena);
	return j.status;
}

const struct command command_review = {
    .name = "review",
    .usage =
	"[-C 目录] [--today 日期] [--comment 意见] [--offline] [--json] "
	"[list|show 记录…|approve 记录…|return 记录 原因|verify 记录 结论]",
    .summary = "审核：看等您审核的，通过、退回，核查销号",
    .about =
	"在 git clone 取来的目录里运行。什么都不写，就在终端里一份一份看，看一份问一份；\n"
	"期限近的在前，同样近的先收到的在前。list 列出来；show 看一份：全文、和上一次相\n"
	"比改了什么、检查结果；approve 通过；return 退回，写原因；verify 核查台账的进\n"
	"展、延期、销号，写结论。通过和退回的是看过的那一份，看过以后又报来新的，要先看\n"
	"新的。中途断了，再做一次，不会重复。\n",
    .options = review_options,
    .rest_max = -1,
    .run = review_run,
};
