/* SPDX-License-Identifier: MIT */
/* The page is one map for the template: the fields (blank.h), and around them
 * whatever a person should know before going on. */
#include "sheet.h"

#include "book/front.h"
#include "desk.h"
#include "differ.h"
#include "web/prefill.h"

struct str sheet_body(struct str text)
{
	while (text.len && text.data[0] == '\n')
		text = str_slice(text, 1, text.len);
	while (text.len && strchr("\n \t", text.data[text.len - 1]))
		text.len--;
	return text;
}

int sheet_parse(struct sheet *s, struct visit *v, struct str text)
{
	struct front front;

	s->head = value_map(v->arena);
	s->body = STR("");
	if (!text.len)
		return 0;
	if (front_parse(&front, v->arena, text, s->work.file, v->report))
		return -1;
	s->head = front.head;
	s->body = sheet_body(front.body);
	return 0;
}

/* The id of the input of this name, in the maps of blank_show(). */
static struct str id_find(const struct value *fields, struct str name)
{
	size_t i, k;

	for (i = 0; i < fields->count; i++) {
		const struct value *f = fields->items[i];
		const struct value *items = value_find(f, STR("items"));
		struct str id;

		if (str_equal(value_find_text(f, "name"), name))
			return value_find_text(f, "id");
		id = id_find(value_find(f, STR("fields")), name);
		for (k = 0; !id.len && items && k < items->count; k++) {
			const struct value *item = items->items[k];

			if (str_equal(value_find_text(item, "item"), name))
				return value_find_text(item, "item_id");
			id = id_find(value_find(item, STR("fields")), name);
		}
		if (id.len)
			return id;
	}
	return STR("");
}

/* The number in an id, "f12": how far down the form it is. */
static int64_t id_number(const struct value *finding)
{
	struct str id = value_find_text(finding, "at");
	int64_t n = INT64_MAX;

	if (!id.len)
		return -1;
	str_integer(str_slice(id, 1, id.len), &n);
	return n;
}

/* In the order of the form; there are few. */
static void summary_sort(struct value *list)
{
	size_t i, k;

	for (i = 1; i < list->count; i++) {
		struct value *v = list->items[i];

		for (k = i; k && id_number(list->items[k - 1]) > id_number(v);
		     k--)
			list->items[k] = list->items[k - 1];
		list->items[k] = v;
	}
}

struct str sheet_where(struct arena *a, const struct kind *k, struct str name)
{
	return str_is(name, BLANK_BODY) && k->body ? k->body->name
						   : differ_name(a, name);
}

/* All that was found, each with a link to where it is. */
static void summary_put(
    struct visit *v, struct value *root, struct sheet *s, struct value *fields)
{
	struct value *list = visit_findings(v, &s->said);
	struct arena *a = v->arena;
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct str name = s->remarks.remarks[i].name, id;

		id = str_is(name, BLANK_BODY) ? STR("body")
					      : id_find(fields, name);
		put_text(a, list->items[i], "at", id);
		put_text(a, list->items[i], "where",
		    sheet_where(a, s->work.at.kind, name));
	}
	summary_sort(list);
	value_put(a, root, STR("findings"), list);
	put_text(a, root, "errors",
	    arena_printf(a, "%zu",
		report_count(&s->said, LEVEL_ERROR) +
		    report_count(&s->said, LEVEL_FAILURE)));
	put_text(a, root, "warnings",
	    arena_printf(a, "%zu", report_count(&s->said, LEVEL_WARNING)));
	put_flag(a, root, "has_errors", report_status(&s->said) != 0);
	put_flag(a, root, "has_findings", s->said.count > 0);
	put_flag(a, root, "is_checked", s->is_checked);
	put_flag(a, root, "is_refused", s->is_refused);
}

