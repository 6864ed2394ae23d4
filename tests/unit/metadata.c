/* SPDX-License-Identifier: MIT */
/* Pictures with all that may hang on them, and what is left of it. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "book/metadata.h"
#include "book/picture.h"

static void be(struct buf *b, uint32_t n, int bytes)
{
	while (bytes--)
		buf_byte(b, (char)(n >> 8 * bytes & 0xFF));
}

static void segment(struct buf *b, int marker, struct str body)
{
	buf_byte(b, '\xFF');
	buf_byte(b, (char)marker);
	be(b, (uint32_t)body.len + 2, 2);
	buf_str(b, body);
}

static void chunk(struct buf *b, const char *name, struct str body)
{
	be(b, (uint32_t)body.len, 4);
	buf_text(b, name);
	buf_str(b, body);
	be(b, 0x12345678, 4);
}

/* Three entries: a maker's name, how it is turned, the place. */
#define TIFF_BIG                             \
	"MM\0*\0\0\0\x08\0\x03"              \
	"\x01\x0F\0\x02\0\0\0\x04"           \
	"ACME"                               \
	"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" \
	"\x88\x25\0\x04\0\0\0\x01\0\0\0\x40" \
	"\0\0\0\0secret"
#define TIFF_LITTLE             \
	"II*\0\x08\0\0\0\x01\0" \
	"\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0secret"
#define TIFF_UPRIGHT            \
	"II*\0\x08\0\0\0\x01\0" \
	"\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0secret"
#define TIFF_TURNED(n) \
	"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" n "\0\0\0\0\0\0"

/* When it was taken, in Exif's own directory, and the place. */
#define TIFF_TAKEN(text)                     \
	"MM\0*\0\0\0\x08\0\x02"              \
	"\x87\x69\0\x04\0\0\0\x01\0\0\0\x26" \
	"\x88\x25\0\x04\0\0\0\x01\0\0\0\x60" \
	"\0\0\0\0"                           \
	"\0\x01"                             \
	"\x90\x03\0\x02\0\0\0\x14\0\0\0\x38" \
	"\0\0\0\0" text "\0secret"
#define TIFF_DAY(text)                       \
	"MM\0*\0\0\0\x08\0\x01"              \
	"\x87\x69\0\x04\0\0\0\x01\0\0\0\x1A" \
	"\0\0\0\0"                           \
	"\0\x01"                             \
	"\x90\x03\0\x02\0\0\0\x14\0\0\0\x2C" \
	"\0\0\0\0" text "   :  :  \0"

/* A frame and two scans with what may stand between them. */
static void jpeg_pixels(struct buf *b)
{
	segment(b, 0xDB, STR("\0quantisation"));
	segment(b, 0xC2, STR("\x08\0\x02\0\x03\x01\x11\x22\0"));
	segment(b, 0xC4, STR("\0huffman"));
	segment(b, 0xDA, STR("\x01\x01\0\0\0\0"));
	buf_str(b, STR("one\xFF\0two\xFF\xD0three"));
}

static void jpeg_end(struct buf *b)
{
	segment(b, 0xDA, STR("\x01\x01\0\x01\0\0"));
	buf_str(b, STR("last\xFF\xD9"));
}

static void assert_stripped(
    struct metadata *m, const struct buf *from, const struct buf *wanted)
{
	struct buf once = {0}, twice = {0};
	struct metadata again;
	struct picture was, is;
	size_t i, bytes = 0;

	assert_true(metadata_strip(&once, m, buf_view(from)));
	assert_int_equal(once.len, wanted->len);
	assert_true(str_equal(buf_view(&once), buf_view(wanted)));
	assert_true(metadata_strip(&twice, &again, buf_view(&once)));
	assert_true(str_equal(buf_view(&once), buf_view(&twice)));
	for (i = 0; i < METADATA_SORTS; i++) {
		assert_int_equal(again.blocks[i], 0);
		bytes += m->bytes[i];
	}
	assert_int_equal(bytes, from->len - once.len);
	assert_int_equal(again.orientation, m->orientation);
	assert_null(picture_parse(&is, buf_view(&once)));
	picture_parse(&was, buf_view(from));
	assert_int_equal(was.width, is.width);
	assert_int_equal(was.height, is.height);
	buf_release(&once);
	buf_release(&twice);
}

static void assert_said(const struct metadata *m, const char *wanted)
{
	struct buf said = {0};

	metadata_print(&said, m);
	if (!str_is(buf_view(&said), wanted))
		fail_msg("%.*s", (int)said.len, said.data);
	buf_release(&said);
}

