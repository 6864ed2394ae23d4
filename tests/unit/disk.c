/* SPDX-License-Identifier: MIT */
/* Folders as people leave them: links, devices, bad names, too much. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct str root;
	int fd;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	const char *tmp = getenv("TMPDIR");
	char name[256];

	report_init(&f->report, &f->arena);
	snprintf(name, sizeof name, "%s/disk-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(name))
		return -1;
	f->root = arena_str(&f->arena, str_from(name));
	f->fd = open(name, O_RDONLY | O_DIRECTORY);
	*state = f;
	return f->fd < 0 ? -1 : 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	int status = disk_remove(AT_FDCWD, f->root.data);

	close(f->fd);
	arena_release(&f->arena);
	free(f);
	return status;
}

static void folder_make(struct fixture *f, const char *path)
{
	assert_int_equal(mkdirat(f->fd, path, 0777), 0);
}

static void file_make(struct fixture *f, const char *path, struct str bytes)
{
	int fd = openat(f->fd, path, O_WRONLY | O_CREAT | O_EXCL, 0666);

	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, bytes), 0);
	assert_int_equal(close(fd), 0);
}

/* Its whole text, or "?" where there is none. */
static struct str file_text(struct fixture *f, const char *path)
{
	struct str bytes;
	struct report ignored;

	report_init(&ignored, &f->arena);
	if (disk_read(&bytes, &f->arena,
		arena_printf(&f->arena, "%.*s/%s", STR_ARGS(f->root), path),
		1000, &ignored))
		return STR("?");
	return bytes;
}

static bool has_finding(struct fixture *f, const char *id, const char *path)
{
	size_t i;

	for (i = 0; i < f->report.count; i++)
		if (str_is(f->report.findings[i].id, id) &&
		    str_is(f->report.findings[i].path, path))
			return true;
	return false;
}

static void test_tree(void **state)
{
	struct fixture *f = *state;
	struct str bytes;
	struct tree t;

	folder_make(f, "content");
	folder_make(f, "content/units");
	folder_make(f, "content/.git");
	folder_make(f, "layouts");
	folder_make(f, "site");
	file_make(f, "content/units/b.md", STR("b\0c"));
	file_make(f, "content/a.md", STR(""));
	file_make(f, "content/.git/x", STR("x"));
	file_make(f, "content/.DS_Store", STR("x"));
	file_make(f, "layouts/c.html", STR("c"));
	file_make(f, "site/d.html", STR("d"));
	file_make(f, "README.md", STR("e"));
	assert_int_equal(disk_tree(&t, &f->arena, f->root, &f->report), 0);
	assert_int_equal(f->report.count, 0);
	assert_int_equal(t.count, 3);
	assert_true(str_is(t.entries[0].path, "content/a.md"));
	assert_true(str_is(t.entries[1].path, "content/units/b.md"));
	assert_true(str_is(t.entries[2].path, "layouts/c.html"));
	assert_int_equal(
	    tree_read_once(&t, &t.entries[1], &f->arena, &bytes, &f->report),
	    0);
	assert_true(str_equal(bytes, STR("b\0c")));
	assert_int_equal(
	    tree_read_once(&t, &t.entries[0], &f->arena, &bytes, &f->report),
	    0);
	assert_int_equal(bytes.len, 0);
	/* It may be gone by the time it is read. */
	unlinkat(f->fd, "content/a.md", 0);
	assert_int_equal(
	    tree_read_once(&t, &t.entries[0], &f->arena, &bytes, &f->report),
	    -1);
	assert_true(has_finding(f, "system", "content/a.md"));
	/* Or be a link that somebody put there. */
	assert_int_equal(symlinkat("../README.md", f->fd, "content/a.md"), 0);
	assert_int_equal(
	    tree_read_once(&t, &t.entries[0], &f->arena, &bytes, &f->report),
	    -1);
	tree_release(&t);
}

