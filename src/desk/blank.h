/* SPDX-License-Identifier: MIT */
/*
 * A blank is a kind as a form to be filled in, and a form that was filled in as
 * the head of a record. An input is called by its way through the record:
 *
 *     日期                  a field
 *     触发.日期             of a group
 *     环节[0].事项[1].名称  of an item of a list; `环节[0].#` is with each item
 *                           and says which item it was, from 0; empty: a new one
 *     要素[0].键, 要素[0].值  of a map; several lines are several values
 *     典型案例              a list of texts, a line each; of choices, an input
 *                           each, all of one name
 *
 * What a form cannot show, keys that the kind does not know and values of
 * another shape, stays in the record as it is.
 */
#ifndef DESK_BLANK_H
#define DESK_BLANK_H

#include "book/match.h"
#include "book/query.h"
#include "web/http.h"

/* The body's input; no field is called so. */
#define BLANK_BODY "#正文"

enum { BLANK_ITEMS_MAX = 200 }; /* of one list */

struct blank {
	const struct kind *kind;
	const struct match *match;
	struct connection
	    *connection; /* where references are looked up; or NULL */
	struct arena *arena;
	struct report *report;
	struct str pictures; /* what the address of a picture begins with */
	struct str more;     /* the list that gets an item more; or empty */
};

/* What was said of one input: name as above, what, and how bad. */
struct remark {
	struct str name;
	const struct finding *finding;
};

struct remarks {
	struct remark *remarks;
	size_t count, cap;
};

/* What was said of the input of this name, for templates: a list of maps,
 * message, remedy, is_warning. */
struct value *blank_wrong(
    struct arena *a, const struct remarks *said, struct str name);

/* The fields as templates know them (layouts/desk/field.html). */
struct value *blank_show(const struct blank *b, const struct value *head,
    const struct remarks *said);

/* What was posted, as a head; `before` is what the form was made from. The
 * item `without` ("环节[2]"; empty: none) is left out. */
struct value *blank_take(const struct kind *k, struct arena *a,
    const struct http_request *rq, const struct value *before,
    struct str without);

/* A picture `file` was posted for the input `name`, of a picture or of a list
 * with pictures: goes into the head that was taken. Never in the place of
 * another, nor into what the form does not show. */
void blank_picture(const struct kind *k, struct arena *a, struct value *head,
    struct str name, struct str file);

/* A text as it was typed or pasted: with our line ends, without blanks at either
 * end, and without what nobody can see in it and no record may have (utf8.h). */
struct str blank_clean(struct arena *a, struct str text);

/* The inputs that a file's findings are about; what is about none is said of
 * "". `text` is the record that was looked at, at `path`. */
void blank_remarks(struct remarks *out, struct arena *a, const struct kind *k,
    struct str text, struct str path, const struct report *r);

#endif
