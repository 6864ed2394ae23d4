/* SPDX-License-Identifier: MIT */
/* Findings as people read them, in the manner of compilers: what and where,
 * the sentence, the line with a caret, the clause, the remedy. */
#include "print.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/utf8.h"

/* Adds the first code point of *rest as it may be shown, and takes it off. */
static void shown_next(struct buf *out, struct str *rest)
{
	uint32_t cp;
	size_t step = utf8_decode(*rest, &cp);

	if (!step) {
		buf_printf(out, "\\x%02x", (unsigned char)rest->data[0]);
		step = 1;
	} else if (cp == '\t') {
		buf_byte(out, ' ');
	} else if (utf8_is_forbidden(cp)) {
		buf_printf(out, "\\u{%x}", (unsigned)cp);
	} else {
		buf_str(out, str_slice(*rest, 0, step));
	}
	*rest = str_slice(*rest, step, rest->len);
}

static void shown(struct buf *out, struct str s)
{
	while (s.len)
		shown_next(out, &s);
}

void print_safe(FILE *out, struct str s)
{
	struct buf b = {0};

	shown(&b, s);
	fwrite(b.data, 1, b.len, out);
	buf_release(&b);
}

/* What switches a terminal's colours; all empty where there are none. */
struct colours {
	const char *strong, *level[3], *faint, *off;
};

static struct colours colours_for(FILE *out)
{
	static const struct colours on = {"\033[1m",
	    {"\033[1;33m", "\033[1;31m", "\033[1;35m"}, "\033[36m", "\033[0m"};
	static const struct colours none = {"", {"", "", ""}, "", ""};
	const char *refused = getenv("NO_COLOR"), *term = getenv("TERM");

	if (!isatty(fileno(out)) || (refused && *refused) ||
	    (term && !strcmp(term, "dumb")))
		return none;
	return on;
}

struct printer {
	FILE *out;
	struct colours colours;
	struct lines lines;
};

enum { LINE_COLUMNS = 96, BEFORE_COLUMNS = 32 };

/* Offset of the code point before `at`. */
static size_t back(struct str s, size_t at)
{
	size_t from = at - 1;

	while (from && at - from < 4 &&
	    ((unsigned char)s.data[from] & 0xC0) == 0x80)
		from--;
	return utf8_check(str_slice(s, from, at)) == at - from ? from : at - 1;
}

static size_t columns_of(struct str s)
{
	struct buf b = {0};
	size_t columns;

	shown(&b, s);
	columns = utf8_columns(buf_view(&b));
	buf_release(&b);
	return columns;
}

/* Where to begin a line whose place is at this offset: at its start, or a
 * little before the place where that is too far away. */
static size_t line_start(struct str line, size_t at)
{
	size_t columns = 0, from = at, cut = at;

	while (from && columns <= LINE_COLUMNS / 2) {
		size_t next = back(line, from);

		columns += columns_of(str_slice(line, next, from));
		from = next;
		if (columns <= BEFORE_COLUMNS)
			cut = from;
	}
	return columns <= LINE_COLUMNS / 2 ? 0 : cut;
}

/* The line and under it a caret for each column that is meant. */
static void print_line(
    struct printer *p, struct str line, const struct finding *f)
{
	uint32_t width = f->place.width ? f->place.width : 1;
	size_t at = utf8_offset(line, f->place.column), end, from, before, n;
	struct str rest;
	struct buf b = {0};

	end = at + utf8_offset(str_slice(line, at, line.len), width + 1);
	from = line_start(line, at);
	before = columns_of(str_slice(line, from, at)) + (from ? 1 : 0);
	buf_text(&b, from ? "…" : "");
	rest = str_slice(line, from, line.len);
	while (rest.len && utf8_columns(buf_view(&b)) < LINE_COLUMNS)
		shown_next(&b, &rest);
	if (end > line.len - rest.len)
		end = line.len - rest.len;
	fprintf(p->out, "%s%5u │%s %.*s%s\n", p->colours.faint, f->place.line,
	    p->colours.off, STR_ARGS(buf_view(&b)), rest.len ? "…" : "");
	buf_release(&b);
	if (!f->place.column)
		return;
	fprintf(p->out, "%s      │%s %*s%s", p->colours.faint, p->colours.off,
	    (int)before, "", p->colours.level[f->level]);
	n = end > at ? columns_of(str_slice(line, at, end)) : 1;
	do
		fputc('^', p->out);
	while (--n > 0);
	fprintf(p->out, "%s\n", p->colours.off);
}

