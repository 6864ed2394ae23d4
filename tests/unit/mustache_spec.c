/* SPDX-License-Identifier: MIT */
/*
 * Runs cases of Mustache in the JSON shape of its standard: {"tests": [{"name",
 * "data", "template", "partials", "expected"}]}. Our own are in tests/spec/;
 * those of the standard are in the folder that MUSTACHE_SPEC names, and are
 * skipped where it is absent.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>

#include "web/data.h"
#include "base/template.h"

struct tally {
	unsigned run, failed;
};

/* Does the case render as it says? If not, it is shown. */
static bool case_holds(struct str file, const struct value *c)
{
	struct arena a = {0};
	struct report r;
	struct template_set set;
	struct template_options options = {.escape = ESCAPE_HTML};
	const struct value *partials = value_find(c, STR("partials"));
	struct str expected = value_find_text(c, "expected");
	struct buf out = {0};
	int status;
	size_t i;
	bool holds;

	report_init(&r, &a);
	template_set_init(&set, &a);
	status = template_add(&set, STR(""), value_find_text(c, "template"),
	    STR("template"), 1, &r);
	for (i = 0; partials && i < partials->count; i++)
		status |= template_add(&set, partials->pairs[i].key,
		    partials->pairs[i].value->text, partials->pairs[i].key, 1,
		    &r);
	template_set_seal(&set);
	status |= template_render(
	    &out, &set, STR(""), value_find(c, STR("data")), &options, &r);
	holds = !status && !r.count && str_equal(buf_view(&out), expected);
	if (!holds) {
		struct str name = value_find_text(c, "name");

		print_error("%.*s: %.*s\n want [%.*s]\n have [%.*s]\n",
		    STR_ARGS(file), STR_ARGS(name), STR_ARGS(expected),
		    STR_ARGS(buf_view(&out)));
		for (i = 0; i < r.count; i++)
			print_error(" %.*s\n", STR_ARGS(r.findings[i].message));
	}
	buf_release(&out);
	arena_release(&a);
	return holds;
}

static void file_run(struct str path, struct tally *t)
{
	struct arena a = {0};
	struct report r;
	struct value *v;
	const struct value *tests;
	unsigned failed = t->failed;
	size_t i;

	report_init(&r, &a);
	assert_int_equal(data_read(&v, &a, path, &r), 0);
	tests = value_find(v, STR("tests"));
	assert_non_null(tests);
	assert_true(tests->count > 0);
	for (i = 0; i < tests->count; i++)
		if (!case_holds(path_name(path), tests->items[i]))
			t->failed++;
	t->run += (unsigned)tests->count;
	print_message("%.*s: %u of %u\n", STR_ARGS(path_name(path)),
	    (unsigned)tests->count - (t->failed - failed),
	    (unsigned)tests->count);
	arena_release(&a);
}

/* Runs every .json in the folder; false where there is none. */
static bool folder_run(const char *folder, struct tally *t)
{
	struct arena a = {0};
	struct dirent **names;
	int count = scandir(folder, &names, NULL, alphasort), i;
	bool is_any = false;

	for (i = 0; i < count; i++) {
		struct str name = str_from(names[i]->d_name);

		if (str_ends(name, STR(".json"))) {
			is_any = true;
			file_run(
			    arena_printf(&a, "%s/%.*s", folder, STR_ARGS(name)),
			    t);
		}
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	arena_release(&a);
	return is_any;
}

static void test_ours(void **state)
{
	struct tally t = {0};

	(void)state;
	assert_true(folder_run("tests/spec", &t));
	print_message("ours: %u cases, %u failed\n", t.run, t.failed);
	assert_int_equal(t.failed, 0);
}

static void test_standard(void **state)
{
	const char *folder = getenv("MUSTACHE_SPEC");
	struct tally t = {0};

	(void)state;
	if (!folder_run(folder ? folder : "../shared/spec/mustache", &t)) {
		print_message("MUSTACHE_SPEC names no folder of cases\n");
		skip();
	}
	print_message("standard: %u cases, %u failed\n", t.run, t.failed);
	assert_int_equal(t.failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ours),
	    cmocka_unit_test(test_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
