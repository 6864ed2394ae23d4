/* SPDX-License-Identifier: MIT */
/* Attributes are found by their text: templates and cmark write href="…" and
 * src="…" in this form, and a quotation mark in any text is escaped. */
#include "link.h"

#include <stdlib.h>

struct target *target_add(struct targets *t, struct arena *a, struct str path)
{
	struct target *target;

	t->targets =
	    arena_grow(a, t->targets, t->count, &t->cap, sizeof *t->targets);
	target = &t->targets[t->count++];
	*target = (struct target){.path = path, .written = path};
	return target;
}

static int target_order(const void *a, const void *b)
{
	return str_compare(
	    ((const struct target *)a)->path, ((const struct target *)b)->path);
}

void targets_sort(struct targets *t)
{
	if (t->count)
		qsort(t->targets, t->count, sizeof *t->targets, target_order);
}

struct target *target_find(const struct targets *t, struct str path)
{
	struct target wanted = {.path = path};

	return t->count ? bsearch(&wanted, t->targets, t->count,
			      sizeof *t->targets, target_order)
			: NULL;
}

/* The address of `to` as seen from the folder of `from`. */
static void relative(struct buf *out, struct str from, struct str to)
{
	size_t common = 0, i, limit = from.len < to.len ? from.len : to.len;

	for (i = 0; i < limit && from.data[i] == to.data[i]; i++)
		if (from.data[i] == '/')
			common = i + 1;
	for (i = common; i < from.len; i++)
		if (from.data[i] == '/')
			buf_text(out, "../");
	buf_str(out, str_slice(to, common, to.len));
}

/* Offset behind the next `="/` of a link; html.len: none. */
static size_t link_next(struct str html, size_t from)
{
	for (;;) {
		size_t at = str_find(html, STR("=\"/"), from);
		struct str before = str_slice(html, 0, at);

		if (at == html.len)
			return at;
		if (str_ends(before, STR(" href")) ||
		    str_ends(before, STR(" src")))
			return at + 2;
		from = at + 3;
	}
}

static int link_write(struct buf *out, struct str address, struct str path,
    const struct targets *targets, struct str file, struct report *r)
{
	size_t end = 0;
	struct target *target;
	struct str wanted;

	while (end < address.len && !strchr("#?", address.data[end]))
		end++;
	wanted = str_slice(address, 1, end);
	if (!wanted.len)
		wanted = STR("index.html");
	target = target_find(targets, wanted);
	if (!target) {
		buf_str(out, address);
		return report_add(r, FINDING_LINK_DEAD, file, (struct place){0},
		    "页面 %.*s 里的链接 %.*s 没有去处", STR_ARGS(path),
		    STR_ARGS(address));
	}
	__atomic_store_n(&target->is_linked, true, __ATOMIC_RELAXED);
	relative(out, path, target->written);
	buf_str(out, str_slice(address, end, address.len));
	return 0;
}

int link_relative(struct buf *out, struct str html, struct str path,
    const struct targets *targets, struct str file, struct report *r)
{
	size_t from = 0, at;
	int status = 0;

	while ((at = link_next(html, from)) < html.len) {
		size_t end = str_find_byte(html, '"', at);

		buf_str(out, str_slice(html, from, at));
		if (link_write(
			out, str_slice(html, at, end), path, targets, file, r))
			status = -1;
		from = end;
	}
	buf_str(out, str_slice(html, from, html.len));
	return status;
}
