/* SPDX-License-Identifier: MIT */
/* The article is parsed and written again by a walk that knows, of each
 * element, only its name in the layout and what it stands in. */
#include "wechat.h"

#include "base/utf8.h"

/* More would not fit into an article: each takes 40 characters or more. */
enum { NOTES_MAX = 500 };

#define ELEMENT "<wechat-article"
#define ELEMENT_END "</wechat-article>"

/* A link that leads out of the account. */
struct note {
	struct str address, base, text;
};

struct writer {
	struct buf *out;
	const struct theme *theme;
	struct str file, base;
	struct report *report;
	struct note notes[NOTES_MAX];
	size_t note_count;
	size_t pictures, picture; /* all; the one written last */
	bool has_notes;		  /* written where the layout wants them */
	bool failed;
};

static void node_write(
    struct writer *w, const struct html_node *n, struct str inside);
static void children_write(
    struct writer *w, const struct html_node *n, struct str inside);

static void tag_write(
    struct writer *w, const struct theme_style *s, struct str more)
{
	buf_byte(w->out, '<');
	buf_str(w->out, s->as);
	if (s->style.len || more.len) {
		buf_text(w->out, " style=\"");
		buf_str(w->out, s->style);
		if (s->style.len && more.len)
			buf_byte(w->out, ';');
		buf_str(w->out, more);
		buf_byte(w->out, '"');
	}
}

static void end_write(struct writer *w, const struct theme_style *s)
{
	buf_text(w->out, "</");
	buf_str(w->out, s->as);
	buf_byte(w->out, '>');
}

/* The style of an element; told where the theme has none. */
static const struct theme_style *style_of(
    struct writer *w, struct str inside, struct str name)
{
	const struct theme_style *s = theme_find(w->theme, inside, name);

	if (!s) {
		report_add(w->report, FINDING_LAYOUT, w->file,
		    (struct place){0}, "公众号文章的主题里没有 %.*s",
		    STR_ARGS(name));
		w->failed = true;
	}
	return s;
}

/* --- texts ---------------------------------------------------------------- */

/* Where spaces between the elements mean nothing. */
static bool is_container(struct str name)
{
	static const char *const names[] = {"", "section", "article", "figure",
	    "ul", "ol", "blockquote", "table", "thead", "tbody", "tr", "header",
	    "footer"};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

/* Is there nothing on this side, or what stands on lines of its own? */
static bool is_edge(const struct html_node *beside)
{
	return !beside || str_is(beside->name, "p") ||
	    str_is(beside->name, "ul") || str_is(beside->name, "ol");
}

/* A line end is a space, and at the edge of a block nothing. What stood before
 * a tag that goes must not begin one with what stood behind it. */
static void text_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	struct str text = n->text;
	size_t i;

	if (is_container(inside) && html_is_blank(text))
		return;
	if (text.data[0] == '\n' && is_edge(n->before))
		text = str_slice(text, 1, text.len);
	if (text.len && text.data[text.len - 1] == '\n' && is_edge(n->next))
		text.len--;
	for (i = 0; i < text.len; i++)
		if (text.data[i] == '<')
			buf_text(w->out, "&lt;");
		else
			buf_byte(
			    w->out, text.data[i] == '\n' ? ' ' : text.data[i]);
}

/* Code: the editor joins spaces and drops line ends. */
static void code_text(struct writer *w, struct str text)
{
	size_t i, from = 0;

	for (i = 0; i < text.len; i++) {
		const char *as = text.data[i] == ' ' ? "&nbsp;"
		    : text.data[i] == '\t' ? "&nbsp;&nbsp;&nbsp;&nbsp;"
		    : text.data[i] == '\n' ? "<br>"
		    : text.data[i] == '<'  ? "&lt;"
					   : NULL;

		if (!as)
			continue;
		buf_str(w->out, str_slice(text, from, i));
		if (text.data[i] != '\n' || i + 1 < text.len)
			buf_text(w->out, as);
		from = i + 1;
	}
	buf_str(w->out, str_slice(text, from, text.len));
}

static void code_write(struct writer *w, const struct html_node *n)
{
	const struct html_node *child;

	for (child = n->first; child; child = child->next)
		if (child->name.len)
			code_write(w, child);
		else
			code_text(w, child->text);
}