/* More folders than are walked side by side, and a bad name in one of each. */
static void test_many(void **state)
{
	enum { MANY = 200 };
	struct fixture *f = *state;
	char path[64];
	struct tree t;
	size_t i;

	folder_make(f, "content");
	folder_make(f, "content/units");
	for (i = 0; i < MANY; i++) {
		snprintf(path, sizeof path, "content/units/u%03zu", i);
		folder_make(f, path);
		snprintf(path, sizeof path, "content/units/u%03zu/m", i);
		folder_make(f, path);
		snprintf(path, sizeof path, "content/units/u%03zu/m/a.md", i);
		file_make(f, path, STR(""));
		snprintf(path, sizeof path, "content/units/u%03zu/b.md", i);
		file_make(f, path, STR(""));
		snprintf(path, sizeof path, "content/units/u%03zu/m/B b", i);
		file_make(f, path, STR(""));
	}
	assert_int_equal(disk_tree(&t, &f->arena, f->root, &f->report), 0);
	assert_int_equal(t.count, 2 * MANY);
	assert_int_equal(f->report.count, MANY);
	for (i = 0; i < MANY; i++) {
		snprintf(path, sizeof path, "content/units/u%03zu/b.md", i);
		assert_true(str_is(t.entries[2 * i].path, path));
		snprintf(path, sizeof path, "content/units/u%03zu/m/a.md", i);
		assert_true(str_is(t.entries[2 * i + 1].path, path));
		snprintf(path, sizeof path, "content/units/u%03zu/m/B b", i);
		assert_true(has_finding(f, "path-name", path));
	}
	tree_release(&t);
}

static int read_whole(struct fixture *f, struct tree *t, const char *path)
{
	const struct entry *e = tree_find(t, str_from(path));
	struct str bytes;

	assert_non_null(e);
	return tree_read_once(t, e, &f->arena, &bytes, &f->report);
}

static void test_bad_names(void **state)
{
	struct fixture *f = *state;
	struct str big = {
	    arena_alloc(&f->arena, TREE_TEXT_MAX + 1), TREE_TEXT_MAX + 1};
	char deep[64] = "content";
	struct tree t;
	size_t i;

	folder_make(f, "content");
	folder_make(f, "content/Units");
	file_make(f, "content/Units/a.md", STR("x"));
	file_make(f, "content/IMG 1.JPG", STR("x"));
	file_make(f, "content/照片.jpg", STR("x"));
	file_make(f, "content/\xFF.md", STR("x"));
	assert_int_equal(symlinkat("/etc/passwd", f->fd, "content/l.md"), 0);
	assert_int_equal(symlinkat("/etc", f->fd, "content/etc"), 0);
	assert_int_equal(mkfifoat(f->fd, "content/fifo", 0666), 0);
	file_make(f, "content/big.md", big);
	file_make(f, "content/big.jpg", big);
	big.len--;
	file_make(f, "content/full.md", big);
	for (i = 0; i < TREE_DEPTH_MAX; i++) {
		memcpy(deep + strlen(deep), "/d", 3);
		folder_make(f, deep);
	}
	assert_int_equal(disk_tree(&t, &f->arena, f->root, &f->report), 0);
	assert_true(has_finding(f, "path-name", "content/Units"));
	assert_true(has_finding(f, "path-name", "content/IMG 1.JPG"));
	assert_true(has_finding(f, "path-name", "content/照片.jpg"));
	assert_true(has_finding(f, "path-name", "content/l.md"));
	assert_true(has_finding(f, "path-name", "content/etc"));
	assert_true(has_finding(f, "path-name", "content/fifo"));
	assert_true(has_finding(f, "path-unknown", deep));
	assert_int_equal(f->report.count, 8);
	assert_int_equal(t.count, 3);
	/* What is too big is told when it is read: pictures may be larger. */
	assert_int_equal(read_whole(f, &t, "content/full.md"), 0);
	assert_int_equal(read_whole(f, &t, "content/big.jpg"), 0);
	assert_int_equal(f->report.count, 8);
	assert_int_equal(read_whole(f, &t, "content/big.md"), -1);
	assert_true(has_finding(f, "file-size", "content/big.md"));
	tree_release(&t);
}

