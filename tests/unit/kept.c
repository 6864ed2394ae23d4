/* SPDX-License-Identifier: MIT */
/*
 * A book made of what was kept is the book made of the files, byte for byte,
 * and so are the findings: along random histories of the project's own records
 * and plan, after damage, beside another, and after one that was killed.
 */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/disk.h"
#include "base/pool.h"
#include "book/book_parts.h"

enum { FILES_MAX = 4000, STEPS = 10 };

/* A history: files that change. */
struct world {
	struct arena arena;
	struct str paths[FILES_MAX], bytes[FILES_MAX];
	size_t count;
	struct str cache;
	struct shelf *shelf;
	uint64_t state;
};

static size_t any(struct world *w, size_t n)
{
	uint64_t z = w->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (size_t)((z ^ z >> 31) % n);
}

static void world_make(struct world *w, uint64_t seed)
{
	const char *root = getenv("ROOT"), *tmp = getenv("TMPDIR");
	struct report r;
	struct tree t;
	size_t i;
	char *folder;

	*w = (struct world){.state = seed, .shelf = shelf_open()};
	report_init(&r, &w->arena);
	assert_int_equal(
	    disk_tree(&t, &w->arena, str_from(root ? root : "."), &r), 0);
	for (i = 0; i < t.count; i++) {
		struct str path = t.entries[i].path;

		/* A part of the units, that it may not take long. */
		if (str_begins(path, STR("layouts/")) ||
		    (str_begins(path, STR("content/units/")) &&
			!str_begins(path, STR("content/units/m")) &&
			!str_begins(path, STR("content/units/s"))) ||
		    str_begins(path, STR("content/journal/")))
			continue;
		assert_true(w->count < FILES_MAX / 2);
		w->paths[w->count] = path;
		assert_int_equal(tree_read_once(&t, &t.entries[i], &w->arena,
				     &w->bytes[w->count], &r),
		    0);
		w->count++;
	}
	tree_release(&t);
	w->cache = arena_printf(
	    &w->arena, "%s/taizhang-kept.XXXXXX", tmp ? tmp : "/tmp");
	folder = arena_alloc(&w->arena, w->cache.len + 1);
	memcpy(folder, w->cache.data, w->cache.len + 1);
	assert_non_null(mkdtemp(folder));
	w->cache.data = folder;
}

/* Does this to each file of the folder; then the folder goes where `what`
 * removes them. */
static size_t entries_do(struct world *w, int (*what)(int folder, const char *))
{
	struct str path =
	    arena_printf(&w->arena, "%.*s/readings", STR_ARGS(w->cache));
	DIR *dir = opendir(path.data);
	struct dirent *d;
	size_t n = 0;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] != '.') {
			assert_int_equal(what(dirfd(dir), d->d_name), 0);
			n++;
		}
	if (dir)
		closedir(dir);
	return n;
}

static int entry_look(int folder, const char *name)
{
	return faccessat(folder, name, R_OK, 0);
}

static int entry_remove(int folder, const char *name)
{
	return unlinkat(folder, name, 0);
}

/* One is cut short, one has other bytes, one is empty, one is whole. */
static int entry_damage(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDWR | O_CLOEXEC), status = -1;

	switch (name[0] % 4) {
	case 0:
		status = ftruncate(fd, 100);
		break;
	case 1:
		status = pwrite(fd, "????????", 8, 200) == 8 ? 0 : -1;
		break;
	case 2:
		status = ftruncate(fd, 0);
		break;
	default:
		status = 0;
	}
	close(fd);
	return status;
}

static void world_free(struct world *w)
{
	static const char *const folders[] = {"readings", "looks", ""};
	size_t i;

	entries_do(w, entry_remove);
	for (i = 0; i < 3; i++)
		rmdir(arena_printf(
		    &w->arena, "%.*s/%s", STR_ARGS(w->cache), folders[i])
			  .data);
	shelf_close(w->shelf);
	arena_release(&w->arena);
}

/* --- what happens --------------------------------------------------------- */

static bool is_record(struct str path)
{
	return str_begins(path, STR("content/units/")) &&
	    str_ends(path, STR(".md"));
}

static bool is_kind(struct str path)
{
	return str_begins(path, STR("content/plan/kinds/"));
}

static size_t any_of(struct world *w, bool (*is_it)(struct str path))
{
	size_t i;

	do
		i = any(w, w->count);
	while (!is_it(w->paths[i]));
	return i;
}

