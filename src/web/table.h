/* SPDX-License-Identifier: MIT */
/*
 * A layout with `table` in its head makes, of one query, a web page and the
 * same rows as CSV, Excel and JSON, so that they cannot disagree:
 *
 *     path: ledgers/{{活动月}}/problems.html
 *     each: SELECT 活动月 FROM 月报
 *     table:
 *       title: "{{活动月}}问题清单"
 *       rows: SELECT 编号, 描述, 完成时限 FROM 问题台账 WHERE 活动月 = :活动月
 *       columns:                          in their order; others stay hidden
 *         编号: {width: 24, link: "/activities/{{记录}}.html#{{编号}}"}
 *         完成时限: {label: 时限, type: date, filter: yes, class: due}
 *         措施: {split: "、", link: "/activities/{{记录}}.html#{{措施}}"}
 *         活动月: {in: [csv, xlsx, json]}   left out: page and all files
 *       formats: [csv, xlsx, json]        left out: all three
 *       pages: 1                          left out: as many as it takes
 *
 * Where there may be more than one page, the rows are counted first, which
 * takes as long as asking them: a table that is as long as the list of units
 * says `pages: 1`. `formats` and `pages` may name a column of `each`, so that
 * one layout makes tables with different files: its text is "csv json", say, or
 * a number.
 * `split` cuts a cell's text; each part is a link of its own, whose template
 * finds it under the column's name. `class` and `filter` are for style
 * sheets and scripts.
 *
 * The files stand beside the page, with its name and their ending. A page has
 * at most TABLE_PAGE_ROWS rows; the next ones are problems-2.html and on,
 * `pages` at most: the files have all rows. The body finds beside its row's
 * names:
 *
 *     title, count       text; count: of all rows
 *     left               how many are on no page; empty: none
 *     columns            label, class, filter
 *     rows               class, anchor: the query's columns of these names;
 *                        head (the first) and cells (the others):
 *                        text, link, label, class,
 *                        parts: text, link (where it is split, and no text)
 *     files              format, label, address (from the root), file (the
 *                        same without the slash)
 *     pages              number, address, current; none where all is on one
 *
 * A file of the internal edition says so: in a column of its own, in JSON under
 * "notice". JSON columns have their `link` as it stands in the layout; its names
 * are the `column` (or, where there is none, the `name`) of JSON columns.
 */
#ifndef WEB_TABLE_H
#define WEB_TABLE_H

#include "base/date.h"
#include "base/template.h"
#include "book/query.h"

enum { TABLE_PAGE_ROWS = 500 };

enum table_format { TABLE_HTML, TABLE_CSV, TABLE_XLSX, TABLE_JSON };
enum { TABLE_FORMATS = TABLE_JSON + 1 };

/* The endings of the files: ".csv" and on, by format. */
extern const char *const table_endings[TABLE_FORMATS];

enum table_type { TABLE_TEXT, TABLE_INTEGER, TABLE_DECIMAL, TABLE_DATE };

struct table_column {
	struct str name, label;
	enum table_type type;
	int width;	    /* in Excel, in characters; 0: by the type */
	struct str link;    /* of its address's template in the set; or empty */
	struct str address; /* that template's text */
	struct str class, split; /* or empty */
	bool has_filter;
	bool is_left_out[TABLE_FORMATS]; /* of the page and the files */
};

struct table_layout {
	struct str file;  /* the layout's */
	struct str title; /* of the title's template in the set */
	struct str rows;  /* the query */
	struct place rows_place;
	struct table_column *columns;
	size_t column_count;
	bool formats[TABLE_FORMATS];
	struct str formats_from; /* a column of `each` that names them */
	struct str pages; /* at most; a number, or such a column; or empty */
};

/* What a file of the internal edition says, and in which column. */
#define TABLE_INTERNAL "内部版"
#define TABLE_NOTICE "内部，请勿外传"

/* Reads the value of `table`. `name`: the layout's, for its templates. */
int table_read(struct table_layout *t, struct arena *a,
    struct template_set *set, struct str name, struct str file,
    const struct value *head, struct report *r);

/* Holds it against the book. `root`: the names that its page has. */
int table_check(const struct table_layout *t, const struct template_set *set,
    struct connection *c, const struct template_scope *root, struct report *r);

/* The names of a row of one of its lists, for template_check(). */
bool table_shape(struct str name, struct template_scope *inner);

/* The names with one value each. */
enum { TABLE_NAMES = 3 };
extern const char *const table_names[TABLE_NAMES];

/* A table's rows, for one page's row. */
struct table_filled {
	const struct table_layout *table;
	struct str title;
	const struct value *rows; /* as the query gave them */
	bool is_internal;
	struct date today;
	size_t *at; /* by column: where its rows have it */
};

/* Completes the others' members with `at`. */
void table_fill(struct table_filled *f, struct arena *a);

/* A row's text of a column; NULL: it has none. */
const struct value *table_cell(
    const struct table_filled *f, size_t column, const struct value *row);

/* What the body of page `part` (from 1) of `parts` finds beside its row's
 * names: `row` with them added. `base` is the page's path without ".html". */
struct value *table_page(const struct table_filled *f, struct arena *a,
    const struct template_set *set, const struct value *row, struct str base,
    size_t part, size_t parts, struct report *r);

/* Is this file made for a row of `each`? */
bool table_has(const struct table_layout *t, const struct value *row,
    enum table_format format);

/* Its other files for a row of `each`, as the body finds them. */
struct value *table_files(struct arena *a, const struct table_layout *t,
    const struct value *row, struct str base);

/* How many pages a table with so many rows has; at least one. */
size_t table_parts(
    const struct table_layout *t, const struct value *row, size_t rows);

/* The path of a part: base.html, base-2.html. */
struct str table_part_path(struct arena *a, struct str base, size_t part);

/* Writes all rows. CSV: UTF-8 with a mark, RFC 4180. */
void table_csv(struct buf *out, const struct table_filled *f);
void table_json(struct buf *out, const struct table_filled *f);

/* What is to be read in a form whose bytes do not show it: the lines of its
 * columns, as in CSV, and the title. */
void table_words(
    struct buf *out, const struct table_filled *f, enum table_format format);

#endif
