/* SPDX-License-Identifier: MIT */
/* libjpeg makes a JPEG smaller by eighths while it decodes; a PNG is averaged
 * over squares. Whatever a library finds wrong ends it. */
#include "shrink.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

#include "base/buf.h"
#include "metadata.h"

enum {
	MEMORY_MAX = 256 << 20, /* bytes, for a progressive JPEG */
	QUALITY_FIRST = 88,
	QUALITY_LAST = 58,
	QUALITY_STEP = 10,
};

/* Rows of red, green, blue. */
struct raster {
	unsigned char *pixels;
	uint32_t width, height;
};

struct failure {
	struct jpeg_error_mgr manager;
	jmp_buf back;
};

static void jpeg_fail(j_common_ptr info)
{
	struct failure *f = (struct failure *)info->err;

	longjmp(f->back, 1);
}

static void jpeg_tell(j_common_ptr info, int level)
{
	(void)info;
	(void)level;
}

static struct jpeg_error_mgr *failure_set(struct failure *f)
{
	jpeg_std_error(&f->manager);
	f->manager.error_exit = jpeg_fail;
	f->manager.emit_message = jpeg_tell;
	return &f->manager;
}

/* Decodes at the most eighths that are no wider than `width`. */
static bool jpeg_decode(
    struct raster *to, struct arena *a, struct str bytes, uint32_t width)
{
	struct jpeg_decompress_struct info = {0};
	struct failure failure;
	volatile bool is_done = false;

	info.err = failure_set(&failure);
	if (setjmp(failure.back))
		goto done;
	jpeg_create_decompress(&info);
	info.mem->max_memory_to_use = MEMORY_MAX;
	jpeg_mem_src(
	    &info, (const unsigned char *)bytes.data, (unsigned long)bytes.len);
	jpeg_read_header(&info, TRUE);
	info.out_color_space = JCS_RGB;
	info.scale_denom = 8;
	for (info.scale_num = 8; info.scale_num > 1; info.scale_num--)
		if (info.image_width * info.scale_num / 8 <= width)
			break;
	jpeg_start_decompress(&info);
	to->width = info.output_width;
	to->height = info.output_height;
	to->pixels = arena_alloc(a, (size_t)to->width * to->height * 3);
	while (info.output_scanline < info.output_height) {
		JSAMPROW row =
		    to->pixels + (size_t)info.output_scanline * to->width * 3;

		jpeg_read_scanlines(&info, &row, 1);
	}
	jpeg_finish_decompress(&info);
	is_done = true;
done:
	jpeg_destroy_decompress(&info);
	return is_done;
}

/* Each pixel is the average of `by` × `by`. */
static void average(struct raster *r, uint32_t by)
{
	uint32_t width = r->width / by, height = r->height / by, x, y, i, k;
	unsigned channel;

	for (y = 0; y < height; y++)
		for (x = 0; x < width * 3; x++) {
			uint32_t sum = 0;

			channel = x % 3;
			for (i = 0; i < by; i++)
				for (k = 0; k < by; k++)
					sum += r->pixels[((size_t)(y * by + i) *
								 r->width +
							     (x / 3 * by + k)) *
						3 +
					    channel];
			/* What is written lies before what is still read. */
			r->pixels[(size_t)y * width * 3 + x] =
			    (unsigned char)(sum / (by * by));
		}
	r->width = width;
	r->height = height;
}

/* What shines through is white. */
static bool png_decode(
    struct raster *to, struct arena *a, struct str bytes, uint32_t width)
{
	png_image image = {.version = PNG_IMAGE_VERSION};
	const png_color white = {255, 255, 255};
	uint32_t by;

	if (!png_image_begin_read_from_memory(&image, bytes.data, bytes.len))
		return false;
	image.format = PNG_FORMAT_RGB;
	to->width = image.width;
	to->height = image.height;
	to->pixels = arena_alloc(a, PNG_IMAGE_SIZE(image));
	if (!png_image_finish_read(&image, &white, to->pixels, 0, NULL)) {
		png_image_free(&image);
		return false;
	}
	by = (to->width + width - 1) / width;
	if (by > 1 && to->height >= by)
		average(to, by);
	return true;
}

