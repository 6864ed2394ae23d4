/* SPDX-License-Identifier: MIT */
/* Blocks double in size up to a limit, so that their count stays small. */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ALIGNMENT = 16, BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20 };

struct arena_block {
	struct arena_block *before;
	size_t size; /* of the data behind this head */
};

/* The head, rounded up so that the data behind it is aligned. */
enum {
	HEAD =
	    (sizeof(struct arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT
};

static _Noreturn void memory_failed(void)
{
	static const char text[] =
	    "taizhang: 内存不足，已停止；门户和仓库保持原样\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)ignored;
	_exit(3);
}

void *memory_resize(void *memory, size_t size)
{
	void *p = realloc(memory, size ? size : 1);

	if (!p)
		memory_failed();
	return p;
}

void memory_free(void *memory)
{
	free(memory);
}

static char *block_add(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX - HEAD)
		memory_failed();
	b = calloc(1, HEAD + size);
	if (!b)
		memory_failed();
	b->before = a->last;
	b->size = size;
	a->last = b;
	return (char *)b + HEAD;
}

void arena_release(struct arena *a)
{
	struct arena_block *b, *before;

	for (b = a->last; b; b = before) {
		before = b->before;
		free(b);
	}
	*a = (struct arena){0};
}

void arena_clear(struct arena *a)
{
	struct arena_block *b = a->last, *before, *keep = NULL;

	for (; b; b = before) {
		char *data = (char *)b + HEAD;

		before = b->before;
		if (a->next && a->end == data + b->size)
			keep = b;
		else
			free(b);
	}
	if (!keep) {
		*a = (struct arena){0};
		return;
	}
	keep->before = NULL;
	memset((char *)keep + HEAD, 0, (size_t)(a->next - (char *)keep) - HEAD);
	a->last = keep;
	a->next = (char *)keep + HEAD;
}

void arena_join(struct arena *a, struct arena *from)
{
	struct arena_block *oldest = from->last;

	if (!oldest)
		return;
	while (oldest->before)
		oldest = oldest->before;
	if (!a->last) {
		*a = *from;
	} else {
		/* Behind the newest of `a`, which has what is free. */
		oldest->before = a->last->before;
		a->last->before = from->last;
	}
	*from = (struct arena){0};
}

size_t arena_size(const struct arena *a)
{
	const struct arena_block *b;
	size_t sum = 0;

	for (b = a->last; b; b = b->before)
		sum += HEAD + b->size;
	return sum;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t block;
	char *p;

	if (IS_SANITIZED || size > BLOCK_MAX / 4)
		return block_add(a, size);
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if ((size_t)(a->end - a->next) < size) {
		block = a->last ? 2 * a->last->size : BLOCK_MIN;
		if (block < BLOCK_MIN)
			block = BLOCK_MIN;
		if (block > BLOCK_MAX)
			block = BLOCK_MAX;
		if (block < size)
			block = size;
		a->next = block_add(a, block);
		a->end = a->next + block;
	}
	p = a->next;
	a->next += size;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		memory_failed();
	return arena_alloc(a, n * size);
}

void *arena_grow(
    struct arena *a, void *array, size_t len, size_t *cap, size_t size)
{
	void *larger;

	if (len < *cap)
		return array;
	*cap = *cap ? 2 * *cap : 8;
	larger = arena_array(a, *cap, size);
	if (len)
		memcpy(larger, array, len * size);
	return larger;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);

	if (s.len)
		memcpy(p, s.data, s.len);
	return (struct str){p, s.len};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	int len;
	char *p;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		memory_failed();
	p = arena_alloc(a, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(p, (size_t)len + 1, format, args);
	va_end(args);
	return (struct str){p, (size_t)len};
}
