/* SPDX-License-Identifier: MIT */
/* Any bytes as a record with dates and a body: mending it twice changes
 * nothing, and the diff of it is whole lines. */
#include "base/diff.h"
#include "book/repair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char kind_text[] =
    "name: 试\nhelp: 试\nfiles: t/{名}.md\n"
    "path:\n  名: {type: text, help: 名}\n"
    "fields:\n"
    "  日期: {type: date, help: 日}\n"
    "  月: {type: month, help: 月}\n"
    "  几天: {type: list, of: date, help: 日}\n"
    "  表:\n    type: list\n    help: 表\n    fields:\n"
    "      办理日期: {type: date, help: 日}\n"
    "body: {name: 正文, type: markdown, help: 正文}\n";

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static void check_path(const struct kind *k, struct str path, struct str text)
{
	struct buf once = {0}, twice = {0}, diff = {0};
	size_t changed;

	repair_text(&once, k, path, text);
	repair_text(&twice, k, path, buf_view(&once));
	check(str_equal(buf_view(&once), buf_view(&twice)));
	changed = diff_print(&diff, path, text, buf_view(&once));
	check((changed == 0) == str_equal(buf_view(&once), text));
	check((changed == 0) == (diff.len == 0));
	buf_release(&once);
	buf_release(&twice);
	buf_release(&diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena a = {0};
	struct schema s;
	struct report r;
	struct tree t;

	report_init(&r, &a);
	tree_init_memory(&t);
	tree_add(&t, &a, STR("content/plan/kinds/t.yaml"))->bytes =
	    str_from(kind_text);
	tree_sort(&t);
	check(!schema_read(&s, &a, &t, &r));
	check_path(s.kinds[0], STR("t/a.md"), text);
	check_path(s.kinds[0], STR("t/a.yml"), text);
	tree_release(&t);
	arena_release(&a);
	return 0;
}
