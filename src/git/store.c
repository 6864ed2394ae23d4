/* SPDX-License-Identifier: MIT */
/* libgit2 with every object and ref brought to the disk: what a receipt says
 * has to be there after the lights went out. */
#include "store.h"

#include <git2/sys/mempack.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/seal.h"
#include "repo_parts.h"
#include "store_parts.h"

static const struct place whole_file = {0};

bool oid_parse(struct oid *o, struct str s)
{
	bool is_zero = true;
	size_t i;

	*o = (struct oid){0};
	if (s.len != 40)
		return false;
	for (i = 0; i < 40; i++) {
		if (!(s.data[i] >= '0' && s.data[i] <= '9') &&
		    !(s.data[i] >= 'a' && s.data[i] <= 'f'))
			return false;
		is_zero = is_zero && s.data[i] == '0';
	}
	if (!is_zero)
		memcpy(o->hex, s.data, 40);
	return true;
}

int store_open(
    struct store **s, struct str path, struct str quarantine, struct report *r)
{
	struct store *made;

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	/* Hooks have 2 GiB of addresses, whatever the size of the packs. */
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)32 << 20);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)256 << 20);
	made = memory_resize(NULL, sizeof *made);
	*made = (struct store){0};
	made->path = arena_str(&made->arena, path);
	made->quarantine = arena_str(&made->arena, quarantine);
	if (repo_open_bare(&made->repo, made->path, made->quarantine, r)) {
		made->repo = NULL;
		store_close(made);
		return -1;
	}
	*s = made;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	git_repository_free(s->repo);
	arena_release(&s->arena);
	memory_free(s);
}

int store_rehearse(struct store *s, struct report *r)
{
	git_odb_backend *memory = NULL;
	git_odb *odb = NULL;
	int status = git_repository_odb(&odb, s->repo);

	if (!status)
		status = git_mempack_new(&memory);
	/* Before all others. */
	if (!status)
		status = git_odb_add_backend(odb, memory, 1000);
	git_odb_free(odb);
	return status ? repo_failed(r, s->path, "不能在内存里试写") : 0;
}

struct str store_path(const struct store *s)
{
	return s->path;
}

struct str store_quarantine(const struct store *s)
{
	return s->quarantine;
}

struct str store_setting(
    const struct store *s, struct arena *a, const char *name)
{
	struct str file = arena_printf(a, "%.*s/config", STR_ARGS(s->path));
	git_config *config = NULL, *snapshot = NULL;
	struct str value = {0};
	const char *text;

	if (!git_config_open_ondisk(&config, file.data) &&
	    !git_config_snapshot(&snapshot, config) &&
	    !git_config_get_string(&text, snapshot, name))
		value = arena_str(a, str_from(text));
	git_config_free(snapshot);
	git_config_free(config);
	return value;
}

/* --- reading -------------------------------------------------------------- */

static void oid_from(struct oid *o, const git_oid *id)
{
	git_oid_tostr(o->hex, sizeof o->hex, id);
}

int store_ref(
    struct oid *o, const struct store *s, struct str name, struct report *r)
{
	git_oid id;
	int status;

	*o = (struct oid){0};
	status = git_reference_name_to_id(
	    &id, s->repo, arena_str(r->arena, name).data);
	if (status == GIT_ENOTFOUND)
		return 0;
	if (status)
		return repo_failed(r, name, "不能读取引用");
	oid_from(o, &id);
	return 0;
}

const struct str store_main_ref = {"refs/heads/main", 15};

int store_main(struct oid *o, const struct store *s, struct report *r)
{
	return store_ref(o, s, store_main_ref, r);
}

int store_refs(struct str **names, size_t *count, const struct store *s,
    struct arena *a, struct str prefix, struct report *r)
{
	git_reference_iterator *refs = NULL;
	const char *name;
	size_t cap = 0;
	int status;

	*names = NULL;
	*count = 0;
	status = git_reference_iterator_glob_new(
	    &refs, s->repo, arena_printf(a, "%.*s*", STR_ARGS(prefix)).data);
	while (!status && !(status = git_reference_next_name(&name, refs))) {
		*names = arena_grow(a, *names, *count, &cap, sizeof **names);
		(*names)[(*count)++] = arena_str(a, str_from(name));
	}
	git_reference_iterator_free(refs);
	if (status != GIT_ITEROVER)
		return repo_failed(r, prefix, "不能读取引用");
	if (*count)
		qsort(*names, *count, sizeof **names, str_order);
	return 0;
}

