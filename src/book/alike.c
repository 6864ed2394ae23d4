/* SPDX-License-Identifier: MIT */
/* Prints that follow one another into the same text propose a passage; only
 * those are looked at symbol by symbol. */
#include "alike.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
	GAP_MAX = 6, /* symbols put in, left out or changed at one place */
	RESUME = 4,  /* equal ones that must follow */
	GAP_PRICE = 4,
	DRIFT = 2 * GAP_MAX,
	/* Half a passage that is word for word the same has as much: its prints
	 * are at most a window from its ends. */
	RUN_PRINTS = 2,
	RUN_SPAN = 6,
	RUNS = 4, /* texts that a text is held against at one time */
};

static const uint32_t digit_symbol = '0';

/* --- symbols -------------------------------------------------------------- */

/* The symbol of a code point; 0: it does not count. */
static uint32_t symbol_of(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFF01 - 0x21;
	if (cp < 0x80) {
		if (cp >= '0' && cp <= '9')
			return digit_symbol;
		if (cp >= 'A' && cp <= 'Z')
			return cp - 'A' + 'a';
		return cp >= 'a' && cp <= 'z' ? cp : 0;
	}
	if (cp == 0xB7 || cp == 0xD7 || cp < 0xC0)
		return 0;
	/* Punctuation, arrows, signs, boxes; CJK punctuation but for 々 〇. */
	if ((cp >= 0x2000 && cp < 0x2E80) ||
	    (cp >= 0x3000 && cp < 0x3040 && cp != 0x3005 && cp != 0x3007) ||
	    (cp >= 0xFE10 && cp < 0xFE70) || (cp >= 0xFF5F && cp < 0xFF66))
		return 0;
	return cp;
}

