/* SPDX-License-Identifier: MIT */
/* purge: what was taken down leaves the server: its history, what was kept of
 * its pictures, and the portals before this one. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/release.h"
#include "command.h"
#include "gate/purge.h"
#include "hook.h"
#include "publish.h"
#include "serving.h"
#include "source.h"

enum { PURGE_MILLISECONDS = 60 * 1000 };

static const struct option_row purge_options[] = {
    {"C", "目录", "服务器上的版本库，默认当前目录"},
    {NULL, NULL, NULL},
};

/* What builders and hooks keep of records and pictures. */
static int caches_remove(
    struct str repository, struct arena *a, struct report *r)
{
	struct str paths[] = {
	    arena_printf(a, "%.*s/taizhang/cache", STR_ARGS(repository)),
	    source_cache(a)};
	size_t i;
	int status = 0;

	for (i = 0; i < sizeof paths / sizeof *paths; i++)
		if (paths[i].len && !access(paths[i].data, F_OK) &&
		    disk_remove(AT_FDCWD, paths[i].data))
			status = report_system(r, paths[i], "不能删除");
	return status;
}

static void swept_print(const struct swept *swept)
{
	size_t i;

	printf("历史里清除了 %zu 个文件\n", swept->files);
	for (i = 0; i < swept->draft_count; i++)
		printf("  %.*s 里也有，删了：要重新报送\n",
		    STR_ARGS(swept->drafts[i]));
}

/* The portal that stays has to be one without it. */
static int built_check(const struct store *s, struct arena *a, struct report *r)
{
	struct str built;
	struct report quiet;
	struct oid main;

	if (store_main(&main, s, r))
		return -1;
	report_init(&quiet, a);
	if (!disk_read(&built, a,
		arena_printf(a, "%.*s/taizhang/built", STR_ARGS(store_path(s))),
		256, &quiet) &&
	    str_begins(built, oid_str(&main)))
		return 0;
	return report_add(r, FINDING_GATE_BUSY, store_path(s),
	    (struct place){0}, "门户还没有跟上 main（taizhang tick 会补上）");
}

static void purge(struct str repository, const struct options *o,
    struct arena *a, struct report *r)
{
	const struct clock_source clock = {clock_now, NULL, PURGE_MILLISECONDS};
	struct swept swept;
	struct str site;
	struct oid main;
	struct store *s;
	int status;

	(void)o;
	if (store_open(&s, repository, STR(""), r))
		return;
	site = store_setting(s, a, "taizhang.publish");
	status = site.len ? built_check(s, a, r) : 0;
	if (!status)
		status = gate_purge(&swept, &main, a, s, &clock, r);
	store_close(s);
	if (status)
		return;
	swept_print(&swept);
	if (!caches_remove(repository, a, r) &&
	    !(site.len && release_forget(site, r)))
		disk_write(arena_printf(
			       a, "%.*s/taizhang/purged", STR_ARGS(repository)),
		    arena_printf(a, "%s\n", main.hex), r);
}

static int purge_run(const struct options *o)
{
	return serving_run(o, stderr, purge);
}

const struct command command_purge = {
    .name = "purge",
    .usage = "[-C 目录]",
    .summary = "撤下以后运行：历史、缓存和旧门户里也清除撤下的内容",
    .about =
	"提交号都不变，verify 照样从头核对；撤下的文件不再有内容。此后取回的副本从\n"
	"现在的 main 开始；以前取回的副本里还有撤下的内容，请各单位删掉重新取回。\n"
	"备份和别处的副本要另外处理。\n",
    .options = purge_options,
    .rest_max = 0,
    .run = purge_run,
};
