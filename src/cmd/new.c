/* SPDX-License-Identifier: MIT */
/* new: begins a record in its place. Where the plan has a draft for its kind,
 * the book fills it; else it is the kind's form. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/disk.h"
#include "base/pool.h"
#include "book/form.h"
#include "book/match.h"
#include "print.h"
#include "source.h"
#include "web/draft.h"

enum { OPTION_UNIT = SOURCE_OPTIONS, OPTION_MONTH, OPTION_OUT, OPTION_STDOUT };

static const struct option_row new_options[] = {
    SOURCE_ROWS,
    {"unit", "单位", "单位代码，如 spj"},
    {"month", "月", "哪个月，如 2026-11"},
    {"o", "文件", "写到这个文件，不写到它该在的位置"},
    {"stdout", NULL, "只显示，不写文件"},
    {NULL, NULL, NULL},
};

/* What a record to be begun is known by. */
struct begin {
	const struct options *options;
	struct source_tree source;
	struct arena arena;
	struct report *report;
	struct schema schema;
	const struct kind *kind;
	struct value *given; /* what the path says, as far as it is given */
};

/* --- what is given -------------------------------------------------------- */

/* The option that stands for it: the first reference is the unit, a month the
 * month; NULL: 栏=值. */
static const char *capture_option(const struct kind *k, const struct field *f)
{
	if (f->type == FIELD_MONTH)
		return "--month";
	if (f->type == FIELD_REFERENCE && f == k->captures)
		return "--unit";
	return NULL;
}

static int given_take(struct begin *b)
{
	const struct options *o = b->options;
	size_t i;
	int k;

	b->given = value_map(&b->arena);
	for (i = 0; i < b->kind->capture_count; i++) {
		const struct field *f = &b->kind->captures[i];
		const char *option = capture_option(b->kind, f), *said = NULL;

		if (option)
			said = o->values[option[2] == 'u' ? OPTION_UNIT
							  : OPTION_MONTH];
		if (said)
			value_put(&b->arena, b->given, f->name,
			    value_text(&b->arena, str_from(said)));
	}
	for (k = 1; k < o->rest_count; k++) {
		struct str said = str_from(o->rest[k]);
		size_t at = str_find_byte(said, '=', 0);
		struct str name = str_slice(said, 0, at);
		const struct field *f = kind_capture(b->kind, name);

		if (!f || at == said.len)
			return command_usage(&command_new,
			    "“%s”不是这种记录路径里的栏=值：content/%.*s",
			    o->rest[k], STR_ARGS(b->kind->files));
		value_put(&b->arena, b->given, f->name,
		    value_text(&b->arena, str_slice(said, at + 1, said.len)));
	}
	return EXIT_CLEAN;
}

/* The path below content/ that a row's columns say; false, and said on stderr:
 * it is none. */
static bool path_make(
    struct begin *b, struct buf *path, const struct value *row)
{
	const struct kind *k = b->kind;
	struct str captures[CAPTURES_MAX] = {{0}};
	const struct field *missing;
	const char *option;
	struct match m;
	size_t i;

	for (i = 0; i < k->capture_count; i++) {
		const struct value *v = value_find(row, k->captures[i].name);

		if (v)
			captures[i] = v->text;
	}
	missing = match_path(path, k, captures);
	if (missing) {
		option = capture_option(k, missing);
		command_usage(&command_new, "写明%.*s：%s%.*s%s",
		    STR_ARGS(missing->name), option ? option : "",
		    option ? 0 : (int)missing->name.len, missing->name.data,
		    option ? " …" : "=…");
		return false;
	}
	if (path_is_good(buf_view(path)) &&
	    schema_match(&m, &b->arena, &b->schema, buf_view(path)) &&
	    m.kind == k)
		return true;
	command_usage(&command_new, "content/%.*s 不合 content/%.*s",
	    (int)path->len, path->data, STR_ARGS(k->files));
	return false;
}

/* --- the text ------------------------------------------------------------- */

