/* SPDX-License-Identifier: MIT */
/* What a clerk finds when he comes: what his unit owes, what came back, what
 * is begun, and what was received. What the plan knows of is asked by the
 * layout; drafts are refs. */
#include "desk.h"
#include "work.h"

struct str object_title(struct visit *v, struct str object)
{
	struct match m;

	if (str_is(object, "plan"))
		return STR("方案的修改");
	if (!schema_match(&m, v->arena, &v->law->schema,
		arena_printf(
		    v->arena, "units/%.*s/index.md", STR_ARGS(object))) &&
	    !schema_match(&m, v->arena, &v->law->schema,
		arena_printf(v->arena, "units/%.*s/01.md", STR_ARGS(object))))
		return object;
	return record_title(v, &m);
}

static struct value *drafts_list(struct visit *v)
{
	struct arena *a = v->arena;
	struct value *list = value_list(a), *map;
	struct work_draft *drafts;
	struct oid draft;
	size_t n, i;
	int64_t seconds;

	if (work_drafts(&drafts, &n, v))
		return list;
	for (i = 0; i < n; i++) {
		const struct work_draft *d = &drafts[i];
		struct str rest = d->object, unit;

		if (!str_next(&rest, '/', &unit) ||
		    !str_equal(unit, v->user->unit) ||
		    store_ref(&draft, v->store, d->ref, v->report) ||
		    oid_is_none(&draft) ||
		    store_time(&seconds, v->store, &draft, v->report))
			continue;
		map = value_map(a);
		put_text(a, map, "object", d->object);
		put_text(a, map, "title", object_title(v, d->object));
		put_text(a, map, "writer", d->writer);
		put_text(a, map, "time", visit_moment(v, seconds));
		value_append(a, list, map);
	}
	return list;
}

/* The last event of each object of the unit, and its last receipt. */
static const char events_sql[] =
    "SELECT 对象, 事件, 时间, 意见, max(CAST(次 AS INTEGER)) AS 次,"
    "       (SELECT max(CAST(r.次 AS INTEGER)) FROM 事件 AS r"
    "         WHERE r.对象 = 事件.对象 AND r.事件 = '收到') AS 回执"
    "  FROM 事件 WHERE 对象 GLOB :unit || '-*'"
    "   AND 事件 IN ('收到', '退回补正', '审核通过')"
    " GROUP BY 对象 ORDER BY 时间 DESC, 对象";

enum {
	RECEIPTS_SHOWN = 12,
	NUMBER_MAX = 99, /* of numbers that are tried, the last */
};

static void event_put(
    struct visit *v, struct value *list, const struct value *row)
{
	struct str sort = value_find_text(row, "事件");
	struct value *map = value_map(v->arena);
	struct arena *a = v->arena;
	struct str object;
	int64_t seconds;

	object = work_object(a, v->user->unit, value_find_text(row, "对象"));
	put_text(a, map, "object", object);
	put_text(a, map, "title", object_title(v, object));
	put_text(a, map, "comment", value_find_text(row, "意见"));
	put_text(a, map, "number", value_find_text(row, "回执"));
	put_text(
	    a, map, "state", str_is(sort, "收到") ? STR("等待审核") : sort);
	put_text(a, map, "time",
	    moment_parse(&seconds, value_find_text(row, "时间"))
		? visit_moment(v, seconds)
		: STR(""));
	value_append(a, list, map);
}

static void events_put(struct visit *v, struct value *root)
{
	struct value *given = value_map(v->arena), *rows;
	struct value *returned = value_list(v->arena);
	struct value *received = value_list(v->arena);
	size_t i;

	put_text(v->arena, given, "unit", v->user->unit);
	rows = visit_ask(v, events_sql, given);
	for (i = 0; i < rows->count; i++) {
		const struct value *row = rows->items[i];

		if (str_is(value_find_text(row, "事件"), "退回补正"))
			event_put(v, returned, row);
		else if (value_find_text(row, "回执").len &&
		    received->count < RECEIPTS_SHOWN)
			event_put(v, received, row);
	}
	value_put(v->arena, root, STR("returned"), returned);
	put_flag(v->arena, root, "has_returned", returned->count > 0);
	value_put(v->arena, root, STR("received"), received);
}

