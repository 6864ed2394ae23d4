/* SPDX-License-Identifier: MIT */
/* shell: what sshd runs for whoever has come with a key of the roster. He may
 * push to and fetch from one repository, and nothing else; git is given an
 * environment of our own. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "print.h"
#include "serving.h"

enum { OPTION_FOLDER };

static const struct option_row shell_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

/* What the client asks for: "git-receive-pack 'path'", as git writes it. The
 * path is ours or none. */
static enum service service_parse(struct str asked, struct str repository)
{
	static const struct {
		const char *name;
		enum service service;
	} names[] = {
	    {"git-receive-pack '", SERVICE_PUSH},
	    {"git receive-pack '", SERVICE_PUSH},
	    {"git-upload-pack '", SERVICE_FETCH},
	    {"git upload-pack '", SERVICE_FETCH},
	};
	struct str path;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		size_t from = strlen(names[i].name);

		if (!str_begins(asked, str_from(names[i].name)) ||
		    asked.len < from + 2 || !str_ends(asked, STR("'")))
			continue;
		path = str_slice(asked, from, asked.len - 1);
		while (path.len > 1 && path.data[path.len - 1] == '/')
			path.len--;
		if (str_has_any(path, "'\\\n"))
			return SERVICE_NONE;
		if (serving_is(path, repository))
			return names[i].service;
	}
	return SERVICE_NONE;
}

static void git_exec(enum service service, struct str repository)
{
	static char push[] = "receive-pack", fetch[] = "upload-pack";
	static char git[] = "git", strict[] = "--strict";
	char *path = memory_resize(NULL, repository.len + 1);
	char *argv[] = {
	    git, service == SERVICE_PUSH ? push : fetch, NULL, NULL, NULL};

	memcpy(path, repository.data, repository.len);
	path[repository.len] = '\0';
	argv[2] = service == SERVICE_FETCH ? strict : path;
	argv[3] = service == SERVICE_FETCH ? path : NULL;
	execv("/usr/bin/git", argv);
}

static int shell_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	const char *asked = getenv("SSH_ORIGINAL_COMMAND");
	char *real = realpath(folder ? folder : ".", NULL);
	struct arena a = {0};
	struct report r;
	enum service service = SERVICE_NONE;

	report_init(&r, &a);
	if (!real)
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	else
		service = service_parse(str_from(asked), str_from(real));
	if (real && service == SERVICE_NONE)
		report_add(&r, FINDING_GATE_RIGHT, STR(""), (struct place){0},
		    "这里只能用 git 推送和取回 %.*s",
		    STR_ARGS(path_name(str_from(real))));
	if (service != SERVICE_NONE &&
	    !serving_begin(str_from(real), &identity_ssh, str_from(o->rest[0]),
		service, &r)) {
		git_exec(service, str_from(real));
		report_system(&r, STR("/usr/bin/git"), "不能运行");
	}
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	free(real);
	arena_release(&a);
	return EXIT_FAILED;
}

const struct command command_shell = {
    .name = "shell",
    .usage = "用户 [-C 目录]",
    .summary = "由 sshd 运行：让名册上的用户推送和取回，别的都不行",
    .about =
	"写在 authorized_keys 的 command= 里，那些行由 taizhang keys 写出。\n",
    .options = shell_options,
    .rest_min = 1,
    .rest_max = 1,
    .run = shell_run,
};