/* Without one of its lines, or with one more. */
static void change(struct world *w, size_t i)
{
	struct str b = w->bytes[i];
	size_t at = any(w, b.len + 1), from = at, to;

	while (from && b.data[from - 1] != '\n')
		from--;
	to = str_find_byte(b, '\n', at) + 1;
	if (to > b.len)
		to = b.len;
	w->bytes[i] = any(w, 2)
	    ? arena_printf(&w->arena, "%.*s\n又看了一遍，%u 人在等。\n",
		  STR_ARGS(b), (unsigned)any(w, 90))
	    : arena_printf(&w->arena, "%.*s%.*s", (int)from, b.data,
		  STR_ARGS(str_slice(b, to, b.len)));
}

/* All that lies in a record's folder, in the folder of another month. */
static void copy(struct world *w, size_t record, bool is_moved)
{
	struct str folder = path_folder(w->paths[record]), month, to;
	size_t slash = str_find_byte(folder, '/', sizeof "content/units"), i, n;

	month = str_slice(folder, slash + 1, slash + 8);
	if (month.len != 7 || month.data[4] != '-')
		return;
	to = arena_printf(&w->arena, "%.*s202%u-0%u%.*s", (int)slash + 1,
	    folder.data, (unsigned)any(w, 7), 1 + (unsigned)any(w, 9),
	    STR_ARGS(str_slice(folder, slash + 8, folder.len)));
	n = w->count;
	for (i = 0; i < n && w->count < FILES_MAX; i++) {
		struct str path = w->paths[i];
		size_t at = is_moved ? i : w->count;

		if (!str_equal(path_folder(path), folder))
			continue;
		w->paths[at] = arena_printf(&w->arena, "%.*s/%.*s",
		    STR_ARGS(to), STR_ARGS(path_name(path)));
		w->bytes[at] = w->bytes[i];
		w->count += !is_moved;
	}
}

static void take_away(struct world *w, size_t i)
{
	w->count--;
	w->paths[i] = w->paths[w->count];
	w->bytes[i] = w->bytes[w->count];
}

/* A picture shows what another does, or is gone. */
static void picture_change(struct world *w)
{
	size_t i = any_of(w, path_is_picture);

	if (any(w, 3))
		w->bytes[i] = w->bytes[any_of(w, path_is_picture)];
	else
		take_away(w, i);
}

/* Texts have to be whole lines for YAML; the form is for people alone. */
static void plan_change(struct world *w)
{
	size_t i = any_of(w, is_kind);

	w->bytes[i] = arena_printf(&w->arena, "%.*s# %u\n",
	    STR_ARGS(w->bytes[i]), (unsigned)any(w, 1000));
}

static void step(struct world *w)
{
	size_t n = 1 + any(w, 6);

	while (n--)
		switch (any(w, 12)) {
		case 0:
			take_away(w, any_of(w, is_record));
			break;
		case 1:
		case 2:
			copy(w, any_of(w, is_record), false);
			break;
		case 3:
			copy(w, any_of(w, is_record), true);
			break;
		case 4:
			picture_change(w);
			break;
		case 5:
			if (!any(w, 3))
				plan_change(w);
			break;
		default:
			change(w, any_of(w, is_record));
		}
}

/* --- the book of it ------------------------------------------------------- */

struct made {
	struct arena arena;
	struct report report;
	struct tree tree;
	struct book *book;
	struct buf said;
};

static void made_begin(struct made *m, const struct world *w)
{
	size_t i;

	*m = (struct made){0};
	report_init(&m->report, &m->arena);
	tree_init_memory(&m->tree);
	for (i = 0; i < w->count; i++) {
		struct entry *e = tree_add(&m->tree, &m->arena, w->paths[i]);
		char digest[DIGEST_SIZE];

		e->bytes = w->bytes[i];
		digest_hex(digest, e->bytes);
		memcpy(e->id, digest, sizeof e->id);
	}
	tree_sort(&m->tree);
	/* Two of one path: the first. */
	for (i = 1; i < m->tree.count;)
		if (str_equal(
			m->tree.entries[i - 1].path, m->tree.entries[i].path)) {
			memmove(&m->tree.entries[i], &m->tree.entries[i + 1],
			    (--m->tree.count - i) * sizeof *m->tree.entries);
		} else {
			i++;
		}
	m->tree.has_digests = true;
}

static void made_book(
    struct made *m, struct str cache, unsigned workers, struct shelf *shelf)
{
	struct book_options o = {.today = {2026, 11, 22},
	    .workers = workers,
	    .cache = cache,
	    .shelf = shelf};
	size_t i;

	m->book = book_make(&m->tree, &o, &m->report);
	report_sort(&m->report);
	for (i = 0; i < m->report.count; i++) {
		const struct finding *f = &m->report.findings[i];

		buf_printf(&m->said, "%.*s:%u:%u:%u %.*s %.*s %.*s %d %d %d\n",
		    STR_ARGS(f->path), f->place.line, f->place.column,
		    f->place.width, STR_ARGS(f->id), STR_ARGS(f->message),
		    STR_ARGS(f->remedy), (int)f->level, (int)f->blocks,
		    f->is_private);
	}
}

