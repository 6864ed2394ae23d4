/* SPDX-License-Identifier: MIT */
/* Any bytes as an article: what is made of it has elements of the theme alone,
 * each with its style and nothing that runs. */
#include <stdlib.h>

#include "base/embedded.h"
#include "web/wechat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

static bool is_written(const struct theme *t, struct str name)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (str_equal(t->styles[i].as, name))
			return true;
	return false;
}

/* All below an article. */
static void check_below(const struct html_node *n, const struct theme *t)
{
	const struct html_node *c;
	size_t i;

	for (c = n->first; c; c = c->next) {
		if (!c->name.len)
			continue;
		check(is_written(t, c->name));
		for (i = 0; i < c->attribute_count; i++)
			check(!str_begins(c->attributes[i].name, STR("on")) &&
			    !str_is(c->attributes[i].name, "class") &&
			    !str_is(c->attributes[i].name, "id"));
		check_below(c, t);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str path = {"layouts/wechat/theme.yaml", 25};
	struct buf page = {0}, out = {0};
	const struct html_node *article;
	struct arena a = {0};
	struct theme theme;
	struct report r;

	report_init(&r, &a);
	check(!theme_parse(&theme, &a, embedded_file(path), path, &r));
	buf_text(&page,
	    "<wechat-article data-record=\"content/a.md\""
	    " data-base=\"https://p.example/\" data-characters-max=\"900\">");
	buf_add(&page, data, size);
	buf_text(&page, "</wechat-article>");
	wechat_page(&out, buf_view(&page), &theme, path, &r);
	article = html_find(html_parse(&a, buf_view(&out)), "wechat-article");
	check(article);
	check_below(article, &theme);
	wechat_measure(article);
	buf_release(&page);
	buf_release(&out);
	arena_release(&a);
	return 0;
}
