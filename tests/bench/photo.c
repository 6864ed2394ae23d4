/* SPDX-License-Identifier: MIT */
/*
 * Photographs, or what compresses like one: gradients, noise of several sizes,
 * hard edges; with all that a camera hangs on them.
 *
 *     photo FILE WIDTH HEIGHT SEED ORIENTATION
 *
 * Each text in its metadata holds the word SECRET; the place is 34°N 109°E;
 * the colour profile is Display P3's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <lcms2.h>

enum { OCTAVES = 5 };

static unsigned mixed(unsigned x)
{
	x = (x ^ x >> 16) * 0x7feb352du;
	x = (x ^ x >> 15) * 0x846ca68bu;
	return x ^ x >> 16;
}

static double noise(unsigned x, unsigned y, unsigned seed)
{
	return (mixed(x * 374761393u + y * 668265263u + seed * 2654435761u) &
		   0xFFFF) /
	    65535.0;
}

static double smooth(double x, double y, unsigned seed)
{
	unsigned i = (unsigned)x, k = (unsigned)y;
	double a = noise(i, k, seed), b = noise(i + 1, k, seed);
	double c = noise(i, k + 1, seed), d = noise(i + 1, k + 1, seed);

	x -= i;
	y -= k;
	x = x * x * (3 - 2 * x);
	y = y * y * (3 - 2 * y);
	return a + (b - a) * x + (c - a) * y + (a - b - c + d) * x * y - 0.5;
}

static double light(unsigned x, unsigned y, unsigned height, unsigned seed)
{
	static const int wide[OCTAVES] = {512, 128, 32, 8, 3};
	static const int strong[OCTAVES] = {90, 50, 28, 14, 9};
	double sum = 40 + 90.0 * y / height;
	unsigned u = (x * 3 + y + seed * 97 % 500) / 211;
	unsigned v = (y * 3 + 40000 - x) / 173, i;

	for (i = 0; i < OCTAVES; i++)
		sum += strong[i] *
		    smooth((double)x / wide[i], (double)y / wide[i], seed + i);
	if (((u ^ v) & 7) == 3)
		sum = sum * 0.45 + 20;
	if (((u * 5 + v * 3) & 15) == 1)
		sum = sum * 0.4 + 140;
	return sum;
}

static unsigned char byte(double x)
{
	return (unsigned char)(x < 0 ? 0 : x > 255 ? 255 : x);
}

static void marker(
    struct jpeg_compress_struct *c, int app, const char *bytes, size_t len)
{
	jpeg_write_marker(c, app, (const JOCTET *)bytes, (unsigned)len);
}

/* Its maker, how it is turned, when and where it was taken; a small copy. */
static void exif(struct jpeg_compress_struct *c, int orientation)
{
	char block[] = "Exif\0\0MM\0*\0\0\0\x08"
		       "\0\x04"
		       "\x01\x0F\0\x02\0\0\0\x0C\0\0\0\x3E"
		       "\x01\x12\0\x03\0\0\0\x01\0\1\0\0"
		       "\x87\x69\0\x04\0\0\0\x01\0\0\0\x4A"
		       "\x88\x25\0\x04\0\0\0\x01\0\0\0\x70"
		       "\0\0\0\0"
		       "SECRET make\0"
		       "\0\x01"
		       "\x90\x03\0\x02\0\0\0\x14\0\0\0\x5C"
		       "\0\0\0\0"
		       "2026:11:12 09:30:00\0"
		       "\0\x04"
		       "\0\1\0\2\0\0\0\2N\0\0\0"
		       "\0\2\0\5\0\0\0\3\0\0\0\xA6"
		       "\0\3\0\2\0\0\0\2E\0\0\0"
		       "\0\4\0\5\0\0\0\3\0\0\0\xBE"
		       "\0\0\0\0"
		       "\0\0\0\x22\0\0\0\1\0\0\0\x09\0\0\0\1\0\0\0\5\0\0\0\1"
		       "\0\0\0\x6D\0\0\0\1\0\0\0\x12\0\0\0\1\0\0\0\3\0\0\0\1";

	block[6 + 8 + 2 + 12 + 9] = (char)orientation;
	marker(c, JPEG_APP0 + 1, block, sizeof block - 1);
}

static void profile(struct jpeg_compress_struct *c)
{
	static const cmsCIExyY white = {0.3127, 0.3290, 1};
	static const cmsCIExyYTRIPLE primaries = {
	    {0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
	cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2);
	cmsToneCurve *curves[3] = {curve, curve, curve};
	cmsHPROFILE p = cmsCreateRGBProfile(&white, &primaries, curves);
	cmsUInt32Number len = 0;
	unsigned char *bytes;

	cmsSaveProfileToMem(p, NULL, &len);
	bytes = malloc(len);
	if (bytes && cmsSaveProfileToMem(p, bytes, &len))
		jpeg_write_icc_profile(c, bytes, len);
	free(bytes);
	cmsCloseProfile(p);
	cmsFreeToneCurve(curve);
}

static void metadata(struct jpeg_compress_struct *c, int orientation)
{
	static const char xmp[] =
	    "http://ns.adobe.com/xap/1.0/\0"
	    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET</x:xmpmeta>";
	static const char iptc[] = "Photoshop 3.0\0"
				   "8BIM\4\4\0\0\0\0\0\x0B\x1C\2\x50\0\6"
				   "SECRET\0";

	exif(c, orientation);
	marker(c, JPEG_APP0 + 1, xmp, sizeof xmp - 1);
	profile(c);
	marker(c, JPEG_APP0 + 13, iptc, sizeof iptc - 1);
	marker(c, JPEG_COM, "SECRET comment", 14);
}

int main(int argc, char **argv)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *row;
	unsigned seed, x;
	FILE *file;

	if (argc != 6 || !(file = fopen(argv[1], "wb")))
		return 2;
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_stdio_dest(&c, file);
	c.image_width = (JDIMENSION)strtoul(argv[2], NULL, 10);
	c.image_height = (JDIMENSION)strtoul(argv[3], NULL, 10);
	seed = (unsigned)strtoul(argv[4], NULL, 10);
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 88, TRUE);
	row = malloc((size_t)c.image_width * 3);
	if (!row)
		return 3;
	jpeg_start_compress(&c, TRUE);
	metadata(&c, (int)strtol(argv[5], NULL, 10));
	while (c.next_scanline < c.image_height) {
		for (x = 0; x < c.image_width; x++) {
			double t =
			    light(x, c.next_scanline, c.image_height, seed);

			row[x * 3] = byte(t * 1.03);
			row[x * 3 + 1] = byte(t * 0.98);
			row[x * 3 + 2] = byte(t * 0.9 + 6);
		}
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	free(row);
	return fclose(file) ? 3 : 0;
}
