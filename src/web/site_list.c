/* SPDX-License-Identifier: MIT */
/* What links may lead to: pages, assets under the names that they are written
 * to, the pictures that this edition may show and their variants. */
#include "site_parts.h"

/* style.css with these bytes is style.1a2b3c4d.css. */
static struct str asset_name(struct arena *a, struct str path, struct str bytes)
{
	struct str name = path_name(path);
	size_t dot = name.len, cut;
	char digest[DIGEST_SIZE];

	while (dot && name.data[dot - 1] != '.')
		dot--;
	cut = path.len - name.len + (dot ? dot - 1 : name.len);
	digest_hex(digest, bytes);
	return arena_printf(a, "%.*s.%.8s%.*s", (int)cut, path.data, digest,
	    STR_ARGS(str_slice(path, cut, path.len)));
}

static int assets_list(struct site *s)
{
	static const struct str folder = {"layouts/", 8};
	size_t from, to;

	tree_range(s->tree, STR("layouts/assets/"), &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &s->tree->entries[from];
		struct arena scratch = {0};
		struct target *t;
		struct str bytes;

		if (tree_read_once(s->tree, e, &scratch, &bytes, s->report)) {
			arena_release(&scratch);
			return -1;
		}
		t = target_add(&s->targets, s->arena,
		    str_slice(e->path, folder.len, e->path.len));
		t->written = asset_name(s->arena, t->path, bytes);
		t->file = e->path;
		t->is_linked = true;
		arena_release(&scratch);
	}
	return 0;
}

static struct value *ask_all(
    struct site *s, enum edition edition, struct str sql)
{
	struct connection *c = connection_open(s->book, edition, s->report);
	struct value *rows = NULL;
	struct query *q;

	if (!c)
		return NULL;
	q = query_make(c, s->arena, sql, FINDING_DATABASE, STR(""),
	    (struct place){0}, s->report);
	if (q && query_run(q, s->arena, NULL, 0, &rows, s->report))
		rows = NULL;
	connection_close(c);
	return rows;
}

/* A number of a row; 0 where it has none. */
static uint32_t row_number(const struct value *row, const char *name)
{
	int64_t n = 0;

	str_integer(value_find_text(row, name), &n);
	return (uint32_t)n;
}

static void picture_add(
    struct site *s, struct str path, const struct value *row)
{
	struct variants *v = arena_alloc(s->arena, sizeof *v);
	struct target *t = target_add(&s->targets, s->arena, path);
	struct picture p = {
	    .format = row_number(row, "is_png") ? PICTURE_PNG : PICTURE_JPEG,
	    .width = row_number(row, "width"),
	    .height = row_number(row, "height"),
	};
	struct buf other = {0};
	size_t i;

	variants_plan(v, &s->photos.widths, &p, row_number(row, "size"));
	t->file = value_find_text(row, "file");
	t->picture = v;
	for (i = 0; i + 1 < v->count; i++) {
		buf_clear(&other);
		photo_path(&other, path, v->items[i].width);
		target_add(&s->targets, s->arena,
		    arena_str(s->arena, buf_view(&other)))
		    ->whole = path;
	}
	buf_release(&other);
}

/* The pictures that this edition may show, and where their bytes are. */
static int pictures_list(struct site *s)
{
	const struct value *files = ask_all(s, EDITION_INTERNAL,
	    STR("SELECT path, file, width, height, size, is_png FROM picture"
		" ORDER BY path"));
	const struct value *shown = ask_all(s, s->options->edition,
	    STR("SELECT path FROM picture ORDER BY path"));
	size_t i, k = 0;

	if (!files || !shown)
		return -1;
	for (i = 0; i < shown->count; i++) {
		struct str path = value_find_text(shown->items[i], "path");

		while (
		    !str_equal(value_find_text(files->items[k], "path"), path))
			k++;
		picture_add(s, path, files->items[k]);
	}
	return 0;
}

/* Links in records that lead nowhere are told where they are written; the
 * portal then has no link there. */
static void dead_links_check(struct site *s)
{
	size_t n, i;
	const struct book_link *links = book_links(s->book, &n);

	for (i = 0; i < n; i++) {
		struct str path = link_path(links[i].address);
		struct target *t = target_find(
		    &s->targets, path.len ? path : STR("index.html"));

		if (links[i].address.data[0] == '#' || (t && !t->is_dead))
			continue;
		report_add(s->report, FINDING_LINK_DEAD, links[i].path,
		    links[i].place, "链接 %.*s 没有去处",
		    STR_ARGS(links[i].address));
		if (t)
			continue;
		t = target_add(&s->targets, s->arena, path);
		t->is_dead = true;
		targets_sort(&s->targets);
	}
}

int site_list_targets(struct site *s)
{
	size_t i;

	for (i = 0; i < s->pages.count; i++)
		target_add(&s->targets, s->arena, s->pages.pages[i].path);
	target_add(&s->targets, s->arena, STR("manifest.json"));
	if (assets_list(s) || pictures_list(s))
		return -1;
	targets_sort(&s->targets);
	dead_links_check(s);
	return 0;
}
