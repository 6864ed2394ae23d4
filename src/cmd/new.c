/* SPDX-License-Identifier: MIT */
/* new: begins a record in its place, with all that is known of it already
 * (web/prefill.h); on a terminal it asks for what it needs. */
#include <stdio.h>
#include <sys/stat.h>

#include "ask.h"
#include "base/disk.h"
#include "base/pool.h"
#include "book/cell.h"
#include "book/form.h"
#include "clone.h"
#include "print.h"
#include "source.h"
#include "web/prefill.h"

enum { OPTION_UNIT = SOURCE_OPTIONS, OPTION_MONTH, OPTION_OUT, OPTION_STDOUT };

static const struct option_row new_options[] = {
    SOURCE_ROWS,
    {"unit", "单位", "单位代码，如 spj；默认是自己的单位"},
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
	struct drafts drafts;
	struct book *book;
	const struct kind *kind;
	struct value *given; /* what the path says, as far as it is given */
	struct value *said;  /* fields, likewise */
	bool asks;	     /* somebody is there to be asked */
};

/* --- what is given -------------------------------------------------------- */

/* Is it one of "window|enforce|complaint"? */
static bool has_alternative(struct str list, struct str name)
{
	struct str one;

	while (str_next(&list, '|', &one))
		if (str_equal(one, name))
			return true;
	return false;
}

/* "window" is an activity whose path says so. */
static const struct kind *kind_of_alternative(struct begin *b, struct str name)
{
	size_t i, p;

	for (i = 0; i < b->schema.kind_count; i++) {
		const struct kind *k = b->schema.kinds[i];

		for (p = 0; p < k->piece_count; p++) {
			if (k->pieces[p].type != PIECE_CAPTURE ||
			    !has_alternative(k->pieces[p].text, name))
				continue;
			value_put(&b->arena, b->given, k->pieces[p].field->name,
			    value_text(&b->arena, name));
			return k;
		}
	}
	return NULL;
}

/* A field that is one text, to be typed in one line. */
static bool is_simple(const struct field *f)
{
	return f->type <= FIELD_REFERENCE && f->type != FIELD_MARKDOWN;
}

/* Holds what somebody says against the field. False: said on stdout or
 * stderr. */
static bool answer_check(const struct field *f, struct str text, FILE *out)
{
	struct arena own = {0};
	struct report r;
	struct cell_maker mk = {.arena = &own, .report = &r};
	struct value v = {.type = VALUE_TEXT, .is_plain = true, .text = text};
	struct cell c;
	bool is_good;

	report_init(&r, &own);
	is_good = !cell_make(&mk, &c, f, &v);
	if (!is_good) {
		struct finding *last = report_last(&r);

		print_safe(out, last->message);
		fputs(last->remedy.len ? "。" : "\n", out);
		print_safe(out, last->remedy);
		if (last->remedy.len)
			fputs("\n", out);
	}
	arena_release(&own);
	return is_good;
}

/* 栏=值: of the path, or of the head. */
static int pair_take(struct begin *b, const char *word)
{
	struct str said = str_from(word);
	size_t at = str_find_byte(said, '=', 0);
	struct str name = str_slice(said, 0, at);
	struct str text = str_slice(said, at + 1, said.len);
	const struct field *f = kind_capture(b->kind, name);
	bool is_path = f != NULL;

	if (!f)
		f = fields_find(b->kind->fields, b->kind->field_count, name);
	if (!f || at == said.len || !is_simple(f))
		return command_usage(&command_new,
		    "“%s”不是这种记录的 栏=值：路径里的栏在 content/%.*s，"
		    "别的写在文件里",
		    word, STR_ARGS(b->kind->files));
	if (!answer_check(f, text, stderr))
		return EXIT_USAGE;
	value_put(&b->arena, is_path ? b->given : b->said, f->name,
	    value_text(&b->arena, text));
	return EXIT_CLEAN;
}

/* The unit of whoever works here. */
static struct str own_unit(struct begin *b)
{
	const struct entry *e = tree_find(&b->source.tree, roster_path);
	const struct user *u;
	struct roster roster;
	struct report quiet;
	struct str text;