/* "  taizhang new summary --unit spj --month 2026-11" for each row. */
static void rows_say(const struct begin *b, const struct value *rows)
{
	const struct kind *k = b->kind;
	size_t i, c;

	for (i = 0; i < rows->count; i++) {
		fprintf(stderr, "  taizhang new %.*s", STR_ARGS(kind_stem(k)));
		for (c = 0; c < k->capture_count; c++) {
			const struct field *f = &k->captures[c];
			const struct value *v =
			    value_find(rows->items[i], f->name);
			const char *option = capture_option(k, f);

			if (!v || v->type != VALUE_TEXT || !v->text.len)
				continue;
			if (option)
				fprintf(stderr, " %s ", option);
			else
				fprintf(stderr, " %.*s=", STR_ARGS(f->name));
			print_safe(stderr, v->text);
		}
		fputc('\n', stderr);
	}
}

/* How another one is asked for. */
static void others_say(const struct kind *k)
{
	size_t i;

	fputs("；换一份：", stderr);
	for (i = 0; i < k->capture_count; i++) {
		const char *option = capture_option(k, &k->captures[i]);

		if (option)
			fprintf(stderr, "%s ", option);
		else
			fprintf(stderr, "%.*s=", STR_ARGS(k->captures[i].name));
		fprintf(stderr, "%.*s%s", STR_ARGS(k->captures[i].name),
		    i + 1 < k->capture_count ? "，" : "\n");
	}
}

/* The one row that is meant; NULL, and said: there is none, or several. */
static struct value *row_choose(
    struct begin *b, const struct draft *d, const struct book *book)
{
	struct value *rows, *all;

	if (draft_rows(&rows, d, book, &b->arena, b->given, b->report))
		return NULL;
	if (rows->count == 1)
		return rows->items[0];
	if (rows->count) {
		fputs("taizhang: 写明起草哪一份：\n", stderr);
		rows_say(b, rows);
		return NULL;
	}
	fputs("taizhang: 没有这样一份可以起草", stderr);
	if (!draft_rows(
		&all, d, book, &b->arena, value_map(&b->arena), b->report) &&
	    all->count) {
		fputs("；可以起草的：\n", stderr);
		rows_say(b, all);
	} else {
		others_say(b->kind);
	}
	return NULL;
}

/* Its path and its text; EXIT_CLEAN, EXIT_USAGE (said), or EXIT_FINDINGS with
 * findings in the report. */
static int draft_make(struct begin *b, const struct drafts *ds,
    const struct draft *d, struct buf *path, struct buf *text)
{
	struct book_options bo = {
	    .workers = pool_workers(),
	    .today = b->source.today,
	    .cache = source_cache(&b->arena),
	};
	struct report records;
	struct arena a = {0};
	struct value *row;
	struct book *book;
	int status = EXIT_USAGE;

	/* Faults of records are for check. */
	report_init(&records, &a);
	book = book_make(&b->source.tree, &bo, &records);
	if (!book) {
		report_join(b->report, &records);
		status = EXIT_FINDINGS;
	} else if (drafts_check(ds, book, b->report)) {
		status = EXIT_FINDINGS;
	} else if ((row = row_choose(b, d, book))) {
		if (draft_write(text, ds, d, book, &b->arena, row, b->report))
			status = EXIT_FINDINGS;
		else if (path_make(b, path, row))
			status = EXIT_CLEAN;
	}
	if (book && report_count(&records, LEVEL_ERROR))
		fprintf(stderr,
		    "taizhang: 有 %zu 个错误，数字可能不全，详见 taizhang "
		    "check\n",
		    report_count(&records, LEVEL_ERROR));
	book_free(book);
	arena_release(&a);
	return status;
}

static int form_make(struct begin *b, struct buf *path, struct buf *text)
{
	char day[DATE_SIZE];
	size_t i;

	date_print(day, b->source.today);
	for (i = 0; i < b->kind->capture_count; i++) {
		const struct field *f = &b->kind->captures[i];

		if (f->type == FIELD_MONTH && !value_find(b->given, f->name))
			value_put(&b->arena, b->given, f->name,
			    value_text(&b->arena, str_from(day)))
			    ->value->text.len = sizeof "2026-11" - 1;
	}
	form_write(text, b->kind, true);
	return path_make(b, path, b->given) ? EXIT_CLEAN : EXIT_USAGE;
}

