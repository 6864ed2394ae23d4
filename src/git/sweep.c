/* SPDX-License-Identifier: MIT */
/* What is to go is a set of ids; what stays is all that the repository has but
 * for these, written by git as one pack that takes the place of all others. */
#include "sweep.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/child.h"
#include "base/disk.h"
#include "repo_parts.h"
#include "store_parts.h"

static const struct place whole_file = {0};

/* A set of ids, by their first bytes; a power of two slots, half of them free
 * at least. */
struct ids {
	git_oid *slots;
	size_t count, size;
};

struct sweep {
	const struct store *store;
	const struct sweep_wish *wish;
	struct arena *arena;
	struct report *report;
	struct swept *swept;
	struct oid main;
	struct ids gone;   /* files */
	struct ids hidden; /* commits of drafts that nobody shall find again */
	struct ids clean;  /* trees without a file that goes */
	struct ids ends;   /* commits at which history begins */
};

/* --- sets ------------------------------------------------------------------ */

static git_oid *slot_of(const struct ids *ids, const git_oid *id)
{
	size_t at;

	memcpy(&at, id->id, sizeof at);
	for (at &= ids->size - 1;; at = (at + 1) & (ids->size - 1))
		if (git_oid_is_zero(&ids->slots[at]) ||
		    git_oid_equal(&ids->slots[at], id))
			return &ids->slots[at];
}

static bool ids_has(const struct ids *ids, const git_oid *id)
{
	return ids->size && git_oid_equal(slot_of(ids, id), id);
}

/* False: it was there. */
static bool ids_add(struct ids *ids, struct arena *a, const git_oid *id)
{
	struct ids old = *ids;
	size_t i;

	if (ids_has(ids, id))
		return false;
	if (2 * (ids->count + 1) > ids->size) {
		ids->size = old.size ? 2 * old.size : 1024;
		ids->slots = arena_array(a, ids->size, sizeof *ids->slots);
		for (i = 0; i < old.size; i++)
			if (!git_oid_is_zero(&old.slots[i]))
				*slot_of(ids, &old.slots[i]) = old.slots[i];
	}
	*slot_of(ids, id) = *id;
	ids->count++;
	return true;
}

static void ids_drop(struct ids *ids, struct arena *a, const struct ids *these)
{
	struct ids left = {0};
	size_t i;

	for (i = 0; i < ids->size; i++)
		if (!git_oid_is_zero(&ids->slots[i]) &&
		    !ids_has(these, &ids->slots[i]))
			ids_add(&left, a, &ids->slots[i]);
	*ids = left;
}

/* --- what is to go --------------------------------------------------------- */

/* All files below a tree, but what is below trees that were `read`. Main's
 * trees are no deeper than records are. */
static int files_add(
    struct sweep *w, struct ids *to, struct ids *read, const git_oid *tree)
{
	git_tree *found;
	size_t n, i;
	int status = 0;

	if (!ids_add(read, w->arena, tree))
		return 0;
	if (git_tree_lookup(&found, w->store->repo, tree))
		return repo_failed(w->report, STR(""), "不能读取目录");
	n = git_tree_entrycount(found);
	for (i = 0; i < n && !status; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(found, i);

		if (git_tree_entry_type(e) == GIT_OBJECT_TREE)
			status = files_add(w, to, read, git_tree_entry_id(e));
		else
			ids_add(to, w->arena, git_tree_entry_id(e));
	}
	git_tree_free(found);
	return status;
}

/* What a commit has in the folders. */
static int folders_add(struct sweep *w, struct ids *read, const git_oid *commit)
{
	struct oid hex, folder;
	git_oid id;
	size_t i;

	git_oid_tostr(hex.hex, sizeof hex.hex, commit);
	for (i = 0; i < w->wish->folder_count; i++) {
		if (store_folder(&folder, w->store, &hex, w->wish->folders[i],
			w->report))
			return -1;
		if (!oid_is_none(&folder) &&
		    (git_oid_fromstr(&id, folder.hex) ||
			files_add(w, &w->gone, read, &id)))
			return -1;
	}
	return 0;
}

static int push(git_revwalk *walk, const struct oid *commit)
{
	git_oid id;

	return git_oid_fromstr(&id, commit->hex) || git_revwalk_push(walk, &id)
	    ? -1
	    : 0;
}

