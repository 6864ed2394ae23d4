/* SPDX-License-Identifier: MIT */
/*
 * An article as it is sent: what the portal's page articles/<id>/wechat.html
 * says, and its pictures as the interface takes them. It is read from a portal
 * that is built in memory, so what is sent has passed all that a page passes.
 */
#ifndef WECHAT_ARTICLE_H
#define WECHAT_ARTICLE_H

#include <pthread.h>

#include "base/digest.h"
#include "base/tree.h"
#include "web/wechat.h"

/* A sink that keeps some files: those of one article and the list. */
struct capture {
	struct sink sink;	   /* first */
	struct str page, pictures; /* a path; how paths begin */
	struct tree files;
	struct arena *arena;
	pthread_mutex_t lock;
};

/* The list of articles: a JSON file of the portal. */
#define ARTICLE_LIST "articles.json"

/* `id` may be empty: the list alone. */
void capture_begin(struct capture *c, struct arena *a, struct str id);
void capture_end(struct capture *c);

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

/* From the captured files, sorted. 0, or -1 with findings: there is no such article, no cover, a picture that
 * cannot be made to fit. */
int article_read(struct article *ar, struct arena *a, struct capture *c,
    struct str id, struct report *r);

/* The text with these addresses, one a picture, in the place of ours. */
void article_content(
    struct buf *out, const struct article *ar, const struct str *addresses);

#endif
