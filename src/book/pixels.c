/* SPDX-License-Identifier: MIT */
/* Scaling weighs with a cubic (Catmull and Rom's; wider the smaller the
 * result), first along columns, where many can be done at once. Weights are whole numbers
 * made of sums, products and quotients alone, so every machine has the same. */
#include "pixels.h"

#include "pixels_parts.h"

enum {
	WEIGHT_BITS = 14,
	WEIGHT_ONE = 1 << WEIGHT_BITS,
	HALF = WEIGHT_ONE / 2,
};

/* --- scaling -------------------------------------------------------------- */

/* What one pixel of the result is made of. */
struct taps {
	uint32_t first, count;
	const int *weights;
};

/* Keys, "Cubic convolution interpolation", 1981, with a = -1/2. */
static double cubic(double x)
{
	if (x < 0)
		x = -x;
	if (x < 1)
		return (1.5 * x - 2.5) * x * x + 1;
	if (x < 2)
		return ((-0.5 * x + 2.5) * x - 4) * x + 2;
	return 0;
}

static struct taps taps_make(
    struct arena *a, uint32_t at, double step, double wide, uint32_t from)
{
	double center = (at + 0.5) * step, sum = 0;
	double low = center - 2 * wide, high = center + 2 * wide;
	struct taps t = {.first = low > 0 ? (uint32_t)low : 0};
	uint32_t end = high < from ? (uint32_t)high + 1 : from, i, most = 0;
	int *weights, left = WEIGHT_ONE;

	if (end > from)
		end = from;
	t.count = end - t.first;
	weights = arena_array(a, t.count, sizeof *weights);
	for (i = 0; i < t.count; i++)
		sum += cubic((t.first + i + 0.5 - center) / wide);
	for (i = 0; i < t.count; i++) {
		double w = cubic((t.first + i + 0.5 - center) / wide) / sum;

		weights[i] = (int)(w * WEIGHT_ONE + (w < 0 ? -0.5 : 0.5));
		left -= weights[i];
		if (weights[i] > weights[most])
			most = i;
	}
	weights[most] += left;
	t.weights = weights;
	return t;
}

/* For each pixel of `to` those of `from`. */
static const struct taps *taps_all(struct arena *a, uint32_t from, uint32_t to)
{
	struct taps *all = arena_array(a, to, sizeof *all);
	double step = (double)from / to;
	uint32_t i;

	for (i = 0; i < to; i++)
		all[i] = taps_make(a, i, step, step < 1 ? 1 : step, from);
	return all;
}

