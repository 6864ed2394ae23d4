/* SPDX-License-Identifier: MIT */
/*
 * Pictures of records in pages. A template or a text shows one by
 * <img src="/pictures/…" alt="…">; the rest is written here: which variants
 * there are (book/variant.h), its width and height, and that it may wait.
 * Attributes that are there already stay. layouts/pictures.yaml says how:
 *
 *     widths: [480, 960, 1440, 1920]   the last is the widest of all
 *     sizes: "…"                       how wide pictures stand on a page
 *
 * Without that file there are no smaller ones.
 */
#ifndef WEB_PHOTO_H
#define WEB_PHOTO_H

#include "book/variant.h"
#include "link.h"

#define PHOTO_FILE "layouts/pictures.yaml"

struct photo_rules {
	struct variant_widths widths;
	struct str sizes;
};

/* 0, or -1 with findings. */
int photo_rules_read(struct photo_rules *p, struct arena *a,
    const struct tree *t, struct report *r);

/* Where a variant of the picture at `path` is written: pictures/480/… */
void photo_path(struct buf *out, struct str path, uint32_t width);

/* Copies a page's HTML to `out` with its pictures completed. False, with
 * nothing copied: there is none in it. */
bool photo_complete(struct buf *out, struct str html,
    const struct targets *targets, const struct photo_rules *rules);

#endif
