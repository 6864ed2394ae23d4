/* SPDX-License-Identifier: MIT */
/* build: the portal, as a release of site/ or straight into a folder. */
#include <stdio.h>

#include "base/pool.h"
#include "base/release.h"
#include "print.h"
#include "source.h"
#include "web/site.h"

enum {
	OPTION_OUT = SOURCE_OPTIONS,
	OPTION_SITE,
	OPTION_EDITION,
	OPTION_QUIET,
};

static const struct option_row build_options[] = {
    SOURCE_ROWS,
    {"out", "目录", "直接写到这个目录，不做发布切换"},
    {"site", "目录", "发布到这个目录，默认 -C 目录下的 site"},
    {"edition", "版本", "public（公开版，默认）或 internal（内部版）"},
    {"quiet", NULL, "只说错误"},
    {NULL, NULL, NULL},
};

struct job {
	const struct options *options;
	struct source_tree source;
	struct site_options site;
	struct site_result result;
	struct arena arena;
	struct report report;
	struct str place; /* where the portal is now */
	bool is_published, is_changed;
};

static void build_folder(struct job *j)
{
	struct folder_sink f;

	j->place = str_from(j->options->values[OPTION_OUT]);
	if (folder_sink_begin(&f, j->place, &j->report))
		return;
	if (!site_build(&j->result, &j->arena, &j->source.tree, &j->site,
		&f.sink, &j->report) &&
	    !folder_sink_finish(
		&f, j->result.paths, j->result.path_count, &j->report))
		j->is_published = j->is_changed = true;
	folder_sink_release(&f);
}

static void build_release(struct job *j)
{
	const char *site = j->options->values[OPTION_SITE];
	bool is_public = j->site.edition == EDITION_PUBLIC;
	struct release rel;
	struct str root, name;
	char day[DATE_SIZE];
	int cut = 12;

	if (site)
		root = str_from(site);
	else
		root = arena_printf(
		    &j->arena, "%.*s/site", STR_ARGS(j->source.folder));
	/* The internal edition never stands where the public one is served. */
	if (!is_public)
		root = arena_printf(&j->arena, "%.*s/internal", STR_ARGS(root));
	date_print(day, j->site.today);
	name = arena_printf(&j->arena, "%.*s-%s", cut, j->source.commit, day);
	j->place =
	    arena_printf(&j->arena, "%.*s/current/index.html", STR_ARGS(root));
	if (release_begin(&rel, root, name, &j->report))
		return;
	if (site_build(&j->result, &j->arena, &j->source.tree, &j->site,
		&rel.sink, &j->report))
		release_abandon(&rel);
	else if (!release_finish(&rel, &j->report)) {
		j->is_published = true;
		j->is_changed = rel.is_changed;
	}
}

static void said(const struct job *j, double seconds)
{
	if (!j->is_published) {
		puts("门户没有更新，原来的门户保持不变。");
		return;
	}
	printf("%s：%zu 份文件，%zu 个页面（%.2f 秒）\n",
	    j->is_changed ? "已发布" : "没有变化", j->result.records,
	    j->result.pages, seconds);
	printf("打开：%.*s\n", STR_ARGS(j->place));
}

static int build_run(const struct options *o)
{
	const char *edition = o->values[OPTION_EDITION];
	bool is_quiet = o->values[OPTION_QUIET] != NULL;
	struct arena report_arena = {0};
	struct job j = {.options = o};
	struct progress_line line;
	int status;

	if (edition && strcmp(edition, "public") && strcmp(edition, "internal"))
		return command_usage(
		    &command_build, "没有 %s 这个版本", edition);
	if (o->values[OPTION_OUT] && o->values[OPTION_SITE])
		return command_usage(
		    &command_build, "--out 和 --site 只写一个");
	report_init(&j.report, &report_arena);
	progress_begin(&line, is_quiet);
	status = source_open(&j.source, &j.arena, &command_build, o, &j.report);
	if (status == EXIT_USAGE)
		return status;
	j.site = (struct site_options){
	    .edition = edition && !strcmp(edition, "internal")
		? EDITION_INTERNAL
		: EDITION_PUBLIC,
	    .today = j.source.today,
	    .commit = str_from(j.source.commit),
	    .moment = str_from(j.source.moment),
	    .workers = pool_workers(),
	    .progress = &line.progress,
	    .cache = source_cache(&j.arena),
	};
	if (status == EXIT_CLEAN && o->values[OPTION_OUT])
		build_folder(&j);
	else if (status == EXIT_CLEAN)
		build_release(&j);
	progress_end(&line);
	report_sort(&j.report);
	report_hide(&j.report);
	status = report_status(&j.report);
	if (status)
		report_print(stderr, &j.report, LEVEL_ERROR, &j.source.tree);
	if (!is_quiet)
		said(&j, progress_seconds(&line));
	tree_release(&j.source.tree);
	arena_release(&report_arena);
	arena_release(&j.arena);
	return status;
}

const struct command command_build = {
    .name = "build",
    .usage = "[-C 目录] [--rev 版本] [--out 目录 | --site 目录] "
	     "[--today 日期] [--edition public|internal] [--quiet]",
    .summary = "核对并生成门户",
    .about =
	"记录里的错误不妨碍发布；方案、版式有错或系统故障时，原来的门户保持不变。\n"
	"提醒用 taizhang check 查看。\n",
    .options = build_options,
    .rest_max = 0,
    .run = build_run,
};
