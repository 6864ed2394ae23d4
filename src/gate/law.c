/* SPDX-License-Identifier: MIT */
/* Roster and journal are read file by file; the plan's views are asked only
 * where the kind's row needs them. */
#include "law.h"

#include "book/front.h"
#include "book/match.h"

static const struct place whole_file = {0};

int law_read_at(struct law *law, struct arena *a, const struct store *s,
    const struct oid *main, struct date today, struct report *r)
{
	struct tree_part part = {.path = {"content/plan", 12}};
	struct arena own = {0};
	struct report quiet;
	struct str text;

	*law =
	    (struct law){.store = s, .arena = a, .main = *main, .today = today};
	part.commit = law->main.hex;
	if (repo_compose(&law->plan, a, store_path(s), store_quarantine(s),
		&part, 1, r) ||
	    schema_read(&law->schema, a, &law->plan, r) ||
	    store_file(&text, s, a, &law->main, roster_path, TREE_TEXT_MAX, r))
		return -1;
	if (!text.data)
		return report_add(r, FINDING_GATE_CLOSED, roster_path,
		    whole_file, "main 上没有人员名册");
	/* A line of the roster that is wrong shuts out that user alone. */
	report_init(&quiet, &own);
	roster_parse(&law->roster, a, text, &quiet);
	arena_release(&own);
	return 0;
}

int law_read(struct law *law, struct arena *a, const struct store *s,
    struct date today, struct report *r)
{
	struct oid main;

	*law = (struct law){0};
	if (store_main(&main, s, r))
		return -1;
	if (oid_is_none(&main))
		return report_add(r, FINDING_GATE_CLOSED, store_path(s),
		    whole_file, "版本库里没有 main");
	return law_read_at(law, a, s, &main, today, r);
}

void law_release(struct law *law)
{
	if (law->plan.source)
		tree_release(&law->plan);
}

static const struct kind *kind_at(
    struct str *id, const struct law *law, const struct door *d, bool is_added)
{
	struct str path = arena_printf(law->arena, "units/%.*s/%s",
	    STR_ARGS(d->object), is_added ? "01.md" : "index.md");
	struct match m;

	if (!schema_match(&m, law->arena, &law->schema, path) ||
	    m.kind->handling.submitter == SUBMIT_NOBODY ||
	    m.kind->handling.is_appended != is_added)
		return NULL;
	/* Of what is added to, the folder has the name; its files have more. */
	*id = is_added ? str_slice(m.id, 0, m.id.len - 3) : m.id;
	return m.kind;
}

const struct kind *law_kind(const struct law *law, const struct door *d)
{
	struct str id;
	const struct kind *k = kind_at(&id, law, d, false);

	return k ? k : kind_at(&id, law, d, true);
}

struct str law_unit_name(const struct law *law, struct str code)
{
	const struct entry *e =
	    tree_find(&law->plan, STR("content/plan/units.yaml"));
	const struct value *units;
	struct arena own = {0};
	struct report quiet;
	struct str text, name = {0};
	size_t i;

	report_init(&quiet, &own);
	if (e && !tree_read_once(&law->plan, e, &own, &text, &quiet)) {
		units = value_find(
		    front_parse_yaml(&own, text, e->path, &quiet), STR("单位"));
		for (i = 0;
		     units && units->type == VALUE_LIST && i < units->count;
		     i++)
			if (str_equal(
				value_find_text(units->items[i], "代码"), code))
				name = value_find_text(units->items[i], "名称");
	}
	name = arena_str(law->arena, name.len ? name : code);
	arena_release(&own);
	return name;
}

