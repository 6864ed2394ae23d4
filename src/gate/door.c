/* SPDX-License-Identifier: MIT */
/* A ref is a prefix and a path; the path's grammar is that of all paths. */
#include "door.h"

#include "base/tree.h"

static const struct {
	const char *prefix;
	enum act act;
} prefixes[] = {
    {"refs/heads/u/", ACT_SUBMIT},
    {"refs/approve/", ACT_APPROVE},
    {"refs/return/", ACT_RETURN},
    {"refs/remove/", ACT_REMOVE},
};

bool door_make(struct door *d, struct arena *a, enum act act, struct str object)
{
	*d = (struct door){0};
	if (!path_is_good(object) || str_ends(object, STR(".lock")))
		return false;
	d->object = arena_str(a, object);
	d->journal = arena_printf(a, "content/journal/%.*s", STR_ARGS(object));
	d->is_plan = str_is(object, "plan");
	if (d->is_plan) {
		d->branch = STR("refs/heads/plan");
		d->folders[0] = STR("content/plan");
		d->folders[1] = STR("layouts");
		d->folder_count = 2;
	} else {
		size_t slash = str_find_byte(d->object, '/', 0);

		if (slash == object.len)
			return false;
		d->unit = str_slice(d->object, 0, slash);
		d->branch =
		    arena_printf(a, "refs/heads/u/%.*s", STR_ARGS(object));
		d->folders[0] =
		    arena_printf(a, "content/units/%.*s", STR_ARGS(object));
		d->folder_count = 1;
	}
	d->act = act;
	return true;
}

bool door_is_clock(struct str object)
{
	return str_is(object, "day") || str_is(object, "close");
}

void door_make_clock(struct door *d, struct arena *a, struct str object)
{
	*d = (struct door){.object = object,
	    .journal =
		arena_printf(a, "content/journal/%.*s", STR_ARGS(object))};
}

bool door_parse(struct door *d, struct arena *a, struct str ref)
{
	size_t i;

	*d = (struct door){0};
	if (str_is(ref, "refs/heads/plan"))
		return door_make(d, a, ACT_SUBMIT, STR("plan"));
	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		struct str prefix = str_from(prefixes[i].prefix);

		/* "refs/heads/u/plan" has no unit and is no door. */
		if (str_begins(ref, prefix))
			return door_make(d, a, prefixes[i].act,
				   str_slice(ref, prefix.len, ref.len)) &&
			    (prefixes[i].act != ACT_SUBMIT || !d->is_plan);
	}
	return false;
}
