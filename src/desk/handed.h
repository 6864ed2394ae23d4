/* SPDX-License-Identifier: MIT */
/*
 * What was handed in, as whoever decides reads it: put into the map of the
 * page. Of a record what it would look like, what of it is not public, what
 * changed since it came before, what was copied; of the plan what changes.
 */
#ifndef DESK_HANDED_H
#define DESK_HANDED_H

#include "review.h"

/*
 * findings, errors, warnings, has_findings; copies, has_copies; article,
 * has_article; files, a list of maps: file, changes, has_changes, is_new,
 * is_gone, lines, has_private; pictures, a list of maps: name, address,
 * is_new, is_gone; has_before, before.
 */
void handed_put(struct visit *v, struct value *root, const struct waiting *w);

#endif
