/* SPDX-License-Identifier: MIT */
/* What is taken over is fetched, object by object, so that nothing of the
 * source's own configuration, hooks or other branches comes along. */
#include "serve.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/child.h"
#include "base/disk.h"
#include "repo_parts.h"

/* The oldest git whose hooks and settings do what is asked of them. */
enum { GIT_MAJOR = 2, GIT_MINOR = 36 };

static int fetch_head(git_repository *repo, struct str from)
{
	static char spec[] = "+HEAD:refs/heads/main";
	char *specs[] = {spec};
	git_strarray wanted = {specs, 1};
	git_remote_create_options how;
	git_fetch_options o;
	git_remote *remote = NULL;
	int status;

	git_remote_create_options_init(&how, GIT_REMOTE_CREATE_OPTIONS_VERSION);
	how.repository = repo;
	/* From there, whatever an account's settings would have it be. */
	how.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF;
	git_fetch_options_init(&o, GIT_FETCH_OPTIONS_VERSION);
	o.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	o.update_fetchhead = 0;
	status = git_remote_create_with_opts(&remote, from.data, &how);
	if (!status)
		status = git_remote_fetch(remote, &wanted, &o, NULL);
	git_remote_free(remote);
	return status;
}

int serve_make(struct str path, struct str from, struct report *r)
{
	git_repository_init_options o;
	git_repository *repo = NULL;
	int status;

	git_libgit2_init();
	git_repository_init_options_init(
	    &o, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	o.flags = GIT_REPOSITORY_INIT_NO_REINIT | GIT_REPOSITORY_INIT_BARE |
	    GIT_REPOSITORY_INIT_MKDIR;
	o.initial_head = "main";
	status =
	    git_repository_init_ext(&repo, arena_str(r->arena, path).data, &o);
	if (status)
		status = repo_failed(r, path, "不能新建版本库");
	else if (fetch_head(repo, arena_str(r->arena, from)))
		status = repo_failed(r, from, "不能取来这个版本库的 HEAD");
	git_repository_free(repo);
	return status;
}

/* "git version 2.39.5" */
static bool version_parse(int64_t *major, int64_t *minor, struct str text)
{
	static const struct str name = {"git version ", 12};
	struct str rest = str_slice(text, name.len, text.len), one, two;

	return str_begins(text, name) && str_next(&rest, '.', &one) &&
	    str_next(&rest, '.', &two) && str_integer(one, major) &&
	    str_integer(str_trim(two), minor);
}

int serve_versions(struct report *r)
{
	static const char *const argv[] = {"git", "--version", NULL};
	static const char *const environment[] = {"PATH=/usr/bin:/bin", NULL};
	struct child c = {.argv = argv, .environment = environment};
	struct buf out = {0}, err = {0};
	int64_t major = 0, minor = 0;
	int a, b, revision, status;

	status = child_run(&out, &err, &c, r);
	if (!status &&
	    (!version_parse(&major, &minor, str_trim(buf_view(&out))) ||
		major < GIT_MAJOR || (major == GIT_MAJOR && minor < GIT_MINOR)))
		status = -1;
	if (status)
		status = report_add(r, FINDING_GATE_CLOSED, STR("git"),
		    (struct place){0}, "git 要 %d.%d 或更新的", GIT_MAJOR,
		    GIT_MINOR);
	buf_release(&out);
	buf_release(&err);
	git_libgit2_version(&a, &b, &revision);
	if (a != LIBGIT2_VER_MAJOR || b != LIBGIT2_VER_MINOR)
		status = report_add(r, FINDING_GATE_CLOSED, STR("libgit2"),
		    (struct place){0},
		    "libgit2 是 %d.%d，程序是用 %d.%d 编译的", a, b,
		    LIBGIT2_VER_MAJOR, LIBGIT2_VER_MINOR);
	return status;
}

static int config_open(git_config **config, struct str path, struct report *r)
{
	struct str file = arena_printf(r->arena, "%.*s/config", STR_ARGS(path));

	git_libgit2_init();
	if (!git_config_open_ondisk(config, file.data))
		return 0;
	repo_failed(r, file, "不能打开版本库的设置");
	return -1;
}

/* libgit2 1.5 leaks what it matches where a name has several values, so one
 * more is written as a section of its own; name and value are plain words. */
static int setting_append(
    struct str path, const char *name, const char *value, struct report *r)
{
	struct str file = arena_printf(r->arena, "%.*s/config", STR_ARGS(path));
	size_t dot = str_find_byte(str_from(name), '.', 0);
	struct str text = arena_printf(r->arena, "[%.*s]\n\t%s = %s\n",
	    (int)dot, name, name + dot + 1, value);
	int fd = open(file.data, O_WRONLY | O_APPEND | O_CLOEXEC);
	int status = fd < 0 || write_all(fd, text) ? -1 : 0;

	if (fd >= 0 && close(fd))
		status = -1;
	return status ? report_system(r, file, "不能写设置") : 0;
}

int serve_set(struct str path, const char *name, const char *value,
    bool is_more, struct report *r)
{
	git_config *config;
	int status;

	if (is_more)
		return setting_append(path, name, value, r);
	if (config_open(&config, path, r))
		return -1;
	status = git_config_set_string(config, name, value);
	if (status)
		status = repo_failed(r, str_from(name), "不能写设置");
	git_config_free(config);
	return status;
}

int serve_get(struct str **values, size_t *count, struct arena *a,
    struct str path, const char *name, struct report *r)
{
	git_config_iterator *all;
	git_config_entry *entry;
	git_config *config;
	size_t cap = 0;
	int status;

	*values = NULL;
	*count = 0;
	if (config_open(&config, path, r))
		return -1;
	status = git_config_multivar_iterator_new(&all, config, name, NULL);
	while (!status && !(status = git_config_next(&entry, all))) {
		*values = arena_grow(a, *values, *count, &cap, sizeof **values);
		(*values)[(*count)++] = arena_str(a, str_from(entry->value));
	}
	git_config_iterator_free(all);
	git_config_free(config);
	return 0;
}
