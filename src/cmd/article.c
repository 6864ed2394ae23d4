/* SPDX-License-Identifier: MIT */
/* article: begins an article from activities. The words are the plan's draft
 * (web/draft.h); pictures that it names are laid beside it. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/disk.h"
#include "base/pool.h"
#include "book/form.h"
#include "book/match.h"
#include "book/query.h"
#include "print.h"
#include "source.h"
#include "web/draft.h"

enum { OPTION_NAME = SOURCE_OPTIONS, OPTION_STDOUT };

static const struct option_row article_options[] = {
    SOURCE_ROWS,
    {"name", "短名", "文章的目录名，默认由活动得出"},
    {"stdout", NULL, "只显示，不写文件"},
    {NULL, NULL, NULL},
};

struct job {
	const struct options *options;
	struct source_tree source;
	struct arena arena;
	struct report report;
	struct schema schema;
	const struct kind *kind;
	struct drafts drafts;
	const struct draft *draft;
	struct book *book;
	struct buf path, text; /* below content/; of the record */
};

/* The rows of the draft for these activities, each between blanks. */
static struct value *rows_of(struct job *j, struct str activities)
{
	struct value *given = value_map(&j->arena), *rows;

	value_put(
	    &j->arena, given, STR("活动"), value_text(&j->arena, activities));
	if (draft_rows(&rows, j->draft, j->book, &j->arena, given, &j->report))
		return NULL;
	return rows;
}

/* All of them there and approved? Said on stderr where not. */
static int activities_check(struct job *j)
{
	const struct options *o = j->options;
	int status = EXIT_CLEAN, i;

	for (i = 1; i < o->rest_count; i++) {
		const struct value *rows =
		    rows_of(j, arena_printf(&j->arena, " %s ", o->rest[i]));

		if (!rows)
			return EXIT_FINDINGS;
		if (rows->count)
			continue;
		fprintf(stderr,
		    "taizhang: 没有编号是 %s 的活动，或者它还没有审核通过\n",
		    o->rest[i]);
		status = EXIT_FINDINGS;
	}
	return status;
}

static int path_make(struct job *j, const struct value *row)
{
	const char *name = j->options->values[OPTION_NAME];
	struct str captures[CAPTURES_MAX] = {{0}};
	size_t i;

	for (i = 0; i < j->kind->capture_count; i++)
		captures[i] = value_find(row, j->kind->captures[i].name)
		    ? value_find(row, j->kind->captures[i].name)->text
		    : STR("");
	/* The last is its own name; those before say whose it is. */
	if (name && i)
		captures[i - 1] = str_from(name);
	if (!match_path(&j->path, j->kind, captures) &&
	    path_is_good(buf_view(&j->path)))
		return EXIT_CLEAN;
	return command_usage(&command_article,
	    "content/%.*s 不能作路径，用 --name 另起一个短名", (int)j->path.len,
	    j->path.data);
}

static int text_make(struct job *j)
{
	const struct options *o = j->options;
	struct buf all = {0};
	struct value *rows;
	int status = activities_check(j), i;

	if (status)
		return status;
	for (i = 1; i < o->rest_count; i++)
		buf_printf(&all, " %s ", o->rest[i]);
	rows = rows_of(j, arena_str(&j->arena, buf_view(&all)));
	buf_release(&all);
	if (!rows || !rows->count)
		return EXIT_FINDINGS;
	status = path_make(j, rows->items[0]);
	if (!status &&
	    draft_write(&j->text, &j->drafts, j->draft, j->book, &j->arena,
		rows->items[0], &j->report))
		status = EXIT_FINDINGS;
	return status;
}

/* --- what is written ------------------------------------------------------ */

/* The file at a path below content/. */
static struct str file_of(struct job *j, struct str path)
{
	return arena_printf(&j->arena, "%.*s/content/%.*s",
	    STR_ARGS(j->source.folder), STR_ARGS(path));
}

static int picture_copy(
    struct job *j, const struct value *picture, struct str folder)
{
	struct str name = path_name(value_find_text(picture, "path")), bytes;
	const struct entry *e =
	    tree_find(&j->source.tree, value_find_text(picture, "file"));

	if (str_find(buf_view(&j->text), name, 0) == j->text.len || !e)
		return 0;
	if (tree_read_once(&j->source.tree, e, &j->arena, &bytes, &j->report))
		return -1;
	return disk_create(file_of(j,
			       arena_printf(&j->arena, "%.*s/%.*s",
				   STR_ARGS(folder), STR_ARGS(name))),
	    j->source.folder.len, bytes, &j->report);
}

