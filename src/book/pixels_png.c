/* SPDX-License-Identifier: MIT */
/* libpng, with every sort of PNG expanded to 8 bits of grey or colours, with
 * alpha where one pixel at least is not opaque. */
#include <setjmp.h>
#include <stdlib.h>

#include <png.h>

#include "pixels_parts.h"

enum {
	CHUNK_MAX = 4 << 20, /* bytes of a profile or the like */
	PACKED = 6,	     /* zlib's level: more is slower, not smaller */
};

struct png {
	png_structp png;
	png_infop info;
	struct str rest;
	struct color *color;
	struct buf *out; /* written to */
	bool is_done;
};

static void png_in(png_structp png, png_bytep out, size_t len)
{
	struct png *p = png_get_io_ptr(png);

	if (len > p->rest.len)
		png_error(png, "short");
	memcpy(out, p->rest.data, len);
	p->rest = str_slice(p->rest, len, p->rest.len);
}

static void png_quiet(png_structp png, png_const_charp what)
{
	(void)png;
	(void)what;
}

static void png_out(png_structp png, png_const_charp what)
{
	(void)what;
	png_longjmp(png, 1);
}

/* What is on the heap survives a longjmp() unchanged. NULL: no memory. */
static struct png *png_open(struct str bytes)
{
	struct png *p = memory_resize(NULL, sizeof *p);

	*p = (struct png){.rest = bytes};
	p->png = png_create_read_struct(
	    PNG_LIBPNG_VER_STRING, NULL, png_out, png_quiet);
	p->info = p->png ? png_create_info_struct(p->png) : NULL;
	return p;
}

static void png_close(struct png *p)
{
	png_destroy_read_struct(&p->png, &p->info, NULL);
	color_close(p->color);
	memory_free(p);
}

static void png_head(struct png *p)
{
	png_set_read_fn(p->png, p, png_in);
	png_set_user_limits(p->png, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	png_set_chunk_malloc_max(p->png, CHUNK_MAX);
	png_read_info(p->png, p->info);
}

static void png_profile(struct png *p, enum colors colors)
{
	struct str profile = {0};
	png_charp name = NULL;
	png_bytep data = NULL;
	png_uint_32 len = 0;
	int method = 0;

	if (png_get_iCCP(p->png, p->info, &name, &method, &data, &len) ==
	    PNG_INFO_iCCP)
		profile = (struct str){(const char *)data, len};
	p->color = color_open(profile, colors);
}

bool png_is_foreign(struct str bytes)
{
	struct png *p = png_open(bytes);
	bool is_foreign;

	if (p->info && !setjmp(png_jmpbuf(p->png))) {
		png_head(p);
		png_profile(p, COLORS_RGB);
		p->is_done = p->color != NULL;
	}
	is_foreign = p->is_done;
	png_close(p);
	return is_foreign;
}

/* The steps towards 8 bits; how many passes there are over the rows. */
static int png_steps(struct png *p)
{
	png_fixed_point gamma = 0;

	png_set_expand(p->png);
	png_set_scale_16(p->png);
	if (!png_get_valid(p->png, p->info, PNG_INFO_iCCP | PNG_INFO_sRGB) &&
	    png_get_gAMA_fixed(p->png, p->info, &gamma) == PNG_INFO_gAMA &&
	    gamma > 0)
		png_set_gamma_fixed(p->png, PNG_DEFAULT_sRGB, gamma);
	return png_set_interlace_handling(p->png);
}

static void png_decode(struct png *p, struct pixels *px, struct arena *a)
{
	size_t line;
	uint32_t y;
	int passes = png_steps(p), pass;

	png_read_update_info(p->png, p->info);
	px->width = png_get_image_width(p->png, p->info);
	px->height = png_get_image_height(p->png, p->info);
	px->channels = png_get_channels(p->png, p->info);
	line = (size_t)px->width * px->channels;
	if (png_get_rowbytes(p->png, p->info) != line)
		png_error(p->png, "width");
	if (px->channels >= 3)
		png_profile(p, px->channels == 3 ? COLORS_RGB : COLORS_RGBA);
	px->data = arena_array(a, px->height, line);
	for (pass = 0; pass < passes; pass++)
		for (y = 0; y < px->height; y++)
			png_read_row(p->png, px->data + y * line, NULL);
	png_read_end(p->png, NULL);
	for (y = 0; p->color && y < px->height; y++)
		color_row(p->color, px->data + y * line, px->data + y * line,
		    px->width);
}

bool png_pixels(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes)
{
	struct png *png = png_open(bytes);
	bool is_done;

	if (png->info && !setjmp(png_jmpbuf(png->png))) {
		png_head(png);
		if (png_get_image_width(png->png, png->info) == p->width &&
		    png_get_image_height(png->png, png->info) == p->height) {
			png_decode(png, px, a);
			png->is_done = true;
		}
	}
	is_done = png->is_done;
	png_close(png);
	return is_done;
}

/* --- writing -------------------------------------------------------------- */

static void png_add(png_structp png, png_bytep data, size_t len)
{
	buf_add(((struct png *)png_get_io_ptr(png))->out, data, len);
}

static void png_flush_none(png_structp png)
{
	(void)png;
}

/* Alpha apart from the colours, as a PNG has it. */
static void row_divide(
    unsigned char *to, const unsigned char *from, const struct pixels *px)
{
	unsigned n = px->channels - 1, i;
	uint32_t x;

	for (x = 0; x < px->width; x++, to += n + 1, from += n + 1) {
		unsigned alpha = from[n];

		for (i = 0; i < n; i++) {
			unsigned c =
			    alpha ? (from[i] * 255u + alpha / 2) / alpha : 0;

			to[i] = (unsigned char)(c > 255 ? 255 : c);
		}
		to[n] = (unsigned char)alpha;
	}
}

static void png_write(struct png *p, const struct pixels *px, void *line)
{
	static const int types[] = {0, PNG_COLOR_TYPE_GRAY,
	    PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};
	size_t size = (size_t)px->width * px->channels;
	uint32_t y;

	png_set_write_fn(p->png, p, png_add, png_flush_none);
	png_set_IHDR(p->png, p->info, px->width, px->height, 8,
	    types[px->channels], PNG_INTERLACE_NONE, 0, 0);
	png_set_compression_level(p->png, PACKED);
	png_write_info(p->png, p->info);
	for (y = 0; y < px->height; y++) {
		if (px->channels % 2)
			memcpy(line, px->data + y * size, size);
		else
			row_divide(line, px->data + y * size, px);
		png_write_row(p->png, line);
	}
	png_write_end(p->png, NULL);
	p->is_done = true;
}

bool pixels_png(struct buf *out, const struct pixels *px)
{
	struct png *p = memory_resize(NULL, sizeof *p);
	struct arena a = {0};
	size_t before = out->len;
	bool is_done;
	void *line = arena_array(&a, px->width, px->channels);

	*p = (struct png){.out = out};
	p->png = png_create_write_struct(
	    PNG_LIBPNG_VER_STRING, NULL, png_out, png_quiet);
	p->info = p->png ? png_create_info_struct(p->png) : NULL;
	if (p->info && !setjmp(png_jmpbuf(p->png)))
		png_write(p, px, line);
	is_done = p->is_done;
	if (!is_done)
		out->len = before;
	png_destroy_write_struct(&p->png, &p->info);
	memory_free(p);
	arena_release(&a);
	return is_done;
}

void png_version(struct buf *out)
{
	buf_printf(out, "png %u;", (unsigned)png_access_version_number());
}
