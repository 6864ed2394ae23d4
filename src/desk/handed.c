/* SPDX-License-Identifier: MIT */
/* Both commits are read as trees of the object's folders, and held against each
 * other file by file. */
#include "handed.h"

#include "desk.h"
#include "git/repo.h"
#include "proof.h"
#include "reader.h"
#include "sheet.h"

struct handed {
	struct visit *visit;
	const struct waiting *w;
	struct tree now, then; /* of all its folders */
	struct value *files, *pictures;
	bool has_pictures; /* that can be looked at */
};

enum { LINES_AROUND = 2 }; /* of a change in the plan */

static int folders_read(
    struct handed *h, struct tree *t, const struct oid *commit)
{
	const struct door *d = &h->w->door;
	struct tree_part parts[DOOR_FOLDERS];
	size_t i;

	for (i = 0; i < d->folder_count; i++)
		parts[i] = (struct tree_part){
		    .commit = commit->hex, .path = d->folders[i]};
	return repo_compose(t, h->visit->arena, store_path(h->visit->store),
	    STR(""), parts, d->folder_count, h->visit->report);
}

/* What there is to read of a file; NULL: it is not there. */
static struct reader_lines lines_of(
    struct handed *h, const struct tree *t, const struct entry *e)
{
	struct reader_lines lines = {0};
	struct arena *a = h->visit->arena;
	struct str text;

	if (!e || tree_read_once(t, e, a, &text, h->visit->report))
		return lines;
	if (h->w->at.kind && str_ends(e->path, STR(".md")))
		reader_record(&lines, a, h->w->at.kind, text, e->path);
	else
		reader_text(&lines, a, text);
	return lines;
}

static bool has_private(const struct reader_lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (!lines->lines[i].is_public)
			return true;
	return false;
}

static bool is_equal(const struct entry *a, const struct entry *b)
{
	return a && b && !memcmp(a->id, b->id, sizeof a->id);
}

static void picture_add(struct handed *h, struct str path,
    const struct entry *now, const struct entry *then)
{
	struct arena *a = h->visit->arena;
	bool is_plan = h->w->door.is_plan;
	struct value *map;

	if (is_plan && is_equal(now, then))
		return;
	map = value_map(a);
	put_text(a, map, "name", is_plan ? path : path_name(path));
	put_text(a, map, "address",
	    now && !is_plan
		? arena_printf(a, "/handed/%.*s/%.*s",
		      STR_ARGS(h->w->door.object), STR_ARGS(path_name(path)))
		: STR(""));
	put_flag(
	    a, map, "is_new", now && h->then.count && !is_equal(now, then));
	put_flag(a, map, "is_gone", !now);
	h->has_pictures |= now && !is_plan;
	value_append(a, h->pictures, map);
}

static void file_add(struct handed *h, struct str path, const struct entry *now,
    const struct entry *then)
{
	struct arena *a = h->visit->arena;
	struct reader_lines is, was;
	struct value *map = value_map(a), *changes;

	/* Of the plan, and of what is added to, what did not change is not in
	 * question. */
	if (is_equal(now, then) &&
	    (h->w->door.is_plan || h->w->at.matter.handling->is_appended))
		return;
	is = lines_of(h, &h->now, now);
	was = lines_of(h, &h->then, then);
	changes = then && now && !is_equal(now, then)
	    ? reader_compare(
		  a, &was, &is, h->w->door.is_plan ? LINES_AROUND : 0)
	    : value_list(a);
	put_text(a, map, "file", h->w->door.is_plan ? path : path_name(path));
	put_flag(a, map, "is_new", !then);
	put_flag(a, map, "is_gone", !now);
	put_flag(a, map, "has_changes", changes->count > 0);
	value_put(a, map, STR("changes"), changes);
	put_flag(a, map, "has_lines", is.count > 0);
	put_flag(a, map, "has_private", has_private(&is));
	value_put(a, map, STR("lines"), reader_show(&is, a));
	value_append(a, h->files, map);
}

static void entry_add(struct handed *h, struct str path,
    const struct entry *now, const struct entry *then)
{
	if (path_is_picture(path))
		picture_add(h, path, now, then);
	else
		file_add(h, path, now, then);
}