static size_t gaps_count(struct str text)
{
	size_t n = 0, at = 0;

	while ((at = str_find(text, STR(FORM_GAP), at)) < text.len) {
		at += sizeof FORM_GAP - 1;
		n++;
	}
	return n;
}

static int draft_put(struct begin *b, struct str path, struct str text)
{
	const char *out = b->options->values[OPTION_OUT];
	struct str file = str_from(out);
	size_t made = file.len;
	struct stat st;

	if (b->options->values[OPTION_STDOUT]) {
		fwrite(text.data, 1, text.len, stdout);
		return EXIT_CLEAN;
	}
	if (!out) {
		made = b->source.folder.len;
		file = arena_printf(&b->arena, "%.*s/content/%.*s",
		    STR_ARGS(b->source.folder), STR_ARGS(path));
	}
	if (!lstat(file.data, &st)) {
		fprintf(
		    stderr, "taizhang: %s 已经有了，不会盖掉它\n", file.data);
		return EXIT_USAGE;
	}
	if (disk_create(file, made, text, b->report))
		return EXIT_FAILED;
	printf("写好了：%s\n", file.data);
	if (gaps_count(text))
		printf(
		    "还有 %zu 处要填，写着“%s…】”；填完运行 taizhang check\n",
		    gaps_count(text), FORM_GAP);
	return EXIT_CLEAN;
}

/* The kind and what is given; EXIT_USAGE, and said, where that is wrong. */
static int begin_read(struct begin *b)
{
	const struct options *o = b->options;
	struct str name = str_from(o->rest[0]);

	if (schema_read(&b->schema, &b->arena, &b->source.tree, b->report))
		return EXIT_FINDINGS;
	b->kind = schema_kind(&b->schema, name);
	if (!b->kind)
		return command_usage(&command_new,
		    "没有“%s”这种记录；有哪些：taizhang explain", o->rest[0]);
	return given_take(b);
}

static int new_run(const struct options *o)
{
	struct arena report_arena = {0};
	struct begin b = {.options = o};
	struct buf path = {0}, text = {0};
	const struct draft *d;
	struct drafts drafts;
	struct report r;
	int status;

	if (o->values[OPTION_OUT] && o->values[OPTION_STDOUT])
		return command_usage(&command_new, "-o 和 --stdout 只写一个");
	if (o->values[SOURCE_REV] && !o->values[OPTION_OUT] &&
	    !o->values[OPTION_STDOUT])
		return command_usage(
		    &command_new, "用 --rev 时写明 -o 或 --stdout");
	report_init(&r, &report_arena);
	b.report = &r;
	status = source_open(&b.source, &b.arena, &command_new, o, &r);
	if (status == EXIT_CLEAN)
		status = begin_read(&b);
	if (status == EXIT_CLEAN &&
	    drafts_read(&drafts, &b.arena, &b.source.tree, &r))
		status = EXIT_FINDINGS;
	if (status == EXIT_CLEAN) {
		d = drafts_find(&drafts, b.kind);
		status = d ? draft_make(&b, &drafts, d, &path, &text)
			   : form_make(&b, &path, &text);
	}
	if (status == EXIT_CLEAN)
		status = draft_put(&b, buf_view(&path), buf_view(&text));
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	if (report_status(&r))
		status = report_status(&r);
	buf_release(&path);
	buf_release(&text);
	tree_release(&b.source.tree);
	arena_release(&report_arena);
	arena_release(&b.arena);
	return status;
}

const struct command command_new = {
    .name = "new",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--unit 单位] [--month 月] "
	     "[-o 文件|--stdout] 种类 [栏=值…]",
    .summary = "起草一份记录，放在它该在的位置",
    .about =
	"种类如 summary（总结）、bulletin（通报）、activity（活动），也可以写中文名。\n"
	"总结和通报的草稿填好了当月的数字和值得写的事（content/plan/drafts/），别的\n"
	"种类是一份待填的表。要人来写的地方写着“【待填…】”，没有填完通不过 check。\n"
	"路径里还有别的栏的，写成 栏=值，如 taizhang new activity --unit mzj 类=window\n",
    .options = new_options,
    .rest_min = 1,
    .rest_max = 1 + CAPTURES_MAX,
    .run = new_run,
};
