/* SPDX-License-Identifier: MIT */
/* What the commands for people who hand in and decide say alike. */
#ifndef CMD_TELL_H
#define CMD_TELL_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

/* Lines of somebody else's, on a terminal. */
void tell_lines(FILE *out, struct str text);

/* "2026-11-20，还有 3 天", "…，今天截止", "…，已过 2 天"; empty where `due`, a day
 * or a moment, is none. */
struct str tell_due(struct arena *a, struct str due, struct date today);

/* Adds "key": "text" to a JSON object, null where there is none; a comma comes
 * before it where it is not the first. */
void tell_pair(struct buf *out, const char *key, struct str text);

#endif
