/* SPDX-License-Identifier: MIT */
/* Rules run side by side, each worker with a connection of its own; their
 * findings are joined in the order of the rules. */
#include "rule.h"

#include <stdio.h>

#include "base/date.h"
#include "base/pool.h"

struct reader {
	struct arena *arena;
	struct report *report;
	struct rules *rules;
	bool failed;
};

static void fault(
    struct reader *rd, const struct rule *rule, uint32_t line, const char *what)
{
	struct place place = {line, 1, 0};

	report_add(rd->report, FINDING_RULE, rule->path, place, "%s", what);
	rd->failed = true;
}

/* Which of these words is it? The first where it is none, and *found -1. */
static int word(int *found, struct str s, const char *const *words)
{
	int i;

	for (i = 0; words[i]; i++)
		if (str_is(s, words[i]))
			return i;
	*found = -1;
	return 0;
}

static const char *const levels[] = {
    "warning", "error", "error unless explained", NULL};

static void head_line(struct reader *rd, struct rule *rule, uint32_t line,
    struct str key, struct str said)
{
	static const char *const scopes[] = {"record", "book", NULL};
	static const char *const blocks[] = {"nothing", "portal", NULL};
	int found = 0;

	if (str_is(key, "name"))
		rule->name = said;
	else if (str_is(key, "clause"))
		rule->clause = said;
	else if (str_is(key, "says"))
		rule->says = said;
	else if (str_is(key, "remedy"))
		rule->remedy = said;
	else if (str_is(key, "from"))
		found = date_parse(&rule->from, said) ? 0 : -1;
	else if (str_is(key, "level"))
		rule->level = (enum rule_level)word(&found, said, levels);
	else if (str_is(key, "scope"))
		rule->scope = (enum rule_scope)word(&found, said, scopes);
	else if (str_is(key, "blocks"))
		rule->blocks = (enum blocks)word(&found, said, blocks);
	else
		fault(rd, rule, line, "规则头里没有这一项");
	if (found < 0)
		fault(rd, rule, line, "这一项没有这样的写法");
}

static void sentence(struct reader *rd, const struct rule *rule,
    const char *which, struct str text, uint32_t line)
{
	struct str name =
	    arena_printf(rd->arena, "%.*s %s", STR_ARGS(rule->id), which);

	if (template_add(&rd->rules->sentences, name, text, rule->path, line,
		rd->report))
		rd->failed = true;
}

static void rule_parse(struct reader *rd, struct rule *rule, struct str text)
{
	struct str rest = text, line;
	uint32_t number = 1;

	while (str_begins(rest, STR("--"))) {
		size_t colon;

		str_next(&rest, '\n', &line);
		line = str_trim(str_slice(line, 2, line.len));
		colon = str_find_byte(line, ':', 0);
		if (colon < line.len) {
			struct str said =
			    str_trim(str_slice(line, colon + 1, line.len));

			head_line(
			    rd, rule, number, str_slice(line, 0, colon), said);
			if (said.data == rule->says.data)
				sentence(rd, rule, "says", said, number);
			if (said.data == rule->remedy.data)
				sentence(rd, rule, "remedy", said, number);
		}
		number++;
	}
	rule->sql = rest;
	rule->sql_line = number;
	if (!rule->name.len || !rule->clause.len || !rule->says.len ||
	    !rule->remedy.len)
		fault(rd, rule, 1, "规则头要有 name、clause、says、remedy");
}

/* Is it what the handbook says of a rule that there is? rule.md to rule.sql */
static bool is_section(const struct tree *t, struct str path)
{
	char rule[256];
	int len = snprintf(rule, sizeof rule, "%.*ssql",
	    (int)(path.len > 2 ? path.len - 2 : 0), path.data);

	return str_ends(path, STR(".md")) && len < (int)sizeof rule &&
	    tree_find(t, (struct str){rule, (size_t)len});
}

static int section_read(
    struct rule *rule, struct arena *a, const struct tree *t, struct report *r)
{
	const struct entry *e = tree_find(t,
	    arena_printf(
		a, "%.*smd", (int)rule->path.len - 3, rule->path.data));

	return e ? tree_read_once(t, e, a, &rule->section, r) : 0;
}

