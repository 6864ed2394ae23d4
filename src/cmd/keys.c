/* SPDX-License-Identifier: MIT */
/* keys: the lines of authorized_keys, from the roster on main. */
#include <stdio.h>

#include "command.h"
#include "gate/law.h"
#include "hook.h"
#include "print.h"

enum { OPTION_FOLDER };

static const struct option_row keys_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

/* One key is one user: else nobody could say who has come. */
static int twice_check(const struct law *law, struct report *r)
{
	const struct roster *ro = &law->roster;
	size_t u, k, v, l;
	int status = 0;

	for (u = 0; u < ro->count; u++)
		for (k = 0; k < ro->users[u].key_count; k++)
			for (v = u + 1; v < ro->count; v++)
				for (l = 0; l < ro->users[v].key_count; l++)
					if (str_equal(ro->users[u].keys[k],
						ro->users[v].keys[l]))
						status = report_add(r,
						    FINDING_KEY_VALUE_TWICE,
						    roster_path,
						    ro->users[v].place,
						    "%.*s 和 %.*s 用了同一把公钥",
						    STR_ARGS(ro->users[u].name),
						    STR_ARGS(
							ro->users[v].name));
	return status;
}

/* In a command line between double quotes, and that in a line of the file. */
static bool is_plain(struct str path)
{
	return path.len && path.data[0] == '/' &&
	    !str_has_any(path, "\"\\$`'\n ");
}

static void keys_print(
    const struct law *law, struct str program, struct str repository)
{
	size_t u, k;

	for (u = 0; u < law->roster.count; u++) {
		const struct user *user = &law->roster.users[u];

		for (k = 0;
		     user_is_current(user, law->today) && k < user->key_count;
		     k++)
			printf("command=\"%.*s shell %.*s -C %.*s\",restrict "
			       "%.*s\n",
			    STR_ARGS(program), STR_ARGS(user->name),
			    STR_ARGS(repository), STR_ARGS(user->keys[k]));
	}
}

static int keys_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	char *real = realpath(folder ? folder : ".", NULL);
	struct arena a = {0};
	struct report r;
	struct store *s = NULL;
	struct law law = {0};
	struct str text, program = program_path(&a);
	int status;

	report_init(&r, &a);
	if (!real)
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	else if (!is_plain(str_from(real)) || !is_plain(program))
		report_add(&r, FINDING_GATE_CLOSED, str_from(real),
		    (struct place){0}, "版本库和程序的路径里不能有空格和引号");
	else if (!store_open(&s, str_from(real), STR(""), &r) &&
	    !law_read(&law, &a, s, date_from_seconds(clock_now(NULL)), &r) &&
	    !store_file(
		&text, s, &a, &law.main, roster_path, TREE_TEXT_MAX, &r)) {
		/* Whatever is wrong with the roster is said here. */
		roster_parse(&law.roster, &a, text, &r);
		if (!twice_check(&law, &r))
			keys_print(&law, program, str_from(real));
	}
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	status = report_status(&r);
	law_release(&law);
	store_close(s);
	free(real);
	arena_release(&a);
	return status;
}

const struct command command_keys = {
    .name = "keys",
    .usage = "[-C 目录]",
    .summary = "按人员名册写出 authorized_keys 的各行",
    .about =
	"停用的用户不在内。名册改了就重新写一遍 ~/.ssh/authorized_keys。\n",
    .options = keys_options,
    .rest_max = 0,
    .run = keys_run,
};
