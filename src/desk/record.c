/* SPDX-License-Identifier: MIT */
/* The form of a record: shown, saved, checked, handed in. After each deed the
 * browser is sent to look at what came of it, so that going back or loading
 * again does nothing twice. */
#include "blank.h"
#include "book/front.h"
#include "book/scribe.h"
#include "book/variant.h"
#include "desk.h"
#include "gate/check.h"
#include "work.h"

enum {
	PICTURE_WIDEST = 1600, /* pixels: as the portal shows at most */
	PICTURES_MAX = 99,
};

/* --- what it is called ----------------------------------------------------- */

/* A part of the path as people say it: a month, a name that the plan has for
 * the code, or itself. */
static struct str part_name(
    struct visit *v, const struct field *f, struct str text)
{
	const struct table *t = f->target_count ? f->targets[0] : NULL;
	struct value *given = value_map(v->arena), *rows;
	struct date d;

	if (f->type == FIELD_MONTH && month_parse(&d, text))
		return arena_printf(v->arena, "%d 年 %d 月", d.year, d.month);
	if (f->type == FIELD_INTEGER)
		return arena_printf(v->arena, "第 %.*s 份", STR_ARGS(text));
	if (!t || !t->key || !str_is(t->key->name, "代码"))
		return text;
	put_text(v->arena, given, "k", text);
	rows = visit_ask(v,
	    arena_printf(v->arena,
		"SELECT 名称 FROM \"%.*s\" WHERE 代码 = :k LIMIT 1",
		STR_ARGS(t->name))
		.data,
	    given);
	return rows->count ? value_find_text(rows->items[0], "名称") : text;
}

struct str record_title(struct visit *v, const struct match *m)
{
	struct buf title = {0};
	struct str made;
	size_t i;

	/* The first is the unit. */
	for (i = 1; i < m->kind->capture_count; i++)
		if (m->captures[i].len) {
			buf_str(&title,
			    part_name(
				v, &m->kind->captures[i], m->captures[i]));
			buf_text(&title, " ");
		}
	buf_str(&title, m->kind->name);
	made = arena_str(v->arena, buf_view(&title));
	buf_release(&title);
	return made;
}

/* --- the form --------------------------------------------------------------- */

/* A form about to be shown. */
struct sheet {
	struct work work;
	struct value *head; /* never NULL */
	struct str body;
	struct oid base;    /* what it was made from: the draft's commit */
	struct report said; /* what the check found */
	struct remarks remarks;
	bool is_checked, is_refused;
	struct str text; /* of the record, as it was checked */
	struct str
	    other; /* what somebody else has saved since; no data: none */
};

/* Blank lines around the body are the scribe's. */
static struct str body_of(struct str text)
{
	while (text.len && text.data[0] == '\n')
		text = str_slice(text, 1, text.len);
	while (text.len && strchr("\n \t", text.data[text.len - 1]))
		text.len--;
	return text;
}

/* Head and body of a text. 0, or -1 with findings: its head cannot be read. */
static int sheet_parse(struct sheet *s, struct visit *v, struct str text)
{
	struct front front;

	s->head = value_map(v->arena);
	s->body = STR("");
	if (!text.len)
		return 0;
	if (front_parse(&front, v->arena, text, s->work.file, v->report))
		return -1;
	s->head = front.head;
	s->body = body_of(front.body);
	return 0;
}

/* The id of the input of this name, in the maps of blank_show(). */
static struct str id_find(const struct value *fields, struct str name)
{
	size_t i, k;

	for (i = 0; i < fields->count; i++) {
		const struct value *f = fields->items[i];
		const struct value *items = value_find(f, STR("items"));
		struct str id;

		if (str_equal(value_find_text(f, "name"), name))
			return value_find_text(f, "id");
		id = id_find(value_find(f, STR("fields")), name);
		for (k = 0; !id.len && items && k < items->count; k++) {
			const struct value *item = items->items[k];

			if (str_equal(value_find_text(item, "item"), name))
				return value_find_text(item, "item_id");
			id = id_find(value_find(item, STR("fields")), name);
		}
		if (id.len)
			return id;
	}
	return STR("");
}

/* The number in an id, "f12": how far down the form it is. */
static int64_t id_number(const struct value *finding)
{
	struct str id = value_find_text(finding, "at");
	int64_t n = INT64_MAX;

	if (!id.len)
		return -1;
	str_integer(str_slice(id, 1, id.len), &n);
	return n;
}

