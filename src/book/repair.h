/* SPDX-License-Identifier: MIT */
/*
 * A repair is a text file of the county's as it should be, as far as that is
 * certain: what front_mend() does to a head; dates and months written in
 * another way, in fields of that type (cell_meant()); and in a body what
 * markdown_mend() does. All else stays as it is, byte for byte: texts in
 * quotes, code, and whatever might mean something else. A fault that cannot be
 * mended keeps nothing else from being mended.
 */
#ifndef BOOK_REPAIR_H
#define BOOK_REPAIR_H

#include "kind.h"

/*
 * Adds the file at `path` to `out`, repaired. `k` is its kind; NULL where it
 * has none or it is not known. Doing it again changes nothing.
 */
void repair_text(
    struct buf *out, const struct kind *k, struct str path, struct str text);

/* schema_read() from the kinds' files as they are when repaired. */
int repair_schema(
    struct schema *s, struct arena *a, const struct tree *t, struct report *r);

#endif
