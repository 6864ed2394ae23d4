/* SPDX-License-Identifier: MIT */
/*
 * Links. Templates write addresses from the portal's root (href="/units/mzj.html")
 * and this module makes them relative to the page they stand on, so that the
 * portal works under any base path and from a folder opened in the browser.
 * On the way it sees where each link leads: to nowhere is a finding, and what
 * nothing leads to (a picture) need not be published.
 */
#ifndef WEB_LINK_H
#define WEB_LINK_H

#include "anchor.h"
#include "base/tree.h"

struct variants;

/* Something that can be linked to. */
struct target {
	struct str path; /* as templates write it, without the first slash */
	struct str
	    written;	 /* its path in the portal; for an asset with a hash */
	struct str file; /* in the source tree, to be copied; empty: a page */
	const struct variants *picture; /* what is published of it; NULL: it is
					   no picture of a record */
	struct str whole; /* of a variant: the path of its picture */
	bool is_dead;	  /* there is none, and that has been told */
	bool is_linked;	  /* set when a page links to it; atomic */
};

struct targets {
	struct target *targets; /* by path, once sorted */
	size_t count, cap;
};

struct target *target_add(struct targets *t, struct arena *a, struct str path);
void targets_sort(struct targets *t);
struct target *target_find(const struct targets *t, struct str path);

/* The path that an address leads to: without its first slash and what stands
 * behind "#" or "?". */
struct str link_path(struct str address);

/*
 * Copies the HTML of the page at `path` to out, its links made relative, each
 * candidate of a srcset too.
 * Unknown ones are FINDING_LINK_DEAD, said of `file`. The places that it has
 * and asks for go to `anchors`, unless that is NULL. Many threads may.
 */
int link_relative(struct buf *out, struct str html, struct str path,
    const struct targets *targets, struct anchors *anchors, struct str file,
    struct report *r);

#endif
