/* SPDX-License-Identifier: MIT */
/* The library writes to a file by its name, so it gets one in memory. */
#include "sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/utf8.h"

enum {
	NAME_MAX_CHARACTERS = 31, /* of a sheet's name */
	WIDE = 30,		  /* from this width on, text is wrapped */
};

struct sheet {
	const struct table_filled *filled;
	struct arena arena;
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *head, *text, *number, *date, *blank;
};

/* A NUL-terminated copy. */
static char *text_of(struct sheet *s, struct str text)
{
	struct str copy = arena_str(&s->arena, text);

	return (char *)(uintptr_t)copy.data;
}

/* Excel allows neither []:*?/\ nor more than 31 characters. */
static const char *sheet_name(struct sheet *s)
{
	struct str title = s->filled->title;
	struct buf b = {0};
	size_t at, step, n = 0;
	const char *name;

	for (at = 0; at < title.len && n < NAME_MAX_CHARACTERS; at += step) {
		uint32_t cp;

		step = utf8_decode(str_slice(title, at, title.len), &cp);
		if (!step)
			break;
		if (cp < 0x80 && strchr("[]:*?/\\'", (char)cp))
			continue;
		buf_str(&b, str_slice(title, at, at + step));
		n++;
	}
	name = text_of(s, b.len ? buf_view(&b) : STR("表"));
	buf_release(&b);
	return name;
}

static int width_of(const struct table_column *c)
{
	static const int by_type[] = {16, 10, 10, 12};

	return c->width ? c->width : by_type[c->type];
}

static lxw_format *format_make(struct sheet *s)
{
	lxw_format *f = workbook_add_format(s->book);

	format_set_border(f, LXW_BORDER_THIN);
	format_set_border_color(f, 0xBFBFBF);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_font_name(f, "宋体");
	format_set_font_size(f, 11);
	return f;
}

static void formats_make(struct sheet *s)
{
	s->head = format_make(s);
	format_set_bold(s->head);
	format_set_bg_color(s->head, 0xE7EEF5);
	format_set_align(s->head, LXW_ALIGN_VERTICAL_CENTER);
	s->text = format_make(s);
	format_set_text_wrap(s->text);
	s->number = format_make(s);
	s->date = format_make(s);
	format_set_num_format(s->date, "yyyy-mm-dd");
	s->blank = workbook_add_format(s->book);
	format_set_border(s->blank, LXW_BORDER_THIN);
	format_set_border_color(s->blank, 0xBFBFBF);
}

/* How many columns the sheet has. */
static lxw_col_t column_count(const struct sheet *s)
{
	const struct table_layout *t = s->filled->table;
	size_t n = s->filled->is_internal, c;

	for (c = 0; c < t->column_count; c++)
		n += !t->columns[c].is_left_out[TABLE_XLSX];
	return (lxw_col_t)n;
}

static void page_setup(struct sheet *s)
{
	lxw_row_t rows = (lxw_row_t)s->filled->rows->count;
	struct buf header = {0};

	worksheet_freeze_panes(s->page, 1, 0);
	if (column_count(s))
		worksheet_autofilter(
		    s->page, 0, 0, rows, (lxw_col_t)(column_count(s) - 1));
	worksheet_set_landscape(s->page);
	worksheet_set_paper(s->page, 9); /* A4 */
	worksheet_fit_to_pages(s->page, 1, 0);
	worksheet_repeat_rows(s->page, 0, 0);
	worksheet_set_margins(s->page, 0.5, 0.5, 0.75, 0.75);
	buf_text(&header, "&C");
	buf_str(&header, s->filled->title);
	if (s->filled->is_internal)
		buf_text(&header, "&R内部");
	/* Excel's limit. */
	if (header.len < 255)
		worksheet_set_header(s->page, text_of(s, buf_view(&header)));
	worksheet_set_footer(s->page, "&C第 &P 页，共 &N 页");
	buf_release(&header);
}

static void head_cell(
    struct sheet *s, lxw_col_t col, int width, const char *label)
{
	worksheet_set_column(s->page, col, col, width, NULL);
	worksheet_write_string(s->page, 0, col, label, s->head);
}

static void head_write(struct sheet *s)
{
	const struct table_layout *t = s->filled->table;
	lxw_col_t col = 0;
	size_t c;

	worksheet_set_row(s->page, 0, 22, NULL);
	for (c = 0; c < t->column_count; c++)
		if (!t->columns[c].is_left_out[TABLE_XLSX])
			head_cell(s, col++, width_of(&t->columns[c]),
			    text_of(s, t->columns[c].label));
	if (s->filled->is_internal)
		head_cell(s, col, 16, TABLE_INTERNAL);
}

