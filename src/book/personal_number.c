/* SPDX-License-Identifier: MIT */
/*
 * Numbers: a run of digits is read group by group; at the end of each group
 * the groups that end there are held against what numbers look like. Only the
 * last few groups are kept, so a run may be of any length.
 */
#include "personal_parts.h"

#include "base/date.h"

enum {
	GROUPS_MAX = 20,
	DIGITS_MAX = 20, /* of a number, and of a group that is kept */
	BETWEEN_MAX = 3, /* glyphs between two groups */
	WORD_GLYPHS = 6, /* between 电话 and its number */
	NUMBER_MIN = 7,	 /* digits of the shortest number */
};

/* Digits without anything between them, all Chinese or none. */
struct group {
	size_t at, end;
	size_t count; /* over DIGITS_MAX: digits has none of them */
	char digits[DIGITS_MAX];
	uint32_t before; /* separator: 0: none, ' ', '-', … */
};

struct run {
	struct str text;
	struct group groups[GROUPS_MAX];
	size_t count;
};

/* Some groups in a row, as one number. */
struct number {
	const struct run *run;
	size_t first;
	char digits[DIGITS_MAX + 1];
	size_t len;
	size_t shape[GROUPS_MAX]; /* lengths of what stands together */
	size_t parts;
	uint32_t separator; /* between its groups; 0: none, 1: several sorts */
	struct glyph after;
};

/* --- runs --------------------------------------------------------------- */

/* Behind what may stand between two groups, and the sort of it. */
static size_t separator_read(struct str text, size_t at, uint32_t *sort)
{
	size_t n;

	*sort = 0;
	for (n = 0; n < BETWEEN_MAX; n++) {
		struct glyph g = glyph_next(text, at);

		if (!g.cp || g.cp >= 0x80 || !strchr(" -._()", (int)g.cp))
			break;
		if (!*sort || *sort == ' ')
			*sort = g.cp;
		at = g.end;
	}
	return at;
}

/* --- what numbers look like ----------------------------------------------- */

