/* SPDX-License-Identifier: MIT */
/* The computing is OpenSSL's. */
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

void digest_print(char *out, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

void digest_hex(char out[DIGEST_SIZE], struct str s)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)s.data, s.len, sum);
	digest_print(out, sum, sizeof sum);
}

void digest_hmac(char out[DIGEST_SIZE], struct str key, struct str s)
{
	unsigned char sum[SHA256_DIGEST_LENGTH] = {0};

	HMAC(EVP_sha256(), key.data, (int)key.len,
	    (const unsigned char *)s.data, s.len, sum, NULL);
	digest_print(out, sum, sizeof sum);
}

bool digest_equal(struct str one, struct str other)
{
	return one.len == other.len &&
	    !CRYPTO_memcmp(one.data, other.data, one.len);
}
