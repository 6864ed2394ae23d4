/* SPDX-License-Identifier: MIT */
/*
 * The front of a record: the YAML head between two lines "---", and the
 * Markdown body behind it. Before libyaml reads the head, a look at its bytes
 * finds what Chinese typing habits do to YAML and what libyaml would pass in
 * silence or report a line late: full-width colons, commas and spaces, a
 * missing space, tabs, "#" inside a value, text after a closing quote, a byte
 * order mark, CRLF, GBK. Each such finding has the corrected line with it.
 *
 * The corrected lines, put together, are what `taizhang fix` writes, so a
 * correction is made only where what was meant is certain.
 */
#ifndef BOOK_FRONT_H
#define BOOK_FRONT_H

#include "base/report.h"

struct front {
	struct value *head; /* a map */
	struct str body;    /* into the text given; empty where there is none */
	uint32_t body_line; /* line of the body's first byte */
};

/*
 * Takes a record apart. `text` must outlive the front. 0, or -1 with every
 * fault of the head in the report; f->head is then NULL.
 */
int front_parse(struct front *f, struct arena *a, struct str text,
    struct str path, struct report *r);

/* The same look and strictness for a file that is YAML as a whole: a map. */
struct value *front_parse_yaml(
    struct arena *a, struct str text, struct str path, struct report *r);

/*
 * What `taizhang fix` writes: the text with every certain correction, in the
 * body no other than LF line ends. Mending twice changes nothing. A text that
 * is not UTF-8 stays as it is.
 */
void front_mend(struct buf *out, struct str text);
void front_mend_yaml(struct buf *out, struct str text);

/*
 * Cuts a record at its fences: `head` and `body` are parts of the text, and
 * *line is the head's first. False where a fence is missing.
 */
bool front_split(
    struct str *head, uint32_t *line, struct str *body, struct str text);

/*
 * The checks that hold for any text file: UTF-8 without byte order mark, LF
 * line ends, no forbidden code points. 0, or -1 with the findings (at most
 * ten a file).
 */
int front_check_text(struct str text, struct str path, struct report *r);

#endif
