/* SPDX-License-Identifier: MIT */
/* One loop runs over the bytes and stops at what may be part of a datum; a
 * set of bits tells by a character's last two bytes whether to stop. */
#include "personal_parts.h"

#include "base/utf8.h"

enum { LOCAL_MAX = 64, DOMAIN_MAX = 80 };

const char *personal_name(enum personal_kind kind)
{
	static const char *const names[PERSONAL_KINDS] = {
	    [PERSONAL_MOBILE] = "手机号码",
	    [PERSONAL_PHONE] = "固定电话",
	    [PERSONAL_IDENTITY] = "身份证号码",
	    [PERSONAL_CARD] = "银行卡号",
	    [PERSONAL_PLATE] = "车牌号码",
	    [PERSONAL_MAIL] = "电子邮箱",
	    [PERSONAL_ADDRESS] = "详细住址",
	    [PERSONAL_NAME] = "群众姓名",
	    [PERSONAL_POSITION] = "拍摄位置",
	    [PERSONAL_MASK_PHONE] = "手机号码的遮盖",
	    [PERSONAL_MASK_NUMBER] = "证件号码的遮盖",
	    [PERSONAL_MASK_NAME] = "姓名的遮盖",
	};

	return names[kind];
}

/* --- the normalised view -------------------------------------------------- */

static uint32_t normalised(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	if ((cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
	    cp == 0xA0 || cp == 0x3000 || cp == '\t')
		return ' ';
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFE58 ||
	    cp == 0xFE63)
		return '-';
	if (cp == 0xB7 || cp == 0x2022 || cp == 0x2027 || cp == 0x30FB ||
	    cp == 0x2219 || cp == 0x22C5 || cp == 0xFE52)
		return '.';
	return cp;
}

static int digit_of(uint32_t cp)
{
	switch (cp) {
	case 0x3007: /* 〇 */
	case 0x96F6: /* 零 */
		return 0;
	case 0x4E00: /* 一 */
	case 0x5E7A: /* 幺 */
	case 0x58F9: /* 壹 */
		return 1;
	case 0x4E8C: /* 二 */
	case 0x8D30: /* 贰 */
		return 2;
	case 0x4E09: /* 三 */
	case 0x53C1: /* 叁 */
		return 3;
	case 0x56DB: /* 四 */
	case 0x8086: /* 肆 */
		return 4;
	case 0x4E94: /* 五 */
	case 0x4F0D: /* 伍 */
		return 5;
	case 0x516D: /* 六 */
	case 0x9646: /* 陆 */
		return 6;
	case 0x4E03: /* 七 */
	case 0x67D2: /* 柒 */
		return 7;
	case 0x516B: /* 八 */
	case 0x634C: /* 捌 */
		return 8;
	case 0x4E5D: /* 九 */
	case 0x7396: /* 玖 */
		return 9;
	default:
		return -1;
	}
}

struct glyph glyph_decode(struct str text, size_t at)
{
	struct glyph g = {0, -1, false, at, at};
	size_t step;

	if (at >= text.len)
		return g;
	step = utf8_decode(str_slice(text, at, text.len), &g.cp);
	if (!step) {
		g.cp = 0xFFFD;
		step = 1;
	}
	g.end = at + step;
	g.cp = normalised(g.cp);
	if (g.cp >= '0' && g.cp <= '9') {
		g.digit = (int)g.cp - '0';
	} else if (g.cp >= 0x3007) {
		g.digit = digit_of(g.cp);
		g.is_hanzi = g.digit >= 0;
	}
	return g;
}

struct glyph glyph_before(struct str text, size_t end)
{
	size_t at = end, tails = 0;
	struct glyph none = {0, -1, false, end, end};

	if (!end)
		return none;
	do
		at--;
	while (
	    at && tails++ < 3 && ((unsigned char)text.data[at] & 0xC0) == 0x80);
	none = glyph_at(text, at);
	return none.end == end ? none : glyph_at(text, end - 1);
}

