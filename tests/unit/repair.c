/* SPDX-License-Identifier: MIT */
/*
 * Files that are mended in part, and the sample's own records, damaged as
 * people do it, in many combinations: what comes back is what was meant, or it
 * is told.
 */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/disk.h"
#include "base/utf8.h"
#include "book/record.h"
#include "book/repair.h"

struct fixture {
	struct arena arena;
	struct tree tree;
	struct schema schema;
};

static struct fixture fx;

static int setup(void **state)
{
	struct report r;
	(void)state;

	report_init(&r, &fx.arena);
	return disk_tree(&fx.tree, &fx.arena, STR("."), &r) ||
	    repair_schema(&fx.schema, &fx.arena, &fx.tree, &r);
}

static int teardown(void **state)
{
	(void)state;
	tree_release(&fx.tree);
	arena_release(&fx.arena);
	return 0;
}

/* --- by hand -------------------------------------------------------------- */

static const char kind_text[] =
    "name: 试\nhelp: 试\nfiles: t/{名}.md\n"
    "path:\n  名: {type: text, help: 名}\n"
    "fields:\n"
    "  日期: {type: date, help: 日}\n"
    "  月: {type: month, help: 月}\n"
    "  文: {type: text, help: 文}\n"
    "  几天: {type: list, of: date, help: 日}\n"
    "  组:\n    type: group\n    help: 组\n    fields:\n"
    "      日: {type: date, help: 日}\n"
    "  表:\n    type: list\n    help: 表\n    fields:\n"
    "      日: {type: date, help: 日}\n"
    "      文: {type: text, help: 文}\n"
    "  图: {type: map, help: 图}\n"
    "body: {name: 正文, type: markdown, help: 正文}\n";

struct file {
	const char *was, *is; /* NULL: it stays */
};

static const struct file rows[] = {
    {"---\n日期: 2026年6月5日\n---\n", "---\n日期: 2026-06-05\n---\n"},
    {"---\n日期：2026/6/5\n---\n", "---\n日期: 2026-06-05\n---\n"},
    {"---\n日期:2026.6.5\n---\n", "---\n日期: 2026-06-05\n---\n"},
    {"---\n日期: 2026-6-5   # 记\n---\n",
	"---\n日期: \"2026-6-5   # 记\"\n---\n"},
    {"---\n月: 2026年6月\n---\n", "---\n月: 2026-06\n---\n"},
    {"---\n月: 2026/12\n---\n", "---\n月: 2026-12\n---\n"},
    {"---\n月: 2026.1\n---\n", NULL},
    {"---\n月: 2026年13月\n日期: 2026/2/30\n---\n", NULL},
    {"---\n日期: 2026年6月\n月: 2026年6月5日\n---\n", NULL},
    /* quoted, in blocks, in fields of another type */
    {"---\n日期: \"2026/6/5\"\n文: 2026年6月5日\n---\n", NULL},
    {"---\n日期: '2026/6/5'\n---\n", NULL},
    {"---\n日期: |\n  2026/6/5\n---\n", NULL},
    {"---\n日期: >-\n  2026/6/5\n文: |\n  键：值\n  -项\n---\n", NULL},
    {"---\n没有这一栏: 2026/6/5\n---\n", NULL},
    /* everywhere a date may stand, in the order of the file */
    {"---\n表:\n  - {日: 2026/6/5, 文: 2026/6/5}\n  - 日: 2026年6月6日\n"
     "几天: [2026/6/7, 2026-06-08, 2026.6.9]\n组: {日: 2026/6/10}\n"
     "图: {日: 2026/6/11}\n日期: 2026/6/4\n---\n",
	"---\n表:\n  - {日: 2026-06-05, 文: 2026/6/5}\n  - 日: 2026-06-06\n"
	"几天: [2026-06-07, 2026-06-08, 2026-06-09]\n"
	"组: {日: 2026-06-10}\n图: {日: 2026/6/11}\n日期: 2026-06-04\n"
	"---\n"},
    {"---\n文: 值　值\n日期:　2026/6/5\n---\n",
	"---\n文: 值　值\n日期: 2026-06-05\n---\n"},
    /* another line is past help */
    {"---\n文: \"甲\"乙: 丙\n  日: x: y\n日期: 2026/6/5\n组: {日: 2026/6/6\n"
     "月：2026年6月\n---\n",
	"---\n文: \"甲\"乙: 丙\n  日: \"x: y\"\n日期: 2026-06-05\n"
	"组: {日: 2026/6/6\n月: 2026-06\n---\n"},
    {"---\n日期: 2026/6/5\n日期: 2026/6/6\n---\n",
	"---\n日期: 2026-06-05\n日期: 2026-06-06\n---\n"},
    {"---\n文: &a 甲\n日期: 2026/6/5\n---\n",
	"---\n文: \"&a 甲\"\n日期: 2026-06-05\n---\n"},
    {"---\n- 甲\n日期: 2026/6/5\n---\n", "---\n- 甲\n日期: 2026-06-05\n---\n"},
    /* no head: nothing is known */
    {"日期: 2026/6/5\n\n回拨 138\\*\\*\\*\\*1234。\n", NULL},
    {"---\n日期: 2026/6/5\n\n138\\*\\*1\n", NULL},
    {"---\n文: \xB0\xEC\n日期: 2026/6/5\n---\n", NULL},
    {"", NULL},
    /* the body */
    {"---\n文: a\n---\n\n回拨 138\\*\\*\\*\\*1234。\n日期：2026/6/5\n",
	"---\n文: a\n---\n\n回拨 138****1234。\n日期：2026/6/5\n"},
    {"---\n文: 138\\*\\*\\*\\*1234\n---\n", NULL},
    {"\xEF\xBB\xBF\r\n---\r\n文：a\r\n---\r\n一\r\n\r\n    码\r\n",
	"---\n文: a\n---\n一\n\n    码\n"},
};

