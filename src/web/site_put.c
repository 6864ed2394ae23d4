/* SPDX-License-Identifier: MIT */
/* What is put beside the pages. */
#include <stdlib.h>

#include "base/release.h"
#include "base/version.h"
#include "site_parts.h"

int site_put(struct site *s, struct written *w, struct str path,
    struct str bytes, struct report *r)
{
	w->path = path;
	digest_hex(w->digest, bytes);
	return s->sink->put(s->sink, path, bytes, r);
}

/* --- assets and pictures -------------------------------------------------- */

static struct report *worker_report(struct site *s, unsigned worker)
{
	struct report *r = &s->reports[worker];

	if (!r->arena)
		report_init(r, &s->arenas[worker]);
	return r;
}

static int worker_reports_join(struct site *s)
{
	int status = 0;
	size_t i;

	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		if (!s->reports[i].arena)
			continue;
		if (report_blocks(&s->reports[i]))
			status = -1;
		report_join(s->report, &s->reports[i]);
		arena_release(&s->arenas[i]);
		s->reports[i] = (struct report){0};
	}
	return status;
}

static const char COPYING[] = "整理图片";

static void copy_put(struct site *s, const struct copy *c, struct arena *a,
    struct str bytes, struct report *r)
{
	const struct target *t = c->target;
	struct written *w = &s->files[c->first];
	struct buf path = {0};
	struct variants made;
	size_t i;

	if (!t->picture) {
		site_put(s, w, t->written, bytes, r);
		return;
	}
	made = *t->picture;
	variants_make(&made, a, bytes, s->variants);
	site_put(s, w, t->written, made.items[made.count - 1].bytes, r);
	for (i = 0; i + 1 < made.count; i++) {
		buf_clear(&path);
		photo_path(&path, t->written, made.items[i].width);
		site_put(s, ++w,
		    target_find(&s->targets, buf_view(&path))->path,
		    made.items[i].bytes, r);
	}
	buf_release(&path);
}

static void copy_one(void *self, unsigned worker, size_t number)
{
	struct site *s = self;
	const struct copy *c = &s->copies[number];
	bool is_first = !s->reports[worker].arena;
	struct report *r = worker_report(s, worker);
	struct arena scratch = {0};
	struct str bytes;

	if (is_first && tree_open(s->tree, &s->handles[worker], r))
		return;
	if (!report_blocks(r) &&
	    !tree_read(s->tree, s->handles[worker],
		tree_find(s->tree, c->target->file), &scratch, &bytes, r))
		copy_put(s, c, &scratch, bytes, r);
	arena_release(&scratch);
	progress_tell(s->options->progress, COPYING,
	    __atomic_add_fetch(&s->copied, 1, __ATOMIC_RELAXED), s->copy_count);
}

static void copies_list(struct site *s)
{
	size_t i;

	s->copies = arena_array(s->arena, s->targets.count, sizeof *s->copies);
	for (i = 0; i < s->targets.count; i++) {
		const struct target *t = &s->targets.targets[i];

		if (!t->file.len || !t->is_linked)
			continue;
		s->copies[s->copy_count++] = (struct copy){t, s->file_count};
		s->file_count += t->picture ? t->picture->count : 1;
	}
	s->files = arena_array(s->arena, s->file_count, sizeof *s->files);
}

int site_copy(struct site *s)
{
	size_t i;

	copies_list(s);
	progress_tell(s->options->progress, COPYING, 0, s->copy_count);
	pool_run(s->options->workers, s->copy_count, copy_one, s);
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		if (s->reports[i].arena)
			tree_close(s->tree, s->handles[i]);
	return worker_reports_join(s);
}

/* --- the search ----------------------------------------------------------- */

static void index_one(void *self, unsigned worker, size_t number)
{
	struct site *s = self;
	struct report *r = worker_report(s, worker);
	struct buf path = {0}, bytes = {0};
	struct str name;

	search_file(s->search, number, &path, &bytes);
	name = (struct str){s->indexed_paths + number * SEARCH_PATH, path.len};
	memcpy(s->indexed_paths + number * SEARCH_PATH, path.data, path.len);
	site_put(s, &s->indexed[number], name, buf_view(&bytes), r);
	buf_release(&path);
	buf_release(&bytes);
}

int site_index(struct site *s)
{
	size_t n;

	progress_tell(s->options->progress, "编制索引", 0, 0);
	n = search_pack(s->search, s->options->workers);
	s->indexed = arena_array(s->arena, n + 1, sizeof *s->indexed);
	s->indexed_paths = arena_alloc(s->arena, (n + 1) * SEARCH_PATH);
	s->indexed_count = n;
	pool_run(s->options->workers, n, index_one, s);
	return worker_reports_join(s);
}

/* --- the manifest --------------------------------------------------------- */

static int written_order(const void *a, const void *b)
{
	return str_compare(((const struct written *)a)->path,
	    ((const struct written *)b)->path);
}

int site_put_manifest(struct site *s, struct site_result *result)
{
	bool is_public = s->options->edition == EDITION_PUBLIC;
	size_t n = s->pages.count, i;
	struct written *all = arena_array(
	    s->arena, n + s->file_count + s->indexed_count + 1, sizeof *all);
	char day[DATE_SIZE];
	struct buf b = {0};
	int status;

	if (n)
		memcpy(all, s->pages_written, n * sizeof *all);
	for (i = 0; i < s->file_count; i++)
		all[n++] = s->files[i];
	for (i = 0; i < s->indexed_count; i++)
		all[n++] = s->indexed[i];
	qsort(all, n, sizeof *all, written_order);
	date_print(day, s->options->today);
	buf_text(&b, RELEASE_MARK ",\n  \"commit\": ");
	buf_json(&b, s->options->commit);
	buf_printf(&b,
	    ",\n  \"day\": \"%s\",\n  \"edition\": \"%s\",\n"
	    "%s  \"version\": \"%s\",\n  \"files\": {",
	    day, is_public ? "public" : "internal",
	    is_public ? "" : "  \"notice\": \"" TABLE_NOTICE "\",\n",
	    TAIZHANG_VERSION);
	for (i = 0; i < n; i++) {
		buf_text(&b, i ? ",\n    " : "\n    ");
		buf_json(&b, all[i].path);
		buf_printf(&b, ": \"%s\"", all[i].digest);
	}
	buf_text(&b, "\n  }\n}\n");
	status =
	    site_put(s, &all[n], STR("manifest.json"), buf_view(&b), s->report);
	buf_release(&b);
	qsort(all, n + 1, sizeof *all, written_order);
	result->paths = arena_array(s->arena, n + 1, sizeof *result->paths);
	for (i = 0; i <= n; i++)
		result->paths[i] = all[i].path;
	result->path_count = n + 1;
	return status;
}
