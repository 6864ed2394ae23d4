/* SPDX-License-Identifier: MIT */
/* query: asks the book a question, read-only. */
#include "book/query.h"

#include <stdio.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "book/rule.h"
#include "print.h"
#include "source.h"

enum { OPTION_CSV = SOURCE_OPTIONS, OPTION_JSON, OPTION_EDITION };

static const struct option_row query_options[] = {
    SOURCE_ROWS,
    {"csv", NULL, "输出 CSV"},
    {"json", NULL, "输出 JSON"},
    {"edition", "版本", "internal（全部，默认）或 public（公众可见的）"},
    {NULL, NULL, NULL},
};

static struct str text_at(const struct value *row, size_t i)
{
	const struct value *v = row->pairs[i].value;

	return v->type == VALUE_TEXT ? v->text : (struct str){0};
}

/* RFC 4180. */
static void csv_cell(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (strchr(",\"\r\n", s.data[i]))
			break;
	if (i == s.len) {
		buf_str(b, s);
		return;
	}
	buf_byte(b, '"');
	for (i = 0; i < s.len; i++) {
		if (s.data[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, s.data[i]);
	}
	buf_byte(b, '"');
}

static void print_csv(
    struct buf *b, const struct query *q, const struct value *rows)
{
	size_t n = query_column_count(q), i, k;

	for (i = 0; i < n; i++) {
		buf_text(b, i ? "," : "");
		csv_cell(b, query_column(q, i));
	}
	buf_text(b, "\r\n");
	for (k = 0; k < rows->count; k++) {
		for (i = 0; i < n; i++) {
			buf_text(b, i ? "," : "");
			csv_cell(b, text_at(rows->items[k], i));
		}
		buf_text(b, "\r\n");
	}
}

static void print_json(
    struct buf *b, const struct query *q, const struct value *rows)
{
	size_t n = query_column_count(q), i, k;

	buf_byte(b, '[');
	for (k = 0; k < rows->count; k++) {
		buf_text(b, k ? ",\n {" : "\n {");
		for (i = 0; i < n; i++) {
			const struct value *v = rows->items[k]->pairs[i].value;

			buf_text(b, i ? "," : "");
			buf_json(b, query_column(q, i));
			buf_byte(b, ':');
			if (v->type == VALUE_NULL)
				buf_text(b, "null");
			else if (v->is_plain)
				buf_str(b, v->text);
			else
				buf_json(b, v->text);
		}
		buf_byte(b, '}');
	}
	buf_text(b, rows->count ? "\n]\n" : "]\n");
}

enum { CELL_WIDTH_MAX = 40 };

/* One line of it, as much as fits; returns the width. */
static size_t table_cell(struct buf *b, struct str s)
{
	size_t width;

	s = str_slice(s, 0, str_find_byte(s, '\n', 0));
	width = utf8_columns(s);
	if (width <= CELL_WIDTH_MAX) {
		buf_str(b, s);
		return width;
	}
	s = str_slice(s, 0, utf8_fit(s, CELL_WIDTH_MAX - 1));
	buf_str(b, s);
	buf_text(b, "…");
	return utf8_columns(s) + 1;
}

static void print_table(struct buf *b, const struct query *q,
    const struct value *rows, struct arena *a)
{
	size_t n = query_column_count(q), i, k;
	size_t *widths = arena_array(a, n, sizeof *widths);
	struct buf scratch = {0};

	for (i = 0; i < n; i++)
		widths[i] = table_cell(&scratch, query_column(q, i));
	for (k = 0; k < rows->count; k++)
		for (i = 0; i < n; i++) {
			size_t width =
			    table_cell(&scratch, text_at(rows->items[k], i));

			if (width > widths[i])
				widths[i] = width;
		}
	buf_release(&scratch);
	for (k = 0; k <= rows->count; k++) {
		for (i = 0; i < n; i++) {
			size_t width = table_cell(b,
			    k ? text_at(rows->items[k - 1], i)
			      : query_column(q, i));

			if (i + 1 < n)
				buf_printf(
				    b, "%*s", (int)(widths[i] - width) + 2, "");
		}
		buf_byte(b, '\n');
	}
	buf_printf(b, "（%zu 行）\n", rows->count);
}

static enum edition edition_asked(const struct options *o)
{
	const char *edition = o->values[OPTION_EDITION];

	return edition && !strcmp(edition, "public") ? EDITION_PUBLIC
						     : EDITION_INTERNAL;
}

static int ask(const struct options *o, const struct book *book,
    struct arena *a, struct report *r)
{
	enum edition edition = edition_asked(o);
	struct connection *c = connection_open(book, edition, r);
	struct value *rows;
	struct buf out = {0};
	struct query *q;
	int status = -1;

	if (!c)
		return -1;
	q = query_make(c, a, str_from(o->rest[0]), FINDING_QUERY, STR(""),
	    (struct place){0}, r);
	if (q && query_parameter_count(q))
		report_add(r, FINDING_QUERY, STR(""), (struct place){0},
		    "这里的查询不能有参数");
	else if (q && !query_run(q, a, NULL, 0, &rows, r)) {
		if (o->values[OPTION_CSV])
			print_csv(&out, q, rows);
		else if (o->values[OPTION_JSON])
			print_json(&out, q, rows);
		else
			print_table(&out, q, rows, a);
		fwrite(out.data, 1, out.len, stdout);
		buf_release(&out);
		status = 0;
	}
	connection_close(c);
	return status;
}

static int query_command_run(const struct options *o)
{
	const char *edition = o->values[OPTION_EDITION];
	struct arena a = {0}, report_arena = {0};
	struct source_tree source;
	struct book_options bo = {.workers = pool_workers()};
	struct book *book = NULL;
	struct book_asked asked = {0};
	struct rules rules;
	struct report records, r;
	int status;

	if (o->values[OPTION_CSV] && o->values[OPTION_JSON])
		return command_usage(
		    &command_query, "--csv 和 --json 只写一个");
	if (edition && strcmp(edition, "public") && strcmp(edition, "internal"))
		return command_usage(
		    &command_query, "没有 %s 这个版本", edition);
	report_init(&records, &report_arena);
	report_init(&r, &report_arena);
	status = source_open(&source, &a, &command_query, o, &r);
	if (status == EXIT_USAGE)
		return status;
	bo.cache = source_cache(&a);
	bo.today = source.today;
	bo.rules = &rules;
	bo.asked = &asked;
	book_asked_add(&asked, &a, str_from(o->rest[0]));
	if (status == EXIT_CLEAN) {
		rules_read(&rules, &a, &source.tree, &records);
		book = book_make(&source.tree, &bo, &records);
	}
	/* Faults of records are for check; here only what stops the answer. */
	if (!book)
		report_join(&r, &records);
	else
		ask(o, book, &a, &r);
	if (report_count(&records, LEVEL_ERROR) && book)
		fprintf(stderr,
		    "taizhang: 有 %zu 个错误，总册可能不全，详见 taizhang "
		    "check\n",
		    report_count(&records, LEVEL_ERROR));
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	status = report_status(&r);
	book_free(book);
	tree_release(&source.tree);
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_query = {
    .name = "query",
    .usage = "[-C 目录] [--rev 版本] [--today 日期] [--csv|--json] "
	     "[--edition public|internal] 'SELECT …'",
    .summary = "用 SQL 查询总册，只读",
    .about =
	"表名和列名见 content/plan/kinds/ 和 content/plan/views.sql。例：\n"
	"  taizhang query 'SELECT 单位, count(*) FROM 活动 GROUP BY 单位'\n",
    .options = query_options,
    .rest_min = 1,
    .rest_max = 1,
    .run = query_command_run,
};
