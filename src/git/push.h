/* SPDX-License-Identifier: MIT */
/*
 * The commits that a push brings, looked at one by one: each may differ from
 * one of its parents only inside the folders that its ref is named after, and
 * what is in there has to have the names, modes and sizes of a record's files.
 * Everything is judged from tree entries and headers, before anything is
 * unpacked; the work is bounded over the whole push.
 */
#ifndef GIT_PUSH_H
#define GIT_PUSH_H

#include "store.h"

enum {
	PUSH_COMMITS_MAX = 200,
	PUSH_ENTRIES_MAX = 5000,
	PUSH_BYTES_MAX = 60 * 1024 * 1024,
	PUSH_PARENTS_MAX = 2,
};

/* What is left of the bounds, over all refs of one push. */
struct push_budget {
	unsigned commits, entries;
	size_t bytes;
};

#define PUSH_BUDGET            \
	((struct push_budget){ \
	    PUSH_COMMITS_MAX, PUSH_ENTRIES_MAX, PUSH_BYTES_MAX})

struct push {
	struct oid main, old, tip; /* old: none where the ref is new */
	const struct str *folders; /* what the ref may change */
	size_t folder_count;
	bool has_folders; /* may there be folders in them? */
};

/* A file that the push brings and main does not have there. */
struct push_file {
	struct str path;
	unsigned char id[20];
	bool is_at_tip; /* else only a commit on the way to it has it */
};

struct push_files {
	struct push_file *files;
	size_t count, cap;
};

/* Adds the files of all new commits to `found`. 0, or -1 with findings. */
int push_walk(struct push_files *found, struct arena *a, const struct store *s,
    const struct push *p, struct push_budget *left, struct report *r);

#endif
