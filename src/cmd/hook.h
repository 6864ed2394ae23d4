/* SPDX-License-Identifier: MIT */
/*
 * The program as a hook of git (githooks(5)): pre-receive checks a push in
 * quarantine and leaves a pass, proc-receive takes it and goes through the
 * gate, post-receive has the portal built. And what they share with the door.
 */
#ifndef CMD_HOOK_H
#define CMD_HOOK_H

#include "base/report.h"

/* Is this the name of a hook of ours? */
bool hook_is(const char *name);

/* Acts as that hook; its exit status. */
int hook_run(const char *name);

/* The variable in which the door over ssh says who has come. */
#define HOOK_USER "TAIZHANG_USER"

/* The absolute path of this program; empty where it cannot be found. */
struct str program_path(struct arena *a);

/* Seconds since 1970, as a clock for the gate. */
int64_t clock_now(void *self);

#endif