const char *rule_level_name(enum rule_level level)
{
	static const char *const names[] = {
	    "提醒", "错误", "错误（可以说明情况）"};

	return names[level];
}

struct str rule_remedy(const struct rule *rule, struct arena *a)
{
	struct str rest = rule->remedy, remedy;
	struct buf b = {0};

	while (rest.len) {
		size_t open = str_find(rest, STR("{{"), 0);
		size_t close = str_find(rest, STR("}}"), open);

		buf_str(&b, str_slice(rest, 0, open));
		if (open < rest.len && !str_ends(buf_view(&b), STR("……")))
			buf_text(&b, "……");
		rest = str_slice(rest, close + 2, rest.len);
	}
	remedy = arena_str(a, buf_view(&b));
	buf_release(&b);
	return remedy;
}

int rules_read(
    struct rules *rs, struct arena *a, const struct tree *t, struct report *r)
{
	static const struct str folder = {"content/plan/rules/", 19};
	struct reader rd = {.arena = a, .report = r, .rules = rs};
	size_t from, to;

	*rs = (struct rules){0};
	template_set_init(&rs->sentences, a);
	tree_range(t, folder, &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];
		struct rule rule = {.path = e->path};
		struct str text;

		if (is_section(t, e->path))
			continue;
		if (!str_ends(e->path, STR(".sql"))) {
			fault(&rd, &rule, 0,
			    "这里只放规则（.sql）和同名的说明（.md）");
			continue;
		}
		rule.id = str_slice(e->path, folder.len, e->path.len - 4);
		if (tree_read_once(t, e, a, &text, r) ||
		    section_read(&rule, a, t, r)) {
			rd.failed = true;
			continue;
		}
		rule_parse(&rd, &rule, text);
		rs->rules = arena_grow(
		    a, rs->rules, rs->count, &rs->cap, sizeof *rs->rules);
		rs->rules[rs->count++] = rule;
	}
	template_set_seal(&rs->sentences);
	return rd.failed ? -1 : 0;
}

struct run {
	const struct rules *rules;
	const struct book *book;
	const struct str *folders; /* looked at; none: all is */
	size_t folder_count;
	struct arena *arenas; /* a rule each */
	struct report *reports;
	struct connection *connections[POOL_WORKERS_MAX];
	struct locator *locators[POOL_WORKERS_MAX];
};

static struct str rendered(const struct run *run, const struct rule *rule,
    const char *which, const struct value *row, struct report *r)
{
	struct template_options options = {.escape = ESCAPE_NONE};
	struct buf out = {0};
	struct str name =
	    arena_printf(r->arena, "%.*s %s", STR_ARGS(rule->id), which);
	struct str text;

	template_render(&out, &run->rules->sentences, name, row, &options, r);
	text = arena_str(r->arena, buf_view(&out));
	buf_release(&out);
	return text;
}

static uint32_t number_of(const struct value *row, const char *key)
{
	int64_t n;

	return str_integer(value_find_text(row, key), &n) && n > 0 &&
		n <= UINT32_MAX
	    ? (uint32_t)n
	    : 0;
}

/* Where a row's fault is; false: nowhere. */
static bool place_find(
    struct book_place *at, struct locator *l, const struct value *row)
{
	int64_t id;

	if (!value_find(row, STR("id"))) {
		*at = (struct book_place){
		    .path = value_find_text(row, "file"),
		    .place = {number_of(row, "line"), number_of(row, "column"),
			number_of(row, "width")},
		    .record = SIZE_MAX,
		};
		return at->path.len > 0;
	}
	return str_integer(value_find_text(row, "id"), &id) &&
	    locator_find(l, id, value_find_text(row, "field"), at);
}

/* The row's own level, where the query gives one. */
static int row_level(
    const struct rule *rule, const struct value *row, struct report *r)
{
	struct str said = value_find_text(row, "level");
	struct place place = {rule->sql_line, 1, 0};
	int found = 0, level = (int)rule->level;

	if (said.len)
		level = word(&found, said, levels);

	if (found < 0)
		report_add(r, FINDING_RULE, rule->path, place,
		    "查询给出的 level 没有“%.*s”这样的写法", STR_ARGS(said));
	return found < 0 ? -1 : level;
}

