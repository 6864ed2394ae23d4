/* SPDX-License-Identifier: MIT */
/*
 * The scribe writes a record down in one fixed way, as a person would: a field
 * a line, short lists in brackets, long texts as blocks, and quotes only where
 * they are needed. What front_parse() reads from it is what was written, place
 * and quotes aside.
 */
#ifndef BOOK_SCRIBE_H
#define BOOK_SCRIBE_H

#include "base/buf.h"
#include "base/value.h"

/*
 * Adds the record: its head, a map, and its body. Of the head whatever is empty
 * is left out. Texts are clean ones (utf8.h); a record deeper than
 * YAML_DEPTH_MAX is written, and cannot be read.
 */
void scribe_write(struct buf *out, const struct value *head, struct str body);

/* Is nothing in it: no value, an empty text, or only such? */
bool scribe_is_empty(const struct value *v);

#endif
