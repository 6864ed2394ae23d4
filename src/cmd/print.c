/* SPDX-License-Identifier: MIT */
/* Findings as people read them, in the manner of compilers: the sentence, the
 * line with a caret, the clause, the remedy. */
#include <stdio.h>

#include "base/utf8.h"
#include "source.h"

static const char *level_name(enum level level)
{
	switch (level) {
	case LEVEL_WARNING:
		return "提醒";
	case LEVEL_ERROR:
		return "错误";
	case LEVEL_FAILURE:
	default:
		return "故障";
	}
}

/* Untrusted text on a terminal: control characters are shown, not obeyed. */
static void print_safe(FILE *out, struct str s)
{
	while (s.len) {
		uint32_t cp;
		size_t step = utf8_decode(s, &cp);

		if (!step) {
			fprintf(out, "\\x%02x", (unsigned char)s.data[0]);
			step = 1;
		} else if (cp == '\t') {
			fputc(' ', out);
		} else if (utf8_is_forbidden(cp)) {
			fprintf(out, "\\u{%x}", (unsigned)cp);
		} else {
			fwrite(s.data, 1, step, out);
		}
		s = str_slice(s, step, s.len);
	}
}

/* The files that findings speak of, read one at a time. */
struct lines {
	const struct tree *tree;
	struct arena arena;
	struct str path, text;
};

static bool line_find(
    struct lines *l, struct str path, uint32_t number, struct str *line)
{
	struct report ignored;
	struct str rest;
	uint32_t i;

	if (!str_equal(l->path, path)) {
		const struct entry *e = tree_find(l->tree, path);

		arena_release(&l->arena);
		report_init(&ignored, &l->arena);
		l->path = arena_str(&l->arena, path);
		l->text = (struct str){0};
		if (!e || path_is_picture(path) ||
		    tree_read_once(l->tree, e, &l->arena, &l->text, &ignored))
			return false;
	}
	rest = l->text;
	for (i = 0; i < number; i++) {
		size_t end = str_find_byte(rest, '\n', 0);

		if (!rest.len)
			return false;
		*line = str_slice(rest, 0, end);
		rest = str_slice(rest, end + 1, rest.len);
	}
	return number > 0;
}

static unsigned width_of(struct str s)
{
	unsigned width = 0;

	while (s.len) {
		uint32_t cp = 0;
		size_t step = utf8_decode(s, &cp);

		width += step ? utf8_width(cp) : 4;
		s = str_slice(s, step ? step : 1, s.len);
	}
	return width;
}

enum { LINE_COLUMNS = 96 };

static void fill(FILE *out, char c, unsigned n)
{
	while (n--)
		fputc(c, out);
}

/* The line and under it a caret for each column that is meant. A long line is
 * shown from a little before the place. */
static void print_line(FILE *out, struct str line, const struct place *place)
{
	size_t at = utf8_offset(line, place->column);
	size_t end = utf8_offset(
	    line, place->column + (place->width ? place->width : 1));
	size_t from = 0, to = line.len;
	unsigned carets;

	if (width_of(str_slice(line, 0, at)) > LINE_COLUMNS / 2)
		while (width_of(str_slice(line, from, at)) > LINE_COLUMNS / 3)
			from = from + utf8_offset(str_slice(line, from, at), 2);
	while (to > end && width_of(str_slice(line, from, to)) > LINE_COLUMNS)
		do
			to--;
		while (
		    to > end && ((unsigned char)line.data[to] & 0xC0) == 0x80);
	fprintf(out, "%5u│ %s", place->line, from ? "…" : "");
	print_safe(out, str_slice(line, from, to));
	fprintf(out, "%s\n", to < line.len ? "…" : "");
	if (!place->column)
		return;
	fputs("     │ ", out);
	fill(out, ' ', width_of(str_slice(line, from, at)) + (from ? 1 : 0));
	carets = width_of(str_slice(line, at, end));
	fill(out, '^', carets ? carets : 1);
	fputc('\n', out);
}

static void print_finding(
    FILE *out, const struct finding *f, struct lines *lines)
{
	struct str line;

	fprintf(out, "%s %.*s[%.*s] ", level_name(f->level), STR_ARGS(f->name),
	    STR_ARGS(f->id));
	print_safe(out, f->message);
	fputc('\n', out);
	if (f->path.len) {
		fputs("     ┌ ", out);
		print_safe(out, f->path);
		if (f->place.line)
			fprintf(out, ":%u:%u", f->place.line,
			    f->place.column ? f->place.column : 1);
		fputc('\n', out);
	}
	if (lines->tree && line_find(lines, f->path, f->place.line, &line))
		print_line(out, line, &f->place);
	if (f->mended.len) {
		fputs("     ├ 改为 ", out);
		print_safe(out, f->mended);
		fputc('\n', out);
	}
	if (f->clause.len)
		fprintf(out, "     ├ 依据 %.*s\n", STR_ARGS(f->clause));
	if (f->remedy.len) {
		fputs("     └ 办法 ", out);
		print_safe(out, f->remedy);
		fputc('\n', out);
	}
	fputc('\n', out);
}

void report_print(
    FILE *out, const struct report *r, enum level level, const struct tree *t)
{
	struct lines lines = {.tree = t};
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->findings[i].level >= level)
			print_finding(out, &r->findings[i], &lines);
	arena_release(&lines.arena);
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
