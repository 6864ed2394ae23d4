/* SPDX-License-Identifier: MIT */
/* Pairs are counted while pages are made; all else waits until the last page
 * is there. */
#include "search.h"

#include <stdlib.h>

#include "base/pool.h"
#include "gram.h"
#include "pack.h"
#include "table.h"

enum {
	DICTIONARY_DOCUMENTS = 8,
	DICTIONARY_UNITS = 1024, /* of each */
	NONE = -1,
};

struct document {
	size_t page;
	struct str path, date;
	struct str *values; /* by facet; empty: none */
	char digest[DIGEST_SIZE];
	uint16_t *text;
	size_t text_len;
};

struct facet {
	struct str name;
	struct str *values; /* sorted, each once, none empty */
	size_t count;
};

struct search {
	struct arena arena;
	struct document *documents;
	size_t count;
	int32_t *numbers; /* by page: its document's; NONE */
	struct facet *facets;
	size_t facet_count, facet_cap;
	struct visible read[POOL_WORKERS_MAX];
	struct grams *grams;
	struct buf dictionary;
	size_t *chunks; /* first document of each; one more */
	size_t chunk_count;
	char id[DIGEST_SIZE];
	bool is_internal;
};

void search_free(struct search *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		visible_release(&s->read[i]);
	for (i = 0; i < s->count; i++)
		memory_free(s->documents[i].text);
	grams_free(s->grams);
	buf_release(&s->dictionary);
	arena_release(&s->arena);
	memory_free(s);
}

/* --- what there is to be found --------------------------------------------- */

static size_t facet_number(struct search *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->facet_count; i++)
		if (str_equal(s->facets[i].name, name))
			return i;
	s->facets = arena_grow(&s->arena, s->facets, s->facet_count,
	    &s->facet_cap, sizeof *s->facets);
	s->facets[s->facet_count++] = (struct facet){.name = name};
	return i;
}

static int value_render(struct search *s, struct str *out,
    const struct template_set *set, struct str name, const struct page *p,
    struct report *r)
{
	struct template_options options = {.is_strict = true};
	struct buf b = {0};
	int status = template_render(&b, set, name, p->row, &options, r);

	*out = arena_str(&s->arena, buf_view(&b));
	buf_release(&b);
	return status;
}

static int document_make(struct search *s, struct document *d,
    const struct template_set *set, const struct page *p, struct report *r)
{
	const struct search_layout *l = p->layout->search;
	size_t i;

	d->path = p->path;
	d->values =
	    arena_array(&s->arena, s->facet_count + 1, sizeof *d->values);
	if (l->date.len && value_render(s, &d->date, set, l->date, p, r))
		return -1;
	for (i = 0; i < l->count; i++)
		if (value_render(s,
			&d->values[facet_number(s, l->facets[i].name)], set,
			l->facets[i].value, p, r))
			return -1;
	return 0;
}

static int document_order(const void *left, const void *right)
{
	const struct document *a = left, *b = right;
	int order = str_compare(a->date, b->date);

	return order ? order : str_compare(a->path, b->path);
}

static void facet_values(struct search *s, size_t f)
{
	struct facet *facet = &s->facets[f];
	size_t i, n = 0, k = 0;

	facet->values =
	    arena_array(&s->arena, s->count + 1, sizeof *facet->values);
	for (i = 0; i < s->count; i++)
		if (s->documents[i].values[f].len)
			facet->values[n++] = s->documents[i].values[f];
	qsort(facet->values, n, sizeof *facet->values, str_order);
	for (i = 0; i < n; i++)
		if (!i || !str_equal(facet->values[i], facet->values[k - 1]))
			facet->values[k++] = facet->values[i];
	facet->count = k;
}

static bool is_searched(const struct page *p)
{
	return p->layout->search && str_ends(p->path, STR(".html"));
}

static int documents_make(struct search *s, const struct pages *ps,
    const struct layouts *ls, struct report *r)
{
	size_t i, k;

	/* All facets first: a document has room for each. */
	for (i = 0; i < ls->count; i++)
		for (k = 0;
		     ls->layouts[i].search && k < ls->layouts[i].search->count;
		     k++)
			facet_number(s, ls->layouts[i].search->facets[k].name);
	s->documents =
	    arena_array(&s->arena, ps->count + 1, sizeof *s->documents);
	for (i = 0; i < ps->count; i++) {
		if (!is_searched(&ps->pages[i]))
			continue;
		s->documents[s->count].page = i;
		if (document_make(s, &s->documents[s->count++], &ls->templates,
			&ps->pages[i], r))
			return -1;
	}
	qsort(s->documents, s->count, sizeof *s->documents, document_order);
	return 0;
}

