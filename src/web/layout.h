/* SPDX-License-Identifier: MIT */
/*
 * Layouts say which pages there are. A file under layouts/ with a front matter
 * makes pages:
 *
 *     path: units/{{代码}}.html           where the page goes; Mustache
 *     each: SELECT 代码, 名称 FROM 单位    a page a row; left out: one page
 *     data:                                queries that the body may ask by name
 *       未销号: SELECT … WHERE 单位 = :代码
 *     edition: internal                    not for the public; left out: both
 *     table: …                             rows as page and files (table.h)
 *     search:                              the page can be found (search.h)
 *       date: "{{日期}}"                     newer ones come first; Mustache
 *       单位: "{{单位名称}}"                 a filter and its value here
 *     book: [台账, 月报]                    the file is what the public may see
 *                                          of the book, as SQLite: the records'
 *                                          tables and these views; no body
 *
 * and its body is the template. `:代码` is looked up in the rows around the
 * place where the query is asked, so a query inside a section sees that
 * section's row. Files without a front matter are partials, named by their
 * path without layouts/ and the ending; so are those whose front matter has
 * `data` alone, and what they ask may be asked anywhere (a layout's own comes
 * first). layouts/assets/ is copied, with a hash of the content in each name.
 * layouts/wechat/theme.yaml is what articles for a WeChat account look like
 * (theme.h).
 *
 * Every template also knows `today`, `edition` (empty: public), `version`,
 * `commit` (12 digits, empty: none), `moment` (the commit's, empty: none) and
 * `path`, and may ask for the list `portal`: path, title and files (format,
 * label, address, file; only tables with files have both) of each page but 404.html.
 */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "base/template.h"
#include "book/query.h"
#include "table.h"
#include "theme.h"

struct data {
	struct str name, sql;
	struct place place;
};

/* How pages of a layout stand in the search: names of templates in the set. */
struct search_layout {
	struct str date; /* empty: none */
	struct search_facet {
		struct str name;  /* of the filter, as people see it */
		struct str value; /* its template */
	} * facets;
	size_t count;
};

struct layout {
	struct str file; /* layouts/unit.html */
	struct str name; /* of its template in the set: unit */
	struct str path; /* of its path's template in the set: unit path */
	struct str each; /* empty: one page */
	struct place each_place;
	bool is_internal;
	bool is_draft;	/* see draft.h: `each` may have parameters */
	bool is_wechat; /* its pages hold articles to be made anew (wechat.h) */
	const struct value *book; /* list of views; NULL: a page */
	struct data *data;
	size_t data_count;
	struct table_layout *table;   /* NULL: none */
	struct search_layout *search; /* NULL: not to be found */
};

/* A query that every template may ask, and the file it is from. */
struct shared {
	struct data data;
	struct str file;
};

struct layouts {
	struct layout *layouts; /* by file */
	size_t count, cap;
	struct shared *shared;
	size_t shared_count, shared_cap;
	struct template_set templates;
	struct theme theme; /* empty: there is none */
};

/* The names every page has beside its row's. */
enum { PAGE_NAMES = 6 };
extern const char *const page_names[PAGE_NAMES];

/* The name of the list of pages. */
#define PAGE_LIST "portal"

/* Reads layouts/. 0, or -1 with every fault of every layout. */
int layouts_read(struct layouts *ls, struct arena *a, const struct tree *t,
    enum edition edition, struct report *r);

/* Reads a head that says `each` and `data` and nothing else. 0, or -1. */
int layout_queries_read(struct layout *l, struct arena *a,
    const struct value *head, struct report *r);

/* Holds one layout's queries and the names in its templates against the book;
 * 0, or -1. */
int layout_check(const struct template_set *set, const struct layout *l,
    struct connection *c, struct report *r);

/* The same for all. */
int layouts_check(const struct layouts *ls, const struct book *b,
    enum edition edition, struct report *r);

#endif
