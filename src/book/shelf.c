/* SPDX-License-Identifier: MIT */
/* Places are in the order of paths, as sources are, so that old and new ones
 * are walked through side by side. */
#include "shelf.h"

struct kinds {
	struct arena arena;
	struct schema schema;
	uint64_t key[2];
	unsigned holders; /* the shelf, and books; atomic */
};

struct shelf {
	struct kinds *kinds; /* of what is kept; NULL: nothing is */
	struct kept *places;
	size_t count;
	size_t size; /* bytes of what is kept */
};

struct shelf *shelf_open(void)
{
	struct shelf *s = memory_resize(NULL, sizeof *s);

	*s = (struct shelf){0};
	return s;
}

static void places_free(struct kept *places, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		arena_release(&places[i].arena);
	memory_free(places);
}

void shelf_close(struct shelf *s)
{
	if (!s)
		return;
	places_free(s->places, s->count);
	kinds_let_go(s->kinds);
	memory_free(s);
}

/* --- keys ----------------------------------------------------------------- */

static bool id_is_known(const struct entry *e)
{
	size_t i;

	for (i = 0; i < sizeof e->id; i++)
		if (e->id[i])
			return true;
	return false;
}

/* FNV-1a, 64 bits, twice from other beginnings: this guards against chance,
 * and nobody gains by misleading himself. */
static void key_add(uint64_t key[2], const void *data, size_t len)
{
	const unsigned char *bytes = data;
	size_t i;

	for (i = 0; i < len; i++) {
		key[0] = (key[0] ^ bytes[i]) * 0x100000001b3u;
		key[1] = (key[1] ^ bytes[i]) * 0x9e3779b97f4a7c15u;
	}
}

static void key_begin(uint64_t key[2])
{
	key[0] = 0xcbf29ce484222325u;
	key[1] = 0x84222325cbf29ce4u;
}

/* False: one of the entries is not known. */
static bool key_entry(uint64_t key[2], const struct entry *e)
{
	key_add(key, e->path.data, e->path.len + 1);
	key_add(key, e->id, sizeof e->id);
	return id_is_known(e);
}

/* --- kinds ---------------------------------------------------------------- */

void kinds_let_go(struct kinds *k)
{
	struct arena own;

	if (!k || __atomic_sub_fetch(&k->holders, 1, __ATOMIC_ACQ_REL))
		return;
	own = k->arena;
	arena_release(&own);
}

static bool kinds_key(uint64_t key[2], const struct tree *t)
{
	bool is_known = true;
	size_t from, to;

	key_begin(key);
	tree_range(t, STR("content/plan/kinds/"), &from, &to);
	for (; from < to; from++)
		if (!key_entry(key, &t->entries[from]))
			is_known = false;
	return is_known;
}

int shelf_schema(struct shelf *s, struct kinds **held, struct schema *schema,
    const struct tree *t, struct report *r)
{
	struct arena first = {0};
	struct kinds *k = s->kinds;
	uint64_t key[2];
	bool is_known = kinds_key(key, t);

	if (!k || !is_known || memcmp(k->key, key, sizeof key)) {
		places_free(s->places, s->count);
		kinds_let_go(s->kinds);
		*s = (struct shelf){0};
		k = arena_alloc(&first, sizeof *k);
		k->arena = first;
		k->holders = 1;
		if (schema_read(&k->schema, &k->arena, t, r)) {
			kinds_let_go(k);
			return -1;
		}
		memcpy(k->key, key, sizeof key);
		s->kinds = k;
	}
	__atomic_add_fetch(&k->holders, 1, __ATOMIC_ACQ_REL);
	*held = k;
	*schema = k->schema;
	return 0;
}

/* --- places --------------------------------------------------------------- */

/* The pictures in the folder of a path. */
static bool pictures_key(
    uint64_t key[2], const struct tree *t, struct str folder)
{
	bool is_known = true;
	size_t from, to;

	key_begin(key);
	tree_range(t, folder, &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];

		if (path_is_picture(e->path) &&
		    str_equal(path_folder(e->path), folder) &&
		    !key_entry(key, e))
			is_known = false;
	}
	return is_known;
}

/* Many records may lie in one folder: it is looked at once. */
static void keys_make(struct kept *places, const struct book *b)
{
	uint64_t beside[2] = {0}, own[2];
	struct str folder = {0};
	bool is_known = false;
	size_t i;

	for (i = 0; i < b->source_count; i++) {
		const struct entry *e = b->sources[i].entry;
		struct kept *k = &places[i];

		if (!i || !str_equal(path_folder(e->path), folder)) {
			folder = path_folder(e->path);
			is_known = pictures_key(beside, b->tree, folder);
		}
		key_begin(own);
		k->is_known = key_entry(own, e) && is_known;
		k->key[0] = own[0];
		k->key[1] = beside[0];
		k->key[2] = own[1] ^ beside[1];
	}
}

void shelf_begin(struct shelf *s, const struct book *b)
{
	size_t n = b->source_count, i, old = 0;
	struct kept *places = memory_resize(NULL, (n + 1) * sizeof *places);

	memset(places, 0, (n + 1) * sizeof *places);
	keys_make(places, b);
	for (i = 0; i < n; i++) {
		struct str path = b->sources[i].entry->path;
		struct kept *k = &places[i], *was;

		while (old < s->count &&
		    str_compare(s->places[old].path, path) < 0)
			old++;
		if (old == s->count)
			break;
		was = &s->places[old];
		if (!was->is_there || !k->is_known ||
		    !str_equal(was->path, path) ||
		    memcmp(was->key, k->key, sizeof k->key))
			continue;
		*k = *was;
		k->report.arena = &k->arena;
		*was = (struct kept){0};
		old++;
	}
	places_free(s->places, s->count);
	s->places = places;
	s->count = n;
	s->size = 0;
}

struct kept *shelf_place(struct shelf *s, size_t source)
{
	return &s->places[source];
}

bool shelf_keeps(struct shelf *s, size_t source)
{
	struct kept *k = &s->places[source];
	size_t size = arena_size(&k->arena);

	k->is_there =
	    k->is_known && k->read.is_read && s->size + size <= SHELF_MAX;
	if (k->is_there)
		s->size += size;
	return k->is_there;
}

void shelf_drop(struct kept *k)
{
	struct arena own = k->arena;

	*k = (struct kept){0};
	arena_release(&own);
}
