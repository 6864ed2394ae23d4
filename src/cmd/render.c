/* SPDX-License-Identifier: MIT */
/* render: one template with one file of data, by the letter of the standard. */
#include "web/render.h"

#include <stdio.h>

#include "base/disk.h"
#include "print.h"
#include "source.h"

enum { OPTION_DATA, OPTION_PARTIALS, OPTION_OUTPUT };

static const struct option_row render_options[] = {
    {"data", "文件", "数据，.yaml 或 .json；不写就是没有数据"},
    {"partials", "目录", "子模板所在目录，文件名以 .mustache 或 .html 结尾"},
    {"o", "文件", "写到这个文件，默认写到标准输出"},
    {NULL, NULL, NULL},
};

static int render_run(const struct options *o)
{
	const char *output = o->values[OPTION_OUTPUT];
	struct arena a = {0};
	struct buf out = {0};
	struct report r;
	int status;

	report_init(&r, &a);
	if (!render_files(str_from(o->rest[0]),
		str_from(o->values[OPTION_DATA]),
		str_from(o->values[OPTION_PARTIALS]), &out, &a, &r)) {
		if (output)
			disk_write(str_from(output), buf_view(&out), &r);
		else
			fwrite(out.data, 1, out.len, stdout);
	}
	report_sort(&r);
	report_print(stderr, &r, LEVEL_WARNING, NULL);
	status = report_status(&r);
	buf_release(&out);
	arena_release(&a);
	return status;
}

const struct command command_render = {
    .name = "render",
    .usage = "模板 [--data 文件] [--partials 目录] [-o 文件]",
    .summary = "用一份数据填一个 Mustache 模板",
    .options = render_options,
    .rest_min = 1,
    .rest_max = 1,
    .run = render_run,
};
