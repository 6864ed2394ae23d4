/* SPDX-License-Identifier: MIT */
/*
 * A rule of the plan is a file, content/plan/rules/<id>.sql: a head of comment
 * lines and one SELECT that returns what breaks it.
 *
 *     -- name: 回访对象非上月办事群众
 *     -- level: error | warning | error unless explained
 *     -- scope: record | book     does it look at one record, or at all?
 *     -- from: 2022-05-25         in force from this day (may be left out)
 *     -- blocks: portal           while it is broken, nothing is published
 *     -- clause: 二(一)3
 *     -- says: a sentence, Mustache over the row
 *     -- remedy: how to mend it, likewise
 *
 * The SELECT's first columns are `id`, the row at fault, and `field`, the
 * field of it that is shown (NULL: the row); the others are for the sentence.
 * They may also be `file`, `line` and `column` (a path in the tree; line 0 is
 * the file as a whole) and, further on, `width`: how many characters.
 * A column `level` holds for its row; where it is NULL, the head's does.
 * Rules read the whole book and change nothing; their work is bounded.
 *
 * Beside it lies <id>.md, its section of the handbook (base/handbook.h).
 */
#ifndef BOOK_RULE_H
#define BOOK_RULE_H

#include "base/template.h"
#include "query.h"

enum rule_level { RULE_WARNING, RULE_ERROR, RULE_EXPLAINABLE };
enum rule_scope { RULE_RECORD, RULE_BOOK };

struct rule {
	struct str id; /* the file's name */
	struct str path;
	struct str name, clause, says, remedy;
	enum rule_level level;
	enum rule_scope scope;
	enum blocks blocks;
	struct date from; /* all zeros: always */
	struct str sql;
	uint32_t sql_line;
	struct str
	    section; /* of the handbook: <id>.md beside it; may be empty */
};

struct rules {
	struct rule *rules; /* by id */
	size_t count, cap;
	struct template_set sentences; /* "<id> says", "<id> remedy" */
};

/* 提醒, 错误, 错误（可以说明情况） */
const char *rule_level_name(enum rule_level level);

/* Its remedy for no row in particular: …… where the row's words would stand. */
struct str rule_remedy(const struct rule *rule, struct arena *a);

/* Reads all rules of a tree. 0, or -1 with every fault of every rule. */
int rules_read(
    struct rules *rs, struct arena *a, const struct tree *t, struct report *r);

/* Runs them over the whole book; what breaks them goes to the report. -1
 * where a rule itself failed. */
int rules_run(const struct rules *rs, const struct book *b, unsigned workers,
    struct report *r);

/* The same, of what they find in these folders alone: SQLite need not look at
 * the rest of the book where a rule's query lets it be left out. */
int rules_run_in(const struct rules *rs, const struct book *b,
    const struct str *folders, size_t count, unsigned workers,
    struct report *r);

#endif