static void pre_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct theme_style *pre = style_of(w, inside, n->name);
	const struct theme_style *code = style_of(w, n->name, STR("code"));

	if (!pre || !code)
		return;
	tag_write(w, pre, STR(""));
	buf_byte(w->out, '>');
	tag_write(w, code, STR(""));
	buf_byte(w->out, '>');
	code_write(w, n);
	end_write(w, code);
	end_write(w, pre);
}

/* --- links ---------------------------------------------------------------- */

static size_t note_add(struct writer *w, struct note note)
{
	size_t i;

	for (i = 0; i < w->note_count; i++)
		if (str_equal(w->notes[i].address, note.address))
			return i + 1;
	if (i == NOTES_MAX)
		return 0;
	w->notes[w->note_count++] = note;
	return w->note_count;
}

/* An attribute's value, as it is written there, as text or between quotes. */
static void value_write(struct writer *w, struct str value)
{
	size_t i;

	for (i = 0; i < value.len; i++) {
		char c = value.data[i];

		if (c == '<')
			buf_text(w->out, "&lt;");
		else if (c == '>')
			buf_text(w->out, "&gt;");
		else if (c == '"')
			buf_text(w->out, "&quot;");
		else
			buf_byte(w->out, c);
	}
}

/* A link inside the account stays; one out of it becomes a note, one whose
 * text is its address, or into the page, only its text. */
static void link_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	struct str href = html_attribute(n, "href"), text = n->inner;
	struct str base = STR("");
	const struct theme_style *s;
	size_t number;

	if (str_begins(href, STR("https://mp.weixin.qq.com/"))) {
		if (!(s = style_of(w, inside, n->name)))
			return;
		buf_text(w->out, "<a href=\"");
		value_write(w, href);
		buf_printf(w->out, "\" style=\"%.*s\">", STR_ARGS(s->style));
		children_write(w, n, n->name);
		buf_text(w->out, "</a>");
		return;
	}
	children_write(w, n, n->name);
	if (str_begins(href, STR("/")) && w->base.len) {
		base = w->base;
		href = str_slice(href, 1, href.len);
	} else if (!str_begins(href, STR("https://"))) {
		return;
	}
	if (str_equal(href, text) || !(s = style_of(w, inside, STR("sup"))))
		return;
	number = note_add(w, (struct note){href, base, text});
	if (!number)
		return;
	tag_write(w, s, STR(""));
	buf_printf(w->out, ">[%zu]", number);
	end_write(w, s);
}

/* The words of some HTML, without its tags. */
static void words_write(struct writer *w, struct str html)
{
	size_t at = 0, end;

	while (at < html.len) {
		end = str_find_byte(html, '<', at);
		buf_str(w->out, str_slice(html, at, end));
		at = str_find_byte(html, '>', end) + 1;
	}
}

static void notes_write(struct writer *w, struct str title)
{
	const struct theme_style *box = style_of(w, STR(""), STR("notes"));
	const struct theme_style *line = style_of(w, STR("notes"), STR("p"));
	size_t i;

	w->has_notes = true;
	if (!w->note_count || !box || !line)
		return;
	tag_write(w, box, STR(""));
	buf_byte(w->out, '>');
	for (i = 0; i <= w->note_count; i++) {
		if (!i && !title.len)
			continue;
		tag_write(w, line, STR(""));
		buf_byte(w->out, '>');
		if (i) {
			const struct note *note = &w->notes[i - 1];

			buf_printf(w->out, "[%zu] ", i);
			words_write(w, note->text);
			buf_text(w->out, "：");
			value_write(w, note->base);
			value_write(w, note->address);
		} else {
			value_write(w, title);
		}
		end_write(w, line);
	}
	end_write(w, box);
}

/* --- lists ---------------------------------------------------------------- */

static bool is_list(const struct html_node *n)
{
	return str_is(n->name, "ul") || str_is(n->name, "ol");
}

static bool is_item(const struct html_node *n)
{
	return str_is(n->name, "li");
}

/* The first number of a list; 1 where it says nothing. */
static int64_t list_start(const struct html_node *n)
{
	int64_t number;

	return str_integer(html_attribute(n, "start"), &number) ? number : 1;
}

/* The mark stands before the words, not above them. */
static void line_write(struct writer *w, const struct html_node *item)
{
	const struct html_node *child;
	bool has_words = false;

	for (child = item->first; child; child = child->next) {
		if (!str_is(child->name, "p")) {
			node_write(w, child, item->name);
			continue;
		}
		if (has_words)
			buf_text(w->out, "<br>");
		has_words = true;
		children_write(w, child, child->name);
	}
}

