/* SPDX-License-Identifier: MIT */
/* lcms, with a context of its own each time, so that threads share nothing. */
#include <lcms2.h>
#include <stdlib.h>

#include "pixels_parts.h"

enum {
	STEPS = 6,  /* of each colour, to see whether a profile matters */
	UNSEEN = 3, /* of 255 */
	PROFILE_MAX = 4 << 20, /* bytes */
};

struct color {
	cmsContext context;
	cmsHPROFILE from, to;
	cmsHTRANSFORM transform;
};

static const struct {
	cmsColorSpaceSignature space;
	cmsUInt32Number from, to;
} forms[] = {
    [COLORS_RGB] = {cmsSigRgbData, TYPE_RGB_8, TYPE_RGB_8},
    [COLORS_RGBA] = {cmsSigRgbData, TYPE_RGBA_8, TYPE_RGBA_8},
    /* As Adobe's programs write it: 255 is no ink. */
    [COLORS_CMYK] = {cmsSigCmykData, TYPE_CMYK_8_REV, TYPE_RGB_8},
};

void color_row(const struct color *c, unsigned char *to,
    const unsigned char *from, uint32_t n)
{
	cmsDoTransform(c->transform, from, to, n);
}

static bool color_is_seen(const struct color *c, enum colors colors)
{
	unsigned char was[4] = {0, 0, 0, 255}, is[4];
	unsigned i, k;

	if (colors == COLORS_CMYK)
		return true;
	for (i = 0; i < STEPS * STEPS * STEPS; i++) {
		was[0] = (unsigned char)(i % STEPS * 255 / (STEPS - 1));
		was[1] = (unsigned char)(i / STEPS % STEPS * 255 / (STEPS - 1));
		was[2] = (unsigned char)(i / STEPS / STEPS * 255 / (STEPS - 1));
		color_row(c, is, was, 1);
		for (k = 0; k < 3; k++)
			if (abs(was[k] - is[k]) > UNSEEN)
				return true;
	}
	return false;
}

static bool color_make(struct color *c, struct str profile, enum colors colors)
{
	c->context = cmsCreateContext(NULL, NULL);
	if (!c->context)
		return false;
	c->from = cmsOpenProfileFromMemTHR(
	    c->context, profile.data, (cmsUInt32Number)profile.len);
	if (!c->from || cmsGetColorSpace(c->from) != forms[colors].space)
		return false;
	c->to = cmsCreate_sRGBProfileTHR(c->context);
	if (!c->to)
		return false;
	c->transform =
	    cmsCreateTransformTHR(c->context, c->from, forms[colors].from,
		c->to, forms[colors].to, INTENT_RELATIVE_COLORIMETRIC,
		cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA |
		    cmsFLAGS_NOCACHE);
	return c->transform && color_is_seen(c, colors);
}

struct color *color_open(struct str profile, enum colors colors)
{
	struct color *c;

	if (!profile.len || profile.len > PROFILE_MAX)
		return NULL;
	c = memory_resize(NULL, sizeof *c);
	*c = (struct color){0};
	if (color_make(c, profile, colors))
		return c;
	color_close(c);
	return NULL;
}

void color_close(struct color *c)
{
	if (!c)
		return;
	if (c->transform)
		cmsDeleteTransform(c->transform);
	if (c->from)
		cmsCloseProfile(c->from);
	if (c->to)
		cmsCloseProfile(c->to);
	if (c->context)
		cmsDeleteContext(c->context);
	memory_free(c);
}

void color_version(struct buf *out)
{
	buf_printf(out, "lcms %d;", cmsGetEncodedCMMversion());
}