static int gone_find(struct sweep *w)
{
	git_tree *root = store_root(w->store, &w->main, w->report);
	struct ids kept = {0}, read = {0}, now = {0};
	git_revwalk *walk = NULL;
	git_oid id;
	size_t i;
	int status;

	if (!root)
		return -1;
	status = git_revwalk_new(&walk, w->store->repo) || push(walk, &w->main);
	for (i = 0; i < w->wish->tip_count && !status; i++)
		if (store_has_commit(w->store, &w->wish->tips[i]))
			status = push(walk, &w->wish->tips[i]);
	while (!status && !(status = git_revwalk_next(&id, walk)))
		status = folders_add(w, &read, &id);
	git_revwalk_free(walk);
	if (status == GIT_ITEROVER)
		status = files_add(w, &kept, &now, git_tree_id(root));
	else
		status = repo_failed(w->report, STR(""), "不能查看历史");
	git_tree_free(root);
	ids_drop(&w->gone, w->arena, &kept);
	return status;
}

/* --- drafts ---------------------------------------------------------------- */

/* Does nothing below a tree go? 1, 0 or -1. */
static int is_clean(struct sweep *w, const git_oid *tree)
{
	git_tree *found;
	size_t n, i;
	int status = 1;

	if (ids_has(&w->clean, tree))
		return 1;
	if (git_tree_lookup(&found, w->store->repo, tree))
		return repo_failed(w->report, STR(""), "不能读取目录");
	n = git_tree_entrycount(found);
	for (i = 0; i < n && status > 0; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(found, i);

		if (git_tree_entry_type(e) == GIT_OBJECT_TREE)
			status = is_clean(w, git_tree_entry_id(e));
		else
			status = !ids_has(&w->gone, git_tree_entry_id(e));
	}
	git_tree_free(found);
	if (status > 0)
		ids_add(&w->clean, w->arena, tree);
	return status;
}

/* A commit of a draft: is it clean, and so are those of main's that it came
 * from, which go to `ends`? 1, 0 or -1. */
static int commit_is_clean(struct sweep *w, struct ids *ends, const git_oid *id)
{
	git_commit *commit, *parent;
	unsigned i;
	int status;

	if (git_commit_lookup(&commit, w->store->repo, id))
		return repo_failed(w->report, STR(""), "不能读取提交");
	status = is_clean(w, git_commit_tree_id(commit));
	for (i = 0; i < git_commit_parentcount(commit) && status > 0; i++) {
		struct oid of;

		git_oid_tostr(
		    of.hex, sizeof of.hex, git_commit_parent_id(commit, i));
		status = store_descends(w->store, &w->main, &of, w->report);
		if (status <= 0) {
			status = status ? -1 : 1;
			continue;
		}
		if (git_commit_parent(&parent, commit, i)) {
			status =
			    repo_failed(w->report, STR(""), "不能读取提交");
			continue;
		}
		status = is_clean(w, git_commit_tree_id(parent));
		git_commit_free(parent);
		ids_add(ends, w->arena, git_commit_parent_id(commit, i));
	}
	git_commit_free(commit);
	return status;
}

static int draft_drop(
    struct sweep *w, struct str ref, const struct oid *at, bool is_told)
{
	struct swept *s = w->swept;

	if (is_told) {
		s->drafts = arena_grow(w->arena, s->drafts, s->draft_count,
		    &s->draft_cap, sizeof *s->drafts);
		s->drafts[s->draft_count++] = ref;
	}
	return store_drop(w->store, w->arena, ref, at, w->report);
}

static void ids_join(struct ids *to, struct arena *a, const struct ids *from)
{
	size_t i;

	for (i = 0; i < from->size; i++)
		if (!git_oid_is_zero(&from->slots[i]))
			ids_add(to, a, &from->slots[i]);
}

