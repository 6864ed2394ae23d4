/* SPDX-License-Identifier: MIT */
/* Files saved as editors save them, folders that come, move and go. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/watch.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct str root;
	int fd;
	struct watch *watch;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	const char *tmp = getenv("TMPDIR");
	char name[256];

	report_init(&f->report, &f->arena);
	snprintf(name, sizeof name, "%s/watch-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(name))
		return -1;
	f->root = arena_str(&f->arena, str_from(name));
	f->fd = open(name, O_RDONLY | O_DIRECTORY);
	if (f->fd < 0 || mkdirat(f->fd, "content", 0777) ||
	    mkdirat(f->fd, "content/a", 0777) ||
	    mkdirat(f->fd, "layouts", 0777))
		return -1;
	f->watch = watch_open(f->root, &f->report);
	*state = f;
	return f->watch ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	int status = disk_remove(AT_FDCWD, f->root.data);

	watch_close(f->watch);
	close(f->fd);
	arena_release(&f->arena);
	free(f);
	return status;
}

static void save(struct fixture *f, const char *path)
{
	int fd = openat(f->fd, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, STR("x")), 0);
	close(fd);
}

/* What is told now, joined by blanks. */
static void told(struct fixture *f, const char *paths)
{
	struct watch_changes c = {0};
	struct buf b = {0};
	size_t i;

	assert_int_equal(watch_take(f->watch, &c, &f->arena, &f->report), 0);
	for (i = 0; i < c.count; i++) {
		buf_text(&b, i ? " " : "");
		buf_str(&b, c.paths[i]);
	}
	buf_byte(&b, '\0');
	assert_string_equal(b.data, paths);
	buf_release(&b);
}

static bool is_readable(struct fixture *f)
{
	struct pollfd p = {watch_fd(f->watch), POLLIN, 0};

	return poll(&p, 1, 0) == 1;
}

static void test_files(void **state)
{
	struct fixture *f = *state;
	int fd;

	told(f, "");
	assert_false(is_readable(f));
	save(f, "content/a/index.md");
	assert_true(is_readable(f));
	told(f, "content/a/index.md");
	assert_false(is_readable(f));
	/* Told when it is closed, not while it is being written. */
	fd = openat(f->fd, "content/a/index.md", O_WRONLY);
	assert_int_equal(write_all(fd, STR("half")), 0);
	told(f, "");
	close(fd);
	told(f, "content/a/index.md");
	save(f, "content/a/.new");
	assert_int_equal(
	    renameat(f->fd, "content/a/.new", f->fd, "content/a/index.md"), 0);
	told(f, "content/a/index.md");
	save(f, "layouts/base.html");
	save(f, "content/a/index.md");
	save(f, "layouts/base.html");
	told(f, "content/a/index.md layouts/base.html");
	assert_int_equal(unlinkat(f->fd, "content/a/index.md", 0), 0);
	told(f, "content/a/index.md");
	/* Not of the tree. */
	save(f, "other");
	save(f, "content/.hidden");
	told(f, "");
}

static void test_folders(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(mkdirat(f->fd, "content/b", 0777), 0);
	assert_int_equal(mkdirat(f->fd, "content/b/c", 0777), 0);
	told(f, "content/b");
	save(f, "content/b/c/index.md");
	told(f, "content/b/c/index.md");
	assert_int_equal(renameat(f->fd, "content/b", f->fd, "content/d"), 0);
	told(f, "content/b content/d");
	save(f, "content/d/c/index.md");
	told(f, "content/d/c/index.md");
	/* Out of the tree: what happens there is nobody's concern. */
	assert_int_equal(renameat(f->fd, "content/d", f->fd, "d"), 0);
	told(f, "content/d");
	save(f, "d/c/index.md");
	told(f, "");
	/* The roots themselves. */
	assert_int_equal(renameat(f->fd, "layouts", f->fd, "old"), 0);
	told(f, "layouts");
	assert_int_equal(mkdirat(f->fd, "layouts", 0777), 0);
	told(f, "layouts");
	save(f, "layouts/base.html");
	told(f, "layouts/base.html");
	assert_int_equal(f->report.count, 0);
}

/* More than the kernel keeps: all may have changed, and nothing is missed. */
static void test_many(void **state)
{
	struct fixture *f = *state;
	struct watch_changes c = {0};
	char name[64];
	int i;

	for (i = 0; i < 20000; i++) {
		snprintf(name, sizeof name, "content/a/%d", i % 2);
		save(f, name);
	}
	assert_int_equal(watch_take(f->watch, &c, &f->arena, &f->report), 0);
	assert_true(c.count >= 2);
	save(f, "content/a/index.md");
	told(f, "content/a/index.md");
}

static void test_none(void **state)
{
	struct fixture *f = *state;

	assert_null(watch_open(STR("/nowhere/at/all"), &f->report));
	assert_int_equal(f->report.count, 1);
	assert_int_equal(f->report.findings[0].level, LEVEL_FAILURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_files, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_folders, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
