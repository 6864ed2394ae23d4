/* SPDX-License-Identifier: MIT */
/* Sections are files that the program holds. */
#include "handbook.h"

#include <stdio.h>

#include "embedded.h"

struct str handbook_section(struct str id)
{
	char path[256];

	snprintf(path, sizeof path, "docs/findings/%.*s.md", STR_ARGS(id));
	return embedded_file(str_from(path));
}

struct str handbook_text(struct str section)
{
	size_t end = str_find_byte(section, '\n', 0);

	if (str_begins(section, STR("# ")))
		section = str_slice(section, end + 1, section.len);
	while (section.len && section.data[0] == '\n')
		section = str_slice(section, 1, section.len);
	return section;
}
