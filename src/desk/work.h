/* SPDX-License-Identifier: MIT */
/*
 * A work is one object (gate/door.h) on somebody's desk: what of it is on main,
 * what was handed in, and what is being written. A draft is a branch of its
 * own, refs/drafts/<user>/<object>, whose commits hold that one folder; each
 * saving is a commit on the one before and takes its place only where it is
 * still that, so of two people at one draft neither loses a word. Whoever of
 * the unit began it, the others find it and go on with it.
 *
 * A draft knows what it began from: the receipt and main's folder of that
 * moment. Where these have moved on, handing in would undo somebody's work, and
 * its writer is asked first.
 */
#ifndef DESK_WORK_H
#define DESK_WORK_H

#include "book/match.h"
#include "git/folder.h"
#include "visit.h"

/* What is written down in the message of a draft's commit, or a record's. */
struct work_note {
	char once[ONCE_SIZE]; /* of the form that was saved */
	struct oid branch;    /* what was handed in, then; none: nothing */
	struct oid folder;    /* main's, then; none: there was none */
};

struct work {
	struct door door;   /* of handing in */
	struct case_of at;  /* its kind and journal */
	struct str file;    /* of the record in the folder: index.md, 02.md */
	struct match match; /* what its path says */
	struct oid branch;  /* what was handed in last; none: nothing */
	struct oid folder;  /* main's; none: there is none */
	struct str ref;	    /* of the draft; where there is none yet, its own */
	struct str writer;  /* who began it */
	struct oid draft;   /* none: there is none */
	struct work_note note; /* the draft's */
	struct folder files;   /* of the draft, else handed in, else main's */
	const char *from; /* 草稿, 报送的, 已公布的, or NULL: a new one */
};

/* A draft of somebody's. */
struct work_draft {
	struct str ref, writer, object;
};

/* All that there are, by name. 0 or -1. */
int work_drafts(struct work_draft **drafts, size_t *count, struct visit *v);

/* Finds the object; no handler goes on where it fails: it has answered. Only
 * the visitor's own unit's are found. */
int work_find(struct work *w, struct visit *v, struct str object);

/* Has nobody of the unit begun it, handed it in or had it taken down? */
bool work_is_free(struct visit *v, struct str object);

/* The text of the record; empty where it is not begun. */
int work_text(struct str *text, const struct work *w, struct visit *v);

/* The files of any of its drafts' commits. 0, or -1: it is none of this
 * draft's. */
int work_files_at(struct folder *f, const struct work *w, struct visit *v,
    const struct oid *commit);

enum saved {
	SAVED_FAILED = -1,
	SAVED_DONE,
	SAVED_AGAIN, /* this very form was saved already */
	SAVED_OTHER, /* somebody has saved since: w->draft is his */
};

/* Saves w->files on top of `on` (none: it is the first). */
enum saved work_save(struct work *w, struct visit *v, const struct oid *on,
    const struct work_note *note);

/* Takes the draft away, as long as it is what it was: 0; 1: it is not; -1. */
int work_drop(struct work *w, struct visit *v);

/* The commit that would be handed in, and the wish; nothing names it yet. */
int work_wish(
    struct wish *wish, struct work *w, struct visit *v, struct str once);

/* Was this form handed in already, and was it the last? */
bool work_was_submitted(const struct work *w, struct visit *v, struct str once);

/* Has what the draft began from moved on since? */
bool work_is_stale(const struct work *w);

/* "mzj-2026-11-window" as an object, "mzj/2026-11/window". */
struct str work_object(struct arena *a, struct str unit, struct str id);

/* The object of a record of this kind whose path says these; empty: they say
 * too little, or nothing good. */
struct str work_place(
    struct arena *a, const struct kind *k, const struct str *captures);

#endif
