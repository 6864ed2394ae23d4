/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool ask_can(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool ask_line(struct str *answer, struct arena *a, const char *prompt)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	fputs(prompt, stdout);
	fflush(stdout);
	n = getline(&line, &cap, stdin);
	if (n < 0) {
		putchar('\n');
		free(line);
		return false;
	}
	*answer = arena_str(a, str_trim((struct str){line, (size_t)n}));
	free(line);
	return true;
}

bool ask_yes(const char *question)
{
	struct arena a = {0};
	struct str answer;
	bool is_yes;

	fputs(question, stdout);
	is_yes = ask_line(&answer, &a, "[y/N] ") &&
	    (str_is(answer, "y") || str_is(answer, "Y") ||
		str_is(answer, "yes") || str_is(answer, "是"));
	arena_release(&a);
	return is_yes;
}
