/* SPDX-License-Identifier: MIT */
/*
 * libyaml's events are put on a stack of open maps and lists. It is never
 * asked for more than YAML_DEPTH_MAX levels, since its scanner takes time
 * square in the depth. What it complains about is translated by a table.
 */
#include "yaml.h"

#include <errno.h>
#include <yaml.h>

#include "base/tree.h"
#include "base/utf8.h"
#include "yaml_brisk.h"

enum {
	FINDINGS_MAX = 100, /* a file; more say nothing new */
	PAIRS_FEW = 24,	    /* up to here each is compared with each */
};

struct reader {
	struct arena *a;
	struct str text, path;
	uint32_t first_line;
	struct report *r;
	size_t before; /* findings there were at the start */
	struct value *open[YAML_DEPTH_MAX];
	size_t depth;
	struct value *root;
	bool is_ended; /* the one document is over */
};

/* Where libyaml's words point. */
enum mark {
	MARK_PROBLEM, /* where it stopped */
	MARK_CONTEXT, /* where that began which it was reading */
};

struct complaint {
	const char *problem; /* libyaml's words */
	const char *context; /* NULL: whatever it was reading */
	enum mark mark;
	enum finding_id id;
	const char *sentence;
};

static const struct complaint complaints[] = {
    {"could not find expected ':'", NULL, MARK_CONTEXT, FINDING_HEAD_SYNTAX,
	"这一行缺少“栏目名: ”，或者引号、括号没有成对"},
    {"mapping values are not allowed in this context", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX,
	"这个冒号前面不能是栏目名：看看缩进是否与上一行对齐，值里有没有另一个冒号"},
    {"mapping keys are not allowed in this context", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX, "这里不能写栏目名：看看缩进是否对齐"},
    {"block sequence entries are not allowed in this context", NULL,
	MARK_PROBLEM, FINDING_HEAD_SYNTAX,
	"这里不能开始列表：“- ”要另起一行，不跟在冒号后面"},
    {"did not find expected key", "while parsing a block mapping", MARK_PROBLEM,
	FINDING_HEAD_SYNTAX,
	"这里应是“栏目名: 值”：看看缩进是否与同级栏目对齐，上一行引号后面有没有多余的字"},
    {"did not find expected key", NULL, MARK_PROBLEM, FINDING_HEAD_SYNTAX,
	"这里应是“栏目名: 值”：看看缩进和引号"},
    {"did not find expected '-' indicator", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX,
	"这里应是列表的一项，以“- ”开头：看看缩进是否与同级的“- ”对齐"},
    {"did not find expected ',' or ']'", NULL, MARK_CONTEXT,
	FINDING_HEAD_SYNTAX,
	"这个方括号没有配对的“]”，或者各项之间少了半角逗号"},
    {"did not find expected ',' or '}'", NULL, MARK_CONTEXT,
	FINDING_HEAD_SYNTAX,
	"这个花括号没有配对的“}”，或者各项之间少了半角逗号"},
    {"did not find expected node content", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX, "这里缺少内容：看看有没有多余的逗号、冒号或括号"},
    {"did not find expected <document start>", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX,
	"从这里起不再属于前面的内容：看看缩进、引号和括号"},
    {"found unexpected ':'", NULL, MARK_PROBLEM, FINDING_HEAD_SYNTAX,
	"括号里这个冒号后面要有一个空格"},
    {"found unexpected end of stream", NULL, MARK_CONTEXT, FINDING_HEAD_SYNTAX,
	"这个引号没有配对的另一半"},
    {"found unexpected document indicator", NULL, MARK_CONTEXT,
	FINDING_HEAD_SYNTAX, "这个引号没有配对的另一半"},
    {"found unknown escape character", NULL, MARK_PROBLEM, FINDING_HEAD_SYNTAX,
	"双引号里的反斜杠写法不对：反斜杠本身写成 \\\\，或者改用单引号"},
    {"did not find expected hexdecimal number", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX,
	"双引号里的反斜杠写法不对：反斜杠本身写成 \\\\，或者改用单引号"},
    {"found invalid Unicode character escape code", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX, "双引号里的反斜杠写法不代表任何文字"},
    {"found character that cannot start any token", NULL, MARK_PROBLEM,
	FINDING_HEAD_MARK, "值或栏目名不能以这个符号开头"},
    {"found a tab character that violates indentation", NULL, MARK_PROBLEM,
	FINDING_HEAD_TAB, "缩进里有制表符"},
    {"found a tab character where an indentation space is expected", NULL,
	MARK_PROBLEM, FINDING_HEAD_TAB, "缩进里有制表符"},
    {"found an indentation indicator equal to 0", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX, "“|”或“>”后面的数字不能是 0"},
    {"did not find expected comment or line break", NULL, MARK_PROBLEM,
	FINDING_HEAD_SYNTAX, "“|”或“>”后面不能有字，内容从下一行写起"},
    {"found undefined tag handle", NULL, MARK_PROBLEM, FINDING_HEAD_FEATURE,
	"不能用“!”开头的标签"},
    {"control characters are not allowed", NULL, MARK_PROBLEM,
	FINDING_TEXT_CONTROL, "这里有看不见的控制字符"},
};

