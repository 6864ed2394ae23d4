/* SPDX-License-Identifier: MIT */
/* Pictures as they come from a phone, and as they may be handed in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "book/intake.h"
#include "book/metadata.h"
#include "book/picture_text.h"
#include "book/pixels.h"

/* On its side, with the day and a place. */
static const char exif[] = "\xFF\xE1\0\x7c"
			   "Exif\0\0MM\0*\0\0\0\x08\0\x03"
			   "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
			   "\x87\x69\0\x04\0\0\0\x01\0\0\0\x32"
			   "\x88\x25\0\x04\0\0\0\x01\0\0\0\x58"
			   "\0\0\0\0"
			   "\0\x01\x90\x03\0\x02\0\0\0\x14\0\0\0\x44"
			   "\0\0\0\0"
			   "2026:11:12 09:30:00\0"
			   "\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0"
			   "\0\0\0\0"
			   "xxxxxxxxxx";

static void jpeg_make(struct buf *out, struct arena *a, uint32_t w, uint32_t h)
{
	struct pixels px = {w, h, 3, arena_array(a, (size_t)w * h * 3, 1)};
	struct buf plain = {0};
	size_t i;

	for (i = 0; i < (size_t)w * h * 3; i++)
		px.data[i] = (unsigned char)(i / 7);
	assert_true(pixels_jpeg(&plain, &px, 90));
	buf_add(out, plain.data, 2);
	buf_add(out, exif, sizeof exif - 1);
	buf_add(out, plain.data + 2, plain.len - 2);
	buf_release(&plain);
}

static void test_phone(void **state)
{
	enum picture_format format;
	struct metadata m;
	struct arena a = {0};
	struct buf jpeg = {0}, stripped = {0};
	struct picture p;
	struct str out, again;

	(void)state;
	jpeg_make(&jpeg, &a, 800, 400);
	assert_int_equal(metadata_orientation(buf_view(&jpeg)), 6);
	/* What stands behind its end goes, too. */
	buf_text(&jpeg, "behind");
	assert_null(intake(&out, &format, &a, buf_view(&jpeg), 200));
	assert_int_equal(format, PICTURE_JPEG);
	assert_null(picture_parse(&p, out));
	/* As many pixels as 200 across have at 4:3. */
	assert_int_equal(p.width, 122);
	assert_int_equal(p.height, 244);
	assert_int_equal(metadata_orientation(out), 0);
	assert_true(str_find(out, STR("2026:11:12"), 0) < out.len);
	assert_true(str_find(out, STR("09:30"), 0) == out.len);
	/* Nothing but the day is left. */
	assert_true(metadata_strip(&stripped, &m, out));
	assert_true(m.has_day);
	assert_true(str_equal(buf_view(&stripped), out));
	/* Doing it again changes nothing. */
	assert_null(intake(&again, &format, &a, out, 200));
	assert_true(str_equal(again, out));
	buf_release(&jpeg);
	buf_release(&stripped);
	arena_release(&a);
}

static void test_png(void **state)
{
	struct arena a = {0};
	struct pixels px = {60, 40, 3, arena_array(&a, 60 * 40 * 3, 1)};
	enum picture_format format;
	struct buf png = {0}, dated = {0}, jpeg = {0};
	struct metadata m;
	struct picture p;
	struct str out;

	(void)state;
	memset(px.data, 9, 60 * 40 * 3);
	assert_true(pixels_png(&png, &px));
	assert_null(intake(&out, &format, &a, buf_view(&png), 200));
	assert_int_equal(format, PICTURE_PNG);
	assert_null(picture_parse(&p, out));
	/* A day in a PNG is one of its chunks. */
	jpeg_make(&jpeg, &a, 8, 8);
	metadata_date(&dated, out, buf_view(&jpeg));
	assert_null(picture_parse(&p, buf_view(&dated)));
	assert_true(dated.len > out.len);
	assert_null(intake(&out, &format, &a, buf_view(&dated), 200));
	png.len = 0;
	assert_true(metadata_strip(&png, &m, out));
	assert_true(m.has_day);
	buf_release(&png);
	buf_release(&dated);
	buf_release(&jpeg);
	arena_release(&a);
}

static void test_none(void **state)
{
	enum picture_format format;
	struct arena a = {0};
	struct str out;

	(void)state;
	assert_non_null(intake(&out, &format, &a, STR(""), 200));
	assert_non_null(intake(&out, &format, &a, STR("GIF89a"), 200));
	arena_release(&a);
}

static void test_names(void **state)
{
	static const struct str names[] = {{"index.md", 8}, {"01.jpg", 6},
	    {"07.png", 6}, {"100.jpg", 7}, {"-3.jpg", 6}, {"a1.jpg", 6}};
	static const struct str full[] = {{"99.jpg", 6}};
	struct arena a = {0};

	(void)state;
	assert_string_equal(
	    intake_name(&a, NULL, 0, PICTURE_JPEG).data, "01.jpg");
	assert_string_equal(
	    intake_name(&a, names, 6, PICTURE_PNG).data, "08.png");
	assert_int_equal(intake_name(&a, full, 1, PICTURE_JPEG).len, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_phone),
	    cmocka_unit_test(test_png), cmocka_unit_test(test_none),
	    cmocka_unit_test(test_names)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
