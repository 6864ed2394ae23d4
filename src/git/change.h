/* SPDX-License-Identifier: MIT */
/*
 * What has changed since a commit: which files differ between it and another
 * commit, or the files in a folder, without a checkout.
 */
#ifndef GIT_CHANGE_H
#define GIT_CHANGE_H

#include "base/report.h"

struct changes {
	struct str *paths; /* of files, and folders of records; sorted */
	size_t count, cap;
	size_t files; /* how many files differ; one that moved is two */
};

/*
 * The files below content/ and layouts/ that were added, changed, moved or
 * taken away between `since` and `rev` (revisions of the repository around
 * `folder`). An empty `rev` is the files in `folder`, committed or not. 0, or
 * -1 with findings.
 */
int changes_find(struct changes *c, struct arena *a, struct str folder,
    struct str since, struct str rev, struct report *r);

/* Does this file differ, or, below content/ but for the plan, a file beside it
 * (a record is its folder)? */
bool changes_touch(const struct changes *c, struct str path);

#endif
