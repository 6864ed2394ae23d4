/* SPDX-License-Identifier: MIT */
/* Maps are compared key by key, lists of maps item by item, all else as the
 * words it comes to. */
#include "differ.h"

#include "base/buf.h"

static void words_add(struct buf *out, const struct value *v)
{
	struct buf inner = {0};
	size_t i;

	if (v->type == VALUE_TEXT) {
		buf_text(out, out->len ? "、" : "");
		buf_str(out, v->text);
	}
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++)
		words_add(out, v->items[i]);
	for (i = 0; v->type == VALUE_MAP && i < v->count; i++) {
		buf_clear(&inner);
		words_add(&inner, v->pairs[i].value);
		buf_printf(out, "%s%.*s：%.*s", out->len ? "；" : "",
		    STR_ARGS(v->pairs[i].key), STR_ARGS(buf_view(&inner)));
	}
	buf_release(&inner);
}

static struct str words_of(struct arena *a, const struct value *v)
{
	struct buf words = {0};
	struct str made;

	if (v)
		words_add(&words, v);
	made = arena_str(a, buf_view(&words));
	buf_release(&words);
	return made;
}

struct str differ_name(struct arena *a, struct str name)
{
	struct buf out = {0};
	struct str made;
	int64_t number;
	size_t i;

	for (i = 0; i < name.len; i++) {
		size_t end = str_find_byte(name, ']', i);

		if (name.data[i] == '.') {
			buf_byte(&out, ' ');
		} else if (name.data[i] == '[' &&
		    str_integer(str_slice(name, i + 1, end), &number)) {
			buf_printf(&out, " %lld", (long long)number + 1);
			i = end;
		} else {
			buf_byte(&out, name.data[i]);
		}
	}
	made = arena_str(a, buf_view(&out));
	buf_release(&out);
	return made;
}

void differ_text(struct arena *a, struct value *list, struct str where,
    struct str theirs, struct str mine)
{
	struct value *map;

	if (str_equal(theirs, mine))
		return;
	map = value_map(a);
	value_put(a, map, STR("where"), value_text(a, where));
	value_put(a, map, STR("theirs"), value_text(a, theirs));
	value_put(a, map, STR("mine"), value_text(a, mine));
	value_append(a, list, map);
}

static bool is_rows(const struct value *v)
{
	return v && v->type == VALUE_LIST && v->count &&
	    v->items[0]->type == VALUE_MAP;
}

static bool is_map_or_none(const struct value *v)
{
	return !v || v->type == VALUE_MAP;
}

static void compare(struct arena *a, struct value *list, struct str name,
    const struct value *theirs, const struct value *mine);

static void compare_maps(struct arena *a, struct value *list, struct str name,
    const struct value *theirs, const struct value *mine)
{
	const struct value *both[] = {theirs, mine};
	size_t side, i;

	for (side = 0; side < 2; side++)
		for (i = 0; both[side] && i < both[side]->count; i++) {
			struct str key = both[side]->pairs[i].key;

			if (side && value_find(theirs, key))
				continue;
			compare(a, list,
			    name.len ? arena_printf(a, "%.*s %.*s",
					   STR_ARGS(name), STR_ARGS(key))
				     : key,
			    value_find(theirs, key), value_find(mine, key));
		}
}

static void compare(struct arena *a, struct value *list, struct str name,
    const struct value *theirs, const struct value *mine)
{
	size_t n, i;

	if (is_map_or_none(theirs) && is_map_or_none(mine)) {
		compare_maps(a, list, name, theirs, mine);
		return;
	}
	if (!is_rows(theirs) && !is_rows(mine)) {
		differ_text(
		    a, list, name, words_of(a, theirs), words_of(a, mine));
		return;
	}
	n = is_rows(theirs) ? theirs->count : 0;
	if (is_rows(mine) && mine->count > n)
		n = mine->count;
	for (i = 0; i < n; i++)
		compare(a, list,
		    arena_printf(a, "%.*s %zu", STR_ARGS(name), i + 1),
		    is_rows(theirs) && i < theirs->count ? theirs->items[i]
							 : NULL,
		    is_rows(mine) && i < mine->count ? mine->items[i] : NULL);
}

struct value *differ(
    struct arena *a, const struct value *theirs, const struct value *mine)
{
	struct value *list = value_list(a);

	compare_maps(a, list, STR(""), theirs, mine);
	return list;
}
