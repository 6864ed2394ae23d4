/* SPDX-License-Identifier: MIT */
/* libjpeg decodes at an eighth and libpng row by row; each pixel goes with its
 * share into the fields it covers, so the size does not matter. Whatever a
 * library finds wrong ends the decoding. */
#include "image.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <libexif/exif-data.h>
#include <png.h>

#include "base/arena.h"

enum {
	FIELDS = LOOK_FIELDS,
	CLEARLY = 3,	       /* of 255: more than what saving again changes */
	DETAIL_MIN = 32,       /* bits set of a hash: less is a plain drawing */
	SCANS_MAX = 64,	       /* of a progressive JPEG */
	MEMORY_MAX = 64 << 20, /* bytes, for a progressive JPEG */
	CHUNK_MAX = 1 << 20,   /* bytes of a PNG's chunk of text or the like */
};

/* --- brightness of the fields --------------------------------------------- */

/* A row or pixel that was decoded stands for `step` of the picture's own, the
 * last one for what is left. */
struct grid {
	uint32_t width, height, step;
	uint64_t sums[LOOK_ROWS][FIELDS];
};

/* Adds what rows y to y + step - 1 show: a byte for `step` pixels. Along x a
 * pixel is FIELDS units wide and a field `width`; along y, LOOK_ROWS and
 * `height`. */
static void grid_row(struct grid *g, uint32_t y, const unsigned char *row)
{
	uint64_t sums[FIELDS] = {0};
	uint32_t field = 0, border = g->width, x = 0, i, at, cut, top, end;

	while (x < g->width) {
		uint32_t left = x * FIELDS, value = *row++, right;

		x = x + g->step < g->width ? x + g->step : g->width;
		right = x * FIELDS;
		if (right <= border) {
			sums[field] += (uint64_t)value * (right - left);
			continue;
		}
		sums[field] += (uint64_t)value * (border - left);
		if (field + 1 < FIELDS)
			sums[++field] += (uint64_t)value * (right - border);
		border += g->width;
	}
	top = y * LOOK_ROWS;
	y = y + g->step < g->height ? y + g->step : g->height;
	end = y * LOOK_ROWS;
	at = top / g->height;
	cut = (at + 1) * g->height;
	for (i = 0; i < FIELDS; i++) {
		g->sums[at][i] += sums[i] * ((cut < end ? cut : end) - top);
		if (cut < end)
			g->sums[at + 1][i] += sums[i] * (end - cut);
	}
}

/* Is there enough to see? */
static bool grid_look(struct look *look, const struct grid *g)
{
	uint64_t all = (uint64_t)g->width * g->height;
	struct look_hash h;
	unsigned y, x, set = 0;

	for (y = 0; y < LOOK_ROWS; y++)
		for (x = 0; x < FIELDS; x++)
			look->fields[y][x] =
			    (unsigned char)((g->sums[y][x] + all / 2) / all);
	look_hash(&h, look);
	for (y = 0; y < LOOK_ROWS; y++)
		set += (unsigned)__builtin_popcount(h.rows[y]);
	return set >= DETAIL_MIN;
}

void look_hash(struct look_hash *h, const struct look *look)
{
	unsigned y, x;

	*h = (struct look_hash){0};
	for (y = 0; y < LOOK_ROWS; y++)
		for (x = 0; x + 1 < FIELDS; x++)
			if (look->fields[y][x] + CLEARLY <
			    look->fields[y][x + 1])
				h->rows[y] |= (uint16_t)(1u << x);
}

unsigned look_difference(
    const struct look *a, const struct look *b, unsigned limit)
{
	unsigned most = 0, y, x;

	for (y = 0; y < LOOK_ROWS && most <= limit; y++)
		for (x = 0; x < FIELDS; x++) {
			unsigned one = a->fields[y][x], two = b->fields[y][x];
			unsigned apart = one > two ? one - two : two - one;

			if (apart > most)
				most = apart;
		}
	return most;
}

/* --- days ----------------------------------------------------------------- */

/* "2026:11:12 09:30:00" */
static void day_read(struct date *d, const ExifEntry *e)
{
	char text[DATE_SIZE] = {0};

	if (!e || e->format != EXIF_FORMAT_ASCII || e->size < 10 || !e->data)
		return;
	memcpy(text, e->data, 10);
	if (text[4] != ':' || text[7] != ':')
		return;
	text[4] = text[7] = '-';
	if (!date_parse(d, str_from(text)))
		*d = (struct date){0};
}

