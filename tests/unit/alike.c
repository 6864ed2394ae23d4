/* SPDX-License-Identifier: MIT */
/* Symbols, prints and passages; texts found again, and those that are not. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "book/alike.h"

static void folded(struct buf *out, struct str text)
{
	uint32_t *symbols = test_malloc((text.len + 1) * sizeof *symbols);
	size_t n = symbols_make(symbols, NULL, text), i;

	buf_clear(out);
	for (i = 0; i < n; i++)
		buf_utf8(out, symbols[i]);
	test_free(symbols);
}

static void test_symbols(void **state)
{
	static const char *const table[][2] = {
	    {"取号、 填表，\n走人！", "取号填表走人"},
	    {"2026-11-12 与 2026年11月12日", "0与0年0月0日"},
	    {"１７号窗口，Ａ区", "0号窗口a区"},
	    {"**Wi-Fi**（5G）·“好”", "wifi0g好"},
	    {"々〇", "々〇"},
	    {"，。——…", ""},
	};
	struct buf out = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		folded(&out, str_from(table[i][0]));
		if (!str_is(buf_view(&out), table[i][1]))
			fail_msg(
			    "%s: %.*s", table[i][0], STR_ARGS(buf_view(&out)));
	}
	buf_release(&out);
}

static uint32_t chance(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(*state >> 33);
}

static void make(uint32_t *out, size_t n, uint64_t seed)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = 0x4E00 + chance(&seed) % 3000;
}

/* Any run of PRINT_RUN symbols that two texts share gives them a print, and
 * the prints are few. */
static void test_winnowing(void **state)
{
	enum { LONG = 4000 };
	uint32_t one[LONG], two[300];
	struct print a[LONG], b[300];
	size_t n, m, i, k, round;
	bool is_shared;

	(void)state;
	make(one, LONG, 1);
	n = prints_make(a, one, LONG);
	assert_in_range(n, LONG / 8, LONG / 5);
	for (round = 0; round < 300; round++) {
		size_t from = round * 11 % (LONG - PRINT_RUN);

		make(two, 300, round + 2);
		memcpy(two + 100 + round % 50, one + from,
		    PRINT_RUN * sizeof *two);
		m = prints_make(b, two, 300);
		is_shared = false;
		for (i = 0; i < m; i++)
			for (k = 0; k < n; k++)
				is_shared |= a[k].hash == b[i].hash &&
				    a[k].at >= from &&
				    a[k].at + PRINT_SYMBOLS <= from + PRINT_RUN;
		assert_true(is_shared);
	}
	assert_int_equal(prints_make(b, two, PRINT_RUN - 1), 0);
	assert_int_equal(prints_make(b, two, PRINT_RUN), 1);
	/* Of equal ones the rightmost is kept: one a window. */
	for (i = 0; i < 300; i++)
		two[i] = 0x4E00;
	assert_int_equal(prints_make(b, two, 300), 300 - PRINT_RUN + 1);
}

static void test_passage(void **state)
{
	uint32_t one[200], two[200];
	struct passage p;

	(void)state;
	make(one, 200, 1);
	make(two, 200, 2);
	memcpy(two + 50, one + 20, 80 * sizeof *two);
	p = passage_extend(one, 200, 60, two, 200, 90);
	assert_int_equal(p.begin, 20);
	assert_int_equal(p.end, 100);
	assert_int_equal(p.other, 50);
	assert_int_equal(p.equal, 80);
	/* Two changed, in the middle. */
	two[80] = two[81] = 1;
	p = passage_extend(one, 200, 21, two, 200, 51);
	assert_int_equal(p.end, 100);
	assert_int_equal(p.equal, 78);
	/* Three left out. */
	memmove(two + 110, two + 113, 17 * sizeof *two);
	p = passage_extend(one, 200, 21, two, 200, 51);
	assert_int_equal(p.end, 100);
	assert_int_equal(p.equal, 75);
	/* What does not make up for the difference is left out. */
	memcpy(two + 50, one + 20, 80 * sizeof *two);
	two[123] = two[124] = two[125] = 1;
	p = passage_extend(one, 200, 21, two, 200, 51);
	assert_int_equal(p.end, 93);
	p = passage_extend(one, 200, 0, one, 200, 0);
	assert_int_equal(p.equal, 200);
}

