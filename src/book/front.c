/* SPDX-License-Identifier: MIT */
/*
 * The text is checked byte by byte once, cut at its fences, looked at, and
 * then read by libyaml. Where the look has found faults libyaml reads the
 * mended head, so that what it says is not said of the same faults again.
 */
#include "front.h"

#include "base/utf8.h"
#include "look.h"
#include "yaml.h"

enum {
	CHECK_MAX = 10, /* findings of a file's bytes */
	FENCE_MAX = 40, /* bytes of a line that may be meant as a fence */
};

static const struct str bom = {"\xEF\xBB\xBF", 3};

/* Where the text begins; editors have been seen to add a second mark. */
static size_t bom_skip(struct str text)
{
	size_t at = 0;

	while (str_begins(str_slice(text, at, text.len), bom))
		at += bom.len;
	return at;
}

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/*
 * Offset of the first byte at or after `at` that is no good text, with *cp
 * the code point or 0 where it is not UTF-8; *crlf gets the offset of the
 * first CRLF that is met, if it is SIZE_MAX. text.len: all is good.
 */
static size_t bad_find(struct str s, size_t at, uint32_t *cp, size_t *crlf)
{
	while (at < s.len) {
		unsigned char c = (unsigned char)s.data[at];
		size_t step;

		if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\t') {
			at++;
			continue;
		}
		/* Most of Han: any two bytes more, and none is forbidden. */
		if (c >= 0xE3 && c <= 0xE9 && s.len - at >= 3 &&
		    is_tail(s.data[at + 1]) && is_tail(s.data[at + 2])) {
			at += 3;
			continue;
		}
		if (c == '\r' && at + 1 < s.len && s.data[at + 1] == '\n') {
			if (*crlf == SIZE_MAX)
				*crlf = at;
			at += 2;
			continue;
		}
		*cp = 0;
		step = utf8_decode(str_slice(s, at, s.len), cp);
		if (!step || utf8_is_forbidden(*cp)) {
			*cp = step ? *cp : UINT32_MAX;
			return at;
		}
		at += step;
	}
	return s.len;
}

/* Do the bytes from `at` to the line's end read as GBK? */
static bool is_gbk(struct str s, size_t at)
{
	size_t pairs = 0;

	for (; at < s.len && s.data[at] != '\n'; at++) {
		unsigned char c = (unsigned char)s.data[at], d;

		if (c < 0x80)
			continue;
		if (c < 0x81 || c == 0xFF || at + 1 == s.len)
			return false;
		d = (unsigned char)s.data[++at];
		if (d < 0x40 || d == 0x7F || d == 0xFF)
			return false;
		pairs++;
	}
	return pairs > 0;
}

static int report_encoding(struct str text, size_t at, struct cursor *c,
    struct str path, struct report *r)
{
	struct place place = cursor_place(c, at);

	if (str_begins(text, STR("\xFF\xFE")) ||
	    str_begins(text, STR("\xFE\xFF")))
		return report_add(r, FINDING_TEXT_ENCODING, path, place,
		    "文件是 UTF-16（“Unicode”）编码，不是 UTF-8");
	/* A code point ahead may have eaten the first byte of a pair. */
	if (is_gbk(text, c->line_start))
		return report_add(r, FINDING_TEXT_ENCODING, path, place,
		    "这里不是 UTF-8 文字，可能是 GBK 编码（旧版记事本的 ANSI）");
	return report_add(
	    r, FINDING_TEXT_ENCODING, path, place, "这里不是 UTF-8 文字");
}

static void report_bom(struct str text, struct str path, struct report *r)
{
	size_t at = bom_skip(text);

	report_add(r, FINDING_HEAD_BOM, path, (struct place){1, 1, 1},
	    "文件最前面有一个看不见的 BOM 标记");
	report_last(r)->mended = arena_str(r->arena, str_line(text, &at));
}

