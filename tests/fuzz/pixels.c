/* SPDX-License-Identifier: MIT */
/* Any bytes made into what is published or sent of them: what is made is a
 * picture of the size that was planned, without metadata, and the same each
 * time. */
#include <stdlib.h>

#include "book/metadata.h"
#include "book/shrink.h"
#include "book/variant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { AREA_MAX = 1 << 20 }; /* pixels: larger ones are only slower */

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

/* Neither comments nor texts nor colour profiles. */
static void check_parts(struct str made)
{
	struct picture_walk w;
	struct picture_part part;

	if (!picture_walk_begin(&w, made))
		return;
	while (!w.is_last && picture_next(&part, &w)) {
		check(part.marker != 0xFE && part.marker != 0xE2);
		check(!str_is(part.name, "iCCP") && !str_is(part.name, "tEXt"));
	}
}

static void make(struct variants *v, struct arena *a, const struct picture *p,
    struct str bytes)
{
	static const struct variant_widths widths = {{16, 40, 90}, 3};
	struct variant_maker m;

	variants_plan(v, &widths, p, (uint64_t)p->width * p->height);
	variant_maker_open(&m, STR(""));
	variants_make(v, a, bytes, &m);
	variant_maker_close(&m);
}

/* Made to fit, it is a picture that does. */
static void fit(struct arena *a, struct str bytes)
{
	enum picture_format format;
	struct picture p;
	struct str out;

	if (!shrink(&out, &format, a, bytes, 2000))
		return;
	check(out.len < 2000 && !picture_parse(&p, out));
	check(p.format == format);
	if (out.data != bytes.data)
		check_parts(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct variants one, two;
	struct arena a = {0};
	struct picture p, seen;
	const char *wrong = picture_parse(&p, bytes);
	size_t i;

	if ((uint64_t)p.width * p.height > AREA_MAX)
		return 0;
	seen = p;
	if (wrong) {
		seen.width = seen.height = 0;
	} else if (metadata_orientation(bytes) > 4) {
		seen.width = p.height;
		seen.height = p.width;
	}
	make(&one, &a, &seen, bytes);
	make(&two, &a, &seen, bytes);
	for (i = 0; i < one.count; i++) {
		struct str made = one.items[i].bytes;

		check(str_equal(made, two.items[i].bytes));
		check(wrong || !picture_parse(&p, made));
		check_parts(made);
	}
	fit(&a, bytes);
	arena_release(&a);
	return 0;
}
