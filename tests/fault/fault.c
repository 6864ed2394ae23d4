/* SPDX-License-Identifier: MIT */
/*
 * Loaded before the C library (LD_PRELOAD), makes one call fail, once:
 *
 *     FAULT=linkat:3           the third linkat() fails
 *     FAULT_ERROR=ENOSPC       with this; EIO if not said; KILL: the process
 *                              is killed there; SHORT: a write() writes half
 *     FAULT_BELOW=/x/site      counting only calls on what lies there
 *     FAULT_LOG=/x/hit         gets a byte when the call is reached
 *
 * Calls: write, sync (fsync, fdatasync, syncfs), close, link, rename, symlink,
 * create (open with O_CREAT), mkdir, unlink, each in all its forms. A descriptor is
 * looked up in /proc/self/fd. close() does close, as it does on Linux when it
 * fails; the others do nothing when they fail.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int renameat2(int from_fd, const char *from, int to_fd, const char *to,
    unsigned int flags);

static atomic_ulong calls;

static bool is_below(const char *path)
{
	const char *folder = getenv("FAULT_BELOW");
	size_t len = folder ? strlen(folder) : 0;

	return !strncmp(path, folder ? folder : "", len) &&
	    (!len || path[len] == '/' || path[len] == '\0');
}

static bool fd_path(char out[PATH_MAX], int fd)
{
	char link[64];
	ssize_t len;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, out, PATH_MAX - 1);
	if (len < 0)
		return false;
	out[len] = '\0';
	return true;
}

static bool is_fd_below(int fd)
{
	char path[PATH_MAX];

	return fd_path(path, fd) && is_below(path);
}

static bool is_at_below(int fd, const char *path)
{
	char whole[2 * PATH_MAX];

	if (path[0] == '/')
		return is_below(path);
	if (fd == AT_FDCWD) {
		if (!getcwd(whole, PATH_MAX))
			return false;
	} else if (!fd_path(whole, fd)) {
		return false;
	}
	snprintf(whole + strlen(whole), PATH_MAX, "/%s", path);
	return is_below(whole);
}

static int error_of(const char *name)
{
	if (name && !strcmp(name, "ENOSPC"))
		return ENOSPC;
	if (name && !strcmp(name, "EDQUOT"))
		return EDQUOT;
	return EIO;
}

/* Is this the call that fails? Then errno is set. */
static bool is_hit(const char *call, bool is_counted)
{
	const char *fault = getenv("FAULT"), *error = getenv("FAULT_ERROR");
	const char *log = getenv("FAULT_LOG");
	size_t len = strlen(call);
	int fd;

	if (!is_counted || !fault || strncmp(fault, call, len) ||
	    fault[len] != ':' ||
	    atomic_fetch_add(&calls, 1) + 1 !=
		strtoul(fault + len + 1, NULL, 10))
		return false;
	if (log) {
		fd = (int)syscall(SYS_openat, AT_FDCWD, log,
		    O_WRONLY | O_CREAT | O_APPEND, 0666);
		syscall(SYS_write, fd, "x", 1);
		syscall(SYS_close, fd);
	}
	if (error && !strcmp(error, "KILL"))
		kill(getpid(), SIGKILL);
	errno = error_of(error);
	return true;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	const char *error = getenv("FAULT_ERROR");

	if (is_hit("write", is_fd_below(fd))) {
		if (!error || strcmp(error, "SHORT") || count < 2)
			return -1;
		count /= 2;
	}
	return syscall(SYS_write, fd, bytes, count);
}

int close(int fd)
{
	bool is_failing = is_hit("close", is_fd_below(fd));
	int why = errno;

	if (syscall(SYS_close, fd))
		return -1;
	if (is_failing)
		errno = why;
	return is_failing ? -1 : 0;
}

static int sync_one(int fd, long call)
{
	return is_hit("sync", is_fd_below(fd)) ? -1 : (int)syscall(call, fd);
}

int fsync(int fd)
{
	return sync_one(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return sync_one(fd, SYS_fdatasync);
}

int syncfs(int fd)
{
	return sync_one(fd, SYS_syncfs);
}

int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
	if (is_hit("link", is_at_below(to_fd, to)))
		return -1;
	return (int)syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
}

int link(const char *from, const char *to)
{
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to,
    unsigned int flags)
{
	if (is_hit("rename", is_at_below(to_fd, to)))
		return -1;
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	return renameat2(from_fd, from, to_fd, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlinkat(const char *target, int fd, const char *path)
{
	if (is_hit("symlink", is_at_below(fd, path)))
		return -1;
	return (int)syscall(SYS_symlinkat, target, fd, path);
}

int symlink(const char *target, const char *path)
{
	return symlinkat(target, AT_FDCWD, path);
}

int mkdirat(int fd, const char *path, mode_t mode)
{
	if (is_hit("mkdir", is_at_below(fd, path)))
		return -1;
	return (int)syscall(SYS_mkdirat, fd, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

int unlinkat(int fd, const char *path, int flags)
{
	if (is_hit("unlink", is_at_below(fd, path)))
		return -1;
	return (int)syscall(SYS_unlinkat, fd, path, flags);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

static int open_one(int fd, const char *path, int flags, mode_t mode)
{
	if (flags & O_CREAT && is_hit("create", is_at_below(fd, path)))
		return -1;
	return (int)syscall(SYS_openat, fd, path, flags, mode);
}

static mode_t mode_of(int flags, va_list args)
{
	bool is_new = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;

	return is_new ? va_arg(args, mode_t) : 0;
}

int openat(int fd, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return open_one(fd, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return open_one(AT_FDCWD, path, flags, mode);
}
