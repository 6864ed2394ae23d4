/* SPDX-License-Identifier: MIT */
/*
 * Runs the cases below tests/case/, each a text file: what it shows, a small
 * source tree, and what must come of it. All of it happens in memory.
 *
 *     # the first line says what it shows [id of the rule or finding]
 *     today: 2026-11-22         all of these may be left out
 *     edition: internal         default: public
 *     plan: no                  the case brings content/plan itself
 *     rules: steps-at-least     of the project's rules only these, or none
 *     layouts: yes              the project's own; else one tiny page
 *     base: window-good         begin with the files of base/window-good.case
 *     show: mended remedy clause      more about each finding
 *     todo: why                 known to fail, for this reason
 *     all: yes                  findings of the project's own plan too
 *     loose: yes                its queries leave an order open on purpose
 *     -- content/units/mzj/2026-11/window/index.md --
 *     the bytes of the file
 *     == report ==
 *     path:line:column: level: sentence [id]
 *     == portal index.html ==              this text and no other
 *     == portal contains index.html ==     each line occurs in it
 *     == portal lacks index.html ==        no line occurs in it
 *     == portal absent index.html ==       there is no such file
 *     == portal files ==                   the paths of all files
 *     == portal nowhere ==                 no line occurs in any file
 *
 * Behind a file's path may stand, in brackets and joined by blanks:
 *
 *     escaped   \t \r \n \\ \xNN, \{300*text} for text 300 times, and a "\"
 *               at the end of a line swallows the line end
 *     hex       pairs of hexadecimal digits
 *     edit      a diff of whole lines against the base or the project: " "
 *               stays, "-" goes, "+" comes; an empty line between two hunks
 *     from a/b  the base's file a/b, moved here; below may stand an edit
 *     removed   the base's file is not there
 *
 * Every case is built with one worker, and with several while the rows whose
 * order a query leaves open come the other way round, and checked without a
 * portal; what they find must be the same. With --bless the report, the whole
 * texts and the list of files are rewritten to what came out.
 */
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/disk.h"
#include "escape.h"
#include "web/site.h"

enum { CASE_SIZE_MAX = 1 << 20, BASES_MAX = 4, WORKERS = 3 };

static const char *const cases_folder = "tests/case";

enum section_type {
	SECTION_REPORT,
	SECTION_FILES,
	SECTION_WHOLE,
	SECTION_CONTAINS,
	SECTION_LACKS,
	SECTION_ABSENT,
	SECTION_NOWHERE,
};

/* What is expected. */
struct section {
	enum section_type type;
	struct str path; /* in the portal */
	struct str body;
	uint32_t line;	 /* of its head */
	size_t from, to; /* of its body, in the case's text */
};

struct file {
	struct str path, bytes;
	bool is_removed;
};

struct test {
	struct str path, text, title;
	struct arena *arena;
	struct site_options options;
	bool has_plan, has_layouts, is_all;
	bool is_loose;	  /* its queries leave an order open on purpose */
	struct str rules; /* joined by blanks; empty: all */
	struct str todo;
	bool shows_mended, shows_remedy, shows_clause;
	struct file *files; /* its own */
	size_t file_count, file_cap;
	struct section *sections;
	size_t section_count, section_cap;
	unsigned depth; /* of bases */
	const struct tree *project;
	struct buf faults; /* why the case cannot be run */
};

static void fault(
    struct test *t, uint32_t line, const char *what, struct str shown)
{
	buf_printf(&t->faults, "# %.*s:%u: %s %.*s\n", STR_ARGS(t->path), line,
	    what, STR_ARGS(shown));
}

/* --- files ---------------------------------------------------------------- */

static struct file *file_find(const struct test *t, struct str path)
{
	size_t i;

	for (i = 0; i < t->file_count; i++)
		if (str_equal(t->files[i].path, path))
			return &t->files[i];
	return NULL;
}

static struct file *file_make(struct test *t, struct str path)
{
	struct file *f = file_find(t, path);

	if (f)
		return f;
	t->files = arena_grow(
	    t->arena, t->files, t->file_count, &t->file_cap, sizeof *t->files);
	f = &t->files[t->file_count++];
	*f = (struct file){.path = path};
	return f;
}

static bool hex_decode(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.data[i] == ' ' || s.data[i] == '\n')
			continue;
		if (!hex_byte(out, s, i++))
			return false;
	}
	return true;
}