static void test_jpeg(void **state)
{
	struct buf from = {0}, wanted = {0};
	struct metadata m;

	(void)state;
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xE0, STR("JFIF\0\1\2\1\0\x48\0\x48\1\1rgb"));
	segment(&from, 0xE0, STR("JFXX\0\x10small"));
	buf_str(&from, STR("\xFF\xFF")); /* fill bytes go with the part */
	segment(&from, 0xE1, STR("Exif\0\0" TIFF_BIG));
	segment(&from, 0xE1, STR("Exif\0\0" TIFF_LITTLE));
	segment(&from, 0xE1, STR("http://ns.adobe.com/xap/1.0/\0<x/>"));
	segment(&from, 0xE1, STR("http://ns.adobe.com/xmp/extension/\0x"));
	segment(&from, 0xE2, STR("ICC_PROFILE\0\1\1profile"));
	segment(&from, 0xE2, STR("MPF\0more"));
	segment(&from, 0xED, STR("Photoshop 3.0\0by"));
	segment(&from, 0xEE, STR("Adobe\0\x64\0\0\0\0\1"));
	segment(&from, 0xEB, STR("jumb"));
	segment(&from, 0xFE, STR("taken by"));
	jpeg_pixels(&from);
	segment(&from, 0xFE, STR("between"));
	jpeg_end(&from);
	buf_str(&from, STR("\xFF\xD8\xFF\xE1more"));

	buf_str(&wanted, STR("\xFF\xD8"));
	segment(&wanted, 0xE0, STR("JFIF\0\1\2\1\0\x48\0\x48\0\0"));
	segment(&wanted, 0xE1, STR("Exif\0\0" TIFF_TURNED("\x06")));
	segment(&wanted, 0xE2, STR("ICC_PROFILE\0\1\1profile"));
	segment(&wanted, 0xEE, STR("Adobe\0\x64\0\0\0\0\1"));
	jpeg_pixels(&wanted);
	jpeg_end(&wanted);
	assert_stripped(&m, &from, &wanted);
	assert_true(m.has_place[METADATA_EXIF]);
	assert_int_equal(m.orientation, 6);
	assert_said(&m,
	    "EXIF（含拍摄地点）2 块 74 字节、XMP 2 块 77 字节、"
	    "IPTC 1 块 20 字节、注释文字 2 块 23 字节、缩略图 2 块 18 字节、"
	    "厂商和软件附加信息 2 块 20 字节、图片结束之后的内容 1 块 8 字节；"
	    "保留了方向");
	buf_release(&from);
	buf_release(&wanted);
}

static void test_upright(void **state)
{
	static const struct str blocks[] = {
	    {"Exif\0\0" TIFF_UPRIGHT, sizeof "Exif\0\0" TIFF_UPRIGHT - 1},
	    {"Exif\0\0", 6},
	    {"Exif\0\0II*\0\xFF\xFF\xFF\xFF", 14},
	    {"Exif\0\0II*\0\x08\0\0\0\xFF\xFF\x12\x01\x03", 19},
	    {"Exif\0\0XX*\0\x08\0\0\0\x01\0", 16},
	};
	struct buf from = {0}, wanted = {0};
	struct metadata m;
	size_t i;

	(void)state;
	buf_str(&wanted, STR("\xFF\xD8"));
	jpeg_pixels(&wanted);
	jpeg_end(&wanted);
	assert_stripped(&m, &wanted, &wanted);
	assert_said(&m, "");
	buf_str(&from, STR("\xFF\xD8\xFF"));
	segment(&from, 0xE0, STR("JFIF\0\1\2\1\0\x48\0\x48\0\0"));
	buf_str(&from, STR("\xFF\xFF"));
	segment(&from, 0xE1, STR("Exif\0\0" TIFF_TURNED("\x08")));
	jpeg_pixels(&from);
	jpeg_end(&from);
	assert_stripped(&m, &from, &from);
	assert_int_equal(m.orientation, 8);
	for (i = 0; i < sizeof blocks / sizeof *blocks; i++) {
		buf_clear(&from);
		buf_str(&from, STR("\xFF\xD8"));
		segment(&from, 0xE1, blocks[i]);
		jpeg_pixels(&from);
		jpeg_end(&from);
		assert_stripped(&m, &from, &wanted);
		assert_int_equal(m.blocks[METADATA_EXIF], 1);
		assert_int_equal(m.orientation, 0);
		assert_false(m.has_place[METADATA_EXIF]);
	}
	buf_release(&from);
	buf_release(&wanted);
}

