/* SPDX-License-Identifier: MIT */
/*
 * What shows that a form was made here, for this person and today: the HMAC of
 * his name and the day, by a key that only this server has. A page from
 * elsewhere cannot know it.
 */
#ifndef DESK_TOKEN_H
#define DESK_TOKEN_H

#include "base/date.h"
#include "base/digest.h"
#include "base/report.h"

/* Reads the key at `path`, or makes it, for its owner alone. 0 or -1. */
int token_key(
    struct str *key, struct arena *a, struct str path, struct report *r);

void token_make(
    char out[DIGEST_SIZE], struct str key, struct str user, struct date today);

/* Made today or yesterday: a form may be open over midnight. */
bool token_is_good(
    struct str token, struct str key, struct str user, struct date today);

/* The number of a form, by which a second posting of it is known: 32 digits
 * that nobody has had before. */
enum { ONCE_SIZE = 33 };
void once_make(char out[ONCE_SIZE]);

bool once_is_good(struct str once);

#endif
