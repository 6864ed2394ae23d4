/* SPDX-License-Identifier: MIT */
/*
 * A picture from a camera or phone, made fit to lie beside a record: upright,
 * no wider than the portal shows it, and of what cameras add only the day it
 * was taken, which is held against the record's (rule picture-date).
 */
#ifndef BOOK_INTAKE_H
#define BOOK_INTAKE_H

#include "base/arena.h"
#include "picture.h"

/*
 * NULL, and the picture's bytes in `a` with what they are; else in Chinese why
 * it is none. `widest`: pixels across, as the plan has it (the last of `widths`
 * in layouts/pictures.yaml).
 */
const char *intake(struct str *out, enum picture_format *format,
    struct arena *a, struct str bytes, uint32_t widest);

/* "03.jpg": the name behind the last of those so numbered, among the `n` names
 * that there are. 01 to 99; {NULL, 0}: all are taken. */
struct str intake_name(struct arena *a, const struct str *names, size_t n,
    enum picture_format format);

#endif
