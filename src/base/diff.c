/* SPDX-License-Identifier: MIT */
/* Lines are laid side by side in rows; rows that differ make hunks. */
#include "diff.h"

#include "arena.h"

enum { CONTEXT = 3 }; /* rows around a change */

struct side {
	struct str *lines; /* with their line ends */
	size_t count, cap;
};

struct rows {
	struct side was, is;
	size_t shift; /* row of the first line of `is` */
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

static bool has_was(const struct rows *r, size_t row)
{
	return row < r->was.count;
}

static bool has_is(const struct rows *r, size_t row)
{
	return row >= r->shift && row - r->shift < r->is.count;
}

static bool is_changed(const struct rows *r, size_t row)
{
	return !has_was(r, row) || !has_is(r, row) ||
	    !str_equal(r->was.lines[row], r->is.lines[row - r->shift]);
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
	size_t row, end, i, was = 0, is = 0;

	for (i = from; i < to; i++) {
		was += has_was(r, i);
		is += has_is(r, i);
	}
	buf_text(out, "@@ ");
	range_print(out, '-', from, was);
	range_print(out, '+', from > r->shift ? from - r->shift : 0, is);
	buf_text(out, "@@\n");
	for (row = from; row < to; row = end) {
		end = row + 1;
		if (!is_changed(r, row)) {
			line_print(out, ' ', r->was.lines[row]);
			continue;
		}
		while (end < to && is_changed(r, end))
			end++;
		for (i = row; i < end; i++)
			if (has_was(r, i))
				line_print(out, '-', r->was.lines[i]);
		for (i = row; i < end; i++)
			if (has_is(r, i))
				line_print(out, '+', r->is.lines[i - r->shift]);
	}
}

/* The first row at or after `row` that is changed; r->count: none. */
static size_t next_changed(const struct rows *r, size_t row)
{
	while (row < r->count && !is_changed(r, row))
		row++;
	return row;
}

size_t diff_print(
    struct buf *out, struct str path, struct str was, struct str is)
{
	struct arena a = {0};
	struct rows r = {0};
	size_t from, to, next, changed = 0, i;

	side_make(&r.was, &a, was);
	side_make(&r.is, &a, is);
	r.count = r.was.count > r.is.count ? r.was.count : r.is.count;
	r.shift = r.count - r.is.count;
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
	for (i = 0; i < r.count; i++)
		changed += is_changed(&r, i);
	arena_release(&a);
	return changed;
}
