/* SPDX-License-Identifier: MIT */
/*
 * What the handbook says of the findings of this program: docs/findings/<id>.md,
 * built into it. (What it says of the plan's rules travels with the plan.)
 *
 * A section is Markdown. Its first line is "# " and the name; examples are
 * fenced blocks.
 */
#ifndef BASE_HANDBOOK_H
#define BASE_HANDBOOK_H

#include "arena.h"
#include "str.h"

/* The section of the finding with this id; empty: there is none. */
struct str handbook_section(struct str id);

/* The section without its first line, and without the line behind that. */
struct str handbook_text(struct str section);

/*
 * The manual is docs/manual/<id>.md, built in as well: for people, where the
 * sections are for findings. Its links lead to the files beside it; this is
 * the text with those that the portal wants instead:
 *
 *     (keeper.md)                               (/manual/keeper.html)
 *     (../findings/link-dead.md)                (/handbook.html#link-dead)
 *     (../../layouts/assets/manual/desk.png)    (desk.png)
 */
struct str handbook_manual(struct arena *a, struct str text);

#endif
