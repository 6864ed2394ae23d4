/* SPDX-License-Identifier: MIT */
/*
 * One server, asked by POST over HTTPS: certificates are checked, nothing is
 * followed elsewhere, and time and size are bounded. Plain HTTP only where the
 * address is this machine's own (account.h). Addresses carry the token, so no
 * finding quotes one. This is the only house of <curl/curl.h>.
 */
#ifndef WECHAT_HTTP_H
#define WECHAT_HTTP_H

#include "base/report.h"

enum { HTTP_REPLY_MAX = 4 * 1024 * 1024, HTTP_CONNECT_SECONDS = 15 };

struct http;

struct http_file {
	struct str name; /* what the file is called */
	struct str type; /* image/jpeg */
	struct str bytes;
};

/* NULL: the report says why. */
struct http *http_open(bool is_plain, long timeout, struct report *r);
void http_close(struct http *h);

/*
 * Posts a JSON text, or, where `file` is not NULL, that file as a form's part
 * "media". The answer is put into `reply`. 0, or -1: no whole answer came, and
 * whether the server did what it was asked is not known.
 */
int http_post(struct http *h, struct buf *reply, const char *url,
    struct str json, const struct http_file *file, struct report *r);

#endif
