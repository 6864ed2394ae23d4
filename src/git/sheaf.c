/* SPDX-License-Identifier: MIT */
/* libgit2's tree builder for the folder itself, and its updates of a tree for
 * the way down to it. */
#include "sheaf.h"

#include <stdlib.h>

#include "repo_parts.h"
#include "store_parts.h"

static int by_name(const void *a, const void *b)
{
	const struct sheaf_file *one = a, *other = b;

	return str_compare(one->name, other->name);
}

static struct sheaf_file *file_add(
    struct sheaf *f, struct arena *a, struct str name)
{
	f->files = arena_grow(a, f->files, f->count, &f->cap, sizeof *f->files);
	f->files[f->count] = (struct sheaf_file){.name = arena_str(a, name)};
	return &f->files[f->count++];
}

/* The tree at a path of a commit: *tree NULL where there is none. */
static int tree_find_at(git_tree **tree, const struct store *s,
    const struct oid *commit, struct str path, struct report *r)
{
	git_tree *root = store_root(s, commit, r);
	git_tree_entry *entry;
	int status;

	*tree = root;
	if (!root || !path.len)
		return root ? 0 : -1;
	*tree = NULL;
	status =
	    git_tree_entry_bypath(&entry, root, arena_str(r->arena, path).data);
	git_tree_free(root);
	if (status == GIT_ENOTFOUND)
		return 0;
	if (status)
		return repo_failed(r, path, "不能读取目录");
	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		status =
		    git_tree_lookup(tree, s->repo, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return status ? repo_failed(r, path, "不能读取目录") : 0;
}

int sheaf_read(struct sheaf *f, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, struct report *r)
{
	git_tree *tree;
	size_t i;

	*f = (struct sheaf){0};
	if (oid_is_none(commit))
		return 0;
	if (tree_find_at(&tree, s, commit, path, r))
		return -1;
	for (i = 0; tree && i < git_tree_entrycount(tree); i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);

		if (git_tree_entry_filemode(e) == GIT_FILEMODE_BLOB)
			memcpy(file_add(f, a, str_from(git_tree_entry_name(e)))
				   ->id,
			    git_tree_entry_id(e)->id, 20);
	}
	git_tree_free(tree);
	if (f->count)
		qsort(f->files, f->count, sizeof *f->files, by_name);
	return 0;
}

struct sheaf_file *sheaf_find(const struct sheaf *f, struct str name)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (str_equal(f->files[i].name, name))
			return &f->files[i];
	return NULL;
}

int sheaf_put(struct sheaf *f, const struct store *s, struct arena *a,
    struct str name, struct str bytes, struct report *r)
{
	struct sheaf_file *file = sheaf_find(f, name);
	git_oid id;

	if (git_blob_create_from_buffer(
		&id, s->repo, bytes.len ? bytes.data : "", bytes.len))
		return repo_failed(r, name, "不能写入版本库");
	if (!file)
		file = file_add(f, a, name);
	memcpy(file->id, id.id, sizeof file->id);
	qsort(f->files, f->count, sizeof *f->files, by_name);
	return 0;
}

void sheaf_remove(struct sheaf *f, struct str name)
{
	struct sheaf_file *file = sheaf_find(f, name);

	if (!file)
		return;
	f->count--;
	memmove(file, file + 1,
	    (size_t)(f->files + f->count - file) * sizeof *file);
}

static int tree_build(
    git_oid *id, const struct store *s, const struct sheaf *f, struct report *r)
{
	git_treebuilder *builder;
	git_oid blob;
	size_t i;
	int status = git_treebuilder_new(&builder, s->repo, NULL);

	if (status)
		return repo_failed(r, STR(""), "不能写入版本库");
	for (i = 0; i < f->count && !status; i++) {
		git_oid_fromraw(&blob, f->files[i].id);
		status = git_treebuilder_insert(NULL, builder,
		    arena_str(r->arena, f->files[i].name).data, &blob,
		    GIT_FILEMODE_BLOB);
	}
	if (!status)
		status = git_treebuilder_write(id, builder);
	git_treebuilder_free(builder);
	return status ? repo_failed(r, STR(""), "不能写入版本库") : 0;
}