static void test_no_folder(void **state)
{
	struct fixture *f = *state;
	struct tree t;

	/* Without content there is nothing; without layouts there may be. */
	assert_int_equal(disk_tree(&t, &f->arena, f->root, &f->report), -1);
	assert_true(has_finding(f, "content-missing", f->root.data));
	tree_release(&t);
	f->report.count = 0;
	assert_int_equal(
	    disk_tree(&t, &f->arena, STR("/nowhere/at/all"), &f->report), -1);
	assert_int_equal(report_status(&f->report), 3);
	tree_release(&t);
	f->report.count = 0;
	assert_int_equal(symlinkat("/etc", f->fd, "content"), 0);
	assert_int_equal(disk_tree(&t, &f->arena, f->root, &f->report), -1);
	assert_int_equal(t.count, 0);
	tree_release(&t);
}

static void test_read(void **state)
{
	struct fixture *f = *state;
	struct str path = arena_printf(&f->arena, "%.*s/a", STR_ARGS(f->root));
	struct str bytes;

	file_make(f, "a", STR("12345"));
	assert_int_equal(disk_read(&bytes, &f->arena, path, 5, &f->report), 0);
	assert_true(str_is(bytes, "12345"));
	assert_int_equal(disk_read(&bytes, &f->arena, path, 4, &f->report), -1);
	assert_int_equal(
	    disk_read(&bytes, &f->arena, f->root, 1000000, &f->report), -1);
	assert_int_equal(f->report.count, 2);
	assert_int_equal(report_status(&f->report), 3);
}

