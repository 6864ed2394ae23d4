/* SPDX-License-Identifier: MIT */
/* What the modules that make a site share of its inside. */
#ifndef WEB_SITE_PARTS_H
#define WEB_SITE_PARTS_H

#include "base/digest.h"
#include "base/pool.h"
#include "book/rule.h"
#include "draft.h"
#include "photo.h"
#include "search.h"
#include "site.h"

/* A file of the portal and its SHA-256. */
struct written {
	struct str path;
	char digest[DIGEST_SIZE];
};

/* What is to be copied, and its first place in files. */
struct copy {
	const struct target *target;
	size_t first;
};

struct site {
	const struct site_options *options;
	const struct tree *tree;
	struct rules rules;
	struct layouts layouts;
	struct book_asked asked; /* by them */
	struct book *book;
	struct page_options page_options;
	struct sink *sink;
	struct arena *arena, own; /* own: of a site that is opened */
	struct report *report;
	struct drafts drafts;
	struct pages pages;
	struct targets targets;
	struct written *pages_written; /* by page */
	struct photo_rules photos;
	struct variant_maker *variants;
	struct copy *copies; /* assets and pictures */
	size_t copy_count;
	struct written *files; /* what the copies were written to */
	size_t file_count;
	size_t copied; /* atomic */
	struct search *search;
	struct lazy *lazy;	 /* of a site that is opened */
	struct written *indexed; /* the search's files, by number */
	char *indexed_paths;	 /* SEARCH_PATH bytes each */
	size_t indexed_count;
	struct anchors *anchors;
	void *handles[POOL_WORKERS_MAX];
	struct report reports[POOL_WORKERS_MAX];
	struct arena arenas[POOL_WORKERS_MAX];
};

/* The plan, the layouts, the records. */
int site_read(struct site *s);

/* Which files there will be: pages, and what links may lead to. */
int site_list(struct site *s);
int site_list_targets(struct site *s);

/* Makes all pages, and holds the places within them against their links. */
int site_render(struct site *s, struct report *r);

/* The bytes of a page as they are put, in `done` or where they were. `anchors`
 * is NULL where not all pages are made. */
int site_finish(const struct site *s, const struct page *p,
    struct anchors *anchors, struct str *text, struct str words,
    struct buf *done, struct report *r);

/* Reads a page for the search, if it is one of its own; else, or where there is
 * no search, *v is NULL. Looks for personal data that tags part. */
int site_look(const struct site *s, struct search *search, unsigned worker,
    const struct page *p, struct str text, const struct visible **v,
    struct report *r);

/* Adds the page that was just read for the search. */
void site_find(const struct site *s, struct search *search, unsigned worker,
    const struct page *p, struct str text);

/* Hands a file to the sink, and notes its digest. */
int site_put(struct site *s, struct written *w, struct str path,
    struct str bytes, struct report *r);

/* Puts what pages link to: assets and pictures; the search's files; at last
 * manifest.json, with the paths of all. */
int site_copy(struct site *s);
int site_index(struct site *s);
int site_put_manifest(struct site *s, struct site_result *result);

#endif
