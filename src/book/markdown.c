/* SPDX-License-Identifier: MIT */
/* cmark parses; we act on its tree before it renders. Stars that must stay
 * are a private code point while cmark looks at them. */
#include "markdown.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/utf8.h"

/* U+FDD0, which no record may hold (utf8_is_forbidden). */
#define STAR "\xEF\xB7\x90"

enum { TOLD_MAX = 100 };

struct render {
	const struct markdown_source *source;
	struct markdown *out;
	struct arena *arena;
	struct report *report;
	struct str text; /* what cmark was given */
	int shift;	 /* of headings */
	size_t told; /* findings, the last of which says that there are more */
	bool failed;
	cmark_node **joined; /* line ends that are no spaces */
	size_t joined_count, joined_cap;
	struct buf plain;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Stars between two digits (or a digit and an ID card's X) are a mask. */
static struct str stars_hide(struct arena *a, struct str s)
{
	struct buf b = {0};
	size_t from = 0, at = 0;
	struct str hidden;

	while ((at = str_find_byte(s, '*', at)) < s.len) {
		size_t end = at;

		while (end < s.len && s.data[end] == '*')
			end++;
		if (at && is_digit(s.data[at - 1]) && end < s.len &&
		    (is_digit(s.data[end]) || s.data[end] == 'X')) {
			buf_str(&b, str_slice(s, from, at));
			for (; at < end; at++)
				buf_text(&b, STAR);
			from = end;
		}
		at = end;
	}
	if (!b.len)
		return s;
	buf_str(&b, str_slice(s, from, s.len));
	hidden = arena_str(a, buf_view(&b));
	buf_release(&b);
	return hidden;
}

/* The text with its stars again; NULL where there were none. */
static char *stars_show(struct arena *a, struct str s)
{
	size_t at, from = 0;
	struct buf b = {0};
	char *shown;

	if (str_find(s, STR(STAR), 0) == s.len)
		return NULL;
	while ((at = str_find(s, STR(STAR), from)) < s.len) {
		buf_str(&b, str_slice(s, from, at));
		buf_byte(&b, '*');
		from = at + sizeof(STAR) - 1;
	}
	buf_str(&b, str_slice(s, from, s.len));
	shown = arena_alloc(a, b.len + 1);
	memcpy(shown, b.data, b.len);
	buf_release(&b);
	return shown;
}

/* cmark counts columns in bytes of its own input. */
static struct place place_of(const struct render *rd, cmark_node *node)
{
	int line = cmark_node_get_start_line(node);
	int column = cmark_node_get_start_column(node);
	struct str rest = rd->text, text = {0};
	int i;

	/* Some inline nodes do not know; their block does. */
	while (line <= 0 && (node = cmark_node_parent(node))) {
		line = cmark_node_get_start_line(node);
		column = cmark_node_get_start_column(node);
	}
	for (i = 0; i < line; i++)
		if (!str_next(&rest, '\n', &text))
			break;
	text = str_slice(text, 0, column > 1 ? (size_t)column - 1 : 0);
	return (struct place){
	    .line =
		rd->source->first_line + (line > 0 ? (uint32_t)line - 1 : 0),
	    .column = (uint32_t)utf8_count(text) + 1,
	};
}

static void tell(struct render *rd, enum finding_id id, cmark_node *node,
    const char *what, struct str shown)
{
	size_t cut = utf8_offset(shown, 41);

	if (finding_sorts[id].level == LEVEL_ERROR)
		rd->failed = true;
	/* A page pasted from elsewhere may have thousands, all alike. */
	if (rd->told++ >= TOLD_MAX)
		return;
	if (rd->told == TOLD_MAX)
		what = arena_printf(rd->arena,
		    "这样的问题太多，只列前 %d 处。%s", TOLD_MAX, what)
			   .data;
	report_add(rd->report, id, rd->source->path, place_of(rd, node),
	    "%s：%.*s%s", what, (int)cut, shown.data,
	    cut < shown.len ? "…" : "");
}

static void habit(struct render *rd, cmark_node *node, const char *what,
    struct str shown, const char *remedy)
{
	tell(rd, FINDING_MARKDOWN_HABIT, node, what, shown);
	if (rd->told <= TOLD_MAX)
		report_last(rd->report)->remedy = str_from(remedy);
}

/* --- line ends ----------------------------------------------------------- */

/* The code point that a reader sees last in this node, or first. */
static uint32_t edge(cmark_node *node, bool is_last)
{
	const char *text;
	uint32_t cp = 0;

	while (node &&
	    (is_last ? cmark_node_last_child(node)
		     : cmark_node_first_child(node)))
		node = is_last ? cmark_node_last_child(node)
			       : cmark_node_first_child(node);
	text = node ? cmark_node_get_literal(node) : NULL;
	if (!text)
		return 0;
	if (is_last)
		return utf8_last(str_from(text));
	return utf8_decode(str_from(text), &cp) ? cp : 0;
}

static void visit_softbreak(struct render *rd, cmark_node *node)
{
	uint32_t before = edge(cmark_node_previous(node), true);
	uint32_t after = edge(cmark_node_next(node), false);

	if (!utf8_is_cjk(before) || !utf8_is_cjk(after)) {
		buf_byte(&rd->plain, ' ');
		return;
	}
	rd->joined = arena_grow(rd->arena, rd->joined, rd->joined_count,
	    &rd->joined_cap, sizeof(cmark_node *));
	rd->joined[rd->joined_count++] = node;
}

/* --- what authors take for Markdown -------------------------------------- */

static bool is_list_habit(struct str s)
{
	size_t at = 0;

	while (at < s.len && is_digit(s.data[at]))
		at++;
	s = str_slice(s, at, s.len);
	return at && (str_begins(s, STR("、")) || str_begins(s, STR("．")));
}

static bool begins_paragraph(cmark_node *node)
{
	return !cmark_node_previous(node) &&
	    cmark_node_get_type(cmark_node_parent(node)) ==
	    CMARK_NODE_PARAGRAPH;
}

static void look_for_habits(struct render *rd, cmark_node *node, struct str s)
{
	cmark_node *before = cmark_node_previous(node);

	if (str_find(s, STR("**"), 0) < s.len)
		habit(rd, node, "加粗没有生效", s,
		    "把标点移到星号外面，如 **问题一**：，或在星号外侧加一个空格");
	if (str_find(s, STR("~~"), 0) < s.len)
		habit(rd, node, "不支持删除线", s, "删去波浪线");
	if (str_find(s, STR("]（"), 0) < s.len)
		habit(rd, node, "链接或图片用了全角括号，不会生效", s,
		    "地址用半角圆括号括起来，如 ![说明](01.jpg)");
	if (begins_paragraph(node) &&
	    ((s.len > 1 && s.data[0] == '#') || str_begins(s, STR("＃"))))
		habit(rd, node, "标题没有生效", s,
		    "井号用半角，后面加一个空格，如 ## 小标题");
	if (begins_paragraph(node) && s.data && s.data[0] == '|')
		habit(rd, node, "不支持表格", s, "改用列表或分段叙述");
	if (before && cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK &&
	    is_list_habit(s))
		habit(rd, node, "这几行会连成一段", s,
		    "写成 1. 第一项（半角点加空格），或在各项之间空一行");
}

/* --- links and pictures --------------------------------------------------- */

/* Whether there is such a page is known when all pages are. */
static void link_note(struct render *rd, cmark_node *node, struct str url)
{
	struct markdown *m = rd->out;

	m->links = arena_grow(
	    rd->arena, m->links, m->link_count, &m->link_cap, sizeof *m->links);
	m->links[m->link_count++] = (struct markdown_link){
	    arena_str(rd->arena, url), place_of(rd, node)};
}

static void visit_link(struct render *rd, cmark_node *node)
{
	struct str url = str_from(cmark_node_get_url(node));

	if (str_begins(url, STR("https://")))
		return;
	if (str_begins(url, STR("#")) ||
	    (str_begins(url, STR("/")) && !str_begins(url, STR("//")) &&
		str_find(url, STR(".."), 0) == url.len)) {
		link_note(rd, node, url);
		return;
	}
	tell(rd, FINDING_MARKDOWN_LINK, node, "链接不能这样写", url);
	cmark_node_set_url(node, "");
}

static void visit_image(struct render *rd, cmark_node *node)
{
	struct str url = str_from(cmark_node_get_url(node));
	struct markdown *m = rd->out;
	struct str beside;

	if (!path_name_is_good(url) || !path_is_picture(url)) {
		tell(rd, FINDING_MARKDOWN_PICTURE, node, "图片不能这样写", url);
		cmark_node_set_url(node, "");
		return;
	}
	beside = arena_printf(rd->arena, "%.*s/%.*s",
	    STR_ARGS(path_folder(rd->source->path)), STR_ARGS(url));
	if (!tree_find(rd->source->tree, beside)) {
		tell(rd, FINDING_PICTURE_MISSING, node,
		    "同一目录里没有这个图片", url);
		cmark_node_set_url(node, "");
		return;
	}
	m->pictures = arena_grow(rd->arena, m->pictures, m->picture_count,
	    &m->picture_cap, sizeof *m->pictures);
	m->pictures[m->picture_count++] = arena_str(rd->arena, url);
	cmark_node_set_url(node,
	    arena_printf(rd->arena, "/%.*s%.*s", STR_ARGS(rd->source->pictures),
		STR_ARGS(url))
		.data);
}

/* --- the walk ------------------------------------------------------------- */

static void visit_text(struct render *rd, cmark_node *node)
{
	struct str text = str_from(cmark_node_get_literal(node));
	char *shown;

	if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
		look_for_habits(rd, node, text);
	shown = stars_show(rd->arena, text);
	if (shown) {
		cmark_node_set_literal(node, shown);
		text = str_from(shown);
	}
	buf_str(&rd->plain, text);
}

static void visit_code_block(struct render *rd, cmark_node *node)
{
	struct str text = str_from(cmark_node_get_literal(node));
	bool has_cjk = false;
	uint32_t cp;
	size_t at, step;

	for (at = 0; at < text.len; at += step ? step : 1) {
		step = utf8_decode(str_slice(text, at, text.len), &cp);
		has_cjk = has_cjk || (step && utf8_is_cjk(cp));
	}
	if (has_cjk && !cmark_node_get_fence_info(node)[0])
		habit(rd, node, "行首四个空格会变成代码框", str_trim(text),
		    "段落顶格写，首行缩进由版式完成");
	visit_text(rd, node);
}

static void visit_heading(struct render *rd, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node) + rd->shift;

	cmark_node_set_heading_level(node, level > 6 ? 6 : level);
}

static void visit(struct render *rd, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		visit_text(rd, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		visit_code_block(rd, node);
		break;
	case CMARK_NODE_SOFTBREAK:
		visit_softbreak(rd, node);
		break;
	case CMARK_NODE_LINEBREAK:
		buf_byte(&rd->plain, '\n');
		break;
	case CMARK_NODE_HEADING:
		visit_heading(rd, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		tell(rd, FINDING_MARKDOWN_HTML, node, "这一段 HTML 不会显示",
		    str_trim(str_from(cmark_node_get_literal(node))));
		break;
	case CMARK_NODE_LINK:
		visit_link(rd, node);
		break;
	case CMARK_NODE_IMAGE:
		visit_image(rd, node);
		break;
	case CMARK_NODE_NONE:
	case CMARK_NODE_DOCUMENT:
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
	case CMARK_NODE_ITEM:
	case CMARK_NODE_CUSTOM_BLOCK:
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_THEMATIC_BREAK:
	case CMARK_NODE_CUSTOM_INLINE:
	case CMARK_NODE_EMPH:
	case CMARK_NODE_STRONG:
	default:
		break;
	}
}

/* The page's own heading is level 1, so the highest here becomes 2. */
static int heading_shift(cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	int highest = 7;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		int level;

		if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
			continue;
		level = cmark_node_get_heading_level(node);
		if (level < highest)
			highest = level;
	}
	cmark_iter_free(iter);
	return 2 - highest;
}

static void walk(struct render *rd, cmark_node *document)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;
	size_t i;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event == CMARK_EVENT_ENTER)
			visit(rd, node);
		else if (type == CMARK_NODE_PARAGRAPH ||
		    type == CMARK_NODE_HEADING)
			buf_byte(&rd->plain, '\n');
	}
	cmark_iter_free(iter);
	for (i = 0; i < rd->joined_count; i++)
		cmark_node_free(rd->joined[i]);
}

