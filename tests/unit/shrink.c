/* SPDX-License-Identifier: MIT */
/* Pictures that do not fit, and what is made of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "book/metadata.h"
#include "book/pixels.h"
#include "book/shrink.h"

/* Noise: a PNG of it is larger than a JPEG. */
static void draw(
    struct pixels *px, struct arena *a, uint32_t w, uint32_t h, unsigned n)
{
	size_t all = (size_t)w * h * n, i;
	uint32_t seed = 1;

	*px = (struct pixels){w, h, n, arena_array(a, all, 1)};
	for (i = 0; i < all; i++) {
		seed = seed * 1103515245 + 12345;
		px->data[i] = (unsigned char)(seed >> 24);
	}
}

/* Decoded, upright and whole. */
static void show(struct pixels *px, struct arena *a, struct str bytes)
{
	struct picture p;

	assert_null(picture_parse(&p, bytes));
	assert_true(pixels_read(
	    px, a, &p, bytes, metadata_orientation(bytes), p.width));
}

static void test_fits(void **state)
{
	enum picture_format format;
	struct arena a = {0};
	struct buf png = {0};
	struct pixels px;
	struct str out;

	(void)state;
	draw(&px, &a, 60, 40, 3);
	assert_true(pixels_png(&png, &px));
	assert_true(shrink(&out, &format, &a, buf_view(&png), png.len + 1));
	assert_ptr_equal(out.data, png.data);
	assert_int_equal(format, PICTURE_PNG);
	/* The limit itself is too much. */
	assert_true(shrink(&out, &format, &a, buf_view(&png), png.len));
	assert_true(out.len < png.len);
	assert_int_equal(format, PICTURE_JPEG);
	assert_false(shrink(&out, &format, &a, buf_view(&png), 100));
	assert_false(shrink(&out, &format, &a, STR("no picture"), 100));
	buf_release(&png);
	arena_release(&a);
}

/* As wide as phones show, then ever smaller; upright, if it was not. */
static void test_sizes(void **state)
{
	static const char head[] = "\xFF\xE1\0\x28"
				   "Exif\0\0MM\0*\0\0\0\x08\0\x01"
				   "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
				   "\0\0\0\0secret";
	static const struct {
		size_t max;
		uint32_t width, height;
	} rows[] = {
	    {1500000, 1440, 1620}, {400000, 720, 810}, {6000, 180, 202}};
	struct buf jpeg = {0}, lying = {0};
	enum picture_format format;
	struct arena a = {0};
	struct pixels px;
	struct str out;
	size_t i;

	(void)state;
	draw(&px, &a, 1800, 1600, 3);
	assert_true(pixels_jpeg(&jpeg, &px, 95));
	buf_add(&lying, jpeg.data, 2);
	buf_add(&lying, head, sizeof head - 1);
	buf_add(&lying, jpeg.data + 2, jpeg.len - 2);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(
		    shrink(&out, &format, &a, buf_view(&lying), rows[i].max));
		assert_true(out.len < rows[i].max);
		assert_int_equal(metadata_orientation(out), 0);
		assert_int_equal(str_find(out, STR("secret"), 0), out.len);
		show(&px, &a, out);
		assert_int_equal(px.width, rows[i].width);
		assert_int_equal(px.height, rows[i].height);
	}
	buf_release(&lying);
	buf_release(&jpeg);
	arena_release(&a);
}

/* What shines through is white, and half of it half. */
static void test_alpha(void **state)
{
	enum picture_format format;
	struct arena a = {0};
	struct buf png = {0};
	struct pixels px;
	struct str out;
	size_t i;

	(void)state;
	draw(&px, &a, 90, 180, 4);
	for (i = 0; i < (size_t)90 * 90 * 4; i += 4) {
		memset(px.data + i, 0, 3);
		px.data[i + 3] = (unsigned char)(i / 4 % 90 / 30 * 127);
	}
	assert_true(pixels_png(&png, &px));
	assert_true(shrink(&out, &format, &a, buf_view(&png), png.len));
	show(&px, &a, out);
	assert_int_equal(px.width, 90);
	assert_int_equal(px.channels, 3);
	i = (45 * 90 + 15) * 3;
	assert_in_range(px.data[i], 250, 255);
	assert_in_range(px.data[i + 30 * 3], 120, 135);
	assert_in_range(px.data[i + 60 * 3], 0, 8);
	buf_release(&png);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fits),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_alpha),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
