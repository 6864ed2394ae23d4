/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), as the manifest and the names of assets use it, and
 * HMAC with it (RFC 2104), which only who has the key can make. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "str.h"

enum { DIGEST_SIZE = 2 * 32 + 1 };

/* Writes n bytes as 2 * n lower-case hex digits and a NUL. */
void digest_print(char *out, const unsigned char *bytes, size_t n);

/* Writes the SHA-256 of s as 64 lower-case hex digits and a NUL. */
void digest_hex(char out[DIGEST_SIZE], struct str s);

/* The same of the HMAC of s by this key. */
void digest_hmac(char out[DIGEST_SIZE], struct str key, struct str s);

/* Are they the same, found out in a time that says nothing of where they
 * differ? */
bool digest_equal(struct str one, struct str other);

#endif