int markdown_render(struct markdown *m, struct arena *a,
    const struct markdown_source *source, struct report *r)
{
	struct render rd = {
	    .source = source, .out = m, .arena = a, .report = r};
	cmark_node *document;
	char *html;

	*m = (struct markdown){0};
	rd.text = stars_hide(a, source->text);
	document =
	    cmark_parse_document(rd.text.data, rd.text.len, CMARK_OPT_DEFAULT);
	cmark_consolidate_text_nodes(document);
	rd.shift = heading_shift(document);
	walk(&rd, document);
	html = cmark_render_html(document, CMARK_OPT_DEFAULT);
	m->html = arena_str(a, str_from(html));
	m->plain = arena_str(a, buf_view(&rd.plain));
	free(html);
	buf_release(&rd.plain);
	cmark_node_free(document);
	return rd.failed ? -1 : 0;
}

/* --- stars that an editor has escaped ------------------------------------- */

/* Stands for the number of a mask while cmark looks at the text (U+FDD1). */
#define MASK "\xEF\xB7\x91"

struct mask {
	size_t from, to; /* of its stars and backslashes */
	bool is_text;	 /* and no code, address, definition */
};

struct masks {
	struct arena arena;
	struct mask *masks;
	size_t count, cap;
};

/* The stars between two digits (or a digit and an ID card's X), two or more
 * and each behind a backslash. */
