/* SPDX-License-Identifier: MIT */
/*
 * Questions on a terminal. Nothing is done before all are answered, so whoever
 * goes away in the middle leaves nothing half done.
 */
#ifndef CMD_ASK_H
#define CMD_ASK_H

#include "base/arena.h"

/* Is there somebody to be asked? */
bool ask_can(void);

/* A line that somebody types, without spaces around it; empty where he has
 * typed none. False: he has gone away (end of input). */
bool ask_line(struct str *answer, struct arena *a, const char *prompt);

/* "…吗？[y/N]": only y, yes and 是 are a yes; going away is a no. */
bool ask_yes(const char *question);

#endif
