/* SPDX-License-Identifier: MIT */
#include "work.h"

static const struct place whole_file = {0};
static const struct str units = {"units/", 6};

enum {
	HISTORY_MAX = 200, /* savings of a draft that are looked through */
	APPENDED_MAX = 99,
};

/* --- notes ---------------------------------------------------------------- */

static struct str note_text(
    struct arena *a, struct str object, const struct work_note *n)
{
	return arena_printf(a, "%.*s %s %s %s\n", STR_ARGS(object), n->once,
	    oid_is_none(&n->branch) ? "-" : n->branch.hex,
	    oid_is_none(&n->folder) ? "-" : n->folder.hex);
}

static void note_parse(struct work_note *n, struct str subject)
{
	struct str object, once = {0}, branch = {0}, folder = {0};

	*n = (struct work_note){0};
	str_next(&subject, ' ', &object);
	str_next(&subject, ' ', &once);
	str_next(&subject, ' ', &branch);
	str_next(&subject, ' ', &folder);
	if (once_is_good(once))
		memcpy(n->once, once.data, ONCE_SIZE - 1);
	oid_parse(&n->branch, branch);
	oid_parse(&n->folder, folder);
}

/* Of a commit, and the one before it. */
static int note_read(struct work_note *n, struct oid *before,
    const struct visit *v, const struct oid *commit)
{
	struct str subject;

	if (store_parent(
		before, &subject, v->store, v->arena, commit, v->report))
		return -1;
	note_parse(n, subject);
	return 0;
}

/* --- finding -------------------------------------------------------------- */

static bool is_of_unit(const struct visit *v, struct str user, struct str unit)
{
	size_t i;

	for (i = 0; i < v->law->roster.count; i++)
		if (str_equal(v->law->roster.users[i].name, user))
			return str_equal(v->law->roster.users[i].unit, unit);
	return false;
}

static const struct str drafts_folder = {"refs/drafts/", 12};

int work_drafts(struct work_draft **drafts, size_t *count, struct visit *v)
{
	struct str *refs;
	size_t n, i;

	*count = 0;
	if (store_refs(&refs, &n, v->store, v->arena, drafts_folder, v->report))
		return -1;
	*drafts = arena_array(v->arena, n, sizeof **drafts);
	for (i = 0; i < n; i++) {
		struct work_draft d = {.ref = refs[i],
		    .object =
			str_slice(refs[i], drafts_folder.len, refs[i].len)};

		if (str_next(&d.object, '/', &d.writer))
			(*drafts)[(*count)++] = d;
	}
	return 0;
}

/* The draft of anybody of the unit: his own comes first. */
static int draft_find(struct work *w, struct visit *v)
{
	struct work_draft *drafts;
	size_t n, i;

	w->writer = v->user->name;
	w->ref =
	    arena_printf(v->arena, "%.*s%.*s/%.*s", STR_ARGS(drafts_folder),
		STR_ARGS(v->user->name), STR_ARGS(w->door.object));
	if (work_drafts(&drafts, &n, v))
		return -1;
	for (i = 0; i < n; i++) {
		const struct work_draft *d = &drafts[i];

		if (!str_equal(d->object, w->door.object) ||
		    !is_of_unit(v, d->writer, w->door.unit))
			continue;
		if (!oid_is_none(&w->draft) &&
		    !str_equal(d->writer, v->user->name))
			continue;
		if (store_ref(&w->draft, v->store, d->ref, v->report))
			return -1;
		w->ref = d->ref;
		w->writer = d->writer;
	}
	return 0;
}

/* Of what is added to, the file that is written now: the last one that main
 * does not have, or else the next. */
static int appended_find(struct work *w, struct visit *v)
{
	struct folder main;
	size_t i;
	int number;

	if (folder_read(&main, v->store, v->arena, &v->law->main,
		w->door.folders[0], v->report))
		return -1;
	for (i = w->files.count; i--;)
		if (str_ends(w->files.files[i].path, STR(".md")) &&
		    !folder_find(&main, w->files.files[i].path)) {
			w->file = w->files.files[i].path;
			return 0;
		}
	for (number = 1; number <= APPENDED_MAX; number++) {
		w->file = arena_printf(v->arena, "%02d.md", number);
		if (!folder_find(&main, w->file))
			return 0;
	}
	return report_add(v->report, FINDING_GATE_LIMIT, w->door.folders[0],
	    whole_file, "这里已经有 %d 步", APPENDED_MAX);
}

