/* SPDX-License-Identifier: MIT */
/* Sorted by time; then one pass, with the last sight of each digest in a hash
 * table and the last of each row of a look in chains. */
#include "twin.h"

#include <stdlib.h>

enum {
	BANDS = LOOK_ROWS,
	BAND_BITS = LOOK_FIELDS - 1,
	BAND_DETAIL = 2, /* bits set: less is a row of bare wall */
	CHAIN_MAX = 8,	 /* sights that are looked at in one row */
	PROPORTION = 50, /* sides may differ by one part in so many */
};

struct twins {
	struct arena arena;
	struct sight *sights;
	size_t count, cap;
	uint32_t *order;     /* the sights by time */
	uint32_t *by_digest; /* position + 1; open addressing */
	size_t mask;
	uint32_t *heads;	 /* by band and bits: position + 1 */
	uint32_t (*next)[BANDS]; /* by position: the one before */
	struct twin *found;
	size_t found_count, found_cap;
};

struct twins *twins_open(void)
{
	struct twins *t = memory_resize(NULL, sizeof *t);

	*t = (struct twins){0};
	return t;
}

void twins_close(struct twins *t)
{
	struct arena own;

	if (!t)
		return;
	own = t->arena;
	memory_free(t);
	arena_release(&own);
}

void twins_add(struct twins *t, const struct sight *s)
{
	t->sights = arena_grow(
	    &t->arena, t->sights, t->count, &t->cap, sizeof *t->sights);
	t->sights[t->count] = *s;
	t->sights[t->count].file = arena_str(&t->arena, s->file);
	t->sights[t->count++].path = (struct str){0};
}

const struct sight *twins_sight(const struct twins *t, size_t number)
{
	return &t->sights[number];
}

static int by_time(const void *a, const void *b, void *self)
{
	const struct twins *t = self;
	uint32_t m = *(const uint32_t *)a, n = *(const uint32_t *)b;
	const struct sight *one = &t->sights[m], *two = &t->sights[n];
	int64_t x = date_days(one->date), y = date_days(two->date);

	if (x != y)
		return x < y ? -1 : 1;
	if (one->record != two->record)
		return one->record < two->record ? -1 : 1;
	return m < n ? -1 : m > n;
}

static const struct sight *at_position(const struct twins *t, uint32_t position)
{
	return &t->sights[t->order[position]];
}

/* The slot of this digest, or the free one where it would be. */
static uint32_t *digest_slot(struct twins *t, const char *digest)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < 16; i++)
		h = h * 31 + (unsigned char)digest[i];
	for (h *= UINT64_C(0x9E3779B97F4A7C15), h >>= 32;; h++) {
		uint32_t *slot = &t->by_digest[h & t->mask];

		if (!*slot ||
		    !memcmp(
			at_position(t, *slot - 1)->digest, digest, DIGEST_SIZE))
			return slot;
	}
}

static bool has_proportions(const struct sight *a, const struct sight *b)
{
	uint64_t one = (uint64_t)a->width * b->height;
	uint64_t two = (uint64_t)b->width * a->height;

	return (one > two ? one - two : two - one) * PROPORTION <= one;
}

/* The nearest look of an earlier record; count: there is none. */
static uint32_t nearest(
    const struct twins *t, const struct sight *s, unsigned *best)
{
	uint32_t found = (uint32_t)t->count;
	struct look_hash h;
	unsigned band, steps;

	*best = LOOK_NEAR + 1;
	look_hash(&h, &s->image.look);
	for (band = 0; band < BANDS; band++) {
		uint32_t at = t->heads[band << BAND_BITS | h.rows[band]];

		for (steps = 0; at && steps < CHAIN_MAX;
		     at = t->next[at - 1][band], steps++) {
			const struct sight *other = at_position(t, at - 1);
			unsigned apart = look_difference(
			    &s->image.look, &other->image.look, *best);

			if (apart >= *best || !has_proportions(s, other))
				continue;
			*best = apart;
			found = at - 1;
		}
	}
	return found;
}

static void look_enter(struct twins *t, uint32_t position)
{
	const struct sight *s = at_position(t, position);
	struct look_hash h;
	unsigned band;

	look_hash(&h, &s->image.look);
	for (band = 0; band < BANDS; band++) {
		uint32_t *head = &t->heads[band << BAND_BITS | h.rows[band]];

		if (__builtin_popcount(h.rows[band]) < BAND_DETAIL)
			continue;
		t->next[position][band] = *head;
		*head = position + 1;
	}
}

static void twin_add(
    struct twins *t, uint32_t position, uint32_t other, unsigned difference)
{
	t->found = arena_grow(&t->arena, t->found, t->found_count,
	    &t->found_cap, sizeof *t->found);
	t->found[t->found_count++] = (struct twin){
	    .sight = t->order[position],
	    .other = t->order[other],
	    .is_same = !strcmp(at_position(t, position)->digest,
		at_position(t, other)->digest),
	    .difference = difference,
	};
}

/* Holds the sights of one record against those before, then enters them. */
static void record_compare(struct twins *t, uint32_t from, uint32_t to)
{
	uint32_t i, other;
	unsigned difference;

	for (i = from; i < to; i++) {
		const struct sight *s = at_position(t, i);

		other = *digest_slot(t, s->digest);
		if (other)
			twin_add(t, i, other - 1, 0);
		else if (s->image.has_look &&
		    (other = nearest(t, s, &difference)) < t->count)
			twin_add(t, i, other, difference);
	}
	for (i = from; i < to; i++) {
		*digest_slot(t, at_position(t, i)->digest) = i + 1;
		if (at_position(t, i)->image.has_look)
			look_enter(t, i);
	}
}

const struct twin *twins_find(struct twins *t, size_t *count)
{
	uint32_t from, to, i, n = 0;
	size_t size = 64;

	*count = 0;
	t->order = arena_array(&t->arena, t->count, sizeof *t->order);
	for (i = 0; i < t->count; i++)
		if (t->sights[i].date.year)
			t->order[n++] = i;
	if (!n)
		return NULL;
	qsort_r(t->order, n, sizeof *t->order, by_time, t);
	while (size < 2 * (size_t)n)
		size *= 2;
	t->mask = size - 1;
	t->by_digest = arena_array(&t->arena, size, sizeof *t->by_digest);
	t->heads = arena_array(
	    &t->arena, (size_t)BANDS << BAND_BITS, sizeof *t->heads);
	t->next = arena_array(&t->arena, n, sizeof *t->next);
	for (from = 0; from < n; from = to) {
		for (to = from; to < n &&
		     at_position(t, to)->record == at_position(t, from)->record;
		     to++)
			;
		record_compare(t, from, to);
	}
	*count = t->found_count;
	return t->found;
}