/* utf8_decode() of texts that were checked; most are Chinese. */
static size_t decode(struct str s, size_t at, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.data + at;
	size_t len;

	if (*p < 0x80) {
		*cp = *p;
		return 1;
	}
	if (*p > 0xE0 && *p < 0xED && s.len - at >= 3) {
		*cp =
		    (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		return 3;
	}
	len = utf8_decode(str_slice(s, at, s.len), cp);
	if (len)
		return len;
	*cp = ' ';
	return 1;
}

size_t symbols_make(uint32_t *out, uint32_t *at, struct str text)
{
	size_t i = 0, n = 0;

	while (i < text.len) {
		uint32_t cp, symbol;
		size_t len = decode(text, i, &cp);

		symbol = cp >= 0x4E00 && cp < 0xA000 ? cp : symbol_of(cp);
		/* 2026-11-12 is as much a number as 2026年. */
		if (symbol &&
		    !(symbol == digit_symbol && n &&
			out[n - 1] == digit_symbol)) {
			if (at)
				at[n] = (uint32_t)i;
			out[n++] = symbol;
		}
		i += len;
	}
	return n;
}

/* --- prints --------------------------------------------------------------- */

static uint32_t hash_end(uint64_t h)
{
	h ^= h >> 29;
	h *= UINT64_C(0xBF58476D1CE4E5B9);
	return (uint32_t)(h >> 32);
}

/* Which k-gram of the window that ends at `at` is kept: the rightmost of the
 * least ones. `ring` holds the window's hashes. */
static size_t least_of(const uint32_t *ring, size_t at)
{
	size_t least = at, k;

	for (k = 1; k < PRINT_WINDOW; k++)
		if (ring[(at - k) % PRINT_WINDOW] < ring[least % PRINT_WINDOW])
			least = at - k;
	return least;
}

size_t prints_make(struct print *out, const uint32_t *symbols, size_t n)
{
	static const uint64_t base = UINT64_C(0x9E3779B97F4A7C15);
	uint32_t ring[PRINT_WINDOW];
	uint64_t h = 0, leaving = 1;
	size_t i, kept = 0, least = 0;

	for (i = 0; i < PRINT_SYMBOLS; i++)
		leaving *= base;
	for (i = 0; i < n; i++) {
		size_t at = i + 1 - PRINT_SYMBOLS;

		h = h * base + symbols[i];
		if (i + 1 < PRINT_SYMBOLS)
			continue;
		if (at)
			h -= symbols[at - 1] * leaving;
		ring[at % PRINT_WINDOW] = hash_end(h);
		if (least + PRINT_WINDOW <= at)
			least = least_of(ring, at);
		else if (ring[at % PRINT_WINDOW] <= ring[least % PRINT_WINDOW])
			least = at;
		if (at + 1 >= PRINT_WINDOW &&
		    (!kept || out[kept - 1].at != least))
			out[kept++] = (struct print){
			    ring[least % PRINT_WINDOW], (uint32_t)least};
	}
	return kept;
}

/* --- passages ------------------------------------------------------------- */

/* Symbols from[0], from[step], …: `left` of them. */
struct way {
	const uint32_t *from;
	size_t left;
	ptrdiff_t step;
};

static uint32_t on_way(const struct way *w, size_t n)
{
	return w->from[(ptrdiff_t)n * w->step];
}

/* Are there equal symbols enough to go on? */
static bool resumes(
    const struct way *a, size_t i, const struct way *b, size_t j)
{
	size_t n;

	if (i + RESUME > a->left || j + RESUME > b->left)
		return false;
	for (n = 0; n < RESUME; n++)
		if (on_way(a, i + n) != on_way(b, j + n))
			return false;
	return true;
}

/* The smallest step over a difference; false: none is small enough. */
static bool step_over(
    const struct way *a, size_t *i, const struct way *b, size_t *j)
{
	size_t all, one;

	for (all = 1; all <= 2 * GAP_MAX; all++)
		for (one = 0; one <= all; one++) {
			if (one > GAP_MAX || all - one > GAP_MAX ||
			    !resumes(a, *i + one, b, *j + all - one))
				continue;
			*i += one;
			*j += all - one;
			return true;
		}
	return false;
}

/* How far two texts run alike: in the one, in the other, equal symbols. */
struct reach {
	size_t i, j, equal;
};

/* Each symbol of a difference must be made up for by GAP_PRICE equal ones. */
static struct reach reach_of(const struct way *a, const struct way *b)
{
	struct reach now = {0}, best = {0};
	int64_t score = 0, best_score = 0;

	for (;;) {
		struct reach before;

		while (now.i < a->left && now.j < b->left &&
		    on_way(a, now.i) == on_way(b, now.j)) {
			now.i++;
			now.j++;
			now.equal++;
			score++;
		}
		if (score > best_score) {
			best_score = score;
			best = now;
		}
		before = now;
		if (!step_over(a, &now.i, b, &now.j))
			return best;
		score -= GAP_PRICE *
		    (int64_t)(now.i - before.i > now.j - before.j
			    ? now.i - before.i
			    : now.j - before.j);
	}
}

struct passage passage_extend(const uint32_t *text, size_t len, size_t at,
    const uint32_t *other, size_t other_len, size_t other_at)
{
	struct way a = {text + at, len - at, 1};
	struct way b = {other + other_at, other_len - other_at, 1};
	struct reach right = reach_of(&a, &b), left = {0};

	if (at && other_at) {
		a = (struct way){text + at - 1, at, -1};
		b = (struct way){other + other_at - 1, other_at, -1};
		left = reach_of(&a, &b);
	}
	return (struct passage){at - left.i, at + right.i, other_at - left.j,
	    left.equal + right.equal};
}

/* --- what a worker does --------------------------------------------------- */

static bool is_text(const struct column *c, const struct cell *cell)
{
	return cell->text.len >= PASSAGE_MIN &&
	    ((cell->type == CELL_TEXT && c->field->type == FIELD_TEXT) ||
		cell->type == CELL_HTML);
}

static void printed_add(struct printed_record *p, size_t *cap, struct arena *a,
    const struct printed *what)
{
	size_t len = what->cell->text.len, n;
	uint32_t *symbols = memory_resize(NULL, len * sizeof *symbols);
	struct print *prints;
	struct printed *printed;

	n = symbols_make(symbols, NULL, what->cell->text);
	if (n >= PASSAGE_MIN) {
		prints = memory_resize(NULL, n * sizeof *prints);
		p->texts =
		    arena_grow(a, p->texts, p->count, cap, sizeof *p->texts);
		printed = &p->texts[p->count++];
		*printed = *what;
		printed->count = prints_make(prints, symbols, n);
		printed->prints =
		    arena_array(a, printed->count, sizeof *prints);
		memcpy(
		    printed->prints, prints, printed->count * sizeof *prints);
		memory_free(prints);
	}
	memory_free(symbols);
}

void printed_make(
    struct printed_record *p, struct arena *a, const struct record *rec)
{
	size_t row, c, cap = 0;

	*p = (struct printed_record){.date = record_date(rec)};
	if (!p->date.year)
		return;
	for (row = 0; row < rec->row_count; row++) {
		const struct table *t = rec->rows[row].table;

		for (c = COLUMN_FIRST; c < t->column_count; c++) {
			struct printed what = {
			    .row = row,
			    .field = t->columns[c].field,
			    .cell = &rec->rows[row].cells[c - COLUMN_FIRST],
			};

			if (is_text(&t->columns[c], what.cell))
				printed_add(p, &cap, a, &what);
		}
	}
}

/* --- all of them ---------------------------------------------------------- */

struct kept_text {
	size_t record, row;
	const struct field *field;
	struct date date;
	struct str text;
	struct print *prints;
	size_t count;
};

/* Where a print stood last; text 0: nowhere. */
struct place_last {
	uint32_t text;	/* number + 1, or plan_text */
	uint32_t print; /* number in it; of the plan the hash itself */
};

static const uint32_t plan_text = UINT32_MAX;

struct alike {
	struct arena arena;
	struct kept_text *texts;
	size_t count, cap, print_count;
	struct print *plan; /* of the plan's texts */
	size_t plan_count, plan_cap;
	struct place_last *last; /* by hash, open addressing */
	size_t mask;
	uint32_t *symbols, *other; /* of the two texts looked at */
	size_t len, other_len;
	size_t text_now, other_now; /* which they are; SIZE_MAX: none */
	struct likeness *found;
	size_t found_count, found_cap;
};

struct alike *alike_open(void)
{
	struct alike *al = memory_resize(NULL, sizeof *al);

	*al = (struct alike){.text_now = SIZE_MAX, .other_now = SIZE_MAX};
	return al;
}

void alike_close(struct alike *al)
{
	if (!al)
		return;
	memory_free(al->symbols);
	memory_free(al->other);
	memory_free(al->last);
	arena_release(&al->arena);
	memory_free(al);
}

void alike_add(struct alike *al, const struct printed_record *p, size_t number)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		const struct printed *from = &p->texts[i];
		struct kept_text *t;

		al->texts = arena_grow(&al->arena, al->texts, al->count,
		    &al->cap, sizeof *al->texts);
		t = &al->texts[al->count++];
		*t = (struct kept_text){
		    .record = number,
		    .row = from->row,
		    .field = from->field,
		    .date = p->date,
		    .text = from->cell->type == CELL_HTML
			? from->cell->text
			: arena_str(&al->arena, from->cell->text),
		    .prints = arena_array(
			&al->arena, from->count, sizeof *from->prints),
		    .count = from->count,
		};
		memcpy(t->prints, from->prints,
		    from->count * sizeof *from->prints);
		al->print_count += from->count;
	}
}

