/* SPDX-License-Identifier: MIT */
/* Directories are walked by descriptors, so that nobody can swap a folder for
 * a link while we are in it. */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool.h"

static const struct place whole_file = {0};

/* Folders at this depth are walked side by side, some of them: they are open
 * until then. */
enum { ASIDE_DEPTH = 3, ASIDE_MAX = 128 };

struct aside {
	struct str path;
	int fd;
};

struct walk {
	struct tree *tree;
	struct arena *arena;
	struct report *report;
	struct aside *aside; /* ASIDE_MAX; NULL: none are left for later */
	size_t aside_count;
};

static int walk_folder(struct walk *w, int fd, struct str folder, int depth);

static int walk_odd(struct walk *w, struct str path)
{
	report_add(w->report, FINDING_PATH_NAME, path, whole_file,
	    "这里只放普通文件和目录，不放链接和设备");
	report_last(w->report)->remedy = STR("把链接换成文件本身");
	return 0;
}

static int walk_entry(struct walk *w, int fd, struct str folder,
    const struct dirent64 *d, int depth)
{
	struct str path =
	    arena_printf(w->arena, "%.*s/%s", STR_ARGS(folder), d->d_name);
	unsigned char type = d->d_type;
	struct stat st;
	int inner;

	/* Some file systems do not say what it is. */
	if (type == DT_UNKNOWN) {
		if (fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW))
			return report_system(w->report, path, "不能读取");
		type = S_ISREG(st.st_mode) ? DT_REG
		    : S_ISDIR(st.st_mode)  ? DT_DIR
					   : DT_LNK;
	}
	if (!path_name_is_good(str_from(d->d_name))) {
		path_report(w->report, folder, str_from(d->d_name));
		return 0;
	}
	if (type == DT_REG) {
		tree_add(w->tree, w->arena, path);
		return 0;
	}
	if (type != DT_DIR)
		return walk_odd(w, path);
	if (depth >= TREE_DEPTH_MAX) {
		report_add(w->report, FINDING_PATH_UNKNOWN, path, whole_file,
		    "目录超过 %d 层", TREE_DEPTH_MAX);
		return 0;
	}
	inner = openat(
	    fd, d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner < 0)
		return report_system(w->report, path, "不能打开目录");
	if (w->aside && depth + 1 == ASIDE_DEPTH &&
	    w->aside_count < ASIDE_MAX) {
		w->aside[w->aside_count++] = (struct aside){path, inner};
		return 0;
	}
	return walk_folder(w, inner, path, depth + 1);
}

/* Takes over fd. Without a DIR, which asks for the folder's sort and for 32 KB
 * again with each of some ten thousand. */
static int walk_folder(struct walk *w, int fd, struct str folder, int depth)
{
	union {
		struct dirent64 first; /* for its alignment */
		char bytes[4096];
	} names;
	int status = 0;
	ssize_t n, at;

	while ((n = getdents64(fd, &names, sizeof names)) > 0)
		for (at = 0; at < n;) {
			const struct dirent64 *d =
			    (const void *)(names.bytes + at);

			if (d->d_name[0] != '.' &&
			    walk_entry(w, fd, folder, d, depth))
				status = -1;
			at += d->d_reclen;
		}
	if (n < 0)
		status = report_system(w->report, folder, "不能读取目录");
	close(fd);
	return status;
}

/* Walks what was left for later, each worker into a tree of its own. */
struct walks {
	const struct walk *first;
	struct walk walks[POOL_WORKERS_MAX];
	struct tree trees[POOL_WORKERS_MAX];
	struct arena arenas[POOL_WORKERS_MAX];
	struct report reports[POOL_WORKERS_MAX];
	bool failed[POOL_WORKERS_MAX];
};

static void walk_aside(void *self, unsigned worker, size_t number)
{
	struct walks *all = self;
	const struct aside *from = &all->first->aside[number];
	struct walk *w = &all->walks[worker];

	if (!w->tree) {
		report_init(&all->reports[worker], &all->arenas[worker]);
		*w = (struct walk){
		    .tree = &all->trees[worker],
		    .arena = &all->arenas[worker],
		    .report = &all->reports[worker],
		};
	}
	if (walk_folder(w, from->fd, from->path, ASIDE_DEPTH))
		all->failed[worker] = true;
}

