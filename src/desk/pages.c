/* SPDX-License-Identifier: MIT */
/* Main's files are laid over the program's before anything is compiled. */
#include "pages.h"

#include "base/digest.h"
#include "base/embedded.h"
#include "book/front.h"

static const struct str folder = {"layouts/desk/", 13};

/* The program's files, and main's in their place. */
static int tree_lay(
    struct tree *t, struct arena *a, const struct tree *main, struct report *r)
{
	size_t from = 0, to = 0, i;

	tree_init_memory(t);
	if (main)
		tree_range(main, folder, &from, &to);
	for (i = from; i < to; i++) {
		struct entry *e = tree_add(t, a, main->entries[i].path);

		if (tree_read_once(main, &main->entries[i], a, &e->bytes, r))
			return -1;
	}
	for (i = 0; i < embedded_count; i++) {
		const struct embedded *e = &embedded_files[i];
		struct str path = str_from(e->path);

		if (!str_begins(path, folder) ||
		    (main && tree_find(main, path)))
			continue;
		tree_add(t, a, path)->bytes = embedded_bytes(e);
	}
	tree_sort(t);
	return 0;
}

static int page_read(struct desk_pages *p, struct arena *a,
    const struct entry *e, struct report *r)
{
	struct front front = {.body = e->bytes, .body_line = 1};
	struct layout l = {.file = e->path, .is_draft = true};
	struct str name =
	    str_slice(e->path, folder.len, e->path.len - sizeof ".html" + 1);
	size_t i;

	if (str_begins(e->bytes, STR("---\n")) &&
	    (front_parse(&front, a, e->bytes, e->path, r) ||
		layout_queries_read(&l, a, front.head, r)))
		return -1;
	for (i = 0; i < l.data_count; i++) {
		p->data = arena_grow(
		    a, p->data, p->data_count, &p->data_cap, sizeof *p->data);
		p->data[p->data_count++] = l.data[i];
	}
	return template_add(
	    &p->templates, name, front.body, e->path, front.body_line, r);
}

static int pages_make(struct desk_pages *p, struct arena *a,
    const struct tree *main, struct report *r)
{
	char digest[DIGEST_SIZE];
	struct buf all = {0};
	struct tree t = {0};
	int status = tree_lay(&t, a, main, r);
	size_t i;

	*p = (struct desk_pages){0};
	template_set_init(&p->templates, a);
	for (i = 0; i < t.count; i++) {
		const struct entry *e = &t.entries[i];

		buf_str(&all, e->bytes);
		if (str_ends(e->path, STR(".html"))) {
			if (page_read(p, a, e, r))
				status = -1;
			continue;
		}
		p->files = arena_grow(
		    a, p->files, p->file_count, &p->file_cap, sizeof *p->files);
		p->files[p->file_count++] = (struct pages_file){
		    str_slice(e->path, folder.len, e->path.len), e->bytes};
	}
	template_set_seal(&p->templates);
	digest_hex(digest, buf_view(&all));
	memcpy(p->version, digest, sizeof p->version - 1);
	buf_release(&all);
	return status;
}

int desk_pages_read(struct desk_pages *p, struct arena *a, const struct tree *t,
    struct report *r)
{
	return pages_make(p, a, t, r) ? pages_make(p, a, NULL, r) : 0;
}

struct str desk_pages_file(const struct desk_pages *p, struct str name)
{
	size_t i;

	for (i = 0; i < p->file_count; i++)
		if (str_equal(p->files[i].name, name))
			return p->files[i].bytes;
	return (struct str){0};
}

/* What the names of a page are resolved for. */
struct question {
	const struct desk_pages *pages;
	struct connection *connection;
	struct arena *arena;
	struct report *report;
};

static const struct value *resolve(
    void *self, const struct template_frame *top, struct str name, int *status)
{
	const struct value *values[QUERY_PARAMETERS_MAX] = {NULL};
	struct question *q = self;
	const struct data *d = q->pages->data;
	struct query *query;
	struct value *rows;
	size_t n = q->pages->data_count, i;

	for (i = 0; i < n; i++)
		if (str_equal(d[i].name, name))
			break;
	if (i == n)
		return NULL;
	d += i;
	query = query_make(q->connection, q->arena, d->sql, FINDING_QUERY, name,
	    d->place, q->report);
	for (i = 0; query && i < query_parameter_count(query); i++)
		values[i] = template_frame_find(top, query_parameter(query, i));
	if (query && !query_run(query, q->arena, values, 0, &rows, q->report))
		return rows;
	*status = -1;
	return NULL;
}

int desk_page_render(struct buf *out, const struct desk_pages *p,
    struct str name, const struct value *root, struct connection *c,
    struct arena *a, struct report *r)
{
	struct question q = {p, c, a, r};
	struct template_options o = {.escape = ESCAPE_HTML,
	    .is_strict = true,
	    .resolve = resolve,
	    .self = &q};

	return template_render(out, &p->templates, name, root, &o, r);
}
