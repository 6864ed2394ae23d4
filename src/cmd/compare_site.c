/* SPDX-License-Identifier: MIT */
/* The site is built into a sink that compares instead of writing. */
#include "compare_site.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/pool.h"
#include "base/version.h"
#include "git/repo.h"
#include "source.h"
#include "web/data.h"
#include "web/site.h"

static const struct place whole_file = {0};

enum { DIFFERENCES_MAX = 50, MANIFEST_MAX = 64 * 1024 * 1024 };

struct comparison {
	struct sink sink; /* first: put() knows its comparison by it */
	struct str folder;
};

static int differs(struct report *r, struct str path, const char *what)
{
	return report_add(
	    r, FINDING_SITE_DIFFERS, path, whole_file, "%s", what);
}

/* Always 0: the build goes on, and all differences are told. */
static int compare_put(
    struct sink *sink, struct str path, struct str bytes, struct report *r)
{
	const struct comparison *c = (const struct comparison *)sink;
	struct arena own = {0};
	struct report quiet;
	struct stat st;
	struct str file = arena_printf(
	    &own, "%.*s/%.*s", STR_ARGS(c->folder), STR_ARGS(path));
	struct str there;

	report_init(&quiet, &own);
	if (lstat(file.data, &st))
		differs(r, path, "门户里没有这个文件");
	else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != bytes.len ||
	    disk_read(&there, &own, file, bytes.len, &quiet) ||
	    !str_equal(there, bytes))
		differs(r, path, "和重新生成的不一样");
	arena_release(&own);
	return 0;
}

/* What is there and should not be. `paths` are sorted. */
static bool is_put(const struct site_result *result, struct str path)
{
	size_t from = 0, to = result->path_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = str_compare(result->paths[middle], path);

		if (!order)
			return true;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

static int others_look(
    struct str folder, const struct site_result *result, struct report *r)
{
	char *roots[] = {memory_resize(NULL, folder.len + 1), NULL};
	const FTSENT *e;
	FTS *walk;

	/* It has a NUL. */
	memcpy(roots[0], folder.data, folder.len + 1);
	walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	while (walk && (e = fts_read(walk))) {
		struct str path = str_from(e->fts_path);

		if (e->fts_info == FTS_D || e->fts_info == FTS_DP)
			continue;
		path = str_slice(path, folder.len + 1, path.len);
		if (!is_put(result, path))
			differs(
			    r, arena_str(r->arena, path), "门户里多出来的文件");
	}
	if (walk)
		fts_close(walk);
	free(roots[0]);
	return walk ? 0 : report_system(r, folder, "不能读取目录");
}

/* Which commit and edition the manifest names. */
static int manifest_read(struct site_options *o, struct arena *a,
    struct str folder, struct report *r)
{
	struct str path =
	    arena_printf(a, "%.*s/manifest.json", STR_ARGS(folder));
	struct str text, version, edition;
	struct value *v;

	if (disk_read(&text, a, path, MANIFEST_MAX, r) ||
	    data_parse(&v, a, text, path, r))
		return -1;
	o->commit = value_find_text(v, "commit");
	edition = value_find_text(v, "edition");
	version = value_find_text(v, "version");
	if (str_is(edition, "internal"))
		o->edition = EDITION_INTERNAL;
	if (!str_is(version, TAIZHANG_VERSION))
		return report_add(r, FINDING_SITE_DIFFERS, path, whole_file,
		    "门户是 %.*s 版生成的，这是 %s 版，要用同一版来核对",
		    STR_ARGS(version), TAIZHANG_VERSION);
	return 0;
}

/* Is it a commit that main has been at? */
static int commit_check(
    const struct store *s, struct str commit, struct str path, struct report *r)
{
	struct oid main, published;
	int status;

	if (!oid_parse(&published, commit) || oid_is_none(&published))
		return differs(r, path, "不是由提交生成的");
	if (!store_has_commit(s, &published))
		return differs(r, path, "版本库里没有门户写的那个提交");
	if (store_main(&main, s, r))
		return -1;
	status = store_descends(s, &main, &published, r);
	if (status < 0)
		return -1;
	return status ? 0 : differs(r, path, "门户写的提交不在 main 的历史里");
}

static void findings_take(struct report *r, struct report *all)
{
	size_t n = 0, i;

	report_sort(all);
	for (i = 0; i < all->count; i++)
		if (str_is(all->findings[i].id,
			finding_sorts[FINDING_SITE_DIFFERS].id) &&
		    n++ < DIFFERENCES_MAX)
			report_copy(r, &all->findings[i]);
	if (n > DIFFERENCES_MAX)
		report_add(r, FINDING_SITE_DIFFERS, STR(""), whole_file,
		    "一共 %zu 个文件不一样，这里只写了 %d 个", n,
		    DIFFERENCES_MAX);
}

static int build_again(struct site_compared *c, struct arena *a,
    struct site_options *o, const struct store *s, struct str folder,
    struct report *r)
{
	struct comparison comparison = {
	    .sink = {compare_put}, .folder = folder};
	char moment[MOMENT_SIZE];
	struct site_result result;
	struct arena own = {0};
	struct commit commit;
	struct report all;
	struct tree t;
	int status;

	/* What is wrong in the records is not asked here. */
	report_init(&all, &own);
	status = repo_tree(&t, &commit, a, store_path(s), o->commit, &all);
	if (!status) {
		memcpy(c->commit, commit.id, sizeof c->commit);
		/* As the server publishes it: on the commit's day. */
		o->today = date_from_seconds(commit.seconds);
		moment_print(moment, commit.seconds);
		o->moment = str_from(moment);
		status =
		    site_build(&result, a, &t, o, &comparison.sink, &all) ||
			others_look(folder, &result, &all)
		    ? -1
		    : 0;
		tree_release(&t);
	}
	if (status)
		report_join(r, &all);
	else
		findings_take(r, &all);
	c->files = status ? 0 : result.path_count;
	arena_release(&own);
	return r->count ? -1 : 0;
}

int compare_site(struct site_compared *c, struct arena *a,
    const struct store *s, struct str site, struct report *r)
{
	struct site_options o = {
	    .workers = pool_workers(), .cache = source_cache(a)};
	struct str current = arena_printf(a, "%.*s/current", STR_ARGS(site));
	/* The release, wherever `current` points to meanwhile. */
	char *real = realpath(current.data, NULL);
	struct str folder;
	int status = 0;

	*c = (struct site_compared){0};
	if (!real && errno == ENOENT)
		real = realpath(arena_str(a, site).data, NULL);
	if (!real)
		return report_system(r, site, "不能找到目录");
	folder = arena_str(a, str_from(real));
	free(real);
	if (manifest_read(&o, a, folder, r) ||
	    commit_check(s, o.commit, folder, r) ||
	    build_again(c, a, &o, s, folder, r))
		status = -1;
	return status;
}
