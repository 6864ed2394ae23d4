/* SPDX-License-Identifier: MIT */
/* status: what a unit owes, has written, has handed in and got back. */
#include <stdio.h>

#include "base/utf8.h"
#include "hook.h"
#include "print.h"
#include "source.h"
#include "tell.h"
#include "web/prefill.h"
#include "work.h"

enum { OPTION_FOLDER, OPTION_TODAY, OPTION_OFFLINE, OPTION_JSON };

static const struct option_row status_options[] = {
    {"C", "目录", "从服务器取来的目录，默认当前目录"},
    {"today", "日期", "按哪天计算，默认今天"},
    {"offline", NULL, "不连服务器，照上次取来的看"},
    {"json", NULL, "给脚本用的 JSON"},
    {NULL, NULL, NULL},
};

/* Accepted ones are shown for so many days. */
enum { ACCEPTED_DAYS = 31, MATTER_WIDTH = 24 };

/* The names are those of --json. */
static const char *const state_names[] = {
    [WORK_DONE] = "accepted",
    [WORK_DRAFT] = "draft",
    [WORK_WAITING] = "waiting",
    [WORK_RETURNED] = "returned",
    [WORK_ELSEWHERE] = "elsewhere",
    [WORK_CONFLICT] = "conflict",
    [WORK_REMOVED] = "removed",
};

struct job {
	struct arena arena, report_arena;
	struct report report;
	struct clone clone;
	struct works works;
	struct value *owed; /* NULL: the plan does not say */
};

static const char owed_sql[] =
    "SELECT * FROM 应办 WHERE 单位 = '%.*s' ORDER BY 期限 IS NULL, 期限, 对象";

static int owed_read(struct job *j)
{
	struct clone *c = &j->clone;

	/* A unit's code is a good name: it is one of a path. */
	if (!path_name_is_good(c->user.unit))
		return 0;
	return clone_ask(&j->owed, c,
	    arena_printf(c->arena, owed_sql, STR_ARGS(c->user.unit)));
}

/* Is it to be shown at all? */
static bool is_shown(const struct job *j, const struct work *k)
{
	const struct event *e = work_event(k);

	if (k->state != WORK_DONE)
		return true;
	return e && (e->sort == EVENT_ACCEPTED || e->sort == EVENT_ASKED) &&
	    date_days(j->clone.law.today) -
		date_days(date_from_seconds(e->seconds)) <=
	    ACCEPTED_DAYS;
}

/* --- as text -------------------------------------------------------------- */

static void padded(struct str text, size_t width)
{
	size_t n = utf8_columns(text);

	print_safe(stdout, text);
	for (; n < width; n++)
		putchar(' ');
}

static void head_print(const char *title, size_t *n)
{
	if (!(*n)++)
		printf("\n%s\n", title);
}

static void owed_print(const struct job *j)
{
	size_t n = 0, i;

	for (i = 0; j->owed && i < j->owed->count; i++) {
		const struct value *row = j->owed->items[i];
		struct str kind = value_find_text(row, "种类");
		const struct kind *k = schema_kind(&j->clone.law.schema, kind);
		struct buf command = {0};
		struct str due;

		/* What was returned stands among the records. */
		if (!kind.len)
			continue;
		head_print("还要报的：", &n);
		printf("  ");
		padded(value_find_text(row, "事项"), MATTER_WIDTH);
		printf("  ");
		due = tell_due(j->clone.arena, value_find_text(row, "期限"),
		    j->clone.law.today);
		printf("%.*s\n", STR_ARGS(due));
		if (k) {
			prefill_command(&command, k, row);
			printf("      %.*s\n", STR_ARGS(buf_view(&command)));
		}
		buf_release(&command);
	}
	if (!j->owed)
		puts("\n方案里没有视图“应办”，不知道还要报什么。");
	else if (!n)
		puts("\n没有还要报的。");
}

static void event_say(const struct job *j, const struct event *e)
{
	struct str time = moment_text(j->clone.arena, e->seconds);

	printf("%s %.10s %.5s", event_name(e->sort), time.data, time.data + 11);
	if (e->sort == EVENT_RECEIVED)
		printf("，回执 %04u 号%s", e->number,
		    e->due.len ? e->is_late ? "，迟报" : "，按时" : "");
	else
		printf("，%.*s", STR_ARGS(e->who));
	if (e->comment.len) {
		fputs("：", stdout);
		print_safe(stdout, e->comment);
	}
	putchar('\n');
}

static void works_print(
    const struct job *j, enum work_state state, const char *title)
{
	size_t n = 0, i;

	for (i = 0; i < j->works.count; i++) {
		const struct work *k = &j->works.items[i];
		const struct event *e = work_event(k);

		if (k->state != state || !is_shown(j, k))
			continue;
		head_print(title, &n);
		printf("  %.*s %.*s\n", STR_ARGS(k->kind->name),
		    STR_ARGS(k->door.object));
		if (e) {
			printf("      ");
			event_say(j, e);
		}
	}
}

