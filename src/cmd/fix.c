/* SPDX-License-Identifier: MIT */
/* fix: shows, and with --write makes, the changes that leave no doubt. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/disk.h"
#include "base/utf8.h"
#include "book/match.h"
#include "book/metadata.h"
#include "book/repair.h"
#include "print.h"
#include "source.h"

enum { OPTION_FOLDER, OPTION_WRITE };

static const struct option_row fix_options[] = {
    {"C", "目录", "content 所在的目录，默认当前目录"},
    {"write", NULL, "写入文件；不加就只显示要改什么"},
    {NULL, NULL, NULL},
};

struct fix {
	struct str root;
	struct tree tree;
	struct schema schema;
	bool has_schema; /* fields are known */
	bool writes;
	struct str *paths; /* asked for */
	int path_count;
	struct report *report;
	size_t seen, files, lines, pictures, bytes; /* files: to be mended */
	size_t failed;				    /* to be written */
};

/* --- showing -------------------------------------------------------------- */

/* To a file or pipe the diff goes as it is, so that it can be applied. On a
 * terminal nothing is obeyed, and what nobody could see is shown. */
static void diff_show(struct str diff)
{
	struct str line;

	if (!isatty(STDOUT_FILENO)) {
		fwrite(diff.data, 1, diff.len, stdout);
		return;
	}
	while (str_next(&diff, '\n', &line)) {
		bool is_dos = str_ends(line, STR("\r"));
		struct str tab;

		if (is_dos)
			line.len--;
		while (str_next(&line, '\t', &tab)) {
			print_safe(stdout, tab);
			if (tab.data + tab.len < line.data)
				fputs("→\t", stdout);
		}
		fputs(is_dos ? "\\r\n" : "\n", stdout);
	}
}

static void text_show(
    struct fix *f, struct str path, struct str was, struct str is)
{
	struct buf diff = {0};

	f->lines += diff_print(&diff, path, was, is);
	diff_show(buf_view(&diff));
	buf_release(&diff);
}

static void picture_show(
    struct fix *f, struct str path, const struct metadata *m)
{
	struct buf line = {0};
	size_t i;

	f->pictures++;
	for (i = 0; i < METADATA_SORTS; i++)
		f->bytes += m->bytes[i];
	buf_printf(&line, "%.*s：去掉 ", STR_ARGS(path));
	metadata_print(&line, m);
	printf("%.*s\n", STR_ARGS(buf_view(&line)));
	buf_release(&line);
}

/* --- a file --------------------------------------------------------------- */

/* Its kind, where it is a record; false: it is no text of ours. */
static bool is_text(
    struct fix *f, const struct kind **k, struct arena *a, struct str path)
{
	bool is_yaml =
	    str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
	struct match m;

	*k = NULL;
	if (!is_yaml && !str_ends(path, STR(".md")))
		return false;
	if (!f->has_schema)
		return true;
	if (schema_match(&m, a, &f->schema, str_slice(path, 8, path.len))) {
		*k = m.kind;
		return true;
	}
	return is_yaml && str_begins(path, STR("content/plan/"));
}

/* Is there something to mend? It is shown then. */
static bool file_mend(struct fix *f, struct buf *out, struct arena *a,
    const struct entry *e, struct str was)
{
	const struct kind *k;
	struct metadata m;

	if (path_is_picture(e->path)) {
		f->seen++;
		if (!metadata_strip(out, &m, was) ||
		    str_equal(buf_view(out), was))
			return false;
		picture_show(f, e->path, &m);
		return true;
	}
	if (!is_text(f, &k, a, e->path))
		return false;
	f->seen++;
	repair_text(out, k, e->path, was);
	if (str_equal(buf_view(out), was))
		return false;
	text_show(f, e->path, was, buf_view(out));
	return true;
}

static void fix_entry(struct fix *f, const struct entry *e)
{
	struct arena a = {0};
	struct buf mended = {0};
	struct str was;

	if (!tree_read_once(&f->tree, e, &a, &was, f->report)) {
		if (file_mend(f, &mended, &a, e, was)) {
			f->files++;
			if (f->writes &&
			    disk_replace(f->root, e->path, was,
				buf_view(&mended), f->report))
				f->failed++;
		}
	}
	buf_release(&mended);
	arena_release(&a);
}

/* --- all of them ---------------------------------------------------------- */

/* Without fields dates cannot be told from other words; all else can. */
static void schema_find(struct fix *f, struct arena *a)
{
	struct report r;

	report_init(&r, f->report->arena);
	f->has_schema = !repair_schema(&f->schema, a, &f->tree, &r);
	if (!f->has_schema)
		fputs("记录种类的定义（content/plan/kinds）有误，"
		      "这次不看日期的写法\n",
		    stderr);
}

