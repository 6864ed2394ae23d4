/* SPDX-License-Identifier: MIT */
/* Each variant is scaled from the next larger one. What was made lies in the
 * cache as one entry a picture: lengths, then bytes. */
#include "variant.h"

#include "base/buf.h"
#include "base/cache.h"
#include "metadata.h"
#include "pixels.h"

enum {
	QUALITY = 80,	  /* of a JPEG */
	JPEG_DENSE = 4,	  /* pixels a byte, at least, of a JPEG that we make */
	LARGE = 96 << 20, /* bytes of memory */
};

/* What the bytes follow from beside libraries, sizes and the source. */
static const char version[] = "variant 1;";

static const uint64_t cache_max = UINT64_C(4) << 30; /* bytes */

/* --- the plan ------------------------------------------------------------- */

static uint32_t side(double pixels)
{
	return pixels < 1 ? 1 : (uint32_t)(pixels + 0.5);
}

static struct variant scaled(const struct picture *p, uint32_t width)
{
	return (struct variant){.width = width,
	    .height = side((double)p->height * width / p->width)};
}

/* The picture itself, bounded. */
static struct variant whole(const struct picture *p, uint32_t widest)
{
	uint64_t most = (uint64_t)widest * widest * 3 / 4 * p->width;
	uint32_t width = p->width < widest ? p->width : widest;

	while (width > 1 && (uint64_t)width * width * p->height > most)
		width--;
	if (width == p->width)
		return (struct variant){p->width, p->height, {NULL, 0}};
	return scaled(p, width);
}

/* Does it save enough to be worth a file? */
static bool is_worth(const struct variant *v, const struct variant *whole,
    const struct picture *p, uint64_t size)
{
	uint64_t area = (uint64_t)v->width * v->height;

	if (p->format == PICTURE_JPEG)
		area /= JPEG_DENSE;
	return v->width + v->width / 4 <= whole->width && area < size;
}

void variants_plan(struct variants *v, const struct variant_widths *w,
    const struct picture *p, uint64_t size)
{
	struct variant self = {0}, smaller;
	size_t i;

	*v = (struct variants){0};
	if (p->width && p->height) {
		self = whole(p, w->widths[w->count - 1]);
		for (i = 0; i + 1 < w->count; i++) {
			smaller = scaled(p, w->widths[i]);
			if (is_worth(&smaller, &self, p, size))
				v->items[v->count++] = smaller;
		}
	}
	v->items[v->count++] = self;
}

/* --- making --------------------------------------------------------------- */

void variant_maker_open(struct variant_maker *m, struct str cache)
{
	m->cache = cache_open(cache, cache_max);
	pthread_mutex_init(&m->large, NULL);
}

void variant_maker_close(struct variant_maker *m)
{
	cache_close(m->cache);
	pthread_mutex_destroy(&m->large);
}

/* What is to be made of what. */
struct job {
	struct str bytes;
	struct picture picture; /* as it is stored */
	unsigned orientation;
	struct variants *variants;
	size_t count; /* of them, that are decoded and written anew */
};

static bool job_write(struct job *j, struct arena *a, struct pixels *px)
{
	size_t i;

	for (i = j->count; i--;) {
		struct variant *v = &j->variants->items[i];
		struct pixels next;
		struct buf out = {0};
		bool is_done;

		if (px->width != v->width || px->height != v->height) {
			pixels_scale(&next, a, px, v->width, v->height);
			*px = next;
		}
		is_done = j->picture.format == PICTURE_PNG
		    ? pixels_png(&out, px)
		    : pixels_jpeg(&out, px, QUALITY);
		v->bytes = arena_str(a, buf_view(&out));
		buf_release(&out);
		if (!is_done)
			return false;
	}
	return true;
}

static bool job_run(struct job *j, struct arena *a, struct variant_maker *m)
{
	bool is_large = pixels_need(&j->picture) > LARGE;
	struct arena scratch = {0};
	struct pixels px;
	bool is_done;

	if (is_large)
		pthread_mutex_lock(&m->large);
	is_done = pixels_read(&px, &scratch, &j->picture, j->bytes,
		      j->orientation, j->variants->items[j->count - 1].width) &&
	    job_write(j, &scratch, &px);
	if (is_done) {
		size_t i;

		for (i = 0; i < j->count; i++)
			j->variants->items[i].bytes =
			    arena_str(a, j->variants->items[i].bytes);
	}
	arena_release(&scratch);
	if (is_large)
		pthread_mutex_unlock(&m->large);
	return is_done;
}

