/* SPDX-License-Identifier: MIT */
/* One walk over a kind's fields, and the values that are known beside them. */
#include "form.h"

#include "base/template.h"

/* Where a line stands: how deep, and behind how many marks that put it out of
 * force. */
struct margin {
	int depth, marks;
};

static void indent(struct buf *out, struct margin m)
{
	while (m.marks--)
		buf_byte(out, '#');
	while (m.depth--)
		buf_text(out, "  ");
}

/* "# 必填，公开。活动当天" above the field, which is a comment either way. */
static void note(struct buf *out, const struct field *f, struct margin m)
{
	size_t i;

	m.marks = 0;
	indent(out, m);
	buf_text(out, f->is_required ? "# 必填" : "# 选填");
	buf_text(out, f->is_public ? "，公开" : "，不公开");
	if (f->help.len) {
		buf_text(out, "。");
		buf_str(out, f->help);
	}
	if (f->choices) {
		buf_text(out, "。从这里选：");
		for (i = 0; i < f->choices->count; i++) {
			buf_text(out, i ? "、" : "");
			buf_str(out, f->choices->items[i]->text);
		}
	}
	buf_byte(out, '\n');
}

/* What stands behind the colon where nothing better is known. */
static const char *sample_of(const struct field *f)
{
	switch (f->type) {
	case FIELD_DATE:
		return "2026-11-12";
	case FIELD_MONTH:
		return "2026-11";
	case FIELD_MOMENT:
		return "\"2026-11-12T17:00:00+08:00\"";
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
		return "1";
	case FIELD_YES_NO:
		return "是";
	case FIELD_PICTURE:
		return "01.jpg";
	case FIELD_LIST:
		return "[]";
	case FIELD_MAP:
		return "{}";
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
	case FIELD_CHOICE:
	case FIELD_REFERENCE:
	case FIELD_ID:
	case FIELD_GROUP:
	default:
		return "";
	}
}

/* [企业群众, 工作人员] */
static void choices_list(struct buf *out, const struct field *item)
{
	size_t i;

	for (i = 0; i < item->choices->count; i++) {
		buf_text(out, i ? ", " : "[");
		buf_str(out, item->choices->items[i]->text);
	}
	buf_byte(out, ']');
}

/* "【待填，如 县民政局】" */
static void gap(struct buf *out, struct str example)
{
	struct buf text = {0};

	buf_text(&text, FORM_GAP);
	if (example.len) {
		buf_text(&text, "，如 ");
		buf_str(&text, example);
	}
	buf_text(&text, "】");
	buf_byte(out, ' ');
	buf_json(out, buf_view(&text));
	buf_byte(out, '\n');
	buf_release(&text);
}

static void scalar(struct buf *out, const struct field *f)
{
	buf_byte(out, ' ');
	if (f->example.len)
		buf_str(out, f->example);
	else if (f->item && f->item->choices)
		choices_list(out, f->item);
	else if (f->choices && f->choices->count)
		buf_str(out, f->choices->items[0]->text);
	else
		buf_text(out, sample_of(f));
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	buf_byte(out, '\n');
}

/* The margin of what stands inside a field. */
static struct margin inner(const struct field *f, struct margin m)
{
	m.depth += f->type == FIELD_LIST ? 2 : 1;
	return m;
}

/* "问题:", with the dash of an item whose first field it is. */
static void name_write(
    struct buf *out, const struct field *f, struct margin m, bool is_first)
{
	if (is_first)
		m.depth--;
	indent(out, m);
	if (is_first)
		buf_text(out, "- ");
	buf_str(out, f->name);
	buf_byte(out, ':');
}

static void fields_example(struct buf *out, const struct field *fields,
    size_t count, struct margin m, bool is_item)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct field *f = &fields[i];

		if (f->type == FIELD_ID)
			continue;
		note(out, f, m);
		name_write(out, f, m, is_item);
		is_item = false;
		if (!f->field_count) {
			scalar(out, f);
			continue;
		}
		buf_byte(out, '\n');
		fields_example(out, f->fields, f->field_count, inner(f, m),
		    f->type == FIELD_LIST);
	}
}

