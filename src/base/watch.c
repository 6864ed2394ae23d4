/* SPDX-License-Identifier: MIT */
/* inotify watches single folders, each by a number of its own. When a folder
 * comes, goes or moves, or more happens than the kernel keeps, all are watched
 * anew: that takes a few milliseconds, and no number is ever of another path
 * than was noted. What happens meanwhile is seen by whoever then reads the
 * tree. */
#include "watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "tree.h"

static const uint32_t EVENTS = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE |
    IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR | IN_DONT_FOLLOW;

struct watched {
	int number; /* the kernel's */
	struct str path;
};

struct watch {
	struct arena paths; /* of the folders watched */
	struct str root;
	int root_fd, fd;
	struct watched *folders; /* by number, which grow */
	size_t count, cap;
	bool is_stale; /* the folders are to be found anew */
};

static int watch_failed(struct str path, struct report *r)
{
	int why = errno;

	report_system(r, path, "不能监视文件的改动");
	if (why == ENOSPC)
		report_last(r)->remedy =
		    STR("要监视的目录比系统允许的多；请管理员调大：sysctl "
			"fs.inotify.max_user_watches=524288");
	else if (why == EMFILE)
		report_last(r)->remedy =
		    STR("这个用户同时监视文件的程序太多；关掉几个，或请管理员"
			"调大：sysctl fs.inotify.max_user_instances=512");
	return -1;
}

/* The folder at `path` of the root; a folder that has gone is no fault. */
static int folder_add(struct watch *w, struct str path, struct report *r)
{
	struct arena a = {0};
	struct str whole =
	    arena_printf(&a, "%.*s/%.*s", STR_ARGS(w->root), STR_ARGS(path));
	int number = inotify_add_watch(w->fd, whole.data, EVENTS), why = errno;

	arena_release(&a);
	errno = why;
	if (number < 0)
		return why == ENOENT || why == ENOTDIR || why == ELOOP
		    ? 0
		    : watch_failed(path, r);
	/* A folder that is also elsewhere (mounted) keeps its first name. */
	if (w->count && w->folders[w->count - 1].number >= number)
		return 0;
	w->folders = arena_grow(
	    &w->paths, w->folders, w->count, &w->cap, sizeof *w->folders);
	w->folders[w->count++] =
	    (struct watched){number, arena_str(&w->paths, path)};
	return 0;
}

static bool is_folder(int fd, const struct dirent *d)
{
	int inner;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type == DT_DIR;
	inner = openat(
	    fd, d->d_name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (inner >= 0)
		close(inner);
	return inner >= 0;
}

/* The folder and all below it. Its watch comes before its list, so that no
 * folder is made between the two unseen. */
static int folders_add(
    struct watch *w, struct str path, int depth, struct report *r)
{
	int fd, status = folder_add(w, path, r);
	struct dirent *d;
	DIR *dir;

	if (status || depth > TREE_DEPTH_MAX)
		return status;
	fd = openat(w->root_fd, path.data,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (!status && (d = readdir(dir))) {
		struct arena a = {0};

		if (path_name_is_good(str_from(d->d_name)) && is_folder(fd, d))
			status = folders_add(w,
			    arena_printf(
				&a, "%.*s/%s", STR_ARGS(path), d->d_name),
			    depth + 1, r);
		arena_release(&a);
	}
	closedir(dir);
	return status;
}

static int watch_all(struct watch *w, struct report *r)
{
	if (w->fd >= 0)
		close(w->fd);
	arena_release(&w->paths);
	w->folders = NULL;
	w->count = w->cap = 0;
	w->is_stale = false;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0)
		return watch_failed(w->root, r);
	if (folder_add(w, STR(""), r) || folders_add(w, STR("content"), 1, r) ||
	    folders_add(w, STR("layouts"), 1, r))
		return -1;
	return 0;
}

struct watch *watch_open(struct str root, struct report *r)
{
	struct watch *w = memory_resize(NULL, sizeof *w + root.len + 1);
	char *name = (char *)(w + 1);

	memcpy(name, root.data, root.len);
	name[root.len] = '\0';
	*w = (struct watch){.root = {name, root.len}, .fd = -1};
	w->root_fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->root_fd < 0)
		watch_failed(root, r);
	else if (!watch_all(w, r))
		return w;
	watch_close(w);
	return NULL;
}

void watch_close(struct watch *w)
{
	if (!w)
		return;
	if (w->fd >= 0)
		close(w->fd);
	if (w->root_fd >= 0)
		close(w->root_fd);
	arena_release(&w->paths);
	memory_free(w);
}

int watch_fd(const struct watch *w)
{
	return w->fd;
}

static const struct watched *folder_find(const struct watch *w, int number)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (w->folders[mid].number == number)
			return &w->folders[mid];
		if (w->folders[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void event_take(struct watch *w, const struct inotify_event *e,
    struct watch_changes *c, struct arena *a)
{
	const struct watched *in = folder_find(w, e->wd);
	struct str name = e->len ? str_from(e->name) : STR(""), path;

	if (e->mask & IN_Q_OVERFLOW) {
		in = &w->folders[0];
		name = STR("content");
	}
	/* What begins with a dot is no file of the tree. */
	if (!in || !name.len || name.data[0] == '.')
		return;
	if (!in->path.len && !str_is(name, "content") &&
	    !str_is(name, "layouts"))
		return;
	if (e->mask & (IN_ISDIR | IN_Q_OVERFLOW))
		w->is_stale = true;
	path = in->path.len
	    ? arena_printf(a, "%.*s/%.*s", STR_ARGS(in->path), STR_ARGS(name))
	    : arena_str(a, name);
	c->paths = arena_grow(a, c->paths, c->count, &c->cap, sizeof *c->paths);
	c->paths[c->count++] = path;
}

static void changes_sort(struct watch_changes *c)
{
	size_t i, to = 0;

	if (c->count)
		qsort(c->paths, c->count, sizeof *c->paths, str_order);
	for (i = 0; i < c->count; i++)
		if (!to || !str_equal(c->paths[to - 1], c->paths[i]))
			c->paths[to++] = c->paths[i];
	c->count = to;
}

int watch_take(
    struct watch *w, struct watch_changes *c, struct arena *a, struct report *r)
{
	_Alignas(struct inotify_event) char bytes[16 * 1024];
	const struct inotify_event *e;
	ssize_t n, at;

	while ((n = read(w->fd, bytes, sizeof bytes)) > 0)
		for (at = 0; at < n; at += (ssize_t)(sizeof *e + e->len)) {
			e = (const void *)(bytes + at);
			event_take(w, e, c, a);
		}
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return watch_failed(w->root, r);
	changes_sort(c);
	return w->is_stale ? watch_all(w, r) : 0;
}
