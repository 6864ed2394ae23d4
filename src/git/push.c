/* SPDX-License-Identifier: MIT */
/* Outside its folders a commit is compared along the way to them: everything
 * beside that way has to be the same entry. Inside, trees are walked with a
 * list of our own, each tree and file once. */
#include "push.h"

#include "base/tree.h"
#include "repo_parts.h"
#include "store_parts.h"

static const struct place whole_file = {0};

enum { SEEN_SLOTS = 16384, OUTSIDE_SHOWN = 5 };

/* A folder still to be read. */
struct folder {
	git_oid id;
	struct str path;
	unsigned depth;
};

struct walk {
	const struct store *store;
	const struct push *push;
	struct push_budget *left;
	struct push_files *found;
	struct arena *arena;
	struct report *report;
	git_oid *seen; /* SEEN_SLOTS of them, by their first bytes */
	struct folder *folders;
	size_t count, cap;
	bool is_at_tip;
	int status;
};

static void refuse(struct walk *w, enum finding_id id, struct str path,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

static void refuse(struct walk *w, enum finding_id id, struct str path,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(w->report, id, path, whole_file, format, args);
	va_end(args);
	w->status = -1;
}

/* Was it seen before? It is now. There are more slots than entries. */
static bool seen(struct walk *w, const git_oid *id)
{
	size_t at = ((size_t)id->id[0] << 8 | id->id[1]) % SEEN_SLOTS;

	while (!git_oid_is_zero(&w->seen[at])) {
		if (git_oid_equal(&w->seen[at], id))
			return true;
		at = (at + 1) % SEEN_SLOTS;
	}
	w->seen[at] = *id;
	return false;
}

/* --- outside -------------------------------------------------------------- */

enum where { OUTSIDE, ON_THE_WAY, INSIDE };

static enum where where_is(const struct push *p, struct str path)
{
	enum where where = OUTSIDE;
	size_t i;

	for (i = 0; i < p->folder_count; i++) {
		struct str folder = p->folders[i];

		if (str_equal(folder, path))
			return INSIDE;
		if (str_begins(folder, path) && folder.data[path.len] == '/')
			where = ON_THE_WAY;
	}
	return where;
}

/* What of a tree stands beside the way and is not the same in the other;
 * what leads further goes to the list of folders. Counts the differences, and
 * tells them where `commit` is given. */
static size_t beside_count(struct walk *w, git_tree *tree, git_tree *other,
    struct str path, const char *commit)
{
	size_t n = tree ? git_tree_entrycount(tree) : 0, i, found = 0;

	for (i = 0; i < n; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);
		const char *name = git_tree_entry_name(e);
		const git_tree_entry *same =
		    other ? git_tree_entry_byname(other, name) : NULL;
		struct str at = arena_printf(w->arena, "%.*s%s%s",
		    STR_ARGS(path), path.len ? "/" : "", name);
		enum where where = where_is(w->push, at);

		if (where == INSIDE ||
		    (where == ON_THE_WAY &&
			git_tree_entry_type(e) == GIT_OBJECT_TREE))
			continue;
		if (same &&
		    git_oid_equal(
			git_tree_entry_id(e), git_tree_entry_id(same)) &&
		    git_tree_entry_filemode_raw(e) ==
			git_tree_entry_filemode_raw(same))
			continue;
		if (commit && found < OUTSIDE_SHOWN)
			refuse(w, FINDING_GATE_OUTSIDE, at,
			    "提交 %.12s 改动了 %.*s 以外的地方", commit,
			    STR_ARGS(w->push->folders[0]));
		found++;
	}
	return found;
}

/* The tree below an entry; NULL: there is none. */
static git_tree *child_of(struct walk *w, git_tree *tree, const char *name)
{
	const git_tree_entry *e =
	    tree ? git_tree_entry_byname(tree, name) : NULL;
	git_tree *child = NULL;

	if (e && git_tree_entry_type(e) == GIT_OBJECT_TREE &&
	    git_tree_lookup(&child, w->store->repo, git_tree_entry_id(e)))
		refuse(w, FINDING_GIT, STR(""), "不能读取目录 %s", name);
	return child;
}

