/* SPDX-License-Identifier: MIT */
/* A file by the key, with the time and a digest of all else. */
#include "pass.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/disk.h"

enum { PASS_SIZE = 256, PASS_SECONDS = 3600 };

static struct str pass_path(
    const struct pass *p, struct arena *a, struct str folder)
{
	return arena_printf(a, "%.*s/%.*s", STR_ARGS(folder), STR_ARGS(p->key));
}

/* What the pass is for, so that it is good for nothing else. */
static void pass_digest(char out[DIGEST_SIZE], const struct pass *p)
{
	struct buf b = {0};

	buf_str(&b, p->who);
	buf_byte(&b, '\n');
	buf_str(&b, p->commands);
	digest_hex(out, buf_view(&b));
	buf_release(&b);
}

/* Those that nobody came for: their push was refused by git itself. */
static void old_remove(struct str folder, int64_t now)
{
	DIR *dir = opendir(folder.data);
	const struct dirent *d;
	struct stat st;

	while (dir && (d = readdir(dir)))
		if (!fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		    S_ISREG(st.st_mode) && st.st_mtime < now - PASS_SECONDS)
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
}

int pass_leave(const struct pass *p, struct str folder, struct report *r)
{
	struct str path = pass_path(p, r->arena, folder);
	char digest[DIGEST_SIZE];

	if (mkdir(arena_str(r->arena, folder).data, 0700) && errno != EEXIST)
		return report_system(r, folder, "不能新建目录");
	old_remove(arena_str(r->arena, folder), p->seconds);
	pass_digest(digest, p);
	return disk_write(path,
	    arena_printf(r->arena, "%lld %s\n", (long long)p->seconds, digest),
	    r);
}

int pass_take(struct pass *p, struct str folder, struct report *r)
{
	struct str path = pass_path(p, r->arena, folder), text, number;
	char digest[DIGEST_SIZE];
	struct report quiet;
	size_t space;
	bool is_there;

	report_init(&quiet, r->arena);
	is_there = !disk_read(&text, r->arena, path, PASS_SIZE, &quiet);
	unlink(path.data);
	if (is_there) {
		pass_digest(digest, p);
		space = str_find_byte(text, ' ', 0);
		number = str_slice(text, 0, space);
		text = str_trim(str_slice(text, space, text.len));
		if (str_is(text, digest) && str_integer(number, &p->seconds))
			return 0;
	}
	return report_add(r, FINDING_GATE_CLOSED, STR(""), (struct place){0},
	    "这次推送没有经过检查（pre-receive 没有运行）");
}
