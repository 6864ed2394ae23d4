/* SPDX-License-Identifier: MIT */
/*
 * A diff of a text and the same text mended or written anew, in the unified
 * form that `patch` and `git apply` take. Lines that came or went do not make
 * those after them others.
 */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include "buf.h"

/* Adds the diff of the file at `path`; returns how many lines of `was` are
 * others in `is` or not there, and nothing is added where it is none. */
size_t diff_print(
    struct buf *out, struct str path, struct str was, struct str is);

#endif
