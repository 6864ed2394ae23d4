/* SPDX-License-Identifier: MIT */
/* A step whose answer may have been lost has an empty value in the state; the
 * box and the library are then looked through before it is done again. */
#include "push.h"

enum {
	LIST_STEP = 20, /* items of a list the interface gives at once */
	LIST_MAX = 100, /* looked through: ours would be among the newest */
};

struct push {
	struct api *api;
	const struct article *article;
	struct arena *arena;
	struct report *report;
	struct str cover;	  /* its media_id */
	char digest[DIGEST_SIZE]; /* of the draft as JSON */
	struct buf json;	  /* the article, an object */
};

static int fault(struct push *p, const char *what)
{
	return report_add(p->report, FINDING_WECHAT_NETWORK, STR(""),
	    (struct place){0}, "公众号接口的回答里没有%s", what);
}

/* --- pictures ------------------------------------------------------------- */

/* Addresses come as http; the editor shows https. */
static struct str secure(struct arena *a, struct str address)
{
	if (!str_begins(address, STR("http://")))
		return address;
	return arena_printf(
	    a, "https://%.*s", STR_ARGS(str_slice(address, 7, address.len)));
}

/* The address of a picture in the text. */
static int picture_upload(
    struct push *p, const struct article_picture *picture, struct str *address)
{
	struct str name = str_from(picture->digest);
	const struct str *known = state_find(p->api->state, "picture", name);
	const struct client_file file = {
	    picture->name, picture->type, picture->bytes};
	struct value *answer;

	if (known && known->len) {
		*address = *known;
		return 0;
	}
	if (api_call(p->api, &answer, p->arena, "media/uploadimg", STR(""),
		&file, 0, p->report))
		return -1;
	*address = secure(p->arena, value_find_text(answer, "url"));
	if (!str_begins(*address, STR("https://")))
		return fault(p, "图片地址");
	return state_put(p->api->state, "picture", name, *address, p->report);
}

/* Calls `found` for the items of a list, newest first, until it says so; 1:
 * it did, 0: there is none, -1: findings. */
static int list_look(struct push *p, const char *path, const char *more,
    bool (*found)(struct push *p, const struct value *item), struct str *id)
{
	size_t offset, i;

	for (offset = 0; offset < LIST_MAX; offset += LIST_STEP) {
		struct value *answer;
		const struct value *items;
		struct str json = arena_printf(p->arena,
		    "{%s\"offset\":%zu,\"count\":%d}", more, offset, LIST_STEP);

		if (api_call(p->api, &answer, p->arena, path, json, NULL, 0,
			p->report))
			return -1;
		items = value_find(answer, STR("item"));
		for (i = 0;
		     items && items->type == VALUE_LIST && i < items->count;
		     i++)
			if (found(p, items->items[i])) {
				*id = value_find_text(
				    items->items[i], "media_id");
				return 1;
			}
		if (!items || items->count < LIST_STEP)
			break;
	}
	return 0;
}

static bool is_cover(struct push *p, const struct value *item)
{
	return str_equal(value_find_text(item, "name"), p->article->cover.name);
}

/* The cover, in the library. */
static int cover_upload(struct push *p)
{
	const struct article_picture *cover = &p->article->cover;
	struct str name = str_from(cover->digest);
	const struct str *known = state_find(p->api->state, "cover", name);
	const struct client_file file = {
	    cover->name, cover->type, cover->bytes};
	struct value *answer;
	int status = 0;

	if (known && known->len) {
		p->cover = *known;
		return 0;
	}
	if (known)
		status = list_look(p, "material/batchget_material",
		    "\"type\":\"image\",", is_cover, &p->cover);
	if (status < 0)
		return -1;
	if (!status) {
		if (state_put(
			p->api->state, "cover", name, STR(""), p->report) ||
		    api_call(p->api, &answer, p->arena,
			"material/add_material?type=image", STR(""), &file, 0,
			p->report))
			return -1;
		p->cover = value_find_text(answer, "media_id");
	}
	if (!p->cover.len)
		return fault(p, "封面的编号");
	return state_put(p->api->state, "cover", name, p->cover, p->report);
}

/* --- the article ---------------------------------------------------------- */

static void member(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, value);
}

/* Its object, with the pictures' and the cover's addresses. */
static int article_json(struct push *p)
{
	const struct article *ar = p->article;
	struct str *addresses =
	    arena_array(p->arena, ar->picture_count, sizeof *addresses);
	struct buf content = {0};
	size_t i;

	for (i = 0; i < ar->picture_count; i++)
		if (picture_upload(p, &ar->pictures[i], &addresses[i]))
			return -1;
	if (cover_upload(p))
		return -1;
	article_content(&content, ar, addresses);
	buf_text(&p->json, "{\"article_type\":\"news\"");
	member(&p->json, "title", ar->title);
	member(&p->json, "author", ar->author);
	member(&p->json, "digest", ar->digest);
	member(&p->json, "content", buf_view(&content));
	member(&p->json, "content_source_url", ar->source);
	member(&p->json, "thumb_media_id", p->cover);
	buf_text(
	    &p->json, ",\"need_open_comment\":0,\"only_fans_can_comment\":0}");
	buf_release(&content);
	digest_hex(p->digest, buf_view(&p->json));
	return 0;
}