/* What main has of the unit's for this month, and what is of no month. */
static struct value *published_list(struct visit *v, struct str month)
{
	const struct tree *t = &v->reading->tree;
	struct arena *a = v->arena;
	struct value *list = value_list(a), *map;
	struct match m;
	size_t from, to, i;

	tree_range(t,
	    arena_printf(a, "content/units/%.*s/", STR_ARGS(v->user->unit)),
	    &from, &to);
	for (; from < to; from++) {
		struct str path = t->entries[from].path;
		bool is_of = true;

		path = str_slice(path, sizeof "content/" - 1, path.len);
		if (!str_is(path_name(path), "index.md") ||
		    !schema_match(&m, a, &v->law->schema, path))
			continue;
		for (i = 0; i < m.kind->capture_count; i++)
			if (m.kind->captures[i].type == FIELD_MONTH)
				is_of = str_equal(m.captures[i], month);
		if (!is_of)
			continue;
		path = path_folder(path);
		map = value_map(a);
		put_text(a, map, "object",
		    str_slice(path, sizeof "units/" - 1, path.len));
		put_text(a, map, "title", record_title(v, &m));
		value_append(a, list, map);
	}
	return list;
}

void home_show(struct visit *v)
{
	struct value *root = value_map(v->arena);
	struct value *list;

	/* Who hands nothing in begins with what waits for him. */
	if (!(v->user->roles & ROLE_SUBMIT) &&
	    v->user->roles & (ROLE_REVIEW | ROLE_OFFICE)) {
		visit_redirect(
		    v, visit_is_office(v) ? STR("/office") : STR("/queue"));
		return;
	}
	list = drafts_list(v);
	value_put(v->arena, root, STR("drafts"), list);
	put_flag(v->arena, root, "has_drafts", list->count > 0);
	events_put(v, root);
	value_put(v->arena, root, STR("published"),
	    published_list(v, month_put(v, root)));
	visit_page(v, "home", root);
}

/* --- beginning something else ----------------------------------------------- */

/* May the visitor's unit hand records of this kind in? */
static bool is_handed_in(const struct visit *v, const struct kind *k)
{
	enum submitter s = k->handling.submitter;

	return k->capture_count && !k->handling.is_appended &&
	    (s == SUBMIT_UNIT || (s == SUBMIT_OFFICE && visit_is_office(v)) ||
		(s == SUBMIT_LEAD &&
		    roster_is_lead(
			&v->law->roster, v->user->unit, v->law->today)));
}

/* What was answered, by capture. */
static struct str begun_part(struct visit *v, size_t capture)
{
	return str_trim(
	    visit_query(v, arena_printf(v->arena, "c%zu", capture).data));
}

/* What is wrong with an answer; the first capture that is missing is told. */
static const char *begun_wrong(
    const struct field *f, struct str text, bool is_missing)
{
	struct date d;
	int64_t n;

	if (!text.len)
		return is_missing ? "还没有填" : "";
	if (f->type == FIELD_MONTH)
		return month_parse(&d, text) ? "" : "写成 2026-11 的样子";
	if (f->type == FIELD_INTEGER)
		return str_integer(text, &n) && n > 0 ? "" : "只写数字，如 2";
	return path_name_is_good(text) ? "" : "只用小写英文字母、数字和短横线";
}

/* Where the answers of the small form lead to; empty: one will not do, or
 * *missing is not there. */
static struct str begun_path(
    struct visit *v, const struct kind *k, const struct field **missing)
{
	struct str captures[CAPTURES_MAX] = {{0}};
	struct buf path = {0};
	bool is_good = true;
	size_t i;

	captures[0] = v->user->unit;
	for (i = 1; i < k->capture_count; i++) {
		captures[i] = begun_part(v, i);
		is_good &= !*begun_wrong(&k->captures[i], captures[i], false);
	}
	*missing = match_path(&path, k, captures);
	buf_release(&path);
	return is_good && !*missing ? work_place(v->arena, k, captures)
				    : STR("");
}