static void report_crlf(
    struct str text, size_t crlf, struct str path, struct report *r)
{
	struct cursor c = {.text = text, .line = 1};
	struct place place = cursor_place(&c, crlf);

	place.width = 0;
	report_add(r, FINDING_HEAD_CRLF, path, place,
	    "从这一行起用了 Windows 换行（CRLF），全文件只报一次");
	report_last(r)->mended =
	    arena_str(r->arena, str_slice(text, c.line_start, crlf));
}

/* 0; -1 where there are findings; *is_text: it may be looked at all the
 * same, being UTF-8 throughout. */
static int check_text(
    struct str text, struct str path, bool *is_text, struct report *r)
{
	size_t before = r->count, crlf = SIZE_MAX, at = 0;
	struct cursor c = {.text = text, .line = 1};
	uint32_t cp;

	*is_text = true;
	if (str_begins(text, bom)) {
		report_bom(text, path, r);
		at = bom_skip(text);
	}
	while ((at = bad_find(text, at, &cp, &crlf)) < text.len) {
		if (cp == UINT32_MAX) {
			*is_text = false;
			return report_encoding(text, at, &c, path, r);
		}
		if (r->count - before >= CHECK_MAX) {
			/* It is not worth a look, whatever it is. */
			*is_text = false;
			return -1;
		}
		report_add(r, FINDING_TEXT_CONTROL, path, cursor_place(&c, at),
		    "这里有看不见的控制字符 U+%04X", (unsigned)cp);
		at++;
		while (at < text.len && is_tail(text.data[at]))
			at++;
	}
	if (crlf != SIZE_MAX)
		report_crlf(text, crlf, path, r);
	return r->count > before ? -1 : 0;
}

int front_check_text(struct str text, struct str path, struct report *r)
{
	bool is_text;

	return check_text(text, path, &is_text, r);
}

enum fence {
	FENCE_NO,
	FENCE_YES,  /* --- */
	FENCE_LIKE, /* what is typed for it: ----, ———, －－－ */
};

static enum fence fence_read(struct str line)
{
	struct str s = str_trim(line);
	size_t n = 0, step;
	uint32_t cp;

	if (str_is(s, "---"))
		return s.data == line.data ? FENCE_YES : FENCE_LIKE;
	if (s.len > FENCE_MAX)
		return FENCE_NO;
	for (; s.len; s = str_slice(s, step, s.len), n++) {
		step = utf8_decode(s, &cp);
		if (!step)
			return FENCE_NO;
		if (cp != '-' && cp != 0xFF0D && cp != 0xFE63 &&
		    (cp < 0x2010 || cp > 0x2015) && cp != 0x2212 &&
		    cp != 0x2500)
			return FENCE_NO;
	}
	return n > 1 ? FENCE_LIKE : FENCE_NO;
}

/* A record cut at its fences. Offsets of the text; lines are 1-based. */
struct parts {
	enum fence open, close;
	size_t open_at, head, head_end, body;
	uint32_t open_line, close_line;
	bool is_pushed; /* empty lines before it */
};

static void parts_find(struct parts *p, struct str text)
{
	size_t at = bom_skip(text);
	uint32_t line = 1;
	struct str s = {0};

	*p = (struct parts){0};
	for (; at < text.len; line++) {
		p->open_at = at;
		s = str_line(text, &at);
		if (str_trim(s).len)
			break;
		p->is_pushed = true;
	}
	p->open_line = line;
	p->open = fence_read(s);
	p->head = p->head_end = p->body = at < text.len ? at : text.len;
	if (p->open == FENCE_NO)
		return;
	while (at < text.len) {
		size_t start = at;

		line++;
		s = str_line(text, &at);
		p->close = s.len && (s.data[0] == ' ' || s.data[0] == '\t')
		    ? FENCE_NO
		    : fence_read(s);
		if (str_is(s, "..."))
			p->close = FENCE_LIKE;
		if (p->close == FENCE_NO)
			continue;
		p->close_line = line;
		p->head_end = start;
		p->body = at < text.len ? at : text.len;
		return;
	}
	/* Not closed: what stands before the first empty line is head. */
	for (at = p->head; at < text.len; p->head_end = at)
		if (!str_trim(str_line(text, &at)).len)
			break;
	if (p->head_end > text.len)
		p->head_end = text.len;
}

