/* SPDX-License-Identifier: MIT */
/*
 * Any valid text as the body of a record: no crash, -1 exactly where there are
 * errors, and in the HTML no tag but those that Markdown has, no address but
 * those that are allowed.
 */
#include "base/utf8.h"
#include "book/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static bool is_text(struct str s)
{
	uint32_t cp;

	while (s.len) {
		size_t step = utf8_decode(s, &cp);

		if (!step || utf8_is_forbidden(cp))
			return false;
		s = str_slice(s, step, s.len);
	}
	return true;
}

static bool is_our_tag(struct str tag)
{
	static const char *const names[] = {"p", "h2", "h3", "h4", "h5", "h6",
	    "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a",
	    "img", "br", "hr", "!-- raw HTML omitted --"};
	size_t i;

	if (str_begins(tag, STR("/")))
		tag = str_slice(tag, 1, tag.len);
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		struct str name = str_from(names[i]);

		if (str_begins(tag, name) &&
		    (tag.len == name.len || tag.data[name.len] == ' '))
			return true;
	}
	return false;
}

/* Every tag is one of ours, and opens with "<" and ends with ">" for sure,
 * since text and attributes are escaped. */
static void check_tags(struct str html)
{
	size_t at = 0;

	while ((at = str_find_byte(html, '<', at)) < html.len) {
		size_t end = str_find_byte(html, '>', at);
		struct str tag = str_slice(html, at + 1, end);
		size_t address;

		check(end < html.len);
		check(is_our_tag(tag));
		address = str_find(tag, STR(" href=\""), 0);
		if (address < tag.len) {
			tag = str_slice(tag, address + 7, tag.len);
			check(str_begins(tag, STR("\"")) ||
			    str_begins(tag, STR("/")) ||
			    str_begins(tag, STR("#")) ||
			    str_begins(tag, STR("https://")));
			check(!str_begins(tag, STR("//")));
		}
		address = str_find(tag, STR(" src=\""), 0);
		if (address < tag.len)
			check(str_begins(str_slice(tag, address + 6, tag.len),
				  STR("\"")) ||
			    str_begins(str_slice(tag, address + 6, tag.len),
				STR("/pictures/01.png\"")));
		at = end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena a = {0};
	struct markdown m;
	struct report r;
	struct tree t;
	struct markdown_source source = {
	    .text = text,
	    .path = STR("content/a/index.md"),
	    .first_line = 5,
	    .tree = &t,
	    .pictures = STR("pictures/"),
	};
	size_t i;
	int status;

	if (!is_text(text))
		return 0;
	tree_init_memory(&t);
	tree_add(&t, &a, STR("content/a/01.png"));
	tree_sort(&t);
	report_init(&r, &a);
	status = markdown_render(&m, &a, &source, &r);
	check((status == 0) == (report_count(&r, LEVEL_ERROR) == 0));
	check(utf8_check(m.html) == m.html.len);
	check(utf8_check(m.plain) == m.plain.len);
	for (i = 0; i < r.count; i++) {
		struct str message = r.findings[i].message;

		check(utf8_check(message) == message.len);
		check(r.findings[i].place.line >= 5);
		check(r.findings[i].place.column >= 1);
	}
	check_tags(m.html);
	arena_release(&a);
	return 0;
}