/* What it was reading tells enough where the words are not in the table. */
static const struct complaint contexts[] = {
    {NULL, "while scanning an anchor", MARK_CONTEXT, FINDING_HEAD_FEATURE,
	"不能用“&”开头的锚点；要写“&”这个字，整个值用引号括起来"},
    {NULL, "while scanning an alias", MARK_CONTEXT, FINDING_HEAD_FEATURE,
	"不能用“*”开头的别名；要写“*”这个字，整个值用引号括起来"},
    {NULL, "while scanning a tag", MARK_CONTEXT, FINDING_HEAD_FEATURE,
	"不能用“!”开头的标签；要写“!”这个字，整个值用引号括起来"},
    {NULL, "while parsing a tag", MARK_CONTEXT, FINDING_HEAD_FEATURE,
	"不能用“!”开头的标签；要写“!”这个字，整个值用引号括起来"},
    {NULL, "while scanning a directive", MARK_CONTEXT, FINDING_HEAD_FEATURE,
	"不能用“%”开头的指令"},
    {NULL, "while scanning a %YAML directive", MARK_CONTEXT,
	FINDING_HEAD_FEATURE, "不能用“%”开头的指令"},
    {NULL, "while scanning a %TAG directive", MARK_CONTEXT,
	FINDING_HEAD_FEATURE, "不能用“%”开头的指令"},
    {NULL, "while scanning a block scalar", MARK_CONTEXT, FINDING_HEAD_SYNTAX,
	"这一段多行文字写法不对：看看“|”或“>”后面和下面各行的缩进"},
};

static struct place place_make(
    const struct reader *y, const yaml_mark_t *from, const yaml_mark_t *to)
{
	struct place p = {
	    .line = y->first_line + (uint32_t)from->line,
	    .column = (uint32_t)from->column + 1,
	};

	if (to && to->line == from->line && to->column > from->column)
		p.width = (uint32_t)(to->column - from->column);
	return p;
}

