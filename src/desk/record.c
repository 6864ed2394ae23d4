/* SPDX-License-Identifier: MIT */
/* The form of a record: shown, saved, checked, handed in. After each deed the
 * browser is sent to look at what came of it, so that going back or loading
 * again does nothing twice. */
#include "book/intake.h"
#include "book/scribe.h"
#include "desk.h"
#include "gate/check.h"
#include "sheet.h"
#include "web/photo.h"

/* --- what it is called ----------------------------------------------------- */

struct str part_name(struct visit *v, const struct field *f, struct str text)
{
	const struct table *t = f->target_count ? f->targets[0] : NULL;
	struct value *given = value_map(v->arena), *rows;
	struct date d;
	int64_t n;

	if (f->type == FIELD_MONTH && month_parse(&d, text))
		return arena_printf(v->arena, "%d 年 %d 月", d.year, d.month);
	if (f->type == FIELD_INTEGER && str_integer(text, &n))
		return arena_printf(v->arena, "第 %lld 份", (long long)n);
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

	/* The first is the unit; which of many steps it is, its folder says. */
	for (i = 1; i < m->kind->capture_count; i++) {
		const struct field *f = &m->kind->captures[i];

		if (!m->captures[i].len ||
		    (m->kind->handling.is_appended && f->type == FIELD_INTEGER))
			continue;
		buf_str(&title, part_name(v, f, m->captures[i]));
		buf_text(&title, " ");
	}
	buf_str(&title, m->kind->name);
	made = arena_str(v->arena, buf_view(&title));
	buf_release(&title);
	return made;
}

/* The record of a file, or of its folder. */
static bool match_find(struct match *m, struct visit *v, struct str path)
{
	static const char *const files[] = {"", "/index.md", "/01.md"};
	static const struct str content = {"content/", 8};
	size_t i;

	if (!str_begins(path, content))
		return false;
	path = str_slice(path, content.len, path.len);
	for (i = 0; i < sizeof files / sizeof *files; i++)
		if (schema_match(m, v->arena, &v->law->schema,
			arena_printf(
			    v->arena, "%.*s%s", STR_ARGS(path), files[i])) &&
		    m->kind->capture_count)
			return true;
	return false;
}

struct str file_title(struct visit *v, struct str path)
{
	struct match m;

	if (!match_find(&m, v, path))
		return path;
	return arena_printf(v->arena, "%.*s %.*s",
	    STR_ARGS(visit_unit_name(v, m.captures[0])),
	    STR_ARGS(record_title(v, &m)));
}

static bool is_of_path(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    (c && strchr("-._/", c));
}

struct str words_named(struct visit *v, struct str text)
{
	static const struct str units = {"content/units/", 14};
	size_t from = str_find(text, units, 0), at = 0, end;
	struct buf out = {0};
	struct str made;

	if (from == text.len)
		return text;
	for (; from < text.len; from = str_find(text, units, end)) {
		for (end = from; end < text.len && is_of_path(text.data[end]);
		     end++)
			;
		while (strchr("./", text.data[end - 1]))
			end--;
		buf_str(&out, str_slice(text, at, from));
		buf_str(&out, file_title(v, str_slice(text, from, end)));
		at = end;
	}
	buf_str(&out, str_slice(text, at, text.len));
	made = arena_str(v->arena, buf_view(&out));
	buf_release(&out);
	return made;
}

/* --- checking --------------------------------------------------------------- */

/* Findings from one on; those of the record's own file by its name alone. */
static void findings_take(
    struct sheet *s, struct visit *v, const struct report *all, size_t from)
{
	struct str folder = s->work.door.folders[0];
	size_t i;

