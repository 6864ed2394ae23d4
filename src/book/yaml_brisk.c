/* SPDX-License-Identifier: MIT */
/*
 * Line by line with a stack of open maps and lists. Each function that reads
 * says false, or NULL, where it meets anything but what it was made for.
 */
#include "yaml_brisk.h"

#include "base/utf8.h"
#include "yaml.h"

enum { PAIRS_FEW = 24 }; /* of a map: each is compared with each */

struct open {
	struct value *value;
	size_t indent;
};

struct brisk {
	struct arena *a;
	struct str text;
	uint32_t line;
	size_t at, end; /* offsets: what is read next, the line's end */
	size_t counted; /* up to here the line's code points are `column` */
	uint32_t column;
	struct open open[YAML_DEPTH_MAX];
	size_t depth;
};

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* UTF-8 without what may stand in no text, and without what libyaml takes for
 * a line's end. */
static bool is_common(struct str s)
{
	size_t at = 0, step;
	uint32_t cp;

	for (; at < s.len; at += step) {
		unsigned char c = (unsigned char)s.data[at];

		step = 1;
		if ((c >= ' ' && c < 0x7F) || c == '\n')
			continue;
		/* Most of Han: any two bytes more. */
		step = 3;
		if (c >= 0xE3 && c <= 0xE9 && s.len - at >= 3 &&
		    is_tail(s.data[at + 1]) && is_tail(s.data[at + 2]))
			continue;
		step = utf8_decode(str_slice(s, at, s.len), &cp);
		if (!step || cp < 0xA0 || cp == 0x2028 || cp == 0x2029 ||
		    utf8_is_forbidden(cp))
			return false;
	}
	return true;
}

/* The byte that is read next; a newline at the line's end. */
static char peek(const struct brisk *b)
{
	return b->at < b->end ? b->text.data[b->at] : '\n';
}

static void skip_spaces(struct brisk *b)
{
	while (peek(b) == ' ')
		b->at++;
}

/* Asked for one place behind another. */
static uint32_t column_of(struct brisk *b, size_t at)
{
	for (; b->counted < at; b->counted++)
		b->column += !is_tail(b->text.data[b->counted]);
	return b->column;
}

static struct place place_of(struct brisk *b, size_t from, size_t to)
{
	struct place p = {.line = b->line, .column = column_of(b, from) + 1};

	p.width = column_of(b, to) + 1 - p.column;
	return p;
}

/* --- one line ------------------------------------------------------------- */

