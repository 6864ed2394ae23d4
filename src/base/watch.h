/* SPDX-License-Identifier: MIT */
/*
 * A watch tells when a working directory's files change: whatever disk_tree()
 * would read, and folders that come and go. It says which paths, not how they
 * changed; whoever is told reads the tree again. Only Linux has it (inotify).
 *
 * A file is told when it has been written and closed, so that nobody reads
 * half of one, and when it comes, goes or is renamed.
 */
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include "report.h"

struct watch;

/* Watches root/content and root/layouts. NULL: the report says why. */
struct watch *watch_open(struct str root, struct report *r);
void watch_close(struct watch *w);

/* Can be read when something has happened; good until watch_take(). */
int watch_fd(const struct watch *w);

/* What has changed since the last call, paths from root, as disk_tree() has
 * them: sorted, each once. */
struct watch_changes {
	struct str *paths;
	size_t count, cap;
};

/*
 * Adds to `c`, its texts in `a`, what has happened by now; does not wait. -1
 * with the report: from now on something may be missed.
 */
int watch_take(struct watch *w, struct watch_changes *c, struct arena *a,
    struct report *r);

#endif
