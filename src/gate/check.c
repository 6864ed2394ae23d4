/* SPDX-License-Identifier: MIT */
/* From the cheap to the dear, and nothing is unpacked before its names, modes
 * and sizes are known to be good. */
#include "check.h"

#include "book/match.h"
#include "book/personal.h"
#include "book/picture.h"
#include "book/picture_text.h"
#include "book/record.h"
#include "book/rule.h"
#include "git/push.h"
#include "git/repo.h"
#include "near.h"
#include "web/site.h"

static const struct place whole_file = {0};

enum { WISHES_MAX = 8 };

struct check {
	const struct law *law;
	const struct wish *wishes;
	size_t count;
	const struct check_options *options;
	struct arena *arena;
	struct report *report;
	struct push_files files;
	struct tree *tree;
};

static const struct store *store_of(const struct check *c)
{
	return c->law->store;
}

/* Where something is handed in: at most WISHES_MAX * DOOR_FOLDERS. */
static size_t folders_pushed(const struct check *c, struct str *folders)
{
	size_t n = 0, i, k;

	for (i = 0; i < c->count; i++)
		for (k = 0; k < c->wishes[i].door.folder_count; k++)
			folders[n++] = c->wishes[i].door.folders[k];
	return n;
}

static bool has_plan(const struct check *c)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (c->wishes[i].door.is_plan)
			return true;
	return false;
}

/* --- the commits ---------------------------------------------------------- */

static int walk_all(struct check *c)
{
	struct push_budget left = PUSH_BUDGET;
	int status = 0;
	size_t i;

	for (i = 0; i < c->count; i++) {
		const struct wish *w = &c->wishes[i];
		struct push p = {.main = c->law->main,
		    .old = w->was,
		    .tip = w->commit,
		    .folders = w->door.folders,
		    .folder_count = w->door.folder_count,
		    .has_folders = w->door.is_plan};

		if (push_walk(
			&c->files, c->arena, store_of(c), &p, &left, c->report))
			status = -1;
	}
	return status;
}

/* --- the tree as it would be ---------------------------------------------- */

/* These folders of main, and what is pushed in its place. */
static int tree_make(struct check *c, const struct str *folders, size_t count)
{
	struct tree_part *parts = arena_array(
	    c->arena, count + WISHES_MAX * DOOR_FOLDERS, sizeof *parts);
	struct str but[WISHES_MAX * DOOR_FOLDERS];
	size_t n = 0, i, k;

	for (i = 0; i < c->count; i++)
		for (k = 0; k < c->wishes[i].door.folder_count; k++) {
			but[n] = c->wishes[i].door.folders[k];
			parts[n] = (struct tree_part){
			    .commit = c->wishes[i].commit.hex, .path = but[n]};
			n++;
		}
	for (i = 0; i < count; i++)
		parts[n + i] = (struct tree_part){.commit = c->law->main.hex,
		    .path = folders[i],
		    .but = but,
		    .but_count = n};
	return repo_compose(c->tree, c->arena, store_path(store_of(c)),
	    store_quarantine(store_of(c)), parts, n + count, c->report);
}

static int tree_make_whole(struct check *c)
{
	static const struct str all = {0};

	return tree_make(c, &all, 1);
}

static int tree_make_near(struct check *c)
{
	struct str *folders;
	size_t n;

	return near_folders(&folders, &n, c->arena, c->law, c->wishes, c->count,
		   c->report)
	    ? -1
	    : tree_make(c, folders, n);
}

static bool is_below(struct str path, struct str folder)
{
	return str_begins(path, folder) &&
	    (path.len == folder.len || path.data[folder.len] == '/');
}

static bool is_pushed(const struct check *c, struct str path)
{
	size_t i, k;

	for (i = 0; i < c->count; i++)
		for (k = 0; k < c->wishes[i].door.folder_count; k++)
			if (is_below(path, c->wishes[i].door.folders[k]))
				return true;
	return false;
}

/* A rule, a view or a query that fails: then nobody can be judged. */
static bool is_plan_fault(const struct finding *f)
{
	static const enum finding_id faults[] = {FINDING_RULE, FINDING_VIEW,
	    FINDING_QUERY, FINDING_QUERY_STEPS, FINDING_KIND};
	size_t i;

	for (i = 0; i < sizeof faults / sizeof *faults; i++)
		if (str_is(f->id, finding_sorts[faults[i]].id))
			return true;
	return false;
}

