/* SPDX-License-Identifier: MIT */
/* paper: a record as a Word file. */
#include <stdio.h>

#include "base/disk.h"
#include "base/pool.h"
#include "book/form.h"
#include "book/match.h"
#include "print.h"
#include "source.h"
#include "web/paper.h"
#include "web/word.h"

enum { OPTION_OUT = SOURCE_OPTIONS };

static const struct option_row paper_options[] = {
    SOURCE_ROWS,
    {"o", "文件", "写到这个文件；默认是当前目录里的 编号.docx"},
    {NULL, NULL, NULL},
};

/* The record that is asked for, by its file or its folder; EXIT_USAGE, and
 * said: there is none, or it has no text. */
static int record_find(struct str *path, struct match *m, struct schema *s,
    struct arena *a, const struct source_tree *t, const char *asked,
    struct report *r)
{
	static const struct str content = {"content/", 8};
	struct str given = source_path(t->folder, str_from(asked));

	if (schema_read(s, a, &t->tree, r))
		return EXIT_FINDINGS;
	*path = arena_str(a, given);
	if (!tree_find(&t->tree, *path))
		*path = arena_printf(a, "%.*s/index.md", STR_ARGS(given));
	if (!tree_find(&t->tree, *path) || !str_begins(*path, content) ||
	    !schema_match(m, a, s, str_slice(*path, content.len, path->len)))
		return command_usage(&command_paper, "%s 不是一份记录", asked);
	if (!m->kind->body)
		return command_usage(&command_paper,
		    "%s 是%.*s，没有正文，不成公文", asked,
		    STR_ARGS(m->kind->name));
	return EXIT_CLEAN;
}

static void gaps_say(const struct source_tree *t, struct str path,
    struct arena *a, struct report *r)
{
	const struct entry *e = tree_find(&t->tree, path);
	struct str text;

	if (!tree_read_once(&t->tree, e, a, &text, r) &&
	    str_find(text, STR(FORM_GAP), 0) < text.len)
		fputs("taizhang: 还有没填的空，详见 taizhang check\n", stderr);
}

static int paper_make(const struct options *o, struct source_tree *source,
    struct arena *a, struct report *r)
{
	struct book_options bo = {.workers = pool_workers(),
	    .today = source->today,
	    .cache = source_cache(a)};
	struct arena records_arena = {0};
	struct report records;
	struct buf html = {0}, word = {0};
	struct schema schema;
	struct match m;
	struct str path, file = str_from(o->values[OPTION_OUT]);
	struct book *b;
	int status = record_find(&path, &m, &schema, a, source, o->rest[0], r);

	if (status != EXIT_CLEAN)
		return status;
	if (!file.len)
		file = arena_printf(a, "%.*s.docx", STR_ARGS(m.id));
	/* Faults of records are for check. */
	report_init(&records, &records_arena);
	b = book_make(&source->tree, &bo, &records);
	if (!b)
		report_join(r, &records);
	else if (!paper_html(&html, &source->tree, b, &m, path, r) &&
	    !word_write(&word, buf_view(&html), source->today, r) &&
	    !disk_write(file, buf_view(&word), r)) {
		printf("写好了：%.*s\n", STR_ARGS(file));
		gaps_say(source, path, a, r);
	}
	book_free(b);
	buf_release(&html);
	buf_release(&word);
	arena_release(&records_arena);
	return EXIT_CLEAN;
}

static int paper_run(const struct options *o)
{
	struct arena a = {0}, report_arena = {0};
	struct source_tree source;
	struct report r;
	int status;

	report_init(&r, &report_arena);
	status = source_open(&source, &a, &command_paper, o, &r);
	if (status == EXIT_CLEAN)
		status = paper_make(o, &source, &a, &r);
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	if (report_status(&r))
		status = report_status(&r);
	tree_release(&source.tree);
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_paper = {
    .name = "paper",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [-o 文件] 记录",
    .summary = "把一份记录写成 Word 公文",
    .about =
	"记录是它的路径，如 content/units/spj/2026-11/summary。版面照 GB/T "
	"9704-2012：\n"
	"A4，每面 22 行、每行 28 字，3 号仿宋。总结和通报与门户里的公文页是同一份\n"
	"（layouts/papers/），别的记录只有正文。要装 pandoc。\n",
    .options = paper_options,
    .rest_min = 1,
    .rest_max = 1,
    .run = paper_run,
};