/* The bytes that an edit begins with: the case's own file or the project's. */
static bool file_before(struct test *t, struct str path, struct str *bytes)
{
	const struct file *f = file_find(t, path);
	const struct entry *e = f ? NULL : tree_find(t->project, path);

	if (f)
		*bytes = f->bytes;
	else if (e)
		*bytes = e->bytes;
	return f || e;
}

/* Offset of these whole lines in text; SIZE_MAX where not exactly once. */
static size_t lines_find(struct str text, struct str lines)
{
	size_t found = SIZE_MAX, at = 0;

	while (lines.len && (at = str_find(text, lines, at)) < text.len) {
		bool is_line = !at || text.data[at - 1] == '\n';

		if (is_line && found != SIZE_MAX)
			return SIZE_MAX;
		if (is_line)
			found = at;
		at++;
	}
	return found;
}

/* Takes one hunk off the front of *rest and applies it to *text. */
static bool hunk(struct test *t, struct str *rest, struct str *text)
{
	struct buf old = {0}, new = {0}, all = {0};
	struct str line;
	size_t at;

	while (str_next(rest, '\n', &line) && line.len) {
		if (line.data[0] != '+') {
			buf_str(&old, str_slice(line, 1, line.len));
			buf_byte(&old, '\n');
		}
		if (line.data[0] != '-') {
			buf_str(&new, str_slice(line, 1, line.len));
			buf_byte(&new, '\n');
		}
	}
	at = lines_find(*text, buf_view(&old));
	if (at != SIZE_MAX) {
		buf_str(&all, str_slice(*text, 0, at));
		buf_str(&all, buf_view(&new));
		buf_str(&all, str_slice(*text, at + old.len, text->len));
		*text = arena_str(t->arena, buf_view(&all));
	}
	buf_release(&old);
	buf_release(&new);
	buf_release(&all);
	return at != SIZE_MAX;
}

/* --- reading -------------------------------------------------------------- */

/* What is done to the file before: a diff, or no more than a new path. */
static struct str test_edit(struct test *t, struct str path, struct str from,
    struct str body, uint32_t line)
{
	struct str bytes = {0};

	if (!file_before(t, from, &bytes))
		fault(t, line, "nothing to edit:", from);
	else if (!str_equal(path, from))
		file_make(t, from)->is_removed = true;
	while (body.len)
		if (!hunk(t, &body, &bytes)) {
			fault(t, line, "a hunk does not fit", path);
			break;
		}
	return bytes;
}

static void test_file(struct test *t, struct str path, struct str how,
    struct str body, uint32_t line)
{
	bool is_moved = str_begins(how, STR("from "));
	struct buf bytes = {0};
	struct file *f;

	if (str_begins(how, STR("escaped")) || str_ends(how, STR(" escaped"))) {
		if (!unescape(&bytes, body))
			fault(t, line, "bad escape in", path);
		body = arena_str(t->arena, buf_view(&bytes));
	} else if (str_is(how, "hex")) {
		if (!hex_decode(&bytes, body))
			fault(t, line, "bad hex in", path);
		body = arena_str(t->arena, buf_view(&bytes));
	} else if (how.len && !is_moved && !str_is(how, "edit") &&
	    !str_is(how, "removed"))
		fault(t, line, "unknown words behind the path:", how);
	buf_release(&bytes);
	if (is_moved)
		body =
		    test_edit(t, path, str_slice(how, 5, how.len), body, line);
	else if (str_begins(how, STR("edit")))
		body = test_edit(t, path, path, body, line);
	f = file_make(t, path);
	f->bytes = body;
	f->is_removed = str_is(how, "removed");
}

static void test_expect(
    struct test *t, struct str head, const struct section *at)
{
	static const struct {
		const char *word;
		enum section_type type;
		bool has_path;
	} words[] = {
	    {"report", SECTION_REPORT, false},
	    {"portal files", SECTION_FILES, false},
	    {"portal nowhere", SECTION_NOWHERE, false},
	    {"portal contains ", SECTION_CONTAINS, true},
	    {"portal lacks ", SECTION_LACKS, true},
	    {"portal absent ", SECTION_ABSENT, true},
	    {"portal ", SECTION_WHOLE, true},
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		struct str word = str_from(words[i].word);
		struct section *s;

		if (words[i].has_path ? !str_begins(head, word)
				      : !str_equal(head, word))
			continue;
		t->sections = arena_grow(t->arena, t->sections,
		    t->section_count, &t->section_cap, sizeof *t->sections);
		s = &t->sections[t->section_count++];
		*s = *at;
		s->type = words[i].type;
		s->path = str_slice(head, word.len, head.len);
		return;
	}
	fault(t, at->line, "unknown section:", head);
}

