/* SPDX-License-Identifier: MIT */
/* One sorted array, searched by halving. */
#include "tree.h"

#include <stdlib.h>

struct entry *tree_add(struct tree *t, struct arena *a, struct str path)
{
	struct entry *e;

	t->entries =
	    arena_grow(a, t->entries, t->count, &t->cap, sizeof *t->entries);
	e = &t->entries[t->count++];
	*e = (struct entry){.path = path};
	return e;
}

static int entry_order(const void *a, const void *b)
{
	return str_compare(
	    ((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

void tree_sort(struct tree *t)
{
	if (t->count)
		qsort(t->entries, t->count, sizeof *t->entries, entry_order);
}

static int memory_open(const struct tree *t, void **handle, struct report *r)
{
	(void)t;
	(void)r;
	*handle = NULL;
	return 0;
}

static int memory_read(const struct tree *t, void *handle,
    const struct entry *e, struct arena *a, struct str *bytes, struct report *r)
{
	(void)t;
	(void)handle;
	(void)a;
	(void)r;
	*bytes = e->bytes;
	return 0;
}

static void memory_close(void *handle)
{
	(void)handle;
}

static void memory_release(struct tree *t)
{
	(void)t;
}

void tree_init_memory(struct tree *t)
{
	static const struct tree_source source = {
	    memory_open, memory_read, memory_close, memory_release};

	*t = (struct tree){.source = &source};
}

/* Index of the first entry whose path is not before `path`. */
static size_t lower_bound(const struct tree *t, struct str path)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (str_compare(t->entries[mid].path, path) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct entry *tree_find(const struct tree *t, struct str path)
{
	size_t at = lower_bound(t, path);

	if (at < t->count && str_equal(t->entries[at].path, path))
		return &t->entries[at];
	return NULL;
}

void tree_range(
    const struct tree *t, struct str prefix, size_t *from, size_t *to)
{
	size_t low = lower_bound(t, prefix), high = t->count;

	*from = low;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (str_begins(t->entries[mid].path, prefix))
			low = mid + 1;
		else
			high = mid;
	}
	*to = low;
}

int tree_open(const struct tree *t, void **handle, struct report *r)
{
	return t->source->open(t, handle, r);
}

int tree_read(const struct tree *t, void *handle, const struct entry *e,
    struct arena *a, struct str *bytes, struct report *r)
{
	return t->source->read(t, handle, e, a, bytes, r);
}

void tree_close(const struct tree *t, void *handle)
{
	t->source->close(handle);
}

int tree_read_once(const struct tree *t, const struct entry *e, struct arena *a,
    struct str *bytes, struct report *r)
{
	void *handle;
	int status;

	if (tree_open(t, &handle, r))
		return -1;
	status = tree_read(t, handle, e, a, bytes, r);
	tree_close(t, handle);
	return status;
}

void tree_release(struct tree *t)
{
	if (t->source)
		t->source->release(t);
	*t = (struct tree){0};
}

/* Names that Windows keeps for devices, with or without an ending. */
static bool is_device(struct str name)
{
	static const char *const names[] = {"con", "prn", "aux", "nul"};
	struct str stem = str_slice(name, 0, str_find_byte(name, '.', 0));
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof *names; i++)
		if (str_is(stem, names[i]))
			return true;
	return stem.len == 4 &&
	    (str_begins(stem, STR("com")) || str_begins(stem, STR("lpt"))) &&
	    stem.data[3] >= '0' && stem.data[3] <= '9';
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_name_byte(char c)
{
	return is_alnum(c) || c == '.' || c == '_' || c == '-';
}

struct str path_dashed(struct arena *a, struct str path)
{
	char *name = arena_alloc(a, path.len + 1);
	size_t i;

	for (i = 0; i < path.len; i++)
		name[i] = path.data[i] == '/' ? '-' : path.data[i];
	name[path.len] = '\0';
	return (struct str){name, path.len};
}

enum { NAME_MAX_LEN = 100 };

bool path_name_is_good(struct str name)
{
	size_t i;

	if (!name.len || name.len > NAME_MAX_LEN || !is_alnum(name.data[0]) ||
	    name.data[name.len - 1] == '.')
		return false;
	for (i = 0; i < name.len; i++)
		if (!is_name_byte(name.data[i]))
			return false;
	return !is_device(name);
}

bool path_is_good(struct str path)
{
	struct str rest = path, name;
	size_t depth = 0;

	if (!path.len || path.data[path.len - 1] == '/')
		return false;
	while (str_next(&rest, '/', &name))
		if (!path_name_is_good(name) || ++depth > TREE_DEPTH_MAX)
			return false;
	return true;
}

bool path_is_picture(struct str path)
{
	return str_ends(path, STR(".jpg")) || str_ends(path, STR(".jpeg")) ||
	    str_ends(path, STR(".png"));
}

struct str path_name_mend(struct arena *a, struct str name)
{
	char *out = arena_alloc(a, name.len + sizeof "photo" + 1);
	size_t len = 0, i;
	bool is_gap = false;

	for (i = 0; i < name.len; i++) {
		char c = name.data[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!is_name_byte(c)) {
			is_gap = true;
			continue;
		}
		if (!len && c == '.') {
			memcpy(out, "photo", 5);
			len = 5;
		}
		if (!len && !is_alnum(c))
			continue;
		if (is_gap && len && c != '.' && out[len - 1] != '-')
			out[len++] = '-';
		is_gap = false;
		out[len++] = c;
	}
	while (len && out[len - 1] == '.')
		len--;
	if (len > NAME_MAX_LEN)
		len = NAME_MAX_LEN;
	if (!path_name_is_good((struct str){out, len}))
		return STR("photo-1");
	return (struct str){out, len};
}

/* What people see of bytes that may be anything. */
static struct str printable(struct arena *a, struct str s)
{
	struct buf b = {0};
	struct str copy;
	size_t i;

	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c < ' ' || c == 0x7F)
			buf_printf(&b, "\\x%02x", c);
		else
			buf_byte(&b, (char)c);
	}
	copy = arena_str(a, buf_view(&b));
	buf_release(&b);
	return copy;
}

int path_report(struct report *r, struct str folder, struct str name)
{
	struct str shown = printable(r->arena, name);
	struct str mended = path_name_mend(r->arena, name);
	struct str path = arena_printf(
	    r->arena, "%.*s/%.*s", STR_ARGS(folder), STR_ARGS(shown));

	report_add(r, FINDING_PATH_NAME, path, (struct place){0},
	    "名称“%.*s”不能用在这里", STR_ARGS(shown));
	report_last(r)->remedy =
	    arena_printf(r->arena, "%s。改名：git mv '%.*s' '%.*s/%.*s'",
		finding_sorts[FINDING_PATH_NAME].remedy, STR_ARGS(path),
		STR_ARGS(folder), STR_ARGS(mended));
	return -1;
}