static int walk_asides(const struct walk *first)
{
	struct walks *all = memory_resize(NULL, sizeof *all);
	int status = 0;
	size_t i, k;

	*all = (struct walks){.first = first};
	pool_run(pool_workers(), first->aside_count, walk_aside, all);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		for (k = 0; k < all->trees[i].count; k++)
			tree_add(first->tree, first->arena,
			    all->trees[i].entries[k].path);
		report_join(first->report, &all->reports[i]);
		arena_join(first->arena, &all->arenas[i]);
		if (all->failed[i])
			status = -1;
	}
	memory_free(all);
	return status;
}

struct disk {
	int root;
};

static int disk_source_open(
    const struct tree *t, void **handle, struct report *r)
{
	(void)r;
	*handle = t->from;
	return 0;
}

/* The bytes of an open file; its size may have changed since it was listed. */
static int read_fd(struct str *bytes, struct arena *a, int fd, size_t max)
{
	struct stat st;
	size_t len = 0, size;
	char *data;

	if (fstat(fd, &st))
		return -1;
	if ((uint64_t)st.st_size > max) {
		errno = EFBIG;
		return -1;
	}
	size = (size_t)st.st_size;
	data = arena_alloc(a, size + 1);
	while (len < size) {
		ssize_t n = read(fd, data + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*bytes = (struct str){data, len};
	return 0;
}

static int read_at(struct str *bytes, struct arena *a, int folder,
    const char *path, int flags, size_t max)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC | flags);
	int status, why;

	if (fd < 0)
		return -1;
	status = read_fd(bytes, a, fd, max);
	why = errno;
	close(fd);
	errno = why;
	return status;
}

static int disk_source_read(const struct tree *t, void *handle,
    const struct entry *e, struct arena *a, struct str *bytes, struct report *r)
{
	size_t max =
	    path_is_picture(e->path) ? TREE_PICTURE_MAX : TREE_TEXT_MAX;
	const struct disk *d = handle;

	(void)t;
	/* Paths of a tree are NUL-terminated: tree_add() was given such. */
	if (!read_at(bytes, a, d->root, e->path.data, O_NOFOLLOW, max))
		return 0;
	if (errno == EFBIG)
		return report_add(r, FINDING_FILE_SIZE, e->path, whole_file,
		    "文件超过 %zu KB", max / 1024);
	return report_system(r, e->path, "不能读取文件");
}

static void disk_source_close(void *handle)
{
	(void)handle;
}

static void disk_source_release(struct tree *t)
{
	struct disk *d = t->from;

	close(d->root);
}

int disk_tree(
    struct tree *t, struct arena *a, struct str root, struct report *r)
{
	static const struct tree_source source = {disk_source_open,
	    disk_source_read, disk_source_close, disk_source_release};
	static const char *const folders[] = {"content", "layouts"};
	struct walk w = {.tree = t, .arena = a, .report = r};
	struct disk *d = arena_alloc(a, sizeof *d);
	size_t i;
	int status = 0;

