/* SPDX-License-Identifier: MIT */
/* The file is read into memory of its own, which is overwritten. */
#include "account.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 4096 };

static int fault(struct report *r, struct str path, uint32_t line,
    const char *what, const char *remedy)
{
	report_add(r, FINDING_WECHAT_ACCOUNT, path,
	    (struct place){line, line ? 1 : 0, 0}, "%s", what);
	report_last(r)->remedy = str_from(remedy);
	return -1;
}

/* Is this the interface's own address, or 127.0.0.1 with a port? */
static bool base_is_good(struct str base)
{
	static const char *const own[] = {
	    "http://127.0.0.1:", "https://127.0.0.1:"};
	int64_t port;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct str head = str_from(own[i]);

		if (str_begins(base, head) &&
		    str_integer(str_slice(base, head.len, base.len), &port) &&
		    port > 0 && port < 65536)
			return true;
	}
	return str_is(base, ACCOUNT_BASE);
}

/* The file's text; -1 where it is not one for its owner alone. */
static int file_read(
    char *text, size_t *len, struct arena *a, struct str path, struct report *r)
{
	int fd = open(arena_str(a, path).data, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return fault(r, path, 0,
		    errno == ENOENT ? "没有这个账号设置文件"
				    : "账号设置文件打不开",
		    "照 taizhang wechat --help 写一个，权限 600");
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_mode & 077) {
		close(fd);
		return fault(r, path, 0, "账号设置文件别人也能读",
		    "运行 chmod 600，只让自己能读；别人可能看到过的，在公众号后台重置 secret");
	}
	n = read(fd, text, FILE_MAX);
	close(fd);
	if (n < 0 || n == FILE_MAX)
		return fault(r, path, 0, "账号设置文件读不了",
		    "照 taizhang wechat --help 重写一个");
	*len = (size_t)n;
	return 0;
}

static int secret_set(struct account *ac, struct str secret)
{
	size_t i;

	if (!secret.len || secret.len > ACCOUNT_SECRET_MAX)
		return -1;
	for (i = 0; i < secret.len; i++)
		if (secret.data[i] <= ' ' || secret.data[i] > '~')
			return -1;
	memcpy(ac->secret, secret.data, secret.len);
	ac->secret[secret.len] = '\0';
	return 0;
}

static int line_take(struct account *ac, struct arena *a, struct str line)
{
	size_t colon = str_find_byte(line, ':', 0);
	struct str key = str_trim(str_slice(line, 0, colon));
	struct str value = str_trim(str_slice(line, colon + 1, line.len));
	int64_t seconds;

	if (!str_trim(line).len || key.data[0] == '#')
		return 0;
	if (value.len > 1 && value.data[0] == '"' &&
	    value.data[value.len - 1] == '"')
		value = str_slice(value, 1, value.len - 1);
	if (str_is(key, "appid"))
		ac->appid = arena_str(a, value);
	else if (str_is(key, "secret"))
		return secret_set(ac, value);
	else if (str_is(key, "timeout") && str_integer(value, &seconds) &&
	    seconds >= 1 && seconds <= 600)
		ac->timeout = (long)seconds;
	else
		return -1;
	return 0;
}

static int file_take(
    struct account *ac, struct arena *a, struct str path, struct report *r)
{
	char text[FILE_MAX];
	size_t len = 0;
	struct str rest, line;
	uint32_t number = 0;
	int status = file_read(text, &len, a, path, r);

	rest = (struct str){text, len};
	while (!status && str_next(&rest, '\n', &line)) {
		number++;
		if (line_take(ac, a, line))
			status = fault(r, path, number, "账号设置这一行不对",
			    "一行一项：appid、secret、timeout，后面是半角冒号");
	}
	explicit_bzero(text, sizeof text);
	return status;
}

static bool appid_is_good(struct str appid)
{
	size_t i;

	for (i = 0; i < appid.len; i++) {
		char c = appid.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9')))
			return false;
	}
	return appid.len && appid.len <= 64;
}

int account_read(struct account *ac, struct arena *a, struct str path,
    const struct account_given *given, struct report *r)
{
	*ac = (struct account){
	    .base = STR(ACCOUNT_BASE), .timeout = ACCOUNT_TIMEOUT};
	/* The environment alone will do. */
	if (!(given->appid && given->secret) && path.len &&
	    file_take(ac, a, path, r))
		return -1;
	if (given->appid)
		ac->appid = arena_str(a, str_from(given->appid));
	if (given->secret && secret_set(ac, str_from(given->secret)))
		return fault(r, STR(""), 0, "环境变量里的 secret 不对",
		    "核对 TAIZHANG_WECHAT_SECRET");
	if (given->base)
		ac->base = arena_str(a, str_from(given->base));
	if (!base_is_good(ac->base))
		return fault(r, STR(""), 0, "接口地址只能换成本机的，测试用",
		    "去掉 TAIZHANG_WECHAT_API");
	if (!appid_is_good(ac->appid))
		return fault(r, path, 0, "没有写 appid，或写得不对",
		    "在公众号后台“设置与开发”里看，形如 wx 加十六位");
	if (!ac->secret[0])
		return fault(r, path, 0, "没有写 secret",
		    "在公众号后台“设置与开发”里生成");
	return 0;
}

void account_forget(struct account *ac)
{
	explicit_bzero(ac->secret, sizeof ac->secret);
}
