/* SPDX-License-Identifier: MIT */
/*
 * A cell is one value of a row, as the book keeps it: what a person wrote,
 * held against the type that its field has.
 */
#ifndef BOOK_CELL_H
#define BOOK_CELL_H

#include "base/date.h"
#include "kind.h"
#include "markdown.h"

enum cell_type { CELL_NULL, CELL_TEXT, CELL_INTEGER, CELL_REAL, CELL_HTML };

struct cell {
	enum cell_type type;
	int64_t integer;      /* CELL_INTEGER */
	double real;	      /* CELL_REAL */
	struct str text;      /* CELL_TEXT; of CELL_HTML the words alone */
	struct str html;      /* CELL_HTML */
	struct str *pictures; /* of CELL_HTML: paths in the portal */
	size_t picture_count;
};

/* A picture that a record shows. */
struct shown {
	struct str file; /* its path in the source tree */
	struct str path; /* its path in the portal */
};

/* What cells are made for: one record. Pictures and links add up. */
struct cell_maker {
	struct arena *arena;
	struct report *report;
	const struct tree *tree;
	struct str path;   /* of the record's file */
	struct str prefix; /* what the paths of its pictures begin with */
	struct shown *pictures;
	size_t picture_count, picture_cap;
	struct markdown_link *links;
	size_t link_count, link_cap;
};

/* A finished text as a cell. */
static inline struct cell text_cell(struct str text)
{
	return (struct cell){.type = CELL_TEXT, .text = text};
}

/* Makes the cell of a field from a text that is not empty. 0, or -1 with a
 * finding; the cell may be set all the same, where what was meant is sure. */
int cell_make(struct cell_maker *mk, struct cell *c, const struct field *f,
    const struct value *v);

/* A date or month that is written in another way than it must be, put right
 * in `out`; {NULL, 0} where it is right, or nobody can be sure what is meant. */
struct str cell_meant(
    char out[DATE_SIZE], const struct field *f, struct str text);

/* The cell of Markdown whose first line is `line` of the file. */
int cell_make_markdown(
    struct cell_maker *mk, struct cell *c, struct str text, uint32_t line);

/* The nearest of the known names, in a list or of fields, if any is near
 * enough to be meant; {NULL, 0}: none. */
struct str nearest_name(struct str text, const struct value *list,
    const struct field *fields, size_t field_count);

/* The field's help and example as the last finding's remedy. */
void field_remedy(struct report *r, const struct field *f);

#endif
