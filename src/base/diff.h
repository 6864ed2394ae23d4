/* SPDX-License-Identifier: MIT */
/*
 * A diff of a text and the same text mended, in the unified form that `patch`
 * and `git apply` take. Mending works line by line: lines may go at the
 * beginning and come at the end, and between these the n-th was the n-th. Of
 * texts that are otherwise the diff is right as well, and longer than need be.
 */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include "buf.h"

/* Adds the diff of the file at `path`; returns how many lines of `was` are
 * others in `is` or not there, and nothing is added where it is none. */
size_t diff_print(
    struct buf *out, struct str path, struct str was, struct str is);

#endif
