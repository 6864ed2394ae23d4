/* SPDX-License-Identifier: MIT */
/* Any bytes as a page: its text is no longer than they, is whole UTF-16, and
 * goes through the index. */
#include "base/utf8.h"
#include "web/gram.h"
#include "web/visible.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grams *g = grams_new(1);
	struct visible v = {0};
	struct buf html = {0}, text = {0};
	size_t i;

	buf_text(&html, "<main>");
	buf_add(&html, data, size);
	visible_read(&v, buf_view(&html));
	check(v.len <= size && v.title <= v.title_end && v.title_end <= v.len);
	visible_text(&text, &v, (struct visible_line){0, v.len});
	check(utf8_check(buf_view(&text)) == text.len);
	for (i = 0; i < v.joined_count; i++)
		check(v.joined[i].from < v.joined[i].to &&
		    v.joined[i].to <= v.len);
	grams_add(g, 0, 0, v.units, v.len, v.title, v.title_end);
	grams_pack(g, 1);
	for (i = 0; i < grams_shards(g); i++) {
		buf_clear(&text);
		grams_shard_bytes(g, i, &text);
		check(text.len > 0);
	}
	buf_release(&html);
	buf_release(&text);
	visible_release(&v);
	grams_free(g);
	return 0;
}
