/* SPDX-License-Identifier: MIT */
/* A record has few rows and fewer pictures: each looks through all cells. */
#include "sight.h"

#include <stdlib.h>

#include "metadata.h"

static bool shows(const struct field *f, const struct cell *c, struct str path)
{
	size_t i;

	if (f->type == FIELD_PICTURE)
		return str_equal(c->text, path);
	for (i = 0; i < c->picture_count; i++)
		if (str_equal(c->pictures[i], path))
			return true;
	return false;
}

void sight_make(struct sight *s, const struct record *rec, size_t number)
{
	const struct shown *shown = &rec->pictures[number];
	size_t row, c;

	*s = (struct sight){
	    .file = shown->file,
	    .path = shown->path,
	    .date = record_date(rec),
	};
	for (row = 0; row < rec->row_count; row++) {
		const struct row *of = &rec->rows[row];

		for (c = COLUMN_FIRST; c < of->table->column_count; c++) {
			const struct field *f = of->table->columns[c].field;

			if (!shows(f, &of->cells[c - COLUMN_FIRST], s->path))
				continue;
			s->row = row;
			s->field = f->name;
			return;
		}
	}
}

/* Is `d` a better day than the best so far? For a day of taking the nearest is
 * wanted; for one of saving the last up to it, or else the first. */
static bool is_nearer(const struct image *im, struct date d, struct date best)
{
	int64_t day = date_days(d), so_far = date_days(best), wanted;

	if (!best.year)
		return true;
	if (im->taken.year) {
		wanted = date_days(im->taken);
		return llabs(day - wanted) < llabs(so_far - wanted);
	}
	wanted = date_days(im->saved);
	if (so_far > wanted)
		return day < so_far;
	return day <= wanted && day > so_far;
}

static void find_near(struct sight *s, const struct record *rec)
{
	size_t row, c;
	struct date d;

	if (!s->image.taken.year && !s->image.saved.year)
		return;
	for (row = 0; row < rec->row_count; row++) {
		const struct row *of = &rec->rows[row];

		for (c = COLUMN_FIRST; c < of->table->column_count; c++)
			if (of->table->columns[c].field->type == FIELD_DATE &&
			    date_parse(&d, of->cells[c - COLUMN_FIRST].text) &&
			    is_nearer(&s->image, d, s->near))
				s->near = d;
	}
}

const char *sight_read(struct sight *s, const struct record *rec,
    struct str bytes, struct cache *facts)
{
	struct picture p;
	const char *wrong = picture_parse(&p, bytes);
	bool is_large = bytes.len >= FACTS_WORTH;

	s->size = bytes.len;
	if (wrong)
		return wrong;
	s->width = p.width;
	s->height = p.height;
	s->format = p.format;
	s->is_turned = metadata_orientation(bytes) > 4;
	digest_hex(s->digest, bytes);
	if (!is_large || !facts_find(facts, &s->image, s->digest)) {
		image_read(&s->image, &p, bytes);
		if (is_large)
			facts_add(facts, &s->image, s->digest);
	}
	find_near(s, rec);
	return NULL;
}
