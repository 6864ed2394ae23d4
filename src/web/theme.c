/* SPDX-License-Identifier: MIT */
/* The lists are what is known of the editor: a theme that goes beyond them
 * would look right here and wrong there. */
#include "theme.h"

#include "base/buf.h"
#include "book/yaml.h"

/* What the editor keeps as it is. */
static const char *const kept_names[] = {"section", "p", "span", "h1", "h2",
    "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
    "strong", "em", "sup", "a", "img", "br", "hr", "table", "tr", "td"};

/* Properties, or their beginnings, that it takes away. */
static const char *const lost_properties[] = {"position", "transform",
    "animation", "transition", "top", "left", "right", "bottom", "z-index",
    "background-image", "float", "filter"};

static const char *const lost_values[] = {
    "var(", "url(", "calc(", "!important", "\\", "<", ">", "\"", "'", ";"};

struct reader {
	struct theme *theme;
	struct arena *arena;
	struct str path;
	struct report *report;
	bool failed;
};

static void fault(
    struct reader *rd, struct place place, const char *what, struct str shown)
{
	report_add(rd->report, FINDING_LAYOUT, rd->path, place, "%s：%.*s",
	    what, STR_ARGS(shown));
	rd->failed = true;
}

static bool is_kept(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof kept_names / sizeof *kept_names; i++)
		if (str_is(name, kept_names[i]))
			return true;
	return false;
}

static bool is_property(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof lost_properties / sizeof *lost_properties; i++)
		if (str_begins(name, str_from(lost_properties[i])))
			return false;
	for (i = 0; i < name.len; i++)
		if ((name.data[i] < 'a' || name.data[i] > 'z') &&
		    name.data[i] != '-')
			return false;
	return name.len && name.data[0] != '-';
}

static bool is_literal(struct str value)
{
	size_t i;

	for (i = 0; i < sizeof lost_values / sizeof *lost_values; i++)
		if (str_find(value, str_from(lost_values[i]), 0) < value.len)
			return false;
	return value.len;
}

static void property_add(
    struct reader *rd, struct buf *style, const struct pair *p)
{
	struct str value = p->value->text;

	if (!is_property(p->key)) {
		fault(rd, p->place, "公众号编辑器不留这个样式", p->key);
		return;
	}
	if (p->value->type != VALUE_TEXT || !is_literal(value)) {
		fault(rd, p->place, "公众号文章的样式只写实际的值", p->key);
		return;
	}
	if (style->len)
		buf_byte(style, ';');
	buf_str(style, p->key);
	buf_byte(style, ':');
	buf_str(style, value);
}

static void style_read(struct reader *rd, const struct pair *p)
{
	struct theme_style *s = &rd->theme->styles[rd->theme->count++];
	size_t blank = str_find_byte(p->key, ' ', 0), i;
	struct buf style = {0};

	*s = (struct theme_style){.name = p->key};
	if (blank < p->key.len) {
		s->inside = str_slice(p->key, 0, blank);
		s->name = str_slice(p->key, blank + 1, p->key.len);
	}
	s->as = s->name;
	if (p->value->type != VALUE_MAP && p->value->type != VALUE_NULL)
		fault(rd, p->place, "样式一行写一项", p->key);
	for (i = 0; i < p->value->count; i++) {
		const struct pair *inner = &p->value->pairs[i];

		if (p->value->type != VALUE_MAP)
			break;
		if (str_is(inner->key, "as"))
			s->as = inner->value->text;
		else
			property_add(rd, &style, inner);
	}
	if (!is_kept(s->as))
		fault(rd, p->place, "公众号编辑器不留这个元素", s->as);
	s->style = arena_str(rd->arena, buf_view(&style));
	buf_release(&style);
}

int theme_parse(struct theme *t, struct arena *a, struct str text,
    struct str path, struct report *r)
{
	struct reader rd = {.theme = t, .arena = a, .path = path, .report = r};
	const struct value *v = yaml_parse(a, text, path, 1, r), *styles;
	size_t i;

	*t = (struct theme){0};
	if (!v)
		return -1;
	styles = value_find(v, STR("styles"));
	if (!styles || styles->type != VALUE_MAP || v->count != 1) {
		fault(&rd, (struct place){1, 1, 0}, "主题只写一项",
		    STR("styles"));
		return -1;
	}
	t->styles = arena_array(a, styles->count, sizeof *t->styles);
	for (i = 0; i < styles->count; i++)
		style_read(&rd, &styles->pairs[i]);
	return rd.failed ? -1 : 0;
}

const struct theme_style *theme_find(
    const struct theme *t, struct str inside, struct str name)
{
	const struct theme_style *any = NULL;
	size_t i;

	for (i = 0; i < t->count; i++) {
		const struct theme_style *s = &t->styles[i];

		if (!str_equal(s->name, name))
			continue;
		if (!s->inside.len)
			any = s;
		else if (str_equal(s->inside, inside))
			return s;
	}
	return any;
}
