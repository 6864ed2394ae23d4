/* SPDX-License-Identifier: MIT */
/* flock() itself has no time limit, so it is asked again and again. */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE = 10 };

int lock_take(int *fd, struct str path, unsigned milliseconds, struct report *r)
{
	static const struct timespec pause = {0, PAUSE * 1000 * 1000};
	unsigned waited;
	int error;

	*fd = open(arena_str(r->arena, path).data,
	    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0)
		return report_system(r, path, "不能打开锁");
	for (waited = 0; flock(*fd, LOCK_EX | LOCK_NB); waited += PAUSE) {
		error = errno;
		if (error == EWOULDBLOCK && waited < milliseconds) {
			nanosleep(&pause, NULL);
			continue;
		}
		close(*fd);
		*fd = -1;
		if (error == EWOULDBLOCK)
			return 0;
		errno = error;
		return report_system(r, path, "不能加锁");
	}
	return 1;
}
