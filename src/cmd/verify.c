/* SPDX-License-Identifier: MIT */
/* verify: main once more, from where it was set up. */
#include <stdio.h>

#include "command.h"
#include "gate/replay.h"
#include "print.h"

enum { OPTION_FOLDER, OPTION_FROM };

static const struct option_row verify_options[] = {
    {"C", "目录", "裸版本库，默认当前目录"},
    {"from", "提交", "从这个提交以后核对起，写全 40 位；默认建库时的 main"},
    {NULL, NULL, NULL},
};

static int verify_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	const char *given = o->values[OPTION_FROM];
	char *real = realpath(folder ? folder : ".", NULL);
	struct arena a = {0};
	struct replay replay = {0};
	struct store *s = NULL;
	struct report r;
	struct oid from;
	struct str start;
	int status;

	report_init(&r, &a);
	if (!real)
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	else if (!store_open(&s, str_from(real), STR(""), &r) &&
	    !store_rehearse(s, &r)) {
		start = given ? str_from(given)
			      : store_setting(s, &a, "taizhang.start");
		if (!oid_parse(&from, start) || oid_is_none(&from))
			report_add(&r, FINDING_REPLAY, str_from(real),
			    (struct place){0},
			    "不知道从哪里核对起，用 --from 写明提交");
		else
			replay_run(&replay, s, &from, &r);
	}
	report_print(stdout, &r, LEVEL_WARNING, NULL);
	status = report_status(&r);
	printf("核对了 %zu 件事%s", replay.commits,
	    status ? "，到这里为止\n" : "，件件对得上");
	if (!status && replay.unseen)
		printf("；其中 %zu 件的提交不在这里，没有看是谁审核的",
		    replay.unseen);
	if (!status)
		putchar('\n');
	store_close(s);
	free(real);
	arena_release(&a);
	return status;
}

const struct command command_verify = {
    .name = "verify",
    .usage = "[-C 目录] [--from 提交]",
    .summary = "把 main 上的每件事重新核对一遍，说出第一件不对的",
    .about =
	"每个提交按它前一个提交的名册和方案重新做一遍，结果要一模一样：时间不\n"
	"倒退，有权的人做的，通过的就是最近收到的，除此以外什么也没有改。\n",
    .options = verify_options,
    .rest_max = 0,
    .run = verify_run,
};