/* "-- head --" or "== head =="; empty: it is no head. */
static struct str head_of(struct str line)
{
	bool is_file =
	    str_begins(line, STR("-- ")) && str_ends(line, STR(" --"));
	bool is_expected =
	    str_begins(line, STR("== ")) && str_ends(line, STR(" =="));

	if ((!is_file && !is_expected) || line.len < 7)
		return STR("");
	return str_slice(line, 3, line.len - 3);
}

static void test_section(
    struct test *t, struct str head, bool is_file, const struct section *at)
{
	size_t bracket = str_find(head, STR(" ("), 0);
	struct str how = str_slice(head, bracket + 2, head.len);

	if (!is_file) {
		test_expect(t, head, at);
		return;
	}
	if (how.len)
		how.len--;
	test_file(t, str_slice(head, 0, bracket), how, at->body, at->line);
}

static bool yes(struct test *t, uint32_t line, struct str said)
{
	if (!str_is(said, "yes") && !str_is(said, "no"))
		fault(t, line, "yes or no, not", said);
	return str_is(said, "yes");
}

static void test_base(struct test *t, uint32_t line, struct str name);

static void test_option(
    struct test *t, uint32_t line, struct str key, struct str said)
{
	if (str_is(key, "base"))
		test_base(t, line, said);
	else if (str_is(key, "plan"))
		t->has_plan = yes(t, line, said);
	else if (str_is(key, "todo"))
		t->todo = said;
	else if (str_is(key, "rules"))
		t->rules = said;
	else if (str_is(key, "layouts"))
		t->has_layouts = yes(t, line, said);
	else if (str_is(key, "all"))
		t->is_all = yes(t, line, said);
	else if (str_is(key, "loose"))
		t->is_loose = yes(t, line, said);
	else if (str_is(key, "show")) {
		t->shows_mended = str_find(said, STR("mended"), 0) < said.len;
		t->shows_remedy = str_find(said, STR("remedy"), 0) < said.len;
		t->shows_clause = str_find(said, STR("clause"), 0) < said.len;
	} else if (str_is(key, "edition") &&
	    (str_is(said, "public") || str_is(said, "internal")))
		t->options.edition =
		    str_is(said, "public") ? EDITION_PUBLIC : EDITION_INTERNAL;
	else if (!str_is(key, "today") || !date_parse(&t->options.today, said))
		fault(t, line, "no such option:", key);
}

/* A line before the first section. */
static void test_head(struct test *t, uint32_t line, struct str s)
{
	size_t colon = str_find_byte(s, ':', 0);

	if (line == 1 && str_begins(s, STR("# ")))
		t->title = str_slice(s, 2, s.len);
	else if (line == 1)
		fault(t, line, "the first line says what it shows:", s);
	else if (s.len && s.data[0] != '#')
		test_option(t, line, str_slice(s, 0, colon),
		    str_trim(str_slice(s, colon + 1, s.len)));
}

static void test_parse(struct test *t, struct str text)
{
	struct section at = {0};
	struct str head = {0}, line, rest = text;
	bool is_file = false;
	uint32_t number = 0;

	while (str_next(&rest, '\n', &line)) {
		size_t start = (size_t)(line.data - text.data);
		struct str next = head_of(line);

		number++;
		if (!head.len && !next.len)
			test_head(t, number, line);
		if (!next.len)
			continue;
		if (head.len) {
			at.to = start;
			at.body = str_slice(text, at.from, at.to);
			test_section(t, head, is_file, &at);
		}
		head = next;
		is_file = line.data[0] == '-';
		at = (struct section){
		    .line = number, .from = start + line.len + 1};
	}
	if (!head.len)
		return;
	at.to = text.len;
	at.body = str_slice(text, at.from, at.to);
	test_section(t, head, is_file, &at);
}

static int text_read(struct test *t, struct str path, struct str *text)
{
	struct report r;

	report_init(&r, t->arena);
	return disk_read(text, t->arena, path, CASE_SIZE_MAX, &r);
}

