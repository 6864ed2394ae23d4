/* SPDX-License-Identifier: MIT */
/* Each worker writes down, document by document, which pairs it met: a log. In
 * the end the logs are dealt out by pair, in the order of documents, so that
 * the lists come out sorted; then the lists of each first unit are packed by
 * whichever worker is free. All of it is linear in the pairs met. */
#include "gram.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/pool.h"
#include "pack.h"

enum { KEY_MAX = 5 };	       /* bytes of a key */
enum { LONG_PRIME = 1999993 }; /* below 1 << 21, and far from it */
enum { IS_TITLE = 1, IS_OFTEN = 2, FLAG_BITS = 2, FLAGS = 3 };

/* A pair as one worker knows it. */
struct slot {
	uint32_t key;	   /* 0: free */
	uint32_t id;	   /* among the worker's pairs */
	uint32_t document; /* where it was met last, plus 1 */
	uint16_t times;	   /* there, modulo 65536 */
	uint16_t flags;
};

struct worker {
	struct slot *slots; /* a hash table: a power of two */
	size_t slot_count;
	uint32_t *keys;	  /* by id */
	uint32_t *counts; /* by id: documents */
	size_t ids, ids_cap;
	uint32_t *log; /* id << FLAG_BITS | flags */
	size_t log_len, log_cap;
	struct slot **met; /* in this document */
	size_t met_cap;
	uint32_t *places; /* by id: in grams.keys; when all are added */
	struct buf packed;
	uint32_t *often, *titled; /* while packing: places in a list */
};

/* Where the log has a document. */
struct entry_of {
	size_t from, count;
	unsigned worker;
};

/* A list, packed. */
struct packed {
	uint32_t key;
	unsigned worker;
	size_t at, len; /* in that worker's bytes */
};

struct shard {
	size_t from, to; /* packed entries */
};

struct grams {
	uint32_t documents;
	struct entry_of *entries; /* by document */
	struct worker workers[POOL_WORKERS_MAX];
	uint32_t *keys; /* all pairs, sorted */
	size_t key_count;
	size_t *lists;	    /* by key: where its list begins; one more */
	uint32_t *postings; /* document << FLAG_BITS | flags */
	size_t *groups; /* keys at which a new first unit begins; one more */
	size_t group_count;
	struct packed *packed; /* a group's own entry, then its pairs' */
	size_t packed_count;
	struct shard *shards;
	size_t shard_count;
};

struct grams *grams_new(uint32_t documents)
{
	struct grams *g = memory_resize(NULL, sizeof *g);

	*g = (struct grams){.documents = documents};
	g->entries = memory_resize(NULL, (documents + 1) * sizeof *g->entries);
	memset(g->entries, 0, (documents + 1) * sizeof *g->entries);
	return g;
}

/* What it needed to add documents. */
static void worker_added(struct worker *w)
{
	memory_free(w->slots);
	memory_free(w->keys);
	memory_free(w->counts);
	memory_free(w->log);
	memory_free(w->met);
	memory_free(w->places);
	*w = (struct worker){.packed = w->packed};
}

static void worker_packed(struct worker *w)
{
	memory_free(w->often);
	memory_free(w->titled);
	w->often = w->titled = NULL;
}

/* What it takes to make packed lists. */
static void lists_release(struct grams *g)
{
	memory_free(g->entries);
	memory_free(g->keys);
	memory_free(g->lists);
	memory_free(g->postings);
	memory_free(g->groups);
	g->entries = NULL;
	g->keys = g->postings = NULL;
	g->lists = g->groups = NULL;
}

void grams_free(struct grams *g)
{
	size_t i;

	if (!g)
		return;
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		worker_added(&g->workers[i]);
		worker_packed(&g->workers[i]);
		buf_release(&g->workers[i].packed);
	}
	lists_release(g);
	memory_free(g->packed);
	memory_free(g->shards);
	memory_free(g);
}

uint16_t gram_fold(uint16_t unit)
{
	if (unit > 0x3000 && unit < 0xFF01)
		return unit; /* nearly all there is */
	if (unit >= 0xFF01 && unit <= 0xFF5E)
		unit = (uint16_t)(unit - 0xFEE0);
	if (unit <= ' ' || unit == 0x7F || unit == 0xA0 || unit == 0x3000)
		return ' ';
	return unit >= 'A' && unit <= 'Z' ? (uint16_t)(unit + 32) : unit;
}

/* --- adding --------------------------------------------------------------- */

