/* SPDX-License-Identifier: MIT */
/* What the modules of git/ share: opening, finding, and saying what failed.
 * Whoever opens calls git_libgit2_init(), and nobody ends it: the next to begin
 * would read all certificates of the machine again, 4 ms. */
#ifndef GIT_REPO_PARTS_H
#define GIT_REPO_PARTS_H

#include <git2.h>

#include "base/report.h"

/* A finding with libgit2's reason; returns -1. */
int repo_failed(struct report *r, struct str path, const char *what);

/* The repository around a folder; `path` ends with a NUL. */
int repo_open(git_repository **repo, struct str path, struct report *r);

/*
 * A repository as a hook has it: exactly at `path`, with the objects of a push
 * that git keeps apart in `quarantine` (empty: none). git's own variables say
 * the same, but libgit2 does not heed them where a path has a colon or the
 * repository another owner.
 */
int repo_open_bare(git_repository **repo, struct str path,
    struct str quarantine, struct report *r);

/* The commit that `rev` (with a NUL behind) names. */
int repo_find_commit(git_commit **commit, git_repository *repo, struct str rev,
    struct report *r);

#endif
