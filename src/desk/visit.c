/* SPDX-License-Identifier: MIT */
#include "visit.h"

#include "desk.h"

/* --- what was asked ------------------------------------------------------- */

static const struct http_field *field_find(
    const struct visit *v, const char *name)
{
	size_t i;

	for (i = 0; i < v->request->field_count; i++)
		if (str_is(v->request->fields[i].name, name) &&
		    !v->request->fields[i].file.data)
			return &v->request->fields[i];
	return NULL;
}

struct str visit_field(const struct visit *v, const char *name)
{
	const struct http_field *f = field_find(v, name);

	return f ? str_trim(f->value) : STR("");
}

bool visit_has(const struct visit *v, const char *name)
{
	return field_find(v, name) != NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct str visit_query(const struct visit *v, const char *name)
{
	struct str text = http_query(v->request, name);
	char *out = arena_alloc(v->arena, text.len + 1);
	size_t n = 0, i;

	for (i = 0; i < text.len; i++) {
		bool is_code = text.data[i] == '%' && i + 2 < text.len &&
		    hex_digit(text.data[i + 1]) >= 0 &&
		    hex_digit(text.data[i + 2]) >= 0;

		out[n++] = is_code ? (char)(hex_digit(text.data[i + 1]) * 16 +
					 hex_digit(text.data[i + 2]))
				   : text.data[i];
		i += is_code ? 2 : 0;
	}
	return (struct str){out, n};
}

struct str address_part(struct arena *a, struct str text)
{
	struct buf out = {0};
	struct str made;
	size_t i;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || strchr("-._~/", (char)c))
			buf_byte(&out, (char)c);
		else
			buf_printf(&out, "%%%02X", c);
	}
	made = arena_str(a, buf_view(&out));
	buf_release(&out);
	return made;
}

/* --- what main says ------------------------------------------------------- */

struct value *visit_ask(
    struct visit *v, const char *sql, const struct value *given)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL};
	struct value *rows = value_list(v->arena);
	struct query *q;
	size_t i;

	q = query_make(v->connection, v->arena, str_from(sql), FINDING_QUERY,
	    STR("content/plan/views.sql"), (struct place){0}, v->report);
	for (i = 0; q && i < query_parameter_count(q); i++)
		values[i] = value_find(given, query_parameter(q, i));
	if (q && query_run(q, v->arena, values, 0, &rows, v->report))
		rows = value_list(v->arena);
	return rows;
}

bool visit_is_office(const struct visit *v)
{
	return roster_is_office(&v->law->roster, v->user->unit, v->law->today);
}

struct str visit_unit_name(const struct visit *v, struct str code)
{
	return law_unit_name(v->law, code);
}

struct str visit_moment(const struct visit *v, int64_t seconds)
{
	struct date d = date_from_seconds(seconds);
	char text[MOMENT_SIZE];

	moment_print(text, seconds);
	return d.year == v->law->today.year
	    ? arena_printf(
		  v->arena, "%d 月 %d 日 %s", d.month, d.day, text + 11)
	    : arena_printf(v->arena, "%d 年 %d 月 %d 日 %s", d.year, d.month,
		  d.day, text + 11);
}

/* --- answers -------------------------------------------------------------- */

void put_text(
    struct arena *a, struct value *map, const char *key, struct str text)
{
	value_put(a, map, str_from(key), value_text(a, text));
}

void put_flag(struct arena *a, struct value *map, const char *key, bool is)
{
	put_text(a, map, key, is ? STR("yes") : STR(""));
}

/* What every page knows; what the handler says of the same name stays. */
static struct value *page_root(struct visit *v, const struct value *own)
{
	struct arena *a = v->arena;
	struct value *root = value_map(a);
	unsigned roles = v->user ? v->user->roles : 0;
	char token[DIGEST_SIZE] = "", day[DATE_SIZE];
	size_t i;

	date_print(day, date_from_seconds(v->now));
	if (v->user)
		token_make(token, v->desk->key, v->user->name,
		    date_from_seconds(v->now));
	for (i = 0; own && i < own->count; i++)
		value_put(a, root, own->pairs[i].key, own->pairs[i].value);
	put_text(a, root, "user", v->user ? v->user->name : STR(""));
	put_text(a, root, "user_unit", v->user ? v->user->unit : STR(""));
	put_text(a, root, "user_unit_name",
	    v->user ? visit_unit_name(v, v->user->unit) : STR(""));
	put_flag(a, root, "is_clerk", roles & ROLE_SUBMIT);
	put_flag(a, root, "is_reviewer", roles & (ROLE_REVIEW | ROLE_OFFICE));
	put_flag(a, root, "is_office", v->user && visit_is_office(v));
	put_text(a, root, "today", arena_str(a, str_from(day)));
	put_text(a, root, "token", arena_str(a, str_from(token)));
	once_make(v->once);
	put_text(a, root, "once", arena_str(a, str_from(v->once)));
	put_text(a, root, "assets",
	    arena_printf(a, "/assets/%s", v->reading->pages.version));
	return root;
}

