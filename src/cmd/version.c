/* SPDX-License-Identifier: MIT */
#include "base/version.h"

#include <stdio.h>

#include "command.h"

static int version_run(const struct options *o)
{
	(void)o;
	puts("taizhang " TAIZHANG_VERSION);
	return EXIT_CLEAN;
}

static const struct option_row version_options[] = {{NULL, NULL, NULL}};

const struct command command_version = {
    .name = "version",
    .usage = "",
    .summary = "显示版本",
    .options = version_options,
    .rest_max = 0,
    .run = version_run,
};
