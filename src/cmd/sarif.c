/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0 (OASIS): one run, one result a finding. Columns are counted in
 * code points, as everywhere here, and the log says so. */
#include "base/digest.h"
#include "base/handbook.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "base/version.h"
#include "print.h"

struct sarif {
	struct buf out;
	const struct report *report;
	struct lines lines;
	struct arena arena;
	const struct finding **rules; /* the first finding of each */
	size_t rule_count;
	/* Fingerprints before they are counted, in a table of hashes. */
	struct seen {
		char digest[DIGEST_SIZE];
		unsigned count;
	} * seen;
	size_t seen_size; /* a power of two */
};

static const char *level_of(const struct finding *f)
{
	return f->level == LEVEL_WARNING ? "warning" : "error";
}

static size_t rule_index(const struct sarif *s, struct str id)
{
	size_t i;

	for (i = 0; i < s->rule_count; i++)
		if (str_equal(s->rules[i]->id, id))
			break;
	return i;
}

static void rules_find_all(struct sarif *s)
{
	const struct report *r = s->report;
	size_t i;

	s->rules = arena_array(&s->arena, r->count, sizeof *s->rules);
	for (i = 0; i < r->count; i++)
		if (rule_index(s, r->findings[i].id) == s->rule_count)
			s->rules[s->rule_count++] = &r->findings[i];
}

/* What the handbook says: of a rule in the tree, of the others built in. */
static struct str section_of(struct sarif *s, const struct finding *f)
{
	struct str path = arena_printf(
	    &s->arena, "content/plan/rules/%.*s.md", STR_ARGS(f->id));
	const struct entry *e =
	    s->lines.tree ? tree_find(s->lines.tree, path) : NULL;
	struct str section = {0};
	struct report ignored;

	report_init(&ignored, &s->arena);
	if (e &&
	    !tree_read_once(s->lines.tree, e, &s->arena, &section, &ignored) &&
	    utf8_check(section) == section.len)
		return section;
	return handbook_section(f->id);
}

static void pair(struct buf *b, const char *key, struct str value)
{
	buf_printf(b, "\"%s\": ", key);
	buf_json(b, value);
}

static void add_rule(struct sarif *s, const struct finding *f)
{
	struct buf *b = &s->out;
	struct str section = section_of(s, f);

	buf_text(b, "{");
	pair(b, "id", f->id);
	buf_text(b, ", \"shortDescription\": {");
	pair(b, "text", f->name);
	buf_printf(
	    b, "}, \"defaultConfiguration\": {\"level\": \"%s\"}", level_of(f));
	if (section.len) {
		buf_text(b, ",\n      \"help\": {");
		pair(b, "text", handbook_text(section));
		buf_text(b, ", ");
		pair(b, "markdown", section);
		buf_text(b, "}");
	}
	if (f->clause.len) {
		buf_text(b, ", \"properties\": {");
		pair(b, "clause", f->clause);
		buf_text(b, "}");
	}
	buf_text(b, "}");
}

