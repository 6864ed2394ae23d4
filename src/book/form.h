/* SPDX-License-Identifier: MIT */
/*
 * A record to be filled in, made from its kind: every field with what it is
 * for and an example in its place. It parses, and a field that may be left
 * out says so.
 */
#ifndef BOOK_FORM_H
#define BOOK_FORM_H

#include "base/buf.h"
#include "kind.h"

void form_write(struct buf *out, const struct kind *k);

#endif
