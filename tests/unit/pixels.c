/* SPDX-License-Identifier: MIT */
/* Every sort of JPEG and PNG decoded, turned, scaled and written; and broken
 * ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

#include "book/pixels.h"

/* Quarters: top left, top right, bottom left, bottom right. */
static const unsigned char quarters[4][4] = {{200, 40, 30, 255},
    {40, 180, 60, 255}, {30, 50, 190, 255}, {220, 210, 40, 255}};

static void quarters_draw(struct pixels *px, struct arena *a, uint32_t width,
    uint32_t height, unsigned channels)
{
	unsigned char *p;
	uint32_t x, y;

	*px = (struct pixels){width, height, channels,
	    arena_array(a, (size_t)width * height, channels)};
	p = px->data;
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++, p += channels)
			memcpy(p,
			    quarters[(x >= width / 2) + 2 * (y >= height / 2)],
			    channels);
}

/* The colour in the middle of a quarter. */
static const unsigned char *quarter(const struct pixels *px, unsigned which)
{
	size_t x = px->width * (1 + 2 * (which & 1)) / 4;
	size_t y = px->height * (1 + 2 * (which >> 1)) / 4;

	return px->data + (y * px->width + x) * px->channels;
}

static void assert_color(
    const unsigned char *is, const unsigned char *wanted, unsigned n, int off)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (abs(is[i] - wanted[i]) > off)
			fail_msg("%d is no %d (%u)", is[i], wanted[i], i);
}

static void assert_quarters(const struct pixels *px, int off)
{
	unsigned i;

	for (i = 0; i < 4; i++)
		assert_color(quarter(px, i), quarters[i], px->channels, off);
}

static bool read(struct pixels *px, struct arena *a, const struct buf *b,
    unsigned orientation, uint32_t width)
{
	struct picture p;

	assert_null(picture_parse(&p, buf_view(b)));
	return pixels_read(px, a, &p, buf_view(b), orientation, width);
}

/* --- JPEG ----------------------------------------------------------------- */

struct jpeg_made {
	J_COLOR_SPACE in, stored;
	bool is_progressive, is_bare; /* without Adobe's marker */
	struct str profile;
};

static void jpeg_make(
    struct buf *out, const struct pixels *px, const struct jpeg_made *how)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &len);
	c.image_width = px->width;
	c.image_height = px->height;
	c.input_components = (int)px->channels;
	c.in_color_space = how->in;
	jpeg_set_defaults(&c);
	jpeg_set_colorspace(&c, how->stored);
	jpeg_set_quality(&c, 95, TRUE);
	if (how->is_bare)
		c.write_Adobe_marker = FALSE;
	if (how->is_progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	if (how->profile.len)
		jpeg_write_icc_profile(&c, (const JOCTET *)how->profile.data,
		    (unsigned)how->profile.len);
	while (c.next_scanline < px->height) {
		JSAMPROW row = px->data +
		    (size_t)c.next_scanline * px->width * px->channels;

		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	buf_clear(out);
	buf_add(out, bytes, len);
	free(bytes);
}

static const struct jpeg_made plain = {.in = JCS_RGB, .stored = JCS_YCbCr};

static void test_turned(void **state)
{
	/* What is seen at the corners, in the order of quarters. */
	static const unsigned char seen[8][4] = {{0, 1, 2, 3}, {1, 0, 3, 2},
	    {3, 2, 1, 0}, {2, 3, 0, 1}, {0, 2, 1, 3}, {2, 0, 3, 1},
	    {3, 1, 2, 0}, {1, 3, 0, 2}};
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};
	unsigned i, k;

	(void)state;
	quarters_draw(&from, &a, 160, 96, 3);
	jpeg_make(&b, &from, &plain);
	for (i = 0; i < 8; i++) {
		assert_true(read(&px, &a, &b, i + 1, 4000));
		assert_int_equal(px.width, i < 4 ? 160 : 96);
		assert_int_equal(px.height, i < 4 ? 96 : 160);
		for (k = 0; k < 4; k++)
			assert_color(
			    quarter(&px, k), quarters[seen[i][k]], 3, 4);
	}
	buf_release(&b);
	arena_release(&a);
}

