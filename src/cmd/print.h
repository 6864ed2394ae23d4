/* SPDX-License-Identifier: MIT */
/*
 * A report as people and programs read it: text in the manner of compilers,
 * JSON, SARIF. The lines of findings come from the tree that was looked at;
 * those of private findings are not shown. Reports are sorted, and
 * report_hide() has been called.
 */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include <stdio.h>

#include "base/tree.h"

/*
 * The findings of this level and worse as text to `out`, grouped by file, with
 * their lines where the tree has them (NULL: no tree). In colour only where
 * `out` is a terminal and NO_COLOR is not set.
 */
void report_print(
    FILE *out, const struct report *r, enum level level, const struct tree *t);

/*
 * All errors, and of the warnings of each rule the first three; of the others
 * how many there are and how to see them. For whoever has handed in what is
 * right and waits for his receipt.
 */
void report_print_few(FILE *out, const struct report *r, const struct tree *t);

/* As a JSON array. */
void report_print_json(FILE *out, const struct report *r);

/* As a log of SARIF 2.1.0, with what the handbook says of each rule and
 * finding that occurs. */
void report_print_sarif(
    FILE *out, const struct report *r, const struct tree *t);

/* Untrusted text for a terminal: control characters are shown, not obeyed. */
void print_safe(FILE *out, struct str s);

#endif
