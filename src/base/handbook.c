/* SPDX-License-Identifier: MIT */
/* handbook.inc is made from docs/findings/ by the Makefile. */
#include "handbook.h"

struct str handbook_section(struct str id)
{
	static const struct {
		const char *id;
		struct str text;
	} sections[] = {
#define SECTION(id, text) {id, {"" text, sizeof(text) - 1}},
#include "handbook.inc"
#undef SECTION
	};
	size_t i;

	for (i = 0; i < sizeof sections / sizeof *sections; i++)
		if (str_is(id, sections[i].id))
			return sections[i].text;
	return (struct str){0};
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
