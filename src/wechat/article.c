/* SPDX-License-Identifier: MIT */
/* Addresses are slices of the content, so putting others in their place is a
 * matter of where they begin. */
#include "article.h"

#include "book/shrink.h"

static int capture_put(
    struct sink *sink, struct str path, struct str bytes, struct report *r)
{
	struct capture *c = (struct capture *)sink;

	(void)r;
	if (!str_is(path, ARTICLE_LIST) && !str_equal(path, c->page) &&
	    !(c->pictures.len && str_begins(path, c->pictures)))
		return 0;
	pthread_mutex_lock(&c->lock);
	tree_add(&c->files, c->arena, arena_str(c->arena, path))->bytes =
	    arena_str(c->arena, bytes);
	pthread_mutex_unlock(&c->lock);
	return 0;
}

void capture_begin(struct capture *c, struct arena *a, struct str id)
{
	*c = (struct capture){.sink = {capture_put}, .arena = a};
	if (id.len) {
		c->page =
		    arena_printf(a, "articles/%.*s/wechat.html", STR_ARGS(id));
		c->pictures = arena_printf(a, "pictures/%.*s_", STR_ARGS(id));
	}
	tree_init_memory(&c->files);
	pthread_mutex_init(&c->lock, NULL);
}

void capture_end(struct capture *c)
{
	pthread_mutex_destroy(&c->lock);
	tree_release(&c->files);
}

/* --- pictures ------------------------------------------------------------- */

struct reader {
	struct article *article;
	struct arena *arena;
	const struct capture *capture;
	struct report *report;
	size_t cap;
	int64_t max; /* bytes of a picture */
	bool failed;
};

/* The file behind an address of the page, made to fit. */
static void picture_read(
    struct reader *rd, struct article_picture *p, struct str address)
{
	struct str path = address;
	const struct entry *e;
	enum picture_format format;

	while (str_begins(path, STR("../")))
		path = str_slice(path, 3, path.len);
	*p = (struct article_picture){.path = path, .address = address};
	e = tree_find(&rd->capture->files, path);
	if (!e) {
		report_add(rd->report, FINDING_WECHAT_PICTURE,
		    rd->article->record, (struct place){0},
		    "门户里没有图片 %.*s", STR_ARGS(path));
		rd->failed = true;
		return;
	}
	p->was = e->bytes.len;
	if (!shrink(&p->bytes, &format, rd->arena, e->bytes,
		rd->max > 0 ? (size_t)rd->max : 0)) {
		report_add(rd->report, FINDING_WECHAT_PICTURE,
		    rd->article->record, (struct place){0},
		    "图片 %.*s 缩不到 %lld 字节以内", STR_ARGS(path),
		    (long long)rd->max);
		rd->failed = true;
		return;
	}
	p->type = format == PICTURE_JPEG ? STR("image/jpeg") : STR("image/png");
	digest_hex(p->digest, p->bytes);
	p->name = arena_printf(rd->arena, "taizhang-%.16s.%s", p->digest,
	    format == PICTURE_JPEG ? "jpg" : "png");
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

static int missing(struct report *r, struct str id)
{
	report_add(r, FINDING_REFERENCE_UNKNOWN, STR(""), (struct place){0},
	    "没有编号是 %.*s 的文章", STR_ARGS(id));
	report_last(r)->remedy = STR("编号见 taizhang wechat status");
	return -1;
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
	rd->failed = true;
	report_add(rd->report, FINDING_WECHAT_PICTURE, rd->article->record,
	    (struct place){0}, "文章没有配图，没有封面不能存草稿");
	report_last(rd->report)->remedy = STR("在“影像”里写一张，第一张作封面");
}

int article_read(struct article *ar, struct arena *a, struct capture *c,
    struct str id, struct report *r)
{
	struct reader rd = {
	    .article = ar, .arena = a, .capture = c, .report = r};
	const struct html_node *page, *node;
	const struct entry *e;

	e = tree_find(&c->files, c->page);
	*ar = (struct article){.id = id};
	if (!e)
		return missing(r, id);
	page = html_parse(a, e->bytes);
	node = html_find(page, "wechat-article");
	if (!node)
		return missing(r, id);
	ar->title = words(a, node, "data-title");
	ar->author = words(a, node, "data-author");
	ar->digest = words(a, node, "data-digest");
	ar->source = words(a, node, "data-source");
	ar->record = words(a, node, "data-record");
	ar->sent = words(a, node, "data-sent");
	ar->content = node->inner;
	ar->size = wechat_measure(node);
	article_pictures(&rd, page, node);
	return rd.failed ? -1 : 0;
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