git_commit *store_commit(
    const struct store *s, const struct oid *commit, struct report *r)
{
	git_commit *found;
	git_oid id;

	if (git_oid_fromstr(&id, commit->hex) ||
	    git_commit_lookup(&found, s->repo, &id)) {
		repo_failed(r, oid_str(commit), "不能读取提交");
		return NULL;
	}
	return found;
}

bool store_has_commit(const struct store *s, const struct oid *commit)
{
	git_commit *found;
	git_oid id;

	if (git_oid_fromstr(&id, commit->hex) ||
	    git_commit_lookup(&found, s->repo, &id))
		return false;
	git_commit_free(found);
	return true;
}

int store_time(int64_t *seconds, const struct store *s,
    const struct oid *commit, struct report *r)
{
	git_commit *found = store_commit(s, commit, r);

	if (!found)
		return -1;
	*seconds = git_commit_time(found);
	git_commit_free(found);
	return 0;
}

int store_parent(struct oid *parent, struct str *subject, const struct store *s,
    struct arena *a, const struct oid *commit, struct report *r)
{
	git_commit *found = store_commit(s, commit, r);
	struct str text;

	*parent = (struct oid){0};
	if (!found)
		return -1;
	if (git_commit_parentcount(found))
		oid_from(parent, git_commit_parent_id(found, 0));
	text = str_from(git_commit_message(found));
	*subject =
	    arena_str(a, str_slice(text, 0, str_find_byte(text, '\n', 0)));
	git_commit_free(found);
	return 0;
}

static struct str taken(struct arena *a, git_buf *b)
{
	struct str text = arena_str(a, (struct str){b->ptr, b->size});

	git_buf_dispose(b);
	return text;
}

int store_signature(struct str *signature, struct str *text,
    const struct store *s, struct arena *a, const struct oid *commit,
    struct report *r)
{
	git_buf one = {0}, other = {0};
	git_oid id;
	int status = git_oid_fromstr(&id, commit->hex);

	if (!status)
		status = git_commit_extract_signature(
		    &one, &other, s->repo, &id, NULL);
	*signature = taken(a, &one);
	*text = taken(a, &other);
	return status && status != GIT_ENOTFOUND
	    ? repo_failed(r, oid_str(commit), "不能读取提交")
	    : 0;
}

git_tree *store_root(
    const struct store *s, const struct oid *commit, struct report *r)
{
	git_commit *found = store_commit(s, commit, r);
	git_tree *root = NULL;

	if (found && git_commit_tree(&root, found))
		repo_failed(r, oid_str(commit), "不能读取提交");
	git_commit_free(found);
	return root;
}

/* The entry at a path of a commit: 1, 0 where there is none, or -1. */
static int entry_find(git_tree_entry **entry, const struct store *s,
    const struct oid *commit, struct str path, struct report *r)
{
	git_tree *root = store_root(s, commit, r);
	int status;

	if (!root)
		return -1;
	status =
	    git_tree_entry_bypath(entry, root, arena_str(r->arena, path).data);
	git_tree_free(root);
	if (status == GIT_ENOTFOUND)
		return 0;
	return status ? repo_failed(r, path, "不能读取目录") : 1;
}

int store_tree(git_tree **tree, const struct store *s, const struct oid *commit,
    struct str path, struct report *r)
{
	git_tree_entry *entry;
	int status;

