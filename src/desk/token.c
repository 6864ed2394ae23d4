/* SPDX-License-Identifier: MIT */
/* The key is a file of 64 random hex digits. */
#include "token.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "base/disk.h"

enum { KEY_SIZE = 64 };

/* `n` hex digits, an even number. */
static void random_hex(char *out, size_t n)
{
	unsigned char bytes[KEY_SIZE / 2];

	/* Up to 256 bytes come whole. */
	while (getrandom(bytes, n / 2, 0) < 0)
		;
	digest_print(out, bytes, n / 2);
}

/* Unless there is one. */
static int key_make(struct str path, struct report *r)
{
	char key[KEY_SIZE + 1];

	random_hex(key, KEY_SIZE);
	return disk_create_secret(
		   arena_str(r->arena, path).data, str_from(key)) &&
		errno != EEXIST
	    ? report_system(r, path, "不能写密钥")
	    : 0;
}

int token_key(
    struct str *key, struct arena *a, struct str path, struct report *r)
{
	struct stat st;

	if (key_make(path, r) || disk_read(key, a, path, 2 * KEY_SIZE, r))
		return -1;
	if (key->len == KEY_SIZE && !stat(arena_str(a, path).data, &st) &&
	    !(st.st_mode & 077))
		return 0;
	return report_add(r, FINDING_GATE_CLOSED, path, (struct place){0},
	    "密钥要是 %d 个字符，并且只有主人能读（chmod 600）；删掉它会重做一个",
	    KEY_SIZE);
}

void token_make(
    char out[DIGEST_SIZE], struct str key, struct str user, struct date today)
{
	struct buf text = {0};
	char day[DATE_SIZE];

	date_print(day, today);
	buf_printf(&text, "%s %.*s", day, STR_ARGS(user));
	digest_hmac(out, key, buf_view(&text));
	buf_release(&text);
}

bool token_is_good(
    struct str token, struct str key, struct str user, struct date today)
{
	char now[DIGEST_SIZE], before[DIGEST_SIZE];
	bool is_now, is_before;

	token_make(now, key, user, today);
	token_make(before, key, user, date_from_days(date_days(today) - 1));
	is_now = digest_equal(token, str_from(now));
	is_before = digest_equal(token, str_from(before));
	return is_now || is_before;
}

void once_make(char out[ONCE_SIZE])
{
	random_hex(out, ONCE_SIZE - 1);
}

bool once_is_good(struct str once)
{
	size_t i;

	for (i = 0; i < once.len; i++)
		if (!(once.data[i] >= '0' && once.data[i] <= '9') &&
		    !(once.data[i] >= 'a' && once.data[i] <= 'f'))
			return false;
	return once.len == ONCE_SIZE - 1;
}
