/* SPDX-License-Identifier: MIT */
/*
 * What commands for the served repository have in common. Of its doors (shell,
 * http): who may come in, and the environment that git is given then.
 */
#ifndef CMD_SERVING_H
#define CMD_SERVING_H

#include <stdio.h>

#include "base/option.h"
#include "base/report.h"

/* Runs a command on the served repository that its first option (-C) names,
 * by its real path. What is found is printed to `out`; the exit status. */
int serving_run(const struct options *o, FILE *out,
    void (*run)(struct str repository, const struct options *o, struct arena *a,
	struct report *r));

enum service { SERVICE_NONE, SERVICE_PUSH, SERVICE_FETCH };

/* A door: its word under taizhang.identity, and the variable in which it tells
 * the hooks who has come. */
struct identity {
	const char *source, *variable;
};

extern const struct identity identity_ssh, identity_http;

/* Does a path, as a client names it, mean this repository? Its last name is
 * all that counts, with or without ".git". */
bool serving_is(struct str path, struct str repository);

/*
 * Looks whether `who`, as this door knows him, may have that service of the
 * repository. If so, the environment is the one that git needs for it and has
 * nothing else; 0. -1 with findings, and nothing is changed.
 */
int serving_begin(struct str repository, const struct identity *identity,
    struct str who, enum service service, struct report *r);

#endif
