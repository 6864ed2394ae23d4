/* SPDX-License-Identifier: MIT */
/*
 * A working copy of the county's repository, as somebody has cloned it from
 * the gate (remote origin), and who he is there. What belongs to others is
 * read from the server's main as it was last fetched, never from the files on
 * the disk, which may be old; what he writes is read from the disk.
 *
 * Who he is says, in this order: `git config taizhang.user`; the name in an
 * address like https://mzj-dong@…; the key in ~/.ssh whose public half the
 * roster has. It decides nothing: the server knows by its own door who comes.
 */
#ifndef CMD_CLONE_H
#define CMD_CLONE_H

#include "command.h"
#include "gate/check.h"

struct clone {
	const struct command *command;
	struct arena *arena;
	struct report *report;
	struct str root; /* of the working copy; with a NUL */
	struct str git;	 /* its .git; with a NUL */
	struct store *store;
	struct law law;	  /* by the server's main */
	struct str who;	  /* a user's name; empty: nobody knows */
	struct user user; /* as the roster has him; no name: not in it */
	struct str
	    offline; /* what git said when it could not fetch; or empty */
	bool has_fetched;
};

/*
 * Opens it and fetches, where `fetches`. That the server cannot be reached is
 * no failure: c->offline says so. EXIT_CLEAN; EXIT_USAGE, and said on stderr;
 * EXIT_FAILED with findings. clone_close() in any case.
 */
int clone_open(struct clone *c, struct arena *a, const struct command *command,
    const char *folder, const char *today, bool fetches, struct report *r);
void clone_close(struct clone *c);

/* Fetches again, and reads the law anew. As clone_open(). */
int clone_fetch(struct clone *c);

/* EXIT_CLEAN where it is known who he is; else EXIT_USAGE, and said. */
int clone_want_user(const struct clone *c);

/* Whoever works in the folder, by its configuration and this roster; empty:
 * nobody knows, or it is no working copy. */
struct str clone_who(struct arena *a, struct str folder,
    const struct roster *roster, struct date today);

/* What the server has of an object: the tip of what was handed in; none. */
int clone_tip(struct oid *tip, const struct clone *c, const struct door *d);

/* A ref of this working copy alone, refs/taizhang/<what>/<object>. */
int clone_mark(
    struct oid *o, const struct clone *c, const char *what, struct str object);
int clone_mark_set(
    struct clone *c, const char *what, struct str object, const struct oid *o);

/* Asks the book of the server's main, as it is on the law's day. *rows is NULL
 * where the plan has no such view or it is broken. 0 or -1. */
int clone_ask(struct value **rows, struct clone *c, struct str sql);

enum pushed {
	PUSH_TAKEN,
	PUSH_REFUSED, /* by the server, which has said why */
	PUSH_LOST,    /* nobody knows: the connection, or the machine */
};

/*
 * Pushes a commit to a ref of the server, with an option ("reason=…") or NULL.
 * `said` gets what the server said, `failed` what git did.
 */
enum pushed clone_push(struct clone *c, const struct oid *commit,
    struct str ref, const char *option, struct buf *said, struct buf *failed);

/*
 * Brings the files on the disk up to the server's main, as far as that takes
 * nothing away. The `n` folders are on the disk as they are on main, and git
 * may take them so. False: the files stay as they are.
 */
bool clone_forward(struct clone *c, const char *const *folders, size_t n);

#endif