static int files_find(struct work *w, struct visit *v)
{
	const struct event *decision = journal_decision(&w->at.journal);
	bool is_accepted = decision && decision->sort == EVENT_ACCEPTED;
	const struct oid *from = &v->law->main;
	struct str path = w->door.folders[0];
	struct oid before;

	w->from = oid_is_none(&w->folder) ? NULL : "已公布的";
	if (!oid_is_none(&w->branch) && !is_accepted) {
		from = &w->branch;
		w->from = "报送的";
	}
	if (!oid_is_none(&w->draft)) {
		from = &w->draft;
		path = STR("");
		w->from = "草稿";
		if (note_read(&w->note, &before, v, &w->draft))
			return -1;
	}
	return folder_read(
	    &w->files, v->store, v->arena, from, path, v->report);
}

static int work_read(struct work *w, struct visit *v)
{
	struct str path;

	if (law_case(&w->at, v->law, &w->door, v->report) ||
	    store_ref(&w->branch, v->store, w->door.branch, v->report) ||
	    store_folder(&w->folder, v->store, &v->law->main,
		w->door.folders[0], v->report) ||
	    draft_find(w, v) || files_find(w, v))
		return -1;
	w->file = STR("index.md");
	if (w->at.kind->handling.is_appended && appended_find(w, v))
		return -1;
	path = arena_printf(v->arena, "units/%.*s/%.*s",
	    STR_ARGS(w->door.object), STR_ARGS(w->file));
	return schema_match(&w->match, v->arena, &v->law->schema, path)
	    ? 0
	    : report_add(v->report, FINDING_GATE_REF, path, whole_file,
		  "没有哪种材料放在这里");
}

bool work_is_free(struct visit *v, struct str object)
{
	struct report before = *v->report;
	struct work w = {0};
	bool is_free = door_make(&w.door, v->arena, ACT_SUBMIT, object) &&
	    !work_read(&w, v) && !w.from && !w.at.journal.count;

	*v->report = before;
	return is_free;
}

int work_find(struct work *w, struct visit *v, struct str object)
{
	*w = (struct work){0};
	if (!path_is_good(object) ||
	    !door_make(&w->door, v->arena, ACT_SUBMIT, object) ||
	    w->door.is_plan) {
		visit_refuse(v, 404, "没有这份材料", "网址可能写错了。");
		return -1;
	}
	/* It is part of a ref's name. */
	if (!path_name_is_good(v->user->name)) {
		visit_refuse(v, 403, "不能填报",
		    "用户名只能用小写字母、数字和短横线，请管理员改人员名册。");
		return -1;
	}
	if (!str_equal(w->door.unit, v->user->unit) ||
	    !(v->user->roles & (ROLE_SUBMIT | ROLE_OFFICE))) {
		visit_refuse(v, 403, "不能打开",
		    "这是别的单位的材料，只有那个单位的人能填。");
		return -1;
	}
	if (work_read(w, v)) {
		visit_refuse(v, 404, "没有这份材料", "原因见下。");
		return -1;
	}
	return 0;
}

int work_text(struct str *text, const struct work *w, struct visit *v)
{
	const struct folder_file *f = folder_find(&w->files, w->file);

	*text = STR("");
	return f
	    ? store_blob(text, v->store, v->arena, f->id, w->file, v->report)
	    : 0;
}

/* Is it in the draft's history? */
static bool is_saved(
    const struct work *w, const struct visit *v, const struct oid *commit)
{
	struct oid at = w->draft, before;
	struct work_note note;
	int left;

	for (left = HISTORY_MAX; left && !oid_is_none(&at); left--) {
		if (oid_equal(&at, commit))
			return true;
		if (note_read(&note, &before, v, &at))
			return false;
		at = before;
	}
	return false;
}

int work_files_at(struct folder *f, const struct work *w, struct visit *v,
    const struct oid *commit)
{
	if (oid_is_none(commit)) {
		/* Before there was a draft. */
		struct work bare = *w;

		bare.draft = (struct oid){0};
		if (files_find(&bare, v))
			return -1;
		*f = bare.files;
		return 0;
	}
	if (!is_saved(w, v, commit))
		return -1;
	return folder_read(f, v->store, v->arena, commit, STR(""), v->report);
}

/* --- saving --------------------------------------------------------------- */

/* Has a form of this number been saved since? */
static bool was_saved(
    const struct work *w, const struct visit *v, const char *once)
{
	struct oid at = w->draft, before;
	struct work_note note;
	int left;

	for (left = HISTORY_MAX; left && !oid_is_none(&at); left--) {
		if (note_read(&note, &before, v, &at))
			return false;
		if (once[0] && !strcmp(note.once, once))
			return true;
		at = before;
	}
	return false;
}