static bool is_unseen(uint32_t cp)
{
	return cp == 0 || cp == 0xAD || cp == '`' || cp == '~' || cp == '\\' ||
	    (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	    (cp >= 0x2060 && cp <= 0x2069) || cp == 0x180E || cp == 0xFEFF ||
	    (cp >= 0xFE00 && cp <= 0xFE0F);
}

/* Behind a tag that changes the look of letters alone; `at`: it is none. */
static size_t tag_skip(struct str text, size_t at)
{
	static const char *const names[] = {"strong", "em", "b", "i", "u", "s",
	    "del", "span", "code", "wbr", "mark", "small", NULL};
	size_t from = at + 1, end, i;
	struct str name;

	if (from < text.len && text.data[from] == '/')
		from++;
	for (end = from; end < text.len && end - from < 8 &&
	     text.data[end] >= 'a' && text.data[end] <= 'z';)
		end++;
	name = str_slice(text, from, end);
	if (!name.len)
		return at;
	for (i = 0; names[i]; i++)
		if (str_is(name, names[i]))
			break;
	if (!names[i])
		return at;
	for (i = end; i < text.len && i - end < 80; i++)
		if (text.data[i] == '>')
			return i + 1;
		else if (text.data[i] == '<')
			break;
	return at;
}

size_t glyph_unseen(struct str text, size_t at)
{
	while (at < text.len) {
		unsigned char c = (unsigned char)text.data[at];
		struct glyph g;
		size_t end;

		if (c == '*') {
			for (end = at; end < text.len && end - at < 4 &&
			     text.data[end] == '*';)
				end++;
			if (end - at > 3)
				return at;
			at = end;
		} else if (c == '<') {
			end = tag_skip(text, at);
			if (end == at)
				return at;
			at = end;
		} else {
			if (c > '~' || c == '`' || c == '~' || c == '\\' || !c)
				g = glyph_at(text, at);
			else
				return at;
			if (!is_unseen(g.cp))
				return at;
			at = g.end;
		}
	}
	return at;
}

size_t glyph_masks(struct str text, size_t at, size_t *end)
{
	size_t n = 0;

	for (*end = at;; n++) {
		struct glyph g = glyph_at(text, *end);

		if (g.cp != '*' && g.cp != 'x' && g.cp != 'X' && g.cp != '#' &&
		    g.cp != 0xD7 && g.cp != 0x25CF && g.cp != 0x25A1 &&
		    g.cp != 0x25CB)
			return n;
		*end = g.end;
	}
}

static bool ends_clause(uint32_t cp)
{
	static const char ascii[] = "\n\r\"'<>[]{}|!?;,:";

	if (cp < 0x80)
		return !cp || strchr(ascii, (int)cp) != NULL;
	return cp == 0x3002 || cp == 0xFF0C || cp == 0x3001 || cp == 0x201C ||
	    cp == 0x201D || cp == 0xFFFD;
}

struct str text_before(struct str text, size_t end, size_t count)
{
	size_t from = end;

	while (from && count--) {
		struct glyph g = glyph_before(text, from);

		if (ends_clause(g.cp))
			break;
		from = g.at;
	}
	while (from < end && text.data[from] == ' ')
		from++;
	return str_slice(text, from, end);
}

bool text_has(struct str text, size_t at, const char *word)
{
	return at <= text.len &&
	    str_begins(str_slice(text, at, text.len), str_from(word));
}

bool text_ends(struct str text, size_t end, const char *word)
{
	return str_ends(str_slice(text, 0, end), str_from(word));
}

bool glyph_is_in(const struct glyph *g, const char *set)
{
	char bytes[5] = {0};

	if (!g->cp)
		return false;
	utf8_encode(g->cp, bytes);
	return strstr(set, bytes) != NULL;
}

/* --- mailboxes ------------------------------------------------------------ */

static bool is_local(const struct glyph *g)
{
	return (g->cp >= '0' && g->cp <= '9') || glyph_is_letter(g) ||
	    (g->cp && g->cp < 0x80 && strchr("._%+-", (int)g->cp));
}

static size_t local_begin(struct str text, size_t at)
{
	struct glyph g = glyph_before(text, at);
	size_t from, n = 0;

	if (g.cp == ' ')
		at = g.at;
	for (from = at; n < LOCAL_MAX; n++) {
		g = glyph_before(text, from);
		if (!g.cp || !is_local(&g))
			break;
		from = g.at;
	}
	return from == at ? SIZE_MAX : from;
}

/* Behind the domain that begins here; 0: there is none. */
static size_t domain_end(struct str text, size_t at)
{
	static const char *const files[] = {
	    "png", "jpg", "jpeg", "gif", "svg", "webp", NULL};
	size_t n, label = 0, end = 0, i;
	char last[8] = {0};
	bool has_dot = false, is_word = true;
	struct glyph g = glyph_at(text, at);

	if (g.cp == ' ')
		at = g.end;
	for (n = 0; n < DOMAIN_MAX; n++, at = g.end) {
		g = glyph_at(text, at);
		if (g.cp == '.' && label) {
			has_dot = is_word = true;
			label = 0;
			continue;
		}
		if (!glyph_is_letter(&g) && !(g.cp >= '0' && g.cp <= '9') &&
		    g.cp != '-')
			break;
		is_word = is_word && glyph_is_letter(&g);
		if (label < sizeof last - 1) {
			last[label] = (char)(g.cp | 0x20);
			last[label + 1] = '\0';
		}
		label++;
		end = g.end;
	}
	if (!has_dot || !label || label < 2 || !is_word)
		return 0;
	for (i = 0; files[i]; i++)
		if (!strcmp(last, files[i]))
			return 0;
	return end;
}

static bool mail_find(
    const struct personal_scan *s, size_t at, struct personal *found)
{
	struct glyph g = glyph_at(s->text, at);
	size_t from = local_begin(s->text, at), end;

	if (g.cp != '@' || from == SIZE_MAX)
		return false;
	end = domain_end(s->text, g.end);
	*found = (struct personal){PERSONAL_MAIL, from, end - from};
	return end != 0;
}

/* --- plates --------------------------------------------------------------- */

static const char provinces[] =
    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

static bool is_plate_letter(const struct glyph *g)
{
	uint32_t upper = g->cp & ~0x20u;

	return glyph_is_letter(g) && upper != 'I' && upper != 'O';
}

/* GA 36: five signs, at most two letters; six for new energy, whose letter
 * stands first (small cars) or last (large ones). */
static bool is_plate(const char *signs, size_t n)
{
	size_t letters = 0, i;

	for (i = 0; i < n; i++)
		letters += signs[i] > '9';
	if (n == 5)
		return letters <= 2;
	return n == 6 &&
	    ((letters == 1 && (signs[0] > '9' || signs[5] > '9')) ||
		(letters == 2 && signs[0] > '9' && signs[1] > '9'));
}

static bool plate_find(
    const struct personal_scan *s, size_t at, struct personal *found)
{
	struct str t = s->text;
	struct glyph g = glyph_next(t, glyph_at(t, at).end);
	size_t n = 0, skipped = 0, end;
	char signs[8];

	if (!is_plate_letter(&g))
		return false;
	end = g.end;
	for (;;) {
		g = glyph_next(t, end);
		if (g.cp && g.cp < 0x80 && strchr(".- ", (int)g.cp) && !n &&
		    skipped++ < 2) {
			end = g.end;
			continue;
		}
		if (!is_plate_letter(&g) && !(g.digit >= 0 && !g.is_hanzi))
			break;
		if (n == 7)
			return false;
		signs[n++] =
		    (char)(g.digit >= 0 ? '0' + g.digit : (int)(g.cp & ~0x20u));
		end = g.end;
	}
	/* A letter O or I: no plate; 警, 使, 领: not a private one. */
	if (glyph_is_letter(&g) || glyph_is_in(&g, "警使领") ||
	    !is_plate(signs, n))
		return false;
	*found = (struct personal){PERSONAL_PLATE, at, end - at};
	return true;
}

/* --- the loop ------------------------------------------------------------- */

static const char triggers[] = "〇零一幺壹二贰三叁四肆五伍六陆七柒八捌九玖"
			       "０１２３４５６７８９＠号室人众民主户象";

static void mark(struct personal_scan *s, const char *set)
{
	size_t i;

	for (i = 0; set[i]; i += 3)
		s->marks[set[i + 1] & 63] |= UINT64_C(1) << (set[i + 2] & 63);
}

void personal_begin(struct personal_scan *s, struct str text, bool has_masks)
{
	*s = (struct personal_scan){.text = text, .has_masks = has_masks};
	mark(s, triggers);
	mark(s, provinces);
	if (has_masks)
		mark(s, "●□○＊Ｘ"); /* three bytes each */
}

enum sign { SIGN_NONE, SIGN_DIGIT, SIGN_AT, SIGN_MASK };

static const unsigned char signs[256] = {
    ['0'] = SIGN_DIGIT,
    ['1'] = SIGN_DIGIT,
    ['2'] = SIGN_DIGIT,
    ['3'] = SIGN_DIGIT,
    ['4'] = SIGN_DIGIT,
    ['5'] = SIGN_DIGIT,
    ['6'] = SIGN_DIGIT,
    ['7'] = SIGN_DIGIT,
    ['8'] = SIGN_DIGIT,
    ['9'] = SIGN_DIGIT,
    ['@'] = SIGN_AT,
    ['*'] = SIGN_MASK,
    ['x'] = SIGN_MASK,
    ['X'] = SIGN_MASK,
    /* The first of the two bytes of "×". */
    [0xC3] = SIGN_MASK,
};

/* The code point of three bytes, without a look at whether they are well. */
static uint32_t three(const unsigned char *p)
{
	return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 |
	    (p[2] & 63);
}

/* Are these the three bytes of this character? */
static bool is_three(const unsigned char *p, const char *character)
{
	return p[0] == (unsigned char)character[0] &&
	    p[1] == (unsigned char)character[1] &&
	    p[2] == (unsigned char)character[2];
}

/* Is one of these characters the one that ends here? */
static bool is_behind(const unsigned char *p, size_t at, const char *set)
{
	if (at < 3)
		return false;
	for (; *set; set += 3)
		if (is_three(p + at - 3, set))
			return true;
	return false;
}

/*
 * Is the marked character with these neighbours worth a look? This turns most
 * of them away: they are frequent, and so are others with the same last bytes.
 */
static bool is_worth(const struct personal_scan *s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s->text.data;
	unsigned next = at + 3 < s->text.len ? p[at + 3] : '\n';

	switch (three(p + at)) {
	case 0x53F7: /* 号 */
	case 0x5BA4: /* 室 */
		return at &&
		    (p[at - 1] < 0x80 || glyph_before(s->text, at).digit >= 0 ||
			is_behind(p, at, "十百"));
	case 0x4EBA: /* 人 */
		return is_behind(p, at, "诉电映事报访请系");
	case 0x4F17: /* 众 */
		return is_behind(p, at, "群");
	case 0x6C11: /* 民 */
		return is_behind(p, at, "居村市");
	case 0x4E3B: /* 主 */
		return is_behind(p, at, "业");
	case 0x6237: /* 户 */
		return is_behind(p, at, "住");
	case 0x8C61: /* 象 */
		return is_behind(p, at, "对");
	default:
		break;
	}
	if (p[at] < 0xE4 || p[at] > 0xE9)
		return true;
	/* A digit or a plate: what follows is no Han, or another digit. */
	if (next < 0xE4 || next > 0xE9)
		return true;
	return digit_of(three(p + at)) >= 0 && at + 6 <= s->text.len &&
	    digit_of(three(p + at + 3)) >= 0;
}

static bool is_digit_at(const unsigned char *p, size_t at)
{
	return p[at] >= '0' && p[at] <= '9';
}

/* Does the number end with this sign? Not where more of it may follow. */
static bool ends_number(const unsigned char *p, size_t at)
{
	unsigned char next = p[at + 1] | 0x20;

	switch (p[at]) {
	case '"':
	case '\'':
	case ',':
	case ':':
	case ';':
	case '>':
	case '/':
	case '=':
	case '&':
	case '%':
	case '|':
	case '[':
	case ']':
	case '{':
	case '}':
	case '\n':
		return true;
	case '-':
	case '.':
	case ' ':
		return next >= 'a' && next <= 'z';
	case '<':
		return p[at + 1] == 't' ||
		    (p[at + 1] == '/' &&
			(p[at + 2] == 't' || p[at + 2] == 'a' ||
			    p[at + 2] == 'p' || p[at + 2] == 'd'));
	default:
		return p[at] >= 0xE4 && p[at] <= 0xE9 &&
		    digit_of(three(p + at)) < 0;
	}
}

/*
 * Behind a run of digits that is too short for any number (or a date, or a
 * month), stands alone, and is no room of 单元 or 小区; `at`: it is not so.
 */
static size_t short_run(const struct personal_scan *s, size_t at)
{
	enum { SHORT = 7, LONGEST = 12 };
	const unsigned char *p = (const unsigned char *)s->text.data;
	size_t end = at, part;

	if (s->text.len - at < SHORT + LONGEST)
		return at;
	while (end - at < SHORT && is_digit_at(p, end))
		end++;
	if (end - at == SHORT)
		return at;
	for (part = 0; end - at == 4 + part * 3 && part < 2 && p[end] == '-' &&
	     is_digit_at(p, end + 1) && is_digit_at(p, end + 2) &&
	     !is_digit_at(p, end + 3);
	     part++)
		end += 3;
	if (!ends_number(p, end) ||
	    (at && (p[at - 1] == '#' || is_behind(p, at, "元＃"))))
		return at;
	return end;
}

/* Offset of the next character that may be part of a datum. */
static size_t next_sign(const struct personal_scan *s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s->text.data;
	size_t len = s->text.len;

	while (at < len) {
		unsigned char c = p[at];

		if ((c & 0xF0) == 0xE0) {
			if (len - at < 3)
				return len;
			if (s->marks[p[at + 1] & 63] >> (p[at + 2] & 63) & 1 &&
			    is_worth(s, at))
				return at;
			at += 3;
		} else if (signs[c] == SIGN_DIGIT) {
			size_t end = short_run(s, at);

			if (end == at)
				return at;
			at = end;
		} else {
			if (signs[c] && (signs[c] != SIGN_MASK || s->has_masks))
				return at;
			at++;
		}
	}
	return len;
}

static bool look(struct personal_scan *s, struct personal *found)
{
	struct glyph g = glyph_at(s->text, s->at);
	size_t at = s->at, next = g.end;
	bool is_found = false;

	if (g.digit >= 0)
		is_found = number_find(s, at, found, &next);
	else if (g.cp == '@')
		is_found = mail_find(s, at, found);
	else if (g.cp == 0x53F7 || g.cp == 0x5BA4) /* 号 室 */
		is_found = address_find(s, at, found);
	else if (s->has_masks && g.cp < 0x3000)
		is_found = person_mask_find(s, at, found);
	else if (glyph_is_in(&g, "人众民主户象"))
		is_found = person_find(s, at, found, &next);
	else if (glyph_is_in(&g, provinces))
		is_found = plate_find(s, at, found);
	s->at = next;
	return is_found;
}

bool personal_next(struct personal_scan *s, struct personal *found)
{
	size_t from = s->at;

	for (;;) {
		s->at = next_sign(s, s->at);
		if (s->at >= s->text.len)
			return false;
		if (!look(s, found))
			continue;
		/* What was found before ends before this. */
		if (found->at < from) {
			found->len -= from - found->at;
			found->at = from;
		}
		if (found->at + found->len > s->at)
			s->at = found->at + found->len;
		return true;
	}
}

/* --- comparing and hiding ------------------------------------------------- */

void personal_key(struct buf *key, struct str datum)
{
	struct glyph g;

	for (g = glyph_next(datum, 0); g.cp; g = glyph_next(datum, g.end)) {
		if (g.digit >= 0)
			buf_byte(key, (char)('0' + g.digit));
		else if (glyph_is_letter(&g))
			buf_byte(key, (char)(g.cp & ~0x20u));
		else if (g.cp == '@' || glyph_is_han(&g))
			buf_utf8(key, g.cp);
	}
}

bool personal_key_is(struct str key, struct str allowed)
{
	enum { LOCAL = 7 }; /* digits of the shortest number of a place */

	if (str_equal(key, allowed))
		return true;
	if (!allowed.len || !key.len)
		return false;
	/* An address: the datum may begin earlier. A number: the allowance. */
	if ((unsigned char)allowed.data[0] >= 0x80)
		return str_ends(key, allowed);
	return allowed.data[0] == '0' && key.len >= LOCAL &&
	    str_ends(allowed, key);
}

bool personal_hide(struct buf *out, struct str text)
{
	struct personal_scan s;
	struct personal p;
	size_t from = 0;

	personal_begin(&s, text, false);
	while (personal_next(&s, &p)) {
		size_t end = p.at + p.len;

		buf_str(out, str_slice(text, from, p.at));
		for (from = p.at; from < end;) {
			uint32_t cp = '*';
			size_t step =
			    utf8_decode(str_slice(text, from, end), &cp);

			buf_utf8(out, utf8_width(cp) == 2 ? 0xFF0A : '*');
			from += step ? step : 1;
		}
	}
	buf_str(out, str_slice(text, from, text.len));
	return from > 0;
}

static void hide(struct report *r, struct str *text)
{
	struct buf out = {0};

	if (personal_hide(&out, *text))
		*text = arena_str(r->arena, buf_view(&out));
	buf_release(&out);
}

void personal_hide_report(struct report *r)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		hide(r, &r->findings[i].path);
		hide(r, &r->findings[i].message);
		hide(r, &r->findings[i].remedy);
		hide(r, &r->findings[i].mended);
	}
}
