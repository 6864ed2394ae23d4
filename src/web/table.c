/* SPDX-License-Identifier: MIT */
/* One query, four forms. What a cell is, is said by its column, never guessed
 * from its text. */
#include "table.h"

const char *const table_endings[TABLE_FORMATS] = {
    ".html", ".csv", ".xlsx", ".json"};
const char *const table_names[TABLE_NAMES] = {"title", "count", "left"};

static const char *const format_labels[TABLE_FORMATS] = {
    "网页", "CSV", "Excel", "JSON"};
static const char *const type_names[] = {
    "text", "integer", "decimal", "date", NULL};

/* --- reading -------------------------------------------------------------- */

struct reader {
	struct table_layout *table;
	struct arena *arena;
	struct template_set *set;
	struct str name; /* of the layout */
	struct report *report;
	bool failed;
};

static void fault(struct reader *rd, struct place place, const char *what)
{
	report_add(
	    rd->report, FINDING_LAYOUT, rd->table->file, place, "%s", what);
	rd->failed = true;
}

/* Puts a small template of the head into the set; its name there. */
static struct str template_of(
    struct reader *rd, const char *what, const struct value *v)
{
	struct str name =
	    arena_printf(rd->arena, "%.*s %s", STR_ARGS(rd->name), what);

	if (template_add(rd->set, name, v->text, rd->table->file, v->place.line,
		rd->report))
		rd->failed = true;
	return name;
}

/* `in`: a column is left out of what is not named. */
static void column_places(
    struct reader *rd, struct table_column *c, const struct value *v)
{
	size_t i, f;

	for (f = 0; f < TABLE_FORMATS; f++)
		c->is_left_out[f] = true;
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++) {
		struct str text = v->items[i]->text;

		for (f = TABLE_FORMATS - 1; f > TABLE_HTML; f--)
			if (str_is(text, table_endings[f] + 1))
				break;
		if (f == TABLE_HTML && !str_is(text, "page"))
			fault(rd, v->items[i]->place,
			    "in 从 page、csv、xlsx、json 里选");
		c->is_left_out[f] = false;
	}
}

static void column_key(
    struct reader *rd, struct table_column *c, const struct pair *p)
{
	struct str text = p->value->text;
	int64_t n;
	int i;

	if (str_is(p->key, "label")) {
		c->label = text;
	} else if (str_is(p->key, "class")) {
		c->class = text;
	} else if (str_is(p->key, "split")) {
		c->split = text;
	} else if (str_is(p->key, "filter") && str_is(text, "yes")) {
		c->has_filter = true;
	} else if (str_is(p->key, "in") && p->value->type == VALUE_LIST) {
		column_places(rd, c, p->value);
	} else if (str_is(p->key, "link")) {
		c->address = text;
		c->link = template_of(rd,
		    arena_printf(rd->arena, "link %.*s", STR_ARGS(c->name))
			.data,
		    p->value);
	} else if (str_is(p->key, "width") && str_integer(text, &n) && n > 0 &&
	    n <= 200) {
		c->width = (int)n;
	} else if (str_is(p->key, "type")) {
		for (i = 0; type_names[i] && !str_is(text, type_names[i]); i++)
			;
		if (!type_names[i])
			fault(rd, p->value->place,
			    "type 写 text、integer、decimal 或 date");
		else
			c->type = (enum table_type)i;
	} else {
		fault(rd, p->place,
		    "一列只写 label、type、link、class、split、filter（yes）、"
		    "in（[…]）、width（1 到 200）");
	}
}

static void columns_read(struct reader *rd, const struct value *v)
{
	struct table_layout *t = rd->table;
	size_t i, k;

	if (v->type != VALUE_MAP) {
		fault(rd, v->place, "columns 要写“列名: {…}”");
		return;
	}
	t->columns = arena_array(rd->arena, v->count, sizeof *t->columns);
	for (i = 0; i < v->count; i++) {
		struct table_column *c = &t->columns[t->column_count++];
		const struct value *how = v->pairs[i].value;

		*c = (struct table_column){
		    .name = v->pairs[i].key, .label = v->pairs[i].key};
		if (how->type != VALUE_MAP && how->type != VALUE_NULL)
			fault(rd, how->place, "一列的写法是 {…}，可以不写");
		for (k = 0; how->type == VALUE_MAP && k < how->count; k++)
			column_key(rd, c, &how->pairs[k]);
	}
}

