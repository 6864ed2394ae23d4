/* SPDX-License-Identifier: MIT */
/* The site is opened for one page; the article is copied tag by tag. */
#include "proof.h"

#include "base/revise.h"
#include "book/alike.h"
#include "desk.h"
#include "gate/near.h"
#include "git/repo.h"
#include "web/html.h"

/* --- the site --------------------------------------------------------------- */

static int tree_make(struct proof *s, struct visit *v, const struct waiting *w)
{
	struct wish wish = {.who = w->receipt->who, .commit = w->commit};
	struct str *folders;
	struct tree_part *parts;
	size_t n, i;

	if (!door_make(&wish.door, v->arena, ACT_SUBMIT, w->door.object) ||
	    near_folders(&folders, &n, v->arena, v->law, &wish, 1, &s->report))
		return -1;
	parts = arena_array(v->arena, n + 2, sizeof *parts);
	for (i = 0; i < n; i++)
		parts[i] = (struct tree_part){.commit = v->law->main.hex,
		    .path = folders[i],
		    .but = wish.door.folders,
		    .but_count = 1};
	parts[n++] = (struct tree_part){
	    .commit = v->law->main.hex, .path = STR("layouts")};
	parts[n++] = (struct tree_part){
	    .commit = w->commit.hex, .path = w->door.folders[0]};
	return repo_compose(&s->tree, v->arena, store_path(v->store), STR(""),
	    parts, n, &s->report);
}

int proof_open(struct proof *s, struct visit *v, const struct waiting *w)
{
	*s = (struct proof){.options = {.edition = EDITION_PUBLIC,
				.today = v->law->today,
				.commit = oid_str(&w->commit),
				.workers = v->desk->options.workers,
				.cache = v->desk->cache,
				.is_cache_only_read = true}};
	report_init(&s->report, v->arena);
	if (w->door.is_plan || tree_make(s, v, w))
		return -1;
	s->site = site_open(&s->tree, &s->options, &s->report);
	if (s->site)
		s->connection = connection_open(
		    site_book(s->site), EDITION_INTERNAL, &s->report);
	return s->connection ? 0 : -1;
}

void proof_close(struct proof *s)
{
	connection_close(s->connection);
	site_close(s->site);
	if (s->tree.source)
		tree_release(&s->tree);
}

/* --- the article ------------------------------------------------------------ */

struct copy_html {
	struct buf *out;
	struct str pictures; /* their address */
	const struct tree *tree;
	struct str folder;
};

static bool is_one_of(struct str name, const char *const *names)
{
	for (; *names; names++)
		if (str_is(name, *names))
			return true;
	return false;
}

/* What it becomes: no landmark, no link, a heading two steps down. */
static struct str name_for(struct str name)
{
	static const char *const boxes[] = {"main", "article", "section",
	    "aside", "header", "footer", "nav", "form", NULL};
	static const char *const lower[] = {"h3", "h4", "h5", "h6"};

	if (is_one_of(name, boxes))
		return STR("div");
	if (str_is(name, "a"))
		return STR("span");
	if (name.len == 2 && name.data[0] == 'h' && name.data[1] >= '1' &&
	    name.data[1] <= '6')
		return str_from(
		    lower[name.data[1] < '4' ? name.data[1] - '1' : 3]);
	return name;
}

/* The picture of the folder from which this one of the portal was made:
 * "…_01.png" and "…_01-640.jpg" are of 01.png. */
static struct str picture_of(const struct copy_html *c, struct str src)
{
	struct str name = path_name(src), file;
	size_t from, to, i;

	for (i = name.len; i && name.data[i - 1] != '_'; i--)
		;
	name = str_slice(name, i, name.len);
	tree_range(c->tree, c->folder, &from, &to);
	for (; from < to; from++) {
		size_t dot;

		file = path_name(c->tree->entries[from].path);
		dot = str_find_byte(file, '.', 0);
		if (path_is_picture(file) && name.len > dot &&
		    str_begins(name, str_slice(file, 0, dot)) &&
		    strchr(".-", name.data[dot]))
			return file;
	}
	return STR("");
}

static void attribute_copy(
    const struct copy_html *c, const struct html_attribute *at)
{
	static const char *const kept[] = {"class", "alt", "width", "height",
	    "datetime", "colspan", "rowspan", "start", "title", NULL};

	if (str_is(at->name, "src"))
		buf_printf(c->out, " src=\"%.*s/%.*s\"", STR_ARGS(c->pictures),
		    STR_ARGS(picture_of(c, at->value)));
	else if (is_one_of(at->name, kept))
		buf_printf(c->out, " %.*s=\"%.*s\"", STR_ARGS(at->name),
		    STR_ARGS(at->value));
}

static void node_copy(const struct copy_html *c, const struct html_node *n)
{
	static const char *const dropped[] = {"script", "style", "nav",
	    "button", "input", "template", "svg", NULL};
	static const char *const empty[] = {"img", "br", "wbr", "hr", NULL};
	struct str name = name_for(n->name);
	const struct html_node *each;
	size_t i;

	if (!n->name.len) {
		buf_str(c->out, n->text);
		return;
	}
	if (is_one_of(n->name, dropped))
		return;
	buf_printf(c->out, "<%.*s", STR_ARGS(name));
	for (i = 0; i < n->attribute_count; i++)
		attribute_copy(c, &n->attributes[i]);
	buf_byte(c->out, '>');
	if (is_one_of(n->name, empty))
		return;
	for (each = n->first; each; each = each->next)
		node_copy(c, each);
	buf_printf(c->out, "</%.*s>", STR_ARGS(name));
}