static lxw_error cell_write(struct sheet *s, lxw_row_t row, lxw_col_t col,
    const struct table_column *c, const struct value *v)
{
	struct date day;
	int64_t n;

	if (!v || !v->text.len)
		return LXW_NO_ERROR; /* its border: blanks_draw() */
	if (c->type == TABLE_DATE && date_parse(&day, v->text)) {
		lxw_datetime at = {
		    .year = day.year, .month = day.month, .day = day.day};

		return worksheet_write_datetime(
		    s->page, row, col, &at, s->date);
	}
	if (c->type == TABLE_INTEGER && str_integer(v->text, &n))
		return worksheet_write_number(
		    s->page, row, col, (double)n, s->number);
	if (c->type == TABLE_DECIMAL && str_is_decimal(v->text))
		return worksheet_write_number(s->page, row, col,
		    strtod(text_of(s, v->text), NULL), s->number);
	/* A string is never a formula, whatever it begins with. */
	return worksheet_write_string(
	    s->page, row, col, text_of(s, v->text), s->text);
}

static lxw_error row_write(
    struct sheet *s, lxw_row_t at, const struct value *row)
{
	const struct table_layout *t = s->filled->table;
	lxw_col_t col = 0;
	lxw_error e;
	size_t c;

	for (c = 0; c < t->column_count; c++) {
		if (t->columns[c].is_left_out[TABLE_XLSX])
			continue;
		e = cell_write(s, at, col++, &t->columns[c],
		    table_cell(s->filled, c, row));
		if (e)
			return e;
	}
	if (!s->filled->is_internal)
		return LXW_NO_ERROR;
	return worksheet_write_string(s->page, at, col, TABLE_NOTICE, s->text);
}

static lxw_error rows_write(struct sheet *s)
{
	const struct value *rows = s->filled->rows;
	lxw_error e;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		e = row_write(s, (lxw_row_t)(i + 1), rows->items[i]);
		if (e)
			return e;
	}
	return LXW_NO_ERROR;
}

/* The borders of the cells that nothing is written to. A third of a ledger's
 * cells are empty: writing them took as long as the others. */
static lxw_error blanks_draw(struct sheet *s)
{
	lxw_conditional_format blanks = {
	    .type = LXW_CONDITIONAL_TYPE_BLANKS, .format = s->blank};
	size_t rows = s->filled->rows->count;

	if (!rows || !column_count(s))
		return LXW_NO_ERROR;
	return worksheet_conditional_format_range(s->page, 1, 0,
	    (lxw_row_t)rows, (lxw_col_t)(column_count(s) - 1), &blanks);
}

static lxw_error book_write(struct sheet *s, const char *name)
{
	lxw_doc_properties properties = {
	    .title = text_of(s, s->filled->title),
	    /* Noon of the day it is made for: no clock. */
	    .created = (time_t)(date_days(s->filled->today) * 86400 + 14400),
	};
	lxw_error e;

	s->book = workbook_new(name);
	if (!s->book)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	if (s->filled->is_internal)
		properties.category = text_of(s, STR("内部"));
	workbook_set_properties(s->book, &properties);
	s->page = workbook_add_worksheet(s->book, sheet_name(s));
	if (!s->page)
		return LXW_ERROR_SHEETNAME_ALREADY_USED;
	formats_make(s);
	page_setup(s);
	head_write(s);
	e = rows_write(s);
	if (!e)
		e = blanks_draw(s);
	return e ? e : workbook_close(s->book);
}

static int file_take(struct buf *out, int fd)
{
	char part[65536];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET))
		return -1;
	while ((n = read(fd, part, sizeof part)) > 0)
		buf_add(out, part, (size_t)n);
	return n < 0 ? -1 : 0;
}

int sheet_write(struct buf *out, const struct table_filled *f, struct report *r)
{
	struct sheet s = {.filled = f};
	char name[32];
	int fd = memfd_create("sheet", MFD_CLOEXEC);
	lxw_error e;
	int status = 0;

	if (fd < 0)
		return report_system(r, f->table->file, "不能新建 Excel 文件");
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	e = book_write(&s, name);
	if (e)
		status = report_add(r, FINDING_SYSTEM, f->table->file,
		    (struct place){0}, "不能写 Excel 文件：%s",
		    lxw_strerror(e));
	else if (file_take(out, fd))
		status = report_system(r, f->table->file, "不能写 Excel 文件");
	close(fd);
	arena_release(&s.arena);
	return status;
}
