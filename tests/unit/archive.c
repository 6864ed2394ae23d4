/* SPDX-License-Identifier: MIT */
/* What a record with pictures and all sorts of cells gave is the same when it
 * has been bytes; and bytes that are not what they were break nothing. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/cache.h"
#include "base/disk.h"
#include "book/archive.h"

static const char path[] = "content/units/mzj/2026-11/window/index.md";

struct sample {
	struct arena arena;
	struct report report;
	struct tree tree;
	struct schema schema;
	struct match match;
	struct read read;
};

static struct str bytes_of(struct sample *s, struct str file)
{
	const struct entry *e = tree_find(&s->tree, file);
	struct str bytes;

	assert_non_null(e);
	assert_int_equal(
	    tree_read_once(&s->tree, e, &s->arena, &bytes, &s->report), 0);
	return bytes;
}

static void sample_make(struct sample *s)
{
	const char *root = getenv("ROOT");
	struct cache *none = cache_open(STR(""), 0);
	struct read *read = &s->read;
	struct str text;
	size_t n, i;

	*s = (struct sample){0};
	report_init(&s->report, &s->arena);
	assert_int_equal(disk_tree(&s->tree, &s->arena,
			     str_from(root ? root : "."), &s->report),
	    0);
	assert_int_equal(
	    schema_read(&s->schema, &s->arena, &s->tree, &s->report), 0);
	assert_true(schema_match(&s->match, &s->arena, &s->schema,
	    str_slice(str_from(path), sizeof "content/" - 1, sizeof path)));
	text = bytes_of(s, str_from(path));
	assert_int_equal(record_make(&read->record, &s->arena, &s->match, text,
			     str_from(path), &s->tree, &s->report),
	    0);
	read->is_read = true;
	traces_read(&read->data, &s->arena,
	    STR("请打 13912345678 找他，或者写信到 a.b@example.com"));
	n = read->record.picture_count;
	assert_true(n > 0);
	read->sights = arena_array(&s->arena, n, sizeof *read->sights);
	read->picture_data =
	    arena_array(&s->arena, n, sizeof *read->picture_data);
	for (i = 0; i < n; i++) {
		sight_make(&read->sights[i], &read->record, i);
		assert_null(sight_read(&read->sights[i], &read->record,
		    bytes_of(s, read->sights[i].file), none));
	}
	printed_make(&read->printed, &s->arena, &read->record);
	report_add(&s->report, FINDING_GATE_LIMIT, str_from(path),
	    (struct place){3, 2, 1}, "说的是 %d", 1);
	report_last(&s->report)->is_private = true;
	cache_close(none);
}

static void sample_free(struct sample *s)
{
	tree_release(&s->tree);
	arena_release(&s->arena);
}

static bool parsed(struct read *read, struct arena *a, const struct sample *s,
    struct str bytes, struct report *r)
{
	report_init(r, a);
	return reading_parse(read, a, bytes, s->match.kind, &s->schema, r);
}

static void test_same(void **state)
{
	struct buf out = {0}, again = {0};
	struct arena a = {0};
	struct sample s;
	struct report r;
	struct read read;

	(void)state;
	sample_make(&s);
	reading_print(&out, &s.read, &s.report);
	assert_true(parsed(&read, &a, &s, buf_view(&out), &r));
	assert_int_equal(r.count, s.report.count);
	assert_true(report_last(&r)->is_private);
	assert_int_equal(read.record.row_count, s.read.record.row_count);
	assert_int_equal(read.printed.count, s.read.printed.count);
	assert_true(read.printed.count > 0);
	assert_true(read.record.link_count == s.read.record.link_count);
	assert_string_equal(read.sights[0].digest, s.read.sights[0].digest);
	assert_true(str_equal(read.sights[0].field, s.read.sights[0].field));
	assert_int_equal(read.data.count, 2);
	/* All that is written was read. */
	reading_print(&again, &read, &r);
	assert_true(str_equal(buf_view(&out), buf_view(&again)));
	buf_release(&out);
	buf_release(&again);
	arena_release(&a);
	sample_free(&s);
}

/* A head that cannot be read is a finding and nothing more. */
static void test_unread(void **state)
{
	struct buf out = {0};
	struct arena a = {0};
	struct sample s;
	struct report r;
	struct read read;

	(void)state;
	sample_make(&s);
	s.read.is_read = false;
	reading_print(&out, &s.read, &s.report);
	assert_true(parsed(&read, &a, &s, buf_view(&out), &r));
	assert_false(read.is_read);
	assert_int_equal(r.count, s.report.count);
	buf_release(&out);
	arena_release(&a);
	sample_free(&s);
}

static void test_damaged(void **state)
{
	struct buf out = {0};
	struct arena a = {0};
	struct sample s;
	struct report r;
	struct read read;
	size_t i;

	(void)state;
	sample_make(&s);
	reading_print(&out, &s.read, &s.report);
	for (i = 0; i < out.len; i += 3) {
		/* A copy: reading beyond its end is seen by the sanitizer. */
		char *cut = test_malloc(i + 1);

		memcpy(cut, out.data, i);
		assert_false(parsed(&read, &a, &s, (struct str){cut, i}, &r));
		arena_clear(&a);
		test_free(cut);
	}
	for (i = 0; i < out.len; i++) {
		out.data[i] ^= (char)0xFF;
		parsed(&read, &a, &s, buf_view(&out), &r);
		out.data[i] ^= (char)0xFF;
		arena_clear(&a);
	}
	buf_byte(&out, 'x');
	assert_false(parsed(&read, &a, &s, buf_view(&out), &r));
	buf_release(&out);
	arena_release(&a);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_unread),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
