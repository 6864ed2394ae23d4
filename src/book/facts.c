/* SPDX-License-Identifier: MIT */
/* An entry is two days, then the look, where there is one. */
#include "facts.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"

/* What the facts follow from beside the picture. */
static const char version[] = "look 1;";

static const uint64_t cache_max = UINT64_C(64) << 20; /* bytes */

enum { DAY = DATE_SIZE - 1, DAYS = 2 * DAY + 2 };

struct cache *facts_open(struct str folder)
{
	return cache_open(folder, cache_max);
}

static void name_make(char name[DIGEST_SIZE], const char digest[DIGEST_SIZE])
{
	char all[sizeof version + DIGEST_SIZE];

	snprintf(all, sizeof all, "%s%s", version, digest);
	digest_hex(name, str_from(all));
}

bool facts_find(
    const struct cache *c, struct image *im, const char digest[DIGEST_SIZE])
{
	struct arena a = {0};
	char name[DIGEST_SIZE];
	bool is_found;
	struct str b;

	name_make(name, digest);
	is_found = cache_find(c, &a, &b, name) &&
	    (b.len == DAYS || b.len == DAYS + sizeof im->look);
	if (is_found) {
		*im = (struct image){.has_look = b.len > DAYS};
		/* What is no date was not said. */
		date_parse(&im->taken, str_slice(b, 0, DAY));
		date_parse(&im->saved, str_slice(b, DAY + 1, DAYS - 1));
		if (im->has_look)
			memcpy(im->look.fields, b.data + DAYS, sizeof im->look);
	}
	arena_release(&a);
	return is_found;
}

void facts_add(
    struct cache *c, const struct image *im, const char digest[DIGEST_SIZE])
{
	char name[DIGEST_SIZE], taken[DATE_SIZE], saved[DATE_SIZE];
	struct buf b = {0};

	name_make(name, digest);
	date_print(taken, im->taken);
	date_print(saved, im->saved);
	buf_printf(&b, "%s %s\n", taken, saved);
	if (im->has_look)
		buf_add(&b, im->look.fields, sizeof im->look);
	cache_add(c, buf_view(&b), name);
	buf_release(&b);
}
