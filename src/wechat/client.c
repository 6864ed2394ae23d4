/* SPDX-License-Identifier: MIT */
/* libcurl's easy interface; its own messages may quote the address, so ours
 * are made from its codes alone. */
#include "client.h"

#include <curl/curl.h>

#include "base/arena.h"

struct client {
	CURL *curl;
	bool is_plain;
	long timeout;
};

static int fault(struct report *r, const char *what)
{
	return report_add(r, FINDING_WECHAT_NETWORK, STR(""), (struct place){0},
	    "公众号接口没有答复：%s", what);
}

static const char *meaning(CURLcode code)
{
	switch ((int)code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return "找不到服务器，检查这台机器能不能上网";
	case CURLE_COULDNT_CONNECT:
		return "连不上服务器，检查防火墙和代理";
	case CURLE_OPERATION_TIMEDOUT:
		return "等得太久";
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return "服务器的证书通不过核对，中间可能有人冒充，没有发送";
	case CURLE_SSL_CONNECT_ERROR:
		return "加密连接没有建立";
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return "连接中断";
	case CURLE_WRITE_ERROR:
		return "回答太长";
	default:
		return NULL;
	}
}

struct client *client_open(bool is_plain, long timeout, struct report *r)
{
	struct client *h;

	if (curl_global_init(CURL_GLOBAL_DEFAULT)) {
		fault(r, "网络库不能用");
		return NULL;
	}
	h = memory_resize(NULL, sizeof *h);
	*h = (struct client){
	    .curl = curl_easy_init(), .is_plain = is_plain, .timeout = timeout};
	if (!h->curl) {
		fault(r, "网络库不能用");
		client_close(h);
		return NULL;
	}
	return h;
}

void client_close(struct client *h)
{
	if (!h)
		return;
	curl_easy_cleanup(h->curl);
	curl_global_cleanup();
	memory_free(h);
}

static size_t reply_take(char *data, size_t size, size_t count, void *self)
{
	struct buf *reply = self;

	if (count * size > CLIENT_REPLY_MAX - reply->len)
		return 0;
	buf_add(reply, data, size * count);
	return size * count;
}

static void options_set(struct client *h, const char *url, struct buf *reply)
{
	CURL *c = h->curl;

	curl_easy_reset(c);
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(
	    c, CURLOPT_PROTOCOLS_STR, h->is_plain ? "http" : "https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	/* On a connection it has used before libcurl would by itself ask once
	 * more where no answer comes, and make a second draft. */
	curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(
	    c, CURLOPT_CONNECTTIMEOUT, (long)CLIENT_CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, h->timeout);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "taizhang");
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, reply_take);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, reply);
	curl_easy_setopt(c, CURLOPT_NOPROXY, "127.0.0.1");
}

static curl_mime *form_make(CURL *c, const struct client_file *file)
{
	curl_mime *form = curl_mime_init(c);
	curl_mimepart *part = form ? curl_mime_addpart(form) : NULL;
	struct arena a = {0};

	if (!part)
		return NULL;
	curl_mime_name(part, "media");
	curl_mime_filename(part, arena_str(&a, file->name).data);
	curl_mime_type(part, arena_str(&a, file->type).data);
	curl_mime_data(part, file->bytes.data, file->bytes.len);
	arena_release(&a);
	return form;
}

static int answer_check(struct client *h, CURLcode code, struct report *r)
{
	const char *what = meaning(code);
	char number[64];
	long status = 0;

	if (code) {
		snprintf(number, sizeof number, "网络出错（%d）", (int)code);
		return fault(r, what ? what : number);
	}
	curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200)
		return 0;
	snprintf(number, sizeof number, "服务器答 %ld", status);
	return fault(r, number);
}

int client_post(struct client *h, struct buf *reply, const char *url,
    struct str json, const struct client_file *file, struct report *r)
{
	struct curl_slist *headers = NULL;
	curl_mime *form = NULL;
	CURLcode code;

	buf_clear(reply);
	options_set(h, url, reply);
	if (file) {
		form = form_make(h->curl, file);
		curl_easy_setopt(h->curl, CURLOPT_MIMEPOST, form);
	} else {
		headers = curl_slist_append(
		    NULL, "Content-Type: application/json; charset=utf-8");
		curl_easy_setopt(
		    h->curl, CURLOPT_POSTFIELDSIZE, (long)json.len);
		curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, json.data);
	}
	/* Without waiting for a "100 Continue". */
	headers = curl_slist_append(headers, "Expect:");
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers);
	code = file && !form ? CURLE_OUT_OF_MEMORY : curl_easy_perform(h->curl);
	curl_slist_free_all(headers);
	curl_mime_free(form);
	return answer_check(h, code, r);
}
