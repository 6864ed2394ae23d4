/* SPDX-License-Identifier: MIT */
/*
 * Making a repository that is served: bare, with a branch main and nothing
 * else of where it came from, and its configuration.
 */
#ifndef GIT_SERVE_H
#define GIT_SERVE_H

#include "store.h"

/* A bare repository at `path`, which is new or an empty folder; its main is
 * what HEAD is in the repository `from`, with its history. 0 or -1. */
int serve_make(struct str path, struct str from, struct report *r);

/* Adds a value to what the repository's own configuration says under a name
 * (is_more), or sets the only one. */
int serve_set(struct str path, const char *name, const char *value,
    bool is_more, struct report *r);

/* All values it has under a name, in order. */
int serve_get(struct str **values, size_t *count, struct arena *a,
    struct str path, const char *name, struct report *r);

/* Is git here, and new enough, and libgit2 the one that this was built with?
 * 0, or -1 with a finding for each that is not. */
int serve_versions(struct report *r);

#endif
