/* SPDX-License-Identifier: MIT */
/*
 * YAML, strictly: text, lists and maps, by libyaml's events. What YAML could
 * do beyond that (anchors, aliases, tags, merge keys, a second document,
 * duplicate keys, keys that are not text) is a finding. Every value and key
 * has its place. Nothing is guessed from the looks of a text. JSON is read by
 * the same rules, being a subset in all that our files use.
 */
#ifndef BOOK_YAML_H
#define BOOK_YAML_H

#include "base/report.h"

enum {
	YAML_SIZE_MAX = 32 * 1024, /* bytes of a record's head: front_parse */
	YAML_DEPTH_MAX = 8,	   /* maps and lists inside each other */
};

/*
 * The value of a whole YAML text whose first line is line `first_line` of the
 * file at `path`, at most TREE_TEXT_MAX bytes. An empty text is an empty map;
 * "key:" without a value is VALUE_NULL. Texts and places live in `a`;
 * NULL: the report says why, with every fault that could be told.
 */
struct value *yaml_parse(struct arena *a, struct str text, struct str path,
    uint32_t first_line, struct report *r);

#endif
