/* SPDX-License-Identifier: MIT */
/*
 * The search in the browser: files that layouts/assets/search.js asks for, each
 * a script of one call, so that they can be read from a folder too, where a
 * page may load scripts and nothing else:
 *
 *     search/index.js         taizhangSearch("index", {…}): what there is
 *     search/<id>/g0.js, …    taizhangSearch("g0", "<bytes>"): a shard of pairs
 *     search/<id>/t0.js, …    some documents' texts, packed
 *
 * A document is a page whose layout says `search:`, and its text what a reader
 * sees of it (visible.h), so nothing can be found that a page does not show.
 * The id is of all that is in the files: a browser that has an old index does
 * not find the new files, never wrong ones, and asks for the index again.
 *
 * Documents are numbered by date, then path, oldest first; undated ones come
 * before those. A text is path, U+0001, title, U+0001, text; U+0002 ends it.
 */
#ifndef WEB_SEARCH_H
#define WEB_SEARCH_H

#include "base/digest.h"
#include "page.h"
#include "visible.h"

/* Units of text in a file of texts, unless its only document is longer. */
enum { SEARCH_CHUNK = 6 * 1024 };

/* Bytes enough for a path of search_file(). */
enum { SEARCH_PATH = 64 };

struct search;

/* Takes the pages that can be found; render their dates and filters. The index
 * of the internal edition says what it is. NULL: the report says why. */
struct search *search_make(const struct pages *ps, const struct layouts *ls,
    enum edition edition, struct report *r);
void search_free(struct search *s);

/*
 * Reads a page's HTML; what was read stays until this worker reads again.
 * NULL: this page is none of the search's.
 */
const struct visible *search_read(
    struct search *s, unsigned worker, size_t page, struct str html);

/* Adds the page just read. `digest` is that of the page. */
void search_add(struct search *s, unsigned worker, size_t page,
    const char digest[DIGEST_SIZE]);

/* When all are added (one that is not is an empty text): returns how many files
 * there are; 0 without documents. */
size_t search_pack(struct search *s, unsigned workers);

/* The number of the file at this path. False: there is none. */
bool search_find(const struct search *s, struct str path, size_t *number);

/* The path and bytes of file `number`. Any thread may ask. */
void search_file(
    const struct search *s, size_t number, struct buf *path, struct buf *bytes);

#endif
