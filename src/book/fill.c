/* SPDX-License-Identifier: MIT */
/* Workers read, parse and render files in batches; the calling thread puts
 * their rows in, in path order, so that chance never shows in the book. */
#include <stdlib.h>

#include "archive.h"
#include "base/pool.h"

enum { BATCH = 64, SLOTS = 8 };

static const struct place whole_file = {0};

struct slot {
	struct arena arena;
	struct report report;
	struct read reads[BATCH];
};

/* Rows of a table that wait for a statement that inserts so many at once:
 * what SQLite does for a statement costs more than a row. */
enum { QUEUE = 16 };

struct waiting {
	const struct row *row;
	int64_t base, index; /* of its id */
};

struct queue {
	sqlite3_stmt *many, *one;
	struct waiting rows[QUEUE];
	size_t count;
};

struct fill {
	struct book *book;
	struct report *report;
	struct slot slots[SLOTS];
	void *handles[POOL_WORKERS_MAX]; /* of the tree, a worker each */
	bool is_open[POOL_WORKERS_MAX];
	struct queue *queues; /* by table */
	sqlite3_stmt *insert_picture;
	struct cache *facts;
	struct archive *archive;
	size_t done;
	bool failed;
};

/* Where a source is read to: into the slot, or onto the shelf. */
static struct read *read_of(struct fill *f, struct slot *slot, size_t index)
{
	struct shelf *shelf = f->book->options.shelf;

	return shelf ? &shelf_place(shelf, index)->read
		     : &slot->reads[index % BATCH];
}

static void read_pictures(struct fill *f, struct read *read, struct arena *a,
    unsigned worker, struct report *r)
{
	const struct book_asked *asked = f->book->options.asked;
	const struct tree *t = f->book->tree;
	struct arena scratch = {0};
	size_t i, n = read->record.picture_count;

	read->sights = arena_array(a, n, sizeof *read->sights);
	read->picture_data = arena_array(a, n, sizeof *read->picture_data);
	for (i = 0; i < n; i++) {
		struct sight *sight = &read->sights[i];
		const struct entry *e;
		struct str bytes;
		const char *wrong;

		sight_make(sight, &read->record, i);
		if (asked && asked->is_blind)
			continue;
		e = tree_find(t, sight->file);
		if (!e ||
		    tree_read(t, f->handles[worker], e, &scratch, &bytes, r))
			continue;
		wrong = sight_read(sight, &read->record, bytes, f->facts);
		if (wrong)
			report_add(r, FINDING_PICTURE_FORMAT, sight->file,
			    whole_file, "%s", wrong);
		traces_read_picture(&read->picture_data[i], a, bytes);
		arena_release(&scratch);
	}
}

static void read_one(struct fill *f, struct read *read,
    const struct match *match, struct str path, const struct entry *e,
    struct arena *a, unsigned worker, struct report *r)
{
	const struct book *b = f->book;
	const struct tree *t = b->tree;
	struct str text;

	read->is_read = false;
	read->data = (struct traces){0};
	if (tree_read(t, f->handles[worker], e, a, &text, r))
		return;
	traces_read(&read->data, a, text);
	if (record_make(&read->record, a, match, text, path, t, r))
		return;
	traces_drop_typed(&read->data, &read->record);
	read->is_read = true;
	/* What is kept may be asked for by the next book. */
	if (b->is_compared || b->options.shelf || archive_is_open(f->archive))
		printed_make(&read->printed, a, &read->record);
	read_pictures(f, read, a, worker, r);
}

/* As it was read once, or now. */
static void read_archived(struct fill *f, struct read *read,
    const struct source *s, struct arena *a, unsigned worker, struct report *r)
{
	struct arena own = {0};
	struct report found;

	if (archive_find(f->archive, read, a, s, r))
		return;
	report_init(&found, &own);
	read_one(
	    f, read, &s->match, s->entry->path, s->entry, a, worker, &found);
	archive_add(f->archive, s, read, &found);
	report_join(r, &found);
	arena_release(&own);
}

/* Onto the shelf, with all that it refers to; unless it is there. */
static void read_kept(
    struct fill *f, struct kept *k, const struct source *s, unsigned worker)
{
	struct source own = *s;
	struct entry entry = *s->entry;

	if (k->is_there)
		return;
	report_init(&k->report, &k->arena);
	k->path = arena_str(&k->arena, entry.path);
	entry.path = k->path;
	own.entry = &entry;
	if (schema_match(&own.match, &k->arena, &f->book->schema,
		str_slice(k->path, sizeof "content/" - 1, k->path.len)))
		read_archived(f, &k->read, &own, &k->arena, worker, &k->report);
}