static void print_note(
    struct printer *p, const char *mark, const char *word, struct str text)
{
	if (!text.len)
		return;
	fprintf(p->out, "%s      %s %s%s ", p->colours.faint, mark, word,
	    p->colours.off);
	print_safe(p->out, text);
	fputc('\n', p->out);
}

static void print_finding(struct printer *p, const struct finding *f)
{
	struct str line;

	if (f->place.line)
		fprintf(p->out, "%u:%u ", f->place.line,
		    f->place.column ? f->place.column : 1);
	fprintf(p->out, "%s%s%s %s%.*s%s [%.*s]\n", p->colours.level[f->level],
	    level_name(f->level), p->colours.off, p->colours.strong,
	    STR_ARGS(f->name), p->colours.off, STR_ARGS(f->id));
	fputs("      ", p->out);
	print_safe(p->out, f->message);
	fputc('\n', p->out);
	if (f->is_private && f->place.line)
		fprintf(p->out, "%5u │ （这一行有个人信息，不在这里显示）\n",
		    f->place.line);
	else if (!f->is_private &&
	    lines_find(&p->lines, f->path, f->place.line, &line))
		print_line(p, line, f);
	print_note(p, "├", "改为", f->mended);
	print_note(p, "├", "依据", f->clause);
	print_note(p, "└", "办法", f->remedy);
	fputc('\n', p->out);
}

void report_print(
    FILE *out, const struct report *r, enum level level, const struct tree *t)
{
	struct printer p = {
	    .out = out, .colours = colours_for(out), .lines = {.tree = t}};
	const struct finding *last = NULL;
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];

		if (f->level < level)
			continue;
		if (f->path.len && (!last || !str_equal(f->path, last->path))) {
			fputs(p.colours.strong, out);
			print_safe(out, f->path);
			fprintf(out, "%s\n\n", p.colours.off);
		}
		print_finding(&p, f);
		last = f;
	}
	lines_release(&p.lines);
}

/* How many warnings there are of each rule. */
struct tally {
	struct str id, name;
	size_t count;
};

enum { WARNINGS_FEW = 3 };

/* Counts this warning; `tallies` has room for one more. */
static size_t tally(struct tally *tallies, size_t *n, const struct finding *f)
{
	size_t i;

	for (i = 0; i < *n && !str_equal(tallies[i].id, f->id);)
		i++;
	if (i == *n)
		tallies[(*n)++] = (struct tally){f->id, f->name, 0};
	return ++tallies[i].count;
}

void report_print_few(FILE *out, const struct report *r, const struct tree *t)
{
	struct arena a = {0};
	struct tally *tallies =
	    arena_alloc(&a, (r->count + 1) * sizeof *tallies);
	struct report few = {.arena = &a};
	size_t n = 0, i;

	few.findings = arena_alloc(&a, (r->count + 1) * sizeof *few.findings);
	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];

		if (f->level > LEVEL_WARNING ||
		    tally(tallies, &n, f) <= WARNINGS_FEW)
			few.findings[few.count++] = *f;
	}
	report_print(out, &few, LEVEL_WARNING, t);
	for (i = 0; i < n; i++)
		if (tallies[i].count > WARNINGS_FEW)
			fprintf(out,
			    "“%.*s”的提醒还有 %zu 条，"
			    "运行 taizhang check 看全部\n",
			    STR_ARGS(tallies[i].name),
			    tallies[i].count - WARNINGS_FEW);
	arena_release(&a);
}

static const char *level_word(enum level level)
{
	switch (level) {
	case LEVEL_WARNING:
		return "warning";
	case LEVEL_ERROR:
		return "error";
	case LEVEL_FAILURE:
	default:
		return "failure";
	}
}

static void json_pair(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, ",\"%s\":", key);
	buf_json(b, value);
}

void report_print_json(FILE *out, const struct report *r)
{
	struct buf b = {0};
	size_t i;

	buf_byte(&b, '[');
	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];

		buf_text(&b, i ? ",\n {\"id\":" : "\n {\"id\":");
		buf_json(&b, f->id);
		json_pair(&b, "level", str_from(level_word(f->level)));
		json_pair(&b, "name", f->name);
		json_pair(&b, "path", f->path);
		buf_printf(&b, ",\"line\":%u,\"column\":%u", f->place.line,
		    f->place.column);
		json_pair(&b, "message", f->message);
		json_pair(&b, "remedy", f->remedy);
		json_pair(&b, "clause", f->clause);
		if (f->mended.len)
			json_pair(&b, "mended", f->mended);
		buf_byte(&b, '}');
	}
	buf_text(&b, r->count ? "\n]\n" : "]\n");
	fwrite(b.data, 1, b.len, out);
	buf_release(&b);
}