/* Why it came back, where the last receipt was returned. */
static void returned_put(struct visit *v, struct value *root, struct work *w)
{
	const struct event *e = journal_decision(&w->at.journal);
	const struct event *receipt = journal_receipt(&w->at.journal);
	struct arena *a = v->arena;
	bool is_returned = e && e->sort == EVENT_RETURNED;

	put_flag(a, root, "is_returned", is_returned);
	put_text(a, root, "returned_time",
	    is_returned ? visit_moment(v, e->seconds) : STR(""));
	put_text(a, root, "reason", is_returned ? e->comment : STR(""));
	put_flag(a, root, "is_waiting", receipt && !e);
	put_text(a, root, "received_time",
	    receipt ? visit_moment(v, receipt->seconds) : STR(""));
	put_text(a, root, "received_who", receipt ? receipt->who : STR(""));
	put_flag(a, root, "is_accepted",
	    (e ? e->sort == EVENT_ACCEPTED
	       : !receipt && !oid_is_none(&w->folder)) &&
		!w->at.matter.handling->is_appended);
}

static const char *hex_or(const struct oid *o)
{
	return oid_is_none(o) ? "" : o->hex;
}

/* What was received since the draft began, where that is something. */
static struct str stale_text(struct visit *v, const struct work *w)
{
	struct work bare = *w;
	struct str text;

	if (!work_is_stale(w) ||
	    work_files_at(&bare.files, w, v, &(struct oid){""}) ||
	    work_text(&text, &bare, v))
		return STR("");
	return text.len ? text : STR(" ");
}

/* Has the head remarks of its own, which the scribe does not write? */
static bool has_comments(struct str text)
{
	struct str head, body, line;
	uint32_t number;

	if (!front_split(&head, &number, &body, text))
		return false;
	while (str_next(&head, '\n', &line))
		if (str_begins(str_trim(line), STR("#")))
			return true;
	return false;
}

/* Where the sheet differs from another's text. */
static struct value *differences(
    struct visit *v, const struct sheet *s, struct str text)
{
	struct sheet theirs = *s;
	struct value *list;

	if (!text.len || sheet_parse(&theirs, v, str_trim(text)))
		return value_list(v->arena);
	list = differ(v->arena, theirs.head, s->head);
	differ_text(v->arena, list,
	    s->work.at.kind->body ? s->work.at.kind->body->name : STR("正文"),
	    theirs.body, s->body);
	return list;
}

static struct value *body_node(struct visit *v, struct sheet *s)
{
	const struct field *body = s->work.at.kind->body;
	struct value *list = value_list(v->arena), *map, *wrong;
	struct arena *a = v->arena;

	if (!body)
		return list;
	wrong = blank_wrong(a, &s->remarks, STR(BLANK_BODY));
	map = value_map(a);
	put_text(a, map, "id", STR("body"));
	put_text(a, map, "label", body->name);
	put_text(a, map, "help", body->help);
	put_flag(a, map, "required", body->is_required);
	put_flag(a, map, "public", body->is_public);
	put_text(a, map, "value", s->body);
	put_flag(a, map, "has_wrong", wrong->count > 0);
	value_put(a, map, STR("wrong"), wrong);
	value_append(a, list, map);
	return list;
}

void sheet_prefill(struct sheet *s, struct visit *v)
{
	const struct kind *k = s->work.at.kind;
	struct prefill_source source = {.schema = &v->law->schema,
	    .drafts = &v->reading->drafts,
	    .book = v->reading->book,
	    .today = v->law->today};
	struct value *given = value_map(v->arena), *rows;
	struct prefill p;
	struct report quiet;
	size_t i;

	report_init(&quiet, v->arena);
	for (i = 0; i < k->capture_count; i++)
		if (s->work.match.captures[i].len)
			value_put(v->arena, given, k->captures[i].name,
			    value_text(v->arena, s->work.match.captures[i]));
	if (prefill_rows(&rows, v->arena, &source, k, given, &quiet) ||
	    rows->count != 1 ||
	    prefill_make(
		&p, v->arena, &source, k, rows->items[0], NULL, &quiet))
		return;
	s->hints = p.hints;
	if (s->text.len)
		return;
	for (i = 0; p.head && i < p.head->count; i++)
		value_put(v->arena, s->head, p.head->pairs[i].key,
		    p.head->pairs[i].value);
	s->body = sheet_body(p.body);
}