static void masks_find(struct masks *m, struct str s)
{
	size_t at = 0, end;

	while ((at = str_find(s, STR("\\*\\*"), at)) < s.len) {
		for (end = at;
		     str_begins(str_slice(s, end, s.len), STR("\\*"));)
			end += 2;
		if (at && is_digit(s.data[at - 1]) && end < s.len &&
		    (is_digit(s.data[end]) || s.data[end] == 'X')) {
			m->masks = arena_grow(&m->arena, m->masks, m->count,
			    &m->cap, sizeof *m->masks);
			m->masks[m->count++] =
			    (struct mask){.from = at, .to = end};
		}
		at = end;
	}
}

/* Marks those whose number stands in a text. */
static void masks_see(struct masks *m, struct str text)
{
	size_t at = 0, number, i;

	while ((at = str_find(text, STR(MASK), at)) < text.len) {
		at += sizeof(MASK) - 1;
		for (number = 0, i = at; i < text.len &&
		     is_digit(text.data[i]) && number < m->count;
		     i++)
			number = number * 10 + (size_t)(text.data[i] - '0');
		if (number < m->count && i < text.len &&
		    text.data[i] == MASK[0])
			m->masks[number].is_text = true;
		at = i + sizeof(MASK) - 1;
	}
}

static void masks_look(struct masks *m, struct str s)
{
	struct buf marked = {0};
	size_t from = 0, i;
	cmark_node *document;
	cmark_iter *iter;

	for (i = 0; i < m->count; from = m->masks[i++].to) {
		buf_str(&marked, str_slice(s, from, m->masks[i].from));
		buf_printf(&marked, MASK "%zu" MASK, i);
	}
	buf_str(&marked, str_slice(s, from, s.len));
	document =
	    cmark_parse_document(marked.data, marked.len, CMARK_OPT_DEFAULT);
	cmark_consolidate_text_nodes(document);
	iter = cmark_iter_new(document);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
			masks_see(m, str_from(cmark_node_get_literal(node)));
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
	buf_release(&marked);
}