/* The whole tree: the folder in its place in the base. */
static int tree_place(git_oid *id, const struct store *s,
    const struct sheaf_commit *c, struct report *r)
{
	git_tree_update update = {
	    .action = GIT_TREE_UPDATE_UPSERT, .filemode = GIT_FILEMODE_TREE};
	git_tree *root;
	int status;

	if (tree_build(id, s, c->folder, r))
		return -1;
	if (!c->path.len)
		return 0;
	update.id = *id;
	update.path = arena_str(r->arena, c->path).data;
	root = store_root(s, &c->base, r);
	if (!root)
		return -1;
	status = git_tree_create_updated(id, s->repo, root, 1, &update);
	git_tree_free(root);
	return status ? repo_failed(r, c->path, "不能写入版本库") : 0;
}

int sheaf_write(struct oid *made, const struct store *s, struct arena *a,
    const struct sheaf_commit *c, struct report *r)
{
	git_commit *parents[2] = {NULL, NULL};
	const git_commit *same[2];
	git_signature *who = NULL, *server = NULL;
	git_tree *tree = NULL;
	git_oid tree_id, id;
	size_t n = 0, i;
	int status = 0;

	if (tree_place(&tree_id, s, c, r))
		return -1;
	for (i = 0; i < 2 && !status; i++) {
		if (oid_is_none(&c->parents[i]))
			continue;
		parents[n] = store_commit(s, &c->parents[i], r);
		if (!parents[n])
			goto done;
		same[n] = parents[n];
		n++;
	}
	status = git_signature_new(&who, arena_str(a, c->author).data,
	    "taizhang@localhost", c->seconds, 8 * 60);
	if (!status)
		status = git_signature_new(&server, "taizhang",
		    "taizhang@localhost", c->seconds, 8 * 60);
	if (!status)
		status = git_tree_lookup(&tree, s->repo, &tree_id);
	if (!status)
		status = git_commit_create(&id, s->repo, NULL, who, server,
		    NULL, arena_str(a, c->message).data, tree, n, same);
	if (!status)
		git_oid_tostr(made->hex, sizeof made->hex, &id);
	else
		repo_failed(r, c->path, "不能写入版本库");
done:
	git_signature_free(who);
	git_signature_free(server);
	git_tree_free(tree);
	for (i = 0; i < 2; i++)
		git_commit_free(parents[i]);
	return status ||
		n < (size_t)!oid_is_none(&c->parents[0]) +
			(size_t)!oid_is_none(&c->parents[1])
	    ? -1
	    : 0;
}

/* --- refs ----------------------------------------------------------------- */

static int ref_by_name(const void *a, const void *b)
{
	const struct ref *one = a, *other = b;

	return str_compare(one->name, other->name);
}

int refs_list(struct ref **refs, size_t *count, const struct store *s,
    struct arena *a, struct str prefix, struct report *r)
{
	struct str glob = arena_printf(a, "%.*s*", STR_ARGS(prefix));
	git_reference_iterator *all;
	git_reference *ref;
	size_t cap = 0;
	int status;

	*refs = NULL;
	*count = 0;
	if (git_reference_iterator_glob_new(&all, s->repo, glob.data))
		return repo_failed(r, prefix, "不能读取引用");
	while (!(status = git_reference_next(&ref, all))) {
		const git_oid *id = git_reference_target(ref);

		if (id) {
			*refs =
			    arena_grow(a, *refs, *count, &cap, sizeof **refs);
			(*refs)[*count] = (struct ref){
			    .name = arena_str(
				a, str_from(git_reference_name(ref)))};
			git_oid_tostr((*refs)[*count].commit.hex,
			    sizeof(*refs)->commit.hex, id);
			(*count)++;
		}
		git_reference_free(ref);
	}
	git_reference_iterator_free(all);
	if (*count)
		qsort(*refs, *count, sizeof **refs, ref_by_name);
	return status == GIT_ITEROVER ? 0
				      : repo_failed(r, prefix, "不能读取引用");
}

int ref_drop(const struct store *s, struct str name, const struct oid *old,
    struct report *r)
{
	git_reference *ref;
	git_oid id;
	int status =
	    git_reference_lookup(&ref, s->repo, arena_str(r->arena, name).data);

	if (status == GIT_ENOTFOUND)
		return 0;
	if (status)
		return repo_failed(r, name, "不能读取引用");
	if (git_oid_fromstr(&id, old->hex) || !git_reference_target(ref) ||
	    !git_oid_equal(&id, git_reference_target(ref))) {
		git_reference_free(ref);
		return 0;
	}
	/* Fails where it has moved since it was looked up. */
	status = git_reference_delete(ref);
	git_reference_free(ref);
	if (status == GIT_EMODIFIED)
		return 0;
	return status ? repo_failed(r, name, "不能移动引用") : 1;
}