static int draft_sweep(struct sweep *w, struct str ref)
{
	struct ids own = {0}, ends = {0};
	git_revwalk *walk = NULL;
	struct oid at;
	git_oid id;
	int status, clean = 1;

	if (store_ref(&at, w->store, ref, w->report))
		return -1;
	status = store_descends(w->store, &w->main, &at, w->report);
	if (status)
		return status < 0 ? -1 : draft_drop(w, ref, &at, false);
	status = git_revwalk_new(&walk, w->store->repo) || push(walk, &at) ||
	    git_oid_fromstr(&id, w->main.hex) || git_revwalk_hide(walk, &id);
	while (!status && !(status = git_revwalk_next(&id, walk))) {
		ids_add(&own, w->arena, &id);
		if (clean > 0)
			clean = commit_is_clean(w, &ends, &id);
	}
	git_revwalk_free(walk);
	if (status != GIT_ITEROVER)
		return repo_failed(w->report, ref, "不能查看历史");
	if (clean < 0)
		return -1;
	if (clean) {
		ids_join(&w->ends, w->arena, &ends);
		return 0;
	}
	ids_join(&w->hidden, w->arena, &own);
	return draft_drop(w, ref, &at, true);
}

static int drafts_sweep(struct sweep *w)
{
	struct str *names;
	size_t n, i;

	if (store_refs(&names, &n, w->store, w->arena, STR("refs/"), w->report))
		return -1;
	for (i = 0; i < n; i++)
		if (!str_equal(names[i], store_main_ref) &&
		    draft_sweep(w, names[i]))
			return -1;
	return 0;
}

/* --- where history begins -------------------------------------------------- */

/* An id a line. */
static int ids_write(struct sweep *w, const struct ids *ids, struct str path)
{
	struct buf text = {0};
	char hex[41];
	size_t i;
	int status;

	for (i = 0; i < ids->size; i++)
		if (!git_oid_is_zero(&ids->slots[i]))
			buf_printf(&text, "%s\n",
			    git_oid_tostr(hex, sizeof hex, &ids->slots[i]));
	status = disk_write(path, buf_view(&text), w->report);
	buf_release(&text);
	return status;
}

static int shallow_write(struct sweep *w)
{
	git_oid main;

	if (git_oid_fromstr(&main, w->main.hex))
		return repo_failed(w->report, STR(""), "提交号不对");
	ids_add(&w->ends, w->arena, &main);
	return ids_write(w, &w->ends,
	    arena_printf(w->arena, "%.*s/shallow", STR_ARGS(w->store->path)));
}

/* --- packs ----------------------------------------------------------------- */

struct listing {
	struct sweep *sweep;
	struct buf ids; /* "id\n" of all that stays */
};

static int object_list(const git_oid *id, void *list)
{
	struct listing *l = list;
	char hex[41];

	if (!ids_has(&l->sweep->gone, id) && !ids_has(&l->sweep->hidden, id))
		buf_printf(&l->ids, "%s\n", git_oid_tostr(hex, sizeof hex, id));
	return 0;
}

/* git with these arguments, of which the first three are it and where. */
static int git_run(
    struct buf *out, struct sweep *w, const char **argv, struct str in)
{
	static const char *const environment[] = {"PATH=/usr/bin:/bin",
	    "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
	    "HOME=/nonexistent", NULL};
	struct child c = {.argv = argv, .environment = environment, .in = in};
	struct buf err = {0};
	int status;

	argv[0] = "git";
	argv[1] = "--git-dir";
	argv[2] = arena_str(w->arena, w->store->path).data;
	status = child_run(out, &err, &c, w->report);
	if (status > 0)
		report_add(w->report, FINDING_SYSTEM, w->store->path,
		    whole_file, "git %s 失败：%.*s", argv[3],
		    STR_ARGS(str_trim(buf_view(&err))));
	buf_release(&err);
	return status ? -1 : 0;
}

/* The names of files in a folder of the repository; none where there is no
 * folder. */
static size_t files_in(struct str **names, struct sweep *w, struct str folder)
{
	DIR *dir = opendir(folder.data);
	const struct dirent *d;
	size_t n = 0, cap = 0;

	*names = NULL;
	while (dir && (d = readdir(dir))) {
		if (d->d_name[0] == '.')
			continue;
		*names = arena_grow(w->arena, *names, n, &cap, sizeof **names);
		(*names)[n++] = arena_str(w->arena, str_from(d->d_name));
	}
	if (dir)
		closedir(dir);
	return n;
}

