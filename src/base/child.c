/* SPDX-License-Identifier: MIT */
/* What the child reads is a file in memory, so that only reading can wait. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"

struct running {
	int in, more;	    /* files in memory */
	int out[2], err[2]; /* pipes: to be read, to be written */
};

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void running_close(struct running *p)
{
	shut(&p->in);
	shut(&p->more);
	shut(&p->out[0]);
	shut(&p->out[1]);
	shut(&p->err[0]);
	shut(&p->err[1]);
}

static int memory_file(struct str bytes)
{
	int fd = memfd_create("taizhang", MFD_CLOEXEC);

	if (fd >= 0 &&
	    (write_all(fd, bytes) || lseek(fd, 0, SEEK_SET) == (off_t)-1))
		shut(&fd);
	return fd;
}

/* Its descriptors are 0 to 3 and no others. */
static int start(pid_t *pid, const struct running *p, const struct child *c)
{
	posix_spawn_file_actions_t files;
	char **argv, **environment;
	int status;

	/* The call promises to leave both alone. */
	memcpy(&argv, &c->argv, sizeof argv);
	memcpy(&environment, &c->environment, sizeof environment);
	status = posix_spawn_file_actions_init(&files);
	if (status)
		return status;
	status = posix_spawn_file_actions_adddup2(&files, p->in, 0);
	if (!status)
		status = posix_spawn_file_actions_adddup2(&files, p->out[1], 1);
	if (!status)
		status = posix_spawn_file_actions_adddup2(&files, p->err[1], 2);
	if (!status)
		status = posix_spawn_file_actions_adddup2(&files, p->more, 3);
	if (!status)
		status = posix_spawn_file_actions_addclosefrom_np(&files, 4);
	if (!status)
		status =
		    posix_spawnp(pid, argv[0], &files, NULL, argv, environment);
	posix_spawn_file_actions_destroy(&files);
	return status;
}

/* Takes what is there; *fd is closed at its end. What goes beyond `max` is
 * dropped, or fails. */
static int take(int *fd, struct buf *to, size_t max, bool is_cut)
{
	char bytes[16384];
	ssize_t n = read(*fd, bytes, sizeof bytes);

	if (n < 0)
		return errno == EINTR ? 0 : -1;
	if (!n)
		shut(fd);
	if (to->len + (size_t)n > max)
		n = is_cut ? (ssize_t)(max - to->len) : -1;
	if (n < 0) {
		errno = EFBIG;
		return -1;
	}
	buf_add(to, bytes, (size_t)n);
	return 0;
}

static int listen_to(
    struct running *p, struct buf *out, struct buf *err, const struct child *c)
{
	size_t err_max = c->err_max ? c->err_max : CHILD_ERR_MAX;
	int silence = c->silence ? c->silence : CHILD_SILENCE;

	while (p->out[0] >= 0 || p->err[0] >= 0) {
		struct pollfd fds[2] = {
		    {p->out[0], POLLIN, 0}, {p->err[0], POLLIN, 0}};
		int n = poll(fds, 2, silence * 1000);

		if (!n)
			errno = ETIMEDOUT;
		if (!n || (n < 0 && errno != EINTR))
			return -1;
		if (n < 0)
			continue;
		if (fds[0].revents &&
		    take(&p->out[0], out, CHILD_OUT_MAX, false))
			return -1;
		if (fds[1].revents && take(&p->err[0], err, err_max, true))
			return -1;
	}
	return 0;
}

int child_run(
    struct buf *out, struct buf *err, const struct child *c, struct report *r)
{
	struct running p = {-1, -1, {-1, -1}, {-1, -1}};
	struct str name = str_from(c->argv[0]);
	int status, ended = 0;
	pid_t pid;

	p.in = memory_file(c->in);
	p.more = memory_file(c->more);
	if (p.in < 0 || p.more < 0 || pipe2(p.out, O_CLOEXEC) ||
	    pipe2(p.err, O_CLOEXEC)) {
		report_system(r, name, "不能准备");
		running_close(&p);
		return -1;
	}
	errno = start(&pid, &p, c);
	if (errno) {
		status = errno == ENOENT ? CHILD_MISSING
					 : report_system(r, name, "不能运行");
		running_close(&p);
		return status;
	}
	shut(&p.out[1]);
	shut(&p.err[1]);
	status = listen_to(&p, out, err, c);
	if (status) {
		report_system(r, name, "没有运行完");
		kill(pid, SIGKILL);
	}
	while (waitpid(pid, &ended, 0) < 0 && errno == EINTR)
		;
	running_close(&p);
	if (status)
		return -1;
	return WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
}