static void read_source(
    struct fill *f, struct slot *slot, size_t index, unsigned worker)
{
	const struct source *s = &f->book->sources[index];
	struct shelf *shelf = f->book->options.shelf;

	if (shelf)
		read_kept(f, shelf_place(shelf, index), s, worker);
	else
		read_archived(f, read_of(f, slot, index), s, &slot->arena,
		    worker, &slot->report);
}

static void fill_make(void *self, unsigned worker, size_t batch, size_t number)
{
	struct fill *f = self;
	struct slot *slot = &f->slots[number];
	size_t i, end = (batch + 1) * BATCH;

	report_init(&slot->report, &slot->arena);
	if (end > f->book->source_count)
		end = f->book->source_count;
	if (!f->is_open[worker]) {
		if (tree_open(
			f->book->tree, &f->handles[worker], &slot->report)) {
			for (i = batch * BATCH; i < end; i++)
				*read_of(f, slot, i) = (struct read){0};
			return;
		}
		f->is_open[worker] = true;
	}
	for (i = batch * BATCH; i < end; i++)
		read_source(f, slot, i, worker);
}

size_t text_add(struct texts *t, const struct cell *c)
{
	struct text *text;
	size_t i;

	t->texts = arena_grow(
	    &t->arena, t->texts, t->count, &t->cap, sizeof *t->texts);
	text = &t->texts[t->count];
	*text = (struct text){
	    .html = arena_str(&t->arena, c->html),
	    .plain = arena_str(&t->arena, c->text),
	    .pictures = arena_array(
		&t->arena, c->picture_count, sizeof *text->pictures),
	    .picture_count = c->picture_count,
	};
	for (i = 0; i < c->picture_count; i++)
		text->pictures[i] = arena_str(&t->arena, c->pictures[i]);
	return t->count++;
}

static void bind_cell(sqlite3_stmt *s, int at, const struct cell *c)
{
	unsigned char key[TEXT_KEY_SIZE];

	switch (c->type) {
	case CELL_TEXT:
		sqlite3_bind_text(
		    s, at, c->text.data, (int)c->text.len, SQLITE_STATIC);
		break;
	case CELL_INTEGER:
		sqlite3_bind_int64(s, at, c->integer);
		break;
	case CELL_REAL:
		sqlite3_bind_double(s, at, c->real);
		break;
	case CELL_HTML:
		text_key(key, (size_t)c->integer);
		sqlite3_bind_blob(s, at, key, TEXT_KEY_SIZE, SQLITE_TRANSIENT);
		break;
	case CELL_NULL:
	default:
		sqlite3_bind_null(s, at);
	}
}

static int insert_fault(struct fill *f)
{
	f->failed = true;
	return database_fault(
	    &f->book->whole, FINDING_DATABASE, STR(""), whole_file, f->report);
}

static int insert_done(struct fill *f, sqlite3_stmt *s)
{
	int code = sqlite3_step(s);

	sqlite3_reset(s);
	return code == SQLITE_DONE ? 0 : insert_fault(f);
}

/* Binds a row from the parameter `at` on; the next one's. */
static int bind_row(sqlite3_stmt *s, int at, const struct waiting *w)
{
	const struct table *t = w->row->table;
	bool is_top = !t->parent;
	size_t c;

	sqlite3_bind_int64(s, at++, w->base | w->index);
	if (is_top)
		sqlite3_bind_null(s, at++);
	else
		sqlite3_bind_int64(s, at++, w->base | (int64_t)w->row->parent);
	sqlite3_bind_int64(s, at++, is_top ? 0 : w->row->seq);
	sqlite3_bind_int64(s, at++, w->row->place.line);
	for (c = COLUMN_FIRST; c < t->column_count; c++) {
		struct cell cell = w->row->cells[c - COLUMN_FIRST];
		const struct field *field = t->columns[c].field;

		/* A row of the same record becomes a row of the book. */
		if (field->id_column == c && cell.type == CELL_INTEGER)
			cell.integer |= w->base;
		bind_cell(s, at++, &cell);
	}
	return at;
}

/* The statement that puts in so many rows of a table, made when the first
 * come: most tables of a small book stay empty. NULL: it cannot be made. */
static sqlite3_stmt *insert_of(
    struct fill *f, const struct table *t, size_t rows, sqlite3_stmt **s)
{
	struct buf sql = {0};
	size_t i, c;

	if (*s)
		return *s;
	buf_printf(&sql, "INSERT INTO %s.", schema_of(t));
	sql_name(&sql, t->name);
	buf_text(&sql, " VALUES ");
	for (i = 0; i < rows; i++) {
		buf_text(&sql, i ? ",(?" : "(?");
		/* The file is worked out of the id. */
		for (c = 2; c < t->column_count; c++)
			buf_text(&sql, ",?");
		buf_byte(&sql, ')');
	}
	if (sqlite3_prepare_v2(
		f->book->whole.db, sql.data, (int)sql.len, s, NULL))
		insert_fault(f);
	buf_release(&sql);
	return *s;
}