static int loose_remove(struct sweep *w, const struct ids *ids)
{
	char hex[41];
	size_t i;

	for (i = 0; i < ids->size; i++) {
		struct str path;

		if (git_oid_is_zero(&ids->slots[i]))
			continue;
		git_oid_tostr(hex, sizeof hex, &ids->slots[i]);
		path = arena_printf(w->arena, "%.*s/objects/%.2s/%s",
		    STR_ARGS(w->store->path), hex, hex + 2);
		unlink(path.data);
		if (!access(path.data, F_OK))
			return report_system(w->report, path, "不能删除文件");
	}
	return 0;
}

/* Objects that stand alone: what goes, and what the new pack has. */
static int loose_sweep(struct sweep *w)
{
	const char *argv[] = {NULL, NULL, NULL, "prune-packed", "-q", NULL};
	struct buf out = {0};
	int status;

	if (loose_remove(w, &w->gone) || loose_remove(w, &w->hidden))
		return -1;
	status = git_run(&out, w, argv, STR(""));
	buf_release(&out);
	return status;
}

/* One pack of all that stays, in the place of those that there are. */
static int packs_make(struct sweep *w)
{
	struct str folder = arena_printf(
		       w->arena, "%.*s/objects/pack", STR_ARGS(w->store->path)),
		   *old, name;
	size_t n = files_in(&old, w, folder), i;
	const char *argv[] = {NULL, NULL, NULL, "pack-objects", "--progress",
	    arena_printf(w->arena, "%.*s/pack", STR_ARGS(folder)).data, NULL};
	struct listing l = {.sweep = w};
	struct buf out = {0};
	git_odb *odb = NULL;
	int status;

	status = git_repository_odb(&odb, w->store->repo) ||
	    git_odb_foreach(odb, object_list, &l);
	for (i = 0; i < w->gone.size && !status; i++)
		w->swept->files += !git_oid_is_zero(&w->gone.slots[i]) &&
		    git_odb_exists(odb, &w->gone.slots[i]);
	git_odb_free(odb);
	if (status)
		status = repo_failed(w->report, folder, "不能列出版本库");
	else
		status = git_run(&out, w, argv, buf_view(&l.ids));
	name = arena_str(w->arena, str_trim(buf_view(&out)));
	buf_release(&out);
	buf_release(&l.ids);
	if (!status && !name.len)
		status = repo_failed(w->report, folder, "没有写成新包");
	if (!status)
		status =
		    disk_write(arena_printf(w->arena, "%.*s/pack-%.*s.keep",
				   STR_ARGS(folder), STR_ARGS(name)),
			STR("taizhang purge\n"), w->report);
	for (i = 0; i < n && !status; i++) {
		struct str path = arena_printf(
		    w->arena, "%.*s/%.*s", STR_ARGS(folder), STR_ARGS(old[i]));

		if (str_find(old[i], name, 0) == old[i].len &&
		    unlink(path.data))
			status = report_system(w->report, path, "不能删除文件");
	}
	return status;
}

int store_sweep(struct swept *swept, const struct store *s, struct arena *a,
    const struct sweep_wish *wish, struct str list, struct report *r)
{
	struct sweep w = {
	    .store = s, .wish = wish, .arena = a, .report = r, .swept = swept};

	*swept = (struct swept){0};
	if (store_main(&w.main, s, r) || gone_find(&w) ||
	    ids_write(&w, &w.gone, list) || drafts_sweep(&w) ||
	    shallow_write(&w) || packs_make(&w) || loose_sweep(&w))
		return -1;
	return 0;
}

enum { LIST_MAX = 64 * 1024 * 1024 };

int store_has_swept(const struct store *s, struct str list, struct report *r)
{
	struct arena own = {0};
	struct str rest, line;
	git_odb *odb = NULL;
	int status = 0;
	git_oid id;

	if (access(arena_str(&own, list).data, F_OK)) {
		arena_release(&own);
		return 0;
	}
	if (disk_read(&rest, &own, list, LIST_MAX, r))
		status = -1;
	else if (git_repository_odb(&odb, s->repo))
		status = repo_failed(r, list, "不能查看推送的文件");
	while (!status && str_next(&rest, '\n', &line))
		if (line.len == 40 && !git_oid_fromstrn(&id, line.data, 40))
			status = git_odb_exists(odb, &id);
	git_odb_free(odb);
	arena_release(&own);
	return status;
}
