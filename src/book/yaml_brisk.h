/* SPDX-License-Identifier: MIT */
/*
 * The sort of YAML that nearly every record is written in, read at a tenth of
 * libyaml's cost: a key or a dash begins each line, and what stands behind it
 * ends on that line. Whatever is written in any other way, or could be read in
 * two, is left to libyaml: NULL is no fault.
 */
#ifndef BOOK_YAML_BRISK_H
#define BOOK_YAML_BRISK_H

#include "base/value.h"

/*
 * The value of a text, as yaml_parse() makes it by libyaml, to the last place;
 * or NULL, and then nothing is known of the text. Texts and places live in
 * `a`.
 */
struct value *yaml_brisk(struct arena *a, struct str text, uint32_t first_line);

#endif
