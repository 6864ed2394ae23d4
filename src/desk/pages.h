/* SPDX-License-Identifier: MIT */
/*
 * The desk's own layouts, below layouts/desk/: templates that a handler fills
 * with a map, and queries under `data` in their heads, which any of them may
 * ask. Those that main has stand in the place of the program's; where main's
 * cannot be used, all are the program's. Other files of that folder, the
 * style and the script, are given out as they are.
 */
#ifndef DESK_PAGES_H
#define DESK_PAGES_H

#include "book/query.h"
#include "web/layout.h"

struct pages_file {
	struct str name, bytes;
};

struct desk_pages {
	struct template_set templates;
	struct data *data;
	size_t data_count, data_cap;
	struct pages_file *files; /* styles and scripts */
	size_t file_count, file_cap;
	char version[9]; /* of all of it: part of the files' addresses */
};

/* `t` is main's tree; what is wrong with its layouts is told, and does not
 * fail. 0, or -1: the program's own are broken. */
int desk_pages_read(struct desk_pages *p, struct arena *a, const struct tree *t,
    struct report *r);

/* The style or script of this name; no data: there is none. */
struct str desk_pages_file(const struct desk_pages *p, struct str name);

/* Adds the page `name` ("home" is layouts/desk/home.html) filled with `root`.
 * 0, or -1. */
int desk_page_render(struct buf *out, const struct desk_pages *p,
    struct str name, const struct value *root, struct connection *c,
    struct arena *a, struct report *r);

#endif
