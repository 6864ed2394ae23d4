/* SPDX-License-Identifier: MIT */
/* Tags of pictures, as templates and cmark write them, and the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "web/photo.h"

struct fixture {
	struct arena arena;
	struct report report;
	struct targets targets;
	struct photo_rules rules;
	struct variants large, small, broken;
};

static void target(
    struct fixture *f, const char *path, const struct variants *v)
{
	target_add(&f->targets, &f->arena, str_from(path))->picture = v;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	report_init(&f->report, &f->arena);
	f->large = (struct variants){{{480, 360, {0}}, {1920, 1440, {0}}}, 2};
	f->small = (struct variants){{{30, 20, {0}}}, 1};
	f->broken = (struct variants){{{0, 0, {0}}}, 1};
	f->rules.sizes = STR("(a > 1) 2\"x\"");
	target(f, "pictures/l.jpg", &f->large);
	target(f, "pictures/480/l.jpg", NULL);
	target(f, "pictures/s.png", &f->small);
	target(f, "pictures/b.jpg", &f->broken);
	target(f, "index.html", NULL);
	targets_sort(&f->targets);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	free(f);
	return 0;
}

static void assert_tag(struct fixture *f, const char *html, const char *wanted)
{
	struct buf out = {0};

	if (!photo_complete(&out, str_from(html), &f->targets, &f->rules))
		buf_text(&out, "none");
	if (!str_is(buf_view(&out), wanted))
		fail_msg("%s: %.*s", html, (int)out.len, out.data);
	buf_release(&out);
}

#define SETS                                                          \
	" srcset=\"/pictures/480/l.jpg 480w, /pictures/l.jpg 1920w\"" \
	" sizes=\"(a &gt; 1) 2&quot;x&quot;\""
#define WAITS " loading=\"lazy\" decoding=\"async\""

static void test_completed(void **state)
{
	struct fixture *f = *state;
	struct buf out = {0};

	assert_tag(f, "a<img src=\"/pictures/l.jpg\" alt=\"x\">b",
	    "a<img src=\"/pictures/l.jpg\" alt=\"x\"" SETS
	    " width=\"1920\" height=\"1440\"" WAITS ">b");
	assert_tag(f, "<img src=\"/pictures/s.png\" alt=\"x\" />",
	    "<img src=\"/pictures/s.png\" alt=\"x\" width=\"30\" height=\"20\"" WAITS
	    " />");
	assert_tag(f, "<img alt='' src='/pictures/b.jpg'>",
	    "<img alt='' src='/pictures/b.jpg'" WAITS ">");
	/* What is there stays; what only looks so in a text does not count. */
	assert_tag(f,
	    "<img src=\"/pictures/l.jpg\" sizes=\"1px\" srcset=\"\""
	    " loading=\"eager\" width=\"3\" decoding=sync>",
	    "<img src=\"/pictures/l.jpg\" sizes=\"1px\" srcset=\"\""
	    " loading=\"eager\" width=\"3\" decoding=sync>");
	assert_tag(f, "<img src=\"/pictures/l.jpg\" sizes=\"1px\" height=1>",
	    "<img src=\"/pictures/l.jpg\" sizes=\"1px\" height=1"
	    " srcset=\"/pictures/480/l.jpg 480w, /pictures/l.jpg 1920w\"" WAITS
	    ">");
	assert_tag(f,
	    "<img src=\"/pictures/s.png\" alt=\"a width= height='9' loading\">",
	    "<img src=\"/pictures/s.png\" alt=\"a width= height='9' loading\""
	    " width=\"30\" height=\"20\"" WAITS ">");
	/* Two, and one that is none of ours. */
	assert_tag(f,
	    "<img src=\"/pictures/s.png\"><img src=\"/x.svg\">"
	    "<img src=\"/pictures/s.png\"><img src=\"\"><img alt>",
	    "<img src=\"/pictures/s.png\" width=\"30\" height=\"20\"" WAITS
	    "><img src=\"/x.svg\">"
	    "<img src=\"/pictures/s.png\" width=\"30\" height=\"20\"" WAITS
	    "><img src=\"\"><img alt>");
	assert_tag(f, "<img src=\"/index.html\">", "none");
	/* Not closed. */
	assert_tag(f, "<img src=\"", "none");
	assert_tag(f, "<img ", "none");
	assert_tag(f, "<img src=\"/pictures/s.png",
	    "<img src=\"/pictures/s.png"
	    " width=\"30\" height=\"20\"" WAITS);
	assert_false(
	    photo_complete(&out, STR("<p>no picture"), &f->targets, &f->rules));
	assert_int_equal(out.len, 0);
}

/* --- rules ---------------------------------------------------------------- */

static int rules(struct fixture *f, struct photo_rules *p, const char *text)
{
	struct tree t;
	int status;

	tree_init_memory(&t);
	if (text)
		tree_add(&t, &f->arena, STR(PHOTO_FILE))->bytes =
		    str_from(text);
	tree_sort(&t);
	status = photo_rules_read(p, &f->arena, &t, &f->report);
	tree_release(&t);
	return status;
}

static void test_rules(void **state)
{
	static const char *const wrong[] = {"widths: []\n", "widths: 480\n",
	    "widths: [480, 480]\n", "widths: [960, 480]\n", "widths: [8001]\n",
	    "widths: [15]\n", "widths: [a]\n", "widths: [1, [2]]\n",
	    "widths: [20, 21, 22, 23, 24, 25, 26, 27, 28]\n", "sizes: []\n",
	    "sizes: \"\"\n", "width: [480]\n", "- 480\n", "sizes: [\n"};
	struct fixture *f = *state;
	struct photo_rules p;
	size_t i;

	assert_int_equal(rules(f, &p, NULL), 0);
	assert_int_equal(p.widths.count, 1);
	assert_int_equal(p.widths.widths[0], 1920);
	assert_int_equal(rules(f, &p, "widths: [16, 8000]\nsizes: 50vw\n"), 0);
	assert_int_equal(p.widths.count, 2);
	assert_int_equal(p.widths.widths[1], 8000);
	assert_true(str_is(p.sizes, "50vw"));
	assert_int_equal(rules(f, &p, "# nothing\n"), 0);
	assert_int_equal(f->report.count, 0);
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(rules(f, &p, wrong[i]), -1);
		assert_int_equal(f->report.count, i + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_completed, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_rules, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
