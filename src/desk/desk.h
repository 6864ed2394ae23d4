/* SPDX-License-Identifier: MIT */
/*
 * The desk: the gate's work on web pages. A web server on this machine logs
 * people in and passes their requests on through a Unix socket, with the name
 * in X-Remote-User; whoever may open the socket is believed, so only that
 * server may (mode 0660, its group). No name, two names, or a name that is not
 * in main's roster: refused. A person is asked for by main as it is at each
 * request, so rights that are gone are gone at once.
 *
 * A request finds its handler in a table of routes (route.c). What is posted
 * has to carry the token of this person and day (token.h) and come from a page
 * of this very site, as the browser says; the rest is the handler's. Requests
 * are bounded in size (http.h), number and time.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <pthread.h>

#include "book/match.h"
#include "visit.h"

struct desk_options {
	struct str repository; /* the served one */
	struct str socket;
	struct clock_source clock;
	unsigned workers;
	/* Called when main has moved: the portal wants building. */
	void (*moved)(void *self);
	/* Called with what went wrong here, for who keeps the server. */
	void (*failed)(void *self, const struct report *r);
	void *self;
};

struct desk {
	struct desk_options options;
	struct arena arena;
	struct str key;	  /* of the tokens */
	struct str cache; /* of pictures, see struct book_options */
	struct readings *readings;
	/* Held open, so that libgit2 is not begun and ended with each visit. */
	struct store *store;
	struct http *http;
	struct verdicts *verdicts;
	/* What takes much memory or time is done one at a time. */
	pthread_mutex_t heavy;
};

/* Listens. 0, or -1 with findings. */
int desk_open(struct desk *d, const struct desk_options *o, struct report *r);
void desk_close(struct desk *d);

typedef void desk_handler(struct visit *v);

struct route {
	bool is_post;
	const char *path; /* "/queue"; a "*" at its end takes the rest */
	desk_handler *handler;
};

/* The table; ends with a row without a path. The first that fits is taken. */
extern const struct route desk_routes[];

/* Handlers, by the file that has them. */
void home_show(struct visit *v); /* home.c */
void begin_show(struct visit *v);
void record_show(struct visit *v); /* record.c */
void record_take(struct visit *v);
void record_picture(struct visit *v);
void receipt_show(struct visit *v);
void queue_show(struct visit *v);  /* queue.c */
void review_show(struct visit *v); /* review.c */
void review_take(struct visit *v);
void review_picture(struct visit *v);
void office_show(struct visit *v); /* office.c */

/* month, month_name, month_before, month_after (empty: it is this one): the
 * month that the address asks for, or this one, which it returns. */
struct str month_put(struct visit *v, struct value *root);

/* A part of a path as people say it: a month, the name that the plan has for
 * the code, or itself. */
struct str part_name(struct visit *v, const struct field *f, struct str text);

/* What people call a record of this path: "2026 年 11 月 走流程坐窗口 活动". */
struct str record_title(struct visit *v, const struct match *m);

/* The same of an object (gate/door.h); its path where no kind lies there. */
struct str object_title(struct visit *v, struct str object);

/* The same of a file in main, or a record's folder, with its unit's name before
 * it: "县民政局 2026 年 11 月 走流程坐窗口 活动"; the path where it is none. */
struct str file_title(struct visit *v, struct str path);

/* Words for people: each record's path in them is what it is called. */
struct str words_named(struct visit *v, struct str text);

#endif
