/* SPDX-License-Identifier: MIT */
/* Any bytes as a picture: what is taken has a size that may be shown, and one
 * byte more or less is noticed. */
#include "book/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_true)
{
	if (!is_true)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct picture p;

	if (picture_parse(&p, bytes))
		return 0;
	check(p.width >= 1 && p.width <= PICTURE_SIDE_MAX);
	check(p.height >= 1 && p.height <= PICTURE_SIDE_MAX);
	check(picture_parse(&p, str_slice(bytes, 0, size - 1)) != NULL);
	return 0;
}