static void schema_make(struct schema *s, struct report *r)
{
	struct tree t;

	tree_init_memory(&t);
	tree_add(&t, &fx.arena, STR("content/plan/kinds/t.yaml"))->bytes =
	    str_from(kind_text);
	tree_sort(&t);
	schema_read(s, &fx.arena, &t, r);
	if (r->count)
		fail_msg("%.*s", STR_ARGS(r->findings[0].message));
	tree_release(&t);
}

static void assert_repaired(
    const struct kind *k, struct str path, struct str was, struct str is)
{
	struct buf once = {0}, twice = {0};

	repair_text(&once, k, path, was);
	if (!str_equal(buf_view(&once), is))
		fail_msg("%.*s\nwanted: %.*s\ngot: %.*s", STR_ARGS(was),
		    STR_ARGS(is), STR_ARGS(buf_view(&once)));
	repair_text(&twice, k, path, buf_view(&once));
	assert_true(str_equal(buf_view(&once), buf_view(&twice)));
	buf_release(&once);
	buf_release(&twice);
}

static void test_rows(void **state)
{
	struct schema s;
	struct report r;
	size_t i;

	(void)state;
	report_init(&r, &fx.arena);
	schema_make(&s, &r);
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_repaired(s.kinds[0], STR("t/a.md"),
		    str_from(rows[i].was),
		    str_from(rows[i].is ? rows[i].is : rows[i].was));
}

/* Without a kind heads are mended, and nothing that needs fields. */
static void test_no_kind(void **state)
{
	(void)state;
	assert_repaired(NULL, STR("t/a.md"),
	    STR("---\n日期：2026/6/5\n---\n138\\*\\*1\n"),
	    STR("---\n日期: 2026/6/5\n---\n138\\*\\*1\n"));
	assert_repaired(NULL, STR("plan/kinds/t.yaml"),
	    STR("\xEF\xBB\xBF甲：乙\r\n"), STR("甲: 乙\n"));
}

static void test_yaml(void **state)
{
	struct schema s;
	struct report r;

	(void)state;
	report_init(&r, &fx.arena);
	schema_make(&s, &r);
	assert_repaired(s.kinds[0], STR("t/a.yml"),
	    STR("日期：2026/6/5 # 记\n月: 2026年6月\n"),
	    STR("日期: 2026-06-05 # 记\n月: 2026-06\n"));
}

/* --- the sample, damaged -------------------------------------------------- */

enum { DAMAGES_MAX = 4000, SEEDS = 4 /* a record */ };

struct damage {
	size_t from, to; /* bytes of the text */
	const char *text;
	char own[32];
};

struct damages {
	struct str text;
	struct damage all[DAMAGES_MAX];
	size_t count, applied;
	uint64_t chance;
};

