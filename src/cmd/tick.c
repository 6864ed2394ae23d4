/* SPDX-License-Identifier: MIT */
/* tick: what time alone does to main, run by a timer. */
#include <stdio.h>

#include "command.h"
#include "gate/gate.h"
#include "hook.h"
#include "publish.h"
#include "serving.h"

enum { OPTION_FOLDER, OPTION_LONG, TICK_MILLISECONDS = 60 * 1000 };

static const struct option_row tick_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {"long", NULL, "停机超过 62 天：时钟看过没有错，都补上"},
    {NULL, NULL, NULL},
};

static void passed_print(const struct passed *p)
{
	const struct event *e = &p->event;
	size_t i;

	if (e->sort == EVENT_DAY) {
		printf("日结：%.10s\n", e->due.data);
		return;
	}
	printf("截止：%.*s %.*s，缺报 %zu 件\n", STR_ARGS(e->period),
	    STR_ARGS(e->matter), e->item_count);
	for (i = 0; i < e->item_count; i++)
		printf("  %.*s\n", STR_ARGS(e->items[i]));
}

static void tick(struct str repository, const struct options *o,
    struct arena *a, struct report *r)
{
	bool is_long = o->values[OPTION_LONG];
	const struct clock_source clock = {clock_now, NULL, TICK_MILLISECONDS};
	const struct passed *p;
	struct passed *passed = NULL;
	struct store *s;

	if (store_open(&s, repository, STR(""), r))
		return;
	if (!store_setting(s, a, "taizhang.start").len)
		report_add(r, FINDING_GATE_CLOSED, repository,
		    (struct place){0},
		    "不是 taizhang init --server 建的版本库");
	else
		gate_tick(&passed, a, s, is_long ? INT64_MAX : PASSED_DAYS,
		    &clock, r);
	store_close(s);
	for (p = passed; p; p = p->next)
		passed_print(p);
	if (!r->count || passed)
		publish_catch_up(repository);
}

static int tick_run(const struct options *o)
{
	return serving_run(o, stderr, tick);
}

const struct command command_tick = {
    .name = "tick",
    .usage = "[-C 目录] [--long]",
    .summary = "由定时器运行：过了的期限记截止，过完的日子记日结，门户跟上",
    .about =
	"每五分钟运行一次就好，多运行几次也一样；没有到期的事就什么也不说。\n"
	"停机漏下的日子按顺序一天一天补上，时钟往回拨过的不记。\n",
    .options = tick_options,
    .rest_max = 0,
    .run = tick_run,
};
