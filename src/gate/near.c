/* SPDX-License-Identifier: MIT */
/* Folders are found by their names in main's trees; no file is opened. */
#include "near.h"

struct near {
	const struct law *law;
	const struct wish *wishes;
	size_t wish_count;
	struct arena *arena;
	struct report *report;
	struct str *folders;
	size_t count, cap;
};

bool near_suffices(
    const struct law *law, const struct wish *wishes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct kind *kind = law_kind(law, &wishes[i].door);

		if (!kind || !kind->handling.is_near)
			return false;
	}
	return count > 0;
}

static bool is_in(struct str path, struct str folder)
{
	return str_begins(path, folder) &&
	    (path.len == folder.len || path.data[folder.len] == '/');
}

/* Whole units come before their months: what is in one of them is there. */
static void folder_add(struct near *n, struct str folder)
{
	size_t i;

	for (i = 0; i < n->wish_count; i++)
		if (is_in(folder, n->wishes[i].door.folders[0]))
			return;
	for (i = 0; i < n->count; i++)
		if (is_in(folder, n->folders[i]))
			return;
	n->folders = arena_grow(
	    n->arena, n->folders, n->count, &n->cap, sizeof *n->folders);
	n->folders[n->count++] = folder;
}

static int names_in(
    struct near *n, struct str folder, struct str **names, size_t *count)
{
	return store_names(names, count, n->law->store, n->arena, &n->law->main,
	    folder, n->report);
}

/* The month in an object's name, "mzj/2026-11/window". */
static bool month_of(struct date *month, const struct door *d)
{
	struct str rest = d->object, piece;

	return str_next(&rest, '/', &piece) && str_next(&rest, '/', &piece) &&
	    month_parse(month, piece);
}

static void month_add(struct near *n, struct str unit, struct date month)
{
	folder_add(n,
	    arena_printf(n->arena, "content/units/%.*s/%04d-%02d",
		STR_ARGS(unit), month.year, month.month));
}

/* Where a ledger entry comes from: "mzj-2026-11-window-p01" is of mzj, in
 * 2026-11. */
static bool entry_parse(struct str *unit, struct date *month, struct str entry)
{
	size_t dash = str_find_byte(entry, '-', 0);

	*unit = str_slice(entry, 0, dash);
	return month_parse(month, str_slice(entry, dash + 1, dash + 8));
}

/* An object's name in this folder of its unit, "mzj/ledger/<name>". */
static bool name_in(struct str *name, const struct door *d, const char *folder)
{
	struct str rest = d->object, piece;

	return str_next(&rest, '/', &piece) && str_next(&rest, '/', &piece) &&
	    str_is(piece, folder) && str_next(&rest, '/', name);
}

/* What every unit has in a folder of this name. */
static void all_add(
    struct near *n, struct str folder, const struct str *units, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		folder_add(n,
		    arena_printf(n->arena, "content/units/%.*s/%.*s",
			STR_ARGS(units[i]), STR_ARGS(folder)));
}

/* The entry may be another unit's, and others may have had it in hand. */
static void entry_add(
    struct near *n, struct str entry, const struct str *units, size_t count)
{
	struct date month;
	struct str unit;

	if (entry_parse(&unit, &month, entry))
		month_add(n, unit, month);
	all_add(n, arena_printf(n->arena, "ledger/%.*s", STR_ARGS(entry)),
	    units, count);
}

static int others_add(struct near *n)
{
	struct str *units, name;
	size_t count, i, k;
	struct date month;

	if (names_in(n, STR("content/units"), &units, &count))
		return -1;
	for (i = 0; i < n->wish_count; i++) {
		if (name_in(&name, &n->wishes[i].door, "ledger"))
			entry_add(n, name, units, count);
		if (name_in(&name, &n->wishes[i].door, "articles"))
			all_add(n, STR("articles"), units, count);
		if (!month_of(&month, &n->wishes[i].door))
			continue;
		for (k = 0; k < count; k++) {
			month_add(n, units[k], month);
			month_add(
			    n, units[k], date_from_days(date_days(month) - 1));
		}
	}
	return 0;
}

/* What a lead or the office hands in as such, in one of its folders. */
static int heads_add(struct near *n, struct str unit, struct str folder)
{
	struct str path = arena_printf(n->arena, "content/units/%.*s/%.*s",
	    STR_ARGS(unit), STR_ARGS(folder));
	struct str *names;
	size_t count, i;

	if (names_in(n, path, &names, &count))
		return -1;
	for (i = 0; i < count; i++) {
		const struct kind *kind = NULL;
		struct door d;

		if (door_make(&d, n->arena, ACT_SUBMIT,
			arena_printf(n->arena, "%.*s/%.*s/%.*s", STR_ARGS(unit),
			    STR_ARGS(folder), STR_ARGS(names[i]))))
			kind = law_kind(n->law, &d);
		if (kind && kind->handling.submitter != SUBMIT_UNIT)
			folder_add(n, d.folders[0]);
	}
	return 0;
}

/* Units whose people review or coordinate, or did once: their plans hold. */
static int leads_add(struct near *n)
{
	const struct roster *ro = &n->law->roster;
	struct str *names, unit;
	size_t count, i, k;

	for (i = 0; i < ro->count; i++) {
		unit = ro->users[i].unit;
		if (!(ro->users[i].roles & (ROLE_REVIEW | ROLE_OFFICE)))
			continue;
		for (k = 0; k < i; k++)
			if (str_equal(ro->users[k].unit, unit) &&
			    ro->users[k].roles & (ROLE_REVIEW | ROLE_OFFICE))
				break;
		if (k < i)
			continue;
		if (names_in(n,
			arena_printf(
			    n->arena, "content/units/%.*s", STR_ARGS(unit)),
			&names, &count))
			return -1;
		for (k = 0; k < count; k++)
			if (heads_add(n, unit, names[k]))
				return -1;
	}
	return 0;
}

int near_folders(struct str **folders, size_t *count, struct arena *a,
    const struct law *law, const struct wish *wishes, size_t wish_count,
    struct report *r)
{
	struct near n = {.law = law,
	    .wishes = wishes,
	    .wish_count = wish_count,
	    .arena = a,
	    .report = r};
	size_t i;
	int status;

	folder_add(&n, STR("content/plan"));
	for (i = 0; i < wish_count; i++) {
		struct str unit = wishes[i].door.unit;

		folder_add(
		    &n, arena_printf(a, "content/units/%.*s", STR_ARGS(unit)));
		folder_add(&n,
		    arena_printf(a, "content/journal/%.*s", STR_ARGS(unit)));
	}
	status = others_add(&n) || leads_add(&n) ? -1 : 0;
	*folders = n.folders;
	*count = n.count;
	return status;
}
