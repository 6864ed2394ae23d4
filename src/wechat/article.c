/* SPDX-License-Identifier: MIT */
/* Addresses are slices of the content, so putting others in their place is a
 * matter of where they begin. */
#include "article.h"

#include "book/shrink.h"

/* --- pictures ------------------------------------------------------------- */

struct reader {
	struct article *article;
	struct arena *arena;
	const struct site *site;
	struct report *report;
	size_t cap;
	int64_t max; /* bytes of a picture */
	bool failed;
};

/* Adds a finding of the article's pictures. */
static void fault(struct reader *rd, struct str what)
{
	rd->failed = true;
	report_add(rd->report, FINDING_WECHAT_PICTURE, rd->article->record,
	    (struct place){0}, "%.*s", STR_ARGS(what));
}

/* The portal's file, in `b`, made to fit. */
static void picture_fit(
    struct reader *rd, struct article_picture *p, struct buf *b)
{
	int is_there = site_get(rd->site, p->path, b, rd->report);
	enum picture_format format;

	if (is_there < 0) {
		rd->failed = true;
		return;
	}
	if (!is_there) {
		fault(rd,
		    arena_printf(
			rd->arena, "门户里没有图片 %.*s", STR_ARGS(p->path)));
		return;
	}
	p->was = b->len;
	if (!shrink(&p->bytes, &format, rd->arena, buf_view(b),
		rd->max > 0 ? (size_t)rd->max : 0)) {
		fault(rd,
		    arena_printf(rd->arena, "图片 %.*s 缩不到 %lld 字节以内",
			STR_ARGS(p->path), (long long)rd->max));
		return;
	}
	p->bytes = arena_str(rd->arena, p->bytes);
	p->type = format == PICTURE_JPEG ? STR("image/jpeg") : STR("image/png");
	digest_hex(p->digest, p->bytes);
	p->name = arena_printf(rd->arena, "taizhang-%.16s.%s", p->digest,
	    format == PICTURE_JPEG ? "jpg" : "png");
}

/* The file behind an address of the page. */
static void picture_read(
    struct reader *rd, struct article_picture *p, struct str address)
{
	struct str path = address;
	struct buf b = {0};

	while (str_begins(path, STR("../")))
		path = str_slice(path, 3, path.len);
	*p = (struct article_picture){.path = path, .address = address};
	picture_fit(rd, p, &b);
	buf_release(&b);
}

static void picture_add(void *self, const struct html_node *img)
{
	struct reader *rd = self;
	struct article *ar = rd->article;

	ar->pictures = arena_grow(rd->arena, ar->pictures, ar->picture_count,
	    &rd->cap, sizeof *ar->pictures);
	picture_read(
	    rd, &ar->pictures[ar->picture_count++], html_attribute(img, "src"));
}

/* --- the page ------------------------------------------------------------- */

static struct str words(
    struct arena *a, const struct html_node *n, const char *name)
{
	struct buf b = {0};
	struct str s;

	html_decode(&b, html_attribute(n, name));
	s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s;
}

static void article_pictures(struct reader *rd, const struct html_node *page,
    const struct html_node *node)
{
	const struct html_node *cover = html_find(page, "wechat-cover");
	const struct html_node *img = cover ? html_find(cover, "img") : NULL;

	str_integer(html_attribute(node, "data-picture-max"), &rd->max);
	html_each(node, "img", picture_add, rd);
	str_integer(html_attribute(node, "data-cover-max"), &rd->max);
	if (img) {
		picture_read(
		    rd, &rd->article->cover, html_attribute(img, "src"));
		return;
	}
	fault(rd, STR("文章没有配图，没有封面不能存草稿"));
	report_last(rd->report)->remedy = STR("在“影像”里写一张，第一张作封面");
}

int article_read(struct article *ar, struct arena *a, const struct site *site,
    struct str id, struct report *r)
{
	struct reader rd = {
	    .article = ar, .arena = a, .site = site, .report = r};
	const struct html_node *page, *node;
	struct buf text = {0};
	int is_there;

	*ar = (struct article){.id = id};
	is_there = site_get(site,
	    arena_printf(a, "articles/%.*s/wechat.html", STR_ARGS(id)), &text,
	    r);
	page = html_parse(a, arena_str(a, buf_view(&text)));
	buf_release(&text);
	if (is_there <= 0)
		return is_there;
	node = html_find(page, "wechat-article");
	if (!node)
		return 0;
	ar->title = words(a, node, "data-title");
	ar->author = words(a, node, "data-author");
	ar->digest = words(a, node, "data-digest");
	ar->source = words(a, node, "data-source");
	ar->record = words(a, node, "data-record");
	ar->sent = words(a, node, "data-sent");
	ar->content = node->inner;
	ar->size = wechat_measure(node);
	article_pictures(&rd, page, node);
	return rd.failed ? -1 : 1;
}

void article_content(
    struct buf *out, const struct article *ar, const struct str *addresses)
{
	const char *base = ar->content.data;
	size_t at = 0, i;

	for (i = 0; i < ar->picture_count; i++) {
		struct str was = ar->pictures[i].address;
		size_t from = (size_t)(was.data - base);

		buf_str(out, str_slice(ar->content, at, from));
		buf_html(out, addresses[i]);
		at = from + was.len;
	}
	buf_str(out, str_slice(ar->content, at, ar->content.len));
}