static void formats_read(struct reader *rd, const struct value *v)
{
	struct table_layout *t = rd->table;
	size_t i, f;

	if (v->type == VALUE_TEXT) {
		t->formats_from = v->text;
		return;
	}
	for (f = TABLE_CSV; f < TABLE_FORMATS; f++)
		t->formats[f] = false;
	for (i = 0; v->type == VALUE_LIST && i < v->count; i++) {
		struct str text = v->items[i]->text;

		for (f = TABLE_CSV; f < TABLE_FORMATS; f++)
			if (str_is(text, table_endings[f] + 1))
				break;
		if (f < TABLE_FORMATS)
			t->formats[f] = true;
		else
			fault(rd, v->items[i]->place,
			    "formats 从 csv、xlsx、json 里选");
	}
}

int table_read(struct table_layout *t, struct arena *a,
    struct template_set *set, struct str name, struct str file,
    const struct value *head, struct report *r)
{
	struct reader rd = {t, a, set, name, r, false};
	size_t i;

	*t = (struct table_layout){
	    .file = file, .formats = {true, true, true, true}};
	if (head->type != VALUE_MAP) {
		fault(&rd, head->place, "table 要写 title、rows、columns");
		return -1;
	}
	for (i = 0; i < head->count; i++) {
		const struct pair *p = &head->pairs[i];

		if (str_is(p->key, "title")) {
			t->title = template_of(&rd, "title", p->value);
		} else if (str_is(p->key, "rows")) {
			t->rows = p->value->text;
			t->rows_place = p->value->place;
		} else if (str_is(p->key, "columns")) {
			columns_read(&rd, p->value);
		} else if (str_is(p->key, "formats")) {
			formats_read(&rd, p->value);
		} else if (str_is(p->key, "pages")) {
			t->pages = p->value->text;
		} else {
			fault(&rd, p->place,
			    "table 只写 title、rows、columns、formats、pages");
		}
	}
	if (!t->title.len || !t->rows.len || !t->column_count)
		fault(&rd, head->place, "table 要写 title、rows、columns");
	return rd.failed ? -1 : 0;
}

/* --- checking ------------------------------------------------------------- */

static bool has_column(const struct query *q, struct str name)
{
	size_t i;

	for (i = 0; i < query_column_count(q); i++)
		if (str_equal(query_column(q, i), name))
			return true;
	return false;
}

static bool no_more(void *self, const struct template_scope *top,
    struct str name, struct template_scope *inner)
{
	(void)self, (void)top, (void)name, (void)inner;
	return false;
}

/* What the page's row says of the formats and the number of pages. */
static int by_row_check(const struct table_layout *t,
    const struct template_scope *root, struct report *r)
{
	const struct str names[] = {t->formats_from, t->pages};
	int status = 0;
	int64_t n;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].len && !str_integer(names[i], &n) &&
		    !template_scope_has(root, names[i]))
			status = report_add(r, FINDING_LAYOUT, t->file,
			    t->rows_place,
			    "each 的查询里没有“%.*s”这一列，%s 取不到值",
			    STR_ARGS(names[i]), i ? "pages" : "formats");
	return status;
}

int table_check(const struct table_layout *t, const struct template_set *set,
    struct connection *c, const struct template_scope *root, struct report *r)
{
	struct template_shapes shapes = {no_more, NULL};
	struct template_scope row = {.below = root};
	struct query *q = query_make(
	    c, r->arena, t->rows, FINDING_QUERY, t->file, t->rows_place, r);
	struct str *names;
	int status = 0;
	size_t i;

	if (!q)
		return -1;
	for (i = 0; i < query_parameter_count(q); i++)
		if (!template_scope_has(root, query_parameter(q, i)))
			status = report_add(r, FINDING_TEMPLATE_UNKNOWN,
			    t->file, t->rows_place,
			    "没有“%.*s”，查询里的 :%.*s 取不到值",
			    STR_ARGS(query_parameter(q, i)),
			    STR_ARGS(query_parameter(q, i)));
	if (by_row_check(t, root, r))
		status = -1;
	names = arena_array(r->arena, query_column_count(q), sizeof *names);
	for (i = 0; i < query_column_count(q); i++)
		names[row.count++] = query_column(q, i);
	row.names = names;
	for (i = 0; i < t->column_count; i++) {
		const struct table_column *col = &t->columns[i];

		if (!has_column(q, col->name))
			status = report_add(r, FINDING_LAYOUT, t->file,
			    t->rows_place, "rows 的查询里没有“%.*s”这一列",
			    STR_ARGS(col->name));
		if (col->link.len &&
		    template_check(set, col->link, &row, &shapes, r))
			status = -1;
	}
	return template_check(set, t->title, root, &shapes, r) ? -1 : status;
}

