/* SPDX-License-Identifier: MIT */
/* What became of each line is a row; rows that are not as they were make
 * hunks. */
#include "diff.h"

#include "revise.h"

enum { CONTEXT = 3 }; /* rows around a change */

struct side {
	struct str *lines; /* with their line ends */
	size_t count, cap;
};

/* Lines that stayed, went and came, in the order of reading. */
struct rows {
	struct side was, is;
	struct revision *made;
	size_t count;
};

static void side_make(struct side *s, struct arena *a, struct str text)
{
	size_t at = 0, end;

	for (; at < text.len; at = end) {
		end = str_find_byte(text, '\n', at) + 1;
		s->lines = arena_grow(
		    a, s->lines, s->count, &s->cap, sizeof *s->lines);
		s->lines[s->count++] = str_slice(text, at, end);
	}
}

static bool is_changed(const struct rows *r, size_t row)
{
	return r->made[row].sort != REVISED_SAME;
}

static void line_print(struct buf *out, char sign, struct str line)
{
	buf_byte(out, sign);
	buf_str(out, line);
	if (!str_ends(line, STR("\n")))
		buf_text(out, "\n\\ No newline at end of file\n");
}

/* Lines are counted from 1; before an empty range, from 0. */
static void range_print(struct buf *out, char sign, size_t before, size_t count)
{
	buf_printf(out, "%c%zu,%zu ", sign, count ? before + 1 : before, count);
}

/* The rows [from, to). */
static void hunk_print(
    struct buf *out, const struct rows *r, size_t from, size_t to)
{
	size_t was = 0, is = 0, i;

	for (i = from; i < to; i++) {
		was += r->made[i].sort != REVISED_NEW;
		is += r->made[i].sort != REVISED_GONE;
	}
	buf_text(out, "@@ ");
	range_print(out, '-', r->made[from].was, was);
	range_print(out, '+', r->made[from].is, is);
	buf_text(out, "@@\n");
	for (i = from; i < to; i++) {
		const struct revision *m = &r->made[i];

		if (m->sort == REVISED_NEW)
			line_print(out, '+', r->is.lines[m->is]);
		else
			line_print(out, m->sort == REVISED_GONE ? '-' : ' ',
			    r->was.lines[m->was]);
	}
}

/* The first row at or after `row` that is changed; r->count: none. */
static size_t next_changed(const struct rows *r, size_t row)
{
	while (row < r->count && !is_changed(r, row))
		row++;
	return row;
}

/* Of each stretch of changes the longer side: a line that is another counts
 * once. */
static size_t changes_count(const struct rows *r)
{
	size_t row, gone, came, count = 0;

	for (row = 0; row < r->count; row++) {
		for (gone = came = 0; row < r->count && is_changed(r, row);
		     row++)
			*(r->made[row].sort == REVISED_GONE ? &gone : &came) +=
			    1;
		count += gone > came ? gone : came;
	}
	return count;
}

size_t diff_print(
    struct buf *out, struct str path, struct str was, struct str is)
{
	struct arena a = {0};
	struct rows r = {0};
	size_t from, to, next, changed;

	side_make(&r.was, &a, was);
	side_make(&r.is, &a, is);
	r.count = revise_list(
	    &r.made, &a, r.was.lines, r.was.count, r.is.lines, r.is.count);
	next = next_changed(&r, 0);
	if (next < r.count)
		buf_printf(out, "--- a/%.*s\n+++ b/%.*s\n", STR_ARGS(path),
		    STR_ARGS(path));
	while (next < r.count) {
		from = next > CONTEXT ? next - CONTEXT : 0;
		do {
			to = next + 1;
			next = next_changed(&r, to);
		} while (next < r.count && next - to <= 2 * CONTEXT);
		to = to + CONTEXT < r.count ? to + CONTEXT : r.count;
		hunk_print(out, &r, from, to);
	}
	changed = changes_count(&r);
	arena_release(&a);
	return changed;
}
