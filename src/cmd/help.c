/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <stdio.h>

static int help_run(const struct options *o)
{
	size_t i;

	if (o->rest_count) {
		const struct command *c = command_find(o->rest[0]);

		if (!c)
			return command_usage(
			    &command_help, "没有“%s”这个命令", o->rest[0]);
		command_help_print(c, stdout);
		return EXIT_CLEAN;
	}
	puts("taizhang（台账）：核对活动记录，管好问题台账，生成公开门户\n\n"
	     "用法：taizhang 命令 [选项]\n\n命令：");
	for (i = 0; commands[i]; i++)
		printf("  %-10s%s\n", commands[i]->name, commands[i]->summary);
	puts("\n逐个命令的说明：taizhang help 命令\n"
	     "退出状态：0 没有错误，1 有错误，2 用法不对，3 系统故障");
	return EXIT_CLEAN;
}

static const struct option_row help_options[] = {{NULL, NULL, NULL}};

const struct command command_help = {
    .name = "help",
    .usage = "[命令]",
    .summary = "显示有哪些命令，或一个命令的说明",
    .options = help_options,
    .rest_max = 1,
    .run = help_run,
};
