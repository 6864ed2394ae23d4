/* SPDX-License-Identifier: MIT */
/*
 * The calls of the official account's interface that making a draft needs.
 * Each takes care of the token (fetched, kept, renewed five minutes early and
 * once more where the server says that it is no longer good), waits a little
 * and asks again where the server is busy, and tells in Chinese what an error
 * means. JSON goes out in raw UTF-8, as the interface wants it.
 */
#ifndef WECHAT_API_H
#define WECHAT_API_H

#include "account.h"
#include "client.h"
#include "state.h"

/* The codes that callers look at. */
enum { API_FINE = 0, API_NOT_THERE = 40007 };

struct api {
	const struct account *account;
	struct state *state;
	struct client *client;
	struct buf token, reply;
	int64_t token_until;
	int64_t (*now)(void); /* seconds since 1970 */
	bool is_renewed;      /* once a run, since the server refused it */
	int64_t code;	      /* of the last answer */
};

/* 0, or -1. Nothing is sent yet. */
int api_open(struct api *api, const struct account *account,
    struct state *state, int64_t (*now)(void), struct report *r);
void api_close(struct api *api);

/*
 * Calls e.g. "draft/add". *answer, in `a`, is what came back. 0; or -1 with a
 * finding, api->code saying which error it was, or 0: no answer came. A code
 * that is `expected` (else 0) is -1 without a finding.
 */
int api_call(struct api *api, struct value **answer, struct arena *a,
    const char *path, struct str json, const struct client_file *file,
    int64_t expected, struct report *r);

#endif