/* The pictures that the text names, as the portal calls them. */
static int pictures_copy(struct job *j, struct str folder)
{
	struct connection *c =
	    connection_open(j->book, EDITION_PUBLIC, &j->report);
	struct connection *whole =
	    connection_open(j->book, EDITION_INTERNAL, &j->report);
	struct value *shown = NULL, *files = NULL;
	struct query *q, *w;
	int status = -1;
	size_t i, k = 0;

	q = c ? query_make(c, &j->arena,
		    STR("SELECT path FROM picture ORDER BY path"),
		    FINDING_DATABASE, STR(""), (struct place){0}, &j->report)
	      : NULL;
	w = whole
	    ? query_make(whole, &j->arena,
		  STR("SELECT path, file FROM picture ORDER BY path"),
		  FINDING_DATABASE, STR(""), (struct place){0}, &j->report)
	    : NULL;
	if (q && w && !query_run(q, &j->arena, NULL, 0, &shown, &j->report) &&
	    !query_run(w, &j->arena, NULL, 0, &files, &j->report))
		status = 0;
	for (i = 0; !status && i < shown->count; i++) {
		struct str path = value_find_text(shown->items[i], "path");

		while (
		    !str_equal(value_find_text(files->items[k], "path"), path))
			k++;
		status = picture_copy(j, files->items[k], folder);
	}
	connection_close(c);
	connection_close(whole);
	return status;
}

static int write_all_files(struct job *j)
{
	struct str path = buf_view(&j->path), file = file_of(j, path);
	struct stat st;

	if (j->options->values[OPTION_STDOUT]) {
		fwrite(j->text.data, 1, j->text.len, stdout);
		return EXIT_CLEAN;
	}
	if (!lstat(file.data, &st)) {
		fprintf(stderr,
		    "taizhang: %s 已经有了，不会盖掉它；用 --name 另起一个短名\n",
		    file.data);
		return EXIT_USAGE;
	}
	if (disk_create(
		file, j->source.folder.len, buf_view(&j->text), &j->report) ||
	    pictures_copy(j, path_folder(path)))
		return EXIT_FAILED;
	printf("写好了：%s\n写着“%s…】”的地方要人来写，写完运行 "
	       "taizhang check\n",
	    file.data, FORM_GAP);
	return EXIT_CLEAN;
}

/* -------------------------------------------------------------------------- */

static int draft_run(struct job *j)
{
	struct book_options bo = {
	    .workers = pool_workers(),
	    .today = j->source.today,
	    .cache = source_cache(&j->arena),
	};
	struct report records;
	struct arena a = {0};
	int status = EXIT_FINDINGS;

	if (schema_read(&j->schema, &j->arena, &j->source.tree, &j->report) ||
	    drafts_read(&j->drafts, &j->arena, &j->source.tree, &j->report))
		return status;
	j->kind = schema_kind(&j->schema, STR("article"));
	j->draft = j->kind ? drafts_find(&j->drafts, j->kind) : NULL;
	if (!j->draft)
		return command_usage(&command_article,
		    "方案里没有文章的草稿：content/plan/drafts/article.md");
	/* Faults of records are for check. */
	report_init(&records, &a);
	j->book = book_make(&j->source.tree, &bo, &records);
	if (!j->book)
		report_join(&j->report, &records);
	else if (!drafts_check(&j->drafts, j->book, &j->report))
		status = text_make(j);
	if (!status)
		status = write_all_files(j);
	book_free(j->book);
	arena_release(&a);
	return status;
}

static int article_run(const struct options *o)
{
	struct arena report_arena = {0};
	struct job j = {.options = o};
	int status, found;

	if (strcmp(o->rest[0], "draft"))
		return command_usage(
		    &command_article, "没有“%s”这一项", o->rest[0]);
	if (o->values[SOURCE_REV] && !o->values[OPTION_STDOUT])
		return command_usage(
		    &command_article, "用 --rev 时写明 --stdout");
	report_init(&j.report, &report_arena);
	status =
	    source_open(&j.source, &j.arena, &command_article, o, &j.report);
	if (status == EXIT_USAGE)
		return status;
	if (status == EXIT_CLEAN)
		status = draft_run(&j);
	report_print(stderr, &j.report, LEVEL_WARNING, NULL);
	found = report_status(&j.report);
	buf_release(&j.path);
	buf_release(&j.text);
	tree_release(&j.source.tree);
	arena_release(&report_arena);
	arena_release(&j.arena);
	return found ? found : status;
}

const struct command command_article = {
    .name = "article",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--name 短名] [--stdout] "
	     "draft 活动…",
    .summary = "从审核通过的活动起草一篇文章",
    .about = "公开的事实、数字和图片都填好，要人来写的地方写着“【待填…】”，\n"
	     "没有填完通不过 check。底稿在 content/plan/drafts/article.md。\n",
    .options = article_options,
    .rest_min = 2,
    .rest_max = -1,
    .run = article_run,
};
