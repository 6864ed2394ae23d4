/* SPDX-License-Identifier: MIT */
/*
 * Runs the examples of the handbook: docs/findings/<id>.md says what a finding
 * of the program means, content/plan/rules/<id>.md what a rule demands. Each
 * has one wrong example, which must bring that finding and no other, and one
 * right example, which must bring none. An example is all fenced blocks that
 * say `bad`, or `good`:
 *
 *     ```yaml bad window/index.md
 *     地点:
 *     ```
 *
 * It is laid over a tree without findings: the county's plan with the files of
 * tests/handbook/tree/. The path is as much of a file's as names one file of
 * that tree alone, or the whole path of a new one.
 *
 *     yaml       its keys replace those of the file, or of the record's head.
 *                In a list whose items have lines of their own (环节) the item
 *                with the same first line gets the keys, the others stay. A
 *                comment "# 地点: …" or "# - 名称: …" takes a key or item away
 *     markdown   replaces the text below the head
 *     sql        comes behind what the file has
 *     files      a path a line: a picture is added there; "# path" takes a file
 *                or folder away
 *     others     are the whole file; so is a block that begins with "---", and
 *                any for a new file
 *
 * Behind `bad` or `good` may also stand
 *
 *     escaped        \t \r \n \\ \xNN, and \{300*text} for text 300 times
 *     today=…        the day it is looked at; else 2026-11-22
 *     also=a,b       findings that cannot be kept apart from this one
 *
 * A section that can have no example says why in a line that begins with
 * 没有例子：.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../case/escape.h"
#include "base/disk.h"
#include "web/site.h"

enum { SIZE_MAX_READ = 1 << 23, BLOCKS_MAX = 16 };

static const char *const tree_folder = "tests/handbook/tree/";

struct file {
	struct str path, bytes;
	bool is_removed;
};

struct files {
	struct arena *arena;
	struct file *files;
	size_t count, cap;
};

struct block {
	struct str language, path, body;
	bool is_bad, is_escaped;
};

struct section {
	struct str path, id, text;
	struct block blocks[BLOCKS_MAX];
	size_t block_count;
	struct str also[2]; /* of the right example, of the wrong one */
	struct date today[2];
	struct buf faults;
};

static void fault(struct section *s, const char *what, struct str shown)
{
	buf_printf(&s->faults, "# %.*s: %s%s%.*s\n", STR_ARGS(s->path), what,
	    shown.len ? ": " : "", STR_ARGS(shown));
}

/* --- files ---------------------------------------------------------------- */

static struct file *file_add(struct files *f, struct str path)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (str_equal(f->files[i].path, path)) {
			f->files[i].is_removed = false;
			return &f->files[i];
		}
	f->files =
	    arena_grow(f->arena, f->files, f->count, &f->cap, sizeof *f->files);
	f->files[f->count] = (struct file){.path = path};
	return &f->files[f->count++];
}

/* The one file whose path ends in these names. */
static struct file *file_find(
    struct section *s, const struct files *f, struct str end)
{
	struct file *found = NULL;
	size_t i;

	for (i = 0; i < f->count; i++) {
		struct str path = f->files[i].path;

		if (str_equal(path, end))
			return &f->files[i];
		if (!str_ends(path, end) ||
		    path.data[path.len - end.len - 1] != '/')
			continue;
		if (found)
			fault(s, "more than one file is called", end);
		found = &f->files[i];
	}
	return found;
}

/* All files below a folder of the disk, named from `cut` on. */
static int files_read(struct files *f, struct str folder, size_t cut)
{
	DIR *dir = opendir(folder.data);
	struct dirent *d;
	struct report r;

	if (!dir)
		return -1;
	report_init(&r, f->arena);
	while ((d = readdir(dir))) {
		struct str path = arena_printf(
		    f->arena, "%.*s%s", STR_ARGS(folder), d->d_name);
		struct str bytes;
		struct stat st;

		if (d->d_name[0] == '.' || stat(path.data, &st))
			continue;
		if (S_ISDIR(st.st_mode))
			files_read(
			    f, arena_printf(f->arena, "%s/", path.data), cut);
		else if (!disk_read(&bytes, f->arena, path, SIZE_MAX_READ, &r))
			file_add(f, str_slice(path, cut, path.len))->bytes =
			    bytes;
	}
	closedir(dir);
	return 0;
}