	report_init(&quiet, &b->arena);
	if (!e || tree_read_once(&b->source.tree, e, &b->arena, &text, &quiet))
		return (struct str){0};
	roster_parse(&roster, &b->arena, text, &quiet);
	u = roster_find(&roster,
	    clone_who(&b->arena, arena_str(&b->arena, b->source.folder),
		&roster, b->source.today),
	    b->source.today);
	return u ? u->unit : (struct str){0};
}

static int given_take(struct begin *b)
{
	const struct options *o = b->options;
	size_t i;
	int k, status = EXIT_CLEAN;

	for (i = 0; i < b->kind->capture_count; i++) {
		const struct field *f = &b->kind->captures[i];
		const char *option = prefill_option(b->kind, f);
		struct str said = {0};

		if (option && option[2] == 'm')
			said = str_from(o->values[OPTION_MONTH]);
		else if (option)
			said = o->values[OPTION_UNIT]
			    ? str_from(o->values[OPTION_UNIT])
			    : own_unit(b);
		if (!said.len)
			continue;
		if (!answer_check(f, said, stderr))
			return EXIT_USAGE;
		value_put(
		    &b->arena, b->given, f->name, value_text(&b->arena, said));
	}
	for (k = 1; k < o->rest_count && status == EXIT_CLEAN; k++)
		status = pair_take(b, o->rest[k]);
	return status;
}

/* --- questions ------------------------------------------------------------ */

static int gone(void)
{
	fputs("taizhang: 没有答完，什么都没有写\n", stderr);
	return EXIT_USAGE;
}

/* "日期（活动当天，如 2026-11-12）：" */
static const char *prompt_of(struct arena *a, const struct field *f)
{
	struct buf text = {0};
	struct str made;
	size_t i;

	buf_str(&text, f->name);
	buf_text(&text, "（");
	buf_str(&text, f->help);
	for (i = 0; f->choices && i < f->choices->count; i++)
		buf_printf(&text, "%s%.*s", i ? "、" : "；从这里选：",
		    STR_ARGS(f->choices->items[i]->text));
	if (f->example.len && !f->choices)
		buf_printf(&text, "，如 %.*s", STR_ARGS(f->example));
	buf_text(&text, "）：");
	made = arena_str(a, buf_view(&text));
	buf_release(&text);
	return made.data;
}

/* What the path still lacks, and the fields that are one line. */
static int path_ask(struct begin *b, struct value *row)
{
	const struct field *f;
	struct str answer;

	while ((f = prefill_lacks(b->kind, row))) {
		if (!b->asks) {
			const char *option = prefill_option(b->kind, f);

			return command_usage(&command_new, "写明%.*s：%s%.*s%s",
			    STR_ARGS(f->name), option ? option : "",
			    option ? 0 : (int)f->name.len, f->name.data,
			    option ? " …" : "=…");
		}
		if (!ask_line(&answer, &b->arena, prompt_of(&b->arena, f)))
			return gone();
		if (answer.len && answer_check(f, answer, stdout))
			value_put(&b->arena, row, f->name,
			    value_text(&b->arena, answer));
	}
	return EXIT_CLEAN;
}

static int fields_ask(struct begin *b, const struct value *head)
{
	bool is_first = true;
	struct str answer;
	size_t i;

	for (i = 0; b->asks && i < b->kind->field_count; i++) {
		const struct field *f = &b->kind->fields[i];

		if (!f->is_required || !is_simple(f) ||
		    value_find(head, f->name) || value_find(b->said, f->name))
			continue;
		if (is_first)
			puts(
			    "先问几样，不想现在答的直接按回车，以后在文件里填；"
			    "按 Ctrl-C 就不写了。");
		is_first = false;
		do {
			if (!ask_line(
				&answer, &b->arena, prompt_of(&b->arena, f)))
				return gone();
		} while (answer.len && !answer_check(f, answer, stdout));
		if (answer.len)
			value_put(&b->arena, b->said, f->name,
			    value_text(&b->arena, answer));
	}
	return EXIT_CLEAN;
}

/* --- which ---------------------------------------------------------------- */

enum { ROWS_SHOWN = 20 };