/* How much differs along the way to one of the folders. */
static size_t way_count(struct walk *w, const struct oid *commit,
    const struct oid *parent, struct str folder, bool is_told)
{
	git_tree *one = store_root(w->store, commit, w->report);
	git_tree *other = store_root(w->store, parent, w->report);
	struct str rest = folder, name, path = {0};
	size_t found = one && other ? 0 : 1;

	while (str_next(&rest, '/', &name)) {
		const char *text = arena_str(w->arena, name).data;
		git_tree *next_one, *next_other;

		found += beside_count(
		    w, one, other, path, is_told ? commit->hex : NULL);
		/* What is gone differs too; what is in both is counted. */
		found += beside_count(
		    w, other, one, path, is_told ? commit->hex : NULL);
		next_one = child_of(w, one, text);
		next_other = child_of(w, other, text);
		git_tree_free(one);
		git_tree_free(other);
		one = next_one;
		other = next_other;
		path = str_slice(
		    folder, 0, (size_t)(name.data - folder.data) + name.len);
		if (!rest.len)
			break;
	}
	git_tree_free(one);
	git_tree_free(other);
	return found;
}

static bool is_same_outside(struct walk *w, const struct oid *commit,
    const struct oid *parent, bool is_told)
{
	size_t i, found = 0;

	for (i = 0; i < w->push->folder_count; i++)
		found +=
		    way_count(w, commit, parent, w->push->folders[i], is_told);
	return !found;
}

static void outside_check(
    struct walk *w, git_commit *found, const struct oid *commit)
{
	unsigned n = git_commit_parentcount(found), i;
	struct oid parent;

	if (!n || n > PUSH_PARENTS_MAX) {
		refuse(w, FINDING_GATE_OUTSIDE, w->push->folders[0],
		    n ? "提交 %.12s 合并了两个以上的版本"
		      : "提交 %.12s 没有来历，不是从服务器的 main 开始的",
		    commit->hex);
		return;
	}
	for (i = 0; i < n; i++) {
		git_oid_tostr(parent.hex, sizeof parent.hex,
		    git_commit_parent_id(found, i));
		if (is_same_outside(w, commit, &parent, false))
			return;
	}
	git_oid_tostr(
	    parent.hex, sizeof parent.hex, git_commit_parent_id(found, 0));
	is_same_outside(w, commit, &parent, true);
	/* Whatever could not be compared is refused as well. */
	w->status = -1;
}

/* --- inside --------------------------------------------------------------- */

static void file_look(struct walk *w, const git_oid *id, struct str path)
{
	bool is_picture = path_is_picture(path), is_blob;
	size_t max = is_picture ? TREE_PICTURE_MAX : TREE_TEXT_MAX, size;
	struct push_files *f = w->found;

	if (store_size(&size, &is_blob, w->store, id->id, path, w->report)) {
		w->status = -1;
		return;
	}
	if (!is_blob || size > max) {
		refuse(
		    w, FINDING_FILE_SIZE, path, "文件超过 %zu KB", max / 1024);
		return;
	}
	if (size > w->left->bytes) {
		refuse(w, FINDING_GATE_LIMIT, path,
		    "一次推送的文件合计超过 %d MB",
		    PUSH_BYTES_MAX / 1024 / 1024);
		w->left->bytes = 0;
		return;
	}
	w->left->bytes -= size;
	f->files =
	    arena_grow(w->arena, f->files, f->count, &f->cap, sizeof *f->files);
	f->files[f->count] =
	    (struct push_file){.path = path, .is_at_tip = w->is_at_tip};
	memcpy(f->files[f->count++].id, id->id, 20);
}

static void entry_look(
    struct walk *w, const git_tree_entry *e, const struct folder *in)
{
	struct str name = str_from(git_tree_entry_name(e));
	git_filemode_t mode = git_tree_entry_filemode_raw(e);
	const git_oid *id = git_tree_entry_id(e);
	struct str path;

	if (!path_name_is_good(name)) {
		path_report(w->report, in->path, name);
		w->status = -1;
		return;
	}
	path = arena_printf(
	    w->arena, "%.*s/%.*s", STR_ARGS(in->path), STR_ARGS(name));
	if (mode == GIT_FILEMODE_TREE) {
		if (!w->push->has_folders || in->depth >= TREE_DEPTH_MAX)
			refuse(w, FINDING_PATH_UNKNOWN, path,
			    w->push->has_folders ? "目录超过 %d 层"
						 : "这里不能再有下一层目录",
			    TREE_DEPTH_MAX);
		else if (!seen(w, id)) {
			w->folders = arena_grow(w->arena, w->folders, w->count,
			    &w->cap, sizeof *w->folders);
			w->folders[w->count++] =
			    (struct folder){*id, path, in->depth + 1};
		}
	} else if (mode != GIT_FILEMODE_BLOB) {
		refuse(w, FINDING_PATH_NAME, path,
		    "这里只放普通文件，不放链接、子模块和可执行文件");
		report_last(w->report)->remedy =
		    STR("换成普通文件，权限 100644（git update-index "
			"--chmod=-x 文件）");
	} else if (!seen(w, id)) {
		file_look(w, id, path);
	}
}