static inline unsigned char clamped(int sum)
{
	sum = (sum + HALF) >> WEIGHT_BITS;
	return (unsigned char)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

static inline void row_scale(unsigned char *out, const unsigned char *row,
    const struct taps *taps, uint32_t width, unsigned channels)
{
	uint32_t x, i;
	unsigned c;

	for (x = 0; x < width; x++, out += channels) {
		const unsigned char *in = row + taps[x].first * channels;
		int sums[4] = {0};

		for (i = 0; i < taps[x].count; i++, in += channels)
			for (c = 0; c < channels; c++)
				sums[c] += taps[x].weights[i] * in[c];
		for (c = 0; c < channels; c++)
			out[c] = clamped(sums[c]);
	}
}

/* Known numbers of channels make fast code. */
static void rows_scale(
    struct pixels *out, const struct pixels *in, const struct taps *taps)
{
	size_t from = (size_t)in->width * in->channels;
	size_t to = (size_t)out->width * out->channels;
	uint32_t y;

	for (y = 0; y < in->height; y++) {
		unsigned char *o = out->data + y * to;
		const unsigned char *i = in->data + y * from;

		if (in->channels == 3)
			row_scale(o, i, taps, out->width, 3);
		else if (in->channels == 1)
			row_scale(o, i, taps, out->width, 1);
		else
			row_scale(o, i, taps, out->width, in->channels);
	}
}

static void columns_scale(struct pixels *out, const struct pixels *in,
    const struct taps *taps, int *sums)
{
	size_t line = (size_t)in->width * in->channels, x;
	uint32_t y, i;

	for (y = 0; y < out->height; y++) {
		unsigned char *o = out->data + y * line;

		memset(sums, 0, line * sizeof *sums);
		for (i = 0; i < taps[y].count; i++) {
			const unsigned char *row =
			    in->data + (taps[y].first + i) * line;
			int weight = taps[y].weights[i];

			for (x = 0; x < line; x++)
				sums[x] += weight * row[x];
		}
		for (x = 0; x < line; x++)
			o[x] = clamped(sums[x]);
	}
}

void pixels_scale(struct pixels *out, struct arena *a, const struct pixels *in,
    uint32_t width, uint32_t height)
{
	struct arena scratch = {0};
	struct pixels half = {in->width, height, in->channels, NULL};
	size_t line = (size_t)in->width * in->channels;

	*out = (struct pixels){width, height, in->channels, NULL};
	out->data = arena_array(a, height, (size_t)width * in->channels);
	half.data = arena_array(&scratch, height, line);
	columns_scale(&half, in, taps_all(&scratch, in->height, height),
	    arena_array(&scratch, line, sizeof(int)));
	rows_scale(out, &half, taps_all(&scratch, in->width, width));
	arena_release(&scratch);
}

/* --- turning -------------------------------------------------------------- */

/* Exif's orientation (CIPA DC-008, 4.6.4): where the pixel stood that is
 * shown at x, y; `last` of the stored rows and columns. */
static size_t turned_from(
    const struct pixels *px, unsigned orientation, uint32_t x, uint32_t y)
{
	uint32_t column = px->width - 1, row = px->height - 1;

	switch (orientation) {
	case 2:
		return (size_t)y * px->width + (column - x);
	case 3:
		return (size_t)(row - y) * px->width + (column - x);
	case 4:
		return (size_t)(row - y) * px->width + x;
	case 5:
		return (size_t)x * px->width + y;
	case 6:
		return (size_t)(row - x) * px->width + y;
	case 7:
		return (size_t)(row - x) * px->width + (column - y);
	default:
		return (size_t)x * px->width + (column - y);
	}
}

static void turn(struct pixels *px, struct arena *a, unsigned orientation)
{
	struct pixels out = *px;
	unsigned char *to;
	uint32_t x, y;

	if (orientation > 4) {
		out.width = px->height;
		out.height = px->width;
	}
	to = out.data =
	    arena_array(a, out.height, (size_t)out.width * out.channels);
	for (y = 0; y < out.height; y++)
		for (x = 0; x < out.width; x++, to += out.channels)
			memcpy(to,
			    px->data +
				turned_from(px, orientation, x, y) *
				    px->channels,
			    px->channels);
	*px = out;
}

/* --- alpha ---------------------------------------------------------------- */

/* Takes alpha into the colours, so that scaling weighs them by it; where all
 * is opaque there is none any more. */
static void alpha_take(struct pixels *px)
{
	unsigned n = px->channels - 1, i;
	size_t all = (size_t)px->width * px->height, k;
	unsigned char *p = px->data, *to = px->data;
	unsigned least = 255;

	for (k = 0; k < all; k++, p += n + 1) {
		if (p[n] < least)
			least = p[n];
		for (i = 0; i < n; i++)
			p[i] = (unsigned char)((p[i] * p[n] + 127) / 255);
	}
	if (least < 255)
		return;
	for (k = 0, p = px->data; k < all; k++, p++)
		for (i = 0; i < n; i++)
			*to++ = *p++;
	px->channels = n;
}

void pixels_flatten(struct pixels *px)
{
	unsigned n = px->channels - 1, i;
	size_t all = (size_t)px->width * px->height, k;
	const unsigned char *p = px->data;
	unsigned char *to = px->data;

	if (px->channels % 2)
		return;
	for (k = 0; k < all; k++, p += n + 1)
		for (i = 0; i < n; i++)
			*to++ = (unsigned char)(p[i] + 255 - p[n]);
	px->channels = n;
}

/* --- reading -------------------------------------------------------------- */

bool pixels_read(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes, unsigned orientation, uint32_t width)
{
	bool is_done;

	/* What will be its width is its height as it is stored. */
	if (orientation > 4)
		width =
		    (uint32_t)(((uint64_t)width * p->width + p->height - 1) /
			p->height);
	is_done = p->format == PICTURE_PNG
	    ? png_pixels(px, a, p, bytes)
	    : jpeg_pixels(px, a, p, bytes, width);
	if (!is_done)
		return false;
	if (px->channels % 2 == 0)
		alpha_take(px);
	if (orientation > 1)
		turn(px, a, orientation);
	return true;
}

uint64_t pixels_need(const struct picture *p)
{
	uint64_t area = (uint64_t)p->width * p->height;

	/* A PNG is decoded whole; of a progressive JPEG all coefficients are
	 * kept; of others what is shown is decoded, at an eighth or more. */
	return area *
	    (p->format == PICTURE_PNG	? 5
		    : p->is_progressive ? 6
					: 1);
}

bool pixels_are_foreign(const struct picture *p, struct str bytes)
{
	return p->format == PICTURE_PNG ? png_is_foreign(bytes)
					: jpeg_is_foreign(bytes);
}

void pixels_version(struct buf *out)
{
	jpeg_version(out);
	png_version(out);
	color_version(out);
}