static void status_print(const struct job *j)
{
	const struct clone *c = &j->clone;
	char day[DATE_SIZE];

	date_print(day, c->law.today);
	printf("%.*s  %.*s  %s\n",
	    STR_ARGS(law_unit_name(&c->law, c->user.unit)),
	    STR_ARGS(c->user.name), day);
	works_print(j, WORK_RETURNED, "退回的，改好以后运行 taizhang submit：");
	works_print(
	    j, WORK_CONFLICT, "服务器上有别处送来的更新的一份，两边都改了：");
	works_print(
	    j, WORK_DRAFT, "写了没有送的，写好以后运行 taizhang submit：");
	works_print(j, WORK_ELSEWHERE, "服务器上有，本机没有最新的：");
	works_print(j, WORK_WAITING, "送了等审核的：");
	works_print(j, WORK_DONE, "最近审核通过的：");
	owed_print(j);
	if (c->user.roles & (ROLE_REVIEW | ROLE_OFFICE))
		puts("\n等您审核的：taizhang review");
}

/* --- as JSON -------------------------------------------------------------- */

static void event_json(
    struct buf *out, const struct job *j, const struct event *e)
{
	static const char *const names[] = {[EVENT_RECEIVED] = "received",
	    [EVENT_RETURNED] = "returned",
	    [EVENT_ACCEPTED] = "accepted",
	    [EVENT_ASKED] = "removal-asked",
	    [EVENT_REMOVED] = "removed"};

	buf_text(out, ", \"last\": ");
	if (!e) {
		buf_text(out, "null");
		return;
	}
	buf_byte(out, '{');
	tell_pair(out, "event", str_from(names[e->sort]));
	buf_printf(out, ", \"number\": %u", e->number);
	tell_pair(out, "time", moment_text(j->clone.arena, e->seconds));
	tell_pair(out, "by", e->who);
	tell_pair(out, "due", e->due);
	buf_printf(out, ", \"late\": %s", e->is_late ? "true" : "false");
	tell_pair(out, "comment", e->comment);
	buf_byte(out, '}');
}

static void works_json(struct buf *out, const struct job *j)
{
	size_t n = 0, i;

	buf_text(out, ",\n \"records\": [");
	for (i = 0; i < j->works.count; i++) {
		const struct work *k = &j->works.items[i];

		if (!is_shown(j, k))
			continue;
		buf_text(out, n++ ? ",\n  {" : "\n  {");
		tell_pair(out, "object", k->door.object);
		tell_pair(out, "kind", kind_stem(k->kind));
		tell_pair(out, "state", str_from(state_names[k->state]));
		event_json(out, j, work_event(k));
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
}

static void owed_json(struct buf *out, const struct job *j)
{
	static const char *const keys[][2] = {{"object", "对象"},
	    {"matter", "事"}, {"what", "事项"}, {"kind", "种类"},
	    {"due", "期限"}, {"days", "剩余天数"}};
	size_t i, k;

	buf_text(out, ",\n \"owed\": ");
	if (!j->owed) {
		buf_text(out, "null");
		return;
	}
	buf_byte(out, '[');
	for (i = 0; i < j->owed->count; i++) {
		buf_text(out, i ? ",\n  {" : "\n  {");
		for (k = 0; k < sizeof keys / sizeof *keys; k++) {
			struct str text =
			    value_find_text(j->owed->items[i], keys[k][1]);

			if (k + 1 == sizeof keys / sizeof *keys && text.len)
				buf_printf(out, ", \"%s\": %.*s", keys[k][0],
				    STR_ARGS(text));
			else
				tell_pair(out, keys[k][0], text);
		}
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
}

static void status_json(const struct job *j)
{
	const struct clone *c = &j->clone;
	char day[DATE_SIZE];
	struct buf out = {0};

	date_print(day, c->law.today);
	buf_byte(&out, '{');
	tell_pair(&out, "user", c->user.name);
	tell_pair(&out, "unit", c->user.unit);
	tell_pair(&out, "name", law_unit_name(&c->law, c->user.unit));
	tell_pair(&out, "today", str_from(day));
	buf_printf(
	    &out, ", \"offline\": %s", c->offline.len ? "true" : "false");
	works_json(&out, j);
	owed_json(&out, j);
	buf_text(&out, "}\n");
	fwrite(out.data, 1, out.len, stdout);
	buf_release(&out);
}

static int status_run(const struct options *o)
{
	struct job j = {0};
	int status;

	report_init(&j.report, &j.report_arena);
	status = clone_open(&j.clone, &j.arena, &command_status,
	    o->values[OPTION_FOLDER], o->values[OPTION_TODAY],
	    !o->values[OPTION_OFFLINE], &j.report);
	if (!status)
		status = clone_want_user(&j.clone);
	if (!status) {
		if (j.clone.offline.len)
			fputs("连不上服务器，下面是上次取来的。\n", stderr);
		works_read(&j.works, &j.clone);
		if (j.clone.has_fetched)
			works_forward(&j.works, &j.clone);
		owed_read(&j);
		if (o->values[OPTION_JSON])
			status_json(&j);
		else
			status_print(&j);
	}
	report_print(stderr, &j.report, LEVEL_WARNING, NULL);
	if (!status)
		status = report_count(&j.report, LEVEL_FAILURE) ? EXIT_FAILED
								: EXIT_CLEAN;
	works_release(&j.works);
	clone_close(&j.clone);
	arena_release(&j.report_arena);
	arena_release(&j.arena);
	return status;
}

const struct command command_status = {
    .name = "status",
    .usage = "[-C 目录] [--today 日期] [--offline] [--json]",
    .summary = "本单位还要报什么，写了、送了、退回了什么",
    .about =
	"在 git clone 取来的目录里运行。先向服务器取最新的；连不上就照上次取来的看。\n"
	"审核通过的列最近一个月。还要报的由方案的视图“应办”得出。\n",
    .options = status_options,
    .run = status_run,
};
