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

#include "str.h"

/* The section of the finding with this id; empty: there is none. */
struct str handbook_section(struct str id);

/* The section without its first line, and without the line behind that. */
struct str handbook_text(struct str section);

#endif