/* The base's files and options; what it expects is its own. */
static void test_base(struct test *t, uint32_t line, struct str name)
{
	struct str path = arena_printf(
	    t->arena, "%s/base/%.*s.case", cases_folder, STR_ARGS(name));
	struct str text, title = t->title;

	if (t->depth == BASES_MAX || text_read(t, path, &text)) {
		fault(t, line, "no such base:", name);
		return;
	}
	t->depth++;
	test_parse(t, text);
	t->depth--;
	t->title = title;
	t->todo = (struct str){0};
	t->section_count = 0;
}

static void test_read(struct test *t, struct arena *a,
    const struct tree *project, struct str path)
{
	*t = (struct test){
	    .path = path,
	    .arena = a,
	    .project = project,
	    .has_plan = true,
	    .options = {.today = {2026, 11, 22}, .commit = STR("worktree")},
	};
	if (text_read(t, path, &t->text))
		fault(t, 0, "cannot be read", STR(""));
	else
		test_parse(t, t->text);
}

/* --- running -------------------------------------------------------------- */

struct portal {
	struct sink sink; /* first */
	pthread_mutex_t lock;
	struct arena arena;
	struct tree tree;
	unsigned twice; /* paths put twice */
};

static int portal_put(
    struct sink *s, struct str path, struct str bytes, struct report *r)
{
	struct portal *p = (struct portal *)s;

	(void)r;
	pthread_mutex_lock(&p->lock);
	tree_add(&p->tree, &p->arena, arena_str(&p->arena, path))->bytes =
	    arena_str(&p->arena, bytes);
	pthread_mutex_unlock(&p->lock);
	return 0;
}

static bool is_below(struct str path, const char *folder)
{
	return str_begins(path, str_from(folder));
}

static bool has_rule(const struct test *t, struct str path)
{
	struct str name = path_name(path), rest = t->rules, rule;

	name = str_slice(name, 0, str_find(name, STR(".sql"), 0));
	while (str_next(&rest, ' ', &rule))
		if (str_equal(rule, name))
			return true;
	return !t->rules.len;
}

/* Is it of some of the project's rules, with no other views or pages? */
static bool is_of_rules(const struct test *t)
{
	return t->rules.len && !t->has_layouts && !t->is_all &&
	    !file_find(t, STR("content/plan/views.sql"));
}

/* Does this file of the project lie under the case? */
static bool is_under(const struct test *t, struct str path)
{
	if (is_below(path, "content/plan/rules/") && !has_rule(t, path))
		return false;
	if (is_below(path, "content/plan/drafts/") && is_of_rules(t))
		return false;
	if (is_below(path, "content/plan/"))
		return t->has_plan && !file_find(t, path);
	return is_below(path, "layouts/") && t->has_layouts &&
	    !file_find(t, path);
}

static void test_tree(const struct test *t, struct tree *tree)
{
	bool has_layout = t->has_layouts;
	size_t i;

	tree_init_memory(tree);
	for (i = 0; i < t->project->count; i++)
		if (is_under(t, t->project->entries[i].path))
			*tree_add(tree, t->arena, STR("")) =
			    t->project->entries[i];
	for (i = 0; i < t->file_count; i++) {
		const struct file *f = &t->files[i];
		struct entry *e;

		has_layout = has_layout || is_below(f->path, "layouts/");
		if (f->is_removed)
			continue;
		e = tree_add(tree, t->arena, f->path);
		e->bytes = f->bytes;
	}
	if (!has_layout)
		tree_add(tree, t->arena, STR("layouts/tiny.html"))->bytes =
		    STR("---\npath: index.html\n---\n<p>{{today}}</p>\n");
	tree_sort(tree);
}

static void finding_print(
    struct buf *b, const struct test *t, const struct finding *f)
{
	static const char *const levels[] = {"warning", "error", "failure"};

	buf_str(b, f->path);
	if (f->place.line)
		buf_printf(b, ":%u", f->place.line);
	if (f->place.line && f->place.column)
		buf_printf(b, ":%u", f->place.column);
	buf_printf(b, "%s%s: %.*s [%.*s]\n", f->path.len ? ": " : "",
	    levels[f->level], STR_ARGS(f->message), STR_ARGS(f->id));
	if (t->shows_mended && f->mended.len)
		buf_printf(b, "    改为 %.*s\n", STR_ARGS(f->mended));
	if (t->shows_clause && f->clause.len)
		buf_printf(b, "    依据 %.*s\n", STR_ARGS(f->clause));
	if (t->shows_remedy && f->remedy.len)
		buf_printf(b, "    办法 %.*s\n", STR_ARGS(f->remedy));
}