static uint64_t chance(struct damages *d, uint64_t below)
{
	d->chance ^= d->chance << 13;
	d->chance ^= d->chance >> 7;
	d->chance ^= d->chance << 17;
	return d->chance % below;
}

static struct damage *damage_add(
    struct damages *d, size_t from, size_t to, const char *text)
{
	struct damage *added = &d->all[d->count];

	assert_true(d->count < DAMAGES_MAX);
	*added = (struct damage){from, to, text, {0}};
	d->count++;
	return added;
}

static size_t offset(const struct damages *d, struct place p)
{
	size_t at = 0;

	while (--p.line)
		at = str_find_byte(d->text, '\n', at) + 1;
	return at + utf8_offset(str_slice(d->text, at, d->text.len), p.column);
}

static bool has(const struct damages *d, size_t at, const char *text)
{
	return str_begins(str_slice(d->text, at, d->text.len), str_from(text));
}

static void damage_colon(struct damages *d, const struct pair *p)
{
	static const char *const full[] = {"：", "： ", "：　"};
	size_t at = offset(d, p->place) + p->key.len;

	if (has(d, at, ": "))
		damage_add(
		    d, at, at + 2, chance(d, 3) ? full[chance(d, 3)] : ":");
	else if (has(d, at, ":\n"))
		damage_add(d, at, at + 1, "：");
}

static void damage_date(struct damages *d, const struct value *v)
{
	static const char *const marks[][3] = {
	    {"年", "月", "日"}, {"/", "/", ""}, {".", ".", ""}, {"-", "-", ""}};
	size_t at = offset(d, v->place);
	const char *const *mark = marks[chance(d, 4)];
	struct damage *added;
	struct date day;

	if (!v->is_plain || !date_parse(&day, v->text))
		return;
	added = damage_add(d, at, at + v->text.len, NULL);
	snprintf(added->own, sizeof added->own, "%d%s%d%s%d%s", day.year,
	    mark[0], day.month, mark[1], day.day, mark[2]);
}

/* Between two entries of a map in braces. */
static void damage_comma(struct damages *d, struct place next)
{
	size_t at = offset(d, next);

	if (at >= 2 && has(d, at - 2, ", "))
		damage_add(d, at - 2, at, chance(d, 2) ? "，" : "， ");
}

static void damage_value(struct damages *d, const struct value *v)
{
	size_t i;

	if (v->type == VALUE_TEXT)
		damage_date(d, v);
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++)
		damage_value(d, v->items[i]);
	for (i = 0; v->type == VALUE_MAP && i < v->count; i++) {
		/* "，时限：" inside a value may be meant as it stands, so an
		 * entry has one fault or the other. */
		if (i && chance(d, 2))
			damage_comma(d, v->pairs[i].place);
		else
			damage_colon(d, &v->pairs[i]);
		damage_value(d, v->pairs[i].value);
	}
}