	*tree = NULL;
	if (!path.len) {
		*tree = store_root(s, commit, r);
		return *tree ? 0 : -1;
	}
	status = entry_find(&entry, s, commit, path, r);
	if (status <= 0)
		return status;
	status = 0;
	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		status =
		    git_tree_lookup(tree, s->repo, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return status ? repo_failed(r, path, "不能读取目录") : 0;
}

int store_folder(struct oid *tree, const struct store *s,
    const struct oid *commit, struct str path, struct report *r)
{
	git_tree_entry *entry;
	int status = entry_find(&entry, s, commit, path, r);

	*tree = (struct oid){0};
	if (status <= 0)
		return status;
	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		oid_from(tree, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return 0;
}

static bool is_whole(git_repository *repo, git_odb *odb, const git_tree *tree)
{
	size_t n = git_tree_entrycount(tree), i;
	bool is = true;

	for (i = 0; i < n && is; i++) {
		const git_tree_entry *e = git_tree_entry_byindex(tree, i);
		git_tree *below;

		is = git_odb_exists(odb, git_tree_entry_id(e));
		if (!is || git_tree_entry_type(e) != GIT_OBJECT_TREE)
			continue;
		is = !git_tree_lookup(&below, repo, git_tree_entry_id(e));
		if (is) {
			is = is_whole(repo, odb, below);
			git_tree_free(below);
		}
	}
	return is;
}

int store_is_whole(const struct store *s, const struct oid *commit,
    struct str path, struct report *r)
{
	git_odb *odb = NULL;
	git_tree *tree;
	int status;

	if (store_tree(&tree, s, commit, path, r))
		return -1;
	if (!tree)
		return 1;
	if (git_repository_odb(&odb, s->repo))
		status = repo_failed(r, path, "不能读取目录");
	else
		status = is_whole(s->repo, odb, tree);
	git_odb_free(odb);
	git_tree_free(tree);
	return status;
}

int store_blob(struct str *bytes, const struct store *s, struct arena *a,
    const unsigned char id[20], struct str path, struct report *r)
{
	git_blob *blob;
	git_oid oid;

	git_oid_fromraw(&oid, id);
	if (git_blob_lookup(&blob, s->repo, &oid))
		return repo_failed(r, path, "不能读取文件");
	*bytes = arena_str(a,
	    (struct str){
		git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob)});
	git_blob_free(blob);
	return 0;
}

int store_size(size_t *size, bool *is_blob, const struct store *s,
    const unsigned char id[20], struct str path, struct report *r)
{
	git_object_t type;
	git_odb *odb;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, id);
	status = git_repository_odb(&odb, s->repo);
	if (!status)
		status = git_odb_read_header(size, &type, odb, &oid);
	git_odb_free(odb);
	*is_blob = !status && type == GIT_OBJECT_BLOB;
	return status ? repo_failed(r, path, "不能读取文件") : 0;
}

int store_file(struct str *bytes, const struct store *s, struct arena *a,
    const struct oid *commit, struct str path, size_t max, struct report *r)
{
	git_tree_entry *entry;
	bool is_blob;
	size_t size;
	int status = entry_find(&entry, s, commit, path, r);

	*bytes = (struct str){0};
	if (status <= 0)
		return status;
	status = store_size(
	    &size, &is_blob, s, git_tree_entry_id(entry)->id, path, r);
	if (!status && is_blob && size > max)
		status = report_add(r, FINDING_FILE_SIZE, path, whole_file,
		    "文件超过 %zu KB", max / 1024);
	if (!status && is_blob)
		status = store_blob(
		    bytes, s, a, git_tree_entry_id(entry)->id, path, r);
	git_tree_entry_free(entry);
	return status;
}

int store_names(struct str **names, size_t *count, const struct store *s,
    struct arena *a, const struct oid *commit, struct str path,
    struct report *r)
{
	git_tree *tree;
	size_t i;

	*count = 0;
	*names = NULL;
	if (store_tree(&tree, s, commit, path, r))
		return -1;
	if (!tree)
		return 0;
	*count = git_tree_entrycount(tree);
	*names = arena_array(a, *count, sizeof **names);
	for (i = 0; i < *count; i++)
		(*names)[i] = arena_str(a,
		    str_from(
			git_tree_entry_name(git_tree_entry_byindex(tree, i))));
	git_tree_free(tree);
	return 0;
}

int store_descends(const struct store *s, const struct oid *commit,
    const struct oid *of, struct report *r)
{
	git_oid new, old;
	int status;

	if (oid_equal(commit, of))
		return 1;
	if (git_oid_fromstr(&new, commit->hex) ||
	    git_oid_fromstr(&old, of->hex))
		return repo_failed(r, STR(""), "提交号不对");
	status = git_graph_descendant_of(s->repo, &new, &old);
	return status < 0 ? repo_failed(r, STR(""), "不能比较提交") : status;
}