bool table_shape(struct str name, struct template_scope *inner)
{
	static const struct str columns[] = {
	    {"label", 5}, {"class", 5}, {"filter", 6}};
	static const struct str rows[] = {{"class", 5}, {"anchor", 6}};
	static const struct str cells[] = {
	    {"text", 4}, {"link", 4}, {"label", 5}, {"class", 5}};
	static const struct str parts[] = {{"text", 4}, {"link", 4}};
	static const struct str files[] = {
	    {"format", 6}, {"label", 5}, {"address", 7}, {"file", 4}};
	static const struct str pages[] = {
	    {"number", 6}, {"address", 7}, {"current", 7}};
	static const struct {
		const char *name;
		const struct str *names;
		size_t count;
	} lists[] = {{"columns", columns, 3}, {"rows", rows, 2},
	    {"head", cells, 4}, {"cells", cells, 4}, {"parts", parts, 2},
	    {"files", files, 4}, {"pages", pages, 3}};
	size_t i;

	for (i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_is(name, lists[i].name)) {
			inner->names = lists[i].names;
			inner->count = lists[i].count;
			return true;
		}
	return false;
}

/* --- rows and formats ----------------------------------------------------- */

/* The text of a row's column; empty: none. */
static struct str value_text_of(const struct value *row, struct str name)
{
	const struct value *v = value_find(row, name);

	return v && v->type == VALUE_TEXT ? v->text : STR("");
}

/* All rows of a query have their columns in one order, so it is looked for
 * where the first row has it. */
const struct value *table_cell(
    const struct table_filled *f, size_t column, const struct value *row)
{
	const struct str name = f->table->columns[column].name;
	size_t at = f->at[column];
	const struct value *v = at < row->count &&
		row->pairs[at].key.data == f->rows->items[0]->pairs[at].key.data
	    ? row->pairs[at].value
	    : value_find(row, name);

	return v && v->type == VALUE_TEXT ? v : NULL;
}

void table_fill(struct table_filled *f, struct arena *a)
{
	const struct table_layout *t = f->table;
	size_t c, i;

	f->at = arena_array(a, t->column_count, sizeof *f->at);
	for (c = 0; c < t->column_count; c++) {
		f->at[c] = SIZE_MAX;
		for (i = 0; f->rows->count && i < f->rows->items[0]->count; i++)
			if (str_equal(f->rows->items[0]->pairs[i].key,
				t->columns[c].name))
				f->at[c] = i;
	}
}

/* --- the page ------------------------------------------------------------- */

struct str table_part_path(struct arena *a, struct str base, size_t part)
{
	return part > 1 ? arena_printf(a, "%.*s-%zu.html", STR_ARGS(base), part)
			: arena_printf(a, "%.*s.html", STR_ARGS(base));
}

static void put(
    struct arena *a, struct value *map, const char *name, struct str text)
{
	struct value *v = value_text(a, text);

	value_put(a, map, str_from(name), v);
}

bool table_has(const struct table_layout *t, const struct value *row,
    enum table_format format)
{
	struct str names, word;
	size_t end;

	if (!t->formats_from.len)
		return t->formats[format];
	names = value_text_of(row, t->formats_from);
	while (names.len) {
		end = str_find_byte(names, ' ', 0);
		word = str_slice(names, 0, end);
		if (str_is(word, table_endings[format] + 1))
			return true;
		names = str_slice(names, end + 1, names.len);
	}
	return false;
}

size_t table_parts(
    const struct table_layout *t, const struct value *row, size_t rows)
{
	size_t n = rows ? (rows - 1) / TABLE_PAGE_ROWS + 1 : 1;
	int64_t most;

	if (!str_integer(t->pages, &most) &&
	    !str_integer(value_text_of(row, t->pages), &most))
		return n;
	return most > 0 && n > (size_t)most ? (size_t)most : n;
}

