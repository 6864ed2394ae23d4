/* SPDX-License-Identifier: MIT */
/* A file begins with the digest of the rest; its time is that of its last use.
 * It is written under another name and renamed. */
#include "cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "disk.h"

enum {
	HEAD = DIGEST_SIZE - 1,
	ENTRY_MAX = 64 << 20, /* bytes */
	NAME_SIZE = DIGEST_SIZE + 32,
};

struct cache {
	int fd; /* of the folder; -1: none */
	uint64_t max;
	unsigned added; /* atomic */
};

struct cache *cache_open(struct str folder, uint64_t max)
{
	struct cache *c = memory_resize(NULL, sizeof *c);

	*c = (struct cache){.fd = -1, .max = max};
	if (!folder.len)
		return c;
	mkdir(folder.data, 0700);
	c->fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return c;
}

static bool read_all(int fd, char *out, size_t len)
{
	while (len) {
		ssize_t n = read(fd, out, len);

		if (n <= 0)
			return false;
		out += n;
		len -= (size_t)n;
	}
	return true;
}

static bool entry_read(int fd, struct arena *a, struct str *bytes)
{
	char digest[DIGEST_SIZE], *all;
	struct stat st;
	size_t size;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size < HEAD ||
	    st.st_size > ENTRY_MAX)
		return false;
	size = (size_t)st.st_size;
	all = arena_alloc(a, size);
	if (!read_all(fd, all, size))
		return false;
	*bytes = (struct str){all + HEAD, size - HEAD};
	digest_hex(digest, *bytes);
	return !memcmp(digest, all, HEAD);
}

bool cache_find(
    const struct cache *c, struct arena *a, struct str *bytes, const char *name)
{
	bool is_found;
	int fd;

	if (c->fd < 0)
		return false;
	fd = openat(c->fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	is_found = entry_read(fd, a, bytes);
	if (is_found)
		futimens(fd, NULL);
	else
		unlinkat(c->fd, name, 0);
	close(fd);
	return is_found;
}

void cache_add(struct cache *c, struct str bytes, const char *name)
{
	char digest[DIGEST_SIZE], making[NAME_SIZE];
	bool is_whole;
	int fd;

	if (c->fd < 0 || bytes.len > ENTRY_MAX - HEAD)
		return;
	snprintf(making, sizeof making, ".%s.%ld.%u", name, (long)getpid(),
	    __atomic_add_fetch(&c->added, 1, __ATOMIC_RELAXED));
	fd = openat(c->fd, making,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	digest_hex(digest, bytes);
	is_whole =
	    !write_all(fd, (struct str){digest, HEAD}) && !write_all(fd, bytes);
	if (close(fd) || !is_whole || renameat(c->fd, making, c->fd, name))
		unlinkat(c->fd, making, 0);
}

/* --- making room ---------------------------------------------------------- */

struct kept {
	char name[NAME_SIZE];
	struct timespec used;
	uint64_t size;
};

static int oldest_first(const void *left, const void *right)
{
	const struct kept *a = left, *b = right;

	if (a->used.tv_sec != b->used.tv_sec)
		return a->used.tv_sec < b->used.tv_sec ? -1 : 1;
	if (a->used.tv_nsec != b->used.tv_nsec)
		return a->used.tv_nsec < b->used.tv_nsec ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Removes what was used longest ago, and of stopped runs what is older than
 * that. */
static void prune(const struct cache *c, DIR *dir)
{
	struct kept *list = NULL;
	struct arena a = {0};
	size_t n = 0, cap = 0, i;
	uint64_t all = 0;
	struct dirent *d;
	struct stat st;

	while ((d = readdir(dir))) {
		if (strlen(d->d_name) >= NAME_SIZE ||
		    fstatat(c->fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) ||
		    !S_ISREG(st.st_mode))
			continue;
		list = arena_grow(&a, list, n, &cap, sizeof *list);
		list[n] = (struct kept){
		    .used = st.st_mtim, .size = (uint64_t)st.st_size};
		memcpy(list[n++].name, d->d_name, strlen(d->d_name) + 1);
		all += (uint64_t)st.st_size;
	}
	if (n)
		qsort(list, n, sizeof *list, oldest_first);
	for (i = 0; i < n && all > c->max; i++) {
		unlinkat(c->fd, list[i].name, 0);
		all -= list[i].size;
	}
	arena_release(&a);
}

static DIR *folder_list(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

void cache_close(struct cache *c)
{
	DIR *dir = NULL;

	if (!c)
		return;
	if (c->added)
		dir = folder_list(c->fd);
	if (dir) {
		prune(c, dir);
		closedir(dir);
	}
	if (c->fd >= 0)
		close(c->fd);
	memory_free(c);
}
