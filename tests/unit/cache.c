/* SPDX-License-Identifier: MIT */
/* What is kept comes back whole or not at all; the oldest goes first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cache.h"
#include "base/disk.h"

static const uint64_t plenty = 1 << 20;

struct fixture {
	struct arena arena;
	struct str folder;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char path[] = "/tmp/cache-XXXXXX";

	if (!mkdtemp(path))
		return -1;
	f->folder = arena_printf(&f->arena, "%s/cache", path);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	struct str parent = arena_str(&f->arena, path_folder(f->folder));

	disk_remove(AT_FDCWD, parent.data);
	arena_release(&f->arena);
	free(f);
	return 0;
}

/* 64 times this letter. */
static const char *name(struct fixture *f, char c)
{
	char *text = arena_alloc(&f->arena, DIGEST_SIZE);

	memset(text, c, DIGEST_SIZE - 1);
	text[DIGEST_SIZE - 1] = '\0';
	return text;
}

static void add(struct fixture *f, const char *key, const char *bytes)
{
	struct cache *c = cache_open(f->folder, plenty);

	cache_add(c, str_from(bytes), key);
	cache_close(c);
}

static bool has(struct fixture *f, const char *key, const char *bytes)
{
	struct cache *c = cache_open(f->folder, plenty);
	struct str found;
	bool is_found = cache_find(c, &f->arena, &found, key);

	cache_close(c);
	if (is_found)
		assert_true(str_is(found, bytes));
	return is_found;
}

static const char *file(struct fixture *f, const char *key)
{
	return arena_printf(&f->arena, "%s/%s", f->folder.data, key).data;
}

static size_t count(struct fixture *f)
{
	DIR *dir = opendir(f->folder.data);
	struct dirent *d;
	size_t n = 0;

	assert_non_null(dir);
	while ((d = readdir(dir)))
		n += strcmp(d->d_name, ".") && strcmp(d->d_name, "..");
	closedir(dir);
	return n;
}

static void test_kept(void **state)
{
	struct fixture *f = *state;

	assert_false(has(f, name(f, 'a'), ""));
	add(f, name(f, 'a'), "one");
	add(f, name(f, 'b'), "");
	assert_true(has(f, name(f, 'a'), "one"));
	assert_true(has(f, name(f, 'b'), ""));
	assert_false(has(f, name(f, 'c'), ""));
	/* Again, as two runs side by side would. */
	add(f, name(f, 'a'), "one");
	assert_true(has(f, name(f, 'a'), "one"));
	assert_int_equal(count(f), 2);
}

/* Cut, spoilt, longer, empty, a link, a folder: not taken. */
static void test_broken(void **state)
{
	struct fixture *f = *state;
	const char *key = name(f, 'a'), *path = file(f, key);
	int fd, i;

	for (i = 0; i < 4; i++) {
		add(f, key, "something");
		fd = open(path, O_RDWR);
		assert_true(fd >= 0);
		if (i == 0)
			assert_int_equal(ftruncate(fd, 70), 0);
		else if (i == 1)
			assert_int_equal(pwrite(fd, "S", 1, 64), 1);
		else if (i == 2)
			assert_int_equal(pwrite(fd, "!", 1, 73), 1);
		else
			assert_int_equal(ftruncate(fd, 0), 0);
		close(fd);
		assert_false(has(f, key, ""));
		/* It is gone, so it can be made again. */
		assert_int_equal(access(path, F_OK), -1);
	}
	add(f, name(f, 'b'), "something");
	assert_int_equal(symlink(file(f, name(f, 'b')), path), 0);
	assert_false(has(f, key, ""));
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(has(f, key, ""));
	add(f, key, "something");
	assert_false(has(f, key, ""));
}

static void test_bounded(void **state)
{
	struct fixture *f = *state;
	struct cache *c;
	struct str found;
	char big[1000];
	char letter;

	memset(big, 'x', sizeof big);
	for (letter = 'a'; letter < 'f'; letter++) {
		struct timespec times[2] = {{letter, 0}, {letter, 0}};

		c = cache_open(f->folder, plenty);
		cache_add(c, (struct str){big, sizeof big}, name(f, letter));
		cache_close(c);
		utimensat(AT_FDCWD, file(f, name(f, letter)), times, 0);
	}
	c = cache_open(f->folder, 3500);
	/* Used: it is the newest now. */
	assert_true(cache_find(c, &f->arena, &found, name(f, 'a')));
	cache_close(c);
	assert_int_equal(count(f), 5);
	c = cache_open(f->folder, 3500);
	cache_add(c, STR("small"), name(f, 'g'));
	cache_close(c);
	assert_int_equal(count(f), 4);
	assert_int_equal(access(file(f, name(f, 'a')), F_OK), 0);
	assert_int_equal(access(file(f, name(f, 'd')), F_OK), 0);
	assert_int_equal(access(file(f, name(f, 'e')), F_OK), 0);
	assert_int_equal(access(file(f, name(f, 'g')), F_OK), 0);
}

/* Where there is no folder it is done without. */
static void test_none(void **state)
{
	static const char *const nowhere[] = {
	    "", "/nowhere/at/all", "/dev/null"};
	struct fixture *f = *state;
	struct str found;
	size_t i;

	for (i = 0; i < 3; i++) {
		struct cache *c = cache_open(str_from(nowhere[i]), plenty);

		cache_add(c, STR("one"), name(f, 'a'));
		assert_false(cache_find(c, &f->arena, &found, name(f, 'a')));
		cache_close(c);
	}
	cache_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_kept, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_bounded, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
