/* SPDX-License-Identifier: MIT */
/* remind: who owes what, as messages ready to be sent, one for each who is to
 * send them. */
#include <stdio.h>

#include "print.h"
#include "source.h"
#include "tell.h"
#include "web/remind.h"

enum { OPTION_DAYS = SOURCE_OPTIONS, OPTION_LEAD, OPTION_JSON };

static const struct option_row remind_options[] = {
    SOURCE_TREE_ROWS,
    {"today", "日期",
	"按哪天计算，如 2026-11-22；默认今天，用 --rev 时也是今天"},
    {"days", "天数", "几天以内到期的，默认 3；过了期的都在内"},
    {"lead", "单位", "只要这个牵头单位的"},
    {"json", NULL, "给脚本用的 JSON"},
    {NULL, NULL, NULL},
};

struct job {
	const struct options *options;
	struct source_tree source;
	struct arena arena, report_arena;
	struct report report;
	int64_t days;
	struct value *rows;
};

static bool is_asked(const struct job *j, const struct value *row)
{
	const char *lead = j->options->values[OPTION_LEAD];

	return !lead || str_is(value_find_text(row, "牵头"), lead);
}

static void remind_print(struct job *j)
{
	struct value *asked = value_list(&j->arena);
	struct buf message = {0};
	size_t i;

	for (i = 0; i < j->rows->count; i++)
		if (is_asked(j, j->rows->items[i]))
			value_append(&j->arena, asked, j->rows->items[i]);
	for (i = 0; i < asked->count;) {
		if (i)
			putchar('\n');
		buf_clear(&message);
		i = remind_write(&message, asked, i, j->source.today);
		/* Without what a terminal would act on. */
		tell_lines(stdout, buf_view(&message));
	}
	buf_release(&message);
	if (!asked->count)
		printf("%lld 天以内没有要催的。\n", (long long)j->days);
}

static void remind_json(const struct job *j)
{
	static const char *const keys[][2] = {{"lead", "牵头"},
	    {"lead_name", "牵头单位"}, {"matter", "事"}, {"what", "事项"},
	    {"unit", "单位"}, {"unit_name", "单位名称"}, {"due", "期限"},
	    {"object", "对象"}};
	struct buf out = {0};
	size_t i, k, n = 0;

	for (i = 0; i < j->rows->count; i++) {
		const struct value *row = j->rows->items[i];
		struct str days = value_find_text(row, "剩余天数");

		if (!is_asked(j, row))
			continue;
		buf_text(&out, n++ ? ",\n {" : "\n {");
		for (k = 0; k < sizeof keys / sizeof *keys; k++)
			tell_pair(
			    &out, keys[k][0], value_find_text(row, keys[k][1]));
		buf_printf(&out, ", \"days\": %.*s}",
		    days.len ? (int)days.len : 4,
		    days.len ? days.data : "null");
	}
	printf("[%.*s\n]\n", STR_ARGS(buf_view(&out)));
	buf_release(&out);
}

static int remind_run(const struct options *o)
{
	struct job j = {.options = o, .days = 3};
	const char *days = o->values[OPTION_DAYS];
	int status;

	if (days &&
	    (!str_integer(str_from(days), &j.days) || j.days < 0 ||
		j.days > 366))
		return command_usage(
		    &command_remind, "天数写 0 到 366：%s", days);
	report_init(&j.report, &j.report_arena);
	status =
	    source_open(&j.source, &j.arena, &command_remind, o, &j.report);
	/* Who owes what is asked of today, whenever the commit was made. */
	if (!status && !o->values[SOURCE_TODAY])
		today_find(&j.source.today, NULL);
	if (!status)
		status = source_ask(&j.rows, &j.arena, &j.source.tree,
			     j.source.today, remind_sql(&j.arena, j.days),
			     &j.report, &j.report) ||
			!j.rows
		    ? EXIT_FINDINGS
		    : EXIT_CLEAN;
	if (!status && o->values[OPTION_JSON])
		remind_json(&j);
	else if (!status)
		remind_print(&j);
	report_print(stderr, &j.report, LEVEL_ERROR, NULL);
	tree_release(&j.source.tree);
	arena_release(&j.report_arena);
	arena_release(&j.arena);
	return status;
}

const struct command command_remind = {
    .name = "remind",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--days 天数] "
	     "[--lead 单位] [--json]",
    .summary = "谁还欠什么，写成可以直接发到群里的话",
    .about =
	"一个牵头单位一段：没有报的活动、总结，退回还没有补正的，快到期的挂账。\n"
	"默认看目录里的文件；服务器上最新的，先 git fetch，再加 --rev origin/main。\n"
	"谁欠什么由方案的视图“应办”得出。\n",
    .options = remind_options,
    .run = remind_run,
};