/* --- laying an example over the tree -------------------------------------- */

/* Lines of one key or item: the one that begins it and the deeper ones. */
struct part {
	struct str text;  /* whole lines */
	struct str first; /* the line it begins with, without blanks before */
	struct str key;
	bool is_gone; /* a comment: it is to be taken away */
};

static size_t indent_of(struct str line)
{
	size_t n = 0;

	while (n < line.len && line.data[n] == ' ')
		n++;
	return n;
}

/* What a line is known by: its key, or all of it where it is an item. */
static struct str key_of(struct str line)
{
	size_t end = str_find_byte(line, ':', 0);

	if (str_begins(line, STR("- ")))
		return line;
	if (str_find(line, STR("："), 0) < end)
		end = str_find(line, STR("："), 0);
	return end == line.len ? STR("") : str_trim(str_slice(line, 0, end));
}

/* Takes the next part at this indentation off the front. */
static bool part_next(struct str *rest, size_t indent, struct part *p)
{
	struct str line, ahead = *rest;
	size_t len = 0;

	*p = (struct part){0};
	while (str_next(&ahead, '\n', &line)) {
		struct str words = str_slice(line, indent, line.len);
		bool is_gone = str_begins(words, STR("# "));
		struct str key =
		    is_gone ? str_slice(words, 2, words.len) : words;

		key = key_of(key);
		if (len && indent_of(line) <= indent && key.len)
			break;
		if (!len) {
			p->first = words;
			p->key = key;
			p->is_gone = is_gone;
		}
		len = (size_t)(line.data + line.len - rest->data);
		len += len < rest->len;
	}
	p->text = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, len, rest->len);
	return len > 0;
}

static bool is_same(const struct part *old, const struct part *new)
{
	return str_equal(old->key, new->key) ||
	    (new->is_gone &&str_begins(old->key, STR("- ")) &&
		str_begins(new->key, old->key));
}

static struct str below(const struct part *p)
{
	size_t end = str_find_byte(p->text, '\n', 0);

	return str_slice(p->text, end + 1, p->text.len);
}

/* Is it an item with keys below it, or a list of such items? Lists whose items
 * are one line each are replaced as a whole. */
static bool is_deep(const struct part *p)
{
	struct str rest = below(p), line = {0};
	size_t first = indent_of(rest);
	bool has_items;

	if (str_begins(p->first, STR("- ")))
		return true;
	str_next(&rest, '\n', &line);
	line = str_trim(line);
	has_items =
	    str_begins(line, STR("- ")) || str_begins(line, STR("# - "));
	if (has_items && line.data[0] == '#')
		return true;
	while (has_items && str_next(&rest, '\n', &line))
		if (indent_of(line) > first)
			return true;
	return false;
}

static void merge(
    struct buf *out, struct str text, struct str block, size_t indent);

/* The parts of `block` that are known by the same as this one, in its place. */
static void merge_part(
    struct buf *out, const struct part *old, struct str block, size_t indent)
{
	struct part new;
	bool is_kept = true;

	while (part_next(&block, indent, &new)) {
		if (!is_same(old, &new))
			continue;
		is_kept = false;
		if (new.is_gone)
			continue;
		if (!is_deep(old) || !is_deep(&new)) {
			buf_str(out, new.text);
			continue;
		}
		buf_str(out,
		    str_slice(
			new.text, 0, str_find_byte(new.text, '\n', 0) + 1));
		merge(out, below(old), below(&new), indent_of(below(old)));
	}
	if (is_kept)
		buf_str(out, old->text);
}