/* Its items as lines of their own with their marks written out: what the
 * editor keeps of a list in a list, or of one that does not begin with 1. */
static void lines_write(struct writer *w, const struct html_node *list)
{
	const struct theme_style *s = style_of(w, STR("li"), STR("li"));
	int64_t number = list_start(list);
	const struct html_node *item;

	for (item = list->first; s && item; item = item->next) {
		if (!is_item(item))
			continue;
		tag_write(w, s, STR(""));
		if (str_is(list->name, "ol"))
			buf_printf(w->out, ">%lld. ", (long long)number++);
		else
			buf_text(w->out, ">• ");
		line_write(w, item);
		end_write(w, s);
	}
}

/* The editor wraps what stands in an item; so it is wrapped already. */
static void items_write(struct writer *w, const struct html_node *list)
{
	const struct theme_style *li, *inner;
	const struct html_node *item;

	for (item = list->first; item; item = item->next) {
		if (!is_item(item))
			continue;
		li = style_of(w, list->name, STR("li"));
		inner = style_of(w, STR("li"), STR("section"));
		if (!li || !inner)
			return;
		tag_write(w, li, STR(""));
		buf_byte(w->out, '>');
		tag_write(w, inner, STR(""));
		buf_byte(w->out, '>');
		children_write(w, item, item->name);
		end_write(w, inner);
		end_write(w, li);
	}
}

static void list_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct html_node *above = n->parent;
	const struct theme_style *s;

	while (above && !is_item(above))
		above = above->parent;
	if (above || list_start(n) != 1) {
		lines_write(w, n);
		return;
	}
	if (!(s = style_of(w, inside, n->name)))
		return;
	tag_write(w, s, STR(""));
	buf_byte(w->out, '>');
	items_write(w, n);
	end_write(w, s);
}

/* --- pictures ------------------------------------------------------------- */

static void picture_number(struct writer *w)
{
	if (w->pictures > 1)
		buf_printf(w->out, "图%zu　", w->picture);
}

static void image_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct theme_style *s = style_of(w, inside, n->name);

	if (!s)
		return;
	w->picture++;
	buf_text(w->out, "<img src=\"");
	value_write(w, html_attribute(n, "src"));
	buf_text(w->out, "\" alt=\"");
	value_write(w, html_attribute(n, "alt"));
	buf_printf(w->out, "\" style=\"%.*s\">", STR_ARGS(s->style));
}

/* A paragraph that is one picture is a figure with its words below. */
static bool is_picture(const struct html_node *p)
{
	return str_is(p->name, "p") && p->first && !p->first->next &&
	    str_is(p->first->name, "img");
}

static void figure_write(struct writer *w, const struct html_node *img)
{
	const struct theme_style *box = style_of(w, STR(""), STR("figure"));
	const struct theme_style *line =
	    style_of(w, STR("figure"), STR("figcaption"));
	struct str words = html_attribute(img, "alt");

	if (!box || !line)
		return;
	tag_write(w, box, STR(""));
	buf_byte(w->out, '>');
	image_write(w, img, STR("figure"));
	if (words.len) {
		tag_write(w, line, STR(""));
		buf_byte(w->out, '>');
		picture_number(w);
		value_write(w, words);
		end_write(w, line);
	}
	end_write(w, box);
}

/* --- the walk ------------------------------------------------------------- */

static void cell_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct theme_style *s = style_of(w, inside, n->name);
	struct str align = html_attribute(n, "align");
	struct buf more = {0};

	if (!s)
		return;
	if (str_is(align, "left") || str_is(align, "center") ||
	    str_is(align, "right"))
		buf_printf(&more, "text-align:%.*s", STR_ARGS(align));
	tag_write(w, s, buf_view(&more));
	buf_byte(w->out, '>');
	children_write(w, n, n->name);
	end_write(w, s);
	buf_release(&more);
}

static void plain_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct theme_style *s = style_of(w, inside, n->name);
	bool is_empty = str_is(n->name, "br") || str_is(n->name, "hr");

	if (s) {
		tag_write(w, s, STR(""));
		buf_byte(w->out, '>');
	}
	if (str_is(n->name, "figcaption"))
		picture_number(w);
	children_write(w, n, n->name);
	if (s && !is_empty)
		end_write(w, s);
}