/* --- the cache ------------------------------------------------------------ */

static void job_name(char name[DIGEST_SIZE], const struct job *j)
{
	struct buf all = {0};
	char digest[DIGEST_SIZE];
	size_t i;

	digest_hex(digest, j->bytes);
	buf_text(&all, version);
	pixels_version(&all);
	buf_printf(&all, "quality %d;", QUALITY);
	for (i = 0; i < j->count; i++)
		buf_printf(&all, "%ux%u;",
		    (unsigned)j->variants->items[i].width,
		    (unsigned)j->variants->items[i].height);
	buf_text(&all, digest);
	digest_hex(name, buf_view(&all));
	buf_release(&all);
}

static bool job_find(struct job *j, struct arena *a,
    const struct variant_maker *m, const char *name)
{
	struct str rest, line;
	int64_t len;
	size_t i;

	if (!cache_find(m->cache, a, &rest, name))
		return false;
	for (i = 0; i < j->count; i++) {
		if (!str_next(&rest, '\n', &line) || !str_integer(line, &len) ||
		    len < 0 || (uint64_t)len > rest.len)
			return false;
		j->variants->items[i].bytes = str_slice(rest, 0, (size_t)len);
		rest = str_slice(rest, (size_t)len, rest.len);
	}
	return true;
}

static void job_keep(
    const struct job *j, struct variant_maker *m, const char *name)
{
	struct buf all = {0};
	size_t i;

	for (i = 0; i < j->count; i++) {
		struct str bytes = j->variants->items[i].bytes;

		buf_printf(&all, "%zu\n", bytes.len);
		buf_str(&all, bytes);
	}
	cache_add(m->cache, buf_view(&all), name);
	buf_release(&all);
}

/* --- all of it ------------------------------------------------------------ */

/* Must the picture itself be written anew? */
static bool is_other(const struct job *j)
{
	const struct variant *self =
	    &j->variants->items[j->variants->count - 1];
	bool is_turned = j->orientation > 4;
	uint32_t width = is_turned ? j->picture.height : j->picture.width;

	return j->orientation > 1 || self->width != width ||
	    pixels_are_foreign(&j->picture, j->bytes);
}

static bool is_made(struct job *j, struct arena *a, struct variant_maker *m)
{
	char name[DIGEST_SIZE];

	j->count = j->variants->count - !is_other(j);
	if (!j->count)
		return true;
	job_name(name, j);
	if (job_find(j, a, m, name))
		return true;
	if (!job_run(j, a, m))
		return false;
	job_keep(j, m, name);
	return true;
}

void variants_make(struct variants *v, struct arena *a, struct str bytes,
    struct variant_maker *m)
{
	struct job j = {.bytes = bytes, .variants = v};
	bool is_usable =
	    !picture_parse(&j.picture, bytes) && v->items[v->count - 1].width;
	struct buf plain = {0};
	size_t i;

	j.orientation = metadata_orientation(bytes);
	i = is_usable && is_made(&j, a, m) ? j.count : 0;
	if (i == v->count)
		return;
	metadata_clear(&plain, bytes);
	for (; i < v->count; i++)
		v->items[i].bytes = arena_str(a, buf_view(&plain));
	buf_release(&plain);
}

struct str variant_alone(struct arena *a, struct str bytes, uint32_t widest)
{
	struct variant_widths w = {{widest}, 1};
	struct variant_maker m;
	struct variants v;
	struct picture p, seen;

	if (picture_parse(&p, bytes))
		p.width = p.height = 0;
	seen = p;
	if (metadata_orientation(bytes) > 4) {
		seen.width = p.height;
		seen.height = p.width;
	}
	variants_plan(&v, &w, &seen, bytes.len);
	variant_maker_open(&m, STR(""));
	variants_make(&v, a, bytes, &m);
	variant_maker_close(&m);
	return v.items[0].bytes;
}