/* `bytes`: "Exif\0\0" and what comes behind it. */
static void exif_read(struct image *im, const unsigned char *bytes, size_t len)
{
	ExifData *data;

	if (len > UINT16_MAX || len < 6)
		return;
	data = exif_data_new();
	if (!data)
		return;
	exif_data_set_option(data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
	exif_data_load_data(data, bytes, (unsigned)len);
	day_read(&im->taken,
	    exif_content_get_entry(
		data->ifd[EXIF_IFD_EXIF], EXIF_TAG_DATE_TIME_ORIGINAL));
	day_read(&im->saved,
	    exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_DATE_TIME));
	exif_data_unref(data);
}

/* --- JPEG ----------------------------------------------------------------- */

struct jpeg {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	struct grid grid;
	struct image *image;
};

static void jpeg_out(j_common_ptr d)
{
	longjmp(((struct jpeg *)d->client_data)->out, 1);
}

static void jpeg_message(j_common_ptr d, int level)
{
	if (level < 0)
		jpeg_out(d);
}

/* Many scans over many pixels take forever. */
static void jpeg_count(j_common_ptr d)
{
	if (((struct jpeg *)d->client_data)->d.input_scan_number > SCANS_MAX)
		jpeg_out(d);
}

static void jpeg_markers(struct jpeg *j)
{
	const struct jpeg_marker_struct *m;

	for (m = j->d.marker_list; m; m = m->next)
		if (m->data_length >= 6 && !memcmp(m->data, "Exif\0", 6)) {
			exif_read(j->image, m->data, m->data_length);
			return;
		}
}

static void jpeg_scale(struct jpeg *j)
{
	unsigned least = j->d.image_width < j->d.image_height
	    ? j->d.image_width
	    : j->d.image_height;

	j->d.scale_num = 1;
	j->d.scale_denom = least >= 512 ? 8 : least >= 256 ? 4 : 1;
	j->d.out_color_space = JCS_GRAYSCALE;
	j->d.dct_method = JDCT_ISLOW;
	j->d.do_fancy_upsampling = FALSE;
	j->d.do_block_smoothing = FALSE;
}

static void jpeg_read(struct jpeg *j, struct str bytes)
{
	JSAMPARRAY row;

	j->d.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = jpeg_out;
	j->errors.emit_message = jpeg_message;
	j->d.client_data = j;
	if (!setjmp(j->out)) {
		jpeg_create_decompress(&j->d);
		j->d.client_data = j;
		j->d.mem->max_memory_to_use = MEMORY_MAX;
		j->progress.progress_monitor = jpeg_count;
		j->d.progress = &j->progress;
		jpeg_save_markers(&j->d, JPEG_APP0 + 1, 0xFFFF);
		jpeg_mem_src(
		    &j->d, (const unsigned char *)bytes.data, bytes.len);
		jpeg_read_header(&j->d, TRUE);
		jpeg_markers(j);
		jpeg_scale(j);
		jpeg_start_decompress(&j->d);
		j->grid.width = j->d.image_width;
		j->grid.height = j->d.image_height;
		j->grid.step = j->d.scale_denom;
		row = j->d.mem->alloc_sarray(
		    (j_common_ptr)&j->d, JPOOL_IMAGE, j->d.output_width, 1);
		while (j->d.output_scanline < j->d.output_height) {
			jpeg_read_scanlines(&j->d, row, 1);
			grid_row(&j->grid,
			    (j->d.output_scanline - 1) * j->grid.step, row[0]);
		}
		j->image->has_look = true;
	}
	jpeg_destroy_decompress(&j->d);
}

/* --- PNG ------------------------------------------------------------------ */

struct png {
	png_structp png;
	png_infop info;
	struct str rest;
	struct arena arena;
	struct grid grid;
	struct image *image;
	bool has_palette;
	unsigned char greys[256]; /* of the palette's colours */
};

static void png_bytes(png_structp png, png_bytep out, size_t len)
{
	struct png *p = png_get_io_ptr(png);

	if (len > p->rest.len)
		png_error(png, "short");
	memcpy(out, p->rest.data, len);
	p->rest = str_slice(p->rest, len, p->rest.len);
}

static void png_quiet(png_structp png, png_const_charp what)
{
	(void)png;
	(void)what;
}

static void png_out(png_structp png, png_const_charp what)
{
	(void)what;
	png_longjmp(png, 1);
}

static void png_days(struct png *p)
{
	png_timep t = NULL;
	png_bytep exif = NULL;
	png_uint_32 len = 0;
	char *copy;

	if (png_get_tIME(p->png, p->info, &t) && t) {
		struct date d = {t->year, t->month, t->day};
		char text[DATE_SIZE];

		/* Universal time: in the county it may be the day after. */
		if (d.year >= 1 && d.year <= 9999 && d.month >= 1 &&
		    d.month <= 12 && d.day >= 1 && d.day <= 31) {
			date_print(text, d);
			if (date_parse(&d, str_from(text)))
				p->image->saved = t->hour < 16
				    ? d
				    : date_from_days(date_days(d) + 1);
		}
	}
	if (!png_get_eXIf_1(p->png, p->info, &len, &exif) || !exif ||
	    len > UINT16_MAX - 6)
		return;
	copy = arena_alloc(&p->arena, len + 6);
	memcpy(copy, "Exif\0", 6);
	memcpy(copy + 6, exif, len);
	exif_read(p->image, (unsigned char *)copy, len + 6);
}

