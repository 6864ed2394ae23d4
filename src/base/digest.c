/* SPDX-License-Identifier: MIT */
/* The computing is OpenSSL's. */
#include "digest.h"

#include <openssl/sha.h>

void digest_hex(char out[DIGEST_SIZE], struct str s)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];
	size_t i;

	SHA256((const unsigned char *)s.data, s.len, sum);
	for (i = 0; i < sizeof sum; i++) {
		out[2 * i] = digits[sum[i] >> 4];
		out[2 * i + 1] = digits[sum[i] & 15];
	}
	out[2 * sizeof sum] = '\0';
}