/* What concerns the pusher; with the plan in the push, also what keeps the
 * portal back, wherever that is. */
static int findings_take(struct check *c, struct report *all)
{
	bool is_plan = has_plan(c);
	int status = 0;
	size_t i;

	for (i = 0; i < all->count; i++) {
		const struct finding *f = &all->findings[i];

		if (f->level != LEVEL_FAILURE && !is_plan_fault(f) &&
		    !is_pushed(c, f->path) &&
		    !(is_plan && f->level != LEVEL_WARNING &&
			f->blocks == BLOCKS_PORTAL))
			continue;
		report_copy(c->report, f);
		if (f->level != LEVEL_WARNING)
			status = -1;
	}
	return status;
}

/* --- what is not at the tip ----------------------------------------------- */

static void history_fault(
    struct check *c, const struct push_file *f, const char *what)
{
	report_add(c->report, FINDING_GATE_HISTORY, f->path, whole_file,
	    "%s：%s", f->is_at_tip ? "这张图片" : "前面的提交里有过", what);
}

static void text_look(struct check *c, const struct book *b,
    const struct push_file *f, struct str bytes)
{
	struct arena own = {0};
	struct report quiet;
	struct personal_scan scan;
	struct personal found;

	report_init(&quiet, &own);
	if (front_check_text(bytes, f->path, &quiet))
		history_fault(c, f, "不是干净的 UTF-8 文字");
	personal_begin(&scan, bytes, false);
	while (personal_next(&scan, &found))
		if (!book_allows(b, bytes, &found)) {
			history_fault(c, f, personal_name(found.kind));
			break;
		}
	arena_release(&own);
}

static void picture_look(struct check *c, const struct book *b,
    const struct push_file *f, struct str bytes)
{
	struct picture_text texts;
	struct picture p;
	struct str text;
	const char *wrong = picture_parse(&p, bytes);

	if (wrong && f->is_at_tip)
		report_add(c->report, FINDING_PICTURE_FORMAT, f->path,
		    whole_file, "%s", wrong);
	else if (wrong)
		history_fault(c, f, wrong);
	if (wrong || f->is_at_tip)
		return;
	picture_text_begin(&texts, bytes);
	while (picture_text_next(&texts, &text))
		text_look(c, b, f, text);
	if (texts.has_position)
		history_fault(c, f, personal_name(PERSONAL_POSITION));
}

/* The rules look at the tip; a picture that no record shows is looked at by
 * none of them. */
static void files_look(struct check *c, const struct book *b)
{
	struct arena own = {0};
	size_t i;

	for (i = 0; i < c->files.count; i++) {
		const struct push_file *f = &c->files.files[i];
		bool is_picture = path_is_picture(f->path);
		struct str bytes;

		if (f->is_at_tip && !is_picture)
			continue;
		if (store_blob(
			&bytes, store_of(c), &own, f->id, f->path, c->report))
			continue;
		if (is_picture)
			picture_look(c, b, f, bytes);
		else
			text_look(c, b, f, bytes);
		arena_clear(&own);
	}
	arena_release(&own);
}

/* --- what was accepted stays ---------------------------------------------- */

/* The texts of a record's ids, in all its lists. */
static size_t ids_find(
    struct str **ids, struct arena *a, const struct record *rec)
{
	size_t n = 0, cap = 0, i, k;

	*ids = NULL;
	for (i = 1; i < rec->row_count; i++) {
		const struct table *t = rec->rows[i].table;

		for (k = COLUMN_FIRST; k < t->column_count; k++) {
			const struct cell *cell =
			    &rec->rows[i].cells[k - COLUMN_FIRST];

			if (t->columns[k].field->type != FIELD_ID ||
			    cell->type != CELL_TEXT)
				continue;
			*ids = arena_grow(a, *ids, n, &cap, sizeof **ids);
			(*ids)[n++] = cell->text;
		}
	}
	return n;
}

static void numbers_look(struct check *c, const struct match *m,
    struct str path, struct str old_text, struct str new_text,
    struct report *quiet)
{
	struct record was, is;
	struct str *old, *new;
	size_t old_count, new_count, i, k;