struct search *search_make(const struct pages *ps, const struct layouts *ls,
    enum edition edition, struct report *r)
{
	struct search *s = memory_resize(NULL, sizeof *s);
	size_t i;

	*s = (struct search){.is_internal = edition == EDITION_INTERNAL};
	if (documents_make(s, ps, ls, r)) {
		search_free(s);
		return NULL;
	}
	for (i = 0; i < s->facet_count; i++)
		facet_values(s, i);
	s->numbers = arena_array(&s->arena, ps->count + 1, sizeof *s->numbers);
	for (i = 0; i < ps->count; i++)
		s->numbers[i] = NONE;
	for (i = 0; i < s->count; i++)
		s->numbers[s->documents[i].page] = (int32_t)i;
	s->grams = grams_new((uint32_t)s->count);
	return s;
}

/* --- adding --------------------------------------------------------------- */

const struct visible *search_read(
    struct search *s, unsigned worker, size_t page, struct str html)
{
	if (s->numbers[page] == NONE)
		return NULL;
	visible_read(&s->read[worker], html);
	return &s->read[worker];
}

static void text_keep(struct document *d, const struct visible *v)
{
	size_t title = v->title_end - v->title, n = 0, i;

	d->text_len = d->path.len + title + v->len + 3;
	d->text = memory_resize(NULL, d->text_len * sizeof *d->text);
	for (i = 0; i < d->path.len; i++)
		d->text[n++] = (unsigned char)d->path.data[i];
	d->text[n++] = 1;
	memcpy(d->text + n, v->units + v->title, title * sizeof *d->text);
	n += title;
	d->text[n++] = 1;
	memcpy(d->text + n, v->units, v->len * sizeof *d->text);
	d->text[n + v->len] = 2;
}

void search_add(struct search *s, unsigned worker, size_t page,
    const char digest[DIGEST_SIZE])
{
	uint32_t number = (uint32_t)s->numbers[page];
	struct document *d = &s->documents[number];
	const struct visible *v = &s->read[worker];

	memcpy(d->digest, digest, sizeof d->digest);
	text_keep(d, v);
	grams_add(
	    s->grams, worker, number, v->units, v->len, v->title, v->title_end);
}

/* --- files ---------------------------------------------------------------- */

static struct str units_view(const uint16_t *units, size_t len)
{
	return (struct str){(const char *)units, len * sizeof *units};
}

/* Some of the documents' texts, so that what all have in common need not stand
 * in each file. */
static void dictionary_make(struct search *s)
{
	size_t n =
	    s->count < DICTIONARY_DOCUMENTS ? s->count : DICTIONARY_DOCUMENTS;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct document *d =
		    &s->documents[(2 * i + 1) * s->count / (2 * n)];
		size_t len = d->text_len < DICTIONARY_UNITS ? d->text_len
							    : DICTIONARY_UNITS;

		buf_str(&s->dictionary, units_view(d->text, len));
	}
}

/* Of all that is in the files, and of how they are written. */
static void id_make(struct search *s)
{
	struct buf b = {0};
	size_t i, f;

	buf_printf(&b, "4 %d %d", SEARCH_CHUNK, GRAM_SHARD);
	for (i = 0; i < s->count; i++) {
		const struct document *d = &s->documents[i];

		buf_printf(&b, "\n%s %.*s", d->digest, STR_ARGS(d->path));
		for (f = 0; f < s->facet_count; f++)
			buf_printf(&b, "\t%.*s", STR_ARGS(d->values[f]));
	}
	digest_hex(s->id, buf_view(&b));
	s->id[12] = '\0';
	buf_release(&b);
}

static void chunks_cut(struct search *s)
{
	size_t size = 0, i;

	s->chunks = arena_array(&s->arena, s->count + 1, sizeof *s->chunks);
	for (i = 0; i < s->count; i++) {
		size += s->documents[i].text_len;
		if (i && size <= SEARCH_CHUNK)
			continue;
		s->chunks[s->chunk_count++] = i;
		size = s->documents[i].text_len;
	}
	s->chunks[s->chunk_count] = s->count;
}

size_t search_pack(struct search *s, unsigned workers)
{
	uint16_t none[1] = {0};
	const struct visible empty = {.units = none};
	size_t i;

	if (!s->count)
		return 0;
	for (i = 0; i < s->count; i++)
		if (!s->documents[i].text)
			text_keep(&s->documents[i], &empty);
	grams_pack(s->grams, workers);
	dictionary_make(s);
	chunks_cut(s);
	id_make(s);
	return grams_shards(s->grams) + s->chunk_count + 1;
}

