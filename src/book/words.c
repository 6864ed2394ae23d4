/* SPDX-License-Identifier: MIT */
/* Two bytes say which words may begin here; only those are compared. */
#include "words.h"

enum { HEADS = 1 << 16 };

static size_t head_of(const char *p)
{
	return (size_t)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

void words_make(struct words *w, struct str list)
{
	struct str rest, word;
	size_t lines = str_count(list, '\n'), count = 0;

	if (w->heads && str_equal(w->list, list))
		return;
	words_free(w);
	w->list = arena_str(&w->arena, list);
	w->words = arena_array(&w->arena, lines + 2, sizeof *w->words);
	w->next = arena_array(&w->arena, lines + 2, sizeof *w->next);
	w->heads = arena_array(&w->arena, HEADS, sizeof *w->heads);
	rest = w->list;
	while (str_next(&rest, '\n', &word) && count < UINT16_MAX) {
		size_t head;

		if (word.len < 2)
			continue;
		head = head_of(word.data);
		w->words[++count] = word;
		w->next[count] = w->heads[head];
		w->heads[head] = (uint16_t)count;
	}
}

bool words_occur(const struct words *w, struct str text)
{
	size_t at, i;

	for (at = 0; w->heads && at + 1 < text.len; at++) {
		/* No word begins within a character. */
		if (((unsigned char)text.data[at] & 0xC0) == 0x80)
			continue;
		for (i = w->heads[head_of(text.data + at)]; i; i = w->next[i])
			if (w->words[i].len <= text.len - at &&
			    !memcmp(text.data + at, w->words[i].data,
				w->words[i].len))
				return true;
	}
	return false;
}

void words_free(struct words *w)
{
	arena_release(&w->arena);
	*w = (struct words){0};
}
