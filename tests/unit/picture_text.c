/* SPDX-License-Identifier: MIT */
/* Texts and places in pictures, and lengths that lie. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "book/picture_text.h"

static void number(struct buf *b, uint32_t n, int bytes, bool is_little)
{
	int i;

	for (i = 0; i < bytes; i++)
		buf_byte(
		    b, (char)(n >> 8 * (is_little ? i : bytes - 1 - i) & 0xFF));
}

static void segment(struct buf *b, int marker, struct str data)
{
	buf_byte(b, '\xFF');
	buf_byte(b, (char)marker);
	number(b, (uint32_t)data.len + 2, 2, false);
	buf_str(b, data);
}

static void chunk(struct buf *b, const char *type, struct str data)
{
	number(b, (uint32_t)data.len, 4, false);
	buf_add(b, type, 4);
	buf_str(b, data);
	number(b, 0, 4, false);
}

static void entry(struct buf *b, uint32_t tag, uint32_t value, bool is_little)
{
	number(b, tag, 2, is_little);
	number(b, tag == 0x8825 ? 4 : 5, 2, is_little);
	number(b, tag == 0x8825 ? 1 : 3, 4, is_little);
	number(b, value, 4, is_little);
}

/* An Exif block whose GPS directory has a latitude of so many degrees. */
static void exif(struct buf *b, bool is_little, uint32_t degrees)
{
	buf_clear(b);
	buf_text(b, is_little ? "II" : "MM");
	number(b, 42, 2, is_little);
	number(b, 8, 4, is_little);
	number(b, 1, 2, is_little); /* at 8: one entry */
	entry(b, 0x8825, 26, is_little);
	number(b, 0, 4, is_little);
	number(b, 1, 2, is_little); /* at 26: one entry */
	entry(b, 2, 44, is_little);
	number(b, 0, 4, is_little);
	number(b, degrees, 4, is_little); /* at 44: three fractions */
	number(b, 1, 4, is_little);
	number(b, 0, 4, is_little);
	number(b, 1, 4, is_little);
	number(b, 0, 4, is_little);
	number(b, 1, 4, is_little);
}

/* All texts, joined by "|", with "0" for a zero byte. */
static bool read_all(struct buf *out, struct str bytes)
{
	struct picture_text t;
	struct str text;
	size_t i;

	buf_clear(out);
	picture_text_begin(&t, bytes);
	while (picture_text_next(&t, &text)) {
		buf_text(out, out->len ? "|" : "");
		buf_str(out, text);
	}
	for (i = 0; i < out->len; i++)
		if (!out->data[i])
			out->data[i] = '0';
	buf_byte(out, '\0');
	return t.has_position;
}

static void test_jpeg(void **state)
{
	struct buf b = {0}, out = {0};

	(void)state;
	buf_text(&b, "\xFF\xD8");
	segment(&b, 0xE0, STR("JFIF\0\1\1"));
	segment(&b, 0xE1, STR("http://x\0<a>13800138000</a>\1\2\3short"));
	segment(&b, 0xDB, STR("tables are no texts"));
	segment(&b, 0xFE, STR("注释里的字"));
	segment(&b, 0xE1,
	    STR("\1"
		"U\0T\0F\0"
		"1\0"
		"6\0\0\0"));
	segment(&b, 0xDA, STR("\1"));
	buf_text(&b, "behind the scan");
	assert_false(read_all(&out, buf_view(&b)));
	assert_string_equal(
	    out.data, "http://x0<a>13800138000</a>|注释里的字|U0T0F0106");
	buf_release(&b);
	buf_release(&out);
}

static void test_png(void **state)
{
	struct buf b = {0}, out = {0};

	(void)state;
	buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
	chunk(&b, "IHDR", STR("\0\0\0\1\0\0\0\1\x08\2\0\0\0"));
	chunk(&b, "tEXt", STR("Comment\0谁谁谁"));
	chunk(&b, "IDAT", STR("no text"));
	chunk(&b, "iTXt", STR("behind the pixels"));
	chunk(&b, "IEND", STR(""));
	assert_false(read_all(&out, buf_view(&b)));
	assert_non_null(strstr(out.data, "behind the pixels"));
	assert_null(strstr(out.data, "no text"));
	buf_release(&b);
	buf_release(&out);
}

static void test_position(void **state)
{
	struct buf block = {0}, b = {0}, out = {0};
	size_t len;
	int little;

	(void)state;
	for (little = 0; little < 2; little++) {
		struct buf whole = {0};

		exif(&block, little, 34);
		buf_add(&whole, "Exif\0\0", 6);
		buf_str(&whole, buf_view(&block));
		buf_clear(&b);
		buf_text(&b, "\xFF\xD8");
		segment(&b, 0xE1, buf_view(&whole));
		assert_true(read_all(&out, buf_view(&b)));
		buf_clear(&b);
		buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
		chunk(&b, "eXIf", buf_view(&block));
		assert_true(read_all(&out, buf_view(&b)));
		exif(&block, little, 0);
		buf_clear(&b);
		buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
		chunk(&b, "eXIf", buf_view(&block));
		assert_false(read_all(&out, buf_view(&b)));
		buf_release(&whole);
	}
	/* Cut anywhere: a copy of its own shows reads behind its end. */
	exif(&block, true, 34);
	for (len = 0; len < block.len; len++) {
		char *copy;

		buf_clear(&b);
		buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
		chunk(&b, "eXIf", str_slice(buf_view(&block), 0, len));
		copy = test_malloc(b.len);
		memcpy(copy, b.data, b.len);
		read_all(&out, (struct str){copy, b.len});
		test_free(copy);
	}
	buf_clear(&b);
	buf_text(&b, "\xFF\xD8");
	segment(&b, 0xE1, STR("<x exif:GPSLatitude=\"34,9.5N\"/>"));
	assert_true(read_all(&out, buf_view(&b)));
	buf_release(&block);
	buf_release(&b);
	buf_release(&out);
}

static void test_lies(void **state)
{
	struct buf out = {0};

	(void)state;
	read_all(&out, STR(""));
	read_all(&out, STR("\xFF"));
	read_all(&out, STR("\xFF\xD8\xFF"));
	read_all(&out,
	    STR("\xFF\xD8\xFF\xE1\xFF\xFF"
		"longer than it is"));
	assert_string_equal(out.data, "longer than it is");
	read_all(&out, STR("\xFF\xD8\xFF\xE1\0\0"));
	read_all(&out, STR("\x89PNG\r\n\x1a\n\xFF\xFF\xFF\xFFtEXtabcdefgh"));
	assert_string_equal(out.data, "");
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_jpeg),
	    cmocka_unit_test(test_png),
	    cmocka_unit_test(test_position),
	    cmocka_unit_test(test_lies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