/* Builds into `p` (NULL: only checks) and adds the report's lines. */
static void test_build(
    const struct test *t, unsigned workers, struct portal *p, struct buf *said)
{
	struct site_options options = t->options;
	struct site_result result;
	struct arena a = {0};
	struct report r;
	struct tree tree;
	size_t i;

	report_init(&r, &a);
	test_tree(t, &tree);
	options.workers = workers;
	options.is_reversed = workers > 1 && !t->is_loose;
	/* The project's views are held against its kinds by the other cases. */
	options.is_trusted = is_of_rules(t);
	if (site_build(&result, &a, &tree, &options, p ? &p->sink : NULL, &r) &&
	    p)
		p->tree.count = 0;
	if (p)
		tree_sort(&p->tree);
	report_sort(&r);
	for (i = 0; i < r.count; i++)
		if (t->is_all || !is_under(t, r.findings[i].path))
			finding_print(said, t, &r.findings[i]);
	tree_release(&tree);
	arena_release(&a);
}

static bool portal_equals(const struct portal *a, const struct portal *b)
{
	size_t i;

	if (a->tree.count != b->tree.count)
		return false;
	for (i = 0; i < a->tree.count; i++) {
		const struct entry *x = &a->tree.entries[i];
		const struct entry *y = &b->tree.entries[i];

		if (!str_equal(x->path, y->path) ||
		    !str_equal(x->bytes, y->bytes))
			return false;
	}
	return true;
}

/* --- what is expected ----------------------------------------------------- */

static size_t lines_of(struct str text, struct str *lines, size_t max)
{
	size_t n = 0;

	while (n < max && str_next(&text, '\n', &lines[n]))
		n++;
	return n;
}

enum { DIFF_LINES_MAX = 400 };

static void diff_line(char mark, struct str line)
{
	printf("# %c%.*s\n", mark, STR_ARGS(line));
}

/* The longest common run of lines stays; the rest goes or comes. */
static void diff(struct str expected, struct str actual)
{
	static struct str a[DIFF_LINES_MAX], b[DIFF_LINES_MAX];
	static unsigned short best[DIFF_LINES_MAX + 1][DIFF_LINES_MAX + 1];
	size_t n = lines_of(expected, a, DIFF_LINES_MAX);
	size_t m = lines_of(actual, b, DIFF_LINES_MAX);
	size_t i, k;

	for (i = n + 1; i--;)
		for (k = m + 1; k--;) {
			if (i == n || k == m)
				best[i][k] = 0;
			else if (str_equal(a[i], b[k]))
				best[i][k] =
				    (unsigned short)(best[i + 1][k + 1] + 1);
			else
				best[i][k] = best[i + 1][k] > best[i][k + 1]
				    ? best[i + 1][k]
				    : best[i][k + 1];
		}
	i = k = 0;
	while (i < n || k < m) {
		if (i < n && k < m && str_equal(a[i], b[k])) {
			diff_line(' ', a[i++]);
			k++;
		} else if (i < n &&
		    (k == m || best[i + 1][k] >= best[i][k + 1]))
			diff_line('-', a[i++]);
		else
			diff_line('+', b[k++]);
	}
}

static void complain(
    const struct test *t, uint32_t line, const char *what, struct str shown)
{
	printf("# %.*s:%u: %s%s%.*s\n", STR_ARGS(t->path), line, what,
	    shown.len ? ": " : "", STR_ARGS(shown));
}

static const struct entry *holder(const struct portal *p, struct str what)
{
	size_t i;

	for (i = 0; i < p->tree.count; i++) {
		const struct entry *e = &p->tree.entries[i];

		if (str_find(e->bytes, what, 0) < e->bytes.len ||
		    str_find(e->path, what, 0) < e->path.len)
			return e;
	}
	return NULL;
}

