/* SPDX-License-Identifier: MIT */
/*
 * Options of a command line, told by a table that also makes the help text:
 * one row an option, and the row's number is how its value is asked for.
 */
#ifndef BASE_OPTION_H
#define BASE_OPTION_H

#include "buf.h"

enum { OPTION_MAX = 16 };

struct option_row {
	const char *name; /* "rev" for --rev; one letter for -C */
	const char
	    *argument;	  /* what stands behind it in the help; NULL: none */
	const char *help; /* one line, in Chinese */
};

struct options {
	const char *values[OPTION_MAX]; /* by row; NULL: not given */
	char **rest;			/* what is no option, in order */
	int rest_count;
};

/*
 * Takes argv[1] and on apart. `rows` ends with a row without a name. A row
 * without an argument has the value "" where it was given. False where an
 * option is unknown or lacks its argument: then `wrong` says so in Chinese.
 */
bool option_parse(struct options *o, const struct option_row *rows, int argc,
    char **argv, struct buf *wrong);

/* The rows as lines of a help text. */
void option_help(struct buf *out, const struct option_row *rows);

#endif
