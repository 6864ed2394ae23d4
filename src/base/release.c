/* SPDX-License-Identifier: MIT */
/* Every write, close, link and rename is looked at; one syncfs() before the
 * switch makes the new release safe, instead of an fsync() a file. */
#include "release.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"

enum {
	FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
	PATH_SIZE = 1024,
};

static int folder_make(int parent, const char *name)
{
	if (mkdirat(parent, name, 0777) && errno != EEXIST)
		return -1;
	return openat(parent, name, FOLDER_FLAGS);
}

/* Makes the folders above the file at this path. */
static int parents_make(int fd, const char *path)
{
	char folder[PATH_SIZE];
	size_t i;

	for (i = 0; i < sizeof folder && path[i]; i++) {
		folder[i] = '\0';
		if (i && path[i] == '/' && mkdirat(fd, folder, 0777) &&
		    errno != EEXIST)
			return -1;
		folder[i] = path[i];
	}
	return 0;
}

static int path_copy(char out[PATH_SIZE], struct str path, struct report *r)
{
	if (path.len >= PATH_SIZE) {
		errno = ENAMETOOLONG;
		return report_system(r, path, "不能写入");
	}
	memcpy(out, path.data, path.len);
	out[path.len] = '\0';
	return 0;
}

static int file_open(int fd, const char *path, int flags)
{
	int file = openat(fd, path, flags, 0666);

	if (file >= 0 || errno != ENOENT)
		return file;
	if (parents_make(fd, path))
		return -1;
	return openat(fd, path, flags, 0666);
}

static int file_write(int fd, const char *path, int flags, struct str bytes)
{
	int file = file_open(fd, path, O_WRONLY | O_CREAT | O_CLOEXEC | flags);
	int status, why;

	if (file < 0)
		return -1;
	status = write_all(file, bytes);
	why = errno;
	if (close(file)) {
		status = -1;
		why = errno;
	}
	errno = why;
	return status;
}