static void made_free(struct made *m)
{
	book_free(m->book);
	tree_release(&m->tree);
	buf_release(&m->said);
	arena_release(&m->arena);
}

static void assert_same(const char *what, struct str one, struct str other)
{
	if (!str_equal(one, other))
		fail_msg("%s: %zu and %zu bytes", what, one.len, other.len);
}

static void assert_same_books(const struct made *kept, const struct made *fresh)
{
	const struct book *a = kept->book, *b = fresh->book;
	size_t i;

	assert_non_null(a);
	assert_non_null(b);
	assert_same("findings", buf_view(&kept->said), buf_view(&fresh->said));
	assert_same("main", a->main_bytes, b->main_bytes);
	assert_same("public", a->public_bytes, b->public_bytes);
	assert_same("kept", a->kept_bytes, b->kept_bytes);
	assert_same("shown", a->shown_bytes, b->shown_bytes);
	assert_int_equal(a->texts.count, b->texts.count);
	for (i = 0; i < a->texts.count; i++) {
		assert_same(
		    "HTML", a->texts.texts[i].html, b->texts.texts[i].html);
		assert_same(
		    "words", a->texts.texts[i].plain, b->texts.texts[i].plain);
		assert_int_equal(a->texts.texts[i].picture_count,
		    b->texts.texts[i].picture_count);
	}
	assert_int_equal(a->link_count, b->link_count);
	assert_int_equal(a->explanation_count, b->explanation_count);
	assert_int_equal(a->data_count, b->data_count);
}

/* The book of the files, that of what is kept, and that of what is kept in
 * memory as well. */
static void compare(const struct world *w, unsigned workers)
{
	struct made kept, shelved, fresh;

	made_begin(&kept, w);
	made_begin(&shelved, w);
	made_begin(&fresh, w);
	made_book(&kept, w->cache, workers, NULL);
	made_book(&shelved, w->cache, workers, w->shelf);
	made_book(&fresh, STR(""), 1, NULL);
	assert_same_books(&kept, &fresh);
	assert_same_books(&shelved, &fresh);
	made_free(&kept);
	made_free(&shelved);
	made_free(&fresh);
}

static void history(uint64_t seed)
{
	struct world w;
	size_t i, n;

	world_make(&w, seed);
	compare(&w, 2);
	n = entries_do(&w, entry_look);
	assert_true(n > 50);
	shelf_close(w.shelf);
	w.shelf = shelf_open();
	/* The same again: nothing is read, nothing is added. */
	compare(&w, 1);
	assert_int_equal(entries_do(&w, entry_look), n);
	for (i = 0; i < STEPS; i++) {
		step(&w);
		compare(&w, i % 2 + 1);
	}
	assert_true(entries_do(&w, entry_look) > n);
	entries_do(&w, entry_damage);
	compare(&w, 2);
	compare(&w, 2);
	world_free(&w);
}

static void test_histories(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 2; seed++)
		history(seed);
}

/* --- side by side --------------------------------------------------------- */

struct pair_of {
	struct world *world;
	struct made made[2];
};

static void pair_step(void *self, unsigned worker, size_t number)
{
	struct pair_of *p = self;

	(void)worker;
	made_book(&p->made[number], p->world->cache, 1, NULL);
}

static void test_two(void **state)
{
	struct pair_of p;
	struct world w;
	struct made fresh;

	(void)state;
	world_make(&w, 7);
	p.world = &w;
	made_begin(&p.made[0], &w);
	made_begin(&p.made[1], &w);
	made_begin(&fresh, &w);
	pool_run(2, 2, pair_step, &p);
	made_book(&fresh, STR(""), 1, NULL);
	assert_same_books(&p.made[0], &fresh);
	assert_same_books(&p.made[1], &fresh);
	made_free(&p.made[0]);
	made_free(&p.made[1]);
	made_free(&fresh);
	world_free(&w);
}

/* Killed when it has kept a few, and later, and at the end. */
static void test_killed(void **state)
{
	struct world w;
	size_t wanted;
	int tries;

	(void)state;
	world_make(&w, 8);
	for (wanted = 1; wanted < 100; wanted *= 4) {
		pid_t pid = fork();
		struct made m;

		if (!pid) {
			made_begin(&m, &w);
			made_book(&m, w.cache, 1, NULL);
			_exit(0);
		}
		assert_true(pid > 0);
		for (tries = 0; tries < 2000; tries++) {
			if (entries_do(&w, entry_look) >= wanted)
				break;
			usleep(1000);
		}
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		compare(&w, 1);
		entries_do(&w, entry_remove);
	}
	world_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_histories),
	    cmocka_unit_test(test_two),
	    cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
