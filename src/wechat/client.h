/* SPDX-License-Identifier: MIT */
/*
 * One server, asked by POST over HTTPS: certificates are checked, nothing is
 * followed elsewhere, and time and size are bounded. Plain HTTP only where the
 * address is this machine's own (account.h). Addresses carry the token, so no
 * finding quotes one. This is the only house of <curl/curl.h>.
 */
#ifndef WECHAT_CLIENT_H
#define WECHAT_CLIENT_H

#include "base/report.h"

enum { CLIENT_REPLY_MAX = 4 * 1024 * 1024, CLIENT_CONNECT_SECONDS = 15 };

struct client;

struct client_file {
	struct str name; /* what the file is called */
	struct str type; /* image/jpeg */
	struct str bytes;
};

/* NULL: the report says why. */
struct client *client_open(bool is_plain, long timeout, struct report *r);
void client_close(struct client *h);

/*
 * Posts a JSON text, or, where `file` is not NULL, that file as a form's part
 * "media". The answer is put into `reply`. 0, or -1: no whole answer came, and
 * whether the server did what it was asked is not known.
 */
int client_post(struct client *h, struct buf *reply, const char *url,
    struct str json, const struct client_file *file, struct report *r);

#endif