/* --- the draft ------------------------------------------------------------ */

/* The first article of a draft. */
static const struct value *news_of(const struct value *item)
{
	const struct value *content = value_find(item, STR("content"));
	const struct value *news = value_find(content, STR("news_item"));

	return news && news->type == VALUE_LIST && news->count ? news->items[0]
							       : NULL;
}

/* A draft with our cover and our title is ours. */
static bool is_draft(struct push *p, const struct value *item)
{
	const struct value *news = news_of(item);

	return str_equal(value_find_text(news, "thumb_media_id"), p->cover) &&
	    str_equal(value_find_text(news, "title"), p->article->title);
}

static int draft_remember(struct push *p, struct str media_id)
{
	if (!media_id.len)
		return fault(p, "草稿的编号");
	return state_put(
	    p->api->state, "draft", p->article->id, media_id, p->report);
}

static int sent_remember(struct push *p)
{
	return state_put(p->api->state, "sent", p->article->id,
	    str_from(p->digest), p->report);
}

static enum push_end draft_add(struct push *p)
{
	struct buf json = {0};
	struct value *answer;
	int status;

	buf_text(&json, "{\"articles\":[");
	buf_str(&json, buf_view(&p->json));
	buf_text(&json, "]}");
	status = sent_remember(p);
	if (!status)
		status = state_put(
		    p->api->state, "draft", p->article->id, STR(""), p->report);
	if (!status)
		status = api_call(p->api, &answer, p->arena, "draft/add",
		    buf_view(&json), NULL, 0, p->report);
	buf_release(&json);
	if (status || draft_remember(p, value_find_text(answer, "media_id")))
		return PUSH_FAILED;
	return PUSH_MADE;
}

int push_is_there(struct api *api, struct str media_id, struct report *r)
{
	struct arena a = {0};
	struct buf json = {0};
	struct value *answer;
	int status;

	buf_text(&json, "{\"media_id\":");
	buf_json(&json, media_id);
	buf_byte(&json, '}');
	status = api_call(api, &answer, &a, "draft/get", buf_view(&json), NULL,
	    API_NOT_THERE, r);
	buf_release(&json);
	arena_release(&a);
	if (!status)
		return 1;
	return api->code == API_NOT_THERE ? 0 : -1;
}

static enum push_end draft_make(struct push *p)
{
	const struct str *known =
	    state_find(p->api->state, "draft", p->article->id);
	const struct str *sent =
	    state_find(p->api->state, "sent", p->article->id);
	bool is_same = sent && str_is(*sent, p->digest);
	struct str id;
	int status;

	if (known && known->len) {
		status = push_is_there(p->api, *known, p->report);
		if (status < 0)
			return PUSH_FAILED;
		if (status)
			return is_same ? PUSH_SAME : PUSH_CHANGED;
	} else if (known) {
		status = list_look(p, "draft/batchget", "", is_draft, &id);
		if (status < 0)
			return PUSH_FAILED;
		if (status && draft_remember(p, id))
			return PUSH_FAILED;
		if (status)
			return is_same ? PUSH_FOUND : PUSH_CHANGED;
	}
	return draft_add(p);
}

static enum push_end draft_replace(struct push *p)
{
	const struct str *known =
	    state_find(p->api->state, "draft", p->article->id);
	struct buf json = {0};
	struct value *answer;
	int status;

	if (!known || !known->len)
		return PUSH_MISSING;
	buf_text(&json, "{\"media_id\":");
	buf_json(&json, *known);
	buf_text(&json, ",\"index\":0,\"articles\":");
	buf_str(&json, buf_view(&p->json));
	buf_byte(&json, '}');
	status = api_call(p->api, &answer, p->arena, "draft/update",
	    buf_view(&json), NULL, API_NOT_THERE, p->report);
	buf_release(&json);
	if (status)
		return p->api->code == API_NOT_THERE ? PUSH_MISSING
						     : PUSH_FAILED;
	return sent_remember(p) ? PUSH_FAILED : PUSH_UPDATED;
}

static enum push_end push(struct api *api, const struct article *ar,
    enum push_end (*finish)(struct push *p), struct report *r)
{
	struct arena a = {0};
	struct push p = {.api = api, .article = ar, .arena = &a, .report = r};
	enum push_end end = PUSH_FAILED;

	if (!article_json(&p))
		end = finish(&p);
	buf_release(&p.json);
	arena_release(&a);
	return end;
}

enum push_end push_draft(
    struct api *api, const struct article *ar, struct report *r)
{
	return push(api, ar, draft_make, r);
}

enum push_end push_update(
    struct api *api, const struct article *ar, struct report *r)
{
	return push(api, ar, draft_replace, r);
}
