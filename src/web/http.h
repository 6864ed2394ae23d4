/* SPDX-License-Identifier: MIT */
/*
 * A small web server for the person at this machine, and for nobody else: it
 * listens on 127.0.0.1 and ::1 alone, answers GET and HEAD alone, and only
 * where the request names it by one of its own addresses, so that no page from
 * elsewhere can reach it by a name of its own (DNS rebinding). Connections are
 * bounded in number, size and time. The only house of libmicrohttpd.
 *
 * Each connection has a thread, so answers may take their time. A stream of
 * events (Server-Sent Events) stays open until either side ends it.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/report.h"

struct http;

/* What is sent back. */
struct http_reply {
	unsigned status;
	const char *type; /* of the content */
	struct buf body;
	bool is_stream; /* of events; there is no body */
};

/* What answers, on any thread. `path` begins with a slash and is as it was
 * sent, nothing decoded; `query` is what stood behind "?", decoded: its value
 * of the name "page", or empty. The reply is all zeros. */
typedef void http_answer(
    void *self, struct str path, struct str query, struct http_reply *reply);

enum {
	HTTP_CONNECTIONS = 64, /* at once, for each of both addresses */
	HTTP_SECONDS = 20,     /* an idle one is closed after so many */
	HTTP_PORTS = 100,      /* tried, from the one that was asked for on */
};

/* Listens on `*port`, or the next that is free, or with 0 on any; *port is
 * then the one. NULL: the report says why. */
struct http *http_open(
    unsigned *port, http_answer *answer, void *self, struct report *r);

/* Sends an event to every open stream, and first to each that is opened after
 * this. `data` is one line. */
void http_tell(struct http *h, struct str data);

/* Ends the streams and waits for the answers that are being made. */
void http_close(struct http *h);

#endif