/* The object of a record of this kind, by the columns of its path. */
static struct str hint_object(
    struct visit *v, const struct kind *k, const struct value *hint)
{
	struct str captures[CAPTURES_MAX] = {{0}};
	size_t i;

	for (i = 0; i < k->capture_count; i++) {
		const struct value *part =
		    value_find(hint, k->captures[i].name);

		/* Which step of many it is, the folder says. */
		if (part && part->type == VALUE_TEXT)
			captures[i] = part->text;
		else if (k->handling.is_appended)
			captures[i] = STR("01");
	}
	return work_place(v->arena, k, captures);
}

static void hints_put(struct visit *v, struct value *root, struct sheet *s)
{
	struct value *list = value_list(v->arena);
	size_t i;

	for (i = 0; s->hints && i < s->hints->count; i++) {
		const struct value *hint = s->hints->items[i];
		struct str kind = value_find_text(hint, "种类"), object = {0};
		const struct kind *k =
		    kind.len ? schema_kind(&v->law->schema, kind) : NULL;
		struct value *map = value_map(v->arena);

		if (k)
			object = hint_object(v, k, hint);
		if (str_equal(object, s->work.door.object))
			object = STR("");
		put_text(v->arena, map, "words", value_find_text(hint, "话"));
		put_text(v->arena, map, "hint_object", object);
		put_text(v->arena, map, "hint_kind", k ? k->name : STR(""));
		value_append(v->arena, list, map);
	}
	value_put(v->arena, root, STR("hints"), list);
	put_flag(v->arena, root, "has_hints", list->count > 0);
}

void sheet_show(struct visit *v, struct sheet *s, unsigned status)
{
	struct work *w = &s->work;
	struct value *root = value_map(v->arena), *fields;
	struct arena *a = v->arena;
	struct blank b = {.kind = w->at.kind,
	    .match = &w->match,
	    .connection = v->connection,
	    .arena = a,
	    .report = v->report,
	    .pictures =
		arena_printf(a, "/picture/%.*s/", STR_ARGS(w->door.object)),
	    .more = visit_query(v, "add")};
	struct str stale = stale_text(v, w);

	blank_remarks(&s->remarks, a, w->at.kind, s->text, w->file, &s->said);
	fields = blank_show(&b, s->head, &s->remarks);
	value_put(a, root, STR("fields"), fields);
	value_put(a, root, STR("body"), body_node(v, s));
	put_text(a, root, "heading", record_title(v, &w->match));
	put_text(a, root, "kind_help", w->at.kind->help);
	put_text(a, root, "object", w->door.object);
	put_text(a, root, "action",
	    arena_printf(a, "/record/%.*s", STR_ARGS(w->door.object)));
	put_text(a, root, "base", str_from(hex_or(&s->base)));
	put_text(a, root, "branch", str_from(hex_or(&w->branch)));
	put_text(a, root, "folder", str_from(hex_or(&w->folder)));
	put_flag(a, root, "is_draft", !oid_is_none(&w->draft));
	put_flag(a, root, "is_saved", visit_query(v, "saved").len > 0);
	put_text(a, root, "from", w->from ? str_from(w->from) : STR(""));
	put_flag(a, root, "is_others",
	    !oid_is_none(&w->draft) && !str_equal(w->writer, v->user->name));
	put_text(a, root, "writer", w->writer);
	put_flag(a, root, "has_comments", has_comments(s->text));
	put_flag(a, root, "has_other", s->other.data != NULL);
	put_flag(a, root, "is_stale", !s->other.data && stale.len > 0);
	value_put(a, root, STR("differences"),
	    differences(v, s, s->other.data ? s->other : stale));
	returned_put(v, root, w);
	hints_put(v, root, s);
	summary_put(v, root, s, fields);
	visit_page_as(v, status, "record", root);
}