/* May it begin a key or a text that has no quotes? */
static bool is_first(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static struct value *scalar(struct brisk *b, size_t from, size_t to)
{
	return value_text(b->a, arena_str(b->a, str_slice(b->text, from, to)));
}

/* A text without quotes, to the line's end or, inside brackets, to the sign
 * that ends it. */
static struct value *plain(struct brisk *b, bool is_inside)
{
	size_t from = b->at;
	struct value *v;

	if (!is_first(peek(b)))
		return NULL;
	for (; b->at < b->end; b->at++) {
		char c = b->text.data[b->at];

		if (is_inside && (c == ',' || c == ']' || c == '}'))
			break;
		if (c == '#' ||
		    (is_inside &&
			(c == ':' || c == '?' || c == '[' || c == '{')))
			return NULL;
		if (c == ':' &&
		    (b->at + 1 == b->end || b->text.data[b->at + 1] == ' '))
			return NULL;
	}
	if (b->text.data[b->at - 1] == ' ')
		return NULL;
	v = scalar(b, from, b->at);
	v->is_plain = true;
	v->place = place_of(b, from, b->at);
	return v;
}

/* A text in quotes in which nothing is escaped. */
static struct value *quoted(struct brisk *b, char quote)
{
	size_t from = b->at++;
	struct value *v;

	while (peek(b) != quote) {
		if (b->at == b->end || peek(b) == '\\')
			return NULL;
		b->at++;
	}
	b->at++;
	if (peek(b) == quote)
		return NULL;
	v = scalar(b, from + 1, b->at - 1);
	v->place = place_of(b, from, b->at);
	return v;
}

/* Are all keys different, and has the last one its value? */
static bool map_is_good(const struct value *map)
{
	size_t i, j;

	if (map->count > PAIRS_FEW || !map->pairs[map->count - 1].value)
		return false;
	for (i = 1; i < map->count; i++)
		for (j = 0; j < i; j++)
			if (str_equal(map->pairs[i].key, map->pairs[j].key))
				return false;
	return true;
}

/* Offset of the colon of the key that begins here; 0: there is none. */
static size_t colon_of(const struct brisk *b)
{
	enum { KEY_MAX = 128 };
	size_t at = b->at, end = b->end;

	if (!is_first(peek(b)))
		return 0;
	if (end - at > KEY_MAX)
		end = at + KEY_MAX;
	while (at < end &&
	    (is_first(b->text.data[at]) || b->text.data[at] == '_' ||
		b->text.data[at] == '-'))
		at++;
	if (at == end || b->text.data[at] != ':' ||
	    (at + 1 < b->end && b->text.data[at + 1] != ' '))
		return 0;
	return at;
}

/* Takes the key before `colon`, with what parts it from its value. */
static void take_key(struct brisk *b, struct value *map, size_t colon)
{
	struct str key = str_slice(b->text, b->at, colon);
	struct pair *p = value_put(b->a, map, arena_str(b->a, key), NULL);

	p->place = place_of(b, b->at, colon);
	b->at = colon + 1;
	skip_spaces(b);
}

static struct value *value_inside(struct brisk *b, size_t depth);

static bool take_pair(struct brisk *b, struct value *map, size_t depth)
{
	size_t colon = colon_of(b);

	if (!colon)
		return false;
	take_key(b, map, colon);
	map->pairs[map->count - 1].value = value_inside(b, depth);
	return map->pairs[map->count - 1].value;
}

static bool take_item(struct brisk *b, struct value *list, size_t depth)
{
	struct value *v = value_inside(b, depth);

	if (v)
		value_append(b->a, list, v);
	return v;
}

/* A list or map in brackets, inside `depth` others. */
static struct value *brackets(struct brisk *b, size_t depth)
{
	bool is_map = peek(b) == '{';
	char close = is_map ? '}' : ']';
	struct value *v = is_map ? value_map(b->a) : value_list(b->a);

	if (depth == YAML_DEPTH_MAX)
		return NULL;
	v->place = place_of(b, b->at, b->at);
	b->at++;
	for (;;) {
		if (!(is_map ? take_pair(b, v, depth + 1)
			     : take_item(b, v, depth + 1)))
			return NULL;
		skip_spaces(b);
		if (peek(b) == close)
			break;
		if (peek(b) != ',')
			return NULL;
		b->at++;
		skip_spaces(b);
	}
	b->at++;
	return is_map && !map_is_good(v) ? NULL : v;
}

static struct value *value_inside(struct brisk *b, size_t depth)
{
	char c = peek(b);

	if (c == '[' || c == '{')
		return brackets(b, depth);
	return c == '"' || c == '\'' ? quoted(b, c) : plain(b, true);
}

/* --- what the lines make -------------------------------------------------- */

static struct open *top_of(struct brisk *b)
{
	return &b->open[b->depth - 1];
}

/* Does a key wait for what the next lines say? */
static bool is_waiting(const struct open *top)
{
	const struct value *v = top->value;

	return v->type == VALUE_MAP && !v->pairs[v->count - 1].value;
}

static void put(struct brisk *b, struct value *v)
{
	struct value *in = top_of(b)->value;

	if (in->type == VALUE_LIST)
		value_append(b->a, in, v);
	else
		in->pairs[in->count - 1].value = v;
}

static bool open_put(struct brisk *b, struct value *v, size_t indent)
{
	if (b->depth == YAML_DEPTH_MAX)
		return false;
	v->place = place_of(b, b->at, b->at);
	if (b->depth)
		put(b, v);
	b->open[b->depth++] = (struct open){v, indent};
	return true;
}

/* Closes what is indented further than this, or as far as that. */
static bool close_to(struct brisk *b, size_t indent, size_t least)
{
	while (b->depth > least && top_of(b)->indent > indent) {
		struct value *v = top_of(b)->value;

		if (v->type == VALUE_MAP && !map_is_good(v))
			return false;
		b->depth--;
	}
	return true;
}

/* The list whose dash stands here. */
static bool take_dash(struct brisk *b, size_t indent)
{
	struct open *top;

	if (!b->depth || !close_to(b, indent, 1))
		return false;
	top = top_of(b);
	if (top->value->type == VALUE_LIST
		? top->indent != indent
		: !is_waiting(top) || top->indent >= indent)
		return false;
	if (top->value->type != VALUE_LIST &&
	    !open_put(b, value_list(b->a), indent))
		return false;
	b->at += 2;
	return true;
}

/* The map whose key stands here. */
static bool map_find(struct brisk *b, size_t indent, bool is_item)
{
	struct open *top;

	if (!b->depth)
		return !indent && open_put(b, value_map(b->a), 0);
	if (is_item)
		return open_put(b, value_map(b->a), indent);
	if (!close_to(b, indent, 1))
		return false;
	top = top_of(b);
	if (top->value->type != VALUE_MAP)
		return false;
	if (!is_waiting(top))
		return top->indent == indent;
	return top->indent < indent && open_put(b, value_map(b->a), indent);
}

/* The value behind a key or a dash, to the line's end. */
static bool take_value(struct brisk *b)
{
	char c = peek(b);
	struct value *v = c == '[' || c == '{' ? brackets(b, b->depth)
	    : c == '"' || c == '\''	       ? quoted(b, c)
					       : plain(b, false);

	if (!v || b->at < b->end)
		return false;
	put(b, v);
	return true;
}

static bool take_line(struct brisk *b)
{
	size_t start = b->at, indent, colon;
	bool is_item;

	if (start == b->end)
		return true;
	skip_spaces(b);
	indent = b->at - start;
	is_item = b->end - b->at > 2 && b->text.data[b->at] == '-' &&
	    b->text.data[b->at + 1] == ' ';
	if (is_item && !take_dash(b, indent))
		return false;
	colon = colon_of(b);
	if (!colon)
		return is_item && take_value(b);
	if (!map_find(b, is_item ? indent + 2 : indent, is_item))
		return false;
	take_key(b, top_of(b)->value, colon);
	/* Its value may come in the lines below; blanks alone are odd. */
	return b->at == colon + 1 ? b->at == b->end : take_value(b);
}

struct value *yaml_brisk(struct arena *a, struct str text, uint32_t first_line)
{
	struct brisk b = {.a = a, .text = text, .line = first_line};

	if (!is_common(text))
		return NULL;
	for (; b.at < text.len; b.at = b.end + 1, b.line++) {
		b.end = str_find_byte(text, '\n', b.at);
		b.counted = b.at;
		b.column = 0;
		if (!take_line(&b))
			return NULL;
	}
	if (!b.depth || !close_to(&b, 0, 1) || !map_is_good(b.open[0].value))
		return NULL;
	return b.open[0].value;
}
