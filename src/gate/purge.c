/* SPDX-License-Identifier: MIT */
/* Main's own commits say by their first lines what was taken down. */
#include "purge.h"

#include <unistd.h>

#include "base/lock.h"
#include "past.h"

struct purge {
	const struct store *store;
	struct arena *arena;
	struct report *report;
	struct law law; /* main alone: to read journals by */
	struct str *folders;
	struct oid *tips;
	size_t folder_count, folder_cap, tip_count, tip_cap;
};

/* "撤下 mzj/2026-11/window 0003" */
static bool subject_parse(struct door *d, struct arena *a, struct str subject)
{
	struct str rest = subject, name, object;

	return str_next(&rest, ' ', &name) && str_next(&rest, ' ', &object) &&
	    str_is(name, event_name(EVENT_REMOVED)) &&
	    door_make(d, a, ACT_REMOVE, object);
}

/* The folder, and whatever was handed in for it. */
static int door_add(struct purge *p, const struct door *d)
{
	struct journal j = {0};
	struct oid commit;
	size_t i;

	for (i = 0; i < p->folder_count; i++)
		if (str_equal(p->folders[i], d->folders[0]))
			return 0;
	p->folders = arena_grow(p->arena, p->folders, p->folder_count,
	    &p->folder_cap, sizeof *p->folders);
	p->folders[p->folder_count++] = d->folders[0];
	if (law_journal(&j, &p->law, d, 0, p->report))
		return -1;
	for (i = 0; i < j.count; i++) {
		if (j.events[i].sort != EVENT_RECEIVED ||
		    !oid_parse(&commit, j.events[i].commit))
			continue;
		p->tips = arena_grow(p->arena, p->tips, p->tip_count,
		    &p->tip_cap, sizeof *p->tips);
		p->tips[p->tip_count++] = commit;
	}
	return 0;
}

/* From main's end back to `since`. Counts; with `p` takes note of the folders.
 */
static int walk(size_t *count, struct purge *p, const struct store *s,
    const struct oid *main, const struct oid *since, struct report *r)
{
	struct arena own = {0};
	struct oid at = *main;
	struct str subject;
	struct door d;
	int status = 0;

	*count = 0;
	while (!status && !oid_is_none(&at) && !oid_equal(&at, since)) {
		status = store_parent(&at, &subject, s, &own, &at, r);
		if (!status &&
		    subject_parse(&d, p ? p->arena : &own, subject)) {
			(*count)++;
			status = p ? door_add(p, &d) : 0;
		}
		arena_clear(&own);
	}
	arena_release(&own);
	return status;
}

int purge_count(size_t *count, const struct store *s, const struct oid *since,
    struct report *r)
{
	struct oid main;

	return store_main(&main, s, r) ? -1
				       : walk(count, NULL, s, &main, since, r);
}

/* The files that were swept. */
static struct str list_path(struct arena *a, const struct store *s)
{
	return arena_printf(a, "%.*s/taizhang/swept", STR_ARGS(store_path(s)));
}

int purge_check(const struct store *s, struct report *r)
{
	int status = store_has_swept(s, list_path(r->arena, s), r);

	return status > 0
	    ? report_add(r, FINDING_GATE_REMOVED, STR(""), (struct place){0},
		  "推送里有撤下以后清除了的文件")
	    : status;
}

static int purge(struct swept *swept, struct oid *main, struct arena *a,
    const struct store *s, struct report *r)
{
	static const struct oid beginning = {0};
	struct purge p = {.store = s, .arena = a, .report = r};
	struct sweep_wish wish;
	size_t count;

	if (store_main(main, s, r))
		return -1;
	p.law = (struct law){.store = s, .arena = a, .main = *main};
	if (walk(&count, &p, s, main, &beginning, r))
		return -1;
	if (!count)
		return 0;
	wish = (struct sweep_wish){.folders = p.folders,
	    .folder_count = p.folder_count,
	    .tips = p.tips,
	    .tip_count = p.tip_count};
	if (store_sweep(swept, s, a, &wish, list_path(a, s), r))
		return -1;
	return past_begin(s, main, r);
}

int gate_purge(struct swept *swept, struct oid *main, struct arena *a,
    const struct store *s, const struct clock_source *clock, struct report *r)
{
	int fd, status;

	*swept = (struct swept){0};
	status = gate_lock(&fd, a, s, clock, r);
	if (status)
		return -1;
	status = purge(swept, main, a, s, r);
	close(fd);
	return status;
}
