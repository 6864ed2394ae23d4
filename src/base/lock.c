/* SPDX-License-Identifier: MIT */
/* flock() itself has no time limit, so it is asked again and again. */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_MIN = 10, PAUSE_MAX = 80 }; /* milliseconds */

/* 1, 0 or -1 as lock_take(), without waiting; a NUL stands behind the path. */
static int try(int *fd, struct str path, struct report *r)
{
	int error;

	*fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return report_system(r, path, "不能打开锁");
	if (!flock(*fd, LOCK_EX | LOCK_NB))
		return 1;
	error = errno;
	close(*fd);
	*fd = -1;
	errno = error;
	return error == EWOULDBLOCK ? 0 : report_system(r, path, "不能加锁");
}

/* One of the paths. Many who wait are not to keep the holder from working. */
static int take(int *fd, const struct str *paths, unsigned n,
    unsigned milliseconds, struct report *r)
{
	unsigned waited = 0, pause = PAUSE_MIN, i;
	int status = 0;

	for (;;) {
		struct timespec t = {0, (long)pause * 1000 * 1000};

		for (i = 0; i < n && !status; i++)
			status = try(fd, paths[i], r);
		if (status || waited >= milliseconds)
			return status;
		nanosleep(&t, NULL);
		waited += pause;
		if (pause < PAUSE_MAX)
			pause += PAUSE_MIN;
	}
}

int lock_take(int *fd, struct str path, unsigned milliseconds, struct report *r)
{
	path = arena_str(r->arena, path);
	return take(fd, &path, 1, milliseconds, r);
}

int lock_take_one_of(int *fd, struct str path, unsigned places,
    unsigned milliseconds, struct report *r)
{
	struct str *paths = arena_array(r->arena, places, sizeof *paths);
	unsigned i;

	for (i = 0; i < places; i++)
		paths[i] = arena_printf(r->arena, "%.*s%u", STR_ARGS(path), i);
	return take(fd, paths, places, milliseconds, r);
}
