/* SPDX-License-Identifier: MIT */
/* What is asked for lies in a table of open addresses, at most half full; ids
 * are a list that goes by it once. */
#include "anchor.h"

#include <pthread.h>

struct anchor {
	uint64_t hash; /* 0: free */
	struct str path, file, address;
	bool is_found, is_claimed;
};

struct anchors {
	pthread_mutex_t lock;
	struct arena arena;
	struct anchor *table;
	size_t count, size; /* size: a power of two */
	struct buf ids;
};

/* FNV-1a; never 0. */
static uint64_t hash_on(uint64_t hash, struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * 0x100000001B3;
	return hash;
}

static uint64_t hash_page(struct str path)
{
	return hash_on(hash_on(0xCBF29CE484222325, path), STR("#"));
}

static uint64_t hash_place(uint64_t seed, struct str id)
{
	return hash_on(seed, id) | 1;
}

struct anchors *anchors_open(void)
{
	struct anchors *as = memory_resize(NULL, sizeof *as);

	*as = (struct anchors){.size = 1024};
	pthread_mutex_init(&as->lock, NULL);
	as->table = memory_resize(NULL, as->size * sizeof *as->table);
	memset(as->table, 0, as->size * sizeof *as->table);
	return as;
}

void anchors_close(struct anchors *as)
{
	pthread_mutex_destroy(&as->lock);
	memory_free(as->table);
	buf_release(&as->ids);
	arena_release(&as->arena);
	memory_free(as);
}

void anchor_begin(struct anchor_page *p, struct str path, struct str file)
{
	*p = (struct anchor_page){
	    .path = path, .file = file, .seed = hash_page(path)};
}

void anchor_has(struct anchor_page *p, struct str id)
{
	uint64_t hash = hash_place(p->seed, id);

	if (id.len)
		buf_add(&p->ids, &hash, sizeof hash);
}

/* What stands behind "#"; empty: the page as a whole, or what scripts and
 * browsers understand by themselves. */
static struct str place_of(struct str address)
{
	struct str id =
	    str_slice(address, str_find_byte(address, '#', 0) + 1, address.len);

	if (!id.len || id.data[0] == '?' || str_is(id, "top"))
		return (struct str){0};
	return id;
}

void anchor_asks(struct anchor_page *p, struct str target, struct str address)
{
	struct str id = place_of(address);
	struct anchor_asked asked = {.address = address};

	if (!id.len)
		return;
	asked.hash = hash_place(hash_page(target), id);
	buf_add(&p->asked, &asked, sizeof asked);
}

/* Where it is, or the free place where it belongs. */
static struct anchor *slot(struct anchor *table, size_t size, uint64_t hash)
{
	size_t i = hash & (size - 1);

	while (table[i].hash && table[i].hash != hash)
		i = (i + 1) & (size - 1);
	return &table[i];
}

static void grow(struct anchors *as)
{
	size_t size = as->size * 2, i;
	struct anchor *table = memory_resize(NULL, size * sizeof *table);

	memset(table, 0, size * sizeof *table);
	for (i = 0; i < as->size; i++)
		if (as->table[i].hash)
			*slot(table, size, as->table[i].hash) = as->table[i];
	memory_free(as->table);
	as->table = table;
	as->size = size;
}

static void asked_add(struct anchors *as, const struct anchor_page *p,
    const struct anchor_asked *asked)
{
	struct anchor *a = slot(as->table, as->size, asked->hash);

	if (!a->hash) {
		if (++as->count * 2 > as->size) {
			grow(as);
			a = slot(as->table, as->size, asked->hash);
		}
		a->hash = asked->hash;
	} else if (str_compare(a->path, p->path) <= 0) {
		return;
	}
	a->path = p->path;
	a->file = p->file;
	a->address = arena_str(&as->arena, asked->address);
}

void anchor_join(struct anchors *as, struct anchor_page *p)
{
	const struct anchor_asked *asked = (const void *)p->asked.data;
	size_t n = p->asked.len / sizeof *asked, i;

	if (as) {
		pthread_mutex_lock(&as->lock);
		buf_add(&as->ids, p->ids.data, p->ids.len);
		for (i = 0; i < n; i++)
			asked_add(as, p, &asked[i]);
		pthread_mutex_unlock(&as->lock);
	}
	buf_release(&p->ids);
	buf_release(&p->asked);
}

void anchors_settle(struct anchors *as)
{
	const uint64_t *ids = (const void *)as->ids.data;
	size_t n = as->ids.len / sizeof *ids, i;

	for (i = 0; i < n; i++)
		slot(as->table, as->size, ids[i])->is_found = true;
}

bool anchors_claim(struct anchors *as, struct str target, struct str address)
{
	struct str id = place_of(address);
	struct anchor *a =
	    slot(as->table, as->size, hash_place(hash_page(target), id));

	if (!id.len || !a->hash || a->is_found)
		return false;
	a->is_claimed = true;
	return true;
}

bool anchors_next(
    const struct anchors *as, size_t *at, struct anchor_dead *dead)
{
	while (*at < as->size) {
		const struct anchor *a = &as->table[(*at)++];

		if (!a->hash || a->is_found || a->is_claimed)
			continue;
		*dead = (struct anchor_dead){a->path, a->file, a->address};
		return true;
	}
	return false;
}
