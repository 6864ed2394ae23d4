/* SPDX-License-Identifier: MIT */
/* Block style, but for lists of texts that fit a line. */
#include "scribe.h"

#include "base/template.h"
#include "base/utf8.h"

enum { LINE_COLUMNS = 78 };

bool scribe_is_empty(const struct value *v)
{
	size_t i;

	if (!v || v->type == VALUE_NULL)
		return true;
	if (v->type == VALUE_TEXT)
		return !v->text.len;
	for (i = 0; i < v->count; i++)
		if (!scribe_is_empty(v->type == VALUE_LIST ? v->items[i]
							   : v->pairs[i].value))
			return false;
	return true;
}

static void indent(struct buf *out, unsigned depth)
{
	while (depth--)
		buf_text(out, "  ");
}

/* Lines that a block keeps as they are: none begins or ends in a blank, none at
 * either end of the text is empty. */
static bool is_block(struct str text)
{
	struct str line;
	size_t at = 0;

	if (str_find_byte(text, '\n', 0) == text.len || text.data[0] == '\n' ||
	    text.data[text.len - 1] == '\n' ||
	    str_find(text, STR("---"), 0) < text.len)
		return false;
	while (at < text.len) {
		size_t end = str_find_byte(text, '\n', at);

		line = str_slice(text, at, end);
		if (line.len &&
		    (!str_equal(line, str_trim(line)) ||
			str_has_any(line, "\t\r") || line.data[0] == '#'))
			return false;
		at = end + 1;
	}
	return true;
}

static void text_write(struct buf *out, struct str text, unsigned depth)
{
	size_t at = 0;

	if (!is_block(text)) {
		buf_byte(out, ' ');
		template_escape(out, ESCAPE_YAML, text);
		buf_byte(out, '\n');
		return;
	}
	buf_text(out, " |-\n");
	while (at < text.len) {
		size_t end = str_find_byte(text, '\n', at);

		if (end > at)
			indent(out, depth);
		buf_str(out, str_slice(text, at, end));
		buf_byte(out, '\n');
		at = end + 1;
	}
}

/* [企业群众, 工作人员] on the rest of a line; false, with nothing added: it is
 * no list of texts, or does not fit. */
static bool flow_write(struct buf *out, const struct value *list)
{
	struct buf line = {0};
	bool fits = true;
	size_t i;

	for (i = 0; i < list->count && fits; i++) {
		const struct value *v = list->items[i];

		fits = v->type == VALUE_TEXT &&
		    str_find_byte(v->text, '\n', 0) == v->text.len;
		buf_text(&line, i ? ", " : "[");
		if (fits)
			template_escape(&line, ESCAPE_YAML, v->text);
	}
	buf_byte(&line, ']');
	fits = fits && utf8_columns(buf_view(&line)) <= LINE_COLUMNS;
	if (fits) {
		buf_byte(out, ' ');
		buf_str(out, buf_view(&line));
		buf_byte(out, '\n');
	}
	buf_release(&line);
	return fits;
}

static void value_write(struct buf *out, const struct value *v, unsigned depth);

/* `is_item`: the first key stands behind the dash of a list. */
static void map_write(
    struct buf *out, const struct value *map, unsigned depth, bool is_item)
{
	size_t i;

	for (i = 0; i < map->count; i++) {
		const struct pair *p = &map->pairs[i];

		if (scribe_is_empty(p->value))
			continue;
		if (!is_item)
			indent(out, depth);
		is_item = false;
		template_escape(out, ESCAPE_YAML, p->key);
		buf_byte(out, ':');
		value_write(out, p->value, depth + 1);
	}
}

static void list_write(
    struct buf *out, const struct value *list, unsigned depth)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct value *v = list->items[i];

		if (scribe_is_empty(v))
			continue;
		indent(out, depth);
		buf_byte(out, '-');
		if (v->type == VALUE_MAP) {
			buf_byte(out, ' ');
			map_write(out, v, depth + 1, true);
		} else {
			value_write(out, v, depth + 1);
		}
	}
}

/* Behind a colon or a dash; `depth` is that of what comes below it. */
static void value_write(struct buf *out, const struct value *v, unsigned depth)
{
	if (v->type == VALUE_TEXT) {
		text_write(out, v->text, depth);
	} else if (v->type == VALUE_MAP) {
		buf_byte(out, '\n');
		map_write(out, v, depth, false);
	} else if (v->type == VALUE_LIST && !flow_write(out, v)) {
		buf_byte(out, '\n');
		list_write(out, v, depth);
	}
}

void scribe_write(struct buf *out, const struct value *head, struct str body)
{
	buf_text(out, "---\n");
	map_write(out, head, 0, false);
	buf_text(out, "---\n");
	if (!body.len)
		return;
	buf_byte(out, '\n');
	buf_str(out, body);
	buf_byte(out, '\n');
}
