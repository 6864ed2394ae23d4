/* SPDX-License-Identifier: MIT */
/* Found by halves. */
#include "embedded.h"

#include <stdlib.h>

static int path_order(const void *key, const void *item)
{
	const struct str *path = key;
	const struct embedded *e = item;

	return str_compare(*path, str_from(e->path));
}

struct str embedded_file(struct str path)
{
	const struct embedded *e = bsearch(&path, embedded_files,
	    embedded_count, sizeof *embedded_files, path_order);

	return e ? embedded_bytes(e) : (struct str){0};
}
