/* SPDX-License-Identifier: MIT */
/* Addresses from every folder to every other, and what leads nowhere. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "web/link.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct targets targets;
	struct buf out;
};

static int setup(void **state)
{
	static const char *const pages[] = {"index.html", "about.html",
	    "units/mzj.html", "units/index.html", "units/mzj/a/b.html",
	    "unit/x.html"};
	struct fixture *f = calloc(1, sizeof *f);
	struct target *t;
	size_t i;

	report_init(&f->report, &f->arena);
	for (i = 0; i < sizeof pages / sizeof *pages; i++)
		target_add(&f->targets, &f->arena, str_from(pages[i]));
	t = target_add(&f->targets, &f->arena, STR("assets/s.css"));
	t->written = STR("assets/s.1a2b3c4d.css");
	targets_sort(&f->targets);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	buf_release(&f->out);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static int relative(struct fixture *f, const char *html, const char *path)
{
	buf_clear(&f->out);
	return link_relative(&f->out, str_from(html), str_from(path),
	    &f->targets, NULL, STR("layouts/x.html"), &f->report);
}

static void assert_link(
    struct fixture *f, const char *from, const char *to, const char *wanted)
{
	char html[256], want[256];

	snprintf(html, sizeof html, "<p><a href=\"%s\">x</a>", to);
	snprintf(want, sizeof want, "<p><a href=\"%s\">x</a>", wanted);
	if (relative(f, html, from) || !str_is(buf_view(&f->out), want))
		fail_msg(
		    "%s in %s: %.*s", to, from, (int)f->out.len, f->out.data);
}

static void test_relative(void **state)
{
	struct fixture *f = *state;

	assert_link(f, "index.html", "/about.html", "about.html");
	assert_link(f, "index.html", "/units/mzj.html", "units/mzj.html");
	assert_link(f, "units/mzj.html", "/units/index.html", "index.html");
	assert_link(f, "units/mzj.html", "/index.html", "../index.html");
	assert_link(f, "units/mzj.html", "/units/mzj/a/b.html", "mzj/a/b.html");
	assert_link(
	    f, "units/mzj/a/b.html", "/units/mzj.html", "../../mzj.html");
	assert_link(
	    f, "units/mzj/a/b.html", "/index.html", "../../../index.html");
	/* A folder whose name begins like another. */
	assert_link(f, "unit/x.html", "/units/mzj.html", "../units/mzj.html");
	assert_link(f, "units/mzj.html", "/unit/x.html", "../unit/x.html");
	/* To itself. */
	assert_link(f, "units/mzj.html", "/units/mzj.html", "mzj.html");
	assert_link(f, "units/mzj.html", "/units/mzj.html#p01", "mzj.html#p01");
	assert_link(f, "about.html", "/about.html?q=1#a", "about.html?q=1#a");
	/* The root is its page. */
	assert_link(f, "units/mzj.html", "/", "../index.html");
	assert_link(f, "units/mzj.html", "/#top", "../index.html#top");
	/* An asset by the name it is written under. */
	assert_link(
	    f, "units/mzj.html", "/assets/s.css", "../assets/s.1a2b3c4d.css");
	assert_int_equal(f->report.count, 0);
}

static void assert_whole(
    struct fixture *f, const char *from, const char *html, const char *wanted)
{
	assert_int_equal(relative(f, html, from), 0);
	if (!str_is(buf_view(&f->out), wanted))
		fail_msg("%s: %.*s", html, (int)f->out.len, f->out.data);
}

/* In single quotes, and wherever else an address may stand. */
static void test_attributes(void **state)
{
	struct fixture *f = *state;

	assert_whole(f, "units/mzj.html", "<a href='/about.html#a\"b'>x",
	    "<a href='../about.html#a\"b'>x");
	assert_whole(f, "units/mzj.html", "<form action=\"/about.html\">",
	    "<form action=\"../about.html\">");
	assert_whole(f, "units/mzj.html", "<video poster=\"/index.html\">",
	    "<video poster=\"../index.html\">");
	assert_whole(f, "units/mzj.html", "<object data=\"/index.html\">",
	    "<object data=\"../index.html\">");
	assert_int_equal(f->report.count, 0);
}

/* Each candidate of a set, whatever stands between them. */
static void test_sets(void **state)
{
	struct fixture *f = *state;

	assert_whole(f, "units/mzj.html",
	    "<img src=\"/about.html\" srcset=\"/about.html 1x,/index.html\">",
	    "<img src=\"../about.html\""
	    " srcset=\"../about.html 1x,../index.html\">");
	assert_whole(f, "about.html",
	    "<link imagesrcset=' /units/mzj.html  480w ,\n/assets/s.css 2x, '>",
	    "<link imagesrcset=' units/mzj.html  480w ,\nassets/s.1a2b3c4d.css"
	    " 2x, '>");
	assert_whole(f, "units/mzj.html",
	    "<source srcset=\"https://a.cn/b 1x, /about.html 2x, c.jpg 3x\">",
	    "<source srcset=\"https://a.cn/b 1x, ../about.html 2x, c.jpg 3x\">");
	assert_whole(f, "about.html", "<img srcset=\"\"><img srcset=\",\">",
	    "<img srcset=\"\"><img srcset=\",\">");
	assert_int_equal(f->report.count, 0);
	assert_int_equal(
	    relative(
		f, "<img srcset=\"/about.html 1x, /gone.jpg\">", "about.html"),
	    -1);
	assert_int_equal(f->report.count, 1);
}