/* The page that is about the record and called by its id, or any about it. */
static const struct page *page_of(
    const struct proof *s, struct str path, struct str id)
{
	const struct pages *all = site_listed(s->site);
	const struct page *found = NULL;
	size_t i;

	for (i = 0; i < all->count; i++) {
		const struct page *p = &all->pages[i];
		struct str name = path_name(p->path);

		if (!str_ends(name, STR(".html")) ||
		    !str_equal(site_record(s->site, p), path))
			continue;
		if (str_equal(str_slice(name, 0, name.len - 5), id))
			return p;
		found = found ? found : p;
	}
	return found;
}

struct str proof_article(struct proof *s, struct visit *v, struct str path,
    struct str id, struct str pictures)
{
	const struct page *p = page_of(s, path, id);
	struct buf page = {0}, out = {0};
	struct copy_html c = {&out, pictures, &s->tree, path_folder(path)};
	const struct html_node *root, *article;
	struct str made;

	if (p && site_get(s->site, p->path, &page, &s->report) == 1) {
		root =
		    html_parse(v->arena, arena_str(v->arena, buf_view(&page)));
		article = html_find(root, "article");
		article = article ? article : html_find(root, "main");
		if (article)
			node_copy(&c, article);
	}
	made = arena_str(v->arena, buf_view(&out));
	buf_release(&page);
	buf_release(&out);
	return made;
}

/* --- copied text ------------------------------------------------------------ */

static const char copies_sql[] =
    "SELECT field, line, length, other_field, other_line,"
    " file_of(other) AS other_file FROM alike"
    " WHERE file_of(id) = :file ORDER BY length DESC, line LIMIT 8";

static struct value *ask(
    struct proof *s, struct visit *v, const char *sql, struct str file)
{
	const struct value *given = value_text(v->arena, file);
	struct value *rows = value_list(v->arena);
	struct query *q =
	    query_make(s->connection, v->arena, str_from(sql), FINDING_QUERY,
		STR("content/plan/views.sql"), (struct place){0}, &s->report);

	if (q && query_run(q, v->arena, &given, 0, &rows, &s->report))
		rows = value_list(v->arena);
	return rows;
}

/* From the beginning of that line on, so many symbols and a few more, to the
 * end of the line they end in. */
static struct str passage(struct proof *s, struct visit *v, struct str file,
    struct str line_text, struct str length_text)
{
	const struct entry *e = tree_find(&s->tree, file);
	struct str text, line, rest;
	int64_t number = 0, length = 0, i;
	uint32_t *symbols, *at;
	size_t n, end;

	if (!e || tree_read_once(&s->tree, e, v->arena, &text, &s->report) ||
	    !str_integer(line_text, &number) ||
	    !str_integer(length_text, &length) || length < 0)
		return STR("");
	rest = text;
	for (i = 1; i < number && str_next(&rest, '\n', &line); i++)
		;
	symbols = arena_array(v->arena, rest.len, sizeof *symbols);
	at = arena_array(v->arena, rest.len, sizeof *at);
	n = symbols_make(symbols, at, rest);
	end = (size_t)length < n ? at[length] : rest.len;
	return str_slice(rest, 0, str_find_byte(rest, '\n', end));
}

static void pieces_put(struct arena *a, struct value *mine,
    struct value *theirs, struct str one, struct str other)
{
	struct revised_text *made;
	size_t n = revise_text(&made, a, other, one), i;

	for (i = 0; i < n; i++) {
		struct value *map = value_map(a);

		put_text(a, map, "piece", made[i].text);
		put_flag(a, map, "is_same", made[i].sort == REVISED_SAME);
		if (made[i].sort != REVISED_GONE)
			value_append(a, mine, map);
		if (made[i].sort != REVISED_NEW)
			value_append(a, theirs, map);
	}
}

struct value *proof_copies(struct proof *s, struct visit *v, struct str path)
{
	struct value *rows = ask(s, v, copies_sql, path);
	struct value *list = value_list(v->arena);
	struct arena *a = v->arena;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		const struct value *row = rows->items[i];
		struct str other = value_find_text(row, "other_file");
		struct str length = value_find_text(row, "length");
		struct value *map = value_map(a), *mine = value_list(a),
			     *theirs = value_list(a);

		pieces_put(a, mine, theirs,
		    passage(s, v, path, value_find_text(row, "line"), length),
		    passage(s, v, other, value_find_text(row, "other_line"),
			length));
		put_text(a, map, "field", value_find_text(row, "field"));
		put_text(a, map, "length", length);
		put_text(a, map, "other", file_title(v, other));
		put_text(
		    a, map, "other_field", value_find_text(row, "other_field"));
		value_put(a, map, STR("mine"), mine);
		value_put(a, map, STR("theirs"), theirs);
		value_append(a, list, map);
	}
	return list;
}