static void body_name(struct buf *out, const struct field *body)
{
	buf_str(out, body->name);
	if (body->help.len) {
		buf_text(out, "：");
		buf_str(out, body->help);
	}
}

void form_example(struct buf *out, const struct kind *k)
{
	buf_text(out, "---\n");
	fields_example(
	    out, k->fields, k->field_count, (struct margin){0}, false);
	buf_text(out, "---\n");
	if (!k->body)
		return;
	buf_text(out, "\n（");
	body_name(out, k->body);
	buf_text(out, "）\n");
}

/* --- to be filled in ------------------------------------------------------ */

/* What is known of a field that has no fields of its own, behind its colon:
 * a text, or texts a line each. */
static void known_write(struct buf *out, const struct value *v, struct margin m)
{
	size_t i;

	m.depth++;
	if (v->type == VALUE_TEXT) {
		buf_byte(out, ' ');
		template_escape(out, ESCAPE_YAML, v->text);
	}
	buf_byte(out, '\n');
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++) {
		indent(out, m);
		buf_byte(out, '-');
		known_write(out, v->items[i], m);
	}
	for (i = 0; v->type == VALUE_MAP && i < v->count; i++) {
		indent(out, m);
		template_escape(out, ESCAPE_YAML, v->pairs[i].key);
		buf_byte(out, ':');
		known_write(out, v->pairs[i].value, m);
	}
}

static bool is_known(const struct value *v)
{
	return v &&
	    (v->type == VALUE_TEXT ? v->text.len > 0
				   : v->type != VALUE_NULL && v->count > 0);
}

static void fields_fill(struct buf *out, const struct field *fields,
    size_t count, const struct value *known, struct margin m, bool is_item);

/* The items of a list that are known; else one to be filled in. */
static void items_fill(struct buf *out, const struct field *f,
    const struct value *v, struct margin m)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		fields_fill(out, f->fields, f->field_count, v->items[i],
		    inner(f, m), true);
}

static void field_fill(struct buf *out, const struct field *f,
    const struct value *v, struct margin m, bool is_first)
{
	if (!is_known(v) && !f->is_required && !is_first)
		m.marks++;
	note(out, f, m);
	name_write(out, f, m, is_first);
	if (!f->field_count) {
		if (is_known(v))
			known_write(out, v, m);
		else
			gap(out, f->example);
		return;
	}
	buf_byte(out, '\n');
	if (f->type == FIELD_LIST && is_known(v) && v->type == VALUE_LIST)
		items_fill(out, f, v, m);
	else
		fields_fill(out, f->fields, f->field_count, v, inner(f, m),
		    f->type == FIELD_LIST);
}

static void fields_fill(struct buf *out, const struct field *fields,
    size_t count, const struct value *known, struct margin m, bool is_item)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (fields[i].type == FIELD_ID)
			continue;
		field_fill(out, &fields[i],
		    known ? value_find(known, fields[i].name) : NULL, m,
		    is_item);
		is_item = false;
	}
}

void form_head(struct buf *out, const struct kind *k, const struct value *known)
{
	fields_fill(
	    out, k->fields, k->field_count, known, (struct margin){0}, false);
}

void form_body(struct buf *out, const struct kind *k)
{
	if (!k->body || !k->body->is_required)
		return;
	buf_text(out, "\n" FORM_GAP "：");
	body_name(out, k->body);
	buf_text(out, "】\n");
}

/* Does the line in which this place is begin as a comment? */
static bool is_comment(struct str text, size_t at)
{
	size_t from = at;

	while (from && text.data[from - 1] != '\n')
		from--;
	return str_begins(str_trim(str_slice(text, from, at)), STR("#"));
}

size_t form_gap_find(struct str text, size_t at)
{
	/* The head; a file may be all head. */
	size_t end = str_begins(text, STR("---\n"))
	    ? str_find(text, STR("\n---"), 3)
	    : text.len;

	/* A line each, whatever stands in it. */
	while ((at = str_find(text, STR(FORM_GAP), at)) < end &&
	    is_comment(text, at))
		at = str_find_byte(text, '\n', at);
	return at;
}