/* A dead end that its author has been told of leads nowhere, in silence. */
static void test_told(void **state)
{
	struct fixture *f = *state;

	target_find(&f->targets, STR("about.html"))->is_dead = true;
	assert_whole(f, "units/mzj.html", "<a href=\"/about.html?a#b\">x",
	    "<a href=\"#\">x");
	assert_int_equal(f->report.count, 0);
}

static void test_path(void **state)
{
	(void)state;
	assert_true(str_is(link_path(STR("/a/b.html")), "a/b.html"));
	assert_true(str_is(link_path(STR("/a.html?b#c")), "a.html"));
	assert_true(str_is(link_path(STR("/a.html#b?c")), "a.html"));
	assert_int_equal(link_path(STR("/")).len, 0);
	assert_int_equal(link_path(STR("/#a")).len, 0);
}

/* Each page and each other: what is written, read as a browser reads it, is
 * where it should lead. */
static void test_round(void **state)
{
	struct fixture *f = *state;
	size_t i, k;

	for (i = 0; i < f->targets.count; i++)
		for (k = 0; k < f->targets.count; k++) {
			struct str from = f->targets.targets[i].written;
			struct str to = f->targets.targets[k].path;
			struct str folder = path_folder(from), rest, got;
			char html[256];

			snprintf(
			    html, sizeof html, " href=\"/%.*s\"", STR_ARGS(to));
			assert_int_equal(
			    relative(f, html, arena_str(&f->arena, from).data),
			    0);
			rest = buf_view(&f->out);
			rest = str_slice(
			    rest, sizeof " href=\"" - 1, rest.len - 1);
			while (str_begins(rest, STR("../"))) {
				assert_true(folder.len > 0);
				folder = path_folder(folder);
				rest = str_slice(rest, 3, rest.len);
			}
			got = folder.len ? arena_printf(&f->arena, "%.*s/%.*s",
					       STR_ARGS(folder), STR_ARGS(rest))
					 : rest;
			assert_true(
			    str_equal(got, f->targets.targets[k].written));
		}
}

static void test_left_alone(void **state)
{
	static const char *const same[] = {
	    "",
	    "<a href=\"https://example.cn/\">",
	    "<a href=\"#top\">",
	    "<a href=\"about.html\">",
	    "<p data-x=\"/nowhere\">",
	    "<p title=\"/nowhere\">",
	    "text =\"/nowhere\"",
	    "a &quot;href=&quot;/nowhere",
	    "xhref=\"/nowhere\"",
	    "<a href=\"mailto:a@b.cn\">",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof same / sizeof *same; i++) {
		assert_int_equal(relative(f, same[i], "units/mzj.html"), 0);
		assert_true(str_is(buf_view(&f->out), same[i]));
	}
	assert_int_equal(f->report.count, 0);
}

static void test_dead(void **state)
{
	struct fixture *f = *state;
	const struct finding *d;

	assert_int_equal(relative(f,
			     "<img src=\"/no.png\"><a href=\"/about.html\">"
			     "<a href=\"/units\">",
			     "units/mzj.html"),
	    -1);
	assert_true(str_is(buf_view(&f->out),
	    "<img src=\"/no.png\"><a href=\"../about.html\">"
	    "<a href=\"/units\">"));
	assert_int_equal(f->report.count, 2);
	d = &f->report.findings[0];
	assert_true(str_is(d->id, "link-dead"));
	assert_true(str_is(d->path, "layouts/x.html"));
	assert_true(str_find(d->message, STR("/no.png"), 0) < d->message.len);
	assert_true(
	    str_find(d->message, STR("units/mzj.html"), 0) < d->message.len);
	/* Not by another way around. */
	assert_int_equal(
	    relative(f, " href=\"/units/../about.html\"", "x"), -1);
	assert_int_equal(relative(f, " href=\"//about.html\"", "x"), -1);
	assert_int_equal(relative(f, " href=\"/About.html\"", "x"), -1);
}

static void test_marks(void **state)
{
	struct fixture *f = *state;

	assert_false(target_find(&f->targets, STR("about.html"))->is_linked);
	relative(f, "<a href=\"/about.html#x\">", "index.html");
	assert_true(target_find(&f->targets, STR("about.html"))->is_linked);
	assert_false(target_find(&f->targets, STR("index.html"))->is_linked);
	assert_null(target_find(&f->targets, STR("about")));
	assert_null(target_find(&f->targets, STR("")));
	assert_null(target_find(&(struct targets){0}, STR("a")));
}

/* Cut anywhere, nothing is read behind the end and nothing is lost. */
static void test_cut(void **state)
{
	static const char html[] =
	    "<a href=\"/about.html\"><img src=\"/index.html\">"
	    "<img srcset='x, /about.html 2x'>";
	struct fixture *f = *state;
	size_t len;

	for (len = 0; len < sizeof html; len++) {
		char *copy = test_malloc(len + 1);

		memcpy(copy, html, len);
		buf_clear(&f->out);
		link_relative(&f->out, (struct str){copy, len},
		    STR("index.html"), &f->targets, NULL, STR("x"), &f->report);
		/* A slash alone is the first page. */
		assert_true(f->out.len <= len + sizeof "index.html" - 2);
		assert_true(f->out.len + 3 >= len);
		test_free(copy);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_relative),
	    TEST(test_attributes),
	    TEST(test_sets),
	    TEST(test_told),
	    TEST(test_path),
	    TEST(test_round),
	    TEST(test_left_alone),
	    TEST(test_dead),
	    TEST(test_marks),
	    TEST(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
