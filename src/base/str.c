/* SPDX-License-Identifier: MIT */
/* Slices are compared and cut by length; nothing here allocates. */
#include "str.h"

#include "utf8.h"

int str_compare(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.data, b.data, len) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

int str_order(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

size_t str_find(struct str s, struct str what, size_t from)
{
	const char *hit;

	if (from > s.len || what.len > s.len - from)
		return s.len;
	if (!what.len)
		return from;
	/* Most texts do not have even the first byte; memchr() is fastest. */
	hit = memchr(s.data + from, what.data[0], s.len - from);
	if (hit)
		hit = memmem(
		    hit, (size_t)(s.data + s.len - hit), what.data, what.len);
	return hit ? (size_t)(hit - s.data) : s.len;
}

size_t str_find_byte(struct str s, char c, size_t from)
{
	const char *hit;

	if (from >= s.len)
		return s.len;
	hit = memchr(s.data + from, c, s.len - from);
	return hit ? (size_t)(hit - s.data) : s.len;
}

size_t str_count(struct str s, char c)
{
	size_t n = 0, at;

	for (at = str_find_byte(s, c, 0); at < s.len;
	     at = str_find_byte(s, c, at + 1))
		n++;
	return n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.len && is_blank(s.data[0])) {
		s.data++;
		s.len--;
	}
	while (s.len && is_blank(s.data[s.len - 1]))
		s.len--;
	return s;
}

bool str_next(struct str *rest, char c, struct str *piece)
{
	size_t at;

	if (!rest->len)
		return false;
	at = str_find_byte(*rest, c, 0);
	*piece = str_slice(*rest, 0, at);
	*rest = str_slice(*rest, at + 1, rest->len);
	return true;
}

struct str str_line(struct str text, size_t *at)
{
	size_t end = str_find_byte(text, '\n', *at);
	struct str line = str_slice(text, *at, end);

	*at = end + 1;
	while (line.len && line.data[line.len - 1] == '\r')
		line.len--;
	return line;
}

bool str_integer(struct str s, int64_t *number)
{
	bool is_negative = s.len && s.data[0] == '-';
	int64_t n = 0;
	size_t i;

	if (s.len == (size_t)is_negative || s.len > 18)
		return false;
	for (i = is_negative; i < s.len; i++) {
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
		n = n * 10 + (s.data[i] - '0');
	}
	*number = is_negative ? -n : n;
	return true;
}

static size_t digits(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.len && s.data[at + n] >= '0' && s.data[at + n] <= '9')
		n++;
	return n;
}

bool str_is_decimal(struct str s)
{
	size_t at = s.len && s.data[0] == '-', n = digits(s, at);

	if (!n)
		return false;
	at += n;
	if (at == s.len)
		return true;
	n = s.data[at] == '.' ? digits(s, at + 1) : 0;
	return n && at + 1 + n == s.len;
}

bool str_has_any(struct str s, const char *bytes)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.data[i] && strchr(bytes, s.data[i]))
			return true;
	return false;
}

struct str path_name(struct str path)
{
	size_t at = path.len;

	while (at && path.data[at - 1] != '/')
		at--;
	return str_slice(path, at, path.len);
}

struct str path_folder(struct str path)
{
	size_t len = path.len - path_name(path).len;

	return str_slice(path, 0, len ? len - 1 : 0);
}

enum { DISTANCE_MAX = 64 };

static size_t code_points(struct str s, uint32_t *points)
{
	size_t n = 0;

	while (s.len && n <= DISTANCE_MAX) {
		uint32_t cp;
		size_t step = utf8_decode(s, &cp);

		if (!step)
			return DISTANCE_MAX + 1;
		if (n < DISTANCE_MAX)
			points[n] = cp;
		n++;
		s = str_slice(s, step, s.len);
	}
	return n;
}

static unsigned min2(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned str_distance(struct str a, struct str b)
{
	uint32_t x[DISTANCE_MAX], y[DISTANCE_MAX];
	unsigned rows[3][DISTANCE_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *row = rows[2];
	size_t n = code_points(a, x), m = code_points(b, y), i, j;

	if (n > DISTANCE_MAX || m > DISTANCE_MAX)
		return 2 * DISTANCE_MAX;
	for (j = 0; j <= m; j++)
		last[j] = (unsigned)j;
	for (i = 1; i <= n; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (j = 1; j <= m; j++) {
			unsigned cost = x[i - 1] != y[j - 1];
			unsigned best = min2(last[j] + 1, row[j - 1] + 1);

			best = min2(best, last[j - 1] + cost);
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] &&
			    x[i - 2] == y[j - 1])
				best = min2(best, before[j - 2] + 1);
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[m];
}
