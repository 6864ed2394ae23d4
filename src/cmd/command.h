/* SPDX-License-Identifier: MIT */
/*
 * A command is one file of this folder and one struct in it; main.c is the
 * list. Only this floor prints, reads the clock and the environment, and ends
 * the program.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "base/option.h"
#include "base/report.h"

/* Exit statuses. */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_FAILED = 3 };

struct command {
	const char *name;
	const char *usage;   /* what stands behind the name */
	const char *summary; /* one line */
	const char *about;   /* paragraphs for --help; may be NULL */
	const struct option_row *options;
	int rest_min, rest_max; /* arguments that are no options; -1: any */
	int (*run)(const struct options *o);
};

extern const struct command *const commands[]; /* ends with NULL */

extern const struct command command_build, command_check, command_fix,
    command_render, command_serve, command_query, command_explain, command_init,
    command_new, command_paper, command_article, command_wechat, command_keys,
    command_shell, command_http, command_desk, command_tick, command_verify,
    command_purge, command_doctor, command_help, command_version, command_photo,
    command_submit, command_status, command_review, command_remind;

const struct command *command_find(const char *name);

/* Prints the usage of a command, with its options, to `out`. */
void command_help_print(const struct command *c, FILE *out);

/* Says on stderr what is wrong with the call and how it goes; EXIT_USAGE. */
int command_usage(const struct command *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
