/* SPDX-License-Identifier: MIT */
/*
 * Where a command's tree comes from, said by the same options everywhere:
 * -C DIR, --rev REV, --today DAY; and its progress on the terminal.
 */
#ifndef CMD_SOURCE_H
#define CMD_SOURCE_H

#include "base/date.h"
#include "base/progress.h"
#include "base/tree.h"
#include "command.h"

/* The first rows of the options of a command that reads a tree. */
enum { SOURCE_FOLDER, SOURCE_REV, SOURCE_TODAY, SOURCE_OPTIONS };

#define SOURCE_TREE_ROWS                                                               \
	{"C", "目录", "content 所在的目录，默认当前目录"},                             \
	{                                                                              \
		"rev", "版本", "读 git 的这个版本，而不是目录里的文件" \
	}
#define SOURCE_ROWS                                                                                     \
	SOURCE_TREE_ROWS,                                                                               \
	{                                                                                               \
		"today", "日期",                                                                        \
		    "按哪天计算，如 2026-11-22；默认今天，用 --rev 时默认提交那天" \
	}

/* The day of --today, else today in the county; false: it is no day. */
bool today_find(struct date *d, const char *given);

struct source_tree {
	struct tree tree;
	struct str folder;
	char commit[41];	  /* hex, or "worktree" */
	char moment[MOMENT_SIZE]; /* of the commit; or empty */
	struct date today;
};

/*
 * Opens it. EXIT_CLEAN; EXIT_USAGE, said on stderr; as the findings
 * in the report weigh.
 */
int source_open(struct source_tree *s, struct arena *a, const struct command *c,
    const struct options *o, struct report *r);

/* A path as people type it, below the folder of -C or from where they are, as
 * the tree has it; "" is all of it. */
struct str source_path(struct str folder, struct str path);

/* The same of what stands on the disk, wherever `typed` begins: in a folder of
 * the tree too. With a NUL behind it. */
struct str source_typed(struct arena *a, struct str folder, const char *typed);

/* Is this a file of the tree, or a folder with files in it? */
bool source_has(const struct tree *t, struct str path);

/* Is the path one of these n, or below one? With n = 0 all are asked for. */
bool source_is_asked(struct str path, const struct str *paths, int n);

/*
 * Asks one of the plan's views, on that day; what is wrong with records is no
 * matter. *rows is NULL where the plan has no such view or it is broken, and
 * `unasked` says so. 0, or -1.
 */
int source_ask(struct value **rows, struct arena *a, const struct tree *t,
    struct date today, struct str sql, struct report *unasked,
    struct report *r);

/* Our folder in the user's cache folder, with a NUL behind it; empty where there
 * is no such folder and none can be made. */
struct str source_cache(struct arena *a);

/* A line on stderr that tells how far a run is, where stderr is a terminal and
 * not quiet; with TAIZHANG_TIMES set, each stage's time and CPU time instead. */
struct progress_line {
	struct progress progress;
	const char *stage;
	int64_t began, stage_began, shown; /* nanoseconds */
	int64_t cpu_began;		   /* of the stage, nanoseconds */
	bool is_line, is_times;
};

void progress_begin(struct progress_line *p, bool is_quiet);
void progress_end(struct progress_line *p);

/* Seconds since progress_begin(). */
double progress_seconds(const struct progress_line *p);

#endif
