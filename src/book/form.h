/* SPDX-License-Identifier: MIT */
/*
 * A record to be filled in, made from its kind: every field with what it is
 * for, and an example or, where is_blank, a gap in its place. It parses, and a
 * field that may be left out says so. A gap is a text that begins with
 * FORM_GAP; record_make() finds those that are left.
 */
#ifndef BOOK_FORM_H
#define BOOK_FORM_H

#include "base/buf.h"
#include "kind.h"

#define FORM_GAP "【待填"

void form_write(struct buf *out, const struct kind *k, bool is_blank);

#endif
