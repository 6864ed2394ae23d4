/* SPDX-License-Identifier: MIT */
/* What the pages of whoever decides share: the list, and one of it. */
#ifndef DESK_REVIEW_H
#define DESK_REVIEW_H

#include "gate/queue.h"
#include "visit.h"

/* Answers, and is false, where the visitor neither reviews nor coordinates. */
bool review_is_open_to(struct visit *v);

/* What waits for the visitor's decision. 0 or -1. */
int review_queue(struct queue *q, struct visit *v);

/* "县民政局 2026 年 11 月 走流程坐窗口 活动", "方案" */
struct str review_title(struct visit *v, const struct waiting *w);

/* object, title, unit_name, what, received, waited, due, left, is_near,
 * is_late, has_receipt, number, who. */
void review_put(struct visit *v, struct value *map, const struct waiting *w);

/* done, done_as: what the visitor has just decided, as the address says. */
void review_done_put(struct visit *v, struct value *root);

/* The check of what was handed in, one at a time; its verdict is kept. */
void review_check(
    struct report *found, struct visit *v, const struct waiting *w);

#endif
