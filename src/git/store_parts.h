/* SPDX-License-Identifier: MIT */
/* What the modules of git/ share of a store's inside. */
#ifndef GIT_STORE_PARTS_H
#define GIT_STORE_PARTS_H

#include <git2.h>

#include "store.h"

struct store {
	struct arena arena;
	git_repository *repo;
	struct str path, quarantine;
};

/* The caller's to free; NULL: a finding. */
git_commit *store_commit(
    const struct store *s, const struct oid *commit, struct report *r);
git_tree *store_root(
    const struct store *s, const struct oid *commit, struct report *r);

/* A commit's tree at a path ("": the root), the caller's to free; NULL where
 * there is no folder. 0 or -1. */
int store_tree(git_tree **tree, const struct store *s, const struct oid *commit,
    struct str path, struct report *r);

/* From the object's header alone: nothing large is unpacked. */
int store_size(size_t *size, bool *is_blob, const struct store *s,
    const unsigned char id[20], struct str path, struct report *r);

#endif