void alike_add_plan(struct alike *al, struct str text)
{
	uint32_t *symbols;
	struct print *prints;
	size_t i, n;

	if (!text.len)
		return;
	symbols = memory_resize(NULL, text.len * sizeof *symbols);
	n = symbols_make(symbols, NULL, text);
	prints = memory_resize(NULL, (n + 1) * sizeof *prints);
	n = prints_make(prints, symbols, n);
	for (i = 0; i < n; i++) {
		al->plan = arena_grow(&al->arena, al->plan, al->plan_count,
		    &al->plan_cap, sizeof *al->plan);
		al->plan[al->plan_count++] = prints[i];
	}
	memory_free(prints);
	memory_free(symbols);
}

static int by_time(const void *a, const void *b)
{
	const struct kept_text *s = a, *t = b;
	int64_t one = date_days(s->date), two = date_days(t->date);

	if (one != two)
		return one < two ? -1 : 1;
	if (s->record != t->record)
		return s->record < t->record ? -1 : 1;
	if (s->row != t->row)
		return s->row < t->row ? -1 : 1;
	/* Of one row the columns, which lie in one array. */
	return s->field->column < t->field->column ? -1 : s->field != t->field;
}

/* The slot of this print, or the free one where it would be. */
static struct place_last *last_of(struct alike *al, uint32_t hash)
{
	size_t at = hash;

