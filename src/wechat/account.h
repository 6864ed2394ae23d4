/* SPDX-License-Identifier: MIT */
/*
 * The official account that drafts are made in: its appid and secret, from a
 * file that only its owner can read
 *
 *     appid: wx0123456789abcdef
 *     secret: 0123456789abcdef0123456789abcdef
 *     timeout: 60                 seconds a call may take; may be left out
 *
 * or from the environment. The secret is never written or shown; whoever has
 * read it calls account_forget().
 */
#ifndef WECHAT_ACCOUNT_H
#define WECHAT_ACCOUNT_H

#include "base/report.h"

#define ACCOUNT_BASE "https://api.weixin.qq.com"

enum { ACCOUNT_SECRET_MAX = 128, ACCOUNT_TIMEOUT = 60 };

struct account {
	struct str appid;
	char secret[ACCOUNT_SECRET_MAX + 1];
	struct str base; /* of the interface's addresses */
	long timeout;	 /* seconds */
};

/* What the environment says; each may be NULL. */
struct account_given {
	const char *appid, *secret;
	const char *base; /* for tests: this machine's alone */
};

/* The account of this file (empty path: none). 0, or -1 with findings, none of
 * which quotes the secret. */
int account_read(struct account *ac, struct arena *a, struct str path,
    const struct account_given *given, struct report *r);

/* Overwrites the secret. */
void account_forget(struct account *ac);

#endif
