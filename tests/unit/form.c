/* SPDX-License-Identifier: MIT */
/* The forms of the project's own kinds: filled in as they stand, they are
 * records whose only faults are what they refer to. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/disk.h"
#include "book/form.h"
#include "book/record.h"

static struct str root(void)
{
	const char *set = getenv("ROOT");

	return str_from(set ? set : ".");
}

/* A path that the pattern of the kind takes. */
static struct str path_of(struct arena *a, const struct kind *k)
{
	static const struct {
		const char *from, *to;
	} fill[] = {{"{单位}", "mzj"}, {"{活动月}", "2026-11"},
	    {"{报送月}", "2026-11"},
	    {"{类:window|enforce|complaint}", "window"}, {"[-{次}]", ""},
	    {"{次}", "1"}, {"{序}", "1"}, {"{名}", "a"},
	    {"{台账}", "mzj-2026-11-window-p01"}, {"{对象:**}", "mzj/a"}};
	struct str s = k->files;
	size_t i, at;

	for (i = 0; i < sizeof fill / sizeof *fill; i++)
		while ((at = str_find(s, str_from(fill[i].from), 0)) < s.len)
			s = arena_printf(a, "%.*s%s%.*s", (int)at, s.data,
			    fill[i].to,
			    STR_ARGS(str_slice(
				s, at + strlen(fill[i].from), s.len)));
	return s;
}

static void assert_form(struct arena *a, const struct schema *schema,
    const struct kind *k, const struct tree *t)
{
	struct str path = path_of(a, k);
	struct buf form = {0};
	struct record rec;
	struct report r;
	struct match m;
	size_t i;

	report_init(&r, a);
	form_example(&form, k);
	if (!schema_match(&m, a, schema, path) || m.kind != k)
		fail_msg("%.*s is not of its kind", STR_ARGS(path));
	if (str_ends(path, STR(".md"))) {
		assert_int_equal(
		    record_make(&rec, a, &m, buf_view(&form),
			arena_printf(a, "content/%.*s", STR_ARGS(path)), t, &r),
		    0);
		for (i = 0; i < r.count; i++)
			if (!str_is(r.findings[i].id, "picture-missing") &&
			    !str_is(r.findings[i].id, "reference-unknown"))
				fail_msg("%.*s:%u: %.*s", STR_ARGS(path),
				    r.findings[i].place.line,
				    STR_ARGS(r.findings[i].message));
	}
	buf_release(&form);
}

static void test_own_kinds(void **state)
{
	struct arena a = {0};
	struct schema schema;
	struct report r;
	struct tree t;
	size_t i;

	(void)state;
	report_init(&r, &a);
	assert_int_equal(disk_tree(&t, &a, root(), &r), 0);
	assert_int_equal(schema_read(&schema, &a, &t, &r), 0);
	assert_true(schema.kind_count > 15);
	for (i = 0; i < schema.kind_count; i++)
		assert_form(&a, &schema, schema.kinds[i], &t);
	tree_release(&t);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_own_kinds)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