/* Moves the draft's ref (to none: away): 0; 1: somebody has moved it since, and
 * w->draft is where to; -1: a finding. */
static int draft_move(struct work *w, struct visit *v, const struct oid *from,
    const struct oid *to)
{
	struct arena own = {0};
	struct report quiet;
	int status;

	report_init(&quiet, &own);
	status = store_move(v->store, v->arena, w->ref, from, to, &quiet);
	if (!status)
		w->draft = *to;
	else if (store_ref(&w->draft, v->store, w->ref, v->report) ||
	    oid_equal(&w->draft, from))
		report_join(v->report, &quiet);
	else
		status = 1;
	arena_release(&own);
	return status;
}

/* Writes the files as a commit, and all else of it. */
static int files_commit(struct oid *made, const struct work *w, struct visit *v,
    struct folder_change c)
{
	c.author = v->user->name;
	c.committer = STR("taizhang");
	c.seconds = v->now;
	return folder_write(&c.tree, v->store, &w->files, v->report) ||
		folder_commit(made, v->store, v->arena, &c, v->report)
	    ? -1
	    : 0;
}

enum saved work_save(struct work *w, struct visit *v, const struct oid *on,
    const struct work_note *note)
{
	struct oid made;
	int status;

	if (!oid_equal(on, &w->draft))
		return was_saved(w, v, note->once) ? SAVED_AGAIN : SAVED_OTHER;
	if (files_commit(&made, w, v,
		(struct folder_change){.parents = {*on},
		    .message = note_text(v->arena, w->door.object, note)}))
		return SAVED_FAILED;
	status = draft_move(w, v, on, &made);
	if (status < 0)
		return SAVED_FAILED;
	if (status)
		return was_saved(w, v, note->once) ? SAVED_AGAIN : SAVED_OTHER;
	w->note = *note;
	return SAVED_DONE;
}

int work_drop(struct work *w, struct visit *v)
{
	static const struct oid none = {0};
	struct oid draft = w->draft;

	return oid_is_none(&draft) ? 1 : draft_move(w, v, &draft, &none);
}

bool work_is_stale(const struct work *w)
{
	return !oid_is_none(&w->draft) &&
	    (!oid_equal(&w->note.branch, &w->branch) ||
		!oid_equal(&w->note.folder, &w->folder));
}

/* --- handing in ----------------------------------------------------------- */

int work_wish(
    struct wish *wish, struct work *w, struct visit *v, struct str once)
{
	struct work_note note = {.branch = w->branch, .folder = w->folder};
	struct folder_change c = {.path = w->door.folders[0],
	    .base = v->law->main,
	    .parents = {w->branch, v->law->main}};

	if (once_is_good(once))
		memcpy(note.once, once.data, ONCE_SIZE - 1);
	c.message = note_text(v->arena, w->door.object, &note);
	*wish = (struct wish){.door = w->door,
	    .who = v->user->name,
	    .was = w->branch,
	    .received = v->now};
	return files_commit(&wish->commit, w, v, c);
}

bool work_was_submitted(const struct work *w, struct visit *v, struct str once)
{
	struct work_note note;
	struct oid before;

	return !oid_is_none(&w->branch) && once_is_good(once) &&
	    !note_read(&note, &before, v, &w->branch) &&
	    str_is(once, note.once);
}

struct str work_object(struct arena *a, struct str unit, struct str id)
{
	struct str rest = str_slice(id, unit.len + 1, id.len);
	size_t cut = sizeof "2026-11" - 1;
	struct date month;

	if (!str_begins(id, unit))
		return id;
	if (!month_parse(&month, str_slice(rest, 0, cut)))
		cut = str_find_byte(rest, '-', 0);
	return arena_printf(a, "%.*s/%.*s/%.*s", STR_ARGS(unit), (int)cut,
	    rest.data, STR_ARGS(str_slice(rest, cut + 1, rest.len)));
}

struct str work_place(
    struct arena *a, const struct kind *k, const struct str *captures)
{
	struct buf path = {0};
	struct str made = {0}, all;

	if (!match_path(&path, k, captures)) {
		all = buf_view(&path);
		if (path_is_good(all) && str_begins(all, units))
			made = arena_str(
			    a, path_folder(str_slice(all, units.len, all.len)));
	}
	buf_release(&path);
	return made;
}
