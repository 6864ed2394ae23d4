/* SPDX-License-Identifier: MIT */
/* Trees are put together by libgit2 from lists of paths. */
#include "folder.h"

#include "repo_parts.h"
#include "store_parts.h"

int folder_write(struct oid *tree, const struct store *s, struct arena *a,
    const struct folder_file *files, size_t count, struct report *r)
{
	git_tree_update *updates = arena_array(a, count + 1, sizeof *updates);
	git_oid id;
	size_t i;

	*tree = (struct oid){0};
	if (!count)
		return 0;
	for (i = 0; i < count; i++) {
		updates[i] = (git_tree_update){.action = GIT_TREE_UPDATE_UPSERT,
		    .filemode = GIT_FILEMODE_BLOB,
		    .path = arena_str(a, files[i].path).data};
		if (git_blob_create_from_buffer(&updates[i].id, s->repo,
			files[i].bytes.data, files[i].bytes.len))
			return repo_failed(r, files[i].path, "不能写入版本库");
	}
	if (git_tree_create_updated(&id, s->repo, NULL, count, updates))
		return repo_failed(r, files[0].path, "不能写入版本库");
	git_oid_tostr(tree->hex, sizeof tree->hex, &id);
	return 0;
}

/* The parent's tree with the folder as it is to be. */
static int root_write(git_oid *made, const struct store *s, struct arena *a,
    const struct folder_change *c, struct report *r)
{
	git_tree_update u = {.action = oid_is_none(&c->tree)
		? GIT_TREE_UPDATE_REMOVE
		: GIT_TREE_UPDATE_UPSERT,
	    .filemode = GIT_FILEMODE_TREE,
	    .path = arena_str(a, c->folder).data};
	git_tree *root = store_root(s, &c->parent, r);
	int status;

	if (!root)
		return -1;
	if (!oid_is_none(&c->tree))
		git_oid_fromstr(&u.id, c->tree.hex);
	status = git_tree_create_updated(made, s->repo, root, 1, &u);
	git_tree_free(root);
	return status ? repo_failed(r, c->folder, "不能写入版本库") : 0;
}

int folder_commit(struct oid *made, const struct store *s, struct arena *a,
    const struct folder_change *c, struct report *r)
{
	git_commit *parent = store_commit(s, &c->parent, r);
	const git_commit *parents[1] = {parent};
	const char *who = arena_str(a, c->who).data;
	git_signature *signature = NULL;
	git_tree *tree = NULL;
	git_oid root, id;
	int status = -1;

	if (!parent || root_write(&root, s, a, c, r))
		goto done;
	status = git_signature_new(&signature, who,
	    arena_printf(a, "%s@localhost", who).data, c->seconds, 8 * 60);
	if (!status)
		status = git_tree_lookup(&tree, s->repo, &root);
	if (!status)
		status =
		    git_commit_create(&id, s->repo, NULL, signature, signature,
			NULL, arena_str(a, c->message).data, tree, 1, parents);
	if (status)
		repo_failed(r, c->folder, "不能写入版本库");
	else
		git_oid_tostr(made->hex, sizeof made->hex, &id);
done:
	git_signature_free(signature);
	git_tree_free(tree);
	git_commit_free(parent);
	return status ? -1 : 0;
}
