/* SPDX-License-Identifier: MIT */
/*
 * In which fields two versions of a record differ, for somebody who is to put
 * them together: a list of maps `where`, `theirs` and `mine`, in the order of
 * the records, what is empty as an empty text.
 */
#ifndef DESK_DIFFER_H
#define DESK_DIFFER_H

#include "base/value.h"

/* `theirs` and `mine` are heads of records. */
struct value *differ(
    struct arena *a, const struct value *theirs, const struct value *mine);

/* Adds one such line, where the two texts differ. */
void differ_text(struct arena *a, struct value *list, struct str where,
    struct str theirs, struct str mine);

/* An input's name as people read it: "环节 1 事项 2 名称" for
 * "环节[0].事项[1].名称". */
struct str differ_name(struct arena *a, struct str name);

#endif