static struct slot *slot_find(const struct worker *w, uint32_t key)
{
	size_t mask = w->slot_count - 1;
	size_t at = (key * UINT64_C(0x9E3779B97F4A7C15)) >> 40 & mask;

	while (w->slots[at].key && w->slots[at].key != key)
		at = (at + 1) & mask;
	return &w->slots[at];
}

/* Room for fewer keys, all new: no pointer into the worker's tables
 * moves while it is added. */
static void worker_reserve(struct worker *w, size_t keys)
{
	size_t ids = w->ids + keys, cap = w->slot_count, i;

	if (w->ids_cap < ids) {
		w->ids_cap = 2 * ids;
		w->keys = memory_resize(w->keys, w->ids_cap * sizeof *w->keys);
		w->counts =
		    memory_resize(w->counts, w->ids_cap * sizeof *w->counts);
	}
	if (w->met_cap < keys) {
		w->met_cap = 2 * keys;
		w->met = memory_resize(w->met, w->met_cap * sizeof(void *));
	}
	if (w->log_cap < w->log_len + keys) {
		w->log_cap = 2 * (w->log_len + keys);
		w->log = memory_resize(w->log, w->log_cap * sizeof *w->log);
	}
	while (cap < 2 * ids)
		cap = cap ? 2 * cap : 1024;
	if (cap == w->slot_count)
		return;
	w->slots = memory_resize(w->slots, cap * sizeof *w->slots);
	w->slot_count = cap;
	memset(w->slots, 0, cap * sizeof *w->slots);
	for (i = 0; i < w->ids; i++)
		*slot_find(w, w->keys[i]) =
		    (struct slot){.key = w->keys[i], .id = (uint32_t)i};
}

static void log_write(struct worker *w, size_t met)
{
	uint32_t *log = w->log + w->log_len;
	size_t i;

	for (i = 0; i < met; i++) {
		const struct slot *slot = w->met[i];
		uint32_t flags = slot->flags;

		if (slot->times >= GRAM_OFTEN)
			flags |= IS_OFTEN;
		log[i] = slot->id << FLAG_BITS | flags;
		w->counts[slot->id]++;
	}
	w->log_len += met;
}

static void slot_take(struct worker *w, struct slot *slot, uint32_t key)
{
	slot->key = key;
	slot->id = (uint32_t)w->ids;
	w->counts[w->ids] = 0;
	w->keys[w->ids++] = key;
}

/* What a pair was met before is not asked by an if: it is so half the time, and
 * guessing wrong costs more than the work. */
static size_t meet(struct worker *w, size_t met, uint32_t document,
    uint32_t key, uint16_t flags)
{
	struct slot *slot = slot_find(w, key);
	bool is_new;

	if (!slot->key)
		slot_take(w, slot, key);
	is_new = slot->document != document + 1;
	w->met[met] = slot;
	slot->document = document + 1;
	slot->times = (uint16_t)((is_new ? 0 : slot->times) + 1);
	slot->flags = (uint16_t)((is_new ? 0 : slot->flags) | flags);
	return met + is_new;
}

/* What a three or five begins with: zeros where not so many stand there. */
static const uint64_t THREE = UINT64_C(0xFFFFFFFFFFFF),
		      THREE_FIRST = UINT64_C(0xFFFF00000000),
		      THREE_BEYOND_ASCII = UINT64_C(0xFF80FF80FF80),
		      FIVE = UINT64_C(0x7FFFFFFFF),
		      FIVE_FIRST = UINT64_C(0x7F0000000);

/* The pairs that begin, and the threes and fives that end, in units [from, to),
 * which are of the text (flags 0) or title. */
static size_t pairs_meet(struct worker *w, size_t met, uint32_t document,
    const uint16_t *units, size_t len, size_t from, size_t to, uint16_t flags)
{
	uint16_t unit = from < len ? gram_fold(units[from]) : ' ', next;
	uint64_t three = 0, five = 0, whole; /* the last units */
	size_t i;

	for (i = from; i < to; i++, unit = next) {
		next = i + 1 < len ? gram_fold(units[i + 1]) : ' ';
		three = unit == ' ' ? 0 : (three << 16 | unit) & THREE;
		five =
		    unit > ' ' && unit < 0x80 ? (five << 7 | unit) & FIVE : 0;
		if (unit == ' ')
			continue;
		met =
		    meet(w, met, document, (uint32_t)unit << 16 | next, flags);
		whole = five & FIVE_FIRST ? five : 0;
		if (three & THREE_FIRST && three & THREE_BEYOND_ASCII)
			whole = three;
		if (whole)
			met = meet(w, met, document,
			    (uint32_t)(whole % LONG_PRIME) + 1, flags);
	}
	return met;
}