static void test_adobe(void **state)
{
	struct buf from = {0}, wanted = {0};
	struct metadata m;

	(void)state;
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xEE, STR("Adobe\0\x64\0\0\0\0\1hidden"));
	jpeg_pixels(&from);
	jpeg_end(&from);
	buf_str(&wanted, STR("\xFF\xD8"));
	segment(&wanted, 0xEE, STR("Adobe\0\x64\0\0\0\0\1"));
	jpeg_pixels(&wanted);
	jpeg_end(&wanted);
	assert_stripped(&m, &from, &wanted);
	assert_said(&m, "厂商和软件附加信息 1 块 6 字节");
	buf_release(&from);
	buf_release(&wanted);
}

static void png_head(struct buf *b)
{
	buf_str(b, STR("\x89PNG\r\n\x1a\n"));
	chunk(b, "IHDR", STR("\0\0\0\x03\0\0\0\x02\x08\x03\0\0\0"));
}

static void test_png(void **state)
{
	static const char *const kept[] = {"PLTE", "tRNS", "gAMA", "cHRM",
	    "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs", "IDAT", "fdAT"};
	struct buf from = {0}, wanted = {0};
	struct metadata m;
	size_t i;

	(void)state;
	png_head(&from);
	png_head(&wanted);
	for (i = 0; i < sizeof kept / sizeof *kept; i++) {
		chunk(&from, kept[i], STR("kept"));
		chunk(&wanted, kept[i], STR("kept"));
	}
	chunk(&from, "tEXt", STR("Author\0someone"));
	chunk(&from, "zTXt", STR("Raw profile type exif\0\0x"));
	chunk(&from, "iTXt", STR("XML:com.adobe.xmp\0\0\0\0\0GPSLatitude"));
	chunk(&from, "iTXt", STR("Comment\0\0\0\0\0x"));
	chunk(&from, "tIME", STR("\x07\xEA\x0B\x16\0\0\0"));
	chunk(&from, "vpAg", STR("x"));
	chunk(&from, "eXIf", STR(TIFF_LITTLE));
	chunk(&from, "IEND", STR(""));
	buf_str(&from, STR("PK\3\4"));
	be(&wanted, 26, 4);
	buf_str(&wanted, STR("eXIf" TIFF_TURNED("\x03")));
	be(&wanted, 0x845F64CE, 4);
	chunk(&wanted, "IEND", STR(""));
	assert_stripped(&m, &from, &wanted);
	assert_said(&m,
	    "EXIF 1 块 6 字节、XMP（含拍摄地点）1 块 45 字节、"
	    "注释文字 3 块 87 字节、修改时间 1 块 19 字节、"
	    "厂商和软件附加信息 1 块 13 字节、图片结束之后的内容 1 块 4 字节；"
	    "保留了方向");
	buf_release(&from);
	buf_release(&wanted);
}

/* The day stays, the time of day and all else go; what is no day goes, too. */
static void test_day(void **state)
{
	static const char *const none[] = {"2026-11-12 09:30:00",
	    "2026:11:1x 09:30:00", "by somebody at home"};
	struct buf from = {0}, wanted = {0}, clear = {0};
	struct metadata m;
	size_t i;

	(void)state;
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xE1, STR("Exif\0\0" TIFF_TAKEN("2026:11:12 09:30:00")));
	jpeg_pixels(&from);
	jpeg_end(&from);
	buf_str(&wanted, STR("\xFF\xD8"));
	segment(&wanted, 0xE1, STR("Exif\0\0" TIFF_DAY("2026:11:12")));
	jpeg_pixels(&wanted);
	jpeg_end(&wanted);
	assert_stripped(&m, &from, &wanted);
	assert_said(&m, "EXIF（含拍摄地点）1 块 18 字节；保留了拍摄日期");
	/* The public does not get the day. */
	metadata_clear(&clear, buf_view(&from));
	buf_clear(&wanted);
	buf_str(&wanted, STR("\xFF\xD8"));
	jpeg_pixels(&wanted);
	jpeg_end(&wanted);
	assert_true(str_equal(buf_view(&clear), buf_view(&wanted)));
	for (i = 0; i < sizeof none / sizeof *none; i++) {
		memcpy(from.data + 2 + 4 + 6 + 56, none[i], 19);
		assert_stripped(&m, &from, &wanted);
	}
	buf_release(&from);
	buf_release(&wanted);
	buf_release(&clear);
}