/* The keys and items of `block` in place of those of `text`; new ones come
 * behind. */
static void merge(
    struct buf *out, struct str text, struct str block, size_t indent)
{
	struct part old, new;
	struct str rest = text;

	while (part_next(&rest, indent, &old))
		merge_part(out, &old, block, indent);
	while (part_next(&block, indent, &new)) {
		bool is_new = !new.is_gone;

		rest = text;
		while (part_next(&rest, indent, &old))
			is_new &= !is_same(&old, &new);
		if (is_new)
			buf_str(out, new.text);
	}
}

/* Where the head of a record ends: behind its second "---". */
static void split(
    struct str text, struct str *open, struct str *head, struct str *rest)
{
	size_t end = str_find(text, STR("\n---\n"), 0);

	*open = *rest = STR("");
	*head = text;
	if (!str_begins(text, STR("---\n")) || end == text.len)
		return;
	*open = str_slice(text, 0, 4);
	*head = str_slice(text, 4, end + 1);
	*rest = str_slice(text, end + 1, text.len);
}

static struct str laid_over(
    struct files *f, const struct block *b, struct str body, struct str old)
{
	bool is_yaml = str_is(b->language, "yaml");
	struct str open, head, rest;
	struct buf out = {0};
	struct str bytes;

	split(old, &open, &head, &rest);
	if (str_is(b->language, "sql")) {
		buf_str(&out, old);
		buf_str(&out, body);
	} else if (is_yaml && !str_begins(body, STR("---\n"))) {
		buf_str(&out, open);
		merge(&out, head, body, 0);
		buf_str(&out, rest);
	} else if (str_is(b->language, "markdown")) {
		buf_str(&out, open);
		buf_str(&out, head);
		buf_text(&out, "---\n\n");
		buf_str(&out, body);
	} else
		buf_str(&out, body);
	bytes = arena_str(f->arena, buf_view(&out));
	buf_release(&out);
	return bytes;
}

/* Another picture than this one: its checksum ends in another byte. */
static struct str picture_like(struct arena *a, struct str bytes, size_t number)
{
	char *copy = arena_alloc(a, bytes.len);

	memcpy(copy, bytes.data, bytes.len);
	copy[bytes.len - 1] ^= (char)(number + 1);
	return (struct str){copy, bytes.len};
}

static void lay_files(struct section *s, struct files *f, struct str body)
{
	struct str line;
	size_t i;

	while (str_next(&body, '\n', &line)) {
		struct str path = str_slice(line, 2, line.len);
		struct file *picture = file_find(s, f, STR("window/01.png"));
		bool is_any = false;

		if (!str_begins(line, STR("# "))) {
			struct str bytes =
			    picture_like(f->arena, picture->bytes, f->count);

			if (!file_find(s, f, line))
				file_add(f, line)->bytes = bytes;
			continue;
		}
		for (i = 0; i < f->count; i++)
			if (str_begins(f->files[i].path, path))
				f->files[i].is_removed = is_any = true;
		if (!is_any)
			fault(s, "there is nothing to take away", path);
	}
}

static void lay(struct section *s, struct files *f, const struct block *b)
{
	struct str body = b->body;
	struct buf bytes = {0};
	struct file *old;

	if (b->is_escaped) {
		if (!unescape(&bytes, body))
			fault(s, "a bad escape", STR(""));
		body = arena_str(f->arena, buf_view(&bytes));
		buf_release(&bytes);
	}
	if (str_is(b->language, "files")) {
		lay_files(s, f, body);
		return;
	}
	old = file_find(s, f, b->path);
	if (old)
		old->bytes = laid_over(f, b, body, old->bytes);
	else if (str_find_byte(b->path, '/', 0) == b->path.len)
		fault(s, "no file is called so", b->path);
	else
		file_add(f, b->path)->bytes = body;
}

/* --- reading a section ---------------------------------------------------- */