/* In the order of the form; there are few. */
static void summary_sort(struct value *list)
{
	size_t i, k;

	for (i = 1; i < list->count; i++) {
		struct value *v = list->items[i];

		for (k = i; k && id_number(list->items[k - 1]) > id_number(v);
		     k--)
			list->items[k] = list->items[k - 1];
		list->items[k] = v;
	}
}

/* All that was found, each with a link to where it is. */
static void summary_put(
    struct visit *v, struct value *root, struct sheet *s, struct value *fields)
{
	struct value *list = visit_findings(v, &s->said);
	struct arena *a = v->arena;
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct str name = s->remarks.remarks[i].name, id;

		id = str_is(name, BLANK_BODY) ? STR("body")
					      : id_find(fields, name);
		put_text(a, list->items[i], "at", id);
		put_text(a, list->items[i], "where",
		    str_is(name, BLANK_BODY) && s->work.at.kind->body
			? s->work.at.kind->body->name
			: name);
	}
	summary_sort(list);
	value_put(a, root, STR("findings"), list);
	put_text(a, root, "errors",
	    arena_printf(a, "%zu",
		report_count(&s->said, LEVEL_ERROR) +
		    report_count(&s->said, LEVEL_FAILURE)));
	put_text(a, root, "warnings",
	    arena_printf(a, "%zu", report_count(&s->said, LEVEL_WARNING)));
	put_flag(a, root, "has_errors", report_status(&s->said) != 0);
	put_flag(a, root, "has_findings", s->said.count > 0);
	put_flag(a, root, "is_checked", s->is_checked);
	put_flag(a, root, "is_refused", s->is_refused);
}

/* Why it came back, where the last receipt was returned. */
static void returned_put(struct visit *v, struct value *root, struct work *w)
{
	const struct event *e = journal_decision(&w->at.journal);
	const struct event *receipt = journal_receipt(&w->at.journal);
	struct arena *a = v->arena;
	bool is_returned = e && e->sort == EVENT_RETURNED;

	put_flag(a, root, "is_returned", is_returned);
	put_text(a, root, "returned_time",
	    is_returned ? visit_moment(v, e->seconds) : STR(""));
	put_text(a, root, "reason", is_returned ? e->comment : STR(""));
	put_flag(a, root, "is_waiting", receipt && !e);
	put_text(a, root, "received_time",
	    receipt ? visit_moment(v, receipt->seconds) : STR(""));
	put_text(a, root, "received_who", receipt ? receipt->who : STR(""));
	put_flag(a, root, "is_accepted", e && e->sort == EVENT_ACCEPTED);
}

static const char *hex_or(const struct oid *o)
{
	return oid_is_none(o) ? "" : o->hex;
}

/* What was received since the draft began, where that is something. */
static struct str stale_text(struct visit *v, const struct work *w)
{
	struct work bare = *w;
	struct str text;

	if (!work_is_stale(w) ||
	    work_files_at(&bare.files, w, v, &(struct oid){""}) ||
	    work_text(&text, &bare, v))
		return STR("");
	return text.len ? text : STR(" ");
}

static struct value *body_node(struct visit *v, struct sheet *s)
{
	const struct field *body = s->work.at.kind->body;
	struct value *list = value_list(v->arena), *map;
	struct value *wrong = value_list(v->arena);
	struct arena *a = v->arena;
	size_t i;

	if (!body)
		return list;
	for (i = 0; i < s->remarks.count; i++)
		if (str_is(s->remarks.remarks[i].name, BLANK_BODY)) {
			map = value_map(a);
			put_text(a, map, "message",
			    s->remarks.remarks[i].finding->message);
			put_text(a, map, "remedy",
			    s->remarks.remarks[i].finding->remedy);
			put_flag(a, map, "is_warning",
			    s->remarks.remarks[i].finding->level ==
				LEVEL_WARNING);
			value_append(a, wrong, map);
		}
	map = value_map(a);
	put_text(a, map, "label", body->name);
	put_text(a, map, "help", body->help);
	put_flag(a, map, "required", body->is_required);
	put_flag(a, map, "public", body->is_public);
	put_text(a, map, "value", s->body);
	put_flag(a, map, "has_wrong", wrong->count > 0);
	value_put(a, map, STR("wrong"), wrong);
	value_append(a, list, map);
	return list;
}

