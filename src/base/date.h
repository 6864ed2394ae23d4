/* SPDX-License-Identifier: MIT */
/*
 * Days and months of the Gregorian calendar, and moments with an offset, as
 * people write them. No clock and no time zone database: the county lives at
 * UTC+8, without summer time.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "str.h"

struct date {
	int year, month, day; /* 1 to 9999, 1 to 12, 1 to 31 */
};

/* "2026-11-12" and nothing else: real days only. */
bool date_parse(struct date *d, struct str s);

/* Also 2026-6-5, 2026/6/5, 2026.6.5 and 2026年6月5日. */
bool date_parse_loose(struct date *d, struct str s);

/* "2026-11"; the day is set to 1. */
bool month_parse(struct date *d, struct str s);

/* Also 2026-6, 2026/6 and 2026年6月; 2026.1 may have been a 2026.10. */
bool month_parse_loose(struct date *d, struct str s);

/*
 * "2026-11-20T17:41:09+08:00" (seconds may be left out; 24:00 is the end of
 * its day) to seconds since 1970 UTC.
 */
bool moment_parse(int64_t *seconds, struct str s);

enum { DATE_SIZE = sizeof "2026-11-12" };

enum { MOMENT_SIZE = sizeof "2026-11-12 17:41" };

/* Writes "2026-11-12 17:41" and a NUL: what the county's clocks show at this
 * many seconds since 1970 UTC. */
void moment_print(char out[MOMENT_SIZE], int64_t seconds);

/* Writes "2026-11-12" and a NUL. */
void date_print(char out[DATE_SIZE], struct date d);

/* Days since 1970-01-01, and back. */
int64_t date_days(struct date d);
struct date date_from_days(int64_t days);

/* The day it is in the county at this many seconds since 1970 UTC. */
struct date date_from_seconds(int64_t seconds);

#endif
