/* SPDX-License-Identifier: MIT */
/* shell: what sshd runs for whoever has come with a key of the roster. He may
 * push to and fetch from one repository, and nothing else; git is given an
 * environment of our own. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "gate/law.h"
#include "gate/server.h"
#include "hook.h"
#include "print.h"

enum { OPTION_FOLDER };

static const struct option_row shell_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

enum service { SERVICE_NONE, SERVICE_PUSH, SERVICE_FETCH };

/*
 * What the client asks for: "git-receive-pack 'path'", as git writes it. The
 * path is ours or none: its last name is all that counts, and has to be the
 * repository's, with or without ".git".
 */
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
	struct str own = path_name(repository), path;
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
		path = path_name(path);
		if (str_equal(path, own) ||
		    (str_ends(own, STR(".git")) &&
			str_equal(path, str_slice(own, 0, own.len - 4))))
			return names[i].service;
	}
	return SERVICE_NONE;
}

/* Which drafts somebody may see: a unit its own; who reviews, all but the
 * office's; the office all, and the plan's. Later lines win. */
static size_t shown_refs(const char *refs[4], struct arena *a,
    const struct law *law, const struct user *u)
{
	size_t n = 0, i;

	if (roster_is_office(&law->roster, u->unit, law->today)) {
		refs[n++] = "!refs/heads/u";
		refs[n++] = "!refs/heads/plan";
		return n;
	}
	if (u->roles & ROLE_REVIEW) {
		refs[n++] = "!refs/heads/u";
		for (i = 0; i < law->roster.count && n < 3; i++)
			if (roster_is_office(&law->roster,
				law->roster.users[i].unit, law->today)) {
				refs[n++] = arena_printf(a, "refs/heads/u/%.*s",
				    STR_ARGS(law->roster.users[i].unit))
						.data;
				break;
			}
	}
	refs[n++] =
	    arena_printf(a, "!refs/heads/u/%.*s", STR_ARGS(u->unit)).data;
	return n;
}

/* Nothing of what the client or the account has set reaches git: not its
 * protocol's version either, for version 2 hands out any object by its id. */
static void environment_make(struct arena *a, const struct law *law,
    const struct user *u, struct str repository)
{
	const char *refs[4];
	size_t n = shown_refs(refs, a, law, u), i;

	clearenv();
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("HOME", arena_str(a, repository).data, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv(HOOK_USER, arena_str(a, u->name).data, 1);
	setenv("GIT_CONFIG_COUNT", arena_printf(a, "%zu", n).data, 1);
	for (i = 0; i < n; i++) {
		setenv(arena_printf(a, "GIT_CONFIG_KEY_%zu", i).data,
		    "transfer.hideRefs", 1);
		setenv(arena_printf(a, "GIT_CONFIG_VALUE_%zu", i).data, refs[i],
		    1);
	}
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

/* Returns only where nothing is served. */
static void serve(struct arena *a, struct str repository, struct str who,
    enum service service, struct report *r)
{
	const struct user *u;
	struct store *s;
	struct law law;

	if (service == SERVICE_PUSH &&
	    server_check(repository, program_path(a), r))
		return;
	if (store_open(&s, repository, STR(""), r))
		return;
	if (!law_read(&law, a, s, date_from_seconds(clock_now(NULL)), r)) {
		u = roster_find(&law.roster, who, law.today);
		if (u) {
			environment_make(a, &law, u, repository);
			git_exec(service, repository);
			report_system(r, STR("/usr/bin/git"), "不能运行");
		} else {
			report_add(r, FINDING_GATE_RIGHT, STR(""),
			    (struct place){0},
			    "用户 %.*s 不在人员名册里，或者已经停用",
			    STR_ARGS(who));
		}
	}
	law_release(&law);
	store_close(s);
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
	if (service != SERVICE_NONE)
		serve(&a, str_from(real), str_from(o->rest[0]), service, &r);
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
