/* SPDX-License-Identifier: MIT */
/*
 * An article as it is sent: what the portal's page articles/<id>/wechat.html
 * says, and its pictures as the interface takes them. They are asked of an open
 * site, so what is sent has passed all that a page passes.
 */
#ifndef WECHAT_ARTICLE_H
#define WECHAT_ARTICLE_H

#include "base/digest.h"
#include "web/site.h"
#include "web/wechat.h"

struct article_picture {
	struct str path;    /* in the portal */
	struct str address; /* as the text has it: a slice of content */
	struct str bytes, type, name;
	char digest[DIGEST_SIZE]; /* of the bytes that are sent */
	size_t was;		  /* bytes, before it was made smaller */
};

struct article {
	struct str id, title, author, digest, source, record, sent;
	struct str content; /* HTML; pictures still with our addresses */
	struct article_picture *pictures;
	size_t picture_count;
	struct article_picture cover;
	struct wechat_size size;
};

/* 1; 0: there is no such article; -1, with findings: it is kept back, has no
 * cover, a picture cannot be made to fit. */
int article_read(struct article *ar, struct arena *a, const struct site *site,
    struct str id, struct report *r);

/* The text with these addresses, one a picture, in the place of ours. */
void article_content(
    struct buf *out, const struct article *ar, const struct str *addresses);

#endif