	for (i = from; i < all->count; i++) {
		struct finding f = all->findings[i];

		f.message = words_named(v, f.message);
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
	struct event e;
	int status;

	report_init(&all, v->arena);
	pthread_mutex_lock(&v->desk->heavy);
	status = work_wish(wish, &s->work, v, once);
	if (!status)
		status = gate_judge(&e, v->arena, v->law, wish, &all);
	if (!status)
		status = check_push(&t, v->arena, v->law, wish, 1, &o, &all);
	pthread_mutex_unlock(&v->desk->heavy);
	if (t.source)
		tree_release(&t);
	report_sort(&all);
	report_hide(&all);
	findings_take(s, v, &all, 0);
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
	sheet_prefill(s, v);
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
	const struct folder_file *f;
	struct work w;

	if (work_find(&w, v, path_folder(v->rest)))
		return;
	f = folder_find(&w.files, name);
	if (!f || !path_is_picture(name) ||
	    store_blob(&bytes, v->store, v->arena, f->id, name, v->report)) {
		visit_refuse(v, 404, "没有这张图片", "它可能已经删掉了。");
		return;
	}
	visit_bytes(
	    v, str_ends(name, STR(".png")) ? "image/png" : "image/jpeg", bytes);
}

/* --- pictures --------------------------------------------------------------- */

/* Pixels across, as the plan has it. */
static uint32_t widest(struct visit *v)
{
	struct photo_rules rules;

	photo_rules_read(&rules, v->arena, &v->reading->tree, v->report);
	return rules.widths.widths[rules.widths.count - 1];
}

/* Upright, small, without metadata, into the folder: its name, or empty with a
 * finding. */
static struct str picture_put(
    struct visit *v, struct work *w, const struct http_field *f)
{
	struct str *names =
	    arena_array(v->arena, w->files.count + 1, sizeof *names);
	struct str bytes = {0}, name = {0};
	enum picture_format format;
	const char *wrong = NULL;
	size_t i;

	for (i = 0; i < w->files.count; i++)
		names[i] = w->files.files[i].path;
	if (f->is_cut) {
		wrong = "超过 20 MB";
	} else {
		pthread_mutex_lock(&v->desk->heavy);
		wrong = intake(&bytes, &format, v->arena, f->value, widest(v));
		pthread_mutex_unlock(&v->desk->heavy);
	}
	if (!wrong) {
		name = intake_name(v->arena, names, w->files.count, format);
		wrong = name.len ? NULL : "照片太多了，一份材料最多 99 张";
	}
	if (wrong) {
		report_add(v->report, FINDING_PICTURE_FORMAT, f->file,
		    (struct place){0}, "照片“%.*s”没有收下：%s",
		    STR_ARGS(f->file), wrong);
		return STR("");
	}
	return folder_put(&w->files, v->store, v->arena, name, bytes, v->report)
	    ? STR("")
	    : name;
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
			blank_picture(
			    s->work.at.kind, v->arena, s->head, f->name, name);
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
	struct folder *f = &s->work.files;
	size_t i;

	for (i = f->count; i--;)
		if (path_is_picture(f->files[i].path) &&
		    !s->work.at.kind->handling.is_appended &&
		    !is_named(s->head, s->body, f->files[i].path))
			folder_remove(f, f->files[i].path);
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
		s->body = blank_clean(v->arena, visit_field(v, BLANK_BODY));
	pictures_take(v, s);
	pictures_drop(s);
	scribe_write(&text, s->head, s->body);
	s->text = arena_str(v->arena, buf_view(&text));
	buf_release(&text);
	status = folder_put(
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
	if (!folder_read(&theirs.files, v->store, v->arena, &theirs.draft,
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
	size_t before = v->report->count;

	if (sheet_check(s, &wish, v, once)) {
		s->is_refused = true;
		s->base = s->work.draft;
		sheet_show(v, s, 422);
		return;
	}
	if (visit_submit(v, &answer, &wish)) {
		findings_take(s, v, v->report, before);
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

/* The draft goes that its reader has seen, and no other. */
static void sheet_discard(struct sheet *s, struct visit *v)
{
	oid_parse(&s->base, visit_field(v, "base"));
	if (!oid_is_none(&s->work.draft) &&
	    oid_equal(&s->base, &s->work.draft) && !work_drop(&s->work, v))
		visit_redirect(v, STR("/"));
	else
		visit_refuse(v, 409, "没有删掉",
		    "别人刚刚改过这份草稿，或者已经报送、删掉了。请从首页打开"
		    "看看。");
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
		sheet_discard(&s, v);
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
