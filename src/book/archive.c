/* SPDX-License-Identifier: MIT */
/* An entry is a run of numbers and of texts, each with its length before it and
 * a NUL behind; it is read with a cursor that stays within it. */
#include "archive.h"

#include "base/build.h"
#include "base/cache.h"

/* Changes with what entries look like; the program's digest does as well. */
static const char version[] = "reading 1";

static const uint64_t cache_max = UINT64_C(1) << 30; /* bytes */

struct archive {
	struct cache *cache;
	const struct book *book;
	bool is_open, is_only_read;
	char base[DIGEST_SIZE]; /* of what all entries follow from */
};

/* --- writing -------------------------------------------------------------- */

static void put(struct buf *out, uint64_t n)
{
	buf_add(out, &n, sizeof n);
}

static void put_text(struct buf *out, struct str s)
{
	put(out, s.len);
	buf_str(out, s);
	buf_byte(out, '\0');
}

static void put_place(struct buf *out, struct place p)
{
	put(out, p.line);
	put(out, p.column);
	put(out, p.width);
}

static void put_date(struct buf *out, struct date d)
{
	put(out, (uint64_t)d.year);
	put(out, (uint64_t)d.month);
	put(out, (uint64_t)d.day);
}

static void put_finding(struct buf *out, const struct finding *f)
{
	put_text(out, f->id);
	put_text(out, f->name);
	put(out, f->level);
	put(out, f->blocks);
	put_text(out, f->path);
	put_place(out, f->place);
	put_text(out, f->message);
	put_text(out, f->clause);
	put_text(out, f->remedy);
	put_text(out, f->mended);
	put(out, f->is_private);
}

static void put_traces(struct buf *out, const struct traces *t)
{
	size_t i;

	put(out, t->count);
	for (i = 0; i < t->count; i++) {
		put(out, t->data[i].kind);
		put_place(out, t->data[i].place);
		put_text(out, t->data[i].key);
	}
}

static void put_cell(struct buf *out, const struct cell *c)
{
	size_t i;

	put(out, c->type);
	switch (c->type) {
	case CELL_INTEGER:
		put(out, (uint64_t)c->integer);
		break;
	case CELL_REAL:
		buf_add(out, &c->real, sizeof c->real);
		break;
	case CELL_TEXT:
		put_text(out, c->text);
		break;
	case CELL_HTML:
		put_text(out, c->text);
		put_text(out, c->html);
		put(out, c->picture_count);
		for (i = 0; i < c->picture_count; i++)
			put_text(out, c->pictures[i]);
		break;
	case CELL_NULL:
	default:
		break;
	}
}

static void put_row(struct buf *out, const struct row *row)
{
	size_t c;

	put(out, row->table->number);
	put(out, row->parent);
	put(out, row->seq);
	put_place(out, row->place);
	for (c = COLUMN_FIRST; c < row->table->column_count; c++)
		put_cell(out, &row->cells[c - COLUMN_FIRST]);
}

static void put_sight(struct buf *out, const struct sight *s)
{
	const struct image *im = &s->image;

	put(out, s->size);
	buf_add(out, s->digest, sizeof s->digest);
	put(out, s->width);
	put(out, s->height);
	put(out, s->format);
	put(out, s->is_turned);
	put_date(out, s->near);
	put(out, im->has_look);
	buf_add(out, &im->look, sizeof im->look);
	put_date(out, im->taken);
	put_date(out, im->saved);
}

static void put_printed(struct buf *out, const struct printed_record *p)
{
	size_t i;

	put_date(out, p->date);
	put(out, p->count);
	for (i = 0; i < p->count; i++) {
		const struct printed *text = &p->texts[i];

		put(out, text->row);
		put(out, text->field->column);
		put(out, text->count);
		buf_add(out, text->prints, text->count * sizeof *text->prints);
	}
}