/* No more is decoded than is asked for, and no less; also where what is wide
 * is stored as high. */
static void test_eighths(void **state)
{
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};

	(void)state;
	quarters_draw(&from, &a, 803, 400, 3);
	jpeg_make(&b, &from, &plain);
	assert_true(read(&px, &a, &b, 0, 1));
	assert_int_equal(px.width, 101);
	assert_true(read(&px, &a, &b, 0, 402));
	assert_int_equal(px.width, 402);
	assert_true(read(&px, &a, &b, 0, 403));
	assert_int_equal(px.width, 502);
	assert_quarters(&px, 4);
	assert_true(read(&px, &a, &b, 6, 199));
	assert_in_range(px.width, 199, 200);
	assert_true(read(&px, &a, &b, 0, 5000));
	assert_int_equal(px.width, 803);
	buf_release(&b);
	arena_release(&a);
}

static void test_jpegs(void **state)
{
	static const struct jpeg_made hows[] = {
	    {.in = JCS_RGB, .stored = JCS_YCbCr, .is_progressive = true},
	    {.in = JCS_RGB, .stored = JCS_RGB},
	};
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};
	struct picture p;
	size_t i;

	(void)state;
	quarters_draw(&from, &a, 200, 120, 3);
	for (i = 0; i < sizeof hows / sizeof *hows; i++) {
		jpeg_make(&b, &from, &hows[i]);
		picture_parse(&p, buf_view(&b));
		assert_int_equal(p.is_progressive, hows[i].is_progressive);
		assert_true(read(&px, &a, &b, 0, 200));
		assert_int_equal(px.channels, 3);
		assert_quarters(&px, 4);
	}
	quarters_draw(&from, &a, 200, 120, 1);
	jpeg_make(&b, &from,
	    &(struct jpeg_made){.in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE});
	assert_true(read(&px, &a, &b, 0, 200));
	assert_int_equal(px.channels, 1);
	assert_quarters(&px, 4);
	buf_release(&b);
	arena_release(&a);
}

/* Inks: a colour is what is left of white; and, with Adobe's marker, written
 * the other way round. */
static void test_cmyk(void **state)
{
	static const J_COLOR_SPACE stored[] = {JCS_CMYK, JCS_YCCK, JCS_CMYK};
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};
	struct picture p;
	size_t i, k;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct jpeg_made how = {
		    .in = JCS_CMYK, .stored = stored[i], .is_bare = i == 2};

		quarters_draw(&from, &a, 200, 120, 4);
		for (k = 0; i == 2 && k < (size_t)200 * 120 * 4; k++)
			from.data[k] = (unsigned char)~from.data[k];
		jpeg_make(&b, &from, &how);
		assert_true(read(&px, &a, &b, 0, 200));
		assert_int_equal(px.channels, 3);
		assert_quarters(&px, 6);
		picture_parse(&p, buf_view(&b));
		assert_true(pixels_are_foreign(&p, buf_view(&b)));
	}
	buf_release(&b);
	arena_release(&a);
}

/* --- colours -------------------------------------------------------------- */

/* A profile with these primaries (red, green, blue as x, y) and gamma 2.2. */
static struct str profile(
    struct arena *a, const cmsCIExyYTRIPLE *primaries, bool is_srgb)
{
	static const cmsCIExyY white = {0.3127, 0.3290, 1};
	cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2), *curves[3];
	cmsUInt32Number len = 0;
	cmsHPROFILE p;
	char *bytes;

	curves[0] = curves[1] = curves[2] = curve;
	p = is_srgb ? cmsCreate_sRGBProfile()
		    : cmsCreateRGBProfile(&white, primaries, curves);
	cmsSaveProfileToMem(p, NULL, &len);
	bytes = arena_alloc(a, len);
	cmsSaveProfileToMem(p, bytes, &len);
	cmsCloseProfile(p);
	cmsFreeToneCurve(curve);
	return (struct str){bytes, len};
}

