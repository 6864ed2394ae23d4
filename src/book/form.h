/* SPDX-License-Identifier: MIT */
/*
 * A record to be filled in, made from its kind: every field with what it is
 * for above it. Whatever is still to be written is a gap, a text that begins
 * with FORM_GAP; record_make() finds those that are left, so no example ever
 * passes for what somebody has written.
 */
#ifndef BOOK_FORM_H
#define BOOK_FORM_H

#include "base/buf.h"
#include "kind.h"

#define FORM_GAP "【待填"

/* Where the next gap begins, from `at` on; text.len: there is none. What a
 * comment of the head says may stay. */
size_t form_gap_find(struct str text, size_t at);

/* With an example in each place, or what it would look like: it parses. */
void form_example(struct buf *out, const struct kind *k);

/*
 * The head, without its fences, to be filled in. Fields that `known`, a map as
 * a record's head is one (or NULL), has are there; what must be there is a
 * gap; what may be left out stands behind a "#" at the head of its lines, with
 * gaps too, so that taking that mark away is all it needs.
 */
void form_head(
    struct buf *out, const struct kind *k, const struct value *known);

/* The gap for a body that a kind demands; else nothing. */
void form_body(struct buf *out, const struct kind *k);

#endif