static void finding_add(const struct run *run, const struct rule *rule,
    struct locator *l, const struct value *row, struct report *r)
{
	int level = row_level(rule, row, r);
	struct finding f = {
	    .id = rule->id,
	    .name = rule->name,
	    .level = level == RULE_WARNING ? LEVEL_WARNING : LEVEL_ERROR,
	    .blocks = rule->blocks,
	    .clause = rule->clause,
	};
	struct book_place at;
	struct str reason;

	if (level < 0 || !place_find(&at, l, row))
		return;
	f.path = at.path;
	f.place = at.place;
	f.message = rendered(run, rule, "says", row, r);
	f.remedy = rendered(run, rule, "remedy", row, r);
	reason = book_explanation(run->book, at.record, rule->id);
	if (level == RULE_EXPLAINABLE && reason.len) {
		f.level = LEVEL_WARNING;
		f.message = arena_printf(r->arena, "%.*s（情况说明：%.*s）",
		    STR_ARGS(f.message), STR_ARGS(reason));
		f.remedy = STR("由牵头单位审核情况说明");
	}
	report_copy(r, &f);
}

/* The sentences may use what the query gives, and nothing else. */
static int sentences_check(const struct run *run, const struct rule *rule,
    const struct query *q, struct report *r)
{
	size_t n = query_column_count(q), i;
	struct str *names = arena_array(r->arena, n, sizeof *names);
	struct template_scope scope = {.names = names, .count = n};
	static const char *const which[] = {"says", "remedy"};
	struct template_shapes none = {0};
	int status = 0;

	for (i = 0; i < n; i++)
		names[i] = query_column(q, i);
	for (i = 0; i < 2; i++)
		if (template_check(&run->rules->sentences,
			arena_printf(
			    r->arena, "%.*s %s", STR_ARGS(rule->id), which[i]),
			&scope, &none, r))
			status = -1;
	return status;
}

static bool has_columns(const struct query *q)
{
	size_t n = query_column_count(q);

	if (n >= 3 && str_is(query_column(q, 0), "file"))
		return str_is(query_column(q, 1), "line") &&
		    str_is(query_column(q, 2), "column");
	return n >= 2 && str_is(query_column(q, 0), "id") &&
	    str_is(query_column(q, 1), "field");
}

/* What a query finds in the folders that are looked at, by the column `id` or
 * by `file`. */
static struct str sql_within(
    const struct run *run, struct arena *a, struct str sql, bool by_id)
{
	struct buf b = {0};
	struct str within;
	int64_t from, to;
	size_t i;

	while (sql.len && strchr(" \t\n;", sql.data[sql.len - 1]))
		sql.len--;
	buf_text(&b, "SELECT * FROM (");
	buf_str(&b, sql);
	/* It may end in a comment. */
	buf_text(&b, "\n) WHERE ");
	for (i = 0; i < run->folder_count; i++) {
		struct str folder = run->folders[i];

		if (i)
			buf_text(&b, " OR ");
		book_rows(run->book, folder, &from, &to);
		if (by_id)
			buf_printf(&b, "(id >= %lld AND id < %lld)",
			    (long long)from, (long long)to);
		else
			buf_printf(&b,
			    "file = '%.*s' OR"
			    " (file > '%.*s/' AND file < '%.*s0')",
			    STR_ARGS(folder), STR_ARGS(folder),
			    STR_ARGS(folder));
	}
	within = arena_str(a, buf_view(&b));
	buf_release(&b);
	return within;
}

static struct query *query_within(
    struct run *run, unsigned worker, size_t number, bool by_id)
{
	const struct rule *rule = &run->rules->rules[number];
	struct arena *a = &run->arenas[number], own = {0};
	struct report quiet;
	struct query *q;

	report_init(&quiet, &own);
	q = query_make(run->connections[worker], a,
	    sql_within(run, a, rule->sql, by_id), FINDING_RULE, rule->path,
	    (struct place){0}, &quiet);
	arena_release(&own);
	return q && str_is(query_column(q, 0), by_id ? "id" : "file") ? q
								      : NULL;
}

/* The rule's own query, where it cannot be held to the folders: it says what
 * is wrong, or finds more than is wanted. */
static struct query *rule_query(
    struct run *run, unsigned worker, size_t number, struct report *r)
{
	const struct rule *rule = &run->rules->rules[number];
	struct place place = {rule->sql_line, 1, 0};
	struct query *q = NULL;

