/* SPDX-License-Identifier: MIT */
/*
 * A tree is a sorted set of paths, each with the bytes of a file: a commit, a
 * working directory, a test case. The bytes are read when they are asked for,
 * so a tree with thousands of pictures is small. A tree does not change; what
 * it is made of (a repository, a directory) stays open until tree_release().
 *
 * Paths obey one grammar (path_is_good) everywhere; what does not is left out
 * of the tree with a finding.
 */
#ifndef BASE_TREE_H
#define BASE_TREE_H

#include "report.h"

enum {
	TREE_TEXT_MAX = 256 * 1024,	    /* bytes of a text file */
	TREE_PICTURE_MAX = 5 * 1024 * 1024, /* bytes of a picture */
	TREE_DEPTH_MAX = 8,		    /* directories above a file */
};

struct entry {
	struct str path;
	unsigned char id[20]; /* the blob's in git, where it has one */
	struct str bytes;     /* where the tree is held in memory */
};

struct tree;

/* How a tree's bytes are read. A handle belongs to one thread. */
struct tree_source {
	/* NULL is a fine handle; failure is told by the report and -1. */
	int (*open)(const struct tree *t, void **handle, struct report *r);
	int (*read)(const struct tree *t, void *handle, const struct entry *e,
	    struct arena *a, struct str *bytes, struct report *r);
	void (*close)(void *handle);
	void (*release)(struct tree *t);
};

struct tree {
	struct entry *entries; /* by path, in byte order, each path once */
	size_t count, cap;
	const struct tree_source *source;
	void *from;	  /* the source's own */
	bool has_digests; /* equal ids are equal bytes, now and for ever */
};

/* Adds a path while the tree is being made. */
struct entry *tree_add(struct tree *t, struct arena *a, struct str path);

/* Sorts; the tree is finished. */
void tree_sort(struct tree *t);

/* A tree held in memory: entries are added with their bytes. */
void tree_init_memory(struct tree *t);

const struct entry *tree_find(const struct tree *t, struct str path);

/* The entries whose path begins with `prefix`: [*from, *to). */
void tree_range(
    const struct tree *t, struct str prefix, size_t *from, size_t *to);

int tree_open(const struct tree *t, void **handle, struct report *r);
int tree_read(const struct tree *t, void *handle, const struct entry *e,
    struct arena *a, struct str *bytes, struct report *r);
void tree_close(const struct tree *t, void *handle);

/* tree_open, tree_read and tree_close in one, for a file here and there. */
int tree_read_once(const struct tree *t, const struct entry *e, struct arena *a,
    struct str *bytes, struct report *r);

void tree_release(struct tree *t);

/*
 * The grammar of one name: [a-z0-9._-], beginning with a letter or digit, not
 * ending in a dot, at most 100 bytes, no device name of Windows.
 */
bool path_name_is_good(struct str name);

/* Good names joined by single slashes, at most TREE_DEPTH_MAX of them. */
bool path_is_good(struct str path);

/* A path as one name, as a record's number has it: a/b/c as a-b-c; with a NUL
 * behind it. */
struct str path_dashed(struct arena *a, struct str path);

/* Is this the name of a picture we take: .jpg, .jpeg, .png? */
bool path_is_picture(struct str path);

/* For a name that is not good: a good one like it, for the remedy. */
struct str path_name_mend(struct arena *a, struct str name);

/* Adds FINDING_PATH_NAME for a file at folder/name, with the remedy. */
int path_report(struct report *r, struct str folder, struct str name);

/* Where a finished tree goes: a directory, a release, memory, nowhere. put()
 * may be called by several threads at once, each path once. */
struct sink {
	int (*put)(struct sink *s, struct str path, struct str bytes,
	    struct report *r);
};

#endif
