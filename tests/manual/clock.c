/* SPDX-License-Identifier: MIT */
/*
 * The clock of a machine to throw away: loaded before everything else by
 * /etc/ld.so.preload, it adds the seconds in /etc/clock to what time it is.
 * Files keep the kernel's time, so what goes by that sets REAL_CLOCK.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long long offset;

__attribute__((constructor)) static void offset_read(void)
{
	char text[32] = "";
	int fd = open("/etc/clock", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (!getenv("REAL_CLOCK") && read(fd, text, sizeof text - 1) > 0)
		offset = strtoll(text, NULL, 10);
	close(fd);
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
	int status = (int)syscall(SYS_clock_gettime, clock, t);

	if (!status &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		t->tv_sec += offset;
	return status;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *t)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (t)
		*t = now.tv_sec;
	return now.tv_sec;
}
