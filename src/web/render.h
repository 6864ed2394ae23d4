/* SPDX-License-Identifier: MIT */
/*
 * Rendering one template from files by Mustache's standard, with no portal
 * around it: what `taizhang render` does. Unknown names are empty, HTML is
 * always escaped, {{{ }}} takes anything.
 */
#ifndef WEB_RENDER_H
#define WEB_RENDER_H

#include "base/report.h"

/*
 * Appends to `out` the template in this file, filled with the data in that
 * (an empty path: none). Partials are the files under a folder (an empty path:
 * none) that end in .mustache or .html, by their path there without the
 * ending: "a/b" is a/b.mustache. 0, or -1 with findings.
 */
int render_files(struct str template_path, struct str data_path,
    struct str partials_dir, struct buf *out, struct arena *a,
    struct report *r);

#endif
