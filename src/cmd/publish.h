/* SPDX-License-Identifier: MIT */
/*
 * Builds of main that others have asked for: in the background, one at a time,
 * and the last state wins: whoever asks while one runs is served by the next.
 * How the last one ended stands in taizhang/built, its words in
 * taizhang/build.log.
 */
#ifndef CMD_PUBLISH_H
#define CMD_PUBLISH_H

#include "base/report.h"

/* Starts a builder of its own process group for the repository, and returns
 * at once. Where one is at work already, that one does it. */
void publish_start(struct str repository);

/* Runs it in the background, in a process that nobody waits for and that holds
 * nothing of this one; returns at once. */
void publish_detached(void (*run)(const void *data), const void *data);

/* The same where the last build was not of main as it is: whoever should have
 * asked was cut off. */
void publish_catch_up(struct str repository);

#endif
