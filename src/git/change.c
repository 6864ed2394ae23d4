/* SPDX-License-Identifier: MIT */
/* libgit2 compares trees by their ids, and the files of a folder with the help
 * of the index; renames are not looked for: both names count. */
#include "change.h"

#include <stdlib.h>

#include "repo_parts.h"

struct search {
	struct changes *changes;
	struct arena *arena;
	git_repository *repo;
	struct str below; /* where the folder lies in the repository: "a/b/" */
};

static void path_add(struct search *s, struct str path)
{
	struct changes *c = s->changes;

	c->paths =
	    arena_grow(s->arena, c->paths, c->count, &c->cap, sizeof *c->paths);
	c->paths[c->count++] = arena_str(s->arena, path);
}

static void file_add(struct search *s, const char *name)
{
	struct str path = str_from(name);

	if (!name || !str_begins(path, s->below))
		return;
	path = str_slice(path, s->below.len, path.len);
	if (!str_begins(path, STR("content/")) &&
	    !str_begins(path, STR("layouts/")))
		return;
	s->changes->files++;
	path_add(s, path);
	if (str_begins(path, STR("content/")) &&
	    !str_begins(path, STR("content/plan/")))
		path_add(s, path_folder(path));
}

static void diff_take(struct search *s, git_diff *diff)
{
	size_t n = git_diff_num_deltas(diff), i;

	for (i = 0; i < n; i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);

		file_add(s, d->new_file.path);
		if (strcmp(d->old_file.path, d->new_file.path))
			file_add(s, d->old_file.path);
	}
	if (s->changes->count)
		qsort(s->changes->paths, s->changes->count,
		    sizeof *s->changes->paths, str_order);
}

/* Where `folder` lies below the repository's own files. */
static int below_find(struct search *s, struct str folder, struct report *r)
{
	const char *root = git_repository_workdir(s->repo);
	char *real = realpath(folder.data, NULL);
	struct str path = str_from(real);

	if (!root)
		report_add(r, FINDING_GIT, folder, (struct place){0},
		    "这个版本库没有工作目录，用 --rev 写明看哪个版本");
	else if (!real)
		report_system(r, folder, "不能找到目录");
	else {
		path = arena_printf(s->arena, "%s/", real);
		if (str_begins(path, str_from(root)))
			s->below = str_slice(path, strlen(root), path.len);
	}
	free(real);
	return root && path.len ? 0 : -1;
}

static int tree_of(
    git_tree **tree, git_repository *repo, struct str rev, struct report *r)
{
	git_commit *commit;
	int status;

	if (repo_find_commit(&commit, repo, rev, r))
		return -1;
	status = git_commit_tree(tree, commit);
	git_commit_free(commit);
	return status ? repo_failed(r, STR(""), "不能读取提交") : 0;
}

static int diff_make(git_diff **diff, struct search *s, git_tree *old,
    struct str rev, struct report *r)
{
	git_diff_options o;
	git_tree *new = NULL;
	int status;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	o.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
	    GIT_DIFF_INCLUDE_IGNORED | GIT_DIFF_RECURSE_IGNORED_DIRS |
	    GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
	o.ignore_submodules = GIT_SUBMODULE_IGNORE_ALL;
	if (rev.len && tree_of(&new, s->repo, rev, r))
		return -1;
	status = rev.len
	    ? git_diff_tree_to_tree(diff, s->repo, old, new, &o)
	    : git_diff_tree_to_workdir_with_index(diff, s->repo, old, &o);
	git_tree_free(new);
	return status ? repo_failed(r, STR(""), "不能比较两个版本") : 0;
}

int changes_find(struct changes *c, struct arena *a, struct str folder,
    struct str since, struct str rev, struct report *r)
{
	struct search s = {.changes = c, .arena = a};
	git_tree *old = NULL;
	git_diff *diff;
	int status = -1;

	*c = (struct changes){0};
	git_libgit2_init();
	folder = arena_str(a, folder);
	if (repo_open(&s.repo, folder, r))
		goto done;
	if (tree_of(&old, s.repo, arena_str(a, since), r) ||
	    (!rev.len && below_find(&s, folder, r)) ||
	    diff_make(&diff, &s, old, rev.len ? arena_str(a, rev) : rev, r))
		goto done;
	diff_take(&s, diff);
	git_diff_free(diff);
	status = 0;
done:
	git_tree_free(old);
	git_repository_free(s.repo);
	return status;
}

static bool has(const struct changes *c, struct str path)
{
	return c->count &&
	    bsearch(&path, c->paths, c->count, sizeof *c->paths, str_order);
}

bool changes_touch(const struct changes *c, struct str path)
{
	return has(c, path) || has(c, path_folder(path));
}