/* Brightness as JPEG has it. */
static unsigned char grey_of(const png_color *c)
{
	return (unsigned char)((299u * c->red + 587u * c->green +
				   114u * c->blue + 500) /
	    1000);
}

/* One byte a pixel, whatever it was: grey, or a place in the palette. */
static void png_grey(struct png *p)
{
	unsigned type = png_get_color_type(p->png, p->info);
	png_colorp colors = NULL;
	int n = 0, i;

	if (type == PNG_COLOR_TYPE_PALETTE) {
		p->has_palette = true;
		png_get_PLTE(p->png, p->info, &colors, &n);
		for (i = 0; i < n && i < 256; i++)
			p->greys[i] = grey_of(&colors[i]);
		png_set_packing(p->png);
		return;
	}
	png_set_expand_gray_1_2_4_to_8(p->png);
	png_set_scale_16(p->png);
	png_set_strip_alpha(p->png);
	if (type & PNG_COLOR_MASK_COLOR)
		png_set_rgb_to_gray_fixed(
		    p->png, PNG_ERROR_ACTION_NONE, 29900, 58700);
}

static void png_row(struct png *p, uint32_t y, unsigned char *row)
{
	uint32_t x;

	for (x = 0; p->has_palette && x < p->grid.width; x++)
		row[x] = p->greys[row[x]];
	grid_row(&p->grid, y, row);
}

static void png_rows(struct png *p, int passes)
{
	size_t width, lines, y;
	unsigned char *rows;
	int pass;

	png_read_update_info(p->png, p->info);
	width = png_get_rowbytes(p->png, p->info);
	if (width != p->grid.width)
		png_error(p->png, "width");
	/* Of an interlaced picture each pass adds to all rows. */
	lines = passes > 1 ? p->grid.height : 1;
	rows = arena_array(&p->arena, lines, width);
	for (pass = 0; pass < passes; pass++)
		for (y = 0; y < p->grid.height; y++) {
			unsigned char *row = rows + (lines > 1 ? y * width : 0);

			png_read_row(p->png, row, NULL);
			if (pass + 1 == passes)
				png_row(p, (uint32_t)y, row);
		}
}

static void png_decode(struct png *p)
{
	if (setjmp(png_jmpbuf(p->png)))
		return;
	png_set_read_fn(p->png, p, png_bytes);
	png_set_user_limits(p->png, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	png_set_chunk_malloc_max(p->png, CHUNK_MAX);
	png_read_info(p->png, p->info);
	p->grid.width = png_get_image_width(p->png, p->info);
	p->grid.height = png_get_image_height(p->png, p->info);
	p->grid.step = 1;
	png_grey(p);
	png_rows(p, png_set_interlace_handling(p->png));
	png_read_end(p->png, p->info);
	p->image->has_look = true;
}

static void png_read(struct png *p, struct str bytes)
{
	p->rest = bytes;
	p->png = png_create_read_struct(
	    PNG_LIBPNG_VER_STRING, NULL, png_out, png_quiet);
	if (!p->png)
		return;
	p->info = png_create_info_struct(p->png);
	if (p->info) {
		png_decode(p);
		if (!setjmp(png_jmpbuf(p->png)))
			png_days(p);
	}
	png_destroy_read_struct(&p->png, &p->info, NULL);
	arena_release(&p->arena);
}

void image_read(struct image *im, const struct picture *p, struct str bytes)
{
	struct arena a = {0};
	bool is_large = p->width >= LOOK_SIDE_MIN && p->height >= LOOK_SIDE_MIN;
	struct grid *grid;

	*im = (struct image){0};
	/* What is on the heap survives a longjmp() unchanged. */
	if (p->format == PICTURE_JPEG) {
		struct jpeg *j = arena_alloc(&a, sizeof *j);

		j->image = im;
		grid = &j->grid;
		jpeg_read(j, bytes);
	} else {
		struct png *png = arena_alloc(&a, sizeof *png);

		png->image = im;
		grid = &png->grid;
		png_read(png, bytes);
	}
	if (im->has_look)
		im->has_look = is_large && grid_look(&im->look, grid);
	if (!im->has_look)
		im->look = (struct look){0};
	arena_release(&a);
}
