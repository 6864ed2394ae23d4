/* SPDX-License-Identifier: MIT */
/* Each size is scaled from the one before. */
#include "shrink.h"

#include "metadata.h"
#include "pixels.h"

enum {
	QUALITY_FIRST = 88,
	QUALITY_LAST = 58,
	QUALITY_STEP = 10,
	WIDTH_LAST = 40, /* pixels */
};

/* As JPEG, as good as `max` bytes allow. */
static bool fit(struct buf *out, const struct pixels *px, size_t max)
{
	int quality;

	for (quality = QUALITY_FIRST; quality >= QUALITY_LAST;
	     quality -= QUALITY_STEP) {
		buf_clear(out);
		if (!pixels_jpeg(out, px, quality))
			return false;
		if (out->len < max)
			return true;
	}
	return false;
}

static void narrow(struct pixels *px, struct arena *a, uint32_t width)
{
	uint64_t height = (uint64_t)px->height * width / px->width;
	struct pixels out;

	pixels_scale(&out, a, px, width, height ? (uint32_t)height : 1);
	*px = out;
}

static bool shrink_to(struct buf *out, struct arena *a, const struct picture *p,
    struct str bytes, size_t max)
{
	struct pixels px;

	if (!pixels_read(
		&px, a, p, bytes, metadata_orientation(bytes), SHRINK_WIDTH))
		return false;
	pixels_flatten(&px);
	if (px.width > SHRINK_WIDTH)
		narrow(&px, a, SHRINK_WIDTH);
	while (!fit(out, &px, max)) {
		if (px.width / 2 < WIDTH_LAST)
			return false;
		narrow(&px, a, px.width / 2);
	}
	return true;
}

bool shrink(struct str *out, enum picture_format *format, struct arena *a,
    struct str bytes, size_t max)
{
	struct arena scratch = {0};
	struct buf jpeg = {0};
	struct picture p;
	bool is_done;

	if (picture_parse(&p, bytes))
		return false;
	*format = p.format;
	*out = bytes;
	if (bytes.len < max)
		return true;
	is_done = shrink_to(&jpeg, &scratch, &p, bytes, max);
	*format = PICTURE_JPEG;
	*out = arena_str(a, buf_view(&jpeg));
	buf_release(&jpeg);
	arena_release(&scratch);
	return is_done;
}