	for (;; at++) {
		struct place_last *l = &al->last[at & al->mask];

		if (!l->text)
			return l;
		if (l->text == plan_text
			? l->print == hash
			: al->texts[l->text - 1].prints[l->print].hash == hash)
			return l;
	}
}

static void last_make(struct alike *al)
{
	size_t size = 1024, i;

	while (size < (al->print_count + al->plan_count) / 3 * 4)
		size *= 2;
	al->mask = size - 1;
	al->last = memory_resize(NULL, size * sizeof *al->last);
	memset(al->last, 0, size * sizeof *al->last);
	for (i = 0; i < al->plan_count; i++)
		*last_of(al, al->plan[i].hash) =
		    (struct place_last){plan_text, al->plan[i].hash};
}

/* The symbols of a text, unless they are there. */
static void symbols_of(
    struct alike *al, uint32_t **symbols, size_t *len, size_t *now, size_t text)
{
	struct str s = al->texts[text].text;

	if (*now == text)
		return;
	*symbols = memory_resize(*symbols, (s.len + 1) * sizeof **symbols);
	*len = symbols_make(*symbols, NULL, s);
	*now = text;
}

/* Prints that follow one another in two texts. */
struct run {
	size_t other; /* number of the text */
	size_t first, last, first_other, last_other, count;
};