static struct str class_of(const struct table_column *c)
{
	if (c->class.len)
		return c->class;
	return c->type == TABLE_TEXT ? STR("") : str_from(type_names[c->type]);
}

static struct value *page_columns(struct arena *a, const struct table_layout *t)
{
	struct value *list = value_list(a);
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		const struct table_column *c = &t->columns[i];
		struct value *v;

		if (c->is_left_out[TABLE_HTML])
			continue;
		v = value_map(a);
		put(a, v, "label", c->label);
		put(a, v, "class", class_of(c));
		put(a, v, "filter", c->has_filter ? STR("yes") : STR(""));
		value_append(a, list, v);
	}
	return list;
}

/* A name that the row does not have is the page's. */
static const struct value *page_name(
    void *self, const struct template_frame *top, struct str name, int *status)
{
	(void)top, (void)status;
	return value_find(self, name);
}

/* What rows are made for a page with. The values that are the same in all
 * rows are made once. */
struct filler {
	const struct table_filled *filled;
	const struct template_set *set;
	struct template_options options; /* of links */
	struct arena *arena;
	struct value *empty, *none;	  /* none: of parts */
	struct value **labels, **classes; /* by column */
	struct report *report;
};

static void filler_init(struct filler *fl)
{
	const struct table_layout *t = fl->filled->table;
	struct arena *a = fl->arena;
	size_t i;

	fl->empty = value_text(a, STR(""));
	fl->none = value_list(a);
	fl->labels = arena_array(a, t->column_count, sizeof *fl->labels);
	fl->classes = arena_array(a, t->column_count, sizeof *fl->classes);
	for (i = 0; i < t->column_count; i++) {
		fl->labels[i] = value_text(a, t->columns[i].label);
		fl->classes[i] = value_text(a, class_of(&t->columns[i]));
	}
}

/* The address of a cell's link; empty where it has none. */
static struct str link_of(const struct filler *fl, const struct table_column *c,
    const struct value *row)
{
	struct buf b = {0};
	struct str address = {"", 0};

	if (c->link.len &&
	    !template_render(
		&b, fl->set, c->link, row, &fl->options, fl->report))
		address = arena_str(fl->arena, buf_view(&b));
	buf_release(&b);
	return address;
}

/* The parts of a text that is to be split, each with its link. */
static struct value *page_parts(const struct filler *fl,
    const struct table_column *c, const struct value *row, struct str text)
{
	struct arena *a = fl->arena;
	struct value *list = value_list(a);
	size_t from, to, i;

	for (from = 0; from < text.len; from = to + c->split.len) {
		struct value *part = value_map(a), *names = value_map(a);
		struct str rest = str_slice(text, from, text.len);

		for (to = from; rest.len && !str_begins(rest, c->split); to++)
			rest = str_slice(text, to + 1, text.len);
		put(a, part, "text", str_slice(text, from, to));
		value_put(a, names, c->name,
		    value_text(a, str_slice(text, from, to)));
		for (i = 0; i < row->count; i++)
			value_put(
			    a, names, row->pairs[i].key, row->pairs[i].value);
		put(a, part, "link", link_of(fl, c, names));
		value_append(a, list, part);
	}
	return list;
}

static struct value *page_cell(
    const struct filler *fl, size_t column, const struct value *row)
{
	const struct table_column *c = &fl->filled->table->columns[column];
	struct arena *a = fl->arena;
	const struct value *v = table_cell(fl->filled, column, row);
	struct value *text = v ? value_text(a, v->text) : fl->empty;
	bool is_split = v && c->split.len;
	struct value *cell = value_map(a);
	const struct pair pairs[] = {
	    {.key = STR("text"), .value = is_split ? fl->empty : text},
	    {.key = STR("class"), .value = fl->classes[column]},
	    {.key = STR("label"), .value = fl->labels[column]},
	    {.key = STR("link"),
		.value = v && v->text.len && c->link.len && !c->split.len
		    ? value_text(a, link_of(fl, c, row))
		    : fl->empty},
	    {.key = STR("parts"),
		.value = is_split ? page_parts(fl, c, row, v->text) : fl->none},
	};

	cell->count = sizeof pairs / sizeof *pairs;
	cell->pairs = arena_array(a, cell->count, sizeof *cell->pairs);
	memcpy(cell->pairs, pairs, sizeof pairs);
	return cell;
}