static void sheet_show(struct visit *v, struct sheet *s, unsigned status)
{
	struct work *w = &s->work;
	struct value *root = value_map(v->arena), *fields;
	struct arena *a = v->arena;
	struct blank b = {.kind = w->at.kind,
	    .match = &w->match,
	    .connection = v->connection,
	    .arena = a,
	    .report = v->report,
	    .pictures =
		arena_printf(a, "/picture/%.*s/", STR_ARGS(w->door.object)),
	    .more = visit_query(v, "add")};
	struct str stale = stale_text(v, w);

	blank_remarks(&s->remarks, a, w->at.kind, s->text, w->file, &s->said);
	fields = blank_show(&b, s->head, &s->remarks);
	value_put(a, root, STR("fields"), fields);
	value_put(a, root, STR("body"), body_node(v, s));
	put_text(a, root, "heading", record_title(v, &w->match));
	put_text(a, root, "kind_help", w->at.kind->help);
	put_text(a, root, "object", w->door.object);
	put_text(a, root, "action",
	    arena_printf(a, "/record/%.*s", STR_ARGS(w->door.object)));
	put_text(a, root, "base", str_from(hex_or(&s->base)));
	put_text(a, root, "branch", str_from(hex_or(&w->branch)));
	put_text(a, root, "folder", str_from(hex_or(&w->folder)));
	put_flag(a, root, "is_draft", !oid_is_none(&w->draft));
	put_flag(a, root, "is_saved", visit_query(v, "saved").len > 0);
	put_text(a, root, "from", w->from ? str_from(w->from) : STR(""));
	put_flag(a, root, "is_others",
	    !oid_is_none(&w->draft) && !str_equal(w->writer, v->user->name));
	put_text(a, root, "writer", w->writer);
	put_flag(a, root, "has_other", s->other.data != NULL);
	put_text(a, root, "other", s->other);
	put_text(a, root, "mine", s->other.data ? s->text : STR(""));
	put_flag(a, root, "is_stale", stale.len > 0);
	put_text(a, root, "newer", stale);
	returned_put(v, root, w);
	summary_put(v, root, s, fields);
	visit_page_as(v, status, "record", root);
}

/* --- checking --------------------------------------------------------------- */

/* Findings of the record's own file, by its name alone. */
static void findings_take(struct sheet *s, const struct report *all)
{
	struct str folder = s->work.door.folders[0];
	size_t i;

	for (i = 0; i < all->count; i++) {
		struct finding f = all->findings[i];

		if (str_begins(f.path, folder) && f.path.len > folder.len)
			f.path = str_slice(f.path, folder.len + 1, f.path.len);
		report_copy(&s->said, &f);
	}
}

/* 0: it may be handed in; `wish` is how. What was found is in s->said. */
static int sheet_check(
    struct sheet *s, struct wish *wish, struct visit *v, struct str once)
{
	struct check_options o = {
	    .workers = v->desk->options.workers, .cache = v->desk->cache};
	struct report all;
	struct tree t = {0};
	int status;

	report_init(&all, v->arena);
	pthread_mutex_lock(&v->desk->heavy);
	status = work_wish(wish, &s->work, v, once);
	if (!status)
		status = gate_judge(v->arena, v->law, wish, &all);
	if (!status)
		status = check_push(&t, v->arena, v->law, wish, 1, &o, &all);
	pthread_mutex_unlock(&v->desk->heavy);
	if (t.source)
		tree_release(&t);
	report_sort(&all);
	report_hide(&all);
	findings_take(s, &all);
	s->is_checked = true;
	return status || report_status(&all) ? -1 : 0;
}

/* --- showing ---------------------------------------------------------------- */

static int sheet_open(struct sheet *s, struct visit *v)
{
	*s = (struct sheet){0};
	report_init(&s->said, v->arena);
	if (work_find(&s->work, v, v->rest))
		return -1;
	s->base = s->work.draft;
	if (work_text(&s->text, &s->work, v) || sheet_parse(s, v, s->text)) {
		visit_refuse(v, 409, "表单打不开",
		    "这份材料的开头有格式错误，不能拆成一栏一栏的。请用文字"
		    "编辑器改好再用 git 推送，或者请管理员帮忙。");
		return -1;
	}
	return 0;
}

