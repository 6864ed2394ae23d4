/* SPDX-License-Identifier: MIT */
/* explain: a section of the handbook, a kind of record, or the list of all. */
#include <stdio.h>

#include "base/handbook.h"
#include "base/utf8.h"
#include "book/form.h"
#include "book/rule.h"
#include "print.h"
#include "source.h"

/* The first rows of those that read a tree; the day does not matter here. */
static const struct option_row explain_options[] = {
    SOURCE_TREE_ROWS,
    {NULL, NULL, NULL},
};

/* What can be explained: a rule of the tree, or a finding of the program. */
struct topic {
	struct str id, name, clause, remedy, section;
	const char *level;
};

struct topics {
	struct topic *topics;
	size_t count;
	size_t rule_count; /* so many of them, the first, are rules */
};

static void topics_list(
    struct topics *ts, struct arena *a, const struct rules *rs)
{
	size_t i;

	ts->topics =
	    arena_array(a, rs->count + FINDING_COUNT, sizeof *ts->topics);
	ts->rule_count = rs->count;
	for (i = 0; i < rs->count; i++) {
		const struct rule *r = &rs->rules[i];

		ts->topics[ts->count++] =
		    (struct topic){r->id, r->name, r->clause, rule_remedy(r, a),
			r->section, rule_level_name(r->level)};
	}
	for (i = 0; i < FINDING_COUNT; i++) {
		const struct finding_sort *f = &finding_sorts[i];
		struct str id = str_from(f->id);

		ts->topics[ts->count++] = (struct topic){id, str_from(f->name),
		    {0}, str_from(f->remedy), handbook_section(id),
		    level_name(f->level)};
	}
}

static const struct topic *topic_find(const struct topics *ts, struct str name)
{
	size_t i;

	for (i = 0; i < ts->count; i++)
		if (str_equal(ts->topics[i].id, name) ||
		    str_equal(ts->topics[i].name, name))
			return &ts->topics[i];
	return NULL;
}

/* The one that is spelt most like it; NULL: none is near. */
static const struct topic *topic_near(const struct topics *ts, struct str name)
{
	const struct topic *near = NULL;
	unsigned best = (unsigned)(name.len / 3) + 1;
	size_t i;

	for (i = 0; i < ts->count; i++) {
		unsigned far = str_distance(ts->topics[i].id, name);

		if (far < best) {
			best = far;
			near = &ts->topics[i];
		}
	}
	return near;
}

static void list_print(const struct topics *ts)
{
	size_t width = 0, i;

	for (i = 0; i < ts->count; i++)
		if (ts->topics[i].id.len > width)
			width = ts->topics[i].id.len;
	for (i = 0; i < ts->count; i++) {
		const struct topic *t = &ts->topics[i];

		if (!i && ts->rule_count)
			puts("方案的规则：");
		if (i == ts->rule_count)
			printf("%s程序的检查：\n", i ? "\n" : "");
		printf("  %.*s%*s", STR_ARGS(t->id),
		    (int)(width - t->id.len) + 2, "");
		print_safe(stdout, t->name);
		putchar('\n');
	}
}

/* Markdown as it is, but for the fences: what is between them stands to the
 * right. */
static void section_print(struct str section)
{
	struct str rest = handbook_text(section), line;
	bool is_code = false;

	while (str_next(&rest, '\n', &line)) {
		if (str_begins(line, STR("```"))) {
			is_code = !is_code;
			continue;
		}
		fputs(is_code && line.len ? "    " : "", stdout);
		print_safe(stdout, line);
		putchar('\n');
	}
}

static void topic_print(const struct topic *t)
{
	print_safe(stdout, t->name);
	printf(" [%.*s]\n\n级别：%s\n", STR_ARGS(t->id), t->level);
	if (t->clause.len) {
		fputs("依据：", stdout);
		print_safe(stdout, t->clause);
		putchar('\n');
	}
	fputs("办法：", stdout);
	print_safe(stdout, t->remedy);
	puts("\n");
	section_print(t->section);
}

static int topic_unknown(const struct topics *ts, struct str name)
{
	const struct topic *near = topic_near(ts, name);

	fputs("taizhang: 没有“", stderr);
	print_safe(stderr, name);
	fputs("”这条规则或检查", stderr);
	if (near)
		fprintf(stderr, "，是不是“%.*s”？\n", STR_ARGS(near->id));
	else if (!ts->rule_count)
		fputs(
		    "；方案的规则要在仓库的目录里看，或用 -C 写明仓库在哪里\n",
		    stderr);
	else
		fputs("\n有哪些：taizhang explain\n", stderr);
	return EXIT_USAGE;
}

/* What a record of this kind is, where it lies, and one to fill in. */
static void kind_print(const struct kind *k)
{
	struct buf form = {0};

	print_safe(stdout, k->name);
	fputs("\n\n", stdout);
	print_safe(stdout, k->help);
	fputs("\n放在 content/", stdout);
	print_safe(stdout, k->files);
	fputs("\n\n", stdout);
	form_example(&form, k);
	fwrite(form.data, 1, form.len, stdout);
	buf_release(&form);
}

static void kinds_list(const struct schema *s)
{
	size_t i;

	if (s->kind_count)
		puts("\n记录的种类：");
	for (i = 0; i < s->kind_count; i++) {
		fputs("  ", stdout);
		print_safe(stdout, s->kinds[i]->name);
		fputs("：", stdout);
		print_safe(stdout, s->kinds[i]->help);
		putchar('\n');
	}
}

static int explain_run(const struct options *o)
{
	struct arena a = {0}, report_arena = {0};
	struct source_tree source;
	struct rules rules = {0};
	struct topics topics = {0};
	struct schema schema = {0};
	struct report r;
	int status;

	report_init(&r, &report_arena);
	status = source_open(&source, &a, &command_explain, o, &r);
	/* Without a tree there are still the findings of the program. */
	if (status == EXIT_CLEAN) {
		rules_read(&rules, &a, &source.tree, &r);
		schema_read(&schema, &a, &source.tree, &r);
	} else if (o->values[SOURCE_REV] || o->values[SOURCE_FOLDER]) {
		report_print(stderr, &r, LEVEL_ERROR, NULL);
		status = report_status(&r);
		goto done;
	}
	topics_list(&topics, &a, &rules);
	status = EXIT_CLEAN;
	if (!o->rest_count) {
		list_print(&topics);
		kinds_list(&schema);
		puts("\n逐条说明：taizhang explain 名称");
	} else {
		struct str name = str_from(o->rest[0]);
		const struct topic *t = topic_find(&topics, name);
		const struct kind *k = schema_kind(&schema, name);

		if (t)
			topic_print(t);
		else if (k)
			kind_print(k);
		else
			status = topic_unknown(&topics, name);
	}
done:
	tree_release(&source.tree);
	arena_release(&report_arena);
	arena_release(&a);
	return status;
}

const struct command command_explain = {
    .name = "explain",
    .usage = "[-C 目录] [--rev 版本] [名称]",
    .summary =
	"说明一条规则或检查：什么意思、怎样改、正反例子；或一种记录怎样填",
    .about =
	"名称是检查结果方括号里的字，也可以写中文名，或一种记录的名称；不写就\n列出全部。\n",
    .options = explain_options,
    .rest_max = 1,
    .run = explain_run,
};