static void plain(struct visit *v, unsigned status, const char *text)
{
	v->reply->status = status;
	v->reply->type = "text/plain; charset=utf-8";
	buf_clear(&v->reply->body);
	buf_text(&v->reply->body, text);
}

void visit_page_as(
    struct visit *v, unsigned status, const char *name, struct value *own)
{
	struct value *root;

	/* Before there is anything to make pages of. */
	if (!v->reading || !v->connection) {
		plain(v, 503, "办理台暂时不能用，请稍后再试。\n");
		return;
	}
	root = page_root(v, own);
	v->reply->status = status;
	v->reply->type = "text/html; charset=utf-8";
	buf_clear(&v->reply->body);
	if (desk_page_render(&v->reply->body, &v->reading->pages,
		str_from(name), root, v->connection, v->arena, v->report))
		plain(v, 500, "这一页没有做成，请告诉管理员。\n");
}

void visit_page(struct visit *v, const char *name, struct value *root)
{
	visit_page_as(v, 200, name, root);
}

void visit_redirect(struct visit *v, struct str path)
{
	v->reply->status = 303;
	v->reply->type = NULL;
	buf_str(&v->reply->location, path);
}

void visit_refuse(struct visit *v, unsigned status, const char *title,
    const char *format, ...)
{
	struct arena own = {0};
	struct value *root = value_map(v->arena);
	struct report said;
	va_list args;

	report_init(&said, &own);
	va_start(args, format);
	report_addv(&said, FINDING_GATE_RIGHT, STR(""), (struct place){0},
	    format, args);
	va_end(args);
	put_text(v->arena, root, "heading", str_from(title));
	put_text(v->arena, root, "sentence",
	    arena_str(v->arena, said.findings[0].message));
	value_put(
	    v->arena, root, STR("findings"), visit_findings(v, v->report));
	visit_page_as(v, status, "message", root);
	arena_release(&own);
}

void visit_bytes(struct visit *v, const char *type, struct str bytes)
{
	v->reply->status = 200;
	v->reply->type = type;
	buf_str(&v->reply->body, bytes);
}

struct value *visit_findings(struct visit *v, const struct report *r)
{
	struct arena *a = v->arena;
	struct value *list = value_list(a);
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];
		struct value *map = value_map(a);

		put_text(a, map, "level", str_from(level_name(f->level)));
		put_flag(a, map, "is_warning", f->level == LEVEL_WARNING);
		put_text(a, map, "id", arena_str(a, f->id));
		put_text(a, map, "name", arena_str(a, f->name));
		put_text(a, map, "message",
		    words_named(v, arena_str(a, f->message)));
		put_text(a, map, "remedy", arena_str(a, f->remedy));
		put_text(a, map, "clause", arena_str(a, f->clause));
		put_text(a, map, "path", arena_str(a, f->path));
		put_text(a, map, "line",
		    f->place.line ? arena_printf(a, "%u", f->place.line)
				  : STR(""));
		value_append(a, list, map);
	}
	return list;
}

/* --- deeds ---------------------------------------------------------------- */

static int through(struct visit *v, struct answer *answer, const struct wish *w)
{
	const struct desk_options *o = &v->desk->options;

	if (gate(answer, v->arena, v->store, w, &o->clock, v->report))
		return -1;
	if (!answer->is_again && o->moved)
		o->moved(o->self);
	return 0;
}

int visit_decide(struct visit *v, struct answer *answer, enum act act,
    struct str object, const struct oid *commit, struct str comment)
{
	struct wish w = {.who = v->user->name,
	    .commit = *commit,
	    .comment = comment,
	    .received = v->now};

	if (!door_make(&w.door, v->arena, act, object))
		return report_add(v->report, FINDING_GATE_REF, object,
		    (struct place){0}, "没有这个入口");
	return through(v, answer, &w);
}

int visit_submit(
    struct visit *v, struct answer *answer, const struct wish *wish)
{
	return through(v, answer, wish);
}
