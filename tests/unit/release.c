/* SPDX-License-Identifier: MIT */
/* A reader sees the old portal or the new one; whatever else happens to the
 * folder, and whoever stops in the middle. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/release.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct str root; /* a folder of the test's own */
	struct str site; /* a folder in it that is not there yet */
	int fd;		 /* of root */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	const char *tmp = getenv("TMPDIR");
	char name[256];

	report_init(&f->report, &f->arena);
	snprintf(name, sizeof name, "%s/release-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(name))
		return -1;
	f->root = arena_str(&f->arena, str_from(name));
	f->site = arena_printf(&f->arena, "%s/deep/site", name);
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

static const char *at(struct fixture *f, const char *path)
{
	return arena_printf(&f->arena, "deep/site/%s", path).data;
}

/* Its text; NULL: it cannot be read. */
static const char *text(struct fixture *f, const char *path)
{
	char bytes[256];
	int fd = openat(f->fd, at(f, path), O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return NULL;
	n = read(fd, bytes, sizeof bytes);
	assert_true(n >= 0);
	close(fd);
	return arena_str(&f->arena, (struct str){bytes, (size_t)n}).data;
}

static const char *current(struct fixture *f)
{
	char target[256] = {0};

	if (readlinkat(f->fd, at(f, "current"), target, sizeof target - 1) < 0)
		return NULL;
	return arena_str(&f->arena, str_from(target)).data;
}

static struct stat stat_of(struct fixture *f, const char *path)
{
	struct stat st;

	if (fstatat(f->fd, at(f, path), &st, AT_SYMLINK_NOFOLLOW))
		fail_msg("there is no %s", path);
	return st;
}

static bool is_there(struct fixture *f, const char *path)
{
	return !faccessat(f->fd, at(f, path), F_OK, AT_SYMLINK_NOFOLLOW);
}

/* How many names there are in a folder, hidden ones too. */
static int count_names(struct fixture *f, const char *path)
{
	int fd = openat(f->fd, at(f, path), O_RDONLY | O_DIRECTORY), n = 0;
	DIR *dir = fdopendir(fd);

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void put(
    struct fixture *f, struct sink *s, const char *path, const char *bytes)
{
	assert_int_equal(
	    s->put(s, str_from(path), str_from(bytes), &f->report), 0);
}

/* Begins one with two files that stay and one whose bytes are given. */
static void begin(
    struct fixture *f, struct release *rel, const char *name, const char *bytes)
{
	assert_int_equal(
	    release_begin(rel, f->site, str_from(name), &f->report), 0);
	put(f, &rel->sink, "a/same.html", "same");
	put(f, &rel->sink, "index.html", bytes);
	put(f, &rel->sink, "a/b/c/empty.txt", "");
}

static bool publish(struct fixture *f, const char *name, const char *bytes)
{
	struct release rel;

	begin(f, &rel, name, bytes);
	assert_int_equal(release_finish(&rel, &f->report), 0);
	assert_int_equal(f->report.count, 0);
	return rel.is_changed;
}

static void test_first(void **state)
{
	struct fixture *f = *state;

	assert_true(publish(f, "one", "1"));
	assert_string_equal(current(f), "releases/one");
	assert_string_equal(text(f, "current/index.html"), "1");
	assert_string_equal(text(f, "current/a/same.html"), "same");
	assert_string_equal(text(f, "current/a/b/c/empty.txt"), "");
	assert_int_equal(count_names(f, "releases"), 1);
	assert_false(is_there(f, ".current"));
}

static void test_unchanged(void **state)
{
	struct fixture *f = *state;
	struct stat before, after;

	publish(f, "one", "1");
	before = stat_of(f, "current");
	assert_false(publish(f, "one", "1"));
	assert_false(publish(f, "two", "1"));
	after = stat_of(f, "current");
	assert_int_equal(before.st_ino, after.st_ino);
	assert_string_equal(current(f), "releases/one");
	assert_int_equal(count_names(f, "releases"), 1);
}

static void test_links(void **state)
{
	struct fixture *f = *state;
	int fd;

	publish(f, "one", "1");
	assert_true(publish(f, "two", "2"));
	assert_string_equal(current(f), "releases/two");
	assert_int_equal(stat_of(f, "releases/one/a/same.html").st_ino,
	    stat_of(f, "releases/two/a/same.html").st_ino);
	assert_int_not_equal(stat_of(f, "releases/one/index.html").st_ino,
	    stat_of(f, "releases/two/index.html").st_ino);
	assert_string_equal(text(f, "releases/one/index.html"), "1");
	assert_string_equal(text(f, "current/index.html"), "2");
	/* Same size, other bytes: it is written, and the old one stays. */
	assert_true(publish(f, "three", "3"));
	assert_string_equal(text(f, "releases/two/index.html"), "2");
	/* Where the file before is no file, it is written anew. */
	assert_int_equal(
	    unlinkat(f->fd, at(f, "releases/three/a/same.html"), 0), 0);
	assert_int_equal(
	    symlinkat("same", f->fd, at(f, "releases/three/a/same.html")), 0);
	assert_true(publish(f, "four", "3"));
	assert_true(S_ISREG(stat_of(f, "current/a/same.html").st_mode));
	/* Another size. */
	fd = openat(
	    f->fd, at(f, "releases/four/index.html"), O_WRONLY | O_APPEND);
	assert_int_equal(write_all(fd, STR("!")), 0);
	close(fd);
	assert_true(publish(f, "five", "3"));
	assert_string_equal(text(f, "current/index.html"), "3");
}

static void test_kept(void **state)
{
	static const char *const names[] = {"z", "y", "x", "w", "v", "u", "t"};
	struct fixture *f = *state;
	char bytes[] = "0";
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		bytes[0]++;
		publish(f, names[i], bytes);
		/* One second resolution would be coarse; this never is. */
		usleep(5000);
	}
	assert_int_equal(count_names(f, "releases"), RELEASES_KEPT);
	assert_false(is_there(f, "releases/z"));
	assert_false(is_there(f, "releases/y"));
	assert_true(is_there(f, "releases/x"));
	assert_string_equal(current(f), "releases/t");
	/* Going back by hand: the one that is current is never removed. */
	assert_int_equal(unlinkat(f->fd, at(f, "current"), 0), 0);
	assert_int_equal(symlinkat("releases/x", f->fd, at(f, "current")), 0);
	assert_true(publish(f, "s", "s"));
	assert_string_equal(current(f), "releases/s");
	assert_int_equal(count_names(f, "releases"), RELEASES_KEPT);
}

static void test_name_taken(void **state)
{
	struct fixture *f = *state;

	publish(f, "one", "1");
	assert_true(publish(f, "one", "2"));
	assert_string_equal(current(f), "releases/one.2");
	assert_true(publish(f, "one", "3"));
	assert_string_equal(current(f), "releases/one.3");
	assert_string_equal(text(f, "releases/one/index.html"), "1");
	assert_string_equal(text(f, "releases/one.2/index.html"), "2");
}

static void test_abandon(void **state)
{
	struct fixture *f = *state;
	struct release rel;

	publish(f, "one", "1");
	begin(f, &rel, "two", "2");
	assert_true(is_there(f, "releases/.new/index.html"));
	assert_string_equal(text(f, "current/index.html"), "1");
	release_abandon(&rel);
	assert_int_equal(count_names(f, "releases"), 1);
	release_abandon(&rel);
	assert_string_equal(current(f), "releases/one");
}

/* What a killed one leaves is gone with the next. */
static void test_leftovers(void **state)
{
	struct fixture *f = *state;
	struct release rel;

	publish(f, "one", "1");
	begin(f, &rel, "two", "2");
	/* Killed here: only the kernel closes things. */
	close(rel.folder_fd);
	close(rel.old_fd);
	close(rel.site_fd);
	close(rel.lock_fd);
	assert_true(is_there(f, "releases/.new/a/same.html"));
	assert_int_equal(
	    symlinkat("releases/one", f->fd, at(f, ".current")), 0);
	assert_true(publish(f, "three", "3"));
	assert_false(is_there(f, "releases/.new"));
	assert_false(is_there(f, ".current"));
	assert_int_equal(count_names(f, "releases"), 2);
	/* A link to nowhere is no release. */
	assert_int_equal(unlinkat(f->fd, at(f, "current"), 0), 0);
	assert_int_equal(
	    symlinkat("releases/gone", f->fd, at(f, "current")), 0);
	assert_true(publish(f, "four", "4"));
	assert_string_equal(text(f, "current/index.html"), "4");
}

static void test_put_faults(void **state)
{
	struct fixture *f = *state;
	struct str path = arena_printf(&f->arena, "%02000d", 1);
	struct release rel;

	publish(f, "one", "1");
	begin(f, &rel, "two", "2");
	assert_int_equal(
	    rel.sink.put(&rel.sink, path, STR("x"), &f->report), -1);
	/* Each path once. */
	assert_int_equal(
	    rel.sink.put(&rel.sink, STR("index.html"), STR("x"), &f->report),
	    -1);
	/* A file where a folder ought to be. */
	assert_int_equal(
	    rel.sink.put(&rel.sink, STR("index.html/x"), STR("x"), &f->report),
	    -1);
	assert_int_equal(f->report.count, 3);
	assert_int_equal(report_status(&f->report), 3);
	release_abandon(&rel);
	assert_string_equal(text(f, "current/index.html"), "1");
}

/* When `current` cannot be replaced, nothing of the new one remains. */
static void test_switch_fails(void **state)
{
	struct fixture *f = *state;
	struct release rel;

	assert_int_equal(mkdirat(f->fd, "deep", 0777), 0);
	assert_int_equal(mkdirat(f->fd, "deep/site", 0777), 0);
	assert_int_equal(mkdirat(f->fd, "deep/site/current", 0777), 0);
	begin(f, &rel, "one", "1");
	assert_int_equal(release_finish(&rel, &f->report), -1);
	assert_int_equal(report_status(&f->report), 3);
	assert_int_equal(count_names(f, "releases"), 0);
	assert_false(is_there(f, ".current"));
	assert_false(rel.is_changed);
}

static void test_site_is_a_file(void **state)
{
	struct fixture *f = *state;
	struct release rel;
	int fd = openat(f->fd, "deep", O_WRONLY | O_CREAT, 0666);

	close(fd);
	assert_int_equal(
	    release_begin(&rel, f->site, STR("one"), &f->report), -1);
	assert_int_equal(report_status(&f->report), 3);
	assert_int_equal(rel.lock_fd, -1);
	assert_int_equal(rel.site_fd, -1);
}

/* --- readers while it is published ---------------------------------------- */

struct reader {
	struct fixture *fixture;
	atomic_bool is_over;
	atomic_ulong reads;
	unsigned long torn;
};

static bool read_one(int folder, const char *path, char *byte)
{
	int fd = openat(folder, path, O_RDONLY);
	bool is_read = fd >= 0 && read(fd, byte, 1) == 1;

	if (fd >= 0)
		close(fd);
	return is_read;
}

/* Opens the portal as a browser's server does for one request after the
 * other; here both pages come from one look at `current`. */
static void *reader_main(void *argument)
{
	struct reader *reader = argument;

	while (!atomic_load(&reader->is_over)) {
		int folder = openat(reader->fixture->fd, "deep/site/current",
		    O_RDONLY | O_DIRECTORY);
		char first = 0, second = 1;

		if (folder < 0 || !read_one(folder, "a", &first) ||
		    !read_one(folder, "b", &second) || first != second)
			reader->torn++;
		if (folder >= 0)
			close(folder);
		/* Straight through the link there is always a whole page. */
		if (!read_one(
			reader->fixture->fd, "deep/site/current/a", &first))
			reader->torn++;
		atomic_fetch_add(&reader->reads, 1);
	}
	return NULL;
}

static void publish_pair(struct fixture *f, const char *name, const char *text)
{
	struct release rel;

	assert_int_equal(
	    release_begin(&rel, f->site, str_from(name), &f->report), 0);
	put(f, &rel.sink, "a", text);
	put(f, &rel.sink, "b", text);
	assert_int_equal(release_finish(&rel, &f->report), 0);
}

static void test_readers(void **state)
{
	struct fixture *f = *state;
	struct reader reader = {.fixture = f};
	pthread_t thread;
	unsigned i;

	publish_pair(f, "first", "0");
	assert_int_equal(
	    pthread_create(&thread, NULL, reader_main, &reader), 0);
	for (i = 1; i <= 60; i++) {
		char bytes[2] = {(char)('0' + i), 0}, name[16];
		unsigned long reads = atomic_load(&reader.reads);

		snprintf(name, sizeof name, "r%u", i);
		publish_pair(f, name, bytes);
		/* Four releases stay behind, so no read outlives its own. */
		while (atomic_load(&reader.reads) == reads)
			sched_yield();
	}
	atomic_store(&reader.is_over, true);
	pthread_join(thread, NULL);
	assert_int_equal(reader.torn, 0);
}

/* --- several at once ------------------------------------------------------ */

struct publisher {
	struct str site;
	char name[8];
	int status;
};

static void *publisher_main(void *argument)
{
	struct publisher *p = argument;
	struct arena a = {0};
	struct report r;
	struct release rel;
	int i;

	report_init(&r, &a);
	for (i = 0; i < 10 && !p->status; i++) {
		p->name[1]++;
		p->status = release_begin(&rel, p->site, str_from(p->name), &r);
		if (p->status)
			break;
		p->status =
		    rel.sink.put(&rel.sink, STR("a"), str_from(p->name), &r);
		p->status |=
		    rel.sink.put(&rel.sink, STR("b"), str_from(p->name), &r);
		p->status |= release_finish(&rel, &r);
	}
	arena_release(&a);
	return NULL;
}

static void test_one_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct publisher p[3];
	pthread_t threads[3];
	size_t i;

	for (i = 0; i < 3; i++) {
		p[i] = (struct publisher){
		    .site = f->site, .name = {(char)('a' + i), 'a', 0}};
		assert_int_equal(
		    pthread_create(&threads[i], NULL, publisher_main, &p[i]),
		    0);
	}
	for (i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(p[i].status, 0);
	}
	assert_string_equal(text(f, "current/a"), text(f, "current/b"));
	assert_int_equal(count_names(f, "releases"), RELEASES_KEPT);
}

/* --- a plain folder ------------------------------------------------------- */

static int folder_publish(struct fixture *f, const char *file)
{
	struct str kept[2] = {STR("manifest.json"), str_from(file)};
	struct folder_sink folder;
	int status;

	/* Sorted, as the header asks. */
	if (str_compare(kept[0], kept[1]) > 0) {
		kept[0] = kept[1];
		kept[1] = STR("manifest.json");
	}
	if (folder_sink_begin(&folder, f->site, &f->report))
		return -1;
	put(f, &folder.sink, file, file);
	put(f, &folder.sink, "manifest.json", RELEASE_MARK "}");
	status = folder_sink_finish(&folder, kept, 2, &f->report);
	folder_sink_release(&folder);
	return status;
}

static void test_folder(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(folder_publish(f, "a/b/c.html"), 0);
	assert_string_equal(text(f, "a/b/c.html"), "a/b/c.html");
	/* What was there and is no more goes, with its empty folders. */
	assert_int_equal(folder_publish(f, "z.html"), 0);
	assert_false(is_there(f, "a"));
	assert_string_equal(text(f, "z.html"), "z.html");
	assert_int_equal(count_names(f, "."), 2);
}

/* Somebody's own folder is left alone. */
static void test_folder_of_others(void **state)
{
	struct fixture *f = *state;
	int fd;

	assert_int_equal(mkdirat(f->fd, "deep", 0777), 0);
	assert_int_equal(mkdirat(f->fd, "deep/site", 0777), 0);
	close(openat(f->fd, at(f, "thesis.doc"), O_WRONLY | O_CREAT, 0666));
	assert_int_equal(folder_publish(f, "z.html"), -1);
	assert_true(is_there(f, "thesis.doc"));
	assert_false(is_there(f, "z.html"));
	assert_int_equal(report_status(&f->report), 3);
	/* A manifest.json of another program makes it no portal. */
	fd = openat(f->fd, at(f, "manifest.json"), O_WRONLY | O_CREAT, 0666);
	assert_int_equal(write_all(fd, STR("{\"name\": \"app\"}\n")), 0);
	close(fd);
	assert_int_equal(folder_publish(f, "z.html"), -1);
	assert_true(is_there(f, "thesis.doc"));
	assert_string_equal(text(f, "manifest.json"), "{\"name\": \"app\"}\n");
}

/* One that was broken off is known for ours the next time. */
static void test_folder_half(void **state)
{
	struct fixture *f = *state;
	struct folder_sink folder;

	assert_int_equal(folder_sink_begin(&folder, f->site, &f->report), 0);
	put(f, &folder.sink, "a/half.html", "x");
	folder_sink_release(&folder);
	assert_int_equal(folder_publish(f, "z.html"), 0);
	assert_false(is_there(f, "a"));
	assert_int_equal(count_names(f, "."), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_first),
	    TEST(test_unchanged),
	    TEST(test_links),
	    TEST(test_kept),
	    TEST(test_name_taken),
	    TEST(test_abandon),
	    TEST(test_leftovers),
	    TEST(test_put_faults),
	    TEST(test_switch_fails),
	    TEST(test_site_is_a_file),
	    TEST(test_readers),
	    TEST(test_one_at_a_time),
	    TEST(test_folder),
	    TEST(test_folder_of_others),
	    TEST(test_folder_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