/* Without the profile, too, and as far as it can be followed. */
static void test_clear(void **state)
{
	struct buf from = {0}, wanted = {0}, clear = {0};
	size_t i;

	(void)state;
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xE1, STR("Exif\0\0" TIFF_LITTLE));
	segment(&from, 0xE2, STR("ICC_PROFILE\0\1\1profile"));
	segment(&from, 0xFE, STR("taken by"));
	assert_int_equal(metadata_orientation(buf_view(&from)), 3);
	jpeg_pixels(&from);
	buf_str(&wanted, STR("\xFF\xD8"));
	segment(&wanted, 0xE1, STR("Exif\0\0" TIFF_TURNED("\x03")));
	jpeg_pixels(&wanted);
	metadata_clear(&clear, buf_view(&from));
	assert_true(str_equal(buf_view(&clear), buf_view(&wanted)));
	segment(&from, 0xFE, STR("secret"));
	for (i = 0; i < from.len; i++) {
		/* Half of a marker is none. */
		if (i && from.data[i - 1] == '\xFF')
			continue;
		buf_clear(&clear);
		metadata_clear(&clear, str_slice(buf_view(&from), 0, i));
		assert_true(str_begins(buf_view(&wanted), buf_view(&clear)));
	}
	buf_clear(&from);
	buf_clear(&wanted);
	buf_clear(&clear);
	png_head(&from);
	png_head(&wanted);
	chunk(&from, "eXIf", STR(TIFF_BIG));
	chunk(&from, "iCCP", STR("own\0\0x"));
	assert_int_equal(metadata_orientation(buf_view(&from)), 6);
	chunk(&from, "IDAT", STR("pixels"));
	be(&wanted, 26, 4);
	i = wanted.len;
	metadata_clear(&clear, str_slice(buf_view(&from), 0, from.len - 6));
	assert_true(str_begins(buf_view(&clear), buf_view(&wanted)));
	assert_true(str_begins(str_slice(buf_view(&clear), i, clear.len),
	    STR("eXIf" TIFF_TURNED("\x06"))));
	assert_true(str_ends(buf_view(&clear), STR("\0\0\0\6IDATpixe")));
	buf_clear(&clear);
	metadata_clear(&clear, STR("GIF89a"));
	assert_int_equal(clear.len, 0);
	assert_int_equal(metadata_orientation(STR("GIF89a")), 0);
	buf_release(&from);
	buf_release(&wanted);
	buf_release(&clear);
}

static void test_broken(void **state)
{
	struct buf from = {0}, out = {0};
	struct metadata m;
	size_t i;

	(void)state;
	buf_text(&out, "before");
	png_head(&from);
	chunk(&from, "tEXt", STR("Author\0someone"));
	chunk(&from, "IDAT", STR("pixels"));
	chunk(&from, "IEND", STR(""));
	for (i = 0; i < from.len; i++) {
		assert_false(
		    metadata_strip(&out, &m, str_slice(buf_view(&from), 0, i)));
		assert_true(str_is(buf_view(&out), "before"));
		assert_said(&m, "");
	}
	buf_clear(&from);
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xFE, STR("comment"));
	jpeg_pixels(&from);
	jpeg_end(&from);
	for (i = 0; i < from.len; i++)
		assert_false(
		    metadata_strip(&out, &m, str_slice(buf_view(&from), 0, i)));
	/* No frame; and what is a segment only until one before it goes. */
	buf_clear(&from);
	buf_str(&from, STR("\xFF\xD8"));
	segment(&from, 0xFE, STR("comment"));
	jpeg_end(&from);
	assert_false(metadata_strip(&out, &m, buf_view(&from)));
	buf_clear(&from);
	buf_str(&from, STR("\xFF\xD8"));
	jpeg_pixels(&from);
	segment(&from, 0xFE, STR("comment"));
	segment(&from, 0, STR("data"));
	jpeg_end(&from);
	assert_false(metadata_strip(&out, &m, buf_view(&from)));
	assert_false(metadata_strip(&out, &m, STR("GIF89a")));
	assert_true(str_is(buf_view(&out), "before"));
	buf_release(&from);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_jpeg),
	    cmocka_unit_test(test_upright),
	    cmocka_unit_test(test_adobe),
	    cmocka_unit_test(test_png),
	    cmocka_unit_test(test_day),
	    cmocka_unit_test(test_clear),
	    cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