int law_journal(struct journal *j, const struct law *law, const struct door *d,
    size_t most, struct report *r)
{
	struct str *names, text;
	size_t n, i, left = most;

	if (store_names(
		&names, &n, law->store, law->arena, &law->main, d->journal, r))
		return -1;
	/* They are sorted. */
	for (i = n; i && (left || !most); i--)
		left -= event_number(names[i - 1]) > 0;
	for (; i < n; i++) {
		unsigned number = event_number(names[i]);
		struct str path = arena_printf(law->arena, "%.*s/%.*s",
		    STR_ARGS(d->journal), STR_ARGS(names[i]));

		/* The plan's journal stands above those of a unit "plan". */
		if (!number)
			continue;
		if (store_file(&text, law->store, law->arena, &law->main, path,
			TREE_TEXT_MAX, r) ||
		    journal_add(j, law->arena, number, text, path, r))
			return -1;
	}
	return 0;
}

bool law_received(
    struct oid *commit, const struct law *law, const struct event *receipt)
{
	return receipt && oid_parse(commit, receipt->commit) &&
	    store_has_commit(law->store, commit);
}

/* Whose the plan is that was handed in: the unit of who did. */
static struct str pusher_unit(const struct law *law, const struct journal *j)
{
	const struct event *receipt = journal_receipt(j);
	size_t i;

	for (i = 0; receipt && i < law->roster.count; i++)
		if (str_equal(law->roster.users[i].name, receipt->who))
			return law->roster.users[i].unit;
	return (struct str){0};
}

int law_case(struct case_of *c, const struct law *law, const struct door *d,
    struct report *r)
{
	*c = (struct case_of){0};
	if (!d->is_plan) {
		c->kind = kind_at(&c->id, law, d, false);
		if (!c->kind)
			c->kind = kind_at(&c->id, law, d, true);
		if (!c->kind)
			return report_add(r, FINDING_GATE_REF, d->folders[0],
			    whole_file, "没有哪种材料放在这个目录");
	}
	if (law_journal(&c->journal, law, d, 0, r))
		return -1;
	c->matter = (struct matter){.door = d,
	    .handling = c->kind ? &c->kind->handling : &handling_plan,
	    .unit = d->is_plan ? pusher_unit(law, &c->journal) : d->unit,
	    .roster = &law->roster,
	    .journal = &c->journal,
	    .today = law->today};
	return 0;
}

/* --- the small book ------------------------------------------------------- */

static bool wants_leads(const struct handling *h)
{
	size_t i;

	for (i = 0; h->deciders && i < h->deciders->count; i++)
		if (str_is(h->deciders->items[i]->text, "lead"))
			return true;
	return false;
}

static const struct str leads_sql = {
    "SELECT 单位 FROM 审核牵头 WHERE 对象 = :o ORDER BY 序, 单位",
    sizeof "SELECT 单位 FROM 审核牵头 WHERE 对象 = :o ORDER BY 序, 单位" - 1};
static const struct str due_sql = {"SELECT 期限 FROM 报送期限 WHERE 对象 = :o",
    sizeof "SELECT 期限 FROM 报送期限 WHERE 对象 = :o" - 1};

int law_book(struct law_book *lb, const struct law *law,
    const struct tree_part *parts, size_t count, struct date today,
    const struct str *questions, size_t n, struct report *r)
{
	struct book_options o = {.today = today, .workers = 1};
	struct book_asked asked = {
	    .is_trusted = true, .is_only = true, .is_blind = true};
	struct report quiet;
	size_t i;

	*lb = (struct law_book){0};
	/* What is wrong with a record is the check's to say, and stops nothing
	 * that is asked here. */
	report_init(&quiet, &lb->arena);
	for (i = 0; i < n; i++)
		book_asked_add(&asked, &lb->arena, questions[i]);
	o.asked = &asked;
	if (!repo_compose(&lb->tree, &lb->arena, store_path(law->store),
		store_quarantine(law->store), parts, count, &quiet))
		lb->book = book_make(&lb->tree, &o, &quiet);
	if (lb->book)
		lb->connection = connection_open(lb->book, EDITION_INTERNAL, r);
	else
		report_join(r, &quiet);
	return lb->connection ? 0 : -1;
}