int store_base(struct oid *base, const struct store *s, const struct oid *one,
    const struct oid *other, struct report *r)
{
	git_oid a, b, found;
	int status;

	*base = (struct oid){0};
	if (git_oid_fromstr(&a, one->hex) || git_oid_fromstr(&b, other->hex))
		return repo_failed(r, STR(""), "提交号不对");
	status = git_merge_base(&found, s->repo, &a, &b);
	if (status == GIT_ENOTFOUND)
		return 0;
	if (status)
		return repo_failed(r, STR(""), "不能比较提交");
	oid_from(base, &found);
	return 0;
}

/* --- writing -------------------------------------------------------------- */

enum { FOLDERS_MAX = 2 };

/* The updates that take the folders from the other commit. */
static int folders_take(git_tree_update *updates, size_t *n,
    const struct store *s, struct arena *a, const struct store_change *c,
    struct report *r)
{
	size_t i;

	for (i = 0; i < c->folder_count && i < FOLDERS_MAX; i++) {
		git_tree_update *u = &updates[*n];
		struct oid new = {0}, old;

		if ((!oid_is_none(&c->other) &&
			store_folder(&new, s, &c->other, c->folders[i], r)) ||
		    store_folder(&old, s, &c->parent, c->folders[i], r))
			return -1;
		if (oid_is_none(&new) && oid_is_none(&old))
			continue;
		u->path = arena_str(a, c->folders[i]).data;
		u->filemode = GIT_FILEMODE_TREE;
		u->action = oid_is_none(&new) ? GIT_TREE_UPDATE_REMOVE
					      : GIT_TREE_UPDATE_UPSERT;
		if (!oid_is_none(&new) && git_oid_fromstr(&u->id, new.hex))
			return repo_failed(r, c->folders[i], "提交号不对");
		(*n)++;
	}
	return 0;
}

static int tree_write(git_oid *tree, const struct store *s, struct arena *a,
    const struct store_change *c, struct report *r)
{
	git_tree_update updates[FOLDERS_MAX + 1] = {0};
	git_tree *root;
	size_t n = 0;
	int status;

	if (folders_take(updates, &n, s, a, c, r))
		return -1;
	if (c->path.len) {
		git_tree_update *u = &updates[n++];

		u->action = GIT_TREE_UPDATE_UPSERT;
		u->filemode = GIT_FILEMODE_BLOB;
		u->path = arena_str(a, c->path).data;
		if (git_blob_create_from_buffer(
			&u->id, s->repo, c->bytes.data, c->bytes.len))
			return repo_failed(r, c->path, "不能写入版本库");
	}
	root = store_root(s, &c->parent, r);
	if (!root)
		return -1;
	status = git_tree_create_updated(tree, s->repo, root, n, updates);
	git_tree_free(root);
	return status ? repo_failed(r, c->path, "不能写入版本库") : 0;
}

/* By the server's own key; empty where the repository has none. */
static int own_signature(struct str *signature, const struct store *s,
    struct arena *a, struct str text, struct report *r)
{
	struct str path =
	    arena_printf(a, "%.*s/taizhang/key", STR_ARGS(s->path));
	struct str signer = store_setting(s, a, "taizhang.signer"), key;

	*signature = (struct str){0};
	if (!signer.len)
		return 0;
	if (disk_read(&key, a, path, 2 * SEAL_KEY_SIZE, r))
		return -1;
	key = str_trim(key);
	if (!str_equal(seal_public(a, key), signer))
		return report_add(r, FINDING_GATE_CLOSED, path, whole_file,
		    "不是设置 taizhang.signer 的密钥");
	*signature = seal_make(a, key, text);
	return 0;
}

/* Names nothing yet. */
static int commit_write(git_oid *id, const struct store *s, struct arena *a,
    const struct store_change *c, const git_tree *tree,
    const git_commit *parents[2], struct report *r)
{
	git_signature *who = NULL;
	git_buf content = {0};
	struct str signature = {0};
	int status = git_signature_new(
	    &who, "taizhang", "taizhang@localhost", c->seconds, 8 * 60);

	if (!status)
		status = git_commit_create_buffer(&content, s->repo, who, who,
		    NULL, arena_str(a, c->message).data, tree,
		    parents[1] ? 2 : 1, parents);
	git_signature_free(who);
	if (status)
		return repo_failed(r, c->path, "不能写入版本库");
	if (c->signature)
		signature = *c->signature;
	else
		status = own_signature(&signature, s, a,
		    (struct str){content.ptr, content.size}, r);
	if (!status &&
	    git_commit_create_with_signature(id, s->repo, content.ptr,
		signature.len ? signature.data : NULL, NULL))
		status = repo_failed(r, c->path, "不能写入版本库");
	git_buf_dispose(&content);
	return status;
}

