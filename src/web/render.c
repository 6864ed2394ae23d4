/* SPDX-License-Identifier: MIT */
/* All partials of the folder are compiled: a dynamic name may ask for any. */
#include "render.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/disk.h"
#include "data.h"
#include "base/template.h"

enum { FOLDER_DEPTH_MAX = 16 };

struct partials {
	struct template_set *set;
	struct arena *arena;
	struct report *report;
};

static int partial_add(
    const struct partials *p, struct str path, struct str name)
{
	static const char *const endings[] = {".mustache", ".html"};
	struct str text;
	size_t i;

	for (i = 0; i < sizeof endings / sizeof *endings; i++) {
		struct str ending = str_from(endings[i]);

		if (!str_ends(name, ending) || name.len == ending.len)
			continue;
		if (disk_read(&text, p->arena, path, DATA_SIZE_MAX, p->report) <
		    0)
			return -1;
		return template_add(p->set,
		    str_slice(name, 0, name.len - ending.len), text, path, 1,
		    p->report);
	}
	return 0;
}

/* Adds what is under `folder`; `prefix` is "" or a path that ends in "/". */
static int folder_add(const struct partials *p, struct str folder,
    struct str prefix, unsigned depth)
{
	const char *path = arena_str(p->arena, folder).data;
	DIR *dir = opendir(path);
	struct dirent *entry;
	int status = 0;

	if (!dir)
		return report_system(p->report, folder, "不能打开目录");
	while (errno = 0, (entry = readdir(dir))) {
		struct str name, inner;
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		name = arena_printf(
		    p->arena, "%.*s%s", STR_ARGS(prefix), entry->d_name);
		inner = arena_printf(
		    p->arena, "%.*s/%s", STR_ARGS(folder), entry->d_name);
		if (stat(inner.data, &st) < 0) {
			status = report_system(p->report, inner, "不能读取");
		} else if (S_ISREG(st.st_mode)) {
			if (partial_add(p, inner, name) < 0)
				status = -1;
		} else if (S_ISDIR(st.st_mode) && depth < FOLDER_DEPTH_MAX) {
			name = arena_printf(p->arena, "%.*s/", STR_ARGS(name));
			if (folder_add(p, inner, name, depth + 1) < 0)
				status = -1;
		}
	}
	if (errno)
		status = report_system(p->report, folder, "不能读取目录");
	closedir(dir);
	return status;
}

int render_files(struct str template_path, struct str data_path,
    struct str partials_dir, struct buf *out, struct arena *a, struct report *r)
{
	/* No partial can be called so: a tag's name is never empty. */
	const struct str name = {0};
	const struct template_options options = {.escape = ESCAPE_HTML};
	struct value *data = value_map(a);
	struct template_set set;
	struct partials partials = {.set = &set, .arena = a, .report = r};
	struct str text;
	int status = 0;

	template_set_init(&set, a);
	if (disk_read(&text, a, template_path, DATA_SIZE_MAX, r) < 0 ||
	    template_add(&set, name, text, template_path, 1, r) < 0)
		status = -1;
	if (data_path.len && data_read(&data, a, data_path, r) < 0)
		status = -1;
	if (partials_dir.len &&
	    folder_add(&partials, partials_dir, (struct str){0}, 1) < 0)
		status = -1;
	if (status < 0)
		return -1;
	template_set_seal(&set);
	return template_render(out, &set, name, data, &options, r);
}
