/* SPDX-License-Identifier: MIT */
/* Other programs: what they read and write, how they end, what they see. */
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/child.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct buf out, err;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	buf_release(&f->out);
	buf_release(&f->err);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static int run(
    struct fixture *f, const char *const *argv, struct str in, struct str more)
{
	static const char *const environment[] = {"SAID=here", NULL};
	struct child c = {
	    .argv = argv, .environment = environment, .in = in, .more = more};

	return child_run(&f->out, &f->err, &c, &f->report);
}

static void test_what_goes_in_comes_out(void **state)
{
	static const char *const argv[] = {"cat", "-", "/dev/fd/3", NULL};
	struct fixture *f = *state;
	struct buf in = {0};
	size_t i;

	for (i = 0; i < 300000; i++)
		buf_printf(&in, "%zu\n", i);
	assert_int_equal(run(f, argv, buf_view(&in), STR("more")), 0);
	assert_int_equal(f->out.len, in.len + 4);
	assert_memory_equal(f->out.data, in.data, in.len);
	assert_memory_equal(f->out.data + in.len, "more", 4);
	assert_int_equal(f->err.len, 0);
	buf_release(&in);
}

static void test_it_need_not_read(void **state)
{
	static const char *const argv[] = {"true", NULL};
	struct fixture *f = *state;

	assert_int_equal(run(f, argv, STR("unread"), STR("")), 0);
	assert_int_equal(f->out.len, 0);
}

static void test_status_and_what_it_says(void **state)
{
	static const char *const argv[] = {
	    "sh", "-c", "echo no >&2; exit 7", NULL};
	static const char *const killed[] = {"sh", "-c", "kill -9 $$", NULL};
	struct fixture *f = *state;

	assert_int_equal(run(f, argv, STR(""), STR("")), 7);
	assert_int_equal(f->err.len, 3);
	assert_int_equal(run(f, killed, STR(""), STR("")), 128 + 9);
	assert_int_equal(f->report.count, 0);
}

static void test_err_is_cut(void **state)
{
	static const char *const argv[] = {
	    "sh", "-c", "head -c 100000 /dev/zero >&2", NULL};
	struct fixture *f = *state;

	struct child c = {.argv = argv, .err_max = 50000};

	assert_int_equal(run(f, argv, STR(""), STR("")), 0);
	assert_int_equal(f->err.len, 4096);
	f->err.len = 0;
	c.environment = argv + 3;
	assert_int_equal(child_run(&f->out, &f->err, &c, &f->report), 0);
	assert_int_equal(f->err.len, 50000);
}

static void test_silence(void **state)
{
	static const char *const argv[] = {"sleep", "30", NULL};
	struct fixture *f = *state;
	struct child c = {.argv = argv, .environment = argv + 2, .silence = 1};

	assert_int_equal(child_run(&f->out, &f->err, &c, &f->report), -1);
	assert_int_equal(f->report.count, 1);
}

static void test_out_has_an_end(void **state)
{
	static const char *const argv[] = {"cat", "/dev/zero", NULL};
	struct fixture *f = *state;

	assert_int_equal(run(f, argv, STR(""), STR("")), -1);
	assert_int_equal(f->report.count, 1);
	assert_string_equal(f->report.findings[0].id.data, "system");
}

static void test_missing(void **state)
{
	static const char *const argv[] = {"no-such-program-here", NULL};
	struct fixture *f = *state;

	assert_int_equal(run(f, argv, STR(""), STR("")), CHILD_MISSING);
	assert_int_equal(f->report.count, 0);
}

static void test_it_sees_little(void **state)
{
	static const char *const argv[] = {"sh", "-c",
	    "echo \"$SAID$HOME$UNSAID\"; ls /proc/self/fd | grep -c .", NULL};
	struct fixture *f = *state;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setenv("UNSAID", "x", 1);
	assert_int_equal(run(f, argv, STR(""), STR("")), 0);
	close(fd);
	/* 0, 1, 2, 3, and the folder that ls reads. */
	buf_byte(&f->out, '\0');
	assert_string_equal(f->out.data, "here\n5\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_what_goes_in_comes_out),
	    TEST(test_it_need_not_read),
	    TEST(test_status_and_what_it_says),
	    TEST(test_err_is_cut),
	    TEST(test_silence),
	    TEST(test_out_has_an_end),
	    TEST(test_missing),
	    TEST(test_it_sees_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