void record_show(struct visit *v)
{
	struct wish wish;
	struct sheet s;

	if (sheet_open(&s, v))
		return;
	if (visit_query(v, "check").len && s.text.len)
		sheet_check(&s, &wish, v, STR(""));
	sheet_show(v, &s, 200);
}

void record_picture(struct visit *v)
{
	struct str name = path_name(v->rest), bytes;
	const struct sheaf_file *f;
	struct work w;

	if (work_find(&w, v, path_folder(v->rest)))
		return;
	f = sheaf_find(&w.files, name);
	if (!f || !path_is_picture(name) ||
	    store_blob(&bytes, v->store, v->arena, f->id, name, v->report)) {
		visit_refuse(v, 404, "没有这张图片", "它可能已经删掉了。");
		return;
	}
	visit_bytes(
	    v, str_ends(name, STR(".png")) ? "image/png" : "image/jpeg", bytes);
}

/* --- pictures --------------------------------------------------------------- */

static bool picture_has_name(const struct sheaf *f, unsigned number)
{
	struct arena own = {0};
	bool has = sheaf_find(f, arena_printf(&own, "%02u.jpg", number)) ||
	    sheaf_find(f, arena_printf(&own, "%02u.png", number)) ||
	    sheaf_find(f, arena_printf(&own, "%02u.jpeg", number));

	arena_release(&own);
	return has;
}

/* Upright, small, without metadata, into the folder: its name, or empty with a
 * finding. */
static struct str picture_put(
    struct visit *v, struct work *w, const struct http_field *f)
{
	static const struct place whole_file = {0};
	struct picture p = {0};
	const char *wrong = NULL;
	struct str bytes, name;
	unsigned n = 1;

	if (f->is_cut)
		wrong = "超过 20 MB";
	else
		wrong = picture_parse(&p, f->value);
	while (n <= PICTURES_MAX && picture_has_name(&w->files, n))
		n++;
	if (!wrong && n > PICTURES_MAX)
		wrong = "照片太多了，一份材料最多 99 张";
	if (wrong) {
		report_add(v->report, FINDING_PICTURE_FORMAT, f->file,
		    whole_file, "照片“%.*s”没有收下：%s", STR_ARGS(f->file),
		    wrong);
		return STR("");
	}
	pthread_mutex_lock(&v->desk->heavy);
	bytes = variant_alone(v->arena, f->value, PICTURE_WIDEST);
	pthread_mutex_unlock(&v->desk->heavy);
	name = arena_printf(
	    v->arena, "%02u.%s", n, p.format == PICTURE_JPEG ? "jpg" : "png");
	return sheaf_put(&w->files, v->store, v->arena, name, bytes, v->report)
	    ? STR("")
	    : name;
}

/* A file came for an input `name` (a picture) or a list `name` (of which an
 * item each). */
static void picture_place(struct visit *v, struct value *head, struct str name,
    struct str file, const struct kind *k)
{
	struct str list = str_slice(name, 0, str_find_byte(name, '[', 0));
	struct value *items, *map;
	struct arena *a = v->arena;
	size_t i, n;
	int64_t at = -1;

	for (i = 0; i < k->field_count; i++)
		if (str_equal(k->fields[i].name, list))
			break;
	if (i == k->field_count)
		return;
	if (k->fields[i].type == FIELD_PICTURE) {
		value_put(a, head, list, value_text(a, file));
		return;
	}
	for (n = 0; n < k->fields[i].field_count; n++)
		if (k->fields[i].fields[n].type == FIELD_PICTURE)
			break;
	if (n == k->fields[i].field_count)
		return;
	items = value_find(head, list);
	if (!items || items->type != VALUE_LIST) {
		items = value_list(a);
		value_put(a, head, list, items);
	}
	if (list.len < name.len)
		str_integer(str_slice(name, list.len + 1,
				str_find_byte(name, ']', list.len)),
		    &at);
	if (at >= 0 && (size_t)at < items->count) {
		map = items->items[at];
	} else {
		map = value_map(a);
		value_append(a, items, map);
	}
	if (!value_find(map, k->fields[i].fields[n].name))
		value_put(
		    a, map, k->fields[i].fields[n].name, value_text(a, file));
}

static void pictures_take(struct visit *v, struct sheet *s)
{
	size_t i;

	for (i = 0; i < v->request->field_count; i++) {
		const struct http_field *f = &v->request->fields[i];
		struct str name;

		if (!f->file.data || (!f->value.len && !f->is_cut))
			continue;
		name = picture_put(v, &s->work, f);
		if (name.len)
			picture_place(
			    v, s->head, f->name, name, s->work.at.kind);
	}
}