static int two(const char *digits)
{
	return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* Eight digits, or six of the twentieth century. */
static bool is_date(const char *year, int n)
{
	char text[] = "19yy-mm-dd";
	struct date d;

	if (n == 8) {
		memcpy(text, year, 2);
		year += 2;
	}
	memcpy(text + 2, year, 2);
	memcpy(text + 5, year + 2, 2);
	memcpy(text + 8, year + 4, 2);
	return (!strncmp(text, "19", 2) || !strncmp(text, "20", 2)) &&
	    date_parse(&d, (struct str){text, sizeof text - 1});
}

/* GB/T 2260: the first two digits. */
static bool is_province(const char *digits)
{
	static const char known[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 "
				    "37 41 42 43 44 45 46 50 51 52 53 54 61 62 "
				    "63 64 65 71 81 82 83";
	const char two_digits[] = {digits[0], digits[1], '\0'};

	return strstr(known, two_digits) != NULL;
}

/* GB 11643: MOD 11-2 over 17 digits. */
static char identity_check(const char *digits)
{
	static const int weights[] = {
	    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0, i;

	for (i = 0; i < 17; i++)
		sum += (digits[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

static bool is_identity(const struct number *n)
{
	if (!is_province(n->digits))
		return false;
	if (n->len == 18)
		return is_date(n->digits + 6, 8) &&
		    n->digits[17] == identity_check(n->digits);
	/* Without a checksum: only where it stands together, and of years that
	 * are no years of documents. */
	return n->len == 15 && n->parts == 1 && n->digits[6] >= '3' &&
	    is_date(n->digits + 6, 6);
}

static bool luhn(const char *digits, size_t len)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		int d = digits[len - 1 - i] - '0';

		sum += i % 2 ? d * 2 - (d > 4 ? 9 : 0) : d;
	}
	return sum % 10 == 0;
}

/* UnionPay 62 (and the old 9558), Visa, MasterCard, JCB. */
static bool is_issuer(const struct number *n)
{
	int first = two(n->digits), next = two(n->digits + 2);

	if (first == 62)
		return true;
	if (n->len == 19)
		return first == 95 && next == 58;
	return n->len == 16 &&
	    (first / 10 == 4 || (first >= 51 && first <= 55) ||
		(first == 35 && next >= 28 && next <= 89));
}

/* Do its digits stand one by one, and are these all? */
static bool all_ones(const struct number *n)
{
	const struct group *first = &n->run->groups[n->first];
	uint32_t sort;
	size_t at;

	if (n->parts != n->len ||
	    (n->first && first[-1].count == 1 && first->before == n->separator))
		return false;
	at = separator_read(n->run->text, n->after.at, &sort);
	return sort != n->separator || glyph_next(n->run->text, at).digit < 0;
}

static bool is_card(const struct number *n)
{
	size_t i;

	if (n->len < 16 || n->len > 19 || !is_issuer(n) ||
	    !luhn(n->digits, n->len))
		return false;
	for (i = 0; i + 1 < n->parts && !all_ones(n); i++)
		if (n->shape[i] < 4)
			return false;
	return true;
}

/* The prefixes that are given out, without those of machines. */
static bool is_mobile_prefix(const char *d)
{
	if (d[0] != '1')
		return false;
	switch (d[1]) {
	case '3':
	case '4':
	case '8':
		return true;
	case '5':
	case '9':
		return d[2] != '4';
	case '6':
		return strchr("2567", d[2]) != NULL;
	case '7':
		return d[2] != '9';
	default:
		return false;
	}
}

/* As people part a number: never into days and months. */
static bool is_mobile_shape(const struct number *n)
{
	const struct group *before;
	size_t i;

	if (n->parts == 1 || all_ones(n))
		return true;
	if (n->parts > 3)
		return false;
	for (i = 0; i < n->parts; i++)
		if (n->shape[i] < 3)
			return false;
	/* The end of a longer number in fours. */
	before = n->first ? &n->run->groups[n->first - 1] : NULL;
	return !(n->shape[0] == 4 && before && before->count == 4 &&
	    n->run->groups[n->first].before == n->separator);
}

static bool is_mobile(const struct number *n)
{
	const char *d = n->digits;
	size_t len = n->len;

	if (len == 15 && n->parts == 1 && !strncmp(d, "0086", 4)) {
		d += 4;
		len -= 4;
	} else if (len == 13 && n->parts == 1 && !strncmp(d, "86", 2)) {
		d += 2;
		len -= 2;
	}
	return len == 11 && is_mobile_prefix(d) && is_mobile_shape(n);
}

/* How many digits the area code has; 0: it is none. */
static size_t area_code(const char *d)
{
	if (d[0] != '0')
		return 0;
	if (d[1] == '2' || (d[1] == '1' && d[2] == '0'))
		return 3;
	return d[1] >= '3' && d[2] != '0' ? 4 : 0;
}

static bool is_local(const char *d, size_t len)
{
	return d[0] >= '2' && d[0] <= '8' && (len == 7 || len == 8) &&
	    !(len == 8 && is_date(d, 8));
}

/* Is the number called a telephone? */
static bool is_called_phone(const struct number *n)
{
	static const char *const words[] = {
	    "电话", "座机", "固话", "tel", "Tel", "TEL", NULL};
	size_t at = n->run->groups[n->first].at, i;
	struct str before = {0};

	/* Behind "：" as well. */
	for (i = 0; i < WORD_GLYPHS && at; i++) {
		struct glyph g = glyph_before(n->run->text, at);

		if (g.cp == '\n' || g.digit >= 0)
			break;
		at = g.at;
	}
	before = str_slice(n->run->text, at, n->run->groups[n->first].at);
	for (i = 0; words[i]; i++)
		if (str_find(before, str_from(words[i]), 0) < before.len)
			return true;
	return false;
}

static bool is_phone(const struct number *n)
{
	size_t area = area_code(n->digits);
	const struct group *before =
	    &n->run->groups[n->first ? n->first - 1 : 0];
	size_t i;

	/* Behind +86 the area code has no zero. */
	if (n->first && n->digits[0] != '0' && n->len == 10 && n->parts > 1 &&
	    (str_is((struct str){before->digits, before->count}, "86") ||
		str_is((struct str){before->digits, before->count}, "0086")))
		return (n->digits[0] == '2' && n->shape[0] == 2) ||
		    !strncmp(n->digits, "10", 2);
	if (!area) {
		for (i = 0; i < n->parts; i++)
			if (n->shape[i] < 3)
				return false;
		return n->parts <= 2 && is_local(n->digits, n->len) &&
		    is_called_phone(n);
	}
	if (n->len <= area || !is_local(n->digits + area, n->len - area) ||
	    (area == 3 && n->len != 11))
		return false;
	/* Twelve digits in a row may be anything, part of a digest too. */
	if (n->parts == 1)
		return n->len == 11 || is_called_phone(n);
	if (all_ones(n))
		return true;
	for (i = 1; i < n->parts; i++)
		if (n->shape[i] < 3)
			return false;
	return n->shape[0] == area;
}

/* --- where numbers stand -------------------------------------------------- */

/* Letters before a number make it part of something else, unless they say
 * what it is. */
static bool letters_are_good(struct str text, size_t at)
{
	static const char *const words[] = {"tel", "Tel", "TEL", "phone",
	    "Phone", "mobile", "Mobile", "wx", "WX", "vx", "VX", "qq", "QQ",
	    "weixin", "wechat", NULL};
	struct glyph g = glyph_before(text, at);
	size_t i;

	if (!glyph_is_letter(&g))
		return true;
	for (i = 0; words[i]; i++)
		if (text_ends(text, at, words[i])) {
			g = glyph_before(text, at - strlen(words[i]));
			return !glyph_is_letter(&g) && g.digit < 0;
		}
	return false;
}

/* Is it the part of a decimal behind the point? */
static bool is_fraction(const struct number *n)
{
	const struct group *g = &n->run->groups[n->first];

	return n->first && g->before == '.' && n->separator != '.' &&
	    glyph_before(n->run->text, g->at).cp == '.';
}

/* An amount: 13800138000元, 13800138000.00, ￥13800138000. */
static bool is_amount(const struct number *n)
{
	const struct group *g = &n->run->groups[n->first];
	struct glyph before = glyph_before(n->run->text, g->at), next;
	size_t digits = 0, at = n->after.end;

	next = n->after.cp == ' ' ? glyph_at(n->run->text, at) : n->after;
	if (before.cp == '$' || before.cp == 0xA5 || before.cp == 0xFFE5)
		return true;
	if (glyph_is_in(&next, "元万亿吨%"))
		return true;
	if (n->after.cp != '.' || n->parts > 1)
		return false;
	for (;; at = next.end, digits++) {
		next = glyph_at(n->run->text, at);
		if (next.digit < 0 || next.is_hanzi)
			return digits == 1 || digits == 2;
	}
}

static void number_make(struct number *n, const struct run *run, size_t first)
{
	size_t i, end = run->groups[run->count - 1].end;

	*n = (struct number){.run = run, .first = first};
	for (i = first; i < run->count; i++) {
		const struct group *g = &run->groups[i];

		if (i == first || g->before)
			n->parts++;
		if (i > first && g->before && !n->separator)
			n->separator = g->before;
		else if (i > first && g->before && n->separator != g->before)
			n->separator = 1;
		n->shape[n->parts - 1] += g->count;
		memcpy(n->digits + n->len, g->digits, g->count);
		n->len += g->count;
	}
	n->after = glyph_next(run->text, end);
}

static bool number_is(const struct number *n, enum personal_kind *kind)
{
	/* Only a landline parts its area code in another way. */
	if (n->separator == 1) {
		*kind = PERSONAL_PHONE;
		return n->digits[0] == '0' && is_phone(n);
	}
	if (is_identity(n))
		*kind = PERSONAL_IDENTITY;
	else if (is_card(n))
		*kind = PERSONAL_CARD;
	else if (is_mobile(n))
		*kind = PERSONAL_MOBILE;
	else if (is_phone(n))
		*kind = PERSONAL_PHONE;
	else
		return false;
	return true;
}

/* An X behind 17 digits is the eighteenth. */
static void take_x(struct number *n, size_t *end)
{
	struct glyph next;

	if (n->len != 17 || (n->after.cp | 0x20) != 'x')
		return;
	next = glyph_at(n->run->text, n->after.end);
	if (glyph_is_letter(&next) || next.digit >= 0)
		return;
	n->digits[n->len++] = 'X';
	*end = n->after.end;
	n->after = next;
}

/* Which number ends with the last group? The longest is taken. */
static bool run_match(const struct run *run, struct personal *found)
{
	size_t first = run->count, total = 0, low;

	while (first && run->groups[first - 1].count <= DIGITS_MAX &&
	    total + run->groups[first - 1].count < DIGITS_MAX)
		total += run->groups[--first].count;
	for (low = first; low < run->count && total >= NUMBER_MIN;
	     total -= run->groups[low++].count) {
		size_t end = run->groups[run->count - 1].end;
		struct number n;
		enum personal_kind kind;

		number_make(&n, run, low);
		take_x(&n, &end);
		if (glyph_is_letter(&n.after) || !number_is(&n, &kind) ||
		    !letters_are_good(run->text, run->groups[low].at) ||
		    is_fraction(&n) || is_amount(&n))
			continue;
		*found = (struct personal){
		    kind, run->groups[low].at, end - run->groups[low].at};
		return true;
	}
	return false;
}

/* Reads the group that begins here. */
static void group_read(struct group *g, struct str text, size_t at)
{
	struct glyph d = glyph_at(text, at);
	bool is_hanzi = d.is_hanzi;

	g->at = at;
	g->count = 0;
	for (; d.digit >= 0 && d.is_hanzi == is_hanzi;
	     d = glyph_next(text, d.end)) {
		if (g->count < DIGITS_MAX)
			g->digits[g->count] = (char)('0' + d.digit);
		g->count++;
		g->end = d.end;
	}
}

/* --- masked numbers ------------------------------------------------------- */

static bool is_right_mobile(struct str s)
{
	size_t i;

	if (s.len != 11 || !str_equal(str_slice(s, 3, 7), STR("****")))
		return false;
	for (i = 0; i < s.len; i++)
		if ((i < 3 || i > 6) && (s.data[i] < '0' || s.data[i] > '9'))
			return false;
	return true;
}

/* A number that is masked, but not as it should be. */
static bool masked_find(struct str text, size_t at, struct personal *found)
{
	enum { SHOWN_MAX = 10, LEN_MAX = 24 };
	size_t shown = 0, hidden = 0, masks = 0, end = at, stars = 0, behind;
	char head[3] = {0};
	struct glyph g = glyph_before(text, at);
	struct str token;
	bool is_number;

	if (glyph_is_letter(&g))
		return false;
	while (shown + hidden < LEN_MAX) {
		size_t n = glyph_masks(text, end, &behind), i;

		if (n) {
			for (i = end; i < behind; i++)
				stars += text.data[i] == '*';
			hidden += n;
			masks++;
			end = behind;
			continue;
		}
		g = glyph_at(text, end);
		if (g.digit < 0)
			break;
		if (!hidden && shown < 3)
			head[shown] = (char)('0' + g.digit);
		shown++;
		end = g.end;
	}
	/* One letter is no mask: 1366x768. */
	if (masks != 1 || hidden < 2 || glyph_is_letter(&g))
		return false;
	token = str_slice(text, at, end);
	*found = (struct personal){PERSONAL_MASK_PHONE, at, end - at};
	if (head[0] == '1' && head[1] >= '3' && shown + hidden >= 10 &&
	    shown + hidden <= 12)
		return !is_right_mobile(token);
	found->kind = PERSONAL_MASK_NUMBER;
	is_number = shown >= 2 && shown + hidden >= 15 && shown + hidden <= 20;
	return is_number && (stars != hidden || shown > SHOWN_MAX);
}

/* --- a run ---------------------------------------------------------------- */

static void group_add(struct run *run, const struct group *g)
{
	if (run->count == GROUPS_MAX) {
		memmove(run->groups, run->groups + 1,
		    (GROUPS_MAX - 1) * sizeof *run->groups);
		run->count--;
	}
	run->groups[run->count++] = *g;
}

bool number_find(const struct personal_scan *s, size_t at,
    struct personal *found, size_t *next)
{
	size_t start = at, end;
	struct run run;
	struct group g = {0};
	struct glyph d;

	run.text = s->text;
	run.count = 0;
	for (;;) {
		group_read(&g, s->text, at);
		*next = g.end;
		group_add(&run, &g);
		if (run_match(&run, found))
			return true;
		end = separator_read(
		    s->text, glyph_skip(s->text, g.end), &g.before);
		d = glyph_next(s->text, end);
		if (d.digit < 0)
			break;
		at = d.at;
	}
	if (s->has_masks &&
	    (masked_find(s->text, start, found) ||
		(g.at != start && masked_find(s->text, g.at, found)))) {
		*next = found->at + found->len;
		return true;
	}
	return address_room_find(s->text, g.at, g.end, found);
}
