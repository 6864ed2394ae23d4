/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a record and as a YAML file: no crash, -1 exactly where there
 * are findings, mending twice changes nothing, and what is read without
 * libyaml is read as by libyaml.
 */
#include "../unit/value_same.h"
#include "base/utf8.h"
#include "book/front.h"
#include "book/yaml.h"
#include "book/yaml_brisk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static void check_mend(void (*mend)(struct buf *, struct str), struct str text)
{
	struct buf once = {0}, twice = {0};

	mend(&once, text);
	mend(&twice, buf_view(&once));
	check(str_equal(buf_view(&once), buf_view(&twice)));
	buf_release(&once);
	buf_release(&twice);
}

/* A comment is enough to have libyaml read it. */
static void check_brisk(struct str text, struct arena *a)
{
	const struct value *v = yaml_brisk(a, text, 1), *other;
	struct report r;

	if (!v)
		return;
	report_init(&r, a);
	other = yaml_parse(a, arena_printf(a, "%.*s\n#\n", STR_ARGS(text)),
	    STR("a.yaml"), 1, &r);
	check(other && value_same(v, other));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size}, head, body;
	uint32_t line;
	struct arena a = {0};
	struct report r;
	struct front f;
	struct value *v;
	size_t i;
	int rc;

	report_init(&r, &a);
	rc = front_parse(&f, &a, text, STR("a.md"), &r);
	check((rc == 0) == (r.count == 0));
	check((rc == 0) == (f.head != NULL));
	for (i = 0; i < r.count; i++)
		check(utf8_check(r.findings[i].message) ==
		    r.findings[i].message.len);
	report_init(&r, &a);
	v = front_parse_yaml(&a, text, STR("a.yaml"), &r);
	check((v != NULL) == (r.count == 0));
	check_brisk(text, &a);
	if (front_split(&head, &line, &body, text))
		check_brisk(head, &a);
	check_mend(front_mend, text);
	check_mend(front_mend_yaml, text);
	arena_release(&a);
	return 0;
}
