/* SPDX-License-Identifier: MIT */
/* Any bytes as a picture: what is stripped stays the picture it was, is whole,
 * and stripping it again changes nothing. */
#include "book/metadata.h"
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
	struct buf once = {0}, twice = {0}, said = {0};
	struct picture was, is;
	struct metadata m;
	const char *wrong = picture_parse(&was, bytes);

	if (metadata_strip(&once, &m, bytes)) {
		/* An Exif block shorter than what stands for it. */
		check(once.len <= size + 64);
		metadata_print(&said, &m);
		check(wrong || !picture_parse(&is, buf_view(&once)));
		check(wrong ||
		    (is.width == was.width && is.height == was.height));
		check(metadata_strip(&twice, &m, buf_view(&once)));
		check(str_equal(buf_view(&once), buf_view(&twice)));
	} else {
		check(wrong && !once.len);
	}
	buf_release(&once);
	buf_release(&twice);
	buf_release(&said);
	return 0;
}
