/* SPDX-License-Identifier: MIT */
/* Pieces of every size do not overlap, are zeroed and aligned. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static void test_pieces(void **state)
{
	enum { COUNT = 3000 };
	static struct {
		unsigned char *data;
		size_t size;
	} pieces[COUNT];
	struct arena a = {0};
	size_t i, k, sum = 0;

	(void)state;
	for (i = 0; i < COUNT; i++) {
		/* Small ones mostly, now and then one over a block. */
		size_t size = i % 500 == 499 ? 300000 + i : i % 97;

		pieces[i].data = arena_alloc(&a, size);
		pieces[i].size = size;
		sum += size;
		assert_int_equal((uintptr_t)pieces[i].data % 16, 0);
		for (k = 0; k < size; k++)
			assert_int_equal(pieces[i].data[k], 0);
		memset(pieces[i].data, (int)(i % 255 + 1), size);
	}
	for (i = 0; i < COUNT; i++)
		for (k = 0; k < pieces[i].size; k++)
			assert_int_equal(pieces[i].data[k], i % 255 + 1);
	assert_true(arena_size(&a) >= sum);
	assert_true(arena_size(&a) < 3 * sum);
	arena_release(&a);
	assert_int_equal(arena_size(&a), 0);
	/* It may be used again. */
	memset(arena_alloc(&a, 10), 1, 10);
	arena_release(&a);
	arena_release(&a);
}

static void test_grow(void **state)
{
	struct arena a = {0};
	size_t cap = 0, i, moves = 0;
	int *array = NULL;

	(void)state;
	for (i = 0; i < 10000; i++) {
		int *grown = arena_grow(&a, array, i, &cap, sizeof *array);

		moves += grown != array;
		array = grown;
		assert_true(cap > i);
		array[i] = (int)i;
	}
	for (i = 0; i < 10000; i++)
		assert_int_equal(array[i], i);
	assert_true(moves < 16);
	arena_release(&a);
}

static void test_join(void **state)
{
	struct arena a = {0}, b = {0}, none = {0};
	char *one, *two, *large;
	size_t before;

	(void)state;
	two = arena_alloc(&b, 8);
	large = arena_alloc(&b, 1 << 21);
	memset(large, 'x', 1 << 21);
	arena_join(&a, &none);
	assert_int_equal(arena_size(&a), 0);
	before = arena_size(&b);
	arena_join(&a, &b);
	assert_int_equal(arena_size(&a), before);
	assert_int_equal(arena_size(&b), 0);
	/* Both are whole, and both go on. */
	one = arena_alloc(&a, 8);
	memcpy(one, "one", 4);
	memcpy(two, "two", 4);
	arena_alloc(&b, 100);
	arena_join(&a, &b);
	arena_alloc(&a, 5000);
	assert_string_equal(one, "one");
	assert_string_equal(two, "two");
	assert_int_equal(large[(1 << 21) - 1], 'x');
	arena_release(&a);
}

static void test_text(void **state)
{
	struct arena a = {0};
	struct str s = arena_str(&a, STR("a\0b"));
	char big[5000];

	(void)state;
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b", 4);
	s = arena_str(&a, (struct str){0});
	assert_int_equal(s.len, 0);
	assert_int_equal(s.data[0], '\0');
	s = arena_printf(&a, "%s-%d", "台账", 7);
	assert_string_equal(s.data, "台账-7");
	assert_int_equal(s.len, 8);
	assert_int_equal(arena_printf(&a, "%s", "").len, 0);
	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	assert_int_equal(arena_printf(&a, "%s", big).len, sizeof big - 1);
	arena_release(&a);
}

static int status_of(void (*ask)(struct arena *a))
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		struct arena a = {0};

		close(STDERR_FILENO);
		ask(&a);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void ask_overflow(struct arena *a)
{
	arena_array(a, SIZE_MAX / 2, 3);
}

static void ask_head_overflow(struct arena *a)
{
	arena_alloc(a, SIZE_MAX);
}

/* No memory is exit status 3, at once. */
static void test_failure(void **state)
{
	(void)state;
	assert_int_equal(status_of(ask_overflow), 3);
	assert_int_equal(status_of(ask_head_overflow), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_grow),
	    cmocka_unit_test(test_join),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
