/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), as the manifest and the names of assets use it. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "str.h"

enum { DIGEST_SIZE = 2 * 32 + 1 };

/* Writes the SHA-256 of s as 64 lower-case hex digits and a NUL. */
void digest_hex(char out[DIGEST_SIZE], struct str s);

#endif
