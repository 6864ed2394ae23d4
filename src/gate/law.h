/* SPDX-License-Identifier: MIT */
/*
 * What main says at one moment: who is who, which kinds there are, what has
 * happened to an object. Whoever is judged, is judged by this and never by
 * what he pushes.
 */
#ifndef GATE_LAW_H
#define GATE_LAW_H

#include "book/query.h"
#include "chain.h"
#include "git/repo.h"
#include "git/store.h"

struct law {
	const struct store *store;
	struct arena *arena;
	struct oid main;
	struct tree plan; /* content/plan/ of main */
	struct schema schema;
	struct roster roster;
	struct date today;
};

/* By main as it is. 0, or -1 with findings: then nobody may do anything.
 * law_release() either way. */
int law_read(struct law *law, struct arena *a, const struct store *s,
    struct date today, struct report *r);
void law_release(struct law *law);

/* By main as it was at this commit. */
int law_read_at(struct law *law, struct arena *a, const struct store *s,
    const struct oid *main, struct date today, struct report *r);

/* The kind of the records at a door; NULL: none is handed in there. */
const struct kind *law_kind(const struct law *law, const struct door *d);

/* What people call a unit, by its code; the code where the list of units
 * (content/plan/units.yaml) does not say. */
struct str law_unit_name(const struct law *law, struct str code);

/* The last events at a door, at most so many (0: all). 0 or -1. */
int law_journal(struct journal *j, const struct law *law, const struct door *d,
    size_t most, struct report *r);

/* The commit that a receipt names (NULL: there is none). False where it is not
 * here: the receipt was written before this gate was, or what it names was
 * never accepted and is gone. */
bool law_received(
    struct oid *commit, const struct law *law, const struct event *receipt);

/* A matter with its journal. */
struct case_of {
	struct matter matter;
	struct journal journal;
	const struct kind *kind; /* NULL: the plan */
	struct str id;		 /* in the book: mzj-2026-11-window */
	bool is_asked;		 /* `matter.leads` is known: law_ask() */
};

/* 0, or -1 where there is no such thing to hand in. */
int law_case(struct case_of *c, const struct law *law, const struct door *d,
    struct report *r);

/*
 * What only the plan's views can say of a commit that is handed in: the units
 * that review it (`matter.leads`), and its deadline (*due; NULL: not asked).
 * They are asked of a small book: the plan of main and that one folder.
 */
int law_ask(struct case_of *c, struct str *due, const struct law *law,
    const struct oid *commit, struct report *r);

/* The same of many objects, no two of them one, by one book. */
struct law_question {
	struct case_of *at;
	struct str *due; /* NULL: not asked */
	const struct oid *commit;
};

int law_ask_all(const struct law_question *questions, size_t count,
    const struct law *law, struct report *r);

/* A book of parts of the repository that is made for a few questions. */
struct law_book {
	struct arena arena;
	struct tree tree;
	struct book *book;
	struct connection *connection;
};

/* It knows what these n questions ask, as the plan has it. 0 or -1; released
 * either way. */
int law_book(struct law_book *lb, const struct law *law,
    const struct tree_part *parts, size_t count, struct date today,
    const struct str *questions, size_t n, struct report *r);

/* One of them, with its parameters in turn; rows live in `a`. 0 or -1. */
int law_book_ask(struct value **rows, const struct law_book *lb,
    struct arena *a, struct str question, const struct value *const *parameters,
    struct report *r);

void law_book_release(struct law_book *lb);

#endif