static void put_record(struct buf *out, const struct read *read)
{
	const struct record *rec = &read->record;
	size_t i;

	put_text(out, rec->id);
	put(out, rec->row_count);
	for (i = 0; i < rec->row_count; i++)
		put_row(out, &rec->rows[i]);
	put(out, rec->picture_count);
	for (i = 0; i < rec->picture_count; i++) {
		put_text(out, rec->pictures[i].file);
		put_text(out, rec->pictures[i].path);
		put_sight(out, &read->sights[i]);
		put_traces(out, &read->picture_data[i]);
	}
	put(out, rec->link_count);
	for (i = 0; i < rec->link_count; i++) {
		put_text(out, rec->links[i].address);
		put_place(out, rec->links[i].place);
	}
	put_printed(out, &read->printed);
}

void reading_print(
    struct buf *out, const struct read *read, const struct report *r)
{
	size_t i;

	put(out, r->count);
	for (i = 0; i < r->count; i++)
		put_finding(out, &r->findings[i]);
	put_traces(out, &read->data);
	put(out, read->is_read);
	if (read->is_read)
		put_record(out, read);
}

/* --- reading -------------------------------------------------------------- */

struct take {
	struct str rest;
	struct arena *arena;
	const struct schema *schema;
	bool has_failed;
};

static const char *take_bytes(struct take *t, size_t n)
{
	const char *at = t->rest.data;

	if (n > t->rest.len)
		t->has_failed = true;
	if (t->has_failed)
		return NULL;
	t->rest = str_slice(t->rest, n, t->rest.len);
	return at;
}

/* A number of at most `most`. */
static uint64_t take(struct take *t, uint64_t most)
{
	uint64_t n = 0;
	const char *at = take_bytes(t, sizeof n);

	if (at)
		memcpy(&n, at, sizeof n);
	if (n > most)
		t->has_failed = true;
	return t->has_failed ? 0 : n;
}

/* How many things of at least `size` bytes follow. */
static size_t take_count(struct take *t, size_t size)
{
	return (size_t)take(t, t->rest.len / size);
}

static void take_into(struct take *t, void *out, size_t size)
{
	const char *at = take_bytes(t, size);

	if (at)
		memcpy(out, at, size);
}

static struct str take_text(struct take *t)
{
	struct str s = {.len = take_count(t, 1)};

	s.data = take_bytes(t, s.len + 1);
	if (s.data && s.data[s.len])
		t->has_failed = true;
	return t->has_failed ? (struct str){0} : s;
}

static struct place take_place(struct take *t)
{
	struct place p;

	p.line = (uint32_t)take(t, UINT32_MAX);
	p.column = (uint32_t)take(t, UINT32_MAX);
	p.width = (uint32_t)take(t, UINT32_MAX);
	return p;
}

static struct date take_date(struct take *t)
{
	struct date d;

	d.year = (int)take(t, 9999);
	d.month = (int)take(t, 12);
	d.day = (int)take(t, 31);
	return d;
}

static struct finding take_finding(struct take *t)
{
	struct finding f;

	f.id = take_text(t);
	f.name = take_text(t);
	f.level = (enum level)take(t, LEVEL_FAILURE);
	f.blocks = (enum blocks)take(t, BLOCKS_PORTAL);
	f.path = take_text(t);
	f.place = take_place(t);
	f.message = take_text(t);
	f.clause = take_text(t);
	f.remedy = take_text(t);
	f.mended = take_text(t);
	f.is_private = take(t, 1);
	return f;
}

static struct traces take_traces(struct take *t)
{
	struct traces all = {.count = take_count(t, sizeof(uint64_t))};
	size_t i;

	all.data = arena_array(t->arena, all.count, sizeof *all.data);
	all.cap = all.count;
	for (i = 0; i < all.count && !t->has_failed; i++) {
		all.data[i].kind =
		    (enum personal_kind)take(t, PERSONAL_KINDS - 1);
		all.data[i].place = take_place(t);
		all.data[i].key = take_text(t);
	}
	return all;
}

static void take_cell(struct take *t, struct cell *c)
{
	size_t i;

	*c = (struct cell){.type = (enum cell_type)take(t, CELL_HTML)};
	switch (c->type) {
	case CELL_INTEGER:
		c->integer = (int64_t)take(t, UINT64_MAX);
		break;
	case CELL_REAL:
		take_into(t, &c->real, sizeof c->real);
		break;
	case CELL_TEXT:
		c->text = take_text(t);
		break;
	case CELL_HTML:
		c->text = take_text(t);
		c->html = take_text(t);
		c->picture_count = take_count(t, sizeof(uint64_t));
		c->pictures = arena_array(
		    t->arena, c->picture_count, sizeof *c->pictures);
		for (i = 0; i < c->picture_count && !t->has_failed; i++)
			c->pictures[i] = take_text(t);
		break;
	case CELL_NULL:
	default:
		break;
	}
}

