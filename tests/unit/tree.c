/* SPDX-License-Identifier: MIT */
/* Finding, ranges, and the one grammar of paths. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/tree.h"

static struct arena arena;

static void test_find(void **state)
{
	static const char *const paths[] = {
	    "b", "a/b", "a", "a-b", "a/b/c", "a.b", "a/c", "ab"};
	static const char *const sorted[] = {
	    "a", "a-b", "a.b", "a/b", "a/b/c", "a/c", "ab", "b"};
	enum { COUNT = sizeof paths / sizeof *paths };
	struct report r;
	struct tree t;
	size_t i;

	(void)state;
	report_init(&r, &arena);
	tree_init_memory(&t);
	assert_null(tree_find(&t, STR("a")));
	for (i = 0; i < COUNT; i++)
		tree_add(&t, &arena, str_from(paths[i]))->bytes =
		    str_from(paths[i]);
	tree_sort(&t);
	assert_int_equal(t.count, COUNT);
	for (i = 0; i < COUNT; i++) {
		const struct entry *e = tree_find(&t, str_from(sorted[i]));
		struct str bytes;

		assert_ptr_equal(e, &t.entries[i]);
		assert_int_equal(tree_read_once(&t, e, &arena, &bytes, &r), 0);
		assert_true(str_is(bytes, sorted[i]));
	}
	assert_null(tree_find(&t, STR("a/")));
	assert_null(tree_find(&t, STR("")));
	assert_null(tree_find(&t, STR("c")));
	assert_int_equal(r.count, 0);
	tree_release(&t);
	tree_release(&t);
}

static void test_range(void **state)
{
	static const struct {
		const char *prefix;
		size_t from, to;
	} table[] = {
	    {"", 0, 5},
	    {"a", 0, 4},
	    {"a/", 1, 3},
	    {"a/b", 1, 2},
	    {"a0", 3, 4},
	    {"b", 4, 5},
	    {"b/", 5, 5},
	    {"c", 5, 5},
	    {"0", 0, 0},
	    {"a/bb", 2, 2},
	};
	static const char *const paths[] = {"a", "a/b", "a/c", "a0", "b"};
	struct tree t;
	size_t i;

	(void)state;
	tree_init_memory(&t);
	for (i = 0; i < sizeof paths / sizeof *paths; i++)
		tree_add(&t, &arena, str_from(paths[i]));
	tree_sort(&t);
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		size_t from, to;

		tree_range(&t, str_from(table[i].prefix), &from, &to);
		if (from != table[i].from || to != table[i].to)
			fail_msg("“%s”: [%zu, %zu)", table[i].prefix, from, to);
	}
}

static void test_names(void **state)
{
	static const char *const good[] = {"a", "0", "index.md", "a..b", "a_b",
	    "a-", "a_", "console", "com10", "com", "lpt", "nul0", "01.jpg",
	    "com0x"};
	static const char *const bad[] = {"", ".", "..", ".a", "a.", "-a", "_a",
	    "A", "a b", "a/b", "a\\b", "台", "a:b", "con", "con.md", "nul",
	    "aux.x.y", "prn", "com1", "lpt9.txt", "com0", "a~", "a\n", "a\x7F",
	    "a%20"};
	char name[102];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++)
		if (!path_name_is_good(str_from(good[i])))
			fail_msg("“%s” is good", good[i]);
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (path_name_is_good(str_from(bad[i])))
			fail_msg("“%s” is bad", bad[i]);
	assert_false(path_name_is_good(STR("a\0")));
	memset(name, 'a', sizeof name);
	assert_true(path_name_is_good((struct str){name, 100}));
	assert_false(path_name_is_good((struct str){name, 101}));
}

static void test_paths(void **state)
{
	static const char *const good[] = {
	    "a", "content/units/mzj", "1/2/3/4/5/6/7/8"};
	static const char *const bad[] = {"", "/", "/a", "a/", "a//b", "a/./b",
	    "a/../b", "../a", "a/.git/b", "a/CON", "1/2/3/4/5/6/7/8/9"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(path_is_good(str_from(good[i])));
	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		if (path_is_good(str_from(bad[i])))
			fail_msg("“%s” is bad", bad[i]);
	assert_true(path_is_picture(STR("a/01.jpg")));
	assert_true(path_is_picture(STR("a/01.jpeg")));
	assert_true(path_is_picture(STR("a/01.png")));
	assert_false(path_is_picture(STR("a/01.gif")));
	assert_false(path_is_picture(STR("a/01.jpg.md")));
	assert_false(path_is_picture(STR("jpg")));
}

static void test_dashed(void **state)
{
	struct str name = path_dashed(&arena, STR("mzj/2026-11/window"));

	(void)state;
	assert_true(str_is(name, "mzj-2026-11-window"));
	assert_int_equal(name.data[name.len], '\0');
	assert_true(str_is(path_dashed(&arena, STR("")), ""));
}

static void test_mend(void **state)
{
	static const char *const table[][2] = {
	    {"IMG_1.JPG", "img_1.jpg"},
	    {"照片.jpg", "photo.jpg"},
	    {"照片 1.jpg", "1.jpg"},
	    {"a  b.md", "a-b.md"},
	    {"活动照片", "photo-1"},
	    {".hidden", "photo.hidden"},
	    {"...", "photo"},
	    {"a.", "a"},
	    {"-a", "a"},
	    {"con.md", "photo-1"},
	    {"", "photo-1"},
	    {"a\xFF\xFE"
	     "b",
		"a-b"},
	};
	char name[400];
	struct str mended;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		mended = path_name_mend(&arena, str_from(table[i][0]));
		if (!str_is(mended, table[i][1]))
			fail_msg("“%s”: “%.*s”", table[i][0], STR_ARGS(mended));
	}
	memset(name, 'x', sizeof name);
	mended = path_name_mend(&arena, (struct str){name, sizeof name});
	assert_true(path_name_is_good(mended));
	name[99] = '.';
	mended = path_name_mend(&arena, (struct str){name, sizeof name});
	assert_true(path_name_is_good(mended));
	/* Whatever a name is, the one proposed for it is good. */
	for (i = 0; i < 65536; i++) {
		char two[3] = {(char)(i & 0xFF), (char)(i >> 8), 'a'};

		mended = path_name_mend(&arena, (struct str){two, 3});
		assert_true(path_name_is_good(mended));
	}
}

/* A name may hold anything; the finding must be fit to be shown and copied
 * into a shell. */
static void test_report(void **state)
{
	struct report r;
	struct finding *f;

	(void)state;
	report_init(&r, &arena);
	assert_int_equal(
	    path_report(&r, STR("content/units"), STR("A\nB.jpg")), -1);
	f = report_last(&r);
	assert_true(str_is(f->id, "path-name"));
	assert_true(str_is(f->path, "content/units/A\\x0aB.jpg"));
	assert_int_equal(str_find_byte(f->message, '\n', 0), f->message.len);
	assert_true(str_find(f->remedy, STR("content/units/a-b.jpg"), 0) <
	    f->remedy.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_range),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(test_dashed),
	    cmocka_unit_test(test_mend),
	    cmocka_unit_test(test_report),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
