/* SPDX-License-Identifier: MIT */
/* What is planned for which picture, and what is made of it: from the bytes
 * and from the cache, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/disk.h"
#include "book/metadata.h"
#include "book/pixels.h"
#include "book/variant.h"

static const struct variant_widths usual = {{480, 960, 1440, 1920}, 4};

/* "480x360 960x720 …" */
static void assert_plan(enum picture_format format, uint32_t width,
    uint32_t height, uint64_t size, const char *wanted)
{
	struct picture p = {.format = format, .width = width, .height = height};
	struct variants v;
	struct buf b = {0};
	size_t i;

	variants_plan(&v, &usual, &p, size);
	for (i = 0; i < v.count; i++)
		buf_printf(&b, "%s%ux%u", i ? " " : "",
		    (unsigned)v.items[i].width, (unsigned)v.items[i].height);
	if (!str_is(buf_view(&b), wanted))
		fail_msg("%ux%u: %.*s", (unsigned)width, (unsigned)height,
		    (int)b.len, b.data);
	buf_release(&b);
}

static void test_plan(void **state)
{
	(void)state;
	assert_plan(PICTURE_JPEG, 4000, 3000, 3000000,
	    "480x360 960x720 1440x1080 1920x1440");
	assert_plan(
	    PICTURE_JPEG, 3000, 4000, 3000000, "480x640 960x1280 1440x1920");
	assert_plan(PICTURE_JPEG, 8000, 1000, 3000000,
	    "480x60 960x120 1440x180 1920x240");
	/* As large as the largest stays. */
	assert_plan(PICTURE_JPEG, 1920, 1440, 900000,
	    "480x360 960x720 1440x1080 1920x1440");
	/* Nothing that is hardly smaller, in pixels or in bytes. */
	assert_plan(PICTURE_JPEG, 1100, 825, 300000, "480x360 1100x825");
	assert_plan(
	    PICTURE_JPEG, 1200, 900, 300000, "480x360 960x720 1200x900");
	assert_plan(PICTURE_JPEG, 4000, 3000, 100000, "480x360 1920x1440");
	assert_plan(PICTURE_JPEG, 480, 360, 300000, "480x360");
	assert_plan(PICTURE_JPEG, 1, 1, 300, "1x1");
	assert_plan(PICTURE_PNG, 1080, 2400, 400000, "1080x2400");
	assert_plan(PICTURE_PNG, 1080, 2400, 900000, "480x1067 1080x2400");
	/* A long one is bounded by its area. */
	assert_plan(PICTURE_PNG, 1080, 6000, 100000, "705x3917");
	assert_plan(PICTURE_JPEG, 1, 8000, 100000, "1x8000");
	assert_plan(PICTURE_JPEG, 8000, 1, 100000, "480x1 960x1 1440x1 1920x1");
	assert_plan(PICTURE_JPEG, 0, 0, 100000, "0x0");
}

/* --- making --------------------------------------------------------------- */

struct fixture {
	struct arena arena;
	struct str folder, cache;
	struct variant_maker maker;
	struct buf jpeg, png;
};

/* Lines of many colours: neither smooth nor small. */
static void draw(struct pixels *px, struct arena *a, uint32_t w, uint32_t h)
{
	uint32_t x, y;

	*px = (struct pixels){w, h, 3, arena_array(a, (size_t)w * h, 3)};
	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++) {
			unsigned char *p = px->data + ((size_t)y * w + x) * 3;

			p[0] = (unsigned char)(x * 5 + y);
			p[1] = (unsigned char)(x * y / 64);
			p[2] = (unsigned char)(y * 7);
		}
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char path[] = "/tmp/variant-XXXXXX";
	struct pixels px;

	if (!mkdtemp(path))
		return -1;
	f->folder = arena_str(&f->arena, str_from(path));
	f->cache = arena_printf(&f->arena, "%s/made", path);
	variant_maker_open(&f->maker, f->cache);
	draw(&px, &f->arena, 1300, 900);
	pixels_jpeg(&f->jpeg, &px, 90);
	draw(&px, &f->arena, 700, 300);
	pixels_png(&f->png, &px);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	variant_maker_close(&f->maker);
	disk_remove(AT_FDCWD, f->folder.data);
	buf_release(&f->jpeg);
	buf_release(&f->png);
	arena_release(&f->arena);
	free(f);
	return 0;
}

enum { MARK_SIZE = 42 };

/* With an Exif block behind the signature. */
static void mark(struct buf *out, const struct buf *jpeg, char orientation)
{
	static const char head[] = "\xFF\xE1\0\x28"
				   "Exif\0\0MM\0*\0\0\0\x08\0\x01"
				   "\x01\x12\0\x03\0\0\0\x01\0";

	buf_add(out, jpeg->data, 2);
	buf_add(out, head, sizeof head - 1);
	buf_byte(out, orientation);
	buf_add(out, "\0\0\0\0\0\0secret", 12);
	buf_add(out, jpeg->data + 2, jpeg->len - 2);
}

static void plan(struct variants *v, struct str bytes)
{
	struct picture p;
	uint32_t width;

	picture_parse(&p, bytes);
	width = p.width;
	if (metadata_orientation(bytes) > 4) {
		p.width = p.height;
		p.height = width;
	}
	variants_plan(v, &usual, &p, bytes.len);
}