	if (record_make(
		&was, quiet->arena, m, old_text, path, c->tree, quiet) ||
	    record_make(&is, quiet->arena, m, new_text, path, c->tree, quiet))
		return;
	old_count = ids_find(&old, quiet->arena, &was);
	new_count = ids_find(&new, quiet->arena, &is);
	for (i = 0; i < old_count; i++) {
		for (k = 0; k < new_count; k++)
			if (str_equal(old[i], new[k]))
				break;
		if (k == new_count)
			report_add(c->report, FINDING_GATE_NUMBER, path,
			    whole_file, "审核通过时的 %.*s 不见了",
			    STR_ARGS(old[i]));
	}
}

/* A file that main has: is what is pushed fit to take its place? */
static void successor_look(struct check *c, const struct kind *kind,
    const struct entry *old, const struct tree *main_tree)
{
	const struct entry *new = tree_find(c->tree, old->path);
	struct arena own = {0};
	struct report quiet;
	struct match m;
	struct str old_text, new_text;
	static const struct str content = {"content/", 8};

	if (new && !memcmp(new->id, old->id, sizeof old->id))
		return;
	if (kind->handling.is_appended) {
		report_add(c->report, FINDING_GATE_NUMBER, old->path,
		    whole_file, "审核通过的一步%s",
		    new ? "改动了，只能另加一步" : "不见了");
		return;
	}
	report_init(&quiet, &own);
	if (!str_ends(old->path, STR(".md")))
		;
	else if (!new)
		report_add(c->report, FINDING_GATE_NUMBER, old->path,
		    whole_file, "审核通过的记录不见了");
	else if (schema_match(&m, &own, &c->law->schema,
		     str_slice(old->path, content.len, old->path.len)) &&
	    !tree_read_once(main_tree, old, &own, &old_text, &quiet) &&
	    !tree_read_once(c->tree, new, &own, &new_text, &quiet))
		numbers_look(c, &m, old->path, old_text, new_text, &quiet);
	arena_release(&own);
}

static int accepted_look(struct check *c, const struct wish *w)
{
	struct tree_part part = {
	    .commit = c->law->main.hex, .path = w->door.folders[0]};
	const struct kind *kind = law_kind(c->law, &w->door);
	struct tree t;
	size_t i;

	if (!kind)
		return 0;
	if (repo_compose(&t, c->arena, store_path(store_of(c)),
		store_quarantine(store_of(c)), &part, 1, c->report))
		return -1;
	for (i = 0; i < t.count; i++)
		successor_look(c, kind, &t.entries[i], &t);
	tree_release(&t);
	return 0;
}

/* Is there a record in the folder at all? */
static void record_look(struct check *c, const struct wish *w)
{
	struct str folder = w->door.folders[0];
	size_t from, to;

	tree_range(c->tree, arena_printf(c->arena, "%.*s/", STR_ARGS(folder)),
	    &from, &to);
	for (; from < to; from++)
		if (str_ends(c->tree->entries[from].path, STR(".md")))
			return;
	report_add(c->report, FINDING_FIELD_MISSING, folder, whole_file,
	    "目录里没有记录（index.md）");
}

/* --- the pipe ------------------------------------------------------------- */

/* Does an error hold, whatever else is in the book? A record's own faults do,
 * and what a rule of one record says. */
static bool is_certain(const struct finding *f, const struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->count; i++)
		if (str_equal(f->id, rules->rules[i].id))
			return rules->rules[i].scope == RULE_RECORD;
	return f->level == LEVEL_ERROR &&
	    !str_is(f->id, finding_sorts[FINDING_REFERENCE_UNKNOWN].id);
}

static bool are_certain(const struct report *r, const struct rules *rules)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->findings[i].level != LEVEL_WARNING &&
		    !is_certain(&r->findings[i], rules))
			return false;
	return true;
}

/* By the book of c->tree. *are_all_certain: whatever was found holds in the
 * book of all as well. */