/* The lines of "contains", "lacks" and "nowhere". */
static bool lines_meet(
    const struct test *t, const struct section *s, const struct portal *p)
{
	const struct entry *e = tree_find(&p->tree, s->path);
	struct str rest = s->body, line;
	uint32_t number = s->line;
	bool is_met = true;

	if (s->type == SECTION_NOWHERE && !p->tree.count) {
		complain(t, s->line, "there is no portal", STR(""));
		return false;
	}
	if (s->type != SECTION_NOWHERE && !e) {
		complain(t, s->line, "not in the portal", s->path);
		return false;
	}
	while (str_next(&rest, '\n', &line)) {
		number++;
		if (!line.len)
			continue;
		if (s->type == SECTION_NOWHERE)
			e = holder(p, line);
		if ((e &&
			(str_find(e->bytes, line, 0) < e->bytes.len ||
			    s->type == SECTION_NOWHERE)) ==
		    (s->type == SECTION_CONTAINS))
			continue;
		complain(t, number,
		    s->type == SECTION_CONTAINS ? "does not occur" : "occurs",
		    line);
		if (s->type == SECTION_NOWHERE)
			printf("# in %.*s\n", STR_ARGS(e->path));
		else
			diff(STR(""), e->bytes);
		is_met = false;
	}
	return is_met;
}

/* What stands where this section says what must; false: nothing does. */
static bool section_actual(const struct test *t, const struct section *s,
    const struct portal *p, struct str said, struct str *actual)
{
	const struct entry *e;
	struct buf list = {0};
	size_t i;

	if (s->type == SECTION_REPORT) {
		*actual = said;
		return true;
	}
	if (s->type == SECTION_FILES) {
		for (i = 0; i < p->tree.count; i++)
			buf_printf(
			    &list, "%.*s\n", STR_ARGS(p->tree.entries[i].path));
		*actual = arena_str(t->arena, buf_view(&list));
		buf_release(&list);
		return true;
	}
	e = tree_find(&p->tree, s->path);
	if (e)
		*actual = e->bytes;
	return e;
}

static bool section_meets(const struct test *t, const struct section *s,
    const struct portal *p, struct str said)
{
	struct str actual;

	if (s->type == SECTION_CONTAINS || s->type == SECTION_LACKS ||
	    s->type == SECTION_NOWHERE)
		return lines_meet(t, s, p);
	if (s->type == SECTION_ABSENT) {
		if (tree_find(&p->tree, s->path))
			complain(t, s->line, "is in the portal", s->path);
		return !tree_find(&p->tree, s->path);
	}
	if (!section_actual(t, s, p, said, &actual)) {
		complain(t, s->line, "not in the portal", s->path);
		return false;
	}
	/* Empty lines at the end of a report are there for the eye. */
	if (s->type == SECTION_WHOLE
		? str_equal(actual, s->body)
		: str_equal(str_trim(actual), str_trim(s->body)))
		return true;
	complain(t, s->line, "- is expected, + is what came out", STR(""));
	diff(s->body, actual);
	return false;
}

static void bless(const struct test *t, const struct portal *p, struct str said)
{
	struct buf out = {0};
	struct report r;
	size_t from = 0, i;

	for (i = 0; i < t->section_count; i++) {
		const struct section *s = &t->sections[i];
		struct str actual;

		if (s->type > SECTION_WHOLE ||
		    !section_actual(t, s, p, said, &actual))
			continue;
		buf_str(&out, str_slice(t->text, from, s->from));
		buf_str(&out, actual);
		from = s->to;
	}
	buf_str(&out, str_slice(t->text, from, t->text.len));
	report_init(&r, t->arena);
	if (!str_equal(buf_view(&out), t->text) &&
	    !disk_write(t->path, buf_view(&out), &r))
		printf("# blessed %.*s\n", STR_ARGS(t->path));
	buf_release(&out);
}

static bool has_report(const struct test *t)
{
	size_t i;

	for (i = 0; i < t->section_count; i++)
		if (t->sections[i].type == SECTION_REPORT)
			return true;
	return false;
}

static bool test_meets(const struct test *t, const struct portal portals[2],
    const struct buf said[3])
{
	bool is_met = true;
	size_t i;

	for (i = 0; i < t->section_count; i++)
		if (!section_meets(
			t, &t->sections[i], &portals[0], buf_view(&said[0])))
			is_met = false;
	for (i = 1; i < 3; i++)
		if (!str_equal(buf_view(&said[0]), buf_view(&said[i]))) {
			complain(t, 1,
			    i == 1 ? "other findings with several workers"
				   : "other findings without a portal",
			    STR(""));
			diff(buf_view(&said[0]), buf_view(&said[i]));
			is_met = false;
		}
	if (!portal_equals(&portals[0], &portals[1])) {
		complain(t, 1, "another portal with several workers", STR(""));
		is_met = false;
	}
	return is_met;
}

