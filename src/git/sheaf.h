/* SPDX-License-Identifier: MIT */
/*
 * A folder of a commit as a list of files, and commits made of such lists: how
 * what is written at a desk comes into the repository. Names are the caller's
 * to have checked; a folder in the folder is passed over.
 */
#ifndef GIT_SHEAF_H
#define GIT_SHEAF_H

#include "store.h"

struct sheaf_file {
	struct str name;
	unsigned char id[20]; /* of its blob */
};

struct sheaf {
	struct sheaf_file *files; /* by name */
	size_t count, cap;
};

/* The folder at `path` ("": the root); without files where there is none. */
int sheaf_read(struct sheaf *f, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, struct report *r);

/* The file of this name; NULL: there is none. */
struct sheaf_file *sheaf_find(const struct sheaf *f, struct str name);

/* Puts a file in, in the place of one of its name; its bytes are in the
 * repository then. */
int sheaf_put(struct sheaf *f, const struct store *s, struct arena *a,
    struct str name, struct str bytes, struct report *r);

void sheaf_remove(struct sheaf *f, struct str name);

/* A commit to be. */
struct sheaf_commit {
	const struct sheaf *folder;
	struct str path; /* where it stands; empty: it is the whole tree */
	struct oid base; /* all else is as this commit has it */
	struct oid parents[2]; /* those that are not none */
	struct str author;     /* of the roster */
	int64_t seconds;
	struct str message;
};

/* Writes it; nothing names it yet. 0 or -1. */
int sheaf_write(struct oid *made, const struct store *s, struct arena *a,
    const struct sheaf_commit *c, struct report *r);

struct ref {
	struct str name;
	struct oid commit;
};

/* The refs that begin with `prefix`, by name. */
int refs_list(struct ref **refs, size_t *count, const struct store *s,
    struct arena *a, struct str prefix, struct report *r);

/* Takes a ref away that is still `old`. 1; 0: it is not; -1: a finding. */
int ref_drop(const struct store *s, struct str name, const struct oid *old,
    struct report *r);

#endif