/* A path as a relative URI (RFC 3986). */
static void add_file(struct buf *b, struct str path)
{
	size_t i;

	buf_text(b, "\"artifactLocation\": {\"uri\": \"");
	for (i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.data[i];
		bool is_plain = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    (c && strchr("-._~/", c));

		if (is_plain)
			buf_byte(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
	buf_text(b, "\"}");
}

static void add_location(struct buf *b, const struct finding *f)
{
	const struct place *p = &f->place;

	buf_text(b, ",\n      \"locations\": [{\"physicalLocation\": {");
	add_file(b, f->path);
	if (p->line)
		buf_printf(b, ", \"region\": {\"startLine\": %u", p->line);
	if (p->line && p->column)
		buf_printf(b, ", \"startColumn\": %u", p->column);
	if (p->line && p->column && p->width)
		buf_printf(b, ", \"endColumn\": %u", p->column + p->width);
	buf_text(b, p->line ? "}}}]" : "}}]");
}

/* The mended line in place of the whole one. */
static void add_fix(struct buf *b, const struct finding *f, struct str line)
{
	buf_text(b, ",\n      \"fixes\": [{\"description\": {");
	pair(b, "text", STR("改为这一行"));
	buf_text(b, "}, \"artifactChanges\": [{");
	add_file(b, f->path);
	buf_printf(b,
	    ", \"replacements\": [{\"deletedRegion\": {\"startLine\": %u, "
	    "\"startColumn\": 1, \"endColumn\": %zu}, \"insertedContent\": {",
	    f->place.line, utf8_count(line) + 1);
	pair(b, "text", f->mended);
	buf_text(b, "}}]}]}]");
}

/* How many with this fingerprint came before. */
static unsigned seen_before(struct sarif *s, const char *digest)
{
	size_t at = 0, i;

	for (i = 0; i < 12; i++)
		at = at * 31 + (unsigned char)digest[i];
	while (s->seen[at &= s->seen_size - 1].count &&
	    memcmp(s->seen[at].digest, digest, DIGEST_SIZE))
		at++;
	memcpy(s->seen[at].digest, digest, DIGEST_SIZE);
	return s->seen[at].count++;
}

/* The same wherever the line moves in its file: rule, file, the line's words,
 * and how many like it came before. */
static void add_print(
    struct sarif *s, const struct finding *f, struct str words)
{
	char digest[DIGEST_SIZE];
	struct buf b = {0};

	buf_printf(&b, "%.*s\n%.*s\n", STR_ARGS(f->id), STR_ARGS(f->path));
	buf_str(&b, str_trim(words));
	digest_hex(digest, buf_view(&b));
	buf_clear(&b);
	buf_printf(&b, "%s %u", digest, seen_before(s, digest));
	digest_hex(digest, buf_view(&b));
	buf_printf(&s->out,
	    ",\n      \"partialFingerprints\": {\"taizhangLine/v1\": "
	    "\"%.32s\"}",
	    digest);
	buf_release(&b);
}

static void add_message(struct buf *b, const struct finding *f)
{
	struct buf text = {0};

	buf_str(&text, f->message);
	if (f->clause.len)
		buf_printf(&text, "。依据：%.*s", STR_ARGS(f->clause));
	if (f->remedy.len)
		buf_printf(&text, "。办法：%.*s", STR_ARGS(f->remedy));
	buf_text(b, ",\n      \"message\": {");
	pair(b, "text", buf_view(&text));
	buf_text(b, "}");
	buf_release(&text);
}

static void add_result(struct sarif *s, size_t number)
{
	const struct finding *f = &s->report->findings[number];
	struct buf *b = &s->out;
	struct str line = {0};
	bool has_line = !f->is_private &&
	    lines_find(&s->lines, f->path, f->place.line, &line);

	buf_text(b, "{");
	pair(b, "ruleId", f->id);
	buf_printf(b, ", \"ruleIndex\": %zu, \"level\": \"%s\"",
	    rule_index(s, f->id), level_of(f));
	add_message(b, f);
	if (f->path.len)
		add_location(b, f);
	add_print(s, f, has_line ? line : STR(""));
	if (has_line && f->mended.len)
		add_fix(b, f, line);
	buf_text(b, "}");
}

void report_print_sarif(FILE *out, const struct report *r, const struct tree *t)
{
	struct sarif s = {.report = r, .lines = {.tree = t}};
	size_t i;

	rules_find_all(&s);
	for (s.seen_size = 16; s.seen_size < 2 * r->count;)
		s.seen_size *= 2;
	s.seen = arena_array(&s.arena, s.seen_size, sizeof *s.seen);
	buf_text(&s.out,
	    "{\n  \"$schema\": "
	    "\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
	    "  \"version\": \"2.1.0\",\n  \"runs\": [{\n"
	    "    \"tool\": {\"driver\": {\"name\": \"taizhang\", "
	    "\"version\": \"" TAIZHANG_VERSION "\", "
	    "\"language\": \"zh-CN\", \"rules\": [");
	for (i = 0; i < s.rule_count; i++) {
		buf_text(&s.out, i ? ",\n     " : "\n     ");
		add_rule(&s, s.rules[i]);
	}
	buf_printf(&s.out,
	    "]}},\n    \"columnKind\": \"unicodeCodePoints\",\n"
	    "    \"invocations\": [{\"executionSuccessful\": %s}],\n"
	    "    \"results\": [",
	    report_count(r, LEVEL_FAILURE) ? "false" : "true");
	for (i = 0; i < r->count; i++) {
		buf_text(&s.out, i ? ",\n     " : "\n     ");
		add_result(&s, i);
	}
	buf_text(&s.out, "]\n  }]\n}\n");
	fwrite(s.out.data, 1, s.out.len, out);
	buf_release(&s.out);
	lines_release(&s.lines);
	arena_release(&s.arena);
}