static void files_put(struct handed *h, struct value *root)
{
	struct arena *a = h->visit->arena;
	struct oid before = waiting_before(h->w, h->visit->law);
	bool is_main = oid_equal(&before, &h->visit->law->main);
	size_t i;

	h->files = value_list(a);
	h->pictures = value_list(a);
	if (!folders_read(h, &h->now, &h->w->commit) &&
	    (h->w->is_published || !folders_read(h, &h->then, &before))) {
		for (i = 0; i < h->now.count; i++)
			entry_add(h, h->now.entries[i].path, &h->now.entries[i],
			    tree_find(&h->then, h->now.entries[i].path));
		for (i = 0; i < h->then.count; i++)
			if (!tree_find(&h->now, h->then.entries[i].path))
				entry_add(h, h->then.entries[i].path, NULL,
				    &h->then.entries[i]);
	}
	put_flag(a, root, "has_before", h->then.count > 0);
	put_text(a, root, "before",
	    h->w->door.is_plan ? STR("现行的方案")
		: is_main      ? STR("已经审核通过的")
			       : STR("上一次报送的"));
	value_put(a, root, STR("files"), h->files);
	value_put(a, root, STR("pictures"), h->pictures);
	put_flag(a, root, "has_pictures", h->has_pictures);
	if (h->now.source)
		tree_release(&h->now);
	if (h->then.source)
		tree_release(&h->then);
}

/* The first record of the folder that is new. */
static struct str record_path(struct visit *v, const struct waiting *w)
{
	return arena_printf(v->arena, "%.*s/%.*s", STR_ARGS(w->door.folders[0]),
	    STR_ARGS(w->receipt->item_count ? w->receipt->items[0]
					    : STR("index.md")));
}

/* What was found, each with the field it is about, or the other record. */
static struct value *said_list(
    struct visit *v, const struct waiting *w, const struct report *found)
{
	struct str path = record_path(v, w), text = STR("");
	struct value *list = visit_findings(v, found);
	struct remarks remarks = {0};
	struct report quiet;
	size_t i;

	report_init(&quiet, v->arena);
	if (w->at.kind &&
	    !store_file(&text, v->store, v->arena, &w->commit, path,
		TREE_TEXT_MAX, &quiet))
		blank_remarks(
		    &remarks, v->arena, w->at.kind, text, path, found);
	for (i = 0; i < list->count; i++) {
		struct str of = found->findings[i].path, where = STR("");

		if (i < remarks.count && remarks.remarks[i].name.len)
			where = sheet_where(
			    v->arena, w->at.kind, remarks.remarks[i].name);
		else if (w->at.kind && !str_begins(of, w->door.folders[0]))
			where = file_title(v, of);
		if (str_equal(where, of))
			where = STR("");
		put_text(v->arena, list->items[i], "where", where);
	}
	return list;
}

static void proof_put(
    struct visit *v, struct value *root, const struct waiting *w)
{
	struct arena *a = v->arena;
	struct str path = record_path(v, w), article = STR("");
	struct value *copies = value_list(a), *html;
	struct proof p;

	pthread_mutex_lock(&v->desk->heavy);
	if (!proof_open(&p, v, w)) {
		article = proof_article(&p, v, path, w->at.id,
		    arena_printf(a, "/handed/%.*s", STR_ARGS(w->door.object)));
		copies = proof_copies(&p, v, path);
	}
	proof_close(&p);
	pthread_mutex_unlock(&v->desk->heavy);
	html = value_text(a, article);
	html->is_html = true;
	value_put(a, root, STR("article"), html);
	put_flag(a, root, "has_article", article.len > 0);
	value_put(a, root, STR("copies"), copies);
	put_flag(a, root, "has_copies", copies->count > 0);
}

void handed_put(struct visit *v, struct value *root, const struct waiting *w)
{
	struct handed h = {.visit = v, .w = w};
	struct arena *a = v->arena;
	struct report found;

	report_init(&found, a);
	/* What main has is not judged anew. */
	if (!w->is_published)
		review_check(&found, v, w);
	value_put(a, root, STR("said"), said_list(v, w, &found));
	put_flag(a, root, "has_said", found.count > 0);
	put_flag(a, root, "has_errors", report_status(&found) != 0);
	put_text(a, root, "errors",
	    arena_printf(a, "%zu",
		report_count(&found, LEVEL_ERROR) +
		    report_count(&found, LEVEL_FAILURE)));
	put_text(a, root, "warnings",
	    arena_printf(a, "%zu", report_count(&found, LEVEL_WARNING)));
	proof_put(v, root, w);
	files_put(&h, root);
}
