/* SPDX-License-Identifier: MIT */
/*
 * Reading from disk: a working directory as a tree, and single files. Links
 * are never followed; names that begin with a dot are passed over.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include "tree.h"

/*
 * The files below root/content and root/layouts, by their paths from root.
 * What does not fit the grammar is left out with a finding; a file that is too
 * large is told when it is read. 0, or -1 where there is no content or a
 * directory could not be read.
 */
int disk_tree(
    struct tree *t, struct arena *a, struct str root, struct report *r);

/*
 * Gives the entries of such a tree an id by which their bytes are known again:
 * from what the system says of the file, and how often it has been among the
 * `n` paths (sorted) that are known to have changed. `before` is the tree as
 * it was last, or empty. A file that cannot be looked at has no id.
 */
void disk_tree_mark(struct tree *t, const struct tree *before,
    const struct str *changed, size_t n);

/* Makes *t the tree `before` again, but for the ids of what has changed: where
 * those paths were files in it and still are, and `n` is not 0. Else false, and
 * disk_tree() is to look. */
bool disk_tree_again(struct tree *t, struct arena *a, const struct tree *before,
    const struct str *changed, size_t n);

/* A file of at most `max` bytes. */
int disk_read(struct str *bytes, struct arena *a, struct str path, size_t max,
    struct report *r);

/* Writes a file, replacing what was there as a whole: the new one is written
 * beside it and renamed over it. */
int disk_write(struct str path, struct str bytes, struct report *r);

/* Writes a file where none is yet, link or folder included; the folders above
 * it are made where the path is longer than `made`, which is there. */
int disk_create(
    struct str path, size_t made, struct str bytes, struct report *r);

/* Writes a file that only its owner may read, where none is yet, and brings it
 * to the disk: whole, or not there. 0, or -1 with errno. */
int disk_create_secret(const char *path, struct str bytes);

/*
 * Puts `bytes` in the place of the file at `path` below `root`: written beside
 * it, with its mode and where possible its owner, brought to the disk, and
 * renamed over it. Whatever fails, the file is whole, the old one or the new.
 * Links are refused, and a file that no longer holds the bytes `was`.
 */
int disk_replace(struct str root, struct str path, struct str was,
    struct str bytes, struct report *r);

/* All of it, or -1 with errno set. */
int write_all(int fd, struct str bytes);

/* The folder and all in it, by descriptor and name; 0 or -1 with errno. */
int disk_remove(int folder, const char *name);

#endif
