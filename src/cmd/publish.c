/* SPDX-License-Identifier: MIT */
/* The builder is this program again, as `taizhang build`, so that what kills a
 * build does not kill who counts them. */
#include "publish.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/lock.h"
#include "git/store.h"
#include "hook.h"

/* Who pushes comes before who reads the portal. */
enum { BUILD_CPU = 600, BUILDS_MAX = 100, BUILD_NICE = 19 };

static struct str own_file(
    struct arena *a, struct str repository, const char *name)
{
	return arena_printf(a, "%.*s/taizhang/%s", STR_ARGS(repository), name);
}

/* Where the kernel shares time out among sessions first, what is said of the
 * process holds within its session alone; where it does not, there is no such
 * file. */
static void priority_lower(void)
{
	int fd = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC);

	setpriority(PRIO_PROCESS, 0, BUILD_NICE);
	if (fd < 0)
		return;
	dprintf(fd, "%d", BUILD_NICE);
	close(fd);
}

static void build_exec(struct arena *a, struct str repository,
    const struct oid *main, struct str site)
{
	char *argv[] = {(char[]){"taizhang"}, (char[]){"build"}, (char[]){"-C"},
	    NULL, (char[]){"--rev"}, NULL, (char[]){"--site"}, NULL,
	    (char[]){"--quiet"}, NULL};
	struct rlimit cpu = {BUILD_CPU, BUILD_CPU};
	struct str program = program_path(a);
	struct str log = own_file(a, repository, "build.log");
	int fd =
	    open(log.data, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);

	argv[3] = memory_resize(NULL, repository.len + 1);
	memcpy(argv[3], arena_str(a, repository).data, repository.len + 1);
	argv[5] = memory_resize(NULL, sizeof main->hex);
	memcpy(argv[5], main->hex, sizeof main->hex);
	argv[7] = memory_resize(NULL, site.len + 1);
	memcpy(argv[7], arena_str(a, site).data, site.len + 1);
	if (fd < 0 || dup2(fd, STDERR_FILENO) < 0 ||
	    dup2(fd, STDOUT_FILENO) < 0)
		_exit(3);
	setrlimit(RLIMIT_CPU, &cpu);
	priority_lower();
	/* See server_cache(). */
	setenv("XDG_CACHE_HOME", own_file(a, repository, "cache").data, 1);
	execv(program.data, argv);
	_exit(3);
}

/* Its exit status; 3 where it could not be run or was killed. */
static int build_run(struct arena *a, struct str repository,
    const struct oid *main, struct str site)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		build_exec(a, repository, main, site);
	if (pid < 0)
		return 3;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 3;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}

static int main_find(struct oid *main, struct str *site, struct arena *a,
    struct str repository, struct report *r)
{
	struct store *s;
	int status;

	if (store_open(&s, repository, STR(""), r))
		return -1;
	status = store_main(main, s, r);
	*site = store_setting(s, a, "taizhang.publish");
	store_close(s);
	return status || !site->len ? -1 : 0;
}

/* Builds until main is what was built last. False: another one does. */
static bool build_all(
    struct arena *a, struct str repository, struct oid *last, struct report *r)
{
	struct oid main;
	struct str site;
	int fd, builds;

	if (lock_take(&fd, own_file(a, repository, "build.lock"), 0, r) != 1)
		return false;
	for (builds = 0; builds < BUILDS_MAX; builds++) {
		struct str said;

		if (main_find(&main, &site, a, repository, r) ||
		    oid_equal(&main, last))
			break;
		said = arena_printf(a, "%s %d\n", main.hex,
		    build_run(a, repository, &main, site));
		disk_write(own_file(a, repository, "built"), said, r);
		*last = main;
	}
	close(fd);
	return true;
}

static void builder(const void *data)
{
	struct str repository = *(const struct str *)data;
	struct arena a = {0};
	struct oid last = {0}, main;
	struct report r;
	struct str site;

	report_init(&r, &a);
	/* Who asked while the lock was being let go found it still held. */
	while (build_all(&a, repository, &last, &r) &&
	    !main_find(&main, &site, &a, repository, &r) &&
	    !oid_equal(&main, &last))
		;
	arena_release(&a);
}

/* Nothing of whoever started it keeps his connection open, and what bounds a
 * push does not bound the portal. */
static void let_go(void)
{
	static const int bounds[] = {RLIMIT_CPU, RLIMIT_AS, RLIMIT_FSIZE};
	int null = open("/dev/null", O_RDWR), fd;
	struct rlimit l;
	size_t i;

	for (i = 0; i < sizeof bounds / sizeof *bounds; i++)
		if (!getrlimit((__rlimit_resource_t)bounds[i], &l)) {
			l.rlim_cur = l.rlim_max;
			setrlimit((__rlimit_resource_t)bounds[i], &l);
		}

	setsid();
	signal(SIGPIPE, SIG_DFL);
	alarm(0);
	for (fd = 0; fd < 3; fd++)
		dup2(null, fd);
	for (fd = 3; fd < 256; fd++)
		close(fd);
	unsetenv("GIT_DIR");
	unsetenv("GIT_QUARANTINE_PATH");
	unsetenv("GIT_OBJECT_DIRECTORY");
	unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	unsetenv("GIT_ALLOC_LIMIT");
}

void publish_detached(void (*run)(const void *data), const void *data)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid > 0) {
		waitpid(pid, NULL, 0);
		return;
	}
	if (pid)
		return;
	let_go();
	/* A child of init: nobody waits for it. */
	if (!fork())
		run(data);
	_exit(0);
}

void publish_start(struct str repository)
{
	publish_detached(builder, &repository);
}

void publish_catch_up(struct str repository)
{
	struct arena a = {0};
	struct oid main;
	struct report r;
	struct str built, site;

	report_init(&r, &a);
	if (disk_read(&built, &a, own_file(&a, repository, "built"), 256, &r))
		built = STR("");
	if (!main_find(&main, &site, &a, repository, &r) &&
	    !str_begins(built, oid_str(&main)))
		publish_start(repository);
	arena_release(&a);
}
