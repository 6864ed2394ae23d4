/* SPDX-License-Identifier: MIT */
/* Each request opens the repository and reads the law for itself: libgit2's
 * handles belong to one thread, and nobody is judged by what was. */
#include "desk.h"

#include "book/personal.h"
#include "gate/server.h"
#include "verdict.h"

static const struct place whole_file = {0};

/* --- who ------------------------------------------------------------------ */

static int user_find(struct visit *v)
{
	struct str name = http_header(v->request, "X-Remote-User");

	if (!name.len)
		return report_add(v->report, FINDING_GATE_CLOSED, STR(""),
		    whole_file,
		    "不知道是谁：网页服务器没有用 X-Remote-User 说明用户");
	v->user = roster_find(&v->law->roster, name, v->law->today);
	return v->user
	    ? 0
	    : report_add(v->report, FINDING_GATE_RIGHT, STR(""), whole_file,
		  "用户 %.*s 不在人员名册里，或者已经停用", STR_ARGS(name));
}

/* Posted from a page of this site, for this person? */
static bool is_own_form(const struct visit *v)
{
	struct str site = http_header(v->request, "Sec-Fetch-Site");

	if (site.len && !str_is(site, "same-origin"))
		return false;
	return token_is_good(visit_field(v, "token"), v->desk->key,
	    v->user->name, date_from_seconds(v->now));
}

/* --- the way -------------------------------------------------------------- */

static bool route_fits(
    struct visit *v, const struct route *route, struct str path)
{
	struct str wanted = str_from(route->path);

	if (!str_ends(wanted, STR("*"))) {
		v->rest = STR("");
		return str_equal(path, wanted);
	}
	wanted.len--;
	v->rest = str_slice(path, wanted.len, path.len);
	return str_begins(path, wanted);
}

static void route_go(struct visit *v)
{
	const struct route *route;
	bool is_elsewhere = false;

	for (route = desk_routes; route->path; route++) {
		if (!route_fits(v, route, v->request->path))
			continue;
		if (route->is_post == v->request->is_post) {
			route->handler(v);
			return;
		}
		is_elsewhere = true;
	}
	if (is_elsewhere)
		visit_refuse(v, 405, "不能这样打开",
		    "这个网址不能直接打开，请从首页进来。");
	else
		visit_refuse(v, 404, "没有这一页",
		    "网址可能写错了，或者材料已经不在。请从首页进来。");
}

/* The style and the script: for everybody, and for ever, their address says
 * what they are. */
static bool asset_show(struct visit *v)
{
	struct str path = v->request->path, bytes;

	if (!str_begins(path, STR("/assets/")))
		return false;
	bytes = desk_pages_file(&v->reading->pages, path_name(path));
	if (!bytes.data) {
		visit_refuse(v, 404, "没有这一页", "没有这个文件。");
		return true;
	}
	visit_bytes(v,
	    str_ends(path, STR(".css"))	      ? "text/css; charset=utf-8"
		: str_ends(path, STR(".js"))  ? "text/javascript; charset=utf-8"
		: str_ends(path, STR(".svg")) ? "image/svg+xml"
					      : "application/octet-stream",
	    bytes);
	v->reply->may_be_kept = true;
	return true;
}

static void visit_go(struct visit *v)
{
	if (user_find(v))
		visit_refuse(v, 403, "不能进来", "请联系管理员。");
	else if (v->request->refused == 413)
		visit_refuse(v, 413, "太大了",
		    "一次最多传 %d MB，一张照片最多 %d MB。请分几次传，或者先在"
		    "手机上选“中”尺寸。填好的内容没有丢：请按浏览器的返回。",
		    HTTP_BODY_MAX >> 20, HTTP_FILE_MAX >> 20);
	else if (v->request->refused)
		visit_refuse(
		    v, v->request->refused, "不能这样打开", "请从首页进来。");
	else if (asset_show(v))
		;
	else if (v->request->is_post && !is_own_form(v))
		visit_refuse(v, 403, "没有办理",
		    "这张表不是从这里打开的，或者打开得太久了。请按浏览器的返回，"
		    "刷新以后再试一次。");
	else
		route_go(v);
}

/* Main, and whoever comes, by its law. */
static void visit_begin(struct visit *v, struct law *law)
{
	const struct desk_options *o = &v->desk->options;

	if (store_open(&v->store, o->repository, STR(""), v->report) ||
	    law_read(
		law, v->arena, v->store, date_from_seconds(v->now), v->report))
		return;
	v->law = law;
	v->reading = reading_take(v->desk->readings, &law->main, law->today);
	if (v->reading && v->reading->book)
		v->connection = connection_open(
		    v->reading->book, EDITION_INTERNAL, v->report);
}

static void answer(
    void *self, const struct http_request *rq, struct http_reply *reply)
{
	struct desk *d = self;
	struct arena a = {0}, words = {0};
	struct law law = {0};
	struct report r;
	struct visit v = {.desk = d,
	    .request = rq,
	    .reply = reply,
	    .arena = &a,
	    .report = &r,
	    .law = &law};

	report_init(&r, &words);
	v.now = d->options.clock.now(d->options.clock.self);
	visit_begin(&v, &law);
	if (v.connection)
		visit_go(&v);
	else
		visit_refuse(&v, 503, "", " ");
	if (reply->status >= 500 && d->options.failed)
		d->options.failed(d->options.self, &r);
	connection_close(v.connection);
	reading_let_go(d->readings, v.reading);
	law_release(&law);
	store_close(v.store);
	arena_release(&words);
	arena_release(&a);
}

/* --- life ----------------------------------------------------------------- */

int desk_open(struct desk *d, const struct desk_options *o, struct report *r)
{
	*d = (struct desk){.options = *o};
	pthread_mutex_init(&d->heavy, NULL);
	d->verdicts = verdicts_open();
	d->cache = server_cache(&d->arena, o->repository);
	if (token_key(&d->key, &d->arena,
		arena_printf(&d->arena, "%.*s/taizhang/desk.key",
		    STR_ARGS(o->repository)),
		r))
		return -1;
	if (store_open(&d->store, o->repository, STR(""), r))
		return -1;
	d->readings = readings_open(o->repository, d->cache, o->workers);
	if (!d->readings)
		return report_system(r, STR(""), "不能开始读 main");
	d->http = http_open_socket(o->socket, answer, d, r);
	return d->http ? 0 : -1;
}

void desk_close(struct desk *d)
{
	http_close(d->http);
	readings_close(d->readings);
	store_close(d->store);
	verdicts_close(d->verdicts);
	pthread_mutex_destroy(&d->heavy);
	arena_release(&d->arena);
}