	root = arena_str(a, root);
	*t = (struct tree){0};
	d->root = open(root.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->root < 0)
		return report_system(r, root, "不能打开目录");
	t->source = &source;
	t->from = d;
	w.aside = arena_array(a, ASIDE_MAX, sizeof *w.aside);
	for (i = 0; i < 2; i++) {
		int fd = openat(d->root, folders[i],
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

		if (fd < 0 && errno == ENOENT && i)
			continue;
		if (fd < 0 && errno == ENOENT) {
			status = report_add(r, FINDING_CONTENT_MISSING, root,
			    whole_file, "这个目录里没有 content");
			continue;
		}
		if (fd < 0)
			status = report_system(
			    r, str_from(folders[i]), "不能打开目录");
		else if (walk_folder(&w, fd, str_from(folders[i]), 1))
			status = -1;
	}
	if (walk_asides(&w))
		status = -1;
	tree_sort(t);
	return status;
}

/* What an entry's id is made of. */
struct mark {
	uint64_t time;	       /* of the last writing, nanoseconds */
	uint32_t size, number; /* number: the file's on its disk */
	uint32_t changes;      /* that were told */
};

static void mark_entry(const struct disk *d, struct entry *e, uint32_t changes)
{
	struct stat st;
	struct mark m;
	size_t at = 0;

	memset(e->id, 0, sizeof e->id);
	if (fstatat(d->root, e->path.data, &st, AT_SYMLINK_NOFOLLOW) ||
	    !S_ISREG(st.st_mode))
		return;
	m = (struct mark){
	    .time = (uint64_t)st.st_mtim.tv_sec * 1000000000 +
		(uint64_t)st.st_mtim.tv_nsec,
	    .size = (uint32_t)st.st_size,
	    .number = (uint32_t)st.st_ino,
	    .changes = changes,
	};
	memcpy(e->id + at, &m.time, sizeof m.time);
	at += sizeof m.time;
	memcpy(e->id + at, &m.size, sizeof m.size);
	at += sizeof m.size;
	memcpy(e->id + at, &m.number, sizeof m.number);
	at += sizeof m.number;
	memcpy(e->id + at, &m.changes, sizeof m.changes);
}

/* How often it was told that it has changed. */
static uint32_t mark_changes(const struct entry *e)
{
	uint32_t changes = 0;

	if (e)
		memcpy(&changes, e->id + sizeof e->id - sizeof changes,
		    sizeof changes);
	return changes;
}

void disk_tree_mark(struct tree *t, const struct tree *before,
    const struct str *changed, size_t n)
{
	size_t i;

	for (i = 0; i < t->count; i++) {
		struct entry *e = &t->entries[i];
		bool is_changed = n &&
		    bsearch(&e->path, changed, n, sizeof *changed, str_order);

		mark_entry(t->from, e,
		    mark_changes(tree_find(before, e->path)) + is_changed);
	}
}

bool disk_tree_again(struct tree *t, struct arena *a, const struct tree *before,
    const struct str *changed, size_t n)
{
	const struct disk *was = before->from;
	struct disk *d;
	struct stat st;
	size_t i;

	for (i = 0; i < n; i++)
		if (!tree_find(before, changed[i]) ||
		    fstatat(
			was->root, changed[i].data, &st, AT_SYMLINK_NOFOLLOW) ||
		    !S_ISREG(st.st_mode))
			return false;
	if (!n)
		return false;
	d = arena_alloc(a, sizeof *d);
	d->root = fcntl(was->root, F_DUPFD_CLOEXEC, 0);
	if (d->root < 0)
		return false;
	*t = (struct tree){
	    .count = before->count, .source = before->source, .from = d};
	t->entries = arena_array(a, t->count, sizeof *t->entries);
	for (i = 0; i < t->count; i++) {
		t->entries[i] = before->entries[i];
		t->entries[i].path = arena_str(a, before->entries[i].path);
	}
	for (i = 0; i < n; i++) {
		struct entry *e = &t->entries[tree_find(before, changed[i]) -
		    before->entries];

		mark_entry(d, e, mark_changes(e) + 1);
	}
	return true;
}

int disk_read(struct str *bytes, struct arena *a, struct str path, size_t max,
    struct report *r)
{
	struct str name = arena_str(a, path);

	if (read_at(bytes, a, AT_FDCWD, name.data, 0, max))
		return report_system(r, path, "不能读取文件");
	return 0;
}

int write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t n = write(fd, bytes.data, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_slice(bytes, (size_t)n, bytes.len);
	}
	return 0;
}

/* A device, a pipe: what is not a file cannot be replaced, only written to. */
static int write_through(
    struct str path, int fd, struct str bytes, struct report *r)
{
	int status = write_all(fd, bytes);

	if (close(fd))
		status = -1;
	return status ? report_system(r, path, "不能写入") : 0;
}

