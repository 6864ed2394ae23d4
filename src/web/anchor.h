/* SPDX-License-Identifier: MIT */
/*
 * Places within pages: what has an id, and which of them links ask for. Pages
 * are made in any order and by many threads, so both are gathered while they
 * are, and held against each other at the end. Only hashes are kept of ids (64
 * bits), and of what is asked for each place once, with the first page by path
 * that asks: the findings do not depend on timing. The work grows with the
 * text.
 */
#ifndef WEB_ANCHOR_H
#define WEB_ANCHOR_H

#include "base/buf.h"
#include "base/report.h"

struct anchors;

struct anchors *anchors_open(void);
void anchors_close(struct anchors *as);

/* What one page has and asks for, while it is read; then anchor_join(). */
struct anchor_page {
	struct str path, file;
	uint64_t seed;	  /* of the hashes of its own ids */
	struct buf ids;	  /* hashes */
	struct buf asked; /* struct anchor_asked */
};

struct anchor_asked {
	uint64_t hash;
	struct str address; /* as it is written, in the page's text */
};

void anchor_begin(struct anchor_page *p, struct str path, struct str file);
void anchor_has(struct anchor_page *p, struct str id);

/* `target` is the path of the page that `address` leads to. */
void anchor_asks(struct anchor_page *p, struct str target, struct str address);

/* Adds it to the others (NULL: forgets it); any thread. Its page's path and file must stay. */
void anchor_join(struct anchors *as, struct anchor_page *p);

/* When all pages have been: holds what was asked against what there is. */
void anchors_settle(struct anchors *as);

/* A page asks for this place and it is not there. anchors_next() then leaves it
 * out: whoever asks this tells it. */
bool anchors_claim(struct anchors *as, struct str target, struct str address);

/* A place that is not there. */
struct anchor_dead {
	struct str path, file; /* of the page that asks, as at the beginning */
	struct str address;
};

/* The next of them, from *at on, which begins as 0. False: there is none. */
bool anchors_next(
    const struct anchors *as, size_t *at, struct anchor_dead *dead);

#endif