static void block_head(struct section *s, struct block *b, struct str info)
{
	struct str word;
	size_t which;

	str_next(&info, ' ', &b->language);
	if (!str_next(&info, ' ', &word) ||
	    (!str_is(word, "bad") && !str_is(word, "good")))
		return;
	b->is_bad = str_is(word, "bad");
	which = b->is_bad;
	s->block_count++;
	while (str_next(&info, ' ', &word)) {
		if (str_is(word, "escaped"))
			b->is_escaped = true;
		else if (str_begins(word, STR("also=")))
			s->also[which] = str_slice(word, 5, word.len);
		else if (!str_begins(word, STR("today=")))
			b->path = word;
		else if (!date_parse(
			     &s->today[which], str_slice(word, 6, word.len)))
			fault(s, "no such day", word);
	}
	if (!b->path.len && !str_is(b->language, "files"))
		fault(s, "a block does not say which file it is of", STR(""));
}

static void section_read(struct section *s)
{
	struct str rest = s->text, line;
	struct block *open = NULL;
	bool is_open = false;

	s->today[0] = s->today[1] = (struct date){2026, 11, 22};
	while (str_next(&rest, '\n', &line)) {
		size_t count = s->block_count;

		if (!str_begins(line, STR("```")))
			continue;
		if (is_open) {
			if (open)
				open->body.len =
				    (size_t)(line.data - open->body.data);
			open = NULL;
			is_open = false;
			continue;
		}
		is_open = true;
		if (s->block_count == BLOCKS_MAX) {
			fault(s, "too many blocks", STR(""));
			return;
		}
		open = &s->blocks[s->block_count];
		*open = (struct block){.body = rest};
		block_head(s, open, str_slice(line, 3, line.len));
		if (s->block_count == count)
			open = NULL;
	}
}

/* --- running -------------------------------------------------------------- */

static void folder_make(struct str path)
{
	char name[4096];
	size_t i;

	for (i = 0; i < path.len && i < sizeof name - 1; i++) {
		name[i] = path.data[i];
		name[i + 1] = '\0';
		if (path.data[i] == '/' && i)
			mkdir(name, 0755);
	}
}

static int files_write(const struct files *f, struct str folder)
{
	size_t i;

	for (i = 0; i < f->count; i++) {
		struct str path = arena_printf(f->arena, "%.*s/%.*s",
		    STR_ARGS(folder), STR_ARGS(f->files[i].path));
		int file, status;

		if (f->files[i].is_removed)
			continue;
		folder_make(path);
		file = open(path.data, O_WRONLY | O_CREAT | O_TRUNC, 0644);
		if (file < 0)
			return -1;
		status = write_all(file, f->files[i].bytes);
		if (close(file) || status)
			return -1;
	}
	return 0;
}

/* What `check` finds in these files. */
static int check(
    struct report *r, struct arena *a, const struct files *f, struct date today)
{
	const char *temporary = getenv("TMPDIR");
	struct str folder = arena_printf(
	    a, "%s/handbook.%d", temporary ? temporary : "/tmp", (int)getpid());
	struct site_options o = {
	    .today = today, .commit = STR("worktree"), .workers = 1};
	struct site_result result;
	struct tree tree;

	disk_remove(AT_FDCWD, folder.data);
	if (files_write(f, folder))
		return -1;
	if (!disk_tree(&tree, a, folder, r))
		site_build(&result, a, &tree, &o, NULL, r);
	tree_release(&tree);
	report_sort(r);
	return disk_remove(AT_FDCWD, folder.data);
}

static bool is_listed(struct str list, struct str id)
{
	struct str one;

	while (str_next(&list, ',', &one))
		if (str_equal(one, id))
			return true;
	return false;
}

