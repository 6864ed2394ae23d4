/* SPDX-License-Identifier: MIT */
/* The table is public from the start, so both editions show the same. */
#include "base/embedded.h"
#include "base/handbook.h"

#include "book_parts.h"
#include "markdown.h"
#include "rule.h"

static const struct place whole_file = {0};

static const char handbook_table[] =
    "CREATE TABLE public.handbook (id TEXT PRIMARY KEY, part TEXT,"
    " seq INTEGER, name TEXT, level TEXT, clause TEXT, remedy TEXT, text BLOB)"
    " WITHOUT ROWID";

struct filler {
	struct book *book;
	sqlite3_stmt *insert;
	struct report *report;
	int seq;
};

/* Its number among the texts. `path` is the file of a rule's section; what is
 * wrong in one of the program's is for its own tests. */
static size_t section_render(
    struct filler *f, struct str section, struct str path)
{
	struct markdown_source source = {
	    .text = handbook_text(section),
	    /* Pictures of the manual lie here, and are written to there. */
	    .path = path.len ? path : STR("layouts/assets/manual/x.md"),
	    .pictures = STR("assets/manual/"),
	    .tree = f->book->tree,
	};
	struct arena a = {0};
	struct cell cell = {.type = CELL_HTML};
	struct report r;
	struct markdown m;
	size_t key;

	source.first_line = 1 +
	    (uint32_t)str_count(
		str_slice(section, 0, section.len - source.text.len), '\n');
	report_init(&r, &a);
	markdown_render(&m, &a, &source, &r);
	if (path.len)
		report_join(f->report, &r);
	cell.html = m.html;
	cell.text = m.plain;
	key = text_add(&f->book->texts, &cell);
	f->book->texts.texts[key].is_public = true;
	arena_release(&a);
	return key;
}

static void bind(sqlite3_stmt *s, int at, struct str text)
{
	if (text.len)
		sqlite3_bind_text(
		    s, at, text.data, (int)text.len, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(s, at);
}

static int row_add(struct filler *f, const struct finding *what,
    const char *part, const char *level, struct str section)
{
	unsigned char key[TEXT_KEY_SIZE];
	sqlite3_stmt *s = f->insert;

	bind(s, 1, what->id);
	bind(s, 2, str_from(part));
	sqlite3_bind_int(s, 3, ++f->seq);
	bind(s, 4, what->name);
	bind(s, 5, str_from(level));
	bind(s, 6, what->clause);
	bind(s, 7, what->remedy);
	sqlite3_bind_null(s, 8);
	if (section.len) {
		text_key(key, section_render(f, section, what->path));
		sqlite3_bind_blob(s, 8, key, TEXT_KEY_SIZE, SQLITE_TRANSIENT);
	}
	sqlite3_step(s);
	return sqlite3_reset(s)
	    ? database_fault(&f->book->whole, FINDING_DATABASE, STR(""),
		  whole_file, f->report)
	    : 0;
}

static int rule_add(struct filler *f, const struct rule *rule)
{
	struct arena a = {0};
	struct finding what = {
	    .id = rule->id,
	    .name = rule->name,
	    .clause = rule->clause,
	    .remedy = rule_remedy(rule, &a),
	    .path = arena_printf(
		&a, "%.*smd", (int)rule->path.len - 3, rule->path.data),
	};
	int status = row_add(
	    f, &what, "rule", rule_level_name(rule->level), rule->section);

	arena_release(&a);
	return status;
}

static int finding_add(struct filler *f, const struct finding_sort *sort)
{
	struct finding what = {
	    .id = str_from(sort->id),
	    .name = str_from(sort->name),
	    .remedy = str_from(sort->remedy),
	};

	return row_add(f, &what, "finding", level_name(sort->level),
	    handbook_section(what.id));
}

/* docs/manual/: what is wrong in one of them is for our tests. Its pictures are
 * among the layouts' assets. */
static int manuals_add(struct filler *f)
{
	static const struct str folder = {"docs/manual/", 12};
	struct arena a = {0};
	int status = 0;
	size_t i;

	for (i = 0; i < embedded_count && !status; i++) {
		const struct embedded *e = &embedded_files[i];
		struct str path = str_from(e->path), text, name;

		if (!str_begins(path, folder))
			continue;
		text = handbook_manual(&a, embedded_bytes(e));
		name = path_name(path);
		name.len -= 3;
		status = row_add(f,
		    &(struct finding){
			.id = name,
			.name =
			    str_slice(text, 2, str_find_byte(text, '\n', 0)),
		    },
		    "manual", "", text);
	}
	arena_release(&a);
	return status;
}

int handbook_make(struct book *b, struct report *r)
{
	struct filler f = {.book = b, .report = r};
	const struct rules *rs = b->options.rules;
	int status = 0;
	size_t i;

	if (database_run(&b->whole, handbook_table, r))
		return -1;
	if (sqlite3_prepare_v2(b->whole.db,
		"INSERT OR IGNORE INTO handbook VALUES (?,?,?,?,?,?,?,?)", -1,
		&f.insert, NULL))
		return database_fault(
		    &b->whole, FINDING_DATABASE, STR(""), whole_file, r);
	for (i = 0; rs && i < rs->count && !status; i++)
		status = rule_add(&f, &rs->rules[i]);
	for (i = 0; i < FINDING_COUNT && !status; i++)
		status = finding_add(&f, &finding_sorts[i]);
	if (!status)
		status = manuals_add(&f);
	sqlite3_finalize(f.insert);
	return status;
}