static const struct complaint *complaint_find(const yaml_parser_t *p)
{
	const char *problem = p->problem ? p->problem : "";
	const char *context = p->context ? p->context : "";
	const struct complaint *c;
	size_t i;

	for (i = 0; i < sizeof complaints / sizeof *complaints; i++) {
		c = &complaints[i];
		if (!strcmp(c->problem, problem) &&
		    (!c->context || !strcmp(c->context, context)))
			return c;
	}
	for (i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (!strcmp(contexts[i].context, context))
			return &contexts[i];
	return NULL;
}

/* libyaml's own error as a finding. */
static int complain(struct reader *y, const yaml_parser_t *p)
{
	const struct complaint *c = complaint_find(p);
	bool is_context = c && c->mark == MARK_CONTEXT && p->context;
	const yaml_mark_t *mark =
	    is_context ? &p->context_mark : &p->problem_mark;
	struct place place = place_make(y, mark, NULL);
	struct cursor cursor = {.text = y->text, .line = y->first_line};

	if (p->error == YAML_MEMORY_ERROR) {
		errno = ENOMEM;
		return report_system(y->r, y->path, "不能读");
	}
	if (p->error == YAML_READER_ERROR)
		place = cursor_place(&cursor, p->problem_offset);
	if (c)
		return report_add(
		    y->r, c->id, y->path, place, "%s", c->sentence);
	if (p->error == YAML_READER_ERROR)
		return report_add(y->r, FINDING_TEXT_ENCODING, y->path, place,
		    "从这里起不是 UTF-8 文字");
	return report_add(y->r, FINDING_HEAD_SYNTAX, y->path, place,
	    "这里读不懂：看看缩进、引号和括号（%s）",
	    p->problem ? p->problem : "");
}

/* Offset of the first code point that may stand in no text; len: none. */
static size_t forbidden_find(struct str s, uint32_t *cp)
{
	size_t i = 0;

	while (i < s.len) {
		unsigned char c = (unsigned char)s.data[i];
		size_t step = 1;

		/* Han and kana begin with E3 to E9: none is forbidden. */
		if (c >= 0xE3 && c <= 0xEE)
			step = 3;
		else if (c < ' ' || c >= 0x7F) {
			step = utf8_decode(str_slice(s, i, s.len), cp);
			if (!step || utf8_is_forbidden(*cp))
				return i;
		}
		i += step;
	}
	return s.len;
}

static struct str text_make(
    struct reader *y, const yaml_event_t *e, struct place place)
{
	struct str s = {
	    (const char *)e->data.scalar.value, e->data.scalar.length};
	uint32_t cp = 0;

	if (forbidden_find(s, &cp) < s.len)
		report_add(y->r, FINDING_TEXT_CONTROL, y->path, place,
		    "这段文字里有看不见的控制字符 U+%04X", (unsigned)cp);
	return arena_str(y->a, s);
}

static int pair_order(const void *left, const void *right)
{
	const struct pair *a = *(struct pair *const *)left;
	const struct pair *b = *(struct pair *const *)right;
	int order = str_compare(a->key, b->key);

	/* They lie in one array: the address is the order of writing. */
	return order ? order : (a > b) - (a < b);
}

static void report_twice(
    struct reader *y, const struct pair *again, const struct pair *first)
{
	report_add(y->r, FINDING_KEY_TWICE, y->path, again->place,
	    "“%.*s”在第 %u 行已经写过", STR_ARGS(again->key),
	    (unsigned)first->place.line);
}

/* A map of thousands of keys must not cost their square. */
static void check_twice(struct reader *y, const struct value *map)
{
	struct pair **sorted;
	size_t i, j;

	if (map->count <= PAIRS_FEW) {
		for (i = 1; i < map->count; i++)
			for (j = 0; j < i; j++)
				if (str_equal(
					map->pairs[i].key, map->pairs[j].key)) {
					report_twice(
					    y, &map->pairs[i], &map->pairs[j]);
					break;
				}
		return;
	}
	sorted = arena_array(y->a, map->count, sizeof(struct pair *));
	for (i = 0; i < map->count; i++)
		sorted[i] = &map->pairs[i];
	qsort(sorted, map->count, sizeof(struct pair *), pair_order);
	for (i = 1, j = 0; i < map->count; i++) {
		if (!str_equal(sorted[i]->key, sorted[j]->key))
			j = i;
		else if (y->r->count - y->before < FINDINGS_MAX)
			report_twice(y, sorted[i], sorted[j]);
	}
}

static int feature(struct reader *y, struct place place, const char *sentence)
{
	return report_add(
	    y->r, FINDING_HEAD_FEATURE, y->path, place, "%s", sentence);
}

/* Anchors and tags may stand before any value. */
static void check_marks(struct reader *y, const yaml_char_t *anchor,
    const yaml_char_t *tag, struct place place)
{
	if (anchor)
		feature(y, place,
		    "不能用“&”开头的锚点；要写“&”这个字，整个值用引号括起来");
	if (tag)
		feature(y, place,
		    "不能用“!”开头的标签；要写“!”这个字，整个值用引号括起来");
}

/* Is a key expected next? */
static bool wants_key(const struct value *map)
{
	return map->type == VALUE_MAP &&
	    (!map->count || map->pairs[map->count - 1].value);
}

static int take_key(struct reader *y, struct value *map, const yaml_event_t *e,
    struct place place)
{
	struct pair *p;

	if (e->type != YAML_SCALAR_EVENT)
		return feature(y, place, "栏目名只能是一行文字");
	check_marks(y, e->data.scalar.anchor, e->data.scalar.tag, place);
	p = value_put(y->a, map, text_make(y, e, place), NULL);
	p->place = place;
	if (!p->key.len)
		report_add(y->r, FINDING_HEAD_SYNTAX, y->path, place,
		    "冒号前面没有栏目名");
	if (str_is(p->key, "<<"))
		feature(y, place, "不能用“<<”合并别处的内容");
	return 0;
}

/* Puts a value where it belongs: into the innermost open map or list. */
static void take_value(struct reader *y, struct value *v)
{
	struct value *in = y->depth ? y->open[y->depth - 1] : NULL;

	if (!in)
		y->root = v;
	else if (in->type == VALUE_LIST)
		value_append(y->a, in, v);
	else
		in->pairs[in->count - 1].value = v;
}

static int open_value(struct reader *y, struct value *v)
{
	take_value(y, v);
	if (y->depth == YAML_DEPTH_MAX)
		return report_add(y->r, FINDING_HEAD_SIZE, y->path, v->place,
		    "嵌套超过 %d 层，从这里起没有再读", YAML_DEPTH_MAX);
	y->open[y->depth++] = v;
	return 0;
}

static struct value *scalar_make(
    struct reader *y, const yaml_event_t *e, struct place place)
{
	bool is_plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	struct value *v = value_text(y->a, text_make(y, e, place));

	check_marks(y, e->data.scalar.anchor, e->data.scalar.tag, place);
	v->is_plain = is_plain;
	if (is_plain && !v->text.len)
		v->type = VALUE_NULL;
	return v;
}

/* A scalar, an alias, or the start of a list or map. */
static int take_node(struct reader *y, const yaml_event_t *e)
{
	struct value *in = y->depth ? y->open[y->depth - 1] : NULL;
	bool is_scalar = e->type == YAML_SCALAR_EVENT;
	struct place place =
	    place_make(y, &e->start_mark, is_scalar ? &e->end_mark : NULL);
	struct value *v;

	if (e->type == YAML_ALIAS_EVENT)
		return feature(y, place,
		    "不能用“*”开头的别名；要写“*”这个字，整个值用引号括起来");
	if (in && wants_key(in))
		return take_key(y, in, e, place);
	if (is_scalar) {
		v = scalar_make(y, e, place);
		v->place = place;
		take_value(y, v);
		return 0;
	}
	if (e->type == YAML_SEQUENCE_START_EVENT) {
		check_marks(y, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag, place);
		v = value_list(y->a);
	} else {
		check_marks(y, e->data.mapping_start.anchor,
		    e->data.mapping_start.tag, place);
		v = value_map(y->a);
	}
	v->place = place;
	return open_value(y, v);
}

static int take_document(struct reader *y, const yaml_event_t *e)
{
	struct place place = place_make(y, &e->start_mark, NULL);

	if (y->is_ended)
		return feature(
		    y, place, "一个文件里只能有一份内容，这里又开始了第二份");
	if (e->data.document_start.version_directive ||
	    e->data.document_start.tag_directives.start !=
		e->data.document_start.tag_directives.end)
		return feature(y, place, "不能用“%”开头的指令");
	return 0;
}

static int take_event(struct reader *y, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return take_document(y, e);
	case YAML_DOCUMENT_END_EVENT:
		y->is_ended = true;
		if (!e->data.document_end.implicit)
			return feature(y, place_make(y, &e->start_mark, NULL),
			    "不能用“...”结束");
		return 0;
	case YAML_ALIAS_EVENT:
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return take_node(y, e);
	case YAML_MAPPING_END_EVENT:
		check_twice(y, y->open[y->depth - 1]);
		y->depth--;
		return 0;
	case YAML_SEQUENCE_END_EVENT:
		y->depth--;
		return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
		break;
	}
	return 0;
}

