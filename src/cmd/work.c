/* SPDX-License-Identifier: MIT */
/* Objects are found by the records on the disk and by the server's refs. */
#include "work.h"

#include "base/disk.h"
#include "git/folder.h"
#include "source.h"

static const struct str units = {"content/units/", 14};

static struct work *work_of(const struct works *w, struct str object)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (str_equal(w->items[i].door.object, object))
			return &w->items[i];
	return NULL;
}

/* Adds an object of the user's unit, if it is one and not there yet. */
static void object_add(struct works *w, struct clone *c, struct str object)
{
	struct work made = {0};

	if (work_of(w, object) ||
	    !door_make(&made.door, c->arena, ACT_SUBMIT, object) ||
	    !str_equal(made.door.unit, c->user.unit))
		return;
	made.kind = law_kind(&c->law, &made.door);
	if (!made.kind)
		return;
	w->items =
	    arena_grow(c->arena, w->items, w->count, &w->cap, sizeof *w->items);
	w->items[w->count++] = made;
}

static void disk_objects(struct works *w, struct clone *c)
{
	size_t from, to;

	tree_range(&w->tree,
	    arena_printf(
		c->arena, "%.*s%.*s/", STR_ARGS(units), STR_ARGS(c->user.unit)),
	    &from, &to);
	for (; from < to; from++) {
		struct str path = w->tree.entries[from].path;

		if (str_ends(path, STR(".md")))
			object_add(w, c,
			    str_slice(path_folder(path), units.len, path.len));
	}
}

static int server_objects(struct works *w, struct clone *c)
{
	struct str prefix = arena_printf(
	    c->arena, "refs/remotes/origin/u/%.*s/", STR_ARGS(c->user.unit));
	size_t skip = sizeof "refs/remotes/origin/u/" - 1, n, i;
	struct str *names;

	if (store_refs(&names, &n, c->store, c->arena, prefix, c->report))
		return -1;
	for (i = 0; i < n; i++)
		object_add(w, c, str_slice(names[i], skip, names[i].len));
	return 0;
}

/* The folder's files on the disk, as a tree. */
static int disk_tree_write(
    struct work *k, const struct works *w, struct clone *c)
{
	struct str folder = k->door.folders[0];
	struct folder files = {0};
	size_t from, to;

	tree_range(&w->tree, arena_printf(c->arena, "%.*s/", STR_ARGS(folder)),
	    &from, &to);
	for (; from < to; from++) {
		const struct entry *e = &w->tree.entries[from];
		struct str bytes;

		if (tree_read_once(&w->tree, e, c->arena, &bytes, c->report) ||
		    folder_put(&files, c->store, c->arena,
			str_slice(e->path, folder.len + 1, e->path.len), bytes,
			c->report))
			return -1;
	}
	return folder_write(&k->disk, c->store, &files, c->report);
}

static int folder_of(struct oid *tree, const struct clone *c,
    const struct oid *commit, const struct work *k)
{
	*tree = (struct oid){0};
	return oid_is_none(commit) ? 0
				   : store_folder(tree, c->store, commit,
					 k->door.folders[0], c->report);
}

const struct event *work_event(const struct work *w)
{
	const struct journal *j = &w->at.journal;
	size_t i;

	for (i = j->count; i; i--)
		if (event_is_deed(j->events[i - 1].sort))
			return &j->events[i - 1];
	return NULL;
}

/* Has what the server has come from here, or been checked out here? */
static bool is_known(
    const struct work *k, const struct oid *server, bool is_followed)
{
	return is_followed || oid_is_none(server) ||
	    oid_equal(server, &k->head) || oid_equal(server, &k->sent);
}

/* is_followed: what was sent from here last came after the server's tip. */
static enum work_state state_of(const struct work *k, bool is_followed)
{
	const struct event *last = work_event(k);
	bool is_open = last &&
	    (last->sort == EVENT_RECEIVED || last->sort == EVENT_RETURNED);
	const struct oid *server =
	    !oid_is_none(&k->tip) && is_open ? &k->tip_tree : &k->main;