void grams_add(struct grams *g, unsigned worker, uint32_t document,
    const uint16_t *units, size_t len, size_t title, size_t title_end)
{
	struct worker *w = &g->workers[worker];
	size_t met;

	worker_reserve(w, 2 * len + 1);
	met = pairs_meet(w, 0, document, units, len, 0, title, 0);
	met = pairs_meet(
	    w, met, document, units, len, title, title_end, IS_TITLE);
	met = pairs_meet(w, met, document, units, len, title_end, len, 0);
	g->entries[document] = (struct entry_of){w->log_len, met, worker};
	log_write(w, met);
}

/* --- dealing out ---------------------------------------------------------- */

static int key_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void keys_join(struct grams *g)
{
	size_t all = 0, n = 0, i, k;

	for (i = 0; i < POOL_WORKERS_MAX; i++)
		all += g->workers[i].ids;
	g->keys = memory_resize(NULL, (all + 1) * sizeof *g->keys);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		const struct worker *w = &g->workers[i];

		if (w->ids)
			memcpy(g->keys + n, w->keys, w->ids * sizeof *w->keys);
		n += w->ids;
	}
	qsort(g->keys, all, sizeof *g->keys, key_order);
	for (i = k = 0; i < all; i++)
		if (!i || g->keys[i] != g->keys[i - 1])
			g->keys[k++] = g->keys[i];
	g->key_count = k;
}

/* Where each worker's pairs are among all, and how long the lists are. */
static void lists_begin(struct grams *g)
{
	size_t i, k, sum = 0;

	g->lists = memory_resize(NULL, (g->key_count + 1) * sizeof *g->lists);
	memset(g->lists, 0, (g->key_count + 1) * sizeof *g->lists);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		struct worker *w = &g->workers[i];

		w->places =
		    memory_resize(NULL, (w->ids + 1) * sizeof *w->places);
		for (k = 0; k < w->ids; k++) {
			const uint32_t *key = bsearch(&w->keys[k], g->keys,
			    g->key_count, sizeof *g->keys, key_order);

			w->places[k] = (uint32_t)(key - g->keys);
			g->lists[w->places[k]] += w->counts[k];
		}
	}
	for (i = 0; i <= g->key_count; i++) {
		size_t n = g->lists[i];

		g->lists[i] = sum;
		sum += n;
	}
}

/* Afterwards g->lists[k] is where the list of key k ends. */
static void lists_fill(struct grams *g)
{
	uint32_t document;
	size_t i;

	g->postings = memory_resize(
	    NULL, (g->lists[g->key_count] + 1) * sizeof *g->postings);
	for (document = 0; document < g->documents; document++) {
		const struct entry_of *e = &g->entries[document];
		const struct worker *w = &g->workers[e->worker];

		for (i = e->from; i < e->from + e->count; i++)
			g->postings
			    [g->lists[w->places[w->log[i] >> FLAG_BITS]]++] =
			    document << FLAG_BITS | (w->log[i] & FLAGS);
	}
}

static void groups_find(struct grams *g)
{
	size_t i;

	g->groups = memory_resize(NULL, (g->key_count + 1) * sizeof *g->groups);
	for (i = 0; i < g->key_count; i++)
		if (!i || g->keys[i] >> 16 != g->keys[i - 1] >> 16)
			g->groups[g->group_count++] = i;
	g->groups[g->group_count] = g->key_count;
	g->packed = memory_resize(
	    NULL, (g->key_count + g->group_count + 1) * sizeof *g->packed);
	memset(g->packed, 0,
	    (g->key_count + g->group_count + 1) * sizeof *g->packed);
}

/* --- packing -------------------------------------------------------------- */

