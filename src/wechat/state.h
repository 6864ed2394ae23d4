/* SPDX-License-Identifier: MIT */
/*
 * What is known of an account's drafts and uploads, so that nothing is sent
 * twice: names and values, in a file of the account's own, written as a whole
 * after each step. A value that is empty says that the step was begun and its
 * answer did not come. One program at a time holds it.
 *
 *     picture:<sha256>    address of the picture for texts
 *     cover:<sha256>      media_id of the picture in the library
 *     draft:<article>     media_id of the draft
 *     sent:<article>      SHA-256 of what was sent for that draft
 *
 * The token lies beside it, in a file of its own. Both are for their owner
 * alone.
 */
#ifndef WECHAT_STATE_H
#define WECHAT_STATE_H

#include "base/report.h"

enum { STATE_SIZE_MAX = 8 * 1024 * 1024 };

struct state_entry {
	struct str key, value;
};

struct state {
	struct arena *arena;
	struct str folder;
	int lock;
	struct state_entry *entries;
	size_t count, cap;
};

/* Opens the folder, made where it is not there. 0, or -1: also where another
 * program holds it. */
int state_open(
    struct state *s, struct arena *a, struct str folder, struct report *r);
void state_close(struct state *s);

/* NULL: nothing is known of it. */
const struct str *state_find(
    const struct state *s, const char *sort, struct str name);

/* Writes it down before anything else is done. */
int state_put(struct state *s, const char *sort, struct str name,
    struct str value, struct report *r);

/* The token and until when it is good, seconds since 1970; empty: none. */
int64_t state_token_read(const struct state *s, struct buf *token);
int state_token_write(
    const struct state *s, struct str token, int64_t until, struct report *r);

#endif
