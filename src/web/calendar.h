/* SPDX-License-Identifier: MIT */
/*
 * What a template cannot know of an iCalendar file: how long its lines are.
 * RFC 5545, section 3.1: lines end in CRLF, are no longer than 75 octets, and
 * go on behind a CRLF and a blank. Empty lines, which sections leave behind,
 * are none in iCalendar and fall out.
 */
#ifndef WEB_CALENDAR_H
#define WEB_CALENDAR_H

#include "base/buf.h"

/* Octets of a line, without its end. */
enum { CALENDAR_LINE = 75 };

/* Adds the lines of `text` (UTF-8), folded between characters. */
void calendar_fold(struct buf *out, struct str text);

#endif