static const cmsCIExyYTRIPLE display_p3 = {
    {0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};

static void png_make(struct buf *out, struct pixels *px, int depth, int type,
    bool is_interlaced, struct str icc);

static void test_profiles(void **state)
{
	/* Display P3's 200, 40, 30 in sRGB; by gamma 2.2. */
	static const unsigned char red[] = {219, 0, 0};
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};
	struct picture p;
	struct jpeg_made how = plain;
	unsigned i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct str icc = profile(&a, &display_p3, i % 2);

		quarters_draw(&from, &a, 200, 120, 3);
		how.profile = icc;
		if (i < 2)
			jpeg_make(&b, &from, &how);
		else
			png_make(&b, &from, 8, PNG_COLOR_TYPE_RGB, false, icc);
		picture_parse(&p, buf_view(&b));
		assert_int_equal(
		    pixels_are_foreign(&p, buf_view(&b)), i % 2 == 0);
		assert_true(read(&px, &a, &b, 0, 200));
		if (i % 2)
			assert_quarters(&px, 4);
		else
			assert_color(quarter(&px, 0), red, 3, 6);
	}
	/* Of a profile that is none nothing comes. */
	how.profile = STR("no profile at all");
	jpeg_make(&b, &from, &how);
	picture_parse(&p, buf_view(&b));
	assert_false(pixels_are_foreign(&p, buf_view(&b)));
	assert_true(read(&px, &a, &b, 0, 200));
	assert_quarters(&px, 4);
	buf_release(&b);
	arena_release(&a);
}

/* --- PNG ------------------------------------------------------------------ */

static void png_out(png_structp png, png_bytep data, size_t len)
{
	buf_add(png_get_io_ptr(png), data, len);
}

/* Rows as libpng wants them for this depth and type. */
static void png_make(struct buf *out, struct pixels *px, int depth, int type,
    bool is_interlaced, struct str icc)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_bytep *rows = test_malloc(px->height * sizeof *rows);
	png_color colors[4];
	png_byte alphas[4];
	uint32_t y, i;

	buf_clear(out);
	for (y = 0; y < px->height; y++)
		rows[y] = px->data + (size_t)y * px->width * px->channels;
	png_set_write_fn(png, out, png_out, NULL);
	png_set_IHDR(png, info, px->width, px->height, depth, type,
	    is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
	for (i = 0; i < 4; i++) {
		colors[i] =
		    (png_color){quarters[i][0], quarters[i][1], quarters[i][2]};
		alphas[i] = i ? 255 : 0;
	}
	if (type == PNG_COLOR_TYPE_PALETTE) {
		png_set_PLTE(png, info, colors, 4);
		png_set_tRNS(png, info, alphas, 4, NULL);
	}
	if (icc.len)
		png_set_iCCP(png, info, "own", 0, (const png_byte *)icc.data,
		    (png_uint_32)icc.len);
	png_set_rows(png, info, rows);
	png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&png, &info);
	test_free(rows);
}

