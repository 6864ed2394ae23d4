/* SPDX-License-Identifier: MIT */
/* What showing and taking a blank share. */
#ifndef DESK_BLANK_PARTS_H
#define DESK_BLANK_PARTS_H

#include "blank.h"

/* Can the form show this value of the field? */
bool blank_fits(const struct field *f, const struct value *v);

/* `prefix` and `name` as one. */
struct str blank_name(struct arena *a, struct str prefix, struct str name);

/* "环节[2]". */
struct str blank_item(struct arena *a, struct str list, size_t i);

#endif