static void chunk_bytes(const struct search *s, size_t chunk, struct buf *out)
{
	struct buf raw = {0};
	size_t i;

	for (i = s->chunks[chunk]; i < s->chunks[chunk + 1]; i++)
		buf_str(&raw,
		    units_view(s->documents[i].text, s->documents[i].text_len));
	pack_bytes(out, buf_view(&raw), buf_view(&s->dictionary));
	buf_release(&raw);
}

static void text_of(struct buf *out, const char *key, struct str bytes)
{
	buf_printf(out, ",\"%s\":\"", key);
	pack_base64(out, bytes);
	buf_byte(out, '"');
}

/* By facet, a number a document: 0, or 1 and on for the facet's values. */
static void facets_write(const struct search *s, struct buf *out)
{
	struct buf columns = {0}, packed = {0};
	size_t i, f;

	buf_text(out, ",\"facets\":[");
	for (f = 0; f < s->facet_count; f++) {
		const struct facet *facet = &s->facets[f];

		buf_text(out, f ? ",{\"name\":" : "{\"name\":");
		buf_json(out, facet->name);
		buf_text(out, ",\"values\":[");
		for (i = 0; i < facet->count; i++) {
			if (i)
				buf_byte(out, ',');
			buf_json(out, facet->values[i]);
		}
		buf_text(out, "]}");
		for (i = 0; i < s->count; i++) {
			const struct str *v = facet->count
			    ? bsearch(&s->documents[i].values[f], facet->values,
				  facet->count, sizeof *v, str_order)
			    : NULL;

			pack_number(
			    &columns, v ? (size_t)(v - facet->values) + 1 : 0);
		}
	}
	buf_byte(out, ']');
	pack_bytes(&packed, buf_view(&columns), STR(""));
	text_of(out, "columns", buf_view(&packed));
	buf_release(&packed);
	buf_release(&columns);
}

static void index_write(const struct search *s, struct buf *out)
{
	struct buf b = {0};
	uint32_t last = 0;
	size_t i;

	buf_printf(out,
	    "taizhangSearch(\"index\",{\"id\":\"%s\",\"documents\":%zu", s->id,
	    s->count);
	if (s->is_internal)
		buf_text(out, ",\"notice\":\"" TABLE_NOTICE "\"");
	facets_write(s, out);
	for (i = 0; i < grams_shards(s->grams); i++) {
		uint32_t key = grams_shard_key(s->grams, i);

		pack_number(&b, key - last);
		pack_number(&b, grams_shard_entries(s->grams, i));
		last = key;
	}
	text_of(out, "shards", buf_view(&b));
	buf_clear(&b);
	for (i = 0; i < s->chunk_count; i++)
		pack_number(&b, s->chunks[i + 1] - s->chunks[i]);
	text_of(out, "chunks", buf_view(&b));
	buf_clear(&b);
	pack_bytes(&b, buf_view(&s->dictionary), STR(""));
	text_of(out, "dictionary", buf_view(&b));
	buf_text(out, "})\n");
	buf_release(&b);
}

bool search_find(const struct search *s, struct str path, size_t *number)
{
	size_t shards = grams_shards(s->grams), n = 0, i;
	struct buf folder = {0};
	bool is_in;

	if (str_is(path, "search/index.js")) {
		*number = shards + s->chunk_count;
		return s->count > 0;
	}
	buf_printf(&folder, "search/%s/", s->id);
	is_in =
	    str_begins(path, buf_view(&folder)) && str_ends(path, STR(".js"));
	path = str_slice(path, folder.len, path.len - is_in * 3);
	buf_release(&folder);
	if (!is_in || path.len < 2 || path.len > 9)
		return false;
	for (i = 1; i < path.len; i++) {
		if (path.data[i] < '0' || path.data[i] > '9')
			return false;
		n = 10 * n + (size_t)(path.data[i] - '0');
	}
	*number = *path.data == 'g' ? n : shards + n;
	return *path.data == 'g' ? n < shards
				 : *path.data == 't' && n < s->chunk_count;
}

void search_file(
    const struct search *s, size_t number, struct buf *path, struct buf *bytes)
{
	size_t shards = grams_shards(s->grams);
	bool is_shard = number < shards;
	struct buf b = {0};
	char name[32];

	if (number == shards + s->chunk_count) {
		buf_text(path, "search/index.js");
		index_write(s, bytes);
		return;
	}
	snprintf(name, sizeof name, "%c%zu", is_shard ? 'g' : 't',
	    is_shard ? number : number - shards);
	buf_printf(path, "search/%s/%s.js", s->id, name);
	if (is_shard)
		grams_shard_bytes(s->grams, number, &b);
	else
		chunk_bytes(s, number - shards, &b);
	pack_script(bytes, name, buf_view(&b));
	buf_release(&b);
}