/* Does any text of the record name this file? */
static bool is_named(const struct value *v, struct str body, struct str name)
{
	size_t i;

	if (str_find(body, name, 0) < body.len)
		return true;
	if (!v)
		return false;
	if (v->type == VALUE_TEXT)
		return str_find(v->text, name, 0) < v->text.len;
	for (i = 0; i < v->count; i++)
		if (is_named(
			v->type == VALUE_LIST ? v->items[i] : v->pairs[i].value,
			STR(""), name))
			return true;
	return false;
}

/* Pictures that nothing shows any more; an appended file has its folder in
 * common with others. */
static void pictures_drop(struct sheet *s)
{
	struct sheaf *f = &s->work.files;
	size_t i;

	for (i = f->count; i--;)
		if (path_is_picture(f->files[i].name) &&
		    !s->work.at.kind->handling.is_appended &&
		    !is_named(s->head, s->body, f->files[i].name))
			sheaf_remove(f, f->files[i].name);
}

/* --- taking ----------------------------------------------------------------- */

/* What was posted, over what the form was made from, as a text in the folder.
 * 0, or -1 where it has answered. */
static int posted_take(struct sheet *s, struct visit *v, struct str without)
{
	struct work *w = &s->work;
	struct buf text = {0};
	struct str before;
	int status;

	if (!oid_parse(&s->base, visit_field(v, "base")))
		s->base = (struct oid){0};
	if (work_files_at(&w->files, w, v, &s->base) ||
	    work_text(&before, w, v) || sheet_parse(s, v, before)) {
		visit_refuse(v, 409, "没有保存",
		    "这张表所依据的草稿已经不在了，可能已经报送或删掉。请按浏览器"
		    "的返回，把填的内容复制出来，再从首页打开。");
		return -1;
	}
	s->head =
	    blank_take(w->at.kind, v->arena, v->request, s->head, without);
	if (visit_has(v, BLANK_BODY))
		s->body = body_of(visit_field(v, BLANK_BODY));
	pictures_take(v, s);
	pictures_drop(s);
	scribe_write(&text, s->head, s->body);
	s->text = arena_str(v->arena, buf_view(&text));
	buf_release(&text);
	status = sheaf_put(
	    &w->files, v->store, v->arena, w->file, s->text, v->report);
	if (status)
		visit_refuse(v, 500, "没有保存", "请告诉管理员。");
	return status;
}

/* The draft of somebody else, as text. */
static void other_show(struct sheet *s, struct visit *v)
{
	struct work theirs = s->work;

	s->other = STR("");
	if (!sheaf_read(&theirs.files, v->store, v->arena, &theirs.draft,
		STR(""), v->report))
		work_text(&s->other, &theirs, v);
	if (!s->other.data)
		s->other = STR("");
	/* The next saving knows of it. */
	s->base = s->work.draft;
	sheet_show(v, s, 409);
}

/* Saves. 0, or -1 where it has answered. */
static int sheet_save(struct sheet *s, struct visit *v)
{
	struct work_note note = {0};
	struct str once = visit_field(v, "once");

	if (once_is_good(once))
		memcpy(note.once, once.data, ONCE_SIZE - 1);
	oid_parse(&note.branch, visit_field(v, "branch"));
	oid_parse(&note.folder, visit_field(v, "folder"));
	switch (work_save(&s->work, v, &s->base, &note)) {
	case SAVED_DONE:
	case SAVED_AGAIN:
		return 0;
	case SAVED_OTHER:
		other_show(s, v);
		return -1;
	case SAVED_FAILED:
	default:
		visit_refuse(v, 500, "没有保存",
		    "请按浏览器的返回再试一次；还不行，请告诉管理员。");
		return -1;
	}
}

static void receipt_go(struct visit *v, const struct work *w)
{
	const struct event *e = journal_receipt(&w->at.journal);

	visit_redirect(v,
	    arena_printf(v->arena, "/receipt/%.*s/%u", STR_ARGS(w->door.object),
		e ? e->number : 0));
}

