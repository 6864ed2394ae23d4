/* SPDX-License-Identifier: MIT */
#include "form.h"

static void indent(struct buf *out, int depth)
{
	while (depth--)
		buf_text(out, "  ");
}

/* "# 必填，公开。活动当天" above the field. */
static void note(struct buf *out, const struct field *f, int depth)
{
	size_t i;

	indent(out, depth);
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

static void fields_write(struct buf *out, const struct field *fields,
    size_t count, int depth, bool is_item, bool is_blank)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct field *f = &fields[i];

		if (f->type == FIELD_ID)
			continue;
		note(out, f, depth);
		indent(out, is_item ? depth - 1 : depth);
		if (is_item)
			buf_text(out, "- ");
		is_item = false;
		buf_str(out, f->name);
		buf_byte(out, ':');
		if (!f->field_count) {
			if (is_blank)
				gap(out, f->example);
			else
				scalar(out, f);
			continue;
		}
		buf_byte(out, '\n');
		fields_write(out, f->fields, f->field_count,
		    depth + (f->type == FIELD_LIST ? 2 : 1),
		    f->type == FIELD_LIST, is_blank);
	}
}

void form_write(struct buf *out, const struct kind *k, bool is_blank)
{
	buf_text(out, "---\n");
	fields_write(out, k->fields, k->field_count, 0, false, is_blank);
	buf_text(out, "---\n");
	if (!k->body)
		return;
	buf_text(out, is_blank ? "\n" FORM_GAP "：" : "\n（");
	buf_str(out, k->body->name);
	if (k->body->help.len) {
		buf_text(out, "：");
		buf_str(out, k->body->help);
	}
	buf_text(out, is_blank ? "】\n" : "）\n");
}
