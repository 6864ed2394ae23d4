/* SPDX-License-Identifier: MIT */
/* Any record through the form of its kind: what comes back can be read without
 * a fault, and through the form again it is the same, byte for byte. */
#include "book/front.h"
#include "book/scribe.h"
#include "posted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char kind_text[] =
    "name: 试\nhelp: 试\nfiles: t/{名}.md\n"
    "path:\n  名: {type: text, help: 名}\n"
    "fields:\n"
    "  日期: {type: date, help: 日}\n"
    "  地点: {type: text, help: 地}\n"
    "  体验类型: {type: choice, choices: [甲, 乙], help: 选}\n"
    "  触发:\n    type: group\n    help: 组\n    fields:\n"
    "      事由: {type: text, help: 文}\n"
    "  要素: {type: map, help: 表}\n"
    "  情况说明: {type: map, help: 表}\n"
    "  角色: {type: list, of: choice, choices: [甲, 乙], help: 选}\n"
    "  典型案例: {type: list, of: text, help: 文}\n"
    "  环节:\n    type: list\n    help: 表\n    fields:\n"
    "      名称: {type: text, help: 文}\n"
    "      角色: {type: list, of: choice, choices: [甲], help: 选}\n"
    "      要素: {type: map, help: 表}\n"
    "      回访:\n        type: list\n        help: 表\n        fields:\n"
    "          对象: {type: text, help: 文}\n"
    "          有效: {type: yes-no, help: 文}\n"
    "  影像:\n    type: list\n    help: 表\n    fields:\n"
    "      文件: {type: picture, help: 图}\n"
    "      说明: {type: text, help: 文}\n"
    "body: {name: 正文, type: markdown, help: 正文}\n";

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

/* A record's text through the form; no data: it has no head. */
static struct str through(
    struct arena *a, const struct schema *s, struct str text, bool is_clean)
{
	struct match m = {.kind = s->kinds[0]};
	struct buf out = {0};
	struct front front;
	struct report r;
	struct str made;

	report_init(&r, a);
	if (front_parse(&front, a, text, STR("t/a.md"), &r)) {
		check(!is_clean);
		return (struct str){0};
	}
	check(!is_clean || !r.count);
	scribe_write(&out, posted_back(a, s->kinds[0], &m, front.head, &r),
	    str_trim(front.body));
	made = arena_str(a, buf_view(&out));
	buf_release(&out);
	return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size}, once, twice;
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
	once = through(&a, &s, text, false);
	/* A head has its bounds; written otherwise it may pass them. */
	if (once.data && once.len < 16 * 1024 &&
	    !front_check_text(text, STR("t/a.md"), &r)) {
		twice = through(&a, &s, once, true);
		check(str_equal(once, twice));
	}
	tree_release(&t);
	arena_release(&a);
	return 0;
}
