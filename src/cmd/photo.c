/* SPDX-License-Identifier: MIT */
/* photo: pictures from a camera or phone are laid beside a record, as they may
 * be handed in. The files that are given stay as they are. */
#include <stdio.h>
#include <unistd.h>

#include "base/disk.h"
#include "book/intake.h"
#include "book/match.h"
#include "print.h"
#include "source.h"
#include "tell.h"
#include "web/photo.h"

enum { OPTION_FOLDER, OPTION_TO, OPTION_JSON };

static const struct option_row photo_options[] = {
    {"C", "目录", "content 所在的目录，默认当前目录或它的上层"},
    {"to", "记录", "记录的目录或文件；默认当前目录"},
    {"json", NULL, "给脚本用的 JSON"},
    {NULL, NULL, NULL},
};

enum { FILE_MAX_BYTES = 64 * 1024 * 1024 };

struct job {
	const struct options *options;
	struct arena arena;
	struct report report;
	struct str root;
	struct tree tree;
	struct schema schema;
	struct photo_rules rules;
	const struct kind *kind;
	struct str folder; /* of the record, in the tree */
	struct str *names; /* of what is in it */
	size_t count, cap;
	size_t done;
	struct buf json;
};

/* --- where to ------------------------------------------------------------- */

/* The folder above this one in which there is a folder content. */
static struct str root_find(struct arena *a, const char *given)
{
	char here[4096];
	struct str path;

	if (given || !getcwd(here, sizeof here))
		return str_from(given ? given : ".");
	path = str_from(here);
	while (path.len > 1) {
		struct str content =
		    arena_printf(a, "%.*s/content/plan", STR_ARGS(path));

		if (!access(content.data, F_OK))
			return arena_str(a, path);
		path = path_folder(path);
	}
	return STR(".");
}

/* The kind of the record in a folder of the tree; NULL: there is none. */
static const struct kind *kind_in(struct job *j, struct str folder)
{
	static const struct str content = {"content/", 8};
	size_t from, to;
	struct match m;

	tree_range(&j->tree, arena_printf(&j->arena, "%.*s/", STR_ARGS(folder)),
	    &from, &to);
	for (; from < to; from++) {
		struct str path = j->tree.entries[from].path;

		if (str_ends(path, STR(".md")) &&
		    str_equal(path_folder(path), folder) &&
		    schema_match(&m, &j->arena, &j->schema,
			str_slice(path, content.len, path.len)))
			return m.kind;
	}
	return NULL;
}

static int folder_find(struct job *j)
{
	const char *to = j->options->values[OPTION_TO];
	struct str path = source_typed(&j->arena, j->root, to ? to : ".");

	if (tree_find(&j->tree, path))
		path = path_folder(path);
	j->folder = path;
	j->kind = path.len ? kind_in(j, path) : NULL;
	if (j->kind)
		return EXIT_CLEAN;
	if (to)
		return command_usage(
		    &command_photo, "%s 里没有记录；先 taizhang new", to);
	return command_usage(&command_photo,
	    "写明放到哪份记录：--to content/units/…，或者到它的目录里运行");
}

static void name_add(struct job *j, struct str name)
{
	j->names = arena_grow(
	    &j->arena, j->names, j->count, &j->cap, sizeof *j->names);
	j->names[j->count++] = name;
}

static void names_read(struct job *j)
{
	struct str prefix =
	    arena_printf(&j->arena, "%.*s/", STR_ARGS(j->folder));
	size_t from, to;

	tree_range(&j->tree, prefix, &from, &to);
	for (; from < to; from++)
		name_add(j, path_name(j->tree.entries[from].path));
}

/* --- what is to be pasted ------------------------------------------------- */

/* The list of the kind in whose maps a picture is, and that field. */
static const struct field *picture_field(
    const struct kind *k, const struct field **list)
{
	size_t i, f;

	for (i = 0; i < k->field_count; i++) {
		*list = &k->fields[i];
		for (f = 0; f < (*list)->field_count; f++)
			if ((*list)->fields[f].type == FIELD_PICTURE)
				return &(*list)->fields[f];
		if ((*list)->type == FIELD_LIST && (*list)->item &&
		    (*list)->item->type == FIELD_PICTURE)
			return (*list)->item;
	}
	return NULL;
}

/* What says what is in a picture: the first text that the public sees. */
static struct str caption_name(const struct field *list)
{
	size_t i;

	for (i = 0; i < list->field_count; i++)
		if (list->fields[i].type == FIELD_TEXT &&
		    list->fields[i].is_public)
			return list->fields[i].name;
	return (struct str){0};
}

static void item_print(
    const struct field *list, const struct field *f, struct str name)
{
	struct str caption = caption_name(list);

	if (caption.len)
		printf("  - {%.*s: %.*s, %.*s: 【待填】}\n", STR_ARGS(f->name),
		    STR_ARGS(name), STR_ARGS(caption));
	else if (list->field_count)
		printf("  - {%.*s: %.*s}\n", STR_ARGS(f->name), STR_ARGS(name));
	else
		printf("  - %.*s\n", STR_ARGS(name));
}