/* Exif's orientations 2 to 8, as the picture is to be seen. */
static void turn(struct raster *r, struct arena *a, unsigned orientation)
{
	bool is_swapped = orientation >= 5;
	struct raster to = {.width = is_swapped ? r->height : r->width,
	    .height = is_swapped ? r->width : r->height};
	uint32_t x, y;

	if (orientation < 2 || orientation > 8)
		return;
	to.pixels = arena_alloc(a, (size_t)to.width * to.height * 3);
	for (y = 0; y < to.height; y++)
		for (x = 0; x < to.width; x++) {
			uint32_t sx = is_swapped ? y : x,
				 sy = is_swapped ? x : y;

			if (orientation == 2 || orientation == 3 ||
			    orientation == 7 || orientation == 8)
				sx = r->width - 1 - sx;
			if (orientation == 3 || orientation == 4 ||
			    orientation == 6 || orientation == 7)
				sy = r->height - 1 - sy;
			memcpy(to.pixels + ((size_t)y * to.width + x) * 3,
			    r->pixels + ((size_t)sy * r->width + sx) * 3, 3);
		}
	*r = to;
}

static bool jpeg_encode(
    struct str *out, struct arena *a, const struct raster *from, int quality)
{
	struct jpeg_compress_struct info = {0};
	struct failure failure;
	unsigned char *made = NULL;
	unsigned long len = 0;
	volatile bool is_done = false;

	info.err = failure_set(&failure);
	if (setjmp(failure.back))
		goto done;
	jpeg_create_compress(&info);
	jpeg_mem_dest(&info, &made, &len);
	info.image_width = from->width;
	info.image_height = from->height;
	info.input_components = 3;
	info.in_color_space = JCS_RGB;
	jpeg_set_defaults(&info);
	jpeg_set_quality(&info, quality, TRUE);
	info.optimize_coding = TRUE;
	jpeg_start_compress(&info, TRUE);
	while (info.next_scanline < info.image_height) {
		JSAMPROW row =
		    from->pixels + (size_t)info.next_scanline * from->width * 3;

		jpeg_write_scanlines(&info, &row, 1);
	}
	jpeg_finish_compress(&info);
	is_done = true;
done:
	jpeg_destroy_compress(&info);
	if (is_done)
		*out = arena_str(a, (struct str){(const char *)made, len});
	free(made);
	return is_done;
}

static bool decode(struct raster *to, struct arena *a, const struct picture *p,
    struct str bytes, uint32_t width)
{
	struct metadata m = {0};
	struct buf stripped = {0};
	bool is_done = p->format == PICTURE_JPEG
	    ? jpeg_decode(to, a, bytes, width)
	    : png_decode(to, a, bytes, width);

	if (is_done && metadata_strip(&stripped, &m, bytes))
		turn(to, a, m.orientation);
	buf_release(&stripped);
	return is_done;
}

bool shrink(struct str *out, enum picture_format *format, struct arena *a,
    struct str bytes, size_t max)
{
	struct picture p;
	struct raster raster;
	uint32_t width;
	int quality;

	if (picture_parse(&p, bytes))
		return false;
	*format = p.format;
	*out = bytes;
	if (bytes.len < max)
		return true;
	*format = PICTURE_JPEG;
	for (width = SHRINK_WIDTH; width > 40; width /= 2) {
		if (!decode(&raster, a, &p, bytes, width))
			return false;
		for (quality = QUALITY_FIRST; quality >= QUALITY_LAST;
		     quality -= QUALITY_STEP) {
			if (!jpeg_encode(out, a, &raster, quality))
				return false;
			if (out->len < max)
				return true;
		}
	}
	return false;
}
