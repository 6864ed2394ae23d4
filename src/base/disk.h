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

/* A file of at most `max` bytes. */
int disk_read(struct str *bytes, struct arena *a, struct str path, size_t max,
    struct report *r);

/* Writes a file, replacing what was there as a whole: the new one is written
 * beside it and renamed over it. */
int disk_write(struct str path, struct str bytes, struct report *r);

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
