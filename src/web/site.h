/* SPDX-License-Identifier: MIT */
/*
 * The whole pipe: a source tree in, the portal out, a report on the side. It
 * reads no clock, no environment and no files but the tree's, so equal inputs
 * give equal bytes, whoever runs it and however many workers there are.
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "base/date.h"
#include "base/progress.h"
#include "book/book.h"
#include "page.h"

struct site_options {
	enum edition edition;
	struct date today;
	struct str commit; /* 40 hex digits, or "worktree" */
	struct str moment; /* of the commit, as people read it; or empty */
	unsigned workers;
	const struct progress *progress;
	/* A folder for what is kept of pictures from run to run; empty: none */
	struct str cache;
	bool is_cache_only_read; /* see struct book_options */
	struct shelf *shelf;	 /* see struct book_options; NULL: none */
	/* For tests: see struct book_options and struct book_asked. */
	bool is_reversed, is_trusted;
};

struct site_result {
	size_t records, pages;
	struct str *paths; /* of all files put, sorted; in the arena given */
	size_t path_count;
};

/*
 * Builds. With `sink` NULL nothing is written: that is `check`. Findings that
 * keep the portal back (report_blocks) make it -1; other findings do not.
 */
int site_build(struct site_result *result, struct arena *a,
    const struct tree *t, const struct site_options *o, struct sink *sink,
    struct report *r);

/*
 * A site whose files are made when they are asked for: what `serve` shows.
 * Opening reads the tree and lists the files; NULL where findings keep the
 * portal back. The tree and the options must outlive it. Once it is open, any
 * threads may call all of these at once.
 */
struct site;

struct site *site_open(
    const struct tree *t, const struct site_options *o, struct report *r);
void site_close(struct site *s);

/* What `check` finds beyond what site_open() has told: by the plan's rules,
 * and in the text of the pages (as far as the progress is not stopped). */
void site_rules(const struct site *s, unsigned workers, struct report *r);
void site_pages(struct site *s, struct report *r);

/* Adds the bytes of the file at this path of the portal, all but manifest.json:
 * 1; 0: there is none; -1: it is kept back. */
int site_get(
    const struct site *s, struct str path, struct buf *out, struct report *r);

size_t site_records(const struct site *s);

/* What its pages and rules are asked of. */
const struct book *site_book(const struct site *s);

/* All its pages, by path. */
const struct pages *site_listed(const struct site *s);

/* The file of the record that a page is about: where its row has an `id`, the
 * one with that row. Empty: none. */
struct str site_record(const struct site *s, const struct page *p);

/* How many records could not be read: their pages are not there. */
size_t site_unread(const struct site *s);

#endif
