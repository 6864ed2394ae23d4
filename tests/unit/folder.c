/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/disk.h"
#include "git/folder.h"

/* An empty repository, for one test. */
struct sample {
	struct arena arena;
	struct report report;
	struct str path;
	struct store *store;
};

static void sample_open(struct sample *p)
{
	static const char *const folders[] = {"objects", "refs", "refs/heads"};
	const char *tmp = getenv("TMPDIR");
	size_t i;

	*p = (struct sample){0};
	report_init(&p->report, &p->arena);
	p->path =
	    arena_printf(&p->arena, "%s/folder.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp((char *)(uintptr_t)p->path.data));
	for (i = 0; i < sizeof folders / sizeof *folders; i++)
		assert_int_equal(mkdir(arena_printf(&p->arena, "%.*s/%s",
					   STR_ARGS(p->path), folders[i])
					   .data,
				     0700),
		    0);
	assert_int_equal(
	    disk_write(arena_printf(&p->arena, "%.*s/HEAD", STR_ARGS(p->path)),
		STR("ref: refs/heads/main\n"), &p->report),
	    0);
	assert_int_equal(
	    store_open(&p->store, p->path, STR(""), &p->report), 0);
}

static void sample_close(struct sample *p)
{
	store_close(p->store);
	assert_int_equal(disk_remove(AT_FDCWD, p->path.data), 0);
	arena_release(&p->arena);
}

static void put(struct sample *p, struct folder *f, struct str path)
{
	/* Its bytes are its own name. */
	assert_int_equal(
	    folder_put(f, p->store, &p->arena, path, path, &p->report), 0);
}

/* The paths, with blanks between. */
static const char *paths(struct sample *p, const struct folder *f)
{
	struct str all = STR("");
	size_t i;

	for (i = 0; i < f->count; i++)
		all = arena_printf(&p->arena, "%.*s%s%.*s", STR_ARGS(all),
		    i ? " " : "", STR_ARGS(f->files[i].path));
	return arena_str(&p->arena, all).data;
}

static void test_list(void **state)
{
	struct folder f = {0};
	struct sample p;
	unsigned char id[20];

	(void)state;
	sample_open(&p);
	folder_remove(&f, STR("a"));
	put(&p, &f, STR("b"));
	put(&p, &f, STR("c"));
	put(&p, &f, STR("a"));
	put(&p, &f, STR("ab"));
	assert_string_equal(paths(&p, &f), "a ab b c");
	memcpy(id, folder_find(&f, STR("b"))->id, sizeof id);
	assert_int_equal(
	    folder_put(&f, p.store, &p.arena, STR("b"), STR(""), &p.report), 0);
	assert_string_equal(paths(&p, &f), "a ab b c");
	assert_memory_not_equal(id, folder_find(&f, STR("b"))->id, sizeof id);
	folder_remove(&f, STR("a"));
	folder_remove(&f, STR("c"));
	folder_remove(&f, STR("aa"));
	assert_string_equal(paths(&p, &f), "ab b");
	assert_null(folder_find(&f, STR("a")));
	assert_null(folder_find(&f, STR("d")));
	sample_close(&p);
}

static void commit(struct sample *p, struct oid *made, const struct folder *f,
    struct folder_change c)
{
	c.author = STR("mzj-a");
	c.committer = STR("taizhang");
	c.seconds = 1700000000;
	c.message = STR("one\n");
	assert_int_equal(folder_write(&c.tree, p->store, f, &p->report), 0);
	assert_int_equal(
	    folder_commit(made, p->store, &p->arena, &c, &p->report), 0);
}

static const char *listed(
    struct sample *p, const struct oid *commit, struct str path)
{
	struct folder f;

	assert_int_equal(
	    folder_read(&f, p->store, &p->arena, commit, path, &p->report), 0);
	return paths(p, &f);
}

static void test_commit(void **state)
{
	static const struct oid none = {0};
	struct folder all = {0}, part = {0}, empty = {0};
	struct oid first, second, third, tree, other;
	struct sample p;
	struct str subject;

	(void)state;
	sample_open(&p);
	put(&p, &all, STR("u/b/deep/1"));
	put(&p, &all, STR("u/b/2"));
	put(&p, &all, STR("u/a"));
	put(&p, &all, STR("x"));
	commit(&p, &first, &all, (struct folder_change){0});
	assert_string_equal(listed(&p, &first, STR("")), "x");
	assert_string_equal(listed(&p, &first, STR("u/b")), "2");
	assert_string_equal(listed(&p, &first, STR("u/b/deep")), "1");
	assert_string_equal(listed(&p, &first, STR("x")), "");
	assert_string_equal(listed(&p, &first, STR("none")), "");
	assert_string_equal(listed(&p, &none, STR("")), "");

	/* The folder as a whole, and nothing else. */
	put(&p, &part, STR("3"));
	commit(&p, &second, &part,
	    (struct folder_change){
		.path = STR("u/b"), .base = first, .parents = {none, first}});
	assert_string_equal(listed(&p, &second, STR("u/b")), "3");
	assert_string_equal(listed(&p, &second, STR("u/b/deep")), "");
	assert_string_equal(listed(&p, &second, STR("u")), "a");
	assert_int_equal(store_parent(&other, &subject, p.store, &p.arena,
			     &second, &p.report),
	    0);
	assert_true(oid_equal(&other, &first));
	assert_true(str_is(subject, "one"));
	assert_int_equal(folder_write(&tree, p.store, &part, &p.report), 0);
	assert_int_equal(
	    store_folder(&other, p.store, &second, STR("u/b"), &p.report), 0);
	assert_true(oid_equal(&tree, &other));

	/* Without files it goes. */
	commit(&p, &third, &empty,
	    (struct folder_change){.path = STR("u/b"),
		.base = second,
		.parents = {second, first}});
	assert_string_equal(listed(&p, &third, STR("u/b")), "");
	assert_string_equal(listed(&p, &third, STR("u")), "a");
	assert_int_equal(p.report.count, 0);

	/* A whole tree without files is none. */
	assert_int_equal(folder_commit(&other, p.store, &p.arena,
			     &(struct folder_change){
				 .author = STR("a"), .committer = STR("a")},
			     &p.report),
	    -1);
	assert_int_equal(p.report.count, 1);
	sample_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
