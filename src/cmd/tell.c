/* SPDX-License-Identifier: MIT */
#include "tell.h"

#include "print.h"

void tell_lines(FILE *out, struct str text)
{
	struct str line;

	while (str_next(&text, '\n', &line)) {
		/* ssh ends its lines with both. */
		if (str_ends(line, STR("\r")))
			line.len--;
		print_safe(out, line);
		fputc('\n', out);
	}
}

struct str tell_due(struct arena *a, struct str due, struct date today)
{
	struct str text = str_slice(due, 0, DATE_SIZE - 1);
	struct date day;
	int64_t left;

	if (!date_parse(&day, text))
		return (struct str){0};
	left = date_days(day) - date_days(today);
	if (!left)
		return arena_printf(a, "%.*s，今天截止", STR_ARGS(text));
	return arena_printf(a, "%.*s，%s %lld 天", STR_ARGS(text),
	    left > 0 ? "还有" : "已过", (long long)(left > 0 ? left : -left));
}

void tell_pair(struct buf *out, const char *key, struct str text)
{
	if (out->len && out->data[out->len - 1] != '{')
		buf_text(out, ", ");
	buf_printf(out, "\"%s\": ", key);
	if (text.len)
		buf_json(out, text);
	else
		buf_text(out, "null");
}
