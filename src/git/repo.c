/* SPDX-License-Identifier: MIT */
/* Trees are walked with a list of our own, bounded in depth and in entries;
 * each reading thread opens the repository for itself. */
#include "repo.h"

#include "repo_parts.h"

enum { ENTRIES_MAX = 2000000 };

static const struct place whole_file = {0};

struct from {
	struct str path;       /* of the repository */
	struct str quarantine; /* beside it; empty: none */
	bool is_bare;
};

int repo_failed(struct report *r, struct str path, const char *what)
{
	const git_error *e = git_error_last();

	return report_add(r, FINDING_GIT, path, whole_file, "%s（git：%s）",
	    what, e && e->message ? e->message : "没有说明");
}

/* Most likely the folder is not the one that was meant. */
static int missing(struct report *r, struct str path, const char *what)
{
	report_add(r, FINDING_GIT, path, whole_file, "%s", what);
	report_last(r)->remedy =
	    STR("到版本库的目录里运行，或用 -C 写明它在哪里");
	return -1;
}

int repo_open(git_repository **repo, struct str path, struct report *r)
{
	int status = git_repository_open_ext(repo, path.data, 0, NULL);

	if (status == GIT_ENOTFOUND)
		return missing(r, path, "这里没有 git 版本库");
	if (status == GIT_EOWNER) {
		report_add(r, FINDING_GIT, path, whole_file,
		    "版本库属于另一个用户，git 不肯读");
		report_last(r)->remedy = arena_printf(r->arena,
		    "用它的主人来运行，或者：git config --global --add "
		    "safe.directory '%.*s'",
		    STR_ARGS(path));
		return -1;
	}
	return status ? repo_failed(r, path, "不能打开版本库") : 0;
}

int repo_open_bare(git_repository **repo, struct str path,
    struct str quarantine, struct report *r)
{
	git_odb *odb = NULL;
	int status = git_repository_open_bare(repo, path.data);

	if (status == GIT_ENOTFOUND)
		return missing(r, path, "这里不是服务器上的版本库（名称.git）");
	if (!status && quarantine.len) {
		status = git_repository_odb(&odb, *repo);
		if (!status)
			status =
			    git_odb_add_disk_alternate(odb, quarantine.data);
		git_odb_free(odb);
		if (status)
			git_repository_free(*repo);
	}
	return status ? repo_failed(r, path, "不能打开版本库") : 0;
}

static int source_open(const struct tree *t, void **handle, struct report *r)
{
	const struct from *from = t->from;
	git_repository *repo;

	if (from->is_bare
		? repo_open_bare(&repo, from->path, from->quarantine, r)
		: repo_open(&repo, from->path, r))
		return -1;
	*handle = repo;
	return 0;
}

static int source_read(const struct tree *t, void *handle,
    const struct entry *e, struct arena *a, struct str *bytes, struct report *r)
{
	git_blob *blob;
	git_oid id;

	(void)t;
	git_oid_fromraw(&id, e->id);
	if (git_blob_lookup(&blob, handle, &id))
		return repo_failed(r, e->path, "不能读取文件");
	*bytes = arena_str(a,
	    (struct str){
		git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob)});
	git_blob_free(blob);
	return 0;
}

static void source_close(void *handle)
{
	git_repository_free(handle);
}

/* A handle is all there is, and libgit2 stays begun. */
static void source_release(struct tree *t)
{
	(void)t;
}

static const struct tree_source source = {
    source_open, source_read, source_close, source_release};

/* A folder still to be read. */
struct folder {
	git_oid id;
	struct str path;
	unsigned depth;
};

struct walk {
	git_repository *repo;
	git_odb *odb;
	struct tree *tree;
	struct arena *arena;
	struct report *report;
	struct folder *folders;
	size_t count, cap;
	size_t entries;
	const struct tree_part *part; /* NULL: all is wanted */
};

static bool is_left_out(const struct walk *w, struct str path)
{
	size_t i;

	for (i = 0; w->part && i < w->part->but_count; i++)
		if (str_equal(w->part->but[i], path))
			return true;
	return false;
}

static void walk_add(
    struct walk *w, const git_oid *id, struct str path, unsigned depth)
{
	w->folders = arena_grow(
	    w->arena, w->folders, w->count, &w->cap, sizeof *w->folders);
	w->folders[w->count++] = (struct folder){*id, path, depth};
}

