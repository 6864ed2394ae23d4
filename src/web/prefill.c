/* SPDX-License-Identifier: MIT */
/* A draft that says `form: yes` gives values for the kind's form; any other
 * writes the whole record itself. Either way the head is taken apart again, so
 * that what a form on a page shows is what the file says. */
#include "prefill.h"

#include "book/form.h"
#include "book/front.h"
#include "book/match.h"
#include "book/yaml.h"

static const struct place whole_file = {0};

const char *prefill_option(const struct kind *k, const struct field *f)
{
	if (f->type == FIELD_MONTH)
		return "--month";
	if (f->type == FIELD_REFERENCE && f == k->captures)
		return "--unit";
	return NULL;
}

/* Is it to be put between quotes for a shell? */
static bool is_word(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (!((unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			c == '-' || c == '.' || c == '_'))
			return false;
	}
	return s.len > 0;
}

void prefill_command(
    struct buf *out, const struct kind *k, const struct value *row)
{
	struct str stem = kind_stem(k);
	size_t i;

	buf_printf(out, "taizhang new %.*s", STR_ARGS(stem));
	for (i = 0; i < k->capture_count; i++) {
		const struct field *f = &k->captures[i];
		const struct value *v = value_find(row, f->name);
		const char *option = prefill_option(k, f);

		if (!v || v->type != VALUE_TEXT || !is_word(v->text))
			continue;
		if (option)
			buf_printf(out, " %s %.*s", option, STR_ARGS(v->text));
		else
			buf_printf(out, " %.*s=%.*s", STR_ARGS(f->name),
			    STR_ARGS(v->text));
	}
}

/* --- which ---------------------------------------------------------------- */

/* What is given, and for a month that nobody gives this one. */
static struct value *own_row(struct arena *a, const struct prefill_source *s,
    const struct kind *k, const struct value *given)
{
	struct value *row = value_map(a);
	char day[DATE_SIZE];
	size_t i;

	date_print(day, s->today);
	for (i = 0; i < given->count; i++)
		value_put(a, row, given->pairs[i].key, given->pairs[i].value);
	for (i = 0; i < k->capture_count; i++) {
		const struct field *f = &k->captures[i];

		if (f->type == FIELD_MONTH && !value_find(row, f->name))
			value_put(a, row, f->name,
			    value_text(a,
				arena_printf(a, "%.*s",
				    (int)sizeof "2026-11" - 1, day)));
	}
	return row;
}

int prefill_rows(struct value **rows, struct arena *a,
    const struct prefill_source *s, const struct kind *k,
    const struct value *given, struct report *r)
{
	const struct draft *d = drafts_find(s->drafts, k);

	if (d)
		return draft_rows(rows, d, s->book, a, given, r);
	*rows = value_list(a);
	value_append(a, *rows, own_row(a, s, k, given));
	return 0;
}

/* The path as far as the row says it; what is lacking. */
static const struct field *path_write(
    struct buf *path, const struct kind *k, const struct value *row)
{
	struct str captures[CAPTURES_MAX] = {{0}};
	size_t i;

	for (i = 0; i < k->capture_count; i++) {
		const struct value *v = value_find(row, k->captures[i].name);

		if (v && v->type == VALUE_TEXT)
			captures[i] = v->text;
	}
	return match_path(path, k, captures);
}

const struct field *prefill_lacks(const struct kind *k, const struct value *row)
{
	struct buf path = {0};
	const struct field *lacking = path_write(&path, k, row);

	buf_release(&path);
	return lacking;
}

static int path_make(struct prefill *p, struct arena *a,
    const struct prefill_source *s, const struct value *row, struct report *r)
{
	const struct kind *k = p->kind;
	struct buf path = {0};
	const struct field *lacking = path_write(&path, k, row);
	struct match m;

	p->path = arena_str(a, buf_view(&path));
	buf_release(&path);
	if (!lacking && path_is_good(p->path) &&
	    schema_match(&m, a, s->schema, p->path) && m.kind == k)
		return 0;
	return report_add(r, FINDING_PATH_UNKNOWN,
	    arena_printf(a, "content/%.*s", STR_ARGS(p->path)), whole_file,
	    "不合 content/%.*s", STR_ARGS(k->files));
}

