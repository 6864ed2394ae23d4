/* SPDX-License-Identifier: MIT */
/*
 * A published portal held against the repository it was made from: the commit
 * that its manifest names is built again, and each file has to be the same,
 * none missing and none besides.
 */
#ifndef CMD_COMPARE_SITE_H
#define CMD_COMPARE_SITE_H

#include "git/store.h"

struct site_compared {
	size_t files;
	char commit[41];
};

/* `site`: what --site of build made, or --out. 0, or -1 with findings. */
int compare_site(struct site_compared *c, struct arena *a,
    const struct store *s, struct str site, struct report *r);

#endif