static void make(struct fixture *f, struct variants *v, struct str bytes)
{
	plan(v, bytes);
	variants_make(v, &f->arena, bytes, &f->maker);
}

static void assert_sizes(const struct variants *v)
{
	struct picture p;
	size_t i;

	for (i = 0; i < v->count; i++) {
		assert_null(picture_parse(&p, v->items[i].bytes));
		assert_int_equal(p.width, v->items[i].width);
		assert_int_equal(p.height, v->items[i].height);
		assert_int_equal(metadata_orientation(v->items[i].bytes), 0);
	}
}

static size_t kept(struct fixture *f)
{
	DIR *dir = opendir(f->cache.data);
	struct dirent *d;
	size_t n = 0;

	while (dir && (d = readdir(dir)))
		n += d->d_name[0] != '.';
	closedir(dir);
	return n;
}

static void test_made(void **state)
{
	struct fixture *f = *state;
	struct buf turned = {0};
	struct variants v, again;
	size_t i;

	/* Upright, not too large: the picture itself is as it was. */
	make(f, &v, buf_view(&f->jpeg));
	assert_int_equal(v.count, 3);
	assert_sizes(&v);
	assert_true(str_equal(v.items[2].bytes, buf_view(&f->jpeg)));
	assert_true(v.items[0].bytes.len < v.items[1].bytes.len);
	/* Turned: it is not. */
	mark(&turned, &f->jpeg, 6);
	make(f, &v, buf_view(&turned));
	assert_int_equal(v.items[v.count - 1].width, 900);
	assert_sizes(&v);
	make(f, &again, buf_view(&turned));
	for (i = 0; i < v.count; i++)
		assert_true(str_equal(v.items[i].bytes, again.items[i].bytes));
	assert_int_equal(kept(f), 2);
	make(f, &v, buf_view(&f->png));
	assert_int_equal(v.count, 1);
	assert_true(str_equal(v.items[0].bytes, buf_view(&f->png)));
	assert_int_equal(kept(f), 2);
	/* By itself: as large as it may be, and upright. */
	v.count = 1;
	v.items[0] = (struct variant){
	    360, 520, variant_alone(&f->arena, buf_view(&turned), 500)};
	assert_sizes(&v);
	assert_int_equal(
	    variant_alone(&f->arena, STR("none, secret"), 500).len, 0);
	buf_release(&turned);
}

/* The cache is believed where it is whole, and made anew where it is not. */
static void test_cached(void **state)
{
	struct fixture *f = *state;
	struct variants v, again;
	struct dirent *d;
	DIR *dir;
	char bytes[8] = "spoilt!";

	make(f, &v, buf_view(&f->jpeg));
	dir = opendir(f->cache.data);
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.') {
			int fd = openat(dirfd(dir), d->d_name, O_WRONLY);

			assert_int_equal(pwrite(fd, bytes, 7, 500), 7);
			close(fd);
		}
	closedir(dir);
	make(f, &again, buf_view(&f->jpeg));
	assert_true(str_equal(v.items[0].bytes, again.items[0].bytes));
	assert_true(str_equal(v.items[1].bytes, again.items[1].bytes));
	assert_int_equal(kept(f), 1);
	variant_maker_close(&f->maker);
	variant_maker_open(&f->maker, STR(""));
	make(f, &again, buf_view(&f->jpeg));
	assert_true(str_equal(v.items[0].bytes, again.items[0].bytes));
}

/* What cannot be decoded is published without its metadata; what cannot even
 * be followed, as far as it can. */
static void test_broken(void **state)
{
	struct fixture *f = *state;
	struct buf turned = {0}, bad = {0};
	struct variants v;
	struct str text = STR("not a picture, secret");
	size_t i;

	mark(&turned, &f->jpeg, 1);
	/* Quantisation tables that are none. */
	buf_str(&bad, buf_view(&turned));
	i = str_find(buf_view(&bad), STR("\xFF\xDB\0"), 0);
	bad.data[i + 4] = '\x7F';
	make(f, &v, buf_view(&bad));
	assert_int_equal(v.count, 3);
	for (i = 0; i < v.count; i++) {
		struct str bytes = v.items[i].bytes;

		assert_int_equal(str_find(bytes, STR("secret"), 0), bytes.len);
		assert_int_equal(str_find(bytes, STR("Exif"), 0), bytes.len);
		assert_int_equal(bytes.len, turned.len - MARK_SIZE);
	}
	assert_int_equal(kept(f), 0);
	/* Cut short: no width is known. */
	v = (struct variants){.count = 1};
	variants_make(&v, &f->arena,
	    str_slice(buf_view(&turned), 0, turned.len / 2), &f->maker);
	assert_int_equal(v.items[0].bytes.len, turned.len / 2 - MARK_SIZE);
	variants_make(&v, &f->arena, text, &f->maker);
	assert_int_equal(v.items[0].bytes.len, 0);
	buf_release(&turned);
	buf_release(&bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plan),
	    cmocka_unit_test_setup_teardown(test_made, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_cached, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_broken, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
