/* SPDX-License-Identifier: MIT */
/* libgit2 puts trees together from lists of paths, for the folder itself and
 * for the way down to it. */
#include "folder.h"

#include "repo_parts.h"
#include "store_parts.h"

/* --- a list of files ------------------------------------------------------ */

/* Where a file of this path is or would be. From the end: files mostly come in
 * their order. */
static size_t place_of(const struct folder *f, struct str path)
{
	size_t at = f->count;

	while (at && str_compare(f->files[at - 1].path, path) >= 0)
		at--;
	return at;
}

struct folder_file *folder_find(const struct folder *f, struct str path)
{
	size_t at = place_of(f, path);

	return at < f->count && str_equal(f->files[at].path, path)
	    ? &f->files[at]
	    : NULL;
}

static void file_set(
    struct folder *f, struct arena *a, struct str path, const git_oid *id)
{
	struct folder_file *file = folder_find(f, path);

	if (!file) {
		f->files =
		    arena_grow(a, f->files, f->count, &f->cap, sizeof *file);
		file = f->files + place_of(f, path);
		memmove(file + 1, file,
		    (size_t)(f->files + f->count - file) * sizeof *file);
		f->count++;
		file->path = arena_str(a, path);
	}
	memcpy(file->id, id->id, sizeof file->id);
}

int folder_read(struct folder *f, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, struct report *r)
{
	git_tree *tree;
	size_t i;

	*f = (struct folder){0};
	if (oid_is_none(commit))
		return 0;
	if (store_tree(&tree, s, commit, path, r))
		return -1;
	for (i = 0; tree && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_filemode(e) == GIT_FILEMODE_BLOB)
			file_set(f, a, str_from(git_tree_entry_name(e)),
			    git_tree_entry_id(e));
	}
	git_tree_free(tree);
	return 0;
}

int folder_put(struct folder *f, const struct store *s, struct arena *a,
    struct str path, struct str bytes, struct report *r)
{
	git_oid id;

	if (git_blob_create_from_buffer(
		&id, s->repo, bytes.len ? bytes.data : "", bytes.len))
		return repo_failed(r, path, "不能写入版本库");
	file_set(f, a, path, &id);
	return 0;
}

void folder_remove(struct folder *f, struct str path)
{
	struct folder_file *file = folder_find(f, path);

	if (!file)
		return;
	f->count--;
	memmove(file, file + 1,
	    (size_t)(f->files + f->count - file) * sizeof *file);
}

/* --- trees and commits ---------------------------------------------------- */

int folder_write(struct oid *tree, const struct store *s,
    const struct folder *f, struct report *r)
{
	git_tree_update *updates =
	    arena_array(r->arena, f->count + 1, sizeof *updates);
	git_oid id;
	size_t i;

	*tree = (struct oid){0};
	if (!f->count)
		return 0;
	for (i = 0; i < f->count; i++) {
		updates[i] = (git_tree_update){.action = GIT_TREE_UPDATE_UPSERT,
		    .filemode = GIT_FILEMODE_BLOB,
		    .path = arena_str(r->arena, f->files[i].path).data};
		git_oid_fromraw(&updates[i].id, f->files[i].id);
	}
	if (git_tree_create_updated(&id, s->repo, NULL, f->count, updates))
		return repo_failed(r, f->files[0].path, "不能写入版本库");
	git_oid_tostr(tree->hex, sizeof tree->hex, &id);
	return 0;
}

/* The whole tree: the folder in its place in the base. */
static int root_write(git_oid *made, const struct store *s,
    const struct folder_change *c, struct report *r)
{
	git_tree_update u = {.action = oid_is_none(&c->tree)
		? GIT_TREE_UPDATE_REMOVE
		: GIT_TREE_UPDATE_UPSERT,
	    .filemode = GIT_FILEMODE_TREE,
	    .path = arena_str(r->arena, c->path).data};
	git_tree *root;
	int status = 0;

	if (!oid_is_none(&c->tree) || !c->path.len)
		status = git_oid_fromstr(&u.id, c->tree.hex);
	if (status)
		return repo_failed(r, c->path, "不能写入版本库");
	*made = u.id;
	if (!c->path.len)
		return 0;
	root = store_root(s, &c->base, r);
	if (!root)
		return -1;
	status = git_tree_create_updated(made, s->repo, root, 1, &u);
	git_tree_free(root);
	return status ? repo_failed(r, c->path, "不能写入版本库") : 0;
}

static int signature_make(git_signature **made, struct arena *a, struct str who,
    const struct folder_change *c)
{
	return git_signature_new(made, arena_str(a, who).data,
	    arena_printf(a, "%.*s@localhost", STR_ARGS(who)).data, c->seconds,
	    8 * 60);
}

static int commit_write(git_oid *id, const struct store *s, struct arena *a,
    const struct folder_change *c, const git_oid *root,
    const git_commit **parents, size_t n)
{
	git_signature *author = NULL, *committer = NULL;
	git_tree *tree = NULL;
	int status = signature_make(&author, a, c->author, c);

	if (!status)
		status = signature_make(&committer, a, c->committer, c);
	if (!status)
		status = git_tree_lookup(&tree, s->repo, root);
	if (!status)
		status = git_commit_create(id, s->repo, NULL, author, committer,
		    NULL, arena_str(a, c->message).data, tree, n, parents);
	git_signature_free(author);
	git_signature_free(committer);
	git_tree_free(tree);
	return status;
}

int folder_commit(struct oid *made, const struct store *s, struct arena *a,
    const struct folder_change *c, struct report *r)
{
	git_commit *parents[2] = {NULL, NULL};
	const git_commit *same[2];
	size_t n = 0, i;
	git_oid root, id;
	int status = root_write(&root, s, c, r);

	for (i = 0; i < 2 && !status; i++) {
		if (oid_is_none(&c->parents[i]))
			continue;
		parents[n] = store_commit(s, &c->parents[i], r);
		same[n] = parents[n];
		status = parents[n++] ? 0 : -1;
	}
	if (!status && commit_write(&id, s, a, c, &root, same, n))
		status = repo_failed(r, c->path, "不能写入版本库");
	if (!status)
		git_oid_tostr(made->hex, sizeof made->hex, &id);
	git_commit_free(parents[0]);
	git_commit_free(parents[1]);
	return status;
}