static void folder_look(struct walk *w, const struct folder *in)
{
	git_tree *tree;
	size_t n, i;

	if (git_tree_lookup(&tree, w->store->repo, &in->id)) {
		refuse(w, FINDING_GIT, in->path, "不能读取目录");
		return;
	}
	n = git_tree_entrycount(tree);
	if (n > w->left->entries) {
		refuse(w, FINDING_GATE_LIMIT, in->path,
		    "一次推送的文件和目录超过 %d 个", PUSH_ENTRIES_MAX);
		n = w->left->entries;
	}
	w->left->entries -= (unsigned)n;
	for (i = 0; i < n; i++)
		entry_look(w, git_tree_entry_byindex(tree, i), in);
	git_tree_free(tree);
}

static void inside_look(struct walk *w, const struct oid *commit)
{
	size_t i, k;

	for (i = 0; i < w->push->folder_count; i++) {
		struct str path = w->push->folders[i];
		struct folder top = {.path = path, .depth = 1};
		struct oid tree;

		for (k = 0; k < path.len; k++)
			top.depth += path.data[k] == '/';
		if (store_folder(&tree, w->store, commit, path, w->report)) {
			w->status = -1;
			continue;
		}
		if (oid_is_none(&tree) || git_oid_fromstr(&top.id, tree.hex) ||
		    seen(w, &top.id))
			continue;
		folder_look(w, &top);
		while (w->count) {
			top = w->folders[--w->count];
			folder_look(w, &top);
		}
	}
}

/* What main has there is not looked at again. */
static void main_skip(struct walk *w)
{
	size_t i;

	for (i = 0; i < w->push->folder_count; i++) {
		struct oid tree;
		git_oid id;

		if (!store_folder(&tree, w->store, &w->push->main,
			w->push->folders[i], w->report) &&
		    !oid_is_none(&tree) && !git_oid_fromstr(&id, tree.hex))
			seen(w, &id);
	}
}

/* --- the commits ---------------------------------------------------------- */

static void commit_look(struct walk *w, const git_oid *id)
{
	struct oid commit;
	git_commit *found;

	git_oid_tostr(commit.hex, sizeof commit.hex, id);
	found = store_commit(w->store, &commit, w->report);
	if (!found) {
		w->status = -1;
		return;
	}
	outside_check(w, found, &commit);
	git_commit_free(found);
	w->is_at_tip = oid_equal(&commit, &w->push->tip);
	inside_look(w, &commit);
}

static int walk_begin(git_revwalk **walk, struct walk *w)
{
	const struct push *p = w->push;
	git_oid id;

	if (git_revwalk_new(walk, w->store->repo))
		return -1;
	git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL);
	if (git_oid_fromstr(&id, p->tip.hex) || git_revwalk_push(*walk, &id) ||
	    git_oid_fromstr(&id, p->main.hex) || git_revwalk_hide(*walk, &id))
		return -1;
	if (oid_is_none(&p->old))
		return 0;
	return git_oid_fromstr(&id, p->old.hex) || git_revwalk_hide(*walk, &id)
	    ? -1
	    : 0;
}

int push_walk(struct push_files *found, struct arena *a, const struct store *s,
    const struct push *p, struct push_budget *left, struct report *r)
{
	struct walk w = {.store = s,
	    .push = p,
	    .left = left,
	    .found = found,
	    .arena = a,
	    .report = r,
	    .seen = arena_array(a, SEEN_SLOTS, sizeof(git_oid))};
	git_revwalk *walk = NULL;
	git_oid id;
	int status = walk_begin(&walk, &w);

	main_skip(&w);
	while (!status && !(status = git_revwalk_next(&id, walk))) {
		if (!left->commits) {
			refuse(&w, FINDING_GATE_LIMIT, p->folders[0],
			    "一次推送超过 %d 个提交", PUSH_COMMITS_MAX);
			status = GIT_ITEROVER;
			break;
		}
		left->commits--;
		commit_look(&w, &id);
	}
	git_revwalk_free(walk);
	if (status != GIT_ITEROVER)
		return repo_failed(r, STR(""), "不能查看推送的提交");
	return w.status;
}