static void paste_print(const struct job *j, size_t first)
{
	const struct field *list, *f = picture_field(j->kind, &list);
	size_t i;

	if (f) {
		printf("\n表头里写（“【待填】”换成照片里是什么）：\n\n%.*s:\n",
		    STR_ARGS(list->name));
		for (i = first; i < j->count; i++)
			item_print(list, f, j->names[i]);
	}
	if (!j->kind->body)
		return;
	printf("\n%s正文里写：\n\n", f ? "或者" : "");
	for (i = first; i < j->count; i++)
		printf("![【待填】](%.*s)\n", STR_ARGS(j->names[i]));
}

/* --- the pictures --------------------------------------------------------- */

static void told(struct job *j, const char *file, struct str name,
    struct str was, struct str is)
{
	struct picture p;

	picture_parse(&p, is);
	if (j->options->values[OPTION_JSON]) {
		buf_text(&j->json, j->done ? ",\n {" : "\n {");
		tell_pair(&j->json, "file", str_from(file));
		tell_pair(&j->json, "path",
		    arena_printf(&j->arena, "%.*s/%.*s", STR_ARGS(j->folder),
			STR_ARGS(name)));
		buf_printf(&j->json,
		    ", \"width\": %u, \"height\": %u, \"bytes\": %zu}", p.width,
		    p.height, is.len);
		return;
	}
	print_safe(stdout, str_from(file));
	printf(" → %.*s/%.*s  %u×%u，%zu KB（原来 %zu KB）\n",
	    STR_ARGS(j->folder), STR_ARGS(name), p.width, p.height,
	    (is.len + 1023) / 1024, (was.len + 1023) / 1024);
}

static int picture_take(struct job *j, const char *file)
{
	struct arena own = {0};
	enum picture_format format;
	struct str bytes, made, name;
	const char *wrong;
	int status = -1;

	if (disk_read(&bytes, &own, str_from(file), FILE_MAX_BYTES, &j->report))
		goto done;
	wrong = intake(&made, &format, &own, bytes,
	    j->rules.widths.widths[j->rules.widths.count - 1]);
	if (wrong) {
		report_add(&j->report, FINDING_PICTURE_FORMAT, str_from(file),
		    (struct place){0}, "%s", wrong);
		goto done;
	}
	name = intake_name(&j->arena, j->names, j->count, format);
	if (!name.len) {
		report_add(&j->report, FINDING_PICTURE_FORMAT, str_from(file),
		    (struct place){0}, "这份记录的图片已经编到 99 号");
		goto done;
	}
	status =
	    disk_create(arena_printf(&own, "%.*s/%.*s/%.*s", STR_ARGS(j->root),
			    STR_ARGS(j->folder), STR_ARGS(name)),
		j->root.len, made, &j->report);
	if (!status) {
		told(j, file, name, bytes, made);
		name_add(j, name);
		j->done++;
	}
done:
	arena_release(&own);
	return status;
}

static int pictures_take(struct job *j)
{
	bool is_json = j->options->values[OPTION_JSON] != NULL;
	size_t first;
	int i;

	names_read(j);
	first = j->count;
	for (i = 0; i < j->options->rest_count; i++)
		picture_take(j, j->options->rest[i]);
	if (is_json)
		printf("[%.*s\n]\n", STR_ARGS(buf_view(&j->json)));
	else if (j->done)
		paste_print(j, first);
	return EXIT_CLEAN;
}

static int photo_run(const struct options *o)
{
	struct job j = {.options = o};
	struct arena report_arena = {0};
	struct report plan;
	int status = EXIT_FAILED;

	report_init(&j.report, &report_arena);
	/* What is wrong with the names of others' files is for check. */
	report_init(&plan, &report_arena);
	j.root = root_find(&j.arena, o->values[OPTION_FOLDER]);
	disk_tree(&j.tree, &j.arena, j.root, &plan);
	if (!j.tree.count)
		report_join(&j.report, &plan);
	else if (schema_read(&j.schema, &j.arena, &j.tree, &j.report) ||
	    photo_rules_read(&j.rules, &j.arena, &j.tree, &j.report))
		status = EXIT_FINDINGS;
	else
		status = folder_find(&j);
	if (status == EXIT_CLEAN)
		status = pictures_take(&j);
	report_print(stderr, &j.report, LEVEL_WARNING, NULL);
	if (status != EXIT_USAGE && report_status(&j.report))
		status = report_status(&j.report);
	buf_release(&j.json);
	if (j.tree.source)
		tree_release(&j.tree);
	arena_release(&report_arena);
	arena_release(&j.arena);
	return status;
}

const struct command command_photo = {
    .name = "photo",
    .usage = "[-C 目录] [--to 记录] [--json] 图片…",
    .summary = "把照片放到记录旁边：转正、缩小、去掉附加信息、编好名字",
    .about =
	"最宽按 layouts/pictures.yaml 的最后一个数。拍摄地点、相机型号等都去掉，只留\n"
	"拍摄日期。名字依次是 01.jpg、02.jpg…。原来的文件不动。最后显示要写进记录的\n"
	"那几行。有一张不能用，别的照样放好，退出状态是 1。\n",
    .options = photo_options,
    .rest_min = 1,
    .rest_max = -1,
    .run = photo_run,
};
