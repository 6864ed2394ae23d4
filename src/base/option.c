/* SPDX-License-Identifier: MIT */
/* The rows are put in getopt_long()'s terms. */
#include "option.h"

#include <getopt.h>
#include <stdio.h>

#include "utf8.h"

static bool is_short(const struct option_row *row)
{
	return row->name[1] == '\0';
}

/* What getopt_long() stumbled over. Inside a word of several letters optind
 * has not moved on yet. */
static void wrong_word(struct buf *wrong, char **argv)
{
	if (optopt > 0 && optopt < 0x80)
		buf_printf(wrong, "-%c", optopt);
	else
		buf_text(wrong, argv[optopt < 0 ? optind : optind - 1]);
}

bool option_parse(struct options *o, const struct option_row *rows, int argc,
    char **argv, struct buf *wrong)
{
	struct option longs[OPTION_MAX + 1] = {0};
	char shorts[2 * OPTION_MAX + 2] = ":";
	size_t n_longs = 0, n_shorts = 1, i;
	int found;

	*o = (struct options){0};
	for (i = 0; i < OPTION_MAX && rows[i].name; i++) {
		if (is_short(&rows[i])) {
			shorts[n_shorts++] = rows[i].name[0];
			if (rows[i].argument)
				shorts[n_shorts++] = ':';
			continue;
		}
		longs[n_longs++] = (struct option){
		    .name = rows[i].name,
		    .has_arg =
			rows[i].argument ? required_argument : no_argument,
		    .val = 256 + (int)i,
		};
	}
	opterr = 0;
	optind = 0;
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (found == '?' || found == ':') {
			buf_text(wrong,
			    found == '?' ? "不认识的选项：" : "选项缺少值：");
			wrong_word(wrong, argv);
			return false;
		}
		for (i = 0; found < 256 && rows[i].name; i++)
			if (is_short(&rows[i]) && rows[i].name[0] == found)
				break;
		if (found >= 256)
			i = (size_t)found - 256;
		o->values[i] = optarg ? optarg : "";
	}
	o->rest = argv + optind;
	o->rest_count = argc - optind;
	return true;
}

enum { HELP_COLUMN = 28 };

void option_help(struct buf *out, const struct option_row *rows)
{
	for (; rows->name; rows++) {
		size_t from = out->len, width;

		buf_printf(
		    out, "  %s%s", is_short(rows) ? "-" : "--", rows->name);
		if (rows->argument)
			buf_printf(out, " %s", rows->argument);
		width = utf8_columns(str_slice(buf_view(out), from, out->len));
		do
			buf_byte(out, ' ');
		while (++width < HELP_COLUMN);
		buf_printf(out, "%s\n", rows->help);
	}
}