	if (run->folder_count)
		q = query_within(run, worker, number, true);
	if (run->folder_count && !q)
		q = query_within(run, worker, number, false);
	return q ? q
		 : query_make(run->connections[worker], &run->arenas[number],
		       rule->sql, FINDING_RULE, rule->path, place, r);
}

static void rule_run(struct run *run, unsigned worker, size_t number)
{
	const struct rule *rule = &run->rules->rules[number];
	struct report *r = &run->reports[number];
	struct place place = {rule->sql_line, 1, 0};
	struct arena rows_arena = {0};
	struct value *rows;
	struct query *q;
	size_t i;

	if (date_days(rule->from) > date_days(book_today(run->book)))
		return;
	if (!run->connections[worker])
		run->connections[worker] =
		    connection_open(run->book, EDITION_INTERNAL, r);
	if (!run->locators[worker])
		run->locators[worker] = locator_open(run->book, r);
	if (!run->connections[worker] || !run->locators[worker])
		return;
	q = rule_query(run, worker, number, r);
	if (!q)
		return;
	if (!has_columns(q)) {
		report_add(r, FINDING_RULE, rule->path, place,
		    "查询的头几列应是 id、field，或 file、line、column");
		return;
	}
	if (!sentences_check(run, rule, q, r) &&
	    !query_run(q, &rows_arena, NULL, 0, &rows, r))
		for (i = 0; i < rows->count; i++)
			finding_add(run, rule, run->locators[worker],
			    rows->items[i], r);
	arena_release(&rows_arena);
}

static void run_one(void *self, unsigned worker, size_t number)
{
	struct run *run = self;
	const struct progress *p = book_progress(run->book);
	struct str id = run->rules->rules[number].id;

	progress_part(p, "规则", id, false);
	rule_run(run, worker, number);
	progress_part(p, "规则", id, true);
}

static bool rules_have(const struct rules *rs, struct str id)
{
	size_t i;

	for (i = 0; i < rs->count; i++)
		if (str_equal(rs->rules[i].id, id))
			return true;
	return false;
}

/* A reason given for a rule that there is not would help nobody. */
static void explanations_check(
    const struct rules *rs, const struct book *b, struct report *r)
{
	size_t n, i, k;
	const struct explanation *all = book_explanations(b, &n);

	for (i = 0; i < n; i++) {
		struct str meant = {0};

		if (rules_have(rs, all[i].rule))
			continue;
		for (k = 0; k < rs->count; k++)
			if (str_distance(all[i].rule, rs->rules[k].id) < 3)
				meant = rs->rules[k].id;
		report_add(r, FINDING_REFERENCE_UNKNOWN, all[i].path,
		    all[i].place,
		    meant.len ? "没有“%.*s”这条规则，是不是“%.*s”？"
			      : "没有“%.*s”这条规则%.*s",
		    STR_ARGS(all[i].rule), STR_ARGS(meant));
		report_last(r)->remedy = STR("照检查结果方括号里的规则名写");
	}
}

int rules_run_in(const struct rules *rs, const struct book *b,
    const struct str *folders, size_t count, unsigned workers, struct report *r)
{
	struct run run = {
	    .rules = rs, .book = b, .folders = folders, .folder_count = count};
	struct arena a = {0};
	int status = 0;
	size_t i;

	explanations_check(rs, b, r);
	run.arenas = arena_array(&a, rs->count, sizeof *run.arenas);
	run.reports = arena_array(&a, rs->count, sizeof *run.reports);
	for (i = 0; i < rs->count; i++)
		report_init(&run.reports[i], &run.arenas[i]);
	pool_run(workers, rs->count, run_one, &run);
	for (i = 0; i < POOL_WORKERS_MAX; i++) {
		connection_close(run.connections[i]);
		locator_close(run.locators[i]);
	}
	for (i = 0; i < rs->count; i++) {
		if (report_blocks(&run.reports[i]))
			status = -1;
		report_join(r, &run.reports[i]);
		arena_release(&run.arenas[i]);
	}
	arena_release(&a);
	return status;
}

int rules_run(const struct rules *rs, const struct book *b, unsigned workers,
    struct report *r)
{
	return rules_run_in(rs, b, NULL, 0, workers, r);
}