/* Through the check and the gate. */
static void sheet_submit(struct sheet *s, struct visit *v)
{
	struct str once = visit_field(v, "once");
	struct answer answer;
	struct wish wish;
	size_t before = v->report->count, i;

	if (sheet_check(s, &wish, v, once)) {
		s->is_refused = true;
		s->base = s->work.draft;
		sheet_show(v, s, 422);
		return;
	}
	if (visit_submit(v, &answer, &wish)) {
		for (i = before; i < v->report->count; i++)
			report_copy(&s->said, &v->report->findings[i]);
		s->is_refused = true;
		s->base = s->work.draft;
		sheet_show(v, s, 409);
		return;
	}
	work_drop(&s->work, v);
	visit_redirect(v,
	    arena_printf(v->arena, "/receipt/%.*s/%u",
		STR_ARGS(s->work.door.object), answer.event.number));
}

static void saved_go(
    struct visit *v, const struct sheet *s, const char *how, struct str what)
{
	visit_redirect(v,
	    arena_printf(v->arena, "/record/%.*s?%s=%.*s%s",
		STR_ARGS(s->work.door.object), how,
		STR_ARGS(address_part(v->arena, what)),
		str_is(str_from(how), "add") ? "#added" : ""));
}

/* A picture that was not taken is told, and all else is saved. */
static bool has_faulty_pictures(struct visit *v, struct sheet *s)
{
	if (!v->report->count)
		return false;
	report_join(&s->said, v->report);
	s->base = s->work.draft;
	sheet_show(v, s, 422);
	return true;
}

void record_take(struct visit *v)
{
	struct str wanted = visit_field(v, "do"), what;
	struct sheet s = {0};
	size_t at = str_find_byte(wanted, ':', 0);

	what = str_slice(wanted, at + 1, wanted.len);
	wanted = str_slice(wanted, 0, at);
	report_init(&s.said, v->arena);
	if (work_find(&s.work, v, v->rest))
		return;
	if (str_is(wanted, "submit") && oid_is_none(&s.work.draft) &&
	    work_was_submitted(&s.work, v, visit_field(v, "once"))) {
		receipt_go(v, &s.work);
		return;
	}
	if (str_is(wanted, "discard")) {
		work_drop(&s.work, v);
		visit_redirect(v, STR("/"));
		return;
	}
	if (posted_take(&s, v, str_is(wanted, "remove") ? what : STR("")) ||
	    sheet_save(&s, v) || has_faulty_pictures(v, &s))
		return;
	if (str_is(wanted, "submit"))
		sheet_submit(&s, v);
	else if (str_is(wanted, "check"))
		saved_go(v, &s, "check", STR("1"));
	else if (str_is(wanted, "add"))
		saved_go(v, &s, "add", what);
	else
		saved_go(v, &s, "saved", STR("1"));
}

/* --- the receipt ------------------------------------------------------------ */

void receipt_show(struct visit *v)
{
	struct value *root = value_map(v->arena);
	struct arena *a = v->arena;
	const struct event *e = NULL;
	struct str turn = STR("");
	struct work w;
	int64_t number, late;
	size_t i;

	if (work_find(&w, v, path_folder(v->rest)))
		return;
	if (!str_integer(path_name(v->rest), &number))
		number = 0;
	for (i = 0; i < w.at.journal.count; i++)
		if (w.at.journal.events[i].number == (uint64_t)number &&
		    w.at.journal.events[i].sort == EVENT_RECEIVED)
			e = &w.at.journal.events[i];
	if (!e) {
		visit_refuse(v, 404, "没有这张回执", "请从首页进来。");
		return;
	}
	late = days_late(e->seconds, e->due);
	put_text(a, root, "heading", record_title(v, &w.match));
	put_text(a, root, "object", w.door.object);
	put_text(a, root, "number", arena_printf(a, "%04u", e->number));
	put_text(a, root, "time", visit_moment(v, e->seconds));
	put_text(a, root, "who", e->who);
	put_text(a, root, "commit", str_slice(e->commit, 0, 12));
	put_text(a, root, "due", str_slice(e->due, 0, 10));
	put_flag(a, root, "is_late", e->due.len && late > 0);
	put_text(a, root, "late", arena_printf(a, "%lld", (long long)late));
	if (!law_ask(&w.at, NULL, v->law, &w.branch, v->report))
		turn = visit_unit_name(v, chain_decider(&w.at.matter));
	put_text(a, root, "turn", turn);
	visit_page(v, "receipt", root);
}
