/* SPDX-License-Identifier: MIT */
/* The files of a new repository, held in the program: made by starter.sh from
 * content/plan, layouts and starter/. */
#ifndef CMD_STARTER_H
#define CMD_STARTER_H

struct starter {
	const char *path; /* in the new repository */
	const char *from, *to;
};

extern const struct starter starters[]; /* ends with a path of NULL */

#endif