int law_book_ask(struct value **rows, const struct law_book *lb,
    struct arena *a, struct str question, const struct value *const *parameters,
    struct report *r)
{
	struct query *q = query_make(lb->connection, a, question, FINDING_VIEW,
	    STR("content/plan/views.sql"), whole_file, r);

	return q ? query_run(q, a, parameters, 0, rows, r) : -1;
}

void law_book_release(struct law_book *lb)
{
	connection_close(lb->connection);
	book_free(lb->book);
	if (lb->tree.source)
		tree_release(&lb->tree);
	arena_release(&lb->arena);
}

/* One column of one view, of this object. */
static int ask(struct value **rows, const struct law_book *lb, struct arena *a,
    struct str sql, struct str id, struct report *r)
{
	const struct value *parameter = value_text(a, id);

	return law_book_ask(rows, lb, a, sql, &parameter, r);
}

static int leads_ask(struct case_of *c, const struct law_book *lb,
    const struct law *law, struct report *r)
{
	struct value *rows;
	struct str *leads;
	size_t i;

	if (ask(&rows, lb, law->arena, leads_sql, c->id, r))
		return -1;
	leads = arena_array(law->arena, rows->count, sizeof *leads);
	for (i = 0; i < rows->count; i++)
		leads[i] = value_find_text(rows->items[i], "单位");
	c->matter.leads = leads;
	c->matter.lead_count = rows->count;
	return 0;
}

static int due_ask(struct str *due, struct case_of *c,
    const struct law_book *lb, const struct law *law, struct report *r)
{
	struct value *rows;

	if (ask(&rows, lb, law->arena, due_sql, c->id, r))
		return -1;
	if (rows->count)
		*due = value_find_text(rows->items[0], "期限");
	return 0;
}

/* Has it to be asked at all? Until it is, nothing is known. */
static bool is_question(const struct law_question *q)
{
	const struct handling *h = q->at->matter.handling;

	q->at->is_asked = true;
	if (q->due)
		*q->due = (struct str){0};
	return !q->at->matter.door->is_plan &&
	    (wants_leads(h) || (q->due && h->is_due));
}

static int question_ask(const struct law_question *q, const struct law_book *lb,
    const struct law *law, struct report *r)
{
	const struct handling *h = q->at->matter.handling;

	if (wants_leads(h) && leads_ask(q->at, lb, law, r))
		return -1;
	return q->due && h->is_due ? due_ask(q->due, q->at, lb, law, r) : 0;
}

/* The plan, and what is asked about: one more than `count`. */
static struct tree_part *parts_make(
    const struct law_question *const *open, size_t count, const struct law *law)
{
	struct tree_part *parts =
	    arena_array(law->arena, count + 1, sizeof *parts);
	size_t i;

	parts[0] = (struct tree_part){
	    .commit = law->main.hex, .path = {"content/plan", 12}};
	for (i = 0; i < count; i++)
		parts[i + 1] =
		    (struct tree_part){.commit = open[i]->commit->hex,
			.path = open[i]->at->matter.door->folders[0]};
	return parts;
}

int law_ask_all(const struct law_question *questions, size_t count,
    const struct law *law, struct report *r)
{
	const struct str asked[] = {leads_sql, due_sql};
	const struct law_question **open =
	    arena_array(law->arena, count, sizeof *open);
	struct law_book lb;
	size_t n = 0, i;
	int status;

	for (i = 0; i < count; i++)
		if (is_question(&questions[i]))
			open[n++] = &questions[i];
	if (!n)
		return 0;
	status = law_book(
	    &lb, law, parts_make(open, n, law), n + 1, law->today, asked, 2, r);
	for (i = 0; i < n && !status; i++)
		status = question_ask(open[i], &lb, law, r);
	law_book_release(&lb);
	return status;
}

int law_ask(struct case_of *c, struct str *due, const struct law *law,
    const struct oid *commit, struct report *r)
{
	struct law_question question = {c, due, commit};

	return law_ask_all(&question, 1, law, r);
}
