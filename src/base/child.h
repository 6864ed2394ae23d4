/* SPDX-License-Identifier: MIT */
/*
 * Another program, run without a shell: it reads what it is given, and what it
 * writes is kept. It sees no environment but what is said here, and no files of
 * ours that are open; of a terminal it sees what any program does.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "buf.h"
#include "report.h"

enum {
	CHILD_OUT_MAX = 64 * 1024 * 1024, /* bytes it may write */
	CHILD_ERR_MAX = 4096,		  /* bytes of `err` that are kept */
	CHILD_SILENCE = 60, /* seconds without a byte: then it is ended */
};

struct child {
	const char *const *argv; /* ends with NULL; argv[0] is looked for in
				    the PATH of whoever runs us */
	const char *const *environment; /* likewise; "NAME=value" */
	struct str in;			/* what it reads */
	struct str more; /* a file that it finds as /dev/fd/3, or empty */
	int silence;	 /* seconds; 0: CHILD_SILENCE */
	size_t err_max;	 /* 0: CHILD_ERR_MAX */
};

/* What child_run() returns where there is no such program. */
enum { CHILD_MISSING = 127 };

/*
 * Runs it to its end: its exit status, or -1 with a finding (FINDING_SYSTEM).
 * `out` and `err` get what it writes; of `err` no more
 * than err_max.
 */
int child_run(
    struct buf *out, struct buf *err, const struct child *c, struct report *r);

#endif