static void take_row(struct take *t, struct record *rec, size_t number)
{
	struct row *row = &rec->rows[number];
	size_t table = take(t, t->schema->table_count - 1), n, c;

	*row = (struct row){.table = t->schema->tables[table],
	    .parent = (size_t)take(t, number)};
	row->seq = (uint32_t)take(t, UINT32_MAX);
	row->place = take_place(t);
	if (row->table->kind != rec->kind)
		t->has_failed = true;
	n = row->table->column_count - COLUMN_FIRST;
	row->cells = arena_array(t->arena, n, sizeof *row->cells);
	for (c = 0; c < n && !t->has_failed; c++)
		take_cell(t, &row->cells[c]);
}

static void take_sight(struct take *t, struct sight *s)
{
	struct image *im = &s->image;

	s->size = take(t, UINT64_MAX);
	take_into(t, s->digest, sizeof s->digest);
	s->digest[sizeof s->digest - 1] = '\0';
	s->width = (uint32_t)take(t, UINT32_MAX);
	s->height = (uint32_t)take(t, UINT32_MAX);
	s->format = (enum picture_format)take(t, PICTURE_PNG);
	s->is_turned = take(t, 1);
	s->near = take_date(t);
	im->has_look = take(t, 1);
	take_into(t, &im->look, sizeof im->look);
	im->taken = take_date(t);
	im->saved = take_date(t);
}

static void take_printed(
    struct take *t, struct printed_record *p, const struct record *rec)
{
	size_t i;

	p->date = take_date(t);
	p->count = take_count(t, sizeof(uint64_t));
	p->texts = arena_array(t->arena, p->count, sizeof *p->texts);
	for (i = 0; i < p->count && !t->has_failed; i++) {
		struct printed *text = &p->texts[i];
		const struct row *row;
		size_t column;

		text->row = (size_t)take(t, rec->row_count - 1);
		row = &rec->rows[text->row];
		column = (size_t)take(t, row->table->column_count - 1);
		text->count = take_count(t, sizeof *text->prints);
		if (t->has_failed || column < COLUMN_FIRST) {
			t->has_failed = true;
			return;
		}
		text->field = row->table->columns[column].field;
		text->cell = &row->cells[column - COLUMN_FIRST];
		text->prints =
		    arena_array(t->arena, text->count, sizeof *text->prints);
		take_into(t, text->prints, text->count * sizeof *text->prints);
	}
}

static void take_pictures(struct take *t, struct read *read)
{
	struct record *rec = &read->record;
	size_t n = take_count(t, sizeof(uint64_t)), i;

	rec->picture_count = n;
	rec->pictures = arena_array(t->arena, n, sizeof *rec->pictures);
	read->sights = arena_array(t->arena, n, sizeof *read->sights);
	read->picture_data =
	    arena_array(t->arena, n, sizeof *read->picture_data);
	for (i = 0; i < n && !t->has_failed; i++) {
		rec->pictures[i].file = take_text(t);
		rec->pictures[i].path = take_text(t);
		sight_make(&read->sights[i], rec, i);
		take_sight(t, &read->sights[i]);
		read->picture_data[i] = take_traces(t);
	}
}

static void take_record(struct take *t, struct read *read)
{
	struct record *rec = &read->record;
	size_t i;

	rec->id = take_text(t);
	rec->row_count = take_count(t, sizeof(uint64_t));
	rec->row_cap = rec->row_count;
	rec->rows = arena_array(t->arena, rec->row_count, sizeof *rec->rows);
	for (i = 0; i < rec->row_count && !t->has_failed; i++)
		take_row(t, rec, i);
	/* Row 0 is the record. */
	if (!rec->row_count)
		t->has_failed = true;
	if (t->has_failed)
		return;
	take_pictures(t, read);
	rec->link_count = take_count(t, sizeof(uint64_t));
	rec->links = arena_array(t->arena, rec->link_count, sizeof *rec->links);
	for (i = 0; i < rec->link_count && !t->has_failed; i++) {
		rec->links[i].address = take_text(t);
		rec->links[i].place = take_place(t);
	}
	take_printed(t, &read->printed, rec);
}