static int walk_blob(struct walk *w, const git_oid *id, struct str path)
{
	uint64_t max = path_is_picture(path) ? TREE_PICTURE_MAX : TREE_TEXT_MAX;
	git_object_t type;
	struct entry *e;
	size_t size;

	/* The size stands in the object's header: nothing large is unpacked. */
	if (git_odb_read_header(&size, &type, w->odb, id))
		return repo_failed(w->report, path, "不能读取文件");
	if (size > max) {
		report_add(w->report, FINDING_FILE_SIZE, path, whole_file,
		    "文件超过 %llu KB", (unsigned long long)max / 1024);
		return 0;
	}
	e = tree_add(w->tree, w->arena, path);
	memcpy(e->id, id->id, sizeof e->id);
	return 0;
}

static int walk_entry(
    struct walk *w, const git_tree_entry *entry, const struct folder *in)
{
	struct str name = str_from(git_tree_entry_name(entry));
	git_filemode_t mode = git_tree_entry_filemode_raw(entry);
	const git_oid *id = git_tree_entry_id(entry);
	struct str path;

	if (name.len && name.data[0] == '.')
		return 0;
	if (!path_name_is_good(name)) {
		path_report(w->report, in->path, name);
		return 0;
	}
	path = arena_printf(
	    w->arena, "%.*s/%.*s", STR_ARGS(in->path), STR_ARGS(name));
	if (mode == GIT_FILEMODE_TREE) {
		if (is_left_out(w, path))
			return 0;
		if (in->depth < TREE_DEPTH_MAX)
			walk_add(w, id, path, in->depth + 1);
		else
			report_add(w->report, FINDING_PATH_UNKNOWN, path,
			    whole_file, "目录超过 %d 层", TREE_DEPTH_MAX);
		return 0;
	}
	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
		report_add(w->report, FINDING_PATH_NAME, path, whole_file,
		    "这里只放普通文件和目录，不放链接和子模块");
		report_last(w->report)->remedy = STR("把链接换成文件本身");
		return 0;
	}
	return walk_blob(w, id, path);
}

static int walk_folder(struct walk *w, const struct folder *folder)
{
	git_tree *tree;
	size_t n, i;
	int status = 0;

	if (git_tree_lookup(&tree, w->repo, &folder->id))
		return repo_failed(w->report, folder->path, "不能读取目录");
	n = git_tree_entrycount(tree);
	w->entries += n;
	if (w->entries > ENTRIES_MAX)
		status = report_add(w->report, FINDING_GIT, folder->path,
		    whole_file, "文件超过 %d 个，停止读取", ENTRIES_MAX);
	for (i = 0; i < n && !status; i++)
		status = walk_entry(w, git_tree_entry_byindex(tree, i), folder);
	git_tree_free(tree);
	return status;
}

static int walk_folders(struct walk *w)
{
	while (w->count) {
		struct folder next = w->folders[--w->count];

		if (walk_folder(w, &next))
			return -1;
	}
	return 0;
}

static int walk_commit(struct walk *w, git_commit *commit)
{
	static const char *const names[] = {"content", "layouts"};
	git_tree *root;
	size_t i;

	if (git_commit_tree(&root, commit))
		return repo_failed(w->report, STR(""), "不能读取提交");
	for (i = 0; i < 2; i++) {
		const git_tree_entry *e = git_tree_entry_byname(root, names[i]);

		if (e && git_tree_entry_type(e) == GIT_OBJECT_TREE) {
			if (!is_left_out(w, str_from(names[i])))
				walk_add(w, git_tree_entry_id(e),
				    str_from(names[i]), 1);
		} else if (!i)
			report_add(w->report, FINDING_CONTENT_MISSING,
			    STR("content"), whole_file,
			    "这个提交里没有 content 目录");
	}
	git_tree_free(root);
	return walk_folders(w);
}

int repo_find_commit(
    git_commit **commit, git_repository *repo, struct str rev, struct report *r)
{
	git_object *found, *peeled;
	int status;

	if (git_revparse_single(&found, repo, rev.data)) {
		report_add(r, FINDING_GIT, STR(""), whole_file,
		    "版本库里没有“%.*s”这个版本", STR_ARGS(rev));
		report_last(r)->remedy =
		    STR("核对写的分支、标签或提交号；别处新有的先 git fetch");
		return -1;
	}
	status = git_object_peel(&peeled, found, GIT_OBJECT_COMMIT);
	git_object_free(found);
	if (status)
		return repo_failed(r, STR(""), "这个版本不是提交");
	*commit = (git_commit *)peeled;
	return 0;
}

int repo_tree(struct tree *t, struct commit *commit, struct arena *a,
    struct str folder, struct str rev, struct report *r)
{
	struct walk w = {.tree = t, .arena = a, .report = r};
	struct from *from = arena_alloc(a, sizeof *from);
	git_commit *found = NULL;
	int status = -1;

