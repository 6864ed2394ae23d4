/* SPDX-License-Identifier: MIT */
/* A signature is made of what all of that key have in common, and 64 bytes;
 * so one is checked without taking it apart. The computing is OpenSSL's. */
#include "seal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "buf.h"
#include "digest.h"

enum { RAW = 32, SIGNATURE = 64, LINE = 70 };

static const char key_type[] = "ssh-ed25519";
static const char begins[] = "-----BEGIN SSH SIGNATURE-----\n";
static const char ends[] = "-----END SSH SIGNATURE-----";

/* A string as SSH has it (RFC 4251): its length in four bytes, then itself. */
static void add(struct buf *b, const void *bytes, size_t n)
{
	int shift;

	for (shift = 24; shift >= 0; shift -= 8)
		buf_byte(b, (char)(unsigned char)(n >> shift & 255));
	buf_str(b, (struct str){bytes, n});
}

static void add_text(struct buf *b, const char *text)
{
	add(b, text, strlen(text));
}

static struct str base64(struct arena *a, struct str bytes)
{
	char *out = arena_alloc(a, 4 * (bytes.len / 3 + 1) + 1);
	int n = EVP_EncodeBlock((unsigned char *)out,
	    (const unsigned char *)bytes.data, (int)bytes.len);

	return (struct str){out, (size_t)n};
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static EVP_PKEY *key_parse(struct str key)
{
	unsigned char raw[RAW];
	size_t i;

	if (key.len != SEAL_KEY_SIZE)
		return NULL;
	for (i = 0; i < RAW; i++) {
		int high = nibble(key.data[2 * i]);
		int low = nibble(key.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return NULL;
		raw[i] = (unsigned char)(high << 4 | low);
	}
	return EVP_PKEY_new_raw_private_key(
	    EVP_PKEY_ED25519, NULL, raw, sizeof raw);
}

bool seal_key_make(char out[SEAL_KEY_SIZE + 1])
{
	unsigned char raw[RAW];

	if (RAND_priv_bytes(raw, sizeof raw) != 1)
		return false;
	digest_print(out, raw, sizeof raw);
	return true;
}

/* The public key as it stands in a signature and, in base64, in a file. */
static void public_add(struct buf *b, const unsigned char raw[RAW])
{
	add_text(b, key_type);
	add(b, raw, RAW);
}

static bool public_raw(unsigned char raw[RAW], const EVP_PKEY *key)
{
	size_t n = RAW;

	return key && EVP_PKEY_get_raw_public_key(key, raw, &n) == 1 &&
	    n == RAW;
}

struct str seal_public(struct arena *a, struct str key)
{
	EVP_PKEY *secret = key_parse(key);
	unsigned char raw[RAW];
	struct str text = {0};
	struct buf b = {0};

	if (public_raw(raw, secret)) {
		public_add(&b, raw);
		text = arena_printf(
		    a, "%s %.*s", key_type, STR_ARGS(base64(a, buf_view(&b))));
	}
	buf_release(&b);
	EVP_PKEY_free(secret);
	return text;
}

/* What is signed: not the text itself but a note of it. */
static void note_make(struct buf *b, struct str text)
{
	unsigned char sum[SHA512_DIGEST_LENGTH];

	SHA512((const unsigned char *)text.data, text.len, sum);
	buf_text(b, "SSHSIG");
	add_text(b, "git");
	add_text(b, "");
	add_text(b, "sha512");
	add(b, sum, sizeof sum);
}

/* All of a signature up to its last 64 bytes. */
static void head_make(struct buf *b, const unsigned char raw[RAW])
{
	struct buf public = {0};

	public_add(&public, raw);
	buf_str(b, (struct str){"SSHSIG\0\0\0\1", 10});
	add(b, public.data, public.len);
	add_text(b, "git");
	add_text(b, "");
	add_text(b, "sha512");
	/* A string: its type and the signature proper. */
	buf_str(b, (struct str){"\0\0\0\123", 4});
	add_text(b, key_type);
	buf_str(b, (struct str){"\0\0\0\100", 4});
	buf_release(&public);
}

struct str seal_make(struct arena *a, struct str key, struct str text)
{
	EVP_PKEY *secret = key_parse(key);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char raw[RAW], signature[SIGNATURE];
	struct buf note = {0}, whole = {0}, out = {0};
	size_t n = sizeof signature, at;
	struct str coded, armoured = {0};

	note_make(&note, text);
	if (!context || !public_raw(raw, secret) ||
	    EVP_DigestSignInit(context, NULL, NULL, NULL, secret) != 1 ||
	    EVP_DigestSign(context, signature, &n,
		(const unsigned char *)note.data, note.len) != 1)
		goto done;
	head_make(&whole, raw);
	buf_str(&whole, (struct str){(const char *)signature, n});
	coded = base64(a, buf_view(&whole));
	buf_text(&out, begins);
	for (at = 0; at < coded.len; at += LINE) {
		buf_str(&out, str_slice(coded, at, at + LINE));
		buf_byte(&out, '\n');
	}
	buf_text(&out, ends);
	armoured = arena_str(a, buf_view(&out));
done:
	buf_release(&note);
	buf_release(&whole);
	buf_release(&out);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(secret);
	return armoured;
}

/* --- checking -------------------------------------------------------------- */

/* Without line ends; false: it is no base64. */
static bool base64_read(struct buf *out, struct str text)
{
	unsigned char bytes[3];
	char four[4];
	size_t i, n = 0, padding = 0;

	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			continue;
		padding += text.data[i] == '=';
		four[n++] = text.data[i];
		if (n < 4)
			continue;
		n = 0;
		if (EVP_DecodeBlock(bytes, (const unsigned char *)four, 4) != 3)
			return false;
		buf_str(out, (struct str){(const char *)bytes, 3});
	}
	if (n || padding > 2 || out->len < padding)
		return false;
	out->len -= padding;
	return true;
}

static bool note_check(const unsigned char raw[RAW], struct str text,
    const unsigned char signature[SIGNATURE])
{
	EVP_PKEY *key =
	    EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw, RAW);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	struct buf note = {0};
	bool is_good;

