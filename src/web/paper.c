/* SPDX-License-Identifier: MIT */
/* The page is made as for the portal, and only what must not or cannot stand
 * in a file of its own is changed: addresses. */
#include "paper.h"

#include "book/variant.h"
#include "pack.h"
#include "page.h"

enum { WIDEST = 1440 }; /* pixels of a picture: 230 to an inch of A4 */

struct paper {
	const struct tree *tree;
	const struct book *book;
	struct arena *arena;
	struct report *report;
	struct buf *out;
	struct connection *connection;
	struct query *picture; /* the file of a picture in the portal */
};

/* --- addresses ------------------------------------------------------------ */

/* The value of an attribute in a tag that our own templates and cmark wrote:
 * name="value". Empty: it has none. */
static struct str attribute(struct str tag, struct str name)
{
	size_t at = str_find(tag, name, 0) + name.len;

	if (at > tag.len)
		return (struct str){0};
	return str_slice(tag, at, str_find_byte(tag, '"', at));
}

static int picture_put(struct paper *p, struct str tag)
{
	struct str src = attribute(tag, STR(" src=\""));
	struct value *path = value_text(
	    p->arena, str_slice(src, src.len && src.data[0] == '/', src.len));
	const struct value *parameter = path;
	const struct entry *e;
	struct value *rows;
	struct str bytes;

	if (query_run(p->picture, p->arena, &parameter, 1, &rows, p->report))
		return -1;
	if (!rows->count)
		return 0;
	e = tree_find(p->tree, value_find_text(rows->items[0], "file"));
	if (!e || tree_read_once(p->tree, e, p->arena, &bytes, p->report))
		return -1;
	buf_text(p->out, "<img src=\"data:image/");
	buf_text(p->out, str_ends(e->path, STR(".png")) ? "png" : "jpeg");
	buf_text(p->out, ";base64,");
	pack_base64(p->out, variant_alone(p->arena, bytes, WIDEST));
	buf_text(p->out, "\">");
	return 0;
}

/* Every tag of it as it is, but for pictures, and links that lead nowhere
 * outside the portal. */
static int article_put(struct paper *p, struct str html)
{
	bool is_link = false;
	int status = 0;
	size_t at, end;

	for (at = 0; at < html.len; at = end) {
		struct str tag;

		end = str_find_byte(html, '<', at);
		buf_str(p->out, str_slice(html, at, end));
		at = end;
		end = str_find_byte(html, '>', at);
		end += end < html.len;
		tag = str_slice(html, at, end);
		if (str_begins(tag, STR("<img "))) {
			status |= picture_put(p, tag);
		} else if (str_begins(tag, STR("<a ")) &&
		    !str_begins(
			attribute(tag, STR(" href=\"")), STR("https://"))) {
			is_link = true;
		} else if (is_link && str_is(tag, "</a>")) {
			is_link = false;
		} else {
			buf_str(p->out, tag);
		}
	}
	return status;
}

/* --- the page ------------------------------------------------------------- */

static int page_keep(void *self, unsigned worker, const struct page *page,
    struct str text, struct str words, struct report *r)
{
	struct paper *p = self;
	size_t from = str_find(text, STR("<article"), 0);
	size_t to = str_find(text, STR("</article>"), from);

	(void)worker;
	(void)words;
	from = str_find_byte(text, '>', from) + 1;
	if (to == text.len)
		return report_add(r, FINDING_LAYOUT, page->file,
		    (struct place){0}, "公文写在 <article> 里，这里没有");
	return article_put(p, str_slice(text, from, to));
}

/* 1: there is such a page; 0: there is none; -1. */
static int page_make(struct paper *p, struct str id, enum edition edition)
{
	struct str path =
	    arena_printf(p->arena, "papers/%.*s.html", STR_ARGS(id));
	struct page_options o = {.book = p->book,
	    .edition = edition,
	    .today = book_today(p->book),
	    .workers = 1};
	struct layouts layouts;
	struct pages all, one = {0};
	size_t i;

	o.layouts = &layouts;
	if (layouts_read(&layouts, p->arena, p->tree, edition, p->report) ||
	    layouts_check(&layouts, p->book, edition, p->report) ||
	    pages_list(&all, p->arena, &o, p->report))
		return -1;
	for (i = 0; i < all.count; i++)
		if (str_equal(all.pages[i].path, path))
			one = (struct pages){&all.pages[i], 1, 1};
	if (!one.count)
		return 0;
	return pages_render(&one, &o, page_keep, p, p->report) ? -1 : 1;
}

/* The kind's name over the record's text. */
static int body_make(struct paper *p, const struct match *m, struct str path)
{
	const struct kind *k = m->kind;
	struct value *file = value_text(p->arena, path), *rows;
	const struct value *parameter = file;
	struct query *q = query_make(p->connection, p->arena,
	    arena_printf(p->arena,
		"SELECT \"%.*s\" AS html FROM \"%.*s\" WHERE file = :file",
		STR_ARGS(k->body->name), STR_ARGS(k->table->name)),
	    FINDING_QUERY, path, (struct place){0}, p->report);

	if (!q || query_run(q, p->arena, &parameter, 1, &rows, p->report))
		return -1;
	if (!k->body->is_public)
		buf_text(p->out,
		    "<div data-custom-style=\"标记\"><p>内部</p></div>\n");
	buf_text(p->out, "<h1>");
	buf_html(p->out, k->name);
	buf_text(p->out, "（");
	buf_html(p->out, m->id);
	buf_text(p->out, "）</h1>\n");
	return rows->count
	    ? article_put(p, value_find_text(rows->items[0], "html"))
	    : 0;
}

int paper_html(struct buf *out, const struct tree *t, const struct book *b,
    const struct match *m, struct str path, struct report *r)
{
	struct arena a = {0};
	struct paper p = {
	    .tree = t, .book = b, .arena = &a, .report = r, .out = out};
	int status;

	p.connection = connection_open(b, EDITION_INTERNAL, r);
	if (!p.connection)
		return -1;
	p.picture = query_make(p.connection, &a,
	    STR("SELECT file FROM picture WHERE path = :path"),
	    FINDING_DATABASE, STR(""), (struct place){0}, r);
	buf_text(out, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n");
	status = p.picture ? page_make(&p, m->id, EDITION_PUBLIC) : -1;
	if (!status)
		status = page_make(&p, m->id, EDITION_INTERNAL);
	if (!status)
		status = body_make(&p, m, path);
	connection_close(p.connection);
	arena_release(&a);
	return status < 0 || report_blocks(r) ? -1 : 0;
}
