/* SPDX-License-Identifier: MIT */
/*
 * An article as a draft in the account's box; a person sends it. Pictures of
 * the text, then the cover, then the draft, each written down before and after
 * (state.h), so that a run that was broken off is simply run again: what was
 * done is not done twice, and where an answer was lost, the server is asked
 * whether the thing is there.
 */
#ifndef WECHAT_PUSH_H
#define WECHAT_PUSH_H

#include "api.h"
#include "article.h"

enum push_end {
	PUSH_FAILED,  /* the report says why */
	PUSH_MADE,    /* a new draft */
	PUSH_FOUND,   /* it was there already: an answer had been lost */
	PUSH_SAME,    /* nothing had changed */
	PUSH_CHANGED, /* there is one with other contents: update it */
	PUSH_UPDATED,
	PUSH_MISSING, /* there is none to update */
};

/* Makes the draft, or says that there is one. */
enum push_end push_draft(
    struct api *api, const struct article *ar, struct report *r);

/* Puts what the article is now in the place of its draft. */
enum push_end push_update(
    struct api *api, const struct article *ar, struct report *r);

/* Is this draft still in the box? 1 yes, 0 no, -1 with findings. */
int push_is_there(struct api *api, struct str media_id, struct report *r);

#endif