static int records_judge(struct check *c, bool *are_all_certain)
{
	struct book_options o = {.today = c->law->today,
	    .workers = c->options->workers,
	    .cache = c->options->cache,
	    .is_cache_only_read = true};
	struct arena own = {0};
	struct report all;
	struct rules rules;
	struct book *b = NULL;
	struct book_asked asked = {.is_trusted = !has_plan(c), .is_only = true};
	struct str folders[WISHES_MAX * DOOR_FOLDERS];
	size_t before = report_count(c->report, LEVEL_ERROR), n, i;
	int status;

	report_init(&all, &own);
	n = folders_pushed(c, folders);
	status = rules_read(&rules, &own, c->tree, &all);
	for (i = 0; i < rules.count; i++)
		book_asked_add(&asked, &own, rules.rules[i].sql);
	o.asked = &asked;
	o.rules = &rules;
	if (!status)
		b = book_make(c->tree, &o, &all);
	/* What it returns is not asked: somebody else's record that keeps the
	 * portal back is none of the pusher's. */
	if (b)
		rules_run_in(&rules, b, folders, n, c->options->workers, &all);
	personal_hide_report(&all);
	if (!b) {
		/* The plan on main is broken: nobody can be judged. */
		report_join(c->report, &all);
		status = -1;
	} else {
		status = findings_take(c, &all);
		files_look(c, b);
		for (i = 0; i < c->count; i++) {
			record_look(c, &c->wishes[i]);
			if (accepted_look(c, &c->wishes[i]))
				status = -1;
		}
	}
	*are_all_certain = b && are_certain(c->report, &rules);
	book_free(b);
	arena_release(&own);
	return status || report_count(c->report, LEVEL_ERROR) > before ? -1 : 0;
}

/* What is near is enough to say yes. A no that may come of what was left out
 * is looked at again in the whole. */
static int records_check(struct check *c)
{
	struct report *report = c->report, near;
	struct arena own = {0};
	bool is_done = false;
	int status = -1;

	if (near_suffices(c->law, c->wishes, c->count)) {
		report_init(&near, &own);
		c->report = &near;
		if (!tree_make_near(c))
			status = records_judge(c, &is_done);
		c->report = report;
		if (is_done)
			report_join(report, &near);
		else if (c->tree->source)
			tree_release(c->tree);
		arena_release(&own);
	}
	if (is_done)
		return status;
	return tree_make_whole(c) ? -1 : records_judge(c, &is_done);
}

static int plan_check(struct check *c)
{
	struct site_options o = {.today = c->law->today,
	    .commit = oid_str(&c->wishes[0].commit),
	    .workers = c->options->workers,
	    .cache = c->options->cache,
	    .is_cache_only_read = true};
	struct site_result result;
	struct arena own = {0};
	struct report all;
	struct roster roster;
	const struct entry *e = tree_find(c->tree, roster_path);
	struct str text;
	int status;

	report_init(&all, &own);
	status = site_build(&result, &own, c->tree, &o, NULL, &all);
	/* Whoever the gate cannot read, it cannot let in. */
	if (!e)
		status = report_add(&all, FINDING_RECORD_REQUIRED, roster_path,
		    whole_file, "人员名册不见了");
	else if (tree_read_once(c->tree, e, &own, &text, &all) ||
	    roster_parse(&roster, &own, text, &all))
		status = -1;
	if (findings_take(c, &all))
		status = -1;
	arena_release(&own);
	return status;
}

int check_push(struct tree *t, struct arena *a, const struct law *law,
    const struct wish *wishes, size_t count, const struct check_options *o,
    struct report *r)
{
	struct check c = {.law = law,
	    .wishes = wishes,
	    .count = count,
	    .options = o,
	    .arena = a,
	    .report = r,
	    .tree = t};

	*t = (struct tree){0};
	if (!count)
		return 0;
	if (count > WISHES_MAX)
		return report_add(r, FINDING_GATE_LIMIT, STR(""), whole_file,
		    "一次推送超过 %d 个引用", WISHES_MAX);
	if (has_plan(&c) && count > 1)
		return report_add(r, FINDING_GATE_REF, STR("content/plan"),
		    whole_file, "方案要单独推送，不和记录一起");
	if (walk_all(&c))
		return -1;
	if (!has_plan(&c))
		return records_check(&c);
	return tree_make_whole(&c) ? -1 : plan_check(&c);
}
