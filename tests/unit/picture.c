/* SPDX-License-Identifier: MIT */
/* Whole pictures, cut ones, grown ones, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "book/picture.h"

static void be(struct buf *b, uint32_t n, int bytes)
{
	while (bytes--)
		buf_byte(b, (char)(n >> 8 * bytes & 0xFF));
}

static void chunk(struct buf *b, const char *type, const void *data, size_t len)
{
	be(b, (uint32_t)len, 4);
	buf_add(b, type, 4);
	buf_add(b, data, len);
	be(b, 0x12345678, 4); /* the sum is not looked at */
}

static void png(struct buf *b, uint32_t width, uint32_t height)
{
	struct buf head = {0};

	buf_clear(b);
	buf_add(b, "\x89PNG\r\n\x1a\n", 8);
	be(&head, width, 4);
	be(&head, height, 4);
	buf_add(&head, "\x08\x02\0\0\0", 5);
	chunk(b, "IHDR", head.data, head.len);
	chunk(b, "IDAT", "xyz", 3);
	chunk(b, "IEND", "", 0);
	buf_release(&head);
}

static void segment(struct buf *b, int marker, const void *data, size_t len)
{
	buf_byte(b, '\xFF');
	buf_byte(b, (char)marker);
	be(b, (uint32_t)len + 2, 2);
	buf_add(b, data, len);
}

/* `frame`: the marker of the frame, 0xC0 or 0xC2 as a rule. */
static void jpeg(struct buf *b, int frame, uint32_t width, uint32_t height)
{
	struct buf head = {0};

	buf_clear(b);
	buf_add(b, "\xFF\xD8", 2);
	segment(b, 0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0", 14);
	/* A thumbnail's frame inside Exif is not the picture's. */
	segment(b, 0xE1, "Exif\0\0\xFF\xC0\0\x11\x08\0\1\0\1\3", 16);
	segment(b, 0xC4, "\0", 1);
	buf_byte(&head, 8);
	be(&head, height, 2);
	be(&head, width, 2);
	buf_add(&head, "\1\1\x11\0", 4);
	buf_byte(b, '\xFF'); /* filling is allowed */
	segment(b, frame, head.data, head.len);
	segment(b, 0xDA, "\1\1\0\0\x3F\0", 6);
	/* In a scan: a stuffed FF, a restart, filling, and another scan. */
	buf_add(b, "abc\xFF\0de\xFF\xD3gh\xFF", 11);
	segment(b, 0xDA, "\1\1\0\0\x3F\0", 6);
	buf_add(b, "more", 4);
	buf_add(b, "\xFF\xD9", 2);
	buf_release(&head);
}

static void assert_wrong(struct str s, const char *word)
{
	struct picture p;
	const char *wrong = picture_parse(&p, s);

	if (!wrong || !strstr(wrong, word))
		fail_msg("%zu bytes: %s", s.len, wrong ? wrong : "taken");
}

static void test_png(void **state)
{
	struct buf b = {0};
	struct picture p;

	(void)state;
	png(&b, 640, 480);
	assert_null(picture_parse(&p, buf_view(&b)));
	assert_int_equal(p.format, PICTURE_PNG);
	assert_int_equal(p.width, 640);
	assert_int_equal(p.height, 480);
	buf_release(&b);
}

static void test_jpeg(void **state)
{
	static const int frames[] = {0xC0, 0xC1, 0xC2, 0xCF};
	struct buf b = {0};
	struct picture p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof frames / sizeof *frames; i++) {
		jpeg(&b, frames[i], 4000, 3000);
		assert_null(picture_parse(&p, buf_view(&b)));
		assert_int_equal(p.format, PICTURE_JPEG);
		assert_int_equal(p.width, 4000);
		assert_int_equal(p.height, 3000);
	}
	jpeg(&b, 0xC8, 4000, 3000); /* no frame at all */
	assert_wrong(buf_view(&b), "不完整");
	buf_release(&b);
}

