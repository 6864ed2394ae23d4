/* SPDX-License-Identifier: MIT */
/* Made as the portal would make it; a last resort where that is too large. */
#include "intake.h"

#include "base/tree.h"
#include "metadata.h"
#include "shrink.h"
#include "variant.h"

enum { NUMBER_MAX = 99 };

const char *intake(struct str *out, enum picture_format *format,
    struct arena *a, struct str bytes, uint32_t widest)
{
	struct buf dated = {0};
	struct picture p;
	const char *wrong = picture_parse(&p, bytes);
	/* What stands behind its end is no part of it. */
	if (wrong && p.end && p.end < bytes.len)
		wrong = picture_parse(&p, bytes = str_slice(bytes, 0, p.end));
	if (wrong)
		return wrong;
	*format = p.format;
	*out = variant_alone(a, bytes, widest);
	if (out->len >= TREE_PICTURE_MAX &&
	    !shrink(out, format, a, *out, TREE_PICTURE_MAX / 2))
		return "太大，也缩不小";
	metadata_date(&dated, *out, bytes);
	*out = arena_str(a, buf_view(&dated));
	buf_release(&dated);
	return NULL;
}

/* "07.jpg" is 7; 0: it is not numbered so. */
static int number_of(struct str name)
{
	int64_t n;

	if (str_find_byte(name, '.', 0) != 2 ||
	    !str_integer(str_slice(name, 0, 2), &n) || n < 0)
		return 0;
	return (int)n;
}

struct str intake_name(struct arena *a, const struct str *names, size_t n,
    enum picture_format format)
{
	int last = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (number_of(names[i]) > last)
			last = number_of(names[i]);
	if (last == NUMBER_MAX)
		return (struct str){0};
	return arena_printf(
	    a, "%02d.%s", last + 1, format == PICTURE_JPEG ? "jpg" : "png");
}