static bool is_any(struct str name, const char *const names[4])
{
	size_t i;

	for (i = 0; i < 4 && names[i]; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static void node_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	static const char *const parts[] = {"thead", "tbody", "tfoot", NULL};
	static const char *const cells[] = {"td", "th", NULL, NULL};

	if (!n->name.len)
		text_write(w, n, inside);
	else if (is_list(n))
		list_write(w, n, inside);
	else if (is_picture(n))
		figure_write(w, n->first);
	else if (str_is(n->name, "img"))
		image_write(w, n, inside);
	else if (str_is(n->name, "a"))
		link_write(w, n, inside);
	else if (str_is(n->name, "pre"))
		pre_write(w, n, inside);
	else if (str_is(n->name, "notes"))
		notes_write(w, html_attribute(n, "title"));
	else if (is_any(n->name, parts))
		children_write(w, n, n->name);
	else if (is_any(n->name, cells))
		cell_write(w, n, inside);
	else
		plain_write(w, n, inside);
}

static void children_write(
    struct writer *w, const struct html_node *n, struct str inside)
{
	const struct html_node *child;

	for (child = n->first; child; child = child->next)
		node_write(w, child, inside);
}

/* --- how much it is ------------------------------------------------------- */

static void address_measure(void *self, const struct html_node *img)
{
	struct wechat_size *size = self;
	struct str src = html_attribute(img, "src");

	size->characters += WECHAT_ADDRESS_SIZE - utf8_count(src);
	size->bytes += WECHAT_ADDRESS_SIZE - src.len;
}

struct wechat_size wechat_measure(const struct html_node *article)
{
	struct wechat_size size = {
	    utf8_count(article->inner), article->inner.len};

	html_each(article, "img", address_measure, &size);
	return size;
}

static int limit_check(const struct html_node *article, const char *name,
    size_t size, const char *unit, struct report *r)
{
	int64_t max;

	if (!str_integer(html_attribute(article, name), &max) ||
	    size < (size_t)max)
		return 0;
	return report_add(r, FINDING_ARTICLE_LONG,
	    html_attribute(article, "data-record"), (struct place){0},
	    "排好版以后有 %zu %s，要少于 %lld %s", size, unit, (long long)max,
	    unit);
}

static int size_check(struct arena *a, struct str made, struct report *r)
{
	const struct html_node *article =
	    html_find(html_parse(a, made), "wechat-article");
	struct wechat_size size = wechat_measure(article);
	int status = 0;

	if (limit_check(
		article, "data-characters-max", size.characters, "个字符", r))
		status = -1;
	if (limit_check(article, "data-bytes-max", size.bytes, "字节", r))
		status = -1;
	return status;
}

/* --- the page ------------------------------------------------------------- */

static void picture_count(void *self, const struct html_node *img)
{
	size_t *count = self;

	(void)img;
	++*count;
}

static int article_write(struct buf *out, struct str page,
    const struct theme *theme, struct str file, struct report *r)
{
	struct arena a = {0};
	const struct html_node *article =
	    html_find(html_parse(&a, page), "wechat-article");
	struct writer w = {
	    .out = out, .theme = theme, .file = file, .report = r};
	size_t from = out->len;

	/* Another element, whose name goes on, or one that holds nothing. */
	if (!article || !article->inner.data) {
		buf_str(out, page);
		arena_release(&a);
		return 0;
	}
	w.base = html_attribute(article, "data-base");
	html_each(article, "img", picture_count, &w.pictures);
	/* The start tag as it stands. */
	buf_str(
	    out, str_slice(page, 0, (size_t)(article->inner.data - page.data)));
	children_write(&w, article, STR(""));
	if (!w.has_notes)
		notes_write(&w, STR(""));
	buf_text(out, ELEMENT_END);
	if (size_check(&a, str_slice(buf_view(out), from, out->len), r))
		w.failed = true;
	arena_release(&a);
	return w.failed ? -1 : 0;
}

int wechat_page(struct buf *out, struct str page, const struct theme *theme,
    struct str file, struct report *r)
{
	size_t at = 0, from, end;
	int status = 0;

	while ((from = str_find(page, STR(ELEMENT), at)) < page.len) {
		end = str_find(page, STR(ELEMENT_END), from);
		if (end == page.len)
			break;
		end += sizeof ELEMENT_END - 1;
		buf_str(out, str_slice(page, at, from));
		if (article_write(
			out, str_slice(page, from, end), theme, file, r))
			status = -1;
		at = end;
	}
	buf_str(out, str_slice(page, at, page.len));
	return status;
}
