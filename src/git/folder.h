/* SPDX-License-Identifier: MIT */
/*
 * A commit in which one folder has these files and all else is as its parent
 * has it: how what lies on somebody's disk, or what he has typed, becomes
 * something to be handed in. Nothing names it yet.
 */
#ifndef GIT_FOLDER_H
#define GIT_FOLDER_H

#include "store.h"

struct folder_file {
	struct str path; /* inside the folder */
	struct str bytes;
};

/* Writes them; the tree's id, by which equal folders are known. None where
 * there are no files. 0 or -1. */
int folder_write(struct oid *tree, const struct store *s, struct arena *a,
    const struct folder_file *files, size_t count, struct report *r);

struct folder_change {
	struct oid parent;
	struct str folder;
	struct oid tree; /* of folder_write(); none: the folder goes */
	struct str who;	 /* what he is called; proves nothing */
	int64_t seconds;
	struct str message;
};

int folder_commit(struct oid *made, const struct store *s, struct arena *a,
    const struct folder_change *c, struct report *r);

#endif
