/* SPDX-License-Identifier: MIT */
/* One table of settings, written when the repository is made and looked at
 * before it is served. */
#include "server.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/seal.h"
#include "git/serve.h"
#include "past.h"

static const struct place whole_file = {0};

const char *const hook_names[] = {
    "pre-receive", "proc-receive", "post-receive", NULL};

static const struct {
	const char *name, *value;
	bool is_more; /* one of several under this name */
} settings[] = {
    /* Every ref goes through proc-receive: where that is missing, git refuses,
     * while without pre-receive it would say nothing. */
    {"receive.procReceiveRefs", "refs", false},
    {"receive.advertisePushOptions", "true", false},
    {"receive.advertiseAtomic", "false", false},
    {"receive.denyDeletes", "true", false},
    {"receive.denyNonFastForwards", "true", false},
    {"receive.fsckObjects", "true", false},
    {"receive.maxInputSize", "62914560", false},
    {"receive.unpackLimit", "200", false},
    {"receive.autogc", "false", false},
    {"gc.auto", "0", false},
    {"core.fsync", "all", false},
    /* A push has 2 GiB of addresses, whatever the size of the packs. */
    {"core.packedGitWindowSize", "32m", false},
    {"core.packedGitLimit", "256m", false},
    /* Drafts: who may see which, is said when the door is opened. */
    {"transfer.hideRefs", "refs/heads/u", true},
    {"transfer.hideRefs", "refs/heads/plan", true},
    /* What is being written at the desk, nobody is shown. */
    {"transfer.hideRefs", "refs/drafts", true},
    /* For pushes alone: past.h. */
    {"uploadpack.hideRefs", "refs/past", false},
    {"uploadpack.allowAnySHA1InWant", "false", false},
    {"uploadpack.allowReachableSHA1InWant", "false", false},
    {"uploadpack.allowTipSHA1InWant", "false", false},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

static struct str below(struct arena *a, struct str path, const char *name)
{
	return arena_printf(a, "%.*s/%s", STR_ARGS(path), name);
}

struct str server_cache(struct arena *a, struct str path)
{
	return below(a, path, "taizhang/cache/taizhang");
}

static int hooks_make(struct str path, struct str program, struct report *r)
{
	struct str hooks = below(r->arena, path, "hooks");
	size_t i;

	if (mkdir(hooks.data, 0777) && errno != EEXIST)
		return report_system(r, hooks, "不能新建目录");
	for (i = 0; hook_names[i]; i++) {
		struct str hook = below(r->arena, hooks, hook_names[i]);

		if (symlink(arena_str(r->arena, program).data, hook.data))
			return report_system(r, hook, "不能放钩子");
	}
	return 0;
}

/* Where the gate's own history begins. */
static int start_note(struct str path, struct report *r)
{
	struct store *s;
	struct oid main;
	int status;

	if (store_open(&s, path, STR(""), r))
		return -1;
	status = store_main(&main, s, r);
	if (!status)
		status = past_begin(s, &main, r);
	store_close(s);
	return status ? -1
		      : serve_set(path, "taizhang.start", main.hex, false, r);
}

/* The key that signs what is on main: main's word, wherever it is copied to. */
static int key_make(struct str path, struct report *r)
{
	struct str file = below(r->arena, path, "taizhang/key");
	char key[SEAL_KEY_SIZE + 1];

	if (!seal_key_make(key) || disk_create_secret(file.data, str_from(key)))
		return report_system(r, file, "不能写密钥");
	return serve_set(path, "taizhang.signer",
	    seal_public(r->arena, str_from(key)).data, false, r);
}

int server_make(struct str path, struct str from, struct str program,
    struct str publish, const char *identity, struct report *r)
{
	struct str own = below(r->arena, path, "taizhang");
	size_t i;

	if (serve_make(path, from, r) || hooks_make(path, program, r))
		return -1;
	if (mkdir(own.data, 0700))
		return report_system(r, own, "不能新建目录");
	for (i = 0; i < SETTINGS; i++)
		if (serve_set(path, settings[i].name, settings[i].value,
			settings[i].is_more, r))
			return -1;
	if (serve_set(path, "taizhang.identity", identity, false, r) ||
	    key_make(path, r) || start_note(path, r))
		return -1;
	return serve_set(path, "taizhang.publish",
	    arena_str(r->arena, publish).data, false, r);
}

/* --- looking -------------------------------------------------------------- */

static int fault(struct report *r, struct str path, const char *what)
{
	return report_add(r, FINDING_GATE_CLOSED, path, whole_file, "%s", what);
}

static int hook_check(
    struct str path, const char *name, struct str program, struct report *r)
{
	struct str hook =
	    arena_printf(r->arena, "%.*s/hooks/%s", STR_ARGS(path), name);
	struct stat st, own;

	if (stat(hook.data, &st))
		return fault(r, hook, "钩子不在");
	if (stat(arena_str(r->arena, program).data, &own) ||
	    st.st_dev != own.st_dev || st.st_ino != own.st_ino)
		return fault(r, hook, "钩子不是这个程序");
	if (access(hook.data, X_OK))
		return fault(r, hook, "钩子不能执行");
	return 0;
}

static int setting_check(struct str path, size_t number, struct report *r)
{
	const char *name = settings[number].name;
	struct str *values;
	size_t n, i;

	if (serve_get(&values, &n, r->arena, path, name, r))
		return -1;
	for (i = 0; i < n; i++)
		if (str_is(values[i], settings[number].value) &&
		    (n == 1 || settings[number].is_more))
			return 0;
	return report_add(r, FINDING_GATE_CLOSED,
	    below(r->arena, path, "config"), whole_file, "设置 %s 要是 %s",
	    name, settings[number].value);
}

int server_check(struct str path, struct str program, struct report *r)
{
	struct str *values;
	size_t n, i;
	int status = 0;

	for (i = 0; hook_names[i]; i++)
		if (hook_check(path, hook_names[i], program, r))
			status = -1;
	for (i = 0; i < SETTINGS; i++)
		if (setting_check(path, i, r))
			status = -1;
	if (serve_get(&values, &n, r->arena, path, "core.hooksPath", r))
		return -1;
	if (n)
		status = fault(r, below(r->arena, path, "config"),
		    "设置 core.hooksPath 让 git 到别处找钩子");
	return status;
}
