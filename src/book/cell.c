/* SPDX-License-Identifier: MIT */
/* Each type of field has one function that makes its cell or says in plain
 * words why it cannot. */
#include "cell.h"

#include <stdlib.h>

static int fault(struct cell_maker *mk, enum finding_id id, struct place place,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

static int fault(struct cell_maker *mk, enum finding_id id, struct place place,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_addv(mk->report, id, mk->path, place, format, args);
	va_end(args);
	return -1;
}

/* The nearest of the known texts, if any is near enough to be meant. */
struct str nearest_name(struct str text, const struct value *list,
    const struct field *fields, size_t field_count)
{
	size_t n = list ? list->count : field_count, i;
	unsigned best = 3;
	struct str found = {0};

	for (i = 0; i < n; i++) {
		struct str known = list ? list->items[i]->text : fields[i].name;
		unsigned distance = str_distance(text, known);

		/* A word of two characters is not meant by two others. */
		if (distance < best && distance * 2 <= known.len / 3 + 1) {
			best = distance;
			found = known;
		}
	}
	return found;
}

void field_remedy(struct report *r, const struct field *f)
{
	if (f->example.len)
		report_last(r)->remedy = arena_printf(r->arena,
		    "%.*s。例：%.*s", STR_ARGS(f->help), STR_ARGS(f->example));
}

struct str cell_meant(
    char out[DATE_SIZE], const struct field *f, struct str text)
{
	struct date d;

	if (f->type == FIELD_DATE && !date_parse(&d, text) &&
	    date_parse_loose(&d, text)) {
		date_print(out, d);
		return (struct str){out, sizeof "2026-11-12" - 1};
	}
	if (f->type == FIELD_MONTH && !month_parse(&d, text) &&
	    month_parse_loose(&d, text)) {
		date_print(out, d);
		return (struct str){out, sizeof "2026-11" - 1};
	}
	return (struct str){0};
}

static void meant_remedy(struct report *r, struct str meant)
{
	report_last(r)->remedy =
	    arena_printf(r->arena, "写成 %.*s", STR_ARGS(meant));
}

static int make_date(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	struct date d;
	char text[DATE_SIZE];
	struct str meant = cell_meant(text, f, v->text);

	if (date_parse(&d, v->text)) {
		*c = text_cell(v->text);
		return 0;
	}
	if (meant.len) {
		fault(mk, FINDING_FIELD_VALUE, v->place,
		    "“%.*s”写成“%.*s”，不是规定的写法", STR_ARGS(f->name),
		    STR_ARGS(v->text));
		meant_remedy(mk->report, meant);
		/* What was meant is certain, so the rules may look at it. */
		*c = text_cell(arena_str(mk->arena, meant));
		return -1;
	}
	fault(mk, FINDING_FIELD_VALUE, v->place, "“%.*s”不是真实的日期：%.*s",
	    STR_ARGS(f->name), STR_ARGS(v->text));
	field_remedy(mk->report, f);
	return -1;
}

static int make_month(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	struct date d;
	char text[DATE_SIZE];
	struct str meant = cell_meant(text, f, v->text);

	if (month_parse(&d, v->text)) {
		*c = text_cell(v->text);
		return 0;
	}
	fault(mk, FINDING_FIELD_VALUE, v->place,
	    "“%.*s”要写成年月，如 2026-11，现在是“%.*s”", STR_ARGS(f->name),
	    STR_ARGS(v->text));
	if (meant.len)
		meant_remedy(mk->report, meant);
	else
		field_remedy(mk->report, f);
	return -1;
}

static int make_moment(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	int64_t seconds;

	if (moment_parse(&seconds, v->text)) {
		*c = text_cell(v->text);
		return 0;
	}
	return fault(mk, FINDING_FIELD_VALUE, v->place,
	    "“%.*s”要写成 2026-11-20T17:41:09+08:00 这样的时刻，现在是“%.*s”",
	    STR_ARGS(f->name), STR_ARGS(v->text));
}

static bool has_wide_digit(struct str s)
{
	size_t at;

	for (at = 0; at + 2 < s.len; at++)
		if (!memcmp(s.data + at, "\xEF\xBC", 2) &&
		    (unsigned char)s.data[at + 2] >= 0x90 &&
		    (unsigned char)s.data[at + 2] <= 0x99)
			return true;
	return false;
}

static int make_integer(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	int64_t n;

	if (!str_integer(v->text, &n)) {
		fault(mk, FINDING_FIELD_VALUE, v->place,
		    has_wide_digit(v->text)
			? "“%.*s”要写整数，数字用半角，现在是“%.*s”"
			: "“%.*s”要写整数，现在是“%.*s”",
		    STR_ARGS(f->name), STR_ARGS(v->text));
		field_remedy(mk->report, f);
		return -1;
	}
	if ((f->has_min && n < f->min) || (f->has_max && n > f->max))
		return fault(mk, FINDING_FIELD_VALUE, v->place,
		    "“%.*s”超出范围：%lld", STR_ARGS(f->name), (long long)n);
	*c = (struct cell){.type = CELL_INTEGER, .integer = n};
	return 0;
}

static int make_decimal(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	if (!str_is_decimal(v->text))
		return fault(mk, FINDING_FIELD_VALUE, v->place,
		    "“%.*s”要写数字，现在是“%.*s”", STR_ARGS(f->name),
		    STR_ARGS(v->text));
	*c = (struct cell){.type = CELL_REAL,
	    .real = strtod(arena_str(mk->arena, v->text).data, NULL)};
	return 0;
}

static int make_choice(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	struct buf all = {0};
	struct str meant;
	size_t i;

	for (i = 0; i < f->choices->count; i++)
		if (str_equal(f->choices->items[i]->text, v->text)) {
			*c = text_cell(v->text);
			return 0;
		}
	for (i = 0; i < f->choices->count; i++) {
		buf_text(&all, i ? "、" : "");
		buf_str(&all, f->choices->items[i]->text);
	}
	meant = nearest_name(v->text, f->choices, NULL, 0);
	if (meant.len)
		fault(mk, FINDING_FIELD_CHOICE, v->place,
		    "“%.*s”没有“%.*s”这一项，是不是“%.*s”？", STR_ARGS(f->name),
		    STR_ARGS(v->text), STR_ARGS(meant));
	else
		fault(mk, FINDING_FIELD_CHOICE, v->place,
		    "“%.*s”没有“%.*s”这一项", STR_ARGS(f->name),
		    STR_ARGS(v->text));
	report_last(mk->report)->remedy = arena_printf(
	    mk->report->arena, "可选：%.*s", STR_ARGS(buf_view(&all)));
	buf_release(&all);
	return -1;
}

static int make_yes_no(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	if (str_is(v->text, "是") || str_is(v->text, "否")) {
		*c = text_cell(v->text);
		return 0;
	}
	fault(mk, FINDING_FIELD_CHOICE, v->place,
	    "“%.*s”只写“是”或“否”，现在是“%.*s”", STR_ARGS(f->name),
	    STR_ARGS(v->text));
	report_last(mk->report)->remedy = STR("写“是”或“否”");
	return -1;
}

static void picture_shown(struct cell_maker *mk, struct str name)
{
	struct str file = arena_printf(mk->arena, "%.*s/%.*s",
	    STR_ARGS(path_folder(mk->path)), STR_ARGS(name));
	size_t i;

	for (i = 0; i < mk->picture_count; i++)
		if (str_equal(mk->pictures[i].file, file))
			return;
	mk->pictures = arena_grow(mk->arena, mk->pictures, mk->picture_count,
	    &mk->picture_cap, sizeof *mk->pictures);
	mk->pictures[mk->picture_count++] = (struct shown){
	    .file = file,
	    .path = arena_printf(
		mk->arena, "%.*s%.*s", STR_ARGS(mk->prefix), STR_ARGS(name)),
	};
}

static int make_picture(struct cell_maker *mk, struct cell *c,
    const struct field *f, const struct value *v)
{
	struct str beside = arena_printf(mk->arena, "%.*s/%.*s",
	    STR_ARGS(path_folder(mk->path)), STR_ARGS(v->text));

	if (!path_name_is_good(v->text) || !path_is_picture(v->text)) {
		fault(mk, FINDING_FIELD_VALUE, v->place,
		    "“%.*s”要写同一目录里的图片文件名，现在是“%.*s”",
		    STR_ARGS(f->name), STR_ARGS(v->text));
		field_remedy(mk->report, f);
		return -1;
	}
	if (!tree_find(mk->tree, beside))
		return fault(mk, FINDING_PICTURE_MISSING, v->place,
		    "同一目录里没有图片“%.*s”", STR_ARGS(v->text));
	picture_shown(mk, v->text);
	*c = text_cell(arena_printf(
	    mk->arena, "%.*s%.*s", STR_ARGS(mk->prefix), STR_ARGS(v->text)));
	return 0;
}

int cell_make_markdown(
    struct cell_maker *mk, struct cell *c, struct str text, uint32_t line)
{
	struct markdown_source source = {
	    .text = text,
	    .path = mk->path,
	    .first_line = line,
	    .tree = mk->tree,
	    .pictures = mk->prefix,
	};
	struct markdown m;
	size_t i;
	int status = markdown_render(&m, mk->arena, &source, mk->report);

	*c = (struct cell){.type = CELL_HTML,
	    .html = m.html,
	    .text = m.plain,
	    .pictures = m.pictures,
	    .picture_count = m.picture_count};
	for (i = 0; i < m.link_count; i++) {
		mk->links = arena_grow(mk->arena, mk->links, mk->link_count,
		    &mk->link_cap, sizeof *mk->links);
		mk->links[mk->link_count++] = m.links[i];
	}
	for (i = 0; i < m.picture_count; i++) {
		picture_shown(mk, m.pictures[i]);
		m.pictures[i] = arena_printf(mk->arena, "%.*s%.*s",
		    STR_ARGS(source.pictures), STR_ARGS(m.pictures[i]));
	}
	return status;
}

int cell_make(struct cell_maker *mk, struct cell *c, const struct field *f,
    const struct value *v)
{
	switch (f->type) {
	case FIELD_DATE:
		return make_date(mk, c, f, v);
	case FIELD_MONTH:
		return make_month(mk, c, f, v);
	case FIELD_MOMENT:
		return make_moment(mk, c, f, v);
	case FIELD_INTEGER:
		return make_integer(mk, c, f, v);
	case FIELD_DECIMAL:
		return make_decimal(mk, c, f, v);
	case FIELD_YES_NO:
		return make_yes_no(mk, c, f, v);
	case FIELD_CHOICE:
		return make_choice(mk, c, f, v);
	case FIELD_PICTURE:
		return make_picture(mk, c, f, v);
	case FIELD_MARKDOWN:
		return cell_make_markdown(mk, c, v->text, v->place.line);
	case FIELD_TEXT:
	case FIELD_REFERENCE:
	case FIELD_ID:
	case FIELD_GROUP:
	case FIELD_LIST:
	case FIELD_MAP:
	default:
		*c = text_cell(v->text);
		return 0;
	}
}