static struct value *page_row(const struct filler *fl, const struct value *row)
{
	const struct table_layout *t = fl->filled->table;
	struct arena *a = fl->arena;
	struct value *v = value_map(a), *cells = value_list(a),
		     *head = value_list(a);
	size_t i;

	for (i = 0; i < t->column_count; i++)
		if (!t->columns[i].is_left_out[TABLE_HTML])
			value_append(a, head->count ? cells : head,
			    page_cell(fl, i, row));
	put(a, v, "class", value_find_text(row, "class"));
	put(a, v, "anchor", value_find_text(row, "anchor"));
	value_put(a, v, STR("head"), head);
	value_put(a, v, STR("cells"), cells);
	return v;
}

struct value *table_files(struct arena *a, const struct table_layout *t,
    const struct value *row, struct str base)
{
	struct value *list = value_list(a);
	size_t f;

	for (f = TABLE_CSV; f < TABLE_FORMATS; f++) {
		struct value *v = value_map(a);

		if (!table_has(t, row, (enum table_format)f))
			continue;
		put(a, v, "format", str_from(table_endings[f] + 1));
		put(a, v, "label", str_from(format_labels[f]));
		put(a, v, "address",
		    arena_printf(
			a, "/%.*s%s", STR_ARGS(base), table_endings[f]));
		put(a, v, "file",
		    arena_printf(
			a, "%.*s%s", STR_ARGS(base), table_endings[f]));
		value_append(a, list, v);
	}
	return list;
}

static struct value *page_pages(
    struct arena *a, struct str base, size_t part, size_t parts)
{
	struct value *list = value_list(a);
	size_t i;

	for (i = 1; parts > 1 && i <= parts; i++) {
		struct value *v = value_map(a);

		put(a, v, "number", arena_printf(a, "%zu", i));
		put(a, v, "address",
		    arena_printf(
			a, "/%.*s", STR_ARGS(table_part_path(a, base, i))));
		put(a, v, "current", i == part ? STR("page") : STR(""));
		value_append(a, list, v);
	}
	return list;
}

struct value *table_page(const struct table_filled *f, struct arena *a,
    const struct template_set *set, const struct value *row, struct str base,
    size_t part, size_t parts, struct report *r)
{
	struct value *page = value_map(a), *rows = value_list(a);
	struct filler fl = {.filled = f,
	    .set = set,
	    .options = {.is_strict = true, .resolve = page_name, .self = page},
	    .arena = a,
	    .report = r};
	size_t size = TABLE_PAGE_ROWS, from = (part - 1) * size, i;

	for (i = 0; i < row->count; i++)
		value_put(a, page, row->pairs[i].key, row->pairs[i].value);
	filler_init(&fl);
	for (i = from; i < from + size && i < f->rows->count; i++)
		value_append(a, rows, page_row(&fl, f->rows->items[i]));
	put(a, page, "title", f->title);
	put(a, page, "count", arena_printf(a, "%zu", f->rows->count));
	put(a, page, "left",
	    parts * size < f->rows->count
		? arena_printf(a, "%zu", f->rows->count - parts * size)
		: STR(""));
	value_put(a, page, STR("columns"), page_columns(a, f->table));
	value_put(a, page, STR("rows"), rows);
	value_put(a, page, STR("files"), table_files(a, f->table, row, base));
	value_put(a, page, STR("pages"), page_pages(a, base, part, parts));
	return page;
}

/* --- CSV and JSON --------------------------------------------------------- */

/* A cell that Excel would take for a formula. */
static bool is_formula_text(struct str text)
{
	static const char *const marks[] = {
	    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
	size_t i;

	/* Most cells are told by their first byte; that of the twins is 0xEF. */
	if (!text.len || !strchr("=+-@\t\r\n\xEF", text.data[0]))
		return false;
	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_begins(text, str_from(marks[i])))
			return true;
	return false;
}

static bool is_number(const struct table_column *c, struct str text)
{
	int64_t n;

	return (c->type == TABLE_INTEGER && str_integer(text, &n)) ||
	    (c->type == TABLE_DECIMAL && str_is_decimal(text));
}