/* `list` is overwritten with the bare documents. */
static void list_pack(const struct grams *g, struct worker *w, struct packed *p,
    uint32_t key, uint32_t *list, size_t count)
{
	size_t often = 0, titled = 0, i;

	p->key = key;
	p->worker = (unsigned)(w - g->workers);
	p->at = w->packed.len;
	for (i = 0; i < count; i++) {
		if (list[i] & IS_OFTEN)
			w->often[often++] = (uint32_t)i;
		if (list[i] & IS_TITLE)
			w->titled[titled++] = (uint32_t)i;
		list[i] >>= FLAG_BITS;
	}
	pack_number(&w->packed,
	    (uint64_t)count << 2 | (uint64_t)(often > 0) << 1 | (titled > 0));
	pack_set(&w->packed, list, count, g->documents);
	if (often) {
		pack_number(&w->packed, often);
		pack_set(&w->packed, w->often, often, (uint32_t)count);
	}
	if (titled) {
		pack_number(&w->packed, titled);
		pack_set(&w->packed, w->titled, titled, (uint32_t)count);
	}
	p->len = w->packed.len - p->at;
}

/* All documents that have the first unit, from the lists of its pairs. */
static size_t lists_join(
    const struct grams *g, size_t from, size_t to, uint32_t *out)
{
	/* A byte a document: met, and its flags. */
	unsigned char *met = memory_resize(NULL, g->documents + 1);
	size_t i, n = 0;
	uint32_t d;

	memset(met, 0, g->documents + 1);
	for (i = from; i < to; i++)
		met[g->postings[i] >> FLAG_BITS] |=
		    (unsigned char)(1 << FLAG_BITS | (g->postings[i] & FLAGS));
	for (d = 0; d < g->documents; d++)
		if (met[d])
			out[n++] = d << FLAG_BITS | (met[d] & FLAGS);
	memory_free(met);
	return n;
}

static void group_pack(void *self, unsigned worker, size_t group)
{
	struct grams *g = self;
	struct worker *w = &g->workers[worker];
	size_t from = g->groups[group], to = g->groups[group + 1], k, n;
	struct packed *p = &g->packed[from + group];
	size_t begin = from ? g->lists[from - 1] : 0;
	uint32_t first = g->keys[from] >> 16 << 16;
	uint32_t blank = first >> 21 == 0 ? 0 : first | ' ';
	uint32_t *joined = memory_resize(NULL, (g->documents + 1) * 4);

	if (!w->often) {
		w->often = memory_resize(NULL, (g->documents + 1) * 4);
		w->titled = memory_resize(NULL, (g->documents + 1) * 4);
	}
	if (blank) {
		n = lists_join(g, begin, g->lists[to - 1], joined);
		list_pack(g, w, p, blank, joined, n);
	}
	p++;
	for (k = from; k < to; k++) {
		n = g->lists[k] - begin;
		if (g->keys[k] != blank)
			list_pack(g, w, p, g->keys[k], g->postings + begin, n);
		p++;
		begin = g->lists[k];
	}
	memory_free(joined);
}

/* Entries without a key, which are part of their group's own, fall out. */
static void shards_cut(struct grams *g)
{
	size_t all = g->key_count + g->group_count, n = 0, size = 0, i;

	for (i = 0; i < all; i++)
		if (g->packed[i].key)
			g->packed[n++] = g->packed[i];
	g->packed_count = n;
	g->shards = memory_resize(NULL, (n + 1) * sizeof *g->shards);
	for (i = 0; i < n; i++) {
		size += g->packed[i].len + KEY_MAX;
		if (!i || size > GRAM_SHARD) {
			g->shards[g->shard_count++] = (struct shard){i, i};
			size = g->packed[i].len + KEY_MAX;
		}
		g->shards[g->shard_count - 1].to = i + 1;
	}
}

void grams_pack(struct grams *g, unsigned workers)
{
	size_t i;

	keys_join(g);
	lists_begin(g);
	lists_fill(g);
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		worker_added(&g->workers[i]);
	groups_find(g);
	pool_run(workers, g->group_count, group_pack, g);
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		worker_packed(&g->workers[i]);
	shards_cut(g);
	lists_release(g);
}

size_t grams_shard_entries(const struct grams *g, size_t shard)
{
	return g->shards[shard].to - g->shards[shard].from;
}

size_t grams_shards(const struct grams *g)
{
	return g->shard_count;
}

uint32_t grams_shard_key(const struct grams *g, size_t shard)
{
	return g->packed[g->shards[shard].from].key;
}

void grams_shard_bytes(const struct grams *g, size_t shard, struct buf *out)
{
	uint32_t last = 0;
	size_t i;

	for (i = g->shards[shard].from; i < g->shards[shard].to; i++) {
		const struct packed *p = &g->packed[i];

		pack_number(out, p->key - last);
		last = p->key;
		buf_add(out, g->workers[p->worker].packed.data + p->at, p->len);
	}
}
