/* SPDX-License-Identifier: MIT */
/* Sections are files that the program holds. */
#include "handbook.h"

#include <stdio.h>

#include "buf.h"
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

/* An address as the portal has it. */
static void address_add(struct buf *out, struct str address)
{
	static const struct str findings = {"../findings/", 12};
	static const struct str pictures = {"../../layouts/assets/manual/", 28};
	struct str name = path_name(address);

	if (str_begins(address, pictures)) {
		buf_str(out, name);
	} else if (!str_ends(name, STR(".md"))) {
		buf_str(out, address);
	} else {
		name.len -= 3;
		if (str_begins(address, findings))
			buf_printf(out, "/handbook.html#%.*s", STR_ARGS(name));
		else
			buf_printf(out, "/manual/%.*s.html", STR_ARGS(name));
	}
}

struct str handbook_manual(struct arena *a, struct str text)
{
	struct buf out = {0};
	size_t at = 0, from, to;
	struct str linked;

	while ((from = str_find(text, STR("]("), at)) < text.len) {
		to = str_find_byte(text, ')', from);
		buf_str(&out, str_slice(text, at, from + 2));
		address_add(&out, str_slice(text, from + 2, to));
		at = to;
	}
	buf_str(&out, str_slice(text, at, text.len));
	linked = arena_str(a, buf_view(&out));
	buf_release(&out);
	return linked;
}
