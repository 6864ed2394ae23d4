/* SPDX-License-Identifier: MIT */
/* A JSON object of texts; written beside the old file, brought to the disk and
 * renamed over it. */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "web/data.h"

static struct str file_path(
    const struct state *s, struct arena *a, const char *name)
{
	return arena_printf(a, "%.*s/%s", STR_ARGS(s->folder), name);
}

/* For its owner alone. */
static int file_write(
    const struct state *s, const char *name, struct str bytes, struct report *r)
{
	struct arena a = {0};
	struct str path = file_path(s, &a, name);
	struct str beside = arena_printf(&a, "%s.new", path.data);
	int fd, status = -1;

	unlink(beside.data);
	fd = open(beside.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		status = write_all(fd, bytes) || fsync(fd) ? -1 : 0;
		if (close(fd))
			status = -1;
	}
	if (!status && rename(beside.data, path.data))
		status = -1;
	if (!status && (fd = open(s->folder.data, O_RDONLY | O_CLOEXEC)) >= 0) {
		status = fsync(fd);
		close(fd);
	}
	if (status)
		report_system(r, path, "不能写入");
	arena_release(&a);
	return status;
}

static int entries_read(struct state *s, struct report *r)
{
	struct str path = file_path(s, s->arena, "state.json"), text;
	struct value *v;
	struct stat st;
	size_t i;

	if (stat(path.data, &st) && errno == ENOENT)
		return 0;
	if (disk_read(&text, s->arena, path, STATE_SIZE_MAX, r) ||
	    data_parse(&v, s->arena, text, path, r))
		return -1;
	for (i = 0; v->type == VALUE_MAP && i < v->count; i++) {
		s->entries = arena_grow(s->arena, s->entries, s->count, &s->cap,
		    sizeof *s->entries);
		s->entries[s->count++] = (struct state_entry){
		    v->pairs[i].key, v->pairs[i].value->text};
	}
	return 0;
}

/* Each folder on the way. */
static void folders_make(struct arena *a, struct str folder)
{
	size_t at = 1;

	while (at < folder.len) {
		at = str_find_byte(folder, '/', at);
		mkdir(arena_str(a, str_slice(folder, 0, at)).data, 0700);
		at++;
	}
}

int state_open(
    struct state *s, struct arena *a, struct str folder, struct report *r)
{
	struct str lock;

	*s = (struct state){.arena = a, .folder = arena_str(a, folder)};
	folders_make(a, s->folder);
	lock = file_path(s, a, "lock");
	s->lock = open(lock.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock < 0)
		return report_system(r, lock, "不能新建文件");
	if (flock(s->lock, LOCK_EX | LOCK_NB)) {
		report_system(r, lock, "另一个 taizhang wechat 正在运行");
		state_close(s);
		return -1;
	}
	if (!entries_read(s, r))
		return 0;
	state_close(s);
	return -1;
}

void state_close(struct state *s)
{
	if (s->folder.data && s->lock >= 0)
		close(s->lock);
	s->lock = -1;
}

static struct state_entry *entry_find(
    const struct state *s, const char *sort, struct str name)
{
	size_t i, head = strlen(sort);

	for (i = 0; i < s->count; i++) {
		struct str key = s->entries[i].key;

		if (key.len == head + 1 + name.len && key.data[head] == ':' &&
		    str_begins(key, str_from(sort)) && str_ends(key, name))
			return &s->entries[i];
	}
	return NULL;
}

const struct str *state_find(
    const struct state *s, const char *sort, struct str name)
{
	const struct state_entry *e = entry_find(s, sort, name);

	return e ? &e->value : NULL;
}

int state_put(struct state *s, const char *sort, struct str name,
    struct str value, struct report *r)
{
	struct state_entry *e = entry_find(s, sort, name);
	struct buf text = {0};
	int status;
	size_t i;

	if (!e) {
		s->entries = arena_grow(s->arena, s->entries, s->count, &s->cap,
		    sizeof *s->entries);
		e = &s->entries[s->count++];
		e->key =
		    arena_printf(s->arena, "%s:%.*s", sort, STR_ARGS(name));
	}
	e->value = arena_str(s->arena, value);
	for (i = 0; i < s->count; i++) {
		buf_text(&text, i ? ",\n" : "{\n");
		buf_json(&text, s->entries[i].key);
		buf_text(&text, ": ");
		buf_json(&text, s->entries[i].value);
	}
	buf_text(&text, "\n}\n");
	status = file_write(s, "state.json", buf_view(&text), r);
	buf_release(&text);
	return status;
}

/* --- the token ------------------------------------------------------------ */

int64_t state_token_read(const struct state *s, struct buf *token)
{
	struct arena a = {0};
	struct report ignored;
	struct str text, line;
	struct stat st;
	int64_t until = 0;
	struct str path = file_path(s, &a, "token");

	report_init(&ignored, &a);
	buf_clear(token);
	if (!stat(path.data, &st) && !(st.st_mode & 077) &&
	    !disk_read(&text, &a, path, 4096, &ignored) &&
	    str_next(&text, '\n', &line) && str_integer(line, &until) &&
	    str_next(&text, '\n', &line))
		buf_str(token, line);
	arena_release(&a);
	return token->len ? until : 0;
}

int state_token_write(
    const struct state *s, struct str token, int64_t until, struct report *r)
{
	struct buf text = {0};
	int status;

	buf_printf(&text, "%lld\n", (long long)until);
	buf_str(&text, token);
	buf_byte(&text, '\n');
	status = file_write(s, "token", buf_view(&text), r);
	explicit_bzero(text.data, text.len);
	buf_release(&text);
	return status;
}
