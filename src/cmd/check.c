/* SPDX-License-Identifier: MIT */
/* check: build, with the portal thrown away. */
#include <stdio.h>
#include <unistd.h>

#include "base/pool.h"
#include "print.h"
#include "source.h"
#include "web/site.h"

enum { OPTION_FORMAT = SOURCE_OPTIONS };

static const struct option_row check_options[] = {
    SOURCE_ROWS,
    {"format", "text|json", "检查结果的格式，默认 text"},
    {NULL, NULL, NULL},
};

/* Is the finding about one of these files or folders? What has no file, or
 * keeps everything from being read, concerns all. */
static bool is_asked(const struct finding *f, const struct str *paths, int n)
{
	int i;

	if (!n || !f->path.len || f->level == LEVEL_FAILURE)
		return true;
	for (i = 0; i < n; i++)
		if (str_begins(f->path, paths[i]) &&
		    (f->path.len == paths[i].len || !paths[i].len ||
			f->path.data[paths[i].len] == '/'))
			return true;
	return false;
}

/* Paths as people type them: below the folder of -C, or from where they are. */
static struct str path_asked(const struct source_tree *s, struct str path)
{
	if (str_begins(path, STR("./")))
		path = str_slice(path, 2, path.len);
	if (s->folder.len && !str_is(s->folder, ".") &&
	    str_begins(path, s->folder) && path.len > s->folder.len &&
	    path.data[s->folder.len] == '/')
		path = str_slice(path, s->folder.len + 1, path.len);
	while (path.len && path.data[path.len - 1] == '/')
		path.len--;
	return str_is(path, ".") ? STR("") : path;
}

/* Is this a file of the tree, or a folder with files in it? */
static bool is_there(const struct tree *t, struct str path)
{
	size_t from, to;

	tree_range(t, path, &from, &to);
	for (; from < to; from++) {
		struct str found = t->entries[from].path;

		if (!path.len || found.len == path.len ||
		    found.data[path.len] == '/')
			return true;
	}
	return false;
}

static int paths_asked(
    struct str *paths, const struct source_tree *s, const struct options *o)
{
	int i;

	for (i = 0; i < o->rest_count; i++) {
		paths[i] = path_asked(s, str_from(o->rest[i]));
		if (!is_there(&s->tree, paths[i]))
			return command_usage(&command_check,
			    "没有这个文件或目录：%s", o->rest[i]);
	}
	return EXIT_CLEAN;
}

static void counts_print(
    const struct report *r, size_t records, int n, double seconds)
{
	size_t errors =
	    report_count(r, LEVEL_ERROR) + report_count(r, LEVEL_FAILURE);
	size_t warnings = report_count(r, LEVEL_WARNING);

	if (errors || warnings)
		printf("%zu 个错误，%zu 个提醒，", errors, warnings);
	else
		printf("没有发现错误，");
	if (n)
		printf("检查了 %d 处", n);
	else
		printf("检查了 %zu 份文件", records);
	if (isatty(STDOUT_FILENO))
		printf("（%.2f 秒）", seconds);
	puts("");
}

static int check_run(const struct options *o)
{
	const char *format = o->values[OPTION_FORMAT];
	bool is_json = format && !strcmp(format, "json");
	struct arena a = {0}, report_arena = {0};
	struct str *paths;
	struct source_tree source;
	struct progress_line line;
	struct site_result result = {0};
	struct report all, asked;
	int status;
	size_t i;

	if (format && !is_json && strcmp(format, "text"))
		return command_usage(
		    &command_check, "没有 %s 这种格式", format);
	paths = arena_array(&a, (size_t)o->rest_count + 1, sizeof *paths);
	report_init(&all, &report_arena);
	report_init(&asked, &report_arena);
	progress_begin(&line, is_json);
	status = source_open(&source, &a, &command_check, o, &all);
	if (status == EXIT_USAGE ||
	    (status == EXIT_CLEAN &&
		(status = paths_asked(paths, &source, o)) == EXIT_USAGE))
		goto done;
	if (status == EXIT_CLEAN) {
		struct site_options so = {
		    .today = source.today,
		    .commit = str_from(source.commit),
		    .workers = pool_workers(),
		    .progress = &line.progress,
		};

		site_build(&result, &a, &source.tree, &so, NULL, &all);
	}
	progress_end(&line);
	report_sort(&all);
	for (i = 0; i < all.count; i++)
		if (is_asked(&all.findings[i], paths, o->rest_count))
			report_copy(&asked, &all.findings[i]);
	if (is_json) {
		report_print_json(stdout, &asked);
	} else {
		report_print(stdout, &asked, LEVEL_WARNING,
		    status == EXIT_CLEAN ? &source.tree : NULL);
		counts_print(&asked, result.records, o->rest_count,
		    progress_seconds(&line));
	}
	status = report_status(&asked);
done:
	tree_release(&source.tree);
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_check = {
    .name = "check",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--format text|json] "
	     "[路径…]",
    .summary = "核对记录、方案和版式，不生成门户",
    .about = "写了路径就只显示这些文件和目录的检查结果；规则照样看全部记录。\n"
	     "只有提醒时退出状态是 0，有错误是 1。\n",
    .options = check_options,
    .rest_max = -1,
    .run = check_run,
};
