/* SPDX-License-Identifier: MIT */
/* pkt-lines out and in, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "gate/pkt.h"

/* A descriptor that gives these bytes and then ends. */
static int given(struct str bytes)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes.data, bytes.len), bytes.len);
	close(ends[1]);
	return ends[0];
}

static void test_again(void **state)
{
	struct buf out = {0}, line = {0};
	int fd;

	(void)state;
	pkt_add(&out, STR("ok refs/heads/u/a/b"));
	pkt_add(&out, STR(""));
	pkt_add(&out, STR("version=1\0push-options"));
	pkt_add_flush(&out);
	assert_memory_equal(out.data, "0018ok refs/heads/u/a/b\n0005\n", 29);
	fd = given(buf_view(&out));
	assert_int_equal(pkt_read(&line, fd), PKT_LINE);
	assert_true(str_is(buf_view(&line), "ok refs/heads/u/a/b"));
	assert_int_equal(pkt_read(&line, fd), PKT_LINE);
	assert_int_equal(line.len, 0);
	assert_int_equal(pkt_read(&line, fd), PKT_LINE);
	assert_true(str_equal(buf_view(&line), STR("version=1\0push-options")));
	assert_int_equal(pkt_read(&line, fd), PKT_FLUSH);
	assert_int_equal(pkt_read(&line, fd), PKT_END);
	close(fd);
	buf_release(&out);
	buf_release(&line);
}

static void test_bad(void **state)
{
	static const char *const bad[] = {"0", "000", "0001", "0003", "00g0",
	    "-001", "fff1", "ffff", "0009abc", "0005"};
	struct buf line = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		int fd = given(str_from(bad[i]));

		if (pkt_read(&line, fd) != PKT_BAD)
			fail_msg("%s", bad[i]);
		close(fd);
	}
	buf_release(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_again), cmocka_unit_test(test_bad)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
