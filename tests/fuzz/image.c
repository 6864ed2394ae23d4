/* SPDX-License-Identifier: MIT */
/* Any bytes decoded as a picture, as JPEG and as PNG, whatever its header says:
 * the same bytes show the same, twice. */
#include <stdlib.h>

#include "book/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct picture *p, struct str bytes)
{
	struct image one, two;

	image_read(&one, p, bytes);
	image_read(&two, p, bytes);
	if (one.has_look != two.has_look ||
	    look_difference(&one.look, &two.look, 0) ||
	    date_days(one.taken) != date_days(two.taken) ||
	    date_days(one.saved) != date_days(two.saved))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct picture p = {.format = PICTURE_JPEG, .width = 64, .height = 64};

	look_at(&p, bytes);
	p.format = PICTURE_PNG;
	look_at(&p, bytes);
	if (!picture_parse(&p, bytes))
		look_at(&p, bytes);
	return 0;
}
