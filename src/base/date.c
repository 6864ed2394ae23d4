/* SPDX-License-Identifier: MIT */
/* Day counts by Howard Hinnant's civil calendar: eras of 400 years that begin
 * in March. */
#include "date.h"

#include <stdio.h>

enum { DAY_SECONDS = 86400, COUNTY_OFFSET = 8 * 3600 };

static int month_days(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

	return days[month - 1] + (month == 2 && is_leap);
}

static bool date_is_real(struct date d)
{
	return d.year >= 1 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	    d.day <= month_days(d.year, d.month);
}

/* Takes `min` to `max` digits off the front. */
static bool take_number(struct str *s, size_t min, size_t max, int *number)
{
	size_t n = 0;
	int value = 0;

	while (n < max && n < s->len && s->data[n] >= '0' && s->data[n] <= '9')
		value = value * 10 + (s->data[n++] - '0');
	if (n < min)
		return false;
	*s = str_slice(*s, n, s->len);
	*number = value;
	return true;
}

static bool take(struct str *s, struct str what)
{
	if (!str_begins(*s, what))
		return false;
	*s = str_slice(*s, what.len, s->len);
	return true;
}

bool date_parse(struct date *d, struct str s)
{
	struct date made;

	if (!take_number(&s, 4, 4, &made.year) || !take(&s, STR("-")) ||
	    !take_number(&s, 2, 2, &made.month) || !take(&s, STR("-")) ||
	    !take_number(&s, 2, 2, &made.day) || s.len || !date_is_real(made))
		return false;
	*d = made;
	return true;
}

bool date_parse_loose(struct date *d, struct str s)
{
	static const char *const forms[][3] = {
	    {"-", "-", ""},
	    {"/", "/", ""},
	    {".", ".", ""},
	    {"年", "月", "日"},
	};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof *forms; i++) {
		struct str rest = s;
		struct date made;

		if (take_number(&rest, 4, 4, &made.year) &&
		    take(&rest, str_from(forms[i][0])) &&
		    take_number(&rest, 1, 2, &made.month) &&
		    take(&rest, str_from(forms[i][1])) &&
		    take_number(&rest, 1, 2, &made.day) &&
		    take(&rest, str_from(forms[i][2])) && !rest.len &&
		    date_is_real(made)) {
			*d = made;
			return true;
		}
	}
	return false;
}

bool month_parse(struct date *d, struct str s)
{
	struct date made = {.day = 1};

	if (!take_number(&s, 4, 4, &made.year) || !take(&s, STR("-")) ||
	    !take_number(&s, 2, 2, &made.month) || s.len || !date_is_real(made))
		return false;
	*d = made;
	return true;
}

bool month_parse_loose(struct date *d, struct str s)
{
	static const char *const forms[][2] = {
	    {"-", ""}, {"/", ""}, {"年", "月"}};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof *forms; i++) {
		struct str rest = s;
		struct date made = {.day = 1};

		if (take_number(&rest, 4, 4, &made.year) &&
		    take(&rest, str_from(forms[i][0])) &&
		    take_number(&rest, 1, 2, &made.month) &&
		    take(&rest, str_from(forms[i][1])) && !rest.len &&
		    date_is_real(made)) {
			*d = made;
			return true;
		}
	}
	return false;
}

bool moment_parse(int64_t *seconds, struct str s)
{
	int hour, minute, second = 0, off_hour = 0, off_minute = 0, sign = 1;
	struct date d;

	if (!date_parse(&d, str_slice(s, 0, 10)))
		return false;
	s = str_slice(s, 10, s.len);
	if (!take(&s, STR("T")) || !take_number(&s, 2, 2, &hour) ||
	    !take(&s, STR(":")) || !take_number(&s, 2, 2, &minute))
		return false;
	if (take(&s, STR(":")) && !take_number(&s, 2, 2, &second))
		return false;
	if (take(&s, STR("-")))
		sign = -1;
	else if (!take(&s, STR("+")))
		return false;
	if (!take_number(&s, 2, 2, &off_hour) || !take(&s, STR(":")) ||
	    !take_number(&s, 2, 2, &off_minute) || s.len)
		return false;
	if (hour > 24 || minute > 59 || second > 59 || off_hour > 14 ||
	    off_minute > 59 || (hour == 24 && (minute || second)))
		return false;
	*seconds = date_days(d) * DAY_SECONDS +
	    (hour * 60 + minute - sign * (off_hour * 60 + off_minute)) * 60 +
	    second;
	return true;
}

void date_print(char out[DATE_SIZE], struct date d)
{
	snprintf(out, DATE_SIZE, "%04u-%02u-%02u", (unsigned)d.year % 10000,
	    (unsigned)d.month % 100, (unsigned)d.day % 100);
}

int64_t date_days(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year;
	int64_t era = year / 400, of_era = year - era * 400;
	int64_t month = d.month > 2 ? d.month - 3 : d.month + 9;
	int64_t of_year = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t z = days + 719468, era = z / 146097;
	int64_t of_era = z - era * 146097;
	int64_t year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	return (struct date){
	    .year = (int)(year + era * 400 + (month >= 10)),
	    .month = (int)(month < 10 ? month + 3 : month - 9),
	    .day = (int)(of_year - (153 * month + 2) / 5 + 1),
	};
}

struct date date_from_seconds(int64_t seconds)
{
	int64_t local = seconds + COUNTY_OFFSET;
	int64_t days = local / DAY_SECONDS - (local % DAY_SECONDS < 0);

	return date_from_days(days);
}

void moment_print(char out[MOMENT_SIZE], int64_t seconds)
{
	int64_t of_day = (seconds + COUNTY_OFFSET) % DAY_SECONDS;
	int64_t minute = (of_day + DAY_SECONDS) % DAY_SECONDS / 60;

	date_print(out, date_from_seconds(seconds));
	snprintf(out + DATE_SIZE - 1, MOMENT_SIZE - DATE_SIZE + 1, " %02u:%02u",
	    (unsigned)minute / 60 % 24, (unsigned)minute % 60);
}
