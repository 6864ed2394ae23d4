/* SPDX-License-Identifier: MIT */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

/* By semver.org; what a published portal says it was made with. */
#define TAIZHANG_VERSION "0.1.0"

#endif