int store_write(struct oid *made, const struct store *s, struct arena *a,
    const struct store_change *c, struct report *r)
{
	git_commit *parents[2] = {NULL, NULL};
	const git_commit *same[2];
	git_tree *tree = NULL;
	git_oid tree_id, id;
	int status = -1;

	if (tree_write(&tree_id, s, a, c, r))
		return -1;
	parents[0] = store_commit(s, &c->parent, r);
	if (!oid_is_none(&c->other))
		parents[1] = store_commit(s, &c->other, r);
	if (!parents[0] || (!oid_is_none(&c->other) && !parents[1]))
		goto done;
	same[0] = parents[0];
	same[1] = parents[1];
	if (git_tree_lookup(&tree, s->repo, &tree_id))
		status = repo_failed(r, c->path, "不能写入版本库");
	else
		status = commit_write(&id, s, a, c, tree, same, r);
	if (!status)
		oid_from(made, &id);
done:
	git_tree_free(tree);
	git_commit_free(parents[0]);
	git_commit_free(parents[1]);
	return status;
}

enum { LOCK_LOOKS = 30 };

/* The lock on a ref, if it is the same one for three seconds, is that of a
 * process that was killed. */
static void dead_lock_remove(
    const struct store *s, struct arena *a, struct str ref)
{
	static const struct timespec look = {0, 100 * 1000 * 1000};
	struct str path =
	    arena_printf(a, "%.*s/%.*s.lock", STR_ARGS(s->path), STR_ARGS(ref));
	struct stat first, now;
	int i;

	if (lstat(path.data, &first))
		return;
	for (i = 0; i < LOCK_LOOKS; i++) {
		nanosleep(&look, NULL);
		if (lstat(path.data, &now) || now.st_ino != first.st_ino ||
		    now.st_mtim.tv_sec != first.st_mtim.tv_sec ||
		    now.st_mtim.tv_nsec != first.st_mtim.tv_nsec)
			return;
	}
	unlink(path.data);
}

/* A ref that is `old`. */
static int ref_drop(const struct store *s, const char *name, const git_oid *old)
{
	git_reference *ref;
	int status = git_reference_lookup(&ref, s->repo, name);

	if (status)
		return status == GIT_ENOTFOUND ? 0 : status;
	/* Compares it again under the ref's own lock. */
	status = git_oid_equal(git_reference_target(ref), old)
	    ? git_reference_delete(ref)
	    : GIT_EMODIFIED;
	git_reference_free(ref);
	return status;
}

/* `old` NULL: it is new; `new` NULL: it goes. */
static int ref_move(const struct store *s, const char *ref, const git_oid *old,
    const git_oid *new)
{
	git_reference *made = NULL;
	int status;

	if (!new)
		return ref_drop(s, ref, old);
	if (old)
		status = git_reference_create_matching(
		    &made, s->repo, ref, new, 1, old, NULL);
	else
		status =
		    git_reference_create(&made, s->repo, ref, new, 0, NULL);
	git_reference_free(made);
	return status;
}

int store_move(const struct store *s, struct arena *a, struct str ref,
    const struct oid *old, const struct oid *new, struct report *r)
{
	const char *name = arena_str(a, ref).data;
	git_oid ids[2], *from = NULL, *to = NULL;
	int status;

	if (!oid_is_none(old))
		from = &ids[0];
	if (!oid_is_none(new))
		to = &ids[1];
	if ((from && git_oid_fromstr(from, old->hex)) ||
	    (to && git_oid_fromstr(to, new->hex)))
		return repo_failed(r, ref, "提交号不对");
	status = ref_move(s, name, from, to);
	if (status == GIT_ELOCKED) {
		dead_lock_remove(s, a, ref);
		status = ref_move(s, name, from, to);
	}
	return status ? repo_failed(r, ref, "不能移动引用") : 0;
}

int store_drop(const struct store *s, struct arena *a, struct str ref,
    const struct oid *old, struct report *r)
{
	static const struct oid none = {0};

	return store_move(s, a, ref, old, &none, r);
}
