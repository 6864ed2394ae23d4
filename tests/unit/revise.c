/* SPDX-License-Identifier: MIT */
/* What stayed, went and came: of texts, of lists, of what is too long. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/revise.h"

static const struct row {
	const char *was, *is, *pieces; /* [-gone-], {+came+} */
} rows[] = {
    {"", "", ""},
    {"等了十分钟", "等了十分钟", "等了十分钟"},
    {"", "等", "{+等+}"},
    {"等", "", "[-等-]"},
    {"等了十分钟", "等了二十分钟", "等了{+二+}十分钟"},
    {"窗口等了十分钟", "窗口排了半小时", "窗口[-等了十分钟-]{+排了半小时+}"},
    {"去窗口", "在窗口看", "[-去-]{+在+}窗口{+看+}"},
    {"2026-11-06 来", "2026-11-16 来", "2026-11-[-06-]{+16+} 来"},
    {"ab12 c", "ab13 c", "[-ab12-]{+ab13+} c"},
    /* a letter between changes belongs to them */
    {"甲乙丙丁戊己庚", "子乙丑丁寅己卯",
	"[-甲乙丙丁戊己庚-]{+子乙丑丁寅己卯+}"},
    {"甲一二三乙", "子一二三丑", "[-甲-]{+子+}一二三[-乙-]{+丑+}"},
    {"\xff\xfe", "\xff", "\xff[-\xfe-]"},
};

static void texts(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct revised_text *made;
		struct arena a = {0};
		struct buf out = {0};
		size_t n = revise_text(
		    &made, &a, str_from(rows[i].was), str_from(rows[i].is));

		for (k = 0; k < n; k++)
			buf_printf(&out,
			    made[k].sort == REVISED_SAME      ? "%.*s"
				: made[k].sort == REVISED_NEW ? "{+%.*s+}"
							      : "[-%.*s-]",
			    STR_ARGS(made[k].text));
		buf_byte(&out, '\0');
		assert_string_equal(out.data, rows[i].pieces);
		buf_release(&out);
		arena_release(&a);
	}
}

static void lists(void **state)
{
	struct str was[] = {STR("a"), STR("b"), STR("c"), STR("d"), STR("e")};
	struct str is[] = {STR("a"), STR("x"), STR("c"), STR("e"), STR("f")};
	static const struct revision wanted[] = {{REVISED_SAME, 0, 0},
	    {REVISED_GONE, 1, 1}, {REVISED_NEW, 2, 1}, {REVISED_SAME, 2, 2},
	    {REVISED_GONE, 3, 3}, {REVISED_SAME, 4, 3}, {REVISED_NEW, 5, 4}};
	struct arena a = {0};
	struct revision *made;
	size_t n = revise_list(&made, &a, was, 5, is, 5), i;

	(void)state;
	assert_int_equal(n, sizeof wanted / sizeof *wanted);
	for (i = 0; i < n; i++) {
		assert_int_equal(made[i].sort, wanted[i].sort);
		assert_int_equal(made[i].was, wanted[i].was);
		assert_int_equal(made[i].is, wanted[i].is);
	}
	arena_release(&a);
}

/* More pairs than are looked at: it ends, and nothing is lost. */
static void long_lists(void **state)
{
	enum { MANY = 4000 };
	struct arena a = {0};
	struct str *was = arena_array(&a, MANY, sizeof *was);
	struct str *is = arena_array(&a, MANY, sizeof *is);
	size_t gone = 0, new = 0, same = 0, n, i;
	struct revision *made;

	(void)state;
	for (i = 0; i < MANY; i++) {
		was[i] = arena_printf(&a, "%zu", i);
		is[i] = arena_printf(&a, "%zu", i * 2);
	}
	n = revise_list(&made, &a, was, MANY, is, MANY);
	for (i = 0; i < n; i++) {
		gone += made[i].sort == REVISED_GONE;
		new += made[i].sort == REVISED_NEW;
		same += made[i].sort == REVISED_SAME;
	}
	assert_int_equal(gone + same, MANY);
	assert_int_equal(new + same, MANY);
	/* Two of them are others: no more is said. */
	memcpy(is, was, MANY * sizeof *is);
	is[1] = is[MANY - 2] = STR("x");
	n = revise_list(&made, &a, was, MANY, is, MANY);
	assert_int_equal(n, MANY + 2);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(long_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