static int report_fence(
    struct report *r, struct str path, uint32_t line, const char *sentence)
{
	report_add(r, FINDING_HEAD_MISSING, path, (struct place){line, 1, 0},
	    "%s", sentence);
	report_last(r)->mended = STR("---");
	return -1;
}

/* Are the fences as they must be? */
static int check_parts(const struct parts *p, struct str path, struct report *r)
{
	struct place start = {p->open_line, 1, 0};
	int rc = 0;

	if (p->open == FENCE_NO)
		return report_add(r, FINDING_HEAD_MISSING, path,
		    (struct place){1, 1, 0},
		    "第一行不是 ---：表头要夹在两行 --- 之间");
	if (p->is_pushed)
		rc = report_add(r, FINDING_HEAD_MISSING, path, start,
		    "--- 要在文件的第一行，前面不能有空行");
	if (p->open == FENCE_LIKE)
		rc = report_fence(
		    r, path, p->open_line, "这一行要正好是三个半角短横线 ---");
	if (p->close == FENCE_LIKE)
		rc = report_fence(r, path, p->close_line,
		    "结束表头的这一行要正好是三个半角短横线 ---");
	if (p->close == FENCE_NO)
		rc = report_add(r, FINDING_HEAD_MISSING, path, start,
		    "从这个 --- 开始的表头没有结束，后面少了一行 ---");
	return rc;
}

static bool has_finding(
    const struct report *r, size_t from, size_t to, uint32_t line)
{
	size_t i;

	for (i = from; i < to; i++)
		if (r->findings[i].place.line == line)
			return true;
	return false;
}

/* A control character in the text itself is met again in its value. */
static void drop_controls(struct report *r, size_t before, size_t own)
{
	size_t i, kept = own;

	for (i = own; i < r->count; i++) {
		const struct finding *f = &r->findings[i];

		if (!str_is(f->id, finding_sorts[FINDING_TEXT_CONTROL].id) ||
		    !has_finding(r, before, own, f->place.line))
			r->findings[kept++] = *f;
	}
	r->count = kept;
}

/* What libyaml finds in the mended text. On a line that was mended columns
 * are not those of the file. */
static void parse_mended(struct arena *a, struct str mended, struct str path,
    uint32_t line, size_t before, struct report *r)
{
	struct report more;
	size_t i, own = r->count;

	report_init(&more, a);
	yaml_parse(a, mended, path, line, &more);
	for (i = 0; i < more.count; i++) {
		struct finding *f = &more.findings[i];

		if (has_finding(r, before, own, f->place.line))
			f->place = (struct place){f->place.line, 1, 0};
		report_copy(r, f);
	}
}

/* The look and libyaml. NULL where the report has something to say. Findings
 * from `checked` on are those of the file's bytes. */
static struct value *read_yaml(struct arena *a, struct str text,
    enum look_at at, struct str path, uint32_t line, size_t checked,
    struct report *r)
{
	size_t before = r->count;
	struct buf mended = {0};
	struct value *v = NULL;
	struct look_result look;

	look = look_text(&mended, text, at, path, line, r);
	if (!look.faults) {
		v = yaml_parse(a, text, path, line, r);
		drop_controls(r, checked, before);
	} else if (look.is_mended)
		parse_mended(a, buf_view(&mended), path, line, before, r);
	buf_release(&mended);
	return v;
}