/* Is all of it what the example may bring? The rest is told. */
static bool meets(struct section *s, const struct report *r, bool is_bad)
{
	bool has_own = false, is_met = true;
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct finding *f = &r->findings[i];
		bool is_own = str_equal(f->id, s->id);

		has_own |= is_own;
		if ((is_bad && is_own) || is_listed(s->also[is_bad], f->id))
			continue;
		is_met = false;
		printf("# %.*s:%u:%u: %.*s [%.*s]\n", STR_ARGS(f->path),
		    f->place.line, f->place.column, STR_ARGS(f->message),
		    STR_ARGS(f->id));
	}
	if (is_bad && !has_own)
		printf("# it does not bring %.*s\n", STR_ARGS(s->id));
	return is_met && has_own == is_bad;
}

static bool example_run(
    struct section *s, const struct files *tree, bool is_bad)
{
	struct arena a = {0};
	struct files files = {.arena = &a};
	struct report r;
	bool is_met = false;
	size_t i, n = 0;

	for (i = 0; i < tree->count; i++)
		file_add(&files, tree->files[i].path)->bytes =
		    tree->files[i].bytes;
	for (i = 0; i < s->block_count; i++)
		if (s->blocks[i].is_bad == is_bad) {
			lay(s, &files, &s->blocks[i]);
			n++;
		}
	if (s->path.len && !n)
		fault(s, "there is no such example", STR(""));
	report_init(&r, &a);
	if (s->faults.len)
		printf("%.*s", STR_ARGS(buf_view(&s->faults)));
	else if (check(&r, &a, &files, s->today[is_bad]))
		printf("# the files cannot be written\n");
	else
		is_met = meets(s, &r, is_bad);
	arena_release(&a);
	return is_met;
}

/* --- all of them ---------------------------------------------------------- */

static int file_order(const void *a, const void *b)
{
	return str_compare(
	    ((const struct file *)a)->path, ((const struct file *)b)->path);
}

static bool is_asked(struct str path, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (str_find(path, str_from(argv[i]), 0) < path.len)
			return true;
	return argc < 2;
}

static bool has_examples(const struct file *f)
{
	return str_ends(f->path, STR(".md")) &&
	    str_find(f->bytes, STR("\n没有例子："), 0) == f->bytes.len;
}

static int say(bool is_met, int number, struct str path, const char *which)
{
	printf("%s %d - %.*s: %s\n", is_met ? "ok" : "not ok", number,
	    STR_ARGS(path), which);
	fflush(stdout);
	return !is_met;
}

int main(int argc, char **argv)
{
	struct arena a = {0};
	struct files tree = {.arena = &a}, sections = {.arena = &a};
	struct section none = {
	    .path = STR(""), .today = {{2026, 11, 22}, {2026, 11, 22}}};
	int failed = 0, n = 0;
	size_t i;

	if (files_read(&sections, STR("docs/findings/"), 0) ||
	    files_read(&sections, STR("content/plan/rules/"), 0) ||
	    files_read(&tree, STR("content/plan/"), 0) ||
	    files_read(&tree, str_from(tree_folder), strlen(tree_folder))) {
		fputs("handbook: run it in the project's folder\n", stderr);
		return 2;
	}
	qsort(
	    sections.files, sections.count, sizeof *sections.files, file_order);
	qsort(tree.files, tree.count, sizeof *tree.files, file_order);
	failed += say(example_run(&none, &tree, false), ++n,
	    str_from(tree_folder), "has no findings");
	for (i = 0; i < sections.count; i++) {
		const struct file *f = &sections.files[i];
		struct str name = path_name(f->path);
		struct section s = {.path = f->path, .text = f->bytes};

		if (!has_examples(f) || !is_asked(f->path, argc, argv))
			continue;
		s.id = str_slice(name, 0, name.len - 3);
		section_read(&s);
		failed +=
		    say(example_run(&s, &tree, true), ++n, f->path, "bad");
		buf_clear(&s.faults);
		failed +=
		    say(example_run(&s, &tree, false), ++n, f->path, "good");
		buf_release(&s.faults);
	}
	printf("1..%d\n", n);
	arena_release(&a);
	return failed != 0;
}