	if (last && last->sort == EVENT_REMOVED && !oid_is_none(&k->disk) &&
	    (oid_equal(&k->disk, &k->tip_tree) ||
		oid_equal(&k->disk, &k->sent) || oid_equal(&k->disk, &k->head)))
		return WORK_REMOVED;
	if (oid_is_none(&k->disk))
		return oid_is_none(server) ? WORK_DONE : WORK_ELSEWHERE;
	if (oid_equal(&k->disk, server) && server == &k->main)
		return WORK_DONE;
	if (oid_equal(&k->disk, server))
		return last && last->sort == EVENT_RETURNED ? WORK_RETURNED
							    : WORK_WAITING;
	if (is_known(k, server, is_followed))
		return WORK_DRAFT;
	/* Not touched here, only old? */
	return oid_equal(&k->disk, &k->head) || oid_equal(&k->disk, &k->sent)
	    ? WORK_ELSEWHERE
	    : WORK_CONFLICT;
}

static int work_read(struct work *k, const struct works *w, struct clone *c)
{
	struct oid head, sent;
	int follows = 0;

	if (disk_tree_write(k, w, c) ||
	    law_case(&k->at, &c->law, &k->door, c->report) ||
	    clone_tip(&k->tip, c, &k->door) ||
	    clone_mark(&sent, c, "sent", k->door.object) ||
	    store_ref(&head, c->store, STR("HEAD"), c->report) ||
	    folder_of(&k->main, c, &c->law.main, k) ||
	    folder_of(&k->head, c, &head, k) ||
	    folder_of(&k->tip_tree, c, &k->tip, k) ||
	    folder_of(&k->sent, c, &sent, k))
		return -1;
	if (!oid_is_none(&sent) && !oid_is_none(&k->tip))
		follows = store_descends(c->store, &sent, &k->tip, c->report);
	if (follows < 0)
		return -1;
	k->state = state_of(k, follows == 1);
	return 0;
}

static int by_object(const void *one, const void *other)
{
	return str_compare(((const struct work *)one)->door.object,
	    ((const struct work *)other)->door.object);
}

int works_read(struct works *w, struct clone *c)
{
	int status = 0;
	size_t i;

	*w = (struct works){0};
	/* Names that nobody can hand in are told by whoever asks for them. */
	disk_tree(&w->tree, c->arena, c->root, c->report);
	if (!w->tree.source)
		return -1;
	disk_objects(w, c);
	if (server_objects(w, c))
		return -1;
	if (w->count)
		qsort(w->items, w->count, sizeof *w->items, by_object);
	for (i = 0; i < w->count; i++)
		if (work_read(&w->items[i], w, c))
			status = -1;
	return status;
}

void works_release(struct works *w)
{
	if (w->tree.source)
		tree_release(&w->tree);
}

struct work *works_find(
    const struct works *w, const struct clone *c, const char *typed)
{
	struct str path = source_typed(c->arena, c->root, typed);
	struct work *k;

	if (str_begins(path, units))
		path = str_slice(path, units.len, path.len);
	k = work_of(w, path);
	return k ? k : work_of(w, path_folder(path));
}

int work_commit(
    struct oid *commit, const struct work *w, struct clone *c, int64_t seconds)
{
	struct oid on = oid_is_none(&w->tip) ? c->law.main : w->tip;
	struct folder_change change = {.tree = w->disk,
	    .path = w->door.folders[0],
	    .base = on,
	    .parents = {on},
	    .author = c->user.name,
	    .committer = c->user.name,
	    .seconds = seconds,
	    .message = arena_printf(
		c->arena, "报送 %.*s\n", STR_ARGS(w->door.object))};
	struct str subject;
	struct oid parent;

	if (clone_mark(commit, c, "sent", w->door.object))
		return -1;
	if (!oid_is_none(commit) && oid_equal(&w->sent, &w->disk)) {
		if (store_parent(&parent, &subject, c->store, c->arena, commit,
			c->report))
			return -1;
		/* Main goes on, and what began from it is still good. */
		if (oid_is_none(&w->tip) || oid_equal(&parent, &w->tip))
			return 0;
	}
	return folder_commit(commit, c->store, c->arena, &change, c->report);
}

bool works_forward(const struct works *w, struct clone *c)
{
	const char **same = arena_array(c->arena, w->count + 1, sizeof *same);
	size_t n = 0, i;

	for (i = 0; i < w->count; i++)
		if (oid_equal(&w->items[i].disk, &w->items[i].main) &&
		    !oid_is_none(&w->items[i].disk) &&
		    !oid_equal(&w->items[i].disk, &w->items[i].head))
			same[n++] =
			    arena_str(c->arena, w->items[i].door.folders[0])
				.data;
	return clone_forward(c, same, n);
}
