/* SPDX-License-Identifier: MIT */
/*
 * The portal as it would be now, for a browser on this machine: a working
 * directory is read whenever its owner says so, and a page is made when it is
 * asked for. Each page carries a small script that reloads it when there is a
 * newer one, and shows the findings that concern it.
 *
 * What cannot be made stays as it was: the whole portal where the plan or a
 * layout is broken, a record's page where that record cannot be read.
 *
 * Pages that were handed out keep what they were made from until they are
 * finished; else at most two readings are held, the newest portal and the last
 * in which every record could be read.
 */
#ifndef WEB_PREVIEW_H
#define WEB_PREVIEW_H

#include "base/watch.h"
#include "site.h"

struct preview;

/*
 * Listens (http.h) and shows `folder`, of which nothing is read yet. `first`
 * is the number of the first reading, other than in any run before. NULL: the
 * report says why.
 */
struct preview *preview_open(unsigned *port, struct str folder,
    const struct site_options *o, uint64_t first, struct report *r);
void preview_close(struct preview *p);

/* Reads the folder anew, as of `today`, and shows what came of it. `changed`
 * (NULL: unknown) is all that has changed since it was read last. */
void preview_read(
    struct preview *p, struct date today, const struct watch_changes *changed);

/* Looks for what check would find beyond that; the browsers are told of what
 * the rules find before the pages are looked at. False: it was stopped. */
bool preview_check(struct preview *p);

/* What is known of the last reading: sorted, private lines hidden; the tree
 * that it was read from, and its number of records. Good until preview_read()
 * or preview_check(). */
struct preview_state {
	const struct report *report;
	const struct tree *tree;
	size_t records;
	bool is_shown; /* it could be made, and is what browsers see */
};

struct preview_state preview_state(const struct preview *p);

#endif