static void queue_flush(struct fill *f, struct queue *q)
{
	const struct table *t = q->count ? q->rows[0].row->table : NULL;
	size_t i;
	int at = 1;

	if (q->count == QUEUE && insert_of(f, t, QUEUE, &q->many)) {
		for (i = 0; i < QUEUE; i++)
			at = bind_row(q->many, at, &q->rows[i]);
		insert_done(f, q->many);
	} else if (q->count && q->count < QUEUE &&
	    insert_of(f, t, 1, &q->one)) {
		for (i = 0; i < q->count; i++) {
			bind_row(q->one, 1, &q->rows[i]);
			insert_done(f, q->one);
		}
	}
	q->count = 0;
}

static void insert_row(
    struct fill *f, const struct record *rec, size_t index, int64_t base)
{
	const struct row *row = &rec->rows[index];
	struct queue *q = &f->queues[row->table->number];

	q->rows[q->count++] = (struct waiting){row, base, (int64_t)index};
	if (q->count == QUEUE)
		queue_flush(f, q);
}

static void note_explanations(
    struct book *b, const struct record *rec, size_t number)
{
	const struct field *f = rec->kind->explains;
	size_t i;

	for (i = 0; f && i < rec->row_count; i++) {
		const struct row *row = &rec->rows[i];

		if (row->table != f->table)
			continue;
		b->explanations =
		    arena_grow(&b->arena, b->explanations, b->explanation_count,
			&b->explanation_cap, sizeof *b->explanations);
		b->explanations[b->explanation_count++] = (struct explanation){
		    .record = number,
		    .path = b->sources[number].entry->path,
		    .place = row->place,
		    .rule = arena_str(&b->arena, row->cells[0].text),
		    .reason = arena_str(&b->arena, row->cells[1].text),
		};
	}
}

static void note_links(struct book *b, const struct record *rec, size_t number)
{
	size_t i;

	for (i = 0; i < rec->link_count; i++) {
		b->links = arena_grow(&b->arena, b->links, b->link_count,
		    &b->link_cap, sizeof *b->links);
		b->links[b->link_count++] = (struct book_link){
		    .address = arena_str(&b->arena, rec->links[i].address),
		    .path = b->sources[number].entry->path,
		    .place = rec->links[i].place,
		};
	}
}

static void note_data(struct book *b, const struct read *read, size_t number)
{
	int64_t id = read->is_read ? (int64_t)(number + 1) << ROW_BITS : 0;
	size_t i;

	traces_note(b, &read->data, b->sources[number].entry->path, id);
	for (i = 0; read->is_read && i < read->record.picture_count; i++)
		traces_note(b, &read->picture_data[i],
		    read->record.pictures[i].file, id);
}

/* Texts of Markdown get their numbers, and are kept. What stays on the shelf
 * keeps its own words: the book's go with the book. */
static void note_texts(struct book *b, const struct record *rec, bool is_kept)
{
	size_t row, c;

	for (row = 0; row < rec->row_count; row++) {
		const struct row *of = &rec->rows[row];

		for (c = COLUMN_FIRST; c < of->table->column_count; c++) {
			struct cell *cell = &of->cells[c - COLUMN_FIRST];

			if (cell->type != CELL_HTML)
				continue;
			cell->integer = (int64_t)text_add(&b->texts, cell);
			if (!is_kept)
				cell->text =
				    b->texts.texts[cell->integer].plain;
		}
	}
}

static void bind_text(sqlite3_stmt *s, int at, struct str text)
{
	sqlite3_bind_text(s, at, text.data, (int)text.len, SQLITE_TRANSIENT);
}

static void bind_date(sqlite3_stmt *s, int at, struct date d)
{
	char text[DATE_SIZE];

	if (!d.year)
		return;
	date_print(text, d);
	bind_text(s, at, str_from(text));
}

static void insert_pictures(
    struct fill *f, const struct read *read, size_t number, int64_t base)
{
	sqlite3_stmt *s = f->insert_picture;
	size_t i;

