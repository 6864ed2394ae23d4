/* SPDX-License-Identifier: MIT */
/* Findings are kept in a growing array and sorted once, at the end. */
#include "report.h"

#include <errno.h>
#include <stdlib.h>

const struct finding_sort finding_sorts[FINDING_COUNT] = {
#define FINDING(symbol, id, level, blocks, name, remedy) \
	{id, level, blocks, name, remedy},
#include "finding.def"
#undef FINDING
};

const char *level_name(enum level level)
{
	static const char *const names[] = {"提醒", "错误", "故障"};

	return names[level];
}

void report_init(struct report *r, struct arena *a)
{
	*r = (struct report){.arena = a};
}

static struct finding *report_new(struct report *r)
{
	r->findings = arena_grow(
	    r->arena, r->findings, r->count, &r->cap, sizeof *r->findings);
	return &r->findings[r->count++];
}

int report_addv(struct report *r, enum finding_id id, struct str path,
    struct place place, const char *format, va_list args)
{
	const struct finding_sort *sort = &finding_sorts[id];
	char text[1024];
	int len = vsnprintf(text, sizeof text, format, args);

	if (len >= (int)sizeof text) {
		/* Cut, but never inside a code point: text[len] is the first
		 * byte that goes. */
		len = (int)sizeof text - 2;
		while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	*report_new(r) = (struct finding){
	    .id = str_from(sort->id),
	    .name = str_from(sort->name),
	    .level = sort->level,
	    .blocks = sort->blocks,
	    .path = arena_str(r->arena, path),
	    .place = place,
	    .message = arena_str(
		r->arena, (struct str){text, len > 0 ? (size_t)len : 0}),
	    .remedy = str_from(sort->remedy),
	};
	return -1;
}

int report_add(struct report *r, enum finding_id id, struct str path,
    struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(r, id, path, place, format, args);
	va_end(args);
	return -1;
}

struct finding *report_last(struct report *r)
{
	return &r->findings[r->count - 1];
}

const char *system_words(int error)
{
	static const struct {
		int error;
		const char *words;
	} known[] = {
	    {EACCES, "没有权限"},
	    {EADDRINUSE, "地址已经被占用"},
	    {ECONNREFUSED, "对方没有应答"},
	    {EDQUOT, "超过了磁盘配额"},
	    {EEXIST, "已经有了"},
	    {EFBIG, "文件太大"},
	    {EIO, "磁盘读写出错"},
	    {EISDIR, "这是目录"},
	    {ELOOP, "这是链接，或者链接绕成了圈"},
	    {EMFILE, "打开的文件太多"},
	    {ENAMETOOLONG, "名称太长"},
	    {ENFILE, "打开的文件太多"},
	    {ENOENT, "没有这个文件或目录"},
	    {ENOMEM, "内存不够"},
	    {ENOSPC, "磁盘满了"},
	    {ENOTDIR, "这不是目录"},
	    {ENOTEMPTY, "目录不是空的"},
	    {EPERM, "没有权限"},
	    {EPIPE, "读的一方已经走了"},
	    {EROFS, "磁盘只能读"},
	    {ETIMEDOUT, "等得太久，没有应答"},
	};
	const char *english = strerrordesc_np(error);
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].error == error)
			return known[i].words;
	return english ? english : "没有说明";
}

int report_system(struct report *r, struct str path, const char *what)
{
	int error = errno;

	report_add(r, FINDING_SYSTEM, path, (struct place){0}, "%s：%s", what,
	    system_words(error));
	/* Most likely it was typed so. */
	if (error == ENOENT || error == ENOTDIR)
		report_last(r)->remedy =
		    STR("核对这个路径；写得对的，把这一行原样转给系统管理员");
	return -1;
}

void report_copy(struct report *r, const struct finding *f)
{
	struct finding *copy = report_new(r);

	*copy = *f;
	copy->id = arena_str(r->arena, f->id);
	copy->name = arena_str(r->arena, f->name);
	copy->path = arena_str(r->arena, f->path);
	copy->message = arena_str(r->arena, f->message);
	copy->clause = arena_str(r->arena, f->clause);
	copy->remedy = arena_str(r->arena, f->remedy);
	copy->mended = arena_str(r->arena, f->mended);
}

void report_join(struct report *r, const struct report *from)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		report_copy(r, &from->findings[i]);
}

static int order_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int finding_order(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order = str_compare(a->path, b->path);

	if (!order)
		order = order_number(a->place.line, b->place.line);
	if (!order)
		order = order_number(a->place.column, b->place.column);
	if (!order)
		order = str_compare(a->id, b->id);
	return order ? order : str_compare(a->message, b->message);
}

void report_sort(struct report *r)
{
	size_t i, kept = 0;

	if (!r->count)
		return;
	qsort(r->findings, r->count, sizeof *r->findings, finding_order);
	for (i = 1; i < r->count; i++)
		if (finding_order(&r->findings[kept], &r->findings[i]))
			r->findings[++kept] = r->findings[i];
	r->count = kept + 1;
}

static bool is_private(const struct finding *f)
{
	return f->is_private || str_is(f->id, "no-personal-data");
}

static void finding_hide(struct finding *f)
{
	if (!is_private(f)) {
		f->message = STR("这一行有个人信息，改好以后再核对");
		f->remedy = STR("");
	}
	f->mended = STR("");
	f->is_private = true;
}

void report_hide(struct report *r)
{
	size_t from, to, i;

	for (from = 0; from < r->count; from = to) {
		const struct finding *f = &r->findings[from];
		bool hides = is_private(f);

		for (to = from + 1; to < r->count &&
		     r->findings[to].place.line == f->place.line &&
		     str_equal(r->findings[to].path, f->path);
		     to++)
			hides |= is_private(&r->findings[to]);
		for (i = from; hides && i < to; i++)
			finding_hide(&r->findings[i]);
	}
}

size_t report_count(const struct report *r, enum level level)
{
	size_t i, n = 0;

	for (i = 0; i < r->count; i++)
		n += r->findings[i].level == level;
	return n;
}

bool report_blocks(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->findings[i].blocks == BLOCKS_PORTAL &&
		    r->findings[i].level != LEVEL_WARNING)
			return true;
	return false;
}

int report_status(const struct report *r)
{
	if (report_count(r, LEVEL_FAILURE))
		return 3;
	return report_count(r, LEVEL_ERROR) ? 1 : 0;
}