/* Every cut is seen; a copy of its own shows reads behind its end. */
static void test_cut(void **state)
{
	struct buf b = {0};
	size_t len;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		if (i)
			png(&b, 640, 480);
		else
			jpeg(&b, 0xC0, 640, 480);
		for (len = 0; len < b.len; len++) {
			char *copy = test_malloc(len + 1);

			memcpy(copy, b.data, len);
			assert_wrong((struct str){copy, len}, "");
			test_free(copy);
		}
	}
	buf_release(&b);
}

static void test_trailing(void **state)
{
	struct buf b = {0};

	(void)state;
	png(&b, 640, 480);
	buf_text(&b, "PK\3\4");
	assert_wrong(buf_view(&b), "结束之后");
	png(&b, 640, 480);
	buf_byte(&b, '\0');
	assert_wrong(buf_view(&b), "结束之后");
	jpeg(&b, 0xC0, 640, 480);
	buf_text(&b, "<script>");
	assert_wrong(buf_view(&b), "结束之后");
	buf_release(&b);
}

static void test_size(void **state)
{
	static const struct {
		uint32_t width, height;
		const char *wrong;
	} table[] = {
	    {1, 1, NULL},
	    {8000, 5000, NULL},
	    {0, 480, "宽和高"},
	    {640, 0, "宽和高"},
	    {8001, 1, "像素太多"},
	    {1, 8001, "像素太多"},
	    {8000, 5001, "像素太多"},
	    {0x80000000, 2, "像素太多"},
	    {0xFFFFFFFF, 0xFFFFFFFF, "像素太多"},
	};
	struct buf b = {0};
	struct picture p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		png(&b, table[i].width, table[i].height);
		if (table[i].wrong)
			assert_wrong(buf_view(&b), table[i].wrong);
		else
			assert_null(picture_parse(&p, buf_view(&b)));
	}
	jpeg(&b, 0xC0, 65535, 65535);
	assert_wrong(buf_view(&b), "像素太多");
	/* A height that stands further behind (DNL) is not looked for. */
	jpeg(&b, 0xC0, 100, 0);
	assert_wrong(buf_view(&b), "宽和高");
	buf_release(&b);
}

static void test_others(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_wrong((struct str){0}, "不是 JPEG 或 PNG");
	assert_wrong(STR("GIF89a\1\0\1\0"), "不是 JPEG 或 PNG");
	assert_wrong(STR("<svg xmlns=\"\">"), "不是 JPEG 或 PNG");
	assert_wrong(STR("RIFF\0\0\0\0WEBP"), "不是 JPEG 或 PNG");
	assert_wrong(STR("\xFF\xD8"), "不是 JPEG 或 PNG");
	assert_wrong(STR("\xFF\xD8\xFF"), "不完整");
	assert_wrong(STR("\xFF\xD8\xFF\xD9"), "不完整");
	/* Lengths that lie. */
	png(&b, 640, 480);
	memcpy(b.data + 33, "\xFF\xFF\xFF\xFF", 4);
	assert_wrong(buf_view(&b), "不完整");
	png(&b, 640, 480);
	memcpy(b.data + 12, "JHDR", 4);
	assert_wrong(buf_view(&b), "不完整");
	jpeg(&b, 0xC0, 640, 480);
	memcpy(b.data + 4, "\0\1", 2);
	assert_wrong(buf_view(&b), "不完整");
	memcpy(b.data + 4, "\xFF\xFF", 2);
	assert_wrong(buf_view(&b), "不完整");
	/* A frame too short to say how large it is. */
	buf_clear(&b);
	buf_add(&b, "\xFF\xD8", 2);
	segment(&b, 0xC0, "\x08\1\1\1\1", 5);
	buf_add(&b, "\xFF\xD9", 2);
	assert_wrong(buf_view(&b), "不完整");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_png),
	    cmocka_unit_test(test_jpeg),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_trailing),
	    cmocka_unit_test(test_size),
	    cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
