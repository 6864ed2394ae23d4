/* SPDX-License-Identifier: MIT */
/* Main's roster says who may come in and what he sees; the settings say which
 * door there is. */
#include "serving.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "command.h"
#include "gate/law.h"
#include "gate/server.h"
#include "hook.h"
#include "print.h"

static const struct place whole_file = {0};

const struct identity identity_ssh = {"ssh", HOOK_USER};
const struct identity identity_http = {"http", "REMOTE_USER"};

bool serving_is(struct str path, struct str repository)
{
	struct str own = path_name(repository);

	path = path_name(path);
	return str_equal(path, own) ||
	    (str_ends(own, STR(".git")) &&
		str_equal(path, str_slice(own, 0, own.len - 4)));
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

/*
 * What a push may take of the machine before a hook has seen it: a pack of a
 * few kilobytes can swell to any size. git heeds the variable for each piece
 * of memory, each of its processes the limits. Whoever is run by it may raise
 * them again (hook.c, publish.c).
 */
static void bounds_set(void)
{
	static const struct {
		int which;
		rlim_t most;
	} bounds[] = {{RLIMIT_CPU, 120}, {RLIMIT_AS, (rlim_t)2 << 30},
	    {RLIMIT_FSIZE, (rlim_t)256 << 20}, {RLIMIT_CORE, 0}};
	struct rlimit l;
	size_t i;

	setenv("GIT_ALLOC_LIMIT", "64m", 1);
	for (i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		if (IS_SANITIZED && bounds[i].which == RLIMIT_AS)
			continue;
		getrlimit((__rlimit_resource_t)bounds[i].which, &l);
		if (l.rlim_max == RLIM_INFINITY || l.rlim_max > bounds[i].most)
			l.rlim_cur = bounds[i].most;
		setrlimit((__rlimit_resource_t)bounds[i].which, &l);
	}
}

/* Nothing of what the client or the account has set reaches git: not its
 * protocol's version either, for version 2 hands out any object by its id. */
static void environment_make(struct arena *a, const struct law *law,
    const struct user *u, const char *variable, struct str repository)
{
	const char *refs[4];
	size_t n = shown_refs(refs, a, law, u), i;

	clearenv();
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("HOME", arena_str(a, repository).data, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv(variable, arena_str(a, u->name).data, 1);
	setenv("GIT_CONFIG_COUNT", arena_printf(a, "%zu", n).data, 1);
	for (i = 0; i < n; i++) {
		setenv(arena_printf(a, "GIT_CONFIG_KEY_%zu", i).data,
		    "transfer.hideRefs", 1);
		setenv(arena_printf(a, "GIT_CONFIG_VALUE_%zu", i).data, refs[i],
		    1);
	}
}

/* The one source that is configured, and no other. */
static int identity_check(
    const struct store *s, const struct identity *identity, struct report *r)
{
	struct str source = store_setting(s, r->arena, "taizhang.identity");

	return str_is(source, identity->source)
	    ? 0
	    : report_add(r, FINDING_GATE_CLOSED, STR(""), whole_file,
		  "不知道是谁：这里是 %s，设置的 taizhang.identity 是“%.*s”",
		  identity->source, STR_ARGS(source));
}

int serving_begin(struct str repository, const struct identity *identity,
    struct str who, enum service service, struct report *r)
{
	struct arena *a = r->arena;
	const struct user *u = NULL;
	struct law law = {0};
	struct store *s;
	int status;

	if (service == SERVICE_PUSH &&
	    server_check(repository, program_path(a), r))
		return -1;
	if (store_open(&s, repository, STR(""), r))
		return -1;
	status = identity_check(s, identity, r);
	if (!status)
		status =
		    law_read(&law, a, s, date_from_seconds(clock_now(NULL)), r);
	if (!status)
		u = roster_find(&law.roster, who, law.today);
	if (u)
		environment_make(a, &law, u, identity->variable, repository);
	else if (!status)
		status = report_add(r, FINDING_GATE_RIGHT, STR(""), whole_file,
		    "用户 %.*s 不在人员名册里，或者已经停用", STR_ARGS(who));
	law_release(&law);
	store_close(s);
	if (!status && service == SERVICE_PUSH)
		bounds_set();
	return status;
}

int serving_run(const struct options *o, FILE *out,
    void (*run)(struct str repository, const struct options *o, struct arena *a,
	struct report *r))
{
	const char *folder = o->values[0];
	char *real = realpath(folder ? folder : ".", NULL);
	struct arena a = {0};
	struct report r;
	int status;

	report_init(&r, &a);
	if (real)
		run(str_from(real), o, &a, &r);
	else
		report_system(
		    &r, str_from(folder ? folder : "."), "不能找到目录");
	report_print(out, &r, LEVEL_WARNING, NULL);
	status = report_status(&r);
	free(real);
	arena_release(&a);
	return status;
}
