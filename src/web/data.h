/* SPDX-License-Identifier: MIT */
/*
 * Data is what a template is filled with by `taizhang render`: a YAML or a JSON
 * file as a value. Numbers, true and false of JSON become plain text, a number
 * with as many digits (15 at least) as it takes to read back the same; null is
 * VALUE_NULL; strings are not plain. So a section sees true and false as the
 * standard of Mustache has them. This is the only house of <jansson.h>.
 */
#ifndef WEB_DATA_H
#define WEB_DATA_H

#include "base/report.h"

enum {
	DATA_DEPTH_MAX = 100,		  /* of JSON; YAML has its own */
	DATA_SIZE_MAX = 64 * 1024 * 1024, /* bytes of a file */
};

/*
 * The value of a text, by the ending of its path: .json, .yaml or .yml. Its
 * texts live in `a`, or are slices of `text`. 0, or -1 with findings.
 */
int data_parse(struct value **v, struct arena *a, struct str text,
    struct str path, struct report *r);

/* The same for a file. */
int data_read(
    struct value **v, struct arena *a, struct str path, struct report *r);

#endif