int disk_write(struct str path, struct str bytes, struct report *r)
{
	struct str name = arena_str(r->arena, path);
	struct str beside = arena_printf(
	    r->arena, "%.*s.new-%ld", STR_ARGS(path), (long)getpid());
	struct stat st;
	int fd, status;

	if (!stat(name.data, &st) && !S_ISREG(st.st_mode)) {
		fd = open(name.data, O_WRONLY | O_CLOEXEC);
		return fd < 0 ? report_system(r, path, "不能写入")
			      : write_through(path, fd, bytes, r);
	}
	fd = open(beside.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return report_system(r, path, "不能新建文件");
	status = write_all(fd, bytes);
	if (close(fd))
		status = -1;
	if (status || rename(beside.data, name.data)) {
		report_system(r, path, "不能写入文件");
		unlink(beside.data);
		return -1;
	}
	return 0;
}

int disk_create(
    struct str path, size_t made, struct str bytes, struct report *r)
{
	struct str name = arena_str(r->arena, path);
	size_t i;
	int fd, status;

	for (i = made + 1; i < path.len; i++)
		if (path.data[i] == '/' &&
		    mkdir(arena_str(r->arena, str_slice(path, 0, i)).data,
			0777) &&
		    errno != EEXIST)
			return report_system(r, path, "不能新建目录");
	fd = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return report_system(r, path, "不能新建文件");
	status = write_all(fd, bytes);
	if (close(fd))
		status = -1;
	if (status) {
		report_system(r, path, "不能写入文件");
		unlink(name.data);
	}
	return status;
}

/* Closes a file, brought to the disk unless it has failed before; errno is the
 * first failure's. */
static int flushed_close(int fd, int status)
{
	int why;

	if (!status)
		status = fsync(fd);
	why = errno;
	if (close(fd) && !status)
		return -1;
	errno = why;
	return status;
}

int disk_create_secret(const char *path, struct str bytes)
{
	int fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int status, why;

	if (fd < 0)
		return -1;
	status = write_all(fd, bytes);
	status = flushed_close(fd, status);
	why = errno;
	if (status)
		unlink(path);
	errno = why;
	return status;
}

/* The folder of a path below `root`, through no link; or -1 with errno. */
static int folder_open(struct str root, struct str path, struct arena *a)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	struct str rest = path_folder(path), name;
	int fd = open(arena_str(a, root).data, flags), inner;

	while (fd >= 0 && str_next(&rest, '/', &name)) {
		inner = openat(fd, arena_str(a, name).data, flags | O_NOFOLLOW);
		close(fd);
		fd = inner;
	}
	return fd;
}

/* What stands at a name is taken to be `was`, a file: its facts. */
static int replaced_stat(struct stat *st, int folder, const char *name,
    struct str was, struct str path, struct report *r)
{
	struct arena a = {0};
	struct str now;
	int status = fstatat(folder, name, st, AT_SYMLINK_NOFOLLOW);

	if (!status && !S_ISREG(st->st_mode)) {
		errno = ELOOP;
		status = -1;
	}
	if (!status)
		status = read_at(
		    &now, &a, folder, name, O_NOFOLLOW, TREE_PICTURE_MAX);
	if (status)
		report_system(r, path, "不能读取文件");
	else if (!str_equal(now, was))
		status = report_add(r, FINDING_SYSTEM, path, whole_file,
		    "刚才有人改了这个文件，没有动它；请再运行一次");
	arena_release(&a);
	return status;
}

/* Whose a file is may not be ours to say; its mode is. */
static int owner_set(int fd, const struct stat *st)
{
	if (fchown(fd, st->st_uid, st->st_gid) &&
	    fchown(fd, (uid_t)-1, st->st_gid) && errno != EPERM)
		return -1;
	return fchmod(fd, st->st_mode & 0777);
}

static int replace_at(int folder, const char *name, const char *beside,
    const struct stat *st, struct str bytes)
{
	int fd = openat(folder, beside,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int status, why;

	if (fd < 0)
		return -1;
	status = write_all(fd, bytes);
	if (!status)
		status = owner_set(fd, st);
	status = flushed_close(fd, status);
	why = errno;
	if (!status && renameat(folder, beside, folder, name)) {
		status = -1;
		why = errno;
	}
	if (status)
		unlinkat(folder, beside, 0);
	else if (fsync(folder)) {
		status = -1;
		why = errno;
	}
	errno = why;
	return status;
}

int disk_replace(struct str root, struct str path, struct str was,
    struct str bytes, struct report *r)
{
	struct arena a = {0};
	int folder = folder_open(root, path, &a), status;
	struct str name = arena_str(&a, path_name(path));
	struct str beside =
	    arena_printf(&a, ".%.*s.new-%ld", STR_ARGS(name), (long)getpid());
	struct stat st;

	if (folder < 0) {
		report_system(r, path, "不能打开目录");
		arena_release(&a);
		return -1;
	}
	status = replaced_stat(&st, folder, name.data, was, path, r);
	if (!status) {
		status = replace_at(folder, name.data, beside.data, &st, bytes);
		if (status)
			report_system(r, path, "不能写入文件");
	}
	close(folder);
	arena_release(&a);
	return status;
}

int disk_remove(int folder, const char *name)
{
	int fd, status = 0;
	struct dirent *d;
	DIR *dir;

	if (!unlinkat(folder, name, 0))
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = openat(
	    folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -1;
	}
	while ((d = readdir(dir))) {
		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		if (disk_remove(fd, d->d_name))
			status = -1;
	}
	closedir(dir);
	if (unlinkat(folder, name, AT_REMOVEDIR))
		status = -1;
	return status;
}