static void csv_cell(
    struct buf *out, const struct table_column *c, struct str text)
{
	bool is_formula = is_formula_text(text) && !(c && is_number(c, text));
	size_t i;

	if (!is_formula && !str_has_any(text, "\",\r\n")) {
		buf_str(out, text);
		return;
	}
	buf_byte(out, '"');
	/* A quotation mark in front makes it text for every program. */
	if (is_formula)
		buf_byte(out, '\'');
	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, text.data[i]);
	}
	buf_byte(out, '"');
}

static void csv_line(struct buf *out, const struct table_filled *f,
    enum table_format format, const struct value *row, const char *internal)
{
	const struct table_layout *t = f->table;
	const char *between = "";
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		const struct table_column *c = &t->columns[i];
		const struct value *v = row ? table_cell(f, i, row) : NULL;

		if (c->is_left_out[format])
			continue;
		buf_text(out, between);
		between = ",";
		if (!row)
			csv_cell(out, NULL, c->label);
		else if (v)
			csv_cell(out, c, v->text);
	}
	if (f->is_internal)
		buf_printf(out, "%s%s", between, internal);
	buf_text(out, "\r\n");
}

static void csv_lines(
    struct buf *out, const struct table_filled *f, enum table_format format)
{
	size_t i;

	csv_line(out, f, format, NULL, TABLE_INTERNAL);
	for (i = 0; i < f->rows->count; i++)
		csv_line(out, f, format, f->rows->items[i], TABLE_NOTICE);
}

void table_csv(struct buf *out, const struct table_filled *f)
{
	buf_text(out, "\xEF\xBB\xBF");
	csv_lines(out, f, TABLE_CSV);
}

void table_words(
    struct buf *out, const struct table_filled *f, enum table_format format)
{
	csv_lines(out, f, format);
	buf_str(out, f->title);
}

static void json_cell(
    struct buf *out, const struct table_column *c, const struct value *v)
{
	if (!v)
		buf_text(out, "null");
	else if (is_number(c, v->text))
		buf_str(out, v->text);
	else
		buf_json(out, v->text);
}

static void json_member(struct buf *out, const char *name, struct str text)
{
	if (!text.len)
		return;
	buf_printf(out, ", \"%s\": ", name);
	buf_json(out, text);
}

static void json_columns(struct buf *out, const struct table_layout *t)
{
	static const char *const json_types[] = {
	    "string", "integer", "number", "date"};
	const char *between = "";
	size_t i;

	buf_text(out, "  \"columns\": [");
	for (i = 0; i < t->column_count; i++) {
		const struct table_column *c = &t->columns[i];

		if (c->is_left_out[TABLE_JSON])
			continue;
		buf_printf(out, "%s\n    {\"name\": ", between);
		between = ",";
		buf_json(out, c->label);
		buf_printf(out, ", \"type\": \"%s\"", json_types[c->type]);
		if (!str_equal(c->label, c->name))
			json_member(out, "column", c->name);
		json_member(out, "link", c->address);
		json_member(out, "split", c->split);
		if (c->has_filter)
			buf_text(out, ", \"filter\": true");
		buf_byte(out, '}');
	}
	buf_text(out, "\n  ],\n");
}

void table_json(struct buf *out, const struct table_filled *f)
{
	const struct table_layout *t = f->table;
	char day[DATE_SIZE];
	size_t i, c;

	date_print(day, f->today);
	buf_text(out, "{\n  \"title\": ");
	buf_json(out, f->title);
	buf_printf(out, ",\n  \"day\": \"%s\",\n  \"edition\": \"%s\",\n", day,
	    f->is_internal ? "internal" : "public");
	if (f->is_internal)
		buf_text(out, "  \"notice\": \"" TABLE_NOTICE "\",\n");
	json_columns(out, t);
	buf_text(out, "  \"rows\": [");
	for (i = 0; i < f->rows->count; i++) {
		const char *between = "";

		buf_text(out, i ? ",\n    [" : "\n    [");
		for (c = 0; c < t->column_count; c++) {
			if (t->columns[c].is_left_out[TABLE_JSON])
				continue;
			buf_text(out, between);
			between = ", ";
			json_cell(out, &t->columns[c],
			    table_cell(f, c, f->rows->items[i]));
		}
		buf_byte(out, ']');
	}
	buf_text(out, "\n  ]\n}\n");
}