/* Dashes, and indentation in twos. */
static void damage_lines(struct damages *d, size_t from, size_t to)
{
	static const char *const dashes[] = {"-", "－", "－ ", "-　"};
	static const char *const twos[] = {"\t", "　", "\xC2\xA0\xC2\xA0"};
	size_t at = from;

	while (at < to) {
		size_t end = str_find_byte(d->text, '\n', at) + 1;
		const char *two = twos[chance(d, 3)];
		bool is_damaged = !chance(d, 8);

		for (; has(d, at, "  "); at += 2)
			if (is_damaged)
				damage_add(d, at, at + 2, two);
		if (has(d, at, "- "))
			damage_add(d, at, at + 2, dashes[chance(d, 4)]);
		at = end;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct damage *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Each of the damages with a chance of one in `of`. */
static void damage_apply(
    struct buf *out, struct damages *d, uint64_t of, bool is_dos)
{
	struct buf b = {0};
	size_t at = 0, i;

	qsort(d->all, d->count, sizeof *d->all, by_place);
	if (is_dos && chance(d, 2))
		buf_text(&b, "\xEF\xBB\xBF");
	for (i = 0; i < d->count; i++) {
		const struct damage *one = &d->all[i];

		if (one->from < at || chance(d, of))
			continue;
		buf_str(&b, str_slice(d->text, at, one->from));
		buf_text(&b, one->text ? one->text : one->own);
		at = one->to;
		d->applied++;
	}
	buf_str(&b, str_slice(d->text, at, d->text.len));
	for (i = 0; i < b.len; i++) {
		if (is_dos && b.data[i] == '\n')
			buf_byte(out, '\r');
		buf_byte(out, b.data[i]);
	}
	buf_release(&b);
}

static bool is_same(const struct value *a, const struct value *b)
{
	size_t i;

	if (a->type != b->type || !str_equal(a->text, b->text) ||
	    a->count != b->count)
		return false;
	for (i = 0; a->type == VALUE_LIST && i < a->count; i++)
		if (!is_same(a->items[i], b->items[i]))
			return false;
	for (i = 0; a->type == VALUE_MAP && i < a->count; i++)
		if (!str_equal(a->pairs[i].key, b->pairs[i].key) ||
		    !is_same(a->pairs[i].value, b->pairs[i].value))
			return false;
	return true;
}

/* Damages one record; true where it came back whole. */
static bool damage_one(struct arena *a, const struct match *m, struct str path,
    struct str text, uint64_t seed, uint64_t of, size_t *faults)
{
	struct damages *d = arena_alloc(a, sizeof *d);
	struct buf broken = {0}, once = {0}, twice = {0};
	struct front front, back;
	struct str head, body;
	struct record rec;
	struct report r;
	uint32_t line;
	bool is_back;

	*d = (struct damages){.text = text, .chance = seed};
	report_init(&r, a);
	assert_int_equal(front_parse(&front, a, text, path, &r), 0);
	damage_value(d, front.head);
	assert_true(front_split(&head, &line, &body, text));
	damage_lines(d, 4, 4 + head.len);
	damage_apply(&broken, d, of, !chance(d, 8));
	*faults += d->applied;
	repair_text(&once, m->kind, path, buf_view(&broken));
	repair_text(&twice, m->kind, path, buf_view(&once));
	assert_true(str_equal(buf_view(&once), buf_view(&twice)));
	record_make(&rec, a, m, buf_view(&once), path, &fx.tree, &r);
	is_back = !r.count;
	if (is_back) {
		assert_int_equal(
		    front_parse(&back, a, buf_view(&once), path, &r), 0);
		if (!is_same(front.head, back.head) ||
		    !str_equal(front.body, back.body))
			fail_msg("%.*s, seed %llu: taken for something "
				 "else\n%.*s\nmended:\n%.*s",
			    STR_ARGS(path), (unsigned long long)seed,
			    STR_ARGS(buf_view(&broken)),
			    STR_ARGS(buf_view(&once)));
	}
	buf_release(&broken);
	buf_release(&once);
	buf_release(&twice);
	return is_back;
}

/* All records of the sample that are right, `of` as above. */
static void damage_all(uint64_t of, size_t *tried, size_t *back, size_t *faults)
{
	struct arena a = {0};
	size_t from, to, seed;

	*tried = *back = *faults = 0;
	tree_range(&fx.tree, STR("content/units/"), &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &fx.tree.entries[from];
		struct match m;
		struct record rec;
		struct report r;
		struct str text;

		arena_clear(&a);
		report_init(&r, &a);
		if (!str_ends(e->path, STR(".md")) ||
		    tree_read_once(&fx.tree, e, &a, &text, &r) ||
		    !schema_match(&m, &a, &fx.schema,
			str_slice(e->path, 8, e->path.len)) ||
		    record_make(&rec, &a, &m, text, e->path, &fx.tree, &r) ||
		    r.count)
			continue;
		assert_repaired(m.kind, e->path, text, text);
		for (seed = 1; seed <= SEEDS; seed++, ++*tried)
			*back += damage_one(&a, &m, e->path, text,
			    (from * SEEDS + seed) * 0x9E3779B97F4A7C15, of,
			    faults);
	}
	arena_release(&a);
}

static void test_sample(void **state)
{
	static const uint64_t rounds[] = {200, 20, 5, 2, 1};
	size_t tried, back, faults, i;

	(void)state;
	for (i = 0; i < sizeof rounds / sizeof *rounds; i++) {
		damage_all(rounds[i], &tried, &back, &faults);
		print_message("# one in %u: %zu faults, %zu of %zu come back\n",
		    (unsigned)rounds[i], faults, back, tried);
		assert_true(tried > 100);
		assert_true(faults * rounds[i] > tried * 50);
		/* The others are told. */
		assert_true(back * 100 >= tried * 99);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_no_kind),
	    cmocka_unit_test(test_yaml),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
