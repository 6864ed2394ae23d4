/* SPDX-License-Identifier: MIT */
/* Any bytes as a text and as a picture: what is found lies in the text, in
 * order; hiding keeps every character's place. */
#include <stdlib.h>

#include "base/utf8.h"
#include "book/personal.h"
#include "book/picture_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

/* Does no line end in it but within a tag? */
static bool is_one_line(struct str datum)
{
	bool is_tag = false;
	size_t i;

	for (i = 0; i < datum.len; i++) {
		if (datum.data[i] == '\n' && !is_tag)
			return false;
		if (datum.data[i] == '<' || datum.data[i] == '>')
			is_tag = datum.data[i] == '<';
	}
	return true;
}

static void scan(struct str text, bool has_masks)
{
	struct personal_scan s;
	struct personal p;
	size_t end = 0;

	personal_begin(&s, text, has_masks);
	while (personal_next(&s, &p)) {
		struct buf key = {0};

		check(p.len > 0 && p.at >= end && p.kind < PERSONAL_KINDS);
		end = p.at + p.len;
		check(end <= text.len);
		check(is_one_line(str_slice(text, p.at, end)));
		personal_key(&key, str_slice(text, p.at, end));
		check(personal_key_is(buf_view(&key), buf_view(&key)));
		buf_release(&key);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size}, text;
	struct picture_text t;
	struct buf hidden = {0};

	scan(bytes, false);
	scan(bytes, true);
	personal_hide(&hidden, bytes);
	check(utf8_count(buf_view(&hidden)) == utf8_count(bytes));
	buf_release(&hidden);
	picture_text_begin(&t, bytes);
	while (picture_text_next(&t, &text)) {
		check(text.len > 0);
		scan(text, false);
	}
	return 0;
}