	for (i = 0; i < read->record.picture_count; i++) {
		struct sight *sight = &read->sights[i];

		sqlite3_clear_bindings(s);
		bind_text(s, 1, sight->path);
		bind_text(s, 2, sight->file);
		sqlite3_bind_int64(s, 5, (int64_t)sight->size);
		if (sight->width) {
			sqlite3_bind_int64(
			    s, sight->is_turned ? 4 : 3, sight->width);
			sqlite3_bind_int64(
			    s, sight->is_turned ? 3 : 4, sight->height);
			bind_text(s, 6, str_from(sight->digest));
			sight->record = number;
			if (f->book->is_compared)
				twins_add(f->book->twins, sight);
		}
		bind_date(s, 7, sight->image.taken);
		bind_date(s, 8, sight->image.saved);
		sqlite3_bind_int64(s, 9, base | (int64_t)sight->row);
		bind_text(s, 10, sight->field);
		bind_date(s, 11, sight->near);
		sqlite3_bind_int(s, 12, sight->format == PICTURE_PNG);
		insert_done(f, s);
	}
}

static void take_one(
    struct fill *f, const struct read *read, size_t i, bool is_kept)
{
	int64_t base = (int64_t)(i + 1) << ROW_BITS;
	size_t row;

	f->book->sources[i].is_read = read->is_read;
	note_data(f->book, read, i);
	if (!read->is_read || f->failed)
		return;
	note_texts(f->book, &read->record, is_kept);
	for (row = 0; row < read->record.row_count; row++)
		insert_row(f, &read->record, row, base);
	note_explanations(f->book, &read->record, i);
	note_links(f->book, &read->record, i);
	if (f->book->is_compared)
		alike_add(f->book->alike, &read->printed, i);
	insert_pictures(f, read, i, base);
}

static void fill_take(void *self, size_t batch, size_t number)
{
	struct fill *f = self;
	struct slot *slot = &f->slots[number];
	struct shelf *shelf = f->book->options.shelf;
	bool is_kept[BATCH] = {false};
	size_t i, end = (batch + 1) * BATCH;

	if (end > f->book->source_count)
		end = f->book->source_count;
	for (i = batch * BATCH; i < end; i++) {
		if (shelf)
			is_kept[i % BATCH] = shelf_keeps(shelf, i);
		take_one(f, read_of(f, slot, i), i, is_kept[i % BATCH]);
	}
	for (i = 0; i < f->book->schema.table_count; i++)
		queue_flush(f, &f->queues[i]);
	for (i = batch * BATCH; shelf && i < end; i++) {
		report_join(f->report, &shelf_place(shelf, i)->report);
		if (!is_kept[i % BATCH])
			shelf_drop(shelf_place(shelf, i));
	}
	report_join(f->report, &slot->report);
	arena_clear(&slot->arena);
	progress_tell(
	    f->book->options.progress, "读取记录", end, f->book->source_count);
}

static int inserts_begin(struct fill *f, struct arena *a)
{
	struct book *b = f->book;

	f->queues = arena_array(a, b->schema.table_count, sizeof *f->queues);
	return sqlite3_prepare_v2(b->whole.db,
		   "INSERT OR IGNORE INTO picture VALUES"
		   " (?,?,?,?,?,?,?,?,?,?,?,?)",
		   -1, &f->insert_picture, NULL)
	    ? insert_fault(f)
	    : 0;
}

int book_fill(struct book *b, struct report *r)
{
	struct arena a = {0};
	struct fill *f = arena_alloc(&a, sizeof *f);
	struct pool_line line = {fill_make, fill_take, f};
	size_t i;

	f->book = b;
	f->report = r;
	f->facts = facts_open(b->options.cache.len
		? arena_printf(&a, "%.*s/looks", STR_ARGS(b->options.cache))
		: STR(""));
	f->archive = archive_open(b);
	if (b->options.shelf)
		shelf_begin(b->options.shelf, b);
	b->alike = alike_open();
	b->twins = twins_open();
	if (inserts_begin(f, &a) || database_run(&b->whole, "BEGIN", r))
		f->failed = true;
	/* One statement's worth of steps is no measure for filling. */
	b->whole.steps_left = INT64_MAX;
	if (!f->failed)
		pool_produce(b->options.workers,
		    (b->source_count + BATCH - 1) / BATCH, SLOTS, &line);
	for (i = 0; i < POOL_WORKERS_MAX; i++)
		if (f->is_open[i])
			tree_close(b->tree, f->handles[i]);
	b->has_rows =
	    arena_array(&b->arena, b->schema.table_count, sizeof *b->has_rows);
	for (i = 0; f->queues && i < b->schema.table_count; i++) {
		b->has_rows[i] = f->queues[i].one || f->queues[i].many;
		sqlite3_finalize(f->queues[i].one);
		sqlite3_finalize(f->queues[i].many);
	}
	sqlite3_finalize(f->insert_picture);
	cache_close(f->facts);
	archive_close(f->archive);
	for (i = 0; i < SLOTS; i++)
		arena_release(&f->slots[i].arena);
	if (!f->failed && database_run(&b->whole, "COMMIT", r))
		f->failed = true;
	i = f->failed;
	arena_release(&a);
	return i ? -1 : 0;
}
