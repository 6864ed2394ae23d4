/* SPDX-License-Identifier: MIT */
/*
 * A release is one published state of the portal:
 *
 *     site/releases/<name>/    the files; those unchanged since the release
 *                              before are hard links to it
 *     site/current             a link to releases/<name>, renamed into place
 *
 * A reader sees the old portal or the new one, never half of each. Whatever
 * fails, and whenever the machine stops, the old portal stands; what is left
 * of a broken attempt is removed by the next. One release is made at a time.
 */
#ifndef BASE_RELEASE_H
#define BASE_RELEASE_H

#include <pthread.h>

#include "tree.h"

struct release {
	struct sink sink; /* first: put() knows its release by it */
	struct str site;
	struct str name;
	struct str making; /* name of the folder being filled */
	int site_fd, folder_fd, old_fd, lock_fd; /* -1: none */
	struct str old;				 /* the release before */
	unsigned long written;			 /* not linked; atomic */
	bool is_changed;			 /* after release_finish() */
};

/* What a portal's manifest.json begins with: so a folder is known for ours. */
#define RELEASE_MARK "{\n  \"generator\": \"taizhang\""

/* How many releases are kept. */
enum { RELEASES_KEPT = 5 };

/*
 * Begins a release of this name below the folder `site`, which is made where
 * missing. Waits for one that is being made. 0, or -1 with findings.
 */
int release_begin(
    struct release *rel, struct str site, struct str name, struct report *r);

/*
 * Puts the release in place: everything on disk first, then the switch. Where
 * it is the same as the current one to the byte, nothing changes. A name that
 * is taken gets ".2", ".3", … behind it.
 */
int release_finish(struct release *rel, struct report *r);

/* Gives up: nothing remains of it. Also after a failed finish. */
void release_abandon(struct release *rel);

/* Removes all releases of a site but the current one. 0 or -1. */
int release_forget(struct str site, struct report *r);

/*
 * A plain folder as a sink, without releases (`--out`). It must be new, empty,
 * or one that was made this way; files in it that were not put this time are
 * removed at the end.
 */
struct folder_sink {
	struct sink sink;
	struct str path;
	int fd;
	bool is_new; /* or was empty: nothing to be removed */
};

int folder_sink_begin(struct folder_sink *f, struct str path, struct report *r);

/* `kept`: the paths that were put, sorted. */
int folder_sink_finish(struct folder_sink *f, const struct str *kept,
    size_t count, struct report *r);

void folder_sink_release(struct folder_sink *f);

#endif