bool reading_parse(struct read *read, struct arena *a, struct str bytes,
    const struct kind *kind, const struct schema *schema, struct report *r)
{
	struct take t = {.rest = bytes, .arena = a, .schema = schema};
	struct finding *findings;
	size_t n = take_count(&t, sizeof(uint64_t)), i;

	findings = arena_array(a, n, sizeof *findings);
	for (i = 0; i < n && !t.has_failed; i++)
		findings[i] = take_finding(&t);
	*read = (struct read){.record.kind = kind, .data = take_traces(&t)};
	read->is_read = take(&t, 1);
	if (read->is_read)
		take_record(&t, read);
	if (t.has_failed || t.rest.len)
		return false;
	for (i = 0; i < n; i++)
		report_copy(r, &findings[i]);
	return true;
}

/* --- names ---------------------------------------------------------------- */

static void name_entry(struct buf *b, const struct entry *e)
{
	buf_str(b, e->path);
	buf_byte(b, '\0');
	buf_add(b, e->id, sizeof e->id);
}

static bool base_make(struct archive *ar)
{
	const struct tree *t = ar->book->tree;
	char build[DIGEST_SIZE];
	struct buf b = {0};
	size_t from, to;

	if (!build_digest(build))
		return false;
	buf_text(&b, version);
	buf_text(&b, build);
	tree_range(t, STR("content/plan/kinds/"), &from, &to);
	for (; from < to; from++)
		name_entry(&b, &t->entries[from]);
	digest_hex(ar->base, buf_view(&b));
	buf_release(&b);
	return true;
}

static void name_make(
    char name[DIGEST_SIZE], const struct archive *ar, const struct source *s)
{
	const struct tree *t = ar->book->tree;
	struct str folder = path_folder(s->entry->path);
	struct buf b = {0};
	size_t from, to;

	buf_text(&b, ar->base);
	name_entry(&b, s->entry);
	tree_range(t, folder, &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &t->entries[from];

		if (path_is_picture(e->path) &&
		    str_equal(path_folder(e->path), folder))
			name_entry(&b, e);
	}
	digest_hex(name, buf_view(&b));
	buf_release(&b);
}

/* --- entries -------------------------------------------------------------- */

struct archive *archive_open(const struct book *b)
{
	struct archive *ar = memory_resize(NULL, sizeof *ar);
	struct arena a = {0};

	*ar = (struct archive){
	    .book = b, .is_only_read = b->options.is_cache_only_read};
	ar->is_open =
	    b->options.cache.len && b->tree->has_digests && base_make(ar);
	ar->cache = cache_open(ar->is_open
		? arena_printf(&a, "%.*s/readings", STR_ARGS(b->options.cache))
		: STR(""),
	    cache_max);
	arena_release(&a);
	return ar;
}

void archive_close(struct archive *ar)
{
	cache_close(ar->cache);
	memory_free(ar);
}

bool archive_is_open(const struct archive *ar)
{
	return ar->is_open;
}

bool archive_find(const struct archive *ar, struct read *read, struct arena *a,
    const struct source *s, struct report *r)
{
	char name[DIGEST_SIZE];
	struct str bytes;

	if (!ar->is_open)
		return false;
	name_make(name, ar, s);
	if (!cache_find(ar->cache, a, &bytes, name) ||
	    !reading_parse(read, a, bytes, s->match.kind, &ar->book->schema, r))
		return false;
	read->record.path = s->entry->path;
	return true;
}

void archive_add(struct archive *ar, const struct source *s,
    const struct read *read, const struct report *r)
{
	char name[DIGEST_SIZE];
	struct buf bytes = {0};

	if (!ar->is_open || ar->is_only_read || report_count(r, LEVEL_FAILURE))
		return;
	name_make(name, ar, s);
	reading_print(&bytes, read, r);
	cache_add(ar->cache, buf_view(&bytes), name);
	buf_release(&bytes);
}