static void test_pngs(void **state)
{
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0};
	unsigned i, k;

	(void)state;
	for (i = 0; i < 2; i++) {
		bool is_interlaced = i == 1;

		quarters_draw(&from, &a, 90, 70, 3);
		png_make(
		    &b, &from, 8, PNG_COLOR_TYPE_RGB, is_interlaced, STR(""));
		assert_true(read(&px, &a, &b, 0, 10));
		assert_int_equal(px.width, 90);
		assert_int_equal(px.channels, 3);
		assert_quarters(&px, 0);
		assert_true(read(&px, &a, &b, 8, 10));
		assert_int_equal(px.width, 70);
		/* Alpha that hides nothing goes. */
		quarters_draw(&from, &a, 90, 70, 4);
		png_make(
		    &b, &from, 8, PNG_COLOR_TYPE_RGBA, is_interlaced, STR(""));
		assert_true(read(&px, &a, &b, 0, 10));
		assert_int_equal(px.channels, 3);
		assert_quarters(&px, 0);
		/* A palette whose first colour is clear. */
		quarters_draw(&from, &a, 90, 70, 1);
		for (k = 0; k < 90 * 70; k++)
			from.data[k] = (unsigned char)((k % 90 >= 45) +
			    2 * (k / 90 >= 35));
		png_make(&b, &from, 8, PNG_COLOR_TYPE_PALETTE, is_interlaced,
		    STR(""));
		assert_true(read(&px, &a, &b, 0, 10));
		assert_int_equal(px.channels, 4);
		assert_memory_equal(quarter(&px, 0), "\0\0\0", 4);
		assert_color(quarter(&px, 3), quarters[3], 4, 0);
		/* 16 bits of grey: 0x80 0x10, then 0xFF 0xFF … */
		quarters_draw(&from, &a, 90, 70, 2);
		for (k = 0; k < 90 * 70; k++)
			memcpy(from.data + (size_t)k * 2,
			    k % 90 < 45 ? "\x80\x10" : "\xFF\xFF", 2);
		png_make(
		    &b, &from, 16, PNG_COLOR_TYPE_GRAY, is_interlaced, STR(""));
		assert_true(read(&px, &a, &b, 0, 10));
		assert_int_equal(px.channels, 1);
		assert_int_equal(*quarter(&px, 2), 0x80);
		assert_int_equal(*quarter(&px, 1), 0xFF);
	}
	buf_release(&b);
	arena_release(&a);
}

/* --- scaling -------------------------------------------------------------- */

static void test_scale(void **state)
{
	static const uint32_t sizes[][2] = {{400, 300}, {399, 301}, {160, 120},
	    {37, 29}, {3, 2}, {1, 1}, {800, 600}};
	struct arena a = {0};
	struct pixels from, px;
	size_t i;
	uint32_t x, y;

	(void)state;
	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		uint32_t w = sizes[i][0], h = sizes[i][1];

		quarters_draw(&from, &a, 400, 300, 3);
		pixels_scale(&px, &a, &from, w, h);
		assert_int_equal(px.width, w);
		assert_int_equal(px.height, h);
		if (w > 20)
			assert_quarters(&px, 0);
		/* What is even stays so; what rises evenly rises evenly. */
		for (y = 0; y < 300; y++)
			for (x = 0; x < 400; x++) {
				unsigned char *p =
				    from.data + (y * 400 + x) * 3;

				p[0] = 255;
				p[1] = 77;
				p[2] = (unsigned char)(x / 2);
			}
		pixels_scale(&px, &a, &from, w, h);
		for (y = 0; y < h; y++)
			for (x = 0; x < w; x++) {
				unsigned char *p = px.data + (y * w + x) * 3;
				double at = (x + 0.5) * 400 / w;

				assert_int_equal(p[0], 255);
				assert_int_equal(p[1], 77);
				if (at > 3 * 400.0 / w &&
				    at < 400 - 3 * 400.0 / w)
					assert_in_range(p[2] + 2,
					    (unsigned)(at / 2 - 0.5) + 1,
					    (unsigned)(at / 2 - 0.5) + 4);
			}
	}
	quarters_draw(&from, &a, 8000, 1, 1);
	pixels_scale(&px, &a, &from, 480, 1);
	assert_in_range(px.data[120], quarters[2][0] - 1, quarters[2][0] + 1);
	arena_release(&a);
}

/* The colour behind what is clear does not show at its edge. */
static void test_alpha(void **state)
{
	struct arena a = {0};
	struct pixels from, px, small;
	struct buf b = {0};
	uint32_t i;

	(void)state;
	quarters_draw(&from, &a, 64, 64, 4);
	for (i = 0; i < 64 * 64; i++)
		memcpy(from.data + (size_t)i * 4,
		    i % 64 < 33 ? "\xFF\0\0" : "\0\0\xFF\xFF", 4);
	png_make(&b, &from, 8, PNG_COLOR_TYPE_RGBA, false, STR(""));
	assert_true(read(&px, &a, &b, 0, 64));
	pixels_scale(&small, &a, &px, 16, 16);
	buf_clear(&b);
	assert_true(pixels_png(&b, &small));
	assert_true(read(&px, &a, &b, 0, 16));
	for (i = 0; i < 16 * 16; i++)
		assert_int_equal(px.data[i * 4], 0);
	assert_int_equal(px.data[3], 0);
	assert_int_equal(px.data[4 * 15 + 3], 255);
	buf_release(&b);
	arena_release(&a);
}

