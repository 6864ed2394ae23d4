/* SPDX-License-Identifier: MIT */
/*
 * A value is what people wrote in a front matter, a YAML file or a JSON file,
 * or a row that a query gave: text, a list, or a map that keeps its order.
 * Texts are never guessed to be anything else. Values live in an arena and do
 * not change once made.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "arena.h"

enum value_type {
	VALUE_NULL, /* nothing was written: "key:" */
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_MAP,
};

/* Where in a file: 1-based line; 1-based column in code points; and how many
 * code points are meant (0: not known). Line 0: the file as a whole. */
struct place {
	uint32_t line, column, width;
};

/* Tells places in a text; begin with {.text = …, .line = its first}. */
struct cursor {
	struct str text;
	size_t at, line_start;
	uint32_t line;
};

/* The place of a byte at or behind that of the call before; width 1. */
struct place cursor_place(struct cursor *c, size_t at);

struct pair {
	struct str key;
	struct place place; /* of the key */
	struct value *value;
};

struct value {
	enum value_type type;
	bool is_plain; /* text written without quotes */
	bool is_html;  /* text that is finished HTML, not to be escaped */
	struct place place;
	struct str text;
	size_t count; /* of items or pairs */
	struct value **items;
	struct pair *pairs;
};

struct value *value_text(struct arena *a, struct str text);
struct value *value_list(struct arena *a);
struct value *value_map(struct arena *a);

/* Adding keeps the arena's doubling rule by count; no capacity is stored. */
void value_append(struct arena *a, struct value *list, struct value *item);
struct pair *value_put(
    struct arena *a, struct value *map, struct str key, struct value *v);

/* The value under this key; NULL where v is no map or has none. */
struct value *value_find(const struct value *v, struct str key);
struct pair *value_pair(const struct value *v, struct str key);

/* The text under this key, {NULL, 0} where there is none. */
struct str value_find_text(const struct value *v, const char *key);

#endif
