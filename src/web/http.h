/* SPDX-License-Identifier: MIT */
/*
 * A small web server, and two who may come to it. The person at this machine:
 * it listens on 127.0.0.1 and ::1 alone, answers GET and HEAD alone, and only
 * where the request names it by one of its own addresses, so that no page from
 * elsewhere can reach it by a name of its own (DNS rebinding). Or a web server
 * on this machine, through a Unix socket that nobody else may open: that one
 * answers for whom it lets in, and forms may be posted. Connections are
 * bounded in number, size and time. The only house of libmicrohttpd.
 *
 * Each connection has a thread, so answers may take their time. A stream of
 * events (Server-Sent Events) stays open until either side ends it.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/report.h"

struct http;

/* A field of a form that was posted. */
struct http_field {
	struct str name, value; /* of a file: its bytes */
	struct str file;	/* what its sender calls it; no data: a text */
	bool is_cut;		/* it was larger than may be */
};

/* What was asked for. Its texts live as long as the answer is made. */
struct http_request {
	/* Begins with a slash and is as it was sent, nothing decoded. */
	struct str path;
	bool is_post;
	const struct http_field *fields; /* in the order of the form */
	size_t field_count;
	/* 0, or why it is refused, whatever it asks: 405 or 413. */
	unsigned refused;
	const void *own;
};

/* What stood behind "?" under this name, nothing decoded; or empty. */
struct str http_query(const struct http_request *rq, const char *name);

/* A field of the head; empty where there is none, or more than one. */
struct str http_header(const struct http_request *rq, const char *name);

/* What is sent back. */
struct http_reply {
	unsigned status;
	const char *type; /* of the content */
	struct buf body;
	bool is_stream;	     /* of events; there is no body */
	bool may_be_kept;    /* by the browser: its address says its content */
	struct buf location; /* for a status of 303 */
};

/* What answers, on any thread. The reply is all zeros. */
typedef void http_answer(
    void *self, const struct http_request *rq, struct http_reply *reply);

enum {
	HTTP_CONNECTIONS = 64, /* at once, for each of both addresses */
	HTTP_SECONDS = 20,     /* an idle one is closed after so many */
	HTTP_PORTS = 100,      /* tried, from the one that was asked for on */
	HTTP_FIELDS = 4000,    /* of a form */
	HTTP_TEXT_MAX = 2 * 1024 * 1024,     /* bytes of all its texts */
	HTTP_FILE_MAX = 20 * 1024 * 1024,    /* of a file in it */
	HTTP_BODY_MAX = 64 * 1024 * 1024,    /* of the whole */
	HTTP_BODIES_MAX = 256 * 1024 * 1024, /* of all that are coming in */
};

/* Listens on `*port`, or the next that is free, or with 0 on any; *port is
 * then the one. NULL: the report says why. */
struct http *http_open(
    unsigned *port, http_answer *answer, void *self, struct report *r);

/*
 * Listens at the Unix socket `path`, which its owner and group may open and
 * nobody else; one that a dead run left is replaced. Forms are taken.
 */
struct http *http_open_socket(
    struct str path, http_answer *answer, void *self, struct report *r);

/* Sends an event to every open stream, and first to each that is opened after
 * this. `data` is one line. */
void http_tell(struct http *h, struct str data);

/* Ends the streams and waits for the answers that are being made. */
void http_close(struct http *h);

#endif
