/* SPDX-License-Identifier: MIT */
/* A pass is good once, for whom and what it was left for. */
#include <setjmp.h>
#include <stdarg.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/disk.h"
#include "gate/pass.h"

static struct pass pass_of(const char *key, const char *who, const char *what)
{
	return (struct pass){.key = str_from(key),
	    .who = str_from(who),
	    .commands = str_from(what)};
}

static void test_take(void **state)
{
	char folder[] = "/tmp/pass.XXXXXX";
	struct arena a = {0};
	struct report r;
	struct str below;
	struct pass p = pass_of("1-2", "a", "x\n"), q = p, other;

	(void)state;
	assert_non_null(mkdtemp(folder));
	below = arena_printf(&a, "%s/passes", folder);
	report_init(&r, &a);
	p.seconds = 1795254069;
	assert_int_equal(pass_take(&q, below, &r), -1);
	assert_int_equal(pass_leave(&p, below, &r), 0);
	other = pass_of("1-3", "a", "x\n");
	assert_int_equal(pass_take(&other, below, &r), -1);
	assert_int_equal(pass_take(&q, below, &r), 0);
	assert_int_equal(q.seconds, 1795254069);
	assert_int_equal(pass_take(&q, below, &r), -1); /* only once */
	assert_int_equal(pass_leave(&p, below, &r), 0);
	other = pass_of("1-2", "b", "x\n");
	assert_int_equal(pass_take(&other, below, &r), -1);
	assert_int_equal(pass_leave(&p, below, &r), 0);
	other = pass_of("1-2", "a", "x\ny\n");
	assert_int_equal(pass_take(&other, below, &r), -1);
	assert_int_equal(pass_take(&q, below, &r), -1); /* and then gone */
	/* What a refused push left goes when it is old. */
	assert_int_equal(pass_leave(&p, below, &r), 0);
	other = pass_of("9-9", "a", "x\n");
	other.seconds = 99999999999;
	assert_int_equal(pass_leave(&other, below, &r), 0);
	assert_int_equal(pass_take(&q, below, &r), -1);
	assert_int_equal(pass_take(&other, below, &r), 0);
	disk_remove(AT_FDCWD, folder);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_take)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
