/* SPDX-License-Identifier: MIT */
/*
 * The repository that is served, as this program wants it: git's settings,
 * and hooks that are links to the program itself, which acts as the hook by
 * whose name it is called. Beside git's own folders it has `taizhang/`, with
 * the lock, the passes and what the last build said.
 */
#ifndef GATE_SERVER_H
#define GATE_SERVER_H

#include "base/report.h"

/* The names of the hooks; ends with NULL. */
extern const char *const hook_names[];

/*
 * Makes it at `path` (new or empty): main is HEAD of the repository `from`.
 * `program` and `publish` are absolute paths; `identity` is "ssh" or "http".
 * 0 or -1.
 */
int server_make(struct str path, struct str from, struct str program,
    struct str publish, const char *identity, struct report *r);

/* Is it as it was made: settings and hooks? 0, or -1 with a finding for each
 * thing that is not. */
int server_check(struct str path, struct str program, struct report *r);

/* Where what was costly to make is kept for hooks, builder and desk (struct
 * book_options): what a builder makes of XDG_CACHE_HOME=PATH/taizhang/cache. */
struct str server_cache(struct arena *a, struct str path);

#endif
