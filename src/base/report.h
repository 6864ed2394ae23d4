/* SPDX-License-Identifier: MIT */
/*
 * The report is the one channel for everything that is wrong: a clerk's
 * record, a broken layout, a full disk. Whoever meets a fault adds a finding
 * and returns -1, and -1 means "the report says why". A caller goes on looking
 * wherever that makes sense, so that people see every finding at once.
 *
 * Findings of this program are listed in finding.def; those of the plan's
 * rules bring their own id, name and clause. A report belongs to one thread;
 * workers each have one, and they are joined at the end.
 */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include <stdarg.h>

#include "buf.h"
#include "value.h"

enum level {
	LEVEL_WARNING, /* told, but may pass */
	LEVEL_ERROR,   /* must be mended */
	LEVEL_FAILURE, /* the machine failed: disk, git, memory */
};

/* 提醒, 错误, 故障 */
const char *level_name(enum level level);

enum finding_id {
#define FINDING(symbol, id, level, blocks, name, remedy) FINDING_##symbol,
#include "finding.def"
#undef FINDING
	FINDING_COUNT
};

/* What does a fault of this sort keep from being published? */
enum blocks {
	BLOCKS_NOTHING, /* a record may be faulty; the portal goes out */
	BLOCKS_PORTAL,	/* the plan, a layout or the machine: no portal */
};

struct finding_sort {
	const char *id;
	enum level level;
	enum blocks blocks;
	const char *name;   /* 检查结果's name, in Chinese */
	const char *remedy; /* how to mend it, in Chinese */
};

/* The catalogue, by enum finding_id. */
extern const struct finding_sort finding_sorts[FINDING_COUNT];

struct finding {
	struct str id, name;
	enum level level;
	enum blocks blocks;
	struct str path; /* of the file; empty: none */
	struct place place;
	struct str message; /* one sentence: what is wrong */
	struct str clause;  /* of the plan; empty: none */
	struct str remedy;  /* empty: none */
	struct str mended;  /* the line as it should be; empty: not known */
	bool is_private;    /* its line may not be shown */
};

struct report {
	struct arena *arena; /* the texts of findings live here */
	struct finding *findings;
	size_t count, cap;
};

void report_init(struct report *r, struct arena *a);

/* Adds a finding of the catalogue and returns -1. */
int report_add(struct report *r, enum finding_id id, struct str path,
    struct place place, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

int report_addv(struct report *r, enum finding_id id, struct str path,
    struct place place, const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));

/* The finding added last, to say more: mended, remedy, clause. */
struct finding *report_last(struct report *r);

/* What an errno says: in plain Chinese, where it is one that people meet. */
const char *system_words(int error);

/* A FINDING_SYSTEM with errno's words; returns -1. `what` is a phrase such as
 * "不能写入" and names what was tried on `path`. */
int report_system(struct report *r, struct str path, const char *what);

/* Adds a finding made elsewhere; its texts are copied. */
void report_copy(struct report *r, const struct finding *f);

/* Adds all of `from`, copied. */
void report_join(struct report *r, const struct report *from);

/* By path, line, column, id, message; the same finding twice becomes one. */
void report_sort(struct report *r);

/*
 * Of a sorted report, to be called before it is shown: where a finding is
 * private, or of the rule no-personal-data, all on its line become private,
 * lose the mended line, and the others what they say, which may quote it.
 */
void report_hide(struct report *r);

size_t report_count(const struct report *r, enum level level);

/* Does any finding keep the portal from being published? */
bool report_blocks(const struct report *r);

/* Exit status: 0 no errors, 1 errors, 3 a failure. */
int report_status(const struct report *r);

#endif
