/* SPDX-License-Identifier: MIT */
/* One drawing as JPEG and PNG in many sizes has one look; a part of it has
 * another; days are read; broken ones have none. And twins among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <fcntl.h>
#include <jpeglib.h>
#include <png.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/disk.h"
#include "book/facts.h"
#include "book/twin.h"

/* What is seen at x, y of a view 1 wide and high: smooth, uneven. */
static unsigned char seen(double x, double y, int which, int color)
{
	int i = (int)(x * 9), k = (int)(y * 7);
	unsigned h = (unsigned)(i * 7919 + k * 104729 + which * 1299709);

	h = (h ^ h >> 7) * 2654435761u;
	return (unsigned char)(30 + (h >> 24) % 170 + (unsigned)(x * 30) +
	    (unsigned)(color * 5));
}

/* Pixels of the part [from, 1) of the view in both ways: the mean of four. */
static unsigned char *view(uint32_t w, uint32_t h, int which, double from)
{
	unsigned char *p = test_malloc((size_t)w * h * 3);
	uint32_t x, y;
	int c, i;

	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++)
			for (c = 0; c < 3; c++) {
				unsigned sum = 0;

				for (i = 0; i < 4; i++)
					sum += seen(from +
						(1 - from) *
						    (x + 0.25 + 0.5 * (i & 1)) /
						    w,
					    from +
						(1 - from) *
						    (y + 0.25 +
							0.5 * (i >> 1)) /
						    h,
					    which, c);
				p[((size_t)y * w + x) * 3 + (size_t)c] =
				    (unsigned char)(sum / 4);
			}
	return p;
}

static void jpeg(struct buf *out, unsigned char *pixels, uint32_t w, uint32_t h,
    int quality, const struct buf *exif)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &len);
	c.image_width = w;
	c.image_height = h;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, quality, TRUE);
	if (quality < 50)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	if (exif)
		jpeg_write_marker(&c, JPEG_APP0 + 1,
		    (const unsigned char *)exif->data, (unsigned)exif->len);
	while (c.next_scanline < h) {
		JSAMPROW row = pixels + (size_t)c.next_scanline * w * 3;

		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	buf_clear(out);
	buf_add(out, bytes, len);
	free(bytes);
}

static void png_out(png_structp png, png_bytep data, size_t len)
{
	buf_add(png_get_io_ptr(png), data, len);
}

static void png(struct buf *out, unsigned char *pixels, uint32_t w, uint32_t h,
    bool is_interlaced, png_timep time, const struct buf *exif)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_bytep *rows = test_malloc(h * sizeof *rows);
	uint32_t y;

	buf_clear(out);
	for (y = 0; y < h; y++)
		rows[y] = pixels + (size_t)y * w * 3;
	png_set_write_fn(png, out, png_out, NULL);
	png_set_IHDR(png, info, w, h, 8, PNG_COLOR_TYPE_RGB,
	    is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
	if (time)
		png_set_tIME(png, info, time);
	if (exif)
		png_set_eXIf_1(png, info, (png_uint_32)exif->len - 6,
		    (png_bytep)exif->data + 6);
	png_set_rows(png, info, rows);
	png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
	png_destroy_write_struct(&png, &info);
	test_free(rows);
}

static struct image image_of(const struct buf *b)
{
	struct picture p;
	struct image im;

	assert_null(picture_parse(&p, buf_view(b)));
	image_read(&im, &p, buf_view(b));
	return im;
}

static struct image image_jpeg(
    uint32_t w, uint32_t h, int which, double from, int quality)
{
	unsigned char *p = view(w, h, which, from);
	struct buf b = {0};
	struct image im;

	jpeg(&b, p, w, h, quality, NULL);
	im = image_of(&b);
	buf_release(&b);
	test_free(p);
	return im;
}

static unsigned apart(const struct image *a, const struct image *b)
{
	assert_true(a->has_look && b->has_look);
	return look_difference(&a->look, &b->look, 255);
}

static void test_same(void **state)
{
	static const struct {
		uint32_t w, h;
		int quality;
	} sizes[] = {{640, 480, 40}, {641, 481, 75}, {1200, 900, 60},
	    {2003, 1502, 80}, {320, 240, 75}, {257, 193, 75}, {160, 120, 60},
	    {96, 72, 75}};
	struct image whole = image_jpeg(640, 480, 1, 0, 92), im;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		im = image_jpeg(sizes[i].w, sizes[i].h, 1, 0, sizes[i].quality);
		assert_in_range(apart(&whole, &im), 0, LOOK_NEAR);
	}
}

