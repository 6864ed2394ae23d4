/* SPDX-License-Identifier: MIT */
/* One pass over the text; the open elements are the way up from `top`. */
#include "html.h"

static const char *const empty_names[] = {
    "br", "hr", "img", "wbr", "input", "meta", "link"};

struct parser {
	struct arena *arena;
	struct str html;
	size_t at;
	struct html_node *top;
	size_t depth;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool html_is_blank(struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!is_space(text.data[i]))
			return false;
	return true;
}

static struct html_node *node_add(struct parser *p)
{
	struct html_node *n = arena_alloc(p->arena, sizeof *n);

	*n = (struct html_node){.parent = p->top, .before = p->top->last};
	if (p->top->last)
		p->top->last->next = n;
	else
		p->top->first = n;
	p->top->last = n;
	return n;
}

static void text_add(struct parser *p, size_t from, size_t to)
{
	if (to > from)
		node_add(p)->text = str_slice(p->html, from, to);
}

static char peek(const struct parser *p)
{
	return p->at < p->html.len ? p->html.data[p->at] : '\0';
}

static void skip_space(struct parser *p)
{
	while (p->at < p->html.len && is_space(p->html.data[p->at]))
		p->at++;
}

/* Up to a byte that may not stand in a name. */
static struct str name_take(struct parser *p)
{
	size_t from = p->at;

	while (p->at < p->html.len && !is_space(p->html.data[p->at]) &&
	    !strchr("/>=\"'<", p->html.data[p->at]))
		p->at++;
	return str_slice(p->html, from, p->at);
}

static struct str value_take(struct parser *p)
{
	char quote = peek(p);
	struct str value;
	size_t end;

	if (quote != '"' && quote != '\'')
		return name_take(p);
	end = str_find_byte(p->html, quote, p->at + 1);
	value = str_slice(p->html, p->at + 1, end);
	p->at = end < p->html.len ? end + 1 : end;
	return value;
}

/* Behind the name of a start tag, to its end; true: it ends in "/>". */
static bool attributes_take(struct parser *p, struct html_node *n)
{
	bool is_closed = false;

	while (skip_space(p), p->at < p->html.len && peek(p) != '>') {
		struct html_attribute attribute = {name_take(p), STR("")};

		is_closed = !attribute.name.len && peek(p) == '/';
		if (!attribute.name.len) {
			p->at++;
			continue;
		}
		skip_space(p);
		if (peek(p) == '=') {
			p->at++;
			skip_space(p);
			attribute.value = value_take(p);
		}
		if (n && n->attribute_count < HTML_ATTRIBUTES_MAX)
			n->attributes[n->attribute_count++] = attribute;
	}
	if (p->at < p->html.len)
		p->at++;
	return is_closed;
}

static bool is_empty_element(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof empty_names / sizeof *empty_names; i++)
		if (str_is(name, empty_names[i]))
			return true;
	return false;
}

static void start_tag(struct parser *p)
{
	struct html_node *n = NULL;
	struct str name = name_take(p);
	bool is_closed;

	if (p->depth < HTML_DEPTH_MAX) {
		n = node_add(p);
		n->name = name;
	}
	is_closed = attributes_take(p, n) || is_empty_element(name);
	if (!n || is_closed)
		return;
	n->inner = (struct str){p->html.data + p->at, 0};
	p->top = n;
	p->depth++;
}

static void close(struct parser *p, size_t end)
{
	p->top->inner.len = (size_t)(p->html.data + end - p->top->inner.data);
	p->top = p->top->parent;
	p->depth--;
}

static void end_tag(struct parser *p, size_t begin)
{
	struct str name = name_take(p);
	struct html_node *n = p->top;

	attributes_take(p, NULL);
	while (n->parent && !str_equal(n->name, name))
		n = n->parent;
	if (!n->parent)
		return;
	while (p->top != n)
		close(p, begin);
	close(p, begin);
}

/* A comment or a declaration. */
static void skip_declaration(struct parser *p)
{
	struct str end = STR(">");

	if (str_begins(str_slice(p->html, p->at, p->html.len), STR("<!--")))
		end = STR("-->");
	p->at = str_find(p->html, end, p->at) + end.len;
	if (p->at > p->html.len)
		p->at = p->html.len;
}

struct html_node *html_parse(struct arena *a, struct str html)
{
	struct html_node *root = arena_alloc(a, sizeof *root);
	struct parser p = {.arena = a, .html = html, .top = root};
	size_t from = 0;

	*root = (struct html_node){.inner = html};
	while ((p.at = str_find_byte(html, '<', p.at)) < html.len) {
		size_t begin = p.at;
		char after = begin + 1 < html.len ? html.data[begin + 1] : ' ';

		if (!is_letter(after) && after != '/' && after != '!') {
			p.at++;
			continue;
		}
		text_add(&p, from, begin);
		if (after == '!') {
			skip_declaration(&p);
		} else if (after == '/') {
			p.at += 2;
			end_tag(&p, begin);
		} else {
			p.at++;
			start_tag(&p);
		}
		from = p.at;
	}
	text_add(&p, from, html.len);
	while (p.top != root)
		close(&p, html.len);
	return root;
}

struct str html_attribute(const struct html_node *n, const char *name)
{
	size_t i;

	for (i = 0; i < n->attribute_count; i++)
		if (str_is(n->attributes[i].name, name))
			return n->attributes[i].value;
	return (struct str){0};
}

/* The node that follows in the order of the text, not past `end`'s inside. */
static const struct html_node *following(
    const struct html_node *n, const struct html_node *end)
{
	if (n->first)
		return n->first;
	while (n != end && !n->next)
		n = n->parent;
	return n == end ? NULL : n->next;
}

const struct html_node *html_find(const struct html_node *n, const char *name)
{
	const struct html_node *at = n;

	while (at && !str_is(at->name, name))
		at = following(at, n);
	return at;
}

void html_each(const struct html_node *n, const char *name,
    void (*each)(void *self, const struct html_node *n), void *self)
{
	const struct html_node *at;

	for (at = n; at; at = following(at, n))
		if (str_is(at->name, name))
			each(self, at);
}

void html_decode(struct buf *out, struct str text)
{
	static const struct {
		struct str entity, character;
	} entities[] = {{{"&amp;", 5}, {"&", 1}}, {{"&lt;", 4}, {"<", 1}},
	    {{"&gt;", 4}, {">", 1}}, {{"&quot;", 6}, {"\"", 1}},
	    {{"&#39;", 5}, {"'", 1}}, {{"&nbsp;", 6}, {"\xC2\xA0", 2}}};
	size_t at = 0, end, i;

	while (at < text.len) {
		struct str rest;

		end = str_find_byte(text, '&', at);
		buf_str(out, str_slice(text, at, end));
		rest = str_slice(text, end, text.len);
		for (i = 0; i < sizeof entities / sizeof *entities; i++)
			if (str_begins(rest, entities[i].entity))
				break;
		if (i < sizeof entities / sizeof *entities) {
			buf_str(out, entities[i].character);
			at = end + entities[i].entity.len;
		} else {
			buf_str(out, str_slice(rest, 0, 1));
			at = end + 1;
		}
	}
}
