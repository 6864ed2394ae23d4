/* SPDX-License-Identifier: MIT */
/*
 * Reading a git repository: a commit as a tree, without a checkout. The
 * repository may be bare, or a working copy, found from a folder inside it.
 * What a commit holds is untrusted: names and modes are looked at before
 * anything else sees them.
 */
#ifndef GIT_REPO_H
#define GIT_REPO_H

#include "base/tree.h"

struct commit {
	char id[41];	 /* hex and a NUL */
	int64_t seconds; /* committer's time, since 1970 UTC */
};

/*
 * The files below content/ and layouts/ of the commit that `rev` names (a
 * branch, a tag, an id, "HEAD~3", …) in the repository around `folder`. Same
 * limits and findings as disk_tree(). 0, or -1 with findings.
 */
int repo_tree(struct tree *t, struct commit *commit, struct arena *a,
    struct str folder, struct str rev, struct report *r);

/* What a tree is put together from: the files that a commit has below `path`
 * ("": content/ and layouts/), but for those below some folders. */
struct tree_part {
	const char *commit; /* hex and a NUL */
	struct str path;
	const struct str *but;
	size_t but_count;
};

/*
 * One tree of parts that have no path in common. Objects are also looked for
 * in the folder `quarantine` (empty: none), where git keeps those of a push
 * until it is accepted. Only reads. 0, or -1 with findings.
 */
int repo_compose(struct tree *t, struct arena *a, struct str folder,
    struct str quarantine, const struct tree_part *parts, size_t count,
    struct report *r);

/* Makes a folder with files a repository whose branch main has them all in one
 * commit, by whom git's settings name. */
int repo_create(struct str folder, struct str message, struct report *r);

#endif