/* --- what ----------------------------------------------------------------- */

static const struct value *merged(
    struct arena *a, const struct value *head, const struct value *said)
{
	struct value *all = value_map(a);
	size_t i;

	for (i = 0; i < head->count; i++)
		if (!said || !value_find(said, head->pairs[i].key))
			value_put(
			    a, all, head->pairs[i].key, head->pairs[i].value);
	for (i = 0; said && i < said->count; i++)
		value_put(a, all, said->pairs[i].key, said->pairs[i].value);
	return all;
}

/* A text as the rest of one comment line. */
static void comment(struct buf *out, struct str text)
{
	size_t i;

	buf_text(out, "# ");
	for (i = 0; i < text.len; i++)
		buf_byte(out,
		    (unsigned char)text.data[i] < ' ' ? ' ' : text.data[i]);
	buf_byte(out, '\n');
}

static void hints_write(
    struct buf *out, const struct prefill *p, const struct prefill_source *s)
{
	size_t i;

	for (i = 0; p->hints && i < p->hints->count; i++) {
		const struct value *hint = p->hints->items[i];
		struct str kind = value_find_text(hint, "种类");
		const struct kind *k =
		    kind.len ? schema_kind(s->schema, kind) : NULL;
		struct buf line = {0};

		comment(out, value_find_text(hint, "话"));
		if (k) {
			buf_text(&line, "  ");
			prefill_command(&line, k, hint);
			comment(out, buf_view(&line));
		}
		buf_release(&line);
	}
}

static void form_text(struct buf *out, struct arena *a, const struct prefill *p,
    const struct prefill_source *s)
{
	buf_text(out, "---\n");
	comment(out, p->kind->help);
	comment(out,
	    STR("行首有 # 的栏可以不填；要填就删去最前面的一个 #，"
		"把“" FORM_GAP "…】”换成要写的话"));
	if (p->kind->body)
		comment(out,
		    arena_printf(a, "%.*s写在最后一行 --- 下面：%.*s",
			STR_ARGS(p->kind->body->name),
			STR_ARGS(p->kind->body->help)));
	hints_write(out, p, s);
	form_head(out, p->kind, p->head);
	buf_text(out, "---\n");
	if (p->body.len)
		buf_str(out, p->body);
	else
		form_body(out, p->kind);
}

/* The head of a finished text, and what is behind it. */
static int text_take(struct prefill *p, struct arena *a, struct report *r)
{
	struct str head;
	uint32_t line;

	/* A draft always writes both fences. */
	front_split(&head, &line, &p->body, p->text);
	p->head = yaml_parse(a, head, p->path, line, r);
	return p->head ? 0 : -1;
}

static int draft_take(struct prefill *p, struct arena *a,
    const struct prefill_source *s, const struct draft *d, struct value *row,
    struct report *r)
{
	struct buf text = {0};
	struct value *hints;
	int status = draft_write(&text, s->drafts, d, s->book, a, row, r);

	p->text = arena_str(a, buf_view(&text));
	buf_release(&text);
	if (!status)
		status = draft_hints(&hints, d, s->book, a, row, r);
	if (!status)
		p->hints = hints;
	return status || text_take(p, a, r) ? -1 : 0;
}

int prefill_make(struct prefill *p, struct arena *a,
    const struct prefill_source *s, const struct kind *k, struct value *row,
    const struct value *said, struct report *r)
{
	const struct draft *d = drafts_find(s->drafts, k);
	struct buf text = {0};

	*p = (struct prefill){
	    .kind = k, .head = value_map(a), .is_form = !d || d->is_form};
	if (path_make(p, a, s, row, r) || (d && draft_take(p, a, s, d, row, r)))
		return -1;
	if (!p->is_form)
		return 0;
	p->head = merged(a, p->head, said);
	form_text(&text, a, p, s);
	p->text = arena_str(a, buf_view(&text));
	buf_release(&text);
	return 0;
}
