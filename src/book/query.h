/* SPDX-License-Identifier: MIT */
/*
 * Queries against a book, and their rows as values: a map a row, its keys the
 * column names. A query may name parameters (`:代码`); whoever runs it says
 * what they are. Integers are plain texts, NULL is VALUE_NULL, a Markdown
 * column is finished HTML (value.is_html).
 */
#ifndef BOOK_QUERY_H
#define BOOK_QUERY_H

#include "book.h"

struct connection;

/* One thread's way to a book: the whole, or what the public may see. */
struct connection *connection_open(
    const struct book *b, enum edition edition, struct report *r);
void connection_close(struct connection *c);

struct query;

enum { QUERY_PARAMETERS_MAX = 8 };

/*
 * Prepares one SELECT. `place` is where its text begins, for findings (of the
 * sort `id`). It lives until its connection is closed. NULL: a finding.
 */
struct query *query_make(struct connection *c, struct arena *a, struct str sql,
    enum finding_id id, struct str path, struct place place, struct report *r);

size_t query_column_count(const struct query *q);
struct str query_column(const struct query *q, size_t i);

size_t query_parameter_count(const struct query *q);
struct str query_parameter(const struct query *q, size_t i); /* without ":" */

/*
 * Runs it, at most `max` rows (0: all). parameters[i] is the value of
 * parameter i; NULL stands for SQL's NULL. *rows is a list of maps in `a`.
 */
int query_run(struct query *q, struct arena *a,
    const struct value *const *parameters, size_t max, struct value **rows,
    struct report *r);

#endif
