/* SPDX-License-Identifier: MIT */
/*
 * Pages are made from layouts: first their list, so that two pages on one path
 * are refused and links can be held against it, then their text, by several
 * workers, each page on its own.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "layout.h"
#include "link.h"

/* The files of one table (table.h): its pages first, then its other forms. */
struct page_group {
	struct str base; /* their path without the ending */
	size_t parts;	 /* pages */
};

struct page {
	const struct layout *layout;
	struct str path;		/* in the portal */
	struct str file;		/* its layout's; for findings */
	const struct value *row;	/* its names: the row and page_names */
	const struct page_group *group; /* NULL: a page of its own */
};

struct pages {
	struct page *pages; /* by path */
	size_t count, cap;
};

struct page_options {
	const struct book *book;
	const struct layouts *layouts;
	enum edition edition;
	struct date today;
	struct str commit, moment; /* as templates know them */
	unsigned workers;
	const struct progress *progress;
};

/* Adds page_names to a row; `path` is empty. */
void page_row_complete(
    struct value *row, struct arena *a, const struct page_options *o);

/* The list of pages. 0, or -1 with findings. */
int pages_list(struct pages *ps, struct arena *a, const struct page_options *o,
    struct report *r);

/* What is told of a finished page: its bytes, and what a person reads in them
 * where they do not show it (a workbook is packed; otherwise empty).
 * `worker`, below POOL_WORKERS_MAX, is the number of its thread. */
typedef int page_done(void *self, unsigned worker, const struct page *p,
    struct str bytes, struct str words, struct report *r);

/* The page at this path, or NULL. */
const struct page *page_find(const struct pages *ps, struct str path);

/* Renders all and hands each to `done`, on any thread. 0, or -1. */
int pages_render(const struct pages *ps, const struct page_options *o,
    page_done *done, void *self, struct report *r);

/* The same for one of them. */
int page_render(const struct page *p, const struct pages *ps,
    const struct page_options *o, page_done *done, void *self,
    struct report *r);

#endif