static struct value *read_head(struct arena *a, struct str head,
    const struct parts *p, struct str path, size_t checked, struct report *r)
{
	struct place place = {p->open_line + 1, 1, 0};
	struct value *v;

	if (head.len > YAML_SIZE_MAX) {
		report_add(r, FINDING_HEAD_SIZE, path, place,
		    "表头有 %zu KB，超过 %d KB", (head.len + 1023) / 1024,
		    YAML_SIZE_MAX / 1024);
		return NULL;
	}
	v = read_yaml(a, head, LOOK_HEAD, path, p->open_line + 1, checked, r);
	if (v && v->type != VALUE_MAP) {
		report_add(r, FINDING_HEAD_SYNTAX, path, v->place,
		    "表头应是一行一栏的“栏目名: 值”");
		return NULL;
	}
	if (v && !v->count) {
		report_add(
		    r, FINDING_HEAD_MISSING, path, place, "表头里一栏也没有写");
		return NULL;
	}
	return v;
}

int front_parse(struct front *f, struct arena *a, struct str text,
    struct str path, struct report *r)
{
	size_t before = r->count;
	struct parts p;
	struct str head;
	bool is_text;

	*f = (struct front){0};
	check_text(text, path, &is_text, r);
	if (!is_text)
		return -1;
	parts_find(&p, text);
	check_parts(&p, path, r);
	head = str_slice(text, p.head, p.head_end);
	if (p.open != FENCE_NO && p.close != FENCE_NO)
		f->head = read_head(a, head, &p, path, before, r);
	else if (p.open != FENCE_NO && head.len <= YAML_SIZE_MAX) {
		/* Where it ends is a guess: libyaml's words would be too. */
		struct buf mended = {0};

		look_text(&mended, head, LOOK_HEAD, path, p.open_line + 1, r);
		buf_release(&mended);
	}
	if (r->count > before) {
		f->head = NULL;
		return -1;
	}
	f->body = str_slice(text, p.body, text.len);
	f->body_line = p.close_line + 1;
	return 0;
}

struct value *front_parse_yaml(
    struct arena *a, struct str text, struct str path, struct report *r)
{
	size_t before = r->count;
	struct value *v;
	bool is_text;

	check_text(text, path, &is_text, r);
	if (!is_text)
		return NULL;
	text = str_slice(text, bom_skip(text), text.len);
	v = read_yaml(a, text, LOOK_YAML, path, 1, before, r);
	if (v && v->type != VALUE_MAP)
		report_add(r, FINDING_HEAD_SYNTAX, path, v->place,
		    "文件应是一行一栏的“栏目名: 值”");
	return r->count > before ? NULL : v;
}

static void fold(struct buf *out, struct str text)
{
	size_t at = 0;

	while (at < text.len) {
		buf_str(out, str_line(text, &at));
		if (at <= text.len)
			buf_byte(out, '\n');
	}
}

bool front_split(
    struct str *head, uint32_t *line, struct str *body, struct str text)
{
	struct parts p;

	parts_find(&p, text);
	*head = str_slice(text, p.head, p.head_end);
	*line = p.open_line + 1;
	*body = str_slice(text, p.body, text.len);
	return p.open != FENCE_NO && p.close != FENCE_NO;
}

void front_mend(struct buf *out, struct str text)
{
	struct parts p;

	if (utf8_check(text) < text.len) {
		buf_str(out, text);
		return;
	}
	parts_find(&p, text);
	if (p.open == FENCE_NO || p.close == FENCE_NO) {
		text = str_slice(text, bom_skip(text), text.len);
		fold(out, text);
		return;
	}
	buf_text(out, "---\n");
	look_mend(out, str_slice(text, p.head, p.head_end), LOOK_HEAD);
	buf_text(out, "---\n");
	fold(out, str_slice(text, p.body, text.len));
}

void front_mend_yaml(struct buf *out, struct str text)
{
	if (utf8_check(text) < text.len) {
		buf_str(out, text);
		return;
	}
	text = str_slice(text, bom_skip(text), text.len);
	look_mend(out, text, LOOK_YAML);
}