static void test_write(void **state)
{
	struct fixture *f = *state;
	struct str path = arena_printf(&f->arena, "%.*s/a", STR_ARGS(f->root));
	struct stat before, after;
	int held;

	assert_int_equal(disk_write(path, STR("old"), &f->report), 0);
	held = open(path.data, O_RDONLY);
	assert_int_equal(fstat(held, &before), 0);
	assert_int_equal(disk_write(path, STR("new"), &f->report), 0);
	/* Whoever has the old one open still reads the old one. */
	assert_int_equal(fstatat(f->fd, "a", &after, 0), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_int_equal(fstat(held, &before), 0);
	assert_int_equal(before.st_size, 3);
	close(held);
	assert_true(str_is(file_text(f, "a"), "new"));
	assert_int_equal(
	    disk_write(STR("/nowhere/a"), STR("x"), &f->report), -1);
	assert_int_equal(report_status(&f->report), 3);
}

/* A disk that is full, as far as a process can make it so. */
static void test_write_full(void **state)
{
	struct fixture *f = *state;
	struct str path = arena_printf(&f->arena, "%.*s/a", STR_ARGS(f->root));
	struct str big = {arena_alloc(&f->arena, 100000), 100000};
	struct rlimit limit, small;

	assert_int_equal(disk_write(path, STR("old"), &f->report), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = (struct rlimit){10000, limit.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(disk_write(path, big, &f->report), -1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(report_status(&f->report), 3);
	assert_true(str_is(file_text(f, "a"), "old"));
	/* Nothing lies beside it. */
	assert_int_equal(unlinkat(f->fd, "a", 0), 0);
	folder_make(f, "b");
	assert_int_equal(rmdir(f->root.data), -1);
	assert_int_equal(unlinkat(f->fd, "b", AT_REMOVEDIR), 0);
	assert_int_equal(rmdir(f->root.data), 0);
	assert_int_equal(mkdir(f->root.data, 0777), 0);
}

/* Its owner's alone, once, and whole or not there. */
static void test_secret(void **state)
{
	struct fixture *f = *state;
	struct str path = arena_printf(&f->arena, "%.*s/a", STR_ARGS(f->root));
	struct rlimit limit, small;
	struct stat st;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = (struct rlimit){3, limit.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(disk_create_secret(path.data, STR("secret")), -1);
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(access(path.data, F_OK), -1);
	assert_int_equal(disk_create_secret(path.data, STR("secret")), 0);
	assert_int_equal(stat(path.data, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(disk_create_secret(path.data, STR("other")), -1);
	assert_int_equal(errno, EEXIST);
	assert_true(str_is(file_text(f, "a"), "secret"));
}

static int replace(struct fixture *f, const char *path, const char *was)
{
	return disk_replace(
	    f->root, str_from(path), str_from(was), STR("new"), &f->report);
}

static void test_replace(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	folder_make(f, "a");
	folder_make(f, "a/b");
	file_make(f, "a/b/c.md", STR("old"));
	assert_int_equal(fchmodat(f->fd, "a/b/c.md", 0640, 0), 0);
	assert_int_equal(replace(f, "a/b/c.md", "old"), 0);
	assert_true(str_is(file_text(f, "a/b/c.md"), "new"));
	assert_int_equal(fstatat(f->fd, "a/b/c.md", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	/* Somebody was faster. */
	assert_int_equal(replace(f, "a/b/c.md", "old"), -1);
	assert_int_equal(report_status(&f->report), 3);
	assert_true(str_is(file_text(f, "a/b/c.md"), "new"));
	/* Links, and folders that are links. */
	assert_int_equal(symlinkat("b/c.md", f->fd, "a/link.md"), 0);
	assert_int_equal(symlinkat("b", f->fd, "a/d"), 0);
	assert_int_equal(replace(f, "a/link.md", "new"), -1);
	assert_int_equal(replace(f, "a/d/c.md", "new"), -1);
	assert_int_equal(replace(f, "a/none.md", ""), -1);
	assert_int_equal(replace(f, "a/b", ""), -1);
	assert_int_equal(readlinkat(f->fd, "a/link.md", (char[9]){0}, 9), 6);
	assert_int_equal(f->report.count, 5);
	/* Nothing is left beside them. */
	assert_int_equal(unlinkat(f->fd, "a/b/c.md", 0), 0);
	assert_int_equal(unlinkat(f->fd, "a/b", AT_REMOVEDIR), 0);
	assert_int_equal(unlinkat(f->fd, "a/link.md", 0), 0);
	assert_int_equal(unlinkat(f->fd, "a/d", 0), 0);
	assert_int_equal(unlinkat(f->fd, "a", AT_REMOVEDIR), 0);
}

/* What a link leads to stays. */
static void test_remove(void **state)
{
	struct fixture *f = *state;

	file_make(f, "kept", STR("x"));
	folder_make(f, "a");
	folder_make(f, "a/b");
	folder_make(f, "a/b/c");
	file_make(f, "a/.x", STR("x"));
	file_make(f, "a/b/c/y", STR("x"));
	assert_int_equal(symlinkat("../kept", f->fd, "a/link"), 0);
	assert_int_equal(symlinkat("..", f->fd, "a/up"), 0);
	assert_int_equal(disk_remove(f->fd, "a"), 0);
	assert_int_equal(faccessat(f->fd, "a", F_OK, 0), -1);
	assert_true(str_is(file_text(f, "kept"), "x"));
	assert_int_equal(disk_remove(f->fd, "kept"), 0);
	assert_int_equal(disk_remove(f->fd, "kept"), -1);
	assert_int_equal(errno, ENOENT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_tree),
	    TEST(test_many),
	    TEST(test_bad_names),
	    TEST(test_no_folder),
	    TEST(test_read),
	    TEST(test_write),
	    TEST(test_write_full),
	    TEST(test_secret),
	    TEST(test_replace),
	    TEST(test_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