/* Reads events to the end, or to the first fault that ends sense. */
static int read_events(struct reader *y, yaml_parser_t *p)
{
	for (;;) {
		yaml_event_t e;
		bool is_last;
		int rc;

		if (!yaml_parser_parse(p, &e))
			return complain(y, p);
		is_last = e.type == YAML_STREAM_END_EVENT;
		rc = take_event(y, &e);
		yaml_event_delete(&e);
		if (rc || y->r->count - y->before >= FINDINGS_MAX)
			return -1;
		if (is_last)
			return y->r->count > y->before ? -1 : 0;
	}
}

struct value *yaml_parse(struct arena *a, struct str text, struct str path,
    uint32_t first_line, struct report *r)
{
	struct reader y = {
	    .a = a,
	    .text = text,
	    .path = path,
	    .first_line = first_line,
	    .r = r,
	    .before = r->count,
	};
	yaml_parser_t p;
	int rc;

	if (text.len > TREE_TEXT_MAX) {
		report_add(r, FINDING_FILE_SIZE, path, (struct place){0},
		    "文件有 %zu KB，超过 %d KB", text.len / 1024,
		    TREE_TEXT_MAX / 1024);
		return NULL;
	}
	y.root = yaml_brisk(a, text, first_line);
	if (y.root)
		return y.root;
	if (!yaml_parser_initialize(&p)) {
		errno = ENOMEM;
		report_system(r, path, "不能读");
		return NULL;
	}
	/* Else UTF-16 with a byte order mark would be taken. */
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &p, (const unsigned char *)(text.data ? text.data : ""), text.len);
	rc = read_events(&y, &p);
	yaml_parser_delete(&p);
	if (rc)
		return NULL;
	if (!y.root || (y.root->type == VALUE_NULL)) {
		y.root = value_map(a);
		y.root->place = (struct place){first_line, 1, 0};
	}
	return y.root;
}