static void test_png(void **state)
{
	struct image whole = image_jpeg(640, 480, 1, 0, 92), im;
	unsigned char *p = view(300, 225, 1, 0);
	struct buf b = {0};

	(void)state;
	png(&b, p, 300, 225, false, NULL, NULL);
	im = image_of(&b);
	assert_in_range(apart(&whole, &im), 0, LOOK_NEAR);
	png(&b, p, 300, 225, true, NULL, NULL);
	im = image_of(&b);
	assert_in_range(apart(&whole, &im), 0, LOOK_NEAR);
	buf_release(&b);
	test_free(p);
}

static void test_different(void **state)
{
	struct image whole = image_jpeg(640, 480, 1, 0, 92), im;

	(void)state;
	im = image_jpeg(640, 480, 2, 0, 92);
	assert_true(apart(&whole, &im) > 2 * LOOK_NEAR);
	/* A part of it: a tenth is cut off on two sides. */
	im = image_jpeg(576, 432, 1, 0.1, 92);
	assert_true(apart(&whole, &im) > 2 * LOOK_NEAR);
}

/* Icons and what is of one colour have no look. */
static void test_plain(void **state)
{
	unsigned char *p = test_malloc(200 * 100 * 3);
	struct image im = image_jpeg(31, 31, 1, 0, 90);
	struct buf b = {0};

	(void)state;
	assert_false(im.has_look);
	memset(p, 200, 200 * 100 * 3);
	memset(p + 200 * 50 * 3, 90, 200 * 50 * 3);
	jpeg(&b, p, 200, 100, 90, NULL);
	assert_false(image_of(&b).has_look);
	buf_release(&b);
	test_free(p);
}

/* Exif of one IFD with DateTime and, behind it, DateTimeOriginal. */
static void exif(struct buf *b, const char *saved, const char *taken)
{
	static const char head[] = "Exif\0\0MM\0*\0\0\0\x08"
				   "\0\x02"
				   "\x01\x32\0\x02\0\0\0\x14\0\0\0\x26"
				   "\x87\x69\0\x04\0\0\0\x01\0\0\0\x3A"
				   "\0\0\0\0";
	static const char own[] = "\0\x01"
				  "\x90\x03\0\x02\0\0\0\x14\0\0\0\x4C"
				  "\0\0\0\0";

	buf_clear(b);
	buf_add(b, head, sizeof head - 1);
	buf_add(b, saved, 20);
	buf_add(b, own, sizeof own - 1);
	buf_add(b, taken, 20);
}

static bool is_day(struct date d, const char *text)
{
	char day[DATE_SIZE] = "";

	if (d.year)
		date_print(day, d);
	return !strcmp(day, text);
}

static void test_days(void **state)
{
	unsigned char *p = view(64, 48, 1, 0);
	png_time time = {2026, 11, 12, 16, 0, 0};
	struct buf b = {0}, e = {0};
	struct image im;

	(void)state;
	exif(&e, "2026:11:14 10:00:00", "2026:11:12 09:30:00");
	jpeg(&b, p, 64, 48, 90, &e);
	im = image_of(&b);
	assert_true(is_day(im.taken, "2026-11-12"));
	assert_true(is_day(im.saved, "2026-11-14"));
	png(&b, p, 64, 48, false, NULL, &e);
	im = image_of(&b);
	assert_true(is_day(im.taken, "2026-11-12"));
	assert_true(is_day(im.saved, "2026-11-14"));
	/* tIME is universal time: from 16:00 on it is the next day here. */
	png(&b, p, 64, 48, false, &time, NULL);
	im = image_of(&b);
	assert_true(is_day(im.taken, ""));
	assert_true(is_day(im.saved, "2026-11-13"));
	time.hour = 15;
	png(&b, p, 64, 48, false, &time, NULL);
	assert_true(is_day(image_of(&b).saved, "2026-11-12"));
	/* No such days. */
	exif(&e, "2026:02:30 10:00:00", "0000:00:00 00:00:00");
	jpeg(&b, p, 64, 48, 90, &e);
	im = image_of(&b);
	assert_true(im.has_look);
	assert_true(is_day(im.taken, ""));
	assert_true(is_day(im.saved, ""));
	buf_release(&b);
	buf_release(&e);
	test_free(p);
}

