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

/* What an attribute is to us. */
enum attribute {
	ATTRIBUTE_OTHER,
	ATTRIBUTE_LINK, /* from the root */
	ATTRIBUTE_SET,	/* of candidates */
	ATTRIBUTE_HERE, /* a link within the page */
	ATTRIBUTE_ID
};

/* The attribute whose name ends `before` and whose value begins with `first`. */
static enum attribute attribute_of(struct str before, char first)
{
	static const struct {
		struct str name;
		enum attribute sort;
		char first; /* 0: any */
	} names[] = {
	    {{" href", 5}, ATTRIBUTE_LINK, '/'},
	    {{" href", 5}, ATTRIBUTE_HERE, '#'},
	    {{" id", 3}, ATTRIBUTE_ID, 0},
	    {{" src", 4}, ATTRIBUTE_LINK, '/'},
	    {{" srcset", 7}, ATTRIBUTE_SET, 0},
	    {{" imagesrcset", 12}, ATTRIBUTE_SET, 0},
	    {{" action", 7}, ATTRIBUTE_LINK, '/'},
	    {{" poster", 7}, ATTRIBUTE_LINK, '/'},
	    {{" data", 5}, ATTRIBUTE_LINK, '/'},
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if ((!names[i].first || names[i].first == first) &&
		    str_ends(before, names[i].name))
			return names[i].sort;
	return ATTRIBUTE_OTHER;
}

/* Offset of the value of the next attribute that matters; html.len: none. */
static size_t link_next(struct str html, size_t from, enum attribute *sort)
{
	while ((from = str_find_byte(html, '=', from)) + 2 < html.len) {
		char quote = html.data[from + 1];

		from++;
		if (quote != '"' && quote != '\'')
			continue;
		*sort = attribute_of(
		    str_slice(html, 0, from - 1), html.data[from + 1]);
		if (*sort != ATTRIBUTE_OTHER)
			return from + 1;
	}
	return html.len;
}

struct str link_path(struct str address)
{
	size_t end = 0;

	while (end < address.len && !strchr("#?", address.data[end]))
		end++;
	return str_slice(address, 1, end);
}

static int link_write(struct buf *out, struct str address, struct str path,
    const struct targets *targets, struct anchor_page *page, struct str file,
    struct report *r)
{
	struct str wanted = link_path(address);
	size_t end = wanted.len + 1;
	struct target *target;

	if (!wanted.len)
		wanted = STR("index.html");
	target = target_find(targets, wanted);
	if (!target) {
		buf_str(out, address);
		return report_add(r, FINDING_LINK_DEAD, file, (struct place){0},
		    "页面 %.*s 里的链接 %.*s 没有去处", STR_ARGS(path),
		    STR_ARGS(address));
	}
	if (target->is_dead) {
		buf_byte(out, '#');
		return 0;
	}
	__atomic_store_n(&target->is_linked, true, __ATOMIC_RELAXED);
	anchor_asks(page, wanted, address);
	relative(out, path, target->written);
	buf_str(out, str_slice(address, end, address.len));
	return 0;
}

/* "/a.jpg 480w, /b.jpg 960w"; no address of ours has a comma or a space. */
static int set_write(struct buf *out, struct str set, struct str path,
    const struct targets *targets, struct anchor_page *page, struct str file,
    struct report *r)
{
	int status = 0;

	while (set.len) {
		size_t end = 0;

		while (end < set.len && strchr(", \t\n", set.data[end]))
			end++;
		buf_str(out, str_slice(set, 0, end));
		set = str_slice(set, end, set.len);
		for (end = 0;
		     end < set.len && !strchr(", \t\n", set.data[end]);)
			end++;
		if (set.len && set.data[0] == '/')
			status |= link_write(out, str_slice(set, 0, end), path,
			    targets, page, file, r);
		else
			end = 0;
		/* And what stands behind the address. */
		set = str_slice(set, end, set.len);
		end = str_find_byte(set, ',', 0);
		buf_str(out, str_slice(set, 0, end));
		set = str_slice(set, end, set.len);
	}
	return status;
}

int link_relative(struct buf *out, struct str html, struct str path,
    const struct targets *targets, struct anchors *anchors, struct str file,
    struct report *r)
{
	enum attribute sort = ATTRIBUTE_OTHER;
	struct anchor_page page;
	size_t from = 0, at;
	int status = 0;

	anchor_begin(&page, path, file);
	while ((at = link_next(html, from, &sort)) < html.len) {
		size_t end = str_find_byte(html, html.data[at - 1], at);
		struct str value = str_slice(html, at, end);

		buf_str(out, str_slice(html, from, at));
		if (sort == ATTRIBUTE_ID)
			anchor_has(&page, value);
		else if (sort == ATTRIBUTE_HERE)
			anchor_asks(&page, path, value);
		if (sort == ATTRIBUTE_SET)
			status |= set_write(
			    out, value, path, targets, &page, file, r);
		else if (sort == ATTRIBUTE_LINK)
			status |= link_write(
			    out, value, path, targets, &page, file, r);
		else
			buf_str(out, value);
		from = end;
	}
	buf_str(out, str_slice(html, from, html.len));
	anchor_join(anchors, &page);
	return status;
}
