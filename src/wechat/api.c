/* SPDX-License-Identifier: MIT */
/* One loop: call, look at the code, and where there is hope, once more. */
#include "api.h"

#include <time.h>

#include "base/utf8.h"
#include "web/data.h"

enum {
	TOKEN_EARLY = 300, /* seconds before its end it is renewed */
	BUSY_TRIES = 4,
	TOLD_MAX = 120, /* characters shown of what the server said */
};

static const struct known {
	int64_t code;
	const char *meaning, *remedy;
} known[] = {
#define WECHAT_ERROR(code, meaning, remedy) {code, meaning, remedy},
#include "error.def"
#undef WECHAT_ERROR
};

int api_open(struct api *api, const struct account *account,
    struct state *state, int64_t (*now)(void), struct report *r)
{
	*api = (struct api){.account = account, .state = state, .now = now};
	api->token_until = state_token_read(state, &api->token);
	api->client = client_open(
	    str_begins(account->base, STR("http:")), account->timeout, r);
	return api->client ? 0 : -1;
}

static void wipe(struct buf *b)
{
	if (b->data)
		explicit_bzero(b->data, b->cap);
	buf_release(b);
}

void api_close(struct api *api)
{
	client_close(api->client);
	wipe(&api->token);
	wipe(&api->reply);
}

/* --- what went wrong ------------------------------------------------------ */

/* What the server said, without secrets and only so much of it. */
static struct str message_of(
    const struct api *api, struct arena *a, struct str said)
{
	const struct str hidden[] = {
	    buf_view(&api->token), str_from(api->account->secret)};
	struct buf shown = {0};
	struct str message;
	size_t i, at = 0;

	while (at < said.len && utf8_count(buf_view(&shown)) < TOLD_MAX) {
		struct str rest = str_slice(said, at, said.len);

		for (i = 0; i < 2; i++)
			if (hidden[i].len && str_begins(rest, hidden[i]))
				break;
		if (i < 2) {
			buf_text(&shown, "***");
			at += hidden[i].len;
			continue;
		}
		buf_byte(&shown,
		    (unsigned char)said.data[at] < ' ' ? ' ' : said.data[at]);
		at++;
	}
	message = arena_str(a, buf_view(&shown));
	buf_release(&shown);
	return message;
}

static int code_tell(const struct api *api, const char *path,
    const struct value *answer, struct report *r)
{
	struct str said =
	    message_of(api, r->arena, value_find_text(answer, "errmsg"));
	const struct known *k = NULL;
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].code == api->code)
			k = &known[i];
	report_add(r, FINDING_WECHAT_REFUSED, STR(""), (struct place){0},
	    "公众号接口 %s 答 %lld：%s%s%.*s%s", path, (long long)api->code,
	    k ? k->meaning : "没有见过的错误", said.len ? "（" : "",
	    STR_ARGS(said), said.len ? "）" : "");
	if (k)
		report_last(r)->remedy = str_from(k->remedy);
	return -1;
}

/* --- the token ------------------------------------------------------------ */

static int answer_parse(
    struct api *api, struct value **answer, struct arena *a, struct report *r)
{
	struct report scratch;
	struct arena sa = {0};
	struct str text = arena_str(a, buf_view(&api->reply));
	int status;

	report_init(&scratch, &sa);
	status = data_parse(answer, a, text, STR("answer.json"), &scratch);
	if (status || (*answer)->type != VALUE_MAP)
		status = report_add(r, FINDING_WECHAT_NETWORK, STR(""),
		    (struct place){0},
		    "公众号接口的回答不是约定的格式，可能被代理或网关改了");
	arena_release(&sa);
	api->code = 0;
	if (!status)
		str_integer(value_find_text(*answer, "errcode"), &api->code);
	return status;
}

/* The present token, or, forced, a new one. */
static int token_fetch(struct api *api, bool is_forced, struct report *r)
{
	const struct account *ac = api->account;
	struct arena a = {0};
	struct buf json = {0};
	struct value *answer;
	struct str token;
	int64_t seconds = 0;
	int status;

	buf_text(&json, "{\"grant_type\":\"client_credential\",\"appid\":");
	buf_json(&json, ac->appid);
	buf_text(&json, ",\"secret\":");
	buf_json(&json, str_from(ac->secret));
	buf_printf(
	    &json, ",\"force_refresh\":%s}", is_forced ? "true" : "false");
	status = client_post(api->client, &api->reply,
	    arena_printf(&a, "%.*s/cgi-bin/stable_token", STR_ARGS(ac->base))
		.data,
	    buf_view(&json), NULL, r);
	wipe(&json);
	if (!status)
		status = answer_parse(api, &answer, &a, r);
	if (!status && api->code)
		status = code_tell(api, "stable_token", answer, r);
	if (!status) {
		token = value_find_text(answer, "access_token");
		str_integer(value_find_text(answer, "expires_in"), &seconds);
		buf_clear(&api->token);
		buf_str(&api->token, token);
		api->token_until = api->now() + seconds;
		status = token.len
		    ? state_token_write(api->state, token, api->token_until, r)
		    : report_add(r, FINDING_WECHAT_NETWORK, STR(""),
			  (struct place){0}, "公众号接口没有给凭证");
	}
	if (api->reply.data)
		explicit_bzero(api->reply.data, api->reply.cap);
	arena_release(&a);
	return status;
}

/* The server does not take it: the one it has now, or, where that is the same,
 * a new one. */
static int token_renew(struct api *api, struct report *r)
{
	struct arena a = {0};
	struct str old = arena_str(&a, buf_view(&api->token));
	int status;

	api->is_renewed = true;
	status = token_fetch(api, false, r);
	if (!status && str_equal(old, buf_view(&api->token)))
		status = token_fetch(api, true, r);
	arena_release(&a);
	return status;
}

/* --- calls ---------------------------------------------------------------- */

static bool is_token_error(int64_t code)
{
	return code == 40001 || code == 40014 || code == 42001;
}

/* A part of an address, as it must be written there. */
static void escape(struct buf *b, struct str s)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.data[i] && strchr(safe, s.data[i]))
			buf_byte(b, s.data[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)s.data[i]);
}

static int post(struct api *api, const char *path, struct str json,
    const struct client_file *file, struct report *r)
{
	struct buf url = {0};
	int status;

	buf_str(&url, api->account->base);
	buf_printf(&url, "/cgi-bin/%s%saccess_token=", path,
	    strchr(path, '?') ? "&" : "?");
	escape(&url, buf_view(&api->token));
	buf_byte(&url, '\0');
	status = client_post(api->client, &api->reply, url.data, json, file, r);
	wipe(&url);
	return status;
}

int api_call(struct api *api, struct value **answer, struct arena *a,
    const char *path, struct str json, const struct client_file *file,
    int64_t expected, struct report *r)
{
	struct timespec pause = {1, 0};
	unsigned busy = 0;

	api->code = 0;
	if (api->now() >= api->token_until - TOKEN_EARLY &&
	    token_fetch(api, false, r))
		return -1;
	for (;;) {
		if (post(api, path, json, file, r) ||
		    answer_parse(api, answer, a, r))
			return -1;
		if (!api->code)
			return 0;
		if (is_token_error(api->code) && !api->is_renewed) {
			if (token_renew(api, r))
				return -1;
		} else if (api->code == -1 && ++busy < BUSY_TRIES) {
			nanosleep(&pause, NULL);
			pause.tv_sec *= 2;
		} else {
			break;
		}
	}
	if (api->code == expected && expected)
		return -1;
	return code_tell(api, path, *answer, r);
}