/* --- whole texts ---------------------------------------------------------- */

struct library {
	struct arena arena;
	struct alike *alike;
	struct field field;
};

static void add(struct library *l, const char *date, size_t number,
    const uint32_t *symbols, size_t n)
{
	struct printed_record p = {.count = 1};
	struct printed *t = arena_alloc(&l->arena, sizeof *t);
	struct cell *c = arena_alloc(&l->arena, sizeof *c);
	struct buf text = {0};
	size_t i;

	for (i = 0; i < n; i++)
		buf_utf8(&text, symbols[i]);
	*c = text_cell(arena_str(&l->arena, buf_view(&text)));
	*t = (struct printed){.field = &l->field, .cell = c};
	t->prints = arena_array(&l->arena, n, sizeof *t->prints);
	t->count = prints_make(t->prints, symbols, n);
	p.texts = t;
	assert_true(date_parse(&p.date, str_from(date)));
	alike_add(l->alike, &p, number);
	buf_release(&text);
}

/* Earlier is by date, then by number; the nearest before is named. */
static void test_order(void **state)
{
	struct library l = {.alike = alike_open()};
	const struct likeness *found;
	uint32_t text[3][150];
	size_t n, i;

	(void)state;
	for (i = 0; i < 3; i++) {
		make(text[i], 150, i + 1);
		memcpy(text[i] + 30 * i, text[0], 70 * sizeof **text);
	}
	add(&l, "2026-11-12", 0, text[0], 150);
	add(&l, "2026-11-12", 1, text[1], 150);
	add(&l, "2026-10-31", 2, text[2], 150);
	found = alike_find(l.alike, &n);
	assert_int_equal(n, 2);
	assert_int_equal(found[0].record, 0);
	assert_int_equal(found[0].other, 2);
	assert_int_equal(found[0].passage.equal, 70);
	assert_int_equal(found[0].passage.other, 60);
	assert_int_equal(found[0].length, 150);
	assert_int_equal(found[1].record, 1);
	assert_int_equal(found[1].other, 0);
	assert_int_equal(found[1].passage.begin, 30);
	alike_close(l.alike);
	arena_release(&l.arena);
}

/* What the plan says may be quoted, and short passages are nobody's. */
static void test_quoted(void **state)
{
	struct library l = {.alike = alike_open()};
	uint32_t one[200], two[200], i;
	struct buf text = {0};
	size_t n;

	(void)state;
	make(one, 200, 1);
	make(two, 200, 2);
	memcpy(two, one, 90 * sizeof *two);
	memcpy(two + 150, one + 150, (PASSAGE_MIN - 1) * sizeof *two);
	for (i = 0; i < 100; i++)
		buf_utf8(&text, one[i]);
	alike_add_plan(l.alike, buf_view(&text));
	add(&l, "2026-11-12", 0, one, 200);
	add(&l, "2026-11-13", 1, two, 200);
	alike_find(l.alike, &n);
	assert_int_equal(n, 0);
	buf_release(&text);
	alike_close(l.alike);
	arena_release(&l.arena);
}

/* However many passages there are, the longest are told, longest first. */
static void test_bounded(void **state)
{
	enum { PIECES = PASSAGES_MAX + 4, PIECE = 100 };
	struct library l = {.alike = alike_open()};
	uint32_t piece[PIECE], whole[PIECES * PIECE];
	const struct likeness *found;
	size_t n, i;

	(void)state;
	make(whole, PIECES * PIECE, 99);
	for (i = 0; i < PIECES; i++) {
		make(piece, PIECE, i);
		memcpy(whole + i * PIECE, piece,
		    (PASSAGE_MIN + 2 * i) * sizeof *piece);
		add(&l, "2026-10-01", i, piece, PIECE);
	}
	add(&l, "2026-11-12", PIECES, whole, PIECES * PIECE);
	found = alike_find(l.alike, &n);
	assert_int_equal(n, PASSAGES_MAX);
	for (i = 0; i < n; i++) {
		assert_int_equal(found[i].other, PIECES - 1 - i);
		assert_int_equal(
		    found[i].passage.equal, PASSAGE_MIN + 2 * (PIECES - 1 - i));
	}
	alike_close(l.alike);
	arena_release(&l.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_symbols),
	    cmocka_unit_test(test_winnowing),
	    cmocka_unit_test(test_passage),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
