/* SPDX-License-Identifier: MIT */
/*
 * The repository that is served: what its refs, commits and folders are, and
 * the two ways in which it is ever written: a commit that nothing names yet,
 * and a ref that moves from what it was known to be. Opened with the objects
 * of a push that are still in quarantine it must not be written to: a ref to
 * them would break the repository where the push is refused.
 *
 * Ids are 40 hex digits; names and paths are the caller's to have checked.
 */
#ifndef GIT_STORE_H
#define GIT_STORE_H

#include "base/report.h"

/* The id of a commit or tree; all zeros (oid_is_none): none. */
struct oid {
	char hex[41]; /* with a NUL */
};

/* 40 digits of 0-9a-f and nothing else; git's 40 zeros are none. */
bool oid_parse(struct oid *o, struct str s);

static inline bool oid_is_none(const struct oid *o)
{
	return !o->hex[0];
}

static inline bool oid_equal(const struct oid *a, const struct oid *b)
{
	return !strcmp(a->hex, b->hex);
}

static inline struct str oid_str(const struct oid *o)
{
	return str_from(o->hex);
}

struct store;

/* `path` is the bare repository itself. 0, or -1 with a finding. */
int store_open(
    struct store **s, struct str path, struct str quarantine, struct report *r);
void store_close(struct store *s);

/* From now on all that is written stays in memory. 0 or -1. */
int store_rehearse(struct store *s, struct report *r);

struct str store_path(const struct store *s);
struct str store_quarantine(const struct store *s);

/* What the repository's own configuration says, no other's; the last of
 * several; {NULL, 0}: nothing. */
struct str store_setting(
    const struct store *s, struct arena *a, const char *name);

/* What a ref points to; none where there is no such ref. */
int store_ref(
    struct oid *o, const struct store *s, struct str name, struct report *r);

/* refs/heads/main, and its commit; none: there is none. 0 or -1. */
extern const struct str store_main_ref;
int store_main(struct oid *o, const struct store *s, struct report *r);

/* The names of all refs below a prefix that ends in a slash, sorted. 0 or -1. */
int store_refs(struct str **names, size_t *count, const struct store *s,
    struct arena *a, struct str prefix, struct report *r);

/* Is there a commit of this id? A tag or a tree is none. */
bool store_has_commit(const struct store *s, const struct oid *commit);

/* The committer's time, seconds since 1970 UTC. */
int store_time(int64_t *seconds, const struct store *s,
    const struct oid *commit, struct report *r);

/* The first parent (none: it has none), and the message's first line. */
int store_parent(struct oid *parent, struct str *subject, const struct store *s,
    struct arena *a, const struct oid *commit, struct report *r);

/* A commit's signature, and the text that it is of; empty where it has none. */
int store_signature(struct str *signature, struct str *text,
    const struct store *s, struct arena *a, const struct oid *commit,
    struct report *r);

/* A commit's tree at a path; none where there is no folder. */
int store_folder(struct oid *tree, const struct store *s,
    const struct oid *commit, struct str path, struct report *r);

/* A file of at most `max` bytes; data is NULL where there is none. */
int store_file(struct str *bytes, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, size_t max, struct report *r);

/* The bytes of a blob of which this is the id; its size has been looked at. */
int store_blob(struct str *bytes, const struct store *s, struct arena *a,
    const unsigned char id[20], struct str path, struct report *r);

/* The names in a commit's folder, sorted; none where there is no folder. */
int store_names(struct str **names, size_t *count, const struct store *s,
    struct arena *a, const struct oid *commit, struct str path,
    struct report *r);

/* Is `of` the commit itself or an ancestor of it? 1, 0 or -1. */
int store_descends(const struct store *s, const struct oid *commit,
    const struct oid *of, struct report *r);

/* The best common ancestor; none where there is no such commit. */
int store_base(struct oid *base, const struct store *s, const struct oid *one,
    const struct oid *other, struct report *r);

/* Are all files of a commit's folder in the repository? 1, 0 or -1. */
int store_is_whole(const struct store *s, const struct oid *commit,
    struct str path, struct report *r);

/* A commit to be: its parent's tree with some folders as another commit has
 * them, and one file more. */
struct store_change {
	struct oid parent;
	struct oid other;	   /* the second parent; none: no merge */
	const struct str *folders; /* taken from it as a whole; without it
				      they go */
	size_t folder_count;
	struct str path, bytes; /* of the new file; no path: none */
	int64_t seconds;	/* author's and committer's */
	struct str message;
	const struct str *signature; /* empty: none; NULL: the server's own */
};

/*
 * Writes it, signed by the repository's own key (taizhang/key) where the
 * setting taizhang.signer names it (base/seal.h). The same change gives the
 * same id, whoever writes it.
 */
int store_write(struct oid *made, const struct store *s, struct arena *a,
    const struct store_change *change, struct report *r);

/*
 * Moves a ref from `old` (none: it is not there yet) to `new`. A finding where
 * it is not what it was known to be. The caller holds the lock under which
 * alone refs move, so a lock on the ref itself that stays is a dead one's, and
 * is removed.
 */
int store_move(const struct store *s, struct arena *a, struct str ref,
    const struct oid *old, const struct oid *new, struct report *r);

/* Removes a ref that is `old`; as above. */
int store_drop(const struct store *s, struct arena *a, struct str ref,
    const struct oid *old, struct report *r);

#endif