	*t =
	    (struct tree){.source = &source, .from = from, .has_digests = true};
	git_libgit2_init();
	if (repo_open(&w.repo, arena_str(a, folder), r))
		return -1;
	from->path = arena_str(a, str_from(git_repository_path(w.repo)));
	if (repo_find_commit(&found, w.repo, arena_str(a, rev), r))
		goto done;
	git_oid_tostr(commit->id, sizeof commit->id, git_commit_id(found));
	commit->seconds = git_commit_time(found);
	if (git_repository_odb(&w.odb, w.repo)) {
		repo_failed(r, from->path, "不能打开版本库");
		goto done;
	}
	status = walk_commit(&w, found);
	tree_sort(t);
done:
	git_commit_free(found);
	git_odb_free(w.odb);
	git_repository_free(w.repo);
	return status;
}

/* --- putting one together ------------------------------------------------- */

static int walk_part(struct walk *w, const struct tree_part *part)
{
	git_commit *commit = NULL;
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	git_oid id;
	unsigned depth = 1;
	size_t i;
	int status;

	w->part = part;
	if (git_oid_fromstr(&id, part->commit) ||
	    git_commit_lookup(&commit, w->repo, &id))
		return repo_failed(w->report, part->path, "不能读取提交");
	if (!part->path.len) {
		status = walk_commit(w, commit);
		goto done;
	}
	status = git_commit_tree(&root, commit);
	if (!status)
		status = git_tree_entry_bypath(
		    &entry, root, arena_str(w->arena, part->path).data);
	for (i = 0; i < part->path.len; i++)
		depth += part->path.data[i] == '/';
	if (!status && git_tree_entry_type(entry) == GIT_OBJECT_TREE) {
		walk_add(w, git_tree_entry_id(entry), part->path, depth);
		status = walk_folders(w);
	} else if (status == GIT_ENOTFOUND) {
		status = 0;
	} else if (status) {
		status = repo_failed(w->report, part->path, "不能读取目录");
	}
done:
	git_tree_entry_free(entry);
	git_tree_free(root);
	git_commit_free(commit);
	return status;
}

int repo_compose(struct tree *t, struct arena *a, struct str folder,
    struct str quarantine, const struct tree_part *parts, size_t count,
    struct report *r)
{
	struct walk w = {.tree = t, .arena = a, .report = r};
	struct from *from = arena_alloc(a, sizeof *from);
	size_t i;
	int status = 0;

	*from = (struct from){.path = arena_str(a, folder),
	    .quarantine = arena_str(a, quarantine),
	    .is_bare = true};
	*t =
	    (struct tree){.source = &source, .from = from, .has_digests = true};
	git_libgit2_init();
	if (repo_open_bare(&w.repo, from->path, from->quarantine, r))
		return -1;
	if (git_repository_odb(&w.odb, w.repo))
		status = repo_failed(r, from->path, "不能打开版本库");
	for (i = 0; i < count && !status; i++)
		status = walk_part(&w, &parts[i]);
	tree_sort(t);
	git_odb_free(w.odb);
	git_repository_free(w.repo);
	return status;
}

/* --- making one ----------------------------------------------------------- */

static int commit_all(git_repository *repo, const char *message)
{
	git_signature *who = NULL;
	git_index *index = NULL;
	git_tree *tree = NULL;
	git_oid id;
	int status;

	status = git_repository_index(&index, repo);
	if (!status)
		status = git_index_add_all(
		    index, NULL, GIT_INDEX_ADD_DEFAULT, NULL, NULL);
	if (!status)
		status = git_index_write(index);
	if (!status)
		status = git_index_write_tree(&id, index);
	if (!status)
		status = git_tree_lookup(&tree, repo, &id);
	if (!status && git_signature_default(&who, repo))
		status = git_signature_now(&who, "taizhang", "taizhang");
	if (!status)
		status = git_commit_create(
		    &id, repo, "HEAD", who, who, NULL, message, tree, 0, NULL);
	git_signature_free(who);
	git_tree_free(tree);
	git_index_free(index);
	return status;
}

int repo_create(struct str folder, struct str message, struct report *r)
{
	git_repository_init_options options;
	git_repository *repo = NULL;
	int status;

	git_libgit2_init();
	git_repository_init_options_init(
	    &options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	status = git_repository_init_ext(
	    &repo, arena_str(r->arena, folder).data, &options);
	if (!status)
		status = commit_all(repo, arena_str(r->arena, message).data);
	if (status)
		status = repo_failed(r, folder, "不能新建版本库");
	git_repository_free(repo);
	return status;
}