static bool is_link(struct arena *a, struct str root, struct str path)
{
	struct stat st;
	struct str whole =
	    arena_printf(a, "%.*s/%.*s", STR_ARGS(root), STR_ARGS(path));

	return !lstat(whole.data, &st) && S_ISLNK(st.st_mode);
}

/* A path that is not in the tree for a reason of its own is told by that. */
static bool has_finding(const struct report *r, struct str path)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (source_is_asked(r->findings[i].path, &path, 1))
			return true;
	return false;
}

static int paths_find(struct fix *f, struct arena *a, const struct options *o)
{
	int i;

	f->path_count = o->rest_count;
	f->paths = arena_array(a, (size_t)o->rest_count + 1, sizeof *f->paths);
	for (i = 0; i < o->rest_count; i++) {
		f->paths[i] = source_path(f->root, str_from(o->rest[i]));
		if (is_link(a, f->root, f->paths[i]))
			return command_usage(&command_fix,
			    "不改链接，请写文件本身：%s", o->rest[i]);
		if (!source_has(&f->tree, f->paths[i]) &&
		    !has_finding(f->report, f->paths[i]))
			return command_usage(
			    &command_fix, "没有这个文件或目录：%s", o->rest[i]);
	}
	return EXIT_CLEAN;
}

static void counts_print(const struct fix *f)
{
	if (!f->files) {
		printf("没有要改的，看了 %zu 份文件\n", f->seen);
		return;
	}
	if (f->writes)
		printf("改好 %zu 份文件", f->files - f->failed);
	else
		printf("%zu 份文件要改", f->files);
	if (f->lines)
		printf("，文字 %zu 行", f->lines);
	if (f->pictures)
		printf("，图片 %zu 张（去掉 %zu 字节）", f->pictures, f->bytes);
	if (f->failed)
		printf("；%zu 份没有写成", f->failed);
	puts(f->writes ? "" : "。还没有写入，要写入请加 --write");
}

/* What could not be looked at is told, and counts as not mended. */
static int fix_all(struct fix *f)
{
	struct report asked;
	size_t i;
	int status;

	for (i = 0; i < f->tree.count; i++) {
		const struct entry *e = &f->tree.entries[i];

		if (str_begins(e->path, STR("content/")) &&
		    source_is_asked(e->path, f->paths, f->path_count))
			fix_entry(f, e);
	}
	report_init(&asked, f->report->arena);
	report_sort(f->report);
	report_hide(f->report);
	for (i = 0; i < f->report->count; i++) {
		const struct finding *found = &f->report->findings[i];

		if (found->level == LEVEL_FAILURE ||
		    (!str_begins(found->path, STR("layouts/")) &&
			source_is_asked(found->path, f->paths, f->path_count)))
			report_copy(&asked, found);
	}
	report_print(stdout, &asked, LEVEL_WARNING, NULL);
	counts_print(f);
	status = report_status(&asked);
	if (status == EXIT_CLEAN && f->files && !f->writes)
		status = EXIT_FINDINGS;
	return status;
}

static int fix_run(const struct options *o)
{
	const char *folder = o->values[OPTION_FOLDER];
	struct arena a = {0}, report_arena = {0};
	struct report report;
	struct fix f = {
	    .root = str_from(folder ? folder : "."),
	    .writes = o->values[OPTION_WRITE] != NULL,
	    .report = &report,
	};
	int status = EXIT_CLEAN;

	report_init(&report, &report_arena);
	if (disk_tree(&f.tree, &a, f.root, &report) && !f.tree.count) {
		report_sort(&report);
		report_hide(&report);
		report_print(stdout, &report, LEVEL_WARNING, NULL);
		status = report_status(&report);
		if (f.tree.source)
			tree_release(&f.tree);
	} else {
		status = paths_find(&f, &a, o);
		if (status == EXIT_CLEAN) {
			schema_find(&f, &a);
			status = fix_all(&f);
		}
		tree_release(&f.tree);
	}
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_fix = {
    .name = "fix",
    .usage = "[-C 目录] [--write] [路径…]",
    .summary = "改正写法上没有疑问的地方，去掉图片里的附加信息",
    .about =
	"只改 content 里的文件，默认全部，写了路径就只看这些。先显示要改什么，\n"
	"加 --write 才写入。\n"
	"文字：表头里的全角冒号、逗号、空格，冒号和短横线后面少的空格，制表符，\n"
	"BOM，Windows 换行，日期写法（2026年6月5日、2026/6/5），正文里带星号号码\n"
	"前多出的反斜杠。图片：拍摄地点等 EXIF、XMP、IPTC，注释，缩略图，图片\n"
	"结束之后的内容；像素、方向、颜色和拍摄日期不变。意思不能确定的不动。\n"
	"退出状态：0 没有要改的或全部改好，1 有要改的没有写入，或有文件不能看，\n"
	"2 用法不对，3 有文件没有写成或系统故障。\n",
    .options = fix_options,
    .rest_max = -1,
    .run = fix_run,
};
