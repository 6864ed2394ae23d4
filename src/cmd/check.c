/* SPDX-License-Identifier: MIT */
/* check: build, with the portal thrown away. */
#include <stdio.h>
#include <unistd.h>

#include "base/pool.h"
#include "git/change.h"
#include "print.h"
#include "source.h"
#include "web/site.h"

enum { OPTION_FORMAT = SOURCE_OPTIONS, OPTION_CHANGED };

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_COUNT };

static const struct option_row check_options[] = {
    SOURCE_ROWS,
    {"format", "text|json|sarif", "检查结果的格式，默认 text"},
    {"changed", "版本", "只显示与 git 的这个版本不同的文件的检查结果"},
    {NULL, NULL, NULL},
};

/* What is asked about: some files and folders (none: all), and those that have
 * changed since a commit. */
struct asked {
	struct str *paths;
	int count;
	struct changes changes;
	bool is_changed; /* only what has changed */
};

static bool is_below(struct str path, const struct asked *asked)
{
	return source_is_asked(path, asked->paths, asked->count);
}

/* Is the finding about what is asked? What has no file, or keeps everything
 * from being read, concerns all; and where the plan is broken, what has
 * changed cannot be judged. */
static bool is_asked(const struct finding *f, const struct asked *asked)
{
	if (!f->path.len || f->level == LEVEL_FAILURE)
		return true;
	if (asked->is_changed && f->blocks == BLOCKS_PORTAL &&
	    f->level != LEVEL_WARNING)
		return true;
	return is_below(f->path, asked) &&
	    (!asked->is_changed || changes_touch(&asked->changes, f->path));
}

/* EXIT_CLEAN; EXIT_USAGE, said on stderr; EXIT_FAILED, with findings. */
static int asked_read(struct asked *asked, struct arena *a,
    const struct source_tree *s, const struct options *o, struct report *r)
{
	const char *since = o->values[OPTION_CHANGED];
	const char *rev = o->values[SOURCE_REV];
	int i;

	asked->paths =
	    arena_array(a, (size_t)o->rest_count + 1, sizeof *asked->paths);
	asked->count = o->rest_count;
	for (i = 0; i < o->rest_count; i++) {
		asked->paths[i] = source_path(s->folder, str_from(o->rest[i]));
		if (!source_has(&s->tree, asked->paths[i]))
			return command_usage(&command_check,
			    "没有这个文件或目录：%s", o->rest[i]);
	}
	asked->is_changed = since != NULL;
	if (!since ||
	    !changes_find(&asked->changes, a, s->folder, str_from(since),
		str_from(rev), r))
		return EXIT_CLEAN;
	return EXIT_FAILED;
}

/* Files with findings: they are sorted by path. */
static size_t files_count(const struct report *r)
{
	size_t n = 0, i;

	for (i = 0; i < r->count; i++)
		n += r->findings[i].path.len &&
		    (!i ||
			!str_equal(
			    r->findings[i].path, r->findings[i - 1].path));
	return n;
}

static void counts_print(const struct report *r, size_t records,
    const struct asked *asked, double seconds)
{
	size_t failures = report_count(r, LEVEL_FAILURE);

	if (r->count)
		printf("逐条说明：taizhang explain %.*s\n",
		    STR_ARGS(r->findings[0].id));
	if (r->count)
		printf("%zu 个文件，错误 %zu，提醒 %zu", files_count(r),
		    report_count(r, LEVEL_ERROR),
		    report_count(r, LEVEL_WARNING));
	else
		printf("没有发现错误");
	if (failures)
		printf("，故障 %zu", failures);
	if (asked->is_changed)
		printf("；检查了改动的 %zu 份文件", asked->changes.files);
	else if (asked->count)
		printf("；检查了 %d 处", asked->count);
	else
		printf("；检查了 %zu 份文件", records);
	if (isatty(STDOUT_FILENO))
		printf("（%.2f 秒）", seconds);
	puts("");
}

static enum format format_asked(const struct options *o)
{
	static const char *const names[] = {"text", "json", "sarif"};
	const char *name = o->values[OPTION_FORMAT];
	int i;

	for (i = 0; name && i < FORMAT_COUNT; i++)
		if (!strcmp(name, names[i]))
			break;
	return (enum format)(name ? i : 0);
}

/* Looks, and puts what is asked about into `found`, sorted. */
static int look(struct report *found, struct arena *a, struct asked *asked,
    struct source_tree *source, struct site_result *result,
    const struct options *o, struct progress_line *line)
{
	struct arena all_arena = {0};
	struct report all;
	int status;
	size_t i;

	report_init(&all, &all_arena);
	status = source_open(source, a, &command_check, o, &all);
	if (status == EXIT_CLEAN)
		status = asked_read(asked, a, source, o, &all);
	if (status == EXIT_CLEAN) {
		struct site_options so = {
		    .today = source->today,
		    .commit = str_from(source->commit),
		    .moment = str_from(source->moment),
		    .workers = pool_workers(),
		    .progress = &line->progress,
		    .cache = source_cache(a),
		};

		site_build(result, a, &source->tree, &so, NULL, &all);
	}
	report_sort(&all);
	report_hide(&all);
	for (i = 0; i < all.count; i++)
		if (is_asked(&all.findings[i], asked))
			report_copy(found, &all.findings[i]);
	arena_release(&all_arena);
	return status;
}

static int check_run(const struct options *o)
{
	enum format format = format_asked(o);
	struct arena a = {0}, report_arena = {0};
	struct source_tree source = {0};
	struct progress_line line;
	struct site_result result = {0};
	struct asked asked = {0};
	struct report found;
	int status;

	if (format == FORMAT_COUNT)
		return command_usage(&command_check, "没有 %s 这种格式",
		    o->values[OPTION_FORMAT]);
	report_init(&found, &report_arena);
	progress_begin(&line, format != FORMAT_TEXT);
	status = look(&found, &a, &asked, &source, &result, o, &line);
	progress_end(&line);
	if (status != EXIT_USAGE) {
		const struct tree *t =
		    status == EXIT_CLEAN ? &source.tree : NULL;

		if (format == FORMAT_JSON)
			report_print_json(stdout, &found);
		else if (format == FORMAT_SARIF)
			report_print_sarif(stdout, &found, t);
		else
			report_print(stdout, &found, LEVEL_WARNING, t);
		if (format == FORMAT_TEXT)
			counts_print(&found, result.records, &asked,
			    progress_seconds(&line));
		status = report_status(&found);
	}
	tree_release(&source.tree);
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_check = {
    .name = "check",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] "
	     "[--format text|json|sarif] [--changed 版本] [路径…]",
    .summary = "核对记录、方案和版式，不生成门户",
    .about =
	"写了路径就只显示这些文件和目录的检查结果；规则照样看全部记录。\n"
	"写了 --changed 就只显示有改动的文件和记录，例如 --changed main。\n"
	"只有提醒时退出状态是 0，有错误是 1。\n",
    .options = check_options,
    .rest_max = -1,
    .run = check_run,
};