/* Has the file these bytes? Any doubt is a no. */
static bool file_equals(int fd, const char *path, struct str bytes)
{
	int file = openat(fd, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char piece[32 * 1024];
	bool is_equal = false;
	struct stat st;

	if (file < 0)
		return false;
	if (!fstat(file, &st) && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size == bytes.len) {
		while (bytes.len) {
			ssize_t n = read(file, piece, sizeof piece);

			if (n <= 0 || (size_t)n > bytes.len ||
			    memcmp(piece, bytes.data, (size_t)n))
				break;
			bytes = str_slice(bytes, (size_t)n, bytes.len);
		}
		is_equal = !bytes.len;
	}
	close(file);
	return is_equal;
}

/* 1: linked. 0: this file system or file cannot be linked. -1: failed. */
static int file_link(int from, int to, const char *path)
{
	if (!linkat(from, path, to, path, 0))
		return 1;
	if (errno == ENOENT) {
		if (parents_make(to, path))
			return -1;
		if (!linkat(from, path, to, path, 0))
			return 1;
	}
	return errno == EMLINK || errno == EPERM || errno == EXDEV ||
		errno == EOPNOTSUPP
	    ? 0
	    : -1;
}

static int release_put(
    struct sink *s, struct str path, struct str bytes, struct report *r)
{
	struct release *rel = (struct release *)s;
	char name[PATH_SIZE];

	if (path_copy(name, path, r))
		return -1;
	if (rel->old_fd >= 0 && file_equals(rel->old_fd, name, bytes)) {
		int linked = file_link(rel->old_fd, rel->folder_fd, name);

		if (linked < 0)
			return report_system(r, path, "不能链接文件");
		if (linked)
			return 0;
	}
	__atomic_fetch_add(&rel->written, 1, __ATOMIC_RELAXED);
	if (file_write(rel->folder_fd, name, O_EXCL, bytes))
		return report_system(r, path, "不能写入文件");
	return 0;
}

/* What a stopped attempt left behind; called under the lock. */
static int leftovers_remove(int releases)
{
	int fd = dup(releases), status = 0;
	struct dirent *d;
	DIR *dir;

	if (fd < 0 || !(dir = fdopendir(fd))) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	rewinddir(dir);
	while ((d = readdir(dir)))
		if (!strncmp(d->d_name, ".new", 4) &&
		    disk_remove(releases, d->d_name))
			status = -1;
	closedir(dir);
	return status;
}

static int site_open(struct release *rel, struct report *r)
{
	char site[PATH_SIZE];

	if (path_copy(site, rel->site, r))
		return -1;
	if (parents_make(AT_FDCWD, site) ||
	    (rel->site_fd = folder_make(AT_FDCWD, site)) < 0)
		return report_system(r, rel->site, "不能打开门户目录");
	rel->lock_fd =
	    openat(rel->site_fd, ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (rel->lock_fd < 0 || flock(rel->lock_fd, LOCK_EX))
		return report_system(r, rel->site, "不能锁定门户目录");
	return 0;
}

/* The release that is current, if there is one. */
static void old_open(struct release *rel, struct report *r)
{
	char target[PATH_SIZE];
	ssize_t len =
	    readlinkat(rel->site_fd, "current", target, sizeof target - 1);

	if (len <= 0)
		return;
	target[len] = '\0';
	rel->old = arena_str(r->arena, str_from(target));
	rel->old_fd = openat(rel->site_fd, target, FOLDER_FLAGS);
}

int release_begin(
    struct release *rel, struct str site, struct str name, struct report *r)
{
	int releases;

	*rel = (struct release){.sink = {release_put},
	    .site = site,
	    .name = name,
	    .site_fd = -1,
	    .folder_fd = -1,
	    .old_fd = -1,
	    .lock_fd = -1};
	if (site_open(rel, r))
		goto failed;
	releases = folder_make(rel->site_fd, "releases");
	if (releases < 0 || leftovers_remove(releases)) {
		report_system(r, rel->site, "不能整理 releases 目录");
		if (releases >= 0)
			close(releases);
		goto failed;
	}
	close(releases);
	old_open(rel, r);
	rel->making = STR("releases/.new");
	rel->folder_fd = folder_make(rel->site_fd, rel->making.data);
	if (rel->folder_fd < 0) {
		report_system(r, rel->site, "不能新建发布目录");
		goto failed;
	}
	return 0;
failed:
	release_abandon(rel);
	return -1;
}

/* Renames the folder to its name, or the first such with a number. */
static int release_name(struct release *rel, struct report *r)
{
	unsigned i;

	for (i = 1; i < 10000; i++) {
		struct str to = i == 1
		    ? arena_printf(
			  r->arena, "releases/%.*s", STR_ARGS(rel->name))
		    : arena_printf(
			  r->arena, "releases/%.*s.%u", STR_ARGS(rel->name), i);

		if (!renameat2(rel->site_fd, rel->making.data, rel->site_fd,
			to.data, RENAME_NOREPLACE)) {
			rel->making = to;
			return 0;
		}
		if (errno != EEXIST && errno != ENOTEMPTY)
			break;
	}
	return report_system(r, rel->site, "不能为发布目录定名");
}

/* Points `current` at the release: the one moment that readers notice. */
static int release_switch(struct release *rel, struct report *r)
{
	if (unlinkat(rel->site_fd, ".current", 0) && errno != ENOENT)
		return report_system(r, rel->site, "不能清理旧链接");
	if (symlinkat(rel->making.data, rel->site_fd, ".current") ||
	    renameat(rel->site_fd, ".current", rel->site_fd, "current")) {
		report_system(r, rel->site, "不能切换到新门户");
		unlinkat(rel->site_fd, ".current", 0);
		return -1;
	}
	return 0;
}

struct aged {
	char name[256];
	struct timespec time;
};

static int newest_first(const void *left, const void *right)
{
	const struct aged *a = left, *b = right;

	if (a->time.tv_sec != b->time.tv_sec)
		return a->time.tv_sec < b->time.tv_sec ? 1 : -1;
	if (a->time.tv_nsec != b->time.tv_nsec)
		return a->time.tv_nsec < b->time.tv_nsec ? 1 : -1;
	return strcmp(b->name, a->name);
}

/* Removes all but the `kept` newest releases; the current one is one of them,
 * whatever its age. Counts those that could not be. */
static size_t release_prune(struct release *rel, size_t kept)
{
	int fd = openat(rel->site_fd, "releases", FOLDER_FLAGS);
	struct str current = path_name(rel->making);
	struct aged *list = NULL;
	struct arena a = {0};
	size_t n = 0, cap = 0, left = 0, i;
	struct dirent *d;
	DIR *dir;

	if (fd < 0)
		return 1;
	if (!(dir = fdopendir(fd))) {
		close(fd);
		return 1;
	}
	while ((d = readdir(dir))) {
		struct stat st;

		if (d->d_name[0] == '.' ||
		    str_equal(str_from(d->d_name), current) ||
		    fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) ||
		    strlen(d->d_name) >= sizeof list->name)
			continue;
		list = arena_grow(&a, list, n, &cap, sizeof *list);
		memcpy(list[n].name, d->d_name, strlen(d->d_name) + 1);
		list[n++].time = st.st_mtim;
	}
	if (n)
		qsort(list, n, sizeof *list, newest_first);
	for (i = kept - 1; i < n; i++)
		left += disk_remove(fd, list[i].name) != 0;
	closedir(dir);
	arena_release(&a);
	return left;
}

int release_finish(struct release *rel, struct report *r)
{
	if (rel->old_fd >= 0 && !rel->written) {
		/* The manifest names every file, so equal files and an equal
		 * manifest are an equal portal. */
		release_abandon(rel);
		return 0;
	}
	/* All of it is on disk before anybody can see it. That the switch
	 * itself is on disk is not waited for: after a power cut the portal is
	 * the old one or the new one. */
	if (release_name(rel, r))
		goto failed;
	if (syncfs(rel->folder_fd)) {
		report_system(r, rel->site, "不能写到磁盘");
		goto failed;
	}
	if (release_switch(rel, r))
		goto failed;
	rel->is_changed = true;
	/* What cannot be removed now is tried again next time. */
	release_prune(rel, RELEASES_KEPT);
	rel->making = STR("");
	release_abandon(rel);
	return 0;
failed:
	release_abandon(rel);
	return -1;
}

static void close_once(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void release_abandon(struct release *rel)
{
	if (rel->making.len && rel->site_fd >= 0)
		disk_remove(rel->site_fd, rel->making.data);
	rel->making = STR("");
	close_once(&rel->folder_fd);
	close_once(&rel->old_fd);
	close_once(&rel->site_fd);
	close_once(&rel->lock_fd);
}

int release_forget(struct str site, struct report *r)
{
	struct release rel = {.site = site,
	    .site_fd = -1,
	    .folder_fd = -1,
	    .old_fd = -1,
	    .lock_fd = -1};
	int status = site_open(&rel, r);

	if (!status) {
		old_open(&rel, r);
		rel.making = rel.old;
		if (rel.old.len && release_prune(&rel, 1))
			status =
			    report_system(r, site, "不能删除以前发布的门户");
	}
	/* It stays. */
	rel.making = STR("");
	release_abandon(&rel);
	return status;
}

static int folder_put(
    struct sink *s, struct str path, struct str bytes, struct report *r)
{
	struct folder_sink *f = (struct folder_sink *)s;
	char name[PATH_SIZE];

	if (path_copy(name, path, r))
		return -1;
	if (file_write(f->fd, name, O_TRUNC | O_NOFOLLOW, bytes))
		return report_system(r, path, "不能写入文件");
	return 0;
}

static bool folder_is_empty(int fd)
{
	int copy = openat(fd, ".", FOLDER_FLAGS);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	bool is_empty = true;
	struct dirent *d;

	if (!dir) {
		if (copy >= 0)
			close(copy);
		return false;
	}
	while ((d = readdir(dir)))
		if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
			is_empty = false;
	closedir(dir);
	return is_empty;
}

static bool folder_is_ours(int fd)
{
	char begins[sizeof RELEASE_MARK - 1];
	int file =
	    openat(fd, "manifest.json", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n;

	if (file < 0)
		return false;
	n = read(file, begins, sizeof begins);
	close(file);
	return n == (ssize_t)sizeof begins &&
	    !memcmp(begins, RELEASE_MARK, sizeof begins);
}

int folder_sink_begin(struct folder_sink *f, struct str path, struct report *r)
{
	char name[PATH_SIZE];

	*f = (struct folder_sink){.sink = {folder_put}, .path = path, .fd = -1};
	if (path_copy(name, path, r))
		return -1;
	if (parents_make(AT_FDCWD, name) ||
	    (f->fd = folder_make(AT_FDCWD, name)) < 0)
		return report_system(r, path, "不能打开输出目录");
	if (folder_is_ours(f->fd))
		return 0;
	if (!folder_is_empty(f->fd)) {
		errno = ENOTEMPTY;
		report_system(r, path, "输出目录里有别的文件，不敢写入");
		folder_sink_release(f);
		return -1;
	}
	/* Marked at once: broken off in the middle, it is still ours. */
	if (folder_put(
		&f->sink, STR("manifest.json"), STR(RELEASE_MARK "}\n"), r)) {
		folder_sink_release(f);
		return -1;
	}
	f->is_new = true;
	return 0;
}

/* Removes what is not among the kept paths; takes over fd. */
static int folder_sweep(struct folder_sink *f, int fd, struct str prefix,
    const struct str *kept, size_t count, struct arena *a)
{
	DIR *dir = fdopendir(fd);
	struct dirent *d;
	int status = 0;

	if (!dir) {
		close(fd);
		return -1;
	}
	while ((d = readdir(dir))) {
		struct str path;
		int inner;

		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		path = arena_printf(a, "%.*s%s", STR_ARGS(prefix), d->d_name);
		inner = openat(fd, d->d_name, FOLDER_FLAGS | O_NOFOLLOW);
		if (inner >= 0) {
			path = arena_printf(a, "%.*s/", STR_ARGS(path));
			if (folder_sweep(f, inner, path, kept, count, a))
				status = -1;
			unlinkat(fd, d->d_name, AT_REMOVEDIR);
		} else if (!bsearch(
			       &path, kept, count, sizeof *kept, str_order) &&
		    unlinkat(fd, d->d_name, 0)) {
			status = -1;
		}
	}
	closedir(dir);
	return status;
}

int folder_sink_finish(struct folder_sink *f, const struct str *kept,
    size_t count, struct report *r)
{
	struct arena a = {0};
	int status = -1, fd;

	if (f->is_new)
		return 0;
	fd = openat(f->fd, ".", FOLDER_FLAGS);
	if (fd >= 0)
		status = folder_sweep(f, fd, STR(""), kept, count, &a);
	arena_release(&a);
	if (status)
		return report_system(r, f->path, "不能清理输出目录");
	return 0;
}

void folder_sink_release(struct folder_sink *f)
{
	close_once(&f->fd);
}
