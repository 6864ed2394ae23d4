/* SPDX-License-Identifier: MIT */
/*
 * The theme of articles for the account's editor: which elements an article
 * may have, what each becomes, and its style, which the editor keeps only
 * where it is written at the element, in literal values. It is data, a file
 * below layouts/wechat/:
 *
 *     styles:
 *       p:                      an element that may occur
 *         margin: 0 0 16px      its style, a property a line
 *       figure:
 *         as: section           written as another element
 *       blockquote p:           this one right inside of that one
 *         margin: 0
 *
 * What the editor takes away (position, variables, addresses) is a finding.
 */
#ifndef WEB_THEME_H
#define WEB_THEME_H

#include "base/report.h"

struct theme_style {
	struct str inside, name; /* inside: empty where any will do */
	struct str as;		 /* the element that is written */
	struct str style;	 /* of its attribute */
};

struct theme {
	struct theme_style *styles;
	size_t count;
};

/* The theme in this file. 0, or -1 with every fault in it. */
int theme_parse(struct theme *t, struct arena *a, struct str text,
    struct str path, struct report *r);

/* The style of an element right inside of another: the pair's, else its own.
 * NULL: the theme does not know it. */
const struct theme_style *theme_find(
    const struct theme *t, struct str inside, struct str name);

#endif