/* Cut and spoilt ones neither crash nor have a look where libraries complain. */
static void test_broken(void **state)
{
	unsigned char *pixels = view(160, 120, 1, 0);
	struct picture p = {
	    .format = PICTURE_JPEG, .width = 160, .height = 120};
	struct buf b = {0};
	struct image im;
	size_t i, len;

	(void)state;
	for (i = 0; i < 3; i++) {
		if (i < 2)
			jpeg(&b, pixels, 160, 120, i ? 40 : 90, NULL);
		else
			png(&b, pixels, 160, 120, false, NULL, NULL);
		p.format = i < 2 ? PICTURE_JPEG : PICTURE_PNG;
		for (len = 0; len < b.len; len += 97) {
			char *copy = test_malloc(len + 1);

			memcpy(copy, b.data, len);
			image_read(&im, &p, (struct str){copy, len});
			assert_false(im.has_look);
			test_free(copy);
		}
		for (len = 2; len < b.len; len += 53) {
			b.data[len] = (char)~b.data[len];
			image_read(&im, &p, buf_view(&b));
			b.data[len] = (char)~b.data[len];
		}
	}
	buf_release(&b);
	test_free(pixels);
}

/* --- twins ---------------------------------------------------------------- */

static void add(struct twins *t, const char *date, size_t record,
    const char *digest, const struct image *im, uint32_t w, uint32_t h)
{
	struct sight s = {
	    .record = record, .width = w, .height = h, .image = *im};

	assert_true(date_parse(&s.date, str_from(date)));
	memset(s.digest, '0', DIGEST_SIZE - 1);
	memcpy(s.digest, digest, strlen(digest));
	twins_add(t, &s);
}

static void test_twins(void **state)
{
	struct image whole = image_jpeg(640, 480, 1, 0, 92);
	struct image small = image_jpeg(160, 120, 1, 0, 60);
	struct image other = image_jpeg(640, 480, 2, 0, 92);
	struct twins *t = twins_open();
	const struct twin *found;
	size_t n;

	(void)state;
	add(t, "2026-11-12", 0, "a", &small, 160, 120);
	add(t, "2026-11-12", 0, "a", &small, 160, 120); /* of one record */
	add(t, "2026-11-12", 1, "b", &other, 640, 480);
	add(t, "2026-11-13", 2, "c", &whole, 480, 480); /* pulled */
	add(t, "2026-11-01", 3, "d", &whole, 640, 480);
	add(t, "2026-11-14", 4, "b", &other, 640, 480);
	found = twins_find(t, &n);
	assert_int_equal(n, 3);
	assert_int_equal(found[0].sight, 0);
	assert_int_equal(found[0].other, 4);
	assert_false(found[0].is_same);
	assert_in_range(found[0].difference, 0, LOOK_NEAR);
	assert_int_equal(found[1].sight, 1);
	assert_int_equal(found[1].other, 4);
	assert_int_equal(found[2].sight, 5);
	assert_int_equal(found[2].other, 2);
	assert_true(found[2].is_same);
	twins_close(t);
}

/* --- facts ---------------------------------------------------------------- */

static void test_facts(void **state)
{
	char path[] = "/tmp/facts-XXXXXX";
	static const char one[DIGEST_SIZE] = "ab", other[DIGEST_SIZE] = "cd";
	struct image im = image_jpeg(160, 120, 1, 0, 60), back;
	struct image plain = {.saved = {2026, 11, 13}};
	struct cache *f;

	(void)state;
	assert_non_null(mkdtemp(path));
	im.taken = (struct date){2026, 11, 12};
	f = facts_open(str_from(path));
	assert_false(facts_find(f, &back, one));
	facts_add(f, &im, one);
	facts_add(f, &plain, other);
	assert_true(facts_find(f, &back, one));
	cache_close(f);
	f = facts_open(str_from(path));
	assert_true(facts_find(f, &back, one));
	assert_int_equal(apart(&im, &back), 0);
	assert_true(is_day(back.taken, "2026-11-12"));
	assert_true(is_day(back.saved, ""));
	assert_true(facts_find(f, &back, other));
	assert_false(back.has_look);
	assert_true(is_day(back.taken, ""));
	assert_true(is_day(back.saved, "2026-11-13"));
	cache_close(f);
	disk_remove(AT_FDCWD, path);
	/* Where there is no cache it is done without. */
	f = facts_open(STR("/nowhere/at/all\0"));
	facts_add(f, &im, one);
	assert_false(facts_find(f, &back, one));
	cache_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_png),
	    cmocka_unit_test(test_different),
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_twins),
	    cmocka_unit_test(test_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