/* "  taizhang new summary --unit spj --month 2026-11" for each row. */
static void rows_say(
    const struct begin *b, const struct value *rows, bool is_numbered)
{
	FILE *out = is_numbered ? stdout : stderr;
	struct buf line = {0};
	size_t i;

	for (i = 0; i < rows->count; i++) {
		if (i == ROWS_SHOWN && !is_numbered) {
			fprintf(out, "  …共 %zu 份\n", rows->count);
			break;
		}
		buf_clear(&line);
		prefill_command(&line, b->kind, rows->items[i]);
		if (is_numbered)
			fprintf(out, "%4zu", i + 1);
		fputs("  ", out);
		print_safe(out, buf_view(&line));
		fputc('\n', out);
	}
	buf_release(&line);
}

static struct value *row_ask(struct begin *b, const struct value *rows)
{
	struct str answer;
	int64_t n;

	puts("起草哪一份：");
	rows_say(b, rows, true);
	do {
		if (!ask_line(&answer, &b->arena, "写前面的号码："))
			return NULL;
	} while (
	    !str_integer(answer, &n) || n < 1 || (uint64_t)n > rows->count);
	return rows->items[n - 1];
}

/* How another one is asked for. */
static void others_say(const struct kind *k)
{
	size_t i;

	fputs("；换一份：", stderr);
	for (i = 0; i < k->capture_count; i++) {
		const char *option = prefill_option(k, &k->captures[i]);

		if (option)
			fprintf(stderr, "%s ", option);
		else
			fprintf(stderr, "%.*s=", STR_ARGS(k->captures[i].name));
		fprintf(stderr, "%.*s%s", STR_ARGS(k->captures[i].name),
		    i + 1 < k->capture_count ? "，" : "\n");
	}
}

/* There is none: of the same unit, or else of all, there may be others. */
static void rows_offer(struct begin *b, const struct prefill_source *s)
{
	struct value *given = value_map(&b->arena), *rows = NULL;

	if (b->given->count)
		value_put(&b->arena, given, b->given->pairs[0].key,
		    b->given->pairs[0].value);
	if (prefill_rows(&rows, &b->arena, s, b->kind, given, b->report))
		return;
	if (!rows->count &&
	    prefill_rows(
		&rows, &b->arena, s, b->kind, value_map(&b->arena), b->report))
		return;
	fputs("taizhang: 没有这样一份可以起草", stderr);
	if (rows->count) {
		fputs("；可以起草的：\n", stderr);
		rows_say(b, rows, false);
	} else {
		others_say(b->kind);
	}
}

/* The one row that is meant; NULL, and said: there is none, or several. */
static struct value *row_choose(
    struct begin *b, const struct prefill_source *s, int *status)
{
	struct value *rows, *row;

	*status = EXIT_USAGE;
	if (prefill_rows(&rows, &b->arena, s, b->kind, b->given, b->report)) {
		*status = EXIT_FINDINGS;
		return NULL;
	}
	if (rows->count == 1)
		return rows->items[0];
	if (rows->count && b->asks) {
		row = row_ask(b, rows);
		if (!row)
			gone();
		return row;
	}
	if (rows->count) {
		fputs("taizhang: 写明起草哪一份：\n", stderr);
		rows_say(b, rows, false);
		return NULL;
	}
	rows_offer(b, s);
	return NULL;
}

/* --- the text ------------------------------------------------------------- */

static size_t gaps_count(struct str text)
{
	size_t n = 0, at = 0;

	for (; (at = form_gap_find(text, at)) < text.len; at++)
		n++;
	return n;
}

/* Where it is to be written, with a NUL behind; of that, *made bytes are
 * there. False, and said: something is in its place. */
static bool file_find(
    struct str *file, size_t *made, struct begin *b, struct str path)
{
	const char *out = b->options->values[OPTION_OUT];
	struct stat st;

	*file = str_from(out);
	*made = file->len;
	if (!out) {
		*made = b->source.folder.len;
		*file = arena_printf(&b->arena, "%.*s/content/%.*s",
		    STR_ARGS(b->source.folder), STR_ARGS(path));
	}
	if (b->options->values[OPTION_STDOUT] || lstat(file->data, &st))
		return true;
	fprintf(stderr, "taizhang: %s 已经有了，不会盖掉它\n", file->data);
	return false;
}

