/* SPDX-License-Identifier: MIT */
/* JSON and YAML as values, and rendering from files. */
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/data.h"
#include "web/render.h"

struct fixture {
	struct arena arena;
	struct report report;
	char folder[32];
	struct buf out;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	memcpy(f->folder, "/tmp/data-XXXXXX", sizeof "/tmp/data-XXXXXX");
	*state = f;
	return mkdtemp(f->folder) ? 0 : -1;
}

static struct str path_in(struct fixture *f, const char *name)
{
	return arena_printf(&f->arena, "%s/%s", f->folder, name);
}

/* What the tests write, folders last. */
static const char *const files[] = {"page.mustache", "data.json", "data.yaml",
    "data.txt", "p/row.mustache", "p/a/b.html", "p/note.txt", "p/.x.html",
    "p/a", "p"};

static int teardown(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof files / sizeof *files; i++)
		remove(path_in(f, files[i]).data);
	rmdir(f->folder);
	buf_release(&f->out);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static struct str write_file(
    struct fixture *f, const char *name, const char *text)
{
	struct str path = path_in(f, name);
	FILE *file = fopen(path.data, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	return path;
}

static struct value *json(struct fixture *f, const char *text)
{
	struct value *v = NULL;

	assert_int_equal(data_parse(&v, &f->arena, str_from(text),
			     STR("x.json"), &f->report),
	    0);
	return v;
}

static void test_json_scalars(void **state)
{
	static const struct {
		const char *json, *text;
		bool is_plain;
	} table[] = {
	    {"1.21", "1.21", true},
	    {"85", "85", true},
	    {"-0", "0", true},
	    {"0.1", "0.1", true},
	    {"0.30000000000000004", "0.30000000000000004", true},
	    {"5e-324", "4.94065645841247e-324", true},
	    {"9007199254740993", "9007199254740993", true},
	    {"true", "true", true},
	    {"false", "false", true},
	    {"\"false\"", "false", false},
	    {"\"1.0\"", "1.0", false},
	    {"\"\"", "", false},
	    {"\"\\ud83d\\ude00\\n\"", "😀\n", false},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct value *v = json(f, table[i].json);

		assert_int_equal(v->type, VALUE_TEXT);
		assert_true(str_is(v->text, table[i].text));
		assert_int_equal(v->is_plain, table[i].is_plain);
	}
	assert_int_equal(json(f, "null")->type, VALUE_NULL);
}

static void test_json_order(void **state)
{
	struct fixture *f = *state;
	struct value *v = json(f, "{\"乙\": [1, [], {}], \"甲\": 2}");

	assert_int_equal(v->type, VALUE_MAP);
	assert_int_equal(v->count, 2);
	assert_true(str_is(v->pairs[0].key, "乙"));
	assert_true(str_is(v->pairs[1].key, "甲"));
	assert_int_equal(v->pairs[0].value->count, 3);
	assert_int_equal(v->pairs[0].value->items[1]->type, VALUE_LIST);
	assert_int_equal(v->pairs[0].value->items[2]->type, VALUE_MAP);
}

static void test_json_faults(void **state)
{
	static const struct {
		const char *json;
		uint32_t line;
		const char *message;
	} table[] = {
	    {"", 1, "JSON"},
	    {"{\n\"a\": 1", 2, "没有写完"},
	    {"{\n\"a\": 1,\n}", 3, "不合 JSON"},
	    {"[1] 2", 1, "多余"},
	    {"{\"a\": 1,\n \"a\": 2}", 2, "两次"},
	    {"\"\xff\"", 1, "UTF-8"},
	    {"123456789012345678901234567890", 1, "过大"},
	    {"\"\\u0000\"", 1, "空字符"},
	    {"{\"\\u0000\": 1}", 1, "空字符"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct value *v;

		assert_int_equal(
		    data_parse(&v, &f->arena, str_from(table[i].json),
			STR("x.json"), &f->report),
		    -1);
		assert_int_equal(f->report.count, i + 1);
		assert_int_equal(
		    report_last(&f->report)->place.line, table[i].line);
		assert_non_null(strstr(
		    report_last(&f->report)->message.data, table[i].message));
	}
}

static void test_json_depth(void **state)
{
	struct fixture *f = *state;
	struct buf b = {0};
	struct value *v;
	int depth, i;

	for (depth = DATA_DEPTH_MAX; depth <= DATA_DEPTH_MAX + 1; depth++) {
		buf_clear(&b);
		for (i = 0; i < depth; i++)
			buf_byte(&b, '[');
		for (i = 0; i < depth; i++)
			buf_byte(&b, ']');
		assert_int_equal(data_parse(&v, &f->arena, buf_view(&b),
				     STR("x.json"), &f->report),
		    depth > DATA_DEPTH_MAX ? -1 : 0);
	}
	assert_non_null(
	    strstr(report_last(&f->report)->message.data, "嵌套过深"));
	buf_clear(&b);
	for (i = 0; i < 100000; i++)
		buf_byte(&b, '[');
	assert_int_equal(
	    data_parse(&v, &f->arena, buf_view(&b), STR("x.json"), &f->report),
	    -1);
	buf_release(&b);
}

static void test_read(void **state)
{
	struct fixture *f = *state;
	struct value *v;
	struct str path;

	path = write_file(f, "data.yaml", "单位: 民政局\n公开: false\n");
	assert_int_equal(data_read(&v, &f->arena, path, &f->report), 0);
	assert_true(str_is(value_find_text(v, "单位"), "民政局"));
	assert_true(value_find(v, STR("公开"))->is_plain);
	path = write_file(f, "data.txt", "x");
	assert_int_equal(data_read(&v, &f->arena, path, &f->report), -1);
	path = path_in(f, "没有.json");
	assert_int_equal(data_read(&v, &f->arena, path, &f->report), -1);
	assert_string_equal(report_last(&f->report)->id.data, "system");
	path = str_from(f->folder);
	assert_int_equal(data_read(&v, &f->arena, path, &f->report), -1);
}

static void expect_out(struct fixture *f, const char *want)
{
	buf_byte(&f->out, '\0');
	assert_string_equal(f->out.data, want);
	buf_clear(&f->out);
}

static void test_render_files(void **state)
{
	struct fixture *f = *state;
	struct str page, data, folder = path_in(f, "p");

	mkdir(folder.data, 0700);
	mkdir(path_in(f, "p/a").data, 0700);
	write_file(f, "p/row.mustache", "<li>{{.}}\n");
	write_file(f, "p/a/b.html", "{{没有}}B{{>*名}}");
	write_file(f, "p/note.txt", "{{#不读}}");
	write_file(f, "p/.x.html", "{{#不读}}");
	page = write_file(f, "page.mustache",
	    "<ul>\n{{#行}}\n  {{>row}}\n{{/行}}\n</ul>{{>a/b}}{{>note}}\n");
	data = write_file(
	    f, "data.json", "{\"行\": [1.21, \"<\"], \"名\": \"row\"}");
	assert_int_equal(
	    render_files(page, data, folder, &f->out, &f->arena, &f->report),
	    0);
	/* The map around the partial is no text: {{.}} of it is empty. */
	expect_out(f, "<ul>\n  <li>1.21\n  <li>&lt;\n</ul>B<li>\n\n");
}

static void test_render_without_data(void **state)
{
	struct fixture *f = *state;
	struct str none = {0};
	struct str page = write_file(f, "page.mustache", "[{{x}}{{>y}}]\n");

	assert_int_equal(
	    render_files(page, none, none, &f->out, &f->arena, &f->report), 0);
	expect_out(f, "[]\n");
}

static void test_render_tells_all(void **state)
{
	struct fixture *f = *state;
	struct str page, data, folder = path_in(f, "p");

	mkdir(folder.data, 0700);
	write_file(f, "p/row.mustache", "{{/x}}");
	page = write_file(f, "page.mustache", "{{#x}}");
	data = write_file(f, "data.json", "[");
	assert_int_equal(
	    render_files(page, data, folder, &f->out, &f->arena, &f->report),
	    -1);
	assert_int_equal(f->report.count, 3);
	assert_int_equal(f->out.len, 0);
	assert_int_equal(render_files(page, (struct str){0}, path_in(f, "没有"),
			     &f->out, &f->arena, &f->report),
	    -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_json_scalars),
	    TEST(test_json_order),
	    TEST(test_json_faults),
	    TEST(test_json_depth),
	    TEST(test_read),
	    TEST(test_render_files),
	    TEST(test_render_without_data),
	    TEST(test_render_tells_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