/* Runs a case; false: it failed. */
static bool test_run(struct test *t, bool is_blessing)
{
	struct portal portals[2] = {
	    {.sink = {portal_put}, .lock = PTHREAD_MUTEX_INITIALIZER},
	    {.sink = {portal_put}, .lock = PTHREAD_MUTEX_INITIALIZER}};
	struct buf said[3] = {{0}};
	bool is_met;
	size_t i;

	if (!t->faults.len && !has_report(t))
		fault(t, 1, "there is no == report ==", STR(""));
	if (t->faults.len) {
		printf("%.*s", STR_ARGS(buf_view(&t->faults)));
		return false;
	}
	test_build(t, 1, &portals[0], &said[0]);
	test_build(t, WORKERS, &portals[1], &said[1]);
	test_build(t, 1, NULL, &said[2]);
	if (is_blessing)
		bless(t, &portals[0], buf_view(&said[0]));
	is_met = is_blessing || test_meets(t, portals, said);
	for (i = 0; i < 3; i++)
		buf_release(&said[i]);
	arena_release(&portals[0].arena);
	arena_release(&portals[1].arena);
	return is_met;
}

/* --- all of them ---------------------------------------------------------- */

struct list {
	struct arena arena;
	struct str *paths;
	size_t count, cap;
};

static int path_order(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void list_folder(struct list *l, struct str folder)
{
	DIR *dir = opendir(folder.data);
	struct dirent *d;

	if (!dir)
		return;
	while ((d = readdir(dir))) {
		struct str path = arena_printf(
		    &l->arena, "%.*s/%s", STR_ARGS(folder), d->d_name);

		if (d->d_name[0] == '.')
			continue;
		if (!str_ends(path, STR(".case"))) {
			list_folder(l, path);
			continue;
		}
		l->paths = arena_grow(
		    &l->arena, l->paths, l->count, &l->cap, sizeof *l->paths);
		l->paths[l->count++] = path;
	}
	closedir(dir);
}

static bool is_asked(struct str path, int argc, char **argv)
{
	bool is_any = false;
	int i;

	for (i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			continue;
		is_any = true;
		if (str_find(path, str_from(argv[i]), 0) < path.len)
			return true;
	}
	return !is_any;
}

/* The project's plan and layouts, in memory. */
static int project_read(struct tree *project, struct arena *a)
{
	struct report r;
	struct tree disk;
	size_t i;

	report_init(&r, a);
	tree_init_memory(project);
	disk_tree(&disk, a, STR("."), &r);
	for (i = 0; i < disk.count; i++) {
		const struct entry *e = &disk.entries[i];
		struct entry *copy;

		if (!is_below(e->path, "content/plan/") &&
		    !is_below(e->path, "layouts/"))
			continue;
		copy = tree_add(project, a, e->path);
		if (tree_read_once(&disk, e, a, &copy->bytes, &r))
			return -1;
	}
	tree_release(&disk);
	tree_sort(project);
	return project->count ? 0 : -1;
}

int main(int argc, char **argv)
{
	bool is_blessing = argc > 1 && !strcmp(argv[1], "--bless");
	struct arena a = {0};
	struct list list = {0};
	struct tree project;
	size_t i, k = 0, n = 0;
	int failed = 0;

	if (project_read(&project, &a)) {
		fputs("case: run it in the project's folder\n", stderr);
		return 2;
	}
	list_folder(&list, str_from(cases_folder));
	if (list.count)
		qsort(list.paths, list.count, sizeof *list.paths, path_order);
	for (i = 0; i < list.count; i++)
		if (is_asked(list.paths[i], argc, argv))
			list.paths[n++] = list.paths[i];
	printf("1..%zu\n", n);
	for (i = 0; i < n; i++) {
		struct arena own = {0};
		struct test t;
		bool is_met;

		test_read(&t, &own, &project, list.paths[i]);
		is_met = test_run(&t, is_blessing && !t.todo.len);
		failed += !is_met && !t.todo.len;
		printf("%s %zu - %.*s: %.*s%s%.*s\n", is_met ? "ok" : "not ok",
		    ++k,
		    STR_ARGS(str_slice(
			t.path, strlen(cases_folder) + 1, t.path.len)),
		    STR_ARGS(t.title), t.todo.len ? " # TODO " : "",
		    STR_ARGS(t.todo));
		buf_release(&t.faults);
		arena_release(&own);
	}
	arena_release(&list.arena);
	arena_release(&a);
	return failed || !n;
}
