/* SPDX-License-Identifier: MIT */
/* How far a long run has come, told to whoever watches: a line on a terminal,
 * a stopwatch; who may also have lost interest. All zeros is nobody. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "str.h"

struct progress {
	/* A stage has done so many of its items; total 0: not known. The
	 * first call with a new stage begins it. */
	void (*tell)(void *self, const char *stage, size_t done, size_t total);
	/* A part that one thread does (what: 规则, 视图) begins or has ended. */
	void (*part)(
	    void *self, const char *what, struct str name, bool has_ended);
	/* Are the pages not yet made no longer wanted? On any thread. */
	bool (*is_stopped)(void *self);
	void *self;
};

static inline void progress_tell(
    const struct progress *p, const char *stage, size_t done, size_t total)
{
	if (p && p->tell)
		p->tell(p->self, stage, done, total);
}

static inline void progress_part(
    const struct progress *p, const char *what, struct str name, bool has_ended)
{
	if (p && p->part)
		p->part(p->self, what, name, has_ended);
}

static inline bool progress_is_stopped(const struct progress *p)
{
	return p && p->is_stopped && p->is_stopped(p->self);
}

#endif
