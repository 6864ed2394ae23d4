/* SPDX-License-Identifier: MIT */
/*
 * A proof is what was handed in as the portal would show it: main's pages, made of what is
 * near the record (gate/near.h) with the record in its place. Nothing is
 * written, and nothing of it can be asked for from outside.
 */
#ifndef DESK_PROOF_H
#define DESK_PROOF_H

#include "gate/queue.h"
#include "visit.h"
#include "web/site.h"

struct proof {
	struct tree tree;
	struct site_options options;
	struct site *site;
	struct connection *connection;
	struct report report;
};

/* 0, or -1: it cannot be shown. proof_close() either way. */
int proof_open(struct proof *s, struct visit *v, const struct waiting *w);
void proof_close(struct proof *s);

/*
 * The article of the record's own page, as HTML for a page of the desk: without
 * links, ids and scripts, headings two steps down, pictures by the address
 * `pictures` and their file's name. Empty: the portal has no page of it.
 */
struct str proof_article(struct proof *s, struct visit *v, struct str path,
    struct str id, struct str pictures);

/*
 * Passages of the file at `path` that an earlier record has, as a list of maps:
 * field, length, other (its title), other_field, and `mine` and `theirs`, lists
 * of pieces: piece, is_same.
 */
struct value *proof_copies(struct proof *s, struct visit *v, struct str path);

#endif