/* Of a kind whose records a unit has by number alone: the first that is free;
 * empty: it is another kind, or there is none. */
static struct str number_free(struct visit *v, const struct kind *k)
{
	struct str captures[CAPTURES_MAX] = {v->user->unit}, object;
	int number;

	if (k->capture_count != 2 || k->captures[1].type != FIELD_INTEGER)
		return STR("");
	for (number = 1; number <= NUMBER_MAX; number++) {
		captures[1] = arena_printf(v->arena, "%d", number);
		object = work_place(v->arena, k, captures);
		if (object.len && work_is_free(v, object))
			return captures[1];
	}
	return STR("");
}

static struct value *capture_map(struct visit *v, const struct kind *k,
    size_t i, struct str value, const char *wrong)
{
	const struct field *f = &k->captures[i];
	struct value *map = value_map(v->arena), *options;
	struct arena *a = v->arena;
	struct str pieces = STR(""), piece;
	size_t n;

	for (n = 0; n < k->piece_count; n++)
		if (k->pieces[n].type == PIECE_CAPTURE &&
		    k->pieces[n].field == f)
			pieces = k->pieces[n].text;
	options = value_list(a);
	while (str_next(&pieces, '|', &piece)) {
		struct value *option = value_map(a);

		put_text(a, option, "option", piece);
		put_text(a, option, "words", part_name(v, f, piece));
		put_flag(a, option, "is_on", str_equal(piece, value));
		value_append(a, options, option);
	}
	put_text(a, map, "label", f->name);
	put_text(a, map, "id", arena_printf(a, "c%zu", i));
	put_text(a, map, "help", f->help);
	put_text(a, map, "value", value);
	put_text(a, map, "said", str_from(wrong));
	put_flag(a, map, "is_month", f->type == FIELD_MONTH);
	put_flag(a, map, "is_number", f->type == FIELD_INTEGER);
	put_flag(a, map, "is_select", options->count > 0);
	put_flag(a, map, "is_line",
	    f->type != FIELD_MONTH && f->type != FIELD_INTEGER &&
		!options->count);
	value_put(a, map, STR("options"), options);
	return map;
}

void begin_show(struct visit *v)
{
	struct value *root = value_map(v->arena), *kinds, *fields;
	const struct field *missing = NULL;
	const struct kind *k = NULL;
	struct arena *a = v->arena;
	struct str object = {0};
	bool was_asked = visit_query(v, "go").len > 0;
	size_t i;

	kinds = value_list(a);
	fields = value_list(a);
	for (i = 0; i < v->law->schema.kind_count; i++) {
		const struct kind *each = v->law->schema.kinds[i];
		struct value *map = value_map(a);

		if (!is_handed_in(v, each))
			continue;
		if (str_equal(kind_stem(each), visit_query(v, "kind")))
			k = each;
		put_text(a, map, "stem", kind_stem(each));
		put_text(a, map, "label", each->name);
		put_text(a, map, "help", each->help);
		value_append(a, kinds, map);
	}
	if (k && was_asked)
		object = begun_path(v, k, &missing);
	if (object.len) {
		visit_redirect(
		    v, arena_printf(a, "/record/%.*s", STR_ARGS(object)));
		return;
	}
	for (i = 1; k && i < k->capture_count; i++)
		value_append(a, fields,
		    capture_map(v, k, i,
			was_asked || begun_part(v, i).len ? begun_part(v, i)
							  : number_free(v, k),
			was_asked
			    ? begun_wrong(&k->captures[i], begun_part(v, i),
				  missing == &k->captures[i])
			    : ""));
	value_put(a, root, STR("kinds"), kinds);
	value_put(a, root, STR("fields"), fields);
	put_text(a, root, "stem", k ? kind_stem(k) : STR(""));
	put_text(a, root, "label", k ? k->name : STR(""));
	put_text(a, root, "help", k ? k->help : STR(""));
	put_flag(a, root, "is_missing", k && was_asked);
	visit_page(v, "begin", root);
}