/* --- writing -------------------------------------------------------------- */

static void test_written(void **state)
{
	struct arena a = {0};
	struct pixels from, px;
	struct buf b = {0}, again = {0};
	unsigned channels;

	(void)state;
	for (channels = 1; channels <= 4; channels++) {
		quarters_draw(&from, &a, 120, 80, channels);
		if (channels == 2) /* the same, but for its alpha */
			memset(from.data, 0, 2);
		buf_clear(&b);
		assert_true(pixels_png(&b, &from));
		assert_true(read(&px, &a, &b, 0, 120));
		if (channels != 2)
			assert_quarters(&px, 0);
		if (channels % 2 == 0)
			continue;
		buf_clear(&b);
		buf_clear(&again);
		assert_true(pixels_jpeg(&b, &from, 80));
		assert_true(pixels_jpeg(&again, &from, 80));
		assert_true(str_equal(buf_view(&b), buf_view(&again)));
		assert_true(read(&px, &a, &b, 0, 120));
		assert_int_equal(px.channels, channels);
		assert_quarters(&px, 6);
	}
	buf_release(&b);
	buf_release(&again);
	arena_release(&a);
}

/* --- faults --------------------------------------------------------------- */

/* Spoilt and cut ones neither crash nor run on; a JPEG that lacks its end is
 * shown as far as it goes. */
static void test_broken(void **state)
{
	struct arena a = {0};
	struct pixels from, px;
	struct picture p;
	struct buf b = {0};
	size_t i, at;

	(void)state;
	quarters_draw(&from, &a, 160, 120, 3);
	for (i = 0; i < 3; i++) {
		struct jpeg_made how = plain;
		char *copy;

		how.is_progressive = i == 1;
		if (i < 2)
			jpeg_make(&b, &from, &how);
		else
			png_make(
			    &b, &from, 8, PNG_COLOR_TYPE_RGB, false, STR(""));
		picture_parse(&p, buf_view(&b));
		copy = test_malloc(b.len);
		for (at = 0; at < b.len; at += 31) {
			struct arena own = {0};

			memcpy(copy, b.data, at);
			pixels_read(
			    &px, &own, &p, (struct str){copy, at}, 0, 160);
			pixels_are_foreign(&p, (struct str){copy, at});
			arena_release(&own);
		}
		for (at = 2; at < b.len; at += 17) {
			struct arena own = {0};

			b.data[at] = (char)~b.data[at];
			pixels_read(&px, &own, &p, buf_view(&b), 3, 20);
			b.data[at] = (char)~b.data[at];
			arena_release(&own);
		}
		at = b.len - 9;
		memcpy(copy, b.data, at);
		assert_int_equal(
		    pixels_read(&px, &a, &p, (struct str){copy, at}, 0, 160),
		    i < 2);
		if (i < 2)
			assert_color(quarter(&px, 0), quarters[0], 3, 6);
		/* Another size than its head says. */
		p.width++;
		assert_false(pixels_read(&px, &a, &p, buf_view(&b), 0, 160));
		test_free(copy);
	}
	buf_release(&b);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_turned),
	    cmocka_unit_test(test_eighths),
	    cmocka_unit_test(test_jpegs),
	    cmocka_unit_test(test_cmyk),
	    cmocka_unit_test(test_profiles),
	    cmocka_unit_test(test_pngs),
	    cmocka_unit_test(test_scale),
	    cmocka_unit_test(test_alpha),
	    cmocka_unit_test(test_written),
	    cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
