/* SPDX-License-Identifier: MIT */
/* libjpeg decodes at as many eighths as are needed. What it warns of it goes
 * on with; what it calls an error ends the decoding. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "pixels_parts.h"

enum {
	SCANS_MAX = 64,		/* of a progressive JPEG */
	MEMORY_MAX = 320 << 20, /* bytes: the largest progressive one */
};

struct jpeg {
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	struct jpeg_decompress_struct d;
	struct jpeg_compress_struct c;
	JOCTET *profile;
	unsigned profile_len;
	struct color *color;
	unsigned char *bytes; /* written */
	unsigned long len;
	bool is_done;
};

static void jpeg_out(j_common_ptr d)
{
	longjmp(((struct jpeg *)d->client_data)->out, 1);
}

static void jpeg_message(j_common_ptr d, int level)
{
	(void)d;
	(void)level;
}

/* Many scans over many pixels take forever. */
static void jpeg_count(j_common_ptr d)
{
	if (((struct jpeg *)d->client_data)->d.input_scan_number > SCANS_MAX)
		jpeg_out(d);
}

/* What is on the heap survives a longjmp() unchanged. */
static struct jpeg *jpeg_open(void)
{
	struct jpeg *j = memory_resize(NULL, sizeof *j);

	*j = (struct jpeg){0};
	jpeg_std_error(&j->errors);
	j->errors.error_exit = jpeg_out;
	j->errors.emit_message = jpeg_message;
	j->d.err = j->c.err = &j->errors;
	j->d.client_data = j->c.client_data = j;
	return j;
}

static void jpeg_close(struct jpeg *j)
{
	jpeg_destroy_decompress(&j->d);
	jpeg_destroy_compress(&j->c);
	color_close(j->color);
	free(j->profile);
	free(j->bytes);
	memory_free(j);
}

static void jpeg_head(struct jpeg *j, struct str bytes)
{
	jpeg_create_decompress(&j->d);
	j->d.mem->max_memory_to_use = MEMORY_MAX;
	j->progress.progress_monitor = jpeg_count;
	j->d.progress = &j->progress;
	jpeg_save_markers(&j->d, JPEG_APP0 + 2, 0xFFFF);
	jpeg_mem_src(&j->d, (const unsigned char *)bytes.data, bytes.len);
	jpeg_read_header(&j->d, TRUE);
	if (!jpeg_read_icc_profile(&j->d, &j->profile, &j->profile_len))
		j->profile_len = 0;
}

static enum colors colors_of(const struct jpeg *j)
{
	return j->d.num_components == 4 ? COLORS_CMYK : COLORS_RGB;
}

static struct color *jpeg_color(const struct jpeg *j)
{
	struct str profile = {(const char *)j->profile, j->profile_len};

	return j->d.num_components < 3 ? NULL
				       : color_open(profile, colors_of(j));
}

bool jpeg_is_foreign(struct str bytes)
{
	struct jpeg *j = jpeg_open();
	bool is_foreign = false;

	if (!setjmp(j->out)) {
		jpeg_head(j, bytes);
		j->color = jpeg_color(j);
		is_foreign = j->color || j->d.num_components == 4;
	}
	jpeg_close(j);
	return is_foreign;
}

static void jpeg_begin(struct jpeg *j, uint32_t width)
{
	unsigned eighths = 1;

	while (eighths < 8 &&
	    ((uint64_t)j->d.image_width * eighths + 7) / 8 < width)
		eighths++;
	j->d.scale_num = eighths;
	j->d.scale_denom = 8;
	j->d.dct_method = JDCT_ISLOW;
	j->d.out_color_space = j->d.num_components < 3 ? JCS_GRAYSCALE
	    : j->d.num_components == 4		       ? JCS_CMYK
						       : JCS_RGB;
	j->color = jpeg_color(j);
	jpeg_start_decompress(&j->d);
}

/* Without a profile, as far as inks can be told. 255: no ink. */
static void cmyk_row(unsigned char *to, const unsigned char *from, uint32_t n)
{
	for (; n--; to += 3, from += 4) {
		unsigned i;

		for (i = 0; i < 3; i++)
			to[i] =
			    (unsigned char)((from[i] * from[3] + 127) / 255);
	}
}

/* `row` is as libjpeg gave it, `to` where it belongs. */
static void jpeg_row(struct jpeg *j, unsigned char *to, unsigned char *row)
{
	uint32_t n = j->d.output_width, i;

	if (j->d.num_components != 4) {
		if (j->color)
			color_row(j->color, to, row, n);
		return;
	}
	for (i = 0; !j->d.saw_Adobe_marker && i < 4 * n; i++)
		row[i] = (unsigned char)~row[i];
	if (j->color)
		color_row(j->color, to, row, n);
	else
		cmyk_row(to, row, n);
}

static void jpeg_decode(struct jpeg *j, struct pixels *px, struct arena *a)
{
	size_t line;
	JSAMPROW row, own = NULL;

	px->width = j->d.output_width;
	px->height = j->d.output_height;
	px->channels = j->d.num_components < 3 ? 1 : 3;
	line = (size_t)px->width * px->channels;
	px->data = arena_array(a, px->height, line);
	if (j->d.num_components == 4)
		own = arena_array(a, px->width, 4);
	while (j->d.output_scanline < j->d.output_height) {
		unsigned char *to = px->data + j->d.output_scanline * line;

		row = own ? own : to;
		jpeg_read_scanlines(&j->d, &row, 1);
		jpeg_row(j, to, row);
	}
}

bool jpeg_pixels(struct pixels *px, struct arena *a, const struct picture *p,
    struct str bytes, uint32_t width)
{
	struct jpeg *j = jpeg_open();
	bool is_done;

	if (!setjmp(j->out)) {
		jpeg_head(j, bytes);
		if (j->d.image_width == p->width &&
		    j->d.image_height == p->height) {
			jpeg_begin(j, width);
			jpeg_decode(j, px, a);
			j->is_done = true;
		}
	}
	is_done = j->is_done;
	jpeg_close(j);
	return is_done;
}

/* --- writing -------------------------------------------------------------- */

static void jpeg_write(struct jpeg *j, const struct pixels *px, int quality)
{
	size_t line = (size_t)px->width * px->channels;

	jpeg_create_compress(&j->c);
	jpeg_mem_dest(&j->c, &j->bytes, &j->len);
	j->c.image_width = px->width;
	j->c.image_height = px->height;
	j->c.input_components = (int)px->channels;
	j->c.in_color_space = px->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&j->c);
	jpeg_set_quality(&j->c, quality, TRUE);
	j->c.optimize_coding = TRUE;
	j->c.dct_method = JDCT_ISLOW;
	jpeg_start_compress(&j->c, TRUE);
	while (j->c.next_scanline < px->height) {
		JSAMPROW row = px->data + j->c.next_scanline * line;

		jpeg_write_scanlines(&j->c, &row, 1);
	}
	jpeg_finish_compress(&j->c);
	j->is_done = true;
}

bool pixels_jpeg(struct buf *out, const struct pixels *px, int quality)
{
	struct jpeg *j = jpeg_open();
	bool is_done;

	if (!setjmp(j->out))
		jpeg_write(j, px, quality);
	is_done = j->is_done;
	if (is_done)
		buf_add(out, j->bytes, j->len);
	jpeg_close(j);
	return is_done;
}

void jpeg_version(struct buf *out)
{
	buf_printf(
	    out, "jpeg %d %d;", JPEG_LIB_VERSION, LIBJPEG_TURBO_VERSION_NUMBER);
}