static int text_put(
    struct begin *b, struct str file, size_t made, struct str text)
{
	if (b->options->values[OPTION_STDOUT]) {
		fwrite(text.data, 1, text.len, stdout);
		return EXIT_CLEAN;
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

static int record_write(struct begin *b, const struct prefill_source *s)
{
	int status = EXIT_CLEAN;
	struct prefill p;
	struct value *row;
	struct str file;
	size_t made;

	row = row_choose(b, s, &status);
	if (!row)
		return status;
	status = path_ask(b, row);
	if (status)
		return status;
	if (prefill_make(&p, &b->arena, s, b->kind, row, b->said, b->report))
		return EXIT_USAGE;
	if (!file_find(&file, &made, b, p.path))
		return EXIT_USAGE;
	if (p.is_form) {
		status = fields_ask(b, p.head);
		if (!status && b->said->count &&
		    prefill_make(
			&p, &b->arena, s, b->kind, row, b->said, b->report))
			status = EXIT_USAGE;
	} else if (b->said->count) {
		status = command_usage(&command_new,
		    "这种记录的草稿是照台账写好的，栏目在文件里改");
	}
	return status ? status : text_put(b, file, made, p.text);
}

/* With the book, where there is a draft that asks it. */
static int record_make_with_book(struct begin *b, struct prefill_source *s)
{
	struct book_options bo = {
	    .workers = pool_workers(),
	    .today = b->source.today,
	    .cache = source_cache(&b->arena),
	};
	struct report records;
	struct arena a = {0};
	struct book *book;
	int status = EXIT_FINDINGS;

	/* Faults of records are for check. */
	report_init(&records, &a);
	s->book = book = book_make(&b->source.tree, &bo, &records);
	if (!book)
		report_join(b->report, &records);
	else if (!drafts_check(&b->drafts, book, b->report))
		status = record_write(b, s);
	if (book && report_count(&records, LEVEL_ERROR))
		fprintf(stderr,
		    "taizhang: 有 %zu 个错误，数字可能不全，详见 taizhang "
		    "check\n",
		    report_count(&records, LEVEL_ERROR));
	book_free(book);
	arena_release(&a);
	return status;
}

/* The kind and what is given; EXIT_USAGE, and said, where that is wrong. */
static int begin_read(struct begin *b)
{
	const struct options *o = b->options;
	struct str name = str_from(o->rest[0]);

	b->given = value_map(&b->arena);
	b->said = value_map(&b->arena);
	b->asks = ask_can() && !o->values[OPTION_STDOUT];
	if (schema_read(&b->schema, &b->arena, &b->source.tree, b->report) ||
	    drafts_read(&b->drafts, &b->arena, &b->source.tree, b->report))
		return EXIT_FINDINGS;
	b->kind = schema_kind(&b->schema, name);
	if (!b->kind)
		b->kind = kind_of_alternative(b, name);
	if (!b->kind)
		return command_usage(&command_new,
		    "没有“%s”这种记录；有哪些：taizhang explain", o->rest[0]);
	return given_take(b);
}

static int new_run(const struct options *o)
{
	struct arena report_arena = {0};
	struct begin b = {.options = o};
	struct prefill_source s = {.schema = &b.schema, .drafts = &b.drafts};
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
	s.today = b.source.today;
	if (status == EXIT_CLEAN)
		status = drafts_find(&b.drafts, b.kind)
		    ? record_make_with_book(&b, &s)
		    : record_write(&b, &s);
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	if (status == EXIT_CLEAN && report_status(&r))
		status = report_status(&r);
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
	"种类如 window（走流程坐窗口）、progress（进展）、summary（总结），也可以写中文\n"
	"名，如 活动。能知道的先填好（content/plan/drafts/）：单位、月份，总结和通报的\n"
	"数字；本单位还没有了结的问题写在开头提醒。别的每一栏都有说明和例子，要写的地\n"
	"方是“【待填…】”，没有填完通不过 check；可以不填的，行首有 #。\n"
	"在终端里，缺什么就问什么；脚本里写成 栏=值，如\n"
	"  taizhang new window --unit mzj 日期=2026-11-12 体验类型=定期体验\n"
	"单位不写时，由自己的登录名得出（git config taizhang.user）。\n",
    .options = new_options,
    .rest_min = 1,
    .rest_max = 1 + CAPTURES_MAX,
    .run = new_run,
};