static size_t apart(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static size_t length_of(const struct passage *p)
{
	return p->end - p->begin;
}

/* Takes a passage in, so that none lies in another and the longest stay. */
static void passage_take(struct alike *al, const struct kept_text *t,
    size_t other, const struct passage *p, size_t first)
{
	const struct kept_text *o = &al->texts[other];
	size_t i, shortest = SIZE_MAX;
	struct likeness *l;

	for (i = first; i < al->found_count; i++) {
		l = &al->found[i];
		if (l->row == t->row && l->field == t->field &&
		    p->begin < l->passage.end && l->passage.begin < p->end) {
			if (length_of(p) <= length_of(&l->passage))
				return;
			shortest = i;
			break;
		}
		if (shortest == SIZE_MAX ||
		    length_of(&l->passage) <
			length_of(&al->found[shortest].passage))
			shortest = i;
	}
	if (i == al->found_count && al->found_count - first < PASSAGES_MAX) {
		al->found = arena_grow(&al->arena, al->found, al->found_count,
		    &al->found_cap, sizeof *al->found);
		shortest = al->found_count++;
	} else if (i == al->found_count &&
	    length_of(&al->found[shortest].passage) >= length_of(p)) {
		return;
	}
	al->found[shortest] = (struct likeness){
	    .record = t->record,
	    .other = o->record,
	    .row = t->row,
	    .other_row = o->row,
	    .field = t->field,
	    .other_field = o->field,
	    .date = t->date,
	    .passage = *p,
	    .length = al->len,
	    .text = t->text,
	    .other_text = o->text,
	};
}

/* Is the passage that these prints propose one? */
static void run_end(
    struct alike *al, const struct run *r, size_t text, size_t first)
{
	const struct kept_text *t = &al->texts[text];
	struct passage p;
	size_t i;

	if (r->count < RUN_PRINTS || r->last - r->first < RUN_SPAN)
		return;
	symbols_of(al, &al->symbols, &al->len, &al->text_now, text);
	for (i = first; i < al->found_count; i++)
		if (al->found[i].row == t->row &&
		    al->found[i].field == t->field &&
		    al->found[i].passage.begin <= r->first &&
		    al->found[i].passage.end > r->last)
			return;
	symbols_of(al, &al->other, &al->other_len, &al->other_now, r->other);
	p = passage_extend(al->symbols, al->len, r->first, al->other,
	    al->other_len, r->first_other);
	if (length_of(&p) >= PASSAGE_MIN)
		passage_take(al, t, r->other, &p, first);
	if (p.end > r->last)
		return;
	p = passage_extend(al->symbols, al->len, r->last, al->other,
	    al->other_len, r->last_other);
	if (length_of(&p) >= PASSAGE_MIN)
		passage_take(al, t, r->other, &p, first);
}

static void text_compare(struct alike *al, size_t text, size_t first)
{
	const struct kept_text *t = &al->texts[text];
	struct run runs[RUNS] = {0};
	size_t i, k, oldest = 0;

	for (i = 0; i < t->count; i++) {
		const struct place_last *l = last_of(al, t->prints[i].hash);
		size_t at = t->prints[i].at, other_at, other;

		if (!l->text || l->text == plan_text)
			continue;
		other = l->text - 1;
		other_at = al->texts[other].prints[l->print].at;
		for (k = 0; k < RUNS; k++)
			if (runs[k].count && runs[k].other == other &&
			    at - runs[k].last <= PASSAGE_MIN &&
			    apart(at + runs[k].last_other,
				other_at + runs[k].last) <= DRIFT)
				break;
		if (k < RUNS) {
			runs[k].last = at;
			runs[k].last_other = other_at;
			runs[k].count++;
			continue;
		}
		run_end(al, &runs[oldest], text, first);
		runs[oldest] =
		    (struct run){other, at, at, other_at, other_at, 1};
		oldest = (oldest + 1) % RUNS;
	}
	for (k = 0; k < RUNS; k++)
		run_end(al, &runs[k], text, first);
}

static void text_enter(struct alike *al, size_t text)
{
	const struct kept_text *t = &al->texts[text];
	size_t i;

	for (i = 0; i < t->count; i++) {
		struct place_last *l = last_of(al, t->prints[i].hash);

		if (l->text != plan_text)
			*l = (struct place_last){
			    (uint32_t)text + 1, (uint32_t)i};
	}
}

static int by_length(const void *a, const void *b)
{
	const struct likeness *l = a, *m = b;

	size_t one = length_of(&l->passage), two = length_of(&m->passage);

	if (one != two)
		return one > two ? -1 : 1;
	if (l->row != m->row)
		return l->row < m->row ? -1 : 1;
	return l->passage.begin < m->passage.begin ? -1 : 1;
}

const struct likeness *alike_find(struct alike *al, size_t *count)
{
	size_t from, to, i;

	if (al->count)
		qsort(al->texts, al->count, sizeof *al->texts, by_time);
	last_make(al);
	for (from = 0; from < al->count; from = to) {
		size_t first = al->found_count;

		for (to = from; to < al->count &&
		     al->texts[to].record == al->texts[from].record;
		     to++)
			text_compare(al, to, first);
		for (i = from; i < to; i++)
			text_enter(al, i);
		if (al->found_count > first + 1)
			qsort(al->found + first, al->found_count - first,
			    sizeof *al->found, by_length);
	}
	*count = al->found_count;
	return al->found;
}
