/* SPDX-License-Identifier: MIT */
/* Maps are short and searched from the front. */
#include "value.h"

#include "utf8.h"

struct place cursor_place(struct cursor *c, size_t at)
{
	struct place p = {.width = 1};

	for (; c->at < at && c->at < c->text.len; c->at++)
		if (c->text.data[c->at] == '\n') {
			c->line++;
			c->line_start = c->at + 1;
		}
	p.line = c->line;
	p.column =
	    (uint32_t)utf8_count(str_slice(c->text, c->line_start, at)) + 1;
	return p;
}

static struct value *value_make(struct arena *a, enum value_type type)
{
	struct value *v = arena_alloc(a, sizeof *v);

	v->type = type;
	return v;
}

struct value *value_text(struct arena *a, struct str text)
{
	struct value *v = value_make(a, VALUE_TEXT);

	v->text = text;
	return v;
}

struct value *value_list(struct arena *a)
{
	return value_make(a, VALUE_LIST);
}

struct value *value_map(struct arena *a)
{
	return value_make(a, VALUE_MAP);
}

/* Room for one more, where the capacity is the power of two (4 at least) that
 * the count has filled. */
static void *room(struct arena *a, void *array, size_t count, size_t size)
{
	void *larger;

	if (count && (count < 4 || (count & (count - 1))))
		return array;
	larger = arena_array(a, count ? 2 * count : 4, size);
	if (count)
		memcpy(larger, array, count * size);
	return larger;
}

void value_append(struct arena *a, struct value *list, struct value *item)
{
	list->items = room(a, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = item;
}

struct pair *value_put(
    struct arena *a, struct value *map, struct str key, struct value *v)
{
	struct pair *p;

	map->pairs = room(a, map->pairs, map->count, sizeof *map->pairs);
	p = &map->pairs[map->count++];
	*p = (struct pair){.key = key, .value = v};
	return p;
}

struct pair *value_pair(const struct value *v, struct str key)
{
	size_t i;

	if (!v || v->type != VALUE_MAP)
		return NULL;
	for (i = 0; i < v->count; i++)
		if (str_equal(v->pairs[i].key, key))
			return &v->pairs[i];
	return NULL;
}

struct value *value_find(const struct value *v, struct str key)
{
	struct pair *p = value_pair(v, key);

	return p ? p->value : NULL;
}

struct str value_find_text(const struct value *v, const char *key)
{
	const struct value *found = value_find(v, str_from(key));

	if (!found || found->type != VALUE_TEXT)
		return (struct str){0};
	return found->text;
}
