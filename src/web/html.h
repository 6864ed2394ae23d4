/* SPDX-License-Identifier: MIT */
/*
 * HTML as this program writes it (cmark's, and that of layouts) as a tree:
 * elements with their attributes, and texts. It is no browser: tags are taken
 * as they stand, an end tag closes the nearest open element of its name, one
 * that closes nothing is passed over, and so are comments and declarations.
 * Texts and values are slices of what was parsed, with their entities.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/arena.h"
#include "base/buf.h"

enum {
	HTML_DEPTH_MAX = 60, /* elements deeper than this lose their tags */
	HTML_ATTRIBUTES_MAX = 16, /* of an element; more are left out */
};

struct html_attribute {
	struct str name, value;
};

struct html_node {
	struct str name; /* of an element; empty: a text */
	struct str text;
	struct str inner; /* of an element: all between its tags */
	struct html_attribute attributes[HTML_ATTRIBUTES_MAX];
	size_t attribute_count;
	struct html_node *parent, *first, *last, *before, *next;
};

/* A nameless element with all of it inside. */
struct html_node *html_parse(struct arena *a, struct str html);

/* The value of an attribute as it is written; {NULL, 0}: it has none. */
struct str html_attribute(const struct html_node *n, const char *name);

/* The first element of this name in or below `n`, in the order of the text;
 * NULL: there is none. */
const struct html_node *html_find(const struct html_node *n, const char *name);

/* Calls `each` for all elements of this name in or below `n`, in order. */
void html_each(const struct html_node *n, const char *name,
    void (*each)(void *self, const struct html_node *n), void *self);

/* Adds a text with the entities that buf_html() and cmark write (&amp; &lt;
 * &gt; &quot; &#39; &nbsp;) as the characters they are. */
void html_decode(struct buf *out, struct str text);

/* Is there nothing but spaces and line ends? */
bool html_is_blank(struct str text);

#endif
