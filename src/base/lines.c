/* SPDX-License-Identifier: MIT */
/* Findings come in the order of their lines, so a file is read through once. */
#include "lines.h"

static void lines_open(struct lines *l, struct str path)
{
	const struct entry *e = tree_find(l->tree, path);
	struct report ignored;

	arena_release(&l->arena);
	report_init(&ignored, &l->arena);
	l->path = arena_str(&l->arena, path);
	l->text = (struct str){0};
	if (!e || path_is_picture(path) ||
	    tree_read_once(l->tree, e, &l->arena, &l->text, &ignored))
		l->text = (struct str){0};
}

bool lines_find(
    struct lines *l, struct str path, uint32_t number, struct str *line)
{
	if (!l->tree || !number)
		return false;
	if (!l->path.data || !str_equal(l->path, path)) {
		lines_open(l, path);
		l->number = 0;
	}
	if (!l->number || number < l->number) {
		l->number = 1;
		l->at = 0;
	}
	while (l->number < number && l->at < l->text.len) {
		l->at = str_find_byte(l->text, '\n', l->at) + 1;
		l->number++;
	}
	if (l->at >= l->text.len)
		return false;
	*line = str_slice(l->text, l->at, str_find_byte(l->text, '\n', l->at));
	return true;
}

void lines_release(struct lines *l)
{
	arena_release(&l->arena);
}