	note_make(&note, text);
	is_good = key && context &&
	    EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestVerify(context, signature, SIGNATURE,
		(const unsigned char *)note.data, note.len) == 1;
	buf_release(&note);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return is_good;
}

/* The 32 bytes of a public key as OpenSSH writes it. */
static bool public_parse(unsigned char raw[RAW], struct str public)
{
	struct buf b = {0}, same = {0};
	struct str rest = public, word;
	bool is_good = str_next(&rest, ' ', &word) && str_is(word, key_type) &&
	    base64_read(&b, rest) && b.len >= RAW;

	if (is_good) {
		memcpy(raw, b.data + b.len - RAW, RAW);
		public_add(&same, raw);
		is_good = str_equal(buf_view(&b), buf_view(&same));
	}
	buf_release(&b);
	buf_release(&same);
	return is_good;
}

bool seal_check(struct str signature, struct str public, struct str text)
{
	struct buf head = {0}, whole = {0};
	unsigned char raw[RAW];
	struct str body = str_trim(signature);
	bool is_good = str_begins(body, str_from(begins)) &&
	    str_ends(body, str_from(ends)) && public_parse(raw, public) &&
	    base64_read(&whole,
		str_slice(
		    body, sizeof begins - 1, body.len - (sizeof ends - 1)));

	if (is_good) {
		head_make(&head, raw);
		is_good = whole.len == head.len + SIGNATURE &&
		    !memcmp(whole.data, head.data, head.len) &&
		    note_check(raw, text,
			(const unsigned char *)whole.data + head.len);
	}
	buf_release(&head);
	buf_release(&whole);
	return is_good;
}