/* The HTML with its stars as they are shown. */
static struct str shown(struct arena *a, struct str text)
{
	struct str hidden = stars_hide(a, text), html;
	char *made = cmark_markdown_to_html(
	    hidden.data ? hidden.data : "", hidden.len, CMARK_OPT_DEFAULT);
	char *stars = stars_show(a, str_from(made));

	html = stars ? str_from(stars) : arena_str(a, str_from(made));
	free(made);
	return html;
}

void markdown_mend(struct buf *out, struct str text)
{
	size_t before = out->len, from = 0, i;
	struct masks m = {0};

	masks_find(&m, text);
	if (m.count && str_find(text, STR(MASK), 0) == text.len)
		masks_look(&m, text);
	for (i = 0; i < m.count; i++) {
		size_t stars = (m.masks[i].to - m.masks[i].from) / 2;

		if (!m.masks[i].is_text)
			continue;
		buf_str(out, str_slice(text, from, m.masks[i].from));
		while (stars--)
			buf_byte(out, '*');
		from = m.masks[i].to;
	}
	buf_str(out, str_slice(text, from, text.len));
	/* An address in pointed brackets is a text too, and keeps its own. */
	if (from &&
	    !str_equal(shown(&m.arena, text),
		shown(&m.arena, str_slice(buf_view(out), before, out->len)))) {
		out->len = before;
		buf_str(out, text);
	}
	arena_release(&m.arena);
}
