/* SPDX-License-Identifier: MIT */
/*
 * The journal: what happened to an object (door.h), an event a file, numbered
 * from 1, content/journal/<object>/0001.yml. The server alone writes it, and
 * all that the gate knows of the past it reads here, from main.
 */
#ifndef GATE_JOURNAL_H
#define GATE_JOURNAL_H

#include "base/buf.h"
#include "base/report.h"

enum event_sort {
	EVENT_RECEIVED, /* 收到 */
	EVENT_RETURNED, /* 退回补正 */
	EVENT_ACCEPTED, /* 审核通过 */
	EVENT_ASKED,	/* 申请撤下: the first of two says so */
	EVENT_REMOVED,	/* 撤下: the second does; this is its tombstone */
	EVENT_CLOSED,	/* 截止: a deadline has passed (tick.h) */
	EVENT_DAY,	/* 日结: a day is over */
	EVENT_OTHER,
};

/* Does somebody do it, to a commit? */
static inline bool event_is_deed(enum event_sort sort)
{
	return sort <= EVENT_REMOVED;
}

/* "收到", "退回补正", …; not of EVENT_OTHER. */
const char *event_name(enum event_sort sort);

struct event {
	unsigned number;
	enum event_sort sort;
	struct str commit; /* 40 hex digits */
	struct str who;	   /* who submitted, or who decided */
	int64_t seconds;   /* since 1970 UTC */
	struct str due;	   /* moment as it is written; empty: none. Of a
			      deadline or a day: its end */
	bool is_late;
	unsigned replaces; /* of a receipt: the number of the one before; 0 */
	const struct str *items; /* of what is added to: the new files; of a
				    deadline: what was missing */
	size_t item_count;
	struct str period, matter; /* of a deadline: which it is */
	struct str comment;
};

struct journal {
	struct event *events; /* by number */
	size_t count, cap;
};

enum { JOURNAL_MAX = 9999, COMMENT_MAX = 2000 };

/* "0001.yml" is 1; 0: it is no event's name. */
unsigned event_number(struct str name);

/* Reads one file and adds it; the events come in order. 0, or -1. */
int journal_add(struct journal *j, struct arena *a, unsigned number,
    struct str text, struct str path, struct report *r);

/* Adds the file's text. */
void event_print(struct buf *out, const struct event *e);

/* "2026-11-20T17:41:09+08:00". */
struct str moment_text(struct arena *a, int64_t seconds);

/* The last receipt; NULL: nothing came yet. */
const struct event *journal_receipt(const struct journal *j);

/* What became of the last receipt: returned, accepted or taken down; NULL:
 * nothing yet. */
const struct event *journal_decision(const struct journal *j);

/* How far taking down has come: asked for, or done; NULL: neither since it was
 * last handed in. */
const struct event *journal_removal(const struct journal *j);

/* Has this user handed anything in since it was last accepted? */
bool journal_has_pusher(const struct journal *j, struct str user);

/* The number of the next event. */
unsigned journal_next(const struct journal *j);

/* Whole days from the deadline to the time, at least 1 where it is past. */
int64_t days_late(int64_t seconds, struct str due);

#endif
