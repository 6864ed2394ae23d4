/* SPDX-License-Identifier: MIT */
/* Places are not kept in the book: the few that are asked for are found by
 * making their record again. */
#include "book_parts.h"
#include "record.h"

struct locator {
	const struct book *book;
	struct arena arena; /* of the record held */
	struct report scratch;
	void *handle;
	size_t number; /* of the record held; SIZE_MAX: none */
	struct record record;
	bool is_read;
};

struct locator *locator_open(const struct book *b, struct report *r)
{
	struct locator *l = memory_resize(NULL, sizeof *l);

	*l = (struct locator){.book = b, .number = SIZE_MAX};
	if (tree_open(b->tree, &l->handle, r)) {
		memory_free(l);
		return NULL;
	}
	return l;
}

static void locator_read(struct locator *l, size_t number)
{
	const struct source *s = &l->book->sources[number];
	struct str text;

	arena_release(&l->arena);
	report_init(&l->scratch, &l->arena);
	l->number = number;
	l->is_read = !tree_read(l->book->tree, l->handle, s->entry, &l->arena,
			 &text, &l->scratch) &&
	    !record_make(&l->record, &l->arena, &s->match, text, s->entry->path,
		l->book->tree, &l->scratch);
}

bool locator_find(
    struct locator *l, int64_t id, struct str field, struct book_place *found)
{
	int64_t above = (id >> ROW_BITS) - 1;
	size_t row = (size_t)(id & ((1 << ROW_BITS) - 1));

	if (above < 0 || (uint64_t)above >= l->book->source_count)
		return false;
	if (l->number != (size_t)above)
		locator_read(l, (size_t)above);
	*found = (struct book_place){
	    .path = l->book->sources[above].entry->path,
	    .place = {1, 1, 0},
	    .record = (size_t)above,
	};
	if (l->is_read && row < l->record.row_count)
		found->place = record_place(&l->record, row, field);
	return true;
}

void locator_close(struct locator *l)
{
	if (!l)
		return;
	tree_close(l->book->tree, l->handle);
	arena_release(&l->arena);
	memory_free(l);
}
