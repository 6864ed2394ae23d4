/* SPDX-License-Identifier: MIT */
/* Views that nobody asks: looked at, unless the plan is trusted. Pictures that
 * nobody asks about: not looked at, where that is said. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/book.h"
#include "book/query.h"

static const char kind[] = "name: 便条\n"
			   "help: h\n"
			   "files: notes/{名}.md\n"
			   "path:\n"
			   "  名: {type: text, public: yes, help: h}\n"
			   "fields:\n"
			   "  题: {type: text, public: yes, help: h}\n";

static const char views[] = "CREATE VIEW 好 AS SELECT 题 FROM 便条;\n"
			    "CREATE VIEW 更好 AS SELECT 题 FROM 好;\n"
			    "CREATE VIEW 坏 AS SELECT 没有 FROM 便条;\n";

/* How many findings there are, and whether a book. */
static bool is_made(const char *sql, bool is_trusted, size_t *findings)
{
	struct book_asked asked = {.is_trusted = is_trusted};
	struct book_options o = {
	    .today = {2026, 11, 22}, .workers = 1, .asked = &asked};
	struct connection *c;
	struct arena a = {0};
	struct report r;
	struct query *q = NULL;
	struct tree t;
	struct book *b;

	report_init(&r, &a);
	tree_init_memory(&t);
	tree_add(&t, &a, STR("content/plan/kinds/note.yaml"))->bytes =
	    str_from(kind);
	tree_add(&t, &a, STR("content/plan/views.sql"))->bytes =
	    str_from(views);
	tree_sort(&t);
	book_asked_add(&asked, &a, str_from(sql));
	b = book_make(&t, &o, &r);
	if (b) {
		c = connection_open(b, EDITION_INTERNAL, &r);
		q = query_make(c, &a, str_from(sql), FINDING_VIEW, STR(""),
		    (struct place){0}, &r);
		connection_close(c);
	}
	book_free(b);
	*findings = r.count;
	tree_release(&t);
	arena_release(&a);
	return q;
}

static void test_trusted(void **state)
{
	size_t findings;

	(void)state;
	assert_false(is_made("SELECT 题 FROM 更好", false, &findings));
	assert_int_equal(findings, 1);
	/* With what it leans on, which the question does not name. */
	assert_true(is_made("SELECT 题 FROM 更好", true, &findings));
	assert_int_equal(findings, 0);
	assert_false(is_made("SELECT * FROM 坏", true, &findings));
	assert_int_equal(findings, 1);
}

/* How many findings there are of a record whose picture is none. */
static size_t picture_findings(bool is_blind)
{
	struct book_asked asked = {.is_only = true, .is_blind = is_blind};
	struct book_options o = {
	    .today = {2026, 11, 22}, .workers = 1, .asked = &asked};
	struct arena a = {0};
	struct report r;
	struct tree t;
	struct book *b;
	size_t findings;

	report_init(&r, &a);
	tree_init_memory(&t);
	tree_add(&t, &a, STR("content/plan/kinds/photo.yaml"))->bytes =
	    STR("name: 照片\nhelp: h\nfiles: photos/{名}/index.md\npath:\n"
		"  名: {type: text, public: yes, help: h}\n"
		"fields:\n  图: {type: picture, public: yes, help: h}\n");
	tree_add(&t, &a, STR("content/photos/a/index.md"))->bytes =
	    STR("---\n图: 01.png\n---\n");
	tree_add(&t, &a, STR("content/photos/a/01.png"))->bytes = STR("GIF89a");
	tree_sort(&t);
	book_asked_add(&asked, &a, STR("SELECT 图 FROM 照片"));
	b = book_make(&t, &o, &r);
	assert_non_null(b);
	assert_int_equal(book_record_count(b), 1);
	book_free(b);
	findings = r.count;
	tree_release(&t);
	arena_release(&a);
	return findings;
}

static void test_blind(void **state)
{
	(void)state;
	assert_int_equal(picture_findings(false), 1);
	assert_int_equal(picture_findings(true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_trusted), cmocka_unit_test(test_blind)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
