/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as one record of an activity, and as an entry of its journal,
 * through the whole pipe with the project's own plan and layouts, without
 * writing anything: no crash, no leak, no fault of the plan, of a layout or of
 * the machine that a record's text has brought about.
 */
#include "base/disk.h"
#include "web/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#define RECORD "content/units/mzj/2026-11/window/index.md"
#define ENTRY "content/journal/mzj/2026-11/window/0001.yml"

static struct arena arena;
static struct tree plan; /* in memory */

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static bool is_plan(struct str path)
{
	return str_begins(path, STR("content/plan/")) ||
	    str_begins(path, STR("layouts/"));
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *root = getenv("ROOT");
	struct tree disk;
	struct report r;
	size_t i;

	(void)argc;
	(void)argv;
	report_init(&r, &arena);
	check(!disk_tree(&disk, &arena, str_from(root ? root : "."), &r));
	tree_init_memory(&plan);
	for (i = 0; i < disk.count; i++) {
		const struct entry *e = &disk.entries[i];

		if (is_plan(e->path))
			check(!tree_read_once(&disk, e, &arena,
			    &tree_add(&plan, &arena, e->path)->bytes, &r));
	}
	tree_release(&disk);
	return 0;
}

/* Told of the bytes themselves? */
static bool is_own(const struct finding *f)
{
	return str_is(f->path, RECORD) || str_is(f->path, ENTRY);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct site_options o = {
	    .today = {2026, 11, 22},
	    .commit = STR("worktree"),
	    .workers = 1,
	};
	struct str text = {(const char *)data, size};
	struct arena a = {0};
	struct site_result result;
	struct report r;
	struct tree t;
	size_t i;

	report_init(&r, &a);
	tree_init_memory(&t);
	for (i = 0; i < plan.count; i++)
		*tree_add(&t, &a, plan.entries[i].path) = plan.entries[i];
	tree_add(&t, &a, STR(RECORD))->bytes = text;
	tree_add(&t, &a, STR(ENTRY))->bytes = text;
	tree_sort(&t);
	site_build(&result, &a, &t, &o, NULL, &r);
	for (i = 0; i < r.count; i++) {
		const struct finding *f = &r.findings[i];

		if (f->blocks == BLOCKS_PORTAL && f->level != LEVEL_WARNING) {
			fprintf(stderr, "%.*s: %.*s\n", STR_ARGS(f->path),
			    STR_ARGS(f->message));
			check(is_own(f));
		}
	}
	arena_release(&a);
	return 0;
}
