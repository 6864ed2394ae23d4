/* SPDX-License-Identifier: MIT */
/*
 * A folder as a list of files, and commits in which a folder is that list: how
 * what lies on somebody's disk, or what was written at a desk, comes into the
 * repository. Paths are inside the folder, and the caller's to have checked.
 */
#ifndef GIT_FOLDER_H
#define GIT_FOLDER_H

#include "store.h"

struct folder_file {
	struct str path;
	unsigned char id[20]; /* of its blob */
};

struct folder {
	struct folder_file *files; /* by path */
	size_t count, cap;
};

/* A commit's folder at `path` ("": the root); without files where there is
 * none. What lies in folders below it is passed over. 0 or -1. */
int folder_read(struct folder *f, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, struct report *r);

/* The file of this path; NULL: there is none. */
struct folder_file *folder_find(const struct folder *f, struct str path);

/* Puts a file in, in the place of one of its path; its bytes are in the
 * repository then. 0 or -1. */
int folder_put(struct folder *f, const struct store *s, struct arena *a,
    struct str path, struct str bytes, struct report *r);

void folder_remove(struct folder *f, struct str path);

/* Writes the tree: its id, by which equal folders are known. None where there
 * are no files. 0 or -1. */
int folder_write(struct oid *tree, const struct store *s,
    const struct folder *f, struct report *r);

/* A commit to be. */
struct folder_change {
	struct oid tree; /* of folder_write(); none: the folder goes */
	struct str path; /* where it stands; empty: it is the whole tree */
	struct oid base; /* all else is as this commit has it */
	struct oid parents[2];	      /* those that are not none */
	struct str author, committer; /* what they are called; proves nothing */
	int64_t seconds;
	struct str message;
};

/* Writes it; nothing names it yet. 0 or -1. */
int folder_commit(struct oid *made, const struct store *s, struct arena *a,
    const struct folder_change *c, struct report *r);

#endif
