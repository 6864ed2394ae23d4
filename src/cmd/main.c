/* SPDX-License-Identifier: MIT */
/* taizhang: one program, its commands in a list. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "hook.h"

const struct command *const commands[] = {
    &command_build,
    &command_check,
    &command_explain,
    &command_fix,
    &command_query,
    &command_render,
    &command_serve,
    &command_article,
    &command_wechat,
    &command_init,
    &command_new,
    &command_photo,
    &command_submit,
    &command_status,
    &command_review,
    &command_remind,
    &command_paper,
    &command_keys,
    &command_shell,
    &command_http,
    &command_desk,
    &command_tick,
    &command_verify,
    &command_purge,
    &command_doctor,
    &command_help,
    &command_version,
    NULL,
};

const struct command *command_find(const char *name)
{
	size_t i;

	for (i = 0; commands[i]; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

void command_help_print(const struct command *c, FILE *out)
{
	static const struct option_row common[] = {
	    {"help", NULL, "显示这份说明"}, {NULL, NULL, NULL}};
	struct buf text = {0};

	option_help(&text, c->options);
	option_help(&text, common);
	fprintf(out, "用法：taizhang %s%s%s\n\n%s\n%s%s\n选项：\n%.*s", c->name,
	    c->usage[0] ? " " : "", c->usage, c->summary, c->about ? "\n" : "",
	    c->about ? c->about : "", STR_ARGS(buf_view(&text)));
	buf_release(&text);
}

int command_usage(const struct command *c, const char *format, ...)
{
	va_list args;

	fputs("taizhang: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\n用法：taizhang %s %s\n详见：taizhang %s --help\n",
	    c->name, c->usage, c->name);
	return EXIT_USAGE;
}

static bool wants_help(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int command_run(const struct command *c, int argc, char **argv)
{
	struct options o;
	struct buf wrong = {0};
	int status;

	if (wants_help(argc, argv)) {
		command_help_print(c, stdout);
		return EXIT_CLEAN;
	}
	if (!option_parse(&o, c->options, argc, argv, &wrong)) {
		status = command_usage(c, "%.*s", (int)wrong.len, wrong.data);
		buf_release(&wrong);
		return status;
	}
	if (o.rest_count < c->rest_min)
		return command_usage(c, "少了参数");
	if (c->rest_max >= 0 && o.rest_count > c->rest_max)
		return command_usage(c, "多了参数：%s", o.rest[c->rest_max]);
	return c->run(&o);
}

int main(int argc, char **argv)
{
	const struct command *c;
	const char *name = argc > 1 ? argv[1] : "help";
	const char *as = argc ? path_name(str_from(argv[0])).data : "";
	int status;

	if (hook_is(as))
		return hook_run(as);
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		name = "help";
	if (!strcmp(name, "--version"))
		name = "version";
	c = command_find(name);
	if (!c) {
		fprintf(stderr,
		    "taizhang: 没有“%s”这个命令\n有哪些命令：taizhang help\n",
		    name);
		return EXIT_USAGE;
	}
	status = command_run(
	    c, argc > 1 ? argc - 1 : argc, argc > 1 ? argv + 1 : argv);
	/* What was printed counts only when it has arrived. */
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(
		    stderr, "taizhang: 不能输出：%s\n", system_words(errno));
		return EXIT_FAILED;
	}
	return status;
}
