/* SPDX-License-Identifier: MIT */
/*
 * Who owes what, as messages ready to be sent, one for each who is to send
 * them. What is owed the plan's view 应办 says; nothing of it is public.
 */
#ifndef WEB_REMIND_H
#define WEB_REMIND_H

#include "base/buf.h"
#include "base/date.h"
#include "base/value.h"

/* The SELECT whose rows these are: what is due within so many days, and what
 * was. */
struct str remind_sql(struct arena *a, int64_t days);

/* Adds the message of whoever is to send what rows->items[from] says, a line a
 * matter; returns where the next one's rows begin. */
size_t remind_write(
    struct buf *out, const struct value *rows, size_t from, struct date today);

#endif
