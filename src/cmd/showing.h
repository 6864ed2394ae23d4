/* SPDX-License-Identifier: MIT */
/*
 * Previews of what was handed in: the portal as it would be of that record
 * alone, by main's plan and layouts, each page saying that nobody has reviewed
 * it. They are made where the settings say taizhang.previews, a folder, and
 * taizhang.previewUrl, the address at which the keeper's web server shows it
 * to whom he lets in; they are not public.
 */
#ifndef CMD_SHOWING_H
#define CMD_SHOWING_H

#include "gate/gate.h"

/* Has one made in the background, and returns its address at once; empty where
 * the settings name none. */
struct str showing_start(struct arena *a, const struct store *s,
    const struct door *door, const struct event *receipt);

/* Removes it: there is a decision. */
void showing_end(
    struct arena *a, const struct store *s, const struct door *door);

#endif
