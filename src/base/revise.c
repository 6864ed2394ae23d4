/* SPDX-License-Identifier: MIT */
/* The table of common lengths is filled from the end, so that the way through
 * it can be gone from the beginning. */
#include "revise.h"

#include "utf8.h"

struct lists {
	const struct str *was, *is;
	size_t was_count, is_count;
	struct revision *made;
	size_t count;
};

static void add(struct lists *l, enum revised sort, size_t was, size_t is)
{
	l->made[l->count++] = (struct revision){sort, was, is};
}

/* From [w, w_end) and [i, i_end), by the table; NULL: the n-th was the n-th. */
static void between(struct lists *l, size_t w, size_t w_end, size_t i,
    size_t i_end, const uint32_t *common)
{
	size_t wide = i_end - i + 1, w0 = w, i0 = i;

	while (w < w_end && i < i_end) {
		const uint32_t *at =
		    common ? common + (w - w0) * wide + (i - i0) : NULL;

		if (str_equal(l->was[w], l->is[i])) {
			add(l, REVISED_SAME, w++, i++);
			continue;
		}
		if (at ? at[wide] >= at[1] : w - w0 <= i - i0)
			add(l, REVISED_GONE, w++, i);
		else
			add(l, REVISED_NEW, w, i++);
	}
	while (w < w_end)
		add(l, REVISED_GONE, w++, i);
	while (i < i_end)
		add(l, REVISED_NEW, w, i++);
}

/* common[w][i] is how much is common to what begins there. */
static const uint32_t *table_make(struct arena *a, const struct lists *l,
    size_t begin, size_t was_end, size_t is_end)
{
	size_t high = was_end - begin, wide = is_end - begin + 1, w, i;
	uint32_t *common;

	if (high && wide > REVISE_CELLS / high)
		return NULL;
	common = arena_array(a, (high + 1) * wide, sizeof *common);
	memset(common, 0, (high + 1) * wide * sizeof *common);
	for (w = high; w--;)
		for (i = wide - 1; i--;) {
			uint32_t *at = common + w * wide + i;

			if (str_equal(l->was[begin + w], l->is[begin + i]))
				*at = at[wide + 1] + 1;
			else
				*at = at[wide] > at[1] ? at[wide] : at[1];
		}
	return common;
}

/* Within a stretch of changes, all that went before all that came. */
static void changes_sort(struct lists *l)
{
	struct revision *r = l->made;
	size_t from, to, i, k;

	for (from = 0; from < l->count; from = to + 1) {
		size_t was = r[from].was, is = r[from].is, gone = 0;

		for (to = from; to < l->count && r[to].sort; to++)
			gone += r[to].sort == REVISED_GONE;
		for (i = from, k = 0; i < to; i++, k++)
			r[i] = k < gone
			    ? (struct revision){REVISED_GONE, was + k, is}
			    : (struct revision){
				  REVISED_NEW, was + gone, is + k - gone};
	}
}

size_t revise_list(struct revision **out, struct arena *a,
    const struct str *was, size_t was_count, const struct str *is,
    size_t is_count)
{
	struct lists l = {was, is, was_count, is_count, NULL, 0};
	size_t begin = 0, was_end = was_count, is_end = is_count, i;
	struct arena own = {0};

	l.made = arena_array(a, was_count + is_count, sizeof *l.made);
	while (begin < was_end && begin < is_end &&
	    str_equal(was[begin], is[begin])) {
		add(&l, REVISED_SAME, begin, begin);
		begin++;
	}
	while (was_end > begin && is_end > begin &&
	    str_equal(was[was_end - 1], is[is_end - 1])) {
		was_end--;
		is_end--;
	}
	between(&l, begin, was_end, begin, is_end,
	    table_make(&own, &l, begin, was_end, is_end));
	for (i = 0; was_end + i < was_count; i++)
		add(&l, REVISED_SAME, was_end + i, is_end + i);
	arena_release(&own);
	changes_sort(&l);
	*out = l.made;
	return l.count;
}

/* --- texts ---------------------------------------------------------------- */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* Letters; runs of a Latin word are one. */
static size_t letters_make(struct str **out, struct arena *a, struct str text)
{
	struct str *letters = arena_array(a, text.len, sizeof *letters);
	size_t n = 0, at = 0;

	while (at < text.len) {
		uint32_t cp;
		size_t size = utf8_decode(str_slice(text, at, text.len), &cp);

		size = size ? size : 1;
		if (is_word(text.data[at]))
			while (at + size < text.len &&
			    is_word(text.data[at + size]))
				size++;
		letters[n++] = str_slice(text, at, at + size);
		at += size;
	}
	*out = letters;
	return n;
}

/* Text from one letter to before another. */
static struct str span(
    const struct str *letters, size_t from, size_t to, struct str text)
{
	if (from == to)
		return str_slice(text, 0, 0);
	return (struct str){letters[from].data,
	    (size_t)(letters[to - 1].data - letters[from].data) +
		letters[to - 1].len};
}

enum { CHANCE = 1 }; /* so many letters stay by chance */

/* A short stretch of what stayed, with changes on both its sides, is one. */
static void chance_drop(struct revision *r, size_t n)
{
	size_t from, to, i;

	for (from = 0; from < n; from = to + 1) {
		for (to = from; to < n && r[to].sort == REVISED_SAME; to++)
			;
		if (!from || to == n || to - from > CHANCE)
			continue;
		for (i = from; i < to; i++)
			r[i].sort = REVISED_NEW; /* of both: see below */
	}
}

size_t revise_text(
    struct revised_text **out, struct arena *a, struct str was, struct str is)
{
	struct str *old, *new;
	size_t old_count, new_count, n, from, to, count = 0;
	struct revision *r;
	struct revised_text *made;
	struct arena own = {0};

	old_count = letters_make(&old, &own, was);
	new_count = letters_make(&new, &own, is);
	n = revise_list(&r, &own, old, old_count, new, new_count);
	chance_drop(r, n);
	made = arena_array(a, 2 * n, sizeof *made);
	for (from = 0; from < n; from = to) {
		bool is_same = r[from].sort == REVISED_SAME;
		struct str gone, came;

		for (to = from;
		     to < n && (r[to].sort == REVISED_SAME) == is_same; to++)
			;
		gone =
		    span(old, r[from].was, to < n ? r[to].was : old_count, was);
		came = span(new, r[from].is, to < n ? r[to].is : new_count, is);
		if (!is_same && gone.len)
			made[count++] =
			    (struct revised_text){REVISED_GONE, gone};
		if (came.len)
			made[count++] = (struct revised_text){
			    is_same ? REVISED_SAME : REVISED_NEW, came};
	}
	arena_release(&own);
	*out = made;
	return count;
}
